"""A real server on a loopback port of its own and a real browser, for the journeys."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import pad, vlaggen

WORTEL = Path(__file__).parent.parent.parent
REGELS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


@pytest.fixture(scope="session")
def basis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the demo municipality and an empty database."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        poort = s.getsockname()[1]
    omgeving = {
        **os.environ,
        "VINDPLAATS_VAR": str(tmp_path_factory.mktemp("reis")),
        "VINDPLAATS_PORT": str(poort),
        "VINDPLAATS_GEMEENTE": "lindewaard",
    }
    proces = subprocess.Popen(
        [sys.executable, "-m", "portal", "run"], cwd=WORTEL, env=omgeving, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    adres = f"http://127.0.0.1:{poort}"
    try:
        for _ in range(800):
            try:
                urllib.request.urlopen(adres + "/healthz", timeout=1)
                break
            except OSError:
                time.sleep(0.25)
        yield adres
    finally:
        proces.terminate()
        proces.wait(10)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all journeys."""
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=pad(), args=vlaggen())
        yield browser
        browser.close()


@pytest.fixture(params=[(360, True), (1280, True), (360, False)], ids=["phone", "wide", "phone-without-javascript"])
def blad(request: pytest.FixtureRequest, chromium: Browser, basis: str) -> Iterator[Page]:
    """A fresh visitor: phone, wide screen, phone without JavaScript."""
    breed, js = request.param
    context = chromium.new_context(
        viewport={"width": breed, "height": 800},
        java_script_enabled=js,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        reduced_motion="reduce",
        base_url=basis,
    )
    pagina = context.new_page()
    pagina.set_default_timeout(15_000)
    yield pagina
    context.close()


@pytest.fixture()
def keur(request: pytest.FixtureRequest) -> Any:
    """axe with the WCAG 2.2 AA rules and the best practices: no violation on this state; no scroll to the side. (axe itself needs scripts.)"""
    met_js = request.node.callspec.params["blad"][1]

    def doe(pagina: Page) -> None:
        if not met_js:
            return
        if pagina.context.browser:
            uitslag = Axe().run(pagina, options=REGELS)
            fouten = [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in uitslag.response["violations"]]
            assert not fouten, f"{pagina.url}: {fouten}"
        breed = pagina.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert breed <= 0, f"{pagina.url}: scrolls {breed} px to the side"

    return doe
