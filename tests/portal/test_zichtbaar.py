"""One rule for what may be seen, and no confidential address, at every way out: pages, lists, search, API, HSDS, files, the snapshot."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI

from portal import invoer
from portal.mantelzorg import FUNCTIES
from portal.tabellen import VoorzieningRij
from portal.werkdagen import vandaag
from sociale_kaart.load import gemeente, taxonomie, voorzieningen
from sociale_kaart.model import Plek, Voorziening
from tests.klant import Klant, maak

TAX, G = taxonomie(), gemeente("lindewaard")
ALLE = {v.code: v for v in voorzieningen("lindewaard")}
STRAAT, POSTCODE = "Verborgenpad 913", "0998 QX"
DAG = dt.timedelta(days=1)


def _drie() -> tuple[Voorziening, Voorziening, Voorziening]:
    """One with a confidential address, one that is not there yet, one that is over. Found by their own, odd names."""
    basis = ALLE["logeerhuis-de-linde"]
    geheim = replace(basis, naam="Kwartelhof Zonnedauw", geheim_adres=True, plek=Plek(STRAAT, POSTCODE, "Lindewaard", "molenwijk"))
    straks = replace(ALLE["wereldkeuken-molenwijk"], naam="Morgenrood Tafelgenoten", zichtbaar_van=vandaag() + DAG)
    voorbij = replace(ALLE["loket-rondkomen"], naam="Avondrood Centenhulp", zichtbaar_tot=vandaag() - DAG)
    return geheim, straks, voorbij


GEHEIM, STRAKS, VOORBIJ = _drie()
SOORTEN = {v.soort for v in (GEHEIM, STRAKS, VOORBIJ)}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The demo with the three."""
    app = maak(tmp_path_factory.mktemp("var"))
    with app.state.db.schrijf() as s:
        for v in (GEHEIM, STRAKS, VOORBIJ):
            s.get_one(VoorzieningRij, v.id).gegevens = v.als_gegevens()
    app.state.publicatie._stand = -1
    app.state.publicatie.werk_bij()
    yield app
    app.state.db.engine.dispose()


def _bladen() -> list[str]:
    uit = [
        "/",
        "/kaart",
        "/respijtzorg?alles=1",
        "/mantelzorg",
        "/meedoen",
        "/zorgen-om-iemand",
        "/wijkteam",
        "/mijn-lijst",
        "/over/woorden",
    ]
    uit += [f"/kaart?thema={d}" for d in TAX.domeinen] + [f"/themas/{d}?alles=1" for d in TAX.domeinen]
    uit += [f"/kaart?buurt={b}" for b in G.buurten] + [f"/kaart?buurt=molenwijk&thema={d}" for d in TAX.domeinen]
    uit += [f"/mantelzorg/{f.code}?alles=1" for f in FUNCTIES]
    uit += [f"/voorzieningen/{v.id}" for v in ALLE.values() if v.soort in SOORTEN and v.id not in (STRAKS.id, VOORBIJ.id)]
    uit += [f"/hsds/{n}?format=ndjson&full=true" for n in ("services", "organizations", "service_at_locations")]
    uit += ["/hsds/organizations?format=ndjson&full_service=true", "/hsds/services?format=ndjson&search=Morgenrood Tafelgenoten"]
    return uit


