"""Door: the warm referral of the resident: how to reach you, the check page, sending, and what was sent on paper."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from dialogues.load import scripts
from portal.deuren import PUBLIEK, voor
from portal.gesprek import Beeld, Gesprek, bekijk, nummers
from portal.inwoner.gesprek import JONGEREN, lees, onder_18, woorden
from portal.inwoner.mantelzorg import BLAD, PLEK
from portal.language import belmoment, datum, talen
from portal.mantelzorg import blad_mee, blad_voor_team, lees_plek
from portal.papier import pdf
from portal.schoon import zonder_bsn
from portal.tijdlijn import tijdlijn
from portal.verwijzing import (
    BEREIK,
    Regel,
    Vol,
    Zending,
    belmoment_van,
    bestaand,
    fouten_in_bereik,
    is_beschermd,
    nieuwe_sleutel,
    open_inhoud,
    retourcode,
    soort_van,
    spoed_van,
    termijnen,
    verstuur,
    vrije_momenten,
)
from portal.web import TeGroot, bewaar_gesprek, eigen_herkomst, lees_koekje, pagina, taal_van, verder, zinnen
from portal.werkdagen import nu, open_nu, volgende_opening
from portal.wetten import DREIGT, STAPPEN_WMO
from sociale_kaart.load import taxonomie

router = APIRouter(include_in_schema=False)
log = logging.getLogger("vindplaats")
N_ = str

LABELS = {
    "voor_wie": (N_("Voor wie"), {"mezelf": N_("Voor mezelf"), "mantelzorg": N_("Voor iemand voor wie ik zorg"), "hulpverlener": N_("Als hulpverlener, voor een ander"), "ander": N_("Voor iemand anders")}),
    "naam": (N_("Uw naam"), {}),
    "client": (N_("Naam van de ander"), {}),
    "client_telefoon": (N_("Telefoon van de ander"), {}),
    "huis": (N_("Wie er nog bij horen"), {}),
    "belmoment": (N_("Wanneer wij bellen"), {}),
    "manier": (N_("Hoe"), {"bellen": N_("U belt mij"), "bezoek": N_("U komt bij mij langs"), "mail": N_("U stuurt een e-mail"), "brief": N_("U stuurt een brief")}),
    "telefoon": (N_("Telefoon"), {}),
    "mail": (N_("E-mail"), {}),
    "adres": (N_("Adres"), {}),
    "bericht_achterlaten": (N_("Bericht achterlaten"), {"ja": N_("Ja, dat mag"), "nee": N_("Nee, liever niet")}),
    "wanneer": (N_("Wanneer wij langskomen"), {"morgen": N_("In de ochtend"), "middag": N_("In de middag"), "avond": N_("In de avond")}),
    "veilig": (N_("Veilig bellen of schrijven"), {"ja": N_("Ja"), "nee": N_("Nee, wees voorzichtig")}),
    "tolk": (N_("Tolk"), {}),
    "hulp": (N_("Waar letten we op"), {"horen": N_("Ik hoor niet goed"), "lezen": N_("Lezen of schrijven is lastig")}),
    "mee": (N_("Wie gaat er mee"), {}),
    "weet_ervan": (N_("Weet die persoon ervan"), {"ja": N_("Ja"), "nee": N_("Nog niet")}),
}  # fmt: skip
NODIG = ("naam", "manier", "telefoon")  # shown on the check page even when empty
CONCLUSIE = {
    "meerdere-domeinen": N_("Er speelt meer dan één ding. Daarom vragen we het team om samen te kijken."),
    "overbelast": N_("Het wordt u te veel. Daarom vragen we het team om u te helpen."),
    "geen-netwerk": N_("U staat er alleen voor. Daarom vragen we het team om mee te denken."),
    "meerdere-hulpverleners": N_("Er zijn veel hulpverleners. Daarom vragen we om één vaste persoon."),
    "tussen-wal-en-schip": N_("U bent doorgestuurd. Daarom vragen we het team om dit op te lossen."),
    "jong-18-23": N_("U bent jong en er speelt veel. Daarom vragen we het team om mee te kijken."),
    "kan-niet-alleen": N_("Alleen wonen gaat niet veilig. Daarom vragen we het team om snel te kijken."),
    "zorgmijder": N_("U maakt zich zorgen over iemand die geen hulp wil."),
    "uit-ziekenhuis": N_("U komt net uit het ziekenhuis. Daarom vragen we het team om snel te bellen."),
    "hulp-past-niet": N_("De hulp van nu past niet meer. Daarom kijkt het team opnieuw."),
    "spoed-vandaag": N_("Het kan niet wachten. Daarom vragen we het team om zo snel mogelijk te bellen."),
    "spoed-deze-week": N_("Het kan niet lang wachten. Daarom vragen we het team om snel te bellen."),
    "nu:afsluiting": N_("Er dreigt afsluiten of ontruimen. Daarom is er een gesprek binnen 3 werkdagen."),
    "nu:geweld": N_("U bent misschien niet veilig. Daarom is het team voorzichtig met bellen."),
    "nu:kind-onveilig": N_("Een kind is misschien niet veilig. Daarom kijkt het team snel mee."),
    "nu:seksueel-geweld": N_("Er is iets gebeurd tegen uw wil. Daarom is het team voorzichtig."),
    "nu:suicide": N_("U denkt aan de dood. Daarom vragen we het team om snel te bellen."),
    "nu:vannacht-geen-bed": N_("U hebt geen bed. Daarom vragen we het team om snel te bellen."),
    "nu:levensgevaar": N_("Er was gevaar. Daarom vragen we het team om snel te bellen."),
}


def conclusies(beeld: Beeld) -> list[tuple[str, str]]:
    """(code, sentence) of what was concluded and not taken away. Urgent signals only from rules the page showed, or from answers."""
    b, weg = beeld.begrip, set(beeld.gesprek.weggehaald)
    codes = [m.code for m in beeld.redenen if m.code in CONCLUSIE]
    spoed = beeld.positie.spoed or (b.spoed if any(c in ("overbelast", "uit-ziekenhuis", "kan-niet-alleen") for c in codes) else "")
    gevaar = [s.code for s in b.nu if s.bron in ("regel", "antwoord")]
    codes += [f"nu:{s}" for s in gevaar]
    staat = [s for s in gevaar if f"nu:{s}" not in weg]
    spoed = spoed_van(spoed, staat)
    if spoed == "vandaag" or (spoed and DREIGT not in staat):  # what threatens has a sentence with its own term
        codes.append(f"spoed-{spoed}")
    return [(c, CONCLUSIE[c]) for c in codes if c not in weg]


def zending(request: Request, beeld: Beeld, lijst: list[str]) -> Zending:
    """What will be sent: exactly what the check page shows. What was taken away there is not in it."""
    g, weg = beeld.gesprek, set(beeld.gesprek.weggehaald)
    kaart = request.app.state.publicatie.kaart
    con = conclusies(beeld)
    codes = {c for c, _ in con}
    script = scripts().get(g.onderwerp)
    # who knows of it and does not want it did not ask, whoever tells it
    weet = "nee" if "niet-blij" in g.antwoorden.get("zorgen_weet", ()) else g.bereik.get("weet_ervan", "")
    soort = soort_van(g.bereik.get("voor_wie", "mezelf"), weet, script.signaal_soort if script else "")
    buurt = next((w for w in g.antwoorden.get("buurt", ()) if w in kaart.gemeente.buurten), "")
    return Zending(
        sleutel=g.sleutel,
        verhaal=tuple(_verhaal(lambda s: s, kaart, beeld)),
        bereik={k: v for k, v in g.bereik.items() if v},
        conclusies=tuple(con),
        domeinen=tuple(d.code for d in beeld.begrip.domeinen if f"domein:{d.code}" not in weg),
        signalen=tuple(c.removeprefix("nu:") for c in codes if c.startswith("nu:")),
        spoed="vandaag" if "spoed-vandaag" in codes else "deze-week" if {"spoed-deze-week", f"nu:{DREIGT}"} & codes else "",
        buurt=buurt,
        soort=soort,
        taal=taal_van(request).code if "taal" not in weg else "nl",
        voorgesteld=tuple(v.voorziening.naam for v in beeld.begrip.items) if "gezien" not in weg else (),
        gekozen=tuple(kaart.alle[i].naam for i in lijst if i in kaart.alle) if "bewaard" not in weg else (),
        beschermd=beeld.begrip.beschermd and "voorzichtig" not in weg,
        blad=blad_voor_team(_blad(request)),
    )


def gelezen_in(_: Any, z: Zending) -> list[dict[str, str]]:
    """All that goes along besides the resident's own words, as sentences with a code to take them away. Nothing is sent that is not here."""
    tax = taxonomie()
    uit = [{"code": code, "zin": _(zin)} for code, zin in z.conclusies]
    uit += [
        {"code": f"domein:{d}", "zin": _("Uw vraag gaat over: %(domein)s.") % {"domein": _(tax.domeinen[d].naam).lower()}}
        for d in z.domeinen
        if d in tax.domeinen
    ]
    if z.beschermd:
        uit.append({"code": "voorzichtig", "zin": _("Misschien is bellen niet altijd veilig. Daarom is het team voorzichtig.")})
    if z.voorgesteld:
        uit.append({"code": "gezien", "zin": _("U zag hier al deze hulp: %(namen)s.") % {"namen": ", ".join(z.voorgesteld)}})
    if z.gekozen:
        uit.append({"code": "bewaard", "zin": _("U bewaarde: %(namen)s.") % {"namen": ", ".join(z.gekozen)}})
    if z.taal != "nl":
        naam = next((t.naam for t in talen() if t.code == z.taal), z.taal)
        uit.append({"code": "taal", "zin": _("U leest deze site in een andere taal: %(taal)s.") % {"taal": naam}})
    return uit


