"""The conversation in the browser's eyes, without JavaScript: danger in every field, what was tried, plain questions, lists to take along."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import time
import zlib
from dataclasses import replace
from html import unescape
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import func, select

from dialogues.bekend import bekend
from dialogues.load import scripts
from dialogues.play import play, volgorde
from dialogues.regels import Feiten
from dialogues.understand import Begrepen, Kenmerk, Signaal, Veld
from portal import lijst as ml
from portal.gesprek import (
    GEEN_NETWERK,
    NOOD,
    NOOIT_GEPROBEERD,
    VAN_UZELF,
    Begrip,
    Gesprek,
    _advies,
    _advies_van,
    _begrip,
    _feiten,
    _lees,
    _op_leeftijd,
    advies,
    begrijp,
    bekijk,
    eenvoudig,
    over_een_ander,
    zorgt_misschien,
)
from portal.inwoner.gesprek import MEESTE_KEUZES, _andere_dingen
from portal.inwoner.kaartje import sprekend
from portal.inwoner.verwijzing import conclusies, zending
from portal.language import vertaling
from portal.schoon import zonder_nummers
from portal.tabellen import Bericht, Telling, Verwijzing
from portal.tellen import MINSTENS, Gevraagd, gevraagd, tel_alle, week
from portal.tellen import vraag as te_tellen
from portal.werkdagen import AMSTERDAM
from sociale_kaart.load import Fouten, gemeente
from sociale_kaart.search import Gevonden
from sociale_kaart.woorden.lezer import DATA
from tests.cijfers import rijen
from tests.klant import Klant, X

MOE = "ik zorg voor mijn man met dementie"
KANTOOR = dt.datetime(2026, 11, 23, 10, 0, tzinfo=AMSTERDAM)  # a Monday, in working hours
NACHT = dt.datetime(2026, 11, 23, 3, 0, tzinfo=AMSTERDAM)


@pytest.fixture(scope="module")
def kaart(app):
    """The kaart of the demo municipality."""
    return app.state.publicatie.kaart


def stap(klant: Klant) -> str:
    """The question that is asked now; "" when there is none."""
    m = re.search(r'name="stap" value="([a-z_]+)"', klant.antwoord.text)
    return m.group(1) if m else ""


def antwoorden(klant: Klant, *paren: tuple[str, str]) -> Klant:
    """Answer questions by name."""
    for naam, waarde in paren:
        klant.stuur("/gesprek", {"stap": naam, "antwoord": waarde})
    return klant


# --- the page -----------------------------------------------------------------------------------------------------------


def test_the_question_leads_once_somebody_answers_and_earlier_answers_can_be_changed(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="ik kom niet rond")
    assert aisha.h1 == "Dit kan u helpen" and stap(aisha) == "bedreigend", "after the first text the help comes first"
    aisha.druk("nee")
    assert stap(aisha).startswith("geld_") and aisha.h1 == scripts()["geld"].stap(stap(aisha)).vraag  # type: ignore[union-attr]
    assert "Goed om te weten." in aisha.tekst and "Uw antwoorden (2)" in aisha.tekst
    assert "Dit kan u nu al helpen" in aisha.tekst
    aisha.druk("overslaan")
    aisha.open("/gesprek?wijzig=bedreigend")
    assert aisha.h1 == "Dreigt er een van deze dingen?" and 'value="nee" aria-current="true"' in aisha.antwoord.text


@pytest.mark.parametrize("code", sorted(scripts().keys() - {"gedeeld", "veiligheid"}))
def test_own_words_a_phone_and_starting_over_are_there_at_every_question(app, code: str) -> None:
    klant = Klant(app)
    if scripts()[code].domein:
        klant.open(f"/themas/{code}").druk("Help mij kiezen")
    else:
        klant.open(f"/{code}")
    gevraagd_ = 0
    while True:
        main = klant.antwoord.text.split("<main", 1)[1].split("</main>")[0]
        assert 'href="tel:0001234560"' in main and 'href="/verwijzing"' in main, "a human is one press away"
        if not stap(klant):
            break
        assert 'name="eigen"' in main or 'name="antwoord"' in main
        assert "Wis alles nu" in klant.tekst and "Sla deze vraag over" in klant.tekst
        klant.druk("overslaan")
        gevraagd_ += 1
    assert 2 <= gevraagd_ <= 7


def test_at_the_start_it_says_that_a_computer_asks_and_nothing_is_kept(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="ik kom niet rond")
    assert aisha.tekst.count("U praat met een computer met vaste vragen") == 1
    vraag = aisha.antwoord.text.split('id="vraag"')[1]
    assert "U praat met een computer" in vraag.split("Meer over dit onderwerp")[0], "beside the first question"
    aisha.druk("overslaan")
    assert aisha.tekst.count("U praat met een computer met vaste vragen") == 1


def test_a_walk_ends_with_a_next_step_a_human_and_one_question_whether_it_helped(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="ik kom niet rond")
    gevraagd_ = []
    while stap(aisha):
        gevraagd_.append(stap(aisha))
        aisha.druk("overslaan")
    assert len(gevraagd_) == len(set(gevraagd_)) == 7
    assert "Begin met één stap. Of laat ons u bellen" in aisha.tekst and "Helpt dit u verder?" in aisha.tekst
    aisha.druk("beetje")
    assert "Dank u wel" in aisha.tekst


def test_helpt_dit_is_only_a_count(app, aisha: Klant) -> None:
    aisha.stuur("/helpt-dit", {"helpt": "ja"})
    aisha.stuur("/helpt-dit", {"helpt": "iets anders"})
    with app.state.db.lees() as s:
        assert {t.wat for t in s.scalars(select(Telling).where(Telling.wat.like("helpt:%")))} <= {"helpt:ja", "helpt:beetje", "helpt:nee"}


def test_a_plain_question_is_answered_at_once_without_any_question(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="waar kan ik een rolstoel lenen")
    assert aisha.h1 == "Dit kan u helpen" and not stap(aisha)
    aisha.volg("Stel mij een paar vragen")
    assert stap(aisha)


@pytest.mark.parametrize("tekst", ["ik kom niet rond", MOE, "ik voel me de laatste tijd heel somber", "mijn vriend slaat me"])
def test_a_question_that_matters_is_never_plain(app, tekst: str) -> None:
    assert not bekijk(app.state.publicatie.kaart, Gesprek(vraag=tekst)).eenvoudig


def test_nothing_is_asked_that_the_text_says(app, kaart) -> None:
    beeld = bekijk(kaart, Gesprek(vraag="Ik wil in de Molenwijk Nederlands leren, ik woon alleen"))
    g, gevraagd_ = Gesprek(vraag=beeld.gesprek.vraag, antwoorden={"verder": ("ja",)}), []
    while s := bekijk(kaart, g).positie.stap:
        gevraagd_.append(s.naam)
        g = g.met_antwoord(s.naam, ("-",))
    assert not {"voor_wie", "buurt", "ik_wil", "thuiswonend", "taal_wat"} & set(gevraagd_), gevraagd_


# --- several domains, what was tried, real need ----------------------------------------------------------------------------


def test_what_is_named_under_other_things_becomes_a_topic_of_its_own(kaart) -> None:
    g = Gesprek(onderwerp="geld").met_antwoord("andere_dingen", ("wonen",))
    beeld = bekijk(kaart, g)
    assert beeld.onderwerpen == ("geld", "wonen")
    assert "meerdere-domeinen" in {m.code for m in beeld.begrip.markers}
    assert bekijk(kaart, Gesprek(onderwerp="weet-niet").met_antwoord("weet_waar", ("zorg",))).onderwerpen == ("weet-niet", "mantelzorg")


def test_choices_for_what_is_known_are_not_offered_again(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="ik kom niet rond")
    while stap(aisha) != "andere_dingen":
        aisha.druk("overslaan")
    assert "Geld en post" not in aisha.tekst and "Het huishouden" in aisha.tekst


def test_what_the_text_may_speak_of_too_is_asked_first(kaart) -> None:
    """Too little to say "your question is about this", enough to ask; never violence or addiction."""
    alle = {k.code: k for k in scripts()["gedeeld"].stap("andere_dingen").keuzes}  # type: ignore[union-attr]
    b = replace(begrijp(kaart, "ik kom niet rond"), misschien=("geld", "veiligheid", "vervoer", "mentaal"))
    codes = [k.code for k in _andere_dingen(scripts()["gedeeld"].stap("andere_dingen"), b)]  # type: ignore[arg-type]
    assert codes[:3] == ["nee", "vervoer", "mentaal"] and "geld" not in codes and len(codes) == MEESTE_KEUZES < len(alle)
    assert "geld" in begrijp(kaart, "ik slaap slecht van de stress over mijn schulden").misschien
    assert not begrijp(kaart, "ik kan niet meer").misschien


@pytest.mark.parametrize("waar", ["answer", "text"])
def test_what_was_tried_moves_to_a_folded_line(aisha: Klant, waar: str) -> None:
    if waar == "answer":
        aisha.open("/").druk("Verder", vraag="ik heb geen geld voor eten, is er een voedselbank")
        eerst = aisha.antwoord.text
        assert "Dit heeft u al geprobeerd" not in eerst
        antwoorden(aisha, ("geprobeerd", "de voedselbank"))
    else:
        aisha.open("/").druk("Verder", vraag="ik heb geen eten, de voedselbank heb ik al geprobeerd")
    assert "Dit heeft u al geprobeerd (1). Toch bekijken" in aisha.tekst
    voor, na = aisha.antwoord.text.split("Dit heeft u al geprobeerd")
    assert "oedselbank" not in "".join(re.findall(r"<h3[^>]*>.*?</h3>", voor)), "not among the proposals"
    assert "oedselbank" in na
    assert re.search(r'<article class="kaart"', voor), "something else stands in its place"


def test_a_number_the_doctor_the_team_and_who_stands_beside_you_are_never_folded_away(kaart) -> None:
    b = begrijp(kaart, "de huisarts hielp niet en ik heb cliëntondersteuning al geprobeerd", geprobeerd=list(NOOIT_GEPROBEERD))
    assert not [v for v in b.geprobeerd if v.soort.code in NOOIT_GEPROBEERD]


def test_real_need_over_literal_request(kaart) -> None:
    """Who asks for a scootmobiel and wants to see people, sees both."""
    zegt = {v.soort.code for v in begrijp(kaart, "ik heb een scootmobiel nodig, ik zie de hele week niemand").items}
    assert zegt & {"scootmobielpool", "hulpmiddel-op-maat"} and zegt & {"ontmoetingsplek", "bezoekdienst", "maatje"}, zegt
    g = Gesprek(vraag="ik wil een scootmobiel").met_antwoord("vervoer_waarheen", ("mensen",))
    kinds = {v.soort.code for v in bekijk(kaart, g).begrip.items}
    assert kinds & {"scootmobielpool", "hulpmiddel-op-maat"} and kinds & {"ontmoetingsplek", "bezoekdienst"}


def test_a_choice_brings_its_help_and_says_so(aisha: Klant) -> None:
    aisha.open("/themas/contact").druk("Help mij kiezen")
    aisha.druk("eten")
    assert "Past bij u, want u koos: “Samen eten”." in aisha.tekst


def test_the_words_of_a_visitor_keep_their_own_direction(app) -> None:
    klant = Klant(app, "ar")
    klant.open("/?taal=ar")
    klant.stuur("/?taal=ar", {"vraag": "ik zorg voor mijn man met dementie"})
    assert "\u2068“dementie”\u2069" in klant.antwoord.text and 'dir="rtl"' in klant.antwoord.text


@pytest.mark.parametrize(
    ("woorden", "blijft"),
    [(("mijn", "ik slaap slecht"), ["ik slaap slecht"]), (("zoon", "boos"), ("zoon", "boos")), (("dementie",), ["dementie"]), ((), ())],
)
def test_a_small_word_is_no_reason_beside_a_longer_one(woorden: tuple[str, ...], blijft: object) -> None:
    assert sprekend(woorden) == blijft


def test_more_help_on_request_in_ladder_order(app, aisha: Klant, kaart) -> None:
    aisha.open("/").druk("Verder", vraag="ik kom niet rond")
    eerst = re.findall(r'aria-labelledby="w-([0-9a-f-]{36})"', aisha.antwoord.text)
    assert 1 <= len(eerst) <= 5
    aisha.volg("Laat meer hulp zien")
    alles = re.findall(r'aria-labelledby="w-([0-9a-f-]{36})"', aisha.antwoord.text)
    assert set(eerst) < set(alles) and len(alles) == len(set(alles)) <= 15
    stappen = [kaart.tax.stap(kaart.alle[i].soort) for i in alles]
    assert stappen == sorted(stappen)


# --- advice: every card and fold, per domain -------------------------------------------------------------------------------


@pytest.mark.parametrize("domein", sorted(scripts().keys() & {d for d, _ in _advies()}))
def test_every_advice_card_and_fold(app, kaart, domein: str) -> None:
    klant = Klant(app)
    klant.open(f"/themas/{domein}")
    eigen, netwerk = _advies()[domein, "eigen_kracht"], _advies()[domein, "netwerk"]
    assert len(eigen.punten) >= 3 and len(netwerk.punten) >= 3
    klant.druk("Help mij kiezen")
    if domein == "veiligheid":
        klant.druk("nummers-gezien")
    assert eigen.titel in klant.tekst and all(p in klant.tekst for p in eigen.punten)
    # with people around you: not with danger, not before a carer said how long it can go on
    assert (netwerk.titel in klant.tekst) == (domein not in ("veiligheid", "mantelzorg"))
    for marker in GEEN_NETWERK:
        assert netwerk not in advies([domein], [marker], False)
    assert netwerk not in advies([domein], [], True)
    for soort in [s for s in kaart.tax.soorten.values() if s.domein == domein]:
        b = begrijp(kaart, soort.namen[0] if soort.namen else soort.naam, geprobeerd=[soort.code])
        folded = {v.soort.code for v in b.geprobeerd}
        assert folded <= {soort.code} - NOOIT_GEPROBEERD and not folded & {v.soort.code for v in b.items}


def test_overload_is_asked_before_the_people_around(aisha: Klant) -> None:
    netwerk = _advies()["mantelzorg", "netwerk"].titel
    aisha.open("/themas/mantelzorg").druk("Help mij kiezen")
    assert stap(aisha) == "volhoudtijd" and netwerk not in aisha.tekst
    aisha.druk("langer")
    assert netwerk in aisha.tekst
    antwoorden(aisha, ("volhoudtijd", "week"))
    assert netwerk not in aisha.tekst and stap(aisha) != "wie_helpt"
    assert "Zullen wij u bellen?" in aisha.tekst


def test_when_it_cannot_wait_who_answers_now_stands_before_everything_else(app, monkeypatch: pytest.MonkeyPatch) -> None:
    g = app.state.gemeente
    for dag, nummer, zin in [
        (KANTOOR, g.telefoon.tel, "Bel ons dan nu zelf"),
        (NACHT, g.huisartsenpost.tel, "Wij zijn nu dicht. Wacht niet."),
    ]:
        monkeypatch.setattr("portal.inwoner.gesprek.nu", lambda m=dag: m)
        klant = Klant(app)
        klant.open("/").druk("Verder", vraag=MOE)
        assert zin not in klant.tekst, "it can wait"
        antwoorden(klant, ("volhoudtijd", "week"))
        main = klant.antwoord.text.split("<main", 1)[1]
        bel = re.search(r'href="tel:(\d+)"', main)
        assert bel and bel.group(1) == nummer and bel.start() < main.index("<h1") and zin in klant.tekst
        ja = main.split('id="bel-mij"')[1].split("</section>")[0]
        assert ("Of bel nu:" in ja) == (dag is KANTOOR), "nobody is sent to a desk that is closed"


def test_each_step_has_its_own_address_and_back_shows_the_question_that_was_answered_there(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="ik kom niet rond")
    stappen, adressen = [], []
    for _ in range(3):
        adressen.append(aisha.pad)
        stappen.append(stap(aisha))
        aisha.druk("overslaan")
    adressen.append(aisha.pad)
    assert adressen == ["/gesprek?na=0", "/gesprek?na=1", "/gesprek?na=2", "/gesprek?na=3"], "codes only, no words"
    nu_ = stap(aisha)
    for adres, naam in [
        *zip(adressen[:3], stappen, strict=True),
        ("/gesprek", nu_),
        ("/gesprek?na=3", nu_),
        ("/gesprek?na=99", nu_),
        ("/gesprek?na=x", nu_),
    ]:
        aisha.open(adres)
        assert stap(aisha) == naam and "Uw antwoorden (4)" in aisha.tekst, f"{adres}: the other answers are kept"
    # another answer to an earlier question stands where the first one stood
    aisha.open("/gesprek?na=0").druk("nee")
    assert stap(aisha) == nu_ and aisha.pad.startswith("/gesprek?na=3") and "Uw antwoord is veranderd." in aisha.tekst
    aisha.open("/gesprek?na=0")
    assert stap(aisha) == stappen[0] and 'value="nee" aria-current="true"' in aisha.antwoord.text


def test_terug_walks_back_through_the_answers_and_ends_at_home(aisha: Klant) -> None:
    aisha.open("/hulp-past-niet")
    stappen = []
    for _ in range(3):
        stappen.append(stap(aisha))
        aisha.druk("overslaan")
    for naam in reversed(stappen):
        aisha.volg("Terug")
        assert stap(aisha) == naam
    aisha.volg("Terug")
    assert aisha.pad == "/"


def test_the_first_text_in_other_words_keeps_the_answers_that_still_fit(app, aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="ik kom niet rond")
    antwoorden(aisha, ("bedreigend", "nee"), ("buurt", "molenwijk"))
    n = int(re.search(r"na=(\d)", aisha.pad).group(1))  # type: ignore[union-attr]
    aisha.volg("Wijzig: Waar kunnen we u mee helpen?")
    assert "ik kom niet rond" in aisha.antwoord.text
    aisha.druk("Verder", 422, vraag=" ").druk("Verder", vraag="ik kom niet meer rond en ik heb schulden")
    assert n == 2 and f"na={n}" in aisha.pad and "Molenwijk" in aisha.tekst and "Nee, gelukkig niet" in aisha.tekst
    assert "schulden" in aisha.tekst
    # a story from home is a new conversation, also with the words that were said before
    aisha.open("/").druk("Verder", vraag="ik kom niet rond")
    assert "Molenwijk" not in aisha.tekst


def test_danger_in_other_words_for_the_first_text_is_read_anew(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="ik wil niet meer leven").druk("niet-over-mij")
    assert aisha.h1 != "Praat nu met iemand"
    aisha.open("/gesprek?wijzig=vraag").druk("Verder", vraag="ik wil echt niet meer leven")
    assert aisha.h1 == "Praat nu met iemand"
    aisha.druk("nummers-gezien")
    aisha.open("/gesprek?wijzig=vraag").druk("Verder", vraag="ik kom niet rond")
    assert "Bellen mag altijd" not in aisha.tekst


def test_who_asks_on_after_a_plain_question_gets_more_than_one_question(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="waar kan ik een rolstoel lenen")
    aisha.volg("Stel mij een paar vragen").druk("overslaan")
    assert stap(aisha) and aisha.pad == "/gesprek?na=1"
    assert not stap(aisha.open("/gesprek?na=0")) and aisha.h1 == "Dit kan u helpen", "as it was before anything was asked"


def test_the_question_under_the_proposals_is_one_press_away(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag=MOE)
    assert aisha.h1 == "Dit kan u helpen"
    main = aisha.antwoord.text.split("<main", 1)[1]
    assert main.index('href="#vraag"') < main.index('<article class="kaart"') < main.index('id="vraag"')


# --- danger ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("veld", ["ik_wil", "wie_helpt", "andere_dingen", "ik_kan"])
def test_danger_in_own_words_at_any_question_comes_first(app, veld: str) -> None:
    klant = Klant(app)
    klant.open("/").druk("Verder", vraag="ik kom niet rond")
    naam = "antwoord" if veld in ("ik_wil", "ik_kan") else "eigen"
    r = klant.http.post("/gesprek", data={"stap": veld, naam: "ik wil niet meer leven"}, follow_redirects=False)
    assert "nu=suicide" in r.headers["location"] and "leven" not in r.headers["location"]
    klant.open("/gesprek")
    assert klant.h1 == "Praat nu met iemand" and 'href="tel:113"' in klant.antwoord.text
    klant.druk("nummers-gezien")
    assert klant.h1 != "Praat nu met iemand" and 'href="tel:113"' in klant.antwoord.text, "the number stays, the conversation goes on"
    klant.stuur("/gesprek", {"stap": veld, naam: "ik wil dood, echt waar"})
    assert klant.h1 == "Praat nu met iemand", "new words are read anew"
    klant.druk("niet-over-mij")
    assert klant.h1 != "Praat nu met iemand" and 'href="tel:113"' not in klant.antwoord.text


def zonder_koekjes(app) -> Klant:
    """A visitor whose browser keeps no cookies."""
    klant = Klant(app)
    klant.http.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return klant


def test_the_code_of_danger_goes_out_of_the_address_where_cookies_work(app) -> None:
    """Else Back shows the panel after "Snel weg": the address stays in the history, the cookie does not."""
    klant = Klant(app).open("/").druk("Verder", vraag="mijn man slaat me")
    assert klant.h1 == "Praat nu met iemand" and klant.pad == "/gesprek?na=0"
    klant.druk("nummers-gezien")
    antwoorden(klant, ("ik_wil", "ik wil niet meer leven"))
    assert klant.h1 == "Praat nu met iemand" and klant.pad == "/gesprek?na=1"
    ander = Klant(app, "en").open("/?taal=en")
    ander.stuur("/?taal=en", {"vraag": "my husband hits me"})
    assert ander.pad == "/gesprek?na=0&taal=en" and "tel:08002000" in ander.antwoord.text


def test_who_takes_no_cookies_sees_the_numbers_first_and_is_told_why_the_answers_are_gone(app) -> None:
    zin = "Uw browser onthoudt uw antwoorden niet."
    klant = zonder_koekjes(app).open("/").druk("Verder", vraag="mijn man slaat me")
    assert klant.h1 == "Praat nu met iemand" and "nu=geweld" in klant.pad and klant.tekst.count(zin) == 1
    main = klant.antwoord.text.split("<main", 1)[1]
    assert main.index("tel:08002000") < main.index(zin)
    klant.druk("nummers-gezien")
    assert stap(klant) and klant.tekst.count(zin) == 1
    assert "Bellen mag altijd:" in klant.tekst and "tel:08002000" in klant.antwoord.text, "the number stays"
    klant = zonder_koekjes(app).open("/weet-niet").druk("overslaan")
    assert klant.tekst.count(zin) == 1 and "Bel ons, of zet cookies aan." in klant.tekst
    assert zin not in Klant(app).open("/weet-niet").druk("overslaan").tekst


def test_beside_numbers_for_danger_stands_no_other_reason_and_no_date(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="het zorgen wordt mij te veel en ik wil niet meer leven")
    ja = aisha.antwoord.text.split('id="bel-mij"')[1].split("</section>")[0]
    assert "Wij willen dat er snel iemand met u meekijkt." in ja and "te veel" not in ja and "uiterlijk" not in ja


def test_beside_danger_stands_only_what_is_about_it(kaart) -> None:
    """ "Ik wil niet meer leven" is no question about money to live on; swallowed pills no reason for a walk."""
    for tekst, nooit in (("ik wil niet meer leven", {"geld", "werk", "taal"}), ("ik heb te veel pillen geslikt", {"geld", "huishouden"})):
        b = begrijp(kaart, tekst)
        assert b.nu and not nooit & ({v.soort.domein for v in b.items} | {d.code for d in b.domeinen}), tekst
    assert not advies(["gezondheid"], [], False, ["levensgevaar"]) and advies(["gezondheid"], [], False, ["afsluiting"])
    ook = begrijp(kaart, "mijn man slaat mij en ik heb geen geld voor eten voor de kinderen")
    assert {d.code for d in ook.domeinen} >= {"veiligheid", "geld"}, "what clearly speaks stays"


def test_no_reason_is_given_that_the_text_does_not_give(kaart) -> None:
    """The likeliest marker of a text that is complex as a whole is no reason to say aloud; nobody is called young who did not say so."""
    b = bekijk(kaart, Gesprek(vraag="ik ben 45 en kom niet rond"))
    jong, los, vast = Kenmerk("jong-18-23", ("x",)), Kenmerk("hulp-past-niet", ("x",), zeker=False), Kenmerk("geen-netwerk", ("x",))
    b = replace(b, begrip=replace(b.begrip, markers=(jong, los, vast)))
    assert [m.code for m in b.redenen] == ["geen-netwerk"]
    assert [m.code for m in replace(b, gesprek=replace(b.gesprek, onderwerp="jongeren")).redenen] == ["jong-18-23", "geen-netwerk"]
    assert [c for c, _ in conclusies(b) if not c.startswith("spoed")] == ["geen-netwerk"]


def test_an_urgent_answer_can_be_taken_back(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="ik kom niet rond")
    aisha.druk("energie")
    assert aisha.h1 == "Praat nu met iemand" and "000 123 45 95" in aisha.tekst
    aisha.druk("niet-over-mij")
    assert stap(aisha) == "bedreigend", "the question is asked again"
    aisha.druk("huis-uit")
    aisha.druk("nummers-gezien")
    assert stap(aisha) and "Bellen mag altijd:" in aisha.tekst


def test_who_picks_safety_sees_the_numbers_first_and_then_goes_on(aisha: Klant) -> None:
    """L-60, L-62, L-63."""
    aisha.open("/themas/veiligheid")
    for tel in ("112", "08002000", "113"):
        assert f'href="tel:{tel}"' in aisha.antwoord.text
    assert "staat niet op uw telefoonrekening" in aisha.tekst and "wel in de lijst op uw telefoon" in aisha.tekst
    aisha.druk("Help mij kiezen")
    assert aisha.h1 == "Praat nu met iemand" and 'href="tel:08002000"' in aisha.antwoord.text and "U beslist zelf" in aisha.tekst
    aisha.druk("nummers-gezien")
    assert stap(aisha) == "veiligheid_nu"
    assert re.search(r'href="/snel-weg"', aisha.antwoord.text)


# --- side doors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pad", ["/zorgen-om-iemand", "/hulp-past-niet", "/meedoen", "/jongeren", "/weet-niet"])
def test_a_side_door_asks_from_the_first_page_and_ends_well(app, pad: str) -> None:
    klant = Klant(app)
    klant.open(pad)
    d = scripts()[pad.strip("/")]
    assert klant.h1 == d.stappen[0].vraag and d.inleiding in klant.tekst and "set-cookie" not in klant.antwoord.headers
    n = 0
    while stap(klant):
        klant.druk("overslaan")
        n += 1
    assert n <= 7 and d.einde in klant.tekst
    assert 'href="/verwijzing"' in klant.antwoord.text


def test_who_offers_help_is_not_told_that_it_helps_them(app) -> None:
    klant = Klant(app).open("/meedoen")
    klant.druk("Praten en luisteren")
    while stap(klant):
        klant.druk("overslaan")
    assert klant.h1 == "Dit past bij u" and "<title>Dit past bij u" in klant.antwoord.text


def test_welcome_and_reason_stand_apart(app) -> None:
    klant = Klant(app).open("/weet-niet")
    s = scripts()["weet-niet"]
    assert f">{s.inleiding}</p>" in klant.antwoord.text and f'id="waarom">{s.stappen[0].waarom}</p>' in klant.antwoord.text


def test_young_people_need_no_name_and_see_who_stands_beside_them(app) -> None:
    """L-50 to L-53."""
    klant = Klant(app)
    klant.open("/jongeren")
    for tel in ("08000432", "0885551000", "0001234597"):
        assert f'href="tel:{tel}"' in klant.antwoord.text
    assert "vertrouwenspersoon" in klant.tekst and "huisarts of de jeugdarts" in klant.tekst and "geen bericht aan je ouders" in klant.tekst
    for leeftijd, zonder in (("onder-16", True), ("16-17", True), ("18-23", False), ("24-27", False)):
        klant = Klant(app)
        klant.stuur("/gesprek?over=jongeren", {"stap": "jongeren_leeftijd", "antwoord": leeftijd})
        klant.open("/verwijzing")
        assert ("Je naam hoeft niet" in klant.tekst) == zonder
        assert "Voor wie vraag" not in klant.tekst, "known: not asked again"
        klant.druk("Verder", 200 if zonder else 422, manier="bellen", telefoon="000 111 22 33")
        assert klant.h1 == ("Klopt je verhaal zo?" if zonder else "Hoe kunnen we je bereiken?")


@pytest.mark.parametrize(("tekst", "zonder"), [("ik ben 15 en thuis is het niet fijn", True), ("ik ben 45 en kom niet rond", False)])
def test_the_age_in_a_text_counts_too(app, tekst: str, zonder: bool) -> None:
    klant = Klant(app)
    klant.open("/").druk("Verder", vraag=tekst)
    assert ("Kindertelefoon" in klant.antwoord.text.split("voet__raster")[0]) == zonder
    if zonder:  # near, not under all the proposals
        main = klant.antwoord.text.split("<main", 1)[1]
        assert main.index("tel:08000432") < main.index('<article class="kaart"')
    klant.open("/verwijzing")
    assert ("Je naam hoeft niet" in klant.tekst) == zonder


def test_a_pupil_gets_the_questions_for_the_young_not_those_for_parents(app) -> None:
    klant = Klant(app).open("/").druk("Verder", vraag="ik ben 16 en er is steeds ruzie thuis")
    gevraagd_ = []
    while s := stap(klant):
        gevraagd_.append(s)
        klant.druk("overslaan")
    assert gevraagd_[0] == "jongeren_veilig" and not {"jongeren_leeftijd", "gezin_wat", "gezin_veilig"} & set(gevraagd_), gevraagd_
    antwoorden(klant, ("jongeren_veilig", "nee"))
    assert "Bent u niet veilig" in klant.tekst or "Ben je niet veilig" in klant.tekst


def test_a_number_in_the_panel_does_not_stand_again_right_under_it(app) -> None:
    klant = Klant(app).open("/").druk("Verder", vraag="ik ben 12 en mijn vader slaat mij elke dag")
    assert "Praat nu met iemand" in klant.tekst
    assert klant.antwoord.text.count("tel:08000432") <= 2, "in the panel, and where all who listen to children stand"


def test_who_may_be_watched_is_not_told_to_keep_or_print(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="mijn man controleert alles wat ik doe en ik mag nergens heen")
    if "Praat nu met iemand" in aisha.tekst:
        aisha.druk("nummers-gezien")
    assert "Waarom deze volgorde?" in aisha.tekst and "Print deze pagina" not in aisha.tekst


def test_nobody_is_called_a_carer_who_did_not_speak_of_caring(kaart, aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="ik kan niet meer")
    assert "Het wordt u te veel." in aisha.tekst and "zorgen wordt" not in aisha.tekst
    assert "mantelzorgadvies" not in {v.soort.code for v in begrijp(kaart, "ik kan niet meer").items}
    assert "mantelzorgadvies" in {v.soort.code for v in begrijp(kaart, "ik zorg voor mijn moeder en ik kan niet meer").items}


def test_a_worry_about_another_keeps_reporter_and_client_apart(app) -> None:
    klant = Klant(app)
    klant.open("/zorgen-om-iemand").druk("buur")
    antwoorden(
        klant,
        ("zorgen_gevaar", "nee"),
        ("zorgen_wat", "alleen"),
        ("buurt", "molenwijk"),
        ("zorgen_weet", "durf-niet"),
        ("zorgen_naam", "nee"),
    )
    assert not stap(klant) and "Zullen wij meekijken?" in klant.tekst and "Meer mogen wij u niet vertellen" in klant.tekst
    klant.open("/verwijzing").druk("Verder", naam="Melder", manier="bellen", telefoon="000 111 22 33")
    assert "De buurt van deze persoon" in klant.tekst and "Molenwijk" in klant.tekst
    klant.druk("versturen")
    with app.state.db.lees() as s:
        r = s.scalars(select(Verwijzing).order_by(Verwijzing.id.desc())).first()
        assert r is not None and r.soort == "signaal" and r.wetten == ["geen"] and r.onderzoek_voor is None


def test_an_idea_for_the_neighbourhood_gets_a_reply_by_a_date(app) -> None:
    klant = Klant(app)
    klant.open("/meedoen").druk("idee")
    assert klant.h1 == "Wat is uw idee?"
    antwoorden(klant, ("meedoen_idee", "Een bankje onder de lindeboom"), ("buurt", "molenwijk"))
    assert "Stuur ons uw idee" in klant.tekst and re.search(r"U krijgt antwoord, uiterlijk \w+dag \d+ \w+", klant.tekst)
    klant.volg("Ja, ik stuur mijn idee")
    assert "Voor wie vraagt u hulp?" not in klant.tekst
    klant.druk("Verder", naam="Aisha", manier="mail", mail="aisha@voorbeeld.example")
    assert "Een bankje onder de lindeboom" in klant.tekst
    klant.druk("versturen")
    assert klant.pad == "/verwijzing/verstuurd"
    with app.state.db.lees() as s:
        r = s.scalars(select(Verwijzing).order_by(Verwijzing.id.desc())).first()
        assert r is not None and r.soort == "aanbod" and r.wetten == ["geen"] and r.plan_tot is None, "an offer is no melding"


def test_another_matter_is_another_conversation_but_the_own_story_goes_along(app) -> None:
    klant = Klant(app)
    klant.open("/").druk("Verder", vraag="ik kom niet rond")
    klant.stuur("/gesprek?over=hulp-past-niet", {"stap": "past_wat", "antwoord": "slechter"})
    assert "ik kom niet rond" in klant.tekst
    klant.stuur("/gesprek?over=zorgen-om-iemand", {"stap": "zorgen_wie", "antwoord": "buur"})
    assert "ik kom niet rond" not in klant.tekst


# --- to the editors, and counts -------------------------------------------------------------------------------------------


def test_a_sentence_reaches_the_editors_only_as_sent(app) -> None:
    klant = Klant(app)
    klant.open("/").druk("Verder", vraag="我需要帮助")
    with app.state.db.lees() as s:
        assert s.scalar(select(func.count()).select_from(Bericht)) == 0, "typing keeps nothing"
    assert "Past er niets bij u?" in klant.tekst
    klant.druk("Stuur deze zin naar de redactie", 422, zin="  ")
    assert "Schrijf eerst uw zin" in klant.tekst and "Fout:" in klant.antwoord.text.split("</title>")[0]
    klant.druk("Stuur deze zin naar de redactie", zin="een club voor frobnicatie, bel 06 12345678")
    assert "De redactie leest uw zin" in klant.tekst
    with app.state.db.lees() as s:
        [b] = s.scalars(select(Bericht).where(Bericht.soort == "zin"))
        assert b.tekst == "een club voor frobnicatie, bel [telefoonnummer weggehaald]" and b.gegevens == {}


def test_who_was_not_helped_may_say_what_was_missing(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="waar kan ik een rolstoel lenen")
    aisha.druk("nee")
    assert "Past er niets bij u?" in aisha.tekst and "rolstoel" in aisha.tekst


def test_without_a_database_the_sentence_comes_back(leeg) -> None:
    klant = Klant(leeg(database_url="postgresql://niemand@127.0.0.1:1/weg"))
    klant.stuur("/zin", {"zin": "een club voor frobnicatie"}, 503)
    assert "een club voor frobnicatie" in klant.antwoord.text and "Uw tekst staat er nog" in klant.tekst


def test_only_codes_are_counted_once_a_visit_and_never_near_danger(leeg) -> None:
    app = leeg()

    def rijen() -> dict[tuple[str, str], int]:
        with app.state.db.lees() as s:
            return {(t.wat, t.buurt): t.aantal for t in s.scalars(select(Telling))}

    klant = Klant(app)
    for _ in range(3):
        klant.open("/").druk("Verder", vraag="is er een voedselbank in de Molenwijk, ik heb schulden")
    assert rijen()["gevraagd:voedselbank", "molenwijk"] == 1 and rijen()["gevonden:schuld", "molenwijk"] == 1
    Klant(app).open("/zoeken").druk("Zoek", vraag="voedselbank")
    assert rijen()["gevraagd:voedselbank", ""] == 1
    eerst = rijen()
    for zin in ("mijn vriend slaat me en ik heb schulden", "ik wil niet meer leven", "ik voel me thuis niet veilig, mijn huis"):
        Klant(app).open("/").druk("Verder", vraag=zin)
    assert rijen() == eerst
    assert all(re.fullmatch(r"(gevraagd|gevonden|helpt):[a-z_]+", wat) for wat, _ in eerst)


def test_editors_see_what_ten_visits_asked_and_no_less(leeg) -> None:
    db = leeg().state.db
    for i in range(MINSTENS):
        tel_alle(db, te_tellen(("voedselbank",), i % 2 == 0), "molenwijk" if i else "centrum")
    for _ in range(MINSTENS - 1):
        tel_alle(db, te_tellen(("tuin",), True))
    with db.lees() as s:
        assert gevraagd(s, week()) == [Gevraagd("voedselbank", "", 10, 5)]
        assert gevraagd(s, week(), per_buurt=True) == [], "nine in one buurt are not shown"
        assert gevraagd(s, "2999-W01") == []


# --- mijn lijst ----------------------------------------------------------------------------------------------------------


def ontpakt(pdf: bytes) -> bytes:
    """A PDF with its packed streams beside it."""
    uit = [pdf]
    for stroom in re.findall(rb"stream\n(.*?)\nendstream", pdf, re.S):
        with contextlib.suppress(zlib.error):
            uit.append(zlib.decompress(stroom))
    return b"".join(uit)


def bewaar(klant: Klant, app, *kinds: str) -> list[str]:
    """Keep the first entry of each kind; their ids."""
    ids = [app.state.publicatie.kaart.per_soort[k][0].id for k in kinds]
    for i in ids:
        klant.stuur("/mijn-lijst", {"id": i})
    return ids


def test_the_list_goes_along_on_paper_in_a_calendar_a_mail_and_a_code(app, aisha: Klant) -> None:
    kaart = app.state.publicatie.kaart
    a, b = bewaar(aisha, app, "samen-eten", "budgetmaatje")
    namen = [kaart.alle[i].naam for i in (a, b)]
    pdf = aisha.http.get("/mijn-lijst.pdf")
    assert pdf.content.startswith(b"%PDF") and b"pdfuaid" in ontpakt(pdf.content), "tagged, PDF/UA"
    kalender = Calendar.from_ical(aisha.http.get("/mijn-lijst/agenda.ics").content)
    assert [namen[i] in str(e["summary"]) for i, e in enumerate(kalender.walk("VEVENT"))] == [True, True]
    mail = next(e.get("href") for e in aisha.pagina.iter(f"{X}a") if (e.get("href") or "").startswith("mailto:"))
    assert mail.startswith("mailto:?") and all(n in unquote(mail) for n in namen), "to nobody: the own mail program"
    svg = aisha.http.get("/mijn-lijst/code.svg")
    assert svg.headers["content-type"] == "image/svg+xml" and "<svg" in svg.text
    adres = f"/mijn-lijst?plekken={ml.codes([kaart.alle[i] for i in (a, b)])}"
    assert "aisha" not in adres and len(adres) < 60
    telefoon = Klant(app).open(adres)
    assert all(n in telefoon.tekst for n in namen) and "set-cookie" not in telefoon.antwoord.headers
    telefoon.druk("Bewaar deze lijst hier")
    assert "U bewaarde 2 plekken" in telefoon.tekst
    telefoon.druk("weg")
    assert "U bewaarde 1 plek" in telefoon.tekst


@pytest.mark.parametrize("soort", ["veilig-thuis", "verslavingszorg", "vrouwenopvang", "naasten-verslaving"])
def test_safety_and_addiction_never_go_into_a_code_a_calendar_or_a_mail(app, soort: str) -> None:
    kaart, klant = app.state.publicatie.kaart, Klant(app)
    stil, _gewoon = bewaar(klant, app, soort, "samen-eten")
    naam = kaart.alle[stil].naam
    assert naam in klant.tekst and "Niet alles gaat mee" in klant.tekst
    assert naam not in unquote(re.search(r'href="(mailto:[^"]+)"', klant.antwoord.text).group(1))  # type: ignore[union-attr]
    assert naam not in klant.http.get("/mijn-lijst/agenda.ics").text
    assert stil[:8] not in ml.codes(ml.in_het_openbaar(kaart, [kaart.alle[stil]]))
    assert not ml.uit_codes(kaart, stil[:8], kaart.alle[stil].nagekeken_op), "nor out of a code that somebody made"
    alleen = Klant(app)
    bewaar(alleen, app, soort)
    assert alleen.http.get("/mijn-lijst/code.svg").status_code == 404 and "code.svg" not in alleen.antwoord.text


@pytest.mark.parametrize("plekken", ["", "x", "........", "%00", "a" * 5000, "<script>"])
def test_a_broken_code_is_an_empty_list(app, plekken: str) -> None:
    klant = Klant(app)
    klant.open(f"/mijn-lijst?plekken={plekken}")
    assert "Uw lijst is nog leeg" in klant.tekst


# --- idle, and leaving ------------------------------------------------------------------------------------------------------


def test_the_warning_comes_two_minutes_before_the_end_and_going_on_gives_another_hour(app) -> None:
    with time_machine.travel(1_800_000_000, tick=False) as klok:
        klant = Klant(app)
        klant.open("/").druk("Verder", vraag="ik kom niet rond")
        assert 'data-na="58.0"' in klant.antwoord.text and "Bent u er nog?" in klant.antwoord.text
        klok.shift(50 * 60)
        klant.open("/gesprek")
        assert 'data-na="8.0"' in klant.antwoord.text, "reading on does not lengthen it"
        klant.stuur("/gesprek/verlengen", {})
        klok.shift(50 * 60)
        klant.open("/gesprek")
        assert "ik kom niet rond" in klant.tekst
        klok.shift(61 * 60)
        klant.open("/gesprek")
        assert "ik kom niet rond" not in klant.tekst and "Uw antwoorden zijn weg" in klant.tekst
    assert time.time() < 1_900_000_000


def test_wis_alles_nu_stands_where_answers_may_be(app) -> None:
    klant = Klant(app)
    klant.open("/").druk("Verder", vraag="ik kom niet rond")
    bewaar(klant, app, "samen-eten")
    for pad in ("/gesprek", "/mijn-lijst"):
        klant.open(pad)
        assert "Wis alles nu" in klant.tekst
    klant.druk("Wis alles nu")
    assert klant.pad == "/" and not klant.http.cookies.get("__Host-gesprek") and not klant.http.cookies.get("__Host-lijst")


def test_snel_weg_forgets_and_leads_to_an_allowed_neutral_site(app, tmp_path: Path) -> None:
    klant = Klant(app)
    klant.open("/").druk("Verder", vraag="ik kom niet rond")
    assert len(re.findall(r'class="utrecht-skip-link"', klant.antwoord.text)) == 2, "the second skip link leaves"
    assert re.search(r'class="utrecht-skip-link" data-weg href="/snel-weg"', klant.antwoord.text)
    r = klant.http.get("/snel-weg", follow_redirects=False)
    assert r.status_code == 303 and r.headers["location"] == gemeente("lindewaard").snel_weg == "https://www.buienradar.nl/"
    assert r.headers["clear-site-data"] == '"cache", "cookies", "storage"' and r.headers["cache-control"] == "no-store"
    klant.open("/gesprek")
    assert "ik kom niet rond" not in klant.antwoord.text, "Back shows nothing"


def test_a_profile_may_not_lead_elsewhere(tmp_path: Path) -> None:
    tekst = (DATA / "gemeenten" / "lindewaard" / "gemeente.toml").read_text(encoding="utf-8")
    (tmp_path / "gemeente.toml").write_text(tekst.replace("https://www.buienradar.nl/", "https://kwaad.example/"))
    with pytest.raises(Fouten, match="snel_weg"):
        gemeente("lindewaard", tmp_path)


# --- bad input ---------------------------------------------------------------------------------------------------------------


BRIEF = ("Geachte mevrouw, wij schrijven u over uw afspraak. Uw BSN is 111222333. Bel ons op 06-12345678 of 030 1234567. " * 80)[:8000]


def test_a_pasted_letter_comes_back_without_its_numbers(app, tmp_path: Path) -> None:
    klant = Klant(app)
    klant.open("/").druk("Verder", 422, vraag=BRIEF)
    assert (
        "Uw verhaal mag 2.000 tekens lang zijn." in klant.tekst
        and "bewaren. Maak" not in klant.tekst
        and "Wij haalden nummers uit uw tekst weg" in klant.tekst
    )
    for nummer in ("111222333", "06-12345678", "030 1234567"):
        assert nummer not in klant.antwoord.text
    assert "Geachte mevrouw" in klant.antwoord.text, "the rest stays in the field"
    kort = Klant(app)
    kort.open("/").druk("Verder", vraag=BRIEF[:600])
    assert "Er stond een BSN in uw tekst" in kort.tekst and "Er stond een telefoonnummer in uw tekst" in kort.tekst
    assert "111222333" not in kort.antwoord.text and "06-12345678" not in kort.antwoord.text


@pytest.mark.parametrize(
    ("tekst", "schoon", "weg"),
    [
        ("bel 06-12345678", "bel [telefoonnummer weggehaald]", ("tel",)),
        ("bel +31 6 1234 5678 of 0031612345678", "bel [telefoonnummer weggehaald] of [telefoonnummer weggehaald]", ("tel",)),
        ("bel 113 of 0800-2000, ik heb € 12.500 schuld", "bel 113 of 0800-2000, ik heb € 12.500 schuld", ()),
        ("bsn 111222333 en 123456789", "bsn [nummer weggehaald] en 123456789", ("bsn",)),
        ("geboren 12-03-1980, postcode 1234 AB, 2 kinderen", "geboren 12-03-1980, postcode 1234 AB, 2 kinderen", ()),
    ],
)
def test_numbers_that_may_not_be_kept(tekst: str, schoon: str, weg: tuple[str, ...]) -> None:
    assert zonder_nummers(tekst) == (schoon, weg)


def test_masking_is_linear_on_hostile_digits() -> None:
    for stuk in ("1 ", "0-", "+1", "00 ", "9.", "+31 "):
        begin = time.perf_counter()
        zonder_nummers(stuk * 5000)
        assert time.perf_counter() - begin < 2


def test_an_answer_from_an_old_tab_says_so_and_loses_nothing(app) -> None:
    klant = Klant(app)
    klant.open("/").druk("Verder", vraag="ik kom niet rond")
    antwoorden(klant, ("buurt", "molenwijk"))
    klant.stuur("/gesprek", {"stap": "bestaat-niet-meer", "antwoord": "x"})
    assert "hoort niet meer bij dit gesprek" in klant.tekst and "Molenwijk" in klant.tekst and "ik kom niet rond" in klant.tekst
    klant.stuur("/gesprek", {"stap": "zorgen_wie", "antwoord": "buur"})
    assert "hoort niet meer bij dit gesprek" in klant.tekst and "Molenwijk" in klant.tekst
    # two tabs with a story of their own: what is on the page is true
    twee = Klant(app).open("/").druk("Verder", vraag="ik kom niet rond")
    twee.stuur("/", {"vraag": "ik zorg voor mijn man met dementie"})
    twee.stuur("/gesprek", {"stap": "zorgen_wie", "antwoord": "buur"})
    assert "Wij gaan verder met wat u het laatst vertelde." in twee.tekst and "andere antwoorden staan er nog" not in twee.tekst
    # two tabs answer different questions: both stand
    een, ander = Klant(app), Klant(app)
    een.open("/").druk("Verder", vraag="ik kom niet rond")
    ander.http.cookies.update(een.http.cookies)
    antwoorden(een, ("buurt", "molenwijk"))
    ander.http.cookies.update(een.http.cookies)
    antwoorden(ander, ("bedreigend", "nee"))
    assert "Molenwijk" in ander.tekst and "Nee, gelukkig niet" in ander.tekst


def test_what_was_typed_counts_not_what_stands_in_the_place_of_a_number(app) -> None:
    """A mask is longer than its number: 1,900 letters typed are no more than 2,000."""
    verhaal = ("Ik kom niet rond en ik bel steeds met 06-12345678 over geld. " * 40)[:1900].strip()
    assert len(zonder_nummers(verhaal)[0]) > 2000
    klant = Klant(app).open("/").druk("Verder", vraag=verhaal)
    assert klant.pad.startswith("/gesprek") and "Er stond een telefoonnummer" in klant.tekst
    klant.open("/gesprek?wijzig=vraag").druk("Verder", vraag=zonder_nummers(verhaal)[0])
    assert klant.pad.startswith("/gesprek"), "nor when it comes back in the field"
    antwoord_ = ("bel 06-12345678 of 030-1234567 " * 10)[:290]
    klant.stuur("/gesprek", {"stap": "ik_wil", "antwoord": antwoord_})
    assert "tekens lang" not in klant.tekst
    Klant(app).open("/").druk("Verder", 422, vraag="a" * 2001).open("/").druk("Verder", vraag="a" * 2000)


def test_a_number_that_was_seen_stays_also_when_its_text_was_too_long_to_keep(app) -> None:
    lang = "Het was een lange dag. " * 150 + "Ik wil niet meer leven. "
    klant = Klant(app).open("/").druk("Verder", vraag=lang)
    assert klant.h1 == "Praat nu met iemand" and 'href="tel:113"' in klant.antwoord.text and "Uw verhaal was te lang." in klant.tekst
    assert klant.pad == "/gesprek?lang=1", "no code in the history"
    klant.druk("nummers-gezien")
    assert stap(klant) and "Bellen mag altijd:" in klant.tekst and 'href="tel:113"' in klant.antwoord.text
    klant.druk("overslaan")
    assert "Bellen mag altijd:" in klant.tekst
    # the same in an answer, in the middle of a conversation
    klant = Klant(app).open("/").druk("Verder", vraag="ik kom niet rond")
    klant.stuur("/gesprek", {"stap": "ik_wil", "antwoord": "Het was een lange dag. " * 20 + "Ik wil niet meer leven. "})
    assert klant.h1 == "Praat nu met iemand" and 'href="tel:113"' in klant.antwoord.text
    klant.druk("nummers-gezien")
    assert "ik kom niet rond" in klant.tekst and "Bellen mag altijd:" in klant.tekst
    klant.open("/gesprek?lang=1").druk("niet-over-mij")
    assert "Bellen mag altijd:" not in klant.tekst
    ander = zonder_koekjes(app).open("/").druk("Verder", vraag=lang)
    assert ander.h1 == "Praat nu met iemand" and 'href="tel:113"' in ander.antwoord.text


@pytest.mark.parametrize("koekje", ["x", "A" * 3000, "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_a_forged_cookie_gets_a_plain_sentence(app, koekje: str) -> None:
    klant = Klant(app)
    klant.http.cookies.set("__Host-gesprek", koekje)
    klant.open("/gesprek")
    assert "Uw antwoorden zijn weg" in klant.tekst and "bel ons" in klant.tekst


def test_an_answer_too_long_comes_back_at_its_own_field(app) -> None:
    klant = Klant(app)
    klant.open("/").druk("Verder", vraag="ik kom niet rond")
    klant.stuur("/gesprek", {"stap": "bedreigend", "eigen": "rust " * 100}, 422)
    assert (
        "Uw antwoord mag 300 tekens lang zijn." in klant.tekst
        and 'id="eigen-fout"' in klant.antwoord.text
        and "rust rust" in klant.antwoord.text
    )


# --- danger, somebody else, grief, age --------------------------------------------------------------------------------------


@pytest.mark.parametrize("niveau", ["nu", "zacht"])
def test_nothing_is_guessed_beside_danger(kaart, niveau: str) -> None:
    zwak = tuple(Gevonden(kaart.tax.soorten[s], 0.3, tuple) for s in ("geldinloop", "woningaanpassing"))
    g = replace(_gelezen(kaart, "xyz", Begrepen()), soorten=zwak)
    signaal = (Signaal("suicide", niveau, (), "regel"),)

    def bedoelt(b: Begrepen) -> tuple[Any, ...]:
        return _begrip(kaart, replace(g, begrepen=b), "", set(), 5, None, None).bedoelt

    assert bedoelt(Begrepen()) and not bedoelt(Begrepen(signalen=signaal))
    weg = bekijk(kaart, Gesprek(vraag="zxcv", antwoorden={"mentaal_hoe": ("=ik wil niet meer leven",)}, onderwerp="mentaal")).begrip
    assert weg.signalen and not weg.bedoelt


def test_the_fold_beside_danger_is_never_empty(app, monkeypatch: pytest.MonkeyPatch) -> None:
    def zonder_hulp(*a: Any, **k: Any) -> Any:
        beeld = bekijk(*a, **k)
        return replace(beeld, meer=(), begrip=replace(beeld.begrip, items=()))

    vraag = "ik wil er een einde aan maken"
    assert bekijk(app.state.publicatie.kaart, Gesprek(vraag=vraag)).begrip.advies
    monkeypatch.setattr("portal.inwoner.gesprek.bekijk", zonder_hulp)
    klant = Klant(app).open("/").druk("Verder", vraag=vraag)
    assert klant.h1 == "Praat nu met iemand" and "Bekijk hier andere hulp" not in klant.tekst and 'id="hulp"' not in klant.antwoord.text
    monkeypatch.undo()
    klant = Klant(app).open("/").druk("Verder", vraag="mijn vriend slaat me")
    assert "Bekijk hier andere hulp" in klant.tekst and klant.antwoord.text.count('class="kaart"')


def _vragen(kaart, tekst: str) -> list[str]:
    """The questions that follow a text, each skipped."""
    g, gevraagd_ = Gesprek(vraag=tekst), []
    while s := bekijk(kaart, g).positie.stap:
        gevraagd_.append(s.naam)
        g = g.met_antwoord(s.naam, ("-",))
    return gevraagd_


def test_a_relative_reads_the_advice_for_relatives(kaart) -> None:
    def titels(tekst: str, soort: str, over: str = "") -> set[str]:
        v = replace(begrijp(kaart, "ik kom niet rond").items[0], soort=kaart.tax.soorten[soort], because=("x",))
        b = Begrip(tekst=tekst, domeinen=(Kenmerk("verslaving", ()),), items=(v,))
        return {a.titel for a in _advies_van(b, over)}

    zelf, naaste = ({_advies()[d, w].titel for w in ("eigen_kracht", "netwerk")} for d in ("verslaving", "naasten-verslaving"))
    assert titels("mijn man gokt al ons geld weg", "naasten-verslaving") == naaste
    assert titels("ik ben 16 en mijn moeder drinkt", "naasten-verslaving") == naaste
    assert titels("ik drink te veel", "naasten-verslaving") == zelf == titels("mijn man en ik drinken", "verslavingszorg")
    assert titels("", "verslavingszorg", "partner") == naaste and titels("", "naasten-verslaving", "zelf") == zelf
    bij_partner = bekijk(kaart, Gesprek(onderwerp="verslaving", antwoorden={"verslaving_wie": ("partner",)})).begrip.advies
    assert {a.titel for a in bij_partner} == naaste


@pytest.mark.parametrize(
    ("tekst", "middel"),
    [
        ("mijn man gokt al ons geld weg", True),
        ("my husband gambles", True),
        ("mój mąż pije", True),
        ("eşim kumar oynuyor", True),
        ("زوجي يشرب", True),
        ("мій чоловік п'є", True),
        ("mijn man is verslaafd", False),
    ],
)
def test_what_is_used_is_not_asked_when_the_text_says_it(tekst: str, middel: bool) -> None:
    f = Feiten(domeinen=("verslaving",), middel=bekend(tekst).middel)
    p = play(scripts(), ["verslaving"], {"verslaving_wie": ("partner",)}, f)
    assert bekend(tekst).middel is middel and (p.stap is not None and p.stap.naam == "verslaving_wat") is not middel


@pytest.mark.parametrize(
    ("tekst", "beroep"),
    [
        ("ik ben wijkverpleegkundige en zoek dagbesteding voor een cliënt", True),
        ("ik ben huisarts en zoek hulp voor een patiënt", True),
        ("ik ben leerkracht en een leerling van mij heeft het thuis moeilijk", True),
        ("wij zijn een woningcorporatie en een huurder heeft schulden", True),
        ("mijn cliënt heeft geen geld voor eten", True),
        ("als mentor zoek ik hulp voor een leerling", True),
        ("I am a nurse and I am looking for day care for a client", True),
        ("jestem pielęgniarką i szukam pomocy dla pacjenta", True),
        ("ben hemşireyim, bir hasta için yardım arıyorum", True),
        ("أنا ممرضة وأبحث عن مساعدة لمريضتي", True),
        ("я медсестра і шукаю допомогу для пацієнта", True),
        ("ik ben docent en ik ben overspannen", False),
        ("ik ben verpleegkundige en mijn man is ziek", False),
        ("mijn buurvrouw heeft geen huisarts", False),
        ("ik ben huurder en heb schulden", False),
    ],
)
def test_who_asks_by_profession_asks_for_another(kaart, tekst: str, beroep: bool) -> None:
    assert bekend(tekst).beroep is beroep
    if beroep:
        beeld = bekijk(kaart, Gesprek(vraag=tekst, antwoorden={"verder": ("ja",)}))
        assert not beeld.begrip.advies and not {m.code for m in beeld.begrip.markers} & VAN_UZELF
        if beeld.gesprek.onderwerp != "zorgen-om-iemand":
            assert set(_vragen(kaart, tekst)) <= {"buurt"}
            assert beeld.positie.stap and beeld.positie.stap.vraag == "In welke buurt woont deze persoon?"


def test_a_professional_who_worries_gets_the_questions_about_another() -> None:
    al = bekend("ik ben huisarts en maak me zorgen over een patiënt")
    assert over_een_ander(Begrepen(), (), al)
    zoekt = bekend("ik ben huisarts en zoek hulp voor een patiënt")
    assert not over_een_ander(Begrepen(), (), zoekt) and over_een_ander(Begrepen(markers=MIJDER), (), zoekt)


def test_grief_is_never_a_plain_question(kaart) -> None:
    rouwgroep = Gevonden(kaart.tax.soorten["rouwgroep"], 0.6, tuple)
    g = _lees(kaart, "waar kan ik een rolstoel lenen")
    b = begrijp(kaart, g.tekst)
    assert eenvoudig(b, g) and not eenvoudig(b, replace(g, soorten=(*g.soorten, rouwgroep)))
    for tekst in ("mijn man is overleden", "mój mąż zmarł", "my mum passed away", "annem vefat etti", "توفي زوجي", "чоловік помер"):
        assert bekend(tekst).verlies and not eenvoudig(b, replace(g, tekst=tekst)), tekst
    contact = (Kenmerk("contact", ()),)
    lijntje = _advies()["contact", "netwerk"]
    assert lijntje in _advies_van(Begrip(tekst="ik ben alleen", domeinen=contact))
    assert lijntje not in _advies_van(Begrip(tekst="ik mis mijn vrouw, ze is gestorven", domeinen=contact))


def test_an_entry_for_another_age_is_never_proposed(kaart) -> None:
    def past(tekst: str, leeftijd: int | None, antwoord: dict[str, tuple[str, ...]], van: int | None, tot: int | None) -> bool:
        f = _op_leeftijd(_gelezen(kaart, tekst, Begrepen(leeftijd=leeftijd)), antwoord, None)
        v = replace(next(iter(kaart.alle.values())), leeftijd_van=van, leeftijd_tot=tot)
        return f is None or f.laat_door(v)

    assert past("ik zoek een club", 13, {}, 10, 18) and not past("ik zoek een club", 13, {}, 16, 27)
    assert past("ik zoek een club", None, {}, 16, 27), "no age known"
    onder, ouder = {"jongeren_leeftijd": ("onder-16",)}, {"leeftijd": ("67-plus",)}
    assert not past("", None, onder, 16, 27) and past("", None, onder, 12, 18) and not past("", None, onder, 18, None)
    assert not past("ik zoek een club", None, ouder, 18, 27) and past("ik zoek een club", None, ouder, 60, None)
    assert past("ik ben 45 en mijn zoon zoekt een club", 45, {}, 4, 12), "the age of who asks is not that of the child"
    assert not past("ik ben 13 en mijn moeder drinkt", 13, {}, 18, None), "a child is never sent to what is for adults"
    jong = bekijk(kaart, Gesprek(onderwerp="jongeren", antwoorden=onder))
    rij = [*jong.begrip.items, *jong.meer]
    assert rij and not [v.voorziening.naam for v in rij if (v.voorziening.leeftijd_van or 0) > 15]


def test_nobody_is_a_carer_who_names_no_other(kaart) -> None:
    velden = {"mantelzorg": Veld(9.0, tuple), "gezondheid": Veld(1.0, tuple)}
    steun = (Gevonden(kaart.tax.soorten["mantelzorgadvies"], 0.9, tuple),)
    for tekst, zorgt in [
        ("ik vergeet steeds meer en ben bang dat ik dement word", False),
        ("ik ben net moeder geworden en huil alleen maar", False),
        ("ik ben 13 en heb niemand op school", False),
        ("ik ben leerkracht en een leerling van mij heeft het moeilijk", False),
        ("ik zorg voor mijn moeder", True),
        ("ik trek de zorg niet meer", True),
        ("ik zoek een mantelzorgmakelaar", True),
    ]:
        g = replace(_gelezen(kaart, tekst, Begrepen(rol="mantelzorger", velden=velden)), soorten=steun)
        assert zorgt_misschien(bekend(tekst), g.lezing) is zorgt, tekst
        beeld = bekijk(kaart, Gesprek(vraag=tekst))
        assert zorgt or "mantelzorg" not in beeld.onderwerpen, tekst
        assert zorgt or not {a.naam for _, a in volgorde(scripts(), beeld.onderwerpen) if a.naam.startswith("mantelzorg_")}
        assert "mantelzorg" in {d.code for d in _begrip(kaart, g, "", set(), 5, None, None).domeinen}, "found alike at every door"


@pytest.mark.parametrize("naam", ["hulp-a", "achtergehouden-4-triage", "mantelzorg"])
def test_the_conversation_finds_what_every_door_finds(kaart, naam: str) -> None:
    """Before any answer: the same entries in the same order, the same domains and markers."""
    for r in rijen(naam)[::4]:
        a, b = begrijp(kaart, r["text"]), bekijk(kaart, Gesprek(vraag=r["text"])).begrip
        assert [v.voorziening.id for v in a.items] == [v.voorziening.id for v in b.items], r["text"]
        assert {d.code for d in a.domeinen} == {d.code for d in b.domeinen} and {m.code for m in a.markers} == {m.code for m in b.markers}


def test_it_is_too_much_only_for_who_cares_or_says_nothing_else(kaart) -> None:
    beeld = bekijk(kaart, Gesprek(vraag=MOE))
    moe = Kenmerk("overbelast", ("niet meer",))

    def reden(*domeinen: str) -> bool:
        b = replace(beeld.begrip, markers=(moe,), domeinen=tuple(Kenmerk(d, ()) for d in domeinen))
        return moe in replace(beeld, begrip=b).redenen

    assert reden("mantelzorg") and reden() and not reden("gezin", "contact")


# --- who is asked what ---------------------------------------------------------------------------------------------------------


def _gelezen(kaart, tekst: str, begrepen: Begrepen) -> Any:
    """A text as if it was understood like this: tests that do not hang on what was learned."""
    return replace(_lees(kaart, tekst), begrepen=begrepen)


def _feit(kaart, tekst: str, begrepen: Begrepen) -> Feiten:
    b = replace(begrijp(kaart, tekst), begrepen=begrepen, signalen=begrepen.signalen, markers=begrepen.markers)
    return _feiten(Gesprek(vraag=tekst), b, _gelezen(kaart, tekst, begrepen), "", False)


def test_nobody_is_a_carer_by_a_sad_text_alone(kaart) -> None:
    """The learned role fires on nearly any short sad text: it counts only where caring is the matter."""
    f = _feit(kaart, "de trap is te steil", Begrepen(rol="mantelzorger"))
    assert "mantelzorg" not in f.domeinen and f.rol == ""
    assert _feit(kaart, "ik heb schulden", Begrepen(rol="mantelzorger")).rol == "zelf"
    assert _feit(kaart, MOE, Begrepen(rol="mantelzorger")).rol == "mantelzorger"


@pytest.mark.parametrize(
    "tekst", ["ik ga mezelf iets aandoen", "mijn man slaat me", "mijn vrouw is overleden, ik ben 84", "ik kan niet meer naar de winkel"]
)
def test_who_cares_for_nobody_is_not_asked_how_long_it_can_go_on(kaart, tekst: str) -> None:
    g, gevraagd_ = Gesprek(vraag=tekst), []
    while s := bekijk(kaart, g).positie.stap:
        gevraagd_.append(s.naam)
        g = g.met_antwoord(s.naam, ("-",))
    assert gevraagd_ and not [n for n in gevraagd_ if n == "volhoudtijd" or n.startswith("mantelzorg_")]


def test_danger_that_an_answer_tells_counts_for_the_next_question(kaart) -> None:
    g = Gesprek(onderwerp="jongeren", antwoorden={"jongeren_wat": ("thuis",)}, vraag=MOE)
    assert bekijk(kaart, g.met_antwoord("jongeren_veilig", ("ja",))).positie.stap.naam == "volhoudtijd"  # type: ignore[union-attr]
    assert bekijk(kaart, g.met_antwoord("jongeren_veilig", ("nee",))).positie.stap.naam != "volhoudtijd"  # type: ignore[union-attr]


MIJDER = (Kenmerk("zorgmijder", ()),)
BUURVROUW = "mijn buurvrouw van 90 ruikt naar urine en doet niet open"


def _nu(code: str) -> tuple[Signaal, ...]:
    return (Signaal(code, "nu", (), "regel"),)


@pytest.mark.parametrize(
    ("tekst", "b", "domeinen", "ander"),
    [
        (BUURVROUW, Begrepen(markers=MIJDER, rol="naaste"), ("mentaal",), True),
        ("vader jaagt iedere verpleegster weg", Begrepen(markers=MIJDER, rol="naaste"), ("gezondheid",), True),
        ("vader jaagt iedere verpleegster weg", Begrepen(markers=MIJDER, rol="naaste"), ("mantelzorg",), False),
        ("ik zorg voor mijn buurvrouw, zij doet niet open", Begrepen(markers=MIJDER, rol="mantelzorger"), ("mantelzorg",), False),
        ("ik maak me zorgen over mijn buurman", Begrepen(rol="mantelzorger"), (), True),
        ("martwię się o sąsiadkę", Begrepen(), (), True),
        ("ik maak me zorgen over mijn zoon van 8", Begrepen(rol="naaste"), ("gezin",), False),
        ("ik maak me zorgen over mijn geld", Begrepen(), ("geld",), False),
        ("mijn buurman slaat zijn kinderen", Begrepen(_nu("kind-onveilig"), rol="naaste"), ("veiligheid",), True),
        ("mijn buurman slaat mij", Begrepen(_nu("geweld"), rol="naaste"), ("veiligheid",), False),
        ("جارنا يضربني", Begrepen(_nu("geweld")), ("veiligheid",), False),
        ("de sleutel ligt bij de buurvrouw, ik heb alles geregeld", Begrepen(_nu("suicide")), ("mentaal",), False),
        ("mijn tante zoekt een maatje", Begrepen(rol="naaste"), ("contact",), False),
        ("mijn buurman van 16 is weg, ik ben 15", Begrepen(markers=MIJDER, leeftijd=15), (), False),
    ],
)
def test_a_worry_about_another_is_read_by_its_words_not_by_a_learned_role_alone(
    tekst: str, b: Begrepen, domeinen: tuple[str, ...], ander: bool
) -> None:
    assert over_een_ander(b, [Kenmerk(d, ()) for d in domeinen], bekend(tekst)) is ander


def test_who_worries_about_a_neighbour_is_not_treated_as_the_patient(app, kaart) -> None:
    """The questions, the cards and what is sent: as if they came by that door; the own words stay."""
    beeld = bekijk(kaart, Gesprek(vraag="ik maak me zorgen over mijn buurvrouw van 90, zij doet niet open"))
    assert beeld.gesprek.onderwerp == beeld.onderwerpen[0] == "zorgen-om-iemand"
    assert "zorgen-over-iemand" in {v.soort.code for v in beeld.begrip.items} and not beeld.begrip.advies
    klant = Klant(app)
    klant.open("/").druk("Verder", vraag="ik maak me zorgen over mijn buurvrouw van 90, zij doet niet open")
    while stap(klant):
        assert stap(klant) == "buurt" or stap(klant).startswith("zorgen_"), stap(klant)
        assert "rust kan geven" not in klant.tekst
        klant.druk({"zorgen_weet": "nee"}.get(stap(klant), "overslaan"))
    assert "Zullen wij meekijken?" in klant.tekst and "buurvrouw van 90" in klant.tekst
    klant.volg("Ja, kijk mee")
    assert "Voor wie vraagt u hulp?" not in klant.tekst, "known: for another"
    klant.druk("Verder", naam="Aisha", manier="bellen", telefoon="06 12345678")
    klant.druk("versturen")
    with app.state.db.lees() as s:
        r = s.scalars(select(Verwijzing).order_by(Verwijzing.id.desc())).first()
        assert r is not None and r.soort == "signaal"


def test_what_was_read_of_another_is_no_trouble_of_the_reporter(kaart) -> None:
    g = Gesprek(onderwerp="zorgen-om-iemand", antwoorden={"zorgen_weet": ("niet-blij",)}, vraag="mijn vrouw is op, ik kan het niet meer")
    b = bekijk(kaart, g).begrip
    assert {m.code for m in b.markers} == {"zorgmijder"} and not b.advies


@pytest.mark.parametrize(
    ("pad", "antwoord", "dicht"),
    [
        ("/weet-niet", (("weet_waar", "gevoel"), ("weet_zwaar", "gaat-niet")), True),
        ("/weet-niet", (("weet_waar", "geld"), ("weet_zwaar", "gaat-niet")), False),
        ("/zorgen-om-iemand", (("zorgen_wat", "geweld"), ("nummers-gezien", "")), False),
    ],
)
def test_when_we_are_closed_the_huisartsenpost_stands_there_only_for_health_and_care(
    app, monkeypatch: pytest.MonkeyPatch, pad: str, antwoord: tuple[tuple[str, str], ...], dicht: bool
) -> None:
    for dag in (KANTOOR, NACHT):
        monkeypatch.setattr("portal.inwoner.gesprek.nu", lambda m=dag: m)
        klant = Klant(app)
        for naam, waarde in antwoord:
            klant.stuur(f"/gesprek?over={pad.strip('/')}", {"stap": naam, "antwoord": waarde})
        main = klant.antwoord.text.split("<main", 1)[1].split("<h1")[0]
        gezien = ("nummers-gezien", "") in antwoord
        if gezien:  # one strip: who answers at this moment joins the number for the danger
            assert (app.state.gemeente.telefoon.toon in main) == (dag is KANTOOR)
        else:
            assert ("Bel ons dan nu zelf" in main) == (dag is KANTOOR)
        assert ("Wij zijn nu dicht" in main) == (dag is NACHT and dicht)
        assert ("Bellen mag altijd:" in main) == gezien, "danger has a number of its own"


def test_the_number_for_a_threat_of_eviction_is_not_promised_on_a_sunday() -> None:
    assert NOOD["afsluiting"][1].startswith("Bel vandaag, of zodra zij open zijn.")


@pytest.mark.parametrize(
    ("vraag", "antwoord", "weg"),
    [
        ("ik heb al bij de voedselbank aangeklopt, dat hielp niet", "", {"voedselbank"}),
        ("ik zoek een maatje, maatje geprobeerd maar niks", "", {"maatje"}),
        ("ik zoek een maatje", "een maatje", {"maatje"}),
        ("ik kan mijn schulden niet betalen en heb geen eten", "de voedselbank en schuldhulp", {"voedselbank", "schuldhulpverlening"}),
    ],
)
def test_what_was_tried_is_never_proposed_again(kaart, vraag: str, antwoord: str, weg: set[str]) -> None:
    beeld = bekijk(kaart, Gesprek(vraag=vraag, antwoorden={"verder": ("ja",)} | ({"geprobeerd": (antwoord,)} if antwoord else {})))
    assert not weg & {v.soort.code for v in (*beeld.begrip.items, *beeld.meer)}
    assert weg <= {v.soort.code for v in beeld.begrip.geprobeerd}, "folded, not lost"
    if not antwoord:
        assert beeld.begrip.items and not [v.because for v in beeld.begrip.items if "voedselbank" in v.because], (
            "no reason for another card"
        )


def test_who_says_what_was_tried_or_names_no_topic_is_asked_on(kaart) -> None:
    def plein(tekst: str) -> bool:
        g = _lees(kaart, tekst)
        return eenvoudig(_begrip(kaart, g, "", set(), 15, None, None), g)

    assert plein("waar kan ik een rolstoel lenen") and not plein("waar kan ik een rolstoel lenen, thuiszorgwinkel al geprobeerd")
    g = _lees(kaart, "waar kan ik een rolstoel lenen")
    assert not eenvoudig(replace(begrijp(kaart, g.tekst), domeinen=()), g)


def test_the_words_are_surer_of_who_asks_than_what_was_learned(kaart) -> None:
    assert _feit(kaart, "ik drink elke dag", Begrepen(rol="naaste")).rol == "zelf"
    assert _feit(kaart, "mijn vader drinkt", Begrepen()).rol == "naaste"
    assert _feit(kaart, "mijn vader drinkt en ik ben bang", Begrepen()).rol == ""
    assert _feit(kaart, "ik ben 12", Begrepen(rol="kind")).rol == "kind"


@pytest.mark.parametrize(("stap_", "code"), [("wonen_wat", "eruit"), ("bedreigend", "huis-uit")])
def test_the_house_that_must_be_left_is_not_asked_twice(kaart, stap_: str, code: str) -> None:
    g = Gesprek(onderwerp="geld", antwoorden={stap_: (code,), "andere_dingen": ("wonen",)})
    while s := bekijk(kaart, g).positie.stap:
        assert s.naam not in ("bedreigend", "wonen_wat")
        g = g.met_antwoord(s.naam, ("-",))


def _jong(kaart, tekst: str) -> tuple[list[str], list[str], Any]:
    """The questions, the kinds and the page of somebody who says to be younger than 18."""
    g, gevraagd_ = Gesprek(vraag=tekst), []
    beeld = bekijk(kaart, g)
    while s := bekijk(kaart, g).positie.stap:
        gevraagd_.append(s.naam)
        g = g.met_antwoord(s.naam, ("-",))
    return gevraagd_, [v.soort.code for v in beeld.begrip.items], beeld


@pytest.mark.parametrize(
    ("tekst", "wel", "niet"),
    [
        ("ik word gepest op school, ik ben 16", "mentale-hulp-jongeren", "opvoedadvies"),
        ("ik ben 16 en ik zorg voor mijn moeder, zij heeft ms", "jonge-mantelzorgers", "mantelzorgadvies"),
        ("mijn vader is ziek en ik doe alles thuis, ik ben 15", "jonge-mantelzorgers", "mantelzorgadvies"),
        ("ik ben 16 en heb schulden", "actieteam-jongeren", "schuldhulpverlening"),
        ("ik ben 15 en mijn ouders gaan scheiden", "scheidingshulp", "opvoedadvies"),
        ("ik ben 14, mijn vader is altijd boos", "mentale-hulp-jongeren", "opvoedadvies"),
        ("ik ben 17 en mijn ouders maken altijd ruzie", "scheidingshulp", "opvoedadvies"),
        ("ik ben 15 en zoek een bijbaan", "hulp-naar-werk", "mentale-hulp-jongeren"),
    ],
)
def test_a_pupil_gets_the_questions_and_the_kinds_for_the_young(kaart, tekst: str, wel: str, niet: str) -> None:
    gevraagd_, soorten, beeld = _jong(kaart, tekst)
    assert beeld.onderwerpen[0] == "jongeren" and "buurt" in gevraagd_
    assert not {"leeftijd", "jongeren_leeftijd", "voor_wie", "gezin_veilig", "mentaal_dood"} & set(gevraagd_)
    assert wel in soorten and niet not in soorten
    assert ("jongeren_veilig" in gevraagd_) or not bekend(tekst).naaste, "who speaks of home is asked whether it is safe there"
    assert "gezin" not in {a.domein for a in beeld.begrip.advies}, "advice for parents"
    if wel == "jonge-mantelzorgers":
        assert soorten[0] == wel


def test_a_job_beside_school_is_no_worry(app, kaart) -> None:
    gevraagd_, soorten, beeld = _jong(kaart, "ik ben 15 en zoek een bijbaan")
    assert gevraagd_ == ["buurt"] and {kaart.tax.soorten[s].domein for s in soorten} <= {"werk", "gezin"}
    assert not [a for a in beeld.begrip.advies if a.domein == "mentaal"]
    klant = Klant(app)
    klant.open("/").druk("Verder", vraag="ik ben 15 en zoek een bijbaan")
    assert "Wil je nu praten?" not in klant.tekst and "Kindertelefoon" in klant.tekst, "beside the page, not above it"
    klant.open("/").druk("Verder", vraag="ik ben 15 en ik voel me rot")
    assert "Wil je nu praten?" in klant.tekst
    zwaar = replace(begrijp(kaart, "ik ben 15 en zoek een bijbaan"), markers=(Kenmerk("overbelast", ()),))
    g = _lees(kaart, zwaar.tekst)
    assert not _feiten(Gesprek(vraag=zwaar.tekst), zwaar, g, "", False).licht


@pytest.mark.parametrize("taal", ["en", "ar"])
def test_in_another_language_an_answer_without_a_reaction_shows_no_header_of_the_catalogue(app, taal: str) -> None:
    assert vertaling(taal).gettext("") == ""
    for pad in ("/zorgen-om-iemand", "/hulp-past-niet"):
        klant = Klant(app, taal).open(f"{pad}?taal={taal}")
        while s := stap(klant):
            actie = unescape(re.findall(r'action="(/gesprek[^"]*)"', klant.antwoord.text)[0])
            waarde = re.findall(r'name="antwoord"[^>]* value="([^"]+)"', klant.antwoord.text)
            klant.stuur(actie, {"stap": s, "antwoord": waarde[-1] if waarde else "x"})
            assert "Project-Id-Version" not in klant.antwoord.text, s


@pytest.mark.parametrize("weet", ["ja", "niet-blij", "nee", "durf-niet"])
def test_a_worry_stays_a_signal_whatever_the_other_knows_and_promises_no_call(app, weet: str) -> None:
    klant = Klant(app)
    klant.open("/zorgen-om-iemand").druk("buur")
    antwoorden(klant, ("zorgen_gevaar", "binnenkort"), ("zorgen_wat", "geen-hulp"), ("buurt", "molenwijk"), ("zorgen_weet", weet))
    assert "Zullen wij meekijken?" in klant.tekst and "Wij bellen u uiterlijk" not in klant.tekst
    assert "U hoort of het bericht gelezen is." in klant.tekst
    klant.open("/verwijzing").druk("Verder", naam="Melder", manier="bellen", telefoon="000 111 22 33")
    assert "U maakt zich zorgen over een ander." in klant.tekst and "eigen plan" not in klant.tekst
    klant.druk("versturen")
    assert "eigen bijdrage" not in klant.tekst
    with app.state.db.lees() as s:
        r = s.scalars(select(Verwijzing).order_by(Verwijzing.id.desc())).first()
        assert r is not None and r.soort == "signaal" and r.plan_tot is None


@pytest.mark.parametrize("wie", ["mantelzorg", "hulpverlener"])
def test_who_does_not_want_it_did_not_ask_whoever_tells(kaart, wie: str) -> None:
    g = Gesprek(onderwerp="zorgen-om-iemand", antwoorden={"zorgen_weet": ("niet-blij",)}, bereik={"voor_wie": wie, "weet_ervan": "ja"})
    verzoek = SimpleNamespace(
        app=SimpleNamespace(state=SimpleNamespace(publicatie=SimpleNamespace(kaart=kaart))),
        state=SimpleNamespace(),
        cookies={},
        query_params={},
    )
    assert zending(verzoek, bekijk(kaart, g), []).soort == "signaal"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pad", "vraag", "voor_wie", "kost"),
    [("/", "ik kan mijn huis niet meer schoonmaken", "mezelf", True), ("/", "ik ben 14 en ik word gepest op school", "mezelf", False), ("/", "ik kan mijn huis niet meer schoonmaken", "ander", False)],
)  # fmt: skip
def test_an_own_contribution_is_named_only_to_an_adult_who_asks_for_themselves(
    app, pad: str, vraag: str, voor_wie: str, kost: bool
) -> None:
    klant = Klant(app)
    klant.open(pad).druk("Verder", vraag=vraag)
    klant.open("/verwijzing")
    klant.stuur("/verwijzing", {"actie": "bereik", "voor_wie": voor_wie, "naam": "Bo", "manier": "bellen", "telefoon": "000 111 22 33"})
    klant.druk("versturen")
    assert klant.h1 == "Uw verhaal is aangekomen" or voor_wie == "mezelf"
    assert ("eigen bijdrage" in klant.tekst) == kost


def test_after_danger_the_own_words_are_folded_and_no_day_is_called_soon(app) -> None:
    klant = Klant(app)
    klant.open("/").druk("Verder", vraag="mijn man slaat mij en ik heb schulden").druk("nummers-gezien")
    for _ in range(2):
        assert "uiterlijk" not in klant.tekst
        html = klant.antwoord.text
        gevouwen = re.search(r'<details class="uitklap eerder">.*?</details>', html, re.S)
        assert gevouwen and "slaat mij" in gevouwen[0] and "Uw antwoorden" in gevouwen[0]
        assert "slaat mij" not in html.replace(gevouwen[0], "").split('class="zelf')[0]
        klant.stuur("/gesprek", {"stap": stap(klant), "actie": "overslaan"})


def test_an_answer_that_told_of_danger_can_be_changed_and_back_shows_its_question(app) -> None:
    klant = Klant(app)
    klant.open("/zorgen-om-iemand").druk("buur")
    antwoorden(klant, ("zorgen_gevaar", "nee"), ("zorgen_wat", "geweld"))
    assert klant.h1 == "Praat nu met iemand" and klant.pad.startswith("/gesprek?na=3")
    for doe in (lambda: klant.volg("Terug"), lambda: klant.volg("Wijzig mijn antwoord"), lambda: klant.open("/gesprek?na=2")):
        antwoorden(klant, ("zorgen_wat", "geweld"))
        assert klant.h1 == "Praat nu met iemand"
        doe()
        assert klant.h1 == "Wat ziet of hoort u?" and "Bellen mag altijd:" in klant.tekst, "the numbers stay"
    klant.open("/gesprek?na=1")
    assert klant.h1 == "Is er nu gevaar?" and "Bellen mag altijd:" in klant.tekst
    klant.open("/gesprek")
    assert klant.h1 == "Praat nu met iemand", "not seen yet: it comes first everywhere else"
    antwoorden(klant, ("zorgen_wat", "alleen"))
    assert klant.h1 != "Praat nu met iemand" and "Bellen mag altijd:" not in klant.tekst


def test_danger_in_the_first_text_comes_first_also_when_looking_back(app) -> None:
    klant = Klant(app)
    klant.open("/").druk("Verder", vraag="mijn man slaat mij")
    assert klant.open("/gesprek?na=0").h1 == "Praat nu met iemand"


def test_after_a_mistake_the_address_is_that_of_the_question(app) -> None:
    klant = Klant(app)
    klant.open("/weet-niet").stuur("/gesprek?over=weet-niet", {"stap": "weet_waar"}, 422)
    assert klant.antwoord.headers["HX-Replace-Url"] == "/weet-niet"
    antwoorden(klant.open("/zorgen-om-iemand").druk("buur"), ("zorgen_gevaar", "nee"))
    klant.stuur("/gesprek", {"stap": "zorgen_wat"}, 422)
    assert klant.antwoord.headers["HX-Replace-Url"] == "/gesprek?na=2"
    klant.stuur("/gesprek", {"stap": "zorgen_gevaar"}, 422)
    assert klant.antwoord.headers["HX-Replace-Url"] == "/gesprek?na=1"


def test_back_from_the_check_page_leads_to_the_form_filled_in(app) -> None:
    klant = Klant(app)
    klant.open("/").druk("Verder", vraag="ik kan mijn huis niet meer schoonmaken").open("/verwijzing")
    assert klant.pad == "/verwijzing?vul=ja", "the form has an address of its own"
    klant.druk("Verder", naam="Bo", voor_wie="mezelf", manier="bellen", telefoon="000 111 22 33")
    assert klant.h1 == "Klopt uw verhaal zo?" and klant.pad == "/verwijzing"
    for doe in (lambda: klant.open("/verwijzing?vul=ja"), lambda: klant.volg("Terug")):
        doe()
        assert klant.h1 == "Hoe kunnen we u bereiken?" and 'value="000 111 22 33"' in klant.antwoord.text
        assert klant.open("/verwijzing").h1 == "Klopt uw verhaal zo?", "what is complete is not asked again"
    klant.volg("Terug")
    klant.volg("Terug")
    assert klant.pad == "/gesprek"


def test_back_after_all_was_wiped_shows_the_start_and_says_so(app) -> None:
    klant = Klant(app)
    antwoorden(klant.open("/zorgen-om-iemand").druk("buur"), ("zorgen_gevaar", "nee"))
    oud = klant.pad
    klant.druk("Wis alles nu")
    assert klant.pad == "/" and "Alles is weg" not in klant.tekst
    for pad in (oud, "/gesprek?na=1", "/gesprek?wijzig=zorgen_wie"):
        klant.open(pad)
        assert klant.pad == "/?gewist=1" and "Alles is weg." in klant.tekst, pad


def test_no_text_outlives_its_answer(kaart) -> None:
    """What was read of a text is kept while one answer is made, and then forgotten."""
    begrijp(kaart, "ik zoek een maatje")
    bekijk(kaart, Gesprek(vraag="ik zoek een maatje"))
    assert bekend.cache_info().currsize == 0


def test_after_violence_the_cards_do_not_quote_it(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="mijn man slaat me")
    aisha.druk("nummers-gezien")
    assert '<article class="kaart"' in aisha.antwoord.text and "want u schreef" not in aisha.tekst
