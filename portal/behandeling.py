"""What a team does with a referral: the inbox in order of law, contact, notes, moving, closing, finding. Rules, no HTTP.

A team sees and changes its own referrals only; every reading of a story is logged by the one who opens it (P-12).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from portal import logboek, uitbox
from portal.database import Database
from portal.tabellen import Account, Bericht, Gebeurtenis, Logregel, Terugbelplek, Uitbox, Verwijzing, Zoekmerk
from portal.verwijzing import AlOpgepakt, merken, noteer, open_inhoud, personen, plaats, telefoon, zet_merken, zoekmerken
from portal.werkdagen import lokaal
from portal.wetten import DREIGT
from portal.zegel import Zegel
from sociale_kaart.load import Gemeente

BEREIK_WIJZIGT = (
    "manier",
    "telefoon",
    "mail",
    "adres",
    "client_telefoon",
    "bericht_achterlaten",
    "veilig",
)  # what staff changes after calling
VERZOEKEN = ("verzoek-wijzigen", "verzoek-stoppen")
GELEZEN = "verwijzing gelezen"
AMBER_DAG, ROOD_DAG, EIND_DAG = 28, 35, 42  # of an onderzoek (L-05), counted from the day of receipt, not shifted (L-06)
CONTACT = ("gesproken", "geprobeerd", "bericht")
DELEN = ("verhaal", "wensen", "contact", "afspraken")
MEESTE_GESLOTEN = 100
N_ = str


class NietVanU(LookupError):
    """There is no such referral in this team. Says nothing about other teams."""


class KanNiet(ValueError):
    """Not in this state. The message is a Dutch sentence."""


@dataclass(frozen=True, slots=True)
class Termijn:
    """The date that leads now. kleur: "", warning, danger; dagen: days left (negative: too late)."""

    dag: dt.date | None
    stap: str
    kleur: str = ""
    dagen: int = 0


@dataclass(frozen=True, slots=True)
class Regel:
    """A line of the inbox."""

    rij: Verwijzing
    naam: str
    zin: str
    door: str
    termijn: Termijn
    voorzichtig: bool
    dreigt: bool = False
    nieuws: str = ""


def termijn(rij: Verwijzing, vandaag: dt.date) -> Termijn:
    """Which date leads: first contact until somebody was reached, then the end of the onderzoek; amber and red (L-05, L-40, L-41)."""
    if rij.staat == "gesloten":
        return Termijn(None, N_("Gesloten"))
    if rij.bereikt_op is None:
        over = (rij.contact_voor - vandaag).days
        return Termijn(rij.contact_voor, N_("Eerste contact"), "danger" if over <= 0 else "warning" if over <= 2 else "", over)
    if rij.onderzoek_voor is None:
        return Termijn(None, N_("Geen vaste datum"))
    over = (rij.onderzoek_voor - vandaag).days
    dag = (vandaag - lokaal(rij.ontvangen_op).date()).days
    if (rij.onderzoek_voor - lokaal(rij.ontvangen_op).date()).days > EIND_DAG + 4:  # eight weeks (L-32): the same distance from its end
        dag = EIND_DAG - over
    kleur = "danger" if dag >= ROOD_DAG or over < 0 else "warning" if dag >= AMBER_DAG else ""
    return Termijn(rij.onderzoek_voor, N_("Onderzoek"), kleur, over)


def voorzichtig(rij: Verwijzing, inhoud: Mapping[str, Any]) -> bool:
    """Calling or writing may be dangerous here (L-64)."""
    bereik = inhoud.get("bereik", {})
    return rij.beschermd or bereik.get("veilig") == "nee"


def _eerste_zin(inhoud: Mapping[str, Any]) -> str:
    verhaal = inhoud.get("verhaal", [])
    tekst = next((w for s, _, w, _ in verhaal if s == "vraag" and w), "") or next((w for _, _, w, eigen in verhaal if eigen and w), "")
    tekst = tekst or next((w for _, _, w, _ in verhaal if w), "")
    kort = " ".join(tekst.split())
    return kort if len(kort) <= 110 else kort[:107].rsplit(" ", 1)[0] + " …"


def van_team(s: Session, wie: Account, nummer: str) -> Verwijzing:
    """A referral of this person's team. Raises NietVanU."""
    rij = s.scalar(select(Verwijzing).where(Verwijzing.nummer == nummer, Verwijzing.team == wie.team)) if wie.team else None
    if rij is None:
        raise NietVanU
    return rij


