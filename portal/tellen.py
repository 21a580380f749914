"""Counts (rule 10): codes per week and buurt, nothing of a person. A count that fails is lost, never in the way."""

from __future__ import annotations

from sqlalchemy import select

from portal.database import Database
from portal.tabellen import Telling
from portal.werkdagen import vandaag
from sociale_kaart.woorden import Lezing


def week() -> str:
    """This week as 2026-W47."""
    jaar, nummer, _ = vandaag().isocalendar()
    return f"{jaar}-W{nummer:02d}"


NIET = "niet:"


def tel_gemist(db: Database, lezing: Lezing) -> None:
    """Somebody asked and found nothing: one for each concept in the text. The words themselves are kept nowhere."""
    for begrip in sorted({b for w in lezing.woorden for b in w.begrippen}):
        tel(db, NIET + begrip[:50])


def tel(db: Database, wat: str, buurt: str = "") -> None:
    """Add one."""
    try:
        with db.schrijf() as s:
            rij = s.scalar(select(Telling).where(Telling.week == week(), Telling.wat == wat, Telling.buurt == buurt))
            if rij is None:
                s.add(Telling(week=week(), wat=wat, buurt=buurt, aantal=1))
            else:
                rij.aantal += 1
    except Exception:  # a count is never worth an error page
        return
