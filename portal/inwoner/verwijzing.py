"""Door: the warm referral of the resident: how to reach you, the check page, sending, and later how it stands (with number and code)."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlalchemy import select
from starlette.datastructures import FormData

from dialogues.load import scripts
from portal import logboek
from portal.deuren import PUBLIEK, voor
from portal.gesprek import Beeld, Gesprek, bekijk
from portal.inwoner.gesprek import WAAROM, woorden
from portal.inwoner.mantelzorg import BLAD, PLEK
from portal.language import datum, moment, vertaling
from portal.mantelzorg import blad_mee, blad_voor_team, lees_plek
from portal.schoon import zonder_bsn
from portal.tabellen import Verwijzing
from portal.verwijzing import (
    BEREIK,
    PLAN_DAGEN,
    Regel,
    Termijnen,
    Zending,
    bestaand,
    codehash,
    fouten_in_bereik,
    nieuwe_sleutel,
    noteer,
    retourcode,
    termijnen,
    verstuur,
)
from portal.web import TeGroot, bewaar_gesprek, eigen_herkomst, lees_gesprek, lees_koekje, pagina, taal_van, verder, zet_koekje
from portal.werkdagen import lokaal, nu, open_nu, volgende_opening

router = APIRouter(include_in_schema=False)
log = logging.getLogger("vindplaats")

LABELS = {
    "voor_wie": ("Voor wie", {"mezelf": "Voor mezelf", "mantelzorg": "Voor iemand voor wie ik zorg", "hulpverlener": "Als hulpverlener, voor een ander", "ander": "Voor iemand anders"}),
    "naam": ("Uw naam", {}),
    "manier": ("Hoe", {"bellen": "U belt mij", "bezoek": "U komt bij mij langs", "mail": "U stuurt een e-mail", "brief": "U stuurt een brief"}),
    "telefoon": ("Telefoon", {}),
    "mail": ("E-mail", {}),
    "adres": ("Adres", {}),
    "bericht_achterlaten": ("Bericht achterlaten", {"ja": "Ja, dat mag", "nee": "Nee, liever niet"}),
    "wanneer": ("Wanneer", {"morgen": "In de ochtend", "middag": "In de middag", "avond": "In de avond"}),
    "veilig": ("Veilig bellen of schrijven", {"ja": "Ja", "nee": "Nee, wees voorzichtig"}),
    "tolk": ("Tolk", {}),
    "hulp": ("Waar letten we op", {"horen": "Ik hoor niet goed", "lezen": "Lezen of schrijven is lastig"}),
    "mee": ("Wie gaat er mee", {}),
    "weet_ervan": ("Weet die persoon ervan", {"ja": "Ja", "nee": "Nog niet"}),
}  # fmt: skip
NODIG = ("naam", "manier", "telefoon")  # shown on the check page even when empty
CONCLUSIE = {
    "meerdere-domeinen": "Er speelt meer dan één ding. Daarom vragen we het team om samen te kijken.",
    "overbelast": "Het zorgen wordt te veel. Daarom vragen we het team om ook u te helpen.",
    "geen-netwerk": "U staat er alleen voor. Daarom vragen we het team om mee te denken.",
    "meerdere-hulpverleners": "Er zijn veel hulpverleners. Daarom vragen we om één vaste persoon.",
    "tussen-wal-en-schip": "U bent doorgestuurd. Daarom vragen we het team om dit op te lossen.",
    "jong-18-23": "U bent jong en er speelt veel. Daarom vragen we het team om mee te kijken.",
    "kan-niet-alleen": "Alleen wonen gaat niet veilig. Daarom vragen we het team om snel te kijken.",
    "zorgmijder": "U maakt zich zorgen over iemand die geen hulp wil.",
    "uit-ziekenhuis": "U komt net uit het ziekenhuis. Daarom vragen we het team om snel te bellen.",
    "hulp-past-niet": "De hulp van nu past niet meer. Daarom kijkt het team opnieuw.",
    "spoed-vandaag": "Het kan niet wachten. Daarom vragen we het team om zo snel mogelijk te bellen.",
    "spoed-deze-week": "Het kan niet lang wachten. Daarom vragen we het team om deze week te bellen.",
    "nu:afsluiting": "Er dreigt afsluiten of ontruimen. Daarom is er een gesprek binnen drie werkdagen.",
    "nu:geweld": "U bent misschien niet veilig. Daarom is het team voorzichtig met bellen.",
    "nu:kind-onveilig": "Een kind is misschien niet veilig. Daarom kijkt het team snel mee.",
    "nu:seksueel-geweld": "Er is iets gebeurd tegen uw wil. Daarom is het team voorzichtig.",
    "nu:suicide": "U denkt aan de dood. Daarom vragen we het team om snel te bellen.",
    "nu:vannacht-geen-bed": "U hebt geen bed. Daarom vragen we het team om snel te bellen.",
    "nu:levensgevaar": "Er was gevaar. Daarom vragen we het team om snel te bellen.",
}


def conclusies(beeld: Beeld) -> list[tuple[str, str]]:
    """(code, sentence) of what was concluded and not taken away. Urgent signals only from rules the page showed, or from answers."""
    b, weg = beeld.begrip, set(beeld.gesprek.weggehaald)
    codes = [m.code for m in b.markers if m.code in CONCLUSIE]
    codes += [f"nu:{s.code}" for s in b.nu if s.bron in ("regel", "antwoord")]
    spoed = beeld.positie.spoed or (b.spoed if any(c in ("overbelast", "uit-ziekenhuis", "kan-niet-alleen") for c in codes) else "")
    if spoed:
        codes.append(f"spoed-{spoed}")
    return [(c, CONCLUSIE[c]) for c in codes if c not in weg]


def zending(request: Request, beeld: Beeld, lijst: list[str]) -> Zending:
    """What will be sent: exactly what the check page shows."""
    g = beeld.gesprek
    kaart = request.app.state.publicatie.kaart
    con = conclusies(beeld)
    codes = {c for c, _ in con}
    script = scripts().get(g.onderwerp)
    soort = script.signaal_soort if script else "melding"
    if soort == "signaal" and (g.bereik.get("weet_ervan") == "ja" or g.bereik.get("voor_wie") == "mezelf"):
        soort = "melding"
    buurt = next((w for w in g.antwoorden.get("buurt", ()) if w in kaart.gemeente.buurten), "")
    return Zending(
        sleutel=g.sleutel,
        verhaal=tuple(_verhaal(lambda s: s, kaart, beeld)),
        bereik={k: v for k, v in g.bereik.items() if v},
        conclusies=tuple(con),
        domeinen=tuple(d.code for d in beeld.begrip.domeinen),
        signalen=tuple(c.removeprefix("nu:") for c in codes if c.startswith("nu:")),
        spoed="vandaag" if "spoed-vandaag" in codes else "deze-week" if "spoed-deze-week" in codes else "",
        buurt=buurt,
        soort=soort,
        taal=taal_van(request).code,
        voorgesteld=tuple(v.voorziening.naam for v in beeld.begrip.items),
        gekozen=tuple(kaart.alle[i].naam for i in lijst if i in kaart.alle),
        beschermd=beeld.begrip.beschermd,
        blad=blad_voor_team(_blad(request)),
    )


def _blad(request: Request) -> dict[str, Any]:
    """The cookie with the carer's sheet and the status that was opened."""
    koekje = lees_koekje(request, "blad")
    return koekje if isinstance(koekje, dict) else {}


