"""Door: home, urgent numbers, leaving quickly, starting over, and the pages about the site."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.background import BackgroundTask

from portal.deuren import PUBLIEK, voor
from portal.gesprek import LANGSTE_VRAAG, NOOD, Begrip, Gesprek, begrijp, buurt_in, mist_lokaal, nummers
from portal.language import getal
from portal.mantelzorg import jong_en_zorgt
from portal.schoon import getypt, zonder_nummers
from portal.tellen import begrippen, tel_alle
from portal.tellen import vraag as te_tellen
from portal.web import KOEKJES, TeGroot, bewaar_gesprek, eigen_herkomst, lees_gesprek, pagina, proef_koekje, taal_van, verder, zinnen
from portal.werkdagen import vandaag
from sociale_kaart.load import taxonomie

router = APIRouter(include_in_schema=False)
N_ = str
TE_LANG = N_("Uw verhaal is te lang. Maak het korter, of bel.")


@router.api_route("/", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def home(request: Request) -> Response:
    """The question. The same bytes for everyone per language; sets no cookie."""
    return toon_home(request)


def toon_home(request: Request, vraag: str = "", fout: str | None = None, status: int = 200, wijzig: bool = False) -> Response:
    """Home, with what was typed and what is wrong with it. wijzig: to say it in other words, and keep the answers."""
    _ = zinnen(request).gettext
    domeinen = [{"code": d.code, "naam": _(d.naam), "icoon": d.icoon} for d in taxonomie().domeinen.values()]
    nieuws = [b for b in request.app.state.publicatie.kaart.nieuws if b.zichtbaar(vandaag())]
    return pagina(request, "inwoner/home.html", status, domeinen=domeinen, vraag=vraag, fout=fout, nieuws=nieuws, wijzig=wijzig)


@router.post("/")
@voor(PUBLIEK)
def vertel(request: Request, vraag: str = Form(""), jong: str = Form(""), wijzig: str = Form("")) -> Response:
    """The resident's own words: read, kept in the sealed cookie, then on to the conversation. Urgent goes on without a cookie too."""
    eigen_herkomst(request)
    _ = zinnen(request).gettext
    tekst = vraag.replace("\r\n", "\n").strip()
    if not tekst or not any(c.isalnum() for c in tekst):
        return toon_home(request, vraag, _("Vertel eerst in een paar woorden waar het over gaat."), 422, bool(wijzig))
    schoon, weg = zonder_nummers(tekst)
    if getypt(tekst) > LANGSTE_VRAAG:
        return _te_lang(request, schoon, weg, bool(wijzig), getypt(tekst))
    b = begrijp(request.app.state.publicatie.kaart, schoon)
    codes = {"nu": ",".join(s.code for s in b.nu)} if b.nu else {}
    oud = lees_gesprek(request)
    nieuw = in_andere_woorden(oud) if wijzig and not oud.nummer else Gesprek()
    nieuw = replace(nieuw, vraag=schoon, taal=taal_van(request).code)
    nieuw = jong_en_zorgt(nieuw) if jong else nieuw
    antwoord = verder(request, "/gesprek", na=str(len(nieuw.antwoorden)), **codes, **dict.fromkeys(weg, "1"), **proef_koekje(request))
    geteld = telbaar(request, antwoord, schoon, b, oud.geteld)
    try:
        bewaar_gesprek(request, antwoord, replace(nieuw, geteld=geteld))
    except TeGroot:
        return _te_lang(request, schoon, weg, bool(wijzig))
    return antwoord


def in_andere_woorden(gesprek: Gesprek) -> Gesprek:
    """The conversation when its first text changes: answers stay where they still fit; danger in that text is read anew."""
    return replace(gesprek, weg=tuple(w for w in gesprek.weg if w not in NOOD), gezien=tuple(w for w in gesprek.gezien if w not in NOOD))


def telbaar(request: Request, antwoord: Response, tekst: str, b: Begrip, al: tuple[str, ...]) -> tuple[str, ...]:
    """Count the concepts of a question once a visit, after the answer is sent (rule 10). Returns what this visit counted so far."""
    kaart = request.app.state.publicatie.kaart
    nieuw = tuple(c for c in begrippen(kaart.lezer.lees(tekst), b) if c not in al)
    if nieuw:
        antwoord.background = BackgroundTask(tel_alle, request.app.state.db, te_tellen(nieuw, bool(b.items)), buurt_in(kaart, tekst))
    return (*al, *nieuw)[-24:]


def _te_lang(request: Request, tekst: str, weg: tuple[str, ...], wijzig: bool, lengte: int = 0) -> Response:
    """Too long to keep: back in the field, without the numbers that stood in it; an urgent text gets its numbers first all the same."""
    if gevaar := gevaar_te_lang(request, tekst, weg):
        return gevaar
    _ = zinnen(request).gettext
    zin = _("Uw verhaal mag %(mag)s tekens lang zijn. Het is nu %(nu)s tekens. Maak het korter, of bel.") if lengte else _(TE_LANG)
    zin %= tekens(request, LANGSTE_VRAAG, lengte)
    if weg:
        zin += " " + _("Wij haalden nummers uit uw tekst weg.")
    return toon_home(request, tekst, zin, 422, wijzig)


def tekens(request: Request, mag: int, nu: int) -> dict[str, str]:
    """How long a text may be and how long it is, for a sentence."""
    code = taal_van(request).code
    return {"mag": getal(mag, code), "nu": getal(nu, code)}


def gevaar_te_lang(request: Request, tekst: str, weg: tuple[str, ...] = ()) -> Response | None:
    """On to the numbers, when a text that is too long to keep holds danger. The cookie keeps the codes as numbers that were seen, so that they
    stay within reach after it; `lang` in the address brings the panel."""
    codes = [s.code for s in begrijp(request.app.state.publicatie.kaart, tekst).nu]
    if not codes:
        return None
    klaar = verder(request, "/gesprek", nu=",".join(codes), lang="1", **proef_koekje(request), **dict.fromkeys(weg, "1"))
    g = lees_gesprek(request)
    g = replace(g, gezien=tuple(dict.fromkeys([*g.gezien, *codes])), weg=tuple(w for w in g.weg if w not in codes))
    try:
        bewaar_gesprek(request, klaar, g)
    except TeGroot:
        return verder(request, "/nood")
    return klaar


def situaties(request: Request) -> list[dict[str, object]]:
    """Every urgent situation with its numbers, in the language of the page."""
    _ = zinnen(request).gettext
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
