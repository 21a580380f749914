"""A file of entries in two steps: what changes is laid ready and can be looked at; then one publication, that can be taken back. Knows no HTTP.

Nothing is half-written: laying ready changes no entry, and going on line or back is one transaction with the version of each entry checked.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import logboek
from portal.bewerking import MagNiet, tweede_lezer
from portal.database import Database, hoog_stand_op
from portal.invoer import GROOTSTE_STAPEL, STAPEL, Anders, Bron, Verslag, Wijziging, codes_van, gekeurd, stapels, vergelijk
from portal.redactie import LABELS
from portal.tabellen import Account, Invoer, InvoerRegel, VoorzieningRij, VoorzieningVersie
from sociale_kaart import tabel
from sociale_kaart.load import Gemeente
from sociale_kaart.model import uit_gegevens

N_ = str
BEWAAR = dt.timedelta(days=2)  # what was laid ready and not used goes away
LANGSTE_NAAM = 120  # characters of the name of a file
NIEUW, GEWIJZIGD, WEG = "nieuw", "gewijzigd", "weg"
_PLEK = {"adres": "plek_adres", "postcode": "plek_postcode", "plaats": "plek_plaats", "buurt": "plek_buurt"}
INTUSSEN = N_("Iemand anders wijzigde de kaart intussen. Er is niets veranderd. Zet het bestand opnieuw klaar.")


def zet_klaar(db: Database, bron: Bron, bestand: str, wie: Account, dag: dt.date, nu: dt.datetime) -> tuple[Verslag, int]:
    """Read a file and lay ready what it changes. (report, id of the import; 0 when there are mistakes or nothing changes).

    Reading happens without a lock and a few rows at a time; the changes wait in a temporary file.
    """
    verslag = Verslag()
    gezien: set[str] = set()
    with tempfile.SpooledTemporaryFile(GROOTSTE_STAPEL, "w+", encoding="utf-8") as klaar:
        with db.lees() as s:
            for stapel in stapels(gekeurd(bron, verslag)):
                gezien.update(v.id for _, v in stapel)
                for w in vergelijk(s, stapel, verslag):
                    if not verslag.fouten:
                        klaar.write(json.dumps(asdict(w)) + "\n")
            weg = [] if verslag.fouten else list(_weg(s, gezien, dag))
        if verslag.fouten or not (verslag.nieuw or verslag.gewijzigd or weg):
            return verslag, 0
        klaar.seek(0)
        with db.schrijf() as s:
            _ruim_op(s, nu)
            rij = Invoer(
                bestand=bestand[-LANGSTE_NAAM:],
                door=wie.naam,
                toon=wie.toon,
                op=nu,
                gelezen=verslag.gelezen,
                nieuw=verslag.nieuw,
                gewijzigd=verslag.gewijzigd,
                gelijk=verslag.gelijk,
                weg=len(weg),
                meldingen=verslag.meldingen,
            )
            s.add(rij)
            s.flush()
            for regels in stapels(klaar):
                s.execute(insert(InvoerRegel), [_regel(rij.id, Wijziging(**json.loads(r))) for r in regels])
            for deel in stapels(weg):
                s.execute(insert(InvoerRegel), [d | {"invoer_id": rij.id} for d in deel])
            logboek.schrijf(s, wie.naam, "kaart: invoer klaargezet", str(rij.id))
            return verslag, rij.id


def _regel(invoer_id: int, w: Wijziging) -> dict[str, Any]:
    return {
        "invoer_id": invoer_id,
        "wat": GEWIJZIGD if w.versie else NIEUW,
        "waar": w.waar[:120],
        "voorziening_id": w.gegevens["id"],
        "naam": str(w.gegevens["naam"])[:200],
        "versie": w.versie,
        "werd": 0,
        "gegevens": w.gegevens,
    }


def _weg(s: Session, gezien: set[str], dag: dt.date) -> Iterator[dict[str, Any]]:
    """Entries that residents see today and that the file does not name."""
    kolommen = (VoorzieningRij.id, VoorzieningRij.gegevens, VoorzieningRij.versie)
    for r in s.execute(select(*kolommen).where(VoorzieningRij.staat == "live").order_by(VoorzieningRij.id)).yield_per(STAPEL):
        if r.id not in gezien and (v := uit_gegevens(r.gegevens)).zichtbaar(dag):
            yield {
                "wat": WEG,
                "waar": "",
                "voorziening_id": r.id,
                "naam": v.naam[:200],
                "versie": r.versie,
                "werd": 0,
                "gegevens": {},
            }


def _ruim_op(s: Session, nu: dt.datetime) -> None:
    oud = select(Invoer.id).where(Invoer.staat == "klaar", Invoer.op < nu - BEWAAR)
    s.execute(delete(InvoerRegel).where(InvoerRegel.invoer_id.in_(oud)))
    s.execute(delete(Invoer).where(Invoer.staat == "klaar", Invoer.op < nu - BEWAAR))


def gooi_weg(s: Session, wie: Account, id: int) -> bool:
    """What was laid ready is not used. False when it is not there (any more)."""
    rij = s.get(Invoer, id, with_for_update=True)
    if rij is None or rij.staat != "klaar":
        return False
    s.execute(delete(InvoerRegel).where(InvoerRegel.invoer_id == id))
    s.delete(rij)
    logboek.schrijf(s, wie.naam, "kaart: invoer weg", str(id))
    return True


# --- looking ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kijk:
    """One line of the preview. anders: (name of the field, before, after)."""

    wat: str
    waar: str
    id: str
    naam: str
    anders: tuple[tuple[str, str, str], ...]


def regels(s: Session, id: int, wat: str, blad: int, per_blad: int) -> list[Kijk]:
    """A page of what changes, in the order of the file; for a changed entry field by field."""
    vraag = select(InvoerRegel).where(InvoerRegel.invoer_id == id, InvoerRegel.wat == wat).order_by(InvoerRegel.id)
    rijen = list(s.scalars(vraag.offset((blad - 1) * per_blad).limit(per_blad)))
    versies = _versies(s, rijen) if wat == GEWIJZIGD else {}
    uit = []
    for r in rijen:
        was = versies.get((r.voorziening_id, r.versie))
        werd = r.gegevens or versies.get((r.voorziening_id, r.werd))
        uit.append(Kijk(r.wat, r.waar, r.voorziening_id, r.naam, tuple(verschil(was, werd)) if was and werd else ()))
    return uit


def weg(s: Session, id: int) -> set[str]:
    """Ids of the entries that the file does not name."""
    return set(s.scalars(select(InvoerRegel.voorziening_id).where(InvoerRegel.invoer_id == id, InvoerRegel.wat == WEG)))


def _versies(s: Session, rijen: Sequence[InvoerRegel]) -> dict[tuple[str, int], dict[str, Any]]:
    """(entry, version) -> data, for these lines."""
    v = VoorzieningVersie
    vraag = select(v.voorziening_id, v.versie, v.gegevens).where(v.voorziening_id.in_({r.voorziening_id for r in rijen}))
    nodig = {(r.voorziening_id, n) for r in rijen for n in (r.versie, r.werd) if n}
    return {(x.voorziening_id, x.versie): x.gegevens for x in s.execute(vraag) if (x.voorziening_id, x.versie) in nodig}


def verschil(was: dict[str, Any], werd: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(field, before, after) of each column that differs; the same columns as in the file."""
    a, b = uit_gegevens(was), uit_gegevens(werd)
    rij_a, rij_b = tabel.als_rij(a), tabel.als_rij(b)
    for kolom in tabel.KOLOMMEN:
        if rij_a[kolom] != rij_b[kolom]:
            yield LABELS.get(_PLEK.get(kolom, kolom), kolom), rij_a[kolom].replace("|", "\n"), rij_b[kolom].replace("|", "\n")
    if a.geheim_adres and b.geheim_adres and a.plek != b.plek:
        yield LABELS["geheim_adres"], N_("een geheim adres"), N_("een ander geheim adres")