def _op_slot(s: Session, wie: Account, id: int) -> Verwijzing:
    rij = s.scalar(select(Verwijzing).where(Verwijzing.id == id, Verwijzing.team == wie.team).with_for_update()) if wie.team else None
    if rij is None:
        raise NietVanU
    return rij


def stand_van(s: Session, team: str, vandaag: dt.date) -> str:
    """A short mark of the inbox: another mark means another list."""
    rijen = s.execute(
        select(Verwijzing.id, Verwijzing.stand, Verwijzing.staat, Verwijzing.opgepakt_door)
        .where(Verwijzing.team == team)
        .order_by(Verwijzing.id)
    ).all()
    vast = s.execute(_vast(team).with_only_columns(Uitbox.id)).scalars().all()
    return hashlib.sha256(repr((vandaag, [tuple(r) for r in rijen], vast)).encode()).hexdigest()[:16]


def lijst(s: Session, zegel: Zegel, team: str, staat: str, vandaag: dt.date) -> tuple[list[Regel], dict[str, int]]:
    """The inbox: its lines (spoed first, then by the date that leads) and the counts over all states."""
    open_ = s.scalars(select(Verwijzing).where(Verwijzing.team == team, Verwijzing.staat != "gesloten")).all()
    toon: Sequence[Verwijzing] = open_
    if staat == "gesloten":
        toon = s.scalars(
            select(Verwijzing)
            .where(Verwijzing.team == team, Verwijzing.staat == "gesloten")
            .order_by(Verwijzing.gesloten_op.desc())
            .limit(MEESTE_GESLOTEN)
        ).all()
    elif staat:
        toon = [r for r in open_ if r.staat == staat]
    namen = {a.id: a.toon for a in s.scalars(select(Account).where(Account.id.in_({r.opgepakt_door for r in toon if r.opgepakt_door})))}
    nieuws = _nieuws(s, [r.id for r in toon])
    regels = [_regel(zegel, r, namen, vandaag, nieuws.get(r.id, "")) for r in toon]
    if staat != "gesloten":
        regels.sort(key=lambda x: (_plek(x), x.termijn.dag or dt.date.max, x.rij.id))
    laat = [termijn(r, vandaag) for r in open_]
    aantallen = {
        "spoed": sum(r.spoed == "vandaag" and r.staat == "nieuw" for r in open_),
        "nieuw": sum(r.staat == "nieuw" for r in open_),
        "opgepakt": sum(r.staat == "opgepakt" for r in open_),
        "bijna": sum(t.kleur != "" and t.dagen >= 0 for t in laat),
        "te_laat": sum(t.kleur != "" and t.dagen < 0 for t in laat),
    }
    return regels, aantallen


def _plek(x: Regel) -> int:
    """What nobody picked up: spoed on top (L-08), then what threatens (L-41); then the rest by its date."""
    return 2 if x.rij.staat != "nieuw" else 0 if x.rij.spoed == "vandaag" else 1 if x.dreigt else 2


def _nieuws(s: Session, ids: Sequence[int]) -> dict[int, str]:
    """What the resident did last, where no worker did anything after it."""
    laatste = select(func.max(Gebeurtenis.id)).where(Gebeurtenis.verwijzing_id.in_(ids)).group_by(Gebeurtenis.verwijzing_id)
    rijen = s.scalars(select(Gebeurtenis).where(Gebeurtenis.id.in_(laatste), Gebeurtenis.door == "inwoner", Gebeurtenis.wat != "ontvangen"))
    return {g.verwijzing_id: g.wat for g in rijen}


