"""kill -9 at random moments of sending: acknowledged and lost 0, double 0, half 0.

A child process sends referrals one after another, each twice with the same key, and tells the number after each answer; its parent kills it. The
parent is a small process of its own that has everything loaded and forks, so that a kill costs a fraction of a second.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import func, select

from portal.database import Database
from portal.tabellen import Gebeurtenis, Logregel, Ontvangst, Uitbox, Verwijzing
from portal.verwijzing import Regel, Zending, verstuur
from portal.werkdagen import nu
from portal.zegel import Zegel
from sociale_kaart.load import gemeente

WORTEL = Path(__file__).parent.parent.parent
MEESTE, LANGST = 4, 0.04  # answers to wait for, then seconds: a send takes some milliseconds


ZEGEL = Zegel({1: b"k" * 32})
BEREIK = {"naam": "A", "manier": "mail", "mail": "a@voorbeeld.example", "telefoon": "0001112233"}


def stuur(db: Database, sleutel: str) -> str:
    """One referral; its number."""
    z = Zending(sleutel, (Regel("vraag", "Uw vraag", "tekst " * 50, True),), BEREIK, spoed="vandaag")
    return verstuur(db, ZEGEL, gemeente("lindewaard"), z, nu()).nummer


def kind(db: Database, wie: str, pijp: int) -> NoReturn:
    """Send and tell, until killed."""
    for i in range(100_000):
        for _ in range(2):
            os.write(pijp, f"{wie}-{i} {stuur(db, f'{wie}-{i}')}\n".encode())
    os._exit(0)


def dood(url: str, aantal: int, zaad: int, tot: float) -> dict[str, Any]:
    """Fork, wait, kill: `aantal` times, or until the moment `tot` (monotonic). Returns counts; lost, double and half must be 0."""
    kans = random.Random(zaad)
    db = Database(url)
    db.migreer()
    bevestigd = {f"{zaad}-warm": stuur(db, f"{zaad}-warm")}  # everything is loaded once, before the first fork
    db.engine.dispose()  # no open connection goes along into a child
    anders = gedaan = 0
    while gedaan < aantal and time.monotonic() < tot:
        lees, schrijf = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(lees)
            with contextlib.suppress(BaseException):
                kind(db, f"{zaad}-{gedaan}", schrijf)
            os._exit(1)
        os.close(schrijf)
        with os.fdopen(lees) as bron:
            regels = [bron.readline() for _ in range(kans.randrange(MEESTE))]  # in some rounds it dies before its first answer
            time.sleep(kans.uniform(0.0, LANGST))
            os.kill(pid, signal.SIGKILL)
            regels += bron.read().splitlines()
        os.waitpid(pid, 0)
        for delen in (regel.split() for regel in regels):
            if len(delen) == 2 and len(delen[1]) == len("VP-2611-000000"):
                anders += bevestigd.setdefault(delen[0], delen[1]) != delen[1]
        gedaan += 1
    return {"kills": gedaan, "seed": zaad, "acknowledged": len(bevestigd), "other number on repeat": anders} | tel(Database(url), bevestigd)


def tel(db: Database, bevestigd: dict[str, str]) -> dict[str, Any]:
    """What is in the database against what was acknowledged."""
    with db.lees() as s:
        in_db = set(s.scalars(select(Verwijzing.nummer)))
        rijen = s.scalar(select(func.count()).select_from(Verwijzing)) or 0
        sleutels = s.scalar(select(func.count(func.distinct(Verwijzing.sleutel)))) or 0
        delen = {
            Ontvangst: select(Ontvangst.verwijzing_id),
            Gebeurtenis: select(Gebeurtenis.verwijzing_id),
            Uitbox: select(Uitbox.verwijzing_id),
        }
        per = [len(s.scalars(q.distinct()).all()) for q in delen.values()]
        log = s.scalar(select(func.count()).select_from(Logregel).where(Logregel.wat == "verwijzing ontvangen")) or 0
        half = sum(n != rijen for n in (*per, log))
        half += s.scalar(select(func.count()).select_from(Verwijzing).where(func.length(Verwijzing.inhoud) == 0)) or 0
    return {"stored": rijen, "lost": len(set(bevestigd.values()) - in_db), "double": rijen - sleutels, "half": half}


def proef(url: str, aantal: int, zaad: int, seconden: float = 3_600) -> dict[str, Any]:
    """The same in a process of its own: fork is safe there."""
    opdracht = [sys.executable, "-m", "tests.trials.crash", url, str(aantal), str(zaad), str(seconden)]
    uit = subprocess.run(
        opdracht, cwd=WORTEL, check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    )
    return dict(json.loads(uit.stdout.splitlines()[-1]))


if __name__ == "__main__":
    _, url_, aantal_, zaad_, seconden_ = sys.argv
    sys.stdout.write(json.dumps(dood(url_, int(aantal_), int(zaad_), time.monotonic() + float(seconden_))) + "\n")
