"""With the database gone: reading, urgent numbers and the conversation go on; Versturen keeps the text and gives the phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.klant import Klant, maak


@pytest.fixture(params=["unreadable", "no server"])
def weg(request: pytest.FixtureRequest, tmp_path: Path):
    """An application whose database cannot be used."""
    if request.param == "unreadable":
        (tmp_path / "lindewaard.sqlite").write_bytes(b"this is no database" * 1000)
        return maak(tmp_path)
    return maak(tmp_path, database_url="postgresql://nobody@127.0.0.1:1/none")


def test_reading_and_urgent_go_on(weg) -> None:
    klant = Klant(weg)
    klant.open("/").open("/nood").open("/themas/geld")
    klant.open("/").druk("Verder", vraag="ik wil niet meer leven")
    assert 'href="tel:113"' in klant.antwoord.text
    klant = Klant(weg).open("/")
    klant.druk("Verder", vraag="ik zoek een rolstoel om te lenen")
    assert "Dit kan u helpen" in klant.h1
    assert klant.http.get("/readyz").status_code == 503


def test_sending_keeps_the_text_and_gives_the_phone(weg) -> None:
    klant = Klant(weg).open("/")
    klant.druk("Verder", vraag="ik zorg voor mijn man met dementie en ik kan echt niet meer")
    klant.open("/verwijzing").druk("Verder", naam="Aisha", manier="bellen", telefoon="000 765 43 21")
    klant.druk("versturen", 503)
    assert "Uw verhaal staat er nog" in klant.tekst and "000 123 45 60" in klant.tekst
    assert "dementie" in klant.tekst and "Aisha" in klant.tekst
