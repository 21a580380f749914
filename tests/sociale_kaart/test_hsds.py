"""HSDS 3.0: the addresses and parameters of the standard, nothing that may not be seen, and a round trip that loses nothing."""

from __future__ import annotations

import datetime as dt
import io
import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.tabellen import VoorzieningRij
from sociale_kaart import hsds
from sociale_kaart.check import Gelezen, Onleesbaar
from sociale_kaart.load import gemeente, taxonomie, voorzieningen
from sociale_kaart.model import Open, Plek, Respijt, Voorziening
from tests.klant import maak

TAX = taxonomie()
G = gemeente("lindewaard")
ALLE = voorzieningen("lindewaard")
VORM = hsds.Hsds(G, TAX)
GEHEIM = "Schuilhof 77"


def lees(*diensten: Any) -> list[Gelezen]:
    return list(hsds.lees(io.BytesIO(json.dumps(list(diensten)).encode()), G, TAX))


# --- the border -----------------------------------------------------------------------------------------------------------


def test_the_whole_kaart_goes_out_and_comes_back_the_same() -> None:
    for regels in (False, True):
        uit = io.StringIO()
        assert hsds.schrijf(uit, (VORM.dienst(v) for v in ALLE), regels) == len(ALLE)
        terug = list(hsds.lees(io.BytesIO(uit.getvalue().encode()), G, TAX))
        assert [x for g in terug for x in (*g.fouten, *g.meldingen)] == []
        assert [g.voorziening for g in terug] == [v.openbaar() for v in ALLE]


def test_every_field_has_its_place() -> None:
    vol = replace(
        next(v for v in ALLE if v.open and v.plek),
        gesloten="Dicht tot 4 januari.",
        upl="https://standaarden.overheid.nl/owms/terms/x",
        zichtbaar_van=dt.date(2026, 1, 1),
        zichtbaar_tot=dt.date(2027, 1, 1),
        nagekeken_door="Carla",
        bij_u_thuis=True,
        leeftijd_van=18,
        leeftijd_tot=67,
        functies=TAX.mantelzorgfuncties[:2],
        bedrag=2.5,
        bron="gebeld",
        respijt=Respijt(("dementie",), ("dag",), ("ochtend",), ("gratis",), "Plek op maandag", dt.date(2026, 11, 1)),
    )
    leeg = Voorziening(
        "11111111-1111-4111-8111-111111111111", "leeg", "Leeg", "", "maatje", "Een zin.", zelf=("Alleen dit.",), nagekeken_door=""
    )
    for v in (vol, leeg):
        (g,) = lees(VORM.dienst(v))
        assert (g.fouten, g.meldingen, g.voorziening) == ([], [], v)


@pytest.mark.parametrize(
    ("week", "deel"),
    [
        ("", {"freq": "WEEKLY", "byday": "TU"}),
        ("2", {"freq": "MONTHLY", "byday": "2TU"}),
        ("laatste", {"freq": "MONTHLY", "byday": "-1TU"}),
        ("soms", {"byday": "TU"}),
    ],
)
def test_what_is_not_every_week_does_not_say_weekly(week: str, deel: dict[str, str]) -> None:
    v = replace(next(v for v in ALLE if v.plek), open=(Open("di", "14:00", "16:00", week),))
    (rooster,) = VORM.dienst(v)["schedules"]
    assert {k: w for k, w in rooster.items() if k in ("freq", "byday")} == deel
    (g,) = lees(VORM.dienst(v))
    assert (g.fouten, g.meldingen, g.voorziening) == ([], [], v)


def test_a_confidential_address_is_nowhere() -> None:
    v = replace(ALLE[0], geheim_adres=True, plek=Plek(GEHEIM, "0199 ZZ", "Lindewaard", "centrum"))
    tekst = json.dumps([VORM.dienst(v), VORM.kaal(v), VORM.plek(v), VORM.dienst_op_plek(v), sorted(VORM.termen_van(v))])
    assert GEHEIM not in tekst and "0199" not in tekst


GOED = VORM.dienst(next(v for v in ALLE if v.open and v.plek and v.telefoon))


