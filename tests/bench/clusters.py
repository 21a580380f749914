"""Generalisation: leave out a phrase and all that resemble it (trigram Jaccard of LIJKT or more), learn from the rest, and ask it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from sociale_kaart.leren import MINSTENS, C, zinnen
from sociale_kaart.search import GEEN
from sociale_kaart.woorden import lezer, normaal
from sociale_kaart.woorden.leren import leer_een, matrix, woordenschat

LIJKT = 0.4
DELEN = 5
BLOK = 500  # phrases compared with all others at a time


def groepen(teksten: list[str]) -> np.ndarray:
    """The cluster of each phrase: phrases that resemble each other, directly or by way of others, are one."""
    plaats: dict[str, int] = {}
    rijen = [
        sorted({plaats.setdefault(t[i : i + 3], len(plaats)) for t in [f"  {normaal(z)} "] for i in range(len(t) - 2)}) for z in teksten
    ]
    aantal = np.array([len(r) for r in rijen])
    x = csr_matrix(
        (np.ones(aantal.sum()), np.concatenate([np.array(r) for r in rijen]), np.r_[0, aantal.cumsum()]), shape=(len(rijen), len(plaats))
    )
    van, naar = [], []
    for begin in range(0, len(rijen), BLOK):
        samen = (x[begin : begin + BLOK] @ x.T).tocoo()
        i = samen.row + begin
        raak = samen.data >= LIJKT * (aantal[i] + aantal[samen.col] - samen.data)
        van.append(i[raak])
        naar.append(samen.col[raak])
    i, j = np.concatenate(van), np.concatenate(naar)
    return np.asarray(connected_components(csr_matrix((np.ones(len(i)), (i, j)), shape=(len(rijen), len(rijen))), directed=False)[1])


def weglaten() -> dict[str, Any]:
    """hit@1 and hit@3 of one phrase of each cluster that was left out, in all and by language: by the learned model alone."""
    alle = [z for z in zinnen() if z[1] != "namen"]
    cluster = groepen([z for _, _, z in alle])
    eerste = {c: i for i, c in reversed(list(enumerate(cluster)))}
    lezingen = [lezer().lees(z) for _, _, z in alle]
    schat = woordenschat(lezingen, MINSTENS)
    x, soorten = matrix(lezingen, schat), np.array([s for s, _, _ in alle])
    raak: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for deel in range(DELEN):
        uit = cluster % DELEN == deel
        klassen, coef, bias = leer_een(x[~uit], soorten[~uit].tolist(), C)
        vraag = [i for c, i in eerste.items() if uit[i] and soorten[i] != GEEN]
        beste = np.argsort(-(x[vraag] @ coef.T + bias), axis=1)[:, :3]
        for i, rij in zip(vraag, beste, strict=True):
            namen = [klassen[k] for k in rij]
            uitslag = (namen[0] == soorten[i], soorten[i] in namen)
            for naam in ("all", alle[i][1]):
                raak[naam].append(uitslag)
    return {
        naam: {"n": len(r), "hit@1": round(np.mean([a for a, _ in r]), 3), "hit@3": round(np.mean([b for _, b in r]), 3)}
        for naam, r in raak.items()
    }
