"""Many at once: staff who claim the same referrals (one winner each, the others told who); parallel sends with one key (one record, one number)."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import func, select

from portal.database import Database
from portal.tabellen import Account, Gebeurtenis, Logregel, Ontvangst, Uitbox, Verwijzing
from portal.verwijzing import AlOpgepakt, Regel, Zending, nieuwe_sleutel, pak_op, verstuur
from portal.werkdagen import nu
from portal.zegel import Zegel
from sociale_kaart.load import gemeente

ZEGEL = Zegel({1: b"k" * 32})
G = gemeente("lindewaard")


def _zending(sleutel: str) -> Zending:
    bereik = {"naam": "Aisha", "manier": "mail", "mail": "aisha@voorbeeld.example"}
    return Zending(sleutel, (Regel("vraag", "Uw vraag", "ik kan niet meer", True),), bereik, buurt="molenwijk")


def claim(url: str, mensen: int, vragen: int, zaad: int) -> dict[str, Any]:
    """Everybody grabs every referral at the same moment, in an order of chance."""
    db = Database(url)
    db.migreer()
    with db.schrijf() as s:
        for i in range(mensen):
            s.add(Account(naam=f"m{i}", toon=f"Mens {i}", rol="medewerker", team="noord", wachtwoord="-", actief=True, gemaakt_op=nu()))
    with db.lees() as s:
        wie = list(s.scalars(select(Account).where(Account.naam.like("m%"), Account.wachtwoord == "-")))
    ids = [verstuur(db, ZEGEL, G, _zending(nieuwe_sleutel()), nu()).id for _ in range(vragen)]
    random.Random(zaad).shuffle(ids)
    geen_of_meer = verkeerd_verteld = fouten = 0
    samen = threading.Barrier(mensen)

    def pak(wie_: Account, id: int) -> tuple[str, str]:
        samen.wait(60)
        try:
            pak_op(db, id, wie_, nu())
            return "wint", wie_.toon
        except AlOpgepakt as ander:
            return "hoort", ander.wie
        except Exception as fout:
            return "fout", type(fout).__name__

    with ThreadPoolExecutor(mensen) as pool:
        for id in ids:
            uit = list(pool.map(pak, wie, [id] * mensen))
            winnaars = [naam for hoe, naam in uit if hoe == "wint"]
            fouten += sum(hoe == "fout" for hoe, _ in uit)
            geen_of_meer += len(winnaars) != 1
            verkeerd_verteld += sum(naam != winnaars[0] for hoe, naam in uit if hoe == "hoort") if winnaars else mensen
    with db.lees() as s:
        keer = s.scalar(select(func.count()).select_from(Gebeurtenis).where(Gebeurtenis.wat == "opgepakt")) or 0
        log = s.scalar(select(func.count()).select_from(Logregel).where(Logregel.wat == "opgepakt")) or 0
    db.engine.dispose()
    return {
        "staff": mensen,
        "referrals": vragen,
        "seed": zaad,
        "claims": mensen * vragen,
        "not exactly one winner": geen_of_meer,
        "told a wrong name": verkeerd_verteld,
        "errors": fouten,
        "events and log rows besides one each": abs(keer - vragen) + abs(log - vragen),
    }


def eenmaal(url: str, tegelijk: int, rondes: int, zaad: int) -> dict[str, Any]:
    """`tegelijk` sends with one key at the same moment, `rondes` times."""
    db = Database(url)
    db.migreer()
    samen = threading.Barrier(tegelijk)
    anders = fouten = 0

    def stuur(sleutel: str) -> tuple[str, str]:
        samen.wait(60)
        try:
            v = verstuur(db, ZEGEL, G, _zending(sleutel), nu())
            return v.nummer, v.code
        except Exception as fout:
            return "fout", type(fout).__name__

    with ThreadPoolExecutor(tegelijk) as pool:
        for _ in range(rondes):
            antwoorden = list(pool.map(stuur, [nieuwe_sleutel()] * tegelijk))
            fouten += sum(n == "fout" for n, _ in antwoorden)
            anders += len(set(antwoorden)) != 1
    with db.lees() as s:
        rijen = [s.scalar(select(func.count()).select_from(t)) or 0 for t in (Verwijzing, Ontvangst, Gebeurtenis, Uitbox)]
    db.engine.dispose()
    return {
        "parallel": tegelijk,
        "rounds": rondes,
        "seed": zaad,
        "sends": tegelijk * rondes,
        "rounds with more than one number or code": anders,
        "errors": fouten,
        "records besides one a round": sum(abs(n - rondes) for n in rijen),
    }
