"""What a text means on top of a Reading: urgent signals, markers of complexity, role, how soon. Each with the words that said so.

Two sources. Rules: phrases that must never be missed (words/vast/*.toml). A learned linear model (words/gewichten.npz, see learn.py)
that may only add a signal for the resident's own screen. Nothing here scores a person (docs/adr/0004).
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from sociale_kaart.woorden import Lezing, Weging, lezer

WOORDEN = Path(__file__).parent / "words"
GEWICHTEN = WOORDEN / "gewichten.npz"
SIGNALEN = (
    "levensgevaar",
    "suicide",
    "geweld",
    "kind-onveilig",
    "seksueel-geweld",
    "vannacht-geen-bed",
    "afsluiting",
)  # most pressing first
MARKERS = (
    "meerdere-domeinen",
    "overbelast",
    "geen-netwerk",
    "meerdere-hulpverleners",
    "tussen-wal-en-schip",
    "jong-18-23",
    "kan-niet-alleen",
    "zorgmijder",
    "uit-ziekenhuis",
    "hulp-past-niet",
)
DOMEINEN = (
    "geld",
    "werk",
    "wonen",
    "huishouden",
    "gezondheid",
    "mentaal",
    "verslaving",
    "contact",
    "mantelzorg",
    "gezin",
    "veiligheid",
    "vervoer",
    "taal",
    "recht",
)
KORT = 20  # words: a short text that is a known look-alike has a signal only by rule
RUSTIG = -0.6  # a phrase of a rule in a text that is calm for the rest ("die computer wil er een eind aan maken") gives the calm line
STIL = -1.6  # ... and in one that is calm through and through nothing
VERHAAL = 100  # words: in a longer text each sentence counts by itself too
ZIN_MINDER = 0.8  # ... and must be this much surer than a whole text
GENOEMD = 0.4  # a signal that a rule names fits this much better
MINST_COMPLEX = 3  # words
EEN_ZIN = 15  # words: in a shorter text each part of the sentence ("en kan mijn tuin niet doen") speaks of its domain too
DEEL_MINDER = 0.2  # ... a little less
VER = -1.0  # a domain further from what was learned is not looked at
VEILIGHEID = frozenset({"geweld", "kind-onveilig", "seksueel-geweld"})
DOMEIN_VAN = {
    "levensgevaar": "gezondheid",
    "suicide": "mentaal",
    "geweld": "veiligheid",
    "kind-onveilig": "veiligheid",
    "seksueel-geweld": "veiligheid",
    "vannacht-geen-bed": "wonen",
    "afsluiting": "geld",
}


@dataclass(frozen=True, slots=True)
class Signaal:
    """An urgent signal. niveau: nu or zacht; bron: regel or geleerd."""

    code: str
    niveau: str
    because: tuple[str, ...]
    bron: str


@dataclass(frozen=True, slots=True)
class Kenmerk:
    """A marker or a domain, with the words that said so. zeker: by itself; else only the likeliest of a text that is complex as a whole."""

    code: str
    because: tuple[str, ...]
    zeker: bool = True


@dataclass(frozen=True, slots=True)
class Veld:
    """How much a text speaks of a life domain: logit of its head (0 = as likely as not). want: finds the words that said so."""

    logit: float
    want: Callable[[], tuple[str, ...]]

    @property
    def because(self) -> tuple[str, ...]:
        """The words that said so: looked for when they are shown."""
        return self.want()


@dataclass(frozen=True, slots=True)
class Begrepen:
    """What was understood of a text."""

    signalen: tuple[Signaal, ...] = ()
    markers: tuple[Kenmerk, ...] = ()
    spoed: str = ""
    rol: str = ""
    leeftijd: int | None = None
    velden: Mapping[str, Veld] = field(default_factory=dict)

    @property
    def nu(self) -> tuple[Signaal, ...]:
        """Signals at level nu."""
        return tuple(s for s in self.signalen if s.niveau == "nu")


# --- rules ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Zin:
    stammen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Vast:
    code: str
    nu: dict[str, list[_Zin]]  # by the longest stem of the phrase: only those whose stem stands in the text are looked at
    zacht: dict[str, list[_Zin]]
    behalve: dict[str, list[_Zin]]


def _zin(tekst: str) -> _Zin:
    """A phrase matches by stem only: by concept "ik wil die" would be "ik wil dood" (English "die" stands in the concept dood)."""
    return _Zin(tuple(w.stam for w in lezer().lees(tekst).woorden))


def _op_stam(talen: dict[str, list[str]]) -> dict[str, list[_Zin]]:
    uit: dict[str, list[_Zin]] = {}
    for zinnen in talen.values():
        for z in map(_zin, zinnen):
            if z.stammen:
                uit.setdefault(max(z.stammen, key=len), []).append(z)
    return uit


def _kandidaten(per_stam: dict[str, list[_Zin]], aanwezig: set[str]) -> list[_Zin]:
    """The phrases whose every stem stands in the text."""
    return [z for s in aanwezig if s in per_stam for z in per_stam[s] if _kan(z, aanwezig)]


@functools.cache
def _vast() -> tuple[_Vast, ...]:
    uit = []
    for code in SIGNALEN:
        pad = WOORDEN / "vast" / f"{code}.toml"
        if pad.exists():
            d = tomllib.loads(pad.read_text(encoding="utf-8"))
            uit.append(_Vast(code, *(_op_stam(d.get(deel, {})) for deel in ("nu", "zacht", "behalve"))))
    return tuple(uit)


def _staat_in(zin: _Zin, lezing: Lezing, extra: int = 1) -> list[tuple[int, int]]:
    """Where a phrase stands in a text: its words in order, with at most `extra` other words between two of them."""
    woorden, uit = lezing.woorden, []
    n = len(woorden)
    for begin in (i for i, w in enumerate(woorden) if w.stam == zin.stammen[0]):
        i, ok = begin, True
        for k in range(1, len(zin.stammen)):
            volgende = next((j for j in range(i + 1, min(i + 2 + extra, n)) if _zelfde(zin, k, lezing, j)), None)
            if volgende is None:
                ok = False
                break
            i = volgende
        if ok:
            uit.append((begin, i))
    return uit


def _zelfde(zin: _Zin, k: int, lezing: Lezing, i: int) -> bool:
    return lezing.woorden[i].stam == zin.stammen[k]


_ONTKENT = frozenset("niet geen nooit nie noit gin nicht not never dont nigdy".split())


def regels(lezing: Lezing) -> list[Signaal]:
    """Signals by rule: a phrase that must never be missed stands in the text, and no exception covers it."""
    uit = []
    aanwezig = {w.stam for w in lezing.woorden}
    for vast in _vast():
        niet = [plek for z in _kandidaten(vast.behalve, aanwezig) for plek in _staat_in(z, lezing, 2)]
        for niveau, zinnen in (("nu", vast.nu), ("zacht", vast.zacht)):
            hits = [
                plek
                for z in _kandidaten(zinnen, aanwezig)
                for plek in _staat_in(z, lezing)
                if not any(a <= plek[1] and plek[0] <= b for a, b in niet) and not _ontkend(lezing, z, plek)
            ]
            if hits:
                lang = max(hits, key=lambda p: (p[1] - p[0], -p[0]))
                uit.append(Signaal(vast.code, niveau, (lezing.stuk(*lang),), "regel"))
                break
    return uit


def look_alikes(lezing: Lezing) -> set[str]:
    """Signals of which a look-alike phrase stands in the text: what is learned must then be much surer."""
    aanwezig = {w.stam for w in lezing.woorden}
    return {v.code for v in _vast() if any(_staat_in(z, lezing, 2) for z in _kandidaten(v.behalve, aanwezig))}


def _kan(zin: _Zin, aanwezig: set[str]) -> bool:
    return all(s in aanwezig for s in zin.stammen)


def _ontkend(lezing: Lezing, zin: _Zin, plek: tuple[int, int]) -> bool:
    """A "not" inside or just before the hit that the phrase itself does not have: "ik wil NIET dood"."""
    if any(s in _ONTKENT for s in zin.stammen):
        return False
    a, b = plek
    return any(w.goed in _ONTKENT for w in lezing.woorden[max(a - 1, 0) : b + 1])


# --- learned ----------------------------------------------------------------------------------------------------------


@functools.cache
def weging() -> Weging:
    """The learned weights of the repository."""
    return Weging.uit(GEWICHTEN)


@functools.cache
def grenzen() -> dict[str, float]:
    """Thresholds on the logits, chosen by cross-validation over whole situations (learn.py writes them)."""
    return {k: float(v) for k, v in tomllib.loads((WOORDEN / "grenzen.toml").read_text(encoding="utf-8")).items()}


@functools.cache
def cijfers() -> dict[str, Any]:
    """How well danger is recognised, in lines of a hundred: for /over/regels."""
    return tomllib.loads((WOORDEN / "cijfers.toml").read_text(encoding="utf-8"))


_LEEFTIJD = re.compile(
    r"\b(?:ben|ik word|ik wordt|i am|im|i'm)\s+(?:nu|net|pas|bijna|al|nog maar|now|just)?\s*(\d{1,2})\b"
    r"(?!\s*(?:keer|weken|maanden|dagen|uur|kilo|euro|weeks|months|days|hours|times|(?:jaar|jr)\s+(?:getrouwd|samen|alleen|weduw|gescheiden)))"
    r"|\b(?:mam|мені)\s+(\d{1,2})\s*(?:lat|рок)|\bعمري\s+(\d{1,2})\b"
    r"|\b(\d{1,2})\s*yaş[ıi]nday[ıi]m\b"
    r"|\bik\b[^.,;!?]{0,25}?\b(\d{1,2})\s*(?:jaar|jr|jaor)\s+(?:oud|jong)\b",
    re.I,
)


def leeftijd(tekst: str) -> int | None:
    """The age that somebody says to have; not how long something lasts, nor the age of somebody else."""
    gevonden = _LEEFTIJD.search(tekst)
    return int(next(filter(None, gevonden.groups()))) if gevonden else None


class _Geleerd:
    """What the learned heads say of a reading: logits over their thresholds. A sentence of a long text counts by itself, a little less."""

    def __init__(self, lezing: Lezing) -> None:
        self.lezing, self.w, self.grens = lezing, weging(), grenzen()
        self.uitslag = self.w.uitslag(lezing)

    def logit(self, klasse: str) -> float:
        return float(self.uitslag.heel[self.w.plaats[klasse]])

    def veld(self, domein: str) -> float:
        """How much the text speaks of a domain; a short text as much as the part of it that does most."""
        k = self.w.plaats["domein:" + domein]
        delen = self.uitslag.bijzinnen[:, k] if len(self.lezing.woorden) <= EEN_ZIN else np.empty(0)
        return max(float(self.uitslag.heel[k]), float(delen.max(initial=-99.0)) - DEEL_MINDER)

    def som(self, of: str, welke: str) -> float:
        """The head that says whether plus the strongest that says which; of the whole text, or of its strongest sentence less ZIN_MINDER."""
        k, rest = self.w.plaats[of], [i for naam, i in self.w.plaats.items() if naam.startswith(welke)]
        heel, zinnen = self.uitslag.heel, self.uitslag.zinnen if len(self.lezing.woorden) > VERHAAL else self.uitslag.zinnen[:0]
        delen = zinnen[:, k] + zinnen[:, rest].max(axis=1) if len(zinnen) else np.empty(0)
        return max(float(heel[k] + heel[rest].max()), float(delen.max(initial=-99.0)) - ZIN_MINDER)

    def over(self, klasse: str) -> float:
        return self.logit(klasse) - self.grens[klasse]

    def want(self, klasse: str) -> tuple[str, ...]:
        return self.w.want(self.lezing, klasse, self.uitslag)

    def codes(self, vast: Container[str]) -> list[str]:
        """The signals by how well they fit, if there is one: by their own head, by the head that tells them apart, and by rule (`vast`)."""
        return sorted(SIGNALEN, key=lambda s: -(self.logit("nu:" + s) + self.logit("welk:" + s) + GENOEMD * (s in vast)))


def begrijp(lezing: Lezing) -> Begrepen:
    """Understand a reading. Deterministic; linear in the length of the text."""
    if not lezing.woorden:
        return Begrepen()
    g = _Geleerd(lezing)
    signalen = _signalen(lezing, g)
    markers = _markers(lezing, g)
    if nu := next((s for s in signalen if s.niveau == "nu"), None):
        markers.append(Kenmerk("urgent", nu.because))
    spoed = next((s for s in ("vandaag", "deze-week") if markers and g.over("spoed:" + s) >= 0), "")
    if not spoed and any(m.code == "overbelast" for m in markers):
        spoed = "deze-week"
    rollen = [k for k in g.w.klassen if k.startswith("rol:") and g.over(k) >= 0]
    rol = max(rollen, key=g.over).removeprefix("rol:") if rollen else ""
    velden = {d: Veld(z, functools.partial(g.want, "domein:" + d)) for d in DOMEINEN if (z := g.veld(d)) > VER}
    return Begrepen(signalen, tuple(markers), spoed, rol, leeftijd(lezing.tekst), velden)


def _signalen(lezing: Lezing, g: _Geleerd) -> tuple[Signaal, ...]:
    """Signals by rule, and the one that was learned where no rule at that level speaks; most pressing first."""
    gevaar = g.som("nu", "nu:")
    vast = regels(lezing) if gevaar >= STIL else []
    uit = {s.code: s if gevaar >= RUSTIG else replace(s, niveau="zacht") for s in vast}
    volgorde = g.codes(uit)
    lijkt = look_alikes(lezing)
    kort = len(lezing.woorden) <= KORT
    code = next((c for c in volgorde if not (kort and c in lijkt)), "")
    if (
        code and not (kort and lijkt and volgorde[0] in lijkt) and len(lezing.woorden) >= 3
    ):  # one or two words say too little for what is learned
        if gevaar >= g.grens["nu"] and not any(s.niveau == "nu" for s in uit.values()):
            uit[code] = Signaal(code, "nu", g.want("nu:" + code), "geleerd")
        elif not uit and (gevaar >= g.grens["misschien"] or g.over("zacht") >= 0):
            uit[code] = Signaal(code, "zacht", g.want("nu:" + code if gevaar >= g.grens["misschien"] else "zacht"), "geleerd")
    return tuple(sorted(uit.values(), key=lambda s: (s.niveau != "nu", volgorde.index(s.code))))


def _markers(lezing: Lezing, g: _Geleerd) -> list[Kenmerk]:
    """Why a question needs more than one kind of help, surest first: only when the text as a whole says that it does. A carer is called worn out
    only when that stands on its own feet."""
    if len(lezing.woorden) < MINST_COMPLEX or g.som("complex", "m:") < g.grens["complex"]:
        return []
    logit = {m: g.logit("m:" + m) for m in MARKERS}
    beste = max(MARKERS, key=lambda m: logit[m])
    logit["overbelast"] += g.logit("complex")
    over = {m: logit[m] - g.grens["m:" + m] for m in MARKERS}
    mee = sorted((m for m in MARKERS if over[m] >= 0), key=lambda m: -over[m])
    if not mee and beste != "overbelast":
        return [Kenmerk(beste, g.want("m:" + beste), zeker=False)]
    return [Kenmerk(m, g.want("m:" + m)) for m in mee]
