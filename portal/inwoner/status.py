"""Door: later, with number and code: how it stands, a text, a personal plan, a request. Never the story, a plan or contact data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import logboek
from portal.behandeling import gebeurtenissen, is_gelezen
from portal.deuren import PUBLIEK, voor
from portal.language import belmoment, datum, moment, vertaling
from portal.schoon import zonder_bsn
from portal.tabellen import Gebeurtenis, Verwijzing
from portal.verwijzing import codehash, noteer
from portal.web import eigen_herkomst, lees_koekje, pagina, taal_van, verder, zet_koekje
from portal.werkdagen import nu, vandaag
from portal.wetten import WETTEN, leidend

router = APIRouter(include_in_schema=False)
LANGSTE_TEKST, LANGSTE_PLAN = 1_500, 6_000  # characters
ACTIES = {"aanvullen": "aanvulling", "plan": "persoonlijk-plan", "wijzigen": "verzoek-wijzigen", "intrekken": "verzoek-stoppen"}


def stap(zin: str, staat: str, wanneer: str = "") -> dict[str, str]:
    """A line of the timeline. staat: klaar, nu, later."""
    return {"wanneer": wanneer, "zin": zin, "staat": staat}


def tijdlijn(request: Request, s: Session, r: Verwijzing, voorzichtig: bool = True) -> list[dict[str, str]]:
    """The steps and dates of a referral in plain words. A protected one: only that we have it. A signal: only read and picked up.

    `voorzichtig` False: the page right after sending, on which the sender may see the dates too.
    """
    t = taal_van(request).code
    _ = vertaling(t).gettext
    eerste = stap(_("Wij hebben uw bericht."), "klaar", moment(r.ontvangen_op, t))
    if r.beschermd and voorzichtig:
        return [eerste]
    if r.soort == "signaal":
        return [eerste, _signaal(_, s, r)]
    g = request.app.state.gemeente
    alles = gebeurtenissen(s, r)
    eerste["zin"] = _("%(team)s heeft uw verhaal ontvangen.") % {"team": (g.teams.get(_eerste_team(r, alles)) or g.voordeur).naam}
    return [eerste, *_gebeurd(_, g, t, r, alles), *_komt(_, g, t, r)]


def _eerste_team(r: Verwijzing, alles: Sequence[Gebeurtenis]) -> str:
    return "" if any(e.wat == "overgedragen" for e in alles) else r.team


def _signaal(_: Any, s: Session, r: Verwijzing) -> dict[str, str]:
    if r.opgepakt_op:
        return stap(_("Het team heeft uw bericht opgepakt. Meer mogen wij u niet vertellen."), "klaar")
    if is_gelezen(s, r):
        return stap(_("Het team heeft uw bericht gelezen."), "klaar")
    return stap(_("Het team gaat uw bericht lezen."), "nu")


def _gebeurd(_: Any, g: Any, t: str, r: Verwijzing, alles: Sequence[Gebeurtenis]) -> list[dict[str, str]]:
    """What happened, without a word of the content."""
    zinnen = {
        "overgedragen": _("Een ander team heeft nu uw verhaal. U hoeft het niet opnieuw te vertellen."),
        "doorgegeven": _("U zei ja. Toen gaven wij een deel van uw verhaal aan een andere organisatie."),
        "persoonlijk-plan": _("Wij hebben uw plan."),
        "contact-gewijzigd": _("Wij schreven op hoe wij u nu bereiken."),
    }
    uit = [stap(zinnen[e.wat], "klaar", moment(e.op, t)) for e in alles if e.wat in zinnen]
    if r.opgepakt_op:
        uit.append(stap(_("Iemand van het team heeft uw vraag opgepakt."), "klaar", moment(r.opgepakt_op, t)))
    if r.bereikt_op:
        uit.append(stap(_("Wij hebben met u gesproken."), "klaar", moment(r.bereikt_op, t)))
    if r.gesloten_op:
        uit.append(stap(_("Uw vraag is klaar. Is er toch nog iets? Bel ons."), "klaar", moment(r.gesloten_op, t)))
    return uit


def _komt(_: Any, g: Any, t: str, r: Verwijzing) -> list[dict[str, str]]:
    """What still comes, by which date: from the table of laws."""
    if r.staat == "gesloten":
        return []
    uit = []
    if r.bereikt_op is None:
        zin = _("Iemand van %(team)s neemt contact met u op.") % {"team": (g.teams.get(r.team) or g.voordeur).naam}
        zin += " " + _("U hoeft uw verhaal niet opnieuw te vertellen.")
        if r.terugbel_op and r.terugbel_op > nu():
            uit.append(stap(zin, "nu", belmoment(r.terugbel_op, t).capitalize()))
        else:
            uit.append(stap(zin, "nu", _("Uiterlijk %(dag)s") % {"dag": datum(r.contact_voor, t)}))
    if r.plan_tot and vandaag() <= r.plan_tot:
        zin = _("U mag zelf een plan sturen. Dat heet een persoonlijk plan. Het hoeft niet. Doet u het niet? Dat heeft geen gevolgen.")
        uit.append(stap(zin, "later", _("Tot en met %(dag)s") % {"dag": datum(r.plan_tot, t)}))
    wet = leidend(r.wetten)
    if wet and r.onderzoek_voor:
        if vandaag() > r.onderzoek_voor and wet.te_laat_zin:
            uit.append(stap(_(wet.te_laat_zin), "nu", _("Dit moest klaar zijn op %(dag)s") % {"dag": datum(r.onderzoek_voor, t)}))
        else:
            uit.append(stap(_(wet.einde_zin), "later", _("Uiterlijk %(dag)s") % {"dag": datum(r.onderzoek_voor, t)}))
    uit += [
        stap(_(w.uitkomst_zin) % {"weken": g.schuldhulp_weken}, "later") for c in r.wetten if c in WETTEN and (w := WETTEN[c]).uitkomst_zin
    ]
    return uit


# --- later: number and code -------------------------------------------------------------------------------------------


@router.api_route("/status", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def status(request: Request) -> Response:
    """Number and code; or how it stands, when both were given in this visit."""
    wie = lees_koekje(request, "blad")
    if isinstance(wie, dict) and "status" in wie:
        return _toon_status(request, int(wie["status"]))
    return pagina(request, "inwoner/status_inloggen.html", nummer="", fouten=[])


def _toon_status(
    request: Request, id: int, melding: str = "", fouten: list[dict[str, str]] | None = None, code: int = 200, getypt: str = ""
) -> Response:
    with request.app.state.db.lees() as s:
        rij = s.get(Verwijzing, id)
        lijn = tijdlijn(request, s, rij) if rij else []
    if rij is None:
        return pagina(request, "inwoner/status_inloggen.html", 404, nummer="", fouten=[])
    g = request.app.state.gemeente
    return pagina(
        request,
        "inwoner/status.html",
        code,
        nummer=rij.nummer,
        tijdlijn=lijn,
        team={"naam": g.wijkteam if rij.beschermd else (g.teams.get(rij.team) or g.voordeur).naam},
        melding=melding,
        fouten=fouten or [],
        mag=_mag(rij),
        alleen_bericht=rij.beschermd,
        melder=rij.soort == "signaal",
        plan_tot=rij.plan_tot,
        getypt=getypt,
    )


def _mag(rij: Verwijzing) -> tuple[str, ...]:
    """What can still be done with number and code. Nothing with a protected question or a signal: then a person is called."""
    if rij.beschermd or rij.soort == "signaal":
        return ()
    if rij.staat == "gesloten":
        return ("aanvullen",)
    return ("aanvullen", "wijzigen", "intrekken", *(("plan",) if rij.plan_tot and vandaag() <= rij.plan_tot else ()))


@router.post("/status")
@voor(PUBLIEK)
def status_doe(
    request: Request,
    nummer: str = Form("", max_length=200),
    code: str = Form("", max_length=400),
    actie: str = Form(""),
    tekst: str = Form(""),
    plan: str = Form(""),
) -> Response:
    """Open with number and code together; add a text or a plan; ask to change contact or to stop (the team calls first)."""
    eigen_herkomst(request)
    _ = vertaling(taal_van(request).code).gettext
    wie = lees_koekje(request, "blad")
    if actie and isinstance(wie, dict) and "status" in wie:
        return _status_actie(request, int(wie["status"]), actie, zonder_bsn((plan if actie == "plan" else tekst).strip())[0])
    zegel = request.app.state.zegel
    if not request.app.state.limiet_inlog.mag(request):
        return pagina(
            request,
            "inwoner/status_inloggen.html",
            429,
            nummer=nummer,
            fouten=[{"veld": "code", "zin": _("U hebt het vaak geprobeerd. Wacht een minuut, of bel ons.")}],
        )
    with request.app.state.db.lees() as s:
        rij = s.scalar(select(Verwijzing).where(Verwijzing.code == codehash(zegel, code)))
    schoon = "".join(c for c in nummer.upper() if c.isalnum())
    if rij is None or "".join(c for c in rij.nummer if c.isalnum()) != schoon:
        zin = _("Dit nummer en deze code horen niet bij elkaar. Kijk ze na, of bel ons.")
        return pagina(request, "inwoner/status_inloggen.html", 422, nummer=nummer, fouten=[{"veld": "code", "zin": zin}])
    klaar = verder(request, "/status")
    blad = wie if isinstance(wie, dict) else {}
    zet_koekje(request, klaar, "blad", {**blad, "status": rij.id})
    return klaar


def _status_actie(request: Request, id: int, actie: str, tekst: str) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    veld, langst = ("plan", LANGSTE_PLAN) if actie == "plan" else ("tekst", LANGSTE_TEKST)
    if actie in ("aanvullen", "plan") and not tekst:
        zin = _("Schrijf eerst uw plan.") if actie == "plan" else _("Schrijf eerst uw tekst.")
        return _toon_status(request, id, fouten=[{"veld": veld, "zin": zin}], code=422)
    if len(tekst) > langst:
        zin = _("Uw tekst is te lang. Maak hem korter, of bel.")
        return _toon_status(request, id, fouten=[{"veld": veld, "zin": zin}], code=422, getypt=tekst)
    if actie not in ACTIES:
        return _toon_status(request, id)
    with request.app.state.db.schrijf() as s:
        rij = s.get(Verwijzing, id, with_for_update=True)
        kan = rij is not None and actie in _mag(rij)
        if rij is not None and kan:
            noteer(s, request.app.state.zegel, rij, "inwoner", ACTIES[actie], nu(), {"tekst": tekst} if tekst else None)
            logboek.schrijf(s, "inwoner", ACTIES[actie], rij.nummer)
    if not kan:
        zin = _("Dit kan nu niet meer op deze pagina. Bel ons. Dan regelen wij het samen.")
        return _toon_status(request, id, fouten=[{"veld": "stappen", "zin": zin}], code=409, getypt=tekst)
    zinnen = {
        "aanvullen": _("Uw tekst is bij het team."),
        "plan": _("Uw plan is bij het team. Wij kijken er samen met u naar."),
        "wijzigen": _("Het team weet het. Wij bellen u eerst. Pas daarna veranderen wij iets."),
        "intrekken": _("Het team weet het. Wij bellen u eerst. Pas daarna stoppen wij."),
    }
    return _toon_status(request, id, melding=zinnen[actie])


__all__ = ["router", "tijdlijn"]
