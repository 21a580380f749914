"""A scripted conversation as plain frozen data: Dialogue, Step, Choice. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass

SOORTEN = ("keuze", "meer", "tekst", "buurt")
PLAATSEN = ("", "eerst", "kern")  # of a shared question: before everything, with the first questions of the topic, or when there is room
OVERGESLAGEN = "-"  # the answer of a step that was skipped
EIGEN = "="  # what own words beside choices start with


@dataclass(frozen=True, slots=True)
class Choice:
    """One quick reply. What it adds: kinds of help, domains, markers of complexity, an urgent signal, how soon, tried kinds."""

    code: str
    label: str
    soorten: tuple[str, ...] = ()
    domeinen: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    signaal: str = ""
    spoed: str = ""
    naar: str = ""  # jump forward to this step of the same dialogue, or "einde"
    leeg: bool = False  # in a "meer" step: excludes the others ("Nee, dat is alles")
    reactie: str = ""  # what stands above the next question: that we listened


@dataclass(frozen=True, slots=True)
class Step:
    """One question. soort: keuze (one choice), meer (several), tekst (own words, at most `hoogstens` characters), buurt."""

    naam: str
    vraag: str
    waarom: str
    soort: str
    keuzes: tuple[Choice, ...] = ()
    als: str = ""  # name of a rule in regels.REGELS; empty: always
    eigen_woorden: bool = True  # beside choices there is always room for own words, unless it makes no sense (an age)
    hoogstens: int = 300
    zin: str = ""  # how the answer reads on the check page: "Ik wil"
    wet: tuple[str, ...] = ()  # letters of Wmo 2015 art. 2.3.2 lid 4 that it serves (L-11)
    plaats: str = ""  # one of PLAATSEN
    kan_bekend: bool = False  # not asked when the text already points to a kind that leads one of the choices

    def keuze(self, code: str) -> Choice | None:
        """The choice with this code."""
        return next((k for k in self.keuzes if k.code == code), None)

    def leest(self) -> bool:
        """Whether own words here say what somebody needs: read for help too. Every text is read for danger."""
        return self.naam not in ("ik_kan", "voor_een_ander", "geprobeerd")


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A script: its steps in order, and what stands at the end (a next step and a human, always).

    A step with the name of a shared one takes its place: the same question in the words of this script, asked once.
    """

    code: str
    naam: str
    stappen: tuple[Step, ...]
    domein: str = ""
    inleiding: str = ""
    einde: str = ""
    voor_ander: bool = False  # reporter and client are two people
    signaal_soort: str = "melding"  # what a referral from here is: melding or signaal
    gedeeld: tuple[str, ...] | None = None  # a script that stands alone names the shared questions it takes; None: all of them

    def stap(self, naam: str) -> Step | None:
        """The step with this name."""
        return next((s for s in self.stappen if s.naam == naam), None)
