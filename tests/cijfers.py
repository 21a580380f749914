"""`python -m tests.cijfers [FILE ...] [--mis]`: how well the product answers the labelled questions in tests/data, in this process.

The same figures as in the notes: hit@1/hit@3 and domains for help questions; signals, false alarms and complexity for triage. As typed, and
without capitals and punctuation.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from portal.gesprek import als_json, begrijp
from sociale_kaart.load import gemeente, voorzieningen
from sociale_kaart.search import Kaart

DATA = Path(__file__).parent / "data"


@cache
def kaart() -> Kaart:
    """The demo municipality."""
    return Kaart(gemeente("lindewaard"), voorzieningen("lindewaard"))


def rijen(naam: str) -> list[dict[str, Any]]:
    """The labelled lines of a file in tests/data."""
    return [json.loads(r) for r in (DATA / f"{naam}.jsonl").read_text(encoding="utf-8").splitlines() if r.strip()]


def antwoord(tekst: str) -> dict[str, Any]:
    """What POST /api/v1/voorstellen says to a text."""
    return als_json(kaart().gemeente, begrijp(kaart(), tekst))


def kaal(tekst: str) -> str:
    """Without capitals and punctuation."""
    return " ".join(re.findall(r"\w+", tekst.lower()))


def f1(wil: Iterable[str], krijgt: Iterable[str]) -> float:
    """F1 of two sets; nothing wanted and nothing given is right."""
    w, k = set(wil), set(krijgt)
    return 1.0 if not w and not k else 2 * len(w & k) / (len(w) + len(k))


def hulp(vragen: Iterable[dict[str, Any]], zonder: bool = False) -> dict[str, float]:
    """hit@1, hit@3 and domains: shares over the questions, and hit@3 per style."""
    n: Counter[str] = Counter()
    som = 0.0
    for r in vragen:
        a = antwoord(kaal(r["text"]) if zonder else r["text"])
        best = [i["kind"] for i in sorted(a["items"], key=lambda i: i["relevance"])]
        plek = next((p for p, soort in enumerate(best, 1) if soort in r["kinds"]), 9)
        n.update(["n", *(["hit@1"] if plek == 1 else []), *(["hit@3"] if plek <= 3 else [])])
        stijl = r.get("style", "-")
        n.update([f"n {stijl}", *([f"hit@3 {stijl}"] if plek <= 3 else [])])
        som += f1(r["domains"], (d["code"] for d in a["domains"]))
    uit = {"n": n["n"], "hit@1": n["hit@1"] / n["n"], "hit@3": n["hit@3"] / n["n"], "domains": som / n["n"]}
    uit |= {f"hit@3 {k[2:]}": n[f"hit@3 {k[2:]}"] / n[k] for k in sorted(n) if k.startswith("n ")}
    return {k: round(v, 3) for k, v in uit.items()}


def triage(vragen: Iterable[dict[str, Any]], zonder: bool = False) -> dict[str, float]:
    """Urgent at either level, at nu, the first code, false alarms, complexity: shares of the lines each is about."""
    tel: dict[str, list[bool]] = defaultdict(list)
    for r in vragen:
        a = antwoord(kaal(r["text"]) if zonder else r["text"])
        codes = [s["code"] for s in a["urgent"]]
        nu = any(s["level"] == "nu" for s in a["urgent"])
        if r["urgent"]:
            eerste = bool(codes) and codes[0] in r["urgent"]
            for naam in (
                "urgent",
                *(["explicit"] if r.get("explicit") else []),
                f"urgent {r['urgent'][0]}",
                f"urgent {r.get('language', 'nl')}",
            ):
                tel[naam].append(bool(codes))
            tel["nu"].append(nu)
            tel["first code"].append(eerste)
        elif r.get("level") != "zacht":
            tel["false nu"].append(nu)
            tel["false any"].append(bool(codes))
        if not r["urgent"] and "complex" in r:
            tel["complex" if r["complex"] else "plain kept plain"].append(a["complex"] is r["complex"])
    return {k: round(sum(v) / len(v), 3) for k, v in sorted(tel.items())}


def overbelast(vragen: Iterable[dict[str, Any]], zonder: bool = False) -> dict[str, float]:
    """Carers who cannot keep it up: recognised, and invented where somebody can."""
    tel: dict[str, list[bool]] = defaultdict(list)
    for r in vragen:
        markers = {m["code"] for m in antwoord(kaal(r["text"]) if zonder else r["text"])["markers"]}
        tel["overload recognised" if r["overbelast"] else "overload invented"].append("overbelast" in markers)
    return {k: round(sum(v) / len(v), 3) for k, v in sorted(tel.items())}


def missers(vragen: Iterable[dict[str, Any]]) -> list[str]:
    """What goes wrong, a line each: for editors, to see which words are missing."""
    uit = []
    for r in vragen:
        a = antwoord(r["text"])
        codes = [f"{s['code']}:{s['level']}" for s in a["urgent"]]
        if "kinds" in r and not {i["kind"] for i in a["items"] if i["relevance"] <= 3} & set(r["kinds"]):
            uit.append(f"{r['id']} | {r['text']} | {r['kinds']} | {[i['kind'] for i in a['items']]}")
        if "urgent" in r and (bool(r["urgent"]) != bool(codes)) and r.get("level") != "zacht":
            uit.append(f"{r['id']} | {r['text']} | {r['urgent']} | {codes}")
        if "complex" in r and not r["urgent"] and a["complex"] is not r["complex"]:
            uit.append(f"{r['id']} | {r['text']} | complex {r['complex']} | {[m['code'] for m in a['markers']]}")
    return uit


def main() -> None:
    """Print the figures of each file."""
    namen = [a for a in sys.argv[1:] if not a.startswith("-")] or sorted(p.stem for p in DATA.glob("*.jsonl"))
    for naam in namen:
        vragen = rijen(naam)
        for meet, soort in ((hulp, "kinds"), (triage, "urgent"), (overbelast, "overbelast")):
            if soort in vragen[0]:
                for zonder in (False, True):
                    sys.stdout.write(f"{naam}{' (bare)' if zonder else ''}: {json.dumps(meet(vragen, zonder))}\n")
        if "--mis" in sys.argv:
            sys.stdout.write("\n".join(missers(vragen)) + "\n")


if __name__ == "__main__":
    main()
