"""The outage log (L-26): when the site did not work, for everybody to read on /over. Rules and a command; no HTTP."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import sys
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import logboek
from portal.database import Database
from portal.tabellen import Storing
from portal.werkdagen import AMSTERDAM, nu

LANGST = 200
MEESTE = 20


def alle(db: Database, ook_vervallen: bool = False) -> list[Storing]:
    """The last outages that count, newest first (or with those that lapsed too); an empty list when the database is away."""
    vraag = select(Storing).order_by(Storing.begin.desc(), Storing.id.desc()).limit(MEESTE)
    try:
        with db.lees() as s:
            return list(s.scalars(vraag if ook_vervallen else vraag.where(Storing.vervallen_op.is_(None))))
    except Exception:
        return []


def fouten(wat: str, begin: dt.datetime | None, einde: dt.datetime | None, moment: dt.datetime) -> list[tuple[str, str]]:
    """(field, sentence) for what is wrong with an outage. `begin` None: what was typed is no moment."""
    uit = []
    if not wat.strip() or len(" ".join(wat.split())) > LANGST:
        uit.append(("wat", "Schrijf in één zin wat er stuk was."))
    if begin is None:
        uit.append(("begin", "Vul in wanneer het begon. Bijvoorbeeld 28-11-2026 10:15."))
    elif begin > moment:
        uit.append(("begin", "Dit moment is nog niet geweest. Vul in wanneer het begon."))
    if einde is not None and einde > moment:
        uit.append(("einde", "Dit moment is nog niet geweest. Duurt het nog? Laat dit dan leeg."))
    elif begin is not None and einde is not None and einde < begin:
        uit.append(("einde", "Het einde ligt voor het begin."))
    return uit


def meld(db: Database, door: str, begin: dt.datetime, einde: dt.datetime | None, wat: str) -> int:
    """Add an outage; `einde` None: it still lasts. Raises ValueError with a Dutch sentence."""
    for _veld, zin in fouten(wat, begin, einde, nu()):
        raise ValueError(zin)
    with db.schrijf() as s:
        return _zet(s, door, begin, einde, wat)


def _zet(s: Session, door: str, begin: dt.datetime, einde: dt.datetime | None, wat: str) -> int:
    rij = Storing(begin=begin, einde=einde, wat=" ".join(wat.split()))
    s.add(rij)
    s.flush()
    logboek.schrijf(s, door, "storing gemeld", str(rij.id))
    return rij.id


def verbeter(db: Database, door: str, id: int, begin: dt.datetime, einde: dt.datetime | None, wat: str) -> int:
    """Another entry in the place of one that was wrong. Raises LookupError when that no longer counts, ValueError with a Dutch sentence."""
    for _veld, zin in fouten(wat, begin, einde, nu()):
        raise ValueError(zin)
    with db.schrijf() as s:
        _laat_vervallen(s, door, id, "storing verbeterd")
        return _zet(s, door, begin, einde, wat)


def trek_in(db: Database, door: str, id: int) -> None:
    """There was no outage. Raises LookupError when the entry no longer counts."""
    with db.schrijf() as s:
        _laat_vervallen(s, door, id, "storing ingetrokken")


def _geldig(s: Session, id: int) -> Storing:
    rij = s.get(Storing, id, with_for_update=True)
    if rij is None or rij.vervallen_op is not None:
        raise LookupError(id)
    return rij


def _laat_vervallen(s: Session, door: str, id: int, waarom: str) -> None:
    rij = _geldig(s, id)
    rij.vervallen_op, rij.vervallen_door = nu(), door
    logboek.schrijf(s, door, waarom, str(id))


def beeindig(db: Database, door: str, id: int, einde: dt.datetime) -> None:
    """End one outage. Raises LookupError when there is none that still lasts, ValueError with a Dutch sentence when the moment is wrong."""
    with db.schrijf() as s:
        rij = _geldig(s, id)
        if rij.einde is not None:
            raise LookupError(id)
        _zet_einde(s, door, rij, einde)


def over(db: Database, door: str, moment: dt.datetime) -> int:
    """End every outage that still lasts, or none when the moment is wrong for one (ValueError). Returns how many."""
    with db.schrijf() as s:
        rijen = s.scalars(select(Storing).where(Storing.einde.is_(None), Storing.vervallen_op.is_(None))).all()
        for rij in rijen:
            _zet_einde(s, door, rij, moment)
        return len(rijen)


def _zet_einde(s: Session, door: str, rij: Storing, einde: dt.datetime) -> None:
    for _veld, zin in fouten(rij.wat, rij.begin, einde, nu()):
        raise ValueError(zin)
    rij.einde = einde
    logboek.schrijf(s, door, "storing voorbij", str(rij.id))


def lees_moment(tekst: str) -> dt.datetime | None:
    """A moment in Dutch time as a browser sends it or as a person types it; None when it is none."""
    for vorm in ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d-%m-%Y %H:%M", "%d-%m-%Y %H.%M"):
        with contextlib.suppress(ValueError):
            return dt.datetime.strptime(tekst.strip(), vorm).replace(tzinfo=AMSTERDAM)
    return None


def _doe(a: argparse.Namespace) -> int:
    from portal.config import instellingen

    db = Database(instellingen().database)
    db.migreer()
    begin, einde = (lees_moment(getattr(a, v, "")) for v in ("begin", "einde"))
    for veld in ("begin", "einde"):
        if getattr(a, veld, "") and lees_moment(getattr(a, veld)) is None:
            sys.stdout.write(f"--{veld} is no moment; an example: 2026-11-28T10:15\n")
            return 1
    try:
        if a.storing == "voorbij":
            sys.stdout.write(f"{over(db, 'opdrachtregel', einde or nu())} outage(s) ended.\n")
            return 0
        nummer = meld(db, "opdrachtregel", begin or nu(), einde, a.zin)
    except ValueError as fout:
        sys.stdout.write(f"{fout}\n")
        return 1
    sys.stdout.write(f"Outage {nummer} stands on /over.\n")
    return 0


def opdracht(sub: Any) -> None:
    """Hang `storing meld | voorbij` in the command line."""
    p = sub.add_parser("storing", help="the outage log on /over: meld, voorbij")
    wat = p.add_subparsers(dest="storing", required=True)
    p = wat.add_parser("meld", help="add an outage, with one sentence residents understand")
    p.add_argument("zin")
    p.add_argument("--begin", default="", help="2026-11-28T10:15 (now when left out)")
    p.add_argument("--einde", default="", help="left out: it still lasts")
    p.set_defaults(doe=_doe)
    p = wat.add_parser("voorbij", help="everything works again")
    p.add_argument("--einde", default="", help="2026-11-28T10:45 (now when left out)")
    p.set_defaults(doe=_doe)


__all__ = ["alle", "beeindig", "fouten", "lees_moment", "meld", "opdracht", "over", "trek_in", "verbeter"]
