"""Reads the taxonomy, the phrases, the numbers and a municipality's profile; names every mistake by file and line."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sociale_kaart.model import DAGEN, Domein, Soort, Taxonomie, Trede, Voorziening, id_van, uit_gegevens
from sociale_kaart.woorden.lezer import DATA, TALEN


class Fouten(ValueError):
    """Mistakes in data files. `regels`: one sentence each, "file:line: what is wrong"."""

    def __init__(self, regels: list[str]) -> None:
        super().__init__("\n".join(regels))
        self.regels = regels


@dataclass(frozen=True, slots=True)
class Nummer:
    """A phone number. tel: to dial; toon: to show; uren: when it is answered, a sentence."""

    naam: str
    tel: str
    toon: str
    uren: str = ""
    gecontroleerd_op: date | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """A wijkteam; exactly one is the voordeur: for unknown, secret or other addresses."""

    code: str
    naam: str
    telefoon: str = ""
    adres: str = ""
    voordeur: bool = False
    uren: str = ""  # empty: those of the municipality
    gecontroleerd_op: date | None = None  # the day somebody tried the number


@dataclass(frozen=True, slots=True)
class Buurt:
    """A neighbourhood with its team; x, y in kilometres from the centre."""

    code: str
    naam: str
    team: str
    x: float | None = None
    y: float | None = None


NEUTRAAL = ("https://www.buienradar.nl/", "https://www.knmi.nl/", "https://www.weeronline.nl/")  # where Snel weg may lead: the weather


@dataclass(frozen=True, slots=True)
class Redactieregels:
    """How the editors of this municipality work. aanbieder_mag: fields that go on line at once when a provider changes them by a link."""

    tweede_lezer: bool = False  # a second person reads a text before it goes on line
    aanbieder_mag: tuple[str, ...] = ()
    herinner_na: int = 150  # days after the last check, then the provider gets a mail

    def mag(self, veld: str) -> bool:
        """Whether a provider changes this field at once. Words and day of a free place are one answer: plek_vrij names both."""
        return ("plek_vrij" if veld == "plek_vanaf" else veld) in self.aanbieder_mag


AANBIEDER_VELDEN = (
    "nagekeken_op",
    "plek_vrij",
    "naam",
    "samenvatting",
    "tijden",
    "kosten",
    "eerste_stap",
    "telefoon",
    "mail",
    "site",
    "gesloten",
)
VRAAG_DE_GEMEENTE = "vraag het de gemeente"
LOKALE_NUMMERS = ("telefoon", "clientondersteuning", "huisartsenpost", "noodopvang", "schuldhulp", "jeugdcrisis", "ggzcrisis")


@dataclass(frozen=True)
class Gemeente:
    """A municipality's profile: names, teams, numbers, hours, promises and local words."""

    code: str
    naam: str
    staat: str
    thema: str
    wijkteam: str
    wijkteam_kort: str
    uren: str
    balie: str
    postadres: str
    mail: str
    site: str
    snel_weg: str
    terugbellen_werkdagen: int
    piket: str
    nummers: dict[str, Nummer]
    landelijk: dict[str, Nummer]
    werktijden: dict[str, tuple[str, str]]
    teams: dict[str, Team]
    buurten: dict[str, Buurt]
    aanwijzingsbesluit: str = ""
    belplekken: int = 3  # how many people a team calls in one block of its hours
    schuldhulp_weken: int = 8  # between the first talk and the answer (Wgs art. 4 lid 3)
    namen: dict[str, str] = field(default_factory=dict)
    redactie: Redactieregels = Redactieregels()
    bronnen: tuple[str, ...] = ()

    @property
    def proef(self) -> bool:
        """A trial: starts always, says so on every page, sends only to the local demo."""
        return self.staat != "live"

    @property
    def voordeur(self) -> Team:
        """The team for an unknown, secret or other address."""
        return next(t for t in self.teams.values() if t.voordeur)

    def team_van(self, buurt: str | None) -> Team:
        """The team of a neighbourhood; anything unknown goes to the voordeur."""
        gevonden = self.buurten.get(buurt or "")
        return self.teams[gevonden.team] if gevonden else self.voordeur

    def __getattr__(self, naam: str) -> Nummer:
        """g.telefoon, g.huisartsenpost, g.luisterlijn: numbers by name, local before national."""
        if naam.startswith("__"):
            raise AttributeError(naam)
        nummers = self.__dict__.get("nummers", {})
        landelijk = self.__dict__.get("landelijk", {})
        sleutel = naam.replace("_", "-")
        if naam in LOKALE_NUMMERS:
            return nummers.get(naam) or Nummer(VRAAG_DE_GEMEENTE, "", VRAAG_DE_GEMEENTE)
        if sleutel in landelijk:
            return landelijk[sleutel]
        raise AttributeError(naam)

    def afstand(self, een: str, ander: str) -> float | None:
        """Kilometres between two neighbourhoods, or None when one is unknown."""
        a, b = self.buurten.get(een), self.buurten.get(ander)
        if a is None or b is None or None in (a.x, a.y, b.x, b.y):
            return None
        return ((a.x - b.x) ** 2 + (a.y - b.y) ** 2) ** 0.5  # type: ignore[operator]


