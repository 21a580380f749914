"""`python -m portal doctor`: looks whether this installation is well. Warns about what gets old; changes nothing, prints no secret.

Exit code 1 only for what is broken (the database, a key that is missing, a log that was changed); a warning is never a red build.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from portal import logboek, sleutels, uitbox
from portal.config import SECURITY_TXT_TOT, Instellingen
from portal.database import Database
from portal.werkdagen import vandaag
from sociale_kaart.load import LOKALE_NUMMERS, Gemeente, Nummer

NUMMER_DAGEN, NUMMER_HOOGST = 60, 90  # a phone number is called again within this (standards 1.6)
SECURITY_DAGEN = 60  # before security.txt ends


@dataclass(frozen=True, slots=True)
class Bevinding:
    """What was found. ernst: goed, let op, stuk."""

    ernst: str
    zin: str


def nummers(g: Gemeente, dag: dt.date) -> Iterator[Bevinding]:
    """Numbers that nobody called for long, and local ones that are missing."""
    n: Nummer
    for naam, n in g.landelijk.items():
        oud = (dag - n.gecontroleerd_op).days if n.gecontroleerd_op else None
        if oud is None or oud > NUMMER_DAGEN:
            hoe = "was never checked" if oud is None else f"was checked {oud} days ago"
            haast = " Residents rely on it: call it today." if oud is None or oud > NUMMER_HOOGST else " Call it again."
            yield Bevinding("let op", f"The number of {n.naam} ({naam}) {hoe}.{haast}")
    for naam in LOKALE_NUMMERS:
        if naam not in g.nummers:
            yield Bevinding("let op", f"The local number [{naam}] is missing in gemeente.toml.")


def security_txt(dag: dt.date, tot: dt.date = SECURITY_TXT_TOT) -> Iterator[Bevinding]:
    """The end date of /.well-known/security.txt."""
    over = (tot - dag).days
    if over < SECURITY_DAGEN:
        yield Bevinding("let op", f"security.txt {'ended' if over < 0 else 'ends'} on {tot:%Y-%m-%d}. Set SECURITY_TXT_TOT further.")


def instelling(keuzes: Instellingen, g: Gemeente) -> Iterator[Bevinding]:
    """Settings that a live profile cannot do without."""
    if not g.proef:
        for naam in ("smtp_host", "basis_url", "sleutels"):
            if not getattr(keuzes, naam):
                yield Bevinding("let op", f"VINDPLAATS_{naam.upper()} is empty.")
    if not g.piket:
        yield Bevinding("let op", "There is no duty address (piket): nobody gets an alert for spoed.")
    if not g.werktijden:
        yield Bevinding("let op", "There are no werktijden: no moments to be called, and no 'wij lezen dit pas'.")
    pad = keuzes.var / "sleutels"
    if not keuzes.sleutels and pad.exists() and pad.stat().st_mode & 0o077:
        yield Bevinding("let op", f"Others on this machine can read {pad}: chmod 600.")


def bestand(db: Database, keuzes: Instellingen) -> Iterator[Bevinding]:
    """The database: reachable, its keys in the ring, its log whole, its post on the way."""
    if not db.bereikbaar():
        yield Bevinding("stuk", "The database cannot be reached.")
        return
    try:
        ring, per = keuzes.sleutelring(), sleutels.telling(db)
    except SQLAlchemyError:
        yield Bevinding("stuk", "The tables are missing or old. Run: python -m portal seed")
        return
    for nummer in sorted(set(per) - set(ring)):
        yield Bevinding("stuk", f"{per[nummer]} sealed values need key {nummer}, which is not in the ring.")
    oud = {n: a for n, a in per.items() if n != max(ring) and n in ring}
    if oud:
        yield Bevinding("let op", f"{sum(oud.values())} values still have an old key. Run: python -m portal sleutels wissel")
    with db.lees() as s:
        if not logboek.heel(s):
            yield Bevinding("stuk", "The log was changed: a row does not follow from the one before.")
        vast = uitbox.overzicht(s)["vast"]
    if vast:
        yield Bevinding("let op", f"{vast} mail(s) could not be delivered. See /beheer/postbus.")


def onderzoek(keuzes: Instellingen, g: Gemeente, db: Database, dag: dt.date) -> list[Bevinding]:
    """Everything, worst first."""
    alles = [*bestand(db, keuzes), *instelling(keuzes, g), *nummers(g, dag), *security_txt(dag)]
    return sorted(alles, key=lambda b: b.ernst != "stuk")


def _doe(_: argparse.Namespace) -> int:
    from portal.config import instellingen
    from sociale_kaart.load import gemeente

    keuzes = instellingen()
    db = Database(keuzes.database)
    gevonden = onderzoek(keuzes, gemeente(keuzes.gemeente), db, vandaag())
    for b in gevonden:
        sys.stdout.write(f"{'BROKEN ' if b.ernst == 'stuk' else 'warning'} {b.zin}\n")
    sys.stdout.write(f"{len(gevonden)} finding(s).\n" if gevonden else "All is well.\n")
    return int(any(b.ernst == "stuk" for b in gevonden))


def opdracht(sub: Any) -> None:
    """Hang `doctor` in the command line."""
    sub.add_parser("doctor", help="is this installation well? warns about old numbers, security.txt, keys, post").set_defaults(doe=_doe)


__all__ = ["Bevinding", "onderzoek", "opdracht"]
