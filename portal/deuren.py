"""Hangs the doors in the application. Every route declares who may use it; the tests refuse a route that does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fastapi import FastAPI

F = TypeVar("F", bound=Callable[..., object])
PUBLIEK = "publiek"
ROLLEN = ("loket", "medewerker", "teamleider", "redacteur", "beleid", "beheerder", "privacy")


def voor(*rollen: str) -> Callable[[F], F]:
    """Declare who may use a route: "publiek", or roles of the contract."""

    def zet(functie: F) -> F:
        functie.__rollen__ = rollen  # type: ignore[attr-defined]
        return functie

    return zet


def hang_op(app: FastAPI) -> None:
    """Include the router of every door."""
    from portal import systemen
    from portal.inwoner import begin, gesprek, hulp

    for deur in (begin, gesprek, hulp, systemen):
        app.include_router(deur.router)
