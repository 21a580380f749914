"""Reads the scripts; names every mistake by file and step: unknown step or rule, a jump back, a step nobody can reach, no end."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

from dialogues.model import PLAATSEN, SOORTEN, Choice, Dialogue, Step
from dialogues.regels import REGELS

SCRIPTS = Path(__file__).parent / "scripts"


class Fouten(ValueError):
    """Mistakes in scripts, each "file, step: what is wrong"."""

    def __init__(self, regels: list[str]) -> None:
        super().__init__("\n".join(regels))
        self.regels = regels


def _keuze(ruw: dict[str, Any]) -> Choice:
    velden: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in ruw.items()}
    return Choice(**velden)


def _stap(ruw: dict[str, Any]) -> Step:
    ruw = dict(ruw)
    keuzes = tuple(_keuze(k) for k in ruw.pop("keuzes", ()))
    velden: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in ruw.items()}
    return Step(keuzes=keuzes, **velden)


def _fouten_in_keuzes(plaats: str, s: Step, i: int, namen: list[str]) -> list[str]:
    """A choice that is there twice, leads nowhere, or leads back."""
    codes = [k.code for k in s.keuzes]
    fouten = [f"{plaats}: choice '{c}' is there twice" for c in sorted({c for c in codes if codes.count(c) > 1})]
    for k in s.keuzes:
        if k.naar and k.naar != "einde":
            if k.naar not in namen:
                fouten.append(f"{plaats}: choice '{k.code}' leads to the unknown step '{k.naar}'")
            elif namen.index(k.naar) <= i:
                fouten.append(f"{plaats}: choice '{k.code}' leads back to '{k.naar}': a circle")
    return fouten


def _fouten(bestand: str, d: Dialogue) -> list[str]:
    fouten, namen = [], [s.naam for s in d.stappen]
    for i, s in enumerate(d.stappen):
        plaats = f"{bestand}, step '{s.naam}'"
        if namen.count(s.naam) > 1:
            fouten.append(f"{plaats}: the name is used twice")
        if s.soort not in SOORTEN:
            fouten.append(f"{plaats}: soort '{s.soort}' is none of {', '.join(SOORTEN)}")
        if s.soort in ("keuze", "meer") and len(s.keuzes) < 2:
            fouten.append(f"{plaats}: a dead end: fewer than two choices")
        if s.als and s.als not in REGELS:
            fouten.append(f"{plaats}: the rule '{s.als}' does not exist")
        if s.plaats not in PLAATSEN:
            fouten.append(f"{plaats}: plaats '{s.plaats}' is none of {', '.join(PLAATSEN)}")
        if not s.vraag or not s.waarom:
            fouten.append(f"{plaats}: vraag and waarom are needed")
        fouten += _fouten_in_keuzes(plaats, s, i, namen)
    bereikt = {0}
    for i, s in enumerate(d.stappen):
        if i not in bereikt:
            fouten.append(f"{bestand}, step '{s.naam}': unreachable: every answer before it jumps over it")
            continue
        sprongen = {k.naar for k in s.keuzes}
        if "" in sprongen or not s.keuzes or s.als or s.soort in ("tekst", "buurt", "meer"):
            bereikt.add(i + 1)
        bereikt |= {namen.index(n) for n in sprongen if n in namen}
    if not d.einde:
        fouten.append(f"{bestand}: no 'einde': every end names a next step and a human")
    return fouten


def lees(map_: Path = SCRIPTS) -> dict[str, Dialogue]:
    """All scripts of a folder by code. Raises Fouten."""
    gevonden: dict[str, Dialogue] = {}
    fouten: list[str] = []
    for pad in sorted(map_.glob("*.toml")):
        try:
            ruw = tomllib.loads(pad.read_text(encoding="utf-8"))
            stappen = tuple(_stap(s) for s in ruw.pop("stap", ()))
            velden: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in ruw.items()}
            d = Dialogue(stappen=stappen, **velden)
        except (tomllib.TOMLDecodeError, TypeError) as fout:
            fouten.append(f"{pad.name}: {fout}")
            continue
        if d.code in gevonden:
            fouten.append(f"{pad.name}: code '{d.code}' is used twice")
        gevonden[d.code] = d
        fouten += _fouten(pad.name, d)
    delen = {s.naam for s in gevonden["gedeeld"].stappen} if "gedeeld" in gevonden else set()
    for d in gevonden.values():
        fouten += [f"{d.code}.toml: 'gedeeld' names the unknown step '{n}'" for n in d.gedeeld or () if n not in delen]
    if fouten:
        raise Fouten(fouten)
    return gevonden


@functools.cache
def scripts() -> dict[str, Dialogue]:
    """The scripts of the repository."""
    return lees()
