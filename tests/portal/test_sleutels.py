"""The change of keys: everything readable before, while and after; nothing left under the old key; no word of a person in the file."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary, select

from portal import account, behandeling, sleutels
from portal.config import Instellingen
from portal.database import Database
from portal.tabellen import Account, Basis, Gebeurtenis, Uitbox, Verwijzing
from portal.verwijzing import open_gebeurtenis, open_inhoud, pak_op, verstuur
from portal.werkdagen import nu
from portal.zegel import Ongeldig, Zegel
from sociale_kaart.load import gemeente
from tests.portal.conftest import zending

EEN, TWEE = b"a" * 32, b"b" * 32


def test_every_sealed_column_is_known() -> None:
    """A new column with sealed bytes must be in the list, else its content cannot be read when the old key goes."""
    gezegeld = {(m.class_, k.key) for m in Basis.registry.mappers for k in m.columns if isinstance(k.type, LargeBinary)}
    assert gezegeld == {(k.tabel, k.kolom) for k in sleutels.KOLOMMEN}


@pytest.fixture()
def vol(kern: Any) -> tuple[Any, list[str]]:
    """Thirty referrals with a note and a mail each, all with words that exist nowhere else; sealed with key 1."""
    db, g = kern.state.db, kern.state.gemeente
    oud = Zegel({1: EEN})
    with db.lees() as s:
        bram = s.scalar(select(Account).where(Account.naam == "bram"))
    with db.schrijf() as s:
        for a in s.scalars(select(Account)):
            account.zet_geheim(oud, a, "JBSWY3DPEHPK3PXP")
    kanaries = [secrets.token_hex(8) for _ in range(30)]
    for i, k in enumerate(kanaries):
        bereik = {"naam": f"N{k}", "manier": "mail", "mail": f"{k}@voorbeeld.example", "telefoon": f"06 1000 {i:04d}"}
        v = verstuur(db, oud, g, zending(verhaal=f"ik ben {k}", bereik=bereik), nu())
        pak_op(db, v.id, bram, nu())
        behandeling.schrijf_notitie(db, oud, v.id, bram, f"sprak met {k}", nu())
    return kern, kanaries


def _leest(db: Any, zegel: Zegel, kanaries: list[str]) -> None:
    """Every canary is still there, through every column."""
    with db.lees() as s:
        alles = repr([open_inhoud(zegel, r) for r in s.scalars(select(Verwijzing))])
        alles += repr([open_gebeurtenis(zegel, e) for e in s.scalars(select(Gebeurtenis))])
        alles += repr([zegel.open(u.lading, "uitbox", u.sleutel) for u in s.scalars(select(Uitbox))])
        assert account.geheim(zegel, s.scalar(select(Account).where(Account.naam == "bram"))) == "JBSWY3DPEHPK3PXP"
    assert all(alles.count(k) >= 4 for k in kanaries)


def test_all_is_readable_before_while_and_after_and_the_old_key_opens_nothing_more(vol: tuple[Any, list[str]], tmp_path: Path) -> None:
    kern, kanaries = vol
    db = kern.state.db
    samen, nieuw = Zegel({1: EEN, 2: TWEE}), Zegel({2: TWEE})
    _leest(db, samen, kanaries)
    kolom = sleutels.KOLOMMEN[0]
    sleutels._wissel_kolom(db, samen, kolom, 7)  # stopped half-way: one column done
    assert set(sleutels.telling(db)) == {1, 2}
    _leest(db, samen, kanaries)
    with db.lees() as s:
        mensen = len(s.scalars(select(Account.id)).all())
    assert sleutels.wissel(db, samen, 7) == 30 + 30 + mensen  # notes, mails, secrets of the app; the stories were done
    assert set(sleutels.telling(db)) == {2}
    _leest(db, nieuw, kanaries)
    with pytest.raises(Ongeldig):
        _leest(db, Zegel({1: EEN}), kanaries)
    assert sleutels.wissel(db, samen, 7) == 0  # again is harmless
    db.engine.dispose()
    ruw = b"".join(p.read_bytes() for p in tmp_path.glob("lindewaard.sqlite*"))
    assert not [k for k in kanaries if k.encode() in ruw]


def test_finding_by_phone_works_while_keys_change(vol: tuple[Any, list[str]]) -> None:
    kern, _kanaries = vol
    db, samen = kern.state.db, Zegel({1: EEN, 2: TWEE})
    with db.lees() as s:
        daan = s.scalar(select(Account).where(Account.naam == "daan"))

    def vind() -> list[str]:
        with db.schrijf() as s:
            return behandeling.zoek_overal(s, samen, daan, "06 1000 0007")

    assert vind() == ["noord"]
    sleutels.wissel(db, samen)
    assert vind() == ["noord"]
    with db.schrijf() as s:  # and the index itself no longer hangs on the old key
        assert behandeling.zoek_overal(s, Zegel({2: TWEE}), daan, "06 1000 0007") == ["noord"]


def test_a_value_that_was_written_in_the_meantime_is_not_lost(vol: tuple[Any, list[str]]) -> None:
    kern, _kanaries = vol
    db, samen = kern.state.db, Zegel({1: EEN, 2: TWEE})
    with db.lees() as s:
        bram = s.scalar(select(Account).where(Account.naam == "bram"))
        id = s.scalar(select(Verwijzing.id))
    behandeling.wijzig_contact(db, samen, id, bram, {"telefoon": "06 99998888", "mail": "nieuw@voorbeeld.example"}, nu())
    sleutels.wissel(db, samen)
    with db.lees() as s:
        assert open_inhoud(Zegel({2: TWEE}), s.get(Verwijzing, id))["bereik"]["telefoon"] == "06 99998888"


def test_a_new_key_goes_in_front_and_the_old_ones_stay(tmp_path: Path) -> None:
    keuzes = Instellingen(var=tmp_path)
    oud = keuzes.sleutelring()
    assert sleutels.nieuwe(keuzes) == 2
    ring = keuzes.sleutelring()
    assert set(ring) == {1, 2} and ring[1] == oud[1] != ring[2]
    assert Zegel(ring).nieuwste == 2
    assert (tmp_path / "sleutels").stat().st_mode & 0o077 == 0
    with pytest.raises(ValueError, match="VINDPLAATS_SLEUTELS"):
        sleutels.nieuwe(Instellingen(var=tmp_path, sleutels=f"1:{'0' * 64}"))


def test_keys_change_on_both_databases(db: Database) -> None:
    v = verstuur(db, Zegel({1: EEN}), gemeente("lindewaard"), zending(), nu())
    samen = Zegel({1: EEN, 2: TWEE})
    assert set(sleutels.telling(db)) == {1}
    assert sleutels.wissel(db, samen) >= 1 and set(sleutels.telling(db)) == {2}
    with db.lees() as s:
        assert open_inhoud(Zegel({2: TWEE}), s.get(Verwijzing, v.id))["bereik"]["naam"] == "Aisha Jansen"
