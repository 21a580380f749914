"""A real server on a loopback port of its own and a real browser, for the journeys."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import pad, vlaggen
from tests.journeys import bezoek
from tests.server import PORTAL, draai, vrije_poort


@pytest.fixture(scope="session")
def basis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the demo municipality and an empty database."""
    poort = vrije_poort()
    with draai(PORTAL, poort, VINDPLAATS_VAR=str(tmp_path_factory.mktemp("reis"))):
        yield f"http://127.0.0.1:{poort}"


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
def keur() -> Callable[[Page], None]:
    """The check of a state (tests/journeys/bezoek.py)."""
    return bezoek.keur
