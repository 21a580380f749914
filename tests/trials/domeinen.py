"""Sixty texts with two or three domains: what understanding finds of them, and that no conversation about them asks anything twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dialogues.model import OVERGESLAGEN
from dialogues.play import MEESTE_DOMEINEN, MEESTE_VRAGEN
from portal.gesprek import Gesprek, bekijk
from sociale_kaart.load import gemeente, voorzieningen
from sociale_kaart.search import Kaart

TEKSTEN = Path(__file__).parent.parent / "data" / "meer-domeinen.jsonl"


def rijen() -> list[dict[str, Any]]:
    """The texts, each with the domains that a careful reader hears in it."""
    return [json.loads(r) for r in TEKSTEN.read_text(encoding="utf-8").splitlines()]


def gesprek_over(kaart: Kaart, tekst: str) -> tuple[set[str], list[str], int]:
    """Skip through the conversation about a text: (domains found, mistakes, questions)."""
    g, fouten, gevraagd = Gesprek(vraag=tekst), [], []
    beeld = bekijk(kaart, g)
    gevonden = {d.code for d in beeld.begrip.domeinen}
    if len(set(beeld.onderwerpen) & gevonden) > MEESTE_DOMEINEN:
        fouten.append("more than two topics")
    while (s := beeld.positie.stap) is not None and len(gevraagd) <= 20:
        if s.naam in gevraagd:
            fouten.append(f"asked twice: {s.naam}")
        gevraagd.append(s.naam)
        g = g.met_antwoord(s.naam, (OVERGESLAGEN,))
        beeld = bekijk(kaart, g)
    if len(gevraagd) > MEESTE_VRAGEN:
        fouten.append(f"{len(gevraagd)} questions")
    return gevonden, fouten, len(gevraagd)


def proef(aantal: int, zaad: int) -> dict[str, Any]:
    """All texts (`aantal` at most). Returns how many domains were seen, what was missed, and the mistakes: those must be empty."""
    kaart = Kaart(gemeente("lindewaard"), voorzieningen("lindewaard"))
    gezien = bedoeld = 0
    gemist, fouten = [], []
    for r in rijen()[:aantal]:
        gevonden, fout, _n = gesprek_over(kaart, r["text"])
        bedoeld += len(r["domains"])
        gezien += len(gevonden & set(r["domains"]))
        fouten += [f"{r['id']}: {f}" for f in fout]
        if mis := sorted(set(r["domains"]) - gevonden):
            gemist.append(f"{r['id']} {', '.join(mis)}: {r['text']}")
    return {"texts": len(rijen()[:aantal]), "domains": bedoeld, "seen": gezien, "missed": gemist, "mistakes": fouten}
