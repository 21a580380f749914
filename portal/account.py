"""Accounts of people who work with the product: passwords (argon2id), codes (TOTP), sessions on the server. Rules, no HTTP.

Log-in takes two steps. Only the hash of a session's token is kept. A code works once (ASVS 5.0 6.5.1). Never logs a password, code or token.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import getpass
import hashlib
import hmac
import re
import secrets
import sys
import threading
from typing import TYPE_CHECKING, Any

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from portal import logboek
from portal.database import Database
from portal.tabellen import Account, Logregel, Sessie
from portal.werkdagen import nu
from portal.zegel import Ongeldig, Zegel
from sociale_kaart.load import Gemeente

if TYPE_CHECKING:
    from portal.config import Instellingen

ROLLEN = ("loket", "medewerker", "teamleider", "redacteur", "beleid", "beheerder", "privacy")
MET_TEAM = ("medewerker", "teamleider")
ROLNAMEN = {
    "loket": "Loket",
    "medewerker": "Medewerker",
    "teamleider": "Teamleider",
    "redacteur": "Redacteur",
    "beleid": "Beleid",
    "beheerder": "Beheerder",
    "privacy": "Privacy officer",
}
STIL = dt.timedelta(minutes=30)  # idle
LANGST = dt.timedelta(hours=12)  # absolute
HALF = dt.timedelta(minutes=10)  # between password and code
RAAM = dt.timedelta(minutes=15)  # in which mistakes are counted
MEESTE_FOUTEN = 10
STAP = 30  # seconds of one TOTP code
KORTSTE = 12  # characters of a password
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # OWASP, and ASVS 5.0 appendix C
_TEGELIJK = threading.BoundedSemaphore(4)  # hashing at the same time: 4 x 19 MiB
MISLUKT = "inloggen mislukt"
INGELOGD = "ingelogd"


class Geweigerd(Exception):
    """No. The person gets one sentence that does not tell what was wrong."""


class TeVaak(Geweigerd):
    """Too many mistakes for this account in a quarter of an hour."""


class LaatsteVanRol(ValueError):
    """The last active account of a role stays."""


# --- passwords --------------------------------------------------------------------------------------------------------


def hash_van(hasher: PasswordHasher, wachtwoord: str) -> str:
    """The argon2id hash of a password."""
    with _TEGELIJK:
        return hasher.hash(wachtwoord)


@functools.lru_cache(maxsize=4)
def _nep(hasher: PasswordHasher) -> str:
    return hasher.hash(secrets.token_urlsafe(16))


def _klopt(hasher: PasswordHasher, hash_: str, wachtwoord: str) -> bool:
    with _TEGELIJK:
        try:
            return hasher.verify(hash_, wachtwoord)
        except (VerificationError, InvalidHashError):
            return False


def fout_in_wachtwoord(wachtwoord: str, naam: str = "") -> str:
    """What is wrong with a new password, as a sentence; "" when it will do. No rules about signs: length is what counts (ASVS 6.2)."""
    if len(wachtwoord) < KORTSTE:
        return "Maak het wachtwoord langer: 12 tekens of meer. Een korte zin is goed."
    if len(wachtwoord) > 200:
        return "Maak het wachtwoord korter: hoogstens 200 tekens."
    if len(set(wachtwoord.lower())) < 5 or (naam and wachtwoord.lower().strip() == naam.lower()):
        return "Kies een wachtwoord dat een ander niet raadt."
    return ""


def nieuw_wachtwoord() -> str:
    """A password for once: 80 bits in groups that can be read aloud."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


# --- codes (TOTP, RFC 6238) -------------------------------------------------------------------------------------------


def _plaats(id: int) -> str:
    return f"account.totp:{id}"


def geheim(zegel: Zegel, account: Account) -> str:
    """The secret of the app that shows codes; "" when there is none."""
    return zegel.open(account.totp, "totp", _plaats(account.id)).decode() if account.totp else ""


def zet_geheim(zegel: Zegel, account: Account, tekst: str) -> None:
    """Seal a secret. `totp_stap` -1: not confirmed by a first code yet."""
    account.totp = zegel.dicht(tekst.encode(), "totp", _plaats(account.id))
    account.totp_stap = -1


def bevestigd(account: Account) -> bool:
    """The app was connected: a first code was right."""
    return account.totp is not None and account.totp_stap >= 0


def app_adres(zegel: Zegel, account: Account, g: Gemeente) -> str:
    """otpauth:// address for the QR code."""
    return pyotp.TOTP(geheim(zegel, account)).provisioning_uri(name=account.naam, issuer_name=f"Vindplaats {g.naam}")


