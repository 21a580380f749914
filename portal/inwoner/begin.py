"""Door: home, urgent numbers, leaving quickly, starting over, and the pages about the site."""

from __future__ import annotations

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.deuren import PUBLIEK, voor
from portal.gesprek import LANGSTE_VRAAG, NOOD, Gesprek, begrijp, mist_lokaal, nummers
from portal.language import vertaling
from portal.schoon import zonder_bsn
from portal.tellen import tel_gemist
from portal.web import KOEKJES, TeGroot, bewaar_gesprek, eigen_herkomst, pagina, taal_van, verder
from sociale_kaart.load import taxonomie

router = APIRouter(include_in_schema=False)


@router.api_route("/", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def home(request: Request) -> Response:
    """The question. The same bytes for everyone per language; sets no cookie."""
    return toon_home(request)


def toon_home(request: Request, vraag: str = "", fout: str | None = None, status: int = 200) -> Response:
    """Home, with what was typed and what is wrong with it."""
    _ = vertaling(taal_van(request).code).gettext
    domeinen = [{"code": d.code, "naam": _(d.naam), "icoon": d.icoon} for d in taxonomie().domeinen.values()]
    return pagina(request, "inwoner/home.html", status, domeinen=domeinen, vraag=vraag, fout=fout)


@router.post("/")
@voor(PUBLIEK)
def vertel(request: Request, vraag: str = Form("")) -> Response:
    """The resident's own words: read, kept in the sealed cookie, then on to the conversation. Urgent goes on without a cookie too."""
    eigen_herkomst(request)
    _ = vertaling(taal_van(request).code).gettext
    tekst = vraag.replace("\r\n", "\n").strip()
    if not tekst or not any(c.isalnum() for c in tekst):
        return toon_home(request, vraag, _("Vertel eerst in een paar woorden waar het over gaat."), 422)
    if len(tekst) > LANGSTE_VRAAG:
        return _te_lang(request, tekst)
    schoon, gemaskeerd = zonder_bsn(tekst)
    b = begrijp(request.app.state.publicatie.kaart, schoon)
    if not b.items and not b.signalen:
        tel_gemist(request.app.state.db, request.app.state.publicatie.kaart.lezer.lees(schoon))
    codes = {"nu": ",".join(s.code for s in b.nu)} if b.nu else {}
    if gemaskeerd:
        codes["bsn"] = "1"
    antwoord = verder(request, "/gesprek", **codes)
    try:
        bewaar_gesprek(request, antwoord, Gesprek(vraag=schoon, taal=taal_van(request).code))
    except TeGroot:
        return _te_lang(request, tekst)
    return antwoord


def _te_lang(request: Request, tekst: str) -> Response:
    """Too long to keep: back in the field; an urgent text gets its numbers first all the same."""
    _ = vertaling(taal_van(request).code).gettext
    b = begrijp(request.app.state.publicatie.kaart, tekst)
    if b.nu:
        return verder(request, "/gesprek", nu=",".join(s.code for s in b.nu), lang="1")
    return toon_home(request, tekst, _("Uw verhaal is te lang om te bewaren. Maak het korter, of bel."), 422)


def situaties(request: Request) -> list[dict[str, object]]:
    """Every urgent situation with its numbers, in the language of the page."""
    _ = vertaling(taal_van(request).code).gettext
    g = request.app.state.gemeente
    return [
        {
            "code": code,
            "titel": _(titel),
            "zin": _(zin) + (" " + _("Het nummer van uw gemeente: vraag het de gemeente.") if mist_lokaal(g, code) else ""),
            "numbers": [{"name": n.naam, "naam": n.naam, "tel": n.tel, "toon": n.toon, "uren": _(n.uren)} for n in nummers(g, code)],
        }
        for code, (titel, zin, _n) in NOOD.items()
    ]


@router.api_route("/nood", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def nood(request: Request) -> Response:
    """All urgent numbers. Needs no database and no cookie."""
    return pagina(request, "inwoner/nood.html", situaties=situaties(request))


@router.api_route("/snel-weg", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def snel_weg(request: Request) -> Response:
    """Leave at once: own cookies gone, then a neutral site of the profile."""
    antwoord = RedirectResponse(request.app.state.gemeente.snel_weg, 303)
    _wis(antwoord)
    antwoord.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return antwoord


@router.post("/wissen")
@voor(PUBLIEK)
def wissen(request: Request) -> Response:
    """Forget everything and start over."""
    eigen_herkomst(request)
    antwoord = verder(request, "/")
    _wis(antwoord)
    return antwoord


def _wis(antwoord: Response) -> None:
    for naam in KOEKJES:
        antwoord.delete_cookie(f"__Host-{naam}", path="/", secure=True, httponly=True, samesite="lax")
