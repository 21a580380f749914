"""Door: the conversations. Read a script, see it drawn, walk through it, change its words, see and take along the difference with the repository."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from dialogues.draw import draw
from dialogues.load import scripts
from dialogues.model import OVERGESLAGEN, Dialogue
from dialogues.play import GEDEELD, play
from dialogues.regels import Feiten
from portal import bewerking, gesprekteksten
from portal.bewerking import Ingehaald, MagNiet
from portal.deuren import voor
from portal.gesprekteksten import BRON, KEUZE, REGEL, STATEN, Plek, Tekst
from portal.language import moment, taal, talen, vertaling
from portal.poort import niet_gevonden, plat, werkpagina, wie
from portal.redacteur.beeld import GEDAAN, ROL
from portal.tabellen import Bewerking
from portal.web import taal_van
from portal.werkdagen import nu
from sociale_kaart.load import taxonomie

router = APIRouter(include_in_schema=False)
N_ = str
ROLLEN = {
    "": N_("Weet ik nog niet"),
    "mantelzorger": N_("Iemand die voor een ander zorgt"),
    "naaste": N_("Familie of buur"),
    "professional": N_("Een hulpverlener"),
}
MEESTE_STAPPEN = 40  # answers that a walk carries along


def _script(request: Request, code: str) -> Dialogue:
    d = scripts().get(code)
    if d is None:
        raise niet_gevonden(request)
    return d


def _adres(plek: Plek, in_: str, **meer: str) -> str:
    vraag = f"stap={plek.stap}&veld={plek.veld}&in={in_}" + "".join(f"&{k}={w}" for k, w in meer.items())
    return f"/redactie/gesprekken/{plek.script}/tekst?{vraag}"


def _naam_van(_: Any, plek: Plek) -> str:
    """A field by its name; a choice by its own Dutch words."""
    if plek.veld.startswith(KEUZE):
        gevonden = gesprekteksten.zoek(plek.script, plek.stap, plek.veld)
        woord: str = _("Antwoord: %(keuze)s") % {"keuze": gevonden[1] if gevonden else plek.veld.removeprefix(KEUZE)}
        return woord
    naam: str = _(gesprekteksten.label(plek))
    return naam


# --- all of them, and the difference --------------------------------------------------------------------------------------


@router.api_route("/redactie/gesprekken", methods=["GET", "HEAD"])
@voor(ROL)
def begin(request: Request, gedaan: str = "") -> Response:
    """Every script, how far its languages are, drafts that wait, and what the check finds."""
    _ = vertaling(taal_van(request).code).gettext
    a = request.app.state
    with a.db.lees() as s:
        live = bewerking.levend(s)
        wacht = bewerking.alle(s, "gesprek/", "concept")
    stand = gesprekteksten.tel(live)
    andere = [t for t in talen() if t.code != BRON]
    rijen = []
    for d in sorted(scripts().values(), key=lambda d: (d.code != GEDEELD, d.naam)):
        per = stand[d.code]
        rijen.append(
            {
                "code": d.code,
                "naam": d.naam,
                "vragen": len(d.stappen),
                "eigen": per[BRON]["eigen"],
                "punten": len(gesprekteksten.bevindingen(d, a.publicatie.kaart, live)),
                "talen": [{"code": t.code, "mist": per[t.code]["mist"], "verouderd": per[t.code]["verouderd"]} for t in andere],
            }
        )
    return werkpagina(
        request,
        "redacteur/gesprekken.html",
        rijen=rijen,
        andere=[{"code": t.code, "naam": t.naam, "richting": t.richting} for t in andere],
        wacht=[_concept(request, r) for r in wacht],
        bouw=gesprekteksten.fouten_in_bouw(),
        verschillen=len(gesprekteksten.verschillen(live)),
        gedaan=_(GEDAAN[gedaan]) if gedaan in GEDAAN else "",
    )


def _concept(request: Request, r: Bewerking) -> dict[str, Any]:
    _ = vertaling(taal_van(request).code).gettext
    plek, t = gesprekteksten.uit_sleutel(r.sleutel) or (Plek("", "", ""), BRON)
    d = scripts().get(plek.script)
    return {
        "adres": _adres(plek, t),
        "gesprek": d.naam if d else plek.script,
        "veld": _naam_van(_, plek),
        "taal": taal(t).naam,
        "door": r.toon,
        "op": moment(r.op),
    }


@router.api_route("/redactie/gesprekken/verschil", methods=["GET", "HEAD"])
@voor(ROL)
def verschil(request: Request) -> Response:
    """Every text that is not as in the repository."""
    _ = vertaling(taal_van(request).code).gettext
    with request.app.state.db.lees() as s:
        live = bewerking.levend(s)
    rijen = [
        {
            "adres": _adres(v.plek, v.taal),
            "gesprek": scripts()[v.plek.script].naam,
            "veld": _naam_van(_, v.plek),
            "taal": taal(v.taal),
            "project": v.project,
            "nu": v.nu,
            "verouderd": v.verouderd,
        }
        for v in gesprekteksten.verschillen(live)
    ]
    return werkpagina(request, "redacteur/gesprek_verschil.html", rijen=rijen)


@router.api_route("/redactie/gesprekken/verschil.patch", methods=["GET", "HEAD"])
@voor(ROL)
def als_patch(request: Request) -> Response:
    """The difference as a patch for the repository."""
    with request.app.state.db.lees() as s:
        live = bewerking.levend(s)
    naam = f"teksten-{request.app.state.gemeente.code}.patch"
    return Response(
        gesprekteksten.patch(live), media_type="text/x-patch", headers={"Content-Disposition": f'attachment; filename="{naam}"'}
    )


# --- one script -----------------------------------------------------------------------------------------------------------


def _regel(_: Any, x: Tekst) -> dict[str, Any]:
    return {
        "veld": "" if x.plek.veld.startswith(KEUZE) else _(gesprekteksten.label(x.plek)),
        "keuze": x.plek.veld.startswith(KEUZE),
        "nl": x.nl,
        "nu": x.nu,
        "staat": x.staat,
        "staatnaam": _(STATEN[x.staat]),
        "vast": x.vast,
        "intussen": x.intussen,
        "adres": _adres(x.plek, x.taal),
    }


@router.api_route("/redactie/gesprekken/{script}", methods=["GET", "HEAD"])
@voor(ROL)
def lees(request: Request, script: str) -> Response:
    """A script: the picture, the same in text with every sentence in a language, and what the check finds."""
    _ = vertaling(taal_van(request).code).gettext
    d, a = _script(request, script), request.app.state
    in_ = taal(request.query_params.get("in")).code
    with a.db.lees() as s:
        live = bewerking.levend(s)
    regels = [_regel(_, x) | {"stap": x.plek.stap} for x in gesprekteksten.teksten(d, in_, live)]
    nu_ = gesprekteksten.met_eigen(live)[d.code]
    tax = taxonomie()
    stappen = [
        {
            "naam": x.naam,
            "als": _(REGEL[x.als]) if x.als in REGEL else x.als,
            "soort": x.soort,
            "regels": [r for r in regels if r["stap"] == x.naam],
            "doet": {
                k.label: ", ".join(
                    [
                        *(tax.soorten[c].naam for c in k.soorten if c in tax.soorten),
                        *([_("daarna: %(stap)s") % {"stap": k.naar}] if k.naar else []),
                    ]
                )
                for k in x.keuzes
            },
        }
        for x in nu_.stappen
    ]
    return werkpagina(
        request,
        "redacteur/gesprek.html",
        d=nu_,
        in_=taal(in_),
        talen_=[{"code": t.code, "naam": t.naam} for t in talen()],
        los=[r for r in regels if not r["stap"]],
        stappen=stappen,
        tekening=draw(nu_, {k: _(z) for k, z in REGEL.items()}),
        punten=[_(z) % w for z, w in gesprekteksten.bevindingen(d, a.publicatie.kaart, live)],
        mist=sum(r["staat"] in ("mist", "verouderd") for r in regels),
    )


# --- one text -------------------------------------------------------------------------------------------------------------


def _plek(request: Request, script: str, stap: str, veld: str) -> tuple[Plek, str]:
    gevonden = gesprekteksten.zoek(script, stap, veld)
    if gevonden is None:
        raise niet_gevonden(request)
    return gevonden


def _toon(
    request: Request, plek: Plek, project: str, in_: str, status: int = 200, getypt: str | None = None, fout: str = "", **meer: Any
) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    a, t = request.app.state, taal(in_)
    sleutel = plek.sleutel(t.code)
    with a.db.lees() as s:
        live, geschiedenis = bewerking.levend(s), bewerking.versies(s, sleutel)
    d = scripts()[plek.script]
    x = gesprekteksten.tekst(plek, project, t.code, live, gesprekteksten.vast(d, plek.stap, plek.veld))
    concept = next((r for r in geschiedenis if r.staat == "concept"), None)
    oud = str((live.get(sleutel) or {}).get("tekst") or x.project)  # of an outdated translation
    nu_ = {"mist": "", "verouderd": oud}.get(x.staat, x.nu)
    waarde = getypt if getypt is not None else str(concept.inhoud.get("tekst", "")) if concept else nu_
    elders = [
        {"taal": o, "staat": _(STATEN[y.staat]), "code": y.staat, "adres": _adres(plek, o.code)}
        for o in talen()
        if (y := gesprekteksten.tekst(plek, project, o.code, live)) and o.code != t.code
    ]
    context: dict[str, Any] = {"gedaan": "", "botsing": None, "kijk": False} | meer
    return werkpagina(
        request,
        "redacteur/gesprek_tekst.html",
        status,
        plek=plek,
        d=d,
        vraag=(st.vraag if (st := d.stap(plek.stap)) else ""),
        in_=t,
        veldnaam=_naam_van(_, plek),
        langst=gesprekteksten.langst(plek.veld),
        x=x,
        waarde=waarde,
        hints=gesprekteksten.lange_zinnen(waarde) if t.code == BRON else [],
        versie=geschiedenis[0].versie if geschiedenis else 0,
        concept=concept and {"id": concept.id, "door": concept.toon, "op": moment(concept.op), "zelf": concept.door == wie(request).naam},
        elders=elders,
        vier=bewerking.tweede_lezer(a.gemeente),
        geschiedenis=[
            {
                "versie": r.versie,
                "tekst": r.inhoud.get("tekst") or _("de tekst van het project"),
                "op": moment(r.op),
                "door": r.toon,
                "akkoord": r.akkoord_door,
                "staat": r.staat,
            }
            for r in geschiedenis
        ],
        fouten=[{"veld": "tekst", "zin": _(fout)}] if fout else [],
        **context,
    )


@router.api_route("/redactie/gesprekken/{script}/tekst", methods=["GET", "HEAD"])
@voor(ROL)
def bewerk(request: Request, script: str, stap: str = "", veld: str = "", gedaan: str = "") -> Response:
    """One text in one language: what it says now, where it stands, every version."""
    _ = vertaling(taal_van(request).code).gettext
    plek, project = _plek(request, script, stap, veld)
    zin = _(GEDAAN[gedaan]) if gedaan in GEDAAN else ""
    return _toon(request, plek, project, taal(request.query_params.get("in")).code, gedaan=zin)


@router.post("/redactie/gesprekken/{script}/tekst")
@voor(ROL)
def bewaar(
    request: Request,
    script: str,
    stap: str = Form("", max_length=60),
    veld: str = Form("", max_length=60),
    in_: str = Form(BRON, alias="in", max_length=8),
    versie: int = Form(0),
    tekst: str = Form("", max_length=2_000),
    actie: str = Form("", max_length=10),
) -> Response:
    """Look first, keep as a draft, or put on line."""
    a, t = request.app.state, taal(in_).code
    plek, project = _plek(request, script, stap, veld)
    netjes = " ".join(tekst.split())
    fout = gesprekteksten.fout_in(plek, t, netjes)
    if fout or actie == "kijk":
        return _toon(request, plek, project, t, 422 if fout else 200, netjes, fout, kijk=not fout)
    try:
        with a.db.schrijf() as s:
            inhoud = gesprekteksten.inhoud(plek, project, t, netjes, bewerking.levend(s))
            rij = bewerking.bewaar(s, wie(request), a.gemeente, plek.sleutel(t), versie, inhoud, actie == "online", nu())
            staat, stand = rij.staat, rij.stand
    except Ingehaald as eerder:
        return _net_voor(request, plek, project, t, netjes, eerder)
    a.publicatie.volg(stand)
    gedaan = "live" if staat == "live" else "collega" if bewerking.tweede_lezer(a.gemeente) else "concept"
    return RedirectResponse(_adres(plek, t, gedaan=gedaan), 303)


def _net_voor(request: Request, plek: Plek, project: str, t: str, getypt: str, eerder: Ingehaald) -> Response:
    """Somebody was first: show their text, keep what was typed."""
    r = eerder.rij
    botsing = {"door": r.toon, "op": moment(r.op), "tekst": str(r.inhoud.get("tekst") or project)} if r else None
    return _toon(request, plek, project, t, 409, getypt, botsing=botsing)


@router.post("/redactie/gesprekken/{script}/terugzetten")
@voor(ROL)
def terugzetten(
    request: Request,
    script: str,
    stap: str = Form("", max_length=60),
    veld: str = Form("", max_length=60),
    in_: str = Form(BRON, alias="in", max_length=8),
    versie: int = Form(0),
    naar: int = Form(0),
) -> Response:
    """Undo: an older version, or (0) the text of the repository."""
    a, t = request.app.state, taal(in_).code
    plek, project = _plek(request, script, stap, veld)
    try:
        with a.db.schrijf() as s:
            rij = bewerking.zet_terug(s, wie(request), a.gemeente, plek.sleutel(t), versie, naar, nu())
            staat, stand = rij.staat, rij.stand
    except Ingehaald as eerder:
        return _net_voor(request, plek, project, t, "", eerder)
    except MagNiet as fout:
        raise plat(request, 409, N_("Dit lukte niet"), fout.zin) from None
    a.publicatie.volg(stand)
    return RedirectResponse(_adres(plek, t, gedaan="live" if staat == "live" else "collega"), 303)


@router.post("/redactie/gesprekken/concept/{id}")
@voor(ROL)
def concept(request: Request, id: int, actie: str = Form("", max_length=10)) -> Response:
    """A draft goes on line (a second person where the profile asks), or away."""
    a = request.app.state
    try:
        with a.db.schrijf() as s:
            rij = (
                bewerking.keur_goed(s, wie(request), a.gemeente, id, nu())
                if actie == "akkoord"
                else bewerking.gooi_weg(s, wie(request), id)
            )
            sleutel, stand = rij.sleutel, rij.stand if actie == "akkoord" else 0
    except MagNiet as fout:
        raise plat(request, 409, N_("Dit lukte niet"), fout.zin) from None
    a.publicatie.volg(stand)
    gevonden = gesprekteksten.uit_sleutel(sleutel)
    if gevonden is None:
        raise niet_gevonden(request)
    return RedirectResponse(_adres(gevonden[0], gevonden[1], gedaan="live" if actie == "akkoord" else "weg"), 303)


# --- the test frame ---------------------------------------------------------------------------------------------------------


@router.api_route("/redactie/gesprekken/{script}/proef", methods=["GET", "HEAD"])
@voor(ROL)
def proef(request: Request, script: str) -> Response:
    """The start of a walk through a script. Nothing is stored: the page carries the answers."""
    return _proef(request, _script(request, script), {}, BRON, {}, False)


@router.post("/redactie/gesprekken/{script}/proef")
@voor(ROL)
async def verder(request: Request, script: str) -> Response:
    """One more answer, one taken back, or other facts."""
    d, f = _script(request, script), await request.form()
    antwoorden: dict[str, tuple[str, ...]] = {}
    for naam, waarde in list(f.multi_items())[:400]:
        if naam.startswith("a.") and len(antwoorden) < MEESTE_STAPPEN:
            antwoorden[naam[2:62]] = (*antwoorden.get(naam[2:62], ()), str(waarde)[:301])
    stap, actie = str(f.get("stap", ""))[:60], str(f.get("actie", ""))
    if actie.startswith("terug:"):
        antwoorden = {k: w for k, w in antwoorden.items() if k != actie[6:]}
    elif actie == "overslaan" and stap:
        antwoorden[stap] = (OVERGESLAGEN,)
    elif actie == "opnieuw":
        antwoorden = {}
    elif stap:
        codes = tuple(str(w).strip()[:301] for w in f.getlist("antwoord") if str(w).strip())
        eigen = str(f.get("eigen", "")).strip()[:300]
        if codes or eigen:
            antwoorden[stap] = (*codes, "=" + eigen) if eigen else codes
    feiten = {"rol": str(f.get("rol", "")), "buurt": str(f.get("buurt", "")), "geld": str(f.get("geld", ""))}
    return await run_in_threadpool(_proef, request, d, antwoorden, str(f.get("in", BRON)), feiten, f.get("concepten") == "ja")


def _proef(
    request: Request, d: Dialogue, antwoorden: Mapping[str, tuple[str, ...]], in_: str, feiten: Mapping[str, str], met_concept: bool
) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    t = taal(in_)
    _t = vertaling(t.code).gettext
    a, tax = request.app.state, taxonomie()
    with a.db.lees() as s:
        live = bewerking.levend(s)
        if met_concept:
            live = live | {r.sleutel: r.inhoud for r in bewerking.alle(s, "gesprek/", "concept") if r.inhoud}
    alle = gesprekteksten.met_eigen(live)
    domeinen = tuple(x for x in (d.domein, "geld" if feiten.get("geld") else "") if x)
    rol = feiten.get("rol", "") if feiten.get("rol", "") in ROLLEN else ""
    f = Feiten(domeinen=domeinen, rol=rol, buurt=feiten.get("buurt", "") and "centrum")
    onderwerpen = (d.code,) if d.code != GEDEELD else ()
    positie = play(alle, onderwerpen, antwoorden, f)
    s_ = positie.stap
    stap = s_ and {
        "naam": s_.naam,
        "vraag": _t(s_.vraag),
        "waarom": _t(s_.waarom),
        "soort": s_.soort,
        "keuzes": [(k.code, _t(k.label)) for k in s_.keuzes],
        "eigen_woorden": s_.eigen_woorden,
        "als": _(REGEL[s_.als]) if s_.als in REGEL else s_.als,
        "uit": next((x.naam for x in alle.values() if x.stap(s_.naam)), ""),
    }
    gedaan = [
        {
            "stap": x.stap.naam,
            "vraag": _t(x.stap.vraag),
            "antwoord": _("Overgeslagen")
            if x.overgeslagen
            else ", ".join([*(_t(k.label) for k in x.keuzes), *([x.eigen] if x.eigen else [])]),
        }
        for x in positie.antwoorden
    ]
    return werkpagina(
        request,
        "redacteur/gesprek_proef.html",
        d=alle[d.code],
        in_=t,
        talen_=[(x.code, x.naam) for x in talen()],
        rollen=[(c, _(n)) for c, n in ROLLEN.items()],
        feiten={"rol": rol, "buurt": bool(f.buurt), "geld": "geld" in domeinen},
        met_concept=met_concept,
        stap=stap,
        gedaan=gedaan,
        mee=[(k, c) for k, w in antwoorden.items() for c in w],
        nog=positie.nog,
        einde=_t(alle[d.code].einde),
        gevolg={
            "soorten": [tax.soorten[c].naam for c in positie.soorten if c in tax.soorten],
            "domeinen": [tax.domeinen[c].naam for c in positie.domeinen if c in tax.domeinen],
            "bellen": [w for _m, w in positie.markers],
            "nood": [w for _c, w in positie.signalen],
            "spoed": {"vandaag": _("vandaag"), "deze-week": _("deze week")}.get(positie.spoed, ""),
        },
    )
