"""The gate: every request passes here before its door. Reads who may use the route (`@voor`), who asks, and whether the form is ours.

A route that declares nobody lets nobody in. A POST behind a log-in needs the token of the session, whichever door it is for.
"""

from __future__ import annotations

import hmac
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from portal import account
from portal.language import vertaling
from portal.tabellen import Account
from portal.web import Pagina, eigen_herkomst, pagina, taal_van
from portal.werkdagen import nu

PUBLIEK = "publiek"
N_ = str
KOEKJE = "__Host-werk"
LEZEN = ("GET", "HEAD")
MENU = (
    ("/postvak", N_("Postvak"), account.MET_TEAM),
    ("/loket", N_("Vraag invoeren"), ("loket", *account.MET_TEAM)),
    ("/plannen", N_("Plannen"), account.MET_TEAM),
    ("/redactie", N_("Sociale kaart"), ("redacteur",)),
    ("/inzicht", N_("Inzicht"), ("beleid", "teamleider")),
    ("/beheer", N_("Accounts"), ("beheerder",)),
    ("/beheer/wijzigingen", N_("Wijzigingen"), ("beheerder",)),
    ("/beheer/postbus", N_("Post"), ("beheerder",)),
    ("/beheer/storingen", N_("Storingen"), ("beheerder",)),
    ("/beheer/logboek", N_("Logboek"), ("privacy",)),
)


async def poort(request: Request) -> None:
    """Dependency of every route. Raises Pagina: to the log-in, or a plain 403."""
    request.app.state.publicatie.kijk()  # every worker follows what was published, whatever page is asked
    rollen = getattr(request.scope.get("endpoint"), "__rollen__", ())
    if PUBLIEK in rollen:
        return
    if request.method not in LEZEN:
        eigen_herkomst(request)
    await run_in_threadpool(_wie_mag, request, rollen)
    if request.method not in LEZEN:
        formulier = await request.form()
        if not hmac.compare_digest(str(formulier.get("token", "")).encode(), formuliermerk(request).encode()):
            raise plat(request, 403, N_("Dit formulier is te oud"), N_("Ga terug en doe het nog een keer."))


def _wie_mag(request: Request, rollen: tuple[str, ...]) -> None:
    token = request.cookies.get(KOEKJE, "")
    uit_zichzelf = bool(request.headers.get("hx-request")) and request.method in LEZEN
    persoon = account.wie(request.app.state.db, token, nu(), leeft=not uit_zichzelf) if token else None
    if persoon is None:
        raise Pagina(_log_in(request, uit_zichzelf))
    request.state.account = persoon
    if persoon.rol not in rollen:
        raise plat(request, 403, N_("Deze pagina is niet voor uw rol"), N_("Hebt u dit wel nodig voor uw werk? Vraag het de beheerder."))


def plat(request: Request, status: int, kop: str, zin: str, nummer: str = "") -> Pagina:
    """One plain message in the frame of staff pages, to raise."""
    _ = vertaling(taal_van(request).code).gettext
    return Pagina(werkpagina(request, "medewerker/plat.html", status, kop=_(kop), zin=_(zin), nummer=nummer))


def niet_gevonden(request: Request) -> Pagina:
    """It is not there, or it is not yours: the same page for both."""
    return plat(request, 404, N_("Dit is er niet"), N_("Misschien kent een ander team deze vraag. Zoek dan op het hele nummer."))


def _log_in(request: Request, uit_zichzelf: bool) -> Response:
    """To the log-in; a list that refreshes by itself says so in its own place."""
    if uit_zichzelf:
        _ = vertaling(taal_van(request).code).gettext
        zin, knop = _("U bent uitgelogd."), _("Log opnieuw in")
        return HTMLResponse(f'<div class="utrecht-alert" role="alert" id="lijst"><p>{zin} <a href="/inloggen">{knop}</a></p></div>')
    antwoord = RedirectResponse("/inloggen", 303)
    antwoord.delete_cookie(KOEKJE, path="/", secure=True, httponly=True, samesite="lax")
    return antwoord


def formuliermerk(request: Request) -> str:
    """The token of this session's forms."""
    return account.formuliermerk(request.app.state.zegel, request.cookies.get(KOEKJE, ""))


def wie(request: Request) -> Account:
    """Who asks; only behind the gate."""
    persoon: Account = request.state.account
    return persoon


def begin_van(request: Request, rol: str) -> str:
    """The first page of a role: the first of its menu, else the own account."""
    return next((pad for pad, _, rollen in MENU if rol in rollen and pad in request.app.state.paden), "/account")


def werkpagina(request: Request, naam: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page for who is logged in. The template gets `medewerker` (toon, naam, rol, team, menu) and `token` for its forms."""
    persoon = wie(request)
    _ = vertaling(taal_van(request).code).gettext
    team = request.app.state.gemeente.teams.get(persoon.team)
    rolnaam = _(account.ROLNAMEN[persoon.rol])
    medewerker = {
        "toon": persoon.toon,
        "naam": persoon.naam,
        "rol": persoon.rol,
        "rolnaam": rolnaam,
        "team": persoon.team,
        "waar": team.naam if team else rolnaam,
        "begin": begin_van(request, persoon.rol),
        "menu": [{"pad": p, "naam": _(n)} for p, n, rollen in MENU if persoon.rol in rollen and p in request.app.state.paden],
    }
    return pagina(request, naam, status, medewerker=medewerker, token=formuliermerk(request), **context)