def over_wie(r: Verwijzing, inhoud: Mapping[str, Any]) -> str:
    """Whom it is about, to stand above it: never the name of who asked as if it were theirs."""
    wie = personen(inhoud.get("bereik", {}))
    return wie[0].naam or next((f"Iemand, gevraagd door {p.naam}" for p in wie if p.rol == "melder" and p.naam), r.nummer)


def _regel(zegel: Zegel, r: Verwijzing, namen: Mapping[int, str], vandaag: dt.date, nieuws: str = "") -> Regel:
    inhoud = open_inhoud(zegel, r)
    return Regel(
        r,
        over_wie(r, inhoud),
        _eerste_zin(inhoud),
        namen.get(r.opgepakt_door or 0, ""),
        termijn(r, vandaag),
        voorzichtig(r, inhoud),
        DREIGT in inhoud.get("signalen", ()),
        nieuws,
    )


# --- acts -------------------------------------------------------------------------------------------------------------


def gelezen(s: Session, wie: Account, rij: Verwijzing) -> None:
    """Somebody opened the story (P-12)."""
    logboek.schrijf(s, wie.naam, GELEZEN, rij.nummer)


def is_gelezen(s: Session, rij: Verwijzing) -> bool:
    """Somebody of a team has opened it: all that a reporter may know besides "opgepakt"."""
    return s.scalar(select(Logregel.id).where(Logregel.wat == GELEZEN, Logregel.waarop == rij.nummer).limit(1)) is not None


def _moet_lopen(rij: Verwijzing) -> None:
    if rij.staat == "nieuw":
        raise KanNiet("Pak de vraag eerst op. Dan weten uw collega’s dat u ermee bezig bent.")
    if rij.staat == "gesloten":
        raise KanNiet("Deze vraag is al gesloten.")


def contact(db: Database, zegel: Zegel, id: int, wie: Account, hoe: str, notitie: str, moment: dt.datetime) -> None:
    """Log an attempt: reached, tried, or a message left. The first time somebody is reached the next date leads."""
    if hoe not in CONTACT:
        raise KanNiet("Kies eerst of u iemand hebt gesproken.")
    with db.schrijf() as s:
        rij = _op_slot(s, wie, id)
        _moet_lopen(rij)
        if hoe == "bericht" and open_inhoud(zegel, rij).get("bereik", {}).get("bericht_achterlaten") == "nee":
            notitie = f"{notitie}\n(Let op: een bericht achterlaten mocht niet.)".strip()
        if hoe == "gesproken" and rij.bereikt_op is None:
            rij.bereikt_op = moment
            rij.uiterlijk = rij.onderzoek_voor or rij.uiterlijk
        noteer(s, zegel, rij, wie.toon, hoe, moment, {"notitie": notitie} if notitie else None)
        logboek.schrijf(s, wie.naam, f"contact: {hoe}", rij.nummer)


def schrijf_notitie(db: Database, zegel: Zegel, id: int, wie: Account, tekst: str, moment: dt.datetime) -> None:
    """A note for the own team."""
    with db.schrijf() as s:
        rij = _op_slot(s, wie, id)
        noteer(s, zegel, rij, wie.toon, "notitie", moment, {"notitie": tekst})
        logboek.schrijf(s, wie.naam, "notitie", rij.nummer)


