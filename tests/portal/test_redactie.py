"""The editors' work: today's list, publishing with a lock, undo, phrases that work at once. HTML in a field never runs."""

from __future__ import annotations

import datetime as dt
import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from portal import redactie
from portal.gesprek import begrijp
from portal.redactie import Ingehaald
from portal.tabellen import Account, Bericht, Logregel, VoorzieningRij, VoorzieningVersie, ZinRij
from portal.werkdagen import nu, vandaag
from sociale_kaart.load import taxonomie
from sociale_kaart.model import uit_gegevens
from sociale_kaart.taalhulp import Tip, tips
from tests.klant import Klant
from tests.portal.conftest import Collega

TAX = taxonomie()


def rij(app: FastAPI, id: str) -> VoorzieningRij:
    with app.state.db.lees() as s:
        return s.get(VoorzieningRij, id)


def een(app: FastAPI, code: str = "lange-tafel-lindekwartier") -> VoorzieningRij:
    with app.state.db.lees() as s:
        return next(r for r in s.scalars(select(VoorzieningRij)) if r.gegevens["code"] == code)


def redacteur(app: FastAPI) -> Account:
    with app.state.db.lees() as s:
        return s.scalar(select(Account).where(Account.naam == "carla"))


def zet_klaar(app: FastAPI, id: str, **anders: Any) -> VoorzieningRij:
    """Write an entry outside the screen."""
    r = rij(app, id)
    with app.state.db.schrijf() as s:
        return redactie.publiceer(s, redacteur(app), id, r.versie, {**r.gegevens, **anders}, r.staat, "proef", nu())


# --- the form -----------------------------------------------------------------------------------------------------------


def test_every_entry_goes_through_the_form_unchanged(app: FastAPI) -> None:
    with app.state.db.lees() as s:
        rijen = list(s.scalars(select(VoorzieningRij)))
    assert len(rijen) > 200
    for r in rijen:
        gegevens, fouten = redactie.lees(r.gegevens, redactie.schoon(redactie.als_velden(r.gegevens)), TAX)
        assert fouten == [], r.gegevens["code"]
        assert uit_gegevens(gegevens) == uit_gegevens(r.gegevens), r.gegevens["code"]


def test_writing_gets_advice_and_never_a_block() -> None:
    lang = " ".join(["woord"] * 16) + "."
    velden = {"wat": f"Kort.\n{lang}", "samenvatting": " ".join(["woord"] * 15), "bron": lang, "eerste_stap": "Indien nodig wordt u door ons gebeld."}
    uit = redactie.hints(velden)
    assert uit["wat"] == [Tip("lang", lang)] and set(uit) == {"wat", "eerste_stap"}
    assert uit["eerste_stap"] == [Tip("moeilijk", "Indien", "als"), Tip("lijdend", velden["eerste_stap"])]
    assert tips("Wij indienen niets.") == [] and tips("U belt ons. Wij komen langs.") == []


@pytest.mark.parametrize(
    ("tekst", "dagen"),
    [
        ("ma 09:00-12:30", ["ma"]),
        ("maandag van 9 tot 12.30 uur", ["ma"]),
        ("ma t/m vr 9-17", ["ma", "di", "wo", "do", "vr"]),
        ("di en do 13.00-15.00", ["di", "do"]),
        ("za - ma 10-11", ["za", "zo", "ma"]),
    ],
)
def test_hours_are_read_as_people_write_them(tekst: str, dagen: list[str]) -> None:
    g, fouten = redactie.lees({"id": "x", "code": "x"}, redactie.schoon({"open": tekst}), TAX)
    assert [o["dag"] for o in g["open"]] == dagen and not [f for f in fouten if f[0] == "open"]


# --- edit, publish, see -------------------------------------------------------------------------------------------------


