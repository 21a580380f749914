"""A linear model over the features of a reading: a file of weights, a sparse sum, and the words that said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sociale_kaart.woorden.lezer import Lezing, Register, stuknummers

SCHAAL = 100  # weights and idf are kept as whole numbers, this many to one
ZIN = 4  # words: a shorter sentence is not weighed by itself
KORT_WOORD = 5  # letters
BIJZIN = 3  # words: a shorter part of a sentence joins the part before it
# Words that begin a new part of a sentence, in six languages.
VOEGWOORDEN = frozenset(
    "en maar want omdat terwijl sinds doordat waardoor ook daarnaast bovendien verder and but because while also since i oraz ale bo też ve ama çünkü و لكن і але бо та".split()
)


@dataclass(frozen=True, slots=True)
class Uitslag:
    """Logits per class (higher is more): of the whole text, of each of its sentences (one row a sentence; none when it has only one), and of
    each part of its sentences (none when there is one). kenmerken, woorden: each known feature with the index of its word."""

    heel: np.ndarray
    zinnen: np.ndarray
    bijzinnen: np.ndarray
    kenmerken: np.ndarray
    woorden: np.ndarray


def zinnen(lezing: Lezing) -> list[tuple[int, int]]:
    """The sentences of a text as [van, tot) of word indexes, at least ZIN words each; none when there are fewer than two."""
    w = lezing.woorden
    grenzen = [0, *(i for i in range(1, len(w)) if any(c in ".;!?\n" for c in lezing.tekst[w[i - 1].eind : w[i].begin])), len(w)]
    uit = [(a, b) for a, b in zip(grenzen, grenzen[1:], strict=False) if b - a >= ZIN]
    return uit if len(uit) > 1 else []


def bijzinnen(lezing: Lezing) -> list[tuple[int, int]]:
    """The parts of a text between commas, full stops and words like "en", as [van, tot) of word indexes; none when there are fewer than two."""
    w = lezing.woorden
    breuken = [
        i for i in range(1, len(w)) if w[i].norm in VOEGWOORDEN or any(c in ".,;:!?\n" for c in lezing.tekst[w[i - 1].eind : w[i].begin])
    ]
    uit: list[tuple[int, int]] = []
    for a, b in zip([0, *breuken], [*breuken, len(w)], strict=True):
        if uit and (b - a < BIJZIN or uit[-1][1] - uit[-1][0] < BIJZIN):
            uit[-1] = (uit[-1][0], b)
        else:
            uit.append((a, b))
    return uit if len(uit) > 1 else []


class Weging:
    """Weights per feature and class, as made by `leren`."""

    def __init__(self, klassen: Sequence[str], bias: np.ndarray, namen: Sequence[str], idf: np.ndarray, gewicht: np.ndarray) -> None:
        """bias [class], idf [feature], gewicht [feature, class]: whole numbers, SCHAAL to one. idf: how telling a feature is; the features
        of a text are weighed by it and set to length one."""
        self.klassen = list(klassen)
        self.plaats = {k: i for i, k in enumerate(self.klassen)}
        self.register = Register(namen)
        self.bias = bias / SCHAAL
        self.idf = (idf / SCHAAL).astype(np.float32)
        self.gewicht = np.ascontiguousarray(gewicht, np.int8)  # small, and the weights of a feature together: a text reads some thousands

    @classmethod
    def uit(cls, pad: Path) -> Weging:
        """Read a weights file (`leren.schrijf`). ValueError or OSError when it is not one."""
        with np.load(pad, allow_pickle=False) as d:
            klassen, namen = (bytes(d[naam]).decode().split("\n") for naam in ("klassen", "namen"))
            return cls(klassen, d["bias"], namen, d["idf"], d["gewicht"])

    def _ken(self, lezing: Lezing) -> tuple[np.ndarray, np.ndarray]:
        """(feature, word) of each known feature of a reading."""
        los, plaats, woorden = lezing.nummers
        rij = self.register.plaats(los)[plaats]
        bekend = rij >= 0
        return rij[bekend], woorden[bekend]

    def uitslag(self, lezing: Lezing) -> Uitslag:
        """Logits of the whole text, of its sentences and of their parts: one sum for all of them."""
        kenmerken, woorden = self._ken(lezing)
        los, plaats = np.unique(kenmerken, return_inverse=True)
        idf = self.idf[los]
        heel_zinnen, delen = zinnen(lezing), bijzinnen(lezing)
        n = 1 + len(heel_zinnen)
        mee = np.zeros((n + len(delen), len(los)), np.float32)
        mee[0] = idf
        for stukken_, eerste in ((heel_zinnen, 1), (delen, n)):
            rij = np.zeros(len(lezing.woorden), np.int64)  # of each word; a word of no sentence stays in the whole text
            for i, (van, tot) in enumerate(stukken_, eerste):
                rij[van:tot] = i
            mee[rij[woorden], plaats] = idf[plaats]
        lengte = np.linalg.norm(mee, axis=1, keepdims=True)
        logits = self.bias + mee @ self.gewicht[los].astype(np.float32) / (np.where(lengte, lengte, 1.0) * SCHAAL)
        return Uitslag(logits[0], logits[1:n], logits[n:], kenmerken, woorden)

    def want(self, lezing: Lezing, klasse: str, uitslag: Uitslag, meeste: int = 2) -> tuple[str, ...]:
        """The literal pieces of the text that weighed heaviest for a class, at most `meeste`, in the order of the text."""
        waarde = self.idf[uitslag.kenmerken] * self.gewicht[uitslag.kenmerken, self.plaats[klasse]]
        return zwaarste_stukken(lezing, np.bincount(uitslag.woorden, weights=waarde, minlength=len(lezing.woorden)), meeste)

    def dekking(self, lezing: Lezing) -> float:
        """The share of the pieces of the words that the model knows, 0..1: low for nonsense, high for a compound it never saw."""
        stukken = np.concatenate([stuknummers(w.norm) for w in lezing.woorden])
        return float((self.register.plaats(stukken) >= 0).mean()) if len(stukken) else 0.0

    def zwaarste(self, klasse: str, meeste: int = 20) -> list[tuple[str, float]]:
        """The features that weigh most for a class, heaviest first: to read and review."""
        gewicht = self.idf * self.gewicht[:, self.plaats[klasse]] / SCHAAL
        return [(self.register.namen[i], round(float(gewicht[i]), 2)) for i in np.argsort(-gewicht, kind="stable")[:meeste]]


def zwaarste_stukken(lezing: Lezing, per_woord: np.ndarray, meeste: int) -> tuple[str, ...]:
    """Literal pieces around the heaviest words: a heavy word with its neighbours that weigh at least a third of it; a short one with the word before."""
    vrij = per_woord.copy()
    gevonden: list[tuple[int, int]] = []
    top = float(per_woord.max(initial=0.0))
    while top > 0 and len(gevonden) < meeste:
        i = int(vrij.argmax())
        if vrij[i] < 0.5 * top:
            break
        a = b = i
        while a > 0 and vrij[a - 1] > 0.3 * vrij[i] and i - a < 3:
            a -= 1
        while b + 1 < len(vrij) and vrij[b + 1] > 0.3 * vrij[i] and b - i < 3:
            b += 1
        alleen = a == b and a > 0 and len(lezing.woorden[a].norm) < KORT_WOORD
        if alleen and not any(van <= a - 1 <= tot for van, tot in gevonden):
            a -= 1  # "meer" says little by itself, "niet meer" more
        gevonden.append((a, b))
        vrij[a : b + 1] = 0
    return tuple(lezing.stuk(a, b) for a, b in sorted(gevonden))
