"""Counts (rule 10): codes per week and buurt, nothing of a person. A count that fails is lost, never in the way."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.database import Database
from portal.gesprek import Begrip
from portal.tabellen import Telling
from portal.werkdagen import vandaag
from sociale_kaart.woorden import Lezing

MINSTENS = 10  # visits: fewer are not shown to anybody
MEESTE_BEGRIPPEN = 8  # of one text
WEKEN = 8  # that editors look back
GEVRAAGD, GEVONDEN, KLAAR = "gevraagd:", "gevonden:", "klaar:"  # klaar: misses that editors dealt with, in the week of the miss
# Only concepts that name help or a topic are counted: never who somebody is, how it feels or what may be danger (the match is never logged).
TELBAAR = frozenset(
    """
    logeren laaggeletterd inburgering eetstoornis revalidatie diabetes belasting kwijtschelding pensioen lenen fysiotherapie zwemmen dansen
    palliatief erfenis bibliotheek printen wachtwoord alimentatie parkeren solliciteren uitzendwerk bewindvoering isolatie_huis gehoor
    mantelzorger vrijwilliger dementie beroerte autisme adhd verstandelijk blind_doof rolstoel slapen vallen medicijnen ziekenhuis
    overgewicht bewegen zwanger incontinentie mobiliteit gebit eenzaam rouw stress geld schuld huur uitkering toeslag inkomen armoede eten
    voedselbank energie zorgverzekering kindkosten kleding huis kamer zelfstandig_wonen verzorgingshuis woningzoeken woningaanpassing
    schimmel geluid tuin schoonmaken was boodschappen koken reparatie verzamelen huisdier verzorgen vakantie dagopvang douchen thuiszorg
    personenalarm hulpmiddel scootmobiel fiets taxi vervoer werk werkloos beschut_werk dag_invulling school schoolverzuim leren stage idee
    ontmoeten maatje bezoek club wandelen samen_eten kaarten zingen kerk moskee opvoeden huilbaby scheiding verslaving alcohol roken gokken
    gamen taal nederlands lezen schrijven brief formulier computer internet digid telefoon vluchteling verblijfsvergunning arbeidsmigrant
    recht klacht bezwaar advocaat testament pgb wmo lotgenoten puber
    """.split()
)

GEVAAR = frozenset("dood zelfmoord zelfbeschadiging geweld slaan seksueel_geweld stalken dreigen veilig doden wapen mes".split())


@dataclass(frozen=True, slots=True)
class Gevraagd:
    """What was asked: a concept, in how many visits, in how many of them something was found. buurt: "" for the whole municipality."""

    begrip: str
    buurt: str
    bezoeken: int
    gevonden: int


def week(dag: dt.date | None = None) -> str:
    """The week of a day (today when None) as 2026-W47."""
    jaar, nummer, _ = (dag or vandaag()).isocalendar()
    return f"{jaar}-W{nummer:02d}"


def tel(db: Database, wat: str, buurt: str = "") -> None:
    """Add one."""
    tel_alle(db, (wat,), buurt)


def tel_alle(db: Database, alles: Iterable[str], buurt: str = "") -> None:
    """Add one to each, in one transaction."""
    deze_week = week()
    try:
        with db.schrijf() as s:
            for wat in sorted(set(alles)):
                rij = s.scalar(select(Telling).where(Telling.week == deze_week, Telling.wat == wat, Telling.buurt == buurt))
                if rij is None:
                    s.add(Telling(week=deze_week, wat=wat, buurt=buurt, aantal=1))
                else:
                    rij.aantal = Telling.aantal + 1
    except Exception:  # a count is never worth an error page
        return


def begrippen(lezing: Lezing, begrip: Begrip) -> tuple[str, ...]:
    """The concepts of a text that may be counted; none at all where danger or safety plays, or only seems to."""
    if begrip.signalen or begrip.beschermd:
        return ()
    if any(b in GEVAAR for w in lezing.woorden for b in w.begrippen):
        return ()
    codes = dict.fromkeys(b for w in lezing.woorden for b in w.begrippen if b in TELBAAR)
    return tuple(codes)[:MEESTE_BEGRIPPEN]


def vraag(codes: Iterable[str], gevonden: bool) -> list[str]:
    """What is counted for the concepts of one visit."""
    return [f"{soort}{c}"[:60] for c in codes for soort in ((GEVRAAGD, GEVONDEN) if gevonden else (GEVRAAGD,))]


def gevraagd(s: Session, sinds: str, per_buurt: bool = False, minstens: int = MINSTENS) -> list[Gevraagd]:
    """What was asked since a week, most asked first; nothing that fewer than `minstens` visits asked, also not per buurt."""
    buurt = Telling.buurt if per_buurt else func.max("")
    rijen = s.execute(
        select(Telling.wat, buurt, func.sum(Telling.aantal))
        .where(Telling.week >= sinds, Telling.wat.like(f"{GEVRAAGD}%") | Telling.wat.like(f"{GEVONDEN}%"))
        .group_by(Telling.wat, *([Telling.buurt] if per_buurt else []))
    ).all()
    per = {(wat, waar): int(n) for wat, waar, n in rijen}
    uit = [
        Gevraagd(wat.removeprefix(GEVRAAGD), waar, n, per.get((GEVONDEN + wat.removeprefix(GEVRAAGD), waar), 0))
        for (wat, waar), n in per.items()
        if wat.startswith(GEVRAAGD) and n >= minstens
    ]
    return sorted(uit, key=lambda g: (-g.bezoeken, g.begrip, g.buurt))


def gemist(s: Session, dag: dt.date, minstens: int = MINSTENS) -> list[tuple[str, int]]:
    """(concept, in how many visits of the last eight weeks it was asked and nothing found, without what editors dealt with), most first."""
    som: Counter[str] = Counter()
    for (_week, code), n in _gemist_per_week(s, dag).items():
        som[code] += n
    return sorted(((code, n) for code, n in som.items() if n >= minstens), key=lambda x: (-x[1], x[0]))


def _gemist_per_week(s: Session, dag: dt.date) -> Counter[tuple[str, str]]:
    per: Counter[tuple[str, str]] = Counter()
    vraag = select(Telling.week, Telling.wat, func.sum(Telling.aantal)).where(Telling.week >= week(dag - dt.timedelta(weeks=WEKEN - 1)))
    for week_, wat, n in s.execute(vraag.group_by(Telling.week, Telling.wat)):
        soort, _, code = wat.partition(":")
        if soort + ":" in (GEVRAAGD, GEVONDEN, KLAAR):
            per[week_, code] += int(n) if soort + ":" == GEVRAAGD else -int(n)
    return per


def zet_klaar(s: Session, code: str, dag: dt.date) -> None:
    """Editors did something about a concept: its misses so far no longer ask for work. What was asked stays counted."""
    for (week_, wat), n in _gemist_per_week(s, dag).items():
        if wat == code and n > 0:
            rij = s.scalar(select(Telling).where(Telling.week == week_, Telling.wat == KLAAR + code, Telling.buurt == ""))
            if rij is None:
                s.add(Telling(week=week_, wat=KLAAR + code, buurt="", aantal=n))
            else:
                rij.aantal += n


__all__ = ["TELBAAR", "Gevraagd", "begrippen", "gemist", "gevraagd", "tel", "tel_alle", "vraag", "week", "zet_klaar"]
