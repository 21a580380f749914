"""The labelled questions: kept, tried, taken along; a phrase that would lose one says so before anything changes."""

from __future__ import annotations

import json

from fastapi import FastAPI
from sqlalchemy import func, select

from portal import vragen
from portal.tabellen import Voorbeeldvraag, ZinRij
from portal.werkdagen import nu
from sociale_kaart.load import taxonomie
from sociale_kaart.search import Kaart
from tests.portal.conftest import Collega

TAX = taxonomie()


def aantal(app: FastAPI, tabel: type) -> int:
    with app.state.db.lees() as s:
        return s.scalar(select(func.count()).select_from(tabel))


def test_every_kind_has_a_question_and_nearly_all_are_found(app: FastAPI) -> None:
    assert {c for _, soorten in vragen.begin() for c in soorten} == set(TAX.soorten)
    with app.state.db.lees() as s:
        uitslag = vragen.toets(app.state.publicatie.kaart, vragen.alle(s))
    assert len(uitslag) == len(vragen.begin())
    mis = [u.vraag.tekst for u in uitslag if not u.raak]
    assert len(mis) <= len(uitslag) // 20, mis


def test_a_question_added_changed_off_and_taken_along(app: FastAPI, carla: Collega) -> None:
    carla.open("/redactie/vragen")
    carla.druk("Voeg de vraag toe", 422, tekst="ik", soort_1="")
    assert "van 3 tot 300 tekens" in carla.tekst and "ten minste één soort" in carla.tekst
    carla.druk("Voeg de vraag toe", 422, tekst="iets met <b>soep</b>", soort_1="samen-eten")
    assert "alleen gewone tekst" in carla.tekst
    carla.druk("Voeg de vraag toe", tekst="mijn bsn is 111222333 en ik wil soep eten", soort_1="samen-eten", soort_2="ontmoetingsplek")
    carla.open("/redactie/vragen?toon=alle")
    assert "ik wil soep eten" in carla.tekst and "111222333" not in carla.tekst
    with app.state.db.lees() as s:
        rij = s.scalars(select(Voorbeeldvraag).order_by(Voorbeeldvraag.id.desc())).first()
    assert rij.soorten == ["samen-eten", "ontmoetingsplek"] and rij.door == "Carla"
    carla.open(f"/redactie/vragen/{rij.id}").druk("Bewaar", tekst="soep eten met de buren", soort_2="")
    carla.druk("Voeg de vraag toe", 422, tekst="soep eten met de buren", soort_1="samen-eten")
    assert "Deze vraag staat er al" in carla.tekst
    regels = [json.loads(r) for r in carla.http.get("/redactie/vragen.jsonl").text.splitlines()]
    assert regels[-1] == {"id": f"v{rij.id:04}", "text": "soep eten met de buren", "kinds": ["samen-eten"], "domains": ["contact"]}
    carla.open(f"/redactie/vragen/{rij.id}").druk("Zet deze vraag uit")
    assert "telt niet meer mee" in carla.tekst
    assert len(carla.http.get("/redactie/vragen.jsonl").text.splitlines()) == len(regels) - 1
    carla.open("/redactie/vragen/99999", 404)


def test_a_phrase_that_loses_a_question_says_which_and_leaves_the_choice(app: FastAPI, carla: Collega) -> None:
    vraag = "samen wandelen in de buurt"  # the third that is found: one more before it and it is lost
    voor = aantal(app, ZinRij)
    with app.state.db.schrijf() as s:
        s.add(Voorbeeldvraag(tekst=vraag, soorten=["buurtplatform"], aan=True, door="x", op=nu()))
    carla.open("/redactie/vind").druk("Bekijk", tekst=vraag)
    carla.druk("Voeg de zin toe", 409, soort="parkeerkaart", zin=vraag)
    assert "Met deze wijziging is 1 voorbeeldvraag niet meer raak" in carla.tekst and "Er is nog niets gewijzigd" in carla.tekst
    assert vraag in carla.tekst and aantal(app, ZinRij) == voor
    carla.druk("Voeg de zin toch toe")
    assert "De zin telt nu mee" in carla.tekst and aantal(app, ZinRij) == voor + 1
    app.state.publicatie.werk_bij()
    carla.open("/redactie/vragen")
    assert vraag in carla.tekst  # the list shows it as missed
    carla.post("/redactie/zinnen", soort="parkeerkaart", zin=vraag, aan="nee", toch="ja")


def test_switching_off_can_lose_too_and_a_harmless_phrase_asks_nothing(app: FastAPI, carla: Collega) -> None:
    with app.state.db.schrijf() as s:
        s.add(Voorbeeldvraag(tekst="zwabberen op dinsdag", soorten=["samen-eten"], aan=True, door="x", op=nu()))
    carla.post("/redactie/zinnen", soort="samen-eten", zin="zwabberen op dinsdag")
    assert "De zin telt nu mee" in carla.tekst  # it wins one, loses none
    carla.post("/redactie/zinnen", 409, soort="samen-eten", zin="zwabberen op dinsdag", aan="nee")
    assert "zwabberen op dinsdag" in carla.tekst
    carla.druk("Zet de zin toch uit")
    assert "telt nu niet meer mee" in carla.tekst


def test_only_questions_that_can_change_are_tried_and_the_answer_is_the_same(app: FastAPI) -> None:
    kaart = app.state.publicatie.kaart
    with app.state.db.lees() as s:
        alle = vragen.alle(s)
    for soort, zin in (("samen-eten", "gezellig eten met anderen"), ("maatje", "iemand om mee te praten")):
        nieuw = vragen.kaart_met_zin(kaart, [], soort, zin, True)
        snel = vragen.verliest(kaart, nieuw, alle)
        traag = [(a.vraag.tekst, a.raak, b.raak) for a, b in zip(vragen.toets(kaart, alle), vragen.toets(nieuw, alle), strict=True)]
        assert [a.vraag.tekst for a, _ in snel.verloren] == [t for t, a, b in traag if a and not b]
        assert [a.vraag.tekst for a, _ in snel.gewonnen] == [t for t, a, b in traag if b and not a]


def test_an_entry_that_goes_away_can_lose_one(app: FastAPI) -> None:
    kaart = app.state.publicatie.kaart
    zonder = Kaart(kaart.gemeente, [v for v in kaart.alle.values() if v.soort != "kledingbank"])
    with app.state.db.lees() as s:
        verloren = vragen.verliest(kaart, zonder, vragen.alle(s)).verloren
    assert "waar kan ik goedkope kinderkleren krijgen" in [a.vraag.tekst for a, _ in verloren]
