"""What is wrong with entries: in a file that is read, and in the kaart as a whole. Gives lists as data; prints nothing, changes nothing."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process, utils

from sociale_kaart.load import VRAAG_DE_GEMEENTE, Gemeente, controleer
from sociale_kaart.model import OUD_NA, WEKEN, Taxonomie, Voorziening

LANGSTE_TEKST = 2_000  # characters in one cell or field
BLOK = 500  # rows of the likeness matrix at a time: memory stays flat


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Gelezen:
    """One row or service of a file. `voorziening` is there when it can be published; `fouten` and `meldingen` are whole sentences."""

    waar: str
    voorziening: Voorziening | None = None
    fouten: list[str] = field(default_factory=list)
    meldingen: list[str] = field(default_factory=list)


class Onleesbaar(ValueError):
    """The file as a whole cannot be read; the text says why and what to do."""


_HTML = re.compile(r"<\s*[a-zA-Z/!][^>]*>|&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,6});")
_BESTURING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u2028\u2029\ufffd]")


def vreemd(tekst: str) -> str:
    """Why a text may not be in an entry, and what to do; empty when it may."""
    if len(tekst) > LANGSTE_TEKST:
        return f"De tekst is te lang ({len(tekst)} tekens). Maak hem korter dan {LANGSTE_TEKST} tekens."
    if gevonden := _HTML.search(tekst):
        return f"Er staat opmaak in de tekst ({gevonden.group()[:30]}). Haal de opmaak weg en gebruik gewone tekst."
    if _BESTURING.search(tekst):
        return "Er staat een teken in dat niemand kan lezen. Typ de tekst opnieuw."
    return ""


def bedoelt(tekst: str, keuzes: Iterable[str]) -> str:
    """ "Bedoelt u '...'?" for the nearest of the choices; empty when nothing is near."""
    beste = process.extractOne(tekst, list(keuzes), scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=70)
    return f" Bedoelt u '{beste[0]}'?" if beste else ""


_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_SITE = re.compile(r"https?://[^\s]+")
_TELEFOON = re.compile(r"\+?[0-9][0-9 ()./-]{1,24}")
_VORMEN = (("mail", _MAIL, "naam@voorbeeld.nl"), ("site", _SITE, "https://www.voorbeeld.nl"), ("telefoon", _TELEFOON, "000 123 45 60"))
_TIJD = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00")


def keur(v: Voorziening, tax: Taxonomie) -> list[tuple[str, str]]:
    """(field, what is wrong and what to do) of an entry that was read. Empty when it may be published."""
    uit = _codes(v, tax) + _vormen(v)
    return uit or [("", zin) for zin in controleer(v, tax)]


def _codes(v: Voorziening, tax: Taxonomie) -> list[tuple[str, str]]:
    uit = []
    if not _CODE.fullmatch(v.code) or len(v.code) > 80:
        uit.append(("code", f"De code '{v.code[:40]}' kan niet. Gebruik kleine letters, cijfers en streepjes, zoals 'eetcafe-noord'."))
    uit += [(veld, "Hier moet iets staan. Vul het in.") for veld in ("naam", "samenvatting") if not getattr(v, veld)]
    if v.soort not in tax.soorten:
        uit.append(("soort", f"De soort '{v.soort}' bestaat niet.{bedoelt(v.soort, tax.soorten)} Kies een soort uit de lijst."))
    if v.toegang not in tax.toegang:
        uit.append(("toegang", f"De toegang '{v.toegang}' bestaat niet. Kies {', '.join(tax.toegang)}."))
    fout = [f for f in v.functies if f not in tax.mantelzorgfuncties]
    return uit + [("functies", f"De functie '{f}' bestaat niet.{bedoelt(f, tax.mantelzorgfuncties)}") for f in fout]


def _vormen(v: Voorziening) -> list[tuple[str, str]]:
    fout = [o for o in v.open if not (_TIJD.fullmatch(o.van) and _TIJD.fullmatch(o.tot) and o.van < o.tot and o.week in WEKEN)]
    uit = [
        ("open", f"De tijd '{o.dag} {o.van}-{o.tot}' kan niet. Schrijf bijvoorbeeld 'ma 09:00-12:30' of '2e ma 09:00-12:30'.") for o in fout
    ]
    if v.bedrag is not None and not 0 <= v.bedrag < 100_000:
        uit.append(("bedrag", "Het bedrag kan niet. Vul een bedrag van 0 of meer in."))
    for veld in ("leeftijd_van", "leeftijd_tot"):
        jaren = getattr(v, veld)
        if jaren is not None and not 0 <= jaren <= 130:
            uit.append((veld, "De leeftijd kan niet. Vul een getal van 0 tot 130 in."))
    for veld, vorm, voorbeeld in _VORMEN:
        waarde = getattr(v, veld)
        if waarde and not vorm.fullmatch(waarde):
            uit.append((veld, f"'{waarde[:40]}' kan niet. Schrijf het zoals '{voorbeeld}'."))
    if v.zichtbaar_van and v.zichtbaar_tot and v.zichtbaar_van > v.zichtbaar_tot:
        uit.append(("zichtbaar_tot", "Deze datum ligt voor 'zichtbaar_van'. Draai de datums om."))
    return uit


# --- the kaart as a whole -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Punt:
    """One thing that needs attention. `id` is empty for a kind or buurt; `ander` is the id of the other entry of a pair."""

    lijst: str
    id: str
    code: str
    naam: str
    zin: str
    ander: str = ""


LIJSTEN = {
    "verouderd": "Lang niet nagekeken",
    "onvolledig": "Niet compleet",
    "dubbel": "Misschien dubbel",
    "buiten": "Buiten het werkgebied",
    "tegenspraak": "De toegang past niet bij de soort",
    "ritme": "De tijden spreken elkaar tegen",
    "geheim": "Een geheim adres staat in de tekst",
    "gaten": "Geen aanbod",
}


def _punt(lijst: str, v: Voorziening, zin: str, ander: str = "") -> Punt:
    return Punt(lijst, v.id, v.code, v.naam, zin, ander)


def verouderd(alle: Iterable[Voorziening], vandaag: dt.date) -> list[Punt]:
    """Entries that nobody checked for more than OUD_NA days, the oldest first."""
    oud = sorted((v for v in alle if v.oud(vandaag)), key=lambda v: (v.nagekeken_op or dt.date.min, v.id))
    return [
        _punt(
            "verouderd",
            v,
            f"Nagekeken op {v.nagekeken_op:%d-%m-%Y}. Dat is langer dan {OUD_NA} dagen geleden."
            if v.nagekeken_op
            else "Nog nooit nagekeken.",
        )
        for v in oud
    ]


def _bekend(tekst: str) -> bool:
    """A text that says something: "Vraag het de gemeente." is honest, but does not fill a field."""
    return bool(tekst) and not tekst.lower().startswith(VRAAG_DE_GEMEENTE)


COMPLEET: tuple[tuple[str, Callable[[Voorziening], object]], ...] = (
    ("aanbieder", lambda v: v.aanbieder),
    ("wat is dit", lambda v: v.wat),
    ("wanneer kan ik dit gebruiken", lambda v: v.wanneer),
    ("wat doe ik zelf", lambda v: v.zelf),
    ("waar ga ik heen", lambda v: any(_bekend(w) for w in v.waarheen)),
    ("kosten", lambda v: _bekend(v.kosten)),
    ("eerste stap", lambda v: v.eerste_stap),
    ("tijden", lambda v: _bekend(v.tijden)),
    ("telefoon of plek", lambda v: v.telefoon or v.plek or v.geheim_adres),
)


def mist_aan(v: Voorziening) -> list[str]:
    """The names of what an entry lacks: the four questions, costs, first step, hours in words, phone or place."""
    return [naam for naam, heeft in COMPLEET if not heeft(v)]


def onvolledig(alle: Iterable[Voorziening]) -> list[Punt]:
    """Entries that lack something a resident needs."""
    return [_punt("onvolledig", v, "Hier ontbreekt: " + ", ".join(mist) + ".") for v in alle if (mist := mist_aan(v))]


def compleetheid(alle: Sequence[Voorziening]) -> float:
    """Share of what should be filled in that is filled in, 0 to 1."""
    return 1 - sum(len(mist_aan(v)) for v in alle) / max(1, len(alle) * len(COMPLEET))


def _adres(v: Voorziening) -> str:
    return utils.default_process(f"{v.plek.adres} {v.plek.postcode}") if v.plek else ""


def _lijken(a: Voorziening, b: Voorziening, namen: float) -> bool:
    """Whether two entries with alike names (0-100) are probably one."""
    if (a.soort != b.soort and namen < 95) or re.findall(r"\d+", a.naam) != re.findall(r"\d+", b.naam):
        return False
    aanbieders = fuzz.token_sort_ratio(a.aanbieder, b.aanbieder, processor=utils.default_process)
    adres_a, adres_b = _adres(a), _adres(b)
    if adres_a and adres_b:
        zelfde_plek = fuzz.ratio(adres_a, adres_b) >= 90
        return zelfde_plek and (namen >= 85 or (aanbieders >= 85 and namen >= 70)) or (namen >= 97 and aanbieders >= 85)
    if a.telefoon and a.telefoon == b.telefoon and a.soort == b.soort:
        return namen >= 75
    return namen >= 88 and aanbieders >= 80


def dubbel(alle: Sequence[Voorziening]) -> list[Punt]:
    """Pairs that are probably one entry, by likeness of name, provider and address."""
    namen = [utils.default_process(v.naam) for v in alle]
    uit = []
    for begin in range(0, len(namen), BLOK):
        blok = process.cdist(namen[begin : begin + BLOK], namen, scorer=fuzz.token_sort_ratio, score_cutoff=70)
        for i, j in zip(*blok.nonzero(), strict=True):
            a, b = alle[begin + int(i)], alle[int(j)]
            if begin + int(i) < int(j) and _lijken(a, b, float(blok[i, j])):
                uit.append(_punt("dubbel", a, f"Lijkt op '{b.naam}' van {b.aanbieder or 'onbekend'} ({b.code}).", b.id))
    return uit


def buiten_werkgebied(alle: Iterable[Voorziening], g: Gemeente) -> list[Punt]:
    """Entries that name no area of this municipality, or stand in a buurt that does not exist or that they do not serve."""
    uit = []
    for v in alle:
        hier = {w for w in v.werkgebied if w in g.buurten or w == g.code}
        if v.werkgebied and not hier:
            uit.append(_punt("buiten", v, f"Het werkgebied ({', '.join(v.werkgebied)}) ligt niet in {g.naam}."))
        if v.plek and v.plek.buurt and v.plek.buurt not in g.buurten:
            uit.append(_punt("buiten", v, f"De buurt '{v.plek.buurt}' van de plek bestaat niet."))
        elif v.plek and v.plek.buurt and hier and g.code not in hier and v.plek.buurt not in hier:
            uit.append(_punt("buiten", v, f"De plek ligt in {g.buurten[v.plek.buurt].naam}, maar die buurt staat niet in het werkgebied."))
    return uit


_ZO_NAARTOE = re.compile(r"\bzo naartoe\b|\bloop (?:gerust |gewoon |maar |zo )*(?:naar )?binnen\b|\bzonder afspraak\b", re.IGNORECASE)


def tegenspraak(alle: Iterable[Voorziening], tax: Taxonomie) -> list[Punt]:
    """Entries whose way in contradicts their kind: maatwerk that seems open, an open door without a place or hours, "loop binnen" behind a sign-up."""
    uit = []
    for v in alle:
        soort = tax.soorten.get(v.soort)
        if soort and soort.ladder == "individueel" and v.toegang not in ("gesprek", "verwijzing"):
            uit.append(
                _punt("tegenspraak", v, f"'{soort.naam}' is hulp op maat, maar de toegang is '{v.toegang}'. Kies gesprek of verwijzing.")
            )
        if v.toegang == "vrij" and not (v.plek or v.open or _bekend(v.tijden) or v.geheim_adres):
            uit.append(_punt("tegenspraak", v, "Iedereen kan hier zo naartoe, maar er staat geen plek en geen tijd bij."))
        if v.toegang != "vrij" and _ZO_NAARTOE.search(v.eerste_stap):
            uit.append(_punt("tegenspraak", v, f"De eerste stap zegt dat iemand zo kan komen, maar de toegang is '{v.toegang}'."))
    return uit


_NIET_ELKE_WEEK = re.compile(
    r"\b(?:eerste|tweede|derde|vierde|laatste) (?:en (?:tweede|derde|vierde|laatste) )?(?:maan|dins|woens|donder|vrij|zater|zon)dag"
    r"|\bom de (?:twee )?we(?:ek|ken)\b|\b(?:drie|vier|vijf|zes|zeven|acht|tien) (?:weken|avonden|keer|\w+(?:avonden|ochtenden|middagen))\b"
    r"|\b(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\b"
    r"|\bdroog weer\b|\bbehalve vakanties\b|\bschooldagen\b|\bin het (?:voorjaar|najaar)\b",
    re.IGNORECASE,
)


def ritme(alle: Iterable[Voorziening]) -> list[Punt]:
    """Entries whose words say "the second Tuesday" or "eight weeks" while their hours say every week: somebody would stand at a closed door."""
    zin = "De tijden in woorden zijn niet elke week, maar de tijden per dag wel. Zet er 2e, laatste of soms voor."
    return [_punt("ritme", v, zin) for v in alle if v.open and _NIET_ELKE_WEEK.search(v.tijden) and any(not o.week for o in v.open)]


def geheim_in_tekst(alle: Sequence[Voorziening]) -> list[Punt]:
    """Confidential addresses that can be read all the same: in a text of the entry, or as the open address of another entry."""
    geheim = [v for v in alle if v.geheim_adres and v.plek]
    uit = []
    for v in geheim:
        teksten = " ".join(
            (v.naam, v.samenvatting, *v.wat, *v.wanneer, *v.zelf, *v.waarheen, v.kosten, v.eerste_stap, v.tijden, v.bron)
        ).lower()
        straat = re.split(r"\d", v.plek.adres if v.plek else "")[0].strip(" ,.").lower()
        if any(deel and deel in teksten for deel in (straat, v.plek.postcode.lower() if v.plek else "")):
            uit.append(_punt("geheim", v, "Het adres is geheim, maar de straat of postcode staat in een tekst. Haal die daar weg."))
    adressen = {_adres(v): v for v in geheim}
    for v in alle:
        if v.plek and not v.geheim_adres and (ander := adressen.get(_adres(v))):
            uit.append(_punt("geheim", v, f"Dit adres is geheim bij '{ander.naam}' ({ander.code}), maar staat hier open.", ander.id))
    return uit


def gaten(alle: Iterable[Voorziening], g: Gemeente, tax: Taxonomie, vandaag: dt.date) -> list[Punt]:
    """Kinds that nobody offers, or not in every buurt; buurten without one place of help."""
    per_soort: dict[str, list[Voorziening]] = defaultdict(list)
    met_plek: set[str] = set()
    for v in alle:
        if v.zichtbaar(vandaag):
            per_soort[v.soort].append(v)
            met_plek.update(b for b in ((v.plek.buurt,) if v.plek else ()) if b)
            met_plek.update(w for w in v.werkgebied if w in g.buurten)
    uit = []
    for s in tax.soorten.values():
        rijen = per_soort.get(s.code, [])
        if not rijen:
            uit.append(Punt("gaten", "", s.code, s.naam, "Van deze soort is er niets."))
            continue
        zonder = [
            b.naam
            for b in g.buurten.values()
            if not any(not v.werkgebied or g.code in v.werkgebied or b.code in v.werkgebied for v in rijen)
        ]
        if zonder:
            uit.append(Punt("gaten", "", s.code, s.naam, "Niet voor " + ", ".join(zonder) + "."))
    uit += [
        Punt("gaten", "", b.code, b.naam, "In deze buurt is geen enkele plek met hulp.")
        for b in g.buurten.values()
        if b.code not in met_plek
    ]
    return uit


def alles(alle: Sequence[Voorziening], g: Gemeente, tax: Taxonomie, vandaag: dt.date) -> dict[str, list[Punt]]:
    """Every list by its code (LIJSTEN gives the names); what editors see and what the command prints are the same."""
    return {
        "verouderd": verouderd(alle, vandaag),
        "onvolledig": onvolledig(alle),
        "dubbel": dubbel(alle),
        "buiten": buiten_werkgebied(alle, g),
        "tegenspraak": tegenspraak(alle, tax),
        "ritme": ritme(alle),
        "geheim": geheim_in_tekst(alle),
        "gaten": gaten(alle, g, tax, vandaag),
    }