def _stap(moment: dt.datetime) -> int:
    return int(moment.timestamp()) // STAP


def _ruimte(proef: bool) -> int:
    return 20 if proef else 1  # steps ahead: a trial shows the code itself, so that logging in twice in 30 seconds works


def code_nu(zegel: Zegel, account: Account, moment: dt.datetime) -> str:
    """The code that works now (the next one when this one was used). For a trial only: never show it in live."""
    stap = max(_stap(moment), account.totp_stap + 1)
    return pyotp.TOTP(geheim(zegel, account)).generate_otp(stap)


def _passend(tekst: str, code: str, moment: dt.datetime, laatst: int, ruimte: int) -> int | None:
    """The time step that this code belongs to; None when it fits none that is still unused."""
    cijfers = re.sub(r"\D", "", code)
    totp, stap, gevonden = pyotp.TOTP(tekst), _stap(moment), None
    for s in range(stap - 1, stap + ruimte + 1):
        if hmac.compare_digest(totp.generate_otp(s), cijfers) and s > laatst and gevonden is None:
            gevonden = s
    return gevonden


# --- sessions ---------------------------------------------------------------------------------------------------------


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _nieuwe_sessie(s: Session, account: Account, af: bool, moment: dt.datetime) -> str:
    token = secrets.token_urlsafe(32)
    s.add(Sessie(token=_hash(token), account_id=account.id, af=af, gemaakt_op=moment, laatst_op=moment))
    return token


def _fouten(s: Session, naam: str, moment: dt.datetime) -> int:
    vraag = select(func.count()).where(Logregel.wie == naam, Logregel.wat == MISLUKT, Logregel.op > moment - RAAM)
    return int(s.scalar(vraag) or 0)


def stap_een(db: Database, hasher: PasswordHasher, naam: str, wachtwoord: str, moment: dt.datetime) -> str:
    """Name and password: the token of a half session. Raises Geweigerd or TeVaak; takes as long for a name that does not exist."""
    naam = naam.strip().lower()
    with db.lees() as s:
        account = s.scalar(select(Account).where(Account.naam == naam, Account.actief.is_(True)))
        vol = account is not None and _fouten(s, naam, moment) >= MEESTE_FOUTEN
    goed = _klopt(hasher, account.wachtwoord if account else _nep(hasher), wachtwoord[:1_000])
    if vol:
        raise TeVaak
    if account is None:
        raise Geweigerd
    with db.schrijf() as s:
        if not goed:
            logboek.schrijf(s, naam, MISLUKT)
        else:
            s.execute(delete(Sessie).where((Sessie.laatst_op < moment - STIL) | (Sessie.gemaakt_op < moment - LANGST)))
            if hasher.check_needs_rehash(account.wachtwoord):
                s.execute(update(Account).where(Account.id == account.id).values(wachtwoord=hash_van(hasher, wachtwoord)))
            return _nieuwe_sessie(s, account, False, moment)
    raise Geweigerd


def halve_sessie(db: Database, zegel: Zegel, token: str, moment: dt.datetime) -> Account | None:
    """Who gave a right password and not yet a code. Makes the secret of the app at the first log-in."""
    with db.lees() as s:
        rij = s.get(Sessie, _hash(token))
        if rij is None or rij.af or moment - rij.gemaakt_op > HALF:
            return None
        account = s.get(Account, rij.account_id)
    if account is None or not account.actief:
        return None
    if account.totp is None:
        with db.schrijf() as s:
            account = s.get_one(Account, account.id, with_for_update=True)
            if account.totp is None:
                zet_geheim(zegel, account, pyotp.random_base32(32))
    return account


def stap_twee(db: Database, zegel: Zegel, token: str, code: str, moment: dt.datetime, proef: bool, nieuw: str = "") -> tuple[Account, str]:
    """The code: a new token of a whole session. `nieuw`: the hash of a new password, needed at the first log-in. Raises Geweigerd, TeVaak."""
    account = halve_sessie(db, zegel, token, moment)
    if account is None:
        raise Geweigerd
    with db.schrijf() as s:
        if _fouten(s, account.naam, moment) >= MEESTE_FOUTEN:
            s.execute(delete(Sessie).where(Sessie.token == _hash(token)))
            vol = True
        else:
            vol = False
            stap = _passend(geheim(zegel, account), code, moment, account.totp_stap, _ruimte(proef))
            eerste = not bevestigd(account)
            raak = 0
            if stap is not None and not (eerste and not nieuw):
                waarden: dict[str, Any] = {"totp_stap": stap} | ({"wachtwoord": nieuw} if eerste else {})
                uitkomst = s.execute(
                    update(Account).where(Account.id == account.id, Account.totp_stap < stap, Account.actief.is_(True)).values(**waarden)
                )
                raak = uitkomst.rowcount  # type: ignore[attr-defined]
            if raak:
                s.execute(delete(Sessie).where(Sessie.token == _hash(token)))
                heel = _nieuwe_sessie(s, account, True, moment)
                logboek.schrijf(s, account.naam, INGELOGD)
                return s.get_one(Account, account.id), heel
            logboek.schrijf(s, account.naam, MISLUKT)
    raise TeVaak if vol else Geweigerd


