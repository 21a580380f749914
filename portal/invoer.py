"""A thing: a file of entries into the kaart as one transaction, and out of it as a whole file. All rows or none; knows no HTTP."""

from __future__ import annotations

import datetime as dt
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import IO, Any, TypeVar

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.database import Database, hoog_stand_op
from portal.tabellen import VoorzieningRij, VoorzieningVersie
from sociale_kaart import hsds, tabel
from sociale_kaart.check import Gelezen, Onleesbaar
from sociale_kaart.load import Gemeente, taxonomie
from sociale_kaart.model import Voorziening, uit_gegevens

STAPEL = 500  # entries at a time: memory stays flat
MEESTE_FOUTEN = 1_000  # then reading stops
GROOTSTE_STAPEL = 4 * 1024 * 1024  # bytes of changes in memory; more goes through a temporary file
T = TypeVar("T")


@dataclass(slots=True)
class Verslag:
    """What an import did, or would do. With `fouten` the kaart is unchanged."""

    gelezen: int = 0
    nieuw: int = 0
    gewijzigd: int = 0
    gelijk: int = 0
    fouten: list[str] = field(default_factory=list)
    meldingen: list[str] = field(default_factory=list)

    def zin(self, proef: bool) -> str:
        """One sentence for who imported."""
        if self.fouten:
            return f"Er is niets veranderd: {len(self.fouten)} {'fout' if len(self.fouten) == 1 else 'fouten'}. Verbeter het bestand en probeer het opnieuw."
        werk = "zouden" if proef else "zijn"
        return f"{self.gelezen} gelezen: {werk} {self.nieuw} nieuw en {self.gewijzigd} gewijzigd; {self.gelijk} bleven gelijk." + (
            " Dit was een proef." if proef else ""
        )


class Anders(Exception):
    """An entry is no longer as it was when the file was read."""


Bron = Callable[[], Iterator[Gelezen]]


EXCEL = (".xlsx", ".xls", ".xlsm", ".ods", ".numbers")


def _lezer(pad: Path, g: Gemeente) -> Callable[[IO[bytes]], Iterator[Gelezen]]:
    """What reads a file with this name. Raises Onleesbaar."""
    lezers: dict[str, Callable[[IO[bytes]], Iterator[Gelezen]]] = {
        ".csv": lambda b: tabel.lees(b, g.code, taxonomie()),
        ".json": lambda b: hsds.lees(b, g, taxonomie()),
        ".ndjson": lambda b: hsds.lees(b, g, taxonomie()),
    }
    soort = pad.suffix.lower()
    if soort in EXCEL:
        raise Onleesbaar(
            "Wij lezen alleen .csv, .json of .ndjson. Dit is een bestand van Excel. "
            "Sla het in Excel op als 'CSV UTF-8 (door scheidingstekens gescheiden)'."
        )
    if soort not in lezers:
        raise Onleesbaar(f"Wij lezen geen '{pad.suffix or pad.name}'. Gebruik een bestand dat eindigt op .csv, .json of .ndjson.")
    return lezers[soort]


def bron_uit(bestand: IO[bytes], naam: str, g: Gemeente) -> Bron:
    """What reads an open file that can go back to its start, by its name. Raises Onleesbaar for another kind of file."""
    lezer = _lezer(Path(naam), g)

    def lees() -> Iterator[Gelezen]:
        bestand.seek(0)
        return lezer(bestand)

    return lees


def bron_van(pad: Path, g: Gemeente) -> Bron:
    """What reads this file, by its name. Raises Onleesbaar for another kind of file."""
    lezer = _lezer(pad, g)

    def lees() -> Iterator[Gelezen]:
        try:
            with pad.open("rb") as bestand:
                yield from lezer(bestand)
        except OSError as fout:
            raise Onleesbaar(f"Het bestand is niet te openen ({fout.strerror}).") from None

    return lees


def voer_in(db: Database, bron: Bron, door: str, nu: dt.datetime, proef: bool = False) -> Verslag:
    """Read everything first, without a lock; when nothing is wrong, write what changes in one transaction. What the file does not name stays."""
    verslag = Verslag()
    with tempfile.SpooledTemporaryFile(GROOTSTE_STAPEL, "w+", encoding="utf-8") as klaar:
        with db.lees() as s:
            for stapel in stapels(gekeurd(bron, verslag)):
                for w in vergelijk(s, stapel, verslag):
                    if not (proef or verslag.fouten):
                        klaar.write(json.dumps(asdict(w)) + "\n")
        if verslag.fouten or proef or not (verslag.nieuw or verslag.gewijzigd):
            return verslag
        klaar.seek(0)
        try:
            with db.schrijf() as s:
                stand = hoog_stand_op(s)
                for regels in stapels(klaar):
                    schrijf_weg(s, [Wijziging(**json.loads(r)) for r in regels], stand, door, nu)
        except (Anders, IntegrityError):
            verslag.fouten.append("Iemand anders veranderde de kaart op hetzelfde moment. Probeer het nog een keer.")
    return verslag