def test_edit_publish_and_a_resident_sees_it_within_a_second(app: FastAPI, carla: Collega, aisha: Klant) -> None:
    r = een(app)
    carla.open(f"/redactie/voorzieningen/{r.id}")
    begin = time.monotonic()
    carla.druk("Bewaar en zet online", kosten="Zes euro per keer", gesloten="Dicht in de zomer")
    aisha.open(f"/voorzieningen/{r.id}")
    assert time.monotonic() - begin < 2
    assert "Het staat online" in carla.tekst and "Zes euro per keer" in aisha.tekst
    app.state.publicatie.werk_bij()
    assert app.state.publicatie.kaart.alle[r.id].kosten == "Zes euro per keer"
    assert app.state.publicatie.kaart.alle[r.id].respijt == uit_gegevens(r.gegevens).respijt
    with app.state.db.lees() as s:
        assert s.scalar(select(func.count()).where(VoorzieningVersie.voorziening_id == r.id)) == 2
        assert s.scalar(select(Logregel.wat).where(Logregel.waarop == r.id)) == "kaart: gewijzigd"


def test_mistakes_stand_beside_what_was_typed_and_nothing_is_written(app: FastAPI, carla: Collega) -> None:
    r = een(app, "huiskamer-noordhof")
    carla.open(f"/redactie/voorzieningen/{r.id}")
    carla.druk("Bewaar en zet online", 422, naam="", leeftijd_van="zestig", open="ma van tien", zichtbaar_van="morgen", mail="geen mail")
    for zin in ("Dit is geen getal", "De tijd 'ma van tien' kan niet", "Deze datum kan niet"):
        assert zin in carla.tekst
    assert 'value="zestig"' in carla.antwoord.text and "ma van tien" in carla.tekst
    carla.druk("Bewaar en zet online", 422, naam="", leeftijd_van="", open="", zichtbaar_van="", mail="geen mail")
    assert "Hier moet iets staan" in carla.tekst and "naam@voorbeeld.nl" in carla.tekst
    assert rij(app, r.id).versie == r.versie


def test_looking_first_writes_nothing(app: FastAPI, carla: Collega) -> None:
    r = een(app, "huiskamer-noordhof")
    carla.open(f"/redactie/voorzieningen/{r.id}").druk("Bekijk eerst", samenvatting="Zo wordt de nieuwe tekst.")
    assert carla.tekst.count("Zo wordt de nieuwe tekst.") == 2  # in the field and in the picture
    assert rij(app, r.id).versie == r.versie


def test_dates_decide_what_a_resident_sees(app: FastAPI, carla: Collega, aisha: Klant) -> None:
    r = een(app, "samen-op-pad")
    carla.open(f"/redactie/voorzieningen/{r.id}").druk("Bewaar en zet online", zichtbaar_tot=(vandaag() - dt.timedelta(days=1)).isoformat())
    assert not app.state.publicatie.kaart.alle[r.id].zichtbaar(vandaag())
    carla.druk("Bewaar en zet online", zichtbaar_tot="")
    aisha.open(f"/voorzieningen/{r.id}")


def test_a_new_entry_as_a_draft_then_on_line_then_archive_and_back(app: FastAPI, carla: Collega, aisha: Klant) -> None:
    carla.open("/redactie/voorzieningen/nieuw?soort=samen-eten")
    carla.druk("Bewaar als concept", naam="Soep & brood in Oost")
    id = carla.pad.split("/")[-1].split("?")[0]
    assert "Inwoners zien het nog niet" in carla.tekst and rij(app, id).gegevens["code"] == "soep-brood-in-oost"
    aisha.open(f"/voorzieningen/{id}", 404)
    carla.open("/redactie")
    assert "Soep & brood in Oost" in carla.tekst
    carla.open(f"/redactie/voorzieningen/{id}").druk("Bewaar en zet online", 422)
    carla.druk("Bewaar en zet online", samenvatting="Elke week soep en brood.", toegang="vrij", nagekeken="ja")
    aisha.open(f"/voorzieningen/{id}")
    assert rij(app, id).gegevens["nagekeken_op"] == vandaag().isoformat()
    carla.druk("Naar het archief")
    aisha.open(f"/voorzieningen/{id}", 404)
    carla.druk("Zet weer online")
    aisha.open(f"/voorzieningen/{id}")
    carla.open("/redactie/voorzieningen/nieuw").druk("Bewaar als concept", naam="Soep & brood in Oost")
    assert rij(app, carla.pad.split("/")[-1].split("?")[0]).gegevens["code"] == "soep-brood-in-oost-2"


