"""Hangs the doors in the application, behind the gate. Every route declares who may use it; the application does not start with one that does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from fastapi import APIRouter, Depends, FastAPI

from portal.account import ROLLEN

F = TypeVar("F", bound=Callable[..., object])
PUBLIEK = "publiek"


def voor(*rollen: str) -> Callable[[F], F]:
    """Declare who may use a route: "publiek", or roles of the contract."""

    def zet(functie: F) -> F:
        functie.__rollen__ = rollen  # type: ignore[attr-defined]
        return functie

    return zet


def routes(kern: FastAPI | APIRouter) -> Iterator[Any]:
    """Every route, also those of included routers (for the gate's check and the tests)."""
    lijst = list(kern.routes)
    while lijst:
        r = lijst.pop(0)
        binnen = getattr(r, "original_router", None)
        if binnen is not None:
            lijst = [*binnen.routes, *lijst]
        else:
            yield r


def _gesloten(router: APIRouter) -> APIRouter:
    """Refuse a door with a route that does not say who may use it."""
    for r in routes(router):
        rollen = getattr(getattr(r, "endpoint", None), "__rollen__", ())
        if not rollen or not set(rollen) <= {PUBLIEK, *ROLLEN} or (PUBLIEK in rollen and len(rollen) > 1):
            raise RuntimeError(f"{getattr(r, 'path', r)}: nobody may use this route; decorate it with @voor(...)")
    return router


def hang_op(app: FastAPI) -> None:
    """Include the router of every door."""
    from portal import aanbieder, beheerder, medewerker, open_data, redacteur, systemen
    from portal.inwoner import begin, gesprek, hulp, mantelzorg, over, status, verwijzing
    from portal.poort import poort

    inwoner = (begin, gesprek, hulp, mantelzorg, over, verwijzing, status)
    for deur in (*inwoner, systemen, open_data, medewerker, redacteur, aanbieder, beheerder):
        app.include_router(_gesloten(deur.router), dependencies=[Depends(poort)])
    app.state.paden = frozenset(str(getattr(r, "path", "")) for r in routes(app))


__all__ = ["PUBLIEK", "ROLLEN", "hang_op", "routes", "voor"]
