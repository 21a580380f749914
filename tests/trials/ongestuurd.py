"""Unsent conversations with canary words against a real server: no word may be found in database, WAL, logs or a backup.

Every field a resident can type in gets a canary; nothing is sent. What a resident does send to the editors is not part of this trial.
"""

from __future__ import annotations

import http.client
import os
import re
import secrets
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

WORTEL = Path(__file__).parent.parent.parent


class Bezoeker:
    """One visitor: keeps the cookies (also over plain HTTP on the loopback) and follows nothing."""

    def __init__(self, poort: int) -> None:
        self.lijn = http.client.HTTPConnection("127.0.0.1", poort, timeout=60)
        self.koekjes: dict[str, str] = {}

    def vraag(self, wat: str, pad: str, velden: Mapping[str, str] | None = None, lichaam: str = "") -> tuple[int, str]:
        """Send a request; returns status and body."""
        koppen = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.koekjes.items())} if self.koekjes else {}
        if velden is not None:
            lichaam, koppen["Content-Type"] = urlencode(velden), "application/x-www-form-urlencoded"
        elif lichaam:
            koppen["Content-Type"] = "application/json"
        self.lijn.request(wat, pad, lichaam.encode() or None, koppen)
        antwoord = self.lijn.getresponse()
        for naam, waarde in re.findall(r"^set-cookie: ([^=]+)=([^;]*)", str(antwoord.headers), re.I | re.M):
            self.koekjes[naam] = waarde
        return antwoord.status, antwoord.read().decode("utf-8", "replace")


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


def _poort() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def _wacht(poort: int, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers (a busy machine takes its time). RuntimeError with its log when it does not."""
    for _ in range(360):
        if server.poll() is not None:
            break
        try:
            Bezoeker(poort).vraag("GET", "/healthz")
            return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError(f"the server does not start: {log.read_text()[-500:]}")


def proef(aantal: int, zaad: int) -> dict[str, Any]:
    """`aantal` conversations. Returns the files that were looked through, and the canaries found: `hits` must be empty."""
    poort, kanaries = _poort(), [f"kanarie{zaad}x{woord()}" for _ in range(aantal)]
    with tempfile.TemporaryDirectory() as map_:
        var, log = Path(map_) / "var", Path(map_) / "server.log"
        omgeving = {**os.environ, "VINDPLAATS_VAR": str(var), "VINDPLAATS_PORT": str(poort), "VINDPLAATS_GEMEENTE": "lindewaard"}
        with log.open("wb") as uit:
            server = subprocess.Popen([sys.executable, "-m", "portal", "run"], cwd=WORTEL, env=omgeving, stdout=uit, stderr=uit)
        try:
            _wacht(poort, server, log)
            for k in kanaries:
                bezoek(poort, k)
            # while it runs: the write-ahead log is still there, and a backup is made as a backup is made
            with sqlite3.connect(var / "lindewaard.sqlite") as bron, sqlite3.connect(Path(map_) / "backup.sqlite") as kopie:
                bron.backup(kopie)
            namen = sorted(p.name for p in Path(map_).rglob("*") if p.is_file())
            alles = b"".join(p.read_bytes() for p in Path(map_).rglob("*") if p.is_file() and p.name != "sleutels")
        finally:
            server.terminate()
            server.wait(20)
        alles += log.read_bytes()
    gevonden = set(re.findall(rb"kanarie\d+x[a-p]{16}", alles))
    return {"conversations": aantal, "seed": zaad, "files": namen, "bytes": len(alles), "hits": sorted(g.decode() for g in gevonden)}
