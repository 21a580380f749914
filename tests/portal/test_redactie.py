"""The editors' work: today's list, publishing with a lock, undo, phrases that work at once. HTML in a field never runs."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import os
import random
import re
import time
from collections import namedtuple
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from portal import concept as drafts
from portal import redactie
from portal.account import formuliermerk, hash_van, zet_geheim
from portal.gesprek import begrijp
from portal.redactie import Ingehaald
from portal.tabellen import Account, Bericht, Logregel, Telling, VoorzieningRij, VoorzieningVersie, ZinRij
from portal.tellen import gemist, tel_alle, week
from portal.werkdagen import nu, vandaag
from sociale_kaart.load import Redactieregels, taxonomie
from sociale_kaart.model import uit_gegevens
from sociale_kaart.taalhulp import Tip, tips
from tests.klant import Klant
from tests.portal.conftest import LICHT, Collega

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


Naam = namedtuple("Naam", "naam toon")


def merk(app: FastAPI, wie: Collega) -> str:
    """The token of this session's forms."""
    return formuliermerk(app.state.zegel, wie.http.cookies.get("__Host-werk", ""))


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
    velden = {
        "wat": f"Kort.\n{lang}",
        "samenvatting": " ".join(["woord"] * 15),
        "bron": lang,
        "eerste_stap": "Indien nodig wordt u door ons gebeld.",
    }
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
    app.state.publicatie.werk_bij()
    assert not app.state.publicatie.kaart.alle[r.id].zichtbaar(vandaag())
    carla.druk("Bewaar en zet online", zichtbaar_tot="")
    app.state.publicatie.werk_bij()
    aisha.open(f"/voorzieningen/{r.id}")


def test_a_new_entry_as_a_draft_then_on_line_then_archive_and_back(app: FastAPI, carla: Collega, aisha: Klant) -> None:
    carla.open("/redactie/voorzieningen/nieuw?soort=samen-eten")
    carla.druk("Bewaar als concept", naam="Soep & brood in Oost")
    id = carla.pad.split("/")[-1].split("?")[0]
    assert "Inwoners zien het nog niet" in carla.tekst and rij(app, id).gegevens["code"] == "soep-brood-in-oost"
    app.state.publicatie.werk_bij()
    aisha.open(f"/voorzieningen/{id}", 404)
    carla.open("/redactie")
    assert "Soep & brood in Oost" in carla.tekst
    carla.open(f"/redactie/voorzieningen/{id}").druk("Bewaar en zet online", 422)
    carla.druk("Bewaar en zet online", samenvatting="Elke week soep en brood.", toegang="vrij", nagekeken="ja")
    app.state.publicatie.werk_bij()
    aisha.open(f"/voorzieningen/{id}")
    assert rij(app, id).gegevens["nagekeken_op"] == vandaag().isoformat()
    carla.druk("Naar het archief")
    app.state.publicatie.werk_bij()
    aisha.open(f"/voorzieningen/{id}", 404)
    carla.druk("Zet weer online")
    app.state.publicatie.werk_bij()
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
        except Ingehaald as eerder:
            assert eerder.rij.versie == r.versie + 1 and eerder.rij.gegevens["kosten"].endswith("euro")  # to show beside what was typed
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


STAPPEN = int(os.environ.get("VINDPLAATS_STAPPEN", "150"))  # 1000 in the long trial


