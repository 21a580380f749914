"""The outbox: delivers what a transaction promised, once, and never forgets it. A worker leases a row, sends it, marks it; failures wait longer.

A row that was sent just before a crash may be sent again with the same Message-ID; nothing is ever lost. Every function takes `nu`, so that
three days pass in a test in a second. Knows no HTTP; the text of a mail comes from a template, given as `tekst`.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import smtplib
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.config import Instellingen
from portal.database import Database
from portal.tabellen import Uitbox, Verwijzing
from portal.werkdagen import nu as deze_tijd
from portal.zegel import Ongeldig, Zegel
from sociale_kaart.load import Gemeente

log = logging.getLogger("vindplaats")
LEEN = dt.timedelta(seconds=60)
EERST, HOOGST = dt.timedelta(minutes=1), dt.timedelta(hours=1)
VAST_NA = dt.timedelta(hours=96)  # more than the 72 hours that were promised
PIKET = dt.timedelta(minutes=15)
NIET_MEER = "niet verstuurd: deze inwoner krijgt geen mail meer"
ADRES = re.compile(
    r"[^\s@,;:<>()\[\]\"\\\x00-\x1f\x7f]{1,64}@[A-Za-z0-9\u00c0-\uffef](?:[A-Za-z0-9.\-\u00c0-\uffef]{0,190})\.[A-Za-z\u00c0-\uffef]{2,63}"
)
SOORTEN = ("bevestiging", "overgedragen", "doorgegeven", "piket", "herinnering")
Stuur = Callable[[EmailMessage], None]
Tekst = Callable[..., str]  # (template, **context) -> text


class Blijvend(Exception):
    """Trying again will not help. The message is short and holds nothing of a person."""


def zet(s: Session, zegel: Zegel, sleutel: str, soort: str, verwijzing: int | None, lading: Mapping[str, str], moment: dt.datetime) -> None:
    """Promise a delivery in the transaction of the act itself. The same `sleutel` twice is an IntegrityError."""
    s.add(
        Uitbox(
            sleutel=sleutel,
            soort=soort,
            verwijzing_id=verwijzing,
            lading=zegel.dicht(json.dumps(dict(lading), ensure_ascii=False).encode(), "uitbox", sleutel),
            gemaakt_op=moment,
            volgende_op=moment,
        )
    )


def wachttijd(pogingen: int, soort: str = "") -> dt.timedelta:
    """How long until the next try: 1 minute, doubling to an hour; an alert for spoed never waits longer than a quarter."""
    tijd = EERST * 2 ** min(max(pogingen - 1, 0), 10)
    return min(tijd, PIKET if soort == "piket" else HOOGST)


def leen(db: Database, nu: dt.datetime) -> Uitbox | None:
    """Take one row that is due for 60 seconds: of two workers one gets it. Alerts first."""
    klaar = (Uitbox.staat == "wacht", Uitbox.volgende_op <= nu, (Uitbox.geleend_tot.is_(None)) | (Uitbox.geleend_tot <= nu))
    with db.lees() as s:
        kandidaten = s.scalars(
            select(Uitbox.id).where(*klaar).order_by(Uitbox.soort != "piket", Uitbox.volgende_op, Uitbox.id).limit(5)
        ).all()
    for id in kandidaten:
        with db.schrijf() as s:
            raak = s.execute(update(Uitbox).where(Uitbox.id == id, *klaar).values(geleend_tot=nu + LEEN, pogingen=Uitbox.pogingen + 1))
            if raak.rowcount:  # type: ignore[attr-defined]
                return s.get_one(Uitbox, id, populate_existing=True)
    return None


def gelukt(db: Database, rij: Uitbox, fout: str = "") -> None:
    """Delivered. Only a row that still waits: "anders afgehandeld" stays what it is."""
    with db.schrijf() as s:
        s.execute(update(Uitbox).where(Uitbox.id == rij.id, Uitbox.staat == "wacht").values(staat="klaar", geleend_tot=None, fout=fout))


def mislukt(db: Database, rij: Uitbox, fout: str, nu: dt.datetime, blijvend: bool = False) -> None:
    """Not delivered: later again, or stuck and visible to staff. Nothing when another worker has it by now."""
    vast = blijvend or nu - rij.gemaakt_op >= VAST_NA
    with db.schrijf() as s:
        s.execute(
            update(Uitbox)
            .where(Uitbox.id == rij.id, Uitbox.staat == "wacht", Uitbox.geleend_tot == rij.geleend_tot)
            .values(
                staat="vast" if vast else "wacht", volgende_op=nu + wachttijd(rij.pogingen, rij.soort), geleend_tot=None, fout=fout[:200]
            )
        )


def opnieuw(s: Session, rij: Uitbox, moment: dt.datetime) -> None:
    """Somebody wants a stuck row tried again, from the start."""
    rij.staat, rij.volgende_op, rij.gemaakt_op, rij.pogingen, rij.geleend_tot = "wacht", moment, moment, 0, None


def volgt(s: Session, zegel: Zegel, verwijzing: int, aan: str, moment: dt.datetime) -> None:
    """The resident's address changed: what still waits or got stuck goes there; `aan` "": it is not sent any more (L-23, L-64)."""
    wacht = (Uitbox.verwijzing_id == verwijzing, Uitbox.soort != "piket", Uitbox.staat.in_(("wacht", "vast")))
    for rij in s.scalars(select(Uitbox).where(*wacht).with_for_update()):
        lading = json.loads(zegel.open(rij.lading, "uitbox", rij.sleutel))
        if not aan:
            rij.staat, rij.fout = "anders", NIET_MEER
        elif lading.get("aan") != aan:
            rij.lading = zegel.dicht(json.dumps(lading | {"aan": aan}, ensure_ascii=False).encode(), "uitbox", rij.sleutel)
            opnieuw(s, rij, moment)


