"""Nothing is stored before Versturen (P-01), and nothing of a person is readable after it (P-06): canary words in the raw files."""

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
    assert uit["canaries"] == 30 and uit["mails"] == 10 and uit["readable"] == uit["the search is blind"] == 0, uit
    assert {"lindewaard.sqlite", "lindewaard.sqlite-wal", "kopie.sqlite", "kopie.sql", "alles.log"} <= set(uit["files"])


def test_a_real_server_with_its_logs_and_a_backup_keeps_no_canary() -> None:
    """`make trial-ongestuurd` holds 1,000 conversations."""
    uit = ongestuurd.proef(8, 1)
    assert uit["hits"] == [] and {"lindewaard.sqlite", "server.log", "backup.sqlite"} <= set(uit["files"])


def test_the_search_for_canaries_finds_what_can_be_read() -> None:
    def ziet(kanarie: str, ruw: bytes) -> bool:
        return kanaries.leesbaar({kanarie}, ruw) == {kanarie}

    for ruw in (b'{"telefoon": "0612345678"}', b"tel:+31612345678 ", b"zei 12345678.", b"612345678", "06 12345678".encode("utf-16-le")):
        assert ziet("12345678", ruw), ruw
    assert not ziet("12345678", b"X'af0612345678bc01'") and not ziet("12345678", b"tel 12345679")
    woord = "bcdfghjklmnp"
    for ruw in (
        b"Oma Bcdfghjklmnp",
        b"bcdfghjklmnpstraat 1",
        b"x=BCDFGHJKLMNP",
        b"\x00zbcdfghjklmnpz\x00",
        woord.encode("utf-16-le"),
        woord.encode("utf-16-be"),
    ):
        assert ziet(woord, ruw), ruw
    assert not ziet(woord, b"bcdfghjklmn") and not ziet(woord, b"bcdfgh jklmnp")