def stapels(rij: Iterable[T]) -> Iterator[list[T]]:
    """The same, STAPEL at a time."""
    lopend = iter(rij)
    while stapel := list(islice(lopend, STAPEL)):
        yield stapel


def gekeurd(bron: Bron, verslag: Verslag) -> Iterator[tuple[str, Voorziening]]:
    """(where, entry) of what can be used; the rest goes in the report. An id or code that came before is a mistake."""
    gezien: dict[str, str] = {}
    try:
        for g in bron():
            verslag.gelezen += 1
            verslag.fouten += g.fouten
            if len(verslag.meldingen) < MEESTE_FOUTEN:
                verslag.meldingen += g.meldingen
            if len(verslag.fouten) >= MEESTE_FOUTEN:
                verslag.fouten.append(
                    f"Er zijn meer dan {MEESTE_FOUTEN} fouten. Wij stopten bij {g.waar}. Kijk of dit het goede bestand is."
                )
                return
            v = g.voorziening
            if v is None:
                continue
            eerder = [(veld, gezien[sleutel]) for veld, sleutel in (("id", v.id), ("code", v.code)) if sleutel in gezien]
            if eerder:
                veld, waar = eerder[0]
                verslag.fouten.append(
                    f"{g.waar}, {_veld(g.waar)} '{veld}': '{getattr(v, veld)}' staat ook in {waar[0].lower()}{waar[1:]}. Haal een van de twee weg."
                )
                continue
            gezien[v.id] = gezien[v.code] = g.waar
            yield g.waar, v
    except Onleesbaar as fout:
        verslag.fouten.append(str(fout))


def _veld(waar: str) -> str:
    return "kolom" if waar.startswith("Rij") else "veld"


@dataclass(slots=True)
class Wijziging:
    """An entry that is new or changes. versie: of the row that is there, 0 for a new one; waar: the row or service of the file."""

    gegevens: dict[str, Any]
    versie: int
    waar: str = ""


def vergelijk(s: Session, stapel: Iterable[tuple[str, Voorziening]], verslag: Verslag) -> list[Wijziging]:
    """What changes, against what the database holds now."""
    rijen = {v.id: (waar, v) for waar, v in stapel}
    kolommen = (VoorzieningRij.id, VoorzieningRij.gegevens, VoorzieningRij.staat, VoorzieningRij.versie)
    oud = {r.id: r for r in s.execute(select(*kolommen).where(VoorzieningRij.id.in_(rijen)))}
    codes = codes_van(s)
    uit = []
    for id, (waar, v) in rijen.items():
        van = codes.get(v.code, id)
        if van != id:
            verslag.fouten.append(
                f"{waar}, {_veld(waar)} 'code': de code '{v.code}' is al van een andere voorziening (id {van}). Kies een andere code."
            )
            continue
        er_is = oud.get(id)
        if er_is is None:
            verslag.nieuw += 1
            uit.append(Wijziging(v.als_gegevens(), 0, waar))
        elif er_is.staat != "live":
            verslag.meldingen.append(
                f"{waar}: '{v.naam}' staat op '{er_is.staat}' en is niet veranderd. Zet de voorziening eerst terug bij de redactie."
            )
        else:
            was = uit_gegevens(er_is.gegevens)
            nieuw = replace(_met_geheim_adres(v, was), gevraagd_op=was.gevraagd_op, vertalingen=was.vertalingen)  # no file names these
            if nieuw == was:
                verslag.gelijk += 1
            else:
                verslag.gewijzigd += 1
                uit.append(Wijziging(nieuw.als_gegevens(), er_is.versie, waar))
    return uit


def codes_van(s: Session) -> dict[str, str]:
    """code -> id of every entry that is there; read once per transaction."""
    if "codes" not in s.info:
        code = VoorzieningRij.gegevens["code"].as_string()
        s.info["codes"] = {rij[0]: rij[1] for rij in s.execute(select(code, VoorzieningRij.id))}
    codes: dict[str, str] = s.info["codes"]
    return codes


