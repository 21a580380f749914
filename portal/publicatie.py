"""What is published: the Kaart that every request reads, kept in step with the database by one counter; a snapshot for when it is gone.

A worker compares the counter at most every 250 ms at the start of a request; a newer Kaart is built off the request thread, then swapped.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import bewerking
from portal.bewerking import Inhouden
from portal.database import Database, hoog_stand_op
from portal.tabellen import Stand, VoorzieningRij, VoorzieningVersie, ZinRij
from portal.uitgave import Uitgave
from sociale_kaart.load import Gemeente, voorzieningen
from sociale_kaart.model import Voorziening, uit_gegevens

V = VoorzieningRij
STAPEL = 500  # rows in one question to the database
KIJK = 0.25  # seconds between two looks at the counter


class Publicatie:
    """Holds the present Uitgave (a Kaart with texts). Reading it never waits for the database."""

    def __init__(self, gemeente: Gemeente, db: Database, var: Path) -> None:
        self.gemeente = gemeente
        self._db = db
        self._momentopname = var / f"momentopname-{gemeente.code}.json"
        self._stand = -1
        self._rijen: dict[str, tuple[int, Voorziening, str]] = {}  # id -> its counter, the entry, its line in the snapshot
        self._gekeken = 0.0
        self._slot = threading.Lock()
        self._wissel = threading.Lock()
        self._bezig = False
        self._bij_nieuw: list[Callable[[], None]] = []
        self.kaart = self._eerste()

    def bij_nieuw(self, doe: Callable[[], None]) -> None:
        """Call this after each swap (to forget prerendered pages)."""
        self._bij_nieuw.append(doe)

    @property
    def stand(self) -> int:
        """The counter of the Kaart that is shown."""
        return self._stand

    def _eerste(self) -> Uitgave:
        try:
            kaart, self._stand = self._uit_database()
            return kaart
        except Exception:
            try:
                return self._uit_momentopname()
            except (OSError, ValueError, KeyError):
                return Uitgave(self.gemeente, voorzieningen(self.gemeente.code))

    def _uit_database(self) -> tuple[Uitgave, int]:
        with self._db.lees() as s:
            stand = s.get(Stand, 1)
            waarde = stand.waarde if stand else 0
            alle = self._live(s)
            zinnen = [(z.soort, z.zin, z.aan) for z in s.scalars(select(ZinRij).order_by(ZinRij.id))]
            teksten = bewerking.levend(s)
        aan, uit = [(a, z) for a, z, telt in zinnen if telt], [(a, z) for a, z, telt in zinnen if not telt]
        kaart = Uitgave(self.gemeente, [v for _, v, _ in alle.values()], aan, uit, teksten)
        self._bewaar([regel for _, _, regel in alle.values()], zinnen, teksten, waarde)
        self._rijen = alle
        return kaart, waarde

    def _live(self, s: Session) -> dict[str, tuple[int, Voorziening, str]]:
        """The entries on line in the order of their ids. Only what changed since the last look is read anew. A confidential address stays in
        the database: not in the snapshot either."""
        oud = self._rijen if self._stand >= 0 else {}
        standen = {r.id: r.stand for r in s.execute(select(V.id, V.stand).where(V.staat == "live").order_by(V.id))}
        nieuw = [id for id, stand in standen.items() if id not in oud or oud[id][0] != stand]
        vers: dict[str, tuple[int, Voorziening, str]] = {}
        for deel in (nieuw[i : i + STAPEL] for i in range(0, len(nieuw), STAPEL)):
            for r in s.execute(select(V.id, V.stand, V.gegevens).where(V.id.in_(deel))):
                v = uit_gegevens(r.gegevens).openbaar()
                vers[r.id] = (r.stand, v, json.dumps(v.als_gegevens(), ensure_ascii=False))
        return {id: vers.get(id) or oud[id] for id in standen}

    def _bewaar(self, alle: Iterable[str], zinnen: list[tuple[str, str, bool]], teksten: Inhouden, stand: int) -> None:
        """Write the snapshot: whole or not at all."""
        kop = json.dumps({"stand": stand, "zinnen": zinnen, "teksten": teksten}, ensure_ascii=False)
        inhoud = f'{kop[:-1]}, "voorzieningen": [{", ".join(alle)}]}}'
        tijdelijk = self._momentopname.with_suffix(f".{os.getpid()}.tmp")
        try:
            tijdelijk.write_text(inhoud, encoding="utf-8")
            tijdelijk.replace(self._momentopname)
        except OSError:
            tijdelijk.unlink(missing_ok=True)

    def _uit_momentopname(self) -> Uitgave:
        d = json.loads(self._momentopname.read_text(encoding="utf-8"))
        zinnen = d["zinnen"]
        return Uitgave(
            self.gemeente,
            [uit_gegevens(g) for g in d["voorzieningen"]],
            [(a, z) for a, z, aan in zinnen if aan],
            [(a, z) for a, z, aan in zinnen if not aan],
            d.get("teksten"),
        )

    def kijk(self) -> None:
        """Look at the counter when the last look is 250 ms ago or more; never waits, never fails."""
        if self._bezig or time.monotonic() - self._gekeken < KIJK:
            return
        with self._slot:
            if self._bezig or time.monotonic() - self._gekeken < KIJK:
                return
            self._bezig = True
        threading.Thread(target=self._werk_bij, daemon=True).start()

    def volg(self, stand: int) -> None:
        """Show at least this counter now, for who just published; others follow within 250 ms. Never fails."""
        if self._stand < stand:
            self._werk_bij()

    def _werk_bij(self) -> None:
        try:
            self.werk_bij()
        except Exception:  # the database is gone: what we have stays
            self._gekeken = time.monotonic() + 2
        else:
            self._gekeken = time.monotonic()
        finally:
            self._bezig = False

    def werk_bij(self) -> bool:
        """Swap in a newer Kaart when there is one. True when it did."""
        with self._db.lees() as s:
            stand = s.get(Stand, 1)
            waarde = stand.waarde if stand else 0
        if waarde == self._stand:
            return False
        kaart, waarde = self._uit_database()
        with self._wissel:  # two builds at once: the newer one stays, and its counter with it
            if waarde <= self._stand:
                return False
            self.kaart, self._stand = kaart, waarde
        for doe in self._bij_nieuw:
            doe()
        return True


def zaai(db: Database, gemeente: Gemeente, nu: dt.datetime) -> int:
    """Put the entries of the repository in an empty database. Returns how many; 0 when there were entries already."""
    with db.schrijf() as s:
        if s.scalar(select(VoorzieningRij.id).limit(1)):
            return 0
        stand = hoog_stand_op(s)
        alle = voorzieningen(gemeente.code)
        for v in alle:
            gegevens = v.als_gegevens()
            s.add(VoorzieningRij(id=v.id, gegevens=gegevens, staat="live", stand=stand, gewijzigd_op=nu))
            s.add(
                VoorzieningVersie(
                    voorziening_id=v.id, versie=1, gegevens=gegevens, staat="live", door="begin", op=nu, waarom="eerste vulling"
                )
            )
    return len(alle)
