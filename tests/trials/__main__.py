"""`make trial-crash`, `-wandelen`, `-domeinen`, `-kanaries`: run a long trial; JSON on the screen and under var/trials/. SEED= and N= set seed and size."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.trials import crash, domeinen, kanaries, wandelen


def _crash(aantal: int, zaad: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as map_:
        return crash.proef(f"sqlite:///{map_}/crash.sqlite", aantal, zaad)


# name -> (the trial, its size, what must be empty or zero)
PROEVEN: dict[str, tuple[Callable[[int, int], dict[str, Any]], int, tuple[str, ...]]] = {
    "crash": (_crash, 300, ("lost", "double", "half", "other number on repeat")),
    "domeinen": (domeinen.proef, 60, ("mistakes",)),
    "kanaries": (kanaries.proef, 1_000, ("hits",)),
    "wandelen": (wandelen.proef, 100_000, ("mistakes",)),
}


def main() -> int:
    """Run the trial that is named."""
    naam = sys.argv[1] if len(sys.argv) > 1 else ""
    if naam not in PROEVEN:
        sys.stderr.write(f"There are these trials: {', '.join(f'make trial-{p}' for p in PROEVEN)}\n")
        return 2
    doe, aantal, leeg = PROEVEN[naam]
    uit = doe(int(os.environ.get("N", str(aantal))), int(os.environ.get("SEED", "1")))
    doel = Path("var/trials")
    doel.mkdir(parents=True, exist_ok=True)
    (doel / f"{naam}.json").write_text(json.dumps(uit, indent=2))
    sys.stdout.write(json.dumps(uit, indent=2) + "\n")
    return int(any(uit[k] for k in leeg))


if __name__ == "__main__":
    raise SystemExit(main())
