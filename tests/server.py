"""A real server in a process of its own on the loopback, its workers, and visitors who talk to it over a line."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode

import httpx2

from tests.klant import Klant

WORTEL = Path(__file__).parent.parent
PORTAL = ("portal", "run")
LANGST = 240.0  # seconds to start: a busy machine reads the phrases slowly


def vrije_poort() -> int:
    """A free loopback port."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextlib.contextmanager
def draai(opdracht: tuple[str, ...], poort: int, log: IO[bytes] | None = None, **omgeving: str) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m opdracht` until the end of the block; `log` gets what it says. RuntimeError when it does not start."""
    gewoon = {"VINDPLAATS_PORT": str(poort), "VINDPLAATS_GEMEENTE": "lindewaard", "PYTHONDONTWRITEBYTECODE": "1"}
    uit = log or subprocess.DEVNULL
    proces = subprocess.Popen(
        [sys.executable, "-m", *opdracht], cwd=WORTEL, env={**os.environ, **gewoon, **omgeving}, stdout=uit, stderr=uit
    )
    try:
        _wacht(poort, proces)
        yield proces
    finally:
        proces.terminate()
        proces.wait(20)


def _wacht(poort: int, proces: subprocess.Popen[bytes]) -> None:
    tot = time.monotonic() + LANGST
    while time.monotonic() < tot and proces.poll() is None:
        b = Bezoeker(poort)
        try:
            b.vraag("GET", "/")
            return
        except OSError:
            time.sleep(0.25)
        finally:
            b.lijn.close()
    raise RuntimeError(f"the server does not start (exit code {proces.poll()})")


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

    def soorten(self, tekst: str) -> list[str]:
        """The kinds of help that the API proposes for a text."""
        items = json.loads(self.vraag("POST", "/api/v1/voorstellen", None, json.dumps({"vraag": tekst}))[1])["items"]
        return [i["kind"] for i in items]


class Buiten(Klant):
    """The strict client over a real line, a new connection for each request: any worker may answer."""

    def __init__(self, poort: int) -> None:
        self.http: Any = httpx2.Client(
            base_url=f"http://127.0.0.1:{poort}",
            follow_redirects=True,
            timeout=60,
            headers={"Host": "testserver"},
            cookies=CookieJar(DefaultCookiePolicy(secure_protocols=("http", "https"))),
            limits=httpx2.Limits(max_keepalive_connections=0),
        )
        self.taal = "nl"
        self.antwoord = self.pagina = None

    def log_in(self, naam: str) -> Buiten:
        """Both steps, as somebody of the demo."""
        self.open("/inloggen").druk("Verder", naam=naam, wachtwoord=f"welkom-{naam}-2026")
        code = re.search(r'id="proefcode">([\d ]+)<', self.antwoord.text)
        assert code, self.tekst
        self.druk("Log in", code=code.group(1))
        return self


def van_elke_werker(ouder: int, poort: int, aantal: int, seconden: float = 60) -> dict[int, Bezoeker]:
    """A visitor for each worker: its process id -> a line that this worker answered. Connects until `aantal` workers have answered."""
    gevonden: dict[int, Bezoeker] = {}
    tot = time.monotonic() + seconden
    while len(gevonden) < aantal:
        assert time.monotonic() < tot, f"only {len(gevonden)} of {aantal} workers answered"
        b = Bezoeker(poort)
        b.vraag("GET", "/healthz")
        if gevonden.setdefault(_wie_antwoordt(ouder, poort, b.lijn.sock.getsockname()[1]), b) is not b:
            b.lijn.close()
    return gevonden


def _wie_antwoordt(ouder: int, poort: int, van: int) -> int:
    """The child process of `ouder` that holds the other end of the connection from port `van`."""
    einde, begin = f"0100007F:{poort:04X}", f"0100007F:{van:04X}"
    rijen = (r.split() for r in Path("/proc/net/tcp").read_text().splitlines())
    socket_ = next(f"socket:[{r[9]}]" for r in rijen if r[1:3] == [einde, begin])
    for kind in Path(f"/proc/{ouder}/task/{ouder}/children").read_text().split():
        with contextlib.suppress(OSError):
            if any(f.is_symlink() and str(f.readlink()) == socket_ for f in Path(f"/proc/{kind}/fd").iterdir()):
                return int(kind)
    raise AssertionError("no worker holds this connection")
