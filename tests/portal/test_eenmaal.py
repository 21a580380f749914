"""Sent exactly once, whatever happens at the same time; on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.database import Database
from portal.tabellen import Gebeurtenis, Ontvangst, Uitbox, Verwijzing
from portal.verwijzing import Regel, Zending, codewoorden, nieuwe_sleutel, open_inhoud, retourcode, termijnen, verstuur
from portal.werkdagen import nu
from portal.zegel import Ongeldig, Zegel
from sociale_kaart.load import gemeente

ZEGEL = Zegel({1: b"k" * 32})
G = gemeente("lindewaard")


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, tmp_path: Path, postgres: str) -> Database:
    """An empty database of each kind."""
    url = f"sqlite:///{tmp_path / 'proef.sqlite'}" if request.param == "sqlite" else postgres
    d = Database(url)
    d.migreer()
    return d


def zending(sleutel: str, **anders: object) -> Zending:
    """A referral about overload."""
    basis = dict(
        sleutel=sleutel,
        verhaal=(Regel("vraag", "Uw vraag", "ik kan niet meer", True),),
        bereik={"naam": "Aisha", "manier": "bellen", "telefoon": "000 765 43 21"},
        domeinen=("mantelzorg",),
        buurt="molenwijk",
    )
    return Zending(**(basis | anders))  # type: ignore[arg-type]


def test_twenty_sends_at_once_with_one_key_are_one_referral(db: Database) -> None:
    for _ in range(3):
        sleutel, start = nieuwe_sleutel(), threading.Barrier(20)

        def stuur(_: int, sleutel: str = sleutel, start: threading.Barrier = start) -> tuple[str, str]:
            start.wait(30)
            v = verstuur(db, ZEGEL, G, zending(sleutel), nu())
            return v.nummer, v.code

        with ThreadPoolExecutor(20) as pool:
            antwoorden = set(pool.map(stuur, range(20)))
        assert len(antwoorden) == 1
    with db.lees() as s:
        for tabel in (Verwijzing, Ontvangst, Gebeurtenis):
            assert s.scalar(select(func.count()).select_from(tabel)) == 3


def test_all_or_nothing(db: Database) -> None:
    class Stuk(Exception):
        pass

    voor = _aantal(db)
    with pytest.raises(Stuk), db.schrijf() as s:
        from portal.verwijzing import _schrijf

        _schrijf(s, ZEGEL, G, zending(nieuwe_sleutel(), spoed="vandaag"), nu(), 0)
        raise Stuk
    assert _aantal(db) == voor


def _aantal(db: Database) -> list[int]:
    with db.lees() as s:
        return [s.scalar(select(func.count()).select_from(t)) or 0 for t in (Verwijzing, Ontvangst, Gebeurtenis, Uitbox)]


def test_the_content_opens_only_at_its_own_place(db: Database) -> None:
    v = verstuur(db, ZEGEL, G, zending(nieuwe_sleutel()), nu())
    with db.lees() as s:
        rij = s.get(Verwijzing, v.id)
        assert rij is not None
        assert open_inhoud(ZEGEL, rij)["bereik"]["naam"] == "Aisha"
        with pytest.raises(Ongeldig):
            ZEGEL.open(rij.inhoud, "verwijzing", "verwijzing.inhoud:999")
        assert b"Aisha" not in rij.inhoud


def test_the_code_has_sixty_bits_and_follows_from_the_key() -> None:
    assert len(codewoorden()) ** 6 >= 2**60
    assert len(set(codewoorden())) == len(codewoorden())
    assert retourcode(ZEGEL, "a") == retourcode(ZEGEL, "a") != retourcode(ZEGEL, "b")


def test_spoed_alerts_the_duty_address_in_the_same_transaction(db: Database) -> None:
    verstuur(db, ZEGEL, G, zending(nieuwe_sleutel(), spoed="vandaag"), nu())
    with db.lees() as s:
        assert s.scalar(select(func.count()).select_from(Uitbox).where(Uitbox.soort == "piket")) == 1


def test_a_signal_has_no_six_week_clock_and_debts_lead_when_they_are_first() -> None:
    t = termijnen(G, ("veiligheid",), (), "", "signaal", nu())
    assert t.onderzoek_voor is None and t.plan_tot is None
    t = termijnen(G, ("geld", "mantelzorg"), ("afsluiting",), "", "melding", nu())
    assert t.wetten == ("wmo", "wgs")
    assert t.contact_voor <= t.uiterlijk <= t.onderzoek_voor  # type: ignore[operator]
