"""Nothing is stored before Versturen, and nothing of a person is readable after it: canary words in the raw files."""

from __future__ import annotations

import logging
import secrets
from pathlib import Path

from fastapi import FastAPI

from tests.klant import Klant
from tests.trials import kanaries, ongestuurd


def ruw(map_: Path) -> bytes:
    """Every byte under var/, but for the keys."""
    return b"".join(p.read_bytes() for p in map_.rglob("*") if p.is_file() and p.name != "sleutels")


def test_unsent_conversations_leave_no_trace(app: FastAPI, caplog) -> None:
    woorden = [secrets.token_hex(8) for _ in range(40)]
    with caplog.at_level(logging.DEBUG):
        for k in woorden:
            klant = Klant(app)
            klant.stuur("/", {"vraag": f"ik ben {k} en ik heb schulden"})
            klant.stuur("/gesprek", {"stap": "ik_wil", "antwoord": f"rust {k}"})
            klant.stuur("/verwijzing", {"actie": "bereik", "naam": k, "manier": "bellen", "telefoon": "000 111 22 33"})
            klant.http.post("/zoeken", data={"vraag": k})
            klant.http.post("/api/v1/voorstellen", json={"vraag": f"{k} wil niet meer leven"})
    alles, log = ruw(app.state.keuzes.var), caplog.text
    assert not [k for k in woorden if k.encode() in alles or k in log]


def test_sent_referrals_are_sealed(app: FastAPI) -> None:
    """The short version of `make trial-kanaries`: database, WAL, log, backup and dump."""
    var = app.state.keuzes.var
    uit = kanaries.proef(app, var, 10, 2)
    assert uit["canaries"] == 30 and uit["mails"] == 10 and uit["readable"] == 0, uit
    assert {"lindewaard.sqlite", "lindewaard.sqlite-wal", "kopie.sqlite", "kopie.sql", "alles.log"} <= set(uit["files"])


def test_a_real_server_with_its_logs_and_a_backup_keeps_no_canary() -> None:
    """`make trial-ongestuurd` holds 1,000 conversations."""
    uit = ongestuurd.proef(8, 1)
    assert uit["hits"] == [] and {"lindewaard.sqlite", "server.log", "backup.sqlite"} <= set(uit["files"])


def test_the_search_for_canaries_finds_what_can_be_read() -> None:
    assert kanaries.leesbaar("12345678", b'{"telefoon": "0612345678"}') and kanaries.leesbaar("12345678", b"tel:+31612345678 ")
    assert kanaries.leesbaar("12345678", b"zei 12345678.") and not kanaries.leesbaar("12345678", b"X'af0612345678bc01'")
    assert kanaries.leesbaar("bcdfgh", b"Oma Bcdfgh") and kanaries.leesbaar("bcdfgh", "bcdfgh".encode("utf-16-le"))