@pytest.mark.parametrize("tweede", [False, True], ids=["one-reader", "two-readers"])
def test_random_walks_keep_one_valid_version_in_view(app: FastAPI, carla: Collega, tweede: bool) -> None:
    """Edit, draft, approve, send back, undo, archive, a provider's word: the history has no hole and what residents see was allowed."""
    kans, id = random.Random(8 + tweede), een(app, "samen-op-pad").id
    mensen = [Naam("carla", "Carla"), Naam("dirk", "Dirk")]
    for i in range(STAPPEN):
        wie, r, moment = kans.choice(mensen), rij(app, id), nu()
        oud = kans.random() < 0.1  # an old screen
        versie = r.versie - oud
        try:
            with app.state.db.schrijf() as s:
                c = drafts.van(s, id)
                cv = (c.versie if c else 0) - (oud and kans.random() < 0.5)
                stap = kans.choice(("wijzig", "concept", "goed", "terug", "weg", "undo", "archief", "live", "nagekeken", "kapot"))
                nieuw = {
                    **(drafts.samen(s, r, c)[0] if c else r.gegevens),
                    "tijden": f"Om {i} uur",
                    "samenvatting": "" if stap == "kapot" else f"Zin {i}.",
                }
                if stap == "wijzig" and not tweede and not redactie.keur(nieuw, TAX):
                    drafts.zet_online(s, wie, id, versie, cv, nieuw, "gewijzigd", moment)
                elif stap in ("wijzig", "concept", "kapot"):
                    drafts.bewaar(s, wie, id, versie, cv, nieuw, tweede, moment)
                elif stap == "goed":
                    drafts.keur_goed(s, wie, id, versie, cv, TAX, tweede, moment)
                elif stap == "terug":
                    drafts.stuur_terug(s, wie, id, cv, "Korter graag")
                elif stap == "weg":
                    drafts.gooi_weg(s, wie, id, cv)
                elif stap == "undo":
                    redactie.zet_terug(s, wie, id, versie, kans.randint(1, r.versie), TAX, moment, tweede)
                elif stap == "nagekeken":
                    redactie.kijk_na(s, wie, id, versie, vandaag(), moment)
                else:
                    redactie.zet_staat(s, wie, id, versie, stap, TAX, moment, tweede)
        except (Ingehaald, drafts.ConceptIngehaald, redactie.MagNiet):
            assert rij(app, id).versie == r.versie  # refused: nothing was written
        else:
            assert not oud or rij(app, id).versie == r.versie  # an old screen never overwrites
        na = rij(app, id)
        assert na.staat != "live" or redactie.keur(na.gegevens, TAX) == []
    with app.state.db.lees() as s:
        alle = list(s.scalars(select(VoorzieningVersie).where(VoorzieningVersie.voorziening_id == id).order_by(VoorzieningVersie.versie)))
    assert [v.versie for v in alle] == list(range(1, na.versie + 1))
    assert (alle[-1].gegevens, alle[-1].staat) == (na.gegevens, na.staat)
    app.state.publicatie.werk_bij()
    assert (id in app.state.publicatie.kaart.alle) == (na.staat == "live")
    if na.staat == "live":
        assert app.state.publicatie.kaart.alle[id] == uit_gegevens(na.gegevens)
    with app.state.db.schrijf() as s:  # leave it as it was
        if c := drafts.van(s, id):
            drafts.gooi_weg(s, mensen[0], id, c.versie)
        redactie.publiceer(s, mensen[0], id, na.versie, alle[0].gegevens, "live", "proef", nu())


# --- drafts and the second reader ---------------------------------------------------------------------------------------


@pytest.fixture()
def met_lezer(app: FastAPI) -> Iterator[None]:
    """A profile that asks a second reader."""
    g = app.state.publicatie.gemeente
    app.state.publicatie.gemeente = dataclasses.replace(g, redactie=Redactieregels(tweede_lezer=True))  # for who publishes later
    app.state.gemeente = dataclasses.replace(app.state.gemeente, redactie=app.state.publicatie.gemeente.redactie)
    yield
    app.state.publicatie.gemeente = g
    app.state.gemeente = dataclasses.replace(app.state.gemeente, redactie=g.redactie)


