"""Keeping the sociale kaart true: today's list, an entry as a form and back, publishing with a lock, differences, phrases. Rules, no HTTP.

An entry changes in one place only, `publiceer`: the row, its version, the counter and the log in one transaction. Knows nobody but the editor.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rapidfuzz import fuzz, process, utils
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import logboek
from portal.database import hoog_stand_op
from portal.gesprek import begrijp
from portal.tabellen import Account, Bericht, VoorzieningRij, VoorzieningVersie, ZinRij
from sociale_kaart import check
from sociale_kaart.check import Punt
from sociale_kaart.load import Gemeente
from sociale_kaart.model import Open, Soort, Taxonomie, Voorziening, id_van, uit_gegevens
from sociale_kaart.search import Kaart

N_ = str
LANGE_ZIN = 15  # words
LANGSTE_ZIN = 200  # characters of a phrase
KLOPT_NIET = "klopt-niet"


class Ingehaald(Exception):
    """Somebody else changed the entry meanwhile; nothing was written."""

    def __init__(self, rij: VoorzieningRij) -> None:
        super().__init__()
        self.rij = rij


class MagNiet(Exception):
    """This may not be published; `fouten` are (field, whole sentence)."""

    def __init__(self, fouten: list[tuple[str, str]]) -> None:
        super().__init__()
        self.fouten = fouten


# --- an entry as fields of a form -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Veld:
    """A field. soort: tekst, lang, regels (one a line), rij (by commas), getal, bedrag, datum, ja, keuze, meer, open."""

    naam: str
    label: str
    soort: str = "tekst"
    uitleg: str = ""
    b1: bool = False


@dataclass(frozen=True, slots=True)
class Sectie:
    """Fields that belong together."""

    code: str
    naam: str
    velden: tuple[Veld, ...]


_REGELS = N_("Elke zin op een eigen regel.")
_KOMMA = N_("Zet een komma tussen de woorden.")
SECTIES = (
    Sectie(
        "naam-en-soort",
        N_("Naam en soort"),
        (
            Veld("naam", N_("Naam")),
            Veld("aanbieder", N_("Wie biedt dit aan?")),
            Veld("soort", N_("Soort hulp"), "keuze"),
            Veld("samenvatting", N_("Wat is het, in één of twee zinnen?"), "lang", N_("Dit leest een inwoner als eerste."), True),
        ),
    ),
    Sectie(
        "vragen",
        N_("Vier vragen"),
        (
            Veld("wat", N_("Wat is dit?"), "regels", _REGELS, True),
            Veld("wanneer", N_("Wanneer kan ik dit gebruiken?"), "regels", _REGELS, True),
            Veld("zelf", N_("Wat doe ik zelf?"), "regels", _REGELS, True),
            Veld("waarheen", N_("Waar ga ik heen?"), "regels", _REGELS, True),
        ),
    ),
    Sectie(
        "tijden-en-kosten",
        N_("Tijden en kosten"),
        (
            Veld("tijden", N_("Tijden in woorden"), "tekst", N_("Bijvoorbeeld: elke dinsdag van 10 tot 12 uur."), True),
            Veld("open", N_("Tijden per dag"), "open", N_("Elke tijd op een eigen regel, zoals: ma 09:00-12:30 of 2e di 14:00-16:00.")),
            Veld("kosten", N_("Kosten in woorden"), "tekst", "", True),
            Veld("bedrag", N_("Bedrag in euro"), "bedrag", N_("Vul 0 in als het gratis is. Laat leeg als het verschilt.")),
        ),
    ),
    Sectie(
        "contact",
        N_("Contact"),
        (
            Veld("eerste_stap", N_("Eerste stap"), "lang", N_("Wat doet een inwoner als eerste?"), True),
            Veld("toegang", N_("Hoe kom je er binnen?"), "keuze"),
            Veld("telefoon", N_("Telefoon")),
            Veld("mail", N_("E-mail")),
            Veld("site", N_("Website"), "tekst", N_("Begin met https://")),
        ),
    ),
    Sectie(
        "plek",
        N_("Plek"),
        (
            Veld("plek_adres", N_("Straat en huisnummer")),
            Veld("plek_postcode", N_("Postcode")),
            Veld("plek_plaats", N_("Plaats")),
            Veld("plek_buurt", N_("Buurt van de plek"), "keuze"),
            Veld("geheim_adres", N_("Het adres is geheim"), "ja"),
            Veld("bij_u_thuis", N_("Komt bij mensen thuis"), "ja"),
            Veld("toegankelijk", N_("Toegankelijk"), "rij", _KOMMA),
        ),
    ),
    Sectie(
        "voor-wie",
        N_("Voor wie"),
        (
            Veld("werkgebied", N_("Voor welke buurten?"), "meer", N_("Geen buurt gekozen? Dan is het voor iedereen.")),
            Veld("leeftijd_van", N_("Leeftijd vanaf"), "getal"),
            Veld("leeftijd_tot", N_("Leeftijd tot en met"), "getal"),
            Veld("talen", N_("Talen"), "rij", _KOMMA),
            Veld("functies", N_("Hulp voor mantelzorgers"), "rij", _KOMMA),
        ),
    ),
    Sectie(
        "zichtbaar",
        N_("Zichtbaar"),
        (
            Veld("zichtbaar_van", N_("Zichtbaar vanaf"), "datum", N_("Laat leeg als het nu al mag.")),
            Veld("zichtbaar_tot", N_("Zichtbaar tot en met"), "datum", N_("Laat leeg als het mag blijven.")),
            Veld("gesloten", N_("Tijdelijk dicht"), "tekst", N_("Schrijf waarom en tot wanneer. Laat leeg als het open is."), True),
            Veld("bron", N_("Waar weet u dit van?")),
            Veld("nagekeken_door", N_("Wie keek dit na?")),
        ),
    ),
)
VELDEN = {v.naam: v for sectie in SECTIES for v in sectie.velden}
LABELS = {n: v.label for n, v in VELDEN.items()} | {
    "nagekeken_op": N_("Nagekeken op"),
    "respijt": N_("Vrij voor de mantelzorger"),
    "staat": N_("Staat"),
}


def _tekst(waarde: Any) -> str:
    return "" if waarde is None else str(waarde)


def als_velden(gegevens: Mapping[str, Any]) -> dict[str, str]:
    """An entry as the text of each field."""
    plek = gegevens.get("plek") or {}
    uit = {}
    for naam, veld in VELDEN.items():
        w = plek.get(naam.removeprefix("plek_")) if naam.startswith("plek_") else gegevens.get(naam)
        if veld.soort in ("regels", "meer"):
            uit[naam] = "\n".join(w or ())
        elif veld.soort == "rij":
            uit[naam] = ", ".join(w or ())
        elif veld.soort == "open":
            uit[naam] = "\n".join(str(Open(**o)) for o in w or ())
        elif veld.soort == "ja":
            uit[naam] = "ja" if w else ""
        elif veld.soort == "bedrag":
            uit[naam] = "" if w is None else f"{w:g}".replace(".", ",")
        else:
            uit[naam] = _tekst(w)
    return uit


def _lees_open(tekst: str) -> list[dict[str, str]]:
    uit = []
    for regel in filter(None, (r.strip() for r in tekst.splitlines())):
        try:
            uit += [asdict(o) for o in Open.uit_tekst(regel)]
        except ValueError:
            raise ValueError(f"De tijd '{regel[:40]}' kan niet. Schrijf bijvoorbeeld 'ma 09:00-12:30'.") from None
    return uit


def _lees_datum(t: str) -> str | None:
    try:
        return dt.date.fromisoformat(t).isoformat() if t else None
    except ValueError:
        raise ValueError("Deze datum kan niet. Schrijf bijvoorbeeld 2026-11-30.") from None


def _lees_getal(t: str, soort: str) -> float | int | None:
    if not t:
        return None
    if not re.fullmatch(r"\d{1,6}" if soort == "getal" else r"\d{1,6}(?:[.,]\d{1,2})?", t):
        raise ValueError("Dit is geen getal. Gebruik alleen cijfers.")
    return int(t) if soort == "getal" else float(t.replace(",", "."))


def _lees_een(veld: Veld, t: str) -> Any:
    """The value of a field; ValueError with a plain Dutch sentence."""
    if veld.soort == "open":
        return _lees_open(t)
    if veld.soort in ("regels", "meer"):
        return [r.strip() for r in t.splitlines() if r.strip()]
    if veld.soort == "rij":
        return [r.strip() for r in re.split(r"[,\n]", t) if r.strip()]
    if veld.soort == "ja":
        return t == "ja"
    if veld.soort == "datum":
        return _lees_datum(t)
    if veld.soort in ("getal", "bedrag"):
        return _lees_getal(t, veld.soort)
    return " ".join(t.split())


def schoon(velden: Mapping[str, str]) -> dict[str, str]:
    """Every field of the form, with one kind of line end and no space around."""
    return {n: velden.get(n, "").replace("\r\n", "\n").replace("\r", "\n").strip() for n in VELDEN}


def lees(basis: Mapping[str, Any], velden: Mapping[str, str], tax: Taxonomie) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """(the whole entry as data, mistakes as (field, sentence)). What the form does not show stays as it was."""
    g = dict(basis)
    plek: dict[str, str] = {}
    fouten: list[tuple[str, str]] = []
    for naam, veld in VELDEN.items():
        t = velden.get(naam, "")
        if zin := check.vreemd(t):
            fouten.append((naam, zin))
            continue
        try:
            w = _lees_een(veld, t)
        except ValueError as fout:
            fouten.append((naam, str(fout)))
            continue
        if naam.startswith("plek_"):
            plek[naam.removeprefix("plek_")] = w
        else:
            g[naam] = w
    g["plek"] = plek if any(plek.values()) else None
    g["talen"] = g.get("talen") or ["nl"]
    if not fouten:
        fouten = keur(g, tax)
    return g, fouten


def keur(gegevens: Mapping[str, Any], tax: Taxonomie) -> list[tuple[str, str]]:
    """What is wrong with an entry, as (field, sentence). Empty when it may be published."""
    try:
        v = uit_gegevens(dict(gegevens))
    except (TypeError, ValueError, KeyError):
        return [("naam", "Deze gegevens zijn niet te lezen. Vul het opnieuw in.")]
    return [(veld if veld in VELDEN else "naam", zin) for veld, zin in check.keur(v, tax)]


def hints(velden: Mapping[str, str]) -> dict[str, list[str]]:
    """Sentences of more than 15 words, by field. A help, not a certificate."""
    uit: dict[str, list[str]] = {}
    for naam, veld in VELDEN.items():
        if veld.b1:
            zinnen = [z.strip() for z in re.split(r"(?<=[.!?])\s+|\n", velden.get(naam, ""))]
            if lang := [z for z in zinnen if len(re.findall(r"\w+(?:['’-]\w+)*", z)) > LANGE_ZIN]:
                uit[naam] = lang
    return uit


def verschil(oud: Mapping[str, Any], nieuw: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(field, before, after) of every field that differs."""
    a, b = als_velden(oud), als_velden(nieuw)
    uit = [(n, a[n], b[n]) for n in VELDEN if a[n] != b[n]]
    if oud.get("nagekeken_op") != nieuw.get("nagekeken_op"):
        uit.append(("nagekeken_op", _tekst(oud.get("nagekeken_op")), _tekst(nieuw.get("nagekeken_op"))))
    return uit


