"""Makes weights files from sentences: for developers, never imported by the product. Needs scikit-learn (development only).

The same sentences give the same bytes: no random numbers, fixed order, whole-number weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from sociale_kaart.woorden.lezer import Lezing, stukken
from sociale_kaart.woorden.weging import SCHAAL, Weging

# How much each group of features counts (see lezer.kenmerken). Chosen by leaving out whole clusters of phrases: concepts carry meaning over
# languages and dialects.
GEWICHT = {"w": 2.0, "b": 3.0, "p": 1.2, "s": 0.8, "x": 1.1, "c": 1.0}


@dataclass(frozen=True)
class Schat:
    """The vocabulary of features: column and idf of each."""

    kolom: dict[str, int]
    idf: np.ndarray


def _kenmerken(lezing: Lezing) -> set[str]:
    return {naam for naam, _ in lezing.kenmerken} | {stuk for w in lezing.woorden for stuk in stukken(w.norm)}


def woordenschat(lezingen: Sequence[Lezing], minstens: Mapping[str, int]) -> Schat:
    """Features of the groups in `minstens` that stand in at least so many texts, sorted."""
    telling: Counter[str] = Counter()
    for lezing in lezingen:
        telling.update({naam for naam in _kenmerken(lezing) if naam[0] in minstens})
    namen = sorted(n for n, aantal in telling.items() if aantal >= minstens[n[0]])
    gewicht = np.array([GEWICHT[n[0]] for n in namen])
    idf = np.rint(gewicht * np.log(len(lezingen) / np.array([telling[n] for n in namen])) * SCHAAL) / SCHAAL
    return Schat({naam: i for i, naam in enumerate(namen)}, idf)


def matrix(lezingen: Sequence[Lezing], schat: Schat) -> csr_matrix:
    """Rows = texts, columns = features: idf, each row of length one (as Weging weighs a text)."""
    begin, kolommen, waarden = [0], [], []
    for lezing in lezingen:
        rij = np.array(sorted({k for naam in _kenmerken(lezing) if (k := schat.kolom.get(naam)) is not None}), dtype=np.int32)
        waarde = schat.idf[rij]
        kolommen.append(rij)
        waarden.append(waarde / (np.sqrt((waarde * waarde).sum()) or 1.0))
        begin.append(begin[-1] + len(rij))
    return csr_matrix((np.concatenate(waarden), np.concatenate(kolommen), begin), shape=(len(lezingen), len(schat.kolom)))


def leer_een(x: csr_matrix, y: Sequence[str], c: float) -> tuple[list[str], np.ndarray, np.ndarray]:
    """One of many (linear support vectors, one against the rest): classes, weights [class, feature], bias."""
    model = LinearSVC(C=c, random_state=0, max_iter=2000)
    model.fit(x, y)
    return list(model.classes_), model.coef_, model.intercept_


def leer_elk(x: csr_matrix, y: np.ndarray, c: float) -> tuple[np.ndarray, np.ndarray]:
    """Each class by itself. y: 0/1 [text, class], -1 = leave this text out of this class. Weights and bias; a class without examples gets none."""
    coef, bias = np.zeros((y.shape[1], x.shape[1])), np.full(y.shape[1], -9.0)
    for k in range(y.shape[1]):
        mee = y[:, k] >= 0
        if len(set(y[mee, k])) == 2:
            model = LinearSVC(C=c, random_state=0, max_iter=2000, class_weight="balanced")
            model.fit(x[mee], y[mee, k])
            coef[k], bias[k] = model.coef_[0], model.intercept_[0]
    return coef, bias


def weging(klassen: Sequence[str], schat: Schat, coef: np.ndarray, bias: np.ndarray) -> Weging:
    """A Weging of what was learned: whole numbers that fit a byte. Cutting the small weights costs much: together they carry a story."""
    heel = np.clip(np.rint(coef * SCHAAL), -127, 127).astype(np.int8)
    mee = np.flatnonzero(heel.any(axis=0))
    namen = list(schat.kolom)
    return Weging(
        klassen,
        np.rint(bias * SCHAAL).astype(np.int32),
        [namen[i] for i in mee],
        np.rint(schat.idf[mee] * SCHAAL).astype(np.int32),
        heel[:, mee].T,
    )


def schrijf(w: Weging, pad: Path) -> int:
    """Write a weights file, packed; the same weights give the same bytes. Returns its size in bytes."""
    bias, idf = np.rint(w.bias * SCHAAL).astype(np.int32), np.rint(w.idf * SCHAAL).astype(np.int32)
    klassen, namen = (np.frombuffer("\n".join(x).encode(), np.uint8) for x in (w.klassen, w.register.namen))
    np.savez_compressed(pad, klassen=klassen, namen=namen, bias=bias, idf=idf, gewicht=w.gewicht.astype(np.int8))
    return pad.stat().st_size
