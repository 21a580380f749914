"""Today's work of the editors: everything that asks for one, the most useful first. Gives lists as data; never a person of a referral. Knows no HTTP."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import logboek, tellen
from portal.redactie import Wie
from portal.tabellen import Bericht, Concept, Stand, VoorzieningRij
from sociale_kaart import check
from sociale_kaart.check import Punt
from sociale_kaart.load import Gemeente
from sociale_kaart.model import OUD_NA, Taxonomie, Voorziening, uit_gegevens
from sociale_kaart.taalhulp import tips_voor

KLOPT_NIET, VOORSTEL, ZIN, GEMIST = "klopt-niet", "voorstel", "zin", "gemist"
PLEK = ("plek_vrij", "plek_vanaf")  # a free place: words, first free day
VOLGORDE = ("geheim", "verborgen", "verouderd", "moeilijk", "onvolledig", "dubbel", "tegenspraak", "ritme", "buiten", "gaten")


@dataclass(frozen=True, slots=True)
class Vandaag:
    """Today's work. `versie`: of each entry, for the lock; begrippen: (concept, how often); vers: how many are fresh, ageing, old, hidden."""

    nakijken: list[tuple[Concept, Voorziening]]
    meldingen: list[tuple[Bericht, Voorziening | None]]
    voorstellen: list[tuple[Bericht, VoorzieningRij]]
    zinnen: list[Bericht]
    gemist: list[Bericht]
    begrippen: list[tuple[str, int]]
    punten: dict[str, list[Punt]]
    concepten: list[tuple[Concept | None, Voorziening]]
    versie: dict[str, int]
    vers: dict[str, int]
    live: int

    @property
    def aantal(self) -> int:
        """Tasks that an editor can finish; kinds without cover are no task for today."""
        los = (self.nakijken, self.meldingen, self.voorstellen, self.zinnen, self.gemist, self.begrippen, self.concepten)
        return sum(len(x) for x in los) + sum(len(p) for c, p in self.punten.items() if c != "gaten")


def lijst(s: Session, g: Gemeente, tax: Taxonomie, dag: dt.date) -> Vandaag:
    """Everything that asks for an editor, straight from the database."""
    rijen = {r.id: r for r in s.scalars(select(VoorzieningRij).order_by(VoorzieningRij.id)) if r.staat != "archief"}
    alle = {id: uit_gegevens(r.gegevens) for id, r in rijen.items()}
    live = [alle[id] for id, r in rijen.items() if r.staat == "live"]
    open_ = list(s.scalars(select(Bericht).where(Bericht.klaar_op.is_(None)).order_by(Bericht.op, Bericht.id)))
    drafts = {c.voorziening_id: c for c in s.scalars(select(Concept).order_by(Concept.op)) if c.voorziening_id in alle}
    punten = check.alles(live, g, tax, dag) | {"verborgen": verborgen(live, dag), "moeilijk": moeilijk(live)}
    weg = {p.id for p in punten["verborgen"]}
    punten["verouderd"] = [p for p in punten["verouderd"] if p.id not in weg]
    nieuw = [id for id, r in rijen.items() if r.staat == "concept" and id not in drafts]
    return Vandaag(
        [(c, alle[id]) for id, c in drafts.items() if c.staat == "nakijken"],
        [(b, alle.get(b.voorziening_id)) for b in open_ if b.soort == KLOPT_NIET],
        [(b, rijen[b.voorziening_id]) for b in open_ if b.soort == VOORSTEL and b.voorziening_id in rijen],
        [b for b in open_ if b.soort == ZIN],
        [b for b in open_ if b.soort == GEMIST],
        tellen.gemist(s, dag),
        {c: punten.get(c, []) for c in VOLGORDE},
        [(c, alle[id]) for id, c in drafts.items() if c.staat != "nakijken"] + [(None, alle[id]) for id in nieuw],
        {id: r.versie for id, r in rijen.items()},
        vers(live, dag),
        len(live),
    )


def verborgen(live: list[Voorziening], dag: dt.date) -> list[Punt]:
    """Entries that nobody sees any more, because nobody said that they are still right."""
    return [
        Punt(
            "verborgen",
            v.id,
            v.code,
            v.naam,
            f"Wij vroegen het op {v.gevraagd_op:%d-%m-%Y}. Niemand gaf antwoord. Inwoners zien dit niet meer.",
        )
        for v in live
        if v.verborgen(dag)
    ]


def moeilijk(live: list[Voorziening]) -> list[Punt]:
    """Entries that could be written more simply, the most advice first."""
    uit = []
    for v in live:
        if gevonden := tips_voor(v):
            per = Counter(t.soort for t in gevonden)
            delen = [
                f"{n} {een if n == 1 else meer}"
                for soort, een, meer in (
                    ("lang", "lange zin", "lange zinnen"),
                    ("moeilijk", "moeilijk woord", "moeilijke woorden"),
                    ("lijdend", "zin met 'worden'", "zinnen met 'worden'"),
                )
                if (n := per[soort])
            ]
            uit.append((len(gevonden), Punt("moeilijk", v.id, v.code, v.naam, ", ".join(delen).capitalize() + ".")))
    return [p for _, p in sorted(uit, key=lambda x: (-x[0], x[1].id))]


def vers(live: list[Voorziening], dag: dt.date) -> dict[str, int]:
    """How many entries are how fresh."""
    uit = {"vers": 0, "ouder": 0, "oud": 0, "verborgen": 0}
    for v in live:
        if v.verborgen(dag):
            uit["verborgen"] += 1
        elif v.oud(dag):
            uit["oud"] += 1
        else:
            uit["ouder" if v.nagekeken_op and (dag - v.nagekeken_op).days > OUD_NA // 2 else "vers"] += 1
    return uit


def begrip_klaar(s: Session, wie: Wie, begrip: str, dag: dt.date) -> bool:
    """Something was done about a concept that nobody could find. False when it is none that is counted."""
    if begrip not in tellen.TELBAAR:
        return False
    tellen.zet_klaar(s, begrip, dag)
    logboek.schrijf(s, wie.naam, "kaart: begrip klaar", begrip)
    return True


def bericht(s: Session, id: int, *soorten: str) -> Bericht | None:
    """A message to the editors that still waits, of one of these sorts."""
    b = s.get(Bericht, id, with_for_update=True)
    return b if b is not None and b.soort in soorten else None


def bericht_klaar(s: Session, wie: Wie, id: int, moment: dt.datetime) -> bool:
    """A report, proposal or sentence was dealt with. False when it is no message of ours."""
    b = bericht(s, id, KLOPT_NIET, VOORSTEL, ZIN, GEMIST)
    if b is None:
        return False
    if b.klaar_op is None:
        b.klaar_op, b.klaar_door = moment, wie.toon
        logboek.schrijf(s, wie.naam, "kaart: melding klaar", b.voorziening_id or str(id))
    return True


def stand(s: Session) -> int:
    """The counter after what this transaction published."""
    rij = s.get(Stand, 1)
    return rij.waarde if rij else 0


def waarde_van(rij: VoorzieningRij, naam: str) -> Any:
    """The present value of a field that a provider may change; a free place stands within respijt."""
    return ((rij.gegevens.get("respijt") or {}) if naam in PLEK else rij.gegevens).get(naam)
