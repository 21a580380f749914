"""One form of address per visitor: je for who came in as young, u for everybody else; on every page from the conversation to the status."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest
from fastapi import FastAPI

from portal.language import haal_op, jij
from tests.klant import Klant
from tests.portal.test_pad import nummer_en_code
from tests.portal.test_wet import papier

SJABLONEN = Path(__file__).parent.parent.parent / "templates"
PAGINAS = ("bereik", "verwijzing", "verstuurd", "verstuurd_pdf", "status", "status_inloggen", "gesprek")
DEUREN = (
    "inwoner/verwijzing",
    "inwoner/gesprek",
    "inwoner/kaartje",
    "inwoner/begin",
    "inwoner/status",
    "verwijzing",
    "tijdlijn",
    "wetten",
    "gesprek",
)
U, JE = re.compile(r"\b(?:u|uw|uzelf)\b", re.I), re.compile(r"\b(?:je|jij|jou|jouw|jullie)\b", re.I)
PLEK = re.compile(r"%\(\w+\)s")
DATA = {
    "taxonomy.toml",
    "nummers.toml",
    "advies.toml",
    "soorten",
    "scripts",
}  # a folder: every file in it; a young person may come by any door


@functools.cache
def _bronnen() -> set[str]:
    """The templates of these pages with all they include, and the rules that speak on them."""
    gezien, rij = set(), [f"inwoner/{p}.html" for p in PAGINAS]
    while rij:
        naam = rij.pop()
        if naam not in gezien:
            gezien.add(naam)
            rij += re.findall(r'(?:include|import|from|extends) "([^"]+)"', (SJABLONEN / naam).read_text(encoding="utf-8"))
    return {f"templates/{n}" for n in gezien} | {f"portal/{d}.py" for d in DEUREN}


def _op_deze_paginas(waar: set[str]) -> bool:
    """Whether one of these places speaks on these pages."""
    return bool(waar & _bronnen()) or any(re.split("[/,]", w)[0] in DATA for w in waar)


def _zinnen() -> dict[str, set[str]]:
    """Sentence -> where it stands."""
    return {b.id if isinstance(b.id, str) else b.id[0]: {w for w, _ in b.locations} for b in haal_op() if b.id}


def test_every_sentence_on_these_pages_that_says_u_has_a_je_form() -> None:
    zinnen = _zinnen()
    assert len(_bronnen()) > 30
    assert {re.split("[/,]", w)[0] for waar in zinnen.values() for w in waar} >= DATA
    mist = sorted(z for z, waar in zinnen.items() if _op_deze_paginas(waar) and U.search(z) and z not in jij())
    assert not mist, mist
    for bron, vorm in jij().items():
        assert bron in zinnen, f"stands nowhere any more: {bron}"
        assert not U.search(vorm) and sorted(PLEK.findall(bron)) == sorted(PLEK.findall(vorm)), vorm


def _tekst(klant: Klant) -> str:
    """All that stands on the page, also around it; not what a visitor typed."""
    kaal = re.sub(r"<(script|style|svg|textarea)\b.*?</\1>", " ", klant.antwoord.text, flags=re.S)
    return re.sub(r"<[^>]+>", " ", kaal)


def _door_de_deur(klant: Klant) -> None:
    klant.open("/jongeren")
    klant.stuur("/gesprek?over=jongeren", {"stap": "jongeren_wat", "antwoord": "geld"})
    klant.stuur("/gesprek?over=jongeren", {"stap": "jongeren_leeftijd", "antwoord": "24-27"})


@pytest.mark.parametrize(
    ("zin", "met_je"),
    [
        ("", True),
        ("ik ben 15 en ik heb schulden", True),
        ("mijn kleinkind is 9 jaar oud en eet niet", False),
        ("ik ben 82 en ik heb schulden", False),
        ("ik ben 15 jaar getrouwd en het gaat niet", False),
    ],
    ids=["door", "fifteen", "grandparent", "eighty", "married"],
)
def test_one_form_of_address_from_the_form_to_the_status(app: FastAPI, zin: str, met_je: bool) -> None:
    k, fout = Klant(app), U if met_je else JE

    def keur() -> None:
        tekst = _tekst(k).replace(zin, "") if zin else _tekst(k)
        assert (m := fout.search(tekst)) is None, f"{k.pad}: ...{tekst[m.start() - 60 : m.end() + 40]}..."

    if zin:
        k.open("/").druk("Verder", vraag=zin)
    else:
        _door_de_deur(k)
    k.open("/verwijzing")
    keur()
    k.druk("Verder", 422, telefoon="1", manier="brief")
    keur()
    k.druk("Verder", naam="Sam", manier="bellen", telefoon="000 765 43 21")
    keur()
    k.druk("versturen")
    keur()
    assert fout.search(re.sub(r"<[^>]+>", " ", papier(app, k)).replace(zin or " ", " ")) is None
    nummer, code = nummer_en_code(k)
    k.open("/status").druk("Bekijk mijn vraag", 422, nummer=nummer, code="roos")
    keur()
    k.druk("Bekijk mijn vraag", nummer=nummer, code=code)
    keur()
