"""Door: accounts, the post that goes out, outages, and for the privacy officer who read what. No story of anybody."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import or_, select

from portal import account, logboek, storingen, uitbox
from portal.deuren import voor
from portal.language import moment, vertaling
from portal.poort import niet_gevonden, plat, werkpagina, wie
from portal.tabellen import Account, Logregel, Sessie, Storing, Uitbox, Verwijzing, VoorzieningRij
from portal.web import taal_van
from portal.werkdagen import lokaal, nu

router = APIRouter(include_in_schema=False)
N_ = str
PER_BLAD = 100
STAAT = {"wacht": N_("wacht"), "klaar": N_("verstuurd"), "vast": N_("kwam niet aan"), "anders": N_("anders afgehandeld")}
SOORT = {
    "bevestiging": N_("Bevestiging aan inwoner"),
    "overgedragen": N_("Ander team, aan inwoner"),
    "doorgegeven": N_("Deel doorgegeven, aan inwoner"),
    "piket": N_("Alarm bij spoed"),
    "herinnering": N_("Herinnering aan aanbieder"),
}


def _namen(_: Any, request: Request) -> dict[str, Any]:
    g = request.app.state.gemeente
    return {"rollen": [(r, _(n)) for r, n in account.ROLNAMEN.items()], "teams": [(t.code, t.naam) for t in g.teams.values()]}


def _accounts(
    request: Request,
    fouten: list[tuple[str, str]] | None = None,
    w: dict[str, str] | None = None,
    vers: tuple[str, str] | None = None,
    status: int = 200,
) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    g = request.app.state.gemeente
    with request.app.state.db.lees() as s:
        mensen = list(s.scalars(select(Account).order_by(Account.actief.desc(), Account.rol, Account.naam)))
        gezien: dict[int, dt.datetime] = {}
        for id, op in s.execute(select(Sessie.account_id, Sessie.laatst_op).where(Sessie.af.is_(True))):
            gezien[id] = max(op, gezien.get(id, op))
        laatst = account.laatst_ingelogd(s)
        wacht = {m.id for m in mensen if m.actief and account.op_slot(s, m.naam, nu())}
        vast = s.scalars(select(Uitbox).where(Uitbox.staat == "vast").order_by(Uitbox.id)).all()
        aantal_vast = len(vast)
    rijen = [
        {
            "id": m.id,
            "naam": m.naam,
            "toon": m.toon,
            "rol": _(account.ROLNAMEN.get(m.rol, m.rol)),
            "team": g.teams[m.team].naam if m.team in g.teams else "",
            "actief": m.actief,
            "app": account.bevestigd(m),
            "laatst": moment(laatst[m.naam]) if m.naam in laatst else "",
            "op_slot": m.id in wacht,
            "nu_in": m.id in gezien and nu() - gezien[m.id] < account.STIL,
            "zelf": m.id == wie(request).id,
        }
        for m in mensen
    ]
    return werkpagina(
        request,
        "beheer/accounts.html",
        status,
        rijen=rijen,
        w=w or {},
        vers=vers,
        aantal_vast=aantal_vast,
        fouten=[{"veld": v, "zin": _(z)} for v, z in fouten or []],
        **_namen(_, request),
    )


@router.api_route("/beheer", methods=["GET", "HEAD"])
@voor("beheerder")
def accounts(request: Request) -> Response:
    """Everybody who can log in."""
    return _accounts(request)


@router.post("/beheer/account")
@voor("beheerder")
def nieuw(
    request: Request, naam: str = Form("", max_length=60), toon: str = Form("", max_length=100), rol: str = Form(""), team: str = Form("")
) -> Response:
    """A new account; its password for once is shown one time, here."""
    a, naam = request.app.state, naam.strip().lower()
    w = {"naam": naam, "toon": toon, "rol": rol, "team": team}
    fouten = account.fouten_in_account(a.gemeente, naam, toon, rol, team)
    if fouten:
        return _accounts(request, fouten, w, status=422)
    wachtwoord = account.nieuw_wachtwoord()
    with a.db.schrijf() as s:
        bestaat = s.scalar(select(Account.id).where(Account.naam == naam))
        if not bestaat:
            account.voeg_toe(s, a.hasher, wie(request).naam, naam, toon, rol, team, wachtwoord, nu())
    if bestaat:
        return _accounts(request, [("naam", N_("Deze inlognaam bestaat al. Kies een andere."))], w, status=422)
    return _accounts(request, vers=(naam, wachtwoord))


@router.api_route("/beheer/account/{id}", methods=["GET", "HEAD"])
@voor("beheerder")
def bekijk(request: Request, id: int, gedaan: str = "") -> Response:
    """One account: its name, role and team, and what was done with it."""
    return _account(request, id, gedaan=gedaan)


def _account(
    request: Request,
    id: int,
    fouten: list[tuple[str, str]] | None = None,
    w: dict[str, str] | None = None,
    gedaan: str = "",
    status: int = 200,
) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    with request.app.state.db.lees() as s:
        m = s.get(Account, id)
        if m is None:
            raise niet_gevonden(request)
        vraag = select(Logregel).where(Logregel.waarop == m.naam, Logregel.wat.startswith("account")).order_by(Logregel.id.desc())
        regels = s.scalars(vraag.limit(PER_BLAD)).all()
    return werkpagina(
        request,
        "beheer/account.html",
        status,
        id=id,
        inlognaam=m.naam,
        zelf=m.id == wie(request).id,
        w=w or {"toon": m.toon, "rol": m.rol, "team": m.team},
        regels=[{"op": moment(r.op), "wie": r.wie, "wat": r.wat} for r in regels],
        gedaan=_("Het account is gewijzigd.") if gedaan else "",
        fouten=[{"veld": v, "zin": _(z)} for v, z in fouten or []],
        **_namen(_, request),
    )


@router.post("/beheer/account/{id}")
@voor("beheerder")
def wijzig(request: Request, id: int, toon: str = Form("", max_length=100), rol: str = Form(""), team: str = Form("")) -> Response:
    """Another name, role or team. The own role stays: a colleague changes that. The last of a role stays."""
    a, w = request.app.state, {"toon": toon, "rol": rol, "team": team}
    with a.db.lees() as s:
        m = s.get(Account, id)
    if m is None:
        raise niet_gevonden(request)
    fouten = account.fouten_in_account(a.gemeente, m.naam, toon, rol, team)
    if not fouten and m.id == wie(request).id and rol != m.rol:
        fouten = [("rol", N_("Uw eigen rol wijzigt een andere beheerder."))]
    if fouten:
        return _account(request, id, fouten, w, status=422)
    try:
        with a.db.schrijf() as s:
            account.wijzig(s, wie(request).naam, _vind(s, request, id), toon, rol, team)
    except account.LaatsteVanRol:
        zin = N_("Dit is de laatste met deze rol. Maak eerst een ander account met die rol.")
        return _account(request, id, [("rol", zin)], w, status=409)
    return RedirectResponse(f"/beheer/account/{id}?gedaan=1", 303)


@router.post("/beheer/account/{id}/uit")
@voor("beheerder")
def zet_uit(request: Request, id: int) -> Response:
    """Off: logged out everywhere at once. The last of a role stays."""
    try:
        with request.app.state.db.schrijf() as s:
            account.zet_uit(s, wie(request).naam, _vind(s, request, id))
    except account.LaatsteVanRol:
        raise plat(
            request,
            409,
            N_("Dit is de laatste met deze rol"),
            N_("Maak eerst een ander account met dezelfde rol. Daarna kan dit account uit."),
        ) from None
    return RedirectResponse("/beheer", 303)


@router.post("/beheer/account/{id}/aan")
@voor("beheerder")
def zet_aan(request: Request, id: int) -> Response:
    """On again."""
    with request.app.state.db.schrijf() as s:
        account.zet_aan(s, wie(request).naam, _vind(s, request, id))
    return RedirectResponse("/beheer", 303)


@router.post("/beheer/account/{id}/terug")
@voor("beheerder")
def zet_terug(request: Request, id: int) -> Response:
    """Phone lost or password forgotten: a new password for once, and a new app."""
    a = request.app.state
    wachtwoord = account.nieuw_wachtwoord()
    with a.db.schrijf() as s:
        persoon = _vind(s, request, id)
        if persoon.id == wie(request).id:
            raise plat(request, 409, N_("Dit kan niet voor uzelf"), N_("Vraag een andere beheerder, of gebruik de opdrachtregel."))
        account.zet_terug(s, a.hasher, wie(request).naam, persoon, wachtwoord)
    return _accounts(request, vers=(persoon.naam, wachtwoord))


def _vind(s: Any, request: Request, id: int) -> Account:
    persoon: Account | None = s.get(Account, id, with_for_update=True)
    if persoon is None:
        raise niet_gevonden(request)
    return persoon


# --- post -------------------------------------------------------------------------------------------------------------


@router.api_route("/beheer/postbus", methods=["GET", "HEAD"])
@voor("beheerder")
def postbus(request: Request, staat: str = "") -> Response:
    """The outbox. A trial shows each mail as it would arrive; live shows kind, state and what went wrong, no address and no text."""
    a = request.app.state
    _ = vertaling(taal_van(request).code).gettext
    with a.db.lees() as s:
        vraag = select(Uitbox).order_by(Uitbox.id.desc()).limit(PER_BLAD)
        rijen = s.scalars(vraag.where(Uitbox.staat == staat) if staat in STAAT else vraag).all()
        bij = {v.id: v for v in s.scalars(select(Verwijzing).where(Verwijzing.id.in_({r.verwijzing_id for r in rijen if r.verwijzing_id})))}
        aantallen = uitbox.overzicht(s)
    toon = []
    for r in rijen:
        d: dict[str, Any] = {
            "id": r.id,
            "soort": _(SOORT.get(r.soort, r.soort)),
            "staat": r.staat,
            "staat_naam": _(STAAT[r.staat]),
            "op": moment(r.gemaakt_op),
            "pogingen": r.pogingen,
            "fout": r.fout,
            "volgende": moment(r.volgende_op) if r.staat == "wacht" and r.pogingen else "",
            "nummer": bij[r.verwijzing_id].nummer if r.verwijzing_id in bij else "",
            "mail": None,
        }
        if a.gemeente.proef:
            try:
                m = a.bezorger.bericht(r, bij.get(r.verwijzing_id or 0))
                d["mail"] = {"aan": m["To"], "van": m["From"], "onderwerp": m["Subject"], "tekst": m.get_body(("plain",)).get_content()}
            except uitbox.Blijvend as fout:
                d["fout"] = str(fout)
        toon.append(d)
    return werkpagina(
        request,
        "beheer/postbus.html",
        post=toon,
        keuze=staat if staat in STAAT else "",
        staten=[("", _("Alles"), sum(aantallen.values())), *((c, _(n), aantallen[c]) for c, n in STAAT.items())],
        proef=a.gemeente.proef,
    )


@router.post("/beheer/postbus/{id}/anders")
@voor("beheerder")
def post_anders(request: Request, id: int) -> Response:
    """Undelivered post that belongs to no team's referral was dealt with in another way."""
    with request.app.state.db.schrijf() as s:
        r = _vaste_post(s, request, id)
        r.staat = "anders"
        logboek.schrijf(s, wie(request).naam, "post anders afgehandeld", f"post {id}")
    return RedirectResponse("/beheer/postbus", 303)


