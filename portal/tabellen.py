"""The portal's tables. Clear: ids, team, buurt, dates, status, law, domain codes. All else of a person is sealed (zegel.py)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sociale_kaart.model import Basis, Moment, Stand, VoorzieningRij, VoorzieningVersie, ZinRij


class Account(Basis):
    """Somebody who works with the product. `totp` is sealed; `totp_stap` is the last time step used, so that a code works once."""

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    naam: Mapped[str] = mapped_column(String(60), unique=True)
    toon: Mapped[str] = mapped_column(String(80))
    rol: Mapped[str] = mapped_column(String(20))
    team: Mapped[str] = mapped_column(String(30), default="")
    wachtwoord: Mapped[str] = mapped_column(String(200))
    totp: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_stap: Mapped[int] = mapped_column(Integer, default=0)
    actief: Mapped[bool] = mapped_column(Boolean, default=True)
    gemaakt_op: Mapped[dt.datetime] = mapped_column(Moment)


class Sessie(Basis):
    """A log-in. Only the hash of the token is kept; `af` is set when the second step (TOTP) is done."""

    __tablename__ = "sessie"
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    af: Mapped[bool] = mapped_column(Boolean, default=False)
    gemaakt_op: Mapped[dt.datetime] = mapped_column(Moment)
    laatst_op: Mapped[dt.datetime] = mapped_column(Moment)


class Verwijzing(Basis):
    """A warm referral. `sleutel` is the hash of the send's key (once only), `code` the hash of the return code, `inhoud` is sealed JSON."""

    __tablename__ = "verwijzing"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    nummer: Mapped[str] = mapped_column(String(20), unique=True)
    sleutel: Mapped[str] = mapped_column(String(64), unique=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    soort: Mapped[str] = mapped_column(String(12))  # melding, signaal
    kanaal: Mapped[str] = mapped_column(String(12), default="web")  # web, telefoon, balie
    team: Mapped[str] = mapped_column(String(30), index=True)
    buurt: Mapped[str] = mapped_column(String(30), default="")
    staat: Mapped[str] = mapped_column(String(12), default="nieuw")  # nieuw, opgepakt, gesloten
    spoed: Mapped[str] = mapped_column(String(12), default="")  # vandaag, deze-week
    beschermd: Mapped[bool] = mapped_column(Boolean, default=False)  # safety: /status says only that we have it
    wetten: Mapped[list[str]] = mapped_column(JSON)
    domeinen: Mapped[list[str]] = mapped_column(JSON)
    ontvangen_op: Mapped[dt.datetime] = mapped_column(Moment)
    contact_voor: Mapped[dt.date] = mapped_column(Date)
    plan_tot: Mapped[dt.date | None] = mapped_column(Date)
    onderzoek_voor: Mapped[dt.date | None] = mapped_column(Date)
    uiterlijk: Mapped[dt.date] = mapped_column(Date, index=True)
    terugbel_op: Mapped[dt.datetime | None] = mapped_column(Moment)  # the start of the moment to call that the resident chose
    huishouden: Mapped[int | None] = mapped_column(Integer, index=True)  # the first referral of those that staff joined
    opgepakt_door: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    opgepakt_op: Mapped[dt.datetime | None] = mapped_column(Moment)
    bereikt_op: Mapped[dt.datetime | None] = mapped_column(Moment)
    gesloten_op: Mapped[dt.datetime | None] = mapped_column(Moment)
    uitkomst: Mapped[str] = mapped_column(String(20), default="")
    stand: Mapped[int] = mapped_column(Integer, default=0)
    inhoud: Mapped[bytes] = mapped_column(LargeBinary)
    __table_args__ = (Index("ix_verwijzing_team_staat", "team", "staat"),)


class Terugbelplek(Basis):
    """A place in a team's hours to be called: at most so many per moment. Holds no person, only which referral."""

    __tablename__ = "terugbelplek"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    team: Mapped[str] = mapped_column(String(30))
    op: Mapped[dt.datetime] = mapped_column(Moment)
    plek: Mapped[int] = mapped_column(Integer)
    verwijzing_id: Mapped[int] = mapped_column(ForeignKey("verwijzing.id", ondelete="CASCADE"), unique=True)
    __table_args__ = (UniqueConstraint("team", "op", "plek", name="uq_terugbelplek_plek"),)


class Storing(Basis):
    """A time when the site did not work, for everybody to read on /over (L-26). `wat` is one plain sentence. What was entered wrongly lapses: it
    stays as it was, with who said so and when, and no longer counts."""

    __tablename__ = "storing"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    begin: Mapped[dt.datetime] = mapped_column(Moment)
    einde: Mapped[dt.datetime | None] = mapped_column(Moment)
    wat: Mapped[str] = mapped_column(String(200))
    vervallen_op: Mapped[dt.datetime | None] = mapped_column(Moment)
    vervallen_door: Mapped[str] = mapped_column(String(60), default="")


class Zoekmerk(Basis):
    """A keyed hash of a phone, mail or postcode+house number, to answer "bekend bij team ..." and nothing else."""

    __tablename__ = "zoekmerk"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    verwijzing_id: Mapped[int] = mapped_column(ForeignKey("verwijzing.id", ondelete="CASCADE"), index=True)
    merk: Mapped[str] = mapped_column(String(64), index=True)


class Gebeurtenis(Basis):
    """What happened to a referral, in order: received, picked up, contact tried, moved, note, added by the resident, closed. `inhoud` is sealed."""

    __tablename__ = "gebeurtenis"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    verwijzing_id: Mapped[int] = mapped_column(ForeignKey("verwijzing.id", ondelete="CASCADE"), index=True)
    op: Mapped[dt.datetime] = mapped_column(Moment)
    door: Mapped[str] = mapped_column(String(80))
    wat: Mapped[str] = mapped_column(String(30))
    inhoud: Mapped[bytes | None] = mapped_column(LargeBinary)


class Ontvangst(Basis):
    """The receipt (Awb, ontvangstbevestiging): written in the same transaction as the referral."""

    __tablename__ = "ontvangst"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    verwijzing_id: Mapped[int] = mapped_column(ForeignKey("verwijzing.id", ondelete="CASCADE"), unique=True)
    op: Mapped[dt.datetime] = mapped_column(Moment)
    kanaal: Mapped[str] = mapped_column(String(12))  # scherm, mail, brief


class Uitbox(Basis):
    """Something to deliver: mail to a resident, an alert to the duty address. Leased, with back-off; `lading` is sealed."""

    __tablename__ = "uitbox"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    sleutel: Mapped[str] = mapped_column(String(80))
    soort: Mapped[str] = mapped_column(String(20))
    verwijzing_id: Mapped[int | None] = mapped_column(Integer, index=True)
    lading: Mapped[bytes] = mapped_column(LargeBinary)
    staat: Mapped[str] = mapped_column(String(12), default="wacht", index=True)  # wacht, klaar, vast, anders
    pogingen: Mapped[int] = mapped_column(Integer, default=0)
    gemaakt_op: Mapped[dt.datetime] = mapped_column(Moment)
    volgende_op: Mapped[dt.datetime] = mapped_column(Moment, index=True)
    geleend_tot: Mapped[dt.datetime | None] = mapped_column(Moment)
    fout: Mapped[str] = mapped_column(String(200), default="")
    __table_args__ = (UniqueConstraint("sleutel", name="uq_uitbox_sleutel"),)


class Logregel(Basis):
    """Who did what when (P-12). Append only; each row carries the hash of the one before. No content of a referral."""

    __tablename__ = "logregel"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    op: Mapped[dt.datetime] = mapped_column(Moment, index=True)
    wie: Mapped[str] = mapped_column(String(80))
    wat: Mapped[str] = mapped_column(String(40))
    waarop: Mapped[str] = mapped_column(String(80), default="")
    keten: Mapped[str] = mapped_column(String(64))


class Bericht(Basis):
    """What reaches the editors: "klopt dit niet", a sentence a resident chose to send, a provider's proposal."""

    __tablename__ = "bericht"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    soort: Mapped[str] = mapped_column(String(20))  # klopt-niet, zin, voorstel, idee
    voorziening_id: Mapped[str] = mapped_column(String(36), default="", index=True)
    tekst: Mapped[str] = mapped_column(Text, default="")
    gegevens: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    op: Mapped[dt.datetime] = mapped_column(Moment)
    klaar_op: Mapped[dt.datetime | None] = mapped_column(Moment)
    klaar_door: Mapped[str] = mapped_column(String(80), default="")


class Concept(Basis):
    """A draft beside an entry: what is on line stays on line. At most one per entry; `basis` is the version it began from."""

    __tablename__ = "concept"
    voorziening_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    gegevens: Mapped[dict[str, Any]] = mapped_column(JSON)
    basis: Mapped[int] = mapped_column(Integer)
    staat: Mapped[str] = mapped_column(String(12), default="bezig")  # bezig, nakijken, terug
    versie: Mapped[int] = mapped_column(Integer, default=1)
    door_naam: Mapped[str] = mapped_column(String(60))  # log-in name: the second reader is somebody else
    door: Mapped[str] = mapped_column(String(80))
    op: Mapped[dt.datetime] = mapped_column(Moment)
    zegt: Mapped[str] = mapped_column(String(300), default="")  # what the second reader says
    __mapper_args__ = {"version_id_col": versie}


class Uitnodiging(Basis):
    """A link for a provider: one entry, until a date, once. The link itself is sealed and kept nowhere."""

    __tablename__ = "uitnodiging"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    voorziening_id: Mapped[str] = mapped_column(String(36), index=True)
    gemaakt_op: Mapped[dt.datetime] = mapped_column(Moment)
    tot: Mapped[dt.date] = mapped_column(Date)
    gebruikt_op: Mapped[dt.datetime | None] = mapped_column(Moment)


class Telling(Basis):
    """Counts only (rule 10): codes per week and buurt, found or not. Nothing of a person."""

    __tablename__ = "telling"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    week: Mapped[str] = mapped_column(String(8))
    wat: Mapped[str] = mapped_column(String(60))
    buurt: Mapped[str] = mapped_column(String(30), default="")
    aantal: Mapped[int] = mapped_column(Integer, default=0)
    __table_args__ = (UniqueConstraint("week", "wat", "buurt", name="uq_telling_week"),)


class Bewerking(Basis):
    """A version of something that is edited with care: a text of a conversation, a local page. Per `sleutel` one is live and at most one a
    draft; all others are history. An empty `inhoud` means: as the repository says. `door` is the name of the account, `toon` the name to show."""

    __tablename__ = "bewerking"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    sleutel: Mapped[str] = mapped_column(String(200))  # gesprek/geld/geld_wat/vraag/nl, pagina/nieuws
    versie: Mapped[int] = mapped_column(Integer)
    inhoud: Mapped[dict[str, Any]] = mapped_column(JSON)
    staat: Mapped[str] = mapped_column(String(12), index=True)  # concept, live, oud
    door: Mapped[str] = mapped_column(String(60))
    toon: Mapped[str] = mapped_column(String(80))
    op: Mapped[dt.datetime] = mapped_column(Moment)
    akkoord_door: Mapped[str] = mapped_column(String(80), default="")
    waarom: Mapped[str] = mapped_column(String(200), default="")
    stand: Mapped[int] = mapped_column(Integer, default=0)
    __table_args__ = (UniqueConstraint("sleutel", "versie", name="uq_bewerking_sleutel"),)


class Invoer(Basis):
    """A file of entries that was laid ready: looked at, put on line as one publication, taken back. The counts are of what changes."""

    __tablename__ = "invoer"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    bestand: Mapped[str] = mapped_column(String(120))
    staat: Mapped[str] = mapped_column(String(12), default="klaar")  # klaar, online, terug
    door: Mapped[str] = mapped_column(String(60))
    toon: Mapped[str] = mapped_column(String(80))
    op: Mapped[dt.datetime] = mapped_column(Moment)
    online_door: Mapped[str] = mapped_column(String(80), default="")
    online_op: Mapped[dt.datetime | None] = mapped_column(Moment)
    terug_door: Mapped[str] = mapped_column(String(80), default="")
    terug_op: Mapped[dt.datetime | None] = mapped_column(Moment)
    gelezen: Mapped[int] = mapped_column(Integer, default=0)
    nieuw: Mapped[int] = mapped_column(Integer, default=0)
    gewijzigd: Mapped[int] = mapped_column(Integer, default=0)
    gelijk: Mapped[int] = mapped_column(Integer, default=0)
    weg: Mapped[int] = mapped_column(Integer, default=0)
    meldingen: Mapped[list[str]] = mapped_column(JSON)


class InvoerRegel(Basis):
    """One entry of such a file. `versie` is that of the row it was compared with (0: new), `werd` the version it made; `wat`: nieuw, gewijzigd, weg."""

    __tablename__ = "invoer_regel"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    invoer_id: Mapped[int] = mapped_column(ForeignKey("invoer.id", ondelete="CASCADE"))
    wat: Mapped[str] = mapped_column(String(12))
    waar: Mapped[str] = mapped_column(String(120), default="")
    voorziening_id: Mapped[str] = mapped_column(String(36))
    naam: Mapped[str] = mapped_column(String(200), default="")
    versie: Mapped[int] = mapped_column(Integer, default=0)
    werd: Mapped[int] = mapped_column(Integer, default=0)
    gegevens: Mapped[dict[str, Any]] = mapped_column(JSON)
    __table_args__ = (Index("ix_invoer_regel_invoer", "invoer_id", "wat", "id"),)


class Voorbeeldvraag(Basis):
    """A question as a resident types it, with the kinds of help that answer it: the proof that people find what they type."""

    __tablename__ = "voorbeeldvraag"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    tekst: Mapped[str] = mapped_column(String(300), unique=True)
    soorten: Mapped[list[str]] = mapped_column(JSON)
    aan: Mapped[bool] = mapped_column(Boolean, default=True)
    door: Mapped[str] = mapped_column(String(80))
    op: Mapped[dt.datetime] = mapped_column(Moment)


__all__ = [
    "Account",
    "Basis",
    "Bericht",
    "Bewerking",
    "Concept",
    "Gebeurtenis",
    "Invoer",
    "InvoerRegel",
    "Logregel",
    "Ontvangst",
    "Sessie",
    "Stand",
    "Storing",
    "Telling",
    "Terugbelplek",
    "Uitbox",
    "Uitnodiging",
    "Verwijzing",
    "Voorbeeldvraag",
    "VoorzieningRij",
    "VoorzieningVersie",
    "ZinRij",
    "Zoekmerk",
]