def _verhaal(_: Any, kaart: Any, beeld: Beeld) -> list[Regel]:
    regels = [Regel("vraag", _("Uw vraag"), beeld.gesprek.vraag, True)] if beeld.gesprek.vraag else []
    regels += [
        Regel(a.stap.naam, _(a.stap.zin or a.stap.vraag), woorden(_, kaart, a), bool(a.eigen) and a.stap.soort == "tekst")
        for a in beeld.positie.antwoorden
        if not a.overgeslagen
    ]
    return regels


def _waarde(_: Any, veld: str, waarde: str) -> str:
    namen = LABELS[veld][1]
    return ", ".join(_(namen.get(w, w)) for w in waarde.split(",")) if namen else waarde


def _van_de_mantelzorger(request: Request, z: Zending) -> list[dict[str, Any]]:
    """The carer's own place (offered to every carer, also when it is still empty) and the sheet that goes along: a row for each answer."""
    _ = vertaling(taal_van(request).code).gettext
    koekje = _blad(request)
    zorgt = z.bereik.get("voor_wie") == "mantelzorg" or "mantelzorg" in z.domeinen
    p = lees_plek(koekje)
    plek = [(_(kop), t if t == p.nodig else _(t), t == p.nodig, PLEK) for kop, t in p.regels]
    plek = plek or ([(_("Over u, die zorgt"), "", False, PLEK)] if zorgt else [])
    blad = [(_(kop), t, True, BLAD) for kop, t in blad_mee(koekje)]
    return [
        {"sleutel": "blad", "label": label, "waarde": tekst, "eigen": eigen, "wijzig_url": adres, "weghalen": False}
        for label, tekst, eigen, adres in [*plek, *blad]
    ]