def _blad(request: Request) -> dict[str, Any]:
    """The cookie with the carer's sheet and the status that was opened."""
    koekje = lees_koekje(request, "blad")
    return koekje if isinstance(koekje, dict) else {}


def _jong(request: Request, gesprek: Gesprek) -> bool:
    """Whether no name is needed: younger than 18 (L-51)."""
    return onder_18(gesprek, bekijk(request.app.state.publicatie.kaart, gesprek).begrip.begrepen.leeftijd)


def _verhaal(_: Any, kaart: Any, beeld: Beeld) -> list[Regel]:
    regels = [Regel("vraag", _("Uw vraag"), beeld.gesprek.vraag, True)] if beeld.gesprek.vraag else []
    regels += [
        Regel(a.stap.naam, _(a.stap.zin or a.stap.vraag), woorden(_, kaart, a), bool(a.eigen) and a.stap.soort == "tekst")
        for a in beeld.positie.antwoorden
        if not a.overgeslagen
    ]
    return regels


def _waarde(_: Any, veld: str, waarde: str, code: str) -> str:
    if veld == "belmoment":
        op = belmoment_van({"manier": "bellen", "belmoment": waarde})
        return belmoment(op, code) if op else ""
    namen = LABELS[veld][1]
    return ", ".join(_(namen.get(w, w)) for w in waarde.split(",")) if namen else waarde


