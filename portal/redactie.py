"""Keeping the sociale kaart true: an entry as a form and back, publishing with a lock, differences, phrases. Rules, no HTTP.

An entry changes in one place only, `publiceer`: the row, its version, the counter and the log in one transaction. Today's list: werklijst.py.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from rapidfuzz import fuzz, process, utils
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import logboek
from portal.database import hoog_stand_op
from portal.gesprek import begrijp
from portal.tabellen import VoorzieningRij, VoorzieningVersie, ZinRij
from sociale_kaart import check
from sociale_kaart.load import Gemeente
from sociale_kaart.model import Open, Soort, Taxonomie, id_van, uit_gegevens
from sociale_kaart.search import Kaart
from sociale_kaart.taalhulp import Tip, tips

N_ = str
MEESTE_SAMEN = 100  # entries to confirm at once
LANGSTE_ZIN = 200  # characters of a phrase


class Ingehaald(Exception):
    """Somebody else changed the entry meanwhile; nothing was written."""

    def __init__(self, rij: VoorzieningRij) -> None:
        super().__init__()
        self.rij = rij


class Wie(Protocol):
    """Who does something: an account, or a name of ours such as the provider behind a link."""

    @property
    def naam(self) -> str:
        """For the log."""
        ...

    @property
    def toon(self) -> str:
        """For the history."""
        ...


class MagNiet(Exception):
    """This may not be published; `fouten` are (field, whole sentence)."""

    def __init__(self, fouten: list[tuple[str, str]]) -> None:
        super().__init__()
        self.fouten = fouten


# --- an entry as fields of a form -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Veld:
    """A field. soort: tekst, lang, regels (one a line), rij (by commas), getal, bedrag, datum, ja, keuze, meer, open. nodig: without it nothing goes on line."""

    naam: str
    label: str
    soort: str = "tekst"
    uitleg: str = ""
    b1: bool = False
    nodig: bool = False


@dataclass(frozen=True, slots=True)
class Sectie:
    """Fields that belong together."""

    code: str
    naam: str
    velden: tuple[Veld, ...]


_REGELS = N_("Elke zin op een eigen regel.")
SECTIES = (
    Sectie(
        "naam-en-soort",
        N_("Naam en soort"),
        (
            Veld("naam", N_("Naam"), nodig=True),
            Veld("aanbieder", N_("Wie biedt dit aan?")),
            Veld("soort", N_("Soort hulp"), "keuze", nodig=True),
            Veld("samenvatting", N_("Wat is het, in één of twee zinnen?"), "lang", N_("Dit leest een inwoner als eerste."), True, True),
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
            Veld(
                "open", N_("Tijden per dag"), "open", N_("Elke tijd op een eigen regel. Zoals: ma 9-12.30, ma t/m vr 9-17, of 2e di 14-16.")
            ),
            Veld("kosten", N_("Kosten in woorden"), "tekst", "", True),
            Veld("bedrag", N_("Bedrag in euro"), "bedrag", N_("Vul 0 in als het gratis is. Laat leeg als het verschilt.")),
        ),
    ),
    Sectie(
        "contact",
        N_("Contact"),
        (
            Veld("eerste_stap", N_("Eerste stap"), "lang", N_("Wat doet een inwoner als eerste?"), True),
            Veld("toegang", N_("Hoe kom je er binnen?"), "keuze", nodig=True),
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
            Veld("toegankelijk", N_("Toegankelijk"), "meer"),
        ),
    ),
    Sectie(
        "voor-wie",
        N_("Voor wie"),
        (
            Veld("werkgebied", N_("Voor welke buurten?"), "meer", N_("Geen buurt gekozen? Dan is het voor iedereen.")),
            Veld("leeftijd_van", N_("Leeftijd vanaf"), "getal"),
            Veld("leeftijd_tot", N_("Leeftijd tot en met"), "getal"),
            Veld("talen", N_("In welke talen helpt u mensen?"), "meer"),
            Veld("functies", N_("Hulp voor mantelzorgers"), "meer", N_("Kies alleen wat echt past. Leeg mag ook.")),
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
    "plek_vrij": N_("Is er plek?"),
    "plek_vanaf": N_("Plek vanaf"),
    "gevraagd_op": N_("Gevraagd of het klopt"),
    "vertalingen": N_("In andere talen"),
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
    """Hours as people write them: "ma 9-12.30", "ma t/m vr 9.00 tot 17.00 uur", "di en do 13-15". Raises ValueError with a plain sentence."""
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
    plek = {"adres": "", "postcode": "", "plaats": "", "buurt": ""}
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


def hints(velden: Mapping[str, str]) -> dict[str, list[Tip]]:
    """Advice to write more simply, by field. A help, not a certificate."""
    return {naam: gevonden for naam, veld in VELDEN.items() if veld.b1 and (gevonden := tips(velden.get(naam, "")))}


def mist(velden: Mapping[str, str], tax: Taxonomie) -> tuple[list[str], list[str]]:
    """(names of fields without which nothing goes on line, what a resident would miss)."""
    nodig = [n for n, v in VELDEN.items() if v.nodig and not velden.get(n)]
    gegevens, fouten = lees({"id": "x", "code": "x"}, velden, tax)
    try:
        v = uit_gegevens(gegevens | {n: "" for n in ("naam", "aanbieder", "soort", "samenvatting") if n not in gegevens})
    except (TypeError, ValueError, KeyError):
        return nodig, []
    return nodig, check.mist_aan(v)


def verschil(oud: Mapping[str, Any], nieuw: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(field, before, after) of every field that differs."""
    a, b = als_velden(oud), als_velden(nieuw)
    uit = [(n, a[n], b[n]) for n in VELDEN if a[n] != b[n]]
    for n in ("nagekeken_op", "gevraagd_op"):
        if (was := _tekst(oud.get(n))) != (werd := _tekst(nieuw.get(n))):
            uit.append((n, was, werd))
    for n, toon in (("respijt", _toon_respijt), ("vertalingen", _toon_vertalingen)):
        if (was := toon(oud.get(n) or {})) != (werd := toon(nieuw.get(n) or {})):
            uit.append((n, was, werd))
    return uit