@router.post("/beheer/postbus/{id}/opnieuw")
@voor("beheerder")
def post_opnieuw(request: Request, id: int) -> Response:
    """Try again from the start."""
    with request.app.state.db.schrijf() as s:
        uitbox.opnieuw(s, _vaste_post(s, request, id), nu())
        logboek.schrijf(s, wie(request).naam, "post opnieuw", f"post {id}")
    return RedirectResponse("/beheer/postbus", 303)


def _vaste_post(s: Any, request: Request, id: int) -> Uitbox:
    r: Uitbox | None = s.get(Uitbox, id, with_for_update=True)
    if r is None or r.staat != "vast":
        raise niet_gevonden(request)
    return r


# --- outages: what stands on /over (L-26) ------------------------------------------------------------------------------


@router.api_route("/beheer/storingen", methods=["GET", "HEAD"])
@voor("beheerder")
def toon_storingen(request: Request, gedaan: str = "") -> Response:
    """The outage log, and a form to add to it."""
    return _storingen(request, gedaan=gedaan)


def _storingen(
    request: Request, fouten: list[tuple[str, str]] | None = None, w: dict[str, str] | None = None, gedaan: str = "", status: int = 200
) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    zinnen = {
        "gemeld": _("De storing staat op de pagina Over deze site."),
        "voorbij": _("De storing is voorbij."),
        "verbeterd": _("De storing is verbeterd."),
        "weg": _("De storing staat niet meer op de site."),
    }
    alle = storingen.alle(request.app.state.db, ook_vervallen=True)
    return werkpagina(
        request,
        "beheer/storingen.html",
        status,
        storingen=[
            {"id": s.id, "wat": s.wat, "begin": moment(s.begin), "einde": moment(s.einde) if s.einde else ""}
            for s in alle
            if s.vervallen_op is None
        ],
        vervallen=[
            {
                "wat": s.wat,
                "begin": moment(s.begin),
                "einde": moment(s.einde) if s.einde else "",
                "op": moment(s.vervallen_op),
                "wie": s.vervallen_door,
            }
            for s in alle
            if s.vervallen_op
        ],
        w=w or {"begin": f"{lokaal():%Y-%m-%dT%H:%M}"},
        langst=storingen.LANGST,
        gedaan=zinnen.get(gedaan, ""),
        fouten=[{"veld": v, "zin": _(z)} for v, z in fouten or []],
    )


