"""The path of a resident, from a sentence to a number, pressed without JavaScript."""

from __future__ import annotations

import re

from sqlalchemy import func, select

from portal.tabellen import Verwijzing
from tests.klant import Klant

ZIN = "ik zorg voor mijn man met dementie en ik kan echt niet meer"


def nummer_en_code(klant: Klant) -> list[str]:
    """What the confirmation shows."""
    return [" ".join(n.split()) for n in re.findall(r'class="nummer[^"]*" dir="ltr">([^<]+)<', klant.antwoord.text)]


def naar_controle(aisha: Klant, zin: str = ZIN) -> Klant:
    """As far as the check page."""
    aisha.open("/").druk("Verder", vraag=zin)
    assert aisha.pad.split("?")[0] == "/gesprek"
    aisha.open("/verwijzing")
    assert aisha.h1 == "Hoe kunnen we u bereiken?"
    aisha.druk("Verder", naam="Aisha Jansen", manier="bellen", telefoon="000 765 43 21")
    assert aisha.h1 == "Klopt uw verhaal zo?"
    return aisha


def test_a_sentence_becomes_help_in_ladder_order_and_a_person(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag=ZIN)
    assert aisha.h1 == "Dit kan u helpen"
    assert "Zullen wij u bellen?" in aisha.tekst
    assert ZIN in aisha.tekst
    assert "Past bij u" in aisha.tekst


def test_the_question_under_the_proposals_can_be_answered_changed_and_skipped(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="ik heb schulden en ik weet het niet meer")
    eerste = aisha.antwoord.text
    assert 'name="stap"' in eerste
    stap = re.search(r'name="stap" value="([^"]+)"', eerste)
    assert stap
    aisha.druk("overslaan")
    assert f'name="stap" value="{stap.group(1)}"' not in aisha.antwoord.text
    aisha.open(f"/gesprek?wijzig={stap.group(1)}")
    assert f'name="stap" value="{stap.group(1)}"' in aisha.antwoord.text


def test_what_the_check_page_shows_is_sent_once_and_shown_again(aisha: Klant, app) -> None:
    naar_controle(aisha)
    assert ZIN in aisha.tekst and "Aisha Jansen" in aisha.tekst and "U belt mij" in aisha.tekst
    sleutel = re.search(r'name="sleutel" value="([^"]+)"', aisha.antwoord.text).group(1)
    oud = dict(aisha.http.cookies)
    aisha.druk("versturen")
    assert aisha.pad == "/verwijzing/verstuurd"
    nummer, code = nummer_en_code(aisha)
    assert re.fullmatch(r"VP-\d{4}-\d{6}", nummer)
    assert len(code.split()) == 6
    # the same send again, from the old tab: the same number and code, one record
    aisha.http.cookies.clear()
    aisha.http.cookies.update(oud)
    aisha.stuur("/verwijzing", {"actie": "versturen", "sleutel": sleutel})
    assert nummer_en_code(aisha) == [nummer, code]
    # the back button after sending
    aisha.open("/verwijzing")
    assert aisha.pad == "/verwijzing/verstuurd"
    with app.state.db.lees() as s:
        assert s.scalar(select(func.count()).select_from(Verwijzing)) == 1
    # later, with number and code
    aisha.http.cookies.clear()
    aisha.open("/status").druk("Bekijk mijn vraag", nummer=nummer, code=code.upper())
    assert aisha.h1 == "Zo staat het met uw vraag"
    assert "dementie" not in aisha.tekst and "Aisha" not in aisha.tekst
    aisha.druk("aanvullen", tekst="Op dinsdag ben ik er niet.")
    assert "Uw tekst is bij het team" in aisha.tekst


def test_the_number_alone_opens_nothing(aisha: Klant) -> None:
    aisha.open("/status").druk("Bekijk mijn vraag", 422, nummer="VP-2611-000001", code="roos roos roos roos roos roos")
    assert "horen niet bij elkaar" in aisha.tekst


def test_a_conclusion_can_be_taken_away(aisha: Klant) -> None:
    naar_controle(aisha)
    assert "Dit lazen wij erin" in aisha.tekst
    aantal = aisha.tekst.count("Weghalen")
    code = re.search(r'name="weghalen" value="([^"]+)"', aisha.antwoord.text.split('id="wij-lazen"')[1]).group(1)
    aisha.druk(code)
    assert aisha.tekst.count("Weghalen") == aantal - 1


def test_urgent_comes_first_and_needs_no_cookie(app) -> None:
    klant = Klant(app)
    r = klant.http.post("/", data={"vraag": "ik wil niet meer leven"}, follow_redirects=False)
    assert r.status_code == 303
    klant.http.cookies.clear()
    klant.open(r.headers["location"])
    assert 'href="tel:113"' in klant.antwoord.text
    assert klant.tekst.index("113") < klant.tekst.index("Begrepen wij u verkeerd?")
    assert "leven" not in r.headers["location"]


def test_this_is_not_about_me_closes_the_panel(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="ik wil niet meer leven")
    aisha.druk("Dit gaat niet over mij")
    assert aisha.h1 != "Praat nu met iemand"


def test_reading_pages_set_no_cookie_and_are_the_same_for_everyone(app) -> None:
    for pad in ("/", "/nood", "/themas/geld", "/zoeken", "/gesprek", "/wijkteam", "/over", "/privacy", "/toegankelijkheid", "/over/regels"):
        een, ander = Klant(app).open(pad).antwoord, Klant(app).open(pad).antwoord
        assert "set-cookie" not in een.headers, pad
        assert een.text == ander.text, pad
