"""play(): a pure replay. The same scripts, answers and facts give the same position; nothing is remembered anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogues.model import OVERGESLAGEN, Choice, Dialogue, Step
from dialogues.regels import REGELS, Antwoorden, Feiten

MEESTE_VRAGEN = 7
MEESTE_DOMEINEN = 2
GEDEELD = "gedeeld"


@dataclass(frozen=True, slots=True)
class Antwoord:
    """A question that was answered: the choices, or the own words."""

    stap: Step
    codes: tuple[str, ...]
    keuzes: tuple[Choice, ...]
    eigen: str = ""

    @property
    def overgeslagen(self) -> bool:
        """True when the resident skipped it."""
        return self.codes == (OVERGESLAGEN,)


@dataclass(frozen=True, slots=True)
class Position:
    """Where the conversation stands: what was answered, the next question (None: done), how many may still come."""

    antwoorden: tuple[Antwoord, ...]
    stap: Step | None
    nog: int

    def _alle(self, veld: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(w for a in self.antwoorden for k in a.keuzes for w in getattr(k, veld)))

    @property
    def soorten(self) -> tuple[str, ...]:
        """Kinds of help that the answers point to."""
        return self._alle("soorten")

    @property
    def domeinen(self) -> tuple[str, ...]:
        """Domains that the answers name."""
        return self._alle("domeinen")

    @property
    def markers(self) -> tuple[tuple[str, str], ...]:
        """(marker, the label of the answer that said so)."""
        return tuple((m, k.label) for a in self.antwoorden for k in a.keuzes for m in k.markers)

    @property
    def signalen(self) -> tuple[tuple[str, str], ...]:
        """(urgent signal, the label of the answer that said so)."""
        return tuple((k.signaal, k.label) for a in self.antwoorden for k in a.keuzes if k.signaal)

    @property
    def spoed(self) -> str:
        """The most pressing of what the answers say: vandaag, deze-week or nothing."""
        alle = {k.spoed for a in self.antwoorden for k in a.keuzes}
        return "vandaag" if "vandaag" in alle else "deze-week" if "deze-week" in alle else ""

    def antwoord(self, naam: str) -> Antwoord | None:
        """The answer to a step by name."""
        return next((a for a in self.antwoorden if a.stap.naam == naam and not a.overgeslagen), None)


def volgorde(scripts: Mapping[str, Dialogue], onderwerpen: Sequence[str]) -> list[tuple[Dialogue, Step]]:
    """The steps of a conversation: for each topic (at most two) its own, then the shared ones once."""
    eigen = [(scripts[c], s) for c in onderwerpen[:MEESTE_DOMEINEN] if c in scripts for s in scripts[c].stappen]
    gedeeld = scripts.get(GEDEELD)
    stappen = [(gedeeld, s) for s in gedeeld.stappen] if gedeeld else []
    eerst = [(d, s) for d, s in stappen if s.als in ("geld_speelt", "zorgt_voor_iemand")]
    rest = [(d, s) for d, s in stappen if (d, s) not in eerst]
    gezien: set[str] = set()
    uit = []
    for d, s in eerst + eigen + rest:
        if s.naam not in gezien:
            gezien.add(s.naam)
            uit.append((d, s))
    return uit


def _antwoord(stap: Step, codes: tuple[str, ...]) -> Antwoord | None:
    """The answer as the script knows it now; None when it no longer fits the step (then it is asked again)."""
    if codes == (OVERGESLAGEN,):
        return Antwoord(stap, codes, ())
    if stap.soort in ("tekst", "buurt"):
        return Antwoord(stap, codes, (), codes[0]) if codes and codes[0] else None
    keuzes = tuple(k for c in codes if (k := stap.keuze(c)))
    eigen = next((c[1:] for c in codes if c.startswith("=")), "") if stap.eigen_woorden else ""
    if stap.soort == "keuze":
        keuzes = keuzes[:1]
    if leeg := tuple(k for k in keuzes if k.leeg):
        keuzes = leeg[:1]
    return Antwoord(stap, tuple(k.code for k in keuzes), keuzes, eigen) if keuzes or eigen else None


def play(
    scripts: Mapping[str, Dialogue],
    onderwerpen: Sequence[str],
    antwoorden: Antwoorden,
    feiten: Feiten,
    meeste: int = MEESTE_VRAGEN,
) -> Position:
    """Replay answers (step name -> codes; own words as "=text") over the scripts of these topics.

    Answers to steps that no longer exist are ignored; answers that still fit are kept, wherever they stand.
    """
    gedaan: list[Antwoord] = []
    volgende: Step | None = None
    nog = 0
    sprong: dict[str, str] = {}
    for d, s in volgorde(scripts, onderwerpen):
        doel = sprong.get(d.code)
        if doel and doel != s.naam:
            continue
        sprong.pop(d.code, None)
        gegeven = _antwoord(s, antwoorden[s.naam]) if s.naam in antwoorden else None
        if gegeven is None and s.als and not REGELS[s.als](feiten, antwoorden):
            continue
        if gegeven is not None:
            gedaan.append(gegeven)
            naar = next((k.naar for k in gegeven.keuzes if k.naar), "")
            if naar:
                sprong[d.code] = naar
        elif len(gedaan) + nog < meeste:
            volgende = volgende or s
            nog += 1
    return Position(tuple(gedaan), volgende, nog)
