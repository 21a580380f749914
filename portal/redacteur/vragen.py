"""Door: the labelled questions. Which are found, which are not, edit them, take them along as JSONL."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool

from portal import vragen
from portal.deuren import voor
from portal.language import moment, vertaling
from portal.poort import niet_gevonden, werkpagina, wie
from portal.redacteur.beeld import ROL
from portal.tabellen import Voorbeeldvraag
from portal.vragen import EERSTE, MEESTE_SOORTEN
from portal.web import taal_van
from portal.werkdagen import nu, vandaag
from sociale_kaart.load import taxonomie

router = APIRouter(include_in_schema=False)
N_ = str
GEDAAN = {
    "bewaard": N_("De vraag is bewaard."),
    "aan": N_("De vraag telt weer mee."),
    "uit": N_("De vraag telt niet meer mee."),
}


def _naam(_: Any, code: str) -> str:
    tax = taxonomie()
    naam: str = _(tax.soorten[code].naam) if code in tax.soorten else code
    return naam


@router.api_route("/redactie/vragen", methods=["GET", "HEAD"])
@voor(ROL)
def begin(request: Request, toon: str = "", gedaan: str = "") -> Response:
    """Every question with what a resident gets; those that miss first."""
    return _lijst(request, toon, gedaan)


def _lijst(
    request: Request,
    toon: str = "",
    gedaan: str = "",
    status: int = 200,
    fouten: list[tuple[str, str]] | None = None,
    w: tuple[str, list[str]] = ("", []),
) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    a = request.app.state
    with a.db.lees() as s:
        rijen = vragen.alle(s, ook_uit=True)
    aan = [r for r in rijen if r.aan]
    uitslag = vragen.toets(a.publicatie.kaart, aan)
    mis = [u for u in uitslag if not u.raak]
    lijsten = {"mis": mis, "alle": uitslag, "uit": vragen.toets(a.publicatie.kaart, [r for r in rijen if not r.aan])}
    toon = toon if toon in lijsten else "mis" if mis else "alle"
    return werkpagina(
        request,
        "redacteur/vragen.html",
        status,
        aantal=len(aan),
        raak=len(aan) - len(mis),
        toon=toon,
        tellen={c: len(x) for c, x in lijsten.items()},
        rijen=[
            {
                "id": u.vraag.id,
                "tekst": u.vraag.tekst,
                "goed": ", ".join(_naam(_, c) for c in u.vraag.soorten),
                "kreeg": ", ".join(_naam(_, c) for c in u.kreeg[:EERSTE]) or _("niets"),
                "raak": u.raak,
                "aan": u.vraag.aan,
            }
            for u in lijsten[toon]
        ],
        gedaan=_(GEDAAN[gedaan]) if gedaan in GEDAAN else "",
        **_velden(_, w[0], w[1], fouten),
    )


def _velden(_: Any, tekst: str, soorten: list[str], fouten: list[tuple[str, str]] | None) -> dict[str, Any]:
    """What the form of a question needs."""
    tax = taxonomie()
    return {
        "keuzes": [(_(d.naam), [(s.code, _(s.naam)) for s in tax.soorten.values() if s.domein == d.code]) for d in tax.domeinen.values()],
        "w": {"tekst": tekst, "soorten": [*soorten, *[""] * MEESTE_SOORTEN][:MEESTE_SOORTEN]},
        "fouten": [{"veld": n, "zin": _(z)} for n, z in fouten or []],
    }


@router.post("/redactie/vragen")
@voor(ROL)
async def nieuw(request: Request) -> Response:
    """A new question."""
    return await run_in_threadpool(_bewaar, request, 0, await _gelezen(request))


async def _gelezen(request: Request) -> tuple[str, list[str]]:
    f = await request.form()
    soorten = [str(f.get(f"soort_{i}", ""))[:40] for i in range(1, MEESTE_SOORTEN + 1)]
    return vragen.netjes(str(f.get("tekst", ""))[:2_000]), [s for s in dict.fromkeys(soorten) if s]


def _bewaar(request: Request, id: int, w: tuple[str, list[str]]) -> Response:
    a, (tekst, soorten) = request.app.state, w
    try:
        with a.db.schrijf() as s:
            fouten = vragen.fouten(s, taxonomie(), id, tekst, soorten)
            rij = vragen.bewaar(s, wie(request), id, tekst, soorten, nu()) if not fouten else None
            er_is = rij is not None or bool(fouten)
    except IntegrityError:  # two editors typed the same at once
        fouten, er_is = [("tekst", N_("Deze vraag staat er al."))], True
    if not er_is:
        raise niet_gevonden(request)
    if fouten:
        return _een(request, id, w, fouten, 422) if id else _lijst(request, status=422, fouten=fouten, w=w)
    return RedirectResponse("/redactie/vragen?gedaan=bewaard", 303)


@router.api_route("/redactie/vragen.jsonl", methods=["GET", "HEAD"])
@voor(ROL)
def jsonl(request: Request) -> Response:
    """Every question that counts, one a line."""
    with request.app.state.db.lees() as s:
        tekst = "".join(vragen.als_jsonl(vragen.alle(s), taxonomie()))
    naam = f"voorbeeldvragen-{request.app.state.gemeente.code}-{vandaag()}.jsonl"
    return Response(tekst, media_type="application/x-ndjson", headers={"Content-Disposition": f'attachment; filename="{naam}"'})


@router.api_route("/redactie/vragen/{id}", methods=["GET", "HEAD"])
@voor(ROL)
def bewerk(request: Request, id: int) -> Response:
    """One question."""
    return _een(request, id)


def _een(
    request: Request, id: int, w: tuple[str, list[str]] | None = None, fouten: list[tuple[str, str]] | None = None, status: int = 200
) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    with request.app.state.db.lees() as s:
        rij = s.get(Voorbeeldvraag, id)
    if rij is None:
        raise niet_gevonden(request)
    (u,) = vragen.toets(request.app.state.publicatie.kaart, [rij])
    tekst, soorten = w or (rij.tekst, list(rij.soorten))
    return werkpagina(
        request,
        "redacteur/vraag.html",
        status,
        id=id,
        aan=rij.aan,
        door=rij.door,
        op=moment(rij.op),
        raak=u.raak,
        kreeg=[_naam(_, c) for c in u.kreeg],
        **_velden(_, tekst, soorten, fouten),
    )


@router.post("/redactie/vragen/{id}")
@voor(ROL)
async def wijzig(request: Request, id: int) -> Response:
    """Another text, or other kinds."""
    return await run_in_threadpool(_bewaar, request, id, await _gelezen(request))


@router.post("/redactie/vragen/{id}/aan")
@voor(ROL)
def zet(request: Request, id: int, aan: str = Form("", max_length=3)) -> Response:
    """On or off."""
    with request.app.state.db.schrijf() as s:
        er_is = vragen.zet(s, wie(request), id, aan == "ja", nu())
    if not er_is:
        raise niet_gevonden(request)
    return RedirectResponse(f"/redactie/vragen?gedaan={'aan' if aan == 'ja' else 'uit'}", 303)
