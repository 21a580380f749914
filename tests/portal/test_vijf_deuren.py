"""Home, /gesprek, /zoeken, the API and the command line give the same answer to the same text."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.klant import Klant, maak

TEKSTEN = [
    "ik wil een dag vrij van de zorg voor mijn vrouw",
    "waar kan ik een scootmobiel lenen",
    "mijn zoon van 15 spijbelt en ik heb ruzie met hem",
]


@pytest.fixture(scope="module")
def omgeving(tmp_path_factory: pytest.TempPathFactory):
    """One folder for the application and the command line."""
    return tmp_path_factory.mktemp("deuren")


@pytest.mark.parametrize("tekst", TEKSTEN)
def test_five_doors_one_answer(omgeving: Path, tekst: str) -> None:
    app = maak(omgeving)
    klant = Klant(app)
    api = klant.http.post("/api/v1/voorstellen", json={"vraag": tekst}).json()
    ids = [i["id"] for i in api["items"]]
    assert ids
    klant.open("/").druk("Verder", vraag=tekst)
    assert _kaarten(klant) == ids
    klant.open("/gesprek")
    assert _kaarten(klant) == ids
    klant.open("/zoeken").druk("Zoek", vraag=tekst)
    assert _kaarten(klant) == ids
    uit = subprocess.run(
        [sys.executable, "-m", "portal", "voorstel", tekst],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "VINDPLAATS_VAR": str(omgeving), "VINDPLAATS_GEMEENTE": "lindewaard"},
    )
    assert json.loads(uit.stdout) == api


def _kaarten(klant: Klant) -> list[str]:
    """The ids of the cards on the page, in order (what was tried stands apart)."""
    return re.findall(r'<article class="kaart" aria-labelledby="w-([0-9a-f-]{36})"', klant.antwoord.text)
