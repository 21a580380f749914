"""Advice for who writes: long sentences, hard words with a simpler one, passives. A help, no certificate; never blocks, changes nothing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from sociale_kaart.model import Voorziening
from sociale_kaart.woorden.lezer import DATA

LANG = 15  # words in one sentence
LEESBAAR = ("samenvatting", "wat", "wanneer", "zelf", "waarheen", "tijden", "kosten", "eerste_stap", "gesloten")
_ZIN = re.compile(r"(?<=[.!?:])\s+|\n")
_WOORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LIJDEND = re.compile(r"\b(?:word|wordt|worden|werd|werden)\b(?:\s+\S+){0,6}?\s+(?:ge|ver|be|ont|her)[^\W\d_]+(?:d|t|en)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tip:
    """One piece of advice. soort: lang, moeilijk, lijdend; stuk: the literal words; beter: a simpler word, for moeilijk only."""

    soort: str
    stuk: str
    beter: str = ""


@cache
def _simpel() -> tuple[dict[str, str], re.Pattern[str]]:
    woorden: dict[str, str] = tomllib.loads((DATA / "simpel.toml").read_text(encoding="utf-8"))
    langste_eerst = sorted(woorden, key=len, reverse=True)
    return woorden, re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, langste_eerst))})(?![\w-])", re.IGNORECASE)


def tips(tekst: str) -> list[Tip]:
    """What could be simpler in a text, in the order of the text."""
    woorden, patroon = _simpel()
    uit = []
    for zin in filter(None, (z.strip() for z in _ZIN.split(tekst))):
        if len(_WOORD.findall(zin)) > LANG:
            uit.append(Tip("lang", zin))
        uit += [Tip("moeilijk", m.group(), woorden[m.group().lower()]) for m in patroon.finditer(zin)]
        if _LIJDEND.search(zin):
            uit.append(Tip("lijdend", zin))
    return list(dict.fromkeys(uit))


def tips_voor(v: Voorziening) -> list[Tip]:
    """Advice for everything a resident reads of an entry."""
    teksten: Iterable[str] = ("\n".join(w) if isinstance(w := getattr(v, naam), tuple) else w for naam in LEESBAAR)
    return [t for tekst in teksten for t in tips(tekst)]
