"""The trial profiles of real municipalities: only what a document says, with its line; nothing that looks like a made-up number or address; and they serve."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from portal.app import maak_app
from portal.config import Instellingen
from sociale_kaart import check
from sociale_kaart.load import VRAAG_DE_GEMEENTE, gemeente, gemeenten, taxonomie, voorzieningen
from sociale_kaart.woorden.lezer import DATA
from tests.klant import Klant

TAX = taxonomie()
PROFIELEN = {"oss": "sociaal wijkteam", "hardenberg": "gebiedsteam Samen Doen", "overbetuwe": "Loket Samenleven"}
BRON = re.compile(r"00\d_[0-9a-f]{16}\.txt(?: \([^)]+\))? regel \d+(?:-\d+)?(?: en \d+(?:-\d+)?)*")


def test_the_three_are_there() -> None:
    assert set(PROFIELEN) <= set(gemeenten())


@pytest.mark.parametrize("code", PROFIELEN)
def test_a_profile_is_a_trial_with_its_own_words_and_no_number_of_its_own(code: str) -> None:
    g = gemeente(code)
    assert g.proef and g.wijkteam == PROFIELEN[code]
    assert g.nummers == {} and g.telefoon.tel == "" and g.telefoon.toon == VRAAG_DE_GEMEENTE
    assert g.piket == g.mail == g.postadres == "" and all(t.telefoon == t.adres == "" for t in g.teams.values())
    assert g.team_van("onbekend").voordeur and g.namen
    assert all(BRON.fullmatch(b) for b in g.bronnen) and g.bronnen


@pytest.mark.parametrize("code", PROFIELEN)
def test_every_entry_names_its_line_and_gives_no_contact_that_is_not_there(code: str) -> None:
    alle = voorzieningen(code)
    assert len(alle) >= 12
    for v in alle:
        assert BRON.fullmatch(v.bron), (v.code, v.bron)
        assert v.telefoon == v.mail == v.site == "" and v.plek is None and v.open == () and v.bedrag is None, v.code
        assert v.toegang != "vrij", f"{v.code}: nobody can walk in without a place"
        assert v.wat and v.wanneer and v.zelf and v.waarheen and v.nagekeken_op and v.nagekeken_door, v.code
        assert v.werkgebied == (code,) and check.keur(v, TAX) == []
    assert check.tegenspraak(alle, TAX) == check.dubbel(alle) == check.buiten_werkgebied(alle, gemeente(code)) == []


@pytest.mark.parametrize("code", PROFIELEN)
def test_no_digits_that_could_be_a_phone_a_postcode_or_an_address(code: str) -> None:
    landelijk = re.sub(r"\D", "", (DATA / "nummers.toml").read_text(encoding="utf-8"))
    for pad in (DATA / "gemeenten" / code).rglob("*.toml"):
        for regel in pad.read_text(encoding="utf-8").splitlines():
            if regel.startswith(("#", "bron = ", "nagekeken_op", "[", '  "00')):
                continue
            tekst = regel.partition("#")[0]
            assert not re.search(r"\b[1-9]\d{3} ?[A-Z]{2}\b", tekst), regel
            for groep in re.findall(r"\d[\d -]{6,}\d", tekst):
                assert re.sub(r"\D", "", groep) in landelijk, regel


@pytest.mark.parametrize("code", PROFIELEN)
def test_it_serves_home_the_conversation_and_every_entry(code: str, tmp_path: Path) -> None:
    app = maak_app(Instellingen(var=tmp_path, gemeente=code))
    aisha = Klant(app)
    aisha.open("/")
    assert VRAAG_DE_GEMEENTE in aisha.antwoord.text
    aisha.open("/gesprek")
    aisha.open("/").druk("Verder", vraag="ik zorg voor mijn man met dementie en ik kan niet meer")
    assert aisha.pad.split("?")[0] == "/gesprek" and "/voorzieningen/" in aisha.antwoord.text
    aisha.open("/").druk("Verder", vraag="ik heb schulden en ik ben alleen")
    for v in app.state.publicatie.kaart.alle.values():
        antwoord = aisha.http.get(f"/voorzieningen/{v.id}")
        assert antwoord.status_code == 200 and "Vraag het de gemeente." in antwoord.text
    assert aisha.http.get("/hsds/services").json()["total_items"] == len(app.state.publicatie.kaart.alle)
    for pad in ("/zoeken", "/nood", "/wijkteam", "/verwijzing"):
        aisha.open(pad)
    app.state.db.engine.dispose()