def piket_weer(db: Database, zegel: Zegel, g: Gemeente, nu: dt.datetime) -> int:
    """A new alert for each spoed that nobody claimed a quarter after the last one; never two waiting for one referral. Returns how many."""
    laatst = (
        select(Uitbox.verwijzing_id, func.max(Uitbox.gemaakt_op).label("op"), func.count().label("aantal"))
        .where(Uitbox.soort == "piket")
        .group_by(Uitbox.verwijzing_id)
        .subquery()
    )
    wacht = select(Uitbox.verwijzing_id).where(Uitbox.soort == "piket", Uitbox.staat == "wacht")
    vraag = (
        select(Verwijzing, laatst.c.aantal)
        .outerjoin(laatst, laatst.c.verwijzing_id == Verwijzing.id)
        .where(
            Verwijzing.spoed == "vandaag",
            Verwijzing.staat == "nieuw",
            Verwijzing.id.not_in(wacht),
            (laatst.c.op.is_(None)) | (laatst.c.op <= nu - PIKET),
        )
    )
    with db.lees() as s:
        nodig = bool(s.execute(vraag.limit(1)).first())
    if not nodig:
        return 0
    with db.schrijf() as s:
        rijen = s.execute(vraag).all()
        for rij, aantal in rijen:
            sleutel = f"piket:{rij.id}:w{aantal or 0}"
            if not s.scalar(select(Uitbox.id).where(Uitbox.sleutel == sleutel)):
                zet(s, zegel, sleutel, "piket", rij.id, {"aan": g.piket, "nummer": rij.nummer, "team": rij.team}, nu)
    return len(rijen)