# --- two at once --------------------------------------------------------------------------------------------------------


def test_the_second_editor_sees_the_difference_and_loses_nothing(app: FastAPI, carla: Collega) -> None:
    r = een(app)
    carla.open(f"/redactie/voorzieningen/{r.id}")
    zet_klaar(app, r.id, kosten="9 euro", eerste_stap="Bel eerst de kok.")
    carla.druk("Bewaar en zet online", 409, kosten="7 euro", telefoon="000 999 99 99")
    assert "Iemand anders was net voor" in carla.tekst and "Uw tekst staat er nog" in carla.tekst
    assert "9 euro" in carla.tekst and 'value="7 euro"' in carla.antwoord.text and "Bel eerst de kok." in carla.tekst
    assert rij(app, r.id).gegevens["kosten"] == "9 euro"  # nothing written yet
    carla.druk("Bewaar en zet online")
    g = rij(app, r.id).gegevens
    assert (g["kosten"], g["telefoon"], g["eerste_stap"]) == ("7 euro", "000 999 99 99", "Bel eerst de kok.")


def test_five_editors_at_once_one_wins_and_four_hear_it(app: FastAPI, carla: Collega) -> None:
    r, wie = een(app, "samen-op-pad"), redacteur(app)

    def bewaar(i: int) -> bool:
        try:
            with app.state.db.schrijf() as s:
                redactie.publiceer(s, wie, r.id, r.versie, {**r.gegevens, "kosten": f"{i} euro"}, "live", "gewijzigd", nu())
        except Ingehaald:
            return False
        return True

    with ThreadPoolExecutor(5) as samen:
        assert sorted(samen.map(bewaar, range(5))) == [False] * 4 + [True]
    assert rij(app, r.id).versie == r.versie + 1


# --- versions -----------------------------------------------------------------------------------------------------------


def test_every_version_stays_and_undo_brings_it_back(app: FastAPI, carla: Collega) -> None:
    r = een(app, "huiskamer-noordhof")
    carla.open(f"/redactie/voorzieningen/{r.id}").druk("Bewaar en zet online", kosten="Twee euro")
    carla.volg("Alle versies")
    assert "Twee euro" in carla.tekst and r.gegevens["kosten"] in carla.tekst and "Carla" in carla.tekst
    carla.druk(f"Zet versie {r.versie} terug")
    assert "De oude versie is terug" in carla.tekst
    assert rij(app, r.id).gegevens == r.gegevens and rij(app, r.id).versie == r.versie + 2
    carla.post(f"/redactie/voorzieningen/{r.id}/terugzetten", 409, versie=r.versie, naar=r.versie)  # an old page