def draag_over(db: Database, zegel: Zegel, g: Gemeente, id: int, wie: Account, naar: str, reden: str, moment: dt.datetime) -> None:
    """Move everything to another team of this municipality; there it is new again. The resident is told (status, and mail when chosen)."""
    if naar not in g.teams or naar == wie.team:
        raise KanNiet("Kies een ander team.")
    with db.schrijf() as s:
        rij = _op_slot(s, wie, id)
        if rij.staat == "gesloten":
            raise KanNiet("Deze vraag is al gesloten.")
        rij.team, rij.staat, rij.opgepakt_door, rij.opgepakt_op, rij.huishouden = naar, "nieuw", None, None, None
        _geef_plek_vrij(s, rij)
        g_ = noteer(s, zegel, rij, wie.toon, "overgedragen", moment, {"van": wie.team, "naar": naar, "reden": reden})
        _vertel(s, zegel, rij, "overgedragen", g_.id, moment)
        if rij.spoed == "vandaag":
            uitbox.zet(s, zegel, f"piket:{rij.id}:o{g_.id}", "piket", rij.id, {"aan": g.piket, "nummer": rij.nummer, "team": naar}, moment)
        logboek.schrijf(s, wie.naam, f"overgedragen aan {naar}", rij.nummer)


def _vertel(s: Session, zegel: Zegel, rij: Verwijzing, soort: str, id: int, moment: dt.datetime) -> None:
    """A neutral mail to the resident about what happened; only to who chose mail, and never when that may be dangerous (L-23, L-64)."""
    inhoud = open_inhoud(zegel, rij)
    bereik = inhoud.get("bereik", {})
    if bereik.get("manier") == "mail" and bereik.get("mail") and not rij.beschermd and rij.soort != "signaal":
        lading = {"aan": bereik["mail"], "nummer": rij.nummer, "taal": inhoud.get("taal", "nl")}
        uitbox.zet(s, zegel, f"{soort}:{rij.id}:{id}", soort, rij.id, lading, moment)


def _geef_plek_vrij(s: Session, rij: Verwijzing) -> None:
    """The place in the team's hours is for another; the moment itself stays to be read."""
    s.execute(delete(Terugbelplek).where(Terugbelplek.verwijzing_id == rij.id))


def geef_door(db: Database, zegel: Zegel, id: int, wie: Account, ja_van: str, aan: str, delen: Sequence[str], moment: dt.datetime) -> None:
    """To another organisation: only after a recorded yes (P-02, P-03, L-28, L-55): who said it, to whom, which parts, when. The resident is told."""
    delen = [d for d in DELEN if d in delen]
    if not ja_van.strip() or not aan.strip() or not delen:
        raise KanNiet("Schrijf op wie ja zei, aan wie u het geeft en welke delen.")
    with db.schrijf() as s:
        rij = _op_slot(s, wie, id)
        _moet_lopen(rij)
        g_ = noteer(s, zegel, rij, wie.toon, "doorgegeven", moment, {"ja_van": ja_van, "aan": aan, "delen": delen})
        _vertel(s, zegel, rij, "doorgegeven", g_.id, moment)
        logboek.schrijf(s, wie.naam, "doorgegeven aan ander, met ja", rij.nummer)


def sluit(
    db: Database, zegel: Zegel, id: int, wie: Account, uitkomst: str, mist: Sequence[str], mist_zin: str, notitie: str, moment: dt.datetime
) -> None:
    """Close with an outcome on the ladder. What was missing goes to the editors as codes and one line without names."""
    with db.schrijf() as s:
        rij = _op_slot(s, wie, id)
        _moet_lopen(rij)
        rij.staat, rij.uitkomst, rij.gesloten_op = "gesloten", uitkomst, moment
        _geef_plek_vrij(s, rij)
        noteer(
            s,
            zegel,
            rij,
            wie.toon,
            "gesloten",
            moment,
            {"uitkomst": uitkomst, "notitie": notitie, "mist": list(mist), "mist_zin": mist_zin},
        )
        if mist or mist_zin:
            s.add(
                Bericht(
                    soort="gemist",
                    tekst=mist_zin,
                    gegevens={"soorten": list(mist), "buurt": rij.buurt, "domeinen": list(rij.domeinen)},
                    op=moment,
                )
            )
        logboek.schrijf(s, wie.naam, f"gesloten: {uitkomst}", rij.nummer)


