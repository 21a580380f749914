"""The warm referral: what is sent, to which team, by which dates; sent exactly once; picked up by one. Rules, no HTTP.

The dates come from portal/wetten.py. References L-.. and P-.. are the rows of docs/regels-verwijzing.md.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import phonenumbers
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dialogues.understand import VEILIGHEID
from portal import logboek
from portal.database import Database
from portal.tabellen import Account, Gebeurtenis, Ontvangst, Terugbelplek, Uitbox, Verwijzing, Zoekmerk
from portal.werkdagen import belmomenten, lokaal
from portal.wetten import DREIGT, Termijnen, termijnen
from portal.zegel import Zegel
from sociale_kaart.load import Gemeente

# How somebody can be reached, and for whom: the fields of the form, in the order of the check page.
BEREIK = (
    "voor_wie",
    "naam",
    "client",
    "client_telefoon",
    "huis",
    "manier",
    "telefoon",
    "belmoment",
    "mail",
    "adres",
    "bericht_achterlaten",
    "wanneer",
    "veilig",
    "tolk",
    "hulp",
    "mee",
    "weet_ervan",
)
N_ = str
MANIEREN = ("bellen", "bezoek", "mail", "brief")
UITKOMSTEN = ("eigen_kracht", "netwerk", "vrijwilligers", "algemeen", "collectief", "individueel", "niet-bereikt", "ingetrokken")


class Vol(Exception):
    """The moment to be called is taken, or has passed. Nothing was stored."""


class AlOpgepakt(Exception):
    """Somebody else was first. `wie` is their name."""

    def __init__(self, wie: str) -> None:
        super().__init__(wie)
        self.wie = wie


@dataclass(frozen=True, slots=True)
class Regel:
    """A line of the check page: what the team will read, word for word."""

    sleutel: str
    label: str
    waarde: str
    eigen: bool = False


@dataclass(frozen=True, slots=True)
class Persoon:
    """Somebody in a referral. rol: client, melder (who asked for another), huisgenoot."""

    rol: str
    naam: str
    telefoon: str = ""


@dataclass(frozen=True, slots=True)
class Zending:
    """All that is sent: exactly what the check page showed. bereik: how to reach the client (and the reporter)."""

    sleutel: str  # the send's key: random, made with the check page
    verhaal: tuple[Regel, ...]
    bereik: Mapping[str, str]
    conclusies: tuple[tuple[str, str], ...] = ()  # (code, sentence) that stand on the check page
    domeinen: tuple[str, ...] = ()
    signalen: tuple[str, ...] = ()  # only from rules that the page showed, or from answers
    spoed: str = ""
    buurt: str = ""
    soort: str = "melding"
    kanaal: str = "web"
    taal: str = "nl"
    voorgesteld: tuple[str, ...] = ()
    gekozen: tuple[str, ...] = ()
    beschermd: bool = False
    blad: str = ""  # the carer's own preparation sheet, when they chose to send it


@dataclass(frozen=True, slots=True)
class Verstuurd:
    """A referral that is safe: its number, the return code, who calls by when."""

    id: int
    nummer: str
    code: str
    team: str
    ontvangen_op: dt.datetime
    termijnen: Termijnen
    opnieuw: bool = False  # a repeat of the same send


def nieuwe_sleutel() -> str:
    """The key of a send: 128 bits."""
    return secrets.token_urlsafe(16)


def soort_van(voor_wie: str, weet_ervan: str, script: str = "") -> str:
    """melding, or signaal: a worry about somebody who did not ask. A question for oneself or on behalf of somebody is a melding (L-09); who comes
    with a worry asks nothing on behalf, also when the other knows of it."""
    if script == "aanbod":  # who offers something asks for nothing
        return "aanbod"
    if script == "signaal" and voor_wie in ("ander", ""):
        return "signaal"
    ander = voor_wie in ("ander", "hulpverlener") or (script == "signaal" and voor_wie != "mezelf")
    return "signaal" if ander and (weet_ervan == "nee" or (script == "signaal" and weet_ervan != "ja")) else "melding"


def spoed_van(gezegd: str, signalen: Sequence[str]) -> str:
    """How soon the team calls. Danger that stands on the check page is spoed (L-08: at once); a threat of eviction or cutting off waits no longer
    than its three working days and stands above the rest (L-41)."""
    if gezegd == "vandaag" or set(signalen) - {DREIGT}:
        return "vandaag"
    return "deze-week" if gezegd or signalen else ""


def personen(bereik: Mapping[str, str]) -> list[Persoon]:
    """Who is in a referral, apart: the reporter and the client (one person when somebody asks for themselves), and who else lives there."""
    naam, telefoon_, client = (bereik.get(v, "").strip() for v in ("naam", "telefoon", "client"))
    if bereik.get("voor_wie", "mezelf") == "mezelf" and not client:
        uit = [Persoon("client", naam, telefoon_)]
    else:
        uit = [Persoon("client", client, bereik.get("client_telefoon", "").strip()), Persoon("melder", naam, telefoon_)]
    return uit + [Persoon("huisgenoot", n.strip()) for n in re.split(r"[,;\n]", bereik.get("huis", "")) if n.strip()]


# --- a moment to be called --------------------------------------------------------------------------------------------


def vrije_momenten(s: Session, g: Gemeente, team: str, tot: dt.date, moment: dt.datetime) -> list[tuple[dt.datetime, bool]]:
    """(start, still free) of every moment of this team until and with `tot`."""
    alle = belmomenten(g, tot, moment)
    if not alle:
        return []
    vol = s.execute(
        select(Terugbelplek.op, func.count()).where(Terugbelplek.team == team, Terugbelplek.op >= alle[0]).group_by(Terugbelplek.op)
    ).all()
    bezet = {lokaal(op): n for op, n in vol}
    return [(m, bezet.get(m, 0) < g.belplekken) for m in alle]


def _reserveer(s: Session, g: Gemeente, rij: Verwijzing, op: dt.datetime, moment: dt.datetime) -> None:
    """Take a place at this moment. Raises Vol. Two at the same time for one place: the second gets an IntegrityError and tries again."""
    if lokaal(op) not in belmomenten(g, rij.contact_voor, moment):
        raise Vol
    bezet = set(s.scalars(select(Terugbelplek.plek).where(Terugbelplek.team == rij.team, Terugbelplek.op == op)))
    plek = next((p for p in range(g.belplekken) if p not in bezet), None)
    if plek is None:
        raise Vol
    rij.terugbel_op = op
    s.add(Terugbelplek(team=rij.team, op=op, plek=plek, verwijzing_id=rij.id))


# --- number and code --------------------------------------------------------------------------------------------------


@cache
def codewoorden() -> tuple[str, ...]:
    """The common words of the return code: 2,048 of them, 11 bits each."""
    woorden = (Path(__file__).parent / "codewoorden.txt").read_text(encoding="utf-8").split()
    return tuple(woorden[: 1 << (len(woorden).bit_length() - 1)])


def retourcode(zegel: Zegel, sleutel: str) -> str:
    """Six common words (60 bits or more), derived from the send's key: every repeat shows the same code."""
    woorden = codewoorden()
    bits = (len(woorden) - 1).bit_length()
    getal = int.from_bytes(zegel.merk(sleutel, "retourcode"), "big")
    return " ".join(woorden[(getal >> (bits * i)) & (len(woorden) - 1)] for i in range(6))