def _van_de_mantelzorger(request: Request, z: Zending) -> list[dict[str, Any]]:
    """The carer's own place (offered to every carer, also when it is still empty) and the sheet that goes along: a row for each answer."""
    _ = zinnen(request).gettext
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
    _ = zinnen(request).gettext
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
            "waarde": _waarde(_, v, gesprek.bereik.get(v, ""), taal_van(request).code) if gesprek.bereik.get(v) else "",
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
        "conclusies": gelezen_in(_, z),
        "team": {"naam": g.team_van(z.buurt).naam},
        "uiterlijk": t.contact_voor,
        "plan_tot": t.plan_tot,
        "signaal": z.soort == "signaal",
        "beschermd": is_beschermd(z),
        "buiten_uren": buiten_uren(request, z.spoed, (*z.signalen, *_alleen_voor_u(beeld))),
        "fouten": fouten or [],
        "sleutel": gesprek.sleutel,
    }
    return pagina(request, "inwoner/verwijzing.html", status, c=c)


def _alleen_voor_u(beeld: Beeld) -> list[str]:
    """Signals that were learned, not ruled: they show the resident a number, and are never sent."""
    weg = set(beeld.gesprek.weggehaald)
    return [s.code for s in beeld.begrip.nu if f"nu:{s.code}" not in weg]