def _met_geheim_adres(v: Voorziening, was: Voorziening) -> Voorziening:
    """A confidential address is in no export, so an entry that comes back without it keeps it."""
    return replace(v, plek=was.plek) if v.geheim_adres and was.geheim_adres and v.plek is None else v


def schrijf_weg(s: Session, wijzigingen: list[Wijziging], stand: int, door: str, nu: dt.datetime) -> None:
    nieuw = [w for w in wijzigingen if not w.versie]
    if nieuw:
        s.execute(
            insert(VoorzieningRij),
            [
                {"id": w.gegevens["id"], "gegevens": w.gegevens, "staat": "live", "versie": 1, "stand": stand, "gewijzigd_op": nu}
                for w in nieuw
            ],
        )
    for w in wijzigingen:
        if w.versie:
            waar = (VoorzieningRij.id == w.gegevens["id"], VoorzieningRij.versie == w.versie)
            klaar = s.execute(
                update(VoorzieningRij).where(*waar).values(gegevens=w.gegevens, versie=w.versie + 1, stand=stand, gewijzigd_op=nu)
            )
            if klaar.rowcount != 1:  # type: ignore[attr-defined]
                raise Anders(w.gegevens["id"])
    if wijzigingen:
        s.execute(
            insert(VoorzieningVersie),
            [
                {
                    "voorziening_id": w.gegevens["id"],
                    "versie": w.versie + 1,
                    "gegevens": w.gegevens,
                    "staat": "live",
                    "door": door,
                    "op": nu,
                    "waarom": "invoer uit een bestand",
                }
                for w in wijzigingen
            ],
        )


# --- out ----------------------------------------------------------------------------------------------------------------


def alle(db: Database) -> Iterator[tuple[Voorziening, dt.datetime]]:
    """Every published entry with the moment of its last change, in a fixed order, a few at a time."""
    kolommen = (VoorzieningRij.gegevens, VoorzieningRij.gewijzigd_op)
    with db.lees() as s:
        for rij in s.execute(select(*kolommen).where(VoorzieningRij.staat == "live").order_by(VoorzieningRij.id)).yield_per(STAPEL):
            yield uit_gegevens(rij.gegevens), rij.gewijzigd_op


def gewijzigd(db: Database) -> dict[str, dt.datetime]:
    """id -> moment of the last change, of every entry."""
    with db.lees() as s:
        return {rij.id: rij.gewijzigd_op for rij in s.execute(select(VoorzieningRij.id, VoorzieningRij.gewijzigd_op))}


def voer_uit(db: Database, g: Gemeente, soort: str, pad: Path, vandaag: dt.date) -> int:
    """Write what is visible today as csv or hsds, whole or not at all. A confidential address is not in it. Returns how many."""
    zicht = ((v.openbaar(), op) for v, op in alle(db) if v.zichtbaar(vandaag))
    vorm = hsds.Hsds(g, taxonomie())

    def schrijf(bestand: IO[str]) -> int:
        if soort == "csv":
            return tabel.schrijf(bestand, (v for v, _ in zicht))
        return hsds.schrijf(bestand, (vorm.dienst(v, op) for v, op in zicht), pad.suffix == ".ndjson")

    return _heel(pad, "utf-8-sig" if soort == "csv" else "utf-8", schrijf)


def uit_als(bestand: IO[str], db: Database, g: Gemeente, soort: str, vandaag: dt.date) -> int:
    """Write to an open file: csv with every live entry (also what is planned), hsds with what is visible today. Returns how many."""
    rijen = ((v.openbaar(), op) for v, op in alle(db))
    if soort == "csv":
        return tabel.schrijf(bestand, (v for v, _ in rijen))
    vorm = hsds.Hsds(g, taxonomie())
    return hsds.schrijf(bestand, (vorm.dienst(v, op) for v, op in rijen if v.zichtbaar(vandaag)))


def sjabloon(pad: Path) -> int:
    """Write the template for CSV."""

    def schrijf(bestand: IO[str]) -> int:
        tabel.sjabloon(bestand)
        return 0

    return _heel(pad, "utf-8-sig", schrijf)


def _heel(pad: Path, codering: str, schrijf: Callable[[IO[str]], int]) -> int:
    """Write a file beside its place and move it there: never half a file."""
    tijdelijk = pad.with_name(f".{pad.name}.{os.getpid()}.tmp")
    try:
        with tijdelijk.open("w", encoding=codering, newline="") as bestand:
            aantal = schrijf(bestand)
            bestand.flush()
            os.fsync(bestand.fileno())
        tijdelijk.replace(pad)
    except BaseException:
        tijdelijk.unlink(missing_ok=True)
        raise
    return aantal