def codehash(zegel: Zegel, code: str) -> str:
    """What is stored of a return code. Forgiving about capitals, commas and spaces."""
    return zegel.merk(" ".join(re.findall(r"[a-z]+", code.lower())), "code").hex()


def nummer_van(zegel: Zegel, sleutel: str, ontvangen: dt.datetime, poging: int = 0) -> str:
    """VP-<year month>-<6 digits>; short enough to read aloud, opens nothing."""
    getal = int.from_bytes(zegel.merk(f"{sleutel}/{poging}", "nummer")[:8], "big") % 1_000_000
    return f"VP-{lokaal(ontvangen):%y%m}-{getal:06d}"


def _sleutelhash(zegel: Zegel, sleutel: str) -> str:
    return zegel.merk(sleutel, "sleutel").hex()


def plaats(id: int) -> str:
    """What the seal of a referral's content is bound to."""
    return f"verwijzing.inhoud:{id}"


# --- sending ----------------------------------------------------------------------------------------------------------


def bestaand(s: Session, zegel: Zegel, sleutel: str) -> Verwijzing | None:
    """The referral of an earlier send with this key."""
    return s.scalar(select(Verwijzing).where(Verwijzing.sleutel == _sleutelhash(zegel, sleutel)))


def verstuur(db: Database, zegel: Zegel, g: Gemeente, z: Zending, moment: dt.datetime) -> Verstuurd:
    """Store a referral exactly once: referral, receipt, outbox and log in one transaction (L-22); answers after the commit only. What it stores as
    received is this moment, not when somebody of the team opens it (L-27).

    Every repeat with the same key gives the same number and code. Raises Vol when the chosen moment is taken, sqlalchemy errors when the
    database cannot be reached.
    """
    for poging in range(8):
        try:
            with db.schrijf() as s:
                al = bestaand(s, zegel, z.sleutel)
                if al is not None:
                    return _verstuurd(zegel, g, al, z.sleutel, opnieuw=True)
                rij = _schrijf(s, zegel, g, z, moment, poging)
            return _verstuurd(zegel, g, rij, z.sleutel, opnieuw=False)
        except IntegrityError:
            continue  # the same key at the same moment, or a number or place that was taken: look again
    raise RuntimeError("no free number")


