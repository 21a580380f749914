"""A script as a picture for editors: boxes, answers and lines with their places, as plain data. Standard library; draws nothing itself, stores nothing."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

from dialogues.model import Choice, Dialogue, Step

BREED = 570  # units of the picture
VRAAG_X, VRAAG_B = 30, 240
KEUZE_X, KEUZE_B = 310, 238
REGEL = 21  # height of a line of text
RAND = 12
LUCHT = 44  # between two questions
KEUZE_LUCHT = 6
LETTERS = 24  # in a line of a question
LETTERS_KEUZE = 26
ZIJ = BREED - 8  # where jumps run down


@dataclass(frozen=True, slots=True)
class Vak:
    """A box with lines of text. soort: begin, vraag, keuze, keuze-nood, einde. stap: its name, for a link."""

    x: int
    y: int
    b: int
    h: int
    soort: str
    regels: tuple[str, ...]
    stap: str = ""
    onder: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lijn:
    """A line: path data of SVG. soort: gewoon, keuze, sprong, over (a question that may be left out)."""

    pad: str
    soort: str


@dataclass(frozen=True, slots=True)
class Tekening:
    """The picture: its size, boxes and lines."""

    breed: int
    hoog: int
    vakken: tuple[Vak, ...]
    lijnen: tuple[Lijn, ...]


def _regels(tekst: str, letters: int) -> tuple[str, ...]:
    return tuple(textwrap.wrap(tekst, letters)) or ("",)


def _hoogte(regels: tuple[str, ...], extra: int = 0) -> int:
    return 2 * RAND + REGEL * (len(regels) + extra)


def draw(d: Dialogue, regels: Mapping[str, str]) -> Tekening:
    """Places for a script, one question under another, its answers beside it. regels: rule -> when the question is asked, in words."""
    vakken = [Vak(VRAAG_X, 10, VRAAG_B, _hoogte(("",)), "begin", (d.naam,))]
    lijnen: list[Lijn] = []
    y, boven = 10 + _hoogte(("",)), {}
    vorige = y
    sprongen: list[tuple[int, str]] = []  # (height of the answer, step it leads to)
    for s in d.stappen:
        y += LUCHT
        vak, keuzes, hoogte = _stap(s, y, regels)
        boven[s.naam] = y
        vakken += [vak, *keuzes]
        lijnen.append(Lijn(f"M{VRAAG_X + VRAAG_B // 2} {vorige}V{y}", "gewoon"))
        if s.als:
            lijnen.append(Lijn(f"M{VRAAG_X} {y - LUCHT // 2}H{VRAAG_X - 20}V{y + hoogte + LUCHT // 2 - 8}H{VRAAG_X}", "over"))
        midden = y + vak.h // 2
        lijnen += [Lijn(f"M{VRAAG_X + VRAAG_B} {midden}H{KEUZE_X - 25}V{k.y + k.h // 2}H{KEUZE_X}", "keuze") for k in keuzes]
        sprongen += [(k.y + k.h // 2, c.naar) for k, c in zip(keuzes, s.keuzes, strict=False) if c.naar]
        if hoogte > vak.h:
            lijnen.append(Lijn(f"M{VRAAG_X + VRAAG_B // 2} {y + vak.h}V{y + hoogte}", "gewoon"))
        y += hoogte
        vorige = y
    y += LUCHT
    slot = _regels(d.einde, LETTERS)
    vakken.append(Vak(VRAAG_X, y, VRAAG_B, _hoogte(slot), "einde", slot))
    lijnen.append(Lijn(f"M{VRAAG_X + VRAAG_B // 2} {vorige}V{y}", "gewoon"))
    boven["einde"] = y
    for van, naar in sprongen:
        doel = boven[naar] + RAND
        lijnen.append(Lijn(f"M{KEUZE_X + KEUZE_B} {van}H{ZIJ}V{doel}H{VRAAG_X + VRAAG_B}", "sprong"))
    return Tekening(BREED, y + _hoogte(slot) + 12, tuple(vakken), tuple(lijnen))


def _stap(s: Step, y: int, regels: Mapping[str, str]) -> tuple[Vak, list[Vak], int]:
    """(the box of a question, the boxes of its answers, the height of both)."""
    vraag = _regels(s.vraag, LETTERS)
    onder = tuple(textwrap.wrap(regels.get(s.als, s.als), LETTERS + 4))
    vak = Vak(VRAAG_X, y, VRAAG_B, _hoogte(vraag, len(onder)), "vraag", vraag, s.naam, onder)
    keuzes: list[Vak] = []
    hier = y
    for k in s.keuzes:
        tekst = _regels(k.label, LETTERS_KEUZE)
        h = 12 + REGEL * len(tekst)
        keuzes.append(Vak(KEUZE_X, hier, KEUZE_B, h, _soort(k), tekst, s.naam))
        hier += h + KEUZE_LUCHT
    return vak, keuzes, max(vak.h, hier - KEUZE_LUCHT - y)


def _soort(k: Choice) -> str:
    return "keuze-nood" if k.signaal or k.spoed else "keuze"
