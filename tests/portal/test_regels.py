"""Each rule of the referral is named where it is kept and in a test that guards it; the table in docs names tests that are there. And three rules
that had no test of their own."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from fastapi import FastAPI

from sociale_kaart.load import gemeente, voorzieningen
from sociale_kaart.search import Kaart
from tests.klant import Klant
from tests.portal.conftest import Collega, Stuur

WORTEL = Path(__file__).parent.parent.parent
TABEL = WORTEL / "docs" / "regels-verwijzing.md"
REGELS = [
    *(f"L-{n:02}" for n in (*range(1, 16), *range(20, 33), 40, 41, 53, 55, 64)),
    *(f"P-{n:02}" for n in (*range(1, 7), 12)),
]


@cache
def tekst_van(*mappen: str) -> str:
    """All code of these folders."""
    paden = (p for m in mappen for p in (WORTEL / m).rglob("*") if p.suffix in (".py", ".html", ".txt", ".toml"))
    return "\n".join(p.read_text(encoding="utf-8") for p in sorted(paden) if "data" not in p.parts)


@pytest.mark.parametrize("regel", REGELS)
def test_each_rule_is_named_in_code_and_in_a_test(regel: str) -> None:
    soort, nummer = regel.split("-")
    naam = re.compile(rf"{soort}[-_]{nummer}(?!\d)")
    assert naam.search(tekst_van("portal", "dialogues", "sociale_kaart", "templates")), f"{regel} is named nowhere in the code"
    assert naam.search(tekst_van("tests")), f"{regel} is named in no test"
    assert f"| {regel} " in TABEL.read_text(encoding="utf-8"), f"{regel} has no row in {TABEL.name}"


def test_the_table_names_tests_and_files_that_are_there() -> None:
    alle = set(re.findall(r"^def (test_\w+)", tekst_van("tests"), re.M))
    vorig = ""
    for bestand, naam in re.findall(r"`([\w/]+\.py)?::(test_\w+)\*?`", TABEL.read_text(encoding="utf-8")):
        vorig = bestand or vorig
        assert any(n.startswith(naam) for n in alle), f"{vorig}::{naam}"
    for pad in re.findall(
        r"`((?:portal|templates|dialogues|sociale_kaart|tests|docs|journeys)/[\w/.-]+\.\w+)`", TABEL.read_text(encoding="utf-8")
    ):
        assert (WORTEL / pad).exists() or (WORTEL / "tests" / pad).exists(), pad


def test_L_29_the_order_follows_from_the_rules_alone() -> None:
    """Not from who was entered first, nor from what an entry is called: a tie is broken by a fixed mark."""
    g, alle = gemeente("lindewaard"), voorzieningen("lindewaard")
    heen, terug = Kaart(g, alle), Kaart(g, list(reversed(list(alle))))
    for soort in sorted(heen.per_soort):
        assert [v.id for v in heen.beste(soort, "molenwijk")] == [v.id for v in terug.beste(soort, "molenwijk")], soort


@pytest.mark.parametrize("taal", ["en", "ar"])
def test_L_30_a_translation_says_that_the_dutch_text_counts(app: FastAPI, taal: str) -> None:
    from portal.language import vertaling

    zin = vertaling(taal).gettext("Dit is een vertaling. De Nederlandse tekst geldt.")
    klant = Klant(app, taal)
    for pad in ("/", "/verwijzing", "/status"):
        assert zin in klant.open(f"{pad}?taal={taal}").antwoord.text, pad
    assert "Dit is een vertaling" not in Klant(app).open("/").antwoord.text


def test_L_30_what_the_referral_says_from_a_table_is_in_every_language() -> None:
    """Sentences that reach the page through a name, not as a literal in `_()`: easy to forget, and then Dutch in every language."""
    from portal.inwoner.gesprek import WAAROM
    from portal.inwoner.verwijzing import CONCLUSIE, LABELS
    from portal.language import haal_op
    from portal.verwijzing import MANIEREN, fouten_in_bereik

    leeg, fout = [{"manier": m} for m in ("", *MANIEREN)], {"naam": "x" * 201, "telefoon": "1", "client_telefoon": "1"}
    zinnen = {zin for b in (*leeg, fout) for _veld, zin in fouten_in_bereik(b)} | {*CONCLUSIE.values(), *WAAROM.values()}
    zinnen |= {zin for naam, waarden in LABELS.values() for zin in (naam, *waarden.values())}
    assert len(zinnen) > 60
    assert not zinnen - {b.id for b in haal_op()}


def test_L_10_the_team_is_reminded_of_who_cares(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    bram.open(f"/postvak/{stuur().nummer}")
    assert "Vraag ook hoe het gaat met wie zorgt." in bram.tekst
