"""Door: one entry in sections, beside what a resident sees; its draft, second reader and versions. Never a person of a referral."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from portal import concept as drafts
from portal import redactie, uitnodiging
from portal.concept import ConceptIngehaald
from portal.deuren import voor
from portal.inwoner.kaartje import TALEN, blad
from portal.language import datum, moment, vertaling
from portal.nodig import mailbasis
from portal.poort import niet_gevonden, plat, werkpagina, wie
from portal.redacteur.beeld import GEDAAN as VAN_CONCEPT
from portal.redacteur.beeld import ROL, STATEN, adres, keuzes_per_veld, net_gewijzigd, verschillen, voer_uit
from portal.redactie import SECTIES, VELDEN, Ingehaald, MagNiet
from portal.tabellen import Concept, VoorzieningRij
from portal.web import taal_van
from portal.werkdagen import lokaal, nu, vandaag
from sociale_kaart.load import taxonomie
from sociale_kaart.model import VERTAALBAAR, Voorziening, id_van, uit_gegevens

router = APIRouter(include_in_schema=False)
N_ = str
LEEG: dict[str, Any] = {n: "" for n in ("naam", "aanbieder", "soort", "samenvatting")}
GEDAAN = VAN_CONCEPT | {
    "live": N_("Het staat online."),  # perhaps from a later day
    "nakijken": VAN_CONCEPT["collega"],
    "archief": N_("Deze plek staat in het archief. Inwoners zien hem niet meer."),
    "terug": N_("De oude versie is terug."),
    "gevraagd": N_("De mail is onderweg naar de aanbieder."),
    "niet-gevraagd": N_("Deze mail ging vandaag al weg. Of er is geen e-mailadres."),
    "vertaald": N_("De vertaling is bewaard."),
}


# --- the form ---------------------------------------------------------------------------------------------------------


def _velden_van(
    request: Request, velden: Mapping[str, str], bij: Mapping[str, str], gevonden: list[tuple[str, str]]
) -> list[dict[str, Any]]:
    """The sections with their fields as the template shows them. gevonden: kinds that were looked for."""
    _ = vertaling(taal_van(request).code).gettext
    keuzes = keuzes_per_veld(request)
    if gevonden:
        keuzes["soort"] = [(_("Past bij uw woorden"), gevonden), *keuzes["soort"]]
    return [
        {
            "code": x.code,
            "naam": _(x.naam),
            "fout": any(v.naam in bij for v in x.velden),
            "mist": any(v.nodig and not velden.get(v.naam) for v in x.velden),
            "velden": [
                {
                    "naam": v.naam,
                    "label": _(v.label),
                    "soort": v.soort,
                    "nodig": v.nodig,
                    "uitleg": _(v.uitleg) if v.uitleg else "",
                    "waarde": velden.get(v.naam, ""),
                    "fout": bij.get(v.naam, ""),
                    "keuzes": _met_eigen(keuzes.get(v.naam, []), velden.get(v.naam, "")) if v.soort == "meer" else keuzes.get(v.naam, []),
                }
                for v in x.velden
            ],
        }
        for x in SECTIES
    ]


def _met_eigen(keuzes: list[tuple[str, str]], waarde: str) -> list[tuple[str, str]]:
    """The choices, and what the entry has that is none of them: a form never drops it by itself."""
    al = {c for c, _ in keuzes}
    return [*keuzes, *((c, c) for c in waarde.splitlines() if c not in al)]


def _beeld(request: Request, basis: Mapping[str, Any], velden: Mapping[str, str]) -> dict[str, Any]:
    """What a resident would see of these fields, what is missing, and how it could be simpler (redacteur/_beeld.html)."""
    _ = vertaling(taal_van(request).code).gettext
    tax = taxonomie()
    gegevens, _fouten = redactie.lees(LEEG | dict(basis), velden, tax)
    nodig, mist = redactie.mist(velden, tax)
    return {
        "w": blad(_, request.app.state.publicatie.kaart, uit_gegevens(gegevens), moment=lokaal()),
        "nodig": [{"naam": n, "label": _(VELDEN[n].label)} for n in nodig],
        "mist": [_(m) for m in mist],
        "tips": [
            {"veld": n, "label": _(VELDEN[n].label), "soort": t.soort, "stuk": t.stuk, "beter": t.beter}
            for n, lijst in redactie.hints(velden).items()
            for t in lijst
        ],
    }


def _formulier(
    request: Request,
    rij: VoorzieningRij | None,
    concept: Concept | None,
    basis: Mapping[str, Any],
    velden: Mapping[str, str],
    status: int = 200,
    fouten: list[tuple[str, str]] | None = None,
    gevonden: list[tuple[str, str]] | None = None,
    **meer: Any,
) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    bij: dict[str, str] = {}
    for n, z in fouten or []:
        bij.setdefault(n, _(z))
    context: dict[str, Any] = {"botsing": None, "gedaan": "", "nagekeken": False, "soort_zoek": ""} | meer
    v = uit_gegevens(rij.gegevens) if rij else None
    return werkpagina(
        request,
        "redacteur/voorziening.html",
        status,
        id=rij.id if rij else "",
        versie=rij.versie if rij else 0,
        staat=rij.staat if rij else "nieuw",
        staatnaam=_(STATEN.get(rij.staat, rij.staat)) if rij else _("nieuw"),
        te_zien=bool(rij and rij.staat == "live" and v and v.zichtbaar(vandaag())),
        nagekeken_op=datum(v.nagekeken_op) if v else "",
        gevraagd_op=datum(v.gevraagd_op) if v and v.gevraagd() else "",
        mail=v.mail if v else "",
        concept={"versie": concept.versie, "door": concept.door, "op": moment(concept.op), "staat": concept.staat, "zegt": concept.zegt}
        if concept
        else None,
        tweede=request.app.state.gemeente.redactie.tweede_lezer,
        titel_plek=velden.get("naam") or _("Nieuwe plek"),
        secties=_velden_van(request, velden, bij, gevonden or []),
        beeld=_beeld(request, basis, velden),
        talen=[{"code": c, "naam": _(n), "klaar": k, "van": t} for c, n, k, t in _talen(v)] if v else [],
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


def _vind(request: Request, id: str) -> tuple[VoorzieningRij, Concept | None, dict[str, Any]]:
    """(entry, draft, what the editor works on: the draft over what is on line). Raises Pagina."""
    with request.app.state.db.lees() as s:
        rij = s.get(VoorzieningRij, id)
        concept = drafts.van(s, id)
        if rij is None:
            raise niet_gevonden(request)
        return rij, concept, drafts.samen(s, rij, concept)[0] if concept else rij.gegevens


@router.api_route("/redactie/voorzieningen/nieuw", methods=["GET", "HEAD"])
@voor(ROL)
def leeg(request: Request, soort: str = "") -> Response:
    """The empty form; the kind may come along from the list."""
    basis = Voorziening(id="", code="", soort=soort if soort in taxonomie().soorten else "", naam="", aanbieder="", samenvatting="")
    gegevens = basis.als_gegevens()
    return _formulier(request, None, None, gegevens, redactie.als_velden(gegevens), nagekeken=True)


@router.post("/redactie/voorzieningen/nieuw")
@voor(ROL)
async def maak(request: Request) -> Response:
    """A new entry: on line, or a draft."""
    velden, f = await _velden(request)
    return await run_in_threadpool(_bewaar, request, "", velden, f)


@router.post("/redactie/voorzieningen/nieuw/beeld")
@voor(ROL)
async def beeld_nieuw(request: Request) -> Response:
    """The picture beside the form of a new entry, while typing."""
    velden, _f = await _velden(request)
    return await run_in_threadpool(_toon_beeld, request, "", velden)


@router.post("/redactie/soorten")
@voor(ROL)
def soorten(request: Request, soort_zoek: str = Form("", max_length=100), soort: str = Form("", max_length=40)) -> Response:
    """The choices of the kind picker for a few words, while typing."""
    gevonden = _gevonden(request, soort_zoek)
    keuzes = keuzes_per_veld(request)["soort"]
    return werkpagina(
        request,
        "redacteur/_soorten.html",
        keuzes=[(_past(request), gevonden), *keuzes] if gevonden else keuzes,
        waarde=gevonden[0][0] if gevonden else soort,
    )


def _past(request: Request) -> str:
    return vertaling(taal_van(request).code).gettext("Past bij uw woorden")


def _gevonden(request: Request, tekst: str) -> list[tuple[str, str]]:
    _ = vertaling(taal_van(request).code).gettext
    kaart = request.app.state.publicatie.kaart
    return [(s.code, _(s.naam)) for s in redactie.zoek_soorten(kaart, tekst)] if tekst.strip() else []


@router.api_route("/redactie/voorzieningen/{id}", methods=["GET", "HEAD"])
@voor(ROL)
def bewerk(request: Request, id: str, gedaan: str = "") -> Response:
    """The entry in sections, beside what a resident sees."""
    _ = vertaling(taal_van(request).code).gettext
    rij, concept, basis = _vind(request, id)
    zin = _(GEDAAN[gedaan]) if gedaan in GEDAAN else ""
    return _formulier(request, rij, concept, basis, redactie.als_velden(basis), gedaan=zin)


@router.post("/redactie/voorzieningen/{id}")
@voor(ROL)
async def wijzig(request: Request, id: str) -> Response:
    """Look, keep as a draft, ask a second reader, or publish."""
    velden, f = await _velden(request)
    return await run_in_threadpool(_bewaar, request, id, velden, f)


@router.post("/redactie/voorzieningen/{id}/beeld")
@voor(ROL)
async def beeld(request: Request, id: str) -> Response:
    """The picture beside the form, while typing."""
    velden, _f = await _velden(request)
    return await run_in_threadpool(_toon_beeld, request, id, velden)


def _toon_beeld(request: Request, id: str, velden: dict[str, str]) -> Response:
    basis = _vind(request, id)[2] if id else {"id": "", "code": ""}
    return werkpagina(request, "redacteur/_beeld.html", beeld=_beeld(request, basis, velden))


def _bewaar(request: Request, id: str, velden: dict[str, str], f: Mapping[str, Any]) -> Response:
    a, actie, tax = request.app.state, str(f.get("actie", "")), taxonomie()
    versie, conceptversie, gezien = _nummer(f, "versie"), _nummer(f, "concept"), f.get("nagekeken") == "ja"
    rij, concept, basis = _vind(request, id) if id else (None, None, {"id": id_van(a.gemeente.code, "nieuw"), "code": "nieuw"})
    if rij is not None and rij.versie != versie:
        return _botsing(request, rij, concept, versie, velden, gezien)
    if rij is not None and concept is not None and concept.versie != conceptversie:
        return _botsing_concept(request, rij, concept, velden, gezien)
    gevonden = _gevonden(request, str(f.get("soort_zoek", ""))[:100]) if actie == "soort" else []
    if gevonden:
        velden["soort"] = gevonden[0][0]
    gegevens, fouten = redactie.lees(basis, velden, tax)
    actie = _wat_mag(actie, a.gemeente.redactie.tweede_lezer)
    if actie == "concept" and velden["naam"]:
        fouten = [x for x in fouten if x[0] not in ("samenvatting", "soort", "toegang")]  # a draft may lack these
    if actie == "kijk" or fouten:
        zoek = str(f.get("soort_zoek", ""))[:100]
        status = 200 if actie == "kijk" else 422
        fouten = [] if gevonden else fouten
        return _formulier(request, rij, concept, basis, velden, status, fouten, gevonden, nagekeken=gezien, soort_zoek=zoek)
    if gezien:
        gegevens["nagekeken_op"] = vandaag().isoformat()
    try:
        return _schrijf(request, rij, versie, conceptversie, gegevens, actie)
    except Ingehaald as eerder:
        return _botsing(request, eerder.rij, None, versie, velden, gezien)
    except ConceptIngehaald as eerder:
        return _botsing_concept(request, rij, eerder.concept, velden, gezien) if rij else _net(request)


def _wat_mag(actie: str, tweede: bool) -> str:
    """live, nakijken, concept or kijk: with a second reader nothing goes on line at once, whatever the form says."""
    if actie in ("live", "nakijken"):
        return "nakijken" if tweede else "live"
    return actie if actie == "concept" else "kijk"


def _net(request: Request) -> Response:
    raise net_gewijzigd(request)


def _schrijf(
    request: Request, rij: VoorzieningRij | None, versie: int, conceptversie: int, gegevens: dict[str, Any], actie: str
) -> Response:
    """Write what the editor asked for. Raises Ingehaald, ConceptIngehaald."""
    a = request.app.state
    with a.db.schrijf() as s:
        if rij is None:
            gegevens["code"], gegevens["id"] = redactie.nieuwe_code(s, a.gemeente, gegevens["naam"])
        id = gegevens["id"]
        if actie == "live":
            stand = drafts.zet_online(s, wie(request), id, versie, conceptversie, gegevens, "gewijzigd" if rij else "nieuw", nu()).stand
        elif rij is None or rij.staat == "concept":  # not on line yet: the entry itself is the draft
            vers = redactie.publiceer(s, wie(request), id, versie, gegevens, "concept", "gewijzigd" if rij else "nieuw", nu())
            stand = vers.stand
            if actie == "nakijken":
                drafts.bewaar(s, wie(request), id, vers.versie, conceptversie, vers.gegevens, True, nu())
            else:
                drafts.gooi_weg(s, wie(request), id, conceptversie)
        else:
            drafts.bewaar(s, wie(request), id, versie, conceptversie, gegevens, actie == "nakijken", nu())
            stand = 0
    if stand:
        request.app.state.publicatie.volg(stand)
    return RedirectResponse(adres(id, f"?gedaan={actie}"), 303)


# --- two at once ------------------------------------------------------------------------------------------------------


def _botsing(request: Request, rij: VoorzieningRij, concept: Concept | None, versie: int, velden: dict[str, str], gezien: bool) -> Response:
    """Somebody published first: show what changed, keep what was typed."""
    with request.app.state.db.lees() as s:
        laatste = redactie.versie_van(s, rij.id, rij.versie)
        begin = redactie.versie_van(s, rij.id, versie)
    basis = begin.gegevens if begin else rij.gegevens
    door, op = (laatste.door, laatste.op) if laatste else ("", rij.gewijzigd_op)
    return _toon_botsing(request, rij, concept, basis, rij.gegevens, door, op, velden, gezien)


def _botsing_concept(request: Request, rij: VoorzieningRij, concept: Concept, velden: dict[str, str], gezien: bool) -> Response:
    """Somebody kept a draft first."""
    with request.app.state.db.lees() as s:
        ander = drafts.samen(s, rij, concept)[0]
    return _toon_botsing(request, rij, concept, rij.gegevens, ander, concept.door, concept.op, velden, gezien)


def _toon_botsing(
    request: Request,
    rij: VoorzieningRij,
    concept: Concept | None,
    basis: Mapping[str, Any],
    ander: Mapping[str, Any],
    door: str,
    op: Any,
    velden: dict[str, str],
    gezien: bool,
) -> Response:
    samen, beide = redactie.voeg_samen(basis, ander, velden)
    hun = redactie.als_velden(ander)
    botsing = {
        "door": door,
        "op": moment(op),
        "anders": verschillen(request, redactie.verschil(basis, ander)),
        "beide": verschillen(request, [(n, hun[n], samen[n]) for n in beide]),
    }
    return _formulier(request, rij, concept, ander, samen, 409, botsing=botsing, nagekeken=gezien)


# --- the draft and its reader -----------------------------------------------------------------------------------------


@router.api_route("/redactie/voorzieningen/{id}/concept", methods=["GET", "HEAD"])
@voor(ROL)
def lees_concept(request: Request, id: str) -> Response:
    """The draft beside what is on line: what changes, and how a resident will see it."""
    _ = vertaling(taal_van(request).code).gettext
    a, tax = request.app.state, taxonomie()
    rij, concept, nieuw = _vind(request, id)
    if concept is None:
        return RedirectResponse(adres(id), 303)
    with a.db.lees() as s:
        _nieuw, beide = drafts.samen(s, rij, concept)
    nog_nooit = rij.staat == "concept"
    tweede = a.gemeente.redactie.tweede_lezer
    return werkpagina(
        request,
        "redacteur/concept.html",
        id=id,
        plek=rij.gegevens.get("naam", ""),
        versie=rij.versie,
        concept=concept.versie,
        door=concept.door,
        op=moment(concept.op),
        zegt=concept.zegt,
        nieuw=nog_nooit,
        anders=[] if nog_nooit else verschillen(request, redactie.verschil(rij.gegevens, nieuw)),
        beide=verschillen(request, [(n, "", "") for n in beide]),
        mag=not (tweede and concept.door_naam == wie(request).naam),
        tweede=tweede,
        fouten=[_(z) for _n, z in redactie.keur(nieuw, tax)],
        beeld=_beeld(request, nieuw, redactie.als_velden(nieuw)),
    )


@router.post("/redactie/voorzieningen/{id}/concept")
@voor(ROL)
def beslis(
    request: Request,
    id: str,
    versie: int = Form(0),
    concept: int = Form(0),
    actie: str = Form("", max_length=8),
    zegt: str = Form("", max_length=300),
) -> Response:
    """Good, back to who wrote it, or away with it."""
    a = request.app.state
    stand = 0
    try:
        with a.db.schrijf() as s:
            if actie == "goed":
                rij = drafts.keur_goed(s, wie(request), id, versie, concept, taxonomie(), a.gemeente.redactie.tweede_lezer, nu())
                stand, gedaan = (rij.stand, "live") if rij else (0, "")
            elif actie == "terug":
                gedaan = "concept" if drafts.stuur_terug(s, wie(request), id, concept, zegt) else ""
            else:
                gedaan = "weg" if actie == "weg" and drafts.gooi_weg(s, wie(request), id, concept) else ""
    except (Ingehaald, ConceptIngehaald):
        raise net_gewijzigd(request) from None
    except MagNiet as fout:
        raise plat(request, 409, N_("Dit kan nog niet online"), fout.fouten[0][1]) from None
    if not gedaan:
        raise niet_gevonden(request)
    if stand:
        request.app.state.publicatie.volg(stand)
    return RedirectResponse("/redactie" if gedaan == "concept" else adres(id, f"?gedaan={gedaan}"), 303)


# --- other languages --------------------------------------------------------------------------------------------------


def _talen(v: Voorziening) -> list[tuple[str, str, int, int]]:
    """(code, name, how many texts are in this language and up to date, how many there are) of each language of the site but Dutch."""
    velden = [n for n in VERTAALBAAR if getattr(v, n)]
    return [(c, n, len(v.in_taal(c)[1] & set(velden)), len(velden)) for c, n in TALEN.items() if c != "nl"]


@router.api_route("/redactie/voorzieningen/{id}/talen/{taal_code}", methods=["GET", "HEAD"])
@voor(ROL)
def in_taal(request: Request, id: str, taal_code: str) -> Response:
    """The texts of an entry in another language, beside the Dutch."""
    _ = vertaling(taal_van(request).code).gettext
    if taal_code not in TALEN or taal_code == "nl":
        raise niet_gevonden(request)
    rij, concept, basis = _vind(request, id)
    v = uit_gegevens(basis)
    klaar = v.in_taal(taal_code)[1]
    velden = []
    for n in VERTAALBAAR:
        if nl := getattr(v, n):
            eigen = v.vertalingen.get(taal_code, {}).get(n, {}).get("tekst", "")
            velden.append(
                {"naam": n, "label": _(VELDEN[n].label), "nl": _regels(nl), "waarde": _regels(eigen), "oud": bool(eigen) and n not in klaar}
            )
    return werkpagina(
        request,
        "redacteur/talen.html",
        id=id,
        plek=v.naam,
        taalcode=taal_code,
        taalnaam=_(TALEN[taal_code]),
        velden=velden,
        versie=rij.versie,
        concept=concept.versie if concept else 0,
    )


def _regels(w: Any) -> str:
    return "\n".join(w) if isinstance(w, (tuple, list)) else str(w)


@router.post("/redactie/voorzieningen/{id}/talen/{taal_code}")
@voor(ROL)
async def vertaal(request: Request, id: str, taal_code: str) -> Response:
    """Keep a translation; an empty field is shown in Dutch."""
    if taal_code not in TALEN or taal_code == "nl":
        raise niet_gevonden(request)
    f = await request.form()
    return await run_in_threadpool(_vertaal, request, id, taal_code, {n: str(f.get(n, ""))[:4_000] for n in VERTAALBAAR}, f)


def _vertaal(request: Request, id: str, code: str, teksten: dict[str, str], f: Mapping[str, Any]) -> Response:
    a = request.app.state
    rij, concept, basis = _vind(request, id)
    versie, conceptversie = _nummer(f, "versie"), _nummer(f, "concept")
    gegevens, fouten = redactie.met_vertaling(basis, code, teksten)
    if fouten:
        raise plat(request, 422, N_("Dit kan niet in een vertaling"), fouten[0][1])
    stand = 0
    try:
        with a.db.schrijf() as s:
            if concept is not None or a.gemeente.redactie.tweede_lezer:
                drafts.bewaar(s, wie(request), id, versie, conceptversie, gegevens, a.gemeente.redactie.tweede_lezer, nu())
            else:
                stand = redactie.publiceer(s, wie(request), id, versie, gegevens, rij.staat, f"vertaald: {code}", nu()).stand
    except (Ingehaald, ConceptIngehaald):
        raise net_gewijzigd(request) from None
    if stand:
        request.app.state.publicatie.volg(stand)
    return RedirectResponse(adres(id, f"?gedaan={'vertaald' if stand else 'concept'}"), 303)


# --- asking the provider, confirming, states, versions ----------------------------------------------------------------


@router.post("/redactie/voorzieningen/{id}/vraag")
@voor(ROL)
def vraag(request: Request, id: str) -> Response:
    """Mail the provider whether it is still right."""
    a = request.app.state
    with a.db.schrijf() as s:
        rij = s.get(VoorzieningRij, id)
        if rij is None or rij.staat != "live":
            raise niet_gevonden(request)
        gelukt = uitnodiging.vraag(s, a.zegel, rij, mailbasis(request.app), nu(), "weer")
    return RedirectResponse(adres(id, f"?gedaan={'gevraagd' if gelukt else 'niet-gevraagd'}"), 303)


@router.post("/redactie/voorzieningen/{id}/nagekeken")
@voor(ROL)
def nagekeken(request: Request, id: str, versie: int = Form(0)) -> Response:
    """ "Alles klopt nog"."""
    return voer_uit(request, lambda s: redactie.kijk_na(s, wie(request), id, versie, vandaag(), nu()), "/redactie?klaar=1")


@router.post("/redactie/voorzieningen/{id}/staat")
@voor(ROL)
def staat(request: Request, id: str, versie: int = Form(0), naar: str = Form("", max_length=12)) -> Response:
    """To the archive, or back on line."""
    if naar not in ("live", "archief"):
        raise niet_gevonden(request)
    tweede = request.app.state.gemeente.redactie.tweede_lezer
    return voer_uit(
        request,
        lambda s: redactie.zet_staat(s, wie(request), id, versie, naar, taxonomie(), nu(), tweede),
        adres(id, f"?gedaan={naar}"),
        N_("Dit kan nog niet online"),
    )


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
    tweede = request.app.state.gemeente.redactie.tweede_lezer
    return voer_uit(
        request,
        lambda s: redactie.zet_terug(s, wie(request), id, versie, naar, taxonomie(), nu(), tweede),
        adres(id, "?gedaan=terug"),
        N_("Deze versie kan niet meer online"),
    )