def _toon_respijt(r: Mapping[str, Any]) -> str:
    delen = [", ".join(r.get(n) or ()) for n in ("voor", "vorm", "dagdelen", "betaling")] + [
        _tekst(r.get("plek_vrij")),
        _tekst(r.get("plek_vanaf")),
        _tekst(r.get("gemeld_op")),
    ]
    return "\n".join(d for d in delen if d)


def _toon_vertalingen(per: Mapping[str, Mapping[str, Any]]) -> str:
    return "\n".join(
        f"{code}: {x}" for code in per for w in per[code].values() for x in ([w["tekst"]] if isinstance(w["tekst"], str) else w["tekst"])
    )


def voeg_samen(basis: Mapping[str, Any], nu_online: Mapping[str, Any], getypt: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """(fields for the second editor, names that both changed). What only the other changed is taken over; what was typed stays."""
    was, ander = als_velden(basis), als_velden(nu_online)
    uit = {n: ander[n] if getypt[n] == was[n] else getypt[n] for n in VELDEN}
    return uit, [n for n in VELDEN if ander[n] != was[n] and uit[n] != ander[n]]


def met_vertaling(gegevens: Mapping[str, Any], code: str, teksten: Mapping[str, str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """(the entry with these texts in a language, mistakes). Each keeps the Dutch it was made from: when that changes, residents read Dutch again."""
    v = uit_gegevens(dict(gegevens))
    per: dict[str, Any] = {}
    fouten = []
    for naam, tekst in teksten.items():
        nl = getattr(v, naam)
        netjes = tekst.replace("\r\n", "\n").strip()
        if zin := check.vreemd(netjes):
            fouten.append((naam, zin))
        elif netjes and nl:
            per[naam] = {
                "van": nl,
                "tekst": [r.strip() for r in netjes.splitlines() if r.strip()] if isinstance(nl, tuple) else " ".join(netjes.split()),
            }
    vertalingen = {c: w for c, w in v.als_gegevens()["vertalingen"].items() if c != code} | ({code: per} if per else {})
    return dict(gegevens) | {"vertalingen": vertalingen}, fouten


# --- publishing -------------------------------------------------------------------------------------------------------


def publiceer(
    s: Session, wie: Wie, id: str, versie: int, gegevens: Mapping[str, Any], staat: str, waarom: str, moment: dt.datetime
) -> VoorzieningRij:
    """Write an entry over version `versie` of it (0: it is new). Raises Ingehaald when somebody was first."""
    netjes = uit_gegevens(dict(gegevens)).als_gegevens()
    rij = s.get(VoorzieningRij, id, with_for_update=True)
    if rij is not None and rij.versie != versie:
        s.expunge(rij)  # the screen shows it after the roll-back
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


def kijk_na(s: Session, wie: Wie, id: str, versie: int, dag: dt.date, moment: dt.datetime) -> VoorzieningRij | None:
    """ "Alles klopt nog": the date of today, nothing else. None when it is not there."""
    rij = s.get(VoorzieningRij, id)
    if rij is None:
        return None
    return publiceer(s, wie, id, versie, {**rij.gegevens, "nagekeken_op": dag.isoformat()}, rij.staat, "nagekeken", moment)


def kijk_samen_na(s: Session, wie: Wie, paren: Iterable[tuple[str, int]], dag: dt.date, moment: dt.datetime) -> tuple[int, int]:
    """ "Alles klopt nog" for many at once, as (id, version). Returns (done, left alone because somebody changed them meanwhile); stops at MEESTE_SAMEN."""
    klaar = voorbij = 0
    for id, versie in list(dict(paren).items())[:MEESTE_SAMEN]:
        try:
            klaar += kijk_na(s, wie, id, versie, dag, moment) is not None
        except Ingehaald:
            voorbij += 1
    return klaar, voorbij


NIET_GELEZEN = N_("Deze tekst stond nog niet online. Vraag eerst een tweede lezer.")


def gelezen(s: Session, id: str, gegevens: Mapping[str, Any]) -> bool:
    """This text was on line before, so somebody read it."""
    ooit = s.scalars(select(VoorzieningVersie.gegevens).where(VoorzieningVersie.voorziening_id == id, VoorzieningVersie.staat == "live"))
    return any(g == gegevens for g in ooit)


def _keur_of_weiger(s: Session, id: str, gegevens: Mapping[str, Any], tax: Taxonomie, tweede: bool) -> None:
    """Raises MagNiet for a text that may not go on line. tweede: the profile asks for a second reader."""
    if fouten := keur(gegevens, tax):
        raise MagNiet(fouten)
    if tweede and not gelezen(s, id, gegevens):
        raise MagNiet([("naam", NIET_GELEZEN)])


def zet_staat(
    s: Session, wie: Wie, id: str, versie: int, staat: str, tax: Taxonomie, moment: dt.datetime, tweede: bool = False
) -> VoorzieningRij | None:
    """To the archive, or back on line; back on line only when it may be published."""
    rij = s.get(VoorzieningRij, id)
    if rij is None:
        return None
    if staat == "live":
        _keur_of_weiger(s, id, rij.gegevens, tax, tweede)
    return publiceer(s, wie, id, versie, rij.gegevens, staat, "naar archief" if staat == "archief" else "weer online", moment)


def zet_terug(
    s: Session, wie: Wie, id: str, versie: int, naar: int, tax: Taxonomie, moment: dt.datetime, tweede: bool = False
) -> VoorzieningRij | None:
    """Undo: the texts of an older version as a new version; on line stays on line."""
    rij = s.get(VoorzieningRij, id)
    oud = versie_van(s, id, naar)
    if rij is None or oud is None:
        return None
    if rij.staat == "live":
        _keur_of_weiger(s, id, oud.gegevens, tax, tweede)
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


# --- finding an entry ---------------------------------------------------------------------------------------------------


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


def zoek_soorten(kaart: Kaart, tekst: str, meeste: int = 6) -> list[Soort]:
    """Kinds for a few words of an editor: by their own name first, then by what residents say."""
    soorten = kaart.tax.soorten
    namen = process.extract(
        tekst, {c: s.naam for c, s in soorten.items()}, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=80
    )
    zeker = [code for _, score, code in namen if score >= 95]
    codes = zeker + [g.soort.code for g in kaart.soorten(kaart.lezer.lees(tekst))[:4]] + [code for _, _, code in namen]
    return [soorten[c] for c in dict.fromkeys(codes)][:meeste]


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


def zet_zin(s: Session, wie: Wie, tax: Taxonomie, soort: str, zin: str, aan: bool, moment: dt.datetime) -> int:
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
