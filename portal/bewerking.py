"""Something edited with care: a draft, a second person where the profile asks, on line, every version, undo. Rules, no HTTP.

Knows keys and data, not what they mean: `gesprekteksten` and `paginas` say that. What is live reaches every worker through the counter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import logboek
from portal.database import hoog_stand_op
from portal.tabellen import Account, Bewerking, Stand
from sociale_kaart.load import Gemeente

N_ = str
Inhouden = Mapping[str, Mapping[str, Any]]  # key -> what is live


@dataclass(frozen=True, slots=True)
class Eerder:
    """What somebody else saved: who, when, what."""

    toon: str
    op: dt.datetime
    inhoud: Mapping[str, Any]


class Ingehaald(Exception):
    """Somebody else saved this meanwhile; nothing was written. `rij` is what they saved (None: the page was of another thing)."""

    def __init__(self, rij: Bewerking | None) -> None:
        super().__init__()
        self.rij = Eerder(rij.toon, rij.op, rij.inhoud) if rij else None


class MagNiet(Exception):
    """This may not be done; `zin` says why and what to do."""

    def __init__(self, zin: str) -> None:
        super().__init__(zin)
        self.zin = zin


def tweede_lezer(g: Gemeente) -> bool:
    """Whether the profile asks for a second person before anything goes on line."""
    return g.redactie.tweede_lezer


def laatste(s: Session, sleutel: str) -> Bewerking | None:
    """The newest version of a key, whatever its state."""
    return s.scalar(select(Bewerking).where(Bewerking.sleutel == sleutel).order_by(Bewerking.versie.desc()).limit(1))


def in_staat(s: Session, sleutel: str, staat: str) -> Bewerking | None:
    """The version of a key that is live, or a draft."""
    return s.scalar(select(Bewerking).where(Bewerking.sleutel == sleutel, Bewerking.staat == staat).limit(1))


def alle(s: Session, begin: str = "", staat: str = "live") -> list[Bewerking]:
    """Every row in a state whose key begins so, in the order of keys."""
    rijen = s.scalars(select(Bewerking).where(Bewerking.staat == staat).order_by(Bewerking.sleutel))
    return [r for r in rijen if r.sleutel.startswith(begin)]


def versies(s: Session, sleutel: str) -> list[Bewerking]:
    """All versions, the newest first."""
    return list(s.scalars(select(Bewerking).where(Bewerking.sleutel == sleutel).order_by(Bewerking.versie.desc())))


def levend(s: Session) -> dict[str, dict[str, Any]]:
    """Key -> data of all that is on line; what went back to the repository is not in it."""
    return {r.sleutel: r.inhoud for r in s.scalars(select(Bewerking).where(Bewerking.staat == "live").order_by(Bewerking.id)) if r.inhoud}


def _zet(
    s: Session, wie: Account, sleutel: str, versie: int, inhoud: Mapping[str, Any], staat: str, waarom: str, nu: dt.datetime
) -> Bewerking:
    """One new version. Takes the lock of the counter first, so that two editors come one after the other."""
    s.get(Stand, 1, with_for_update=True)
    vorige = laatste(s, sleutel)
    if (vorige.versie if vorige else 0) != versie:
        raise Ingehaald(vorige)
    weg = ("concept", "live") if staat == "live" else ("concept",)
    s.execute(update(Bewerking).where(Bewerking.sleutel == sleutel, Bewerking.staat.in_(weg)).values(staat="oud"))
    rij = Bewerking(
        sleutel=sleutel,
        versie=versie + 1,
        inhoud=dict(inhoud),
        staat=staat,
        door=wie.naam,
        toon=wie.toon,
        op=nu,
        waarom=waarom[:200],
        stand=hoog_stand_op(s) if staat == "live" else 0,
    )
    s.add(rij)
    logboek.schrijf(s, wie.naam, f"tekst: {waarom}"[:40], sleutel[:80])
    s.flush()
    return rij


def bewaar(
    s: Session, wie: Account, g: Gemeente, sleutel: str, versie: int, inhoud: Mapping[str, Any], online: bool, nu: dt.datetime
) -> Bewerking:
    """Keep over version `versie` (0: there was none): on line, or a draft when asked or when a second person must look. Raises Ingehaald."""
    if online and not tweede_lezer(g):
        return _zet(s, wie, sleutel, versie, inhoud, "live", "online" if inhoud else "terug naar het project", nu)
    return _zet(s, wie, sleutel, versie, inhoud, "concept", "concept", nu)


def _van(s: Session, id: int) -> Bewerking:
    rij = s.get(Bewerking, id)
    if rij is None or rij.staat != "concept":
        raise MagNiet(N_("Dit concept is er niet meer. Iemand anders was net voor."))
    return rij


def keur_goed(s: Session, wie: Account, g: Gemeente, id: int, nu: dt.datetime) -> Bewerking:
    """A draft goes on line. Raises MagNiet when who wrote it approves it while the profile asks for a second person."""
    s.get(Stand, 1, with_for_update=True)
    rij = _van(s, id)
    if tweede_lezer(g) and rij.door == wie.naam:
        raise MagNiet(N_("U schreef dit zelf. Vraag een collega om het na te kijken."))
    s.execute(update(Bewerking).where(Bewerking.sleutel == rij.sleutel, Bewerking.staat == "live").values(staat="oud"))
    rij.staat, rij.akkoord_door, rij.stand = "live", wie.toon, hoog_stand_op(s)
    logboek.schrijf(s, wie.naam, "tekst: akkoord", rij.sleutel[:80])
    s.flush()
    return rij


def gooi_weg(s: Session, wie: Account, id: int) -> Bewerking:
    """A draft is not used; it stays in the history."""
    rij = _van(s, id)
    rij.staat = "oud"
    logboek.schrijf(s, wie.naam, "tekst: concept weg", rij.sleutel[:80])
    return rij


def zet_terug(s: Session, wie: Account, g: Gemeente, sleutel: str, versie: int, naar: int, nu: dt.datetime) -> Bewerking:
    """Undo: an older version as a new one (0: as the repository says). Raises Ingehaald, MagNiet."""
    oud = s.scalar(select(Bewerking).where(Bewerking.sleutel == sleutel, Bewerking.versie == naar))
    if oud is None and naar:
        raise MagNiet(N_("Deze versie is er niet."))
    staat = "concept" if tweede_lezer(g) else "live"
    return _zet(s, wie, sleutel, versie, oud.inhoud if oud else {}, staat, f"versie {naar} terug" if naar else "terug naar het project", nu)
