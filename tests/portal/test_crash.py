"""The short version of `make trial-crash`: kill -9 at random moments of sending, on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.trials.crash import proef


def _goed(uit: dict[str, Any], kills: int) -> None:
    assert uit["kills"] == kills and uit["acknowledged"] > kills // 2, uit
    assert (uit["lost"], uit["double"], uit["half"], uit["other number on repeat"]) == (0, 0, 0, 0), uit


def test_kill_9_while_sending_loses_and_doubles_nothing(tmp_path: Path) -> None:
    _goed(proef(f"sqlite:///{tmp_path / 'crash.sqlite'}", 30, 3), 30)


def test_kill_9_while_sending_on_postgresql(leeg_postgres: str) -> None:
    _goed(proef(leeg_postgres, 15, 4), 15)