def _verstuurd(zegel: Zegel, g: Gemeente, rij: Verwijzing, sleutel: str, opnieuw: bool) -> Verstuurd:
    t = Termijnen(tuple(rij.wetten), rij.contact_voor, rij.plan_tot, rij.onderzoek_voor, rij.uiterlijk)
    team = g.teams.get(rij.team) or g.voordeur
    return Verstuurd(rij.id, rij.nummer, retourcode(zegel, sleutel), team.naam, rij.ontvangen_op, t, opnieuw)


def is_beschermd(z: Zending) -> bool:
    """Whether somebody at home may not know of this (L-64)."""
    return z.beschermd or bool(VEILIGHEID & set(z.signalen)) or "veiligheid" in z.domeinen or z.bereik.get("veilig") == "nee"


def _schrijf(s: Session, zegel: Zegel, g: Gemeente, z: Zending, moment: dt.datetime, poging: int) -> Verwijzing:
    t = termijnen(g, z.domeinen, z.signalen, z.spoed, z.soort, moment)
    beschermd = is_beschermd(z)
    rij = Verwijzing(
        nummer=nummer_van(zegel, z.sleutel, moment, poging),
        sleutel=_sleutelhash(zegel, z.sleutel),
        code=codehash(zegel, retourcode(zegel, z.sleutel)),
        soort=z.soort,
        kanaal=z.kanaal,
        team=g.team_van(z.buurt).code,
        buurt=z.buurt if z.buurt in g.buurten else "",
        spoed=z.spoed,
        beschermd=beschermd,
        wetten=list(t.wetten),
        domeinen=list(z.domeinen),
        ontvangen_op=moment,
        contact_voor=t.contact_voor,
        plan_tot=t.plan_tot,
        onderzoek_voor=t.onderzoek_voor,
        uiterlijk=t.uiterlijk,
        inhoud=b"",
    )
    s.add(rij)
    s.flush()
    rij.inhoud = zegel.dicht(json.dumps(inhoud_van(z), ensure_ascii=False).encode(), "verwijzing", plaats(rij.id))
    if op := belmoment_van(z.bereik):
        _reserveer(s, g, rij, op, moment)
    mail = z.bereik.get("mail", "")
    mag_mailen = bool(mail) and z.bereik.get("manier") == "mail" and not beschermd  # L-23, L-64
    s.add(
        Ontvangst(
            verwijzing_id=rij.id, op=moment, kanaal="mail" if mag_mailen else "brief" if z.bereik.get("manier") == "brief" else "scherm"
        )
    )
    s.add(Gebeurtenis(verwijzing_id=rij.id, op=moment, door="inwoner" if z.kanaal == "web" else "loket", wat="ontvangen"))
    zet_merken(s, zegel, rij.id, z.bereik)
    if mag_mailen:
        _post(s, zegel, f"bevestiging:{rij.id}", "bevestiging", rij.id, {"aan": mail, "nummer": rij.nummer, "taal": z.taal}, moment)
    if z.spoed == "vandaag":
        _post(s, zegel, f"piket:{rij.id}:0", "piket", rij.id, {"aan": g.piket, "nummer": rij.nummer, "team": rij.team}, moment)
    logboek.schrijf(s, "inwoner" if z.kanaal == "web" else "loket", "verwijzing ontvangen", rij.nummer)
    return rij


