"""Door for other systems: the API for proposals, and whether the product is well."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from portal.deuren import PUBLIEK, voor
from portal.gesprek import als_json, begrijp, nummers
from portal.schoon import zonder_bsn
from sociale_kaart.search import MEESTE

router = APIRouter()


class Vraag(BaseModel):
    """A text in somebody's own words."""

    model_config = ConfigDict(extra="ignore")
    vraag: str = Field(max_length=20_000)
    buurt: str | None = None
    taal: str = "nl"
    geprobeerd: list[str] = Field(default_factory=list, max_length=50)
    limit: int = Field(default=MEESTE, ge=1, le=20)


@router.post("/api/v1/voorstellen", responses={429: {"description": "Te veel vragen; met Retry-After en het noodnummer"}})
@voor(PUBLIEK)
def voorstellen(request: Request, vraag: Vraag) -> Response:
    """Urgent signals, domains, markers and proposals for a text. Open to everyone, stores nothing."""
    kijk(request)
    g, kaart = request.app.state.gemeente, request.app.state.publicatie.kaart
    mag = request.app.state.limiet_api.mag(request)
    b = begrijp(kaart, zonder_bsn(vraag.vraag)[0], vraag.buurt or "", vraag.geprobeerd, vraag.limit)
    if not mag and not b.nu:
        return JSONResponse(
            {
                "type": "about:blank",
                "title": "Even wachten",
                "status": 429,
                "detail": f"Er komen veel vragen van uw adres. Haast? Bel {g.telefoon.toon}. Bij gevaar belt u 112.",
            },
            429,
            headers={"Retry-After": "20", "API-Version": "1.0.0"},
            media_type="application/problem+json",
        )
    return JSONResponse(als_json(g, b), headers={"API-Version": "1.0.0"})


def kijk(request: Request) -> None:
    """Look whether something new was published."""
    request.app.state.publicatie.kijk()


@router.api_route("/healthz", methods=["GET", "HEAD"], include_in_schema=False)
@voor(PUBLIEK)
def healthz() -> Response:
    """The process answers."""
    return PlainTextResponse("ok\n")


@router.api_route("/readyz", methods=["GET", "HEAD"], include_in_schema=False)
@voor(PUBLIEK)
def readyz(request: Request) -> Response:
    """The database answers too; 503 when only reading works."""
    goed = request.app.state.db.bereikbaar()
    return PlainTextResponse("ok\n" if goed else "alleen lezen\n", 200 if goed else 503)


@router.api_route("/metrics", methods=["GET", "HEAD"], include_in_schema=False)
@voor(PUBLIEK)
def metrics(request: Request) -> Response:
    """Counts for a monitoring system; loopback only."""
    if request.client and request.client.host not in ("127.0.0.1", "::1", "testclient"):
        return PlainTextResponse("", 404)
    p = request.app.state.publicatie
    regels: list[tuple[str, Any]] = [("vindplaats_voorzieningen", len(p.kaart.alle)), ("vindplaats_stand", p.stand)]
    return PlainTextResponse("".join(f"{naam} {waarde}\n" for naam, waarde in regels), media_type="text/plain; version=0.0.4")


__all__ = ["nummers", "router"]