def wie(db: Database, token: str, moment: dt.datetime, leeft: bool = True) -> Account | None:
    """Who this session is of; None when it is no (whole, living) session. `leeft` False: a page that asks by itself keeps nobody logged in."""
    sleutel = _hash(token)
    with db.lees() as s:
        rij = s.get(Sessie, sleutel)
        if rij is None or not rij.af:
            return None
        account = s.get(Account, rij.account_id)
    if account is None or not account.actief or moment - rij.laatst_op > STIL or moment - rij.gemaakt_op > LANGST:
        uit(db, token)
        return None
    if leeft and moment - rij.laatst_op > dt.timedelta(minutes=1):
        with db.schrijf() as s:
            s.execute(update(Sessie).where(Sessie.token == sleutel).values(laatst_op=moment))
    return account


def uit(db: Database, token: str) -> None:
    """Log out: the session is gone from the server."""
    with db.schrijf() as s:
        s.execute(delete(Sessie).where(Sessie.token == _hash(token)))


def overal_uit(s: Session, account_id: int) -> None:
    """End every session of an account."""
    s.execute(delete(Sessie).where(Sessie.account_id == account_id))


def formuliermerk(zegel: Zegel, token: str) -> str:
    """What every form of this session carries (against forged requests)."""
    return zegel.merk(token, "formulier").hex()


# --- managing ---------------------------------------------------------------------------------------------------------


def fouten_in_account(g: Gemeente, naam: str, toon: str, rol: str, team: str) -> list[tuple[str, str]]:
    """(field, sentence) for what is wrong with a new account."""
    fouten = []
    if not re.fullmatch(r"[a-z][a-z0-9.\-]{1,39}", naam):
        fouten.append(("naam", "Kies een inlognaam: kleine letters, cijfers, punt of streepje."))
    if not toon.strip() or len(toon) > 80:
        fouten.append(("toon", "Vul in hoe deze persoon heet."))
    if rol not in ROLLEN:
        fouten.append(("rol", "Kies een rol."))
    if (rol in MET_TEAM) != bool(team):
        fouten.append(("team", "Kies een team bij deze rol." if rol in MET_TEAM else "Deze rol heeft geen team. Kies: geen team."))
    elif team and team not in g.teams:
        fouten.append(("team", "Dit team bestaat niet."))
    return fouten


def voeg_toe(
    s: Session, hasher: PasswordHasher, door: str, naam: str, toon: str, rol: str, team: str, wachtwoord: str, moment: dt.datetime
) -> Account:
    """A new account. At the first log-in its owner connects an app and chooses a password."""
    account = Account(
        naam=naam, toon=toon.strip(), rol=rol, team=team, wachtwoord=hash_van(hasher, wachtwoord), actief=True, gemaakt_op=moment
    )
    s.add(account)
    s.flush()
    logboek.schrijf(s, door, f"account gemaakt: {rol}", naam)
    return account


def zet_uit(s: Session, door: str, account: Account, toch: bool = False) -> None:
    """Switch an account off; its sessions end. Raises LaatsteVanRol for the last active one of a role, unless `toch`."""
    anderen = s.scalars(select(Account.id).where(Account.rol == account.rol, Account.actief.is_(True)).with_for_update()).all()
    if not toch and not set(anderen) - {account.id}:
        raise LaatsteVanRol(account.rol)
    account.actief = False
    overal_uit(s, account.id)
    logboek.schrijf(s, door, "account uit", account.naam)