# --- the mail itself --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bezorger:
    """All that is needed to deliver. `stuur` None: nowhere to send to; fine in a trial, a failure in live."""

    db: Database
    zegel: Zegel
    g: Gemeente
    keuzes: Instellingen
    tekst: Tekst
    stuur: Stuur | None = None

    @property
    def van(self) -> str:
        """The sender's address."""
        return self.keuzes.mail_van or self.g.mail or "vindplaats@vindplaats.example"

    def lading(self, rij: Uitbox) -> dict[str, str]:
        """What was promised. Raises Ongeldig."""
        inhoud: dict[str, str] = json.loads(self.zegel.open(rij.lading, "uitbox", rij.sleutel))
        return inhoud

    def bericht(self, rij: Uitbox, verwijzing: Verwijzing | None) -> EmailMessage:
        """The mail of a row: a neutral subject, no topic, no name of a client; text and simple HTML. Raises Blijvend."""
        try:
            lading = self.lading(rij)
        except Ongeldig as fout:
            raise Blijvend("inhoud niet te openen") from fout
        if rij.soort not in SOORTEN:
            raise Blijvend("onbekende soort post")
        aan = lading.get("aan", "").strip()
        if not ADRES.fullmatch(aan):
            raise Blijvend("het adres klopt niet")
        context = {
            "soort": rij.soort,
            "nummer": lading.get("nummer", ""),
            "taal_code": lading.get("taal", "nl"),
            "team": (self.g.teams.get(verwijzing.team if verwijzing else lading.get("team", "")) or self.g.voordeur).naam,
            "contact_voor": verwijzing.contact_voor if verwijzing else None,
            "plan_tot": verwijzing.plan_tot if verwijzing else None,
            "onderzoek_voor": verwijzing.onderzoek_voor if verwijzing else None,
            "terugbel_op": verwijzing.terugbel_op if verwijzing else None,
            "ontvangen_op": verwijzing.ontvangen_op if verwijzing else rij.gemaakt_op,
            "signaal": verwijzing is not None and verwijzing.soort == "signaal",
            "basis": self.keuzes.basis_url.rstrip("/"),
        } | {n: lading.get(n, "") for n in ("plek", "link")}
        context |= {n: dt.date.fromisoformat(lading[n]) if lading.get(n) else None for n in ("nagekeken", "einde")}
        mail = EmailMessage(policy=SMTP)
        mail["Subject"] = (
            self.tekst("mail/herinnering_kop.txt", **context).strip()
            if rij.soort == "herinnering"
            else f"Bericht van gemeente {self.g.naam}"
        )
        mail["From"] = self.van
        mail["To"] = aan
        mail["Date"] = format_datetime(rij.gemaakt_op)
        merk = self.zegel.merk(rij.sleutel, "bericht")[:10].hex()
        mail["Message-ID"] = f"<{merk}.{rij.id}@{self.van.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        if rij.soort == "piket":
            mail["Importance"] = "high"
            mail["X-Priority"] = "1"
        mail.set_content(self.tekst(f"mail/{rij.soort}.txt", **context))
        mail.add_alternative(self.tekst(f"mail/{rij.soort}.html", **context), subtype="html")
        return mail

    def bezorg(self, rij: Uitbox, nu: dt.datetime) -> bool:
        """Deliver one leased row and mark what came of it. Never raises for a mail that fails. False: the mail server itself is away."""
        with self.db.lees() as s:
            verwijzing = s.get(Verwijzing, rij.verwijzing_id) if rij.verwijzing_id else None
        if rij.soort == "piket" and verwijzing is not None and verwijzing.staat != "nieuw":
            gelukt(self.db, rij, "niet meer nodig: opgepakt")
            return True
        if rij.soort != "piket" and verwijzing is not None and verwijzing.beschermd:  # it became unsafe while the mail waited
            gelukt(self.db, rij, NIET_MEER)
            return True
        try:
            mail = self.bericht(rij, verwijzing)
            if self.stuur is not None:
                self.stuur(mail)
            elif not self.g.proef:
                raise ConnectionError("no mail server")
        except Blijvend as fout:
            mislukt(self.db, rij, str(fout), nu, blijvend=True)
        except smtplib.SMTPRecipientsRefused as fout:
            codes = [code for code, _ in fout.recipients.values()]
            mislukt(self.db, rij, f"de mailserver zegt nee ({', '.join(map(str, codes))})", nu, blijvend=all(500 <= c < 600 for c in codes))
        except (OSError, smtplib.SMTPException) as fout:
            mislukt(self.db, rij, f"de mailserver doet het niet ({type(fout).__name__})", nu)
            return isinstance(fout, smtplib.SMTPException) and not isinstance(
                fout, (smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected)
            )
        except Exception as fout:  # a template that fails, say: try later, and let staff see it
            log.error("outbox: %s on row %s", type(fout).__name__, rij.id)
            mislukt(self.db, rij, f"fout ({type(fout).__name__})", nu)
        else:
            gelukt(self.db, rij, "" if self.stuur is not None else "proef: niet echt verstuurd")
        return True

    def ronde(self, nu: dt.datetime, hoogstens: int = 500) -> int:
        """New alerts, then everything that is due; stops when the mail server is away (the rest waits its turn). Returns how many were tried."""
        piket_weer(self.db, self.zegel, self.g, nu)
        for gedaan in range(hoogstens):
            rij = leen(self.db, nu)
            if rij is None:
                return gedaan
            if not self.bezorg(rij, nu):
                return gedaan + 1
        return hoogstens


