"""The mail server is away for 72 hours (a clock that we turn ourselves), with restarts; then everything is delivered once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from sqlalchemy import select

from portal.config import Instellingen
from portal.database import Database
from portal.nodig import mailtekst
from portal.tabellen import Uitbox
from portal.uitbox import Bezorger, leen
from portal.verwijzing import Regel, Zending, verstuur
from portal.web import Sjablonen
from portal.zegel import Zegel
from sociale_kaart.load import gemeente

BEGIN = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
MINUUT = dt.timedelta(minutes=1)


class Server:
    """A mail server in memory: away, or it keeps what it gets."""

    def __init__(self) -> None:
        self.weg = True
        self.geprobeerd = 0
        self.post: list[EmailMessage] = []

    def __call__(self, mail: EmailMessage) -> None:
        self.geprobeerd += 1
        if self.weg:
            raise ConnectionRefusedError
        self.post.append(mail)


def proef(map_: Path, aantal: int, zaad: int, uren: int = 72) -> dict[str, Any]:
    """`aantal` referrals while the server is away, a restart every 12 hours, one worker that dies with a row in its hand."""
    keuzes = Instellingen(var=map_, basis_url="https://vindplaats.example")
    g, zegel, server = gemeente("lindewaard"), Zegel({1: b"k" * 32}), Server()
    tekst = mailtekst(Sjablonen(g))

    def start() -> Bezorger:
        return Bezorger(Database(keuzes.database), zegel, g, keuzes, tekst, server)

    bezorger = start()
    bezorger.db.migreer()
    for i in range(aantal):
        bereik = {"naam": f"N{i}", "manier": "mail", "mail": f"p{zaad}-{i}@voorbeeld.example"}
        z = Zending(f"{zaad}-{i}", (Regel("vraag", "Uw vraag", "ik kan niet meer", True),), bereik, buurt="molenwijk")
        verstuur(bezorger.db, zegel, g, z, BEGIN + MINUUT * (i % (uren * 30)))
    klok, einde = BEGIN, BEGIN + dt.timedelta(hours=uren)
    while klok < einde:
        bezorger.ronde(klok)
        klok += 30 * MINUUT
        if (klok - BEGIN) % dt.timedelta(hours=12) == dt.timedelta(0):  # the process stops and another starts
            bezorger.db.engine.dispose()
            bezorger = start()
    te_vroeg = len(server.post)
    leen(bezorger.db, klok)  # a worker takes a row and is killed
    bezorger.db.engine.dispose()
    bezorger, server.weg = start(), False
    terug = klok
    while klok < terug + dt.timedelta(hours=2):
        bezorger.ronde(klok, 10_000)
        klok += 5 * MINUUT
    with bezorger.db.lees() as s:
        staten = Counter(s.scalars(select(Uitbox.staat)))
    bezorger.db.engine.dispose()
    per = Counter(str(m["To"]) for m in server.post)
    return {
        "referrals": aantal,
        "seed": zaad,
        "hours away": uren,
        "tries while away": server.geprobeerd - len(server.post),
        "delivered while away": te_vroeg,
        "delivered": len(per),
        "lost": aantal - len(per),
        "double": sum(n - 1 for n in per.values()),
        "with the same Message-ID as another": len(server.post) - len({m["Message-ID"] for m in server.post}),
        "states": dict(staten),
    }