def wijzig_contact(db: Database, zegel: Zegel, id: int, wie: Account, nieuw: Mapping[str, str], moment: dt.datetime) -> None:
    """Other contact data, after calling: the sealed content and the keyed index anew. What was there before is not kept."""
    with db.schrijf() as s:
        rij = _op_slot(s, wie, id)
        _moet_lopen(rij)
        inhoud = open_inhoud(zegel, rij)
        bereik = {**inhoud["bereik"], **{v: nieuw.get(v, "") for v in BEREIK_WIJZIGT}}
        if bereik["manier"] != "bellen":
            bereik["belmoment"], rij.terugbel_op = "", None
            _geef_plek_vrij(s, rij)
        inhoud["bereik"] = {k: v for k, v in bereik.items() if v}
        rij.inhoud = zegel.dicht(json.dumps(inhoud, ensure_ascii=False).encode(), "verwijzing", plaats(rij.id))
        rij.beschermd = rij.beschermd or bereik.get("veilig") == "nee"
        zet_merken(s, zegel, rij.id, inhoud["bereik"])
        aan = bereik["mail"] if bereik["manier"] == "mail" and not rij.beschermd else ""
        uitbox.volgt(s, zegel, rij.id, aan, moment)
        noteer(s, zegel, rij, wie.toon, "contact-gewijzigd", moment)
        logboek.schrijf(s, wie.naam, "contactgegevens gewijzigd", rij.nummer)


def beantwoord_verzoek(db: Database, zegel: Zegel, id: int, wie: Account, ja: bool, moment: dt.datetime) -> None:
    """The request to stop, after calling: confirmed (the referral closes as withdrawn), or it goes on."""
    with db.schrijf() as s:
        rij = _op_slot(s, wie, id)
        _moet_lopen(rij)
        if open_verzoek(s, rij) != "verzoek-stoppen":
            raise KanNiet("Er is geen verzoek om te stoppen.")
        if ja:
            rij.staat, rij.uitkomst, rij.gesloten_op = "gesloten", "ingetrokken", moment
            _geef_plek_vrij(s, rij)
        noteer(s, zegel, rij, wie.toon, "stoppen-klopt" if ja else "gaat-door", moment)
        logboek.schrijf(s, wie.naam, "gesloten: ingetrokken" if ja else "verzoek om te stoppen vervalt", rij.nummer)


def open_verzoek(s: Session, rij: Verwijzing) -> str:
    """The last request of the resident that nobody answered yet, or ""."""
    antwoorden = ("contact-gewijzigd", "stoppen-klopt", "gaat-door", "gesloten")
    laatste = s.scalar(
        select(Gebeurtenis.wat)
        .where(Gebeurtenis.verwijzing_id == rij.id, Gebeurtenis.wat.in_((*VERZOEKEN, *antwoorden)))
        .order_by(Gebeurtenis.id.desc())
        .limit(1)
    )
    return laatste if laatste in VERZOEKEN else ""


def brief_op_de_post(db: Database, zegel: Zegel, id: int, wie: Account, moment: dt.datetime) -> None:
    """The confirmation went by letter (L-02): the resident chose that, or a mail did not arrive (L-25)."""
    with db.schrijf() as s:
        rij = _op_slot(s, wie, id)
        noteer(s, zegel, rij, wie.toon, "brief", moment)
        logboek.schrijf(s, wie.naam, "brief verstuurd", rij.nummer)


