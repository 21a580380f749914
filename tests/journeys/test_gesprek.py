"""The conversation in a real browser: the question within reach at step 1 and step 5, focus, keyboard, danger, leaving, staying too long."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.bezoek import met_js
from tests.journeys.test_reis import zeg

pytestmark = pytest.mark.browser
BOVEN = 175  # pixels on a phone of 360 x 800
BOVEN_STROOK = 260  # with a strip of numbers above the question


def stap(blad: Page) -> str:
    """The name of the question that is asked."""
    blad.wait_for_load_state()
    veld = blad.locator('#vraag input[name="stap"]').first
    return veld.input_value() if veld.count() else ""


def overslaan(blad: Page) -> None:
    """Skip the question and wait for the next page."""
    oud = stap(blad)
    blad.locator('#vraag button[value="overslaan"]').first.click()
    expect(blad.locator(f'#vraag input[name="stap"][value="{oud}"]')).to_have_count(0)


@pytest.mark.parametrize("begin", ["/weet-niet", "/hulp-past-niet", "/jongeren", "/zorgen-om-iemand", "/meedoen"])
def test_the_question_is_within_reach_at_every_step(blad: Page, keur: Any, begin: str) -> None:
    blad.goto(begin)
    smal = blad.viewport_size["width"] == 360  # type: ignore[index]
    for nummer in range(1, 7):
        if not stap(blad):
            break
        kop = blad.locator("h1")
        expect(kop).to_have_id("vraag-nu")
        if nummer in (1, 2, 5):
            keur(blad)
        boven = kop.evaluate("e => e.getBoundingClientRect().top + (location.hash ? 0 : scrollY)")
        assert not smal or boven <= BOVEN, f"question {nummer} of {begin} stands at {boven} px"
        if nummer > 1 and not blad.url.endswith("#vraag"):
            expect(kop).to_be_focused()  # announced once: the focus says it, nothing else is live
            assert blad.locator("[aria-live], [role=status]").evaluate_all("l => l.every(e => !e.innerText.trim() || e.id === 'melding')")
        if nummer > 1:
            expect(blad.locator(".eerder summary")).to_have_text(re.compile(rf"{'Je' if begin == '/jongeren' else 'Uw'} antwoorden \(\d\)"))
            assert not smal or blad.locator(".eerder").get_attribute("open") is None, "closed on a phone"
        overslaan(blad)


@pytest.mark.parametrize("zin", ["mijn man slaat me", "ik ben verkracht", "mijn man slaat me en ik wil niet meer leven"])
def test_the_question_is_within_reach_under_numbers_that_stay(blad: Page, keur: Any, zin: str) -> None:
    smal = blad.viewport_size["width"] == 360  # type: ignore[index]
    if smal:
        blad.set_viewport_size({"width": 360, "height": 740})
    zeg(blad, zin)
    blad.get_by_role("button", name="Ik ga verder met mijn vraag").click()
    for nummer in range(1, 6):
        if not stap(blad):
            break
        strook = blad.get_by_text("Bellen mag altijd:")
        expect(strook).to_be_visible()
        kop = blad.locator("h1")
        boven = kop.evaluate("e => e.getBoundingClientRect().top + scrollY")
        assert not smal or boven <= BOVEN_STROOK, f"question {nummer} stands at {boven} px"
        assert strook.evaluate("e => e.getBoundingClientRect().top >= 0"), "the numbers are on the screen"
        if nummer == 2:
            keur(blad)
        overslaan(blad)


def test_who_cannot_wait_sees_who_answers_now_and_the_question_on_one_screen(blad: Page, keur: Any) -> None:
    smal = blad.viewport_size["width"] == 360  # type: ignore[index]
    zeg(blad, "mijn man slaat me")
    blad.get_by_role("button", name="Ik ga verder met mijn vraag").click()
    blad.goto("/gesprek?wijzig=volhoudtijd")
    blad.locator('#vraag button[value="nu-niet-meer"]').click()
    expect(blad.locator(".strook--kort")).to_have_count(1)  # one strip: the number for the danger, and in working hours who answers now
    expect(blad.locator(".strook--kort a").first).to_be_visible()
    boven = blad.locator("h1").evaluate("e => e.getBoundingClientRect().top + scrollY")
    assert not smal or boven <= BOVEN_STROOK
    keur(blad)


def test_answers_can_be_changed_from_the_quiet_list(blad: Page, keur: Any) -> None:
    blad.goto("/hulp-past-niet")
    blad.get_by_role("button", name="Het klikt niet met de hulp").click()
    expect(blad.locator("h1")).to_have_text("Over welke hulp gaat het?")
    expect(blad.locator(".vraag__reactie")).to_have_text("Dat mag u zeggen. Hulp moet goed voelen.")
    blad.locator(".eerder summary").click()
    keur(blad)
    blad.get_by_role("link", name=re.compile(r"Wijzig\s?: Wat is er veranderd")).click()
    expect(blad.locator("h1")).to_have_text("Wat is er veranderd?")
    expect(blad.locator('button[aria-current="true"]')).to_have_text("Het klikt niet met de hulp")


def test_back_shows_each_question_again_and_the_address_says_nothing(blad: Page) -> None:
    zeg(blad, "ik kom niet rond, kanariewoord")
    gezien = []
    for _ in range(3):
        gezien.append(stap(blad))
        overslaan(blad)
    for naam in reversed(gezien):
        blad.go_back()
        expect(blad.locator(f'#vraag input[name="stap"][value="{naam}"]').first).to_be_attached()
        assert re.fullmatch(r"[^?]*/gesprek\?na=\d(#vraag)?", blad.url), blad.url
    blad.go_back()
    expect(blad.locator("#vraag-uitleg")).to_be_visible()  # home
    blad.go_forward()
    expect(blad.locator(f'#vraag input[name="stap"][value="{gezien[0]}"]').first).to_be_attached()
    if met_js(blad):
        assert blad.evaluate("() => localStorage.length + sessionStorage.length") == 0


def test_with_the_keyboard_alone_through_the_questions(blad: Page) -> None:
    blad.goto("/weet-niet")
    blad.locator("#antwoord").focus()
    blad.keyboard.press("Space")
    expect(blad.locator("#antwoord")).to_be_checked()
    blad.locator("#vraag form button[type=submit]").first.focus()
    blad.keyboard.press("Enter")
    expect(blad.locator("h1")).to_have_text("Hoe zwaar is het nu voor u?")
    blad.locator("#antwoord").focus()
    blad.keyboard.press("Enter")
    expect(blad.locator("h1")).not_to_have_text("Hoe zwaar is het nu voor u?")
    expect(blad.get_by_text("U mag ons bellen.")).to_be_visible()


def test_danger_in_own_words_shows_the_number_first_and_lets_one_go_on(blad: Page, keur: Any) -> None:
    blad.goto("/hulp-past-niet")
    blad.locator("#eigen").fill("ik wil niet meer leven")
    blad.locator("form.zelf button[type=submit]").first.click()
    bel = blad.locator('a[href="tel:113"]').first
    expect(bel).to_be_visible()
    doos = bel.bounding_box()
    assert doos and doos["y"] < 500
    keur(blad)
    if met_js(blad):
        assert "nu=" not in blad.url, "the code of the signal does not stay in the history"
    blad.get_by_role("button", name="Ik ga verder met mijn vraag").click()
    expect(blad.get_by_text("Bellen mag altijd:")).to_be_visible()
    expect(blad.locator('a[href="tel:113"]').first).to_be_visible()
    keur(blad)


@pytest.mark.parametrize(
    ("zin", "ziet"),
    [
        ("waar kan ik een rolstoel lenen", "Stel mij een paar vragen"),
        ("ik heb geen eten, de voedselbank heb ik al geprobeerd", "Dit heeft u al geprobeerd"),
        ("我需要帮助", "Past er niets bij u?"),
        ("ik ben 15 en thuis is het niet fijn", "Praten zonder je naam te zeggen"),
        ("mijn bsn is 111222333 en ik heb schulden, bel 06 12345678", "Er stond een telefoonnummer in uw tekst"),
    ],
)
def test_every_state_of_the_page_has_no_violation(blad: Page, keur: Any, zin: str, ziet: str) -> None:
    zeg(blad, zin)
    expect(blad.get_by_text(re.compile(re.escape(ziet))).first).to_be_visible()
    keur(blad)


def test_mistakes_are_said_at_the_field(blad: Page, keur: Any) -> None:
    blad.goto("/meedoen")
    blad.get_by_role("button", name="Ik heb een idee voor de buurt").click()
    expect(blad.locator("h1")).to_have_text("Wat is uw idee?")
    blad.locator("#vraag button[type=submit]").first.click()
    expect(blad.get_by_text("Schrijf uw antwoord, of sla de vraag over.").first).to_be_visible()
    assert blad.title().startswith("Fout:")
    keur(blad)
    blad.locator("#antwoord").fill("Een bankje onder de lindeboom")
    blad.locator("#vraag button[type=submit]").first.click()
    expect(blad.locator("h1")).to_have_text("In welke buurt woont u?")
    overslaan(blad)
    expect(blad.get_by_role("link", name="Ja, ik stuur mijn idee")).to_be_visible()
    keur(blad)


def test_the_list_to_take_along(blad: Page, keur: Any) -> None:
    zeg(blad, "waar kan ik een rolstoel lenen")
    blad.get_by_role("button", name=re.compile(r"^Bewaar\s?: ")).first.click()
    blad.wait_for_url("**/mijn-lijst*")
    code = blad.locator("img.qr")
    expect(code).to_be_visible()
    assert code.evaluate("e => e.naturalWidth") > 100
    keur(blad)
    with blad.expect_download() as neer:
        blad.get_by_role("link", name="Maak een pdf").click()
    assert neer.value.suggested_filename == "mijn-lijst.pdf"
    blad.get_by_role("button", name=re.compile("Haal weg")).click()
    expect(blad.get_by_text("Uw lijst is nog leeg")).to_be_visible()


def test_who_was_not_helped_comes_to_the_form_that_asks_what_was_missing(blad: Page, keur: Any) -> None:
    zeg(blad, "waar kan ik een rolstoel lenen")
    blad.get_by_role("button", name="Nee", exact=True).click()
    kop = blad.get_by_role("heading", name="Past er niets bij u?")
    expect(kop).to_be_focused()
    expect(kop).to_be_in_viewport()
    keur(blad)


def test_a_long_word_of_the_visitor_does_not_scroll_to_the_side(blad: Page, keur: Any) -> None:
    blad.goto("/themas/geld")
    blad.get_by_role("button", name="Help mij kiezen").click()
    blad.locator("#eigen").fill("schuldhulpverlening" * 4)
    blad.locator("form.zelf button[type=submit]").first.click()
    blad.locator(".eerder summary").click()
    expect(blad.locator(".want").filter(has_text="schuldhulpverleningschuldhulp").first).to_be_visible()
    breed = blad.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert breed <= 0, f"scrolls {breed} px to the side"


@pytest.mark.parametrize("hoe", ["link", "skip link", "shift"])
def test_snel_weg_and_back_shows_nothing(blad: Page, hoe: str) -> None:
    blad.route("https://www.buienradar.nl/**", lambda r: r.fulfill(body="<title>Weer</title><h1>Het weer</h1>", content_type="text/html"))
    zeg(blad, "mijn man slaat me, kanariewoord")
    if met_js(blad):
        blad.get_by_role("button", name="Ik ga verder met mijn vraag").click()
        blad.wait_for_load_state()
    elif hoe == "shift":
        pytest.skip("Shift three times needs a script; the link does not")
    if hoe == "link":
        blad.locator(".snelbalk .weg").click()
    elif hoe == "skip link":
        blad.locator('.utrecht-skip-link[href="/snel-weg"]').focus()
        blad.keyboard.press("Enter")
    else:
        for _ in range(3):
            blad.keyboard.press("Shift")
    expect(blad.locator("h1")).to_have_text("Het weer")
    assert not [k for k in blad.context.cookies() if k["name"].startswith("__Host-")]
    for _ in range(5):
        blad.go_back()
        tekst = blad.content()
        assert "kanariewoord" not in tekst and "slaat me" not in tekst
        assert not blad.locator(".eerder").count()
        assert "Praat nu met iemand" not in tekst and "nu=" not in blad.url, "nor that it was about violence"
        if blad.url == "about:blank":
            break


def test_staying_too_long_is_asked_about_and_a_key_gives_another_hour(blad: Page, keur: Any) -> None:
    blad.clock.install()
    zeg(blad, "ik kom niet rond")
    if not met_js(blad):
        return  # without scripts the answers are gone after an hour, and the page says so
    eerst = {k["name"]: k["value"] for k in blad.context.cookies()}["__Host-gesprek"]
    expect(blad.locator("#stil")).to_be_hidden()
    blad.clock.fast_forward("58:05")
    expect(blad.locator("#stil")).to_be_visible()
    expect(blad.get_by_role("button", name="Wis alles nu").first).to_be_visible()
    keur(blad)
    with blad.expect_response("**/gesprek/verlengen*"):
        blad.keyboard.press("Enter")
    expect(blad.locator("#stil")).to_be_hidden()
    nieuw = {k["name"]: k["value"] for k in blad.context.cookies()}["__Host-gesprek"]
    assert nieuw != eerst, "sealed anew"
    blad.clock.fast_forward("58:05")
    expect(blad.locator("#stil")).to_be_visible()
    blad.locator("#stil").get_by_role("button", name="Wis alles nu").click()
    blad.wait_for_url(re.compile(r"/$"))
    assert not [k for k in blad.context.cookies() if k["name"] == "__Host-gesprek"]
