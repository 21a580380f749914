"""What a text already answers, so that it is not asked again: phrases of bekend.toml. Adds nothing to signals, markers or help."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sociale_kaart.woorden import normaal

_ZINSDEEL = re.compile(r"[.!?;,،؟\n]+|\b(?:maar|en|but|and|ale|ama|fakat|але|но)\b|(?<!\w)لكن(?!\w)")
_TUSSEN = re.compile(r"[^\w'*]+")


@dataclass(frozen=True, slots=True)
class Bekend:
    """Which shared questions a text answers. geprobeerd: the parts of the text that say what was tried."""

    wil: bool = False
    woont: bool = False
    zelf: bool = False  # somebody asks for oneself and names nobody else
    naaste: bool = False  # somebody close is named
    geprobeerd: tuple[str, ...] = ()
    ik: bool = False  # speaks of oneself at all
    ander: bool = False  # somebody else is spoken of
    buiten: bool = False  # ... outside the own home
    zorgen: bool = False  # says to worry
    eigen: bool = False  # names a need of oneself
    verlies: bool = False  # somebody close is no more, or there is mourning
    beroep: bool = False  # somebody asks by profession, for another
    middel: bool = False  # drink, drugs, gambling or games
    bijbaan: bool = False  # a job beside school
    geworden: bool = False  # names what one is oneself: "net moeder geworden"


@functools.cache
def _zinnen() -> dict[str, re.Pattern[str]]:
    """The phrases of each group as one pattern; in Arabic "and", "for" and "with" are written on to the word."""
    ruw = tomllib.loads((Path(__file__).parent / "bekend.toml").read_text(encoding="utf-8"))
    delen = {
        wat: "|".join(re.escape(_plat(z)).replace(r"\*", r"\w*") for taal in talen.values() for z in taal) for wat, talen in ruw.items()
    }
    delen["als_beroep"] = rf"(?:{delen['ik_ben']}) (?:{delen['beroep']})"
    return {wat: re.compile(rf"(?<![\w'])[ولبف]?(?:{alle})(?!\w)") for wat, alle in delen.items()}


def _plat(tekst: str) -> str:
    """A text as bare words: without capitals, accents and punctuation."""
    return _TUSSEN.sub(" ", normaal(tekst).replace("’", "'")).strip()


def _delen(tekst: str) -> Iterator[str]:
    """The parts of a text between stops, commas and "maar": linear in its length."""
    yield from (d.strip() for d in _ZINSDEEL.split(tekst.lower()) if d and d.strip())


def _geprobeerd(tekst: str) -> Iterator[str]:
    """The parts that say what was tried. One that only says that it did not help speaks of the part before it."""
    zinnen, vorige = _zinnen(), ""
    for deel in _delen(tekst):
        plat = _plat(deel)
        tried = zinnen["geprobeerd"].search(plat)
        alleen = tried and all(zinnen["vergeefs"].fullmatch(w) for w in plat.split())
        if tried and (vorige or not alleen):
            yield vorige if alleen else deel
        vorige = deel


@functools.lru_cache(maxsize=8)
def bekend(tekst: str) -> Bekend:
    """Read what is answered already. Asked many times in one answer; who makes the answer forgets it (`cache_clear`): no text outlives it."""
    zinnen, plat = _zinnen(), _plat(tekst)
    heeft = {wat: bool(patroon.search(plat)) for wat, patroon in zinnen.items()}
    anderen = zinnen["zelf_rol"].sub(" ", plat)  # "ik ben net moeder geworden" names no other
    naaste, buiten, ander = (bool(zinnen[wat].search(anderen)) for wat in ("naaste", "buiten", "ander"))
    ander = ander or naaste or buiten
    rest = zinnen["zorgen"].sub(" ", plat)  # "ik maak me zorgen over" is nothing of oneself
    return Bekend(
        wil=heeft["wil"],
        woont=heeft["woont"],
        zelf=(heeft["zelf"] and (not ander or heeft["verlies"])) or heeft["mij"],
        naaste=naaste,
        geprobeerd=tuple(dict.fromkeys(_geprobeerd(tekst))),
        ik=heeft["zelf"],
        ander=ander,
        buiten=buiten,
        zorgen=heeft["zorgen"],
        verlies=heeft["verlies"] or heeft["rouw"],
        beroep=heeft["client"] or (heeft["als_beroep"] and buiten and not naaste),
        middel=heeft["middel"],
        bijbaan=heeft["bijbaan"],
        geworden=heeft["zelf_rol"],
        eigen=heeft["mij"] or bool(zinnen["eigen"].search(rest)),
    )