def neem_samen(db: Database, zegel: Zegel, id: int, wie: Account, ander: str, moment: dt.datetime) -> None:
    """One household, one plan: join two referrals of this team. An act of staff, never of the computer."""
    with db.schrijf() as s:
        rij = _op_slot(s, wie, id)
        tweede = van_team(s, wie, ander)
        if tweede.id == rij.id:
            raise KanNiet("Kies een andere vraag.")
        groepen = {r.huishouden or r.id for r in (rij, tweede)}
        s.execute(
            update(Verwijzing)
            .where(Verwijzing.team == wie.team, Verwijzing.huishouden.in_(groepen) | Verwijzing.id.in_({rij.id, tweede.id}))
            .values(huishouden=min(groepen))
        )
        for een, met in ((rij, tweede), (tweede, rij)):
            noteer(s, zegel, een, wie.toon, "samen", moment, {"met": met.nummer})
        logboek.schrijf(s, wie.naam, f"samen met {tweede.nummer}", rij.nummer)


def haal_los(db: Database, zegel: Zegel, id: int, wie: Account, moment: dt.datetime) -> None:
    """This referral is of another household after all."""
    with db.schrijf() as s:
        rij = _op_slot(s, wie, id)
        if rij.huishouden is not None:
            rij.huishouden = None
            noteer(s, zegel, rij, wie.toon, "los", moment)
            logboek.schrijf(s, wie.naam, "los van het huishouden", rij.nummer)


def samen_met(s: Session, rij: Verwijzing) -> list[Verwijzing]:
    """The other referrals of the household that staff joined."""
    if rij.huishouden is None:
        return []
    zelfde = (Verwijzing.huishouden == rij.huishouden, Verwijzing.team == rij.team, Verwijzing.id != rij.id)
    return list(s.scalars(select(Verwijzing).where(*zelfde).order_by(Verwijzing.id)))


def wijs_toe(db: Database, zegel: Zegel, id: int, wie: Account, aan: int, moment: dt.datetime) -> None:
    """The teamleider gives a referral to somebody of the team, also when another had it."""
    with db.schrijf() as s:
        rij = _op_slot(s, wie, id)
        if rij.staat == "gesloten":
            raise KanNiet("Deze vraag is al gesloten.")
        collega = s.get(Account, aan)
        if collega is None or collega.team != wie.team or not collega.actief:
            raise KanNiet("Kies een collega van dit team.")
        rij.opgepakt_door, rij.opgepakt_op, rij.staat = collega.id, rij.opgepakt_op or moment, "opgepakt"
        noteer(s, zegel, rij, wie.toon, "toegewezen", moment, {"aan": collega.toon})
        logboek.schrijf(s, wie.naam, f"toegewezen aan {collega.naam}", rij.nummer)


def werklast(s: Session, team: str) -> list[tuple[Account, int]]:
    """Everybody of a team with how many referrals they have open (a teamleider's view)."""
    mensen = s.scalars(
        select(Account).where(Account.team == team, Account.rol.in_(("medewerker", "teamleider"))).order_by(Account.toon)
    ).all()
    telt: dict[int, int] = {}
    for door in s.scalars(select(Verwijzing.opgepakt_door).where(Verwijzing.team == team, Verwijzing.staat == "opgepakt")):
        telt[door or 0] = telt.get(door or 0, 0) + 1
    return [(m, telt.get(m.id, 0)) for m in mensen if m.actief or telt.get(m.id)]


# --- finding ----------------------------------------------------------------------------------------------------------


def zoek_eigen(s: Session, zegel: Zegel, team: str, tekst: str, vandaag: dt.date) -> list[Regel]:
    """In the own team's open referrals: decrypted in memory, every word must be there."""
    woorden = [w for w in re.split(r"\s+", tekst.lower().strip()) if w]
    if not woorden:
        return []
    cijfers = telefoon(tekst)
    gevonden = []
    for rij in s.scalars(select(Verwijzing).where(Verwijzing.team == team, Verwijzing.staat != "gesloten").order_by(Verwijzing.uiterlijk)):
        inhoud = open_inhoud(zegel, rij)
        bereik = inhoud.get("bereik", {})
        hooi = " ".join([rij.nummer, *(str(w) for w in bereik.values()), *(str(r[2]) for r in inhoud.get("verhaal", []))]).lower()
        if all(w in hooi for w in woorden) or (cijfers and telefoon(str(bereik.get("telefoon", ""))) == cijfers):
            gevonden.append(rij)
    namen = {a.id: a.toon for a in s.scalars(select(Account).where(Account.id.in_({r.opgepakt_door for r in gevonden if r.opgepakt_door})))}
    return [_regel(zegel, r, namen, vandaag) for r in gevonden]


