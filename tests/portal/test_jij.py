"""One form of address per visitor: je for who came in as young, u for everybody else; on every page from the conversation to the status."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from portal.language import haal_op, jij
from portal.mantelzorg import BELLEN, MEEKOMEN
from sociale_kaart.load import voorzieningen
from tests.klant import Klant, X
from tests.portal.test_pad import nummer_en_code
from tests.portal.test_wet import papier

SJABLONEN = Path(__file__).parent.parent.parent / "templates"
MAILS = ("mail/bevestiging", "mail/doorgegeven", "mail/overgedragen")  # html; the txt says the same sentences
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
    gezien, rij = set(), [f"{p}.html" for p in (*(f"inwoner/{p}" for p in PAGINAS), *MAILS)]
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
    mist += [z for z in (*MEEKOMEN.values(), *BELLEN.values()) if U.search(z) and z not in jij()]  # of a carer, on the check page
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


def _van_de_kaart() -> list[str]:
    """What the entries themselves say with u, longest first: their words are for everybody."""

    def teksten(w: Any) -> Iterator[str]:
        if isinstance(w, str):
            yield w
        elif isinstance(w, (dict, list)):
            for x in w.values() if isinstance(w, dict) else w:
                yield from teksten(x)

    alle = {t for v in voorzieningen("lindewaard") for t in teksten(v.als_gegevens()) if U.search(t)}
    return sorted(alle, key=len, reverse=True)


def _vraag(klant: Klant) -> tuple[str, dict[str, str]] | None:
    """Where the question on this page goes, with its first answer; None when nothing is asked."""
    for form in klant.pagina.iter(f"{X}form"):
        velden = {e.get("name"): e.get("value", "") for e in form.iter(f"{X}input")}
        if velden.get("stap"):
            keuzes = [b.get("value") for b in form.iter(f"{X}button") if b.get("name") == "antwoord"]
            antwoord = {"antwoord": keuzes[0]} if keuzes else {"actie": "overslaan"}
            return form.get("action"), {"stap": velden["stap"]} | antwoord
    return None


@pytest.mark.parametrize(
    "zin", ["ik ben 15 en ik word gepest op school", "ik ben 16 en ik zorg voor mijn zieke moeder"], ids=["pupil", "carer"]
)
def test_only_the_entries_say_u_to_the_young_in_the_whole_conversation(app: FastAPI, zin: str) -> None:
    k, eigen = Klant(app), _van_de_kaart()
    k.open("/").druk("Verder", vraag=zin)
    gezien = 0
    while True:
        for bladzij in (k.pad, "/gesprek?meer=1"):
            tekst = unescape(" ".join(_tekst(k.open(bladzij)).split()))
            for t in eigen:
                tekst = tekst.replace(t, " ")
            assert (m := U.search(tekst)) is None, f"{k.pad}: ...{tekst[max(0, m.start() - 60) : m.end() + 40]}..."
        k.open("/gesprek")
        if (vraag := _vraag(k)) is None:
            break
        gezien += 1
        assert gezien < 15, "the conversation has no end"
        k.stuur(*vraag)
    assert gezien > 1
