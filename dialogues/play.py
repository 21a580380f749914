"""play(): a pure replay. The same scripts, answers and facts give the same position; nothing is remembered anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogues.model import EIGEN, OVERGESLAGEN, Choice, Dialogue, Step
from dialogues.regels import REGELS, Antwoorden, Feiten

MEESTE_VRAGEN = 7
MEESTE_DOMEINEN = 2
GEDEELD = "gedeeld"
VERDER = "verder"  # the answer of who wants to be asked on after a plain question


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

    @property
    def eigen(self) -> tuple[Antwoord, ...]:
        """The answers in own words."""
        return tuple(a for a in self.antwoorden if a.eigen and a.stap.soort != "buurt")

    def antwoord(self, naam: str) -> Antwoord | None:
        """The answer to a step by name."""
        return next((a for a in self.antwoorden if a.stap.naam == naam and not a.overgeslagen), None)


def volgorde(scripts: Mapping[str, Dialogue], onderwerpen: Sequence[str]) -> list[tuple[Dialogue, Step]]:
    """The steps of a conversation in order: what cannot wait, the first questions of at most two topics, the shared ones once, the rest.

    One topic brings two questions before the shared ones, two topics one each: so seven questions always hold the shared core.
    """
    topics = [scripts[c] for c in onderwerpen if c in scripts and c != GEDEELD][:MEESTE_DOMEINEN]
    voor = 2 if len(topics) == 1 else 1
    delen = [(scripts[GEDEELD], s) for s in scripts[GEDEELD].stappen]
    if topics and topics[0].gedeeld is not None:
        delen = [(d, s) for d, s in delen if s.naam in topics[0].gedeeld]
        topics, voor = topics[:1], len(topics[0].stappen)
    namen = {s.naam for _, s in delen}
    in_eigen_woorden = {s.naam: (d, s) for d in reversed(topics) for s in d.stappen if s.naam in namen}  # the stronger topic's words win
    haast = [(d, s) for d in topics for s in d.stappen if s.plaats == "eerst" and s.naam not in namen]
    per = [[(d, s) for s in d.stappen if s.naam not in namen and s.plaats != "eerst"] for d in topics]

    def op(plaats: str) -> list[tuple[Dialogue, Step]]:
        return [in_eigen_woorden.get(s.naam, (d, s)) for d, s in delen if s.plaats == plaats]

    rijen = [haast, op("eerst"), *(p[:voor] for p in per), op("kern"), *(p[voor:] for p in per), op("")]
    return list({s.naam: (d, s) for rij in reversed(rijen) for d, s in reversed(rij)}.values())[::-1]


def _antwoord(stap: Step, codes: tuple[str, ...]) -> Antwoord | None:
    """The answer as the script knows it now; None when it no longer fits the step (then it is asked again)."""
    if codes == (OVERGESLAGEN,):
        return Antwoord(stap, codes, ())
    if stap.soort in ("tekst", "buurt"):
        return Antwoord(stap, codes, (), codes[0]) if codes and codes[0] else None
    keuzes = tuple(k for c in codes if (k := stap.keuze(c)))
    eigen = next((c[1:] for c in codes if c.startswith(EIGEN)), "") if stap.eigen_woorden else ""
    if stap.soort == "keuze":
        keuzes = keuzes[:1]
    if leeg := tuple(k for k in keuzes if k.leeg):
        keuzes = leeg[:1]
    return Antwoord(stap, tuple(k.code for k in keuzes), keuzes, eigen) if keuzes or eigen else None


def _vragen(s: Step, feiten: Feiten, antwoorden: Antwoorden) -> bool:
    """Whether a step is asked: its rule holds, the text does not answer it already, and the question was not a plain one."""
    if feiten.eenvoudig and VERDER not in antwoorden:
        return False
    if s.als and not REGELS[s.als](feiten, antwoorden):
        return False
    return not (s.kan_bekend and any(k.soorten and k.soorten[0] in feiten.soorten for k in s.keuzes))


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
    stappen = volgorde(scripts, onderwerpen)
    beantwoord = sum(s.naam in antwoorden and _antwoord(s, antwoorden[s.naam]) is not None for _, s in stappen)
    for d, s in stappen:
        doel = sprong.get(d.code)
        if doel and doel != s.naam:
            continue
        sprong.pop(d.code, None)
        gegeven = _antwoord(s, antwoorden[s.naam]) if s.naam in antwoorden else None
        if gegeven is None and not _vragen(s, feiten, antwoorden):
            continue
        if gegeven is not None:
            gedaan.append(gegeven)
            naar = next((k.naar for k in gegeven.keuzes if k.naar), "")
            if naar:
                sprong[d.code] = naar
        elif beantwoord + nog < meeste:
            volgende = volgende or s
            nog += 1
    return Position(tuple(gedaan), volgende, nog)
