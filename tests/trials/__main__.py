"""`make trial-<name>`: run a long trial; JSON on the screen and under var/trials/. SEED=, N= (size) and SECONDS= (crash: stop then) may be set."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.klant import maak
from tests.trials import crash, domeinen, kanaries, ongestuurd, post, tegelijk, wandelen

ZAAD = int(os.environ.get("SEED", "1"))
NUL = (
    "lost",
    "double",
    "half",
    "other number on repeat",
    "not exactly one winner",
    "told a wrong name",
    "errors",
    "readable",
    "the search is blind",
    "mistakes",
    "hits",
)
NUL += (
    "events and log rows besides one each",
    "records besides one a round",
    "rounds with more than one number or code",
    "delivered while away",
)


def _url(map_: str) -> str:
    return (
        os.environ.get("VINDPLAATS_DATABASE_URL", "").replace("postgresql://", "postgresql+psycopg://", 1)
        or f"sqlite:///{map_}/proef.sqlite"
    )


def _n(gewoon: int) -> int:
    return int(os.environ.get("N", str(gewoon)))


PROEVEN: dict[str, tuple[str, Callable[[str], dict[str, Any]]]] = {
    "crash": ("kill -9 while sending", lambda m: crash.proef(_url(m), _n(3_000), ZAAD, float(os.environ.get("SECONDS", "86400")))),
    "claim": ("50 staff claim 1,000 referrals", lambda m: tegelijk.claim(_url(m), 50, _n(1_000), ZAAD)),
    "eenmaal": ("20 parallel sends with one key, 1,000 rounds", lambda m: tegelijk.eenmaal(_url(m), 20, _n(1_000), ZAAD)),
    "post": ("no mail server for 72 hours, 1,000 referrals", lambda m: post.proef(Path(m), _n(1_000), ZAAD)),
    "ongestuurd": ("1,000 unsent conversations, nothing kept", lambda m: ongestuurd.proef(_n(1_000), ZAAD)),
    "wandelen": ("100,000 random walks through the conversations", lambda m: wandelen.proef(_n(100_000), ZAAD)),
    "domeinen": ("60 texts with two or three topics", lambda m: domeinen.proef(_n(60), ZAAD)),
    "kanaries": ("1,000 sent referrals, nothing readable", lambda m: kanaries.proef(maak(Path(m)), Path(m), _n(1_000), ZAAD)),
}


def main() -> int:
    """Run the trial that is named."""
    naam = sys.argv[1] if len(sys.argv) > 1 else ""
    if naam not in PROEVEN:
        sys.stderr.write("Trials:\n" + "".join(f"  make trial-{n:10} {wat}\n" for n, (wat, _) in PROEVEN.items()))
        return 2
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as map_:
        uit = PROEVEN[naam][1](map_)
    uit["seconds"] = round(time.monotonic() - begin, 1)
    doel = Path("var/trials")
    doel.mkdir(parents=True, exist_ok=True)
    (doel / f"{naam}.json").write_text(json.dumps(uit, indent=2))
    sys.stdout.write(json.dumps(uit, indent=2) + "\n")
    return int(any(uit.get(k) for k in NUL))


if __name__ == "__main__":
    raise SystemExit(main())
