"""Door: the inbox of the own team, finding a referral, who does how much."""

from __future__ import annotations

import datetime as dt
from typing import Any

from babel.dates import format_date
from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from portal import behandeling
from portal.account import MET_TEAM
from portal.deuren import voor
from portal.language import vertaling
from portal.poort import werkpagina, wie
from portal.web import taal_van
from portal.werkdagen import lokaal, nu, vandaag

router = APIRouter(include_in_schema=False)
N_ = str
STATEN = {"": N_("Alle open vragen"), "nieuw": N_("Nieuw"), "opgepakt": N_("Loopt"), "gesloten": N_("Gesloten")}
UITKOMSTEN = {
    "eigen_kracht": N_("Zelf opgelost"),
    "netwerk": N_("Met mensen om zich heen"),
    "vrijwilligers": N_("Hulp van een vrijwilliger"),
    "algemeen": N_("Hulp voor iedereen"),
    "collectief": N_("Hulp samen met anderen"),
    "individueel": N_("Hulp op maat"),
    "niet-bereikt": N_("Niet bereikt"),
    "ingetrokken": N_("Wil niet verder"),
}
NIEUWS = {
    "aanvulling": N_("Stuurde iets erbij"),
    "persoonlijk-plan": N_("Stuurde een eigen plan"),
    "verzoek-wijzigen": N_("Wil contact wijzigen: bel eerst"),
    "verzoek-stoppen": N_("Wil stoppen: bel eerst"),
}


def kort(dag: dt.date) -> str:
    """ "wo 25 nov." """
    return format_date(dag, "EEE d MMM", locale="nl").replace(".", "")


def binnen(moment: dt.datetime) -> str:
    """Today the hour, before that the day."""
    hier = lokaal(moment)
    return f"{hier:%H.%M} uur" if hier.date() == vandaag() else kort(hier.date())


def over(_: Any, ngettext: Any, dagen: int) -> str:
    """Days left in words."""
    if dagen < 0:
        return str(ngettext("%(num)s dag te laat", "%(num)s dagen te laat", -dagen)) % {"num": -dagen}
    if dagen < 2:
        return str(_("morgen") if dagen else _("vandaag"))
    return str(_("nog %(num)s dagen") % {"num": dagen})


def regel(request: Request, r: behandeling.Regel) -> dict[str, Any]:
    """A line of the inbox as the template shows it."""
    v = vertaling(taal_van(request).code)
    _ = v.gettext
    buurt = request.app.state.gemeente.buurten.get(r.rij.buurt)
    return {
        "id": r.rij.id,
        "nummer": r.rij.nummer,
        "staat": r.rij.staat,
        "naam": r.naam,
        "zin": r.zin,
        "buurt": buurt.naam if buurt else _("Onbekend"),
        "binnen": binnen(r.rij.ontvangen_op),
        "uiterlijk": kort(r.termijn.dag) if r.termijn.dag else "",
        "over": over(_, v.ngettext, r.termijn.dagen) if r.termijn.dag else "",
        "kleur": r.termijn.kleur,
        "stap": _(UITKOMSTEN.get(r.rij.uitkomst, r.termijn.stap)) if r.rij.staat == "gesloten" else _(r.termijn.stap),
        "door": r.door,
        "voorzichtig": r.voorzichtig,
        "soort": {"signaal": _("Signaal van een ander"), "aanbod": _("Aanbod of idee")}.get(r.rij.soort, ""),
        "spoed": r.rij.spoed == "vandaag",
        "dreigt": r.dreigt,
        "week": r.rij.spoed == "deze-week" and r.rij.bereikt_op is None and not r.dreigt,
        "belt": f"{kort(lokaal(r.rij.terugbel_op).date())} {lokaal(r.rij.terugbel_op):%-H.%M} uur"
        if r.rij.terugbel_op and r.rij.bereikt_op is None
        else "",
        "samen": r.rij.huishouden is not None,
        "nieuws": _(NIEUWS[r.nieuws]) if r.nieuws in NIEUWS else "",
    }


def _lijst(request: Request, staat: str) -> dict[str, Any]:
    persoon = wie(request)
    staat = staat if staat in STATEN else ""
    with request.app.state.db.lees() as s:
        stand = behandeling.stand_van(s, persoon.team, vandaag())
        regels, aantallen = behandeling.lijst(s, request.app.state.zegel, persoon.team, staat, vandaag())
        vast = behandeling.vaste_post(s, persoon.team)
    _ = vertaling(taal_van(request).code).gettext
    toon = [regel(request, r) for r in regels]
    if staat == "gesloten":
        groepen = [("gesloten", _("Gesloten"), toon)]
    else:
        nieuw = [r for r in toon if r["staat"] == "nieuw"]
        groepen = [
            ("spoed", _("Spoed: bel vandaag"), [r for r in nieuw if r["spoed"]]),
            ("dreigt", _("Er dreigt iets: praat binnen 3 werkdagen"), [r for r in nieuw if r["dreigt"] and not r["spoed"]]),
            ("nieuw", _("Nieuw"), [r for r in nieuw if not r["dreigt"] and not r["spoed"]]),
            ("loopt", _("Loopt"), [r for r in toon if r["staat"] == "opgepakt"]),
        ]
    return {
        "staat": staat,
        "stand": stand,
        "staten": [{"code": c, "naam": _(n)} for c, n in STATEN.items()],
        "aantallen": aantallen,
        "groepen": [{"code": c, "naam": n, "regels": r} for c, n, r in groepen if r],
        "vast": [{"nummer": nummer, "soort": p.soort} for p, nummer in vast],
    }


@router.api_route("/postvak", methods=["GET", "HEAD"])
@voor(*MET_TEAM)
def postvak(request: Request, staat: str = "") -> Response:
    """The inbox: spoed on top, then by the date of the law."""
    persoon = wie(request)
    team = request.app.state.gemeente.teams.get(persoon.team)
    last: list[dict[str, Any]] = []
    if persoon.rol == "teamleider":
        with request.app.state.db.lees() as s:
            last = [{"toon": a.toon, "aantal": n, "actief": a.actief} for a, n in behandeling.werklast(s, persoon.team)]
    return werkpagina(request, "medewerker/postvak.html", team=team.naam if team else "", nu=nu(), last=last, **_lijst(request, staat))


@router.api_route("/postvak/lijst", methods=["GET", "HEAD"])
@voor(*MET_TEAM)
def ververs(request: Request, staat: str = "", stand: str = "") -> Response:
    """The list by itself, for htmx: 204 when nothing changed."""
    with request.app.state.db.lees() as s:
        if behandeling.stand_van(s, wie(request).team, vandaag()) == stand:
            return Response(status_code=204)
    return werkpagina(request, "medewerker/_lijst.html", **_lijst(request, staat))


@router.post("/postvak/zoeken")
@voor(*MET_TEAM)
def zoeken(request: Request, zoek: str = Form("", max_length=200)) -> Response:
    """In the own team: any words. Over all teams: exact only, and only which team knows it."""
    persoon, a = wie(request), request.app.state
    with a.db.lees() as s:
        regels = behandeling.zoek_eigen(s, a.zegel, persoon.team, zoek, vandaag())
    with a.db.schrijf() as s:
        elders = behandeling.zoek_overal(s, a.zegel, persoon, zoek)
    teams = [t.naam for code in elders if (t := a.gemeente.teams.get(code))]
    return werkpagina(request, "medewerker/gevonden.html", zoek=zoek, regels=[regel(request, r) for r in regels], elders=teams)
