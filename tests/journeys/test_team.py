"""The team's day with the keyboard alone: log in with a code, spoed on top, pick up, call twice, re-route, close; axe on every state.
And the resident's way to a number, on a phone and a wide screen, with a moment to be called and a plan handed in later."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.browser
MET_JS = pytest.mark.parametrize("blad", [(360, True), (1280, True)], ids=["phone", "wide"], indirect=True)


def ga_naar(blad: Page, doel: Locator, hoogstens: int = 150) -> None:
    """Press Tab until this has the focus, as somebody without a mouse does. The focus must be seen on the way there."""
    doel = doel.first
    doel.wait_for(state="visible")
    for _ in range(hoogstens):
        if doel.evaluate("e => e === document.activeElement"):
            zichtbaar = doel.evaluate("e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; }")
            assert zichtbaar, "the focus cannot be seen"
            return
        blad.keyboard.press("Tab")
    raise AssertionError(f"not reached with Tab: {doel}")


def druk(blad: Page, doel: Locator, toets: str = "Enter") -> None:
    """Go there with Tab and press."""
    ga_naar(blad, doel)
    blad.keyboard.press(toets)


def typ(blad: Page, veld: Locator, tekst: str) -> None:
    """Go there with Tab and type."""
    ga_naar(blad, veld)
    blad.keyboard.press("Control+a")
    blad.keyboard.type(tekst)


def kies(blad: Page, naam: str, waarde: str) -> None:
    """Choose in a group of radio buttons: Tab to the group, then the arrow keys."""
    groep = blad.locator(f'input[name="{naam}"]')
    ga_naar(blad, groep)
    blad.keyboard.press("Space")
    for _ in range(groep.count()):
        if blad.evaluate("() => document.activeElement.value") == waarde:
            return
        blad.keyboard.press("ArrowDown")
    raise AssertionError(f"{naam}={waarde} cannot be chosen with the keyboard")


def log_in(blad: Page, keur: Any, naam: str) -> None:
    """Name, password, code."""
    blad.goto("/inloggen")
    keur(blad)
    typ(blad, blad.locator("#naam"), naam)
    typ(blad, blad.locator("#wachtwoord"), f"welkom-{naam}-2026")
    blad.keyboard.press("Enter")
    blad.wait_for_url("**/inloggen/code")
    keur(blad)
    typ(blad, blad.locator("#code"), blad.locator("#proefcode").inner_text())
    blad.keyboard.press("Enter")
    blad.wait_for_url(lambda url: "inloggen" not in url)


def spoed(chromium: Browser, basis: str, naam: str) -> str:
    """A resident who cannot wait, in another browser. Returns the number."""
    context = chromium.new_context(base_url=basis, locale="nl-NL", timezone_id="Europe/Amsterdam")
    p = context.new_page()
    p.goto("/")
    p.get_by_label("Waar kunnen we u mee helpen?").fill("ik zorg voor mijn man met dementie en het gaat nu al niet meer")
    p.get_by_role("button", name="Verder").click()
    p.wait_for_url("**/gesprek*")
    for stap, antwoord in (("volhoudtijd", "nu-niet-meer"), ("buurt", "molenwijk")):
        p.goto(f"/gesprek?wijzig={stap}")
        keuze = p.locator(f'button[name="antwoord"][value="{antwoord}"]')
        if keuze.count():
            keuze.click()
        else:
            p.locator('select[name="antwoord"]').select_option(antwoord)
            p.locator('form:has(select[name="antwoord"]) button[type="submit"]').first.click()
        p.wait_for_url(re.compile(r"/gesprek\?na=\d(#.*)?$"))
    p.goto("/verwijzing")
    p.get_by_label("Uw naam").fill(naam)
    p.get_by_label("U belt mij").check()
    p.get_by_label("Uw telefoonnummer").fill("000 765 43 21")
    p.get_by_role("button", name="Verder").click()
    p.get_by_role("button", name="Versturen").click()
    nummer = p.locator(".nummer").first.inner_text()
    context.close()
    return nummer


@MET_JS
def test_a_day_with_the_keyboard_alone(blad: Page, keur: Any, chromium: Browser, basis: str) -> None:
    nummer = spoed(chromium, basis, "Rosa Spoed")
    log_in(blad, keur, "bram")
    expect(blad.get_by_role("heading", level=1)).to_have_text("Postvak Wijkteam Noord")
    keur(blad)
    eerste = blad.locator("section.spoed tbody tr").first
    expect(eerste).to_contain_text("Rosa Spoed")
    link = blad.locator(f'a[href="/postvak/{nummer}"]')
    druk(blad, link)
    blad.wait_for_url(f"**/postvak/{nummer}")
    keur(blad)
    druk(blad, blad.get_by_role("button", name="Ik pak dit op"))
    expect(blad.get_by_text("opgepakt door Bram")).to_be_visible()
    keur(blad)
    druk(blad, blad.get_by_role("button", name="Leg vast"))
    expect(blad.get_by_text("Kies eerst of u iemand hebt gesproken.").first).to_be_visible()
    assert blad.title().startswith("Fout:")
    keur(blad)
    for hoe, zin in (("geprobeerd", "Probeerde contact. Dat lukte niet."), ("gesproken", "Sprak met de inwoner.")):
        kies(blad, "gesproken", hoe)
        typ(blad, blad.locator("#notitie"), "belde om tien uur")
        druk(blad, blad.get_by_role("button", name="Leg vast"))
        expect(blad.locator("#gebeurd ~ ol, [aria-labelledby=gebeurd]").get_by_text(zin).first).to_be_visible()
        keur(blad)
    druk(blad, blad.locator("summary", has_text="Draag over aan een ander team"))
    keur(blad)
    ga_naar(blad, blad.locator("#team"))
    blad.keyboard.type("Wijkteam Zuid")
    typ(blad, blad.locator("#reden"), "Zij verhuisde naar het Zuiderpark")
    druk(blad, blad.get_by_role("button", name="Draag over", exact=True))
    blad.wait_for_url("**/postvak")
    expect(blad.get_by_text("Rosa Spoed")).to_have_count(0)
    druk(blad, blad.get_by_role("button", name="Log uit"))
    blad.wait_for_url("**/inloggen")
    log_in(blad, keur, "daan")
    druk(blad, blad.locator(f'a[href="/postvak/{nummer}"]'))
    blad.wait_for_url(f"**/postvak/{nummer}")
    expect(blad.get_by_text("Van Wijkteam Noord naar Wijkteam Zuid.")).to_be_visible()
    druk(blad, blad.get_by_role("button", name="Ik pak dit op"))
    druk(blad, blad.locator("summary", has_text="Sluit de vraag"))
    druk(blad, blad.get_by_role("button", name="Sluit deze vraag"))
    expect(blad.get_by_text("Kies hoe het is afgelopen.").first).to_be_visible()
    keur(blad)
    kies(blad, "uitkomst", "vrijwilligers")
    druk(blad, blad.get_by_role("button", name="Sluit deze vraag"))
    expect(blad.get_by_text("gesloten: Hulp van een vrijwilliger")).to_be_visible()
    keur(blad)


@MET_JS
def test_a_resident_sends_chooses_a_moment_and_hands_in_a_plan(blad: Page, keur: Any) -> None:
    blad.goto("/")
    blad.get_by_label("Waar kunnen we u mee helpen?").fill("mijn moeder valt vaak en kan niet meer koken")
    blad.get_by_role("button", name="Verder").click()
    blad.wait_for_url("**/gesprek*")
    blad.goto("/verwijzing")
    keur(blad)
    blad.get_by_label("Voor iemand voor wie ik zorg").check() if blad.get_by_label("Voor iemand voor wie ik zorg").count() else None
    blad.get_by_label("Uw naam").fill("Aisha Jansen")
    blad.get_by_label("Hoe heet de ander?").fill("Fatima Jansen")
    blad.get_by_label("U stuurt een brief").check()
    expect(blad.locator("#belmoment")).to_be_hidden()
    blad.get_by_label("U belt mij").check()
    expect(blad.get_by_label("Uw adres")).to_be_hidden()
    blad.get_by_label("Uw telefoonnummer").fill("000 765 43 21")
    moment = blad.locator("#belmoment option:not([disabled])").nth(1).inner_text()
    blad.locator("#belmoment").select_option(label=moment)
    keur(blad)
    blad.get_by_role("button", name="Verder").click()
    expect(blad.get_by_text(moment)).to_be_visible()
    keur(blad)
    blad.get_by_role("button", name=re.compile("^Weghalen")).last.click()
    blad.get_by_role("button", name="Versturen").click()
    expect(blad.get_by_text(re.compile(moment, re.I)).first).to_be_visible()
    blad.get_by_text("Hoe gaat dat, van vraag tot hulp?").click()
    keur(blad)
    nummer, code = blad.locator(".nummer").first.inner_text(), blad.locator(".nummer--code").inner_text()
    blad.goto("/status")
    blad.get_by_label("Uw nummer").fill(nummer)
    blad.get_by_label("Uw code").fill(code)
    blad.get_by_role("button", name="Bekijk mijn vraag").click()
    keur(blad)
    blad.get_by_text("Schrijf uw plan").click()
    blad.get_by_label("Uw plan").fill("Ik wil op dinsdag en donderdag eten aan huis.")
    blad.get_by_role("button", name="Stuur mijn plan").click()
    expect(blad.get_by_text("Uw plan is bij het team.")).to_be_visible()
    keur(blad)
    blad.get_by_role("button", name="Ik wil stoppen met deze vraag").click()
    expect(blad.get_by_text("Wij bellen u eerst. Pas daarna stoppen wij.")).to_be_visible()
    keur(blad)