@pytest.mark.parametrize(
    ("wijziging", "deel"),
    [
        ({"id": None}, "veld 'id': Het id ontbreekt"),
        ({"id": "12"}, "veld 'id'"),
        ({"name": None}, "veld 'name': Hier moet iets staan"),
        ({"name": 12}, "veld 'name': Hier moet tekst staan"),
        ({"description": None}, "veld 'description'"),
        ({"description": "<p>Hallo</p>"}, "veld 'description': Er staat opmaak"),
        ({"status": "open"}, "veld 'status'"),
        ({"attributes": []}, "precies één soort"),
        ({"attributes": {"a": 1}}, "veld 'attributes': Hier moet een lijst staan"),
        ({"attributes": [{"taxonomy_term": {"taxonomy": "soorten", "code": "maatjes"}}]}, "Bedoelt u 'maatje'?"),
        ({"minimum_age": "18"}, "veld 'minimum_age'"),
        ({"assured_date": "gisteren"}, "veld 'assured_date'"),
        ({"email": "bel ons"}, "veld 'email'"),
        ({"url": "javascript:alert(1)"}, "veld 'url'"),
        ({"phones": [{"number": "bel Jan"}]}, "veld 'phones'"),
        ({"cost_options": [{"amount": "veel"}]}, "veld 'cost_options'"),
        ({"cost_options": [{"amount": float("nan")}]}, "veld 'cost_options'"),
    ],
)
def test_a_missing_or_wrong_part_is_named_by_service_and_field(wijziging: dict[str, Any], deel: str) -> None:
    (g,) = lees(GOED | wijziging)
    assert g.voorziening is None
    assert any(f.startswith("Dienst 1") and deel in f for f in g.fouten), g.fouten


def test_what_has_no_place_is_kept_out_and_said() -> None:
    vreemd = GOED | {
        "wait_time": "twee weken",
        "funding": [{"id": "x", "source": "y"}],
        "phones": [*GOED["phones"], {"number": "000 11"}],
        "service_areas": [{"name": "Verweggistan"}],
        "schedules": [{"freq": "MONTHLY", "byday": "MO", "opens_at": "09:00", "closes_at": "10:00"}],
        "attributes": [*GOED["attributes"], {"taxonomy_term": {"taxonomy": "open eligibility", "name": "Food"}}],
        "alert": "Let op",
    }
    (g,) = lees(vreemd)
    assert g.voorziening is not None and g.fouten == []
    tekst = " ".join(g.meldingen)
    for deel in ("funding, wait_time", "telefoonnummers", "Verweggistan", "niet elke week", "Food", "alert"):
        assert deel in tekst
    (dicht,) = lees(GOED | {"status": "defunct"})
    assert dicht.voorziening is None and dicht.fouten == [] and "overgeslagen" in dicht.meldingen[0]


@pytest.mark.parametrize("ruw", [b"", b"{", b"[]", b"12", b'{"contents": 3}', b"\xff\xfe{}", b"[" * 100_000])
def test_a_file_that_is_no_hsds_is_refused(ruw: bytes) -> None:
    with pytest.raises(Onleesbaar):
        list(hsds.lees(io.BytesIO(ruw), G, TAX))
    assert lees("geen dienst")[0].fouten == ["Dienst 1: dit is geen dienst."]


# --- the door -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The demo, with one entry whose address is confidential and one that is not visible yet."""
    app: FastAPI = maak(tmp_path_factory.mktemp("var"))
    geheim = replace(ALLE[0], geheim_adres=True, plek=Plek(GEHEIM, "0199 ZZ", "Lindewaard", "centrum"))
    later = replace(ALLE[1], zichtbaar_van=dt.date(2999, 1, 1))
    with app.state.db.schrijf() as s:
        for v in (geheim, later):
            s.get_one(VoorzieningRij, v.id).gegevens = v.als_gegevens()
    app.state.publicatie._stand = -1
    app.state.publicatie.werk_bij()
    yield TestClient(app, base_url="https://testserver", raise_server_exceptions=False)
    app.state.db.engine.dispose()