def test_a_long_random_walk_keeps_one_valid_version_in_view(app: FastAPI, carla: Collega) -> None:
    kans, wie, id = random.Random(8), redacteur(app), een(app, "samen-op-pad").id
    for i in range(120):
        r = rij(app, id)
        with app.state.db.schrijf() as s:
            stap = kans.choice(("wijzig", "terug", "archief", "live", "nagekeken"))
            if stap == "wijzig":
                redactie.publiceer(s, wie, id, r.versie, {**r.gegevens, "tijden": f"Om {i} uur"}, r.staat, "gewijzigd", nu())
            elif stap == "terug":
                redactie.zet_terug(s, wie, id, r.versie, kans.randint(1, r.versie), TAX, nu())
            elif stap == "nagekeken":
                redactie.kijk_na(s, wie, id, r.versie, vandaag(), nu())
            else:
                redactie.zet_staat(s, wie, id, r.versie, stap, TAX, nu())
    r = rij(app, id)
    with app.state.db.lees() as s:
        alle = list(s.scalars(select(VoorzieningVersie).where(VoorzieningVersie.voorziening_id == id).order_by(VoorzieningVersie.versie)))
    assert [v.versie for v in alle] == list(range(1, r.versie + 1))
    assert (alle[-1].gegevens, alle[-1].staat) == (r.gegevens, r.staat)
    app.state.publicatie.werk_bij()
    assert (id in app.state.publicatie.kaart.alle) == (r.staat == "live")


# --- today --------------------------------------------------------------------------------------------------------------


def test_today_is_in_order_of_use_and_each_row_is_one_click_from_done(app: FastAPI, carla: Collega, aisha: Klant) -> None:
    r = een(app)
    aisha.open(f"/voorzieningen/{r.id}/klopt-niet")
    with app.state.db.schrijf() as s:
        s.add(Bericht(soort="klopt-niet", voorziening_id=r.id, tekst="De deur was dicht <b>op dinsdag</b>", op=nu()))
        s.add(Bericht(soort="gemist", tekst="Aisha Jansen zoekt een tuinman", op=nu()))
    zet_klaar(app, r.id, nagekeken_op="2024-01-02", wat=[], kosten="")
    carla.open("/redactie")
    t = carla.tekst
    assert t.index("Te lang niet nagekeken") < t.index("De deur was dicht") < t.index("Niet compleet")
    assert "<b>op dinsdag" not in carla.antwoord.text and "Aisha Jansen" not in carla.antwoord.text
    carla.druk(f"Alles klopt nog: {r.gegevens['naam']}")
    assert rij(app, r.id).gegevens["nagekeken_op"] == vandaag().isoformat()
    carla.druk(f"Klaar: {r.gegevens['naam']}")
    assert "De deur was dicht" not in carla.tekst
    with app.state.db.lees() as s:
        assert s.scalar(select(Bericht.klaar_door).where(Bericht.soort == "klopt-niet")) == "Carla"
        gemist = s.scalar(select(Bericht.id).where(Bericht.soort == "gemist"))
    carla.post(f"/redactie/berichten/{gemist}/klaar", 404)  # not for editors


def test_find_an_entry_by_name(carla: Collega) -> None:
    carla.open("/redactie").druk("Zoek", zoek="huiskamer noordhof")
    assert "De Huiskamer van Noordhof" in carla.tekst and "noordhof" not in carla.pad
    carla.druk("Zoek", zoek="<script>alert(1)</script>")
    assert "Niets gevonden" in carla.tekst and "<script>alert" not in carla.antwoord.text


# --- HTML never runs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kwaad", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</textarea><svg onload=alert(1)>"])
def test_html_in_any_field_is_refused_and_never_runs(app: FastAPI, carla: Collega, kwaad: str) -> None:
    r = een(app, "huiskamer-noordhof")
    for naam, veld in redactie.VELDEN.items():
        carla.open(f"/redactie/voorzieningen/{r.id}").druk("Bewaar en zet online", 422, **{naam: kwaad})
        for stuk in ("<script>alert", "<img src=x", "<svg onload"):
            assert stuk not in carla.antwoord.text, (naam, veld.soort)
    assert rij(app, r.id).gegevens == r.gegevens