def wijzig(s: Session, door: str, account: Account, toon: str, rol: str, team: str) -> None:
    """Another name to show, role or team. With another role or team every session ends. Raises LaatsteVanRol."""
    anders = (rol, team) != (account.rol, account.team)
    if rol != account.rol and account.actief:
        rest = s.scalars(select(Account.id).where(Account.rol == account.rol, Account.actief.is_(True)).with_for_update()).all()
        if not set(rest) - {account.id}:
            raise LaatsteVanRol(account.rol)
    account.toon, account.rol, account.team = toon.strip(), rol, team
    if anders:
        overal_uit(s, account.id)
    logboek.schrijf(s, door, f"account gewijzigd: {rol}"[:40] if anders else "account gewijzigd", account.naam)


def laatst_ingelogd(s: Session) -> dict[str, dt.datetime]:
    """Log-in name -> the last time both steps were right, as far as the log goes back."""
    vraag = select(Logregel.wie, func.max(Logregel.op)).where(Logregel.wat == INGELOGD).group_by(Logregel.wie)
    return {wie: op for wie, op in s.execute(vraag)}


def op_slot(s: Session, naam: str, moment: dt.datetime) -> bool:
    """Whether this account has to wait now, because of too many mistakes in a quarter of an hour."""
    return _fouten(s, naam, moment) >= MEESTE_FOUTEN


def zet_aan(s: Session, door: str, account: Account) -> None:
    """Switch an account on again."""
    account.actief = True
    logboek.schrijf(s, door, "account aan", account.naam)


def zet_terug(s: Session, hasher: PasswordHasher, door: str, account: Account, wachtwoord: str) -> None:
    """A password for once, and a new app: for who lost a phone or forgot the password. All sessions end."""
    account.wachtwoord = hash_van(hasher, wachtwoord)
    account.totp = None
    account.totp_stap = 0
    overal_uit(s, account.id)
    logboek.schrijf(s, door, "account teruggezet", account.naam)


def wijzig_wachtwoord(db: Database, hasher: PasswordHasher, account: Account, oud: str, nieuw: str, moment: dt.datetime) -> None:
    """The owner chooses another password; every session ends. Raises Geweigerd or TeVaak."""
    with db.lees() as s:
        if _fouten(s, account.naam, moment) >= MEESTE_FOUTEN:
            raise TeVaak
    goed = _klopt(hasher, account.wachtwoord, oud[:1_000])
    vers = hash_van(hasher, nieuw) if goed else ""
    with db.schrijf() as s:
        if goed:
            s.execute(update(Account).where(Account.id == account.id).values(wachtwoord=vers))
            overal_uit(s, account.id)
        logboek.schrijf(s, account.naam, "wachtwoord gewijzigd" if goed else MISLUKT)
    if not goed:
        raise Geweigerd


# --- the demo ---------------------------------------------------------------------------------------------------------


def demo_accounts(db: Database, zegel: Zegel, g: Gemeente, hasher: PasswordHasher = HASHER) -> list[tuple[str, str, str]]:
    """(name, password, what) of the trial's people; made once. Empty for a live profile: nothing is made there."""
    if not g.proef:
        return []
    gewoon = [t for t in g.teams.values() if not t.voordeur] or [g.voordeur]
    noord, zuid, voordeur = gewoon[0], gewoon[1] if len(gewoon) > 1 else g.voordeur, g.voordeur
    mensen = [
        ("bram", "Bram", "medewerker", noord.code, f"medewerker van {noord.naam}"),
        ("daan", "Daan", "medewerker", zuid.code, f"medewerker van {zuid.naam}"),
        ("tine", "Tine", "teamleider", noord.code, f"teamleider van {noord.naam}"),
        ("voor", "Vera", "medewerker", voordeur.code, f"medewerker van {voordeur.naam}"),
        ("carla", "Carla", "redacteur", "", "redacteur van de sociale kaart"),
        ("els", "Els", "loket", "", "loket: voert vragen in"),
        ("bea", "Bea", "beheerder", "", "beheerder van accounts"),
        ("petra", "Petra", "privacy", "", "privacy officer: wie las wat"),
        ("hugo", "Hugo", "beleid", "", "beleid: alleen aantallen"),
    ]
    with db.lees() as s:
        er = set(s.scalars(select(Account.naam)))
    for naam, toon, rol, team, _ in mensen:
        if naam not in er:
            hash_ = hash_van(hasher, f"welkom-{naam}-2026")
            with db.schrijf() as s:
                if s.scalar(select(Account.id).where(Account.naam == naam)):
                    continue
                account = Account(naam=naam, toon=toon, rol=rol, team=team, wachtwoord=hash_, actief=True, gemaakt_op=nu())
                s.add(account)
                s.flush()
                zet_geheim(zegel, account, pyotp.random_base32(32))
                account.totp_stap = 0
                logboek.schrijf(s, "systeem", f"account gemaakt: {rol}", naam)
    return [(naam, f"welkom-{naam}-2026", wat) for naam, _, _, _, wat in mensen]


