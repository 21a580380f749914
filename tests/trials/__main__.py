"""`make trial-crash`: run a long trial; JSON on the screen and under var/trials/. SEED= and N= set seed and size."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from tests.trials import crash


def main() -> int:
    """Run the trial that is named."""
    naam = sys.argv[1] if len(sys.argv) > 1 else ""
    if naam != "crash":
        sys.stderr.write("There is one long trial so far: make trial-crash\n")
        return 2
    with tempfile.TemporaryDirectory() as map_:
        uit = crash.proef(f"sqlite:///{map_}/crash.sqlite", int(os.environ.get("N", "300")), int(os.environ.get("SEED", "1")))
    doel = Path("var/trials")
    doel.mkdir(parents=True, exist_ok=True)
    (doel / f"{naam}.json").write_text(json.dumps(uit, indent=2))
    sys.stdout.write(json.dumps(uit, indent=2) + "\n")
    return int(any(uit[k] for k in ("lost", "double", "half", "other number on repeat")))


if __name__ == "__main__":
    raise SystemExit(main())
