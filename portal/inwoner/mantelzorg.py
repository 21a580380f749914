"""Door: for people who care for someone: recognise yourself, the finder of respijtzorg, how long it can go on, the sheet for a talk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import Response

from portal import mantelzorg as mz
from portal.deuren import PUBLIEK, voor
from portal.gesprek import begrijp, bekijk
from portal.inwoner.begin import situaties
from portal.inwoner.kaartje import kaartje
from portal.language import vertaling
from portal.papier import pdf
from portal.schoon import zonder_bsn
from portal.web import TeGroot, bewaar_gesprek, eigen_herkomst, lees_gesprek, lees_koekje, pagina, taal_van, verder, zet_koekje
from portal.werkdagen import nu, vandaag
from sociale_kaart.search import Kaart

router = APIRouter(include_in_schema=False)
Gettext = Callable[[str], str]
EERST = 8  # cards before "Laat alles zien"
BLAD = "/mantelzorg/gesprek-voorbereiden"
PLEK = "/mantelzorg/mijn-plek"


def _gettext(request: Request) -> Gettext:
    return vertaling(taal_van(request).code).gettext


def _kaart(request: Request) -> Kaart:
    kaart: Kaart = request.app.state.publicatie.kaart
    return kaart


# --- recognise yourself -----------------------------------------------------------------------------------------------


@router.api_route("/mantelzorg", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def mantelzorg(request: Request) -> Response:
    """Recognise yourself without the word; for yourself and for the other; the short doors."""
    _ = _gettext(request)
    per = [{"code": f.code, "kolom": f.kolom, "vraag": _(f.vraag), "kort": _(f.kort)} for f in mz.FUNCTIES]
    return pagina(
        request,
        "inwoner/mantelzorg.html",
        uzelf=[f for f in per if f["kolom"] == "uzelf"],
        naaste=[f for f in per if f["kolom"] == "naaste"],
        vormen=_keuzes(_, mz.VORM),
        groepen=[{"code": g.code, "naam": _(g.deur), "zin": _(g.deur_zin)} for g in mz.GROEPEN],
        lijnen=_lijnen(request, ("mantelzorglijn", "alzheimertelefoon")),
        **_dringend(request),
    )


def _dringend(request: Request) -> dict[str, Any]:
    """The line "Gaat het vandaag niet meer?" and the question how long it can go on."""
    _, g, moment = _gettext(request), request.app.state.gemeente, nu()
    stap, neemt_op, buiten = mz.volhoudstap(), mz.wie_neemt_op(g, moment), mz.buiten_uren(g)
    return {
        "bel": _nummer(_, neemt_op.nummer),
        "kantoor": neemt_op.kantoor,
        "buiten": _nummer(_, buiten),
        "volhouden": {"vraag": _(stap.vraag), "waarom": _(stap.waarom), "keuzes": [(k.code, _(k.label)) for k in stap.keuzes]},
    }


def _nummer(_: Gettext, n: Any) -> dict[str, str]:
    return {"naam": n.naam, "tel": n.tel, "toon": n.toon, "uren": _(n.uren)}


def _lijnen(request: Request, namen: tuple[str, ...]) -> list[dict[str, str]]:
    landelijk = request.app.state.gemeente.landelijk
    return [_nummer(_gettext(request), landelijk[n]) for n in namen if n in landelijk]


def _keuzes(_: Gettext, lijst: dict[str, str]) -> list[tuple[str, str]]:
    return [(code, _(naam)) for code, naam in lijst.items()]


# --- the sheet: before /mantelzorg/{code} ------------------------------------------------------------------------------


@router.api_route(BLAD, methods=["GET", "HEAD"])
@voor(PUBLIEK)
def blad(request: Request, wijzig: str = "") -> Response:
    """The sheet: as a form while it is empty, else to read, print and take along."""
    b = mz.lees_blad(lees_koekje(request, "blad"))
    return _toon_blad(request, b, formulier=bool(wijzig) or not b)


@router.api_route(BLAD + ".pdf", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def blad_pdf(request: Request) -> Response:
    """The sheet as tagged PDF, made on the spot and kept nowhere."""
    b = mz.lees_blad(lees_koekje(request, "blad"))
    if not b:
        return verder(request, BLAD)
    _ = _gettext(request)
    html = request.app.state.sjablonen.html(
        "inwoner/blad_pdf.html", taal_van(request), BLAD, regels=[(_(v.kop), t) for v, t in b.regels], dag=vandaag()
    )
    return Response(pdf(html), media_type="application/pdf", headers={"Content-Disposition": 'attachment; filename="mijn-gesprek.pdf"'})


@router.post(BLAD)
@voor(PUBLIEK)
async def blad_doe(request: Request) -> Response:
    """Keep the sheet in its cookie, let it go along with the question or not, or take it away."""
    eigen_herkomst(request)
    formulier = await request.form()
    koekje = lees_koekje(request, "blad")
    actie = formulier.get("actie", "")
    oud = mz.lees_blad(koekje)
    if actie == "wis":
        return _bewaar_blad(request, koekje, mz.Blad({}))
    if actie in ("mee", "niet-mee"):
        return _bewaar_blad(request, koekje, mz.Blad(oud.teksten, actie == "mee"))
    teksten = {v.naam: zonder_bsn(str(formulier.get(v.naam, "")).replace("\r\n", "\n").strip())[0] for v in mz.VELDEN}
    nieuw = mz.Blad(teksten, bool(formulier.get("mee")))
    _ = _gettext(request)
    if not nieuw and not oud:
        return _toon_blad(request, nieuw, True, (mz.VELDEN[0].naam, _("Schrijf bij één vraag iets op. Een paar woorden is genoeg.")), 422)
    if fout := nieuw.fout():
        veld, te_veel = fout
        zin = _("Uw blad is %(aantal)s tekens te lang. Maak het korter.") % {"aantal": te_veel}
        return _toon_blad(request, nieuw, True, (veld, zin), 422)
    return _bewaar_blad(request, koekje, nieuw)


def _bewaar_blad(request: Request, koekje: Any, b: mz.Blad) -> Response:
    klaar = verder(request, BLAD)
    try:
        zet_koekje(request, klaar, "blad", mz.met_blad(koekje, b))
    except TeGroot:
        langst = max(b.teksten, key=lambda n: len(b.teksten[n]), default=mz.VELDEN[0].naam)
        return _toon_blad(
            request, b, True, (langst, _gettext(request)("Uw verhaal is te lang om te bewaren. Maak het korter, of bel.")), 422
        )
    return klaar


def _toon_blad(request: Request, b: mz.Blad, formulier: bool, fout: tuple[str, str] | None = None, status: int = 200) -> Response:
    """The sheet. What is written there may be urgent: then the number comes first."""
    _ = _gettext(request)
    velden = [{"naam": v.naam, "kop": _(v.kop), "uitleg": _(v.uitleg), "waarde": b.teksten.get(v.naam, "")} for v in mz.VELDEN]
    return pagina(
        request,
        "inwoner/blad.html",
        status,
        formulier=formulier,
        velden=velden,
        mee=b.mee,
        meeste=mz.LANGSTE_BLAD,
        lengte=b.lengte,
        fouten=[{"veld": fout[0], "zin": fout[1]}] if fout else [],
        nood=_nood(request, "\n".join(t for _v, t in b.regels)),
    )


# --- the carer's own place --------------------------------------------------------------------------------------------


@router.api_route(PLEK, methods=["GET", "HEAD"])
@voor(PUBLIEK)
def plek(request: Request) -> Response:
    """Your own place in the referral. When it presses: the phone first, and who can come at once."""
    return _toon_plek(request, mz.lees_plek(lees_koekje(request, "blad")))


@router.post(PLEK)
@voor(PUBLIEK)
async def plek_doe(request: Request) -> Response:
    """Keep it and go on to the referral; nothing filled in is fine too."""
    eigen_herkomst(request)
    formulier = await request.form()
    p = mz.eigen_plek({n: zonder_bsn(str(formulier.get(n, "")).replace("\r\n", "\n").strip())[0] for n in ("nodig", "meekomen", "bellen")})
    _ = _gettext(request)
    if (te_veel := len(p.nodig) - mz.LANGSTE_NOOD) > 0:
        return _toon_plek(request, p, _("Uw tekst is %(aantal)s tekens te lang. Maak hem korter.") % {"aantal": te_veel}, 422)
    klaar = verder(request, "/verwijzing")
    try:
        zet_koekje(request, klaar, "blad", mz.met_plek(lees_koekje(request, "blad"), p))
    except TeGroot:
        return _toon_plek(request, p, _("Uw verhaal is te lang om te bewaren. Maak het korter, of bel."), 422)
    return klaar


def _toon_plek(request: Request, p: mz.EigenPlek, fout: str = "", status: int = 200) -> Response:
    _, kaart = _gettext(request), _kaart(request)
    return pagina(
        request,
        "inwoner/mijn_plek.html",
        status,
        p=p,
        spoed=bekijk(kaart, lees_gesprek(request)).positie.spoed,
        meekomen=_keuzes(_, mz.MEEKOMEN),
        bellen=_keuzes(_, mz.BELLEN),
        snel=[kaartje(_, kaart, v, taal=taal_van(request).code) for v in mz.snel(kaart, nu())],
        meeste=mz.LANGSTE_NOOD,
        fouten=[{"veld": "nodig", "zin": fout}] if fout else [],
        nood=_nood(request, p.nodig),
        lijnen=_lijnen(request, ("mantelzorglijn", "luisterlijn")),
        **_dringend(request),
    )


def _nood(request: Request, tekst: str) -> list[dict[str, Any]]:
    """What is urgent in a text that somebody wrote about themselves: then the number comes first."""
    if not tekst:
        return []
    gezien = {s.code for s in begrijp(_kaart(request), tekst).nu}
    return [s for s in situaties(request) if s["code"] in gezien]


# --- one function, one group ------------------------------------------------------------------------------------------


@router.api_route("/mantelzorg/{code}", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def verder_kijken(request: Request, code: str, alles: str = "") -> Response:
    """One of the eight functions, or the page of a group."""
    functie = next((f for f in mz.functies(_kaart(request), nu()) if f.code == code), None)
    if functie is not None:
        return _functie(request, functie, bool(alles))
    groep = mz.groep_van(code)
    if groep is None:
        raise HTTPException(404)
    return _groep(request, groep)


def _functie(request: Request, f: mz.Functie, alles: bool) -> Response:
    _, kaart = _gettext(request), _kaart(request)
    lijst = lees_koekje(request, "lijst") or []
    getoond = f.voorzieningen if alles else f.voorzieningen[:EERST]
    return pagina(
        request,
        "inwoner/mantelzorg_functie.html",
        f={"code": f.code, "vraag": _(f.vraag), "zin": _(f.zin), "zelf": [_(z) for z in f.zelf]},
        items=[kaartje(_, kaart, v, "", lijst, taal=taal_van(request).code) for v in getoond],
        aantal=len(f.voorzieningen),
        vormen=_keuzes(_, mz.VORM) if f.code == "respijtzorg" else [],
        andere=[{"code": x.code, "vraag": _(x.vraag)} for x in mz.FUNCTIES if x.code != f.code],
        lijnen=_lijnen(request, ("mantelzorglijn",)),
    )


def _groep(request: Request, g: mz.Groep) -> Response:
    _, kaart = _gettext(request), _kaart(request)
    lijst = lees_koekje(request, "lijst") or []
    return pagina(
        request,
        "inwoner/mantelzorg_groep.html",
        groep={
            "code": g.code,
            "kop": _(g.kop),
            "zin": _(g.zin),
            "herkent": [_(z) for z in g.herkent],
            "doen": [_(z) for z in g.doen],
            "jij": g.jij,
        },
        items=[kaartje(_, kaart, v, "", lijst, taal=taal_van(request).code) for v in mz.van_groep(kaart, g, nu())],
        respijt=f"/respijtzorg?{urlencode({'voor': g.respijt_voor})}" if g.respijt_voor else "/respijtzorg",
        lijnen=_lijnen(request, g.nummers),
    )


# --- the finder -------------------------------------------------------------------------------------------------------


@router.api_route("/respijtzorg", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def respijtzorg(request: Request, alles: str = "") -> Response:
    """The finder: answers as codes in the address, all of them optional."""
    _, kaart, moment = _gettext(request), _kaart(request), nu()
    z = mz.zoekvraag(kaart.gemeente, request.query_params)
    treffers = mz.vind(kaart, z, moment)
    passen = sum(not t.los for t in treffers)
    los = mz.losgelaten(treffers)
    buurten = [
        *sorted(((b.code, b.naam) for b in kaart.gemeente.buurten.values()), key=lambda b: b[1]),
        (mz.ELDERS, _("Een andere gemeente")),
    ]
    keuzes = {
        "voor": _keuzes(_, mz.VOOR),
        "vorm": _keuzes(_, mz.VORM),
        "wanneer": _keuzes(_, mz.WANNEER),
        "betaling": _keuzes(_, mz.BETALING),
        "buurt": buurten,
        "naaste": buurten,
    }
    namen = {naam: dict(lijst) for naam, lijst in keuzes.items()}
    lijst = lees_koekje(request, "lijst") or []
    return pagina(
        request,
        "inwoner/respijtzorg.html",
        z=z,
        keuzes=keuzes,
        gekozen=[
            {"label": (_("Uw naaste: %(plek)s") % {"plek": namen[n][c]}) if n == "naaste" else namen[n][c], "url": _zonder(z, n)}
            for n, c in z.gekozen.items()
        ],
        items=[_kaart_van(_, kaart, t, z, lijst, taal_van(request).code) for t in (treffers if alles else treffers[:EERST])],
        aantal=len(treffers),
        passen=passen,
        los=[_(mz.LOS_ZIN[w]) for w in los],
        regelaar=mz.wie_regelt(kaart, z, moment),
        alles_url="/respijtzorg?" + urlencode({**z.gekozen, "alles": "1"}),
        minstens=mz.MINSTENS,
        **_dringend(request),
    )


def _zonder(z: mz.Zoekvraag, naam: str) -> str:
    rest = {n: c for n, c in z.gekozen.items() if n != naam}
    return "/respijtzorg" + (f"?{urlencode(rest)}" if rest else "")


def _kaart_van(_: Gettext, kaart: Kaart, t: mz.Treffer, z: mz.Zoekvraag, lijst: list[str], taal: str) -> dict[str, Any]:
    """A card of the finder: with its free place and the date of it, and what is other than asked."""
    r = t.voorziening.respijt
    plek = next((p for p in (z.naaste, z.buurt) if p and p != mz.ELDERS), "")
    w = kaartje(_, kaart, t.voorziening, plek, lijst, taal=taal)
    w["anders"] = ", ".join(_(mz.ANDERS[x]) for x in t.los)
    w["betaling"] = [_(mz.BETALING[b]) for b in r.betaling if b in mz.BETALING and b not in ("gratis", "kleine-bijdrage")] if r else []
    return w


@router.post("/respijtzorg/volhouden")
@voor(PUBLIEK)
def volhouden(request: Request, antwoord: str = Form("")) -> Response:
    """How long this can go on: kept as an answer of the conversation. Pressing: phone first and the carer's own place; else: on with the conversation."""
    eigen_herkomst(request)
    try:
        spoed = mz.spoed_van(antwoord)
    except ValueError:
        return verder(request, "/respijtzorg#volhouden")
    gesprek = mz.met_volhoudtijd(lees_gesprek(request), antwoord)
    klaar = verder(request, PLEK) if spoed else verder(request, "/gesprek", na=str(len(gesprek.antwoorden)))
    try:
        bewaar_gesprek(request, klaar, gesprek)
    except TeGroot as fout:
        raise HTTPException(413) from fout
    return klaar
