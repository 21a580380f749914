"""Door of who offers help: one sealed link from a mail, without an account. Looking changes nothing; a button does, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from portal import redactie, uitnodiging
from portal.deuren import PUBLIEK, voor
from portal.inwoner.kaartje import blad
from portal.language import datum, vertaling
from portal.nodig import mailbasis
from portal.redactie import VELDEN, Ingehaald, MagNiet
from portal.schoon import zonder_bsn
from portal.tabellen import VoorzieningRij
from portal.uitnodiging import PLEKKEN, LinkFout
from portal.web import Pagina, eigen_herkomst, pagina, taal_van
from portal.werkdagen import lokaal, nu, vandaag
from sociale_kaart.check import vreemd
from sociale_kaart.load import AANBIEDER_VELDEN, taxonomie
from sociale_kaart.model import uit_gegevens

router = APIRouter(include_in_schema=False)
N_ = str
FORMULIER = tuple(n for n in AANBIEDER_VELDEN if n in VELDEN)  # sections a provider may correct
LANGST = 500
FOUT = {
    "vals": (N_("Deze link werkt niet"), N_("Misschien is de link niet helemaal overgenomen. Klik op de link in de mail zelf.")),
    "weg": (N_("Deze plek staat niet meer online"), N_("Klopt dat niet? Bel dan de gemeente.")),
    "gebruikt": (N_("U gaf al antwoord, dank u wel"), N_("Elke link werkt één keer. Is er weer iets veranderd? Vraag een nieuwe link.")),
    "verlopen": (
        N_("Deze link is te oud"),
        N_("Een link werkt dertig dagen. Vraag een nieuwe link. U krijgt hem op het adres dat wij van u hebben."),
    ),
}


def _weiger(request: Request, id: str, merk: str, waarom: str) -> Pagina:
    """A plain friendly page, with a way on."""
    _ = vertaling(taal_van(request).code).gettext
    kop, zin = FOUT[waarom]
    opnieuw = f"/aanbieder/{id}/{merk}/opnieuw" if waarom in ("gebruikt", "verlopen") else ""
    status = 404 if waarom in ("vals", "weg") else 410
    return Pagina(pagina(request, "aanbieder/bericht.html", status, kop=_(kop), zin=_(zin), opnieuw=opnieuw))


def _toon(
    request: Request,
    rij: VoorzieningRij,
    merk: str,
    status: int = 200,
    fouten: list[tuple[str, str]] | None = None,
    velden: Mapping[str, str] | None = None,
) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    v = uit_gegevens(rij.gegevens).openbaar()
    getypt = velden if velden is not None else redactie.als_velden(rij.gegevens)
    bij: dict[str, str] = {}
    for n, z in fouten or []:
        bij.setdefault(n, _(z))
    return pagina(
        request,
        "aanbieder/klopt_dit.html",
        status,
        adres=f"/aanbieder/{rij.id}/{merk}",
        w=blad(_, request.app.state.publicatie.kaart, v, taal=taal_van(request).code, moment=lokaal()),
        respijt=v.respijt is not None,
        plekken=[(c, _(n)) for c, n in PLEKKEN.items()],
        plek=getypt.get("plek", ""),
        plek_dag=getypt.get("plek_dag", ""),
        bericht=getypt.get("bericht", ""),
        velden=[
            {"naam": n, "label": _(VELDEN[n].label), "waarde": getypt.get(n, ""), "lang": VELDEN[n].soort == "lang"} for n in FORMULIER
        ],
        open_=bool(fouten) and any(n not in ("plek", "plek_dag") for n, _z in fouten or []),
        bij=bij,
        fouten=[{"veld": n, "zin": _(z)} for n, z in fouten or []],
        vandaag=datum(vandaag()),
    )


@router.api_route("/aanbieder/{id}/{merk}", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def kijk(request: Request, id: str, merk: str) -> Response:
    """The entry as residents read it, and the question whether it is still right."""
    a = request.app.state
    try:
        with a.db.lees() as s:
            rij = uitnodiging.lees(s, a.zegel, id, merk, vandaag())[1]
    except LinkFout as fout:
        raise _weiger(request, id, merk, fout.waarom) from None
    return _toon(request, rij, merk)


@router.post("/aanbieder/{id}/{merk}")
@voor(PUBLIEK)
async def antwoord(request: Request, id: str, merk: str) -> Response:
    """Still right, a free place, or what changed."""
    eigen_herkomst(request)
    f = await request.form()
    velden = {n: str(f.get(n, ""))[:4_000] for n in (*FORMULIER, "plek", "plek_dag", "bericht", "actie")}
    return await run_in_threadpool(_antwoord, request, id, merk, velden)


def _antwoord(request: Request, id: str, merk: str, velden: dict[str, str]) -> Response:
    a, dag = request.app.state, vandaag()
    try:
        with a.db.lees() as s:
            rij = uitnodiging.lees(s, a.zegel, id, merk, dag)[1]
        nieuw, fouten = _nieuw(rij, velden, dag)
        if fouten:
            return _toon(
                request, rij, merk, 422, fouten, redactie.als_velden(rij.gegevens) | {k: w for k, w in velden.items() if _getypt(k, velden)}
            )
        zegt = zonder_bsn(velden["bericht"].strip())[0] if velden["actie"] == "wijzig" else ""
        with a.db.schrijf() as s:
            uitgenodigd = uitnodiging.lees(s, a.zegel, id, merk, dag)[0]
            anders = uitnodiging.verwerk(s, a.gemeente, taxonomie(), uitgenodigd, nieuw, zegt, nu())
    except LinkFout as fout:
        raise _weiger(request, id, merk, fout.waarom) from None
    except MagNiet as fout:
        return _toon(request, rij, merk, 422, fout.fouten, redactie.als_velden(rij.gegevens) | velden)
    except Ingehaald as fout:
        return _toon(request, fout.rij, merk, 409, [("naam", N_("De gegevens zijn net gewijzigd. Kijk nog een keer."))])
    if anders is not None:
        a.publicatie.kijk()
    return pagina(
        request,
        "aanbieder/dank.html",
        direct=anders is not None and not (zegt or not all(map(a.gemeente.redactie.mag, nieuw))),
        id=id,
        plek=rij.gegevens.get("naam", ""),
    )


def _getypt(naam: str, velden: Mapping[str, str]) -> bool:
    return velden["actie"] == "wijzig" or naam in ("plek", "plek_dag")


def _nieuw(rij: VoorzieningRij, velden: Mapping[str, str], dag: dt.date) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """(what the provider says, field -> value; mistakes). Who answers, checked it today."""
    nieuw: dict[str, Any] = {"nagekeken_op": dag.isoformat()}
    fouten: list[tuple[str, str]] = []
    if rij.gegevens.get("respijt") and velden["plek"] in PLEKKEN and velden["plek"]:
        try:
            nieuw |= uitnodiging.plek_velden(velden["plek"], velden["plek_dag"], dag)
        except ValueError:
            fouten.append(("plek_dag", N_("Vul de dag in vanaf wanneer er plek is.")))
    if velden["actie"] == "wijzig":
        was = redactie.als_velden(rij.gegevens)
        netjes = {n: " ".join(velden[n].split()) for n in FORMULIER}
        fouten += [(n, zin) for n in (*FORMULIER, "bericht") if (zin := vreemd(velden[n] if n == "bericht" else netjes[n]))]
        nieuw |= {n: w for n, w in netjes.items() if w != was[n]}
        if len(velden["bericht"]) > LANGST:
            fouten.append(("bericht", N_("Uw bericht is te lang. Maak het korter.")))
        if not nieuw.keys() - {"nagekeken_op"} and not velden["bericht"].strip():
            fouten.append(("bericht", N_("U wijzigde nog niets. Klopt alles? Druk dan op 'Ja, dit klopt'.")))
    return nieuw, fouten


@router.post("/aanbieder/{id}/{merk}/opnieuw")
@voor(PUBLIEK)
def opnieuw(request: Request, id: str, merk: str) -> Response:
    """A new link by mail, to the address we have."""
    eigen_herkomst(request)
    a = request.app.state
    _ = vertaling(taal_van(request).code).gettext
    try:
        with a.db.schrijf() as s:
            uitnodiging.opnieuw(s, a.zegel, id, merk, mailbasis(request.app), nu())
    except LinkFout as fout:
        raise _weiger(request, id, merk, fout.waarom) from None
    zin = _("Hebben wij uw e-mailadres? Dan is er vandaag een nieuwe link. Komt er niets? Bel dan de gemeente.")
    return pagina(request, "aanbieder/bericht.html", kop=_("Kijk in uw mail"), zin=zin, opnieuw="")
