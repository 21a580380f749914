"""The labelled questions: what residents type and which kinds of help answer it. Proof of findability, edited on line. Rules, no HTTP.

A question is found when one of its kinds stands among the first three by relevance. A change of phrases is tried on all of them first.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import logboek
from portal.database import Database
from portal.gesprek import begrijp
from portal.schoon import zonder_bsn
from portal.tabellen import Account, Voorbeeldvraag, ZinRij
from sociale_kaart import check
from sociale_kaart.model import Taxonomie, Voorziening
from sociale_kaart.search import Kaart
from sociale_kaart.woorden.lezer import DATA

N_ = str
EERSTE = 3  # places that count
LANGST = 300
MEESTE_SOORTEN = 4
BEGIN = DATA / "voorbeeldvragen.jsonl"


@dataclass(frozen=True, slots=True)
class Uitslag:
    """A question and what a resident gets now: kinds by relevance."""

    vraag: Voorbeeldvraag
    kreeg: tuple[str, ...]
    raak: bool


@dataclass(frozen=True, slots=True)
class Gevolg:
    """What a change would do to the questions: lost and won, each with the kinds before and after."""

    verloren: tuple[tuple[Uitslag, Uitslag], ...]
    gewonnen: tuple[tuple[Uitslag, Uitslag], ...]


@cache
def begin() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(text, kinds) of the questions that come with the project."""
    regels = (json.loads(r) for r in BEGIN.read_text(encoding="utf-8").splitlines() if r.strip())
    return tuple((r["text"], tuple(r["kinds"])) for r in regels)


def zaai(db: Database, nu: dt.datetime) -> int:
    """Put the questions of the project in an empty table. Returns how many."""
    with db.schrijf() as s:
        if s.scalar(select(Voorbeeldvraag.id).limit(1)):
            return 0
        s.add_all(Voorbeeldvraag(tekst=t, soorten=list(k), aan=True, door="begin", op=nu) for t, k in begin())
    return len(begin())


def alle(s: Session, ook_uit: bool = False) -> list[Voorbeeldvraag]:
    """The questions in the order they came; those that are off only when asked."""
    rijen = s.scalars(select(Voorbeeldvraag).order_by(Voorbeeldvraag.id))
    return [r for r in rijen if r.aan or ook_uit]


# --- trying them ----------------------------------------------------------------------------------------------------------

_al: WeakKeyDictionary[Kaart, dict[str, tuple[str, ...]]] = WeakKeyDictionary()


def krijgt(kaart: Kaart, tekst: str) -> tuple[str, ...]:
    """The kinds that a resident sees for a text, by relevance; remembered as long as this Kaart lives."""
    al = _al.setdefault(kaart, {})
    if tekst not in al:
        items = sorted(begrijp(kaart, tekst).items, key=lambda v: v.relevance)
        al[tekst] = tuple(dict.fromkeys(v.soort.code for v in items))
    return al[tekst]


def toets(kaart: Kaart, vragen: Iterable[Voorbeeldvraag]) -> list[Uitslag]:
    """Each question on this Kaart."""
    uit = []
    for v in vragen:
        kreeg = krijgt(kaart, v.tekst)
        uit.append(Uitslag(v, kreeg, bool(set(v.soorten) & set(kreeg[:EERSTE]))))
    return uit


def kaart_met_zin(kaart: Kaart, rijen: Iterable[ZinRij], soort: str, zin: str, aan: bool) -> Kaart:
    """The Kaart as it would be with a phrase added to a kind or switched off; `rijen`: what editors changed so far."""
    zinnen = {(r.soort, r.zin): r.aan for r in rijen} | {(soort, zin): aan}
    tax = kaart.tax
    basis = {z for rij in (tax.soorten[soort].namen, *tax.soorten[soort].zinnen.values()) for z in rij}
    if aan and zin in basis:
        del zinnen[soort, zin]  # the phrase of the repository counts again by itself
    return _kaart(kaart, kaart.alle.values(), zinnen)


def _kaart(kaart: Kaart, alle_: Iterable[Voorziening], zinnen: dict[tuple[str, str], bool]) -> Kaart:
    """With these entries and phrases (kind, phrase) -> whether it counts."""
    erbij, eraf = [k for k, telt in zinnen.items() if telt], [k for k, telt in zinnen.items() if not telt]
    return Kaart(kaart.gemeente, alle_, erbij, eraf)


