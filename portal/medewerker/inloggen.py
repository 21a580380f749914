"""Door: logging in with two steps, logging out, the own account."""

from __future__ import annotations

import hmac
from typing import Any

import segno
from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal import account
from portal.deuren import PUBLIEK, voor
from portal.language import vertaling
from portal.poort import KOEKJE, begin_van, formuliermerk, werkpagina, wie
from portal.tabellen import Account
from portal.web import eigen_herkomst, pagina, taal_van
from portal.werkdagen import nu

router = APIRouter(include_in_schema=False)
N_ = str
ONBEKEND = N_("Deze naam en dit wachtwoord horen niet bij elkaar. Probeer het nog een keer.")
VAAK = N_("Het ging te vaak mis. Wacht een kwartier, of bel de beheerder.")
CODE_FOUT = N_("Deze code werkt niet, of u hebt hem al gebruikt. Wacht op de volgende code.")


def _(request: Request, zin: str) -> str:
    return vertaling(taal_van(request).code).gettext(zin)


def _koekje(antwoord: Response, token: str) -> Response:
    antwoord.set_cookie(KOEKJE, token, path="/", secure=True, httponly=True, samesite="lax")
    return antwoord


def _weg(antwoord: Response) -> Response:
    for naam in (KOEKJE, "__Host-loket"):
        antwoord.delete_cookie(naam, path="/", secure=True, httponly=True, samesite="lax")
    return antwoord


def _formulier(request: Request, naam: str = "", fout: str = "", status: int = 200) -> Response:
    fouten = [{"veld": "naam", "zin": _(request, fout)}] if fout else []
    return pagina(request, "medewerker/inloggen.html", status, inlognaam=naam, fouten=fouten)


