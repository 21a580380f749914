"""What help is: kinds, entries and places as plain frozen data, and the tables that keep the entries. No web, no search."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import JSON, DateTime, Index, Integer, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAAMRUIMTE = uuid.UUID("6f1d3c1e-5b7a-4c7e-9a53-2f1f7f0a9b11")  # ids of entries are uuid5(NAAMRUIMTE, "<gemeente>/<code>")
DAGEN = ("ma", "di", "wo", "do", "vr", "za", "zo")
VERBERG_NA = 60  # days after we asked whether it is still right; without an answer an entry is no longer shown
VERTAALBAAR = ("samenvatting", "wat", "wanneer", "zelf", "waarheen", "kosten", "tijden", "eerste_stap", "gesloten")
OUD_NA = 180  # days after which a card says "gegevens van ..." and stands after fresh ones (design: freshness is a rule)


@dataclass(frozen=True, slots=True)
class Trede:
    """A step of the ladder (afwegingskader, Hardenberg "Samen Doen" 2.2)."""

    code: str
    stap: int
    naam: str
    uitleg: str


@dataclass(frozen=True, slots=True)
class Domein:
    """A domain of life (leefgebied)."""

    code: str
    naam: str
    icoon: str
    leefgebieden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Soort:
    """A kind of help. `zinnen`: phrases per language; `namen`: the names by which people ask for exactly this kind."""

    code: str
    domein: str
    ladder: str
    naam: str
    want: str
    gevoelig: bool = False
    namen: tuple[str, ...] = ()
    zinnen: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False, compare=False)


@dataclass(frozen=True)
class Taxonomie:
    """Everything the codes mean."""

    ladder: dict[str, Trede]
    domeinen: dict[str, Domein]
    toegang: dict[str, str]
    soorten: dict[str, Soort]
    mantelzorgfuncties: tuple[str, ...]

    def stap(self, soort: str) -> int:
        """Step of the ladder, 1 to 6, of a kind."""
        return self.ladder[self.soorten[soort].ladder].stap


@dataclass(frozen=True, slots=True)
class Plek:
    """A place one can go to."""

    adres: str
    postcode: str
    plaats: str
    buurt: str = ""


WEKEN = {"": "", "1": "1e ", "2": "2e ", "3": "3e ", "4": "4e ", "laatste": "laatste ", "soms": "soms "}
_DAG = r"(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|di|wo|do|vr|za|zo)"
_UUR = r"(\d{1,2})(?:[:.](\d\d))?"
_OPEN = re.compile(
    rf"(?:(1e|2e|3e|4e|laatste|soms)\s+)?({_DAG})(?:\s*(?:t/m|tot en met|-)\s*({_DAG})|((?:\s*(?:,|en)\s*{_DAG})+))?"
    rf"[.\s:]*(?:van\s+)?{_UUR}\s*(?:-|–|tot)\s*{_UUR}(?:\s*uur)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Open:
    """Hours on one day of the week, local time "HH:MM". week: empty = every week, "1".."4" or "laatste" = that one of the month,
    "soms" = not every week (a course, once in two weeks, with good weather): then nobody may be told that it is open today."""

    dag: str
    van: str
    tot: str
    week: str = ""

    def __str__(self) -> str:
        """How editors and tables write it: "ma 09:00-12:30", "2e di 19:30-21:00", "laatste vr 10:00-13:00", "soms do 14:00-16:00"."""
        return f"{WEKEN[self.week]}{self.dag} {self.van}-{self.tot}"

    @classmethod
    def uit_tekst(cls, tekst: str) -> tuple[Open, ...]:
        """The hours from what `str` writes, or from how people write it: "ma t/m vr 9-17", "di en do van 9 tot 12.30 uur". ValueError when unreadable."""
        m = _OPEN.fullmatch(tekst.strip())
        if m is None:
            raise ValueError(tekst)
        keer, eerste, laatste, rest, a, b, c, d = m.groups()
        dagen = [eerste[:2].lower()]
        if laatste:
            i, j = DAGEN.index(dagen[0]), DAGEN.index(laatste[:2].lower())
            dagen = [DAGEN[k % 7] for k in range(i, (j if j >= i else j + 7) + 1)]
        elif rest:
            dagen += [x[:2].lower() for x in re.findall(_DAG, rest, re.IGNORECASE)]
        week = (keer or "").lower()
        week = week.removesuffix("e") if week[:1].isdigit() else week
        return tuple(cls(dag, f"{int(a):02}:{b or '00'}", f"{int(c):02}:{d or '00'}", week) for dag in dagen)

    def op(self, dag: dt.date) -> bool | None:
        """Whether it is open on this date; None when the kaart does not know that."""
        if DAGEN[dag.weekday()] != self.dag:
            return False
        if self.week == "soms":
            return None
        if self.week == "laatste":
            return (dag + dt.timedelta(days=7)).month != dag.month
        return not self.week or (dag.day - 1) // 7 + 1 == int(self.week)


@dataclass(frozen=True, slots=True)
class Respijt:
    """What the finder of /respijtzorg asks about. plek_vrij (words) and plek_vanaf (first free day) are dated by gemeld_op."""

    voor: tuple[str, ...] = ()
    vorm: tuple[str, ...] = ()
    dagdelen: tuple[str, ...] = ()
    betaling: tuple[str, ...] = ()
    plek_vrij: str = ""
    gemeld_op: dt.date | None = None
    plek_vanaf: dt.date | None = None


@dataclass(frozen=True)
class Voorziening:
    """One entry of the sociale kaart. Texts are B1 Dutch; the four questions of the regional policy are wat, wanneer, zelf, waarheen."""

    id: str
    code: str
    naam: str
    aanbieder: str
    soort: str
    samenvatting: str
    wat: tuple[str, ...] = ()
    wanneer: tuple[str, ...] = ()
    zelf: tuple[str, ...] = ()
    waarheen: tuple[str, ...] = ()
    kosten: str = ""
    bedrag: float | None = None
    eerste_stap: str = ""
    toegang: str = "aanmelden"
    tijden: str = ""
    open: tuple[Open, ...] = ()
    plek: Plek | None = None
    werkgebied: tuple[str, ...] = ()
    bij_u_thuis: bool = False
    leeftijd_van: int | None = None
    leeftijd_tot: int | None = None
    talen: tuple[str, ...] = ("nl",)
    toegankelijk: tuple[str, ...] = ()
    functies: tuple[str, ...] = ()
    telefoon: str = ""
    mail: str = ""
    site: str = ""
    geheim_adres: bool = False
    nagekeken_op: dt.date | None = None
    nagekeken_door: str = "de gemeente"
    zichtbaar_van: dt.date | None = None
    zichtbaar_tot: dt.date | None = None
    gesloten: str = ""
    bron: str = ""
    upl: str = ""
    respijt: Respijt | None = None
    gevraagd_op: dt.date | None = None  # when we asked whether it is still right; a later nagekeken_op is the answer
    vertalingen: dict[str, dict[str, Any]] = field(default_factory=dict, hash=False)  # language -> field -> {"van": Dutch, "tekst": ...}

    def als_gegevens(self) -> dict[str, Any]:
        """Plain JSON data; `uit_gegevens` gives the same entry back."""
        return json.loads(json.dumps(asdict(self), default=str))

    def zichtbaar(self, vandaag: dt.date) -> bool:
        """The one visibility rule for dates, used by list, page, export and API: within its own dates, and not silent for too long."""
        binnen = (self.zichtbaar_van or vandaag) <= vandaag <= (self.zichtbaar_tot or vandaag)
        return binnen and not self.verborgen(vandaag)

    def gevraagd(self) -> bool:
        """We asked whether it is still right, and nobody said so since."""
        return self.gevraagd_op is not None and (self.nagekeken_op is None or self.nagekeken_op < self.gevraagd_op)

    def verborgen(self, vandaag: dt.date) -> bool:
        """Asked, and no answer for more than VERBERG_NA days. Before that it stands lower, with its date (`oud`)."""
        return self.gevraagd() and self.gevraagd_op is not None and (vandaag - self.gevraagd_op).days > VERBERG_NA

    def oud(self, vandaag: dt.date) -> bool:
        """Not checked for more than OUD_NA days."""
        return self.nagekeken_op is None or (vandaag - self.nagekeken_op).days > OUD_NA

    def in_taal(self, code: str) -> tuple[Voorziening, frozenset[str]]:
        """The entry in a language, and the fields that are in it. A field without translation, or whose Dutch changed since, stays Dutch."""
        goed = {n: w["tekst"] for n, w in self.vertalingen.get(code, {}).items() if w["tekst"] and w["van"] == getattr(self, n)}
        return (replace(self, **goed), frozenset(goed)) if goed else (self, frozenset())

    def openbaar(self) -> Voorziening:
        """The entry without what may never leave the database: a confidential address."""
        if not self.geheim_adres:
            return self
        return replace(self, plek=None)


_DATUMS = ("nagekeken_op", "zichtbaar_van", "zichtbaar_tot", "gevraagd_op")
_RIJEN = ("wat", "wanneer", "zelf", "waarheen", "werkgebied", "talen", "toegankelijk", "functies")


def _datum(waarde: Any) -> dt.date | None:
    return waarde if waarde is None or isinstance(waarde, dt.date) else dt.date.fromisoformat(waarde)


def _vertaald(w: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(x) if isinstance(x, list) else x for k, x in w.items()}


def uit_gegevens(gegevens: dict[str, Any]) -> Voorziening:
    """An entry from plain data (TOML, JSON or a form). TypeError for an unknown field, ValueError for a wrong date."""
    g = dict(gegevens)
    for naam in _RIJEN:
        if naam in g:
            g[naam] = (g[naam],) if isinstance(g[naam], str) else tuple(g[naam])
    for naam in _DATUMS:
        if naam in g:
            g[naam] = _datum(g[naam])
    if g.get("plek"):
        g["plek"] = Plek(**g["plek"])
    g["open"] = tuple(Open(**o) for o in g.get("open", ()))
    if g.get("respijt"):
        r = dict(g["respijt"])
        for naam in ("voor", "vorm", "dagdelen", "betaling"):
            r[naam] = (r[naam],) if isinstance(r.get(naam), str) else tuple(r.get(naam, ()))
        for naam in ("gemeld_op", "plek_vanaf"):
            r[naam] = _datum(r.get(naam))
        g["respijt"] = Respijt(**r)
    g["vertalingen"] = {code: {n: _vertaald(w) for n, w in per.items()} for code, per in (g.get("vertalingen") or {}).items()}
    return Voorziening(**g)


def id_van(gemeente: str, code: str) -> str:
    """The stable id of an entry (UUID, as HSDS asks)."""
    return str(uuid.uuid5(NAAMRUIMTE, f"{gemeente}/{code}"))


# --- tables ---------------------------------------------------------------------------------------------------------

NAMEN = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Basis(DeclarativeBase):
    """The base of every table of the project."""

    metadata = MetaData(naming_convention=NAMEN)


class Moment(TypeDecorator[dt.datetime]):
    """A moment, always UTC and always aware; SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(dt.UTC) if value is not None else None

    def process_result_value(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class VoorzieningRij(Basis):
    """The present version of an entry. `gegevens` is the whole entry as JSON; the other columns are for lists and locks."""

    __tablename__ = "voorziening"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    gegevens: Mapped[dict[str, Any]] = mapped_column(JSON)
    staat: Mapped[str] = mapped_column(String(12), default="live")  # live, concept, archief
    versie: Mapped[int] = mapped_column(Integer, default=1)
    stand: Mapped[int] = mapped_column(Integer, default=0)  # the counter at which it changed last
    gewijzigd_op: Mapped[dt.datetime] = mapped_column(Moment)
    __mapper_args__ = {"version_id_col": versie}


class VoorzieningVersie(Basis):
    """Every version that ever was, with who and when; never changed, never removed."""

    __tablename__ = "voorziening_versie"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    voorziening_id: Mapped[str] = mapped_column(String(36), index=True)
    versie: Mapped[int] = mapped_column(Integer)
    gegevens: Mapped[dict[str, Any]] = mapped_column(JSON)
    staat: Mapped[str] = mapped_column(String(12))
    door: Mapped[str] = mapped_column(String(80))
    op: Mapped[dt.datetime] = mapped_column(Moment)
    waarom: Mapped[str] = mapped_column(Text, default="")


class ZinRij(Basis):
    """A phrase that editors added to a kind, or switched off. Works for every worker at the next turn of the counter."""

    __tablename__ = "zin"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    soort: Mapped[str] = mapped_column(String(40))
    taal: Mapped[str] = mapped_column(String(8), default="nl")
    zin: Mapped[str] = mapped_column(Text)
    aan: Mapped[bool] = mapped_column(default=True)
    door: Mapped[str] = mapped_column(String(80))
    op: Mapped[dt.datetime] = mapped_column(Moment)
    stand: Mapped[int] = mapped_column(Integer, default=0)
    __table_args__ = (Index("ix_zin_soort_zin", "soort", "zin"),)


class Stand(Basis):
    """One row: the counter that is raised in each publishing transaction."""

    __tablename__ = "stand"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    waarde: Mapped[int] = mapped_column(Integer, default=0)
