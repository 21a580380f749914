"""The short version of `make trial-crash`."""

from __future__ import annotations

from pathlib import Path

from tests.trials.crash import proef


def test_kill_9_while_sending_loses_and_doubles_nothing(tmp_path: Path) -> None:
    uit = proef(f"sqlite:///{tmp_path / 'crash.sqlite'}", 8, 3)
    assert uit["acknowledged"] > 8
    assert (uit["lost"], uit["double"], uit["half"], uit["other number on repeat"]) == (0, 0, 0, 0)
