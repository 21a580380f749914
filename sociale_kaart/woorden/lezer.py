"""Reads a text into words with stems and concepts; every word knows where it stands in the text, so that evidence is literal."""

from __future__ import annotations

import functools
import re
import threading
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import snowballstemmer
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

DATA = Path(__file__).parent.parent / "data"
TALEN = ("nl", "en", "pl", "tr", "ar", "uk")
LANGSTE_WOORD = 40  # characters; what is longer is no word of a person and is cut, so that reading stays linear
MEESTE_WOORDEN = 1200
VAAK = 3  # a word used this often is surely a word
GEWOON = 400  # the commonest words of a language have a concept only when a list names them: "niet" is no form of "genieten"
LATIJN = ("nl", "en", "pl", "tr")  # languages that the letters do not tell apart
NEDERLANDS = 1.5  # how much likelier Dutch is before anything is read, as a logarithm
AAN_ELKAAR = ("وال", "بال", "فال", "كال", "لل", "ال")  # Arabic "and the", "in the", "the": written in one with the word
LOS_DEEL = "وبلفك"  # Arabic "and", "in", "for": one letter in one with the word
DICHTBIJ = 6  # words: two concepts this near belong together

_WOORD = re.compile(r"[^\W_]+")
_LOSSE = str.maketrans(
    {
        "ł": "l",
        "ß": "s",
        "ø": "o",
        "æ": "e",
        "ı": "i",
        "đ": "d",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ى": "ي",
        "ة": "ه",
        "ؤ": "و",
        "ئ": "ي",
        "ـ": None,
        "’": "'",
        "‘": "'",
        "`": "'",
    }
)
_STAM = threading.local()  # the stemmer keeps its word in itself, so each thread has one of its own
_CYRILLISCH_OF_ARABISCH = re.compile(r"[\u0400-\u04ff\u0600-\u06ff]")

# Spoken Dutch sounds alike for these spellings; used to compare, never to show.
_KLANK = [
    (re.compile(p), r)
    for p, r in (
        (r"^[vf][eu]+r(?=[a-z]{3})", "fr"),
        (r"(?<=[a-z]{3})ah$", "er"),  # The Hague
        (r"sch(?=[^aeiou]|$)", "s"),
        (r"ch", "g"),
        (r"ij|y|ei", "i"),
        (r"auw|ouw|au|ou", "u"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"dt$|d$", "t"),
        (r"b$", "p"),
        (r"ck|qu|c(?=[aou])|c$", "k"),
        (r"c", "s"),
        (r"z", "s"),
        (r"v", "f"),
        (r"x", "ks"),
        (r"ie", "i"),
        (r"oe|uu|eu", "u"),
        (r"aa", "a"),
        (r"ee", "e"),
        (r"oo", "o"),
        (r"en$|e$|n$", ""),
        (r"(.)\1+", r"\1"),
    )
]


def normaal(tekst: str) -> str:
    """Lower case, without accents (ł and ı too), Arabic letter variants folded; same number of words, other length allowed."""
    tekst = unicodedata.normalize("NFKC", tekst).lower().translate(_LOSSE)
    if tekst.isascii():
        return tekst
    return "".join(c for c in unicodedata.normalize("NFD", tekst) if not unicodedata.combining(c) or c == "\u0306").replace("\u0306", "")


def klank(woord: str) -> str:
    """A rough phonetic key of a Dutch word: 'schulthulp' and 'schuldhulp' share it."""
    for patroon, rest in _KLANK:
        woord = patroon.sub(rest, woord)
    return woord


@functools.lru_cache(maxsize=50_000)
def stam(woord: str) -> str:
    """The stem of a normalised word; Cyrillic and Arabic words are cut to a prefix of five letters instead, Arabic ones without "the"."""
    if _CYRILLISCH_OF_ARABISCH.search(woord):
        begin = next((b for b in AAN_ELKAAR if woord.startswith(b) and len(woord) - len(b) >= 4), "")
        return woord[len(begin) :][:5]
    if len(woord) <= 3:
        return woord
    if not hasattr(_STAM, "nl"):
        _STAM.nl = snowballstemmer.stemmer("dutch")
    return _STAM.nl.stemWord(woord)


@dataclass(frozen=True, slots=True)
class Woord:
    """One word of the text. begin/eind: offsets in the text as typed; norm: normalised as typed; goed: after repair."""

    begin: int
    eind: int
    norm: str
    goed: str
    stam: str
    begrippen: tuple[str, ...] = ()
    delen: tuple[str, ...] = ()  # the words of an unknown compound