@router.api_route("/inloggen", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def inloggen(request: Request) -> Response:
    """Name and password; who is in already goes on."""
    token = request.cookies.get(KOEKJE, "")
    persoon = account.wie(request.app.state.db, token, nu()) if token else None
    if persoon is not None:
        return RedirectResponse(begin_van(request, persoon.rol), 303)
    return _formulier(request)


@router.post("/inloggen")
@voor(PUBLIEK)
def stap_een(request: Request, naam: str = Form("", max_length=200), wachtwoord: str = Form("", max_length=2_000)) -> Response:
    """The first step. One sentence for every mistake: it does not tell which names exist."""
    eigen_herkomst(request)
    if not request.app.state.limiet_inlog.mag(request):
        return _formulier(request, naam, VAAK, 429)
    try:
        token = account.stap_een(request.app.state.db, request.app.state.hasher, naam, wachtwoord, nu())
    except account.TeVaak:
        return _formulier(request, naam, VAAK, 429)
    except account.Geweigerd:
        return _formulier(request, naam, ONBEKEND, 422)
    return _koekje(RedirectResponse("/inloggen/code", 303), token)


def _code_pagina(request: Request, persoon: Account, fouten: list[tuple[str, str]] | None = None, status: int = 200) -> Response:
    zegel, g = request.app.state.zegel, request.app.state.gemeente
    eerste = not account.bevestigd(persoon)
    context: dict[str, Any] = {"qr": "", "geheim": ""}
    if eerste:
        adres = account.app_adres(zegel, persoon, g)
        geheim = account.geheim(zegel, persoon)
        context = {
            "qr": segno.make(adres, error="m").svg_data_uri(scale=5, border=3, light="#fff"),
            "geheim": " ".join(geheim[i : i + 4] for i in range(0, len(geheim), 4)),
        }
    code = account.code_nu(zegel, persoon, nu()) if g.proef else ""
    return pagina(
        request,
        "medewerker/code.html",
        status,
        toon=persoon.toon,
        eerste=eerste,
        proefcode=f"{code[:3]} {code[3:]}" if code else "",
        token=formuliermerk(request),
        fouten=[{"veld": v, "zin": _(request, z)} for v, z in fouten or []],
        **context,
    )


@router.api_route("/inloggen/code", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def code(request: Request) -> Response:
    """The second step; at the first log-in also: connect the app, choose a password. A trial shows the code."""
    persoon = _halve(request)
    return _code_pagina(request, persoon) if persoon else RedirectResponse("/inloggen", 303)


def _halve(request: Request) -> Account | None:
    token = request.cookies.get(KOEKJE, "")
    return account.halve_sessie(request.app.state.db, request.app.state.zegel, token, nu()) if token else None


@router.post("/inloggen/code")
@voor(PUBLIEK)
def stap_twee(
    request: Request, code: str = Form("", max_length=40), token: str = Form("", max_length=100), nieuw: str = Form("", max_length=1_000)
) -> Response:
    """A right code gives a new session; the half one is gone."""
    eigen_herkomst(request)
    persoon = _halve(request)
    if persoon is None:
        return _weg(RedirectResponse("/inloggen", 303))
    if not hmac.compare_digest(token.encode(), formuliermerk(request).encode()):
        return _weg(RedirectResponse("/inloggen", 303))
    if not request.app.state.limiet_inlog.mag(request):
        return _code_pagina(request, persoon, [("code", VAAK)], 429)
    vers = ""
    if not account.bevestigd(persoon):
        if fout := account.fout_in_wachtwoord(nieuw, persoon.naam):
            return _code_pagina(request, persoon, [("nieuw", fout)], 422)
        vers = account.hash_van(request.app.state.hasher, nieuw)
    a = request.app.state
    try:
        binnen, heel = account.stap_twee(a.db, a.zegel, request.cookies.get(KOEKJE, ""), code, nu(), a.gemeente.proef, vers)
    except account.TeVaak:
        return _weg(_formulier(request, persoon.naam, VAAK, 429))
    except account.Geweigerd:
        return _code_pagina(request, persoon, [("code", CODE_FOUT)], 422)
    return _koekje(RedirectResponse(begin_van(request, binnen.rol), 303), heel)


@router.post("/uitloggen")
@voor(*account.ROLLEN)
def uitloggen(request: Request) -> Response:
    """Out: the session ends on the server, the browser forgets."""
    account.uit(request.app.state.db, request.cookies.get(KOEKJE, ""))
    antwoord = _weg(RedirectResponse("/inloggen", 303))
    antwoord.headers["Clear-Site-Data"] = '"cache", "storage"'
    return antwoord


@router.api_route("/account", methods=["GET", "HEAD"])
@voor(*account.ROLLEN)
def mijn_account(request: Request) -> Response:
    """Who I am here, and another password."""
    return werkpagina(request, "medewerker/account.html", fouten=[])


@router.post("/account")
@voor(*account.ROLLEN)
def ander_wachtwoord(request: Request, oud: str = Form("", max_length=2_000), nieuw: str = Form("", max_length=1_000)) -> Response:
    """Another password; every session of this account ends, also this one."""
    persoon = wie(request)
    fout = account.fout_in_wachtwoord(nieuw, persoon.naam)
    fouten = [("nieuw", fout)] if fout else []
    if not fouten:
        try:
            account.wijzig_wachtwoord(request.app.state.db, request.app.state.hasher, persoon, oud, nieuw, nu())
            return _weg(RedirectResponse("/inloggen", 303))
        except account.TeVaak:
            fouten = [("oud", VAAK)]
        except account.Geweigerd:
            fouten = [("oud", N_("Dit is niet uw wachtwoord van nu."))]
    return werkpagina(request, "medewerker/account.html", 422, fouten=[{"veld": v, "zin": _(request, z)} for v, z in fouten])


@router.post("/account/overal-uit")
@voor(*account.ROLLEN)
def overal_uit(request: Request) -> Response:
    """Log out everywhere."""
    with request.app.state.db.schrijf() as s:
        account.overal_uit(s, wie(request).id)
    return _weg(RedirectResponse("/inloggen", 303))
