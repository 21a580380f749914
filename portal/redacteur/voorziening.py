"""Door: one entry in sections, beside what a resident sees; its versions. Never a person of a referral."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from portal import redactie
from portal.deuren import voor
from portal.language import datum, moment, vertaling
from portal.poort import niet_gevonden, plat, werkpagina, wie
from portal.redacteur.beeld import ROL, STATEN, adres, keuzes_per_veld, net_gewijzigd, verschillen, wacht_op
from portal.redactie import SECTIES, VELDEN, Ingehaald, MagNiet
from portal.tabellen import VoorzieningRij
from portal.web import taal_van
from portal.werkdagen import nu, vandaag
from sociale_kaart.load import taxonomie
from sociale_kaart.model import Voorziening, id_van, uit_gegevens

router = APIRouter(include_in_schema=False)
N_ = str
GEDAAN = {
    "live": N_("Het staat online."),
    "concept": N_("Het concept is bewaard. Inwoners zien het nog niet."),
    "archief": N_("Deze plek staat in het archief. Inwoners zien hem niet meer."),
    "terug": N_("De oude versie is terug."),
}


def _formulier(
    request: Request,
    rij: VoorzieningRij | None,
    velden: Mapping[str, str],
    status: int = 200,
    fouten: list[tuple[str, str]] | None = None,
    **meer: Any,
) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    keuzes, hints = keuzes_per_veld(request), redactie.hints(velden)
    bij: dict[str, str] = {}
    for n, z in fouten or []:
        bij.setdefault(n, _(z))
    secties = [
        {
            "code": x.code,
            "naam": _(x.naam),
            "velden": [
                {
                    "naam": v.naam,
                    "label": _(v.label),
                    "soort": v.soort,
                    "uitleg": _(v.uitleg) if v.uitleg else "",
                    "waarde": velden.get(v.naam, ""),
                    "fout": bij.get(v.naam, ""),
                    "hints": hints.get(v.naam, []),
                    "keuzes": keuzes.get(v.naam, []),
                }
                for v in x.velden
            ],
        }
        for x in SECTIES
    ]
    tax = taxonomie()
    beeld = {n: [r for r in velden.get(n, "").splitlines() if r.strip()] for n in ("wat", "wanneer", "zelf", "waarheen")}
    context: dict[str, Any] = {"botsing": None, "gedaan": "", "nagekeken": False} | meer
    return werkpagina(
        request,
        "redacteur/voorziening.html",
        status,
        id=rij.id if rij else "",
        versie=rij.versie if rij else 0,
        staat=rij.staat if rij else "nieuw",
        staatnaam=_(STATEN.get(rij.staat, rij.staat)) if rij else _("nieuw"),
        nagekeken_op=datum(uit_gegevens(rij.gegevens).nagekeken_op) if rij else "",
        titel_plek=velden.get("naam") or _("Nieuwe plek"),
        secties=secties,
        w=velden,
        beeld=beeld,
        toegang=_(tax.toegang.get(velden.get("toegang", ""), "")),
        fouten=[{"veld": n, "zin": _(z)} for n, z in fouten or []],
        **context,
    )


async def _velden(request: Request) -> tuple[dict[str, str], Mapping[str, Any]]:
    """(fields as typed, the form itself)."""
    f = await request.form()
    ruw = {n: "\n".join(str(x) for x in f.getlist(n)) if v.soort == "meer" else str(f.get(n, "")) for n, v in VELDEN.items()}
    return redactie.schoon(ruw), f


def _nummer(f: Mapping[str, Any], naam: str) -> int:
    t = str(f.get(naam, ""))
    return int(t) if t.isdecimal() and len(t) < 10 else 0


@router.api_route("/redactie/voorzieningen/nieuw", methods=["GET", "HEAD"])
@voor(ROL)
def leeg(request: Request, soort: str = "") -> Response:
    """The empty form; the kind may come along from the list."""
    basis = Voorziening(id="", code="", naam="", aanbieder="", soort=soort if soort in taxonomie().soorten else "", samenvatting="")
    return _formulier(request, None, redactie.als_velden(basis.als_gegevens()), nagekeken=True)


@router.post("/redactie/voorzieningen/nieuw")
@voor(ROL)
async def maak(request: Request) -> Response:
    """A new entry: on line, or a draft."""
    velden, f = await _velden(request)
    return await run_in_threadpool(_bewaar, request, "", velden, f)


@router.api_route("/redactie/voorzieningen/{id}", methods=["GET", "HEAD"])
@voor(ROL)
def bewerk(request: Request, id: str, gedaan: str = "") -> Response:
    """The entry in sections, beside what a resident sees."""
    _ = vertaling(taal_van(request).code).gettext
    with request.app.state.db.lees() as s:
        rij = s.get(VoorzieningRij, id)
    if rij is None:
        raise niet_gevonden(request)
    zin = _(GEDAAN[gedaan]) if gedaan in GEDAAN else ""
    return _formulier(request, rij, redactie.als_velden(rij.gegevens), gedaan=zin)


@router.post("/redactie/voorzieningen/{id}")
@voor(ROL)
async def wijzig(request: Request, id: str) -> Response:
    """Look, keep as a draft, or publish."""
    velden, f = await _velden(request)
    return await run_in_threadpool(_bewaar, request, id, velden, f)


def _bewaar(request: Request, id: str, velden: dict[str, str], f: Mapping[str, Any]) -> Response:
    a, actie, versie, tax = request.app.state, str(f.get("actie", "")), _nummer(f, "versie"), taxonomie()
    with a.db.lees() as s:
        rij = s.get(VoorzieningRij, id) if id else None
        basis = redactie.versie_van(s, id, versie) if id else None
    if id and rij is None:
        raise niet_gevonden(request)
    gezien = f.get("nagekeken") == "ja"
    if rij is not None and rij.versie != versie:
        return _botsing(request, rij, basis.gegevens if basis else rij.gegevens, velden, gezien)
    gegevens, fouten = redactie.lees(rij.gegevens if rij else {"id": id_van(a.gemeente.code, "nieuw"), "code": "nieuw"}, velden, tax)
    staat = "concept" if actie == "concept" and (rij is None or rij.staat == "concept") else "live"
    if staat == "concept" and velden["naam"]:
        fouten = [x for x in fouten if x[0] not in ("samenvatting", "soort", "toegang")]  # a draft may lack these
    if actie == "kijk" or fouten:
        return _formulier(request, rij, velden, 200 if actie == "kijk" else 422, fouten, nagekeken=gezien)
    if gezien:
        gegevens["nagekeken_op"] = vandaag().isoformat()
    oud = a.publicatie.kaart
    try:
        with a.db.schrijf() as s:
            if not id:
                gegevens["code"], gegevens["id"] = redactie.nieuwe_code(s, a.gemeente, velden["naam"])
            waarom = "nieuw" if not id else "gewijzigd"
            nieuw = redactie.publiceer(s, wie(request), gegevens["id"], versie, gegevens, staat, waarom, nu())
    except Ingehaald as eerder:
        return _botsing(request, eerder.rij, basis.gegevens if basis else eerder.rij.gegevens, velden, gezien)
    wacht_op(request, nieuw.stand, oud)
    return RedirectResponse(adres(nieuw.id, f"?gedaan={staat}"), 303)


def _botsing(request: Request, rij: VoorzieningRij, basis: Mapping[str, Any], velden: dict[str, str], gezien: bool) -> Response:
    """Somebody was first: show what changed, keep what was typed."""
    with request.app.state.db.lees() as s:
        laatste = redactie.versie_van(s, rij.id, rij.versie)
    samen, beide = redactie.voeg_samen(basis, rij.gegevens, velden)
    ander = redactie.als_velden(rij.gegevens)
    botsing = {
        "door": laatste.door if laatste else "",
        "op": moment(rij.gewijzigd_op),
        "anders": verschillen(request, redactie.verschil(basis, rij.gegevens)),
        "beide": verschillen(request, [(n, ander[n], samen[n]) for n in beide]),
    }
    return _formulier(request, rij, samen, 409, botsing=botsing, nagekeken=gezien)


@router.post("/redactie/voorzieningen/{id}/staat")
@voor(ROL)
def staat(request: Request, id: str, versie: int = Form(0), naar: str = Form("", max_length=12)) -> Response:
    """To the archive, or back on line."""
    a = request.app.state
    if naar not in ("live", "archief"):
        raise niet_gevonden(request)
    oud = a.publicatie.kaart
    try:
        with a.db.schrijf() as s:
            rij = redactie.zet_staat(s, wie(request), id, versie, naar, taxonomie(), nu())
    except Ingehaald:
        raise net_gewijzigd(request) from None
    except MagNiet as fout:
        raise plat(request, 409, N_("Dit kan nog niet online"), fout.fouten[0][1]) from None
    if rij is None:
        raise niet_gevonden(request)
    wacht_op(request, rij.stand, oud)
    return RedirectResponse(adres(id, f"?gedaan={naar}"), 303)


@router.api_route("/redactie/voorzieningen/{id}/versies", methods=["GET", "HEAD"])
@voor(ROL)
def versies(request: Request, id: str) -> Response:
    """Every version, with what changed and who did it."""
    _ = vertaling(taal_van(request).code).gettext
    with request.app.state.db.lees() as s:
        rij = s.get(VoorzieningRij, id)
        lijst = redactie.versies(s, id)
    if rij is None:
        raise niet_gevonden(request)
    regels = [
        {
            "versie": x.versie,
            "op": moment(x.op),
            "door": x.door,
            "waarom": x.waarom,
            "staat": _(STATEN.get(x.staat, x.staat)),
            "anders": verschillen(request, anders),
            "laatste": x.versie == rij.versie,
        }
        for x, anders in lijst
    ]
    return werkpagina(request, "redacteur/versies.html", id=id, plek=rij.gegevens.get("naam", ""), versie=rij.versie, regels=regels)


@router.post("/redactie/voorzieningen/{id}/terugzetten")
@voor(ROL)
def terugzetten(request: Request, id: str, versie: int = Form(0), naar: int = Form(0)) -> Response:
    """Undo: an older version becomes the newest."""
    a = request.app.state
    oud = a.publicatie.kaart
    try:
        with a.db.schrijf() as s:
            rij = redactie.zet_terug(s, wie(request), id, versie, naar, taxonomie(), nu())
    except Ingehaald:
        raise net_gewijzigd(request) from None
    except MagNiet as fout:
        raise plat(request, 409, N_("Deze versie kan niet meer online"), fout.fouten[0][1]) from None
    if rij is None:
        raise niet_gevonden(request)
    wacht_op(request, rij.stand, oud)
    return RedirectResponse(adres(id, "?gedaan=terug"), 303)
