"""Pages beside a bare page: requests a second and p50/p99, one worker each, in one run; and the bytes of our pages."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import tempfile
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.server import PORTAL, draai, vrije_poort

Doe = Callable[[http.client.HTTPConnection], None]
KAAL = ("uvicorn", "tests.bench.kaal:app", "--log-level", "error", "--port")


def slag(p: int, doe: Doe, seconden: float, draden: int = 4) -> dict[str, float]:
    """Requests a second and p50/p99 in ms, over `draden` connections."""
    tijden: list[float] = []
    eind = time.perf_counter() + seconden

    def loop() -> None:
        c = http.client.HTTPConnection("127.0.0.1", p)
        while time.perf_counter() < eind:
            t = time.perf_counter()
            doe(c)
            tijden.append((time.perf_counter() - t) * 1000)

    ts = [threading.Thread(target=loop) for _ in range(draden)]
    for t in ts:
        t.start()
    for t in ts:
        t.join()
    return {
        "req/s": round(len(tijden) / seconden, 1),
        "p50 ms": round(float(np.percentile(tijden, 50)), 2),
        "p99 ms": round(float(np.percentile(tijden, 99)), 2),
    }


def haal(pad: str) -> Doe:
    """A GET."""

    def doe(c: http.client.HTTPConnection) -> None:
        c.request("GET", pad)
        c.getresponse().read()

    return doe


def vraag(tekst: str) -> Doe:
    """A call of the API."""
    lichaam = json.dumps({"vraag": tekst}).encode()

    def doe(c: http.client.HTTPConnection) -> None:
        c.request("POST", "/api/v1/voorstellen", lichaam, {"Content-Type": "application/json"})
        c.getresponse().read()

    return doe


def web(seconden: float = 4) -> dict[str, Any]:
    """Pages beside the bare page."""
    uit: dict[str, Any] = {}
    a, b = vrije_poort(), vrije_poort()
    with (
        tempfile.TemporaryDirectory() as var,
        draai((*KAAL, str(a)), a),
        draai(PORTAL, b, VINDPLAATS_VAR=var, VINDPLAATS_LIMIET_API="1000000"),
    ):
        uit["bare page"] = slag(a, haal("/"), seconden)
        for naam, doe in {
            "/": haal("/"),
            "/themas/geld": haal("/themas/geld"),
            "/kaart": haal("/kaart"),
            "/nood": haal("/nood"),
            "POST /api/v1/voorstellen": vraag("ik zorg voor mijn moeder en ik ben zo moe"),
        }.items():
            uit[naam] = slag(b, doe, seconden)
            uit[naam]["ratio"] = round(uit[naam]["req/s"] / uit["bare page"]["req/s"], 3)
        uit["bytes"] = {pad: grootte(b, pad) for pad in ("/", "/gesprek", "/themas/geld", "/nood", "/?taal=ar")}
    return uit


def grootte(p: int, pad: str) -> dict[str, int]:
    """Bytes of the HTML, raw and packed, and of all it loads (packed)."""
    c = http.client.HTTPConnection("127.0.0.1", p)
    c.request("GET", pad)
    html = c.getresponse().read()
    los = sorted(set(re.findall(rb'(?:href|src)="(/static/[^"#]+)', html)))
    som = 0
    for adres in los:
        c.request("GET", adres.decode(), headers={"Accept-Encoding": "gzip"})
        som += len(c.getresponse().read())
    klein = len(gzip.compress(html))
    return {"html": len(html), "html packed": klein, "cold, packed": klein + som, "requests": 1 + len(los)}