def test_html_that_got_in_all_the_same_does_not_run_in_any_screen(app: FastAPI, carla: Collega, aisha: Klant) -> None:
    r = een(app, "samen-op-pad")
    if r.staat != "live":
        with app.state.db.schrijf() as s:
            redactie.zet_staat(s, redacteur(app), r.id, r.versie, "live", TAX, nu())
    kwaad = "<script>alert(7)</script>"
    zet_klaar(app, r.id, naam=kwaad, samenvatting=kwaad, wat=[kwaad], kosten=kwaad, gesloten=kwaad)
    app.state.publicatie.werk_bij()
    for pad in ("/redactie", "/redactie/voorzieningen", f"/redactie/voorzieningen/{r.id}", f"/redactie/voorzieningen/{r.id}/versies"):
        carla.open(pad)
        assert "<script>alert(7)" not in carla.antwoord.text, pad
    aisha.open(f"/voorzieningen/{r.id}")
    assert "<script>alert(7)" not in aisha.antwoord.text
    zet_klaar(app, r.id, **{k: r.gegevens[k] for k in ("naam", "samenvatting", "wat", "kosten", "gesloten")})


# --- "Vind ik dit?" -----------------------------------------------------------------------------------------------------


def test_what_a_resident_types_gives_the_real_result_and_why(app: FastAPI, carla: Collega) -> None:
    zin = "mijn man is ziek en ik wil een keer een weekend vrij"
    carla.open("/redactie/vind").druk("Bekijk", tekst=zin)
    assert carla.pad == "/redactie/vind"
    b = begrijp(app.state.publicatie.kaart, zin)
    assert b.items and all(v.voorziening.naam in carla.tekst for v in b.items)
    assert "punten" in carla.tekst and b.items[0].because[0] in carla.tekst


def test_a_phrase_works_at_once_and_off_again(app: FastAPI, carla: Collega) -> None:
    zin = "kwartetten in de kelder"
    carla.open("/redactie/vind").druk("Bekijk", tekst=zin)
    carla.druk("Voeg de zin toe", soort="samen-eten")
    assert "De zin telt nu mee" in carla.tekst
    app.state.publicatie.werk_bij()
    assert any(v.soort.code == "samen-eten" for v in begrijp(app.state.publicatie.kaart, zin).items)
    carla.druk(f"Zet uit: {zin}")
    assert "De zin telt nu niet meer mee" in carla.tekst
    assert not any(v.soort.code == "samen-eten" for v in begrijp(app.state.publicatie.kaart, zin).items)


def test_a_phrase_of_the_repository_can_be_switched_off_and_on(app: FastAPI, carla: Collega) -> None:
    soort = TAX.soorten["samen-eten"]
    zin = soort.zinnen["nl"][0]
    kaart = app.state.publicatie.kaart
    voor = kaart.zinnen.lijkt(kaart.lezer.lees(zin))["samen-eten"]
    carla.post("/redactie/zinnen", soort="samen-eten", zin=zin, aan="nee", tekst=zin)
    kaart = app.state.publicatie.kaart
    assert kaart.zinnen.lijkt(kaart.lezer.lees(zin)).get("samen-eten", 0.0) < voor
    carla.druk(f"Zet weer aan: {zin}")
    kaart = app.state.publicatie.kaart
    assert kaart.zinnen.lijkt(kaart.lezer.lees(zin))["samen-eten"] == pytest.approx(voor)


def test_urgent_words_are_not_for_editors(app: FastAPI, carla: Collega) -> None:
    with app.state.db.lees() as s:
        voor = s.scalar(select(func.count()).select_from(ZinRij))
    for zin in ("ik wil dood", "mijn man slaat mij", "ik heb vannacht geen bed"):
        carla.post("/redactie/zinnen", 422, soort="samen-eten", zin=zin)
        assert "hoort een noodnummer" in carla.tekst
    carla.post("/redactie/zinnen", 422, soort="bestaat-niet", zin="gewoon gezellig eten")
    carla.post("/redactie/zinnen", 422, soort="samen-eten", zin="<script>alert(1)</script>")
    assert "<script>alert" not in carla.antwoord.text
    with app.state.db.lees() as s:
        assert s.scalar(select(func.count()).select_from(ZinRij)) == voor
