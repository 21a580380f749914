"""kill -9 at random moments of sending: acknowledged and lost 0, double 0, half 0.

A child process sends referrals one after another, each twice with the same key, and prints the number after each answer; the parent kills it.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from typing import Any

from sqlalchemy import func, select

from portal.database import Database
from portal.tabellen import Gebeurtenis, Ontvangst, Verwijzing

KIND = """
import sys
from portal.database import Database
from portal.verwijzing import Regel, Zending, verstuur
from portal.werkdagen import nu
from portal.zegel import Zegel
from sociale_kaart.load import gemeente
db, g, zegel = Database(sys.argv[1]), gemeente("lindewaard"), Zegel({1: b"k" * 32})
for i in range(10_000):
    if i == 1:
        print("klaar", flush=True)
    z = Zending(sleutel=f"{sys.argv[2]}-{i}", verhaal=(Regel("vraag", "Uw vraag", "tekst " * 50, True),), bereik={"naam": "A", "manier": "bellen", "telefoon": "0001112233"}, spoed="vandaag")
    for _ in range(2):
        print(z.sleutel, verstuur(db, zegel, g, z, nu()).nummer, flush=True)
"""


def proef(url: str, aantal: int, zaad: int) -> dict[str, Any]:
    """Kill `aantal` times. Returns counts; lost, double and half must be 0."""
    kans = random.Random(zaad)
    db = Database(url)
    db.migreer()
    bevestigd: dict[str, str] = {}
    anders = 0
    for ronde in range(aantal):
        kind = subprocess.Popen([sys.executable, "-c", KIND, url, f"{zaad}-{ronde}"], stdout=subprocess.PIPE, text=True)
        assert kind.stdout is not None
        eerste = [kind.stdout.readline().split() for _ in range(3)]
        time.sleep(kans.uniform(0.0, 0.25))
        kind.kill()
        for delen in [*eerste, *(regel.split() for regel in kind.stdout.read().splitlines())]:
            if len(delen) == 2:
                anders += bevestigd.setdefault(delen[0], delen[1]) != delen[1]
        kind.wait()
    with db.lees() as s:
        in_db = set(s.scalars(select(Verwijzing.nummer)))
        rijen = s.scalar(select(func.count()).select_from(Verwijzing)) or 0
        sleutels = s.scalar(select(func.count(func.distinct(Verwijzing.sleutel)))) or 0
        half = sum((s.scalar(select(func.count()).select_from(t)) or 0) != rijen for t in (Ontvangst, Gebeurtenis))
        half += s.scalar(select(func.count()).select_from(Verwijzing).where(func.length(Verwijzing.inhoud) == 0)) or 0
    return {
        "kills": aantal,
        "seed": zaad,
        "acknowledged": len(bevestigd),
        "stored": rijen,
        "lost": len(set(bevestigd.values()) - in_db),
        "double": rijen - sleutels,
        "half": half,
        "other number on repeat": anders,
    }
