"""The log of who did what (P-12): append only, each row chained to the one before. Never the content of a referral."""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.tabellen import Logregel, Stand
from portal.werkdagen import nu

KETTING = 2  # id of the row in `stand` that serialises the chain


def schrijf(s: Session, wie: str, wat: str, waarop: str = "") -> None:
    """Add a row in the same transaction as the act itself."""
    slot = s.get(Stand, KETTING, with_for_update=True)
    if slot is None:
        slot = Stand(id=KETTING, waarde=0)
        s.add(slot)
        s.flush()
    vorige = s.scalar(select(Logregel.keten).order_by(Logregel.id.desc()).limit(1)) or ""
    op = nu()
    slot.waarde += 1
    s.add(Logregel(op=op, wie=wie, wat=wat, waarop=waarop, keten=_keten(vorige, op.isoformat(), wie, wat, waarop)))
    s.flush()


def _keten(vorige: str, *delen: str) -> str:
    return hashlib.sha256("|".join((vorige, *delen)).encode()).hexdigest()


def heel(s: Session) -> bool:
    """True when no row was changed or removed from the middle."""
    vorige = ""
    for rij in s.scalars(select(Logregel).order_by(Logregel.id)):
        if rij.keten != _keten(vorige, rij.op.isoformat(), rij.wie, rij.wat, rij.waarop):
            return False
        vorige = rij.keten
    return True