@router.post("/beheer/storingen")
@voor("beheerder")
def meld_storing(
    request: Request, wat: str = Form("", max_length=1_000), begin: str = Form("", max_length=40), einde: str = Form("", max_length=40)
) -> Response:
    """The site did not work, or does not work now."""
    van, tot, fouten = _lees_storing(wat, begin, einde)
    if fouten or van is None:
        return _storingen(request, fouten, {"wat": wat, "begin": begin, "einde": einde}, status=422)
    storingen.meld(request.app.state.db, wie(request).naam, van, tot, wat)
    return RedirectResponse("/beheer/storingen?gedaan=gemeld", 303)


def _lees_storing(wat: str, begin: str, einde: str) -> tuple[dt.datetime | None, dt.datetime | None, list[tuple[str, str]]]:
    """What was typed as begin and end, and what is wrong with it."""
    van, tot = storingen.lees_moment(begin), storingen.lees_moment(einde)
    fouten = storingen.fouten(wat, van, tot, nu())
    if einde.strip() and tot is None:
        fouten.append(("einde", N_("Vul in wanneer het klaar was. Duurt het nog? Laat dit dan leeg.")))
    return van, tot, fouten


@router.api_route("/beheer/storingen/{id}", methods=["GET", "HEAD"])
@voor("beheerder")
def toon_storing(request: Request, id: int) -> Response:
    """One outage, to correct it."""
    with request.app.state.db.lees() as s:
        rij = s.get(Storing, id)
    if rij is None or rij.vervallen_op:
        raise niet_gevonden(request)
    velden = {veld: f"{lokaal(op):%Y-%m-%dT%H:%M}" if op else "" for veld, op in (("begin", rij.begin), ("einde", rij.einde))}
    return _storing(request, id, {"wat": rij.wat, **velden})


