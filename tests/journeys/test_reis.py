"""Journeys in a real browser: the whole path with and without JavaScript, on a phone and a wide screen, with axe on each state."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def zeg(blad: Page, tekst: str) -> None:
    """Type a question on the home page and go on."""
    blad.goto("/")
    blad.get_by_label("Waar kunnen we u mee helpen?").fill(tekst)
    blad.get_by_role("button", name="Verder").click()
    blad.wait_for_url("**/gesprek*")


def test_from_a_sentence_to_a_number(blad: Page, keur: Any) -> None:
    blad.goto("/")
    keur(blad)
    zeg(blad, "ik zorg voor mijn man met dementie en ik kan echt niet meer")
    expect(blad.get_by_role("heading", level=1)).to_have_text("Dit kan u helpen")
    keur(blad)
    vraag = blad.locator("#vraag")
    vraag.get_by_role("button", name=re.compile("Sla deze vraag over")).first.click()
    blad.wait_for_load_state()
    keur(blad)
    blad.goto("/verwijzing")
    blad.get_by_role("button", name="Verder").click()
    expect(blad.get_by_text("Vul een naam in").first).to_be_visible()
    assert blad.title().startswith("Fout:")
    keur(blad)
    blad.get_by_label("Uw naam").fill("Aisha Jansen")
    blad.get_by_label("U belt mij").check()
    blad.get_by_label("Uw telefoonnummer").fill("000 765 43 21")
    blad.get_by_role("button", name="Verder").click()
    expect(blad.get_by_role("heading", level=1)).to_have_text("Klopt uw verhaal zo?")
    keur(blad)
    blad.get_by_role("button", name="Versturen").click()
    expect(blad.get_by_role("heading", level=1)).to_have_text("Uw verhaal is aangekomen")
    expect(blad.get_by_text(re.compile(r"VP-\d{4}-\d{6}")).first).to_be_visible()
    keur(blad)
    nummer = blad.locator(".nummer").first.inner_text()
    blad.go_back()
    blad.goto("/verwijzing")
    expect(blad.locator(".nummer").first).to_have_text(nummer)


def test_urgent_shows_the_number_within_the_first_screen(blad: Page, keur: Any) -> None:
    zeg(blad, "ik wil niet meer leven")
    bel = blad.locator('a[href="tel:113"]').first
    expect(bel).to_be_visible()
    doos = bel.bounding_box()
    assert doos and doos["y"] < 500
    keur(blad)
    blad.get_by_role("button", name="Dit gaat niet over mij").click()
    blad.wait_for_load_state()
    expect(blad.get_by_role("heading", level=1)).not_to_have_text("Praat nu met iemand")


@pytest.mark.parametrize(
    "pad",
    [
        "/nood",
        "/themas/geld",
        "/zoeken",
        "/kaart",
        "/kaart?thema=veiligheid",
        "/kaart?buurt=molenwijk",
        "/over/woorden",
        "/zorgen-om-iemand",
        "/wijkteam",
        "/over/regels",
        "/status",
        "/bestaat-niet",
        "/inloggen",
    ],
)
def test_every_page_has_no_violation(blad: Page, keur: Any, pad: str) -> None:
    blad.goto(pad)
    keur(blad)


def test_search_and_an_entry(blad: Page, keur: Any) -> None:
    blad.goto("/zoeken")
    blad.get_by_label("Wat zoekt u?").fill("rolstoel lenen")
    blad.get_by_role("button", name="Zoek").click()
    blad.wait_for_load_state()
    blad.locator("#resultaten article h3 a").first.click()
    blad.wait_for_url("**/voorzieningen/*")
    keur(blad)
    blad.get_by_role("link", name=re.compile("Klopt dit niet")).first.click()
    keur(blad)


def test_snel_weg_forgets_everything(blad: Page) -> None:
    zeg(blad, "ik heb schulden")
    antwoord = blad.request.get("/snel-weg", max_redirects=0)
    assert antwoord.status == 303
    assert "cookies" in antwoord.headers["clear-site-data"]
    assert not [k for k in blad.context.cookies() if k["name"] == "__Host-gesprek"]


def test_arabic_reads_from_right_to_left(blad: Page, keur: Any) -> None:
    blad.goto("/?taal=ar")
    assert blad.locator("html").get_attribute("dir") == "rtl"
    keur(blad)
    blad.locator("#vraag").fill("زوجي يضربني")
    blad.locator("form button[type=submit]").first.click()
    blad.wait_for_url("**/gesprek*")
    assert "taal=ar" in blad.url
    expect(blad.locator('a[href="tel:08002000"]').first).to_be_visible()
    keur(blad)


def test_with_the_keyboard_alone(blad: Page) -> None:
    blad.goto("/")
    blad.keyboard.press("Tab")
    expect(blad.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    blad.keyboard.press("Enter")
    blad.locator("#vraag").focus()
    blad.keyboard.type("ik voel me alleen")
    blad.keyboard.press("Tab")
    blad.keyboard.press("Enter")
    blad.wait_for_url("**/gesprek*")
    expect(blad.get_by_role("heading", level=1)).to_be_visible()