def zoek_overal(s: Session, zegel: Zegel, wie: Account, tekst: str) -> list[str]:
    """Codes of other teams where an exact number, phone, mail or postcode with house number is known. Nothing else; logged without the text."""
    tekst = tekst.strip()
    waarden = merken({"telefoon": tekst, "mail": tekst if re.fullmatch(r"\S+@\S+\.\S+", tekst) else "", "adres": tekst})
    vraag = select(Verwijzing.team).where(Verwijzing.team != wie.team)
    teams: set[str] = set()
    if re.fullmatch(r"vp-\d{4}-\d{6}", tekst.lower()):
        teams |= set(s.scalars(vraag.where(Verwijzing.nummer == tekst.upper())))
    elif waarden:
        sleutels = [m for w in waarden for m in zoekmerken(zegel, w)]
        teams |= set(s.scalars(vraag.join(Zoekmerk, Zoekmerk.verwijzing_id == Verwijzing.id).where(Zoekmerk.merk.in_(sleutels))))
    else:
        return []
    logboek.schrijf(s, wie.naam, "gezocht over alle teams", ",".join(sorted(teams)) or "niets gevonden")
    return sorted(teams)


def huishouden(s: Session, rij: Verwijzing) -> list[Verwijzing]:
    """Other referrals of the same team with the same phone, mail or address: a hint, never joined by itself."""
    eigen = select(Zoekmerk.merk).where(Zoekmerk.verwijzing_id == rij.id)
    zelfde = select(Zoekmerk.verwijzing_id).where(Zoekmerk.merk.in_(eigen), Zoekmerk.verwijzing_id != rij.id)
    return list(
        s.scalars(
            select(Verwijzing)
            .where(Verwijzing.id.in_(zelfde), Verwijzing.team == rij.team)
            .order_by(Verwijzing.ontvangen_op.desc())
            .limit(5)
        )
    )


def _vast(team: str) -> Any:
    return select(Uitbox).join(Verwijzing, Verwijzing.id == Uitbox.verwijzing_id).where(Uitbox.staat == "vast", Verwijzing.team == team)


def vaste_post(s: Session, team: str) -> list[tuple[Uitbox, str]]:
    """Mail of this team's referrals that could not be delivered, with the number (L-25)."""
    return [(p, s.get_one(Verwijzing, p.verwijzing_id).nummer) for p in s.scalars(_vast(team).order_by(Uitbox.id))]


def anders_afgehandeld(db: Database, zegel: Zegel, id: int, wie: Account, post: int, moment: dt.datetime) -> None:
    """Undelivered mail was dealt with in another way (called, a letter)."""
    with db.schrijf() as s:
        rij = _op_slot(s, wie, id)
        p = s.get(Uitbox, post)
        if p is None or p.verwijzing_id != rij.id or p.staat != "vast":
            raise NietVanU
        p.staat = "anders"
        noteer(s, zegel, rij, wie.toon, "post-anders", moment, {"soort": p.soort})
        logboek.schrijf(s, wie.naam, "post anders afgehandeld", rij.nummer)


def gebeurtenissen(s: Session, rij: Verwijzing) -> list[Gebeurtenis]:
    """All that happened, oldest first."""
    return list(s.scalars(select(Gebeurtenis).where(Gebeurtenis.verwijzing_id == rij.id).order_by(Gebeurtenis.id)))


__all__ = ["AlOpgepakt", "KanNiet", "NietVanU", "contact", "lijst", "sluit", "termijn", "van_team"]