def _post(s: Session, zegel: Zegel, sleutel: str, soort: str, id: int | None, lading: Mapping[str, str], moment: dt.datetime) -> None:
    s.add(
        Uitbox(
            sleutel=sleutel,
            soort=soort,
            verwijzing_id=id,
            lading=zegel.dicht(json.dumps(dict(lading), ensure_ascii=False).encode(), "uitbox", sleutel),
            gemaakt_op=moment,
            volgende_op=moment,
        )
    )


def inhoud_van(z: Zending) -> dict[str, Any]:
    """The sealed part: what the team reads."""
    return {
        "verhaal": [[r.sleutel, r.label, r.waarde, r.eigen] for r in z.verhaal],
        "bereik": dict(z.bereik),
        "conclusies": [list(c) for c in z.conclusies],
        "signalen": list(z.signalen),
        "voorgesteld": list(z.voorgesteld),
        "gekozen": list(z.gekozen),
        "taal": z.taal,
        "blad": z.blad,
    }


def open_inhoud(zegel: Zegel, rij: Verwijzing) -> dict[str, Any]:
    """The content of a referral, for somebody who may read it (the caller logs that)."""
    return json.loads(zegel.open(rij.inhoud, "verwijzing", plaats(rij.id)))


def merken(bereik: Mapping[str, str]) -> list[str]:
    """What can be searched for exactly, over all teams: phone, mail, postcode with house number; normalised."""
    uit = ["tel:" + nummer for v in ("telefoon", "client_telefoon") if (nummer := telefoon(bereik.get(v, "")))]
    if mail := bereik.get("mail", "").strip().lower():
        uit.append("mail:" + mail)
    if plek := re.search(r"(\d{4})\s*([a-z]{2})\D{0,20}?(\d{1,5})|(\d{1,5})\D{0,12}(\d{4})\s*([a-z]{2})", bereik.get("adres", "").lower()):
        d = plek.groups()
        uit.append("adres:" + (f"{d[0]}{d[1]}{d[2]}" if d[0] else f"{d[4]}{d[5]}{d[3]}"))
    return uit


def zet_merken(s: Session, zegel: Zegel, id: int, bereik: Mapping[str, str]) -> None:
    """Write the keyed index of a referral anew, with the newest key."""
    s.execute(delete(Zoekmerk).where(Zoekmerk.verwijzing_id == id))
    for waarde in dict.fromkeys(merken(bereik)):
        s.add(Zoekmerk(verwijzing_id=id, merk=zegel.merk(waarde, "zoek", zegel.nieuwste).hex()))


def zoekmerken(zegel: Zegel, waarde: str) -> list[str]:
    """A value as it may stand in the keyed index: under every key of the ring, so that a search works while keys change."""
    return [zegel.merk(waarde, "zoek", nummer).hex() for nummer in zegel.nummers]


def belmoment_van(bereik: Mapping[str, str]) -> dt.datetime | None:
    """The moment that was chosen; None when it does not matter, or when we do not call."""
    try:
        return dt.datetime.fromisoformat(bereik.get("belmoment", "")) if bereik.get("manier") == "bellen" else None
    except ValueError:
        return None


def telefoon(tekst: str) -> str:
    """A phone number as digits to dial; "" when it is none. Spaces, dashes and +31 are fine; the demo's 000 numbers too."""
    cijfers = re.sub(r"\D", "", tekst)
    if cijfers.startswith("000") and len(cijfers) == 10:
        return cijfers
    try:
        nummer = phonenumbers.parse(tekst, "NL")
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(nummer, phonenumbers.PhoneNumberFormat.E164) if phonenumbers.is_possible_number(nummer) else ""


