"""Door: one referral: read it (logged), pick it up, call, note, move, hand on, close."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from portal import behandeling
from portal.account import MET_TEAM
from portal.behandeling import AlOpgepakt, KanNiet, NietVanU
from portal.deuren import voor
from portal.language import belmoment, datum, moment, vertaling
from portal.medewerker.postvak import UITKOMSTEN, over
from portal.poort import niet_gevonden, plat, werkpagina, wie
from portal.schoon import zonder_bsn
from portal.tabellen import Account, Gebeurtenis, Verwijzing
from portal.verwijzing import belmoment_van, fouten_in_bereik, open_gebeurtenis, open_inhoud, pak_op, personen, telefoon
from portal.web import taal_van
from portal.werkdagen import lokaal, nu, vandaag
from portal.wetten import DREIGT, WETTEN, wie_zegt_ja
from sociale_kaart.load import taxonomie

router = APIRouter(include_in_schema=False)
N_ = str
LANGSTE_NOTITIE = 2_000
GEEN_NAAM = (
    *"van den der familie mevrouw meneer gezin man vrouw zoon dochter kind kinderen moeder vader broer zus opa oma partner baby".split(),
)
WENSEN = {
    "ik_wil": N_("Ik wil"),
    "ik_kan": N_("Ik kan"),
    "ik_heb_nodig": N_("Ik heb nodig"),
    "voor_een_ander": N_("Ik kan voor een ander"),
}
MANIER = {"bellen": N_("Bellen"), "bezoek": N_("Langskomen"), "mail": N_("Mailen"), "brief": N_("Een brief sturen")}
WANNEER = {"morgen": N_("in de ochtend"), "middag": N_("in de middag"), "avond": N_("in de avond")}
HULP = {"horen": N_("Hoort niet goed"), "lezen": N_("Lezen of schrijven is lastig")}
VOOR_WIE = {
    "mezelf": N_("Voor zichzelf"),
    "mantelzorg": N_("Voor iemand voor wie deze persoon zorgt"),
    "hulpverlener": N_("Een hulpverlener vraagt dit voor een ander"),
    "ander": N_("Voor iemand anders"),
}
KANAAL = {"web": N_("via de website"), "telefoon": N_("via de telefoon"), "balie": N_("aan de balie"), "brief": N_("met een brief")}
TALEN = {"en": N_("Engels"), "ar": N_("Arabisch"), "pl": N_("Pools"), "tr": N_("Turks"), "uk": N_("Oekraïens")}
SIGNAAL = {
    "levensgevaar": N_("Er was gevaar voor het leven."),
    "suicide": N_("Deze persoon denkt aan de dood."),
    "geweld": N_("Deze persoon is thuis misschien niet veilig."),
    "kind-onveilig": N_("Een kind is misschien niet veilig."),
    "seksueel-geweld": N_("Er is iets gebeurd tegen de wil van deze persoon."),
    "vannacht-geen-bed": N_("Deze persoon heeft vannacht geen bed."),
    DREIGT: N_("Er dreigt afsluiten of ontruimen. Praat binnen 3 werkdagen."),
}
WAT = {
    "ontvangen": N_("De vraag kwam binnen."),
    "opgepakt": N_("Pakte de vraag op."),
    "gesproken": N_("Sprak met de inwoner."),
    "geprobeerd": N_("Probeerde contact. Dat lukte niet."),
    "bericht": N_("Liet een bericht achter."),
    "notitie": N_("Schreef een notitie."),
    "overgedragen": N_("Gaf de vraag aan een ander team."),
    "doorgegeven": N_("Gaf delen door aan een andere organisatie."),
    "toegewezen": N_("Gaf de vraag aan een collega."),
    "gesloten": N_("Sloot de vraag."),
    "aanvulling": N_("De inwoner stuurde iets erbij."),
    "persoonlijk-plan": N_("De inwoner stuurde een eigen plan."),
    "verzoek-wijzigen": N_("De inwoner wil contact wijzigen. Bel eerst."),
    "verzoek-stoppen": N_("De inwoner wil stoppen. Bel eerst."),
    "contact-gewijzigd": N_("Belde de inwoner en wijzigde de contactgegevens."),
    "stoppen-klopt": N_("Belde de inwoner. Die wil stoppen. De vraag is gesloten."),
    "gaat-door": N_("Belde de inwoner. De vraag gaat door."),
    "brief": N_("Deed de bevestiging op de post."),
    "samen": N_("Nam twee vragen samen: één huishouden."),
    "los": N_("Haalde de vraag los van het huishouden."),
    "post-anders": N_("Een mail kwam niet aan. Een collega loste dit anders op."),
}
DELEN = {
    "verhaal": N_("Het verhaal"),
    "wensen": N_("Wat deze persoon wil en kan"),
    "contact": N_("Naam en contact"),
    "afspraken": N_("Wat er is afgesproken"),
}
MELDCODE = (
    N_("Zet de signalen op een rij."),
    N_("Overleg met een collega. Bel bij twijfel Veilig Thuis."),
    N_("Praat met de inwoner, als dat veilig kan."),
    N_("Weeg: is er direct gevaar of gebeurt het steeds weer?"),
    N_("Beslis: zelf hulp regelen, melden bij Veilig Thuis, of allebei."),
)


def _vind(request: Request, nummer: str, lees: bool = True) -> Verwijzing:
    """A referral of the own team; opening it is logged. 404 for everything else."""
    with request.app.state.db.schrijf() as s:
        try:
            rij = behandeling.van_team(s, wie(request), nummer.upper()[:20])
        except NietVanU:
            raise niet_gevonden(request) from None
        if lees:
            behandeling.gelezen(s, wie(request), rij)
    return rij


def _terug(nummer: str, anker: str = "") -> Response:
    return RedirectResponse(f"/postvak/{nummer}" + (f"#{anker}" if anker else ""), 303)


@router.api_route("/postvak/{nummer}", methods=["GET", "HEAD"])
@voor(*MET_TEAM)
def toon(request: Request, nummer: str) -> Response:
    """Everything about one referral."""
    return _toon(request, _vind(request, nummer))


def _toon(request: Request, rij: Verwijzing, fouten: list[tuple[str, str]] | None = None, status: int = 200, **ingevuld: Any) -> Response:
    a, persoon = request.app.state, wie(request)
    v = vertaling(taal_van(request).code)
    _ = v.gettext
    with a.db.lees() as s:
        inhoud = open_inhoud(a.zegel, rij)
        gebeurd = [_gebeurtenis(_, a.gemeente, g, open_gebeurtenis(a.zegel, g)) for g in behandeling.gebeurtenissen(s, rij)]
        samen = behandeling.samen_met(s, rij)
        al = {r.id for r in samen}
        zelfde = [r for r in behandeling.huishouden(s, rij) if r.id not in al]
        voorzichtig = any(r.beschermd for r in (rij, *zelfde, *samen))
        huis, samen_ = ([_kort(a.zegel, r) for r in lijst] for lijst in (zelfde, samen))
        verzoek = behandeling.open_verzoek(s, rij)
        door = s.get(Account, rij.opgepakt_door) if rij.opgepakt_door else None
        post = [{"id": p.id, "soort": p.soort, "fout": p.fout} for p, nummer in behandeling.vaste_post(s, rij.team) if nummer == rij.nummer]
        collegas = (
            [{"id": c.id, "toon": c.toon} for c, _n in behandeling.werklast(s, rij.team) if c.actief] if persoon.rol == "teamleider" else []
        )
    t = behandeling.termijn(rij, vandaag())
    tax = taxonomie()
    domeinen = [d for d in rij.domeinen if d in tax.domeinen]
    soorten = [s for s in tax.soorten.values() if s.domein in (domeinen or tax.domeinen)]
    buurt = a.gemeente.buurten.get(rij.buurt)
    w = {
        "nummer": rij.nummer,
        "id": rij.id,
        "naam": behandeling.over_wie(rij, inhoud),
        "mensen": _mensen(_, inhoud["bereik"]),
        "belmoment": belmoment(rij.terugbel_op) if rij.terugbel_op and rij.staat != "gesloten" else "",
        "verzoek": verzoek if rij.staat != "gesloten" else "",
        "brief": _brief_nodig(rij, inhoud, gebeurd),
        "bereik": inhoud["bereik"],
        "wie_zegt_ja": [_(wie_zegt_ja(n)) for n in (11, 15, 16)] if "jeugd" in rij.wetten else [],
        "buurt": buurt.naam if buurt else _("Buurt onbekend"),
        "binnen": moment(rij.ontvangen_op),
        "kanaal": _(KANAAL.get(rij.kanaal, rij.kanaal)),
        "staat": rij.staat,
        "spoed": rij.spoed,
        "dreigt": DREIGT in inhoud["signalen"],
        "signaal": rij.soort == "signaal",
        "door": door.toon if door else "",
        "van_mij": door is not None and door.id == persoon.id,
        "uitkomst": _(UITKOMSTEN.get(rij.uitkomst, "")) if rij.uitkomst else "",
        "verhaal": [{"sleutel": s, "label": lab, "waarde": x, "eigen": e} for s, lab, x, e in inhoud["verhaal"] if s not in WENSEN and x],
        "wensen": [{"label": _(WENSEN[s]), "waarde": x} for s, _l, x, _e in inhoud["verhaal"] if s in WENSEN and x],
        "conclusies": [z for _c, z in inhoud["conclusies"]],
        "domeinen": [_(tax.domeinen[d].naam) for d in domeinen],
        "voorgesteld": inhoud["voorgesteld"],
        "gekozen": inhoud["gekozen"],
        "blad": inhoud.get("blad", ""),
        "taal": _(TALEN[inhoud["taal"]]) if inhoud["taal"] in TALEN else "",
        "let_op": _let_op(_, rij, inhoud),
        "meldcode": [_(z) for z in MELDCODE] if rij.beschermd else [],
        "contact": _contact(_, inhoud["bereik"]),
        "data": _data(_, v.ngettext, rij, t),
        "wetten": [_(WETTEN[x].naam) for x in rij.wetten if x in WETTEN and x != "geen"],
        "gebeurd": gebeurd,
        "huis": huis,
        "samen": samen_,
        "voorzichtig": voorzichtig,
        "post": post,
        "plan_tot": rij.plan_tot if rij.plan_tot and vandaag() <= rij.plan_tot else None,
    }
    return werkpagina(
        request,
        "medewerker/verwijzing.html",
        status,
        w=w,
        fouten=[{"veld": veld, "zin": _(zin)} for veld, zin in fouten or []],
        ingevuld=ingevuld,
        teams=[t for t in a.gemeente.teams.values() if t.code != rij.team],
        collegas=collegas,
        uitkomsten=[(c, _(n)) for c, n in UITKOMSTEN.items()],
        soorten=[(s.code, _(s.naam)) for s in soorten],
        delen=[(c, _(n)) for c, n in DELEN.items()],
    )


def naam_van(bereik: Mapping[str, str]) -> str:
    """Whom it is about: the client, else who asked."""
    return next((p.naam for p in personen(bereik) if p.naam), "")


def _kort(zegel: Any, r: Verwijzing) -> dict[str, str]:
    return {"nummer": r.nummer, "naam": behandeling.over_wie(r, open_inhoud(zegel, r)), "staat": r.staat}


def _mensen(_: Any, bereik: Mapping[str, str]) -> list[dict[str, str]]:
    """Who is in it, when it is more than one person asking for themselves."""
    rollen = {"client": _("Om wie het gaat"), "melder": _("Wie dit vroeg"), "huisgenoot": _("Hoort erbij")}
    mensen = personen(bereik)
    if len(mensen) < 2:
        return []
    eerste = telefoon(bereik.get("telefoon", ""))  # stands large above this list already
    uit = [
        {"rol": rollen[p.rol], "naam": p.naam or _("Naam onbekend"), "telefoon": p.telefoon, "tel": tel if tel != eerste else ""}
        for p in mensen
        if p.rol != "huisgenoot"
        for tel in [telefoon(p.telefoon)]
    ]
    samen = ", ".join(p.naam for p in mensen if p.rol == "huisgenoot")
    return uit + ([{"rol": rollen["huisgenoot"], "naam": samen, "telefoon": "", "tel": ""}] if samen else [])


def _brief_nodig(rij: Verwijzing, inhoud: Mapping[str, Any], gebeurd: list[dict[str, Any]]) -> bool:
    """The resident chose a letter and it was not posted yet (L-02). Never when a letter may be dangerous."""
    return inhoud["bereik"].get("manier") == "brief" and not rij.beschermd and not any(e["code"] == "brief" for e in gebeurd)


def _let_op(_: Any, rij: Verwijzing, inhoud: Mapping[str, Any]) -> list[str]:
    """Safety notes, most important first."""
    bereik = inhoud["bereik"]
    dag = datum(rij.contact_voor) if rij.bereikt_op is None and rij.soort == "melding" else ""  # a signal has no clock of the law
    uit = [
        _("Er dreigt afsluiten of ontruimen. Praat binnen 3 werkdagen, uiterlijk %(dag)s.") % {"dag": dag}
        if s == DREIGT and dag
        else _(SIGNAAL[s])
        for s in inhoud["signalen"]
        if s in SIGNAAL
    ]
    if bereik.get("veilig") == "nee":
        uit.append(_("Bellen of schrijven is niet veilig. Zeg nooit waarvoor u belt voordat u weet wie u spreekt."))
    elif rij.beschermd:
        uit.append(_("Wees voorzichtig met bellen. Zeg niet waarvoor u belt voordat u weet wie u spreekt."))
    if bereik.get("bericht_achterlaten") == "nee" or (rij.beschermd and bereik.get("bericht_achterlaten") != "ja"):
        uit.append(_("Laat geen bericht achter."))
    if rij.soort == "signaal":
        uit.append(_("Een ander maakt zich zorgen. De persoon zelf vroeg niet om hulp."))
    elif bereik.get("weet_ervan") == "nee":
        uit.append(_("De persoon om wie het gaat weet hier nog niet van."))
    return uit


def _contact(_: Any, b: Mapping[str, str]) -> dict[str, Any]:
    nummer = b.get("telefoon", "")
    regels = [
        (_("Vraagt dit"), _(VOOR_WIE.get(b.get("voor_wie", ""), ""))),
        (_("Koos om te bellen"), belmoment(op) if (op := belmoment_van(b)) else ""),
        (_("Het liefst"), _(MANIER.get(b.get("manier", ""), ""))),
        (_("Wanneer"), ", ".join(_(WANNEER.get(x, x)) for x in b.get("wanneer", "").split(",") if x)),
        (_("Bericht achterlaten"), {"ja": _("Ja, dat mag"), "nee": _("Nee")}.get(b.get("bericht_achterlaten", ""), "")),
        (_("E-mail"), b.get("mail", "")),
        (_("Adres"), b.get("adres", "")),
        (_("Tolk"), b.get("tolk", "")),
        (_("Let op"), ", ".join(_(HULP.get(x, x)) for x in b.get("hulp", "").split(",") if x)),
        (_("Gaat mee"), b.get("mee", "")),
    ]
    gewoon = {x: x for x in ("", "mezelf")}
    return {
        "tel": telefoon(nummer),
        "toon": nummer,
        "wie": b.get("naam", "") or naam_van(b),
        "regels": [{"label": lab, "waarde": x} for lab, x in regels if x and x not in gewoon],
    }


def _data(_: Any, ngettext: Any, rij: Verwijzing, t: behandeling.Termijn) -> list[dict[str, str]]:
    """The dates as a thread: done, now, later."""
    uit = [{"wanneer": moment(rij.ontvangen_op), "zin": _("De vraag kwam binnen."), "staat": "klaar"}]
    if rij.opgepakt_op:
        uit.append({"wanneer": moment(rij.opgepakt_op), "zin": _("Iemand van het team pakte de vraag op."), "staat": "klaar"})
    if rij.bereikt_op:
        uit.append({"wanneer": moment(rij.bereikt_op), "zin": _("Eerste gesprek."), "staat": "klaar"})
    elif rij.staat != "gesloten":
        zin = _("Eerste contact") + f" ({over(_, ngettext, t.dagen)})"
        uit.append({"wanneer": _("Uiterlijk %(dag)s") % {"dag": datum(rij.contact_voor)}, "zin": zin, "staat": "nu"})
    if rij.plan_tot and rij.staat != "gesloten":
        voorbij = vandaag() > rij.plan_tot
        uit.append(
            {
                "wanneer": _("Tot en met %(dag)s") % {"dag": datum(rij.plan_tot)},
                "zin": _("De inwoner mag een persoonlijk plan sturen."),
                "staat": "klaar" if voorbij else "later",
            }
        )
    if rij.onderzoek_voor and rij.staat != "gesloten":
        zin = _("Onderzoek klaar") + (f" ({over(_, ngettext, t.dagen)})" if rij.bereikt_op else "")
        uit.append(
            {
                "wanneer": _("Uiterlijk %(dag)s") % {"dag": datum(rij.onderzoek_voor)},
                "zin": zin,
                "staat": "nu" if rij.bereikt_op else "later",
            }
        )
    if rij.gesloten_op:
        uit.append({"wanneer": moment(rij.gesloten_op), "zin": _("De vraag is gesloten."), "staat": "klaar"})
    return uit


def _gebeurtenis(_: Any, g: Any, e: Gebeurtenis, inhoud: Mapping[str, Any]) -> dict[str, Any]:
    """An event as lines of text."""
    regels = []
    if e.wat == "overgedragen":
        van, naar = (g.teams[c].naam if c in g.teams else c for c in (inhoud.get("van", ""), inhoud.get("naar", "")))
        regels += [_("Van %(van)s naar %(naar)s.") % {"van": van, "naar": naar}, inhoud.get("reden", "")]
    elif e.wat == "doorgegeven":
        namen = ", ".join(_(DELEN[d]).lower() for d in inhoud.get("delen", ()) if d in DELEN)
        regels += [
            _("Aan: %(aan)s.") % {"aan": inhoud.get("aan", "")},
            _("%(wie)s zei ja.") % {"wie": inhoud.get("ja_van", "")},
            _("Delen: %(delen)s.") % {"delen": namen},
        ]
    elif e.wat == "samen":
        regels.append(_("Met %(nummer)s.") % {"nummer": inhoud.get("met", "")})
    elif e.wat == "toegewezen":
        regels.append(_("Aan %(wie)s.") % {"wie": inhoud.get("aan", "")})
    elif e.wat == "gesloten":
        regels.append(_(UITKOMSTEN.get(inhoud.get("uitkomst", ""), "")))
    regels += [inhoud.get("notitie", ""), inhoud.get("tekst", "")]
    door = {"inwoner": _("Inwoner"), "loket": _("Loket")}.get(e.door, e.door)
    return {
        "id": e.id,
        "wanneer": moment(e.op),
        "door": door,
        "wat": _(WAT.get(e.wat, e.wat)),
        "code": e.wat,
        "regels": [r for r in regels if r],
    }


# --- acts -------------------------------------------------------------------------------------------------------------


@router.post("/postvak/{nummer}/oppakken")
@voor(*MET_TEAM)
def oppakken(request: Request, nummer: str) -> Response:
    """Exactly one person picks it up; the others read who."""
    rij = _vind(request, nummer, lees=False)
    _ = vertaling(taal_van(request).code).gettext
    try:
        pak_op(request.app.state.db, rij.id, wie(request), nu())
    except AlOpgepakt as ander:
        kop = _("%(wie)s heeft dit al opgepakt") % {"wie": ander.wie} if ander.wie else _("Dit kan niet meer")
        raise plat(request, 409, kop, N_("U hoeft niets te doen. Wilt u helpen? Vraag het uw collega."), rij.nummer) from None
    return _terug(rij.nummer)


def _doe(request: Request, rij: Verwijzing, act: Any, anker: str = "") -> Response:
    """Do an act; a plain page when it cannot be done now."""
    try:
        act()
    except KanNiet as zin:
        raise plat(request, 409, N_("Dit kan nu niet"), str(zin), rij.nummer) from None
    except NietVanU:
        raise niet_gevonden(request) from None
    return _terug(rij.nummer, anker)


def _schoon(tekst: str, langst: int = LANGSTE_NOTITIE) -> str:
    return zonder_bsn(tekst.replace("\r\n", "\n").strip()[:langst])[0]


@router.post("/postvak/{nummer}/contact")
@voor(*MET_TEAM)
def contact(request: Request, nummer: str, gesproken: str = Form(""), notitie: str = Form("", max_length=LANGSTE_NOTITIE)) -> Response:
    """Log an attempt to reach somebody."""
    rij = _vind(request, nummer, lees=False)
    if gesproken not in behandeling.CONTACT:
        return _toon(request, _vind(request, nummer), [("gesproken", N_("Kies eerst of u iemand hebt gesproken."))], 422, notitie=notitie)
    a = request.app.state
    return _doe(
        request, rij, lambda: behandeling.contact(a.db, a.zegel, rij.id, wie(request), gesproken, _schoon(notitie), nu()), "gebeurd"
    )


@router.post("/postvak/{nummer}/notitie")
@voor(*MET_TEAM)
def notitie(request: Request, nummer: str, tekst: str = Form("", max_length=LANGSTE_NOTITIE)) -> Response:
    """A note for the team."""
    rij = _vind(request, nummer, lees=False)
    if not tekst.strip():
        return _toon(request, _vind(request, nummer), [("tekst", N_("Schrijf eerst uw notitie."))], 422)
    a = request.app.state
    return _doe(request, rij, lambda: behandeling.schrijf_notitie(a.db, a.zegel, rij.id, wie(request), _schoon(tekst), nu()), "gebeurd")


@router.post("/postvak/{nummer}/overdragen")
@voor(*MET_TEAM)
def overdragen(
    request: Request,
    nummer: str,
    soort: str = Form("team"),
    team: str = Form(""),
    reden: str = Form("", max_length=500),
    ja_van: str = Form("", max_length=100),
    aan: str = Form("", max_length=150),
    delen: list[str] = Form(default_factory=list),
) -> Response:
    """To another team: everything moves. To another organisation: only after a recorded yes."""
    rij, a, persoon = _vind(request, nummer, lees=False), request.app.state, wie(request)
    fouten = []
    if soort == "team":
        if team not in a.gemeente.teams or team == persoon.team:
            fouten = [("team", N_("Kies een ander team."))]
        elif not reden.strip():
            fouten = [("reden", N_("Schrijf kort waarom. Dan hoeft het team dat niet te vragen."))]
        if not fouten:
            try:
                behandeling.draag_over(a.db, a.zegel, a.gemeente, rij.id, persoon, team, _schoon(reden, 500), nu())
            except KanNiet as zin:
                raise plat(request, 409, N_("Dit kan nu niet"), str(zin), rij.nummer) from None
            except NietVanU:
                raise niet_gevonden(request) from None
            return RedirectResponse("/postvak", 303)
    else:
        fouten = [("aan", N_("Schrijf aan welke organisatie u het geeft."))] if not aan.strip() else []
        fouten += [("ja_van", N_("Schrijf wie ja zei. Zonder ja geeft u niets door."))] if not ja_van.strip() else []
        fouten += [("delen", N_("Kies welke delen u doorgeeft."))] if not set(delen) & set(DELEN) else []
        if not fouten:
            return _doe(
                request,
                rij,
                lambda: behandeling.geef_door(a.db, a.zegel, rij.id, persoon, _schoon(ja_van, 100), _schoon(aan, 150), delen, nu()),
                "gebeurd",
            )
    return _toon(request, _vind(request, nummer), fouten, 422, soort=soort, team=team, reden=reden, ja_van=ja_van, aan=aan, delen=delen)


@router.post("/postvak/{nummer}/sluiten")
@voor(*MET_TEAM)
def sluiten(
    request: Request,
    nummer: str,
    uitkomst: str = Form(""),
    mist: list[str] = Form(default_factory=list),
    mist_zin: str = Form("", max_length=200),
    slot: str = Form("", max_length=LANGSTE_NOTITIE),
) -> Response:
    """Close with an outcome on the ladder, and say what was missing in the kaart."""
    rij, a = _vind(request, nummer, lees=False), request.app.state
    fouten = []
    if uitkomst not in UITKOMSTEN:
        fouten.append(("uitkomst", N_("Kies hoe het is afgelopen.")))
    if fout := _herkenbaar(a.zegel, rij, mist_zin):
        fouten.append(("mist_zin", fout))
    if fouten:
        return _toon(request, _vind(request, nummer), fouten, 422, uitkomst=uitkomst, mist=mist, mist_zin=mist_zin, slot=slot)
    codes = [c for c in dict.fromkeys(mist) if c in taxonomie().soorten][:10]
    regel = " ".join(_schoon(mist_zin, 200).split())
    return _doe(request, rij, lambda: behandeling.sluit(a.db, a.zegel, rij.id, wie(request), uitkomst, codes, regel, _schoon(slot), nu()))


def _herkenbaar(zegel: Any, rij: Verwijzing, zin: str) -> str:
    """A sentence when a line for the editors seems to hold a person: a name of the household or who asked, a number, an address."""
    bereik = open_inhoud(zegel, rij)["bereik"]
    woorden = {
        w for w in re.findall(r"\w{3,}", " ".join(str(bereik.get(v, "")) for v in ("naam", "client", "huis")).lower()) if w not in GEEN_NAAM
    }
    gebruikt = set(re.findall(r"\w{3,}", zin.lower()))
    nummers = re.search(r"\d{5,}|\d[\d \-]{7,}\d|\b\d{4}\s?[A-Za-z]{2}\b|@|VP-", zin)
    return (
        N_("Schrijf geen naam, nummer of adres. De redactie ziet deze zin.") if woorden & gebruikt or nummers or zonder_bsn(zin)[1] else ""
    )


@router.post("/postvak/{nummer}/contactgegevens")
@voor(*MET_TEAM)
async def contactgegevens(request: Request, nummer: str) -> Response:
    """Other contact data, after calling."""
    f = await request.form()
    nieuw = {v: _schoon(str(f.get(v, "")), 200) for v in behandeling.BEREIK_WIJZIGT}
    return await run_in_threadpool(_wijzig_contact, request, nummer, nieuw, f.get("gebeld") == "ja")


def _wijzig_contact(request: Request, nummer: str, nieuw: dict[str, str], gebeld: bool) -> Response:
    rij, a = _vind(request, nummer, lees=False), request.app.state
    fouten = fouten_in_bereik({**open_inhoud(a.zegel, rij)["bereik"], **nieuw})
    if not gebeld:
        fouten.append(("gebeld", N_("Bel eerst. Wijzig alleen als u weet wie u spreekt.")))
    if fouten:
        return _toon(request, _vind(request, nummer), fouten, 422, contactgegevens=nieuw)
    return _doe(request, rij, lambda: behandeling.wijzig_contact(a.db, a.zegel, rij.id, wie(request), nieuw, nu()), "bereik")


@router.post("/postvak/{nummer}/verzoek")
@voor(*MET_TEAM)
def verzoek(request: Request, nummer: str, stoppen: str = Form("")) -> Response:
    """The resident asked to stop: called, and it is so or not."""
    rij, a = _vind(request, nummer, lees=False), request.app.state
    if stoppen not in ("ja", "nee"):
        return _toon(request, _vind(request, nummer), [("stoppen", N_("Bel eerst en kies dan wat de inwoner wil."))], 422)
    return _doe(request, rij, lambda: behandeling.beantwoord_verzoek(a.db, a.zegel, rij.id, wie(request), stoppen == "ja", nu()))


@router.post("/postvak/{nummer}/samen")
@voor(*MET_TEAM)
def samen(request: Request, nummer: str, ander: str = Form("", max_length=20)) -> Response:
    """One household, one plan: join with another referral of this team."""
    rij, a = _vind(request, nummer, lees=False), request.app.state
    return _doe(request, rij, lambda: behandeling.neem_samen(a.db, a.zegel, rij.id, wie(request), ander.strip().upper(), nu()), "huis")


@router.post("/postvak/{nummer}/los")
@voor(*MET_TEAM)
def los(request: Request, nummer: str) -> Response:
    """Not one household after all."""
    rij, a = _vind(request, nummer, lees=False), request.app.state
    return _doe(request, rij, lambda: behandeling.haal_los(a.db, a.zegel, rij.id, wie(request), nu()))


@router.api_route("/postvak/{nummer}/brief", methods=["GET", "HEAD"])
@voor(*MET_TEAM)
def brief(request: Request, nummer: str) -> Response:
    """The confirmation as a letter to print: number and dates, nothing of the story (L-02, L-25)."""
    rij, a = _vind(request, nummer), request.app.state
    bereik = open_inhoud(a.zegel, rij)["bereik"]
    team = a.gemeente.teams.get(rij.team) or a.gemeente.voordeur
    return werkpagina(
        request,
        "medewerker/brief.html",
        w={"nummer": rij.nummer, "naam": bereik.get("naam", ""), "adres": bereik.get("adres", ""), "signaal": rij.soort == "signaal"},
        rij=rij,
        team=team,
        dag=vandaag(),
    )


@router.post("/postvak/{nummer}/brief")
@voor(*MET_TEAM)
def brief_op_de_post(request: Request, nummer: str) -> Response:
    """It was posted."""
    rij, a = _vind(request, nummer, lees=False), request.app.state
    return _doe(request, rij, lambda: behandeling.brief_op_de_post(a.db, a.zegel, rij.id, wie(request), nu()), "gebeurd")


@router.post("/postvak/{nummer}/toewijzen")
@voor("teamleider")
def toewijzen(request: Request, nummer: str, collega: str = Form("", max_length=10)) -> Response:
    """The teamleider gives it to somebody of the team."""
    rij, a = _vind(request, nummer, lees=False), request.app.state
    if not collega.isdigit():
        return _toon(request, _vind(request, nummer), [("collega", N_("Kies een collega."))], 422)
    return _doe(request, rij, lambda: behandeling.wijs_toe(a.db, a.zegel, rij.id, wie(request), int(collega), nu()))


@router.post("/postvak/{nummer}/post/{post}/anders")
@voor(*MET_TEAM)
def post_anders(request: Request, nummer: str, post: int) -> Response:
    """A mail that did not arrive was dealt with in another way."""
    rij, a = _vind(request, nummer, lees=False), request.app.state
    return _doe(request, rij, lambda: behandeling.anders_afgehandeld(a.db, a.zegel, rij.id, wie(request), post, nu()))


@router.api_route("/postvak/{nummer}/doorgegeven/{id}", methods=["GET", "HEAD"])
@voor(*MET_TEAM)
def doorgegeven(request: Request, nummer: str, id: int) -> Response:
    """Exactly the parts that the recorded yes names, to print or hand over."""
    rij, a = _vind(request, nummer), request.app.state
    _ = vertaling(taal_van(request).code).gettext
    with a.db.lees() as s:
        alle = behandeling.gebeurtenissen(s, rij)
        e = next((g for g in alle if g.id == id and g.wat == "doorgegeven"), None)
        if e is None:
            raise niet_gevonden(request)
        ja, inhoud = open_gebeurtenis(a.zegel, e), open_inhoud(a.zegel, rij)
        notities = [(g, open_gebeurtenis(a.zegel, g)) for g in alle if g.wat in ("gesproken", "notitie") and g.id < id]
    delen = set(ja["delen"])
    w = {
        "nummer": rij.nummer,
        "aan": ja["aan"],
        "ja_van": ja["ja_van"],
        "op": moment(e.op),
        "door": e.door,
        "verhaal": [{"label": lab, "waarde": x} for s, lab, x, _e in inhoud["verhaal"] if s not in WENSEN and x]
        if "verhaal" in delen
        else [],
        "wensen": [{"label": _(WENSEN[s]), "waarde": x} for s, _l, x, _e in inhoud["verhaal"] if s in WENSEN and x]
        if "wensen" in delen
        else [],
        "naam": naam_van(inhoud["bereik"]) if "contact" in delen else "",
        "contact": _contact(_, inhoud["bereik"]) if "contact" in delen else None,
        "afspraken": [{"label": f"{lokaal(g.op):%d-%m-%Y}", "waarde": i["notitie"]} for g, i in notities if i.get("notitie")]
        if "afspraken" in delen
        else [],
    }
    return werkpagina(request, "medewerker/doorgegeven.html", w=w)