# --- on line, and back ----------------------------------------------------------------------------------------------------


def zet_online(db: Database, g: Gemeente, wie: Account, id: int, ook_weg: bool, nu: dt.datetime) -> int:
    """Everything in one publication; returns the counter. Raises MagNiet, with nothing changed, when it may not or somebody was first.

    `ook_weg`: entries that the file does not name go to the archive.
    """
    try:
        with db.schrijf() as s:
            rij = s.get(Invoer, id, with_for_update=True)
            if rij is None or rij.staat != "klaar":
                raise MagNiet(N_("Dit bestand staat niet meer klaar. Kijk in de lijst wat ermee gebeurde."))
            if tweede_lezer(g) and rij.door == wie.naam:
                raise MagNiet(N_("U zette dit bestand zelf klaar. Vraag een collega om het na te kijken."))
            stand, codes = hoog_stand_op(s), codes_van(s)
            for stapel in _per_stapel(s, id, (NIEUW, GEWIJZIGD, WEG) if ook_weg else (NIEUW, GEWIJZIGD)):
                _schrijf(s, stapel, codes, stand, wie.toon, nu)
            rij.staat, rij.online_door, rij.online_op = "online", wie.toon, nu
            if not ook_weg:
                rij.weg = 0
                s.execute(delete(InvoerRegel).where(InvoerRegel.invoer_id == id, InvoerRegel.wat == WEG))
            logboek.schrijf(s, wie.naam, "kaart: invoer online", str(id))
            return stand
    except (Anders, IntegrityError):
        raise MagNiet(INTUSSEN) from None


