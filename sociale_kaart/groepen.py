"""For which group an entry is, and which groups a resident names: data/groepen.toml says how. Nobody is guessed to belong to one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sociale_kaart.model import Voorziening
from sociale_kaart.woorden import Lezing, lezer, normaal
from sociale_kaart.woorden.lezer import DATA, DICHTBIJ

VOOR, ALLEN, ACHTER, ANDER, NOOIT = range(5)  # for who was named, for everybody, also for who was named, for others, not to be guessed
LANGST = 5  # words of a phrase in the data
IEDEREEN, LEEFTIJD = "iedereen", "leeftijd"
KIND, JONG, OUD = 12, 28, 60  # a child is younger, the young are younger, the old are this old or older
_LETTERS = (  # no Russian; no Persian or Urdu
    ("uk", re.compile(r"[іїєґ]")),
    ("ar", re.compile(r"^(?!.*[پچگژکی]).*[\u0621-\u064a]", re.DOTALL)),
)
_VAN_WIE = frozenset("zoon zoontje dochter dochtertje kind jongen meisje broer broertje zus zusje kleinzoon kleindochter puber".split())


@dataclass(frozen=True, slots=True)
class Groep:
    """A group. wat: what it is about (age, illness, origin); soorten: kinds that are about this group by themselves."""

    code: str
    wat: str
    soorten: frozenset[str]
    achteraan: bool
    gevoelig: bool


@cache
def _alle() -> dict[str, Groep]:
    return {
        code: Groep(code, wat, frozenset(d.get("soorten", ())), d.get("achteraan", False), d.get("gevoelig", False))
        for wat, rij in _bestand().items()
        for code, d in rij.items()
    }


@cache
def _bestand() -> dict[str, dict[str, dict[str, Any]]]:
    return tomllib.loads((DATA / "groepen.toml").read_text(encoding="utf-8"))


@cache
def _bij(*velden: str) -> dict[str, frozenset[str]]:
    """What stands in these fields of the data -> the groups that it says."""
    uit: dict[str, set[str]] = {}
    for rij in _bestand().values():
        for code, d in rij.items():
            for veld in velden:
                for w in [d[veld]] if isinstance(d.get(veld), str) else d.get(veld, ()):
                    uit.setdefault(normaal(w), set()).add(code)
    return {w: frozenset(g) for w, g in uit.items()}


def _zoek(woorden: list[str], in_: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """The groups whose words or phrases stand in a row of words."""
    for i in range(len(woorden)):
        for n in range(1, LANGST + 1):
            yield from in_.get(" ".join(woorden[i : i + n]), ())


def _van_leeftijd(n: int) -> str:
    """The group of somebody this old; none between the young and the old."""
    return "kinderen" if n < KIND else "jongeren" if n < JONG else "ouderen" if n >= OUD else ""


def _leeftijden(woorden: list[str]) -> Iterator[int]:
    """Ages of others: "mijn zoon van 14", "moeder (84 jaar)"; of a number of years only what no stretch of time would be."""
    for i, w in enumerate(woorden):
        if w.isascii() and w.isdigit() and len(w) == 2:
            if i > 1 and woorden[i - 1] in ("van", "is") and (woorden[i - 2] in _VAN_WIE or int(w) >= OUD):
                yield int(w)
            elif int(w) >= OUD and woorden[i + 1 : i + 2] in (
                ["jaar"],
                ["jr"],
                ["lat"],
                ["yasinda"],
                ["years"],
                ["років"],
                ["سنه"],
                ["عام"],
            ):
                yield int(w)


def genoemd(*lezingen: Lezing, leeftijd: int | None = None) -> frozenset[str]:
    """The groups that texts name by their words, their concepts, an age or the language they are in. leeftijd: of who speaks, when known."""
    uit = set() if leeftijd is None else {_van_leeftijd(leeftijd)}
    for lezing in lezingen:
        getypt = [w.norm for w in lezing.woorden]
        for rij in (getypt, [w.goed for w in lezing.woorden]):
            uit.update(_zoek(rij, _bij("woorden", "inwoner")))
        uit.update(g for w in lezing.woorden for b in w.begrippen for g in _bij("begrippen").get(b, ()))
        uit.update(_samen(lezing))
        uit.update(_van_leeftijd(n) for n in _leeftijden(getypt))
        uit.update(_bij("taal").get(_taal(lezing.tekst.lower(), getypt), ()))
    return frozenset(uit - {""})


def _taal(tekst: str, woorden: list[str]) -> str:
    """The language of a text of three words or more, or whose letters tell."""
    letters = next((taal for taal, patroon in _LETTERS if patroon.search(tekst)), "")
    return letters or (lezer().taal(woorden) if len(woorden) > 2 else "")


def _samen(lezing: Lezing) -> Iterator[str]:
    """The groups of which two things are said near each other."""
    for rij in _bestand().values():
        for code, d in rij.items():
            if "samen" in d:
                een, ander = ([i for i, w in enumerate(lezing.woorden) if {w.goed, *w.begrippen} & {*kant}] for kant in d["samen"])
                if any(abs(i - j) <= DICHTBIJ for i in een for j in ander):
                    yield code


@lru_cache(maxsize=50_000)
def _uit_naam(naam: str) -> frozenset[str]:
    return frozenset(_zoek(re.findall(r"[^\W_]+", normaal(naam)), _bij("woorden", "kaart")))


def van(v: Voorziening) -> frozenset[str]:
    """The groups that an entry is for, by its name, its first line and its ages; none: for everybody."""
    uit = set(_uit_naam(f"{v.naam} {v.samenvatting}"))
    if IEDEREEN in uit:
        return frozenset()
    leeftijd = ""
    if v.leeftijd_tot is not None and v.leeftijd_tot < JONG + 2:
        leeftijd = "jongeren" if (v.leeftijd_van or 0) >= 10 else "kinderen"
    elif v.leeftijd_van is not None and v.leeftijd_van >= OUD:
        leeftijd = "ouderen"
    if leeftijd:
        uit = {g for g in uit if _alle()[g].wat != LEEFTIJD} | {leeftijd}
    per = _per_wat(uit)
    for wat, groepen in per.items():
        if len(groepen) > 1 and groepen == {g.code for g in _alle().values() if g.wat == wat} and wat != LEEFTIJD:
            uit -= groepen  # men and women: everybody
    return frozenset(uit - {"ouderen"} if len(uit) > 1 else uit)  # most who need care are old: what else it says tells more


def _per_wat(groepen: Iterable[str]) -> dict[str, set[str]]:
    uit: dict[str, set[str]] = {}
    for g in groepen:
        uit.setdefault(_alle()[g].wat, set()).add(g)
    return uit


def plaats(groepen: frozenset[str], soort: str, genoemde: frozenset[str]) -> int:
    """Where an entry for these groups stands in its kind for who names `genoemde`: VOOR, ALLEN, ACHTER, ANDER or NOOIT."""
    alle = _alle()
    raak: set[str] = set()
    plek = ALLEN
    for wat, deel in _per_wat(groepen).items():
        ander = wat != LEEFTIJD and any(alle[g].wat == wat for g in genoemde)
        if deel & genoemde:
            raak |= deel & genoemde
        elif ander or any(alle[g].gevoelig and soort not in alle[g].soorten for g in deel):
            return NOOIT
        elif not any(soort in alle[g].soorten for g in deel):
            plek = ANDER
    if plek == ANDER or not raak:
        return plek
    return ACHTER if all(alle[g].achteraan for g in raak) else VOOR
