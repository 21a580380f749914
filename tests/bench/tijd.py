"""Time of one call in this process: read, understand, search. CPU time beside wall time, because a machine may be shared."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from dialogues.understand import begrijp
from portal.gesprek import begrijp as antwoord
from sociale_kaart.load import gemeente, voorzieningen
from sociale_kaart.model import Voorziening, id_van
from sociale_kaart.search import Kaart
from sociale_kaart.woorden import lezer
from tests.bench.vragen import vragen

AANTALLEN = (10_000, 100_000)
LENGTES = (250, 500, 1_000, 2_000, 4_000)
KEER = 40  # stories of each length


def zoek(kaart: Kaart, tekst: str) -> None:
    """The reading and search of one call."""
    lezing = kaart.lezer.lees(tekst)
    begrijp(lezing)
    kaart.voorstellen(lezing, kaart.soorten(lezing))


def meet(kaart: Kaart, teksten: Iterable[str], heel: bool = False) -> dict[str, float]:
    """p50 and p99 of one call. heel: all that a page or the API asks of the rules, also what somebody says to have tried."""
    cpu, wand = [], []
    for tekst in teksten:
        c, w = time.process_time(), time.perf_counter()
        antwoord(kaart, tekst) if heel else zoek(kaart, tekst)
        cpu.append((time.process_time() - c) * 1000)
        wand.append((time.perf_counter() - w) * 1000)
    return {
        f"{naam} p{p}": round(float(np.percentile(tijden, p)), 2) for naam, tijden in (("cpu ms", cpu), ("wall ms", wand)) for p in (50, 99)
    }


def vermeerderd(alle: list[Voorziening], aantal: int) -> list[Voorziening]:
    """The entries of the demo over and over, each with an id of its own."""
    keer = aantal // len(alle) + 1
    return [replace(v, id=id_van("x", f"{v.code}-{i}"), code=f"{v.code}-{i}") for i in range(keer) for v in alle][:aantal]


def verhalen(teksten: list[str], lengte: int) -> list[str]:
    """Stories of one length, made of questions in an order of chance: no word list stays the same."""
    kans = random.Random(lengte)
    return [" ".join(kans.sample(teksten, lengte // 20 + 1))[:lengte] for _ in range(KEER)]


def snelheid() -> dict[str, Any]:
    """At the demo's size, 10,000 and 100,000 entries, each with a reader that has seen no word yet; and by the length of the text."""
    g, alle = gemeente("lindewaard"), voorzieningen("lindewaard")
    teksten = [v["text"] for v in vragen()]
    uit: dict[str, Any] = {"questions": len(teksten)}
    zoek(Kaart(g, alle), "warm")  # the files are read
    for aantal in (len(alle), *AANTALLEN):
        kaart = Kaart(g, alle if aantal == len(alle) else vermeerderd(alle, aantal), lezer_=lezer.__wrapped__())
        uit[f"{aantal:,} entries"] = meet(kaart, teksten)
        uit[f"{aantal:,} entries, whole answer"] = meet(kaart, teksten, heel=True)
        if aantal == len(alle):
            klein = kaart
    lang = [t for t in teksten if len(t) > 60]
    for lengte in LENGTES:
        rij = meet(klein, verhalen(lang, lengte))
        uit[f"story of {lengte:,} characters"] = rij | {"cpu ms per 1,000": round(rij["cpu ms p50"] * 1000 / lengte, 2)}
    return uit
