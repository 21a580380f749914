"""Door: the editors' work. Today's list, an entry in sections, its versions, "Vind ik dit?". Never a person of a referral."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from portal import redactie, vragen
from portal.deuren import voor
from portal.gesprek import begrijp
from portal.language import datum, moment, vertaling
from portal.poort import niet_gevonden, plat, werkpagina, wie
from portal.redactie import LABELS, SECTIES, VELDEN, Ingehaald, MagNiet
from portal.tabellen import VoorzieningRij
from portal.vragen import Gevolg
from portal.web import lees_koekje, taal_van, zet_koekje
from portal.werkdagen import nu, vandaag
from sociale_kaart.load import taxonomie
from sociale_kaart.model import Voorziening, id_van, uit_gegevens

router = APIRouter(include_in_schema=False)
N_ = str
ROL = "redacteur"
PER_LIJST = 20
STATEN = {"live": N_("online"), "concept": N_("concept"), "archief": N_("archief")}
LIJSTEN = {
    "geheim": (N_("Een geheim adres is te lezen"), N_("Herstel")),
    "verouderd": (N_("Te lang niet nagekeken"), N_("Alles klopt nog")),
    "onvolledig": (N_("Niet compleet"), N_("Vul aan")),
    "tegenspraak": (N_("Spreekt zichzelf tegen"), N_("Herstel")),
    "ritme": (N_("De tijden spreken elkaar tegen"), N_("Herstel")),
    "buiten": (N_("Buiten de gemeente"), N_("Herstel")),
    "dubbel": (N_("Misschien dubbel"), N_("Bekijk")),
    "gaten": (N_("Hier is nog niets voor"), N_("Voeg toe")),
}
GEDAAN = {
    "live": N_("Het staat online."),
    "concept": N_("Het concept is bewaard. Inwoners zien het nog niet."),
    "archief": N_("Deze plek staat in het archief. Inwoners zien hem niet meer."),
    "terug": N_("De oude versie is terug."),
}


def _door(request: Request, stand: int, oud: object) -> None:
    """Wait until this worker shows the change (others follow within 250 ms); never longer than 1.5 seconds."""
    publicatie = request.app.state.publicatie
    einde = time.monotonic() + 1.5
    while (publicatie.stand < stand or publicatie.kaart is oud) and time.monotonic() < einde:
        publicatie.kijk()
        time.sleep(0.02)


def _adres(id: str, deel: str = "") -> str:
    return f"/redactie/voorzieningen/{id}{deel}"


def _net_gewijzigd(request: Request) -> Exception:
    return plat(
        request, 409, N_("Iemand anders was net voor"), N_("Deze plek is intussen gewijzigd. Bekijk de plek en probeer het opnieuw.")
    )


# --- today ------------------------------------------------------------------------------------------------------------


@router.api_route("/redactie", methods=["GET", "HEAD"])
@voor(ROL)
def begin(request: Request, lijst: str = "") -> Response:
    """Today's work, most useful first."""
    a = request.app.state
    _ = vertaling(taal_van(request).code).gettext
    with a.db.lees() as s:
        werk = redactie.vandaag_lijst(s, a.gemeente, taxonomie(), vandaag())
    lijsten = [
        {
            "code": c,
            "naam": _(LIJSTEN[c][0]),
            "knop": _(LIJSTEN[c][1]),
            "aantal": len(punten),
            "punten": [
                {"id": p.id, "naam": p.naam, "zin": p.zin, "ander": p.ander, "code": p.code, "versie": werk.versie.get(p.id, 0)}
                for p in (punten if lijst == c else punten[:PER_LIJST])
            ],
        }
        for c, punten in werk.punten.items()
        if punten
    ]
    meldingen = [
        {
            "nr": b.id,
            "id": v.id if v else "",
            "naam": v.naam if v else _("Een plek die er niet meer is"),
            "tekst": b.tekst,
            "op": datum(b.op),
        }
        for b, v in werk.meldingen
    ]
    concepten = [{"id": v.id, "naam": v.naam} for v in werk.concepten]
    soorten = set(taxonomie().soorten)
    return werkpagina(
        request,
        "redacteur/vandaag.html",
        aantal=werk.aantal,
        live=werk.live,
        meldingen=meldingen,
        concepten=concepten,
        lijsten=lijsten,
        soorten=soorten,
        dag=datum(vandaag()),
    )


