"""Opening hours as people read them: open now, later today, or the next day; and days with the same hours together. Pure; no words, no clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sociale_kaart.model import DAGEN, Open

VOORUIT = 35  # days to look ahead: the longest gap of "the fourth Thursday"


@dataclass(frozen=True, slots=True)
class Opening:
    """One stretch of being open. `tot` may be after midnight: then it is earlier than `van`."""

    dag: dt.date
    van: str
    tot: str

    @property
    def begin(self) -> dt.datetime:
        """Local, without a zone."""
        return dt.datetime.combine(self.dag, dt.time.fromisoformat(self.van))

    @property
    def eind(self) -> dt.datetime:
        """Local, without a zone; the day after when the night goes on."""
        uur, minuut = map(int, self.tot.split(":"))
        later = dt.timedelta(days=1) if self.tot <= self.van else dt.timedelta()
        return dt.datetime.combine(self.dag, dt.time()) + dt.timedelta(hours=uur, minutes=minuut) + later


@dataclass(frozen=True, slots=True)
class Regel:
    """Days next to each other with the same hours. `week` as in Open."""

    dagen: tuple[str, ...]
    week: str
    tijden: tuple[tuple[str, str], ...]


def _over_middernacht(uren: Iterable[Open]) -> list[Open]:
    """21:00-23:59 and 00:00-02:00 on the day after are one night: 21:00-02:00."""
    rijen = list(uren)
    uit: list[Open] = []
    ochtend = {(o.dag, o.week): o for o in rijen if o.van == "00:00"}
    gebruikt: set[Open] = set()
    for o in rijen:
        morgen = ochtend.get((DAGEN[(DAGEN.index(o.dag) + 1) % 7], o.week))
        if o.tot in ("23:59", "24:00") and o.van != "00:00" and morgen:
            uit.append(replace(o, tot=morgen.tot))
            gebruikt.add(morgen)
        else:
            uit.append(o)
    return [o for o in uit if o not in gebruikt]


def eerstvolgende(uren: Sequence[Open], moment: dt.datetime, dicht: Callable[[dt.date], bool]) -> Opening | None:
    """The stretch that is going on at this local moment, or the next one; None when the kaart does not know ("soms" before it, or no hours).

    `moment` is local, without a zone. `dicht`: days on which nobody may count on it (public holidays).
    """
    samen = _over_middernacht(uren)
    for vooruit in range(-1, VOORUIT):  # from yesterday: a night may still be going on
        dag = moment.date() + dt.timedelta(days=vooruit)
        vandaag = [(o, o.op(dag)) for o in samen]
        if vooruit >= 0 and any(zeker is None for _, zeker in vandaag):
            return None
        straks = sorted((x for o, zeker in vandaag if zeker and (x := Opening(dag, o.van, o.tot)).eind > moment), key=lambda x: x.van)
        if straks and not dicht(dag):
            return straks[0]
    return None


def regels(uren: Iterable[Open]) -> list[Regel]:
    """The hours of a week, Monday first; days next to each other with the same hours together."""
    per: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for o in sorted(_over_middernacht(uren), key=lambda o: (DAGEN.index(o.dag), o.van)):
        per.setdefault((o.week, o.dag), []).append((o.van, o.tot))
    uit: list[Regel] = []
    for (week, dag), tijden in sorted(per.items(), key=lambda p: (p[0][0] != "", DAGEN.index(p[0][1]), p[0][0])):
        laatste = uit[-1] if uit else None
        naast = laatste and DAGEN.index(laatste.dagen[-1]) + 1 == DAGEN.index(dag)
        if laatste and naast and not week and not laatste.week and laatste.tijden == tuple(tijden):
            uit[-1] = replace(laatste, dagen=(*laatste.dagen, dag))
        else:
            uit.append(Regel((dag,), week, tuple(tijden)))
    return uit
