"""Providers by a sealed link: confirm, a free place, corrections; what waits for an editor; links that must not work; reminders and hiding."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from portal import redactie, uitnodiging
from portal.tabellen import Account, Bericht, Uitbox, Uitnodiging, VoorzieningRij, VoorzieningVersie
from portal.werkdagen import nu, vandaag
from sociale_kaart.load import Redactieregels, taxonomie
from sociale_kaart.model import OUD_NA, VERBERG_NA, uit_gegevens
from tests.klant import Klant
from tests.portal.conftest import Collega

TAX = taxonomie()
KWAAD = '<img src=x onerror="alert(1)">'


def een(app: FastAPI, respijt: bool = False, **anders: Any) -> VoorzieningRij:
    """An entry with a mail address, and respijt when asked."""
    with app.state.db.schrijf() as s:
        rijen = s.scalars(select(VoorzieningRij).where(VoorzieningRij.staat == "live").order_by(VoorzieningRij.id))
        r = next(r for r in rijen if bool(r.gegevens.get("respijt")) == respijt and not r.gegevens["gevraagd_op"])
        wie = s.scalar(select(Account).where(Account.naam == "carla")) or uitnodiging.VANZELF
        return redactie.publiceer(s, wie, r.id, r.versie, {**r.gegevens, "mail": "post@aanbieder.example"} | anders, "live", "proef", nu())


def verse(app: FastAPI, id: str) -> dict[str, Any]:
    with app.state.db.lees() as s:
        return s.get_one(VoorzieningRij, id).gegevens


def link(app: FastAPI, id: str) -> str:
    with app.state.db.schrijf() as s:
        return uitnodiging.maak(s, app.state.zegel, id, nu())


@pytest.fixture(autouse=True)
def regels(app: FastAPI) -> Iterator[None]:
    """The rules of the demo, whatever a test made of them."""
    g = app.state.publicatie.gemeente
    yield
    _zet(app, g.redactie)


def _zet(app: FastAPI, regels: Redactieregels) -> None:
    """In the profile too: who publishes later takes it from there."""
    app.state.publicatie.gemeente = dataclasses.replace(app.state.publicatie.gemeente, redactie=regels)
    app.state.gemeente = dataclasses.replace(app.state.gemeente, redactie=regels)


def zet_regels(app: FastAPI, *velden: str) -> None:
    _zet(app, Redactieregels(aanbieder_mag=velden))


# --- answers ------------------------------------------------------------------------------------------------------------


def test_one_button_says_that_it_is_still_right(app: FastAPI, aisha: Klant) -> None:
    r = een(app, nagekeken_op="2025-01-02")
    aisha.open(link(app, r.id))
    assert aisha.h1 == "Klopt dit nog?" and r.gegevens["samenvatting"] in aisha.tekst
    assert verse(app, r.id)["nagekeken_op"] == "2025-01-02"  # looking changes nothing: mail scanners open links too
    aisha.druk("Ja, dit klopt")
    assert "Inwoners zien nu dat het klopt" in aisha.tekst
    assert verse(app, r.id)["nagekeken_op"] == vandaag().isoformat() and verse(app, r.id)["nagekeken_door"] == r.gegevens["aanbieder"]
    with app.state.db.lees() as s:
        assert (
            s.scalar(
                select(VoorzieningVersie.door).where(VoorzieningVersie.voorziening_id == r.id).order_by(VoorzieningVersie.versie.desc())
            )
            == "de aanbieder"
        )


def test_nothing_goes_on_line_by_itself_when_the_profile_names_nothing(app: FastAPI, aisha: Klant, carla: Collega) -> None:
    zet_regels(app)
    r = een(app, nagekeken_op="2025-01-02")
    aisha.open(link(app, r.id)).druk("Ja, dit klopt")
    assert "Een collega van de redactie kijkt ernaar" in aisha.tekst
    assert verse(app, r.id) == r.gegevens
    carla.open("/redactie")
    assert "De aanbieder zegt: dit klopt nu." in carla.tekst
    carla.druk(f"Neem over: {r.gegevens['naam']}")
    assert verse(app, r.id)["nagekeken_op"] == vandaag().isoformat() and "De aanbieder zegt" not in carla.tekst


def test_a_correction_waits_for_an_editor_and_the_named_fields_do_not(app: FastAPI, aisha: Klant, carla: Collega) -> None:
    zet_regels(app, "nagekeken_op", "telefoon")
    r = een(app)
    aisha.open(link(app, r.id)).druk(
        "Stuur mijn wijzigingen", tijden="Elke maandag om 9 uur", telefoon="000 111 22 33", bericht="Wij verhuizen in mei."
    )
    assert "Een collega van de redactie kijkt ernaar" in aisha.tekst
    nu_ = verse(app, r.id)
    assert nu_["telefoon"] == "000 111 22 33" and nu_["tijden"] == r.gegevens["tijden"]
    carla.open("/redactie")
    assert "Wij verhuizen in mei." in carla.tekst and "Elke maandag om 9 uur" in carla.tekst
    carla.druk(f"Neem over: {r.gegevens['naam']}")
    assert verse(app, r.id)["tijden"] == "Elke maandag om 9 uur" and "Wij verhuizen" not in carla.tekst


def test_a_proposal_can_be_left_alone(app: FastAPI, aisha: Klant, carla: Collega) -> None:
    r = een(app)
    aisha.open(link(app, r.id)).druk("Stuur mijn wijzigingen", kosten="Duizend euro")
    carla.open("/redactie").druk(f"Niet overnemen: {r.gegevens['naam']}")
    assert "Duizend euro" not in carla.tekst and verse(app, r.id)["kosten"] == r.gegevens["kosten"]


def test_a_free_place_is_shown_with_its_date(app: FastAPI, aisha: Klant) -> None:
    r = een(app, respijt=True)
    aisha.open(link(app, r.id)).druk("Ja, dit klopt", 422, plek="vanaf")
    assert "Vul de dag in vanaf wanneer er plek is" in aisha.tekst
    aisha.druk("Ja, dit klopt", plek="vanaf", plek_dag="2027-02-03")
    nieuw = verse(app, r.id)["respijt"]
    assert nieuw == r.gegevens["respijt"] | {"plek_vrij": "", "plek_vanaf": "2027-02-03", "gemeld_op": vandaag().isoformat()}
    app.state.publicatie.werk_bij()
    aisha.open(f"/voorzieningen/{r.id}")
    assert re.search(r"Plek vanaf \w+ 3 februari", aisha.tekst) and "gemeld op" in aisha.tekst


@pytest.mark.parametrize(
    ("keuze", "woorden", "vanaf", "leest"),
    [("nu", "", True, "Er is plek, gemeld op"), ("nee", "Nu is er geen plek", False, "Nu is er geen plek, gemeld op")],
)
def test_a_place_now_or_none(app: FastAPI, aisha: Klant, keuze: str, woorden: str, vanaf: bool, leest: str) -> None:
    r = een(app, respijt=True)
    aisha.open(link(app, r.id)).druk("Ja, dit klopt", plek=keuze)
    vandaag_ = vandaag().isoformat()
    nieuw = verse(app, r.id)["respijt"]
    assert nieuw == r.gegevens["respijt"] | {"plek_vrij": woorden, "plek_vanaf": vandaag_ if vanaf else None, "gemeld_op": vandaag_}
    app.state.publicatie.werk_bij()
    aisha.open(f"/voorzieningen/{r.id}")
    assert leest in aisha.tekst


def test_a_free_place_waits_for_an_editor_when_the_profile_says_so(app: FastAPI, aisha: Klant, carla: Collega) -> None:
    zet_regels(app, "nagekeken_op")
    r = een(app, respijt=True)
    aisha.open(link(app, r.id)).druk("Ja, dit klopt", plek="vanaf", plek_dag="2027-02-03")
    assert verse(app, r.id)["respijt"] == r.gegevens["respijt"]
    carla.open("/redactie")
    assert "Plek vanaf" in carla.tekst and "3 februari 2027" in carla.tekst
    carla.druk(f"Neem over: {r.gegevens['naam']}")
    assert verse(app, r.id)["respijt"]["plek_vanaf"] == "2027-02-03"


def test_mistakes_come_back_and_the_link_still_works(app: FastAPI, aisha: Klant) -> None:
    r = een(app)
    aisha.open(link(app, r.id)).druk("Stuur mijn wijzigingen", 422)
    assert "U wijzigde nog niets" in aisha.tekst
    aisha.druk("Stuur mijn wijzigingen", 422, mail="geen mail")
    assert "naam@voorbeeld.nl" in aisha.tekst and 'value="geen mail"' in aisha.antwoord.text
    aisha.druk("Stuur mijn wijzigingen", 422, kosten=KWAAD)
    assert "<img src=x" not in aisha.antwoord.text and "opmaak" in aisha.tekst
    aisha.druk("Stuur mijn wijzigingen", kosten="3 euro", mail="post@aanbieder.example")
    assert "Dank u wel" in aisha.h1


def test_a_citizen_number_in_a_message_is_not_kept(app: FastAPI, aisha: Klant) -> None:
    r = een(app)
    aisha.open(link(app, r.id)).druk("Stuur mijn wijzigingen", bericht="vraag naar 111222333")
    with app.state.db.lees() as s:
        assert "111222333" not in s.scalar(select(Bericht.tekst).where(Bericht.voorziening_id == r.id).order_by(Bericht.id.desc()))


# --- links that must not work -------------------------------------------------------------------------------------------


def test_forged_changed_and_other_links_get_a_plain_page(app: FastAPI, aisha: Klant) -> None:
    r = een(app)
    goed = link(app, r.id)
    merk = goed.rsplit("/", 1)[1]
    with app.state.db.lees() as s:
        ander = s.scalar(select(VoorzieningRij.id).where(VoorzieningRij.id != r.id))
    vals = [
        merk[:-2] + ("AA" if merk[-2:] != "AA" else "BB"),
        "x",
        "A" * 80,
        merk + "A" * 4,
        base64.urlsafe_b64encode(b"\x01" + b"0" * 60).decode(),
        "é",
    ]
    for pad in [f"/aanbieder/{r.id}/{v}" for v in vals] + [f"/aanbieder/{ander}/{merk}", f"/aanbieder/bestaat-niet/{merk}"]:
        aisha.open(pad, 404)
        assert aisha.h1 == "Deze link werkt niet" and r.gegevens["naam"] not in aisha.tekst, pad
        aisha.stuur(pad, {"actie": "klopt"}, 404)
        aisha.stuur(f"{pad}/opnieuw", {}, 404)
    assert verse(app, r.id) == r.gegevens
    aisha.open(goed)


def test_a_used_link_says_thanks_and_can_be_asked_anew(app: FastAPI, aisha: Klant) -> None:
    r = een(app)
    pad = link(app, r.id)
    aisha.open(pad).druk("Ja, dit klopt")
    versie = verse(app, r.id)
    aisha.stuur(pad, {"actie": "wijzig", "kosten": "9"}, 410)
    assert "U gaf al antwoord" in aisha.h1 and verse(app, r.id) == versie
    aisha.open(pad, 410).druk("Mail mij een nieuwe link")
    assert aisha.h1 == "Kijk in uw mail" and "post@aanbieder.example" not in aisha.antwoord.text
    with app.state.db.lees() as s:
        assert s.scalar(select(Uitbox).where(Uitbox.sleutel.startswith(f"herinnering:{r.id}"))) is not None
    aisha.open(pad, 410).druk("Mail mij een nieuwe link")  # a second time the same day sends nothing more
    with app.state.db.lees() as s:
        assert len(list(s.scalars(select(Uitbox).where(Uitbox.sleutel.startswith(f"herinnering:{r.id}"))))) == 1


def test_an_expired_link_is_refused(app: FastAPI, aisha: Klant) -> None:
    r = een(app)
    pad = link(app, r.id)
    with app.state.db.schrijf() as s:
        s.execute(update(Uitnodiging).where(Uitnodiging.voorziening_id == r.id).values(tot=vandaag() - dt.timedelta(days=1)))
    aisha.open(pad, 410)
    assert aisha.h1 == "Deze link is te oud"
    aisha.stuur(pad, {"actie": "klopt"}, 410)
    assert verse(app, r.id) == r.gegevens


def test_the_same_link_twice_at_once_counts_once(app: FastAPI) -> None:
    r = een(app)
    merk = link(app, r.id).rsplit("/", 1)[1]
    with app.state.db.lees() as s:
        uitgenodigd = uitnodiging.lees(s, app.state.zegel, r.id, merk, vandaag())[0]
    for keer in range(2):
        with app.state.db.schrijf() as s:
            if keer == 0:
                uitnodiging.verwerk(s, app.state.gemeente, TAX, uitgenodigd, {"nagekeken_op": vandaag().isoformat()}, "", nu())
            else:
                with pytest.raises(uitnodiging.LinkFout):
                    uitnodiging.verwerk(s, app.state.gemeente, TAX, uitgenodigd, {"nagekeken_op": vandaag().isoformat()}, "", nu())


def test_an_entry_in_the_archive_has_no_link(app: FastAPI, aisha: Klant) -> None:
    r = een(app)
    pad = link(app, r.id)
    with app.state.db.schrijf() as s:
        redactie.zet_staat(s, uitnodiging.VANZELF, r.id, r.versie, "archief", TAX, nu())
    aisha.open(pad, 404)
    assert aisha.h1 == "Deze plek staat niet meer online"


def test_another_site_cannot_answer(app: FastAPI, aisha: Klant) -> None:
    pad = link(app, een(app).id)
    assert aisha.http.post(pad, data={"actie": "klopt"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


# --- reminders, lower, hidden -------------------------------------------------------------------------------------------


def ronde(app: FastAPI, moment: dt.datetime) -> int:
    return uitnodiging.ronde(app.state.db, app.state.zegel, app.state.gemeente, "https://vindplaats.example", moment)


def mails(app: FastAPI, id: str) -> list[Any]:
    with app.state.db.lees() as s:
        rijen = list(s.scalars(select(Uitbox).where(Uitbox.sleutel.startswith(f"herinnering:{id}")).order_by(Uitbox.id)))
    return [app.state.bezorger.bericht(r, None) for r in rijen]


def test_reminders_then_lower_then_hidden_then_one_click_brings_it_back(leeg: Any) -> None:
    app = leeg()
    dag0 = nu()
    with app.state.db.schrijf() as s:  # only one entry is old
        for rij in s.scalars(select(VoorzieningRij)):
            rij.gegevens = {**rij.gegevens, "nagekeken_op": vandaag().isoformat()}
    oud = een(app, nagekeken_op=(vandaag() - dt.timedelta(days=OUD_NA + 20)).isoformat(), naam='Koffie & "thee" <b>vet</b>')
    assert ronde(app, dag0) == 1 and ronde(app, dag0) == 0  # harmless to repeat
    assert len(mails(app, oud.id)) == 1
    for dagen, aantal in ((20, 1), (21, 2), (22, 2), (45, 3), (61, 3)):
        ronde(app, dag0 + dt.timedelta(days=dagen))
        assert len(mails(app, oud.id)) == aantal, dagen
    mail = mails(app, oud.id)[0]
    assert mail["Subject"] == 'Klopt dit nog? Koffie & "thee" <b>vet</b>'
    tekst, html = (mail.get_body((v,)).get_content() for v in ("plain", "html"))
    assert len(re.findall(r"https://vindplaats\.example/aanbieder/\S+", tekst)) == 1 and "laten wij dit na" in tekst
    assert "<b>vet</b>" not in html and "&lt;b&gt;vet" in html
    v = uit_gegevens(verse(app, oud.id))
    assert v.oud(vandaag()) and v.zichtbaar(vandaag())  # lower, with its date
    laat = vandaag() + dt.timedelta(days=VERBERG_NA + 1)
    assert v.verborgen(laat) and not v.zichtbaar(laat) and v.zichtbaar(laat - dt.timedelta(days=1))
    carla = Collega(app, "carla")
    with app.state.db.schrijf() as s:
        rij = s.get_one(VoorzieningRij, oud.id)
        redactie.publiceer(
            s,
            uitnodiging.VANZELF,
            rij.id,
            rij.versie,
            {**rij.gegevens, "gevraagd_op": (vandaag() - dt.timedelta(days=VERBERG_NA + 1)).isoformat()},
            "live",
            "proef",
            nu(),
        )
    app.state.publicatie.werk_bij()
    aisha = Klant(app)
    app.state.publicatie.werk_bij()
    aisha.open(f"/voorzieningen/{oud.id}", 404)
    carla.open("/redactie")
    assert "Inwoners zien dit niet meer" in carla.tekst
    carla.druk(f"Alles klopt nog: {rij.gegevens['naam']}")
    app.state.publicatie.werk_bij()
    aisha.open(f"/voorzieningen/{oud.id}")
    assert "Inwoners zien dit niet meer" not in carla.tekst
    app.state.db.engine.dispose()


def test_never_more_than_twenty_are_asked_in_one_day(leeg: Any) -> None:
    app = leeg()
    with app.state.db.schrijf() as s:
        for rij in s.scalars(select(VoorzieningRij)):
            rij.gegevens = {**rij.gegevens, "nagekeken_op": "2020-01-01"}
    assert [ronde(app, nu()), ronde(app, nu())] == [20, 0]
    assert ronde(app, nu() + dt.timedelta(days=1)) == 20
    app.state.db.engine.dispose()


def test_an_editor_asks_a_provider_by_hand(app: FastAPI, carla: Collega) -> None:
    r = een(app)
    carla.open(f"/redactie/voorzieningen/{r.id}").druk("Mail: klopt dit nog?")
    assert "De mail is onderweg" in carla.tekst and len(mails(app, r.id)) == 1
    carla.druk("Mail: klopt dit nog?")
    assert "ging vandaag al weg" in carla.tekst and len(mails(app, r.id)) == 1