def stuur_via(keuzes: Instellingen, g: Gemeente) -> Stuur | None:
    """How to send: SMTP by the settings. A trial sends to this machine only (contract: "reaches only the local demo")."""
    if not keuzes.smtp_host or (g.proef and keuzes.smtp_host not in ("127.0.0.1", "::1", "localhost")):
        return None

    def stuur(mail: EmailMessage) -> None:
        with smtplib.SMTP(keuzes.smtp_host, keuzes.smtp_port, timeout=15) as server:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            elif keuzes.smtp_user:
                raise smtplib.SMTPNotSupportedError("no TLS: the password is not sent")
            if keuzes.smtp_user:
                server.login(keuzes.smtp_user, keuzes.smtp_wachtwoord)
            server.send_message(mail)

    return stuur


@dataclass
class Werker:
    """The thread that empties the outbox: every few seconds, and at once after `wek`."""

    bezorger: Bezorger
    elke: float = 5.0
    elk_uur: Callable[[dt.datetime], object] | None = None  # other work that promises mail; harmless to repeat
    _vorig_uur: dt.datetime | None = None
    _stop: threading.Event = field(default_factory=threading.Event)
    _draad: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread."""
        self._draad = threading.Thread(target=self._loop, name="uitbox", daemon=True)
        self._draad.start()

    def stop(self) -> None:
        """Finish the row at hand and stop; what is left waits in the database."""
        self._stop.set()
        if self._draad is not None:
            self._draad.join(timeout=20)

    def _uurwerk(self, nu: dt.datetime) -> None:
        if self.elk_uur is not None and (self._vorig_uur is None or nu - self._vorig_uur >= dt.timedelta(hours=1)):
            self._vorig_uur = nu
            self.elk_uur(nu)

    def _loop(self) -> None:
        while not self._stop.is_set():
            try:
                self._uurwerk(deze_tijd())
                while not self._stop.is_set() and self.bezorger.ronde(deze_tijd(), 20) == 20:
                    pass
            except Exception as fout:
                log.error("outbox: %s; trying again", type(fout).__name__)
            self._stop.wait(self.elke)


def overzicht(s: Session) -> dict[str, int]:
    """How many rows in each state."""
    aantallen: dict[str, Any] = {naam: aantal for naam, aantal in s.execute(select(Uitbox.staat, func.count()).group_by(Uitbox.staat))}
    return {staat: int(aantallen.get(staat, 0)) for staat in ("wacht", "vast", "klaar", "anders")}
