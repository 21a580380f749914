"""A draft beside an entry: kept, read by a second person, put on line or thrown away. What residents see changes only by `zet_online`. Knows no HTTP."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal import logboek, redactie
from portal.redactie import Ingehaald, MagNiet, Wie
from portal.tabellen import Concept, VoorzieningRij
from sociale_kaart.model import Taxonomie, uit_gegevens

N_ = str
EIGEN = N_("U schreef dit zelf. Vraag een collega om het te lezen.")


class ConceptIngehaald(Exception):
    """Somebody else changed the draft meanwhile; nothing was written."""

    def __init__(self, concept: Concept) -> None:
        super().__init__()
        self.concept = concept


def van(s: Session, id: str) -> Concept | None:
    """The draft of an entry."""
    return s.get(Concept, id)


def _op_slot(s: Session, id: str, versie: int) -> Concept | None:
    """The draft, locked. Raises ConceptIngehaald when it is another version than the one that was on the screen (0: there was none)."""
    s.get(VoorzieningRij, id, with_for_update=True)  # always the entry first: two at once wait for each other and never meet
    concept = s.get(Concept, id, with_for_update=True)
    if concept is not None and concept.versie != versie:
        s.expunge(concept)  # the screen shows it after the roll-back
        raise ConceptIngehaald(concept)
    return concept


def samen(s: Session, rij: VoorzieningRij, concept: Concept) -> tuple[dict[str, Any], list[str]]:
    """(the draft over what is on line now, names that both changed since the draft began). What only the other changed is taken over."""
    begin = redactie.versie_van(s, rij.id, concept.basis)
    was: Mapping[str, Any] = begin.gegevens if begin else rij.gegevens
    uit, beide = dict(rij.gegevens), []
    for naam, waarde in concept.gegevens.items():
        if waarde != was.get(naam):
            if rij.gegevens.get(naam) != was.get(naam) and rij.gegevens.get(naam) != waarde:
                beide.append(naam)
            uit[naam] = waarde
    datums = [d for d in (rij.gegevens.get("nagekeken_op"), concept.gegevens.get("nagekeken_op")) if d]
    uit["nagekeken_op"] = max(datums, default=None)
    return uit, [n for n in beide if n != "nagekeken_op"]


def _netjes(gegevens: Mapping[str, Any]) -> dict[str, Any]:
    return uit_gegevens(dict(gegevens)).als_gegevens()


def bewaar(
    s: Session, wie: Wie, id: str, versie: int, conceptversie: int, gegevens: Mapping[str, Any], vraag: bool, moment: dt.datetime
) -> Concept:
    """Keep a draft over version `versie` of the entry. vraag: ask a second reader. Raises Ingehaald or ConceptIngehaald."""
    rij = s.get_one(VoorzieningRij, id, with_for_update=True)
    if rij.versie != versie:
        s.expunge(rij)
        raise Ingehaald(rij)
    concept = _op_slot(s, id, conceptversie)
    if concept is None:
        concept = Concept(voorziening_id=id)
        s.add(concept)
    concept.gegevens, concept.basis, concept.staat = _netjes(gegevens), versie, "nakijken" if vraag else "bezig"
    concept.door_naam, concept.door, concept.op, concept.zegt = wie.naam, wie.toon, moment, ""
    s.flush()
    logboek.schrijf(s, wie.naam, "kaart: tweede lezer gevraagd" if vraag else "kaart: concept", id)
    return concept


def zet_online(
    s: Session, wie: Wie, id: str, versie: int, conceptversie: int, gegevens: Mapping[str, Any], waarom: str, moment: dt.datetime
) -> VoorzieningRij:
    """Publish what the editor has on the screen; the draft is done. Raises Ingehaald or ConceptIngehaald."""
    concept = _op_slot(s, id, conceptversie)
    rij = redactie.publiceer(s, wie, id, versie, gegevens, "live", waarom, moment)
    if concept is not None:
        s.delete(concept)
    return rij


def keur_goed(
    s: Session, wie: Wie, id: str, versie: int, conceptversie: int, tax: Taxonomie, tweede: bool, moment: dt.datetime
) -> VoorzieningRij | None:
    """Read and found good: the draft goes on line. None when there is no draft (any more). Raises MagNiet for who wrote it, when a second reader is asked."""
    concept = _op_slot(s, id, conceptversie)
    rij = s.get(VoorzieningRij, id)
    if rij is None or concept is None:
        return None
    if tweede and concept.door_naam == wie.naam:
        raise MagNiet([("naam", EIGEN)])
    gegevens, _ = samen(s, rij, concept)
    if fouten := redactie.keur(gegevens, tax):
        raise MagNiet(fouten)
    return zet_online(s, wie, id, versie, conceptversie, gegevens, f"geschreven door {concept.door}, gelezen door {wie.toon}", moment)


def stuur_terug(s: Session, wie: Wie, id: str, conceptversie: int, zegt: str) -> bool:
    """Back to who wrote it, with a word. False when there is no draft."""
    concept = _op_slot(s, id, conceptversie)
    if concept is None:
        return False
    concept.staat, concept.zegt = "terug", " ".join(zegt.split())[:300]
    logboek.schrijf(s, wie.naam, "kaart: concept terug", id)
    return True


def gooi_weg(s: Session, wie: Wie, id: str, conceptversie: int) -> bool:
    """The draft is gone; what is on line stays. False when there is no draft."""
    concept = _op_slot(s, id, conceptversie)
    if concept is None:
        return False
    s.delete(concept)
    logboek.schrijf(s, wie.naam, "kaart: concept weg", id)
    return True
