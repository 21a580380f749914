"""The short version of `make trial-crash`: kill -9 at random moments of sending, on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from tests.trials.crash import proef


def _goed(uit: dict[str, Any], kills: int) -> None:
    assert uit["kills"] == kills and uit["acknowledged"] > kills // 2, uit
    assert (uit["lost"], uit["double"], uit["half"], uit["other number on repeat"]) == (0, 0, 0, 0), uit


def test_kill_9_while_sending_loses_and_doubles_nothing(tmp_path: Path) -> None:
    _goed(proef(f"sqlite:///{tmp_path / 'crash.sqlite'}", 30, 3), 30)


def test_kill_9_while_sending_on_postgresql(postgres: str) -> None:
    with create_engine(postgres, isolation_level="AUTOCOMMIT").connect() as c:
        c.execute(text("create database crash"))
    _goed(proef(postgres.replace("/postgres?", "/crash?"), 15, 4), 15)