def _dag_en_nacht(g: Any, signaal: str) -> Any:
    """Who answers for this signal when the town hall is closed: never the own desk for debts."""
    return next((n for n in nummers(g, signaal) if n != g.schuldhulp), g.landelijk["luisterlijn"])


def buiten_uren(request: Request, spoed: str, signalen: tuple[str, ...]) -> dict[str, Any] | None:
    """ "Wij lezen dit pas ... Bel nu ...", when it presses and nobody reads (L-08): the number that answers now for what is going on."""
    g = request.app.state.gemeente
    if not (spoed or signalen) or open_nu(g):
        return None
    t = taal_van(request).code
    _ = zinnen(request).gettext
    wie = next((_dag_en_nacht(g, s) for s in signalen), g.huisartsenpost if g.huisartsenpost.tel else g.landelijk["luisterlijn"])
    opening = volgende_opening(g)
    zin = _("Wij lezen dit pas %(dag)s om %(tijd)s uur. Wacht niet.") % {"dag": datum(opening, t), "tijd": f"{opening:%-H.%M}"}
    return {"zin": zin, "naam": wie.naam, "tel": wie.tel, "toon": wie.toon}


def _momenten(request: Request, gesprek: Gesprek) -> list[dict[str, Any]]:
    """The moments to be called, as the form shows them; none when it is spoed (then we call at once) or when nothing can be read."""
    a, code = request.app.state, taal_van(request).code
    z = zending(request, bekijk(a.publicatie.kaart, gesprek), [])
    if z.spoed == "vandaag":
        return []
    tot = termijnen(a.gemeente, z.domeinen, z.signalen, z.spoed, z.soort, nu()).contact_voor
    try:
        with a.db.lees() as s:
            alle = vrije_momenten(s, a.gemeente, a.gemeente.team_van(z.buurt).code, tot, nu())
    except Exception:
        return []
    return [{"code": f"{m:%Y-%m-%dT%H:%M%z}", "label": belmoment(m, code), "vrij": vrij} for m, vrij in alle]


def _bereik_pagina(
    request: Request, gesprek: Gesprek, waarden: dict[str, Any], fouten: list[tuple[str, str]], status: int = 200
) -> Response:
    _ = zinnen(request).gettext
    g = request.app.state.gemeente
    lijsten = {**waarden, **{v: [x for x in str(waarden.get(v, "")).split(",") if x] for v in ("wanneer", "hulp")}}
    momenten = _momenten(request, gesprek)
    c = {
        "waarden": lijsten,
        "fouten": [{"veld": v, "zin": _(z)} for v, z in fouten],
        "team": {"naam": g.wijkteam},
        "momenten": momenten,
        "alles_vol": bool(momenten) and not any(m["vrij"] for m in momenten),
        "zonder_naam": _jong(request, gesprek),
    }
    return pagina(request, "inwoner/bereik.html", status, c=c)


