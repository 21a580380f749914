"""Door: local pages. Hours, numbers, promises and news of the municipality: draft, look, on line, versions, undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from portal import bewerking, paginas
from portal.bewerking import Ingehaald, MagNiet
from portal.deuren import voor
from portal.language import datum, moment, vertaling
from portal.paginas import NAMEN, UITLEG, sleutel
from portal.poort import niet_gevonden, plat, werkpagina, wie
from portal.redacteur.beeld import GEDAAN, ROL
from portal.web import taal_van
from portal.werkdagen import nu, vandaag
from sociale_kaart.load import Gemeente

router = APIRouter(include_in_schema=False)
N_ = str


def _profiel(request: Request) -> Gemeente:
    """The profile of the repository, without what editors changed."""
    g: Gemeente = request.app.state.publicatie.gemeente
    return g


@router.api_route("/redactie/paginas", methods=["GET", "HEAD"])
@voor(ROL)
def begin(request: Request) -> Response:
    """Each page, whether a draft waits, and numbers that nobody tried for long."""
    _ = vertaling(taal_van(request).code).gettext
    a = request.app.state
    with a.db.lees() as s:
        stand = {n: (bewerking.in_staat(s, sleutel(n), "live"), bewerking.in_staat(s, sleutel(n), "concept")) for n in NAMEN}
    rijen = [
        {
            "naam": _(NAMEN[n]),
            "uitleg": _(UITLEG[n]),
            "adres": f"/redactie/paginas/{n}",
            "door": live.toon if live else "",
            "op": moment(live.op) if live else "",
            "concept": bool(concept),
        }
        for n, (live, concept) in stand.items()
    ]
    oud = [{"naam": n.naam, "toon": n.toon, "op": datum(n.gecontroleerd_op)} for n in paginas.niet_gebeld(a.gemeente, vandaag())]
    return werkpagina(request, "redacteur/paginas.html", rijen=rijen, oud=oud)


def _toon(
    request: Request,
    naam: str,
    status: int = 200,
    getypt: Mapping[str, str] | None = None,
    fouten: list[tuple[str, str]] | None = None,
    **meer: Any,
) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    a, g = request.app.state, _profiel(request)
    with a.db.lees() as s:
        geschiedenis = bewerking.versies(s, sleutel(naam))
    live = next((r for r in geschiedenis if r.staat == "live"), None)
    concept = next((r for r in geschiedenis if r.staat == "concept"), None)
    basis = (concept or live).inhoud if (concept or live) else {}  # type: ignore[union-attr]
    waarden = dict(getypt) if getypt is not None else paginas.toon(naam, g, basis)
    bij: dict[str, str] = {}
    for n, z in fouten or []:
        bij.setdefault(n, _(z))
    groepen: dict[str, list[dict[str, Any]]] = {}
    for v in paginas.velden(naam, g):
        groepen.setdefault(v.groep, []).append(
            {
                "naam": v.naam,
                "label": _(v.label),
                "soort": v.soort,
                "uitleg": _(v.uitleg) if v.uitleg else "",
                "waarde": waarden[v.naam],
                "fout": bij.get(v.naam, ""),
            }
        )
    context: dict[str, Any] = {"gedaan": "", "botsing": None, "kijk": None} | meer
    return werkpagina(
        request,
        "redacteur/pagina.html",
        status,
        code=naam,
        titel_pagina=_(NAMEN[naam]),
        zin_pagina=_(UITLEG[naam]),
        groepen=list(groepen.items()),
        versie=geschiedenis[0].versie if geschiedenis else 0,
        concept=concept and {"id": concept.id, "door": concept.toon, "op": moment(concept.op), "zelf": concept.door == wie(request).naam},
        vier=bewerking.tweede_lezer(a.gemeente),
        geschiedenis=_versies(_, naam, g, geschiedenis),
        fouten=[{"veld": n, "zin": _(z)} for n, z in fouten or []],
        **context,
    )


def _anders(_: Any, naam: str, g: Gemeente, oud: Mapping[str, Any], nieuw: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {"veld": f"{v.groep}: {_(v.label)}" if v.groep else _(v.label), "was": a, "werd": b}
        for v, a, b in paginas.verschil(naam, g, oud, nieuw)
    ]


def _versies(_: Any, naam: str, g: Gemeente, rijen: list[Any]) -> list[dict[str, Any]]:
    uit = []
    for r, vorige in zip(rijen, [*rijen[1:], None], strict=False):
        uit.append(
            {
                "versie": r.versie,
                "op": moment(r.op),
                "door": r.toon,
                "akkoord": r.akkoord_door,
                "staat": r.staat,
                "anders": _anders(_, naam, g, vorige.inhoud if vorige else {}, r.inhoud),
            }
        )
    return uit


def _naam(request: Request, naam: str) -> str:
    if naam not in NAMEN:
        raise niet_gevonden(request)
    return naam


@router.api_route("/redactie/paginas/{naam}", methods=["GET", "HEAD"])
@voor(ROL)
def bewerk(request: Request, naam: str, gedaan: str = "") -> Response:
    """One page as a form, with every version."""
    _ = vertaling(taal_van(request).code).gettext
    return _toon(request, _naam(request, naam), gedaan=_(GEDAAN[gedaan]) if gedaan in GEDAAN else "")


@router.post("/redactie/paginas/{naam}")
@voor(ROL)
async def bewaar(request: Request, naam: str) -> Response:
    """Look first, keep as a draft, or put on line."""
    f = await request.form()
    return await run_in_threadpool(_bewaar, request, _naam(request, naam), f)


def _bewaar(request: Request, naam: str, f: Mapping[str, Any]) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    a, g, actie = request.app.state, _profiel(request), str(f.get("actie", ""))
    getypt = paginas.schoon(naam, g, f)
    with a.db.lees() as s:
        live = bewerking.levend(s).get(sleutel(naam), {})
    fouten = paginas.fouten(naam, g, getypt, paginas.toon(naam, g, live), vandaag())
    inhoud = paginas.inhoud(naam, g, getypt)
    if fouten:
        return _toon(request, naam, 422, getypt, fouten)
    if actie == "kijk":
        return _toon(request, naam, 200, getypt, kijk=_anders(_, naam, g, live, inhoud))
    t = str(f.get("versie", ""))
    try:
        with a.db.schrijf() as s:
            versie = int(t) if t.isdecimal() and len(t) < 9 else 0
            rij = bewerking.bewaar(s, wie(request), a.gemeente, sleutel(naam), versie, inhoud, actie == "online", nu())
            staat, stand = rij.staat, rij.stand
    except Ingehaald as eerder:
        r = eerder.rij
        anders = _anders(_, naam, g, r.inhoud, inhoud) if r else []
        botsing = {"door": r.toon, "op": moment(r.op), "anders": anders} if r else None
        return _toon(request, naam, 409, getypt, botsing=botsing)
    a.publicatie.volg(stand)
    gedaan = "live" if staat == "live" else "collega" if bewerking.tweede_lezer(a.gemeente) else "concept"
    return RedirectResponse(f"/redactie/paginas/{naam}?gedaan={gedaan}", 303)


@router.post("/redactie/paginas/{naam}/terugzetten")
@voor(ROL)
def terugzetten(request: Request, naam: str, versie: int = Form(0), naar: int = Form(0)) -> Response:
    """Undo: an older version, or (0) the profile of the repository."""
    a = request.app.state
    try:
        with a.db.schrijf() as s:
            rij = bewerking.zet_terug(s, wie(request), a.gemeente, sleutel(_naam(request, naam)), versie, naar, nu())
            staat, stand = rij.staat, rij.stand
    except Ingehaald:
        raise plat(
            request, 409, N_("Iemand anders was net voor"), N_("Deze pagina is intussen gewijzigd. Bekijk hem en probeer het opnieuw.")
        ) from None
    except MagNiet as fout:
        raise plat(request, 409, N_("Dit lukte niet"), fout.zin) from None
    a.publicatie.volg(stand)
    return RedirectResponse(f"/redactie/paginas/{naam}?gedaan={'live' if staat == 'live' else 'collega'}", 303)


@router.post("/redactie/paginas/{naam}/concept")
@voor(ROL)
def concept(request: Request, naam: str, id: int = Form(0), actie: str = Form("", max_length=10)) -> Response:
    """A draft goes on line (a second person where the profile asks), or away."""
    a, akkoord = request.app.state, actie == "akkoord"
    try:
        with a.db.schrijf() as s:
            rij = bewerking.keur_goed(s, wie(request), a.gemeente, id, nu()) if akkoord else bewerking.gooi_weg(s, wie(request), id)
            if rij.sleutel != sleutel(_naam(request, naam)):
                raise MagNiet(N_("Dit concept is er niet meer. Iemand anders was net voor."))
            stand = rij.stand
    except MagNiet as fout:
        raise plat(request, 409, N_("Dit lukte niet"), fout.zin) from None
    a.publicatie.volg(stand if akkoord else 0)
    return RedirectResponse(f"/redactie/paginas/{naam}?gedaan={'live' if akkoord else 'weg'}", 303)