@router.post("/redactie/berichten/{id}/klaar")
@voor(ROL)
def klaar(request: Request, id: int) -> Response:
    """A report was dealt with."""
    with request.app.state.db.schrijf() as s:
        gevonden = redactie.bericht_klaar(s, wie(request), id, nu())
    if not gevonden:
        raise niet_gevonden(request)
    return RedirectResponse("/redactie", 303)


@router.post("/redactie/voorzieningen/{id}/nagekeken")
@voor(ROL)
def nagekeken(request: Request, id: str, versie: int = Form(0)) -> Response:
    """ "Alles klopt nog"."""
    try:
        with request.app.state.db.schrijf() as s:
            rij = redactie.kijk_na(s, wie(request), id, versie, vandaag(), nu())
    except Ingehaald:
        raise _net_gewijzigd(request) from None
    if rij is None:
        raise niet_gevonden(request)
    return RedirectResponse("/redactie", 303)


def _alle(request: Request, zoek: str) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    tax = taxonomie()
    with request.app.state.db.lees() as s:
        gevonden = redactie.zoek(s, zoek)
    rijen = [
        {
            "id": r.id,
            "naam": naam,
            "soort": tax.soorten[c].naam if (c := str(r.gegevens.get("soort"))) in tax.soorten else c,
            "staat": _(STATEN.get(r.staat, r.staat)),
            "op": r.gegevens.get("nagekeken_op") or "",
        }
        for r, naam in gevonden
    ]
    return werkpagina(request, "redacteur/alle.html", zoek=zoek, rijen=rijen)


@router.api_route("/redactie/voorzieningen", methods=["GET", "HEAD"])
@voor(ROL)
def alle(request: Request) -> Response:
    """Every entry, the archive last."""
    return _alle(request, "")


@router.post("/redactie/voorzieningen")
@voor(ROL)
def zoeken(request: Request, zoek: str = Form("", max_length=200)) -> Response:
    """Find an entry by name or provider; what was typed stands in no address."""
    return _alle(request, zoek)


# --- one entry --------------------------------------------------------------------------------------------------------


def _keuzes(request: Request) -> dict[str, list[Any]]:
    """The choices of each field that has them."""
    _ = vertaling(taal_van(request).code).gettext
    tax, g = taxonomie(), request.app.state.gemeente
    per = [(_(d.naam), [(s.code, _(s.naam)) for s in tax.soorten.values() if s.domein == d.code]) for d in tax.domeinen.values()]
    buurten = sorted(((b.code, b.naam) for b in g.buurten.values()), key=lambda b: b[1])
    return {
        "soort": per,
        "toegang": [("", [(c, _(n)) for c, n in tax.toegang.items()])],
        "plek_buurt": [("", [("", _("Geen buurt")), *buurten])],
        "werkgebied": [(g.code, _("Heel %(gemeente)s") % {"gemeente": g.naam}), *buurten],
    }


def _toon(request: Request, naam: str, waarde: str) -> str:
    """The value of a field as an editor reads it: names, not codes."""
    _ = vertaling(taal_van(request).code).gettext
    tax, buurten = taxonomie(), request.app.state.gemeente.buurten
    if naam == "soort" and waarde in tax.soorten:
        return _(tax.soorten[waarde].naam)
    if naam == "toegang" and waarde in tax.toegang:
        return _(tax.toegang[waarde])
    if naam == "staat":
        return _(STATEN.get(waarde, waarde))
    if naam in ("plek_buurt", "werkgebied"):
        return ", ".join(buurten[c].naam if c in buurten else c for c in waarde.splitlines())
    return waarde


