"""The law, row by row (docs/regels-verwijzing.md): what a resident must see, what must not happen. Names carry the row: L_03 is L-03."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError
from stdnum.nl import bsn

from portal import doctor, storingen
from portal.database import Database
from portal.deuren import PUBLIEK, routes
from portal.language import belmoment, datum, haal_op, moment, velden
from portal.schoon import zonder_bsn
from portal.tabellen import Gebeurtenis, Ontvangst, Storing, Uitbox, Verwijzing
from portal.verwijzing import BEREIK, fouten_in_bereik, nieuwe_sleutel, open_gebeurtenis, open_inhoud, personen, soort_van, vrije_momenten
from portal.werkdagen import AMSTERDAM, belmomenten, nu, vandaag
from portal.wetten import STAPPEN_WMO
from sociale_kaart.load import Fouten, gemeente
from tests.klant import Klant
from tests.portal.conftest import Collega, Stuur, zending
from tests.portal.test_pad import naar_controle, nummer_en_code

X = "{http://www.w3.org/1999/xhtml}"
DAG = dt.timedelta(days=1)
MAIL = {"manier": "mail", "mail": "aisha@voorbeeld.nl"}


def rij(app: FastAPI, nummer: str) -> Verwijzing:
    with app.state.db.lees() as s:
        return s.scalar(select(Verwijzing).where(Verwijzing.nummer == nummer))


def status(app: FastAPI, v: Any) -> Klant:
    """The page with the steps, opened with number and code."""
    return Klant(app).open("/status").druk("Bekijk mijn vraag", nummer=v.nummer, code=v.code)


def verstuur(klant: Klant, app: FastAPI) -> tuple[str, str]:
    klant.druk("versturen")
    nummer, code = nummer_en_code(klant)
    return nummer, code


# --- Wmo --------------------------------------------------------------------------------------------------------------


def test_L_01_the_time_of_receipt_cannot_be_changed(db: Database) -> None:
    """Nor does it follow from when the team opens it (L-27)."""
    from portal.verwijzing import verstuur as zend
    from tests.portal.test_eenmaal import ZEGEL, G

    v = zend(db, ZEGEL, G, zending(), nu())
    with pytest.raises(DatabaseError, match="never changes"), db.schrijf() as s:
        s.execute(update(Verwijzing).where(Verwijzing.id == v.id).values(ontvangen_op=nu() - DAG))
    with pytest.raises(DatabaseError, match="never changes"), db.engine.begin() as c:
        c.execute(text("update verwijzing set ontvangen_op = '2020-01-01 00:00:00'"))
    with db.schrijf() as s:  # anything else may change
        s.execute(update(Verwijzing).where(Verwijzing.id == v.id).values(staat="opgepakt"))


def test_L_02_every_referral_has_one_receipt_and_no_mail_goes_before_the_commit(app: FastAPI, stuur: Stuur) -> None:
    for bereik in ({}, MAIL, {"manier": "brief"}):
        v = stuur(bereik=bereik)
        with app.state.db.lees() as s:
            assert len(s.scalars(select(Ontvangst).where(Ontvangst.verwijzing_id == v.id)).all()) == 1
            post = s.scalars(select(Uitbox).where(Uitbox.verwijzing_id == v.id)).all()
        assert [p.soort for p in post] == (["bevestiging"] if bereik == MAIL else [])


def test_L_02_a_letter_is_made_printed_and_posted_by_the_team(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur(bereik={"manier": "brief", "naam": "Opa Brief"}, verhaal="een geheim verhaal")
    bram.open(f"/postvak/{v.nummer}").druk("Ik pak dit op").volg("Maak de brief")
    plan = datum(rij(app, v.nummer).plan_tot)
    for deel in ("Opa Brief", "Molenweg 4", v.nummer, "persoonlijk plan", plan, "geen gevolgen", "Cliëntondersteuning Lindewaard"):
        assert deel in bram.tekst, deel
    assert "geheim verhaal" not in bram.tekst and v.code not in bram.tekst
    bram.druk("De brief is op de post")
    assert "Deed de bevestiging op de post." in bram.tekst and "De inwoner wil een brief." not in bram.tekst


def test_L_02_nobody_is_asked_to_write_where_that_is_dangerous(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur(bereik={"manier": "brief"}, signalen=("geweld",))
    bram.open(f"/postvak/{v.nummer}").druk("Ik pak dit op")
    assert "De inwoner wil een brief." not in bram.tekst


def test_L_03_the_personal_plan_stands_on_the_page_in_the_mail_and_on_paper(app: FastAPI) -> None:
    aisha = Klant(app)
    naar_controle(aisha)
    nummer, _code = verstuur(aisha, app)
    plan = datum(rij(app, nummer).plan_tot)
    for deel in ("persoonlijk plan", f"Tot en met {plan}", "Het hoeft niet", "geen gevolgen"):
        assert deel in aisha.tekst, deel
    papier = aisha.http.get("/verwijzing/verstuurd.pdf")
    assert papier.headers["content-type"] == "application/pdf" and papier.content.startswith(b"%PDF")


def test_L_03_the_plan_can_be_handed_in_for_seven_days_and_is_sealed(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur()
    klant = status(app, v)
    klant.druk("plan", 422)
    assert "Schrijf eerst uw plan." in klant.tekst
    klant.druk("plan", 422, plan="lang " * 2_000)
    assert "te lang" in klant.tekst and "lang lang" in klant.antwoord.text
    klant.druk("plan", plan="Ik wil dinsdag en donderdag vrij. Mijn BSN is 111222333.")
    assert "Uw plan is bij het team." in klant.tekst and "dinsdag en donderdag" not in klant.antwoord.text
    assert "Wij hebben uw plan." in klant.tekst
    bram.open("/postvak")
    assert "Stuurde een eigen plan" in bram.tekst
    bram.open(f"/postvak/{v.nummer}")
    assert "dinsdag en donderdag" in bram.tekst and "111222333" not in bram.tekst
    with app.state.db.lees() as s:
        e = s.scalar(select(Gebeurtenis).where(Gebeurtenis.verwijzing_id == v.id, Gebeurtenis.wat == "persoonlijk-plan"))
        assert b"dinsdag" not in e.inhoud and "dinsdag" in open_gebeurtenis(app.state.zegel, e)["tekst"]


@pytest.mark.parametrize(("dagen", "open_"), [(0, True), (6, True), (14, False)])
def test_L_03_after_the_date_the_plan_goes_by_phone(app: FastAPI, stuur: Stuur, dagen: int, open_: bool) -> None:
    v = stuur(moment=nu() - dagen * DAG)
    klant = status(app, v)
    assert ("Stuur mijn plan" in klant.tekst) is open_
    klant.stuur("/status", {"actie": "plan", "plan": "mijn plan"}, 200 if open_ else 409)
    if not open_:
        assert "Bel ons" in klant.tekst


def test_L_04_someone_beside_you_stands_before_and_after_sending_and_on_the_screen_of_the_team(
    app: FastAPI, bram: Collega, stuur: Stuur
) -> None:
    aisha = Klant(app)
    naar_controle(aisha)
    assert "Cliëntondersteuning Lindewaard" in aisha.tekst and "gratis" in aisha.tekst
    aisha.druk("versturen")
    assert "Cliëntondersteuning Lindewaard" in aisha.tekst and "Ook voor wie voor u zorgt" in aisha.tekst
    bram.open(f"/postvak/{stuur().nummer}")
    assert "Cliëntondersteuning Lindewaard" in bram.tekst


def test_L_04_a_live_profile_does_not_start_without_it_and_a_trial_does(tmp_path: Path) -> None:
    bron = (Path("sociale_kaart/data/gemeenten/lindewaard/gemeente.toml")).read_text()
    zonder = re.sub(r"\[clientondersteuning\].*?\n\n", "", bron, flags=re.S)
    (tmp_path / "gemeente.toml").write_text(zonder)
    assert gemeente("x", tmp_path).proef
    (tmp_path / "gemeente.toml").write_text(zonder.replace('staat = "proef"', 'staat = "live"'))
    with pytest.raises(Fouten, match="clientondersteuning"):
        gemeente("x", tmp_path)


def test_L_05_after_six_weeks_the_resident_reads_what_he_may_do(app: FastAPI, stuur: Stuur) -> None:
    op_tijd, te_laat = stuur(), stuur(moment=nu() - 50 * DAG)
    assert "Dit duurt te lang" not in status(app, op_tijd).tekst
    tekst = status(app, te_laat).tekst
    assert "Dit duurt te lang" in tekst and "nu zelf hulp aanvragen" in tekst and "Dit moest klaar zijn op" in tekst


def test_L_07_a_melding_is_never_called_an_aanvraag(app: FastAPI) -> None:
    """In the pages, mails and sentences of the referral the word stands only in the four steps and after six weeks."""
    mag = {*STAPPEN_WMO}
    fout = []
    for bericht in haal_op():
        waar = {plek.rsplit("/", 1)[-1] for plek, _ in bericht.locations}
        if not waar & {"verwijzing.html", "verstuurd.html", "verstuurd_pdf.html", "bereik.html", "status.html", "bevestiging.html", "brief.html", "loket_klaar.html", "verwijzing.py", "status.py", "tijdlijn.py", "wetten.py"}:  # fmt: skip
            continue
        zin = bericht.id if isinstance(bericht.id, str) else bericht.id[0]
        if re.search(r"\baanvra|recht op", zin, re.I) and zin not in mag and "Dit duurt te lang" not in zin:
            fout.append(zin)
    assert fout == []
    assert sum("aanvraag" in z for z in STAPPEN_WMO) == 1 and "aanvraag" in STAPPEN_WMO[2]
    aisha = Klant(app)
    naar_controle(aisha).druk("versturen")
    assert all(z in aisha.tekst for z in STAPPEN_WMO)


@pytest.fixture()
def dicht(app: FastAPI) -> Iterator[Any]:
    """A municipality whose teams do not work today."""
    g = app.state.gemeente
    morgen = ("ma", "di", "wo", "do", "vr", "za", "zo")[(dt.datetime.now(AMSTERDAM).weekday() + 1) % 7]
    app.state.gemeente = replace(g, werktijden={**{d: ("08:30", "17:00") for d in ("ma", "di", "wo", "do", "vr") if d != _vandaag()}, morgen: ("08:30", "17:00")})  # fmt: skip
    yield app.state.gemeente
    app.state.gemeente = g


def _vandaag() -> str:
    return ("ma", "di", "wo", "do", "vr", "za", "zo")[dt.datetime.now(AMSTERDAM).weekday()]


@pytest.mark.parametrize(
    ("zin", "tel", "stuurt"),
    [("mijn man slaat mij", "08002000", True), ("ik zorg voor mijn man met dementie en ik kan echt niet meer", "0001234580", True), ("ik word vrijdag uit mijn huis gezet", "08008115", True), ("morgen sluiten ze mijn stroom af", "08008115", False)],
)  # fmt: skip
def test_L_08_outside_hours_the_number_that_answers_stands_above_sending(
    app: FastAPI, dicht: Any, zin: str, tel: str, stuurt: bool
) -> None:
    aisha = Klant(app)
    naar_controle(aisha, zin)
    html = aisha.antwoord.text.split('name="sleutel"')[1]
    assert "Wij lezen dit pas" in html and "Wacht niet." in html
    assert html.index(f'href="tel:{tel}"') < html.index("Versturen")
    aisha.druk("versturen")
    assert ("U hoeft nu niets te doen." in aisha.tekst) is not stuurt  # never beside "Wacht niet"
    # a signal that was only learned shows the resident a number, and is not sent: the last page knows nothing of it
    assert ("Wij lezen dit pas" in aisha.tekst and f'href="tel:{tel}"' in aisha.antwoord.text) is stuurt


def test_L_08_what_can_wait_gets_no_alarm(app: FastAPI, dicht: Any) -> None:
    aisha = Klant(app)
    naar_controle(aisha, "ik zoek een eettafel in de buurt")
    assert "Wij lezen dit pas" not in aisha.tekst


@pytest.mark.parametrize(
    ("zin", "spoed", "groep"),
    [
        ("ik heb vannacht geen slaapplek, ik sta op straat", "vandaag", "Spoed: bel vandaag"),
        ("mijn man slaat mij", "vandaag", "Spoed: bel vandaag"),
        ("ik wil dood", "vandaag", "Spoed: bel vandaag"),
        ("mijn buurman slaat zijn kind", "vandaag", "Spoed: bel vandaag"),
        ("ik word vrijdag uit mijn huis gezet", "deze-week", "Er dreigt iets: praat binnen 3 werkdagen"),
        ("ik zoek een eettafel in de buurt", "", "Nieuw"),
    ],
)
def test_L_08_L_41_danger_that_the_page_showed_is_spoed(app: FastAPI, bram: Collega, zin: str, spoed: str, groep: str) -> None:
    """On top of the inbox, and an alert to the duty address in the same commit; what threatens stands next, without an alarm."""
    aisha = Klant(app)
    naar_controle(aisha, zin)
    nummer, _code = verstuur(aisha, app)
    r = rij(app, nummer)
    assert r.spoed == spoed
    with app.state.db.lees() as s:
        alarm = s.scalars(select(Uitbox).where(Uitbox.verwijzing_id == r.id, Uitbox.soort == "piket")).all()
    assert len(alarm) == (spoed == "vandaag")
    with app.state.db.schrijf() as s:
        s.get_one(Verwijzing, r.id).team = "noord"  # no buurt was given: it came in at the front door
    bram.open("/postvak")
    vak = re.search(rf"<h2[^>]*>(?:<svg.*?</svg>)?{groep}</h2>(.*?)</section>", bram.antwoord.text, re.S)
    assert vak and nummer in vak.group(1)
    koppen = re.findall(r'id="g-(\w+)"', bram.antwoord.text)
    assert koppen == [k for k in ("spoed", "dreigt", "nieuw", "loopt") if k in koppen]
    with app.state.db.schrijf() as s:
        s.get_one(Verwijzing, r.id).team = r.team


def test_L_41_three_working_days_with_the_date_for_resident_and_team(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    aisha = Klant(app)
    naar_controle(aisha, "ik word vrijdag uit mijn huis gezet")
    assert "gesprek binnen 3 werkdagen" in aisha.tekst and "Het kan niet lang wachten" not in aisha.tekst, "one promise, not two"
    aisha.druk("versturen")
    assert rij(app, nummer_en_code(aisha)[0]).spoed == "deze-week"
    dag = f"Uiterlijk {datum(rij(app, nummer_en_code(aisha)[0]).contact_voor)}"
    assert dag in aisha.tekst and "Wij praten binnen 3 werkdagen met u." in aisha.tekst
    assert "Wij praten binnen 3 werkdagen met u." in papier(app, aisha)
    v = stuur(signalen=("afsluiting",), spoed="deze-week")
    dag = datum(v.termijnen.contact_voor)
    assert f"Uiterlijk {dag}" in (tekst := status(app, v).tekst) and "Wij praten binnen 3 werkdagen met u." in tekst
    bram.open(f"/postvak/{v.nummer}")
    assert f"Praat binnen 3 werkdagen, uiterlijk {dag}." in bram.tekst
    assert "praat binnen 3 werkdagen" in bram.tekst and "bel deze week" not in bram.tekst  # three working days may end in another week
    bram.druk("Ik pak dit op").druk("Leg vast", gesproken="gesproken")
    assert "uiterlijk" not in bram.tekst.split("Let op, eerst lezen")[1].split("Zo bereikt u")[0]
    assert "binnen 3 werkdagen" not in status(app, v).tekst
    gewoon = stuur(spoed="deze-week")
    assert "3 werkdagen" not in status(app, gewoon).tekst + bram.open(f"/postvak/{gewoon.nummer}").tekst


def test_L_08_danger_that_was_taken_away_is_no_spoed(app: FastAPI) -> None:
    aisha = Klant(app)
    naar_controle(aisha, "mijn man slaat mij")
    aisha.druk("nu:geweld")
    nummer, _code = verstuur(aisha, app)
    assert rij(app, nummer).spoed == ""


def test_L_09_reporter_client_and_household_are_apart_in_the_data(app: FastAPI, bram: Collega) -> None:
    aisha = Klant(app)
    aisha.open("/").druk("Verder", vraag="mijn moeder valt vaak en kan niet meer koken")
    aisha.open("/gesprek").stuur("/gesprek", {"stap": "buurt", "antwoord": "molenwijk"})
    aisha.open("/verwijzing")
    velden_ = {"voor_wie": "mantelzorg", "naam": "Jan de Melder", "client": "Moeder Corrie", "client_telefoon": "06 11112222"}
    aisha.stuur(
        "/verwijzing",
        {"actie": "bereik", "manier": "bellen", "telefoon": "06 33334444", "huis": "zoon Sam, kleinkind Bo", "weet_ervan": "ja"} | velden_,
    )
    for deel in ("Moeder Corrie", "Jan de Melder", "zoon Sam, kleinkind Bo", "06 11112222"):
        assert deel in aisha.tekst, deel
    nummer, _code = verstuur(aisha, app)
    r = rij(app, nummer)
    assert r.soort == "melding"
    mensen = [(p.rol, p.naam, p.telefoon) for p in personen(open_inhoud(app.state.zegel, r)["bereik"])]
    assert mensen == [
        ("client", "Moeder Corrie", "06 11112222"),
        ("melder", "Jan de Melder", "06 33334444"),
        ("huisgenoot", "zoon Sam", ""),
        ("huisgenoot", "kleinkind Bo", ""),
    ]
    bram.open(f"/postvak/{nummer}")
    assert bram.h1 == "Moeder Corrie"
    for deel in ("Om wie het gaat", "Wie dit vroeg", "Hoort erbij"):
        assert deel in bram.tekst
    bram.open("/postvak").druk("Zoek", zoek="06 11112222")
    assert nummer in bram.tekst


@pytest.mark.parametrize(
    ("voor_wie", "weet", "script", "soort"),
    [("mezelf", "", "", "melding"), ("mezelf", "nee", "signaal", "melding"), ("mantelzorg", "nee", "", "melding"), ("ander", "ja", "", "melding"), ("ander", "nee", "", "signaal"), ("hulpverlener", "nee", "", "signaal"), ("hulpverlener", "ja", "signaal", "melding"), ("ander", "", "", "melding"), ("ander", "", "signaal", "signaal"), ("ander", "ja", "signaal", "signaal"), ("", "ja", "signaal", "signaal"), ("", "", "", "melding")],
)  # fmt: skip
def test_L_09_on_behalf_is_a_melding_and_a_worry_is_a_signal(voor_wie: str, weet: str, script: str, soort: str) -> None:
    assert soort_van(voor_wie, weet, script) == soort


def test_a_reporter_reads_only_read_and_picked_up(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur(soort="signaal", bereik={"voor_wie": "ander", "client": "Buurman Kees"})
    r = rij(app, v.nummer)
    assert (r.plan_tot, r.onderzoek_voor, r.wetten) == (None, None, ["geen"])
    stap = "Het team gaat uw bericht lezen."
    for daarna in ("Het team heeft uw bericht gelezen.", "Het team heeft uw bericht opgepakt. Meer mogen wij u niet vertellen."):
        klant = status(app, v)
        assert stap in klant.tekst
        for niet in ("Kees", "Uiterlijk", "persoonlijk plan", "Wilt u iets toevoegen", "Stuur mijn plan", "Ik wil stoppen", daarna):
            assert niet not in klant.tekst, niet
        klant.stuur("/status", {"actie": "aanvullen", "tekst": "x"}, 409)
        bram.open(f"/postvak/{v.nummer}")
        if "opgepakt" in daarna:
            bram.druk("Ik pak dit op")
        stap = daarna
    assert stap in status(app, v).tekst


@pytest.mark.parametrize(
    "hoe", [{"signalen": ("geweld",)}, {"domeinen": ("veiligheid",)}, {"bereik": {"veilig": "nee"}}, {"beschermd": True}]
)
def test_a_protected_question_shows_only_that_we_have_it(app: FastAPI, bram: Collega, stuur: Stuur, hoe: dict[str, Any]) -> None:
    v = stuur(**hoe)
    bram.open(f"/postvak/{v.nummer}").druk("Ik pak dit op")
    klant = status(app, v)
    assert "Wij hebben uw bericht." in klant.tekst
    for niet in ("opgepakt", "Wijkteam Noord", "Uiterlijk", "plan", "Wilt u iets toevoegen", "Ik wil stoppen"):
        assert niet not in klant.tekst, niet
    klant.stuur("/status", {"actie": "intrekken"}, 409)


# --- every conclusion on the page -------------------------------------------------------------------------------------


def test_nothing_reaches_the_team_that_the_check_page_did_not_show(app: FastAPI) -> None:
    aisha = Klant(app)
    naar_controle(aisha, "ik heb schulden en mijn man slaat mij")
    codes = re.findall(r'name="weghalen" value="([^"]+)"', aisha.antwoord.text.split('id="wij-lazen"')[1])
    assert any(c.startswith("domein:") for c in codes) and "voorzichtig" in codes and "nu:geweld" in codes
    assert "spoed-vandaag" in codes
    for code in codes:
        if f'value="{code}"' in aisha.antwoord.text:  # spoed goes with the danger it came from
            aisha.druk(code)
    while "wij-lazen" in aisha.antwoord.text:  # taking away one thing may show another
        aisha.druk(re.search(r'name="weghalen" value="([^"]+)"', aisha.antwoord.text.split('id="wij-lazen"')[1]).group(1))
    nummer, _code = verstuur(aisha, app)
    r = rij(app, nummer)
    inhoud = open_inhoud(app.state.zegel, r)
    assert (r.domeinen, r.spoed) == ([], "")
    assert r.beschermd is (inhoud["bereik"].get("veilig") == "nee") is True  # the form began with "wees voorzichtig", and showed it
    assert [inhoud[k] for k in ("conclusies", "signalen", "voorgesteld", "gekozen")] == [[], [], [], []]


# --- Awb --------------------------------------------------------------------------------------------------------------


def publiek(app: FastAPI) -> list[str]:
    """Every public page with an address of its own."""
    uit = []
    for r in routes(app):
        pad = str(getattr(r, "path", ""))
        if PUBLIEK in (getattr(getattr(r, "endpoint", None), "__rollen__", ()) or ()) and "GET" in r.methods and "{" not in pad:
            antwoord = Klant(app).http.get(pad, follow_redirects=False)
            if antwoord.status_code == 200 and antwoord.headers["content-type"].startswith("text/html") and "<footer" in antwoord.text:
                uit.append(pad)
    return uit


def test_L_13_L_20_L_21_L_31_a_person_by_day_and_by_night_on_every_page(app: FastAPI) -> None:
    bladen = publiek(app)
    assert len(bladen) > 20
    for pad in bladen:
        if pad == "/inloggen":
            continue
        html = Klant(app).open(pad).antwoord.text
        for deel in (
            "000 123 45 60",
            "Maandag tot en met vrijdag",
            "Stadskantoor",
            f"helpen {'je' if pad == '/jongeren' else 'u'} ook met invullen",
            "088 0767 000",
        ):
            assert deel in html, (pad, deel)
        assert "/over#klacht" in html and "https://lindewaard.example/elektronisch-verkeer" in html, pad
    over = Klant(app).open("/over")
    assert 'id="klacht"' in over.antwoord.text and "Een klacht is geen hulpvraag." in over.tekst


def test_L_14_L_15_P_05_only_the_referral_asks_who_you_are_and_nothing_asks_for_papers(app: FastAPI) -> None:
    wie = {"naam", "telefoon", "mail", "adres", "client", "bsn", "geboortedatum", "client_telefoon"}
    for pad in publiek(app):
        klant = Klant(app).open(pad)
        for e in klant.pagina.iter(f"{X}input"):
            assert e.get("type") != "file", pad
            assert e.get("name") != "bsn", pad
            if pad not in ("/verwijzing", "/inloggen"):
                assert e.get("name") not in wie, (pad, e.get("name"))
        assert "digid" not in klant.antwoord.text.lower().replace("geen digid", ""), pad


def test_L_21_L_22_the_check_page_can_go_by_post_and_the_sender_gets_a_copy(app: FastAPI) -> None:
    aisha = Klant(app)
    naar_controle(aisha)
    assert "Postbus 100, 0123 ZZ Lindewaard" in aisha.antwoord.text
    aisha.druk("versturen")
    assert "/verwijzing/verstuurd.pdf" in aisha.antwoord.text
    html = papier(app, aisha)
    nummer, code = nummer_en_code(aisha)
    for deel in (nummer, code, "ik kan echt niet meer", "Aisha Jansen", "Wij kregen het op", "persoonlijk plan", "Cliëntondersteuning"):
        assert deel in html, deel
    vreemd = Klant(app)
    assert vreemd.http.get("/verwijzing/verstuurd.pdf", follow_redirects=False).status_code == 303


def papier(app: FastAPI, klant: Klant) -> str:
    """The page that becomes a PDF, as text."""
    from portal.inwoner import verwijzing as deur

    gezien: list[str] = []
    echt = deur.pdf
    deur.pdf = lambda html: gezien.append(html) or echt(html)  # looks over the shoulder of the real one
    try:
        assert klant.http.get("/verwijzing/verstuurd.pdf").content.startswith(b"%PDF")
    finally:
        deur.pdf = echt
    return gezien[0]


def test_L_22_where_paper_may_be_found_by_another_there_is_none(app: FastAPI) -> None:
    aisha = Klant(app)
    naar_controle(aisha, "mijn man slaat mij").druk("versturen")
    assert "verstuurd.pdf" not in aisha.antwoord.text
    assert aisha.http.get("/verwijzing/verstuurd.pdf", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(("zin", "vul"), [("mijn man slaat mij", {}), ("ik heb schulden", {"veilig": "nee"})], ids=["signal", "said so"])
def test_L_64_the_page_after_sending_says_no_more_than_status(app: FastAPI, zin: str, vul: dict[str, str]) -> None:
    aisha = Klant(app)
    aisha.open("/").druk("Verder", vraag=zin).open("/verwijzing")
    aisha.druk("Verder", naam="Aisha", manier="bellen", telefoon="000 765 43 21", **vul)
    assert "data-print" not in aisha.antwoord.text and "eigen plan" not in aisha.tekst
    aisha.druk("versturen")
    assert aisha.h1 == "Uw bericht is aangekomen" and "Wij hebben uw bericht." in aisha.tekst
    assert "Bewaar ze alleen op een veilige plek." in aisha.tekst
    nummer, code = nummer_en_code(aisha)
    assert code in aisha.tekst
    zonder_code = aisha.tekst.replace(code, "")  # its six words are drawn by chance: one may be "verhaal"
    for niet in (
        "papier",
        "verhaal",
        "plan",
        "Uiterlijk",
        "Wijkteam",
        "neemt contact",
        "wij bellen",
        "we bellen",
        "gevonden",
        "eigen bijdrage",
    ):
        assert niet not in zonder_code, niet
    assert "data-print" not in aisha.antwoord.text
    straks = Klant(app).open("/status").druk("Bekijk mijn vraag", nummer=nummer, code=code)

    def draad(k: Klant) -> str:
        return re.search(r'<ol class="draad">.*?</ol>', k.antwoord.text, re.S).group(0)

    assert draad(aisha) == draad(straks)
    aisha.druk("Klaar: sluit deze pagina af")
    aisha.open("/verwijzing/verstuurd")
    assert aisha.pad == "/status"


def test_L_23_no_way_to_be_reached_is_chosen_for_you_and_there_is_no_box_to_agree(app: FastAPI) -> None:
    aisha = Klant(app).open("/verwijzing")
    assert not [e for e in aisha.pagina.iter(f"{X}input") if e.get("name") == "manier" and e.get("checked") is not None]
    naar_controle(aisha)
    assert "toestemming" not in aisha.antwoord.text.lower() and "akkoord" not in aisha.antwoord.text.lower()  # P-02


def test_L_23_mail_only_to_who_chose_mail(app: FastAPI, stuur: Stuur) -> None:
    v = stuur(bereik={"manier": "bellen", "mail": "aisha@voorbeeld.nl"})
    with app.state.db.lees() as s:
        assert not s.scalars(select(Uitbox).where(Uitbox.verwijzing_id == v.id)).all()


def test_L_24_the_mail_says_what_it_is_whether_to_answer_and_by_when(app: FastAPI, stuur: Stuur) -> None:
    v = stuur(bereik=MAIL)
    with app.state.db.lees() as s:
        p = s.scalar(select(Uitbox).where(Uitbox.verwijzing_id == v.id))
    mail = app.state.bezorger.bericht(p, rij(app, v.nummer))
    tekst = mail.get_body(("plain",)).get_content()
    for deel in ("Wij kregen het op", v.nummer, "U hoeft niet te antwoorden", datum(v.termijnen.contact_voor), datum(v.termijnen.plan_tot)):
        assert deel in tekst, deel


def test_L_26_an_outage_stands_on_over(app: FastAPI) -> None:
    assert "De site deed het steeds." in Klant(app).open("/over").tekst
    op = nu().replace(second=0, microsecond=0) - 3 * DAG
    storingen.meld(app.state.db, "bea", op, op + dt.timedelta(hours=1), "Versturen lukte niet.")
    storingen.meld(app.state.db, "bea", op + DAG, None, "De kaart laadt traag.")
    tekst = Klant(app).open("/over").tekst
    assert (
        moment(op) in tekst
        and moment(op + dt.timedelta(hours=1)) in tekst
        and "Versturen lukte niet." in tekst
        and "Wij werken eraan." in tekst
    )
    assert storingen.over(app.state.db, "bea", op + 2 * DAG) == 1
    assert "Wij werken eraan." not in Klant(app).open("/over").tekst
    straks = nu() + DAG
    for begin, einde, wat in ((op, op - DAG, "x"), (op, None, ""), (op, None, "x" * 300), (straks, None, "x"), (op, straks, "x")):
        with pytest.raises(ValueError, match="\\."):
            storingen.meld(app.state.db, "bea", begin, einde, wat)
    with app.state.db.schrijf() as s:
        for r in s.scalars(select(Storing)):
            s.delete(r)


def test_L_28_the_resident_hears_that_parts_went_to_another(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur(bereik=MAIL | {"naam": "Doorman"})
    bram.open(f"/postvak/{v.nummer}").druk("Ik pak dit op")
    bram.druk("Leg het ja vast", aan="Humanitas", ja_van="Doorman zelf", delen=["wensen"])
    assert "U zei ja. Toen gaven wij een deel van uw verhaal aan een andere organisatie." in status(app, v).tekst
    with app.state.db.lees() as s:
        p = s.scalar(select(Uitbox).where(Uitbox.verwijzing_id == v.id, Uitbox.soort == "doorgegeven"))
    mail = app.state.bezorger.bericht(p, rij(app, v.nummer)).as_string()
    assert "Humanitas" not in mail and "Doorman" not in mail and mail.count("Bericht van gemeente Lindewaard") >= 1


def test_the_resident_reads_that_another_team_has_it(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur()
    bram.open(f"/postvak/{v.nummer}").druk("Draag over", team="zuid", reden="woont daar")
    tekst = status(app, v).tekst
    assert (
        "Een ander team heeft nu uw verhaal." in tekst and "Iemand van Wijkteam Zuid neemt contact" in tekst and "woont daar" not in tekst
    )


# --- Wgs, Jeugdwet ----------------------------------------------------------------------------------------------------


def test_L_42_a_name_and_one_way_are_enough() -> None:
    for bereik in ({"naam": "A", "manier": "bellen", "telefoon": "06 12345678"}, {"naam": "A", "manier": "mail", "mail": "a@b.nl"}):
        assert fouten_in_bereik(bereik) == []
    assert {v for v, _ in fouten_in_bereik({})} == {"naam", "manier"}
    assert {v["nodig"] for k, v in velden().items() if k not in ("naam", "manier")} == {False}


def test_L_43_with_debts_the_weeks_to_an_answer_are_named(app: FastAPI, stuur: Stuur) -> None:
    assert "Binnen 8 weken na het eerste gesprek" in status(app, stuur(domeinen=("geld",))).tekst
    assert "weken na het eerste gesprek" not in status(app, stuur()).tekst


@pytest.mark.parametrize("leeftijd", [11, 12, 15, 16, 17, 18])
def test_L_53_a_young_person_may_send_and_nobody_else_gets_mail(app: FastAPI, leeftijd: int) -> None:
    sam = Klant(app)
    sam.open("/").druk("Verder", vraag=f"ik ben {leeftijd} en thuis is er altijd ruzie")
    sam.open("/verwijzing").druk("Verder", naam="Sam", manier="mail", mail=f"sam{leeftijd}@voorbeeld.example")
    nummer, _code = verstuur(sam, app)
    r = rij(app, nummer)
    with app.state.db.lees() as s:
        post = [
            app.state.bezorger.lading(p)["aan"]
            for p in s.scalars(select(Uitbox).where(Uitbox.verwijzing_id == r.id, Uitbox.soort != "piket"))
        ]
    assert set(post) <= {f"sam{leeftijd}@voorbeeld.example"}


def test_L_53_with_youth_help_the_screen_says_who_says_yes(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur(domeinen=("gezin",))
    bram.open(f"/postvak/{v.nummer}").druk("Ik pak dit op")
    assert "12 tot en met 15: het kind en de ouders zeggen allebei ja." in bram.tekst


def test_L_64_where_it_may_be_unsafe_no_message_is_the_start(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    aisha = Klant(app)
    aisha.open("/").druk("Verder", vraag="mijn man slaat mij").open("/verwijzing")
    gekozen = {(e.get("name"), e.get("value")) for e in aisha.pagina.iter(f"{X}input") if e.get("checked") is not None}
    assert {("veilig", "nee"), ("bericht_achterlaten", "nee")} <= gekozen
    bram.open(f"/postvak/{stuur(signalen=('geweld',)).nummer}")
    assert "Laat geen bericht achter." in bram.tekst
    bram.open(f"/postvak/{stuur().nummer}")
    assert "Laat geen bericht achter." not in bram.tekst


# --- privacy ----------------------------------------------------------------------------------------------------------


def test_P_04_every_field_has_a_purpose_a_ground_and_a_term(app: FastAPI) -> None:
    gezien = set()
    for pad in ("/verwijzing", "/status"):
        gezien |= _velden(Klant(app).open(pad))
    aisha = Klant(app)
    naar_controle(aisha)
    aisha.open("/verwijzing?wijzig=manier")
    gezien |= _velden(aisha)
    aisha.druk("Verder").druk("versturen")
    nummer, code = nummer_en_code(aisha)
    gezien |= _velden(aisha.open("/status").druk("Bekijk mijn vraag", nummer=nummer, code=code))
    nodig = (set(BEREIK) | gezien) - {"actie", "sleutel", "token", "weghalen", "nummer", "code"}
    assert nodig <= set(velden()), nodig - set(velden())
    for naam, v in velden().items():
        assert v["doel"] and v["grondslag"] == "publieke taak" and v["bewaartermijn"] and v["wie"], naam
    assert all(v["doel"] in Klant(app).open("/privacy").tekst for v in velden().values())


def _velden(klant: Klant) -> set[str]:
    main = next(klant.pagina.iter(f"{X}main"))
    return {str(e.get("name")) for t in ("input", "textarea", "select") for e in main.iter(f"{X}{t}") if e.get("name")}


def test_P_05_ten_thousand_bsn_are_masked_and_ten_thousand_phones_and_postcodes_are_not() -> None:
    kans = random.Random(5)
    zinnen = [
        "mijn bsn is {}",
        "{}",
        "BSN: {}.",
        "nummer {} van mijn man",
        "({})",
        "bel mij, bsn {}, morgen",
        "bsn={}",
        "«{}»",
        "a {} b",
        "ik heb {}\nen dat is het",
    ]
    zinnen += [z.upper().replace("{}", "{}") for z in zinnen]
    vormen = (
        lambda b: b,
        lambda b: f"{b[:3]}.{b[3:6]}.{b[6:]}",
        lambda b: f"{b[:4]} {b[4:6]} {b[6:]}",
        lambda b: f"{b[:3]} {b[3:6]} {b[6:]}",
    )
    gedaan = 0
    while gedaan < 10_000:
        getal = f"999{kans.randrange(10**6):06d}"
        if not bsn.is_valid(getal):
            continue
        tekst, was = zonder_bsn(zinnen[gedaan % len(zinnen)].format(vormen[gedaan % 4](getal)))
        assert was and getal not in re.sub(r"\D", "", tekst), tekst
        gedaan += 1
    for _ in range(10_000):
        mobiel = f"06{kans.choice((' ', '-', ''))}{kans.randrange(10**8):08d}"
        vast = f"0{kans.randrange(10, 80)} {kans.randrange(10**7):07d}"
        for tekst in (f"bel {mobiel}", vast, f"{kans.randrange(1000, 9999)} AB {kans.randrange(1, 300)}"):
            assert zonder_bsn(tekst) == (tekst, False)


# --- a moment to be called --------------------------------------------------------------------------------------------


def test_a_moment_can_be_chosen_until_it_is_full_and_then_the_phone_stands_there(app: FastAPI, stuur: Stuur) -> None:
    g = app.state.gemeente
    momenten = belmomenten(g, vandaag() + 10 * DAG, nu())
    tot = stuur().termijnen.contact_voor
    eerste = next(m for m in momenten if m.date() <= tot)
    code = f"{eerste:%Y-%m-%dT%H:%M%z}"
    aisha = Klant(app)
    naar_controle(aisha)
    aisha.open("/gesprek").stuur("/gesprek", {"stap": "buurt", "antwoord": "molenwijk"})
    aisha.open("/verwijzing?wijzig=manier")
    assert belmoment(eerste) in aisha.tekst
    bereik = {"actie": "bereik", "naam": "Aisha", "manier": "bellen", "telefoon": "06 12345678", "belmoment": code}
    aisha.stuur("/verwijzing", bereik)
    assert belmoment(eerste) in aisha.tekst
    for _ in range(g.belplekken):  # others are quicker
        stuur(bereik={"belmoment": code})
    aisha.druk("versturen", 409)
    assert "Dit moment is net vol." in aisha.tekst and g.telefoon.toon in aisha.tekst and "Aisha" in aisha.antwoord.text
    assert f"{belmoment(eerste)} (vol)" in aisha.tekst
    ander = next(m for m in momenten if m > eerste and m.date() <= tot)
    aisha.stuur("/verwijzing", bereik | {"belmoment": f"{ander:%Y-%m-%dT%H:%M%z}"})
    nummer, code2 = verstuur(aisha, app)
    assert belmoment(ander).lower() in aisha.tekst.lower()
    assert rij(app, nummer).terugbel_op == ander
    assert code2


def test_when_every_moment_is_full_the_page_says_so_and_gives_the_phone(leeg: Any) -> None:
    app = leeg()
    app.state.gemeente = replace(app.state.gemeente, belplekken=0)
    aisha = Klant(app).open("/verwijzing")
    assert "Alle vaste momenten zijn vol." in aisha.tekst and "Dat kan op 000 123 45 60" in aisha.tekst
    app.state.db.engine.dispose()


def test_a_place_is_free_again_when_the_question_moves_or_closes(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    g = replace(app.state.gemeente)
    laatste = belmomenten(g, stuur().termijnen.contact_voor, nu())[-1]

    def vrij() -> bool:
        with app.state.db.lees() as s:
            return dict(vrije_momenten(s, replace(g, belplekken=1), "noord", laatste.date(), nu()))[laatste]

    een, twee = (stuur(sleutel=nieuwe_sleutel(), bereik={"belmoment": f"{laatste:%Y-%m-%dT%H:%M%z}"}) for _ in range(2))
    assert not vrij()
    bram.open(f"/postvak/{een.nummer}").druk("Draag over", team="oost", reden="daar")
    bram.open(f"/postvak/{twee.nummer}").druk("Ik pak dit op").druk("Sluit deze vraag", uitkomst="algemeen")
    assert vrij()


def test_a_moment_outside_the_hours_or_in_the_past_is_not_taken(app: FastAPI, stuur: Stuur) -> None:
    from portal.verwijzing import Vol

    for m in ("2020-01-06T08:30+0100", "2099-01-05T03:00+0100"):
        with pytest.raises(Vol):
            stuur(bereik={"belmoment": m})
    assert stuur(bereik={"belmoment": "onzin"}).nummer


# --- doctor -----------------------------------------------------------------------------------------------------------


def test_doctor_warns_for_old_numbers_and_an_ending_security_txt(app: FastAPI) -> None:
    a = app.state
    dag = max(n.gecontroleerd_op for n in a.gemeente.landelijk.values())
    assert [b for b in doctor.onderzoek(a.keuzes, a.gemeente, a.db, dag)] == []
    laat = doctor.onderzoek(a.keuzes, a.gemeente, a.db, dag + 61 * DAG)
    assert len(laat) == len(a.gemeente.landelijk) and {b.ernst for b in laat} == {"let op"} and "Call it again" in laat[0].zin
    assert "call it today" in doctor.onderzoek(a.keuzes, a.gemeente, a.db, dag + 91 * DAG)[0].zin
    assert [b.zin[:12] for b in doctor.security_txt(dt.date(2027, 10, 1), dt.date(2027, 11, 1))] == ["security.txt"]
    assert list(doctor.security_txt(dt.date(2027, 1, 1), dt.date(2027, 11, 1))) == []


def test_doctor_sees_a_key_that_is_missing(app: FastAPI, stuur: Stuur) -> None:
    stuur()
    a = app.state
    ander = a.keuzes.model_copy(update={"sleutels": f"7:{'0' * 64}"})
    kapot = [b for b in doctor.onderzoek(ander, a.gemeente, a.db, vandaag()) if b.ernst == "stuk"]
    assert len(kapot) == 1 and "need key 1" in kapot[0].zin
