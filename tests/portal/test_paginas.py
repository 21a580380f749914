"""Local pages: hours, numbers, promises and news change everywhere at once; urgent numbers do not; a page never breaks on what was typed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from portal import bewerking, paginas
from portal.bewerking import MagNiet
from portal.language import taal
from portal.tabellen import Account, Bewerking
from portal.werkdagen import belofte, nu, vandaag
from sociale_kaart.load import Redactieregels, gemeente, gemeenten
from tests.klant import Klant
from tests.portal.conftest import Collega

G = gemeente("lindewaard")
DAG = dt.date(2026, 11, 28)


def test_hours_change_on_every_page_in_mail_and_in_the_promise(app: FastAPI, carla: Collega, aisha: Klant) -> None:
    carla.open("/redactie/paginas").volg("Tijden en adres")
    carla.druk("Bekijk eerst", uren="Alleen op dinsdag van 10 tot 12 uur.", werktijden="di 10:00-12:00", team_noord_uren="Op maandag.")
    assert "Dit verandert er" in carla.tekst and "Nog niets is bewaard" in carla.tekst
    aisha.open("/wijkteam")
    assert "Alleen op dinsdag" not in aisha.tekst
    carla.druk("Bewaar en zet online")
    assert "Inwoners zien het nu" in carla.tekst
    for pad in ("/", "/wijkteam", "/nood", "/over"):
        aisha.open(pad)
        assert "Alleen op dinsdag van 10 tot 12 uur." in aisha.antwoord.text, pad
    aisha.open("/wijkteam")
    assert "Op maandag." in aisha.tekst
    g = app.state.gemeente
    assert g.werktijden == {"di": ("10:00", "12:00")} and belofte(g, "vandaag").weekday() == 1
    assert app.state.sjablonen.env(taal("nl")).globals["g"] is g  # mails come from the same templates
    carla.druk("Terug naar wat het project zegt")
    aisha.open("/")
    assert G.uren in aisha.antwoord.text and app.state.gemeente == G


def test_a_number_changes_only_when_somebody_tried_it(app: FastAPI, carla: Collega, aisha: Klant) -> None:
    carla.open("/redactie/paginas/nummers").druk("Bewaar en zet online", 422, telefoon_toon="000 999 88 77")
    assert "Bel het eerst zelf" in carla.tekst and 'value="000 999 88 77"' in carla.antwoord.text
    carla.druk("Bewaar en zet online", 422, telefoon_op=(vandaag() + dt.timedelta(days=1)).isoformat())
    assert "Deze dag komt nog" in carla.tekst
    carla.druk("Bewaar en zet online", telefoon_op=vandaag().isoformat(), noodopvang_op=vandaag().isoformat())
    aisha.open("/")
    assert 'href="tel:0009998877"' in aisha.antwoord.text
    g = app.state.gemeente
    assert g.telefoon.gecontroleerd_op == g.noodopvang.gecontroleerd_op == vandaag()
    assert (g.noodopvang.tel, g.noodopvang.uren) == (G.noodopvang.tel, G.noodopvang.uren)
    carla.open("/redactie/paginas")
    assert "000 999 88 77" not in carla.tekst and "000 123 45 95" in carla.tekst  # only what was not tried is listed
    carla.open("/redactie/paginas/nummers").druk("Bewaar en zet online", team_noord_telefoon="bel Jan", verwacht=422)
    assert "Dit is geen nummer" in carla.tekst


def test_urgent_numbers_and_texts_are_not_editable(app: FastAPI, carla: Collega, aisha: Klant) -> None:
    carla.open("/redactie/paginas/nummers")
    assert "U wijzigt hier alleen de datum" in carla.tekst
    namen = {v.naam for p in paginas.NAMEN for v in paginas.velden(p, G)}
    assert not [n for n in namen if n.startswith(paginas.NOOD_NUMMERS) and not n.endswith("_op")]
    assert "noodopvang_op" in namen and "noodopvang_toon" not in namen
    slecht = {"pagina/nummers": {"noodopvang_toon": "000 666", "noodopvang_tel": "666", "alarm_toon": "666", "schuldhulp_uren": "nooit"}}
    assert paginas.met_eigen(G, slecht).nummers == G.nummers
    carla.open("/redactie/paginas/wet", 404)


def test_what_does_not_read_leaves_the_profile_as_it_is() -> None:
    stuk = {
        "pagina/tijden": {"werktijden": "altijd", "uren": ""},
        "pagina/beloftes": {"terugbellen_werkdagen": "snel"},
        "pagina/nummers": {"telefoon_op": "gisteren"},
        "pagina/nieuws": {"titel_1": "Zo", "van_1": "morgen"},
    }
    assert paginas.met_eigen(G, stuk) == G
    assert paginas.nieuws(stuk)[0].zichtbaar(DAG)


@pytest.mark.parametrize("code", gemeenten())
def test_every_profile_goes_through_its_pages_unchanged(code: str) -> None:
    g = gemeente(code)
    for naam in paginas.NAMEN:
        getypt = paginas.uit_profiel(naam, g)
        assert paginas.inhoud(naam, g, paginas.schoon(naam, g, getypt)) == {}
        assert paginas.met_eigen(g, {paginas.sleutel(naam): getypt}) == g, naam


@pytest.mark.parametrize(
    ("naam", "anders", "veld", "deel"),
    [
        ("tijden", {"uren": ""}, "uren", "Vul het in"),
        ("tijden", {"uren": "x" * 121}, "uren", "te lang"),
        ("tijden", {"balie": "<b>hier</b>"}, "balie", "opmaak"),
        ("tijden", {"werktijden": "maandag"}, "werktijden", "ma 08:30-17:00"),
        ("tijden", {"werktijden": "ma 17:00-08:30"}, "werktijden", "ma 08:30-17:00"),
        ("tijden", {"werktijden": "ma 08:30-17:00\nma 09:00-10:00"}, "werktijden", "twee keer"),
        ("beloftes", {"terugbellen_werkdagen": "0"}, "terugbellen_werkdagen", "1 tot 10"),
        ("beloftes", {"terugbellen_werkdagen": "11"}, "terugbellen_werkdagen", "1 tot 10"),
        ("nieuws", {"tekst_1": "Hallo"}, "titel_1", "geen kop"),
        ("nieuws", {"titel_1": "Hallo", "tot_1": "2026-12-01"}, "tekst_1", "geen tekst"),
        ("nieuws", {"titel_1": "Hallo", "tekst_1": "Zo."}, "tot_1", "Tot en met welke dag"),
        ("nieuws", {"titel_1": "A", "tekst_1": "B", "van_1": "2026-12-02", "tot_1": "2026-12-01"}, "tot_1", "Draai de datums"),
        ("nieuws", {"titel_1": "A", "tekst_1": "B", "tot_1": "morgen"}, "tot_1", "kan niet"),
        ("nieuws", {"titel_1": "A", "tekst_1": "B", "tot_1": "2026-12-01", "adres_1": "javascript:alert(1)"}, "adres_1", "kan niet"),
        ("nieuws", {"titel_1": "A", "tekst_1": "B", "tot_1": "2026-12-01", "adres_1": "//kwaad.example"}, "adres_1", "kan niet"),
        ("nummers", {"telefoon_toon": "bel maar"}, "telefoon_toon", "geen nummer"),
    ],
)
def test_each_mistake_stands_at_its_field(naam: str, anders: dict[str, str], veld: str, deel: str) -> None:
    online = paginas.uit_profiel(naam, G)
    fouten = paginas.fouten(naam, G, online | anders, online, DAG)
    assert [f for f, _ in fouten] == [veld] and deel in fouten[0][1]


def test_news_comes_and_goes_by_itself_and_is_the_same_for_everyone(app: FastAPI, carla: Collega, aisha: Klant) -> None:
    morgen = (vandaag() + dt.timedelta(days=1)).isoformat()
    carla.open("/redactie/paginas/nieuws").druk(
        "Bewaar en zet online",
        titel_1="De markt is open",
        tekst_1="Kom langs & proef <3.",
        adres_1="/mantelzorg",
        tot_1=vandaag().isoformat(),
        titel_2="Pas morgen",
        tekst_2="Nog niet.",
        van_2=morgen,
        tot_2=morgen,
    )
    aisha.open("/")
    assert "De markt is open" in aisha.tekst and "Kom langs & proef <3." in aisha.tekst and "Pas morgen" not in aisha.tekst
    assert aisha.antwoord.text == Klant(app).open("/").antwoord.text and "set-cookie" not in aisha.antwoord.headers
    engels = Klant(app, "en").open("/?taal=en")
    assert '<li class="vlak" lang="nl" dir="ltr">' in engels.antwoord.text and 'href="/mantelzorg?taal=en"' in engels.antwoord.text
    nieuws = app.state.publicatie.kaart.nieuws
    assert [b.zichtbaar(dt.date.fromisoformat(morgen)) for b in nieuws] == [False, True]
    carla.open("/redactie/paginas/nieuws").druk("Terug naar wat het project zegt")
    assert "De markt is open" not in aisha.open("/").tekst


def test_a_draft_a_collision_and_every_version(app: FastAPI, carla: Collega, aisha: Klant) -> None:
    carla.open("/redactie/paginas/beloftes").druk("Bewaar als concept", terugbellen_werkdagen="5")
    assert "Inwoners zien het nog niet" in carla.tekst and app.state.gemeente.terugbellen_werkdagen == 2
    carla.druk("Akkoord, zet online")
    assert app.state.gemeente.terugbellen_werkdagen == 5
    carla.open("/redactie/paginas/beloftes")
    with app.state.db.schrijf() as s:
        v = bewerking.laatste(s, "pagina/beloftes").versie
        wie = Account(naam="karel", toon="Karel", rol="redacteur")
        bewerking.bewaar(s, wie, G, "pagina/beloftes", v, {"terugbellen_werkdagen": "3"}, True, nu())
    carla.druk("Bewaar en zet online", 409, terugbellen_werkdagen="4")
    assert "Karel bewaarde dit" in carla.tekst and 'value="4"' in carla.antwoord.text
    carla.druk("Bewaar en zet online")
    assert app.state.gemeente.terugbellen_werkdagen == 4
    carla.druk("Zet versie 1 terug")
    assert app.state.gemeente.terugbellen_werkdagen == 5
    with app.state.db.lees() as s:
        rijen = list(s.scalars(select(Bewerking).where(Bewerking.sleutel == "pagina/beloftes").order_by(Bewerking.versie)))
    assert [r.staat for r in rijen].count("live") == 1 and len(rijen) == 4


def test_a_second_person_where_the_profile_asks(kern: object) -> None:
    db, streng = kern.state.db, replace(G, redactie=Redactieregels(tweede_lezer=True))  # type: ignore[attr-defined]
    wie = Account(naam="carla", toon="Carla", rol="redacteur")
    with db.schrijf() as s:
        rij = bewerking.bewaar(s, wie, streng, "pagina/tijden", 0, {"uren": "Nooit."}, True, nu())
        with pytest.raises(MagNiet):
            bewerking.keur_goed(s, wie, streng, rij.id, nu())
        assert bewerking.levend(s) == {}