def test_the_base_says_what_it_is(http: TestClient) -> None:
    d = http.get("/hsds").json()
    assert d["version"] == "3.0" and d["profile"].startswith("https://")
    openapi = http.get(d["openapi_url"].removeprefix("https://testserver")).json()
    assert set(openapi["paths"]) == {"/", *(f"/{n}{i}" for n in NAMEN for i in ("", "/{id}"))}
    assert [p["name"] for p in openapi["paths"]["/services"]["get"]["parameters"]][:4] == ["search", "page", "per_page", "format"]


NAMEN = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")
BLAD = {"total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"}


@pytest.mark.parametrize("naam", NAMEN)
def test_every_list_has_pages_and_every_item_an_address(http: TestClient, naam: str) -> None:
    een = http.get(f"/hsds/{naam}?per_page=2&page=1")
    d = een.json()
    assert set(d) == BLAD and d["size"] == 2 and d["first_page"] and not d["last_page"] and not d["empty"]
    assert een.headers["api-version"] == "1.0.0" and een.headers["access-control-allow-origin"] == "*"
    laatste = http.get(f"/hsds/{naam}?per_page=2&page={d['total_pages']}").json()
    assert laatste["last_page"] and laatste["page_number"] == d["total_pages"]
    assert http.get(f"/hsds/{naam}?page=9999").json()["empty"]
    alle = http.get(f"/hsds/{naam}?format=ndjson")
    ids = [json.loads(r)["id"] for r in alle.text.splitlines()]
    assert len(ids) == len(set(ids)) == d["total_items"] and alle.headers["content-type"].startswith("application/x-ndjson")
    for item in d["contents"]:
        vol = http.get(f"/hsds/{naam}/{item['id']}").json()
        assert vol["id"] == item["id"] and set(item) <= set(vol)
    assert http.head(f"/hsds/{naam}").status_code == http.head(f"/hsds/{naam}/{ids[0]}").status_code == 200
    weg = http.get(f"/hsds/{naam}/00000000-0000-4000-8000-000000000000")
    assert (weg.status_code, weg.headers["content-type"], weg.json()["status"]) == (404, "application/problem+json", 404)
    fout = http.post(f"/hsds/{naam}")
    assert fout.status_code == 405 and set(fout.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert http.get(f"/hsds/{naam}/").status_code == 404


@pytest.mark.parametrize(
    "vraag",
    [
        "services?page=0",
        "services?page=x",
        "services?page=1&page=2",
        "services?per_page=501",
        "services?per_page=-1",
        "services?format=xml",
        "services?full=misschien",
        "services?modified_after=gisteren",
        "services?taxonomy_id=onbekend",
        "services?taxonomy_term_id=onbekend",
        "services?organization_id=onbekend",
        "services?zoek=x",
        "services?search=" + "x" * 501,
        "service_at_locations?postcode=ab",
        "service_at_locations?postcode=0123&proximity=500",
        "taxonomy_terms?parent_id=onbekend",
    ],
)
def test_an_unknown_value_is_a_problem_that_says_why(http: TestClient, vraag: str) -> None:
    antwoord = http.get(f"/hsds/{vraag}")
    assert (antwoord.status_code, antwoord.headers["content-type"]) == (400, "application/problem+json")
    assert set(antwoord.json()) == {"type", "title", "status", "detail"} and "'" in antwoord.json()["detail"]


def ids(http: TestClient, vraag: str) -> set[str]:
    d = http.get(f"/hsds/services?minimal=true&{vraag}").json()
    assert d["total_pages"] == 1 and all(set(s) == {"id", "last_modified"} for s in d["contents"])
    return {s["id"] for s in d["contents"]}


def test_filters_combine_with_and(http: TestClient) -> None:
    alles = ids(http, "")
    assert alles == {v.id for v in ALLE} - {ALLE[1].id}
    maatje, vrij = hsds.uid("term", "soorten", "maatje"), hsds.uid("term", "toegang", "vrij")
    contact = hsds.uid("term", "soorten", "domein:contact")
    maatjes = {v.id for v in ALLE if v.soort == "maatje" and v.id in alles}
    assert ids(http, f"taxonomy_term_id={maatje}") == maatjes
    assert maatjes < ids(http, f"taxonomy_term_id={contact}")
    assert ids(http, f"taxonomy_id={hsds.uid('taxonomie', 'mantelzorgfuncties')}") == {v.id for v in ALLE if v.functies and v.id in alles}
    v = next(v for v in ALLE if v.toegang == "vrij" and v.aanbieder and v.id in alles)
    organisatie = hsds.organisatie_id(v.aanbieder)
    samen = ids(http, f"taxonomy_term_id={vrij}&organization_id={organisatie}")
    assert samen == {w.id for w in ALLE if w.aanbieder == v.aanbieder and w.toegang == "vrij" and w.id in alles}
    assert ids(http, "modified_after=2999-01-01") == set()
    assert ids(http, "modified_after=2020-01-01T00:00:00%2B01:00") == ids(http, "modified_after=2020-01-01T00:00:00+01:00") == alles


def test_search_is_the_search_of_the_kaart(http: TestClient) -> None:
    gevonden = http.get("/hsds/services?search=ik zorg voor mijn vrouw met dementie en wil een nacht slapen&per_page=5").json()
    assert gevonden["contents"] and gevonden["total_items"] < len(ALLE)
    naam = next(v for v in ALLE if v.code == "logeerhuis-de-linde").naam
    assert naam in [s["name"] for s in http.get(f"/hsds/services?search={naam}").json()["contents"]]
    assert http.get("/hsds/services?search=xqzzq").json()["empty"]


def test_what_may_not_be_seen_is_nowhere(http: TestClient) -> None:
    vragen = [f"{n}?format=ndjson&full=true" for n in NAMEN[:3]] + [f"{n}?format=ndjson" for n in NAMEN] + [f"services/{ALLE[0].id}"]
    vragen += [f"organizations/{hsds.organisatie_id(ALLE[0].aanbieder)}?full_service=true", "services?search=Schuilhof"]
    for vraag in vragen:
        antwoord = http.get(f"/hsds/{vraag}")
        assert antwoord.status_code == 200
        assert GEHEIM not in antwoord.text and "0199 ZZ" not in antwoord.text, vraag
        assert ALLE[1].id not in antwoord.text, vraag
    assert http.get(f"/hsds/services/{ALLE[1].id}").status_code == 404
    assert http.get("/hsds/service_at_locations?postcode=0199").json()["empty"]


def test_it_answers_without_a_database(tmp_path: Path) -> None:
    app = maak(tmp_path, database_url="postgresql://niemand@127.0.0.1:1/weg")
    klant = TestClient(app, base_url="https://testserver", raise_server_exceptions=False)
    d = klant.get("/hsds/services?per_page=1").json()
    assert d["total_items"] == len(ALLE) and d["contents"][0]["last_modified"]


waarden = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda w: st.lists(w, max_size=3) | st.dictionaries(st.text(max_size=5), w, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@example([2.5, {"a": 1}], 1, False, 1)  # a number cut in two
@given(st.lists(waarden, max_size=5), st.sampled_from([None, 1]), st.booleans(), st.sampled_from([1, 3, 64]))
def test_a_list_is_read_one_by_one_however_it_is_cut(lijst: list, inspring: int | None, bladzijde: bool, stuk: int) -> None:
    tekst = json.dumps(lijst, indent=inspring, ensure_ascii=False)
    tekst = f'{{"contents": {tekst}, "total_items": 1}}' if bladzijde else tekst
    oud, hsds.STUK = hsds.STUK, stuk
    try:
        assert list(hsds._diensten(io.BytesIO(tekst.encode()))) == lijst
        with pytest.raises(Onleesbaar):
            list(hsds._diensten(io.BytesIO(tekst.encode()[:-1])))  # the end is cut off
    finally:
        hsds.STUK = oud


def test_memory_stays_flat_for_a_long_list(tmp_path: Path) -> None:
    pieken = []
    dienst = hsds.Hsds(G, TAX).dienst(ALLE[0])
    for aantal in (500, 5_000):
        pad = tmp_path / f"{aantal}.json"
        with pad.open("w", encoding="utf-8") as f:
            hsds.schrijf(f, (dienst for _ in range(aantal)))
        tracemalloc.start()
        with pad.open("rb") as b:
            assert sum(1 for _ in hsds.lees(b, G, TAX)) == aantal
        pieken.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert pieken[1] < 1.5 * pieken[0], pieken  # ten times the services
