"""A linear model over the features of a reading: a text file of weights, a sparse sum, and the words that said so.

It weighs the whole text and each stretch of it, so that one clause in a long story counts as much as when it stands alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sociale_kaart.woorden.lezer import Lezing

VENSTER = 14  # words in a stretch
SCHAAL = 100  # weights are stored as whole numbers, this many to one


@dataclass(frozen=True, slots=True)
class Uitslag:
    """Logits per class (higher is more), and for each class the stretch of words [van, tot) in which it was highest."""

    scores: np.ndarray
    van: np.ndarray
    tot: np.ndarray


def vensters(lezing: Lezing) -> list[tuple[int, int]]:
    """Stretches of the text: the whole, then overlapping ones of at most VENSTER words that start at clause borders where possible."""
    n = len(lezing.woorden)
    if n <= VENSTER:
        return [(0, n)]
    uit = [(0, n)]
    grenzen = [0] + [
        i for i in range(1, n) if any(c in ".,;!?\n" for c in lezing.tekst[lezing.woorden[i - 1].eind : lezing.woorden[i].begin])
    ]
    grenzen.append(n)
    for a, b in zip(grenzen, grenzen[1:], strict=False):
        if b - a <= VENSTER:
            uit.append((a, b))
        else:
            uit += [(i, min(i + VENSTER, b)) for i in range(a, max(b - VENSTER // 2, a + 1), VENSTER // 2)]
    return uit


class Weging:
    """Weights per feature and class, read from a reviewed text file (see `leren.schrijf`)."""

    def __init__(self, klassen: list[str], bias: list[float], idf: list[float], rijen: dict[str, list[tuple[int, float]]]) -> None:
        """idf: how telling each feature is, in the order of `rijen`; the features of a text are weighed by it and set to length one."""
        self.klassen = klassen
        self.plaats = {k: i for i, k in enumerate(klassen)}
        self.bias = np.array(bias)
        self.index = {naam: i for i, naam in enumerate(rijen)}
        self.idf = np.array(idf, dtype=np.float32)
        lengtes = [len(r) for r in rijen.values()]
        self.begin = np.concatenate([[0], np.cumsum(lengtes)]).astype(np.int64)
        self.klasse = np.array([k for r in rijen.values() for k, _ in r], dtype=np.int32)
        self.waarde = np.array([w for r in rijen.values() for _, w in r], dtype=np.float32)

    @classmethod
    def uit(cls, pad: Path) -> Weging:
        """Read a weights file. ValueError when it is not one."""
        regels = pad.read_text(encoding="utf-8").splitlines()
        kop = [r for r in regels if r.startswith("#")]
        if len(kop) < 2 or not kop[0].startswith("# klassen:"):
            raise ValueError(f"{pad.name} is no weights file")
        klassen = kop[0].removeprefix("# klassen:").split()
        bias = [int(x) / SCHAAL for x in kop[1].removeprefix("# bias:").split()]
        rijen: dict[str, list[tuple[int, float]]] = {}
        idf = []
        for regel in regels[len(kop) :]:
            naam, telt, *delen = regel.split(" ")
            idf.append(int(telt) / SCHAAL)
            rijen[naam] = [(int(k), int(w) / SCHAAL) for k, w in (d.split(":") for d in delen)]
        return cls(klassen, bias, idf, rijen)

    def _ken(self, lezing: Lezing) -> tuple[np.ndarray, np.ndarray]:
        index = self.index
        paren = [(f, w) for naam, w in lezing.kenmerken if (f := index.get(naam)) is not None]
        if not paren:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        alle = np.array(paren, dtype=np.int64)
        return alle[:, 0], alle[:, 1]

    def _bijdragen(self, kenmerken: np.ndarray, waarden: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(class, weight x value, position in `kenmerken`) of every weight that takes part."""
        begin, aantal = self.begin[kenmerken], self.begin[kenmerken + 1] - self.begin[kenmerken]
        wie = np.repeat(np.arange(len(kenmerken)), aantal)
        plek = np.arange(len(wie)) - np.repeat(np.cumsum(aantal) - aantal, aantal) + begin[wie]
        return self.klasse[plek], self.waarde[plek] * waarden[wie], wie

    def _waarden(self, kenmerken: np.ndarray) -> np.ndarray:
        waarde = self.idf[kenmerken]
        return waarde / (np.sqrt((waarde * waarde).sum()) or 1.0)

    def uitslag(self, lezing: Lezing) -> Uitslag:
        """Logits per class: the highest over the whole text and its stretches."""
        kenmerken, woorden = self._ken(lezing)
        k = len(self.klassen)
        beste = np.full(k, -np.inf)
        van_, tot_ = np.zeros(k, np.int32), np.full(k, len(lezing.woorden), np.int32)
        for van, tot in vensters(lezing):
            hier = np.unique(kenmerken[(woorden >= van) & (woorden < tot)])
            klasse, waarde, _ = self._bijdragen(hier, self._waarden(hier))
            scores = np.bincount(klasse, weights=waarde, minlength=k) + self.bias
            hoger = scores > beste
            beste[hoger] = scores[hoger]
            van_[hoger], tot_[hoger] = van, tot
        return Uitslag(beste, van_, tot_)

    def want(self, lezing: Lezing, klasse: str, uitslag: Uitslag, meeste: int = 2) -> tuple[str, ...]:
        """The literal pieces of the text that weighed heaviest for a class, at most `meeste`, in the order of the text."""
        k = self.plaats[klasse]
        van, tot = int(uitslag.van[k]), int(uitslag.tot[k])
        kenmerken, woorden = self._ken(lezing)
        hier = (woorden >= van) & (woorden < tot)
        kenmerken, woorden = kenmerken[hier], woorden[hier]
        klassen, waarde, wie = self._bijdragen(kenmerken, self.idf[kenmerken])
        van_klasse = klassen == k
        per_woord = np.bincount(woorden[wie[van_klasse]], weights=waarde[van_klasse], minlength=len(lezing.woorden))
        return stukken(lezing, per_woord, meeste)


def stukken(lezing: Lezing, per_woord: np.ndarray, meeste: int) -> tuple[str, ...]:
    """Literal pieces around the heaviest words: a heavy word with its neighbours that weigh at least a third of it."""
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
        gevonden.append((a, b))
        vrij[a : b + 1] = 0
    return tuple(lezing.stuk(a, b) for a, b in sorted(gevonden))
