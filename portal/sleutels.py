"""The change of keys: everything that is sealed in the database is sealed anew with the newest key. Never deletes a key, never prints one.

While it runs the application goes on: old keys open what they sealed, new rows take the newest key. It may be stopped and started again.
"""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update

from portal.config import Instellingen, instellingen
from portal.database import Database
from portal.tabellen import Account, Gebeurtenis, Uitbox, Verwijzing
from portal.verwijzing import open_inhoud, plaats, zet_merken
from portal.zegel import Zegel

PER_KEER = 200


@dataclass(frozen=True, slots=True)
class Gezegeld:
    """A column that holds sealed bytes: for what purpose, and bound to which place."""

    tabel: Any
    kolom: str
    doel: str
    plaats: Callable[[Any], str]


# Every sealed column of the database. tests/portal/test_sleutels.py finds each one that is not here.
KOLOMMEN = (
    Gezegeld(Verwijzing, "inhoud", "verwijzing", lambda r: plaats(r.id)),
    Gezegeld(Gebeurtenis, "inhoud", "gebeurtenis", lambda r: f"gebeurtenis.inhoud:{r.id}"),
    Gezegeld(Uitbox, "lading", "uitbox", lambda r: r.sleutel),
    Gezegeld(Account, "totp", "totp", lambda r: f"account.totp:{r.id}"),
)


def telling(db: Database) -> dict[int, int]:
    """Key number -> how many sealed values it still holds."""
    uit: dict[int, int] = {}
    with db.lees() as s:
        for k in KOLOMMEN:
            kolom = getattr(k.tabel, k.kolom)
            eerste = func.substr(kolom, 1, 1)
            for byte, aantal in s.execute(select(eerste, func.count()).where(kolom.is_not(None)).group_by(eerste)):
                nummer = bytes(byte)[0]
                uit[nummer] = uit.get(nummer, 0) + aantal
    return uit


def wissel(db: Database, zegel: Zegel, per_keer: int = PER_KEER) -> int:
    """Seal everything anew with the newest key, in small transactions. Returns how many values changed. Raises zegel.Ongeldig."""
    return sum(_wissel_kolom(db, zegel, k, per_keer) for k in KOLOMMEN)


def _wissel_kolom(db: Database, zegel: Zegel, k: Gezegeld, per_keer: int) -> int:
    kolom, gedaan, na = getattr(k.tabel, k.kolom), 0, 0
    while True:
        with db.schrijf() as s:
            rijen = s.scalars(select(k.tabel).where(k.tabel.id > na, kolom.is_not(None)).order_by(k.tabel.id).limit(per_keer)).all()
            for rij in rijen:
                oud = getattr(rij, k.kolom)
                if zegel.sleutelnummer(oud) == zegel.nieuwste:
                    continue
                nieuw = zegel.dicht(zegel.open(oud, k.doel, k.plaats(rij)), k.doel, k.plaats(rij))
                # only when nobody changed it in the meantime: then it has the newest key already
                raak = s.execute(update(k.tabel).where(k.tabel.id == rij.id, kolom == oud).values({k.kolom: nieuw}))
                gedaan += raak.rowcount  # type: ignore[attr-defined]
                if k.tabel is Verwijzing:
                    zet_merken(s, zegel, rij.id, open_inhoud(zegel, rij).get("bereik", {}))
        if len(rijen) < per_keer:
            return gedaan
        na = rijen[-1].id


def nieuwe(keuzes: Instellingen) -> int:
    """Add a key to the ring under var/ and return its number. A ring from the environment is changed there, by hand: then ValueError."""
    if keuzes.sleutels:
        raise ValueError("The ring stands in VINDPLAATS_SLEUTELS: put the new key in front there.")
    ring = keuzes.sleutelring()
    nummer = max(ring) + 1
    if nummer > 255:
        raise ValueError("There are 255 keys: remove the ones that seal nothing.")
    pad = keuzes.var / "sleutels"
    vers = pad.with_suffix(".nieuw")
    vers.touch(0o600)
    vers.write_text(f"{nummer}:{secrets.token_hex(32)}\n{pad.read_text()}")
    vers.replace(pad)
    return nummer


# --- the command line -------------------------------------------------------------------------------------------------


def _nieuw(_: argparse.Namespace) -> int:
    keuzes = instellingen()
    try:
        nummer = nieuwe(keuzes)
    except ValueError as fout:
        sys.stdout.write(f"{fout}\nA new key: {max(keuzes.sleutelring()) + 1}:{secrets.token_hex(32)}\n")
        return 1
    sys.stdout.write(f"Key {nummer} is in the ring. Restart the application, then: python -m portal sleutels wissel\n")
    return 0


def _wissel(_: argparse.Namespace) -> int:
    keuzes = instellingen()
    db, zegel = Database(keuzes.database), Zegel(keuzes.sleutelring())
    db.migreer()
    aantal, ring = wissel(db, zegel), telling(db)
    oud = {n: a for n, a in ring.items() if n != zegel.nieuwste}
    sys.stdout.write(f"{aantal} values sealed anew with key {zegel.nieuwste}. Per key now: {ring}\n")
    if not oud:
        oudste = min(zegel.nummers)
        sys.stdout.write(
            f"No old key seals anything any more. Keep key {oudste} in the ring: numbers and return codes follow from it.\n"
            "Backups of before today still need the old keys.\n"
        )
    return int(bool(oud))


def _tel(_: argparse.Namespace) -> int:
    keuzes = instellingen()
    sys.stdout.write(f"Keys in the ring: {sorted(keuzes.sleutelring())}. Sealed values per key: {telling(Database(keuzes.database))}\n")
    return 0


def opdracht(sub: Any) -> None:
    """Hang `sleutels nieuw | wissel | tel` in the command line."""
    p = sub.add_parser("sleutels", help="the keys of what is sealed: nieuw (add one), wissel (seal everything with the newest), tel")
    wat = p.add_subparsers(dest="sleutels", required=True)
    wat.add_parser("nieuw", help="add a key to the ring; the old ones stay").set_defaults(doe=_nieuw)
    wat.add_parser("wissel", help="seal everything anew with the newest key; may run while the site works").set_defaults(doe=_wissel)
    wat.add_parser("tel", help="how many values each key seals").set_defaults(doe=_tel)


__all__ = ["KOLOMMEN", "nieuwe", "opdracht", "telling", "wissel"]
