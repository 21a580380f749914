"""Unsent conversations with canary words against a real server: no word may be found in database, WAL, logs or a backup.

Every field a resident can type in gets a canary; nothing is sent. What a resident does send to the editors is not part of this trial.
"""

from __future__ import annotations

import re
import secrets
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from tests.server import PORTAL, Bezoeker, draai, vrije_poort


def bezoek(poort: int, kanarie: str) -> None:
    """One unsent conversation that types its canary wherever one can type."""
    b = Bezoeker(poort)
    statussen = [
        b.vraag("POST", "/", {"vraag": f"ik ben {kanarie} en ik kom niet rond"}),
        b.vraag("GET", "/gesprek"),
        b.vraag("POST", "/gesprek", {"stap": "bedreigend", "eigen": f"nog niet {kanarie}"}),
        b.vraag("POST", "/gesprek", {"stap": "ik_wil", "antwoord": f"rust {kanarie}"}),
        b.vraag("POST", "/gesprek", {"stap": "geprobeerd", "antwoord": f"{kanarie} hielp niet"}),
        b.vraag("POST", "/gesprek", {"stap": "bestaat-niet", "antwoord": kanarie}),
        b.vraag("POST", "/zoeken", {"vraag": f"hulp {kanarie}"}),
        b.vraag(
            "POST",
            "/verwijzing",
            {"actie": "bereik", "naam": kanarie, "manier": "bellen", "telefoon": "000 111 22 33", "voor_wie": "mezelf"},
        ),
        b.vraag("GET", "/verwijzing"),
        b.vraag("POST", "/mantelzorg/gesprek-voorbereiden", {"dag": kanarie}),
        b.vraag("POST", "/api/v1/voorstellen", None, f'{{"vraag": "{kanarie} wil niet meer leven"}}'),
        b.vraag("POST", "/", {"vraag": (kanarie + " ") * 300}),
        b.vraag("POST", "/helpt-dit", {"helpt": "ja"}),
    ]
    if any(status >= 500 for status, _ in statussen):
        raise AssertionError([status for status, _ in statussen])
    if not any(kanarie in tekst for _, tekst in statussen):
        raise AssertionError("the canary was never read: the trial proves nothing")


def woord() -> str:
    """Sixteen random letters: digits might be masked as a phone number."""
    return secrets.token_hex(8).translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop"))


def proef(aantal: int, zaad: int) -> dict[str, Any]:
    """`aantal` conversations. Returns the files that were looked through, and the canaries found: `hits` must be empty."""
    poort, kanaries = vrije_poort(), [f"kanarie{zaad}x{woord()}" for _ in range(aantal)]
    with tempfile.TemporaryDirectory() as map_:
        var, log = Path(map_) / "var", Path(map_) / "server.log"
        with log.open("wb") as uit, draai(PORTAL, poort, uit, VINDPLAATS_VAR=str(var)):
            for k in kanaries:
                bezoek(poort, k)
            # while it runs: the write-ahead log is still there, and a backup is made as a backup is made
            with sqlite3.connect(var / "lindewaard.sqlite") as bron, sqlite3.connect(Path(map_) / "backup.sqlite") as kopie:
                bron.backup(kopie)
            namen = sorted(p.name for p in Path(map_).rglob("*") if p.is_file())
            alles = b"".join(p.read_bytes() for p in Path(map_).rglob("*") if p.is_file() and p.name != "sleutels")
        alles += log.read_bytes()
    gevonden = set(re.findall(rb"kanarie\d+x[a-p]{16}", alles))
    return {"conversations": aantal, "seed": zaad, "files": namen, "bytes": len(alles), "hits": sorted(g.decode() for g in gevonden)}
