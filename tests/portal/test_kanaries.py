"""Nothing is stored before Versturen, and nothing of a person is readable after it: canary words in the raw files."""

from __future__ import annotations

import logging
import secrets
from pathlib import Path

from tests.klant import Klant, maak
from tests.trials.kanaries import proef


def ruw(map_: Path) -> bytes:
    """Every byte under var/, but for the keys."""
    return b"".join(p.read_bytes() for p in map_.rglob("*") if p.is_file() and p.name != "sleutels")


def test_unsent_conversations_leave_no_trace(tmp_path: Path, caplog) -> None:
    app = maak(tmp_path)
    kanaries = [secrets.token_hex(8) for _ in range(40)]
    with caplog.at_level(logging.DEBUG):
        for k in kanaries:
            klant = Klant(app)
            klant.stuur("/", {"vraag": f"ik ben {k} en ik heb schulden"})
            klant.stuur("/gesprek", {"stap": "ik_wil", "antwoord": f"rust {k}"})
            klant.stuur("/verwijzing", {"actie": "bereik", "naam": k, "manier": "bellen", "telefoon": "000 111 22 33"})
            klant.http.post("/zoeken", data={"vraag": k})
            klant.http.post("/api/v1/voorstellen", json={"vraag": f"{k} wil niet meer leven"})
    alles, log = ruw(tmp_path), caplog.text
    assert not [k for k in kanaries if k.encode() in alles or k in log]


def test_a_real_server_with_its_logs_and_a_backup_keeps_no_canary() -> None:
    """`make trial-kanaries` holds 1,000 conversations."""
    uit = proef(8, 1)
    assert uit["hits"] == [] and {"lindewaard.sqlite", "server.log", "backup.sqlite"} <= set(uit["files"])


def test_sent_referrals_are_sealed(tmp_path: Path) -> None:
    app = maak(tmp_path)
    kanaries = []
    for _ in range(15):
        k = secrets.token_hex(8)
        kanaries.append(k)
        klant = Klant(app)
        klant.stuur("/", {"vraag": f"ik ben {k} en ik heb schulden"})
        klant.stuur("/verwijzing", {"actie": "bereik", "naam": f"Naam{k}", "manier": "mail", "mail": f"{k}@voorbeeld.example"})
        klant.druk("versturen")
    assert klant.pad == "/verwijzing/verstuurd"
    alles = ruw(tmp_path)
    assert not [k for k in kanaries if k.encode() in alles]
