"""Shared by all tests: one application with the demo municipality, and people who use it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from tests.klant import Klant, maak


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """An application with an empty database, per test module."""
    app = maak(tmp_path_factory.mktemp("var"))
    yield app
    app.state.db.engine.dispose()


@pytest.fixture()
def aisha(app: FastAPI) -> Klant:
    """Aisha, a resident."""
    return Klant(app)


@pytest.fixture()
def leeg(tmp_path: Path) -> Any:
    """Makes an application of its own: leeg(database_url=...)."""
    return lambda **keuzes: maak(tmp_path, **keuzes)