@dataclass(frozen=True, slots=True)
class Begrippen:
    """The concepts of one language: of a word itself, and of a stem."""

    woord: Mapping[str, tuple[str, ...]]
    stam: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Lezing:
    """A text that has been read."""

    tekst: str
    woorden: tuple[Woord, ...]

    @functools.cached_property
    def kenmerken(self) -> tuple[tuple[str, int], ...]:
        """The features for the linear models: (name, index of its word)."""
        return tuple(kenmerken(self.woorden))

    @functools.cached_property
    def nummers(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The features and the pieces of words, for all models at once: each number once, ascending; which of these each feature of the text
        is; and the index of its word."""
        stukken_ = [stuknummers(w.norm) for w in self.woorden]
        alle = np.concatenate([nummers(naam for naam, _ in self.kenmerken), *stukken_])
        los, plaats = np.unique(alle, return_inverse=True)
        van = [np.array([i for _, i in self.kenmerken], np.int64), np.arange(len(stukken_)).repeat(list(map(len, stukken_)))]
        return los, plaats, np.concatenate(van)

    def stuk(self, eerste: int, laatste: int) -> str:
        """The literal piece of the text from word `eerste` to word `laatste`, both included."""
        return self.tekst[self.woorden[eerste].begin : self.woorden[laatste].eind]


class Lezer:
    """Reads texts against a vocabulary: the words of the phrases and of the concept lists.

    Repairs go to that vocabulary only, never to names of entries (reference: concept words decide, not the matcher).
    """

    def __init__(
        self,
        per_taal: Mapping[str, Counter[str]],
        begrippen: Mapping[str, Begrippen],
        spreektaal: dict[str, str],
        doel: set[str] | None = None,
    ) -> None:
        """per_taal: how often each word is used in each language; rare ones may be slips themselves and are no goal for repair. doel: the words
        that repair may lead to (Dutch ones; all known words when None)."""
        self.begrippen = begrippen
        self.spreektaal = spreektaal
        woordenschat: Counter[str] = sum(per_taal.values(), Counter())
        genoemd = {w for b in begrippen.values() for w in (*b.woord, *b.stam)}
        self._zeldzaam = {w for w, n in woordenschat.items() if n < VAAK} - genoemd
        self.kent: set[str] = (set(woordenschat) - self._zeldzaam) | genoemd | set(spreektaal.values())
        self._gewoon = {taal: {w for w, _ in telling.most_common(GEWOON)} for taal, telling in per_taal.items()}
        self._in_taal, self._taalkans = _kans_op_taal(per_taal)
        per_lengte: dict[int, list[str]] = {}
        self._klanken: dict[str, str] = {}
        for woord in sorted(self.kent, key=lambda w: (-woordenschat.get(w, 0), w)):
            if len(woord) >= 4 and woord.isalpha() and (doel is None or woord in doel):
                per_lengte.setdefault(len(woord), []).append(woord)
                self._klanken.setdefault(klank(woord), woord)
        self._per_lengte = {n: (rij, np.array([letters(w) for w in rij], np.uint64)) for n, rij in per_lengte.items()}
        self._woord = functools.lru_cache(maxsize=20_000)(self._lees_woord)

    def lees(self, tekst: str) -> Lezing:
        """Read a text. Never fails; linear in its length; words past the first 1,200 are left out."""
        tekst = unicodedata.normalize("NFC", tekst)
        return Lezing(tekst, tuple(self._woorden(tekst)))

    def _woorden(self, tekst: str) -> Iterator[Woord]:
        ruw = []
        for gevonden in _WOORD.finditer(tekst):
            norm = normaal(gevonden.group())[:LANGSTE_WOORD]
            if norm:
                ruw.append((gevonden.start(), gevonden.end(), norm))
            if len(ruw) >= MEESTE_WOORDEN:
                break
        taal = self.taal([norm for _, _, norm in ruw])
        i = 0
        while i < len(ruw):
            begin, eind, norm = ruw[i]
            if i + 1 < len(ruw) and tekst[eind : ruw[i + 1][0]] in (" ", "-", "'"):
                samen = norm + ruw[i + 1][2]
                if len(samen) >= 6 and samen in self.kent and not (norm in self.kent and ruw[i + 1][2] in self.kent):
                    yield Woord(begin, ruw[i + 1][1], samen, *self._woord(samen, taal))
                    i += 2
                    continue
            yield Woord(begin, eind, norm, *self._woord(norm, taal))
            i += 1

    def taal(self, woorden: Sequence[str]) -> str:
        """The language of normalised words in Latin script: the one in whose sentences they are used most."""
        som = self._taalkans[[r for w in woorden if (r := self._in_taal.get(w)) is not None]].sum(axis=0)
        som[0] += NEDERLANDS
        return LATIJN[int(som.argmax())]

    def _lees_woord(self, norm: str, taal: str) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
        """A normalised word in a text of a language: after repair, its stem, concepts and parts."""
        goed = self._herstel(norm)
        if schrift := _CYRILLISCH_OF_ARABISCH.search(goed):
            taal = "uk" if schrift.group() < "\u0600" else "ar"
        begrippen = self._begrip(goed, taal)
        delen = () if begrippen or len(goed) < 8 or goed in self.kent else self._splits(goed)
        if delen:  # the last part says what it is
            begrippen = tuple(dict.fromkeys(b for deel in reversed(delen) for b in self._begrip(deel, taal)))
        return goed, stam(goed), begrippen, delen

    def _begrip(self, goed: str, taal: str) -> tuple[str, ...]:
        """The concepts of a word in a language: by a list, by its stem, else as a word of another language ("gemeente" in a Polish text)."""
        eigen = self.begrippen[taal]
        if goed in eigen.woord or goed in self._gewoon[taal]:
            return eigen.woord.get(goed, ())
        if gevonden := eigen.stam.get(stam(goed)) or eigen.woord.get(stam(goed)):
            return gevonden
        for ander in LATIJN:
            if goed in self.begrippen[ander].woord and self._hoort_bij(goed, ander, taal):
                return self.begrippen[ander].woord[goed]
        return self._begrip(goed[1:], taal) if taal == "ar" and len(goed) > 4 and goed[0] in LOS_DEEL else ()

    def _hoort_bij(self, goed: str, ander: str, taal: str) -> bool:
        """Whether a word is used more in another language than in this one: "gemeente" is Dutch in a Polish text, "die" no English in a Dutch one."""
        rij = self._in_taal.get(goed)
        return rij is None or taal not in LATIJN or self._taalkans[rij, LATIJN.index(ander)] > self._taalkans[rij, LATIJN.index(taal)]

    def _herstel(self, norm: str) -> str:
        """The vocabulary word that was probably meant, else the word itself."""
        norm = self.spreektaal.get(norm, norm)
        if norm in self.kent or len(norm) < 5 or not norm.isalpha() or stam(norm) in self.kent:
            return norm
        if norm.isascii() and (gelijk := self._klanken.get(klank(norm))) and abs(len(gelijk) - len(norm)) <= 3:
            return gelijk
        if norm in self._zeldzaam and len(norm) < 8:
            return norm
        ruimte = 1 if len(norm) < 10 or norm in self._zeldzaam else 2
        beste, afstand = norm, ruimte + 1
        for lengte in range(len(norm) - ruimte, len(norm) + ruimte + 1):
            gevonden = extractOne(norm, self._buren(norm, lengte, ruimte), scorer=OSA.distance, score_cutoff=min(ruimte, afstand - 1))
            if gevonden and gevonden[1] < afstand and (gevonden[0][0] == norm[0] or gevonden[0][:2] == norm[1::-1] or len(norm) > 7):
                beste, afstand = gevonden[0], int(gevonden[1])
        return beste

    def _buren(self, norm: str, lengte: int, ruimte: int) -> list[str]:
        """The words of a length that can lie within `ruimte` edits, most used first: an edit changes at most two of the letters that a word is
        made of, one when it also changes the length. Most words fall off by that alone."""
        if lengte not in self._per_lengte:
            return []
        rij, met = self._per_lengte[lengte]
        anders = np.bitwise_count(met ^ np.uint64(letters(norm)))
        return [rij[i] for i in np.flatnonzero(anders <= 2 * ruimte - abs(lengte - len(norm)))]

    def _splits(self, woord: str) -> tuple[str, ...]:
        """A compound as vocabulary words of three letters or more: 'scootmobielpool' -> scootmobiel, pool. Empty when it is none."""
        if woord in self.kent:
            return (woord,)
        if woord.endswith("s") and woord[:-1] in self.kent:
            return (woord[:-1],)
        for knip in range(len(woord) - 3, 2, -1):
            if (rechts := woord[knip:]) in self.kent and len(rechts) + knip > 7 and (links := self._splits(woord[:knip])):
                return (*links, rechts)
        return ()


def kenmerken(woorden: tuple[Woord, ...]) -> Iterator[tuple[str, int]]:
    """Features for the linear models, each with the index of its word: stems (w), concepts (b), pairs of neighbours (p) and with one between
    (s), two concepts near each other in any order (x)."""
    vorige = voorvorige = ""
    for i, woord in enumerate(woorden):
        yield "w:" + woord.stam, i
        for deel in woord.delen:
            yield "w:" + stam(deel), i
        eerder = dict.fromkeys(b for w in woorden[max(i - DICHTBIJ, 0) : i] for b in w.begrippen) if woord.begrippen else ()
        for begrip in woord.begrippen:
            yield "b:" + begrip, i
            for ander in eerder:
                if ander != begrip:
                    yield (f"x:{ander}+{begrip}" if ander < begrip else f"x:{begrip}+{ander}"), i
        hier = woord.begrippen[0] if woord.begrippen else woord.stam
        if vorige:
            yield f"p:{vorige}_{hier}", i
        if voorvorige:
            yield f"s:{voorvorige}_{hier}", i
        voorvorige, vorige = vorige, hier


def stukken(norm: str) -> tuple[str, ...]:
    """Pieces of three to five letters of a normalised word, with its borders: features (c) for models that read what the reader cannot repair."""
    rand = f"^{norm}$"
    return tuple("c:" + rand[i : i + n] for n in (3, 4, 5) for i in range(len(rand) - n + 1)) if len(norm) > 2 else ()


def letters(woord: str) -> int:
    """The letters that a word is made of, a bit each; some share one."""
    uit = 0
    for teken in woord:
        uit |= 1 << (ord(teken) & 63)
    return uit


def nummers(namen: Iterable[str]) -> np.ndarray:
    """A number for the name of each feature, so that a text is looked up in one step: of 64 bits, so that no two names share one. Another
    process has other numbers: they are never kept."""
    return np.fromiter(map(hash, namen), np.int64)


@functools.lru_cache(maxsize=20_000)
def stuknummers(norm: str) -> np.ndarray:
    """The numbers of the pieces of a word."""
    return nummers(stukken(norm))


class Register:
    """Finds the place of features in a list of names, all features of a text in one step."""

    def __init__(self, namen: Sequence[str]) -> None:
        self.namen = namen
        los = nummers(namen)
        self._plaats = np.argsort(los)
        self._nummers = los[self._plaats]

    def plaats(self, gezocht: np.ndarray) -> np.ndarray:
        """The place of each number, -1 when it is not there."""
        if not len(self._nummers):
            return np.full(len(gezocht), -1)
        waar = np.searchsorted(self._nummers, gezocht, "right") - 1
        return np.where(self._nummers[waar] == gezocht, self._plaats[waar], -1)


def _begrippen_uit(pad: Path) -> dict[str, Begrippen]:
    """Per language: word -> concepts and stem -> concepts (its own first, then the broader one)."""
    groepen = tomllib.loads(pad.read_text(encoding="utf-8"))
    uit = {}
    for taal in TALEN:
        woord: dict[str, tuple[str, ...]] = {}
        for code, groep in groepen.items():
            codes: tuple[str, ...] = (code, groep["ruimer"]) if "ruimer" in groep else (code,)
            for norm in map(normaal, groep.get(taal, ())):
                if " " not in norm:
                    woord.setdefault(norm, codes)
        stammen: dict[str, tuple[str, ...]] = {}
        for norm, codes in woord.items():
            if len(norm) > 4 or _CYRILLISCH_OF_ARABISCH.search(norm):
                stammen.setdefault(stam(norm), codes)
        uit[taal] = Begrippen(woord, stammen)
    return uit


def _kans_op_taal(per_taal: Mapping[str, Counter[str]]) -> tuple[dict[str, int], np.ndarray]:
    """word -> row, and per row the logarithm of how likely the word is in each of LATIJN."""
    rij = {w: i for i, w in enumerate(dict.fromkeys(w for taal in LATIJN for w in per_taal[taal]))}
    telling = np.array([[per_taal[taal][w] for taal in LATIJN] for w in rij]).reshape(-1, len(LATIJN)) + 0.2
    return rij, np.log(telling / telling.sum(axis=0))


@functools.cache
def lezer() -> Lezer:
    """The reader over the vocabulary of the repository (soorten/*.toml, begrippen.toml, spreektaal.toml)."""
    schat: dict[str, Counter[str]] = {taal: Counter() for taal in TALEN}
    for pad in [*sorted((DATA / "soorten").glob("*.toml")), DATA / "soorten-extra.toml", DATA / "geen-hulp.toml"]:
        for soort in tomllib.loads(pad.read_text(encoding="utf-8")).values():
            for taal in ("namen", *TALEN):
                for zin in soort.get(taal, ()):
                    schat["nl" if taal == "namen" else taal].update(map(normaal, _WOORD.findall(zin)))
    doel = set(schat["nl"])
    gesprek = DATA / "woorden-gesprek.txt"  # written by dialogues.learn: the words of its sentences
    if gesprek.exists():
        for regel in gesprek.read_text(encoding="utf-8").splitlines():
            taal, woord, aantal = regel.split(" ")
            schat[taal][woord] += int(aantal)
    begrippen = _begrippen_uit(DATA / "begrippen.toml")
    doel.update(begrippen["nl"].woord)
    spreek = tomllib.loads((DATA / "spreektaal.toml").read_text(encoding="utf-8"))
    return Lezer(schat, begrippen, {normaal(k): normaal(v) for k, v in spreek.items()}, doel)
