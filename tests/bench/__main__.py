"""`make bench`, or `python -m tests.bench PART ...`: each part prints its figures and keeps them in var/bench/; `motoren` rewrites docs/zoeken.md."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.bench import tabel
from tests.bench.clusters import weglaten
from tests.bench.motoren import motoren
from tests.bench.publicatie import onder_publicaties, werkers
from tests.bench.tijd import snelheid
from tests.bench.web import web
from tests.server import WORTEL

DELEN: dict[str, Callable[[], dict[str, Any]]] = {
    "web": web,
    "tijd": snelheid,
    "motoren": motoren,
    "weglaten": weglaten,
    "publicatie": onder_publicaties,
    "werkers": werkers,
}


def main() -> int:
    """Run the parts that are named, else all."""
    namen = sys.argv[1:] or list(DELEN)
    if vreemd := set(namen) - set(DELEN):
        sys.stderr.write(f"Unknown: {', '.join(sorted(vreemd))}. Parts: {', '.join(DELEN)}\n")
        return 2
    doel = WORTEL / "var" / "bench"
    doel.mkdir(parents=True, exist_ok=True)
    for naam in namen:
        begin = time.monotonic()
        uit = DELEN[naam]()
        uit["seconds"] = round(time.monotonic() - begin, 1)
        (doel / f"{naam}.json").write_text(json.dumps(uit, indent=2), encoding="utf-8")
        sys.stdout.write(json.dumps({naam: uit}, indent=2) + "\n")
        sys.stdout.flush()
        if naam == "motoren":
            tabel.schrijf(uit)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