# --- the command line -------------------------------------------------------------------------------------------------


def _zeg(tekst: str) -> None:
    sys.stdout.write(tekst + "\n")


def _vind(s: Session, naam: str) -> Account | None:
    account = s.scalar(select(Account).where(Account.naam == naam.strip().lower()))
    if account is None:
        _zeg(f"No account '{naam}'.")
    return account


def _add(a: argparse.Namespace, keuzes: Instellingen, db: Database, g: Gemeente) -> int:
    naam, team = a.naam.strip().lower(), a.team or ""
    if fouten := fouten_in_account(g, naam, a.toon or naam.capitalize(), a.rol, team):
        _zeg("\n".join(zin for _, zin in fouten))
        return 1
    wachtwoord = nieuw_wachtwoord()
    with db.schrijf() as s:
        if s.scalar(select(Account.id).where(Account.naam == naam)):
            _zeg(f"'{naam}' exists already.")
            return 1
        voeg_toe(s, HASHER, "opdrachtregel", naam, a.toon or naam.capitalize(), a.rol, team, wachtwoord, nu())
    _zeg(f"{naam}: {wachtwoord}\nFor the first log-in only: then a new password and an app are chosen.")
    return 0


def _list(a: argparse.Namespace, keuzes: Instellingen, db: Database, g: Gemeente) -> int:
    with db.lees() as s:
        for x in s.scalars(select(Account).order_by(Account.rol, Account.naam)):
            _zeg(f"{x.naam:20} {x.rol:12} {x.team:12} {'active' if x.actief else 'off':8} {'app' if bevestigd(x) else 'no app yet'}")
    return 0


def _off(a: argparse.Namespace, keuzes: Instellingen, db: Database, g: Gemeente) -> int:
    try:
        with db.schrijf() as s:
            account = _vind(s, a.naam)
            if account is None:
                return 1
            zet_uit(s, "opdrachtregel", account, a.toch)
    except LaatsteVanRol as laatste:
        _zeg(f"'{a.naam}' is the last active account with the role {laatste}. Add another first, or use --toch.")
        return 1
    _zeg(f"{a.naam} is off.")
    return 0


def _password(a: argparse.Namespace, keuzes: Instellingen, db: Database, g: Gemeente) -> int:
    if a.vraag:
        wachtwoord = getpass.getpass("New password: ")
        if fout := fout_in_wachtwoord(wachtwoord, a.naam):
            _zeg(fout)
            return 1
    else:
        wachtwoord = nieuw_wachtwoord()
    with db.schrijf() as s:
        account = _vind(s, a.naam)
        if account is None:
            return 1
        zet_terug(s, HASHER, "opdrachtregel", account, wachtwoord)
    _zeg("Set." if a.vraag else f"{a.naam}: {wachtwoord}\nFor the first log-in only: then a new password and an app are chosen.")
    return 0


def opdracht(sub: Any) -> None:
    """Hang `user add | list | off | password` in the command line."""
    p = sub.add_parser("user", help="accounts: add, list, off, password")
    wat = p.add_subparsers(dest="user", required=True)
    p = wat.add_parser("add", help="a new account, with a password for once")
    p.add_argument("naam")
    p.add_argument("rol", choices=ROLLEN)
    p.add_argument("--team", default="")
    p.add_argument("--toon", default="", help="the name that colleagues see")
    p.set_defaults(doe=_met(_add))
    wat.add_parser("list", help="all accounts").set_defaults(doe=_met(_list))
    p = wat.add_parser("off", help="switch an account off")
    p.add_argument("naam")
    p.add_argument("--toch", action="store_true", help="the last of a role too")
    p.set_defaults(doe=_met(_off))
    p = wat.add_parser("password", help="a password for once, and a new app")
    p.add_argument("naam")
    p.add_argument("--vraag", action="store_true", help="type the password yourself")
    p.set_defaults(doe=_met(_password))


def _met(doe: Any) -> Any:
    def voer_uit(a: argparse.Namespace) -> int:
        from portal.config import instellingen
        from sociale_kaart.load import gemeente

        keuzes = instellingen()
        db = Database(keuzes.database)
        db.migreer()
        return int(doe(a, keuzes, db, gemeente(keuzes.gemeente)))

    return voer_uit


__all__ = ["Ongeldig", "demo_accounts", "opdracht", "stap_een", "stap_twee", "wie"]