@router.api_route("/verwijzing", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def controleren(request: Request, wijzig: str = "", vul: str = "") -> Response:
    """The check page; before it, at an address of its own (`vul`, so that Back and Terug lead there), how to reach you; after sending: what was sent."""
    gesprek = lees(request)
    if gesprek.nummer:
        return verder(request, "/verwijzing/verstuurd")
    klaar = bool(gesprek.sleutel) and not fouten_in_bereik(gesprek.bereik, _jong(request, gesprek))
    if not (klaar or vul or wijzig):
        return verder(request, "/verwijzing", vul="ja")
    if vul or wijzig in BEREIK or not klaar:
        beeld = bekijk(request.app.state.publicatie.kaart, gesprek)
        wie = {"mezelf": "mezelf", "iemand-anders": "mantelzorg"}.get(next(iter(gesprek.antwoorden.get("voor_wie", ())), ""), "")
        wie = {"meedoen": "mezelf", "jongeren": "mezelf", "zorgen-om-iemand": "ander"}.get(
            beeld.gesprek.onderwerp, wie
        )  # known: not asked again
        weet = {"ja": "ja", "niet-blij": "ja", "nee": "nee", "durf-niet": "nee"}.get(
            next(iter(gesprek.antwoorden.get("zorgen_weet", ())), ""), ""
        )
        rol = {"professional": "hulpverlener", "naaste": "ander"}.get(beeld.begrip.begrepen.rol, "")
        veilig = {"veilig": "nee", "bericht_achterlaten": "nee"} if beeld.begrip.beschermd and not gesprek.bereik else {}  # L-64
        waarden = {"voor_wie": wie or rol, "weet_ervan": weet, **veilig, **gesprek.bereik}
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
    gesprek = lees(request)
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
    if bereik.get("manier") != "bellen":
        bereik.pop("belmoment", None)
    fouten = fouten_in_bereik(bereik, _jong(request, gesprek))
    if fouten:
        return _bereik_pagina(request, gesprek, bereik, fouten, 422)
    klaar = verder(request, "/verwijzing")
    try:
        bewaar_gesprek(request, klaar, replace(gesprek, bereik=bereik, sleutel=gesprek.sleutel or nieuwe_sleutel(), nummer=""))
    except TeGroot:
        return _bereik_pagina(
            request, gesprek, bereik, [("naam", N_("Uw verhaal is te lang om te bewaren. Maak het korter, of bel."))], 422
        )
    return klaar


def _verstuur(request: Request, gesprek: Gesprek, sleutel: str) -> Response:
    """Send once. Whatever fails: the text stays, and the phone stands beside it."""
    _ = zinnen(request).gettext
    if gesprek.nummer and sleutel == gesprek.sleutel:
        return verder(request, "/verwijzing/verstuurd")
    if not gesprek.sleutel or sleutel != gesprek.sleutel or fouten_in_bereik(gesprek.bereik, _jong(request, gesprek)):
        zin = _("Uw gegevens staan hier niet meer. Vul ze nog een keer in, of bel ons.")
        return _bereik_pagina(request, gesprek, dict(gesprek.bereik), [("naam", zin)], 409)
    kaart = request.app.state.publicatie.kaart
    z = zending(request, bekijk(kaart, gesprek), lees_koekje(request, "lijst") or [])
    try:
        klaar = verstuur(request.app.state.db, request.app.state.zegel, request.app.state.gemeente, z, nu())
    except Vol:
        zin = _("Dit moment is net vol. Kies een ander moment, of bel %(nummer)s.") % {"nummer": request.app.state.gemeente.telefoon.toon}
        bereik = {k: v for k, v in gesprek.bereik.items() if k != "belmoment"}
        return _bereik_pagina(request, gesprek, bereik, [("belmoment", zin)], 409)
    except Exception as fout:
        log.error("sending failed: %s", type(fout).__name__)
        g = request.app.state.gemeente
        zin = _("Versturen lukt nu niet. Uw verhaal staat er nog. Probeer het straks weer, of bel %(nummer)s.") % {
            "nummer": g.telefoon.toon
        }
        return _controle(request, gesprek, [{"veld": "verhaal", "zin": zin}], 503)
    antwoord = verder(request, "/verwijzing/verstuurd")
    onderwerp = JONGEREN if request.state.jij else gesprek.onderwerp  # the story is gone: who was young stays young
    bewaar_gesprek(
        request,
        antwoord,
        Gesprek(sleutel=gesprek.sleutel, nummer=klaar.nummer, taal=gesprek.taal, vraag="", antwoorden={}, onderwerp=onderwerp),
    )
    return antwoord


def _gezonden(request: Request) -> Any:
    """The referral that this browser sent, with its send key; None when there is none, or the database is away."""
    gesprek = lees(request)
    try:
        with request.app.state.db.lees() as s:
            return bestaand(s, request.app.state.zegel, gesprek.sleutel) if gesprek.nummer else None
    except Exception:
        return None


@router.api_route("/verwijzing/verstuurd", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def verstuurd(request: Request) -> Response:
    """Number, code, dates, who calls. The same at every repeat."""
    gesprek = lees(request)
    if not gesprek.nummer:
        return verder(request, "/status")
    rij = _gezonden(request)
    c: dict[str, Any] = {
        "code": retourcode(request.app.state.zegel, gesprek.sleutel),
        "tijdlijn": [],
        "team": {"naam": request.app.state.gemeente.wijkteam},
        "buiten_uren": None,
        "signaal": False,
        "bijdrage": False,
        "alleen_bericht": True,  # the database is away: we do not know, so nothing more
    }
    stappen = _stappen(request, rij) if rij else []
    return pagina(
        request, "inwoner/verstuurd.html", nummer=gesprek.nummer, stappen=stappen, **(_bevestiging(request, gesprek, rij) if rij else c)
    )


def _stappen(request: Request, rij: Any) -> list[str]:
    """The way of a question under the Wmo, in four steps (L-07); none for another law, a signal, or where somebody may look along."""
    _ = zinnen(request).gettext
    return [_(z) for z in STAPPEN_WMO] if rij.soort == "melding" and "wmo" in rij.wetten and not rij.beschermd else []


def _bevestiging(request: Request, gesprek: Gesprek, rij: Any) -> dict[str, Any]:
    a = request.app.state
    inhoud = open_inhoud(a.zegel, rij)
    signalen = tuple(inhoud["signalen"])
    voor_mij = inhoud["bereik"].get("voor_wie", "mezelf") == "mezelf"
    with a.db.lees() as s:
        lijn = tijdlijn(a.gemeente, taal_van(request), s, rij, DREIGT in signalen)
    return {
        "code": retourcode(a.zegel, gesprek.sleutel),
        "tijdlijn": lijn,
        "team": {"naam": (a.gemeente.teams.get(rij.team) or a.gemeente.voordeur).naam},
        "buiten_uren": buiten_uren(request, rij.spoed, signalen),
        "signaal": rij.soort == "signaal",
        # own help of an adult only: there is none for youth help or for debts
        "bijdrage": rij.soort == "melding" and "wmo" in rij.wetten and voor_mij and not request.state.jij and not rij.beschermd,
        "alleen_bericht": rij.beschermd,
    } | ({} if rij.beschermd else {"pdf_url": "/verwijzing/verstuurd.pdf"})


@router.api_route("/verwijzing/verstuurd.pdf", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def op_papier(request: Request) -> Response:
    """The receipt with a copy of what was sent (L-22), for who just sent it: the key is in this browser's sealed cookie. Not when that is unsafe."""
    gesprek, rij = lees(request), _gezonden(request)
    if rij is None or rij.beschermd:
        return verder(request, "/verwijzing/verstuurd" if gesprek.nummer else "/status")
    a, t = request.app.state, taal_van(request)
    _ = zinnen(request).gettext
    inhoud = open_inhoud(a.zegel, rij)
    bereik = [(_(LABELS[v][0]), _waarde(_, v, w, t.code)) for v, w in inhoud["bereik"].items() if v in LABELS]
    verhaal = [(_(label), waarde) for _s, label, waarde, _e in inhoud["verhaal"] if waarde] + (
        [(_("Uw blad"), inhoud["blad"])] if inhoud["blad"] else []
    )
    html = a.sjablonen.html(
        "inwoner/verstuurd_pdf.html",
        t,
        "/verwijzing/verstuurd",
        nummer=rij.nummer,
        ontvangen_op=rij.ontvangen_op,
        regels=[r for r in [*verhaal, *bereik] if r[1]],
        stappen=_stappen(request, rij),
        conclusies=[_(zin) for _c, zin in inhoud["conclusies"]],
        **{k: v for k, v in _bevestiging(request, gesprek, rij).items() if k in ("tijdlijn", "team", "code")},
    )
    koppen = {"Content-Disposition": f'attachment; filename="{rij.nummer}.pdf"'}
    return Response(pdf(html), media_type="application/pdf", headers=koppen)