def _controle(request: Request, gesprek: Gesprek, fouten: list[dict[str, str]] | None = None, status: int = 200) -> Response:
    """The check page."""
    _ = vertaling(taal_van(request).code).gettext
    g, kaart = request.app.state.gemeente, request.app.state.publicatie.kaart
    beeld = bekijk(kaart, gesprek)
    z = zending(request, beeld, lees_koekje(request, "lijst") or [])
    t = termijnen(g, z.domeinen, z.signalen, z.spoed, z.soort, nu())
    verhaal = [
        {
            "sleutel": r.sleutel,
            "label": r.label,
            "waarde": r.waarde,
            "eigen": r.eigen,
            "wijzig_url": f"/gesprek?wijzig={r.sleutel}",
            "weghalen": r.sleutel != "vraag",
        }
        for r in _verhaal(_, kaart, beeld)
    ]
    verhaal += _van_de_mantelzorger(request, z)
    if not gesprek.vraag:
        verhaal.insert(
            0,
            {
                "sleutel": "vraag",
                "label": _("Uw vraag"),
                "waarde": "",
                "eigen": True,
                "wijzig_url": "/gesprek?wijzig=vraag",
                "weghalen": False,
            },
        )
    bereik = [
        {
            "sleutel": v,
            "label": _(LABELS[v][0]),
            "waarde": _waarde(_, v, gesprek.bereik.get(v, "")) if gesprek.bereik.get(v) else "",
            "eigen": False,
            "wijzig_url": f"/verwijzing?wijzig={v}#{v}",
            "weghalen": False,
        }
        for v in BEREIK
        if gesprek.bereik.get(v) or v in NODIG
    ]
    c = {
        "regels_verhaal": verhaal,
        "regels_bereik": bereik,
        "conclusies": [{"code": code, "zin": _(zin)} for code, zin in z.conclusies],
        "team": {"naam": g.team_van(z.buurt).naam},
        "uiterlijk": t.contact_voor,
        "buiten_uren": buiten_uren(request, bool(z.spoed or z.signalen)),
        "fouten": fouten or [],
        "sleutel": gesprek.sleutel,
    }
    return pagina(request, "inwoner/verwijzing.html", status, c=c)


def buiten_uren(request: Request, dringend: bool) -> str:
    """ "Wij lezen dit pas ... Bel nu ...", when it presses and nobody reads (L-08)."""
    g = request.app.state.gemeente
    if not dringend or open_nu(g):
        return ""
    t = taal_van(request).code
    _ = vertaling(t).gettext
    wie = g.huisartsenpost if g.huisartsenpost.tel else g.landelijk["luisterlijn"]
    return _("Wij lezen dit pas %(dag)s om %(tijd)s uur. Wacht niet. Bel nu %(naam)s: %(nummer)s. Bij gevaar belt u 112.") % {
        "dag": datum(volgende_opening(g), t),
        "tijd": volgende_opening(g).strftime("%H.%M"),
        "naam": wie.naam,
        "nummer": wie.toon,
    }


