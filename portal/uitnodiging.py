"""A provider's word about one entry, without an account: a sealed link by mail, what comes back, and who is asked when. Knows no HTTP.

What a provider says goes on line by itself only for fields that the profile names (gemeente.toml, [redactie] aanbieder_mag); the rest waits for
an editor. A link is for one entry, until a date, and once.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import redactie, uitbox
from portal.database import Database
from portal.redactie import MagNiet, Wie
from portal.tabellen import Bericht, Uitbox, Uitnodiging, VoorzieningRij
from portal.werkdagen import lokaal
from portal.werklijst import PLEK, VOORSTEL, waarde_van
from portal.zegel import Ongeldig, Zegel
from sociale_kaart.load import Gemeente
from sociale_kaart.model import VERBERG_NA, Taxonomie, Voorziening, uit_gegevens

N_ = str
SOORT = "herinnering"
DOEL = "aanbieder"
GELDIG = 30  # days that a link works
KEREN = (0, 21, 45)  # days after the first question: a mail, and two more
MEESTE_PER_RONDE = 20  # entries asked for the first time in one day: nobody gets a flood of work
PLEKKEN: dict[str, str] = {
    "": N_("Dat zeg ik nu niet"),
    "nu": N_("Ja, er is nu plek"),
    "vanaf": N_("Ja, vanaf een dag"),
    "nee": N_("Nee, nu niet"),
}


@dataclass(frozen=True, slots=True)
class _Naam:
    naam: str
    toon: str


AANBIEDER: Wie = _Naam("aanbieder", "de aanbieder")
VANZELF: Wie = _Naam("systeem", "Vindplaats")


class LinkFout(Exception):
    """The link does not work (any more). waarom: vals, verlopen, gebruikt, weg."""

    def __init__(self, waarom: str) -> None:
        super().__init__(waarom)
        self.waarom = waarom


# --- the link ---------------------------------------------------------------------------------------------------------


def maak(s: Session, zegel: Zegel, id: str, moment: dt.datetime) -> str:
    """A new link (its path) for an entry; works for GELDIG days, once."""
    rij = Uitnodiging(voorziening_id=id, gemaakt_op=moment, tot=lokaal(moment).date() + dt.timedelta(days=GELDIG))
    s.add(rij)
    s.flush()
    merk = base64.urlsafe_b64encode(zegel.dicht(json.dumps({"u": rij.id}).encode(), DOEL, id)).decode().rstrip("=")
    return f"/aanbieder/{id}/{merk}"


def _nummer(zegel: Zegel, id: str, merk: str) -> int:
    """The number of the invitation in a link. Raises LinkFout for what we did not seal for this entry."""
    try:
        ruw = base64.b64decode(merk + "=" * (-len(merk) % 4), altchars=b"-_", validate=True)
        return int(json.loads(zegel.open(ruw, DOEL, id))["u"])
    except (Ongeldig, ValueError, KeyError, TypeError) as fout:
        raise LinkFout("vals") from fout


def lees(s: Session, zegel: Zegel, id: str, merk: str, dag: dt.date) -> tuple[Uitnodiging, VoorzieningRij]:
    """What a link is for. Raises LinkFout."""
    uitnodiging = s.get(Uitnodiging, _nummer(zegel, id, merk))
    rij = s.get(VoorzieningRij, id)
    if uitnodiging is None or uitnodiging.voorziening_id != id:
        raise LinkFout("vals")
    if rij is None or rij.staat != "live":
        raise LinkFout("weg")
    if uitnodiging.gebruikt_op is not None:
        raise LinkFout("gebruikt")
    if dag > uitnodiging.tot:
        raise LinkFout("verlopen")
    return uitnodiging, rij


def opnieuw(s: Session, zegel: Zegel, id: str, merk: str, basis: str, moment: dt.datetime) -> bool:
    """A new link, for who has an old one of ours; only to the address of the entry, once a day. False when that cannot be. Raises LinkFout."""
    _nummer(zegel, id, merk)
    rij = s.get(VoorzieningRij, id)
    return rij is not None and rij.staat == "live" and vraag(s, zegel, rij, basis, moment, "weer")


# --- what comes back --------------------------------------------------------------------------------------------------


def plek_velden(keuze: str, dag: str, vandaag: dt.date) -> dict[str, str | None]:
    """The fields of a free place from an answer; the day of the report comes with them. ValueError for a day that is needed and is not there."""
    if keuze == "nee":
        return {"plek_vrij": "Nu is er geen plek", "plek_vanaf": None}
    return {"plek_vrij": "", "plek_vanaf": (dt.date.fromisoformat(dag) if keuze == "vanaf" else vandaag).isoformat()}


def verwerk(
    s: Session, g: Gemeente, tax: Taxonomie, uitnodiging: Uitnodiging, nieuw: Mapping[str, Any], zegt: str, moment: dt.datetime
) -> VoorzieningRij | None:
    """What a provider says: on line at once what the profile allows, a proposal for the rest. Uses up the link.

    nieuw: field -> value. Returns the entry when it changed. Raises LinkFout when the link was just used, MagNiet for values that cannot be.
    """
    raak = s.execute(
        update(Uitnodiging).where(Uitnodiging.id == uitnodiging.id, Uitnodiging.gebruikt_op.is_(None)).values(gebruikt_op=moment)
    )
    if not raak.rowcount:  # type: ignore[attr-defined]
        raise LinkFout("gebruikt")
    rij = s.get_one(VoorzieningRij, uitnodiging.voorziening_id, with_for_update=True)
    dag = lokaal(moment).date()
    anders = {n: w for n, w in nieuw.items() if w != waarde_van(rij, n) or n in ("nagekeken_op", *PLEK)}
    if fouten := [
        f for f in redactie.keur(_met(rij.gegevens, anders, dag), tax) if f[0] in anders
    ]:  # an old mistake elsewhere is not theirs
        raise MagNiet(fouten)
    mag = {n: w for n, w in anders.items() if g.redactie.mag(n)}
    rest = {n: w for n, w in anders.items() if n not in mag}
    if rest or zegt:
        s.add(Bericht(soort=VOORSTEL, voorziening_id=rij.id, tekst=zegt, gegevens={"velden": rest, "dag": dag.isoformat()}, op=moment))
    if not mag:
        return None
    return redactie.publiceer(s, AANBIEDER, rij.id, rij.versie, _met(rij.gegevens, mag, dag), rij.staat, _waarom(mag), moment)


def _met(gegevens: Mapping[str, Any], nieuw: Mapping[str, Any], dag: dt.date) -> dict[str, Any]:
    """The entry with these values; a free place gets its date, a check its checker."""
    uit = dict(gegevens) | {n: w for n, w in nieuw.items() if n not in PLEK}
    if (plek := {n: nieuw[n] for n in PLEK if n in nieuw}) and uit.get("respijt"):
        uit["respijt"] = dict(uit["respijt"]) | plek | {"gemeld_op": dag.isoformat()}
    if "nagekeken_op" in nieuw:
        uit["nagekeken_door"] = uit.get("aanbieder") or AANBIEDER.toon
    return uit


def _waarom(nieuw: Mapping[str, Any]) -> str:
    return "klopt nog, zegt de aanbieder" if set(nieuw) == {"nagekeken_op"} else "gewijzigd door de aanbieder"


def neem_over(s: Session, wie: Wie, b: Bericht, versie: int, tax: Taxonomie, moment: dt.datetime) -> VoorzieningRij | None:
    """An editor agrees: the proposal goes on line. None when the entry is gone. Raises Ingehaald, MagNiet."""
    rij = s.get(VoorzieningRij, b.voorziening_id)
    if rij is None or b.klaar_op is not None:
        return None
    velden = b.gegevens.get("velden", {})
    gegevens = _met(rij.gegevens, velden, dt.date.fromisoformat(b.gegevens["dag"]))
    if rij.staat == "live" and (fouten := redactie.keur(gegevens, tax)):
        raise MagNiet(fouten)
    b.klaar_op, b.klaar_door = moment, wie.toon
    return redactie.publiceer(s, wie, rij.id, versie, gegevens, rij.staat, "voorstel van de aanbieder overgenomen", moment)


# --- asking -----------------------------------------------------------------------------------------------------------


def vraag(s: Session, zegel: Zegel, rij: VoorzieningRij, basis: str, moment: dt.datetime, keer: str) -> bool:
    """Mail the provider whether the entry is still right. False when there is no address, or the same mail went out today."""
    v, dag = uit_gegevens(rij.gegevens), lokaal(moment).date()
    sleutel = f"{SOORT}:{rij.id}:{dag}" if keer == "weer" else f"{SOORT}:{rij.id}:{v.gevraagd_op}:{keer}"
    if not uitbox.ADRES.fullmatch(v.mail) or s.scalar(select(Uitbox.id).where(Uitbox.sleutel == sleutel)):
        return False
    einde = v.gevraagd_op + dt.timedelta(days=VERBERG_NA) if v.gevraagd() and v.gevraagd_op else None
    lading = {
        "aan": v.mail,
        "plek": v.naam,
        "link": basis.rstrip("/") + maak(s, zegel, rij.id, moment),
        "nagekeken": v.nagekeken_op.isoformat() if v.nagekeken_op else "",
        "einde": einde.isoformat() if einde else "",
    }
    uitbox.zet(s, zegel, sleutel, SOORT, None, lading, moment)
    return True


def ronde(db: Database, zegel: Zegel, g: Gemeente, basis: str, moment: dt.datetime) -> int:
    """Ask about entries that nobody checked for a while, and ask again while nobody answers. Returns how many were asked; harmless to repeat."""
    dag = lokaal(moment).date()
    with db.lees() as s:
        rijen = list(s.scalars(select(VoorzieningRij).where(VoorzieningRij.staat == "live").order_by(VoorzieningRij.id)))
    alle = sorted(((uit_gegevens(r.gegevens), r) for r in rijen), key=lambda p: (p[0].nagekeken_op or dt.date.min, p[0].id))
    al_vandaag = sum(v.gevraagd_op == dag for v, _ in alle)
    toe = [r for v, r in alle if not v.gevraagd() and _lang_geleden(v, g, dag)][: max(MEESTE_PER_RONDE - al_vandaag, 0)]
    weer = [(r, keer) for v, r in alle if (keer := _keer(v, dag))]
    for r in toe:
        with db.schrijf() as s:
            rij = s.get(VoorzieningRij, r.id)
            if rij is not None and rij.versie == r.versie:
                nieuw = {**rij.gegevens, "gevraagd_op": dag.isoformat()}
                vraag(
                    s,
                    zegel,
                    redactie.publiceer(s, VANZELF, rij.id, rij.versie, nieuw, "live", "gevraagd of het klopt", moment),
                    basis,
                    moment,
                    "1",
                )
    for r, keer in weer:
        with db.schrijf() as s:
            rij = s.get(VoorzieningRij, r.id)
            if rij is not None and rij.versie == r.versie:
                vraag(s, zegel, rij, basis, moment, str(keer))
    return len(toe)


def _lang_geleden(v: Voorziening, g: Gemeente, dag: dt.date) -> bool:
    return v.nagekeken_op is None or (dag - v.nagekeken_op).days > g.redactie.herinner_na


def _keer(v: Voorziening, dag: dt.date) -> int:
    """Which mail is due: 2 or 3; 0 for none. Nothing more once it is hidden."""
    if not v.gevraagd() or v.gevraagd_op is None or v.verborgen(dag):
        return 0
    geteld = sum((dag - v.gevraagd_op).days >= d for d in KEREN)
    return geteld if geteld > 1 else 0
