"""What the words of policy mean, in B1, and which of them stand in a text. Data is data/woordenlijst.toml; no web, no database."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

from sociale_kaart.load import Gemeente
from sociale_kaart.model import Voorziening
from sociale_kaart.woorden.lezer import DATA


@dataclass(frozen=True, slots=True)
class Woord:
    """A word with its explanation. `code`: its place on the page."""

    code: str
    woord: str
    vormen: tuple[str, ...]
    uitleg: tuple[str, ...]


@functools.cache
def _bestand() -> tuple[tuple[Woord, ...], dict[str, str]]:
    d = tomllib.loads((DATA / "woordenlijst.toml").read_text(encoding="utf-8"))
    woorden = [
        Woord(
            re.sub(r"[^a-z0-9]+", "-", w["woord"].lower().replace("ë", "e")).strip("-"), w["woord"], tuple(w["vormen"]), tuple(w["uitleg"])
        )
        for w in d["woord"]
    ]
    return tuple(sorted(woorden, key=lambda w: w.woord.casefold())), d["namen"]


def woordenlijst() -> tuple[Woord, ...]:
    """Every word, by the alphabet."""
    return _bestand()[0]


def namen_uitleg() -> dict[str, str]:
    """What the local names of a profile ([namen]) mean, by their key."""
    return _bestand()[1]


def eigen_namen(g: Gemeente) -> list[tuple[str, str]]:
    """(the municipality's own name, what it means), in the order of the explanations; a name that two keys share stands once."""
    uit: dict[str, str] = {}
    for sleutel, zin in namen_uitleg().items():
        if naam := g.namen.get(sleutel):
            uit.setdefault(naam, zin)
    return list(uit.items())


@functools.cache
def _zoeker() -> tuple[re.Pattern[str], dict[str, Woord]]:
    """Longest first: of two forms that begin at the same place, the whole one counts."""
    vormen = {v.casefold(): w for w in woordenlijst() for v in w.vormen}
    patroon = "|".join(re.escape(v) for v in sorted(vormen, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{patroon})(?![\w-])", re.IGNORECASE), vormen


def woorden_in(teksten: Iterable[str]) -> list[Woord]:
    """The words of the list that stand in these texts, each once, in the order in which they are met."""
    zoek, vormen = _zoeker()
    gevonden = {vormen[m.group().casefold()].code: vormen[m.group().casefold()] for t in teksten for m in zoek.finditer(t)}
    return list(gevonden.values())


def woorden_van(v: Voorziening) -> list[Woord]:
    """The words of the list that an entry uses."""
    return woorden_in((v.naam, v.samenvatting, *v.wat, *v.wanneer, *v.zelf, *v.waarheen, v.kosten, v.eerste_stap))