def _verschillen(request: Request, rijen: list[tuple[str, str, str]]) -> list[dict[str, str]]:
    _ = vertaling(taal_van(request).code).gettext
    return [{"veld": _(LABELS.get(n, n)), "was": _toon(request, n, a), "werd": _toon(request, n, b)} for n, a, b in rijen]


def _formulier(
    request: Request,
    rij: VoorzieningRij | None,
    velden: Mapping[str, str],
    status: int = 200,
    fouten: list[tuple[str, str]] | None = None,
    **meer: Any,
) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    keuzes, hints = _keuzes(request), redactie.hints(velden)
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
    _door(request, nieuw.stand, oud)
    return RedirectResponse(_adres(nieuw.id, f"?gedaan={staat}"), 303)


def _botsing(request: Request, rij: VoorzieningRij, basis: Mapping[str, Any], velden: dict[str, str], gezien: bool) -> Response:
    """Somebody was first: show what changed, keep what was typed."""
    with request.app.state.db.lees() as s:
        laatste = redactie.versie_van(s, rij.id, rij.versie)
    samen, beide = redactie.voeg_samen(basis, rij.gegevens, velden)
    ander = redactie.als_velden(rij.gegevens)
    botsing = {
        "door": laatste.door if laatste else "",
        "op": moment(rij.gewijzigd_op),
        "anders": _verschillen(request, redactie.verschil(basis, rij.gegevens)),
        "beide": _verschillen(request, [(n, ander[n], samen[n]) for n in beide]),
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
        raise _net_gewijzigd(request) from None
    except MagNiet as fout:
        raise plat(request, 409, N_("Dit kan nog niet online"), fout.fouten[0][1]) from None
    if rij is None:
        raise niet_gevonden(request)
    _door(request, rij.stand, oud)
    return RedirectResponse(_adres(id, f"?gedaan={naar}"), 303)


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
            "anders": _verschillen(request, anders),
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
        raise _net_gewijzigd(request) from None
    except MagNiet as fout:
        raise plat(request, 409, N_("Deze versie kan niet meer online"), fout.fouten[0][1]) from None
    if rij is None:
        raise niet_gevonden(request)
    _door(request, rij.stand, oud)
    return RedirectResponse(_adres(id, "?gedaan=terug"), 303)


# --- "Vind ik dit?" ---------------------------------------------------------------------------------------------------


def _naar_vind(request: Request, **waarde: Any) -> Response:
    """What was typed stands in the sealed cookie, never in the address."""
    antwoord = RedirectResponse("/redactie/vind", 303)
    zet_koekje(request, antwoord, "vind", waarde)
    return antwoord


@router.api_route("/redactie/vind", methods=["GET", "HEAD"])
@voor(ROL)
def vind(request: Request) -> Response:
    """Type what a resident would type; see the real result and why."""
    koekje = lees_koekje(request, "vind")
    w: dict[str, Any] = koekje if isinstance(koekje, dict) else {}
    return _vind(request, str(w.get("tekst", "")), gedaan=str(w.get("gedaan", "")))


@router.post("/redactie/vind")
@voor(ROL)
def zoek_als_inwoner(request: Request, tekst: str = Form("", max_length=500)) -> Response:
    """Look, keep nothing."""
    return _naar_vind(request, tekst=" ".join(tekst.split()))


def _gevolg(_: Any, gevolg: Gevolg | None, aan: bool) -> dict[str, Any] | None:
    """What a phrase would do to the labelled questions, in words."""
    if gevolg is None:
        return None
    tax = taxonomie()

    def namen(codes: Iterable[str]) -> str:
        return ", ".join(_(tax.soorten[c].naam) for c in codes if c in tax.soorten)

    verloren = [
        {"tekst": a.vraag.tekst, "goed": namen(a.vraag.soorten), "kreeg": namen(a.kreeg[:3]), "krijgt": namen(b.kreeg[:3])}
        for a, b in gevolg.verloren
    ]
    return {"verloren": verloren, "gewonnen": [a.vraag.tekst for a, _b in gevolg.gewonnen], "aan": aan}


def _vind(
    request: Request,
    tekst: str,
    gedaan: str = "",
    status: int = 200,
    fout: tuple[str, str] | None = None,
    zin: str = "",
    soort: str = "",
    gevolg: Gevolg | None = None,
    aan: bool = True,
) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    a, tax = request.app.state, taxonomie()
    kaart = a.publicatie.kaart
    with a.db.lees() as s:
        rijen = redactie.eigen_zinnen(s)
    uit = {r.zin for r in rijen if not r.aan}
    b = begrijp(kaart, tekst) if tekst else None
    getoond = {v.soort.code for v in b.items} if b else set()
    soorten = [
        {
            "code": x.soort.code,
            "naam": _(x.soort.naam),
            "bewijs": f"{x.bewijs:.2f}".replace(".", ","),
            "want": ", ".join(x.because),
            "getoond": x.soort.code in getoond,
            "zinnen": redactie.buurzinnen(x.soort, tekst, tuple(uit)),
        }
        for x in (kaart.soorten(kaart.lezer.lees(tekst))[:6] if tekst else [])
    ]
    items = [
        {"id": v.voorziening.id, "naam": v.voorziening.naam, "soort": _(v.soort.naam), "rang": v.relevance, "want": ", ".join(v.because)}
        for v in (b.items if b else ())
    ]
    return werkpagina(
        request,
        "redacteur/vind.html",
        status,
        tekst=tekst,
        items=items,
        soorten=soorten,
        nood=bool(b and b.signalen),
        eigen=[
            {"soort": r.soort, "naam": _(tax.soorten[r.soort].naam), "zin": r.zin, "aan": r.aan} for r in rijen if r.soort in tax.soorten
        ],
        keuzes=_keuzes(request)["soort"],
        zin=zin or tekst,
        soort=soort or (soorten[0]["code"] if soorten else ""),
        gedaan={"aan": _("De zin telt nu mee."), "uit": _("De zin telt nu niet meer mee.")}.get(gedaan, ""),
        fouten=[{"veld": fout[0], "zin": _(fout[1])}] if fout else [],
        gevolg=_gevolg(_, gevolg, aan),
    )


@router.post("/redactie/zinnen")
@voor(ROL)
def zet_zin(
    request: Request,
    soort: str = Form("", max_length=40),
    zin: str = Form("", max_length=500),
    aan: str = Form("ja", max_length=3),
    tekst: str = Form("", max_length=500),
    toch: str = Form("", max_length=3),
) -> Response:
    """A phrase added to a kind, or switched off; it counts at once. A change that loses a labelled question asks first."""
    a, tax = request.app.state, taxonomie()
    zin, tekst, erbij = " ".join(zin.split()), " ".join(tekst.split()), aan == "ja"
    oud = a.publicatie.kaart
    fout = redactie.fout_in_zin(oud, soort, zin) if erbij else None
    if not erbij and (soort not in tax.soorten or not zin):
        raise niet_gevonden(request)
    if fout:
        return _vind(request, tekst, "", 422, fout, zin, soort)
    if toch != "ja":
        with a.db.lees() as s:
            gevolg = vragen.verliest_door_zin(s, oud, soort, zin, erbij)
        if gevolg.verloren:
            return _vind(request, tekst, "", 409, zin=zin, soort=soort, gevolg=gevolg, aan=erbij)
    with a.db.schrijf() as s:
        stand = redactie.zet_zin(s, wie(request), tax, soort, zin, erbij, nu())
    _door(request, stand, oud)
    return _naar_vind(request, tekst=tekst, gedaan="aan" if erbij else "uit")