def _per_stapel(s: Session, id: int, soorten: Sequence[str], klaar: bool = False) -> Iterator[list[dict[str, Any]]]:
    """The lines of an import, STAPEL at a time, in the order of the file. klaar: only those that were written."""
    r, laatste = InvoerRegel, 0
    while True:
        vraag = select(r.id, r.wat, r.voorziening_id, r.naam, r.versie, r.werd, r.gegevens)
        vraag = vraag.where(r.invoer_id == id, r.wat.in_(soorten), r.id > laatste).order_by(r.id).limit(STAPEL)
        stapel = [dict(x._mapping) for x in s.execute(vraag.where(r.werd > 0) if klaar else vraag)]
        if not stapel:
            return
        laatste = stapel[-1]["id"]
        yield stapel


def _schrijf(s: Session, stapel: list[dict[str, Any]], codes: dict[str, str], stand: int, door: str, nu: dt.datetime) -> None:
    """Write a few lines: the entry, its version, and which version it made."""
    oud = _nu(s, [x["voorziening_id"] for x in stapel if x["versie"]])
    nieuw, geschiedenis = [], []
    for x in stapel:
        gegevens, staat = x["gegevens"], "archief" if x["wat"] == WEG else "live"
        if x["wat"] == NIEUW:
            if codes.get(gegevens["code"], x["voorziening_id"]) != x["voorziening_id"]:
                raise Anders(gegevens["code"])
            nieuw.append({"id": x["voorziening_id"], "gegevens": gegevens, "staat": staat, "versie": 1, "stand": stand, "gewijzigd_op": nu})
        else:
            er_is = oud.get(x["voorziening_id"])
            if er_is is None or er_is[0] != x["versie"] or er_is[1] != "live":
                raise Anders(x["voorziening_id"])
            gegevens = gegevens or er_is[2]
            _wijzig(s, x["voorziening_id"], x["versie"], gegevens, staat, stand, nu)
        waarom = "niet meer in het bestand" if x["wat"] == WEG else "invoer uit een bestand"
        geschiedenis.append(_versie(x["voorziening_id"], x["versie"] + 1, gegevens, staat, door, nu, waarom))
    if nieuw:
        s.execute(insert(VoorzieningRij), nieuw)
    s.execute(insert(VoorzieningVersie), geschiedenis)
    s.execute(update(InvoerRegel), [{"id": x["id"], "werd": x["versie"] + 1, "gegevens": {}} for x in stapel])


