"""Which laws a question touches, and the clocks and sentences that follow: one table, the earliest date leads. Pure; never reads a database.

Wmo 2015 art. 2.3.2 (plan 7 days, onderzoek 6 weeks), Jeugdwet with Awb 4:13 (8 weeks), Wgs art. 4 (4 weeks, 3 working days when something threatens).
References L-.. and P-.. are the rows of docs/regels-verwijzing.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from portal.werkdagen import belofte, lokaal, na_werkdagen, verschoven
from sociale_kaart.load import Gemeente

N_ = str
DREIGT = "afsluiting"  # the signal of L-41: eviction, cutting off, the end of a health insurance


@dataclass(frozen=True, slots=True)
class Wet:
    """What a law asks of us. Days are counted from the day of receipt; None: the law sets no such term."""

    naam: str
    plan_dagen: int | None = None  # so long may a personal plan be handed in
    einde_dagen: int | None = None  # by then the resident hears what was found
    einde_zin: str = ""
    contact_dagen: int | None = None  # by then there is a first talk
    dreigend_werkdagen: int | None = None  # working days to a first talk when eviction or cutting off threatens
    uitkomst_zin: str = ""  # %(weken)s: from the profile
    te_laat_zin: str = ""


WETTEN: dict[str, Wet] = {
    "wmo": Wet(
        N_("Wmo"),
        plan_dagen=7,
        einde_dagen=42,
        einde_zin=N_("U hoort wat we samen hebben gevonden. U krijgt het ook op papier."),
        te_laat_zin=N_(
            "Dit duurt te lang. U hoeft niet meer op ons te wachten. U mag nu zelf hulp aanvragen. Bel ons, of schrijf een brief."
        ),
    ),
    "jeugd": Wet(N_("Jeugdwet"), einde_dagen=56, einde_zin=N_("U hoort welke hulp er komt voor uw kind of voor u.")),
    "wgs": Wet(
        N_("schuldhulp (Wgs)"),
        contact_dagen=28,
        dreigend_werkdagen=3,
        uitkomst_zin=N_("Binnen %(weken)s weken na het eerste gesprek hoort u hoe wij helpen met uw schulden."),
    ),
    "participatie": Wet(N_("Participatiewet")),
    "geen": Wet(N_("geen wet")),
}
WET_VAN_DOMEIN = {
    "geld": "wgs",
    "werk": "participatie",
    "gezin": "jeugd",
    "taal": "geen",
    "recht": "geen",
}  # every other domain: wmo
# The way of a question under the Wmo (L-07). A melding is no aanvraag; the last two steps happen in the system of the municipality.
STAPPEN_WMO = (
    N_("U vertelt wat er is. Dat heet een melding."),
    N_("Wij praten met u en zoeken samen wat helpt. Dat heet het onderzoek. Het duurt hoogstens 6 weken."),
    N_("Daarna kunt u een aanvraag doen. Dat hoeft niet."),
    N_("U krijgt dan binnen 2 weken een besluit van de gemeente."),
)


@dataclass(frozen=True, slots=True)
class Termijnen:
    """The dates that follow from the laws a question touches."""

    wetten: tuple[str, ...]
    contact_voor: dt.date
    plan_tot: dt.date | None
    onderzoek_voor: dt.date | None
    uiterlijk: dt.date


def wetten(domeinen: Sequence[str]) -> tuple[str, ...]:
    """The laws that a question touches, in a fixed order; nothing known counts as wmo (form-free melding, L-01)."""
    gevonden = {WET_VAN_DOMEIN.get(d, "wmo") for d in domeinen} or {"wmo"}
    return tuple(w for w in WETTEN if w in gevonden)


def termijnen(g: Gemeente, domeinen: Sequence[str], signalen: Sequence[str], spoed: str, soort: str, ontvangen: dt.datetime) -> Termijnen:
    """The dates from the table; the earliest leads. A signal about an adult who did not ask has no law and no six-week clock."""
    dag = lokaal(ontvangen).date()
    dreigt = ("wgs",) if DREIGT in signalen else ()  # what the check page promises holds also when the topic was taken away (L-41)
    raakt = (*wetten(domeinen), *dreigt)
    codes = ("geen",) if soort in ("signaal", "aanbod") else tuple(w for w in WETTEN if w in raakt)  # who offers something asks for nothing
    tabel = [WETTEN[w] for w in codes]

    def einde(dagen: int) -> dt.date:
        return verschoven(dag + dt.timedelta(days=dagen))

    contact = [belofte(g, spoed, ontvangen), *(einde(w.contact_dagen) for w in tabel if w.contact_dagen)]
    if dreigt:
        contact += [na_werkdagen(dag, w.dreigend_werkdagen) for w in tabel if w.dreigend_werkdagen]
    plannen = [einde(w.plan_dagen) for w in tabel if w.plan_dagen]
    einden = [einde(w.einde_dagen) for w in tabel if w.einde_dagen]
    return Termijnen(codes, min(contact), min(plannen, default=None), min(einden, default=None), min([*contact, *einden]))


def leidend(codes: Sequence[str]) -> Wet | None:
    """The law whose end date leads: the one with the shortest term. None when no law sets one."""
    met = [WETTEN[w] for w in codes if w in WETTEN and WETTEN[w].einde_dagen]
    return min(met, key=lambda w: w.einde_dagen or 0, default=None)


def wie_zegt_ja(leeftijd: int) -> str:
    """Who gives consent for youth help at this age, as a sentence (Jeugdwet 7.3.4 and 7.3.5; L-53)."""
    if leeftijd < 12:
        return N_("Jonger dan 12: de ouders zeggen ja.")
    if leeftijd < 16:
        return N_("12 tot en met 15: het kind en de ouders zeggen allebei ja.")
    return N_("16 of ouder: de jongere zegt zelf ja.")


__all__ = ["STAPPEN_WMO", "WETTEN", "Termijnen", "leidend", "termijnen", "wetten", "wie_zegt_ja"]
