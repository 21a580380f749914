"""What every journey does: log in, look whether scripts run, check a state of a page. Each waits until the page is there: half a page proves nothing."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

REGELS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


def log_in(blad: Page, naam: str) -> None:
    """Both steps; the trial shows the code itself."""
    blad.goto("/inloggen")
    blad.get_by_label("Inlognaam").fill(naam)
    blad.get_by_label("Wachtwoord").fill(f"welkom-{naam}-2026")
    blad.get_by_role("button", name="Verder").click()
    blad.wait_for_url("**/inloggen/code")
    blad.locator("[name=code]").fill(blad.locator("#proefcode").inner_text())
    blad.get_by_role("button", name="Log in").click()
    blad.wait_for_url(lambda adres: "/inloggen" not in adres)


def met_js(blad: Page) -> bool:
    """Whether scripts run for this visitor."""
    blad.wait_for_load_state()
    return bool(blad.evaluate("() => matchMedia('(scripting: enabled)').matches"))


def keur(blad: Page) -> None:
    """axe with the WCAG 2.2 AA rules and the best practices: no violation on this state; no scroll to the side. (axe itself needs scripts.)"""
    if not met_js(blad):
        return
    uitslag = Axe().run(blad, options=REGELS)
    fouten = [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in uitslag.response["violations"]]
    assert not fouten, f"{blad.url}: {fouten}"
    breed = blad.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert breed <= 0, f"{blad.url}: scrolls {breed} px to the side"