def _nu(s: Session, ids: list[str]) -> dict[str, tuple[int, str, dict[str, Any]]]:
    """id -> (version, state, data) of the entries as they are now."""
    v = VoorzieningRij
    return {x.id: (x.versie, x.staat, x.gegevens) for x in s.execute(select(v.id, v.versie, v.staat, v.gegevens).where(v.id.in_(ids)))}


def _wijzig(s: Session, id: str, versie: int, gegevens: dict[str, Any], staat: str, stand: int, nu: dt.datetime) -> None:
    waar = (VoorzieningRij.id == id, VoorzieningRij.versie == versie)
    waarden = {"gegevens": gegevens, "staat": staat, "versie": versie + 1, "stand": stand, "gewijzigd_op": nu}
    if s.execute(update(VoorzieningRij).where(*waar).values(**waarden)).rowcount != 1:  # type: ignore[attr-defined]
        raise Anders(id)


def _versie(id: str, versie: int, gegevens: dict[str, Any], staat: str, door: str, nu: dt.datetime, waarom: str) -> dict[str, Any]:
    return {"voorziening_id": id, "versie": versie, "gegevens": gegevens, "staat": staat, "door": door, "op": nu, "waarom": waarom}


def draai_terug(db: Database, wie: Account, id: int, nu: dt.datetime) -> tuple[int, list[tuple[str, str]]]:
    """Undo an import in one publication: (counter, (id, name) of entries that somebody changed since and that stay as they are now).

    New entries go to the archive, changed ones get the texts of before, archived ones come back. Raises MagNiet.
    """
    bleef: list[tuple[str, str]] = []
    try:
        with db.schrijf() as s:
            rij = s.get(Invoer, id, with_for_update=True)
            if rij is None or rij.staat != "online":
                raise MagNiet(N_("Deze invoer staat niet online. Er is niets terug te draaien."))
            stand = hoog_stand_op(s)
            for stapel in _per_stapel(s, id, (NIEUW, GEWIJZIGD, WEG), klaar=True):
                bleef += _terug(s, stapel, stand, wie.toon, nu)
            rij.staat, rij.terug_door, rij.terug_op = "terug", wie.toon, nu
            logboek.schrijf(s, wie.naam, "kaart: invoer terug", str(id))
            return stand, bleef
    except Anders:
        raise MagNiet(INTUSSEN) from None


def _terug(s: Session, stapel: list[dict[str, Any]], stand: int, door: str, nu: dt.datetime) -> list[tuple[str, str]]:
    ids = [x["voorziening_id"] for x in stapel]
    er_zijn, v = _nu(s, ids), VoorzieningVersie
    oud = {
        (x.voorziening_id, x.versie): x.gegevens
        for x in s.execute(select(v.voorziening_id, v.versie, v.gegevens).where(v.voorziening_id.in_(ids)))
    }
    bleef, geschiedenis = [], []
    for x in stapel:
        id, werd = x["voorziening_id"], x["werd"]
        er_is = er_zijn.get(id)
        if er_is is None or er_is[0] != werd:
            bleef.append((id, x["naam"]))
            continue
        gegevens = er_is[2] if x["wat"] == NIEUW else oud[id, x["versie"]]
        staat = "archief" if x["wat"] == NIEUW else "live"
        _wijzig(s, id, werd, gegevens, staat, stand, nu)
        geschiedenis.append(_versie(id, werd + 1, gegevens, staat, door, nu, "invoer teruggedraaid"))
    if geschiedenis:
        s.execute(insert(VoorzieningVersie), geschiedenis)
    return bleef


def lijst(s: Session, meeste: int = 20) -> list[Invoer]:
    """The last imports, the newest first."""
    return list(s.scalars(select(Invoer).order_by(Invoer.id.desc()).limit(meeste)))