def fouten_in_bereik(b: Mapping[str, str], zonder_naam: bool = False) -> list[tuple[str, str]]:
    """(field, sentence) for what is missing: a name or alias, and one way to be reached (P-04). Under 18 no name is needed (L-51)."""
    fouten = []
    if not zonder_naam and not b.get("naam", "").strip():
        fouten.append(("naam", N_("Vul een naam in. Een andere naam mag ook.")))
    manier = b.get("manier", "")
    if manier not in MANIEREN:
        fouten.append(("manier", N_("Kies hoe wij u mogen bereiken.")))
    elif manier == "bellen" and not telefoon(b.get("telefoon", "")):
        fouten.append(("telefoon", N_("Vul een telefoonnummer in. Bijvoorbeeld 06 12345678.")))
    elif manier == "mail" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", b.get("mail", "").strip()):
        fouten.append(("mail", N_("Vul een mailadres in. Bijvoorbeeld naam@voorbeeld.nl.")))
    elif manier in ("brief", "bezoek") and not b.get("adres", "").strip():
        fouten.append(("adres", N_("Vul uw adres in: straat, nummer en plaats.")))
    if b.get("telefoon", "").strip() and manier != "bellen" and not telefoon(b["telefoon"]):
        fouten.append(("telefoon", N_("Dit telefoonnummer klopt niet. Kijk het na, of haal het weg.")))
    if b.get("client_telefoon", "").strip() and not telefoon(b["client_telefoon"]):
        fouten.append(("client_telefoon", N_("Dit telefoonnummer klopt niet. Kijk het na, of haal het weg.")))
    lang = [veld for veld, waarde in b.items() if len(waarde) > 200]
    fouten += [(veld, N_("Dit is te lang. Maak het korter.")) for veld in lang]
    return fouten


# --- the team ---------------------------------------------------------------------------------------------------------


def pak_op(db: Database, id: int, wie: Account, moment: dt.datetime) -> None:
    """Pick up a referral: one winner. Raises AlOpgepakt with the name of who was first."""
    with db.lees() as s:  # who comes late does not wait for the lock
        eerder = s.scalar(select(Verwijzing.opgepakt_door).where(Verwijzing.id == id, Verwijzing.team == wie.team))
        eerste = s.get(Account, eerder) if eerder and eerder != wie.id else None
    if eerste is not None:
        raise AlOpgepakt(eerste.toon)
    with db.schrijf() as s:
        raak = s.execute(
            update(Verwijzing)
            .where(Verwijzing.id == id, Verwijzing.team == wie.team, Verwijzing.opgepakt_door.is_(None), Verwijzing.staat == "nieuw")
            .values(opgepakt_door=wie.id, opgepakt_op=moment, staat="opgepakt", stand=Verwijzing.stand + 1)
        )
        if raak.rowcount == 0:  # type: ignore[attr-defined]
            rij = s.get(Verwijzing, id)
            ander = s.get(Account, rij.opgepakt_door) if rij is not None and rij.opgepakt_door else None
            if ander is not None and ander.id == wie.id:
                return
            raise AlOpgepakt(ander.toon if ander else "")
        s.add(Gebeurtenis(verwijzing_id=id, op=moment, door=wie.toon, wat="opgepakt"))
        logboek.schrijf(s, wie.naam, "opgepakt", s.get_one(Verwijzing, id).nummer)


def noteer(
    s: Session, zegel: Zegel, rij: Verwijzing, wie: str, wat: str, moment: dt.datetime, inhoud: Mapping[str, Any] | None = None
) -> Gebeurtenis:
    """Add an event; its content is sealed to its own row."""
    g = Gebeurtenis(verwijzing_id=rij.id, op=moment, door=wie, wat=wat)
    s.add(g)
    rij.stand += 1
    s.flush()
    if inhoud:
        g.inhoud = zegel.dicht(json.dumps(dict(inhoud), ensure_ascii=False).encode(), "gebeurtenis", f"gebeurtenis.inhoud:{g.id}")
    return g


def open_gebeurtenis(zegel: Zegel, g: Gebeurtenis) -> dict[str, Any]:
    """The content of an event."""
    return json.loads(zegel.open(g.inhoud, "gebeurtenis", f"gebeurtenis.inhoud:{g.id}")) if g.inhoud else {}


__all__ = ["BEREIK", "MANIEREN", "Regel", "Termijnen", "Zending", "personen", "pak_op", "soort_van", "termijnen", "verstuur"]
