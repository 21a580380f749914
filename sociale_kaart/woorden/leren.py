"""Makes weights files from sentences: for developers, never imported by the product. Needs scikit-learn (development only).

The same sentences give the same bytes: no random numbers, fixed order, whole-number weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from sociale_kaart.woorden.lezer import Lezing
from sociale_kaart.woorden.weging import SCHAAL, Weging

# How much each group of features counts: words, concepts, pairs of neighbours, pairs with one between, pieces of words.
# Chosen by leaving out whole clusters of phrases: concepts carry meaning over languages and dialects.
GEWICHT = {"w": 2.0, "b": 4.0, "p": 1.2, "s": 0.8, "c": 1.0}


@dataclass(frozen=True)
class Schat:
    """The vocabulary of features: column and idf of each."""

    kolom: dict[str, int]
    idf: np.ndarray


def woordenschat(lezingen: Sequence[Lezing], minstens: int = 2) -> Schat:
    """Features that stand in at least `minstens` texts, sorted."""
    telling: Counter[str] = Counter()
    for lezing in lezingen:
        telling.update({naam for naam, _ in lezing.kenmerken})
    namen = sorted(n for n, aantal in telling.items() if aantal >= minstens)
    gewicht = np.array([GEWICHT[n[0]] for n in namen])
    idf = np.rint(gewicht * np.log(len(lezingen) / np.array([telling[n] for n in namen])) * SCHAAL) / SCHAAL
    return Schat({naam: i for i, naam in enumerate(namen)}, idf)


def matrix(lezingen: Sequence[Lezing], schat: Schat) -> csr_matrix:
    """Rows = texts, columns = features: idf, each row of length one (as Weging weighs a stretch)."""
    begin, kolommen, waarden = [0], [], []
    for lezing in lezingen:
        rij = np.array(sorted({k for naam, _ in lezing.kenmerken if (k := schat.kolom.get(naam)) is not None}), dtype=np.int32)
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


def weging(klassen: Sequence[str], schat: Schat, coef: np.ndarray, bias: np.ndarray, meeste: int | None = None) -> Weging:
    """A Weging of the `meeste` heaviest weights (by weight x idf; all above rounding when None)."""
    heel = np.rint(coef * SCHAAL).astype(int)
    if meeste is not None and np.count_nonzero(heel) > meeste:
        zwaar = np.abs(heel) * schat.idf
        heel[zwaar < np.sort(zwaar, axis=None)[-meeste]] = 0
    rijen, idf = {}, []
    for naam, kolom in schat.kolom.items():
        plekken = np.flatnonzero(heel[:, kolom])
        if len(plekken):
            rijen[naam] = [(int(k), int(heel[k, kolom]) / SCHAAL) for k in plekken]
            idf.append(float(schat.idf[kolom]))
    return Weging(list(klassen), [int(round(b * SCHAAL)) / SCHAAL for b in bias], idf, rijen)


def schrijf(w: Weging, pad: Path) -> int:
    """Write a weights file; returns its size in bytes."""
    regels = ["# klassen: " + " ".join(w.klassen), "# bias: " + " ".join(str(round(float(b) * SCHAAL)) for b in w.bias)]
    for naam, i in w.index.items():
        a, b = w.begin[i], w.begin[i + 1]
        regels.append(
            f"{naam} {round(float(w.idf[i]) * SCHAAL)} "
            + " ".join(f"{k}:{round(float(v) * SCHAAL)}" for k, v in zip(w.klasse[a:b], w.waarde[a:b], strict=True))
        )
    tekst = "\n".join(regels) + "\n"
    pad.write_text(tekst, encoding="utf-8")
    return len(tekst.encode())
