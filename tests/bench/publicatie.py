"""POST /api/v1/voorstellen while editors publish: p99 against the same server when it is quiet. And how soon each worker shows a change."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections import namedtuple
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import psycopg
from sqlalchemy import select

from portal import redactie
from portal.database import Database
from portal.tabellen import VoorzieningRij
from portal.werkdagen import nu
from tests.bench.postgres import postgres
from tests.bench.vragen import vragen
from tests.redactiewerk import volgtijden
from tests.server import PORTAL, WORTEL, draai, van_elke_werker, vrije_poort

AANTAL = 100
PAUZE = 0.1  # seconds between two publications
RUSTIG = 8.0  # seconds of measuring when nothing is published
Naam = namedtuple("Naam", "naam toon")


def publiceer(url: str, aantal: int, pauze: float) -> None:
    """Change one entry after another, as an editor's page does, from another process."""
    db = Database(url)
    with db.lees() as s:
        ids = list(s.scalars(select(VoorzieningRij.id).order_by(VoorzieningRij.id)))
    for i, id in zip(range(aantal), itertools.cycle(ids), strict=False):
        with db.schrijf() as s:
            rij = s.get(VoorzieningRij, id)
            gegevens = {**rij.gegevens, "kosten": f"{i} euro"}  # type: ignore[union-attr]
            redactie.publiceer(s, Naam("bench", "Bench"), id, rij.versie, gegevens, "live", "gewijzigd", nu())  # type: ignore[arg-type,union-attr]
        time.sleep(pauze)


def _vraag(lijn: http.client.HTTPConnection, teksten: Iterator[bytes], tot: Callable[[], bool]) -> dict[str, float]:
    """Ask one after another until `tot`; the times."""
    tijden = []
    while not tot():
        t = time.perf_counter()
        lijn.request("POST", "/api/v1/voorstellen", next(teksten), {"Content-Type": "application/json"})
        lijn.getresponse().read()
        tijden.append((time.perf_counter() - t) * 1000)
    p50, p99 = (round(float(np.percentile(tijden, p)), 2) for p in (50, 99))
    return {"calls": len(tijden), "p50 ms": p50, "p99 ms": p99}


def onder_publicaties() -> dict[str, Any]:
    """Quiet, then during AANTAL publications, then quiet again: one worker, SQLite."""
    teksten = itertools.cycle(json.dumps({"vraag": v["text"]}).encode() for v in vragen() if v["style"] != "story")
    poort = vrije_poort()

    def even(seconden: float) -> Callable[[], bool]:
        eind = time.monotonic() + seconden
        return lambda: time.monotonic() > eind

    with (
        tempfile.TemporaryDirectory() as var,
        draai(PORTAL, poort, VINDPLAATS_VAR=var, VINDPLAATS_LIMIET_API="1000000"),
        contextlib.closing(http.client.HTTPConnection("127.0.0.1", poort)) as lijn,
    ):
        _vraag(lijn, teksten, even(RUSTIG))  # every word was seen once
        uit: dict[str, Any] = {"quiet": _vraag(lijn, teksten, even(RUSTIG))}
        begin = _stand(poort)
        opdracht = [sys.executable, "-m", "tests.bench.publicatie", f"sqlite:///{var}/lindewaard.sqlite", str(AANTAL), str(PAUZE)]
        redacteur = subprocess.Popen(opdracht, cwd=WORTEL)
        while _stand(poort) == begin and redacteur.poll() is None:
            time.sleep(0.1)  # it is loading
        lijn.close()  # a line that was silent so long is cut; the next call opens it again
        uit[f"{AANTAL} publications"] = _vraag(lijn, teksten, lambda: redacteur.poll() is not None)
        uit["seen"] = _stand(poort) - begin
        uit["quiet again"] = _vraag(lijn, teksten, even(RUSTIG))
    rustig = max(uit["quiet"]["p99 ms"], uit["quiet again"]["p99 ms"])
    return uit | {"p99 ratio": round(uit[f"{AANTAL} publications"]["p99 ms"] / rustig, 2)}


def _stand(poort: int) -> int:
    lijn = http.client.HTTPConnection("127.0.0.1", poort)
    with contextlib.closing(lijn):
        lijn.request("GET", "/metrics")
        return int(lijn.getresponse().read().split(b"vindplaats_stand ")[1].split()[0])


def werkers() -> dict[str, Any]:
    """Seconds until both of two workers show what an editor published, on each database that is here."""
    uit: dict[str, Any] = {}
    for naam in ("SQLite", "PostgreSQL"):
        with contextlib.ExitStack() as stapel:
            try:
                url = stapel.enter_context(postgres()) if naam == "PostgreSQL" else ""
            except (ImportError, OSError, psycopg.Error, subprocess.CalledProcessError):
                uit[naam] = "not here"
                continue
            poort, var = vrije_poort(), stapel.enter_context(tempfile.TemporaryDirectory())
            omgeving = {"VINDPLAATS_VAR": var, "VINDPLAATS_WORKERS": "2", "VINDPLAATS_DATABASE_URL": url}
            server = stapel.enter_context(draai(PORTAL, poort, **omgeving))
            van_elke_werker(server.pid, poort, 2)
            uit[naam] = volgtijden(server.pid, poort, 2)
    return uit


if __name__ == "__main__":
    publiceer(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
