"""`python -m tests.chromium`: makes sure there is a chromium for the browser journeys; from Debian when root, else a clear message."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def pad() -> str | None:
    """Where chromium is: CHROMIUM=, or on the path."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def vlaggen() -> list[str]:
    """How to start it quietly, without a network of its own."""
    basis = [
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-gpu",
    ]
    return [*basis, "--no-sandbox"] if os.geteuid() == 0 else basis


PAKKETTEN = ["chromium", "fonts-noto-core", "libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]


def main() -> int:
    """0 when chromium is there, or could be installed."""
    if pad():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        sys.stdout.write("Installing chromium from Debian for the browser journeys...\n")
        for opdracht in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PAKKETTEN]):
            subprocess.run(opdracht, check=False, stdout=subprocess.DEVNULL, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
        if pad():
            return 0
    sys.stderr.write(
        "There is no chromium for the browser journeys. Install it (apt-get install chromium fonts-noto-core) or set CHROMIUM=/path/to/chromium.\n"
    )
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