def _storing(request: Request, id: int, w: dict[str, str], fouten: list[tuple[str, str]] | None = None, status: int = 200) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    zinnen = [{"veld": v, "zin": _(z)} for v, z in fouten or []]
    return werkpagina(request, "beheer/storing.html", status, id=id, w=w, langst=storingen.LANGST, fouten=zinnen)


@router.post("/beheer/storingen/{id}")
@voor("beheerder")
def verbeter_storing(
    request: Request,
    id: int,
    wat: str = Form("", max_length=1_000),
    begin: str = Form("", max_length=40),
    einde: str = Form("", max_length=40),
    actie: str = Form(""),
) -> Response:
    """It was entered wrongly: another entry takes its place; or (`actie` weg) there was no outage. What was entered stays to be read."""
    db, wie_ = request.app.state.db, wie(request).naam
    van, tot, fouten = _lees_storing(wat, begin, einde)
    w = {"wat": wat, "begin": begin, "einde": einde}
    if actie != "weg" and (fouten or van is None):
        return _storing(request, id, w, fouten, 422)
    try:
        if actie == "weg" or van is None:
            storingen.trek_in(db, wie_, id)
            return RedirectResponse("/beheer/storingen?gedaan=weg", 303)
        storingen.verbeter(db, wie_, id, van, tot, wat)
    except LookupError:
        return _storing(request, id, w, [("wat", N_("Iemand anders was net voor. Kijk eerst wat er nu staat."))], 409)
    return RedirectResponse("/beheer/storingen?gedaan=verbeterd", 303)


@router.post("/beheer/storingen/{id}/voorbij")
@voor("beheerder")
def storing_voorbij(request: Request, id: int, klaar: str = Form("", max_length=40)) -> Response:
    """It works again: now, or since the moment that was typed."""
    tot = storingen.lees_moment(klaar) if klaar.strip() else nu()
    try:
        if tot is None:
            raise ValueError(N_("Vul in wanneer het klaar was. Is dat nu? Laat dit dan leeg."))
        storingen.beeindig(request.app.state.db, wie(request).naam, id, tot)
    except ValueError as zin:
        return _storingen(request, [(f"klaar-{id}", str(zin))], {f"klaar-{id}": klaar, "begin": f"{lokaal():%Y-%m-%dT%H:%M}"}, status=422)
    except LookupError:
        raise niet_gevonden(request) from None
    return RedirectResponse("/beheer/storingen?gedaan=voorbij", 303)


