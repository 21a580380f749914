"""The outage log (L-26): when the site did not work, for everybody to read on /over. Rules and a command; no HTTP."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from typing import Any

from sqlalchemy import select

from portal import logboek
from portal.database import Database
from portal.tabellen import Storing
from portal.werkdagen import AMSTERDAM, nu

LANGST = 200
MEESTE = 20


def alle(db: Database) -> list[Storing]:
    """The last outages, newest first; an empty list when the database is away."""
    try:
        with db.lees() as s:
            return list(s.scalars(select(Storing).order_by(Storing.begin.desc()).limit(MEESTE)))
    except Exception:
        return []


def meld(db: Database, door: str, begin: dt.datetime, einde: dt.datetime | None, wat: str) -> int:
    """Add an outage; `einde` None: it still lasts. Raises ValueError with a Dutch sentence."""
    wat = " ".join(wat.split())
    if not wat or len(wat) > LANGST:
        raise ValueError("Schrijf in één zin wat er stuk was.")
    if einde is not None and einde < begin:
        raise ValueError("Het einde ligt voor het begin.")
    with db.schrijf() as s:
        rij = Storing(begin=begin, einde=einde, wat=wat)
        s.add(rij)
        s.flush()
        logboek.schrijf(s, door, "storing gemeld", str(rij.id))
        return rij.id


def over(db: Database, door: str, moment: dt.datetime) -> int:
    """End every outage that still lasts. Returns how many."""
    with db.schrijf() as s:
        rijen = s.scalars(select(Storing).where(Storing.einde.is_(None))).all()
        for rij in rijen:
            rij.einde = moment
            logboek.schrijf(s, door, "storing voorbij", str(rij.id))
        return len(rijen)


def _moment(tekst: str) -> dt.datetime:
    return dt.datetime.fromisoformat(tekst).replace(tzinfo=AMSTERDAM) if tekst else nu()


def _doe(a: argparse.Namespace) -> int:
    from portal.config import instellingen

    db = Database(instellingen().database)
    db.migreer()
    if a.storing == "voorbij":
        sys.stdout.write(f"{over(db, 'opdrachtregel', _moment(a.einde))} outage(s) ended.\n")
        return 0
    try:
        nummer = meld(db, "opdrachtregel", _moment(a.begin), _moment(a.einde) if a.einde else None, a.zin)
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


__all__ = ["alle", "meld", "opdracht", "over"]