def _toml(pad: Path, fouten: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(pad.read_text(encoding="utf-8"))
    except FileNotFoundError:
        fouten.append(f"{pad.name}:1: the file is missing")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fout:
        regel = re.search(r"line (\d+)", str(fout))
        fouten.append(f"{pad.name}:{regel.group(1) if regel else 1}: {fout}")
    return {}


def _regel(pad: Path, zoek: str) -> int:
    for nummer, regel in enumerate(pad.read_text(encoding="utf-8").splitlines(), 1):
        if zoek in regel:
            return nummer
    return 1


@functools.cache
def taxonomie() -> Taxonomie:
    """The vocabulary with the phrases of every kind. Raises Fouten."""
    fouten: list[str] = []
    t = _toml(DATA / "taxonomy.toml", fouten)
    domeinen = {d["code"]: Domein(d["code"], d["naam"], d["icoon"], tuple(d["leefgebieden"])) for d in t.get("domein", ())}
    zinnen: dict[str, dict[str, Any]] = {}
    for code in domeinen:
        pad = DATA / "soorten" / f"{code}.toml"
        if pad.exists():
            zinnen |= _toml(pad, fouten)
    meer = _toml(DATA / "soorten-extra.toml", fouten)
    soorten = {}
    for s in t.get("soort", ()):
        z = zinnen.pop(s["code"], {})
        soorten[s["code"]] = Soort(
            s["code"],
            s["domein"],
            s["ladder"],
            z.get("naam", s["code"]),
            z.get("want", ""),
            z.get("gevoelig", False),
            tuple(z.get("namen", ())),
            {taal: tuple(z.get(taal, ())) + tuple(meer.get(s["code"], {}).get(taal, ())) for taal in TALEN},
        )
    fouten += [f"soorten: table [{code}] is no kind of the taxonomy" for code in zinnen]
    if fouten:
        raise Fouten(fouten)
    return Taxonomie(
        {r["code"]: Trede(r["code"], r["stap"], r["naam"], r["uitleg"]) for r in t["ladder"]},
        domeinen,
        {r["code"]: r["naam"] for r in t["toegang"]},
        soorten,
        tuple(t["mantelzorgfuncties"]),
    )


def gemeenten() -> list[str]:
    """Codes of the profiles in the repository."""
    return sorted(p.parent.name for p in (DATA / "gemeenten").glob("*/gemeente.toml"))


Mist = Callable[..., None]


def _mist(fouten: list[str], pad: Path, wat: str, zoek: str = "\x00") -> None:
    fouten.append(f"{pad.name}:{_regel(pad, zoek)}: {wat}")


def _onbekend_in_redactie(g: dict[str, Any]) -> list[str]:
    r = g.get("redactie", {})
    return [n for n in r if n not in ("tweede_lezer", "aanbieder_mag", "herinner_na")] + [
        f for f in r.get("aanbieder_mag", ()) if f not in AANBIEDER_VELDEN
    ]


def _redactie(g: dict[str, Any]) -> Redactieregels:
    r = g.get("redactie", {})
    return Redactieregels(bool(r.get("tweede_lezer", False)), tuple(r.get("aanbieder_mag", ())), int(r.get("herinner_na", 150)))


def _keur_profiel(g: dict[str, Any], teams: dict[str, Team], buurten: dict[str, Buurt], mist: Mist) -> None:
    """What every profile needs."""
    for veld in ("code", "naam", "staat"):
        if not g.get(veld):
            mist(f"'{veld}' is missing")
    if g.get("staat") not in (None, "proef", "live"):
        mist("'staat' is proef or live", "staat")
    if g.get("snel_weg", NEUTRAAL[0]) not in NEUTRAAL:
        mist(f"'snel_weg' leads to a neutral site: {', '.join(NEUTRAAL)}", "snel_weg")
    if sum(t.voordeur for t in teams.values()) != 1:
        mist("exactly one team must have voordeur = true (it takes 'onbekend')", "[[team]]")
    for b in buurten.values():
        if b.team not in teams:
            mist(f"buurt '{b.code}': team '{b.team}' does not exist", f'code = "{b.code}"')
    for naam in _onbekend_in_redactie(g):
        mist(f"redactie: '{naam}' is not known", "[redactie]")
    for dag in g.get("werktijden", {}):
        if dag not in DAGEN:
            mist(f"werktijden: '{dag}' is no day (ma di wo do vr za zo)", "[werktijden]")


def _keur_live(g: dict[str, Any], nummers: dict[str, Nummer], buurten: dict[str, Buurt], mist: Mist) -> None:
    """What a live profile needs besides: every number, address and neighbourhood."""
    for naam in LOKALE_NUMMERS:
        if naam not in nummers or not nummers[naam].tel:
            mist(f"live: the number [{naam}] is missing")
    for veld in ("piket", "mail", "postadres", "aanwijzingsbesluit"):
        if not g.get(veld):
            mist(f"live: '{veld}' is missing")
    if not buurten:
        mist("live: no buurten")


def gemeente(code: str, map_: Path | None = None) -> Gemeente:
    """A profile. Raises Fouten: each mistake by file and line; a live profile also for each missing number or team."""
    if code == "demo":
        code = "lindewaard"
    pad = (map_ or DATA / "gemeenten" / code) / "gemeente.toml"
    fouten: list[str] = []
    g = _toml(pad, fouten)
    if fouten:
        raise Fouten(fouten)

    teams = {t["code"]: Team(**t) for t in g.get("team", ())}
    buurten = {b["code"]: Buurt(**b) for b in g.get("buurt", ())}
    nummers = {naam: Nummer(**g[naam]) for naam in LOKALE_NUMMERS if naam in g}
    mist = functools.partial(_mist, fouten, pad)
    _keur_profiel(g, teams, buurten, mist)
    if g.get("staat") == "live":
        _keur_live(g, nummers, buurten, mist)
    if fouten:
        raise Fouten(fouten)
    landelijk = {naam: Nummer(**n) for naam, n in _toml(DATA / "nummers.toml", fouten).items()}
    return Gemeente(
        code=g["code"],
        naam=g["naam"],
        staat=g["staat"],
        thema=g.get("thema", "lindewaard"),
        wijkteam=g.get("wijkteam", "sociaal wijkteam"),
        wijkteam_kort=g.get("wijkteam_kort", g.get("wijkteam", "wijkteam")),
        uren=g.get("uren", "Vraag de gemeente naar de tijden."),
        balie=g.get("balie", "Het gemeentehuis."),
        postadres=g.get("postadres", ""),
        mail=g.get("mail", ""),
        site=g.get("site", ""),
        snel_weg=g.get("snel_weg", NEUTRAAL[0]),
        terugbellen_werkdagen=g.get("terugbellen_werkdagen", 2),
        piket=g.get("piket", ""),
        nummers=nummers,
        landelijk=landelijk,
        werktijden={dag: (tijd[0], tijd[1]) for dag, tijd in g.get("werktijden", {}).items()},
        teams=teams,
        buurten=buurten,
        aanwijzingsbesluit=g.get("aanwijzingsbesluit", ""),
        belplekken=g.get("belplekken", 3),
        schuldhulp_weken=g.get("schuldhulp_weken", 8),
        namen=g.get("namen", {}),
        redactie=_redactie(g),
        bronnen=tuple(g.get("bronnen", ())),
    )


def controleer(v: Voorziening, tax: Taxonomie) -> list[str]:
    """What is wrong with an entry, each as a plain Dutch sentence. Empty when it may be published."""
    fouten = []
    if v.soort not in tax.soorten:
        fouten.append(f"De soort '{v.soort}' bestaat niet.")
    if v.toegang not in tax.toegang:
        fouten.append(f"De toegang '{v.toegang}' bestaat niet. Kies vrij, aanmelden, verwijzing of gesprek.")
    if not v.naam or not v.samenvatting:
        fouten.append("De naam en de samenvatting zijn nodig.")
    if v.leeftijd_van is not None and v.leeftijd_tot is not None and v.leeftijd_van > v.leeftijd_tot:
        fouten.append("De leeftijd 'van' is hoger dan 'tot'.")
    fouten += [f"De dag '{o.dag}' bestaat niet. Kies ma, di, wo, do, vr, za of zo." for o in v.open if o.dag not in DAGEN]
    fouten += [f"De functie '{f}' bestaat niet." for f in v.functies if f not in tax.mantelzorgfuncties]
    return fouten


def voorzieningen(code: str, map_: Path | None = None) -> list[Voorziening]:
    """The entries of a profile, from its TOML files. Raises Fouten with file and line of each mistake."""
    tax = taxonomie()
    fouten: list[str] = []
    alle: list[Voorziening] = []
    gezien: dict[str, str] = {}
    for pad in sorted((map_ or DATA / "gemeenten" / code).glob("voorzieningen/*.toml")):
        for rij in _toml(pad, fouten).get("voorziening", ()):
            plaats = f"{pad.name}:{_regel(pad, 'code = ' + chr(34) + str(rij.get('code')) + chr(34))}"
            try:
                v = uit_gegevens({"id": id_van(code, rij["code"]), **rij})
            except (KeyError, TypeError, ValueError) as fout:
                fouten.append(f"{plaats}: {fout}")
                continue
            if v.code in gezien:
                fouten.append(f"{plaats}: code '{v.code}' stands in {gezien[v.code]} too")
            gezien[v.code] = pad.name
            fouten += [f"{plaats}: {f}" for f in controleer(v, tax)]
            alle.append(v)
    if fouten:
        raise Fouten(fouten)
    return alle
