"""Names, numbers and sentences that exist nowhere else, sent as referrals through the pages and worked on by the team: none may be readable in any file."""

from __future__ import annotations

import logging
import random
import re
import sqlite3
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import func, select

from portal.account import formuliermerk
from portal.tabellen import Uitbox
from portal.werkdagen import nu
from tests.klant import Klant

LOKVOGELS = 300
LETTERS = "bcdfghjklmnpqrstvwxz"


class Vangt(logging.Handler):
    """Keeps every log line."""

    def __init__(self, pad: Path) -> None:
        super().__init__(logging.DEBUG)
        self.bestand = pad.open("a", encoding="utf-8")

    def emit(self, record: logging.LogRecord) -> None:
        self.bestand.write(self.format(record) + "\n")


def proef(app: FastAPI, map_: Path, aantal: int, zaad: int) -> dict[str, Any]:
    """Send `aantal` referrals with three canaries each, add a plan, let the team note and close; then read every byte under var/ (`map_`) and a backup."""
    from tests.portal.conftest import Collega

    kans = random.Random(zaad)
    wortel = logging.getLogger()
    vangt, niveau = Vangt(map_ / "alles.log"), wortel.level
    wortel.addHandler(vangt)
    wortel.setLevel(logging.INFO)
    logging.getLogger("vindplaats").setLevel(logging.DEBUG)
    try:
        bram = Collega(app, "bram")
        kanaries: list[str] = []
        for _ in range(aantal):
            naam, zin = ("".join(kans.choices(LETTERS, k=12)) for _ in range(2))
            cijfers = f"{kans.randrange(10**8):08d}"
            kanaries += [naam, zin, cijfers]
            _reis(app, bram, naam, zin, cijfers)
        app.state.bezorger.ronde(nu(), 100_000)
        with app.state.db.lees() as s:
            post = s.scalar(select(func.count()).select_from(Uitbox))
    finally:
        wortel.removeHandler(vangt)
        wortel.setLevel(niveau)
        vangt.bestand.close()
    bestanden = {p.name: p.read_bytes() for p in _kopie(map_)}
    gevonden = {k: waar for k in kanaries if (waar := [naam for naam, ruw in bestanden.items() if leesbaar(k, ruw)])}
    lok = [f"{kans.randrange(10**8):08d}" for _ in range(LOKVOGELS)]  # numbers that were never sent: found as bare digits by chance alone
    return {
        "referrals": aantal,
        "seed": zaad,
        "canaries": len(kanaries),
        "mails": post,
        "files": sorted(bestanden),
        "bytes read": sum(map(len, bestanden.values())),
        "readable": len(gevonden),
        "readable in": sorted({naam for waar in gevonden.values() for naam in waar}),
        "decoys found as bare digits": sum(n.encode() in ruw for n in lok for ruw in bestanden.values()),
        "decoys readable": sum(leesbaar(n, ruw) for n in lok for ruw in bestanden.values()),
    }


def leesbaar(kanarie: str, ruw: bytes) -> bool:
    """Whether it stands there to be read: in any case, and in two bytes a letter. Digits count in every way a phone is written, but not in the middle
    of a long row of hexadecimal digits: a dump writes sealed bytes so, and in millions of them every number of eight digits turns up by chance."""
    if kanarie.isdigit():
        vormen = (kanarie, "06" + kanarie, "+316" + kanarie, "316" + kanarie, "6" + kanarie)
        return any(v.encode() in ruw and re.search(rb"(?<![0-9A-Fa-f])" + re.escape(v.encode()) + rb"(?![0-9A-Fa-f])", ruw) for v in vormen)
    return any(
        vorm in ruw for vorm in (kanarie.encode(), kanarie.upper().encode(), kanarie.capitalize().encode(), kanarie.encode("utf-16-le"))
    )


def _reis(app: Any, bram: Any, naam: str, zin: str, cijfers: str) -> None:
    merk = formuliermerk(app.state.zegel, bram.http.cookies["__Host-werk"])
    klant = Klant(app)
    klant.stuur("/", {"vraag": f"ik ben {zin} en ik heb schulden"})
    klant.stuur("/gesprek", {"stap": "buurt", "antwoord": "molenwijk"})
    bereik = {
        "naam": naam.capitalize(),
        "client": f"Oma {naam}",
        "manier": "mail",
        "mail": f"{naam}@voorbeeld.example",
        "voor_wie": "mantelzorg",
    }
    klant.stuur("/verwijzing", {"actie": "bereik", "telefoon": f"06{cijfers}", "adres": f"{naam}straat 1", "huis": f"zoon {naam}"} | bereik)
    klant.druk("versturen")
    nummer, code = _nummer_en_code(klant)
    klant.open("/status").druk("Bekijk mijn vraag", nummer=nummer, code=code)
    klant.druk("plan", plan=f"Mijn plan: {zin}") if "Stuur mijn plan" in klant.tekst else klant.druk("aanvullen", tekst=f"Ook dit: {zin}")
    for pad, velden in (
        (f"/postvak/{nummer}/oppakken", {}),
        (f"/postvak/{nummer}/contact", {"gesproken": "gesproken", "notitie": f"{naam} zei {zin}, tel {cijfers}"}),
        ("/postvak/zoeken", {"zoek": naam}),
        (f"/postvak/{nummer}/sluiten", {"uitkomst": "algemeen", "slot": f"{zin} gaat goed"}),
    ):
        assert bram.http.post(pad, data={"token": merk, **velden}).status_code == 200, pad


def _nummer_en_code(klant: Klant) -> list[str]:
    from tests.portal.test_pad import nummer_en_code

    return nummer_en_code(klant)


def _kopie(map_: Path) -> list[Path]:
    """A backup made as the tools of SQLite make it, and a dump as text; beside the files as they are (database, WAL, log, snapshot)."""
    bron = next(map_.glob("*.sqlite"))
    van, naar = sqlite3.connect(bron), sqlite3.connect(map_ / "kopie.sqlite")
    with naar:
        van.backup(naar)
    (map_ / "kopie.sql").write_text("\n".join(van.iterdump()), encoding="utf-8")
    van.close()
    naar.close()
    return [p for p in map_.rglob("*") if p.is_file() and p.name != "sleutels"]