@pytest.fixture()
def dirk(app: FastAPI, carla: Collega) -> Collega:
    """Another editor."""
    with app.state.db.schrijf() as s:
        if s.scalar(select(Account).where(Account.naam == "dirk")) is None:
            carla_ = s.scalar(select(Account).where(Account.naam == "carla"))
            nieuw = Account(
                naam="dirk",
                toon="Dirk",
                rol="redacteur",
                team="",
                wachtwoord=hash_van(LICHT, "welkom-dirk-2026"),
                actief=True,
                gemaakt_op=nu(),
            )
            s.add(nieuw)
            s.flush()
            zet_geheim(app.state.zegel, nieuw, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
            assert carla_ is not None
    return Collega(app, "dirk")


def test_a_draft_beside_a_live_entry_changes_nothing_on_line(app: FastAPI, carla: Collega, aisha: Klant) -> None:
    r = een(app, "huiskamer-noordhof")
    carla.open(f"/redactie/voorzieningen/{r.id}").druk("Bewaar als concept", kosten="Elf euro")
    assert "Het concept is bewaard" in carla.tekst and 'value="Elf euro"' in carla.antwoord.text
    assert rij(app, r.id).versie == r.versie
    app.state.publicatie.werk_bij()
    aisha.open(f"/voorzieningen/{r.id}")
    assert "Elf euro" not in aisha.tekst
    zet_klaar(app, r.id, telefoon="000 555 55 55")  # meanwhile somebody else publishes another field
    carla.open("/redactie").volg("De Huiskamer van Noordhof")
    carla.volg("Bekijk wat er verandert")
    assert "Elf euro" in carla.tekst and "000 555 55 55" not in carla.pagina.find(".//*[@class='utrecht-table']").itertext()
    carla.druk("Akkoord, zet online")
    g = rij(app, r.id).gegevens
    assert (g["kosten"], g["telefoon"]) == ("Elf euro", "000 555 55 55")
    app.state.publicatie.werk_bij()
    aisha.open(f"/voorzieningen/{r.id}")
    assert "Elf euro" in aisha.tekst
    carla.open("/redactie/voorzieningen/" + r.id + "/concept")
    assert carla.pad == f"/redactie/voorzieningen/{r.id}"  # no draft any more


def test_two_drafts_at_once_the_second_sees_the_first(app: FastAPI, carla: Collega, dirk: Collega) -> None:
    r = een(app, "huiskamer-noordhof")
    carla.open(f"/redactie/voorzieningen/{r.id}")
    dirk.open(f"/redactie/voorzieningen/{r.id}").druk("Bewaar als concept", kosten="Van Dirk")
    carla.druk("Bewaar als concept", 409, kosten="Van Carla", bron="Gebeld")
    assert "Iemand anders was net voor" in carla.tekst and "Van Dirk" in carla.tekst and 'value="Van Carla"' in carla.antwoord.text
    carla.druk("Bewaar als concept")
    with app.state.db.lees() as s:
        assert (drafts.van(s, r.id).gegevens["kosten"], drafts.van(s, r.id).gegevens["bron"]) == ("Van Carla", "Gebeld")
    carla.volg("Bekijk wat er verandert")
    carla.druk("Gooi het concept weg")
    assert "Wat online staat, is niet veranderd" in carla.tekst and rij(app, r.id).versie == r.versie


def test_a_second_person_reads_before_it_goes_on_line(app: FastAPI, carla: Collega, dirk: Collega, met_lezer: None) -> None:
    r = een(app, "huiskamer-noordhof")
    carla.open(f"/redactie/voorzieningen/{r.id}").druk("Vraag een tweede lezer", kosten="Twaalf euro")
    assert "Een collega kijkt het na" in carla.tekst and rij(app, r.id).versie == r.versie
    carla.post(
        f"/redactie/voorzieningen/{r.id}", versie=r.versie, concept=1, actie="live", **redactie.als_velden(r.gegevens)
    )  # whatever the form says
    carla.post(f"/redactie/voorzieningen/{r.id}/concept", 409, versie=r.versie, concept=2, actie="goed")
    assert "U schreef dit zelf" in carla.tekst and rij(app, r.id).versie == r.versie
    carla.open(f"/redactie/voorzieningen/{r.id}").druk("Vraag een tweede lezer", kosten="Twaalf euro")
    dirk.open("/redactie").volg("Lees en keur")
    assert "Twaalf euro" in dirk.tekst
    dirk.druk("Stuur terug", zegt="Zeg ook waarvoor")
    carla.open("/redactie")
    assert "Zeg ook waarvoor" in carla.tekst
    carla.volg("Maak af").druk("Vraag een tweede lezer", kosten="Twaalf euro voor soep")
    dirk.open("/redactie").volg("Lees en keur").druk("Akkoord, zet online")
    nieuw = rij(app, r.id)
    assert nieuw.gegevens["kosten"] == "Twaalf euro voor soep" and nieuw.versie == r.versie + 1
    carla.open(f"/redactie/voorzieningen/{r.id}/versies")
    assert "geschreven door Carla, gelezen door Dirk" in carla.tekst


def test_a_new_entry_waits_for_its_reader_and_no_side_door_is_open(
    app: FastAPI, carla: Collega, dirk: Collega, aisha: Klant, met_lezer: None
) -> None:
    carla.open("/redactie/voorzieningen/nieuw?soort=samen-eten")
    carla.druk("Vraag een tweede lezer", naam="Pannenkoeken in West", samenvatting="Elke week pannenkoeken.", toegang="vrij")
    id = carla.pad.split("/")[-1].split("?")[0]
    app.state.publicatie.werk_bij()
    aisha.open(f"/voorzieningen/{id}", 404)
    carla.druk("Naar het archief")
    carla.druk("Zet weer online", 409)
    assert "Vraag eerst een tweede lezer" in carla.tekst
    carla.post(f"/redactie/voorzieningen/{id}/terugzetten", versie=rij(app, id).versie, naar=1)
    app.state.publicatie.werk_bij()
    aisha.open(f"/voorzieningen/{id}", 404)
    dirk.open(f"/redactie/voorzieningen/{id}/concept").druk("Akkoord, zet online")
    app.state.publicatie.werk_bij()
    aisha.open(f"/voorzieningen/{id}")


# --- the picture, the kinds, the languages ------------------------------------------------------------------------------


def test_the_picture_is_the_page_a_resident_gets(app: FastAPI, carla: Collega, aisha: Klant) -> None:
    r = een(app, "huiskamer-noordhof")
    app.state.publicatie.werk_bij()
    aisha.open(f"/voorzieningen/{r.id}")
    echt = next(aisha.pagina.iter("{http://www.w3.org/1999/xhtml}article"))
    velden = redactie.als_velden(r.gegevens)
    beeld = carla.http.post(
        f"/redactie/voorzieningen/{r.id}/beeld", data={"token": merk(app, carla), **velden, "werkgebied": velden["werkgebied"].splitlines()}
    )
    zin = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", beeld.text.split("<article")[1].split(">", 1)[1].split("</article>")[0])).strip()
    assert re.sub(r"\W+", " ", html.unescape(zin)).split() == re.sub(r"\W+", " ", " ".join(echt.itertext())).split()
    assert not re.search(r"<a[^>]*href", beeld.text) and "Alles is ingevuld" in beeld.text


def test_while_typing_the_picture_says_what_is_needed_and_what_is_hard(app: FastAPI, carla: Collega) -> None:
    data = {"token": merk(app, carla), "naam": "X <b>y</b>", "eerste_stap": "Indien nodig wordt u gebeld.", "wat": " ".join(["woord"] * 17)}
    t = html.unescape(carla.http.post("/redactie/voorzieningen/nieuw/beeld", data=data).text)
    assert "Nodig voor online:" in t and "“Indien” is een moeilijk woord" in t and "Deze zin is lang" in t and "Zeg wie het doet" in t
    assert "geen keurmerk" in t and "<b>y</b>" not in t
    with app.state.db.lees() as s:
        assert not [1 for r in s.scalars(select(VoorzieningRij)) if r.gegevens["naam"].startswith("X ")]


@pytest.mark.parametrize(
    ("tekst", "soort"), [("samen eten", "samen-eten"), ("rolstoel lenen", "hulpmiddelen-lenen"), ("praten over geld", "")]
)
def test_the_kind_picker_finds_by_gewone_woorden(app: FastAPI, carla: Collega, tekst: str, soort: str) -> None:
    gevonden = [s.code for s in redactie.zoek_soorten(app.state.publicatie.kaart, tekst)]
    assert 1 <= len(gevonden) <= 6 and (not soort or gevonden[0] == soort)
    carla.open("/redactie/voorzieningen/nieuw").druk("Zoek soort", soort_zoek=tekst, naam="Proef")
    assert f'<option value="{gevonden[0]}" selected>' in carla.antwoord.text and 'value="Proef"' in carla.antwoord.text
    assert carla.antwoord.text.count(" selected>") >= 1


def test_another_language_falls_back_to_dutch_field_by_field(app: FastAPI, carla: Collega) -> None:
    r = een(app, "huiskamer-noordhof")
    carla.open(f"/redactie/voorzieningen/{r.id}").volg("Engels")
    carla.druk("Bewaar deze taal", samenvatting="A warm living room for everyone.")
    assert "De vertaling is bewaard" in carla.tekst
    app.state.publicatie.werk_bij()
    engels = Klant(app, "en").open(f"/voorzieningen/{r.id}?taal=en")
    assert "A warm living room for everyone." in engels.tekst and r.gegevens["kosten"] in engels.tekst
    assert (
        f'<bdi lang="nl">{html.escape(r.gegevens["kosten"])}' in engels.antwoord.text
        and '<bdi lang="nl">A warm' not in engels.antwoord.text
    )
    carla.open(f"/redactie/voorzieningen/{r.id}").druk("Bewaar en zet online", samenvatting="Een nieuwe Nederlandse zin.")
    app.state.publicatie.werk_bij()
    engels.open(f"/voorzieningen/{r.id}?taal=en")
    assert "Een nieuwe Nederlandse zin." in engels.tekst and "A warm living room" not in engels.tekst
    carla.open(f"/redactie/voorzieningen/{r.id}/talen/en")
    assert "het Nederlands veranderde" in carla.tekst and "A warm living room" in carla.tekst
    carla.druk("Bewaar deze taal", 422, samenvatting="<script>alert(1)</script>")
    carla.open(f"/redactie/voorzieningen/{r.id}/talen/xx", 404)


# --- today --------------------------------------------------------------------------------------------------------------


def test_today_is_in_order_of_use_and_each_row_is_one_click_from_done(app: FastAPI, carla: Collega, aisha: Klant) -> None:
    r = een(app)
    app.state.publicatie.werk_bij()
    aisha.open(f"/voorzieningen/{r.id}/klopt-niet")
    with app.state.db.schrijf() as s:
        s.add(Bericht(soort="klopt-niet", voorziening_id=r.id, tekst="De deur was dicht <b>op dinsdag</b>", op=nu()))
    zet_klaar(app, r.id, nagekeken_op="2024-01-02", wat=[], kosten="")
    carla.open("/redactie")
    t = carla.tekst
    assert t.index("Te lang niet nagekeken") < t.index("De deur was dicht") < t.index("Niet compleet")
    assert "<b>op dinsdag" not in carla.antwoord.text
    carla.druk(f"Alles klopt nog: {r.gegevens['naam']}")
    assert rij(app, r.id).gegevens["nagekeken_op"] == vandaag().isoformat()
    carla.druk(f"Klaar: {r.gegevens['naam']}")
    assert "De deur was dicht" not in carla.tekst
    with app.state.db.lees() as s:
        assert s.scalar(select(Bericht.klaar_door).where(Bericht.soort == "klopt-niet")) == "Carla"


def test_find_an_entry_by_name(carla: Collega) -> None:
    carla.open("/redactie").druk("Zoek", zoek="huiskamer noordhof")
    assert "De Huiskamer van Noordhof" in carla.tekst and "noordhof" not in carla.pad
    carla.druk("Zoek", zoek="<script>alert(1)</script>")
    assert "Niets gevonden" in carla.tekst and "<script>alert" not in carla.antwoord.text


def test_twenty_are_confirmed_at_once_and_a_changed_one_is_left_alone(app: FastAPI, carla: Collega) -> None:
    with app.state.db.lees() as s:
        rijen = list(s.scalars(select(VoorzieningRij).where(VoorzieningRij.staat == "live").order_by(VoorzieningRij.id).limit(20)))
    rijen = [zet_klaar(app, r.id, nagekeken_op="2024-02-03") for r in rijen]
    carla.open("/redactie")
    assert "Kruis aan wat nog klopt" in carla.tekst
    ander = zet_klaar(app, rijen[0].id, kosten="Intussen anders")
    carla.post("/redactie/nagekeken", plek=[f"{r.id}:{r.versie}" for r in rijen])
    assert "19 plekken kloppen nog." in carla.tekst and "1 plekken waren net gewijzigd" in carla.tekst
    assert rij(app, ander.id).gegevens["nagekeken_op"] == "2024-02-03"
    assert all(rij(app, r.id).gegevens["nagekeken_op"] == vandaag().isoformat() for r in rijen[1:])
    for fout in ({}, {"plek": "x"}, {"plek": "bestaat-niet:1"}, {"plek": f"{rijen[1].id}:-1"}):
        carla.post("/redactie/nagekeken", 200 if fout.get("plek") == "bestaat-niet:1" else 422, **fout)


def test_a_sentence_a_resident_sends_and_concepts_nobody_finds(app: FastAPI, carla: Collega, aisha: Klant) -> None:
    leeg = "blorp"
    aisha.open("/zoeken").druk("Zoek", vraag=leeg)
    aisha.druk("Stuur deze zin naar de redactie", zin="Wie repareert <b>klokken</b>? bsn 111222333")
    with app.state.db.schrijf() as s:
        week_ = week()
        s.add_all(
            [
                Telling(week=week_, wat="gevraagd:scootmobiel", buurt="lindekwartier", aantal=6),
                Telling(week=week_, wat="gevraagd:scootmobiel", aantal=6),
                Telling(week=week_, wat="gevonden:scootmobiel", aantal=2),
                Telling(week=week_, wat="gevraagd:gehoor", aantal=9),
                Telling(week=week_, wat="gevraagd:koken", aantal=30),
                Telling(week=week_, wat="gevonden:koken", aantal=30),
            ]
        )
    carla.open("/redactie")
    assert (
        "Wie repareert <b>klokken</b>" in carla.tekst and "111222333" not in carla.antwoord.text and "<b>klokken" not in carla.antwoord.text
    )
    assert "10 keer in acht weken" in carla.tekst and "9 keer" not in carla.tekst and "30 keer" not in carla.tekst
    carla.druk("Klaar: scootmobiel")
    assert "10 keer" not in carla.tekst
    tel_alle(app.state.db, ["gevraagd:scootmobiel"] * 3, "lindekwartier")
    with app.state.db.lees() as s:
        assert gemist(s, vandaag(), 1) == [("gehoor", 9), ("scootmobiel", 1)]  # what was dealt with stays away, what is new counts
        assert gemist(s, vandaag() + dt.timedelta(weeks=8), 1) == []
    carla.post("/redactie/begrippen/bestaat-niet/klaar", 404)
    with app.state.db.lees() as s:
        b = s.scalar(select(Bericht).where(Bericht.soort == "zin"))
    carla.post(f"/redactie/berichten/{b.id}/proberen")
    assert carla.pad == "/redactie/vind" and "klokken" in carla.antwoord.text
    carla.post(f"/redactie/berichten/{b.id}/klaar")
    assert "klokken" not in carla.tekst


def test_what_a_team_did_not_find_reaches_the_editors(app: FastAPI, carla: Collega) -> None:
    with app.state.db.schrijf() as s:
        s.add(
            Bericht(
                soort="gemist", tekst="Iets in de avond voor <b>jonge vaders</b>", gegevens={"soorten": ["opvoedgroep", "weg"]}, op=nu()
            )
        )
        s.add(Bericht(soort="gemist", tekst="", gegevens={"soorten": ["samen-eten"], "buurt": "lindekwartier"}, op=nu()))
    carla.open("/redactie")
    assert "Een team vond hier niets voor 2" in carla.tekst and "jonge vaders</b>" in carla.tekst and "<b>jonge" not in carla.antwoord.text
    naam = TAX.soorten["samen-eten"].naam
    carla.druk(f"Klaar: {naam}")
    assert "Een team vond hier niets voor 1" in carla.tekst


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
    app.state.publicatie.werk_bij()
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
    carla.druk("Voeg de zin toe", soort="parkeerkaart")
    assert "De zin telt nu mee" in carla.tekst
    app.state.publicatie.werk_bij()
    assert any(v.soort.code == "parkeerkaart" for v in begrijp(app.state.publicatie.kaart, zin).items)
    carla.druk(f"Zet uit: {zin}")
    assert "De zin telt nu niet meer mee" in carla.tekst
    app.state.publicatie.werk_bij()
    assert not any(v.soort.code == "parkeerkaart" for v in begrijp(app.state.publicatie.kaart, zin).items)


def test_a_phrase_of_the_repository_can_be_switched_off_and_on(app: FastAPI, carla: Collega) -> None:
    soort = TAX.soorten["samen-eten"]
    zin = soort.zinnen["nl"][0]
    kaart = app.state.publicatie.kaart
    voor = kaart.zinnen.lijkt(kaart.lezer.lees(zin))[0]["samen-eten"]
    carla.post("/redactie/zinnen", soort="samen-eten", zin=zin, aan="nee", tekst=zin)
    kaart = app.state.publicatie.kaart
    assert kaart.zinnen.lijkt(kaart.lezer.lees(zin))[0].get("samen-eten", 0.0) < voor
    carla.druk(f"Zet weer aan: {zin}")
    kaart = app.state.publicatie.kaart
    assert kaart.zinnen.lijkt(kaart.lezer.lees(zin))[0]["samen-eten"] == pytest.approx(voor)


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


def test_five_drafts_at_once_one_is_kept_and_four_hear_it(app: FastAPI, carla: Collega) -> None:
    r = een(app, "huiskamer-noordhof")

    def bewaar(i: int) -> str:
        try:
            with app.state.db.schrijf() as s:
                drafts.bewaar(s, Naam("carla", "Carla"), r.id, r.versie, 0, {**r.gegevens, "kosten": f"{i} euro"}, False, nu())
        except drafts.ConceptIngehaald as eerder:
            return eerder.concept.gegevens["kosten"]
        return ""

    with ThreadPoolExecutor(5) as samen:
        uit = list(samen.map(bewaar, range(5)))
    assert uit.count("") == 1 and set(uit) == {"", f"{uit.index('')} euro"}
    with app.state.db.schrijf() as s:
        drafts.gooi_weg(s, Naam("carla", "Carla"), r.id, 1)
