"""How a referral stands, as steps and dates in plain words: for the resident, the paper and the counter. Never a word of the story. No HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from portal.behandeling import gebeurtenissen, is_gelezen
from portal.language import Taal, belmoment, datum, moment, vertaling
from portal.tabellen import Gebeurtenis, Verwijzing
from portal.werkdagen import nu, vandaag
from portal.wetten import WETTEN, leidend
from sociale_kaart.load import Gemeente


def stap(zin: str, staat: str, wanneer: str = "") -> dict[str, str]:
    """A line of the timeline. staat: klaar, nu, later."""
    return {"wanneer": wanneer, "zin": zin, "staat": staat}


def tijdlijn(g: Gemeente, taal: Taal, s: Session, r: Verwijzing, dreigt: bool = False) -> list[dict[str, str]]:
    """The steps and dates of a referral in plain words. A protected one: only that we have it, wherever it is shown: whoever looks along
    must not read that somebody calls or that paper comes (L-64). A signal: only read and picked up.

    `dreigt`: eviction or cutting off threatens, so there is a first talk within three working days (L-41).
    """
    t = taal.code
    _ = vertaling(t, taal.jij).gettext
    eerste = stap(_("Wij hebben uw bericht."), "klaar", moment(r.ontvangen_op, t))
    if r.beschermd:
        return [eerste]
    if r.soort == "signaal":
        return [eerste, _signaal(_, s, r)]
    alles = gebeurtenissen(s, r)
    eerste["zin"] = _("%(team)s heeft uw verhaal ontvangen.") % {"team": (g.teams.get(_eerste_team(r, alles)) or g.voordeur).naam}
    return [eerste, *_gebeurd(_, g, t, r, alles), *_komt(_, g, t, r, dreigt)]


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


def _komt(_: Any, g: Any, t: str, r: Verwijzing, dreigt: bool) -> list[dict[str, str]]:
    """What still comes, by which date: from the table of laws."""
    if r.staat == "gesloten":
        return []
    uit = []
    if r.bereikt_op is None:
        zin = _("Iemand van %(team)s neemt contact met u op.") % {"team": (g.teams.get(r.team) or g.voordeur).naam}
        zin += " " + _("Wij praten binnen 3 werkdagen met u.") if dreigt else ""
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


__all__ = ["tijdlijn"]
