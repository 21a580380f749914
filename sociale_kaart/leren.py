"""`python -m sociale_kaart.leren`: makes the weights of the kinds from their phrases. For developers; needs scikit-learn; nothing imports it."""

from __future__ import annotations

import sys
import tomllib

from sociale_kaart.load import taxonomie
from sociale_kaart.search import GEEN, GEWICHTEN, schrijf_index
from sociale_kaart.woorden import lezer
from sociale_kaart.woorden.leren import leer_een, matrix, schrijf, weging, woordenschat
from sociale_kaart.woorden.lezer import DATA, TALEN

C = 0.6
MINSTENS = {"w": 2, "b": 2, "p": 2, "s": 3, "x": 3, "c": 3}  # a feature counts when it stands in this many phrases


def zinnen() -> list[tuple[str, str, str]]:
    """(kind, language, phrase), in a fixed order; kind "geen" for what is no question for help."""
    geen = tomllib.loads((DATA / "geen-hulp.toml").read_text(encoding="utf-8"))["geen"]
    return [(GEEN, taal, zin) for taal in TALEN for zin in geen.get(taal, ())] + [
        (s.code, taal, zin)
        for s in taxonomie().soorten.values()
        for taal in ("namen", *TALEN)
        for zin in (s.namen if taal == "namen" else s.zinnen.get(taal, ()))
    ]


def main() -> None:
    """Learn and write."""
    lees = lezer()
    alle = zinnen()
    lezingen = [lees.lees(zin) for _, _, zin in alle]
    schat = woordenschat(lezingen, MINSTENS)
    klassen, coef, bias = leer_een(matrix(lezingen, schat), [s for s, _, _ in alle], C)
    grootte = schrijf(weging(klassen, schat, coef, bias), GEWICHTEN)
    schrijf_index()
    sys.stdout.write(f"{len(alle)} phrases, {len(schat.kolom)} features, {len(klassen)} kinds, {grootte} bytes\n")


if __name__ == "__main__":
    main()
