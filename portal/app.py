"""Builds the application: the doors, the pipes, the answers to what goes wrong."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal import nodig
from portal.config import Instellingen, instellingen
from portal.web import STATIC, Ingepakt, Koppen, Limiet, Pagina, Sjablonen, fout
from sociale_kaart.load import gemeente

log = logging.getLogger("vindplaats")
GROOTSTE_POST = 256 * 1024  # bytes
GROOTSTE_BESTAND = 64 * 1024 * 1024  # bytes of a file that an editor brings
BESTANDEN = ("/redactie/invoer",)
INPAKBAAR = (
    "/",
    "/nood",
    "/themas",
    "/voorzieningen",
    "/mantelzorg",
    "/respijtzorg",
    "/over",
    "/privacy",
    "/toegankelijkheid",
    "/wijkteam",
    "/hsds",
    "/zoeken",
    "/gesprek",
    "/kaart",
)


class Inpakken:
    """ASGI: gzip for pages without a secret in them (no log-in, no check page, no status: BREACH)."""

    def __init__(self, app: ASGIApp) -> None:
        self._kaal = app
        self._klein = GZipMiddleware(app, minimum_size=800, compresslevel=5)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pack or not, by path."""
        pad = scope.get("path", "")
        inpakken = scope["type"] == "http" and (pad == "/" or pad.startswith(INPAKBAAR[1:]))
        await (self._klein if inpakken else self._kaal)(scope, receive, send)


class Grens:
    """ASGI: a body larger than its path allows gets a page in plain words; what comes without a length is counted as it comes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, or answer 413. The rest of a body is read and thrown away, so that a browser shows the page and not a broken line."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        grens = GROOTSTE_BESTAND if scope["path"] in BESTANDEN else GROOTSTE_POST
        lengte = dict(scope["headers"]).get(b"content-length", b"")
        if lengte.isdigit() and int(lengte) > grens:
            gelezen = 0
            while gelezen <= 4 * grens:
                bericht = await receive()
                gelezen += len(bericht.get("body", b""))
                if not bericht.get("more_body"):
                    break
            await antwoord_op_fout(Request(scope), 413, {}, "")(scope, receive, send)
            return
        gehad = 0

        async def tel() -> Message:
            nonlocal gehad
            bericht = await receive()
            gehad += len(bericht.get("body", b""))
            if gehad > grens:
                raise HTTPException(413)
            return bericht

        await self._app(scope, tel, send)


def maak_app(keuzes: Instellingen | None = None) -> FastAPI:
    """The application for these settings. Raises sociale_kaart.load.Fouten for a live profile that lacks something."""
    keuzes = keuzes or instellingen()
    g = gemeente(keuzes.gemeente)

    @asynccontextmanager
    async def leven(app: FastAPI) -> AsyncIterator[None]:
        nodig.start(app)
        yield
        nodig.stop(app)

    app = FastAPI(
        title="Vindplaats",
        version="1.0.0",
        description="Eén digitale vindplaats voor het sociaal domein.",
        contact={"name": f"Gemeente {g.naam}", "url": g.site or None, "email": g.mail or None},
        servers=[{"url": (keuzes.basis_url or "https://vindplaats.example") + "/api/v1"}],
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=leven,
        redirect_slashes=False,
    )
    app.state.keuzes = keuzes
    app.state.gemeente = g
    app.state.sjablonen = Sjablonen(g)
    app.state.limiet_api = Limiet(keuzes.limiet_api or (600 if g.proef else 60))
    app.state.limiet_inlog = Limiet(60 if g.proef else 10)
    nodig.bereid_voor(app)

    from portal import deuren

    deuren.hang_op(app)
    app.mount("/static", Ingepakt(STATIC))
    app.add_middleware(Grens)
    app.add_middleware(Inpakken)
    app.add_middleware(Koppen)

    @app.exception_handler(Pagina)
    def _pagina(request: Request, uitzondering: Pagina) -> Response:
        return uitzondering.antwoord

    @app.exception_handler(HTTPException)
    def _http(request: Request, uitzondering: HTTPException) -> Response:
        return antwoord_op_fout(request, uitzondering.status_code, dict(uitzondering.headers or {}), str(uitzondering.detail))

    @app.exception_handler(RequestValidationError)
    def _vorm(request: Request, uitzondering: RequestValidationError) -> Response:
        waar = ".".join(str(d) for d in uitzondering.errors()[0].get("loc", ())[1:]) if uitzondering.errors() else ""
        return antwoord_op_fout(request, 422, {}, waar)

    @app.exception_handler(Exception)
    def _stuk(request: Request, uitzondering: Exception) -> Response:
        log.error("error %s at %s %s", type(uitzondering).__name__, request.method, request.url.path)
        return antwoord_op_fout(request, 500, {}, "")

    return app


ZINNEN: dict[int, tuple[str, str, str]] = {
    400: ("Dit lukte niet", "Wij begrijpen deze vraag niet.", "Ga naar het begin en probeer het nog een keer. Of bel ons."),
    403: ("Dit mag niet vanaf hier", "U hebt geen toegang tot deze pagina.", "Ga naar het begin. Werkt u hier? Log dan opnieuw in."),
    404: (
        "Deze pagina is er niet",
        "Misschien is de pagina weg. Of er staat een foutje in het adres.",
        "Ga naar het begin en vertel wat u zoekt. Of bel ons.",
    ),
    405: ("Dit lukte niet", "Deze pagina kan dat niet.", "Ga naar het begin. Of bel ons."),
    413: (
        "Uw tekst is te lang",
        "Wij kunnen niet alles tegelijk lezen.",
        "Ga terug en maak de tekst korter. Of bel ons, dan schrijven wij mee.",
    ),
    422: ("Er mist iets", "Wij kunnen dit niet lezen.", "Ga terug en vul het nog een keer in. Of bel ons."),
    429: (
        "Even wachten",
        "Er komen nu veel vragen van uw adres.",
        "Wacht een minuut en probeer het opnieuw. Haast? Bel ons. Bij gevaar belt u 112.",
    ),
    500: ("Er ging bij ons iets mis", "Dat spijt ons. Het ligt niet aan u.", "Probeer het over een paar minuten nog eens. Of bel ons."),
    503: (
        "Dit lukt nu even niet",
        "Dat spijt ons. Het ligt niet aan u.",
        "Uw antwoorden staan er nog. Bel ons, of probeer het straks weer.",
    ),
}


TE_GROOT_BESTAND = (
    "Dit bestand is te groot",
    "Wij lezen bestanden tot 64 MB.",
    "Deel het bestand op in kleinere bestanden. De kaart is niet veranderd.",
)


def antwoord_op_fout(request: Request, status: int, koppen: dict[str, str], detail: str) -> Response:
    """problem+json (RFC 9457) under /api and /hsds, else a page in plain words."""
    kop, zin, wat_nu = ZINNEN.get(status, ZINNEN[500] if status >= 500 else ZINNEN[400])
    if status == 413 and request.url.path in BESTANDEN:
        kop, zin, wat_nu = TE_GROOT_BESTAND
    if request.url.path.startswith(("/api/", "/hsds")):
        lichaam = {
            "type": "about:blank",
            "title": kop,
            "status": status,
            "detail": f"{zin} {wat_nu}" + (f" ({detail})" if detail and status == 422 else ""),
        }
        return JSONResponse(lichaam, status, headers=koppen | {"API-Version": "1.0.0"}, media_type="application/problem+json")
    antwoord = fout(request, status, kop, zin, wat_nu)
    for naam, waarde in koppen.items():
        antwoord.headers[naam] = waarde
    return antwoord