def voeg_samen(basis: Mapping[str, Any], nu_online: Mapping[str, Any], getypt: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """(fields for the second editor, names that both changed). What only the other changed is taken over; what was typed stays."""
    was, ander = als_velden(basis), als_velden(nu_online)
    uit = {n: ander[n] if getypt[n] == was[n] else getypt[n] for n in VELDEN}
    return uit, [n for n in VELDEN if ander[n] != was[n] and uit[n] != ander[n]]


# --- publishing -------------------------------------------------------------------------------------------------------


def publiceer(
    s: Session, wie: Account, id: str, versie: int, gegevens: Mapping[str, Any], staat: str, waarom: str, moment: dt.datetime
) -> VoorzieningRij:
    """Write an entry over version `versie` of it (0: it is new). Raises Ingehaald when somebody was first."""
    netjes = uit_gegevens(dict(gegevens)).als_gegevens()
    rij = s.get(VoorzieningRij, id, with_for_update=True)
    if rij is not None and rij.versie != versie:
        raise Ingehaald(rij)
    stand = hoog_stand_op(s)
    if rij is None:
        rij = VoorzieningRij(id=id, gegevens=netjes, staat=staat, stand=stand, gewijzigd_op=moment)
        s.add(rij)
    else:
        rij.gegevens, rij.staat, rij.stand, rij.gewijzigd_op = netjes, staat, stand, moment
    s.flush()
    s.add(
        VoorzieningVersie(voorziening_id=id, versie=rij.versie, gegevens=netjes, staat=staat, door=wie.toon, op=moment, waarom=waarom[:200])
    )
    logboek.schrijf(s, wie.naam, f"kaart: {waarom}"[:40], id)
    return rij


def nieuwe_code(s: Session, g: Gemeente, naam: str) -> tuple[str, str]:
    """(code, id) of a new entry, after its name; a number when the name was used before."""
    plat = unicodedata.normalize("NFKD", naam).encode("ascii", "ignore").decode().lower()
    stam = re.sub(r"[^a-z0-9]+", "-", plat).strip("-")[:60].strip("-") or "plek"
    code, nummer = stam, 2
    while s.get(VoorzieningRij, id_van(g.code, code)) is not None:
        code, nummer = f"{stam}-{nummer}", nummer + 1
    return code, id_van(g.code, code)


def kijk_na(s: Session, wie: Account, id: str, versie: int, dag: dt.date, moment: dt.datetime) -> VoorzieningRij | None:
    """ "Alles klopt nog": the date of today, nothing else. None when it is not there."""
    rij = s.get(VoorzieningRij, id)
    if rij is None:
        return None
    return publiceer(s, wie, id, versie, {**rij.gegevens, "nagekeken_op": dag.isoformat()}, rij.staat, "nagekeken", moment)


def zet_staat(s: Session, wie: Account, id: str, versie: int, staat: str, tax: Taxonomie, moment: dt.datetime) -> VoorzieningRij | None:
    """To the archive, or back on line; back on line only when it may be published."""
    rij = s.get(VoorzieningRij, id)
    if rij is None:
        return None
    if staat == "live" and (fouten := keur(rij.gegevens, tax)):
        raise MagNiet(fouten)
    return publiceer(s, wie, id, versie, rij.gegevens, staat, "naar archief" if staat == "archief" else "weer online", moment)


def zet_terug(s: Session, wie: Account, id: str, versie: int, naar: int, tax: Taxonomie, moment: dt.datetime) -> VoorzieningRij | None:
    """Undo: the texts of an older version as a new version; on line stays on line."""
    rij = s.get(VoorzieningRij, id)
    oud = versie_van(s, id, naar)
    if rij is None or oud is None:
        return None
    if rij.staat == "live" and (fouten := keur(oud.gegevens, tax)):
        raise MagNiet(fouten)
    return publiceer(s, wie, id, versie, oud.gegevens, rij.staat, f"versie {naar} teruggezet", moment)


def versie_van(s: Session, id: str, versie: int) -> VoorzieningVersie | None:
    """One version of an entry."""
    return s.scalar(
        select(VoorzieningVersie)
        .where(VoorzieningVersie.voorziening_id == id, VoorzieningVersie.versie == versie)
        .order_by(VoorzieningVersie.id)
    )


def versies(s: Session, id: str) -> list[tuple[VoorzieningVersie, list[tuple[str, str, str]]]]:
    """Every version, the newest first, with what changed since the one before."""
    rijen = list(s.scalars(select(VoorzieningVersie).where(VoorzieningVersie.voorziening_id == id).order_by(VoorzieningVersie.versie)))
    uit = []
    for vorige, deze in zip([None, *rijen], rijen, strict=False):
        anders = verschil(vorige.gegevens, deze.gegevens) if vorige else []
        if vorige and vorige.staat != deze.staat:
            anders.append(("staat", vorige.staat, deze.staat))
        uit.append((deze, anders))
    return uit[::-1]


# --- today ------------------------------------------------------------------------------------------------------------

VOLGORDE = ("geheim", "verouderd", "onvolledig", "tegenspraak", "ritme", "buiten", "dubbel", "gaten")


@dataclass(frozen=True, slots=True)
class Vandaag:
    """Today's work. `versie`: of each entry, for the lock."""

    meldingen: list[tuple[Bericht, Voorziening | None]]
    punten: dict[str, list[Punt]]
    concepten: list[Voorziening]
    versie: dict[str, int]
    live: int

    @property
    def aantal(self) -> int:
        """Tasks that an editor can finish; kinds without cover are no task for today."""
        return len(self.meldingen) + len(self.concepten) + sum(len(p) for c, p in self.punten.items() if c != "gaten")


def vandaag_lijst(s: Session, g: Gemeente, tax: Taxonomie, dag: dt.date) -> Vandaag:
    """Everything that asks for an editor, straight from the database."""
    rijen = [r for r in s.scalars(select(VoorzieningRij).order_by(VoorzieningRij.id)) if r.staat != "archief"]
    alle = {r.id: uit_gegevens(r.gegevens) for r in rijen}
    live = [alle[r.id] for r in rijen if r.staat == "live"]
    berichten = s.scalars(select(Bericht).where(Bericht.soort == KLOPT_NIET, Bericht.klaar_op.is_(None)).order_by(Bericht.op))
    lijsten = check.alles(live, g, tax, dag)
    return Vandaag(
        [(b, alle.get(b.voorziening_id)) for b in berichten],
        {c: lijsten.get(c, []) for c in VOLGORDE},
        [alle[r.id] for r in rijen if r.staat == "concept"],
        {r.id: r.versie for r in rijen},
        len(live),
    )


def bericht_klaar(s: Session, wie: Account, id: int, moment: dt.datetime) -> bool:
    """A report was dealt with. False when it is no report of ours."""
    b = s.get(Bericht, id)
    if b is None or b.soort != KLOPT_NIET:
        return False
    if b.klaar_op is None:
        b.klaar_op, b.klaar_door = moment, wie.toon
        logboek.schrijf(s, wie.naam, "kaart: melding klaar", b.voorziening_id or str(id))
    return True


def zoek(s: Session, tekst: str) -> list[tuple[VoorzieningRij, str]]:
    """(row, name) of entries by name or provider, archive too; all of them for an empty text."""
    rijen = [(r, str(r.gegevens.get("naam", ""))) for r in s.scalars(select(VoorzieningRij))]
    woorden = tekst.lower().split()
    mee = [
        (r, n)
        for r, n in rijen
        if all(w in f"{n} {r.gegevens.get('aanbieder', '')} {r.gegevens.get('soort', '')}".lower() for w in woorden)
    ]
    return sorted(mee, key=lambda p: (p[0].staat == "archief", p[1].lower(), p[0].id))


# --- phrases ----------------------------------------------------------------------------------------------------------


def fout_in_zin(kaart: Kaart, soort: str, zin: str) -> tuple[str, str] | None:
    """(field, sentence) why a phrase may not be added. Urgent words are not for editors."""
    if soort not in kaart.tax.soorten:
        return "soort", N_("Kies een soort hulp.")
    if len(zin) < 4 or len(zin) > LANGSTE_ZIN:
        return "zin", N_("Schrijf een paar woorden, zoals een inwoner ze typt.")
    if check.vreemd(zin):
        return "zin", N_("Gebruik alleen gewone tekst.")
    if any(x.niveau == "nu" or x.bron == "regel" for x in begrijp(kaart, zin).signalen):
        return "zin", N_("Bij deze woorden hoort een noodnummer. Die woorden wijzigt u hier niet.")
    return None


def zet_zin(s: Session, wie: Account, tax: Taxonomie, soort: str, zin: str, aan: bool, moment: dt.datetime) -> int:
    """Add a phrase to a kind or switch one off; returns the counter. Twice the same does nothing more."""
    zin = " ".join(zin.split())
    eigen = list(s.scalars(select(ZinRij).where(ZinRij.soort == soort, ZinRij.zin == zin).order_by(ZinRij.id)))
    uit_de_map = any(zin in rij for rij in (tax.soorten[soort].namen, *tax.soorten[soort].zinnen.values()))
    stand = hoog_stand_op(s)
    if aan and uit_de_map:
        for rij in eigen:
            s.delete(rij)  # the phrase of the repository counts again by itself
    elif eigen:
        for rij in eigen:
            rij.aan, rij.stand, rij.door, rij.op = aan, stand, wie.toon, moment
    else:
        s.add(ZinRij(soort=soort, zin=zin, aan=aan, door=wie.toon, op=moment, stand=stand))
    logboek.schrijf(s, wie.naam, "kaart: zin erbij" if aan else "kaart: zin uit", soort)
    return stand


def eigen_zinnen(s: Session) -> list[ZinRij]:
    """What editors added or switched off, the newest first."""
    return list(s.scalars(select(ZinRij).order_by(ZinRij.op.desc(), ZinRij.id.desc())))


def buurzinnen(soort: Soort, tekst: str, uit: Sequence[str], meeste: int = 4) -> list[str]:
    """Dutch phrases of a kind that look most like a text and still count."""
    zinnen = [z for z in soort.zinnen.get("nl", ()) if z not in uit]
    gevonden = process.extract(tekst, zinnen, scorer=fuzz.token_set_ratio, processor=utils.default_process, limit=meeste, score_cutoff=45)
    return [str(z) for z, _, _ in gevonden]
