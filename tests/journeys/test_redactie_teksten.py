"""Carla's other work in a real browser: files, conversations, labelled questions, local pages; Bea's accounts. axe on every state; keyboard only."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sociale_kaart import tabel
from sociale_kaart.load import voorzieningen
from tests.journeys.bezoek import log_in

ALLE = voorzieningen("lindewaard")


def als_csv(pad: Any, kosten: str, soort: str = "") -> str:
    """A table with two rows; the costs of the first differ, or its kind is wrong."""
    with pad.open("w", encoding="utf-8-sig", newline="") as f:
        tabel.schrijf(f, ALLE[:2])
    tekst = pad.read_text(encoding="utf-8-sig").replace(tabel.als_rij(ALLE[0])["kosten"], kosten, 1)
    pad.write_text(tekst.replace(f'"{ALLE[0].soort}"', f'"{soort}"', 1) if soort else tekst, encoding="utf-8-sig")
    return str(pad)


def test_a_file_in_on_line_and_back(blad: Page, keur: Any, tmp_path: Any) -> None:
    log_in(blad, "carla")
    blad.goto("/redactie/invoer")
    keur(blad)
    blad.get_by_role("button", name="Bekijk wat er verandert").click()
    expect(blad.get_by_role("alert")).to_contain_text("Kies eerst een bestand")
    keur(blad)
    blad.get_by_label("Uw bestand").set_input_files(als_csv(tmp_path / "fout.csv", "Niets", "eetcafee"))
    blad.get_by_role("button", name="Bekijk wat er verandert").click()
    expect(blad.get_by_role("alert")).to_contain_text("kolom 'soort'")
    keur(blad)
    kosten = f"Nu {dt.datetime.now(dt.UTC).microsecond} cent"
    blad.get_by_label("Uw bestand").set_input_files(als_csv(tmp_path / "goed.csv", kosten))
    blad.get_by_role("button", name="Bekijk wat er verandert").click()
    expect(blad.get_by_role("heading", level=1)).to_have_text("Wat verandert er?")
    expect(blad.locator("main")).to_contain_text(kosten)
    keur(blad)
    blad.get_by_role("link", name=re.compile("Niet in het bestand")).click()
    keur(blad)
    blad.get_by_role("button", name="Zet alles online").click()
    expect(blad.get_by_role("status")).to_contain_text("staan online")
    keur(blad)
    blad.get_by_role("button", name="Draai alles terug").click()
    expect(blad.get_by_role("status")).to_contain_text("teruggedraaid")
    keur(blad)
    blad.get_by_role("link", name="Bestanden").first.click()
    expect(blad.get_by_role("table")).to_contain_text("goed.csv")
    keur(blad)


def test_words_of_a_conversation(blad: Page, keur: Any) -> None:
    log_in(blad, "carla")
    blad.goto("/redactie/gesprekken")
    keur(blad)
    for pad in ("gedeeld", "veiligheid", "vervoer?in=ar"):
        blad.goto(f"/redactie/gesprekken/{pad}")
        keur(blad)
    blad.goto("/redactie/gesprekken/gedeeld/tekst?stap=bedreigend&veld=vraag&in=nl")
    expect(blad.locator("main")).to_contain_text("Die wijzigt u hier niet")
    keur(blad)
    blad.goto("/redactie/gesprekken/vervoer")
    blad.get_by_role("link", name=re.compile("^Wijzig")).nth(2).click()
    oud = blad.get_by_label("De tekst", exact=True).input_value()
    for tekst, knop in (
        ("", "Bewaar en zet online"),
        (oud + " En wat nog meer?", "Bekijk eerst"),
        (oud + " En wat nog meer?", "Bewaar als concept"),
    ):
        blad.get_by_label("De tekst", exact=True).fill(tekst)
        blad.get_by_role("button", name=knop).click()
        keur(blad)
    expect(blad.locator("main")).to_contain_text("Er is een concept")
    hier = blad.url
    blad.goto("/redactie/gesprekken")
    expect(blad.locator("main")).to_contain_text("Wacht op akkoord")
    keur(blad)
    blad.goto(hier)
    blad.get_by_role("button", name="Akkoord, zet online").click()
    expect(blad.get_by_role("status")).to_contain_text("Inwoners zien het nu")
    blad.get_by_role("link", name="English").click()
    expect(blad.locator("main")).to_contain_text("lezen inwoners het Nederlands")
    keur(blad)
    blad.goto("/redactie/gesprekken/verschil")
    expect(blad.get_by_role("table")).to_contain_text("En wat nog meer?")
    keur(blad)
    blad.goto(hier)
    blad.get_by_role("button", name="Zet de tekst van het project terug").click()
    keur(blad)


def test_a_walk_through_a_conversation(blad: Page, keur: Any) -> None:
    log_in(blad, "carla")
    blad.goto("/redactie/gesprekken/geld")
    blad.get_by_role("link", name="Loop het gesprek na").click()
    keur(blad)
    blad.get_by_role("button", name="Ik moet mijn huis uit").click()
    expect(blad.locator("main")).to_contain_text("noodnummer")
    keur(blad)
    for _ in range(9):
        if blad.get_by_role("heading", name="Einde van het gesprek").count():
            break
        blad.get_by_role("button", name="Sla over").click()
        blad.wait_for_load_state()
    expect(blad.get_by_role("heading", name="Einde van het gesprek")).to_be_visible()
    keur(blad)


def test_labelled_questions(blad: Page, keur: Any) -> None:
    log_in(blad, "carla")
    blad.goto("/redactie/vragen?toon=alle")
    keur(blad)
    blad.get_by_role("button", name="Voeg de vraag toe").click()
    expect(blad.get_by_role("alert")).to_be_visible()
    keur(blad)
    blad.goto("/redactie/vragen/1")
    keur(blad)
    blad.goto("/redactie/vragen?toon=alle")
    blad.locator("input[name=tekst], textarea[name=tekst]").first.fill("samen wandelen in de buurt")
    blad.locator("[name=soort_1]").first.select_option("buurtplatform")
    blad.get_by_role("button", name="Voeg de vraag toe").click()
    blad.goto("/redactie/vind")
    blad.get_by_label("De zin").fill("samen wandelen in de buurt")
    blad.get_by_label("Soort hulp").select_option("parkeerkaart")
    blad.get_by_role("button", name="Voeg de zin toe").click()
    keur(blad)
    expect(blad.get_by_role("alert")).to_contain_text("niet meer raak")


def test_local_pages_and_news_on_the_home_page(blad: Page, keur: Any) -> None:
    log_in(blad, "carla")
    blad.goto("/redactie/paginas")
    keur(blad)
    for naam in ("tijden", "nummers", "beloftes", "nieuws"):
        blad.goto(f"/redactie/paginas/{naam}")
        keur(blad)
    blad.get_by_label("Kop").first.fill("De bieb is open")
    blad.get_by_role("button", name="Bekijk eerst").click()
    expect(blad.get_by_role("alert")).to_be_visible()
    keur(blad)
    blad.get_by_label("Tekst").first.fill("Kom langs.")
    blad.get_by_label("Tot en met").first.fill((dt.datetime.now(dt.UTC) + dt.timedelta(days=2)).date().isoformat())
    blad.get_by_role("button", name="Bekijk eerst").click()
    expect(blad.get_by_role("status")).to_contain_text("Dit verandert er")
    keur(blad)
    blad.get_by_role("button", name="Bewaar en zet online").click()
    expect(blad.get_by_role("status")).to_contain_text("Inwoners zien het nu")
    keur(blad)
    blad.goto("/")
    expect(blad.locator("main")).to_contain_text("De bieb is open")
    keur(blad)
    blad.goto("/redactie/paginas/nieuws")
    blad.get_by_role("button", name="Terug naar wat het project zegt").click()


def test_an_account_and_what_was_changed(blad: Page, keur: Any) -> None:
    log_in(blad, "bea")
    keur(blad)
    blad.get_by_role("link", name="Daan").click()
    keur(blad)
    blad.get_by_label("Hoe heet deze persoon?").fill("")
    blad.get_by_role("button", name="Bewaar").click()
    expect(blad.get_by_role("alert")).to_be_visible()
    keur(blad)
    blad.get_by_label("Hoe heet deze persoon?").fill("Daan")
    blad.get_by_role("button", name="Bewaar").click()
    expect(blad.get_by_role("status")).to_contain_text("gewijzigd")
    blad.goto("/beheer/wijzigingen")
    keur(blad)


def test_an_outage_is_put_on_the_site_and_ended(blad: Page, keur: Any) -> None:
    log_in(blad, "bea")
    blad.goto("/beheer/storingen")
    keur(blad)
    blad.get_by_label("Wanneer begon het?").fill("2026-01-05T10:00")
    blad.get_by_label("Wanneer was het klaar? (hoeft niet)").fill("2026-01-05T09:00")
    blad.get_by_role("button", name="Zet dit op de site").click()
    expect(blad.get_by_role("alert")).to_contain_text("Schrijf in één zin wat er stuk was.")
    expect(blad.get_by_label("Wanneer begon het?")).to_have_value("2026-01-05T10:00")
    expect(blad.get_by_label("Wanneer was het klaar? (hoeft niet)")).to_have_value("2026-01-05T09:00")
    keur(blad)
    zin = f"Versturen lukte niet {dt.datetime.now(dt.UTC).microsecond}"
    blad.get_by_label("Wat was er stuk?").fill(zin)
    blad.get_by_label("Wanneer was het klaar? (hoeft niet)").fill("")
    blad.get_by_role("button", name="Zet dit op de site").click()
    expect(blad.get_by_role("status")).to_contain_text("De storing staat op de pagina Over deze site.")
    keur(blad)
    blad.get_by_role("button", name=re.compile(f"Alles werkt weer.*{zin}")).click()
    expect(blad.get_by_role("status")).to_contain_text("De storing is voorbij.")
    keur(blad)
    blad.get_by_role("link", name=re.compile(f"Verbeter.*{zin}")).click()
    expect(blad.get_by_label("Wat was er stuk?")).to_have_value(zin)
    expect(blad.get_by_label("Wanneer begon het?")).to_have_value("2026-01-05T10:00")
    keur(blad)
    blad.get_by_label("Wat was er stuk?").fill(f"{zin} goed")
    blad.get_by_role("button", name="Zet de verbetering op de site").click()
    expect(blad.get_by_role("status")).to_contain_text("De storing is verbeterd.")
    expect(blad.get_by_role("region", name="Verkeerd gemeld")).to_contain_text(zin)
    keur(blad)
    blad.goto("/over")
    expect(blad.locator("main")).to_contain_text(f"{zin} goed")


def tab_naar(blad: Page, tekst: str) -> None:
    """Press Tab until what has the focus is called so (its text, or its label)."""
    for _ in range(140):
        blad.keyboard.press("Tab")
        naam = blad.evaluate(
            "() => { const e = document.activeElement; return ((e.labels && e.labels.length ? e.labels[0].innerText : e.innerText) || '').trim() }"
        )
        if naam.startswith(tekst):
            vorm = blad.evaluate("() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle + s.boxShadow }")
            assert "none" not in vorm[:4] or "rgb" in vorm, f"{tekst}: no visible focus"
            return
    raise AssertionError(f"Tab never reaches {tekst!r} on {blad.url}")


@pytest.mark.parametrize("blad", [(1280, True)], indirect=True, ids=["wide"])
def test_with_the_keyboard_only(blad: Page, tmp_path: Any) -> None:
    log_in(blad, "carla")
    tab_naar(blad, "Gesprekken")
    blad.keyboard.press("Enter")
    blad.wait_for_url("**/redactie/gesprekken")
    tab_naar(blad, "Vervoer en hulpmiddelen")
    blad.keyboard.press("Enter")
    blad.wait_for_url("**/gesprekken/vervoer")
    tab_naar(blad, "Wijzig")
    blad.keyboard.press("Enter")
    blad.wait_for_url("**/tekst?*")
    tab_naar(blad, "De tekst")
    blad.keyboard.press("Control+A")
    blad.keyboard.type("Vervoer, auto en bus")
    tab_naar(blad, "Bewaar en zet online")
    blad.keyboard.press("Enter")
    expect(blad.get_by_role("status")).to_contain_text("Inwoners zien het nu")
    tab_naar(blad, "Zet de tekst van het project terug")
    blad.keyboard.press("Enter")
    expect(blad.get_by_role("status")).to_contain_text("online")
    blad.goto("/redactie/invoer")
    tab_naar(blad, "Uw bestand")
    blad.locator("#bestand").set_input_files(als_csv(tmp_path / "toets.csv", "Met het toetsenbord"))  # the dialog belongs to the system
    tab_naar(blad, "Bekijk wat er verandert")
    blad.keyboard.press("Enter")
    expect(blad.get_by_role("heading", level=1)).to_have_text("Wat verandert er?")
    tab_naar(blad, "Gooi dit bestand weg")
    blad.keyboard.press("Enter")
    expect(blad.get_by_role("status")).to_contain_text("weggegooid")
    blad.goto("/redactie/gesprekken/contact/proef")
    tab_naar(blad, "Sla over")
    blad.keyboard.press("Enter")
    expect(blad.locator("main")).to_contain_text("Overgeslagen")
