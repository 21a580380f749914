"""`make bench`: throughput beside a bare page, bytes per page, time of reading and search, and other engines on the same questions."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer

from dialogues.understand import begrijp
from sociale_kaart.load import gemeente, taxonomie, voorzieningen
from sociale_kaart.model import id_van
from sociale_kaart.search import Kaart

WORTEL = Path(__file__).parent.parent.parent
DATA = WORTEL / "tests" / "data"


def poort() -> int:
    """A free loopback port."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def dien(opdracht: list[str], p: int, **omgeving: str) -> subprocess.Popen[bytes]:
    """Start a server and wait until it answers."""
    proces = subprocess.Popen(opdracht, cwd=WORTEL, env={**os.environ, **omgeving}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(240):
        try:
            socket.create_connection(("127.0.0.1", p), 0.5).close()
            return proces
        except OSError:
            time.sleep(0.25)
    raise RuntimeError("the server did not start")


def slag(p: int, doe: Callable[[http.client.HTTPConnection], None], seconden: float, draden: int = 4) -> dict[str, float]:
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


def haal(pad: str) -> Callable[[http.client.HTTPConnection], None]:
    """A GET."""

    def doe(c: http.client.HTTPConnection) -> None:
        c.request("GET", pad)
        c.getresponse().read()

    return doe


def vraag(tekst: str) -> Callable[[http.client.HTTPConnection], None]:
    """A call of the API."""
    lichaam = json.dumps({"vraag": tekst}).encode()

    def doe(c: http.client.HTTPConnection) -> None:
        c.request("POST", "/api/v1/voorstellen", lichaam, {"Content-Type": "application/json"})
        c.getresponse().read()

    return doe


def web(seconden: float = 4) -> dict[str, Any]:
    """Pages beside the bare page, in one run, one worker each."""
    uit: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as var:
        a, b = poort(), poort()
        kaal = dien([sys.executable, "-m", "uvicorn", "tests.bench.kaal:app", "--port", str(a), "--log-level", "error"], a)
        ons = dien([sys.executable, "-m", "portal", "run"], b, VINDPLAATS_VAR=var, VINDPLAATS_PORT=str(b), VINDPLAATS_LIMIET_API="1000000")
        try:
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
        finally:
            kaal.terminate()
            ons.terminate()
    return uit


def grootte(p: int, pad: str) -> dict[str, int]:
    """Bytes of the HTML, raw and packed, and of all it loads (packed)."""
    import re

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


def vragen() -> list[dict[str, Any]]:
    """The labelled questions of the repository."""
    return [
        json.loads(r)
        for n in ("achtergehouden-hulp", "mantelzorg")
        if (DATA / f"{n}.jsonl").exists()
        for r in (DATA / f"{n}.jsonl").open(encoding="utf-8")
    ]


def tijd(kaart: Kaart, teksten: list[str]) -> dict[str, float]:
    """Reading, understanding and search of one call, on one core."""
    tijden = []
    for tekst in teksten:
        t = time.perf_counter()
        lezing = kaart.lezer.lees(tekst)
        begrijp(lezing)
        kaart.voorstellen(lezing, kaart.soorten(lezing))
        tijden.append((time.perf_counter() - t) * 1000)
    return {"p50 ms": round(float(np.percentile(tijden, 50)), 2), "p99 ms": round(float(np.percentile(tijden, 99)), 2)}


def snelheid() -> dict[str, Any]:
    """At the demo's size and at 10,000 entries; and a story of 1,000 and 2,000 characters."""
    g, alle = gemeente("lindewaard"), voorzieningen("lindewaard")
    teksten = [v["text"] for v in vragen()]
    groot = [replace(v, id=id_van("x", f"{v.code}-{i}"), code=f"{v.code}-{i}") for i in range(10_000 // len(alle) + 1) for v in alle][
        :10_000
    ]
    klein, tien = Kaart(g, alle), Kaart(g, groot)
    verhaal = "Ik zorg al jaren voor mijn man en het wordt elke maand zwaarder, ook door de rekeningen. " * 30
    return {
        f"{len(alle)} entries": tijd(klein, teksten),
        "10,000 entries": tijd(tien, teksten),
        "story of 1,000 characters": tijd(klein, [verhaal[:1000]] * 30),
        "story of 2,000 characters": tijd(klein, [verhaal[:2000]] * 30),
    }


def motoren() -> dict[str, Any]:
    """hit@1 and hit@3 of other engines on the same questions and entries, without and with our phrases; and the product."""
    g, alle, tax = gemeente("lindewaard"), voorzieningen("lindewaard"), taxonomie()
    rijen = vragen()
    kaart = Kaart(g, alle)
    kaal = [(v.soort, " ".join((v.naam, v.samenvatting, *v.wat, *v.wanneer))) for v in alle]
    met = (
        kaal
        + [(s.code, z) for s in tax.soorten.values() for taal in s.zinnen.values() for z in taal]
        + [(s.code, n) for s in tax.soorten.values() for n in s.namen]
    )
    uit: dict[str, Any] = {}

    def meet(naam: str, zoek: Callable[[str], list[str]]) -> None:
        raak, tijden = [0, 0], []
        per: dict[str, list[int]] = {}
        for r in rijen:
            t = time.perf_counter()
            drie = list(dict.fromkeys(zoek(r["text"])))[:3]
            tijden.append((time.perf_counter() - t) * 1000)
            raak[0] += bool(drie[:1] and drie[0] in r["kinds"])
            goed = bool(set(drie) & set(r["kinds"]))
            raak[1] += goed
            per.setdefault(r.get("style", "-"), []).append(goed)
        uit[naam] = {
            "hit@1": round(raak[0] / len(rijen), 3),
            "hit@3": round(raak[1] / len(rijen), 3),
            "p50 ms": round(float(np.percentile(tijden, 50)), 2),
            "p99 ms": round(float(np.percentile(tijden, 99)), 2),
            "by style": {s: round(sum(w) / len(w), 2) for s, w in sorted(per.items())},
        }

    for naam, rij in (("", kaal), (" + our phrases", met)):
        v = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), lowercase=True)
        m = v.fit_transform([t for _, t in rij])
        meet(
            "char n-gram tf-idf" + naam,
            lambda q, v=v, m=m, rij=rij: [rij[i][0] for i in np.argsort(-(m @ v.transform([q]).T).toarray().ravel())[:60]],
        )  # type: ignore[misc]
        teksten = [t for _, t in rij]
        if not naam:
            meet(
                "rapidfuzz WRatio",
                lambda q, rij=rij, teksten=teksten: [rij[i][0] for _, _, i in process.extract(q, teksten, scorer=fuzz.WRatio, limit=30)],
            )  # type: ignore[misc]
        db = sqlite3.connect(":memory:")
        db.execute("create virtual table t using fts5(soort unindexed, tekst, tokenize='trigram')")
        db.executemany("insert into t values (?,?)", rij)
        meet("SQLite FTS5 trigram" + naam, lambda q, db=db: fts(db, q))  # type: ignore[misc]

    def wij(q: str) -> list[str]:
        lezing = kaart.lezer.lees(q)
        return [v.soort.code for v in sorted(kaart.voorstellen(lezing, kaart.soorten(lezing)), key=lambda v: v.relevance)]

    meet("Vindplaats", wij)
    return uit


def fts(db: sqlite3.Connection, q: str) -> list[str]:
    """OR of the trigrams of a text."""
    import re

    woorden = [w for w in re.findall(r"\w{3,}", q.lower())][:30]
    if not woorden:
        return []
    zoek = " OR ".join('"' + w[i : i + 3] + '"' for w in woorden for i in range(len(w) - 2))
    return [r[0] for r in db.execute("select soort from t where t match ? order by rank limit 60", (zoek,))]


def main() -> None:
    """Run all; print and write var/bench/."""
    uit = {"web": web(), "time": snelheid(), "engines": motoren()}
    map_ = WORTEL / "var" / "bench"
    map_.mkdir(parents=True, exist_ok=True)
    (map_ / "bench.json").write_text(json.dumps(uit, indent=2), encoding="utf-8")
    sys.stdout.write(json.dumps(uit, indent=2) + "\n")


if __name__ == "__main__":
    main()