def _uitgangen(app: FastAPI, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """(where, text) of everything that leaves."""
    aisha = Klant(app)
    for taal in ("", "en"):
        for blad in _bladen():
            antwoord = aisha.http.get(
                blad + (("&" if "?" in blad else "?") + f"taal={taal}" if taal and not blad.startswith("/hsds") else "")
            )
            yield blad, antwoord.text
    for v in (GEHEIM, STRAKS, VOORBIJ):
        aisha.http.post("/mijn-lijst", data={"id": v.id}, headers={"Origin": "https://testserver"})
    yield "mijn-lijst", aisha.http.get("/mijn-lijst").text
    for vraag in (
        GEHEIM.naam,
        STRAKS.naam,
        VOORBIJ.naam,
        f"{GEHEIM.naam} {STRAAT}",
        "samen eten",
        "hulp met geld",
        "even vrij van de zorg",
    ):
        yield f"api {vraag}", aisha.http.post("/api/v1/voorstellen", json={"vraag": vraag, "limit": 20}).text
        for pad in ("/", "/zoeken"):
            antwoord = aisha.http.post(pad, data={"vraag": vraag}, headers={"Origin": "https://testserver"})
            yield f"{pad} {vraag}", antwoord.text.replace(vraag, "")  # what was typed stands in the field again
    for soort, naam in (("csv", "uit.csv"), ("hsds", "uit.json"), ("hsds", "uit.ndjson")):
        invoer.voer_uit(app.state.db, G, soort, tmp_path / naam, vandaag())
        yield naam, (tmp_path / naam).read_text(encoding="utf-8-sig")


def test_nothing_shows_what_may_not_be_seen(app: FastAPI, tmp_path: Path) -> None:
    gezien = set()
    for waar, tekst in _uitgangen(app, tmp_path):
        for v in (STRAKS, VOORBIJ):
            typte = waar.endswith(v.naam)  # then the name may stand as what was asked, but not as an entry
            assert f"/voorzieningen/{v.id}" not in tekst and f'"{v.id}"' not in tekst, (waar, v.naam)
            assert typte or v.naam not in tekst, (waar, v.naam)
        if GEHEIM.naam in tekst:
            gezien.add(waar.split("?")[0])
    # the test looks at pages that do show what may be seen
    assert {"/kaart", "/themas/mantelzorg", "/respijtzorg", "mijn-lijst", "/hsds/services", "uit.csv", "uit.json", "uit.ndjson"} <= gezien
    assert f"/voorzieningen/{GEHEIM.id}" in gezien


def test_a_confidential_address_never_leaves_the_database(app: FastAPI, tmp_path: Path) -> None:
    with app.state.db.lees() as s:
        assert STRAAT in json.dumps(s.get_one(VoorzieningRij, GEHEIM.id).gegevens)
    for waar, tekst in _uitgangen(app, tmp_path):
        if STRAAT not in waar:  # somebody who types it, sees it in the field
            assert STRAAT not in tekst and POSTCODE not in tekst and "Verborgenpad" not in tekst, waar
    for pad in app.state.keuzes.var.glob("momentopname*"):
        assert STRAAT not in pad.read_text(encoding="utf-8"), pad
    assert all(v.plek is None for v in app.state.publicatie.kaart.alle.values() if v.geheim_adres)


@pytest.mark.parametrize("v", [STRAKS, VOORBIJ], ids=["not yet", "over"])
def test_its_own_addresses_do_not_exist(app: FastAPI, v: Voorziening) -> None:
    http = Klant(app).http
    for pad in (f"/voorzieningen/{v.id}", f"/voorzieningen/{v.id}/klopt-niet", f"/hsds/services/{v.id}"):
        assert http.get(pad).status_code == 404, pad


def test_the_rule_is_the_same_for_every_way_out(app: FastAPI, tmp_path: Path) -> None:
    """The list of all help, HSDS and both files hold exactly the same entries."""
    http = Klant(app).http
    mag = {v.id for v in app.state.publicatie.kaart.alle.values() if v.zichtbaar(vandaag())}
    lijst = "".join(http.get(f"/kaart?thema={d}").text for d in TAX.domeinen)
    assert {id for id in app.state.publicatie.kaart.alle if f"/voorzieningen/{id}" in lijst} == mag
    assert {json.loads(r)["id"] for r in http.get("/hsds/services?format=ndjson").text.splitlines()} == mag
    assert {id for id in app.state.publicatie.kaart.alle if http.get(f"/voorzieningen/{id}").status_code == 200} == mag
    invoer.voer_uit(app.state.db, G, "hsds", tmp_path / "x.json", vandaag())
    assert {d["id"] for d in json.loads((tmp_path / "x.json").read_text())["contents"]} == mag
    invoer.voer_uit(app.state.db, G, "csv", tmp_path / "x.csv", vandaag())
    csv = (tmp_path / "x.csv").read_text(encoding="utf-8-sig")
    assert {id for id in app.state.publicatie.kaart.alle if id in csv} == mag
