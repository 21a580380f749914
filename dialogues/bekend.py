"""What a text already answers, so that it is not asked again: phrases of bekend.toml. Adds nothing to signals, markers or help."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sociale_kaart.woorden import normaal

_ZINSDEEL = re.compile(r"[.!?;,\n]+|\b(?:maar|en|but|and)\b")


@dataclass(frozen=True, slots=True)
class Bekend:
    """Which shared questions a text answers. geprobeerd: the parts of the text that say what was tried."""

    wil: bool = False
    woont: bool = False
    zelf: bool = False
    naaste: bool = False
    geprobeerd: tuple[str, ...] = ()


@functools.cache
def _zinnen() -> dict[str, tuple[str, ...]]:
    ruw = tomllib.loads((Path(__file__).parent / "bekend.toml").read_text(encoding="utf-8"))
    return {wat: tuple(f" {normaal(z)} " for taal in talen.values() for z in taal) for wat, talen in ruw.items()}


def _heeft(tekst: str, wat: str) -> bool:
    laag = f" {' '.join(normaal(tekst).split())} "
    return any(z in laag for z in _zinnen()[wat])


def _delen(tekst: str) -> Iterator[str]:
    """The parts of a text between stops, commas and "maar": linear in its length."""
    yield from (d.strip() for d in _ZINSDEEL.split(tekst.lower()) if d and d.strip())


def bekend(tekst: str) -> Bekend:
    """Read what is answered already."""
    zelf = _heeft(tekst, "zelf") and not _heeft(tekst, "ander")
    tried = tuple(d for d in _delen(tekst) if _heeft(d, "geprobeerd"))
    return Bekend(_heeft(tekst, "wil"), _heeft(tekst, "woont"), zelf, _heeft(tekst, "naaste"), tried)