# --- what was changed: accounts, the kaart, texts. Never a referral -----------------------------------------------------

GROEPEN = {
    "": N_("Alles"),
    "account": N_("Accounts"),
    "kaart": N_("Sociale kaart"),
    "tekst": N_("Teksten"),
    "inloggen": N_("Inloggen"),
    "storing": N_("Storingen"),
}
BEGINT = {
    "account": ("account",),
    "kaart": ("kaart: ",),
    "tekst": ("tekst: ",),
    "inloggen": (account.INGELOGD, account.MISLUKT, "wachtwoord"),
    "storing": ("storing ",),
}


@router.api_route("/beheer/wijzigingen", methods=["GET", "HEAD"])
@voor("beheerder")
def wijzigingen(request: Request, groep: str = "", voor_id: int = 0) -> Response:
    """Who changed accounts, entries, texts and pages, newest first. Rows about a referral are not here: those are for the privacy officer."""
    _ = vertaling(taal_van(request).code).gettext
    groep = groep if groep in GROEPEN else ""
    begint = BEGINT[groep] if groep else tuple(b for rij in BEGINT.values() for b in rij)
    vraag = select(Logregel).where(or_(*(Logregel.wat.startswith(b) for b in begint))).order_by(Logregel.id.desc()).limit(PER_BLAD + 1)
    with request.app.state.db.lees() as s:
        regels = s.scalars(vraag.where(Logregel.id < voor_id) if voor_id else vraag).all()
        plekken = select(VoorzieningRij).where(VoorzieningRij.id.in_({r.waarop for r in regels}))
        namen = {r.id: str(r.gegevens.get("naam", "")) for r in s.scalars(plekken)}
    return werkpagina(
        request,
        "beheer/wijzigingen.html",
        groepen=[(c, _(n)) for c, n in GROEPEN.items()],
        groep=groep,
        regels=[
            {"op": f"{lokaal(r.op):%d-%m-%Y %H.%M}", "wie": r.wie, "wat": r.wat, "waarop": namen.get(r.waarop, r.waarop)}
            for r in regels[:PER_BLAD]
        ],
        meer=regels[PER_BLAD - 1].id if len(regels) > PER_BLAD else 0,
    )


# --- the log ----------------------------------------------------------------------------------------------------------


@router.api_route("/beheer/logboek", methods=["GET", "HEAD"])
@voor("privacy")
def toon_logboek(request: Request, voor_id: int = 0, controle: str = "") -> Response:
    """Who did what, newest first; in pages. `controle`: walk the whole chain too."""
    return _logboek(request, voor_id=voor_id, controle=bool(controle))


@router.post("/beheer/logboek")
@voor("privacy")
def zoek_logboek(request: Request, wie_: str = Form("", alias="wie", max_length=80), waarop: str = Form("", max_length=80)) -> Response:
    """Who read this number, or what did this person do. Names do not stand in an address."""
    return _logboek(request, wie_.strip().lower(), waarop.strip().upper())


def _logboek(request: Request, naam: str = "", waarop: str = "", voor_id: int = 0, controle: bool = False) -> Response:
    vraag = select(Logregel).order_by(Logregel.id.desc()).limit(PER_BLAD + 1)
    if naam:
        vraag = vraag.where(Logregel.wie == naam)
    if waarop:
        vraag = vraag.where(Logregel.waarop == waarop)
    if voor_id:
        vraag = vraag.where(Logregel.id < voor_id)
    with request.app.state.db.schrijf() as s:
        regels = s.scalars(vraag).all()
        heel = logboek.heel(s) if controle else None
        logboek.schrijf(s, wie(request).naam, "logboek gelezen", waarop or naam)
    meer = regels[PER_BLAD - 1].id if len(regels) > PER_BLAD and not (naam or waarop) else 0
    return werkpagina(
        request,
        "beheer/logboek.html",
        regels=[{"op": f"{lokaal(r.op):%d-%m-%Y %H.%M.%S}", "wie": r.wie, "wat": r.wat, "waarop": r.waarop} for r in regels[:PER_BLAD]],
        zoek_wie=naam,
        zoek_waarop=waarop,
        heel=heel,
        meer=meer,
    )