def kaart_zonder(kaart: Kaart, rijen: Iterable[ZinRij], weg: Collection[str]) -> Kaart:
    """The Kaart as it would be without these entries."""
    return _kaart(kaart, [v for v in kaart.alle.values() if v.id not in weg], {(r.soort, r.zin): r.aan for r in rijen})


def verliest(kaart: Kaart, nieuw: Kaart, vragen: Iterable[Voorbeeldvraag]) -> Gevolg:
    """Which questions a change would lose or win. A question that no changed phrase and no entry touches is not tried again."""
    zelfde_plekken = kaart.alle.keys() == nieuw.alle.keys()
    raakt = []
    for v in vragen:
        lezing = kaart.lezer.lees(v.tekst)
        if not zelfde_plekken or kaart.zinnen.lijkt(lezing) != nieuw.zinnen.lijkt(lezing):
            raakt.append(v)
    paren = list(zip(toets(kaart, raakt), toets(nieuw, raakt), strict=True))
    return Gevolg(
        tuple((a, b) for a, b in paren if a.raak and not b.raak),
        tuple((a, b) for a, b in paren if b.raak and not a.raak),
    )


def verliest_door_zin(s: Session, kaart: Kaart, soort: str, zin: str, aan: bool) -> Gevolg:
    """Which questions a phrase would lose or win, before it is published."""
    rijen = list(s.scalars(select(ZinRij).order_by(ZinRij.id)))
    return verliest(kaart, kaart_met_zin(kaart, rijen, soort, zin, aan), alle(s))


# --- editing them ---------------------------------------------------------------------------------------------------------


def netjes(tekst: str) -> str:
    """One line, without a citizen number."""
    return zonder_bsn(" ".join(tekst.split()))[0]


def fouten(s: Session, tax: Taxonomie, id: int, tekst: str, soorten: Sequence[str]) -> list[tuple[str, str]]:
    """(field, sentence) of what is wrong with a question."""
    uit = []
    if len(tekst) < 3 or len(tekst) > LANGST:
        uit.append(("tekst", N_("Schrijf een vraag van 3 tot 300 tekens, zoals een inwoner hem typt.")))
    elif check.vreemd(tekst):
        uit.append(("tekst", N_("Gebruik alleen gewone tekst.")))
    elif s.scalar(select(Voorbeeldvraag.id).where(Voorbeeldvraag.tekst == tekst, Voorbeeldvraag.id != id)):
        uit.append(("tekst", N_("Deze vraag staat er al.")))
    if not soorten or not set(soorten) <= set(tax.soorten):
        uit.append(("soort_1", N_("Kies ten minste één soort hulp die goed is.")))
    return uit


def bewaar(s: Session, wie: Account, id: int, tekst: str, soorten: Sequence[str], nu: dt.datetime) -> Voorbeeldvraag | None:
    """A new question (id 0), or another text or kinds. None when it is not there."""
    rij = s.get(Voorbeeldvraag, id) if id else Voorbeeldvraag(aan=True)
    if rij is None:
        return None
    rij.tekst, rij.soorten, rij.door, rij.op = tekst, list(dict.fromkeys(soorten))[:MEESTE_SOORTEN], wie.toon, nu
    s.add(rij)
    s.flush()
    logboek.schrijf(s, wie.naam, "kaart: vraag gewijzigd" if id else "kaart: vraag erbij", str(rij.id))
    return rij


def zet(s: Session, wie: Account, id: int, aan: bool, nu: dt.datetime) -> bool:
    """On or off; nothing is removed. False when it is not there."""
    rij = s.get(Voorbeeldvraag, id)
    if rij is None:
        return False
    rij.aan, rij.door, rij.op = aan, wie.toon, nu
    logboek.schrijf(s, wie.naam, "kaart: vraag aan" if aan else "kaart: vraag uit", str(id))
    return True


def als_jsonl(vragen: Iterable[Voorbeeldvraag], tax: Taxonomie) -> Iterator[str]:
    """A line of JSON for each question: id, text, kinds, domains."""
    for v in vragen:
        domeinen = list(dict.fromkeys(tax.soorten[c].domein for c in v.soorten if c in tax.soorten))
        yield json.dumps({"id": f"v{v.id:04}", "text": v.tekst, "kinds": v.soorten, "domains": domeinen}, ensure_ascii=False) + "\n"
