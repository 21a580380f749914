"""Names, numbers and sentences that exist nowhere else, sent as referrals through the pages and worked on by the team: none may be readable in any file."""

from __future__ import annotations

import logging
import random
import re
import sqlite3
from pathlib import Path
from typing import Any

import html5lib
from fastapi import FastAPI
from sqlalchemy import func, select

from portal.account import formuliermerk
from portal.tabellen import Uitbox
from portal.werkdagen import nu
from tests.klant import Klant

LOKVOGELS = 300
LETTERS = "bcdfghjklmnpqrstvwxz"
LANG = 12  # letters of a canary
STRENG = 20  # so many journeys look at every page as the tests do; the others read only the pages they press on


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
        for i in range(aantal):
            naam, zin = ("".join(kans.choices(LETTERS, k=LANG)) for _ in range(2))
            cijfers = f"{kans.randrange(10**8):08d}"
            kanaries += [naam, zin, cijfers]
            _reis(app, bram, Klant(app) if i < STRENG else Snel(app), naam, zin, cijfers)
        app.state.bezorger.ronde(nu(), 100_000)
        with app.state.db.lees() as s:
            post = s.scalar(select(func.count()).select_from(Uitbox))
    finally:
        wortel.removeHandler(vangt)
        wortel.setLevel(niveau)
        vangt.bestand.close()
    bestanden = {str(p.relative_to(map_)): p.read_bytes() for p in _kopie(map_)}
    lok = {f"{kans.randrange(10**8):08d}" for _ in range(LOKVOGELS)} - set(kanaries)  # never sent: readable by chance alone
    waar = {naam: leesbaar({*kanaries, *lok}, ruw) for naam, ruw in bestanden.items()}
    gevonden = set().union(*waar.values())
    proefstuk = f"{naam.capitalize()} zei {zin.upper()}, tel 06{cijfers}".encode()  # the search itself must find what can be read
    return {
        "referrals": aantal,
        "seed": zaad,
        "canaries": len(kanaries),
        "mails": post,
        "files": sorted(bestanden),
        "bytes read": sum(map(len, bestanden.values())),
        "readable": len(gevonden & set(kanaries)),
        "readable in": sorted(naam for naam, wat in waar.items() if wat & set(kanaries)),
        "decoys readable": len(gevonden & lok),
        "the search is blind": int(leesbaar(set(kanaries), b"\x00" + proefstuk + b"\x00") != {naam, zin, cijfers}),
    }


WOORD = re.compile(b"[%s]{%d,}" % (LETTERS.encode(), LANG))
GETAL = re.compile(rb"(?<![0-9a-f])(?:6|06|\+?316)?([0-9]{8})(?![0-9a-f])")


def leesbaar(kanaries: set[str], ruw: bytes) -> set[str]:
    """Which of these stand there to be read: words in any case, also inside a longer word; digits in every way a phone is written, but not in the
    middle of a long row of hexadecimal digits: a dump writes sealed bytes so, and in millions of them every number of eight digits turns up by
    chance. Also in two bytes a letter. One walk through the bytes, however many canaries there are."""
    uit: set[str] = set()
    for vorm in (ruw.lower(), ruw[::2].lower(), ruw[1::2].lower()):
        for reeks in WOORD.findall(vorm):
            uit.update(reeks[i : i + LANG].decode() for i in range(len(reeks) - LANG + 1))
        uit.update(m.decode() for m in GETAL.findall(vorm))
    return uit & kanaries


class Snel(Klant):
    """A visitor who reads a page only to press on it."""

    def _na(self, antwoord: Any, verwacht: int) -> Klant:
        assert antwoord.status_code == verwacht, f"{antwoord.url}: {antwoord.status_code}"
        self.antwoord = antwoord
        return self

    @property
    def pagina(self) -> Any:
        """The present page, parsed when it is asked for."""
        return html5lib.parse(self.antwoord.text)

    @pagina.setter
    def pagina(self, _boom: Any) -> None:
        """Nothing to keep."""


def _reis(app: Any, bram: Any, klant: Klant, naam: str, zin: str, cijfers: str) -> None:
    merk = formuliermerk(app.state.zegel, bram.http.cookies["__Host-werk"])
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
    klant.druk("plan", plan=f"Mijn plan: {zin}") if "Stuur mijn plan" in klant.antwoord.text else klant.druk(
        "aanvullen", tekst=f"Ook dit: {zin}"
    )
    for pad, velden in (
        (f"/postvak/{nummer}/oppakken", {}),
        (f"/postvak/{nummer}/contact", {"gesproken": "gesproken", "notitie": f"{naam} zei {zin}, tel {cijfers}"}),
        ("/postvak/zoeken", {"zoek": naam}),
        ("/postvak/zoeken", {"zoek": f"06{cijfers}"}),
        ("/postvak/zoeken", {"zoek": f"{naam}@voorbeeld.example"}),
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