def _bereik_pagina(
    request: Request, gesprek: Gesprek, waarden: dict[str, Any], fouten: list[tuple[str, str]], status: int = 200
) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    g = request.app.state.gemeente
    lijsten = {**waarden, **{v: [x for x in str(waarden.get(v, "")).split(",") if x] for v in ("wanneer", "hulp")}}
    c = {"waarden": lijsten, "fouten": [{"veld": v, "zin": _(z)} for v, z in fouten], "team": {"naam": g.wijkteam}}
    return pagina(request, "inwoner/bereik.html", status, c=c)


@router.api_route("/verwijzing", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def controleren(request: Request, wijzig: str = "") -> Response:
    """First how to reach you, then the check page; after sending: what was sent."""
    gesprek = lees_gesprek(request)
    if gesprek.nummer:
        return verder(request, "/verwijzing/verstuurd")
    if wijzig in BEREIK or fouten_in_bereik(gesprek.bereik) or not gesprek.sleutel:
        beeld = bekijk(request.app.state.publicatie.kaart, gesprek)
        wie = {"mezelf": "mezelf", "iemand-anders": "mantelzorg"}.get(next(iter(gesprek.antwoorden.get("voor_wie", ())), ""), "")
        rol = {"professional": "hulpverlener", "naaste": "ander"}.get(beeld.begrip.begrepen.rol, "")
        waarden = {"voor_wie": wie or rol, "veilig": "nee" if beeld.begrip.beschermd and not gesprek.bereik else "", **gesprek.bereik}
        if wijzig:
            waarden["voor_wie"] = waarden["voor_wie"] if wijzig != "voor_wie" else ""
        return _bereik_pagina(request, gesprek, waarden, [])
    return _controle(request, gesprek)


@router.post("/verwijzing")
@voor(PUBLIEK)
async def doe(request: Request) -> Response:
    """Keep how to reach you; take a conclusion away; send."""
    eigen_herkomst(request)
    formulier = await request.form()
    gesprek = lees_gesprek(request)
    weg = str(formulier.get("weghalen", ""))
    if weg:
        klaar = verder(request, "/verwijzing")
        nieuw = (
            gesprek.zonder(weg)
            if weg in gesprek.antwoorden
            else replace(gesprek, weggehaald=tuple(dict.fromkeys([*gesprek.weggehaald, weg[:40]])))
        )
        bewaar_gesprek(request, klaar, nieuw)
        return klaar
    if formulier.get("actie") == "versturen":
        return _verstuur(request, gesprek, str(formulier.get("sleutel", "")))
    return _bewaar_bereik(request, gesprek, formulier)


def _bewaar_bereik(request: Request, gesprek: Gesprek, formulier: FormData) -> Response:
    bereik = {
        v: zonder_bsn(
            ", ".join(str(x).strip() for x in formulier.getlist(v))
            if v not in ("wanneer", "hulp")
            else ",".join(str(x) for x in formulier.getlist(v))
        )[0]
        for v in BEREIK
    }
    bereik = {k: v for k, v in bereik.items() if v}
    fouten = fouten_in_bereik(bereik)
    if fouten:
        return _bereik_pagina(request, gesprek, bereik, fouten, 422)
    klaar = verder(request, "/verwijzing")
    try:
        bewaar_gesprek(request, klaar, replace(gesprek, bereik=bereik, sleutel=gesprek.sleutel or nieuwe_sleutel(), nummer=""))
    except TeGroot:
        return _bereik_pagina(request, gesprek, bereik, [("naam", "Uw verhaal is te lang om te bewaren. Maak het korter, of bel.")], 422)
    return klaar


def _verstuur(request: Request, gesprek: Gesprek, sleutel: str) -> Response:
    """Send once. Whatever fails: the text stays, and the phone stands beside it."""
    _ = vertaling(taal_van(request).code).gettext
    if gesprek.nummer and sleutel == gesprek.sleutel:
        return verder(request, "/verwijzing/verstuurd")
    if not gesprek.sleutel or sleutel != gesprek.sleutel or fouten_in_bereik(gesprek.bereik):
        zin = _("Uw gegevens staan hier niet meer. Vul ze nog een keer in, of bel ons.")
        return _bereik_pagina(request, gesprek, dict(gesprek.bereik), [("naam", zin)], 409)
    kaart = request.app.state.publicatie.kaart
    z = zending(request, bekijk(kaart, gesprek), lees_koekje(request, "lijst") or [])
    try:
        klaar = verstuur(request.app.state.db, request.app.state.zegel, request.app.state.gemeente, z, nu())
    except Exception as fout:
        log.error("sending failed: %s", type(fout).__name__)
        g = request.app.state.gemeente
        zin = _("Versturen lukt nu niet. Uw verhaal staat er nog. Probeer het straks weer, of bel %(nummer)s.") % {
            "nummer": g.telefoon.toon
        }
        return _controle(request, gesprek, [{"veld": "verhaal", "zin": zin}], 503)
    antwoord = verder(request, "/verwijzing/verstuurd")
    bewaar_gesprek(
        request,
        antwoord,
        Gesprek(sleutel=gesprek.sleutel, nummer=klaar.nummer, taal=gesprek.taal, vraag="", antwoorden={}, onderwerp=gesprek.onderwerp),
    )
    return antwoord


@router.api_route("/verwijzing/verstuurd", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def verstuurd(request: Request) -> Response:
    """Number, code, dates, who calls. The same at every repeat."""
    gesprek = lees_gesprek(request)
    if not gesprek.nummer:
        return verder(request, "/status")
    zegel, g = request.app.state.zegel, request.app.state.gemeente
    try:
        with request.app.state.db.lees() as s:
            rij = bestaand(s, zegel, gesprek.sleutel)
    except Exception:
        rij = None
    team = (g.teams.get(rij.team) or g.voordeur).naam if rij else g.wijkteam
    return pagina(
        request,
        "inwoner/verstuurd.html",
        nummer=gesprek.nummer,
        code=retourcode(zegel, gesprek.sleutel),
        tijdlijn=tijdlijn(request, rij) if rij else [],
        team={"naam": team},
    )


def tijdlijn(request: Request, r: Verwijzing) -> list[dict[str, str]]:
    """The steps and dates of a referral in plain words; for a protected or signal one only that we have it."""
    t = taal_van(request).code
    _ = vertaling(t).gettext
    g = request.app.state.gemeente
    team = (g.teams.get(r.team) or g.voordeur).naam
    stappen = [{"wanneer": moment(r.ontvangen_op, t), "zin": _("Wij hebben uw bericht."), "staat": "klaar"}]
    if r.beschermd and request.url.path != "/verwijzing/verstuurd":
        return stappen
    if r.soort == "signaal":
        stappen.append(
            {
                "wanneer": "",
                "zin": _("Het team heeft uw bericht opgepakt.") if r.opgepakt_op else _("Het team leest uw bericht."),
                "staat": "klaar" if r.opgepakt_op else "nu",
            }
        )
        return stappen
    termijn = Termijnen(tuple(r.wetten), r.contact_voor, r.plan_tot, r.onderzoek_voor, r.uiterlijk)
    stappen[0]["zin"] = _("%(team)s heeft uw verhaal ontvangen.") % {"team": team}
    if r.opgepakt_op:
        stappen.append({"wanneer": moment(r.opgepakt_op, t), "zin": _("Iemand van het team heeft uw vraag opgepakt."), "staat": "klaar"})
    if r.bereikt_op:
        stappen.append({"wanneer": moment(r.bereikt_op, t), "zin": _("Wij hebben met u gesproken."), "staat": "klaar"})
    elif r.staat != "gesloten":
        stappen.append(
            {
                "wanneer": _("Uiterlijk %(dag)s") % {"dag": datum(termijn.contact_voor, t)},
                "zin": _("Iemand van het team neemt contact met u op. U hoeft uw verhaal niet opnieuw te vertellen."),
                "staat": "nu",
            }
        )
    if termijn.plan_tot and lokaal().date() <= termijn.plan_tot:
        stappen.append(
            {
                "wanneer": _("Tot en met %(dag)s") % {"dag": datum(termijn.plan_tot, t)},
                "zin": _("U mag zelf een plan sturen. Dat heet een persoonlijk plan. Het hoeft niet."),
                "staat": "later",
            }
        )
    if termijn.onderzoek_voor and r.staat != "gesloten":
        stappen.append(
            {
                "wanneer": _("Uiterlijk %(dag)s") % {"dag": datum(termijn.onderzoek_voor, t)},
                "zin": _("U hoort wat we samen hebben gevonden. U krijgt het ook op papier."),
                "staat": "later",
            }
        )
    if r.staat == "gesloten" and r.gesloten_op:
        stappen.append(
            {"wanneer": moment(r.gesloten_op, t), "zin": _("Uw vraag is klaar. Is er toch nog iets? Bel ons."), "staat": "klaar"}
        )
    return stappen


# --- later: number and code -------------------------------------------------------------------------------------------


@router.api_route("/status", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def status(request: Request) -> Response:
    """Number and code; or how it stands, when both were given in this visit."""
    wie = lees_koekje(request, "blad")
    if isinstance(wie, dict) and "status" in wie:
        return _toon_status(request, int(wie["status"]))
    return pagina(request, "inwoner/status_inloggen.html", nummer="", fouten=[])


def _toon_status(request: Request, id: int, melding: str = "", fouten: list[dict[str, str]] | None = None, code: int = 200) -> Response:
    with request.app.state.db.lees() as s:
        rij = s.get(Verwijzing, id)
    if rij is None:
        return pagina(request, "inwoner/status_inloggen.html", 404, nummer="", fouten=[])
    g = request.app.state.gemeente
    return pagina(
        request,
        "inwoner/status.html",
        code,
        nummer=rij.nummer,
        tijdlijn=tijdlijn(request, rij),
        team={"naam": g.wijkteam if rij.beschermd else (g.teams.get(rij.team) or g.voordeur).naam},
        melding=melding,
        fouten=fouten or [],
        melder=rij.soort == "signaal",
    )


@router.post("/status")
@voor(PUBLIEK)
def status_doe(request: Request, nummer: str = Form(""), code: str = Form(""), actie: str = Form(""), tekst: str = Form("")) -> Response:
    """Open with number and code together; add a text; ask to change contact or to stop (the team calls first)."""
    eigen_herkomst(request)
    _ = vertaling(taal_van(request).code).gettext
    wie = lees_koekje(request, "blad")
    if actie and isinstance(wie, dict) and "status" in wie:
        return _status_actie(request, int(wie["status"]), actie, zonder_bsn(tekst.strip())[0])
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
    zet_koekje(request, klaar, "blad", {**_blad(request), "status": rij.id})
    return klaar


def _status_actie(request: Request, id: int, actie: str, tekst: str) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    if actie == "aanvullen" and not tekst:
        return _toon_status(request, id, fouten=[{"veld": "tekst", "zin": _("Schrijf eerst uw tekst.")}], code=422)
    if len(tekst) > 1_500:
        return _toon_status(request, id, fouten=[{"veld": "tekst", "zin": _("Uw tekst is te lang. Maak hem korter, of bel.")}], code=422)
    wat = {"aanvullen": "aanvulling", "wijzigen": "verzoek-wijzigen", "intrekken": "verzoek-stoppen"}.get(actie)
    if wat is None:
        return _toon_status(request, id)
    with request.app.state.db.schrijf() as s:
        rij = s.get(Verwijzing, id)
        if rij is None or rij.soort == "signaal":
            return verder(request, "/status")
        noteer(s, request.app.state.zegel, rij, "inwoner", wat, nu(), {"tekst": tekst} if tekst else None)
        logboek.schrijf(s, "inwoner", wat, rij.nummer)
    zin = _("Uw tekst is bij het team.") if actie == "aanvullen" else _("Het team weet het. Wij bellen u eerst.")
    return _toon_status(request, id, melding=zin)


__all__ = ["PLAN_DAGEN", "WAAROM", "router"]
