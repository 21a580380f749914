"""Dates and hours: the Dutch calendar, working days, when a team reads. Pure; times in Europe/Amsterdam."""

from __future__ import annotations

import datetime as dt
import functools
from zoneinfo import ZoneInfo

import holidays

from sociale_kaart.load import Gemeente
from sociale_kaart.model import DAGEN

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def nu() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def lokaal(moment: dt.datetime | None = None) -> dt.datetime:
    """A moment (now when None) in Dutch time."""
    return (moment or nu()).astimezone(AMSTERDAM)


def vandaag() -> dt.date:
    """Today in Dutch time."""
    return lokaal().date()


@functools.lru_cache(maxsize=64)
def _feestdagen(jaar: int) -> holidays.HolidayBase:
    return holidays.country_holidays("NL", years=jaar, language="nl")


@functools.lru_cache(maxsize=64)
def _wettelijk(jaar: int) -> frozenset[dt.date]:
    """The days of art. 3 Algemene termijnenwet: the public holidays, Good Friday, and 5 May of every year (not of each fifth only)."""
    return frozenset(_feestdagen(jaar)) | {dt.date(jaar, 5, 5)}


def werkdag(dag: dt.date) -> bool:
    """Monday to Friday and no public holiday. 5 May counts as one, but for each fifth year: then we call a day earlier, not later."""
    return dag.weekday() < 5 and dag not in _feestdagen(dag.year)


def feestdag(dag: dt.date) -> bool:
    """A public holiday, also in a weekend."""
    return dag in _feestdagen(dag.year)


def na_werkdagen(dag: dt.date, aantal: int) -> dt.date:
    """The working day that comes `aantal` working days after `dag` (the day itself not counted)."""
    while aantal > 0:
        dag += dt.timedelta(days=1)
        aantal -= werkdag(dag)
    return dag


def verschoven(dag: dt.date) -> dt.date:
    """The legal end of a term: a Saturday, Sunday or public holiday moves to the next working day (Algemene termijnenwet art. 1; L-06)."""
    while dag.weekday() > 4 or dag in _wettelijk(dag.year):
        dag += dt.timedelta(days=1)
    return dag


def open_nu(g: Gemeente, moment: dt.datetime | None = None) -> bool:
    """Whether the teams are at work at this moment."""
    hier = lokaal(moment)
    tijden = g.werktijden.get(DAGEN[hier.weekday()])
    return bool(tijden) and werkdag(hier.date()) and tijden[0] <= hier.strftime("%H:%M") < tijden[1]  # type: ignore[index]


def volgende_opening(g: Gemeente, moment: dt.datetime | None = None) -> dt.datetime:
    """When the teams start reading again: this moment when they are at work, else the next opening."""
    hier = lokaal(moment)
    if open_nu(g, moment) or not g.werktijden:
        return hier
    for d in range(15):
        dag = hier.date() + dt.timedelta(days=d)
        tijden = g.werktijden.get(DAGEN[dag.weekday()])
        if tijden and werkdag(dag):
            opening = dt.datetime.combine(dag, dt.time.fromisoformat(tijden[0]), AMSTERDAM)
            if opening > hier:
                return opening
    return hier


def belofte(g: Gemeente, spoed: str, moment: dt.datetime | None = None) -> dt.date:
    """By which date somebody calls: spoed vandaag = the next working moment, else the promise of the profile in working days."""
    start = volgende_opening(g, moment).date()
    if not werkdag(start):
        start = na_werkdagen(start, 1)
    return start if spoed == "vandaag" else na_werkdagen(start, g.terugbellen_werkdagen)


BELBLOK = dt.timedelta(hours=2)  # of a moment to call
BELAANLOOP = dt.timedelta(hours=1)  # a moment that starts sooner is not offered


def belmomenten(g: Gemeente, tot: dt.date, moment: dt.datetime | None = None) -> list[dt.datetime]:
    """The starts of the blocks in which a team can call, from an hour from now until and with the day `tot`, in Dutch time."""
    hier, uit = lokaal(moment), []
    dag = hier.date()
    while dag <= tot:
        tijden = g.werktijden.get(DAGEN[dag.weekday()])
        if tijden and werkdag(dag):
            begin, einde = (dt.datetime.combine(dag, dt.time.fromisoformat(t), AMSTERDAM) for t in tijden)
            while begin + BELBLOK <= einde:
                if begin >= hier + BELAANLOOP:
                    uit.append(begin)
                begin += BELBLOK
        dag += dt.timedelta(days=1)
    return uit
