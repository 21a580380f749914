"""An editor's hour in a real browser: clicks counted, keyboard alone, axe on every screen and state, with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.bezoek import keur, log_in, met_js

pytestmark = pytest.mark.browser
MEESTE_KLIKKEN = 25
# Counts every press of the mouse by a person; a script that clicks for you would be no measure.
TELLER = (
    "addEventListener('pointerdown', () => sessionStorage.setItem('klikken', 1 + Number(sessionStorage.getItem('klikken') || 0)), true)"
)


@pytest.fixture(scope="module")
def sessie(chromium: Browser, basis: str) -> Any:
    """Carla logged in once: a code works once in 30 seconds."""
    context = chromium.new_context(base_url=basis)
    blad = context.new_page()
    log_in(blad, "carla")
    staat = context.storage_state()
    context.close()
    return staat


@pytest.fixture(params=[(1280, True), (768, True), (360, True), (1280, False)], ids=["1280", "768", "360", "1280-without-javascript"])
def werkblad(request: pytest.FixtureRequest, chromium: Browser, basis: str, sessie: Any) -> Iterator[Page]:
    """Carla at her desk."""
    breed, js = request.param
    context = chromium.new_context(
        viewport={"width": breed, "height": 900},
        java_script_enabled=js,
        locale="nl-NL",
        base_url=basis,
        storage_state=sessie,
        reduced_motion="reduce",
    )
    if js:
        context.add_init_script(TELLER)
    blad = context.new_page()
    blad.set_default_timeout(20_000)
    yield blad
    context.close()


def klikken(blad: Page) -> int:
    """How many clicks so far."""
    return int(blad.evaluate("() => Number(sessionStorage.getItem('klikken') || 0)"))


def test_a_new_editor_adds_a_complete_entry(werkblad: Page) -> None:
    blad = werkblad
    blad.goto("/redactie")
    js = met_js(blad)
    blad.get_by_role("link", name="Nieuwe plek").click()
    keur(blad)
    vul = {
        "naam": f"Soep in Oost {blad.viewport_size['width'] if blad.viewport_size else 0}{js}",
        "aanbieder": "Buurthuis Oost",
        "samenvatting": "Elke week eet u soep met buren.",
        "wat": "Een kok maakt soep.\nU eet mee.",
        "wanneer": "U eet graag samen.",
        "zelf": "Meld u aan voor dinsdag.",
        "waarheen": "Ga naar het buurthuis.",
        "tijden": "Elke woensdag van 12 tot 14 uur.",
        "open": "wo 12-14",
        "kosten": "Drie euro",
        "bedrag": "3",
        "eerste_stap": "Bel het buurthuis.",
        "telefoon": "000 123 99 99",
        "plek_adres": "Beemdweg 1",
        "plek_postcode": "0126 DA",
        "plek_plaats": "Lindewaard",
    }
    blad.locator("#naam").click()
    blad.keyboard.type(vul.pop("naam"))
    blad.keyboard.press("Tab")
    blad.keyboard.type(vul.pop("aanbieder"))
    blad.locator("#soort_zoek").click()
    blad.keyboard.type("samen eten")
    if js:
        expect(blad.locator("#soort")).to_have_value("samen-eten")
    else:
        blad.get_by_role("button", name="Zoek soort").click()
        expect(blad.locator("#soort")).to_have_value("samen-eten")
    for veld, tekst in vul.items():
        blad.locator(f"#{veld}").click()
        blad.keyboard.type(tekst)
    blad.locator("#toegang").select_option("vrij")
    blad.locator("#plek_buurt").select_option("de-beemd")
    if js:
        beeld = blad.locator("#beeld")
        expect(beeld).to_contain_text("Elke week eet u soep met buren.")
        expect(beeld).to_contain_text("Alles is ingevuld.")
        keur(blad)
    blad.get_by_role("button", name="Bewaar en zet online").click()
    expect(blad.get_by_role("status")).to_contain_text("Het staat online.")
    keur(blad)
    if js:
        assert klikken(blad) + 2 <= MEESTE_KLIKKEN, klikken(blad)  # two choices in a list are a click each too
    blad.get_by_role("link", name="Bekijk als inwoner").click()
    expect(blad.get_by_role("heading", level=1)).to_contain_text("Soep in Oost")


def test_confirming_what_is_on_the_list(werkblad: Page) -> None:
    blad = werkblad
    blad.goto("/redactie")
    keur(blad)
    vakken = blad.locator("[aria-labelledby=g-verouderd] input[type=checkbox]")
    aantal = min(vakken.count(), 3)
    if not aantal:
        pytest.skip("nothing old left")
    for i in range(aantal):
        vakken.nth(i).check()
    blad.get_by_role("button", name="Wat ik aankruiste klopt nog").click()
    expect(blad.get_by_role("status")).to_contain_text(re.compile(rf"{aantal} plek(ken)? klop"))
    if met_js(blad):
        assert klikken(blad) == aantal + 1  # so twenty take 21 clicks; 60 are allowed
    keur(blad)


def test_every_screen_and_state(werkblad: Page) -> None:
    blad = werkblad
    blad.goto("/redactie/voorzieningen")
    keur(blad)
    blad.locator("tbody th a").first.click()
    blad.wait_for_url(re.compile(r"/redactie/voorzieningen/[0-9a-f-]{36}"))
    adres = blad.url.split("?")[0]
    keur(blad)
    blad.locator("#kosten").fill("Indien nodig wordt dit door ons betaald.")
    if met_js(blad):
        expect(blad.locator("#beeld")).to_contain_text("moeilijk woord")
        blad.get_by_label("Breed scherm").check()
        keur(blad)
    blad.get_by_role("button", name="Bewaar als concept").click()
    expect(blad.get_by_role("status")).to_contain_text("concept")
    keur(blad)
    blad.get_by_role("link", name="Bekijk wat er verandert").click()
    expect(blad.get_by_role("heading", level=1)).to_contain_text("Concept van")
    keur(blad)
    blad.get_by_role("button", name="Gooi het concept weg").click()
    blad.locator("#naam").fill("")
    blad.get_by_role("button", name="Bewaar en zet online").click()
    assert blad.title().startswith("Fout:")
    keur(blad)
    for pad in (f"{adres}/versies", f"{adres}/talen/en", "/redactie/vind", "/redactie/voorzieningen/nieuw", "/aanbieder/x/y"):
        blad.goto(pad)
        keur(blad)


def test_the_keyboard_alone(werkblad: Page) -> None:
    """Tab reaches everything in order, nothing hides under the bar, and the form is sent with Enter."""
    blad = werkblad
    blad.goto("/redactie")
    for _ in range(60):
        blad.keyboard.press("Tab")
        doos = blad.evaluate(
            """() => { const e = document.activeElement, r = e.getBoundingClientRect(), x = r.left + Math.min(r.width, 20) / 2, y = r.top + Math.min(r.height, 20) / 2;
            const boven = document.elementFromPoint(x, y); return !boven || e === document.body || e.contains(boven) || boven.contains(e) || e.matches('input') }"""
        )
        assert doos, blad.evaluate("() => document.activeElement.outerHTML.slice(0, 200)")
    blad.goto("/redactie")
    blad.locator("[aria-labelledby=g-verouderd], [aria-labelledby=g-onvolledig], .groep").first.scroll_into_view_if_needed()
    blad.locator("#zoek").focus()
    blad.keyboard.type("huiskamer")
    blad.keyboard.press("Enter")
    blad.wait_for_url("**/redactie/voorzieningen")
    expect(blad.get_by_role("heading", level=1)).to_contain_text("gevonden")
