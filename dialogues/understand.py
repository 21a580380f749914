"""What a text means on top of a Reading: urgent signals, markers of complexity, domains, role, how soon. Each with the words that said so.

Two sources. Rules: phrases that must never be missed (words/vast/*.toml). A learned linear model (words/gewichten.txt, see learn.py)
that may only add a signal for the resident's own screen. Nothing here scores a person (docs/adr/0004).
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from sociale_kaart.woorden import Lezing, Uitslag, Weging, lezer

WOORDEN = Path(__file__).parent / "words"
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
KORT = 20  # words
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
    """A marker or a domain, with the words that said so."""

    code: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Begrepen:
    """What was understood of a text."""

    signalen: tuple[Signaal, ...] = ()
    markers: tuple[Kenmerk, ...] = ()
    domeinen: tuple[Kenmerk, ...] = ()
    spoed: str = ""
    rol: str = ""
    leeftijd: int | None = None

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
    for begin in range(n):
        if not _zelfde(zin, 0, lezing, begin):
            continue
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
    return Weging.uit(WOORDEN / "gewichten.txt")


@functools.cache
def grenzen() -> dict[str, float]:
    """Thresholds per class on the logit, chosen by cross-validation over whole situations (learn.py writes them)."""
    return {k: float(v) for k, v in tomllib.loads((WOORDEN / "grenzen.toml").read_text(encoding="utf-8")).items()}


_LEEFTIJD = re.compile(
    r"\b(?:ik ben|ben|i am|im|i'm|jestem|mam)\s+(\d{1,2})\b|\b(\d{1,2})\s*(?:jaar|jr|jaor|years old|lat|yas|yaş)\b", re.I
)


def _leeftijd(lezing: Lezing) -> int | None:
    gevonden = _LEEFTIJD.search(lezing.tekst)
    return int(gevonden.group(1) or gevonden.group(2)) if gevonden else None


def begrijp(lezing: Lezing) -> Begrepen:
    """Understand a reading. Deterministic; linear in the length of the text."""
    if not lezing.woorden:
        return Begrepen()
    w, grens = weging(), grenzen()
    uitslag = w.uitslag(lezing)

    def logit(klasse: str) -> float:
        k = w.plaats.get(klasse)
        return float(uitslag.scores[k]) if k is not None else -99.0

    def over(klasse: str) -> float:
        return logit(klasse) - grens.get(klasse, 99.0)

    signalen = {s.code: s for s in regels(lezing)}
    lang = len(lezing.woorden)
    lijkt = look_alikes(lezing)
    for code in SIGNALEN if lang >= 3 else ():  # one or two words say too little for what is learned
        if code in lijkt and lang <= KORT:
            continue  # a short text that is a known look-alike: only a rule counts
        hier = signalen.get(code)
        if over("nu:" + code) >= (0.6 if code in lijkt else 0.0) and (hier is None or hier.niveau == "zacht"):
            signalen[code] = Signaal(code, "nu", w.want(lezing, "nu:" + code, uitslag), "geleerd")
        elif hier is None and (
            over("zacht:" + code) >= 0 or (code not in lijkt and logit("nu:" + code) >= grens.get("misschien:" + code, 99.0))
        ):
            klasse = "zacht:" if over("zacht:" + code) >= 0 else "nu:"
            signalen[code] = Signaal(code, "zacht", w.want(lezing, klasse + code, uitslag), "geleerd")

    def druk(s: Signaal) -> tuple[bool, float, int]:
        return (s.niveau != "nu", -over("nu:" + s.code), SIGNALEN.index(s.code))

    gesorteerd = tuple(sorted(signalen.values(), key=druk))
    markers = [
        Kenmerk(m, w.want(lezing, "m:" + m, uitslag))
        for m in MARKERS
        if lang >= (8 if m == "meerdere-domeinen" else 5) and over("m:" + m) >= 0
    ]
    domeinen = _domeinen(lezing, w, uitslag, grens, gesorteerd)
    if any(s.niveau == "nu" for s in gesorteerd):
        markers.append(Kenmerk("urgent", next(s.because for s in gesorteerd if s.niveau == "nu")))
    spoed = next((s for s in ("vandaag", "deze-week") if over("spoed:" + s) >= 0), "")
    if not spoed and any(m.code == "overbelast" for m in markers):
        spoed = "deze-week"
    rollen = [k for k in w.klassen if k.startswith("rol:")]
    rol = max(rollen, key=logit).removeprefix("rol:") if rollen and max(map(logit, rollen)) > 0 else ""
    return Begrepen(gesorteerd, tuple(markers), domeinen, spoed, rol, _leeftijd(lezing))


def _domeinen(lezing: Lezing, w: Weging, uitslag: Uitslag, grens: dict[str, float], signalen: tuple[Signaal, ...]) -> tuple[Kenmerk, ...]:
    """Domains, strongest first, each with its words."""
    scores = {d: float(uitslag.scores[k]) - grens.get("d:" + d, 0.0) for d in DOMEINEN if (k := w.plaats.get("d:" + d)) is not None}
    zeker = {DOMEIN_VAN[s.code] for s in signalen if s.niveau == "nu"}
    mee = [d for d in sorted(scores, key=lambda d: (-scores[d], d)) if scores[d] >= 0 or d in zeker]
    return tuple(Kenmerk(d, w.want(lezing, "d:" + d, uitslag)) for d in mee[:4])
