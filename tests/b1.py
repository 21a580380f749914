"""`python -m tests.b1`: the B1 lint over every Dutch sentence: templates, Python, scripts, advice, entries, mails. A help, not a certificate.

Limits (reference: ten municipal pages, mean 11 words, 20 % over 15): no sentence over 20 words, at most 3 % over 15, at most 3 % rare word
types outside the explained words, few passives, no official word with a simple one. Exceptions stand in b1_uitzonderingen.toml with a reason.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from wordfreq import zipf_frequency

from portal.language import haal_op, jij
from sociale_kaart.load import gemeenten, voorzieningen
from sociale_kaart.woorden.lezer import DATA

HIER = Path(__file__).parent
LANGST, LANG, AANDEEL, ZELDZAAM = 20, 15, 0.03, 3.0
_ZIN = re.compile(r"(?<=[.!?:])\s+|\n")
_WOORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PASSIEF = re.compile(r"\b(?:word|wordt|worden|werd|werden)\b(?:\s+\S+){0,6}?\s+(?:ge|ver|be|ont|her)\w+(?:d|t|en)\b", re.I)


def zinnen_uit(tekst: str) -> Iterator[str]:
    """The sentences of a text, without placeholders and markup."""
    tekst = re.sub(r"%\(\w+\)s|<[^>]+>", " X ", tekst)
    for zin in _ZIN.split(tekst):
        if _WOORD.search(zin):
            yield zin.strip()


def alles() -> Iterator[tuple[str, str]]:
    """(where, text) of every Dutch text."""
    for bericht in haal_op():
        if bericht.id:
            waar = bericht.locations[0][0] if bericht.locations else "?"
            for tekst in bericht.id if isinstance(bericht.id, tuple) else (bericht.id,):
                yield waar, tekst
    yield from (("jij.toml", zin) for zin in jij().values())
    for code in gemeenten():
        for v in voorzieningen(code):
            for veld in ("naam", "samenvatting", "kosten", "tijden", "eerste_stap", "gesloten"):
                if getattr(v, veld):
                    yield f"{code}/{v.code}.{veld}", getattr(v, veld)
            for veld in ("wat", "wanneer", "zelf", "waarheen"):
                for tekst in getattr(v, veld):
                    yield f"{code}/{v.code}.{veld}", tekst


def eigennamen() -> set[str]:
    """Words of the names of organisations, streets and neighbourhoods: names are not rare words."""
    uit: set[str] = set()
    for code in gemeenten():
        for v in voorzieningen(code):
            for tekst in (v.naam, v.aanbieder, v.plek.adres if v.plek else ""):
                uit.update(w.lower() for w in _WOORD.findall(tekst))
        uit.update(w.lower() for w in _WOORD.findall((DATA / "gemeenten" / code / "gemeente.toml").read_text(encoding="utf-8")))
    return uit


def grondvormen(laag: str) -> Iterator[str]:
    """Base forms a reader knows a word by: "bankjes" is "bank", "afspreekt" is "afspreek"; at least four letters stay."""
    for eind in ("jes", "tjes", "je", "tje", "en", "t", "de", "te", "den", "e", "s", "'s"):
        kern = laag.removesuffix(eind)
        if kern != laag and len(kern) >= 4:
            yield kern
            yield kern + "en"
            if kern[-1] == kern[-2]:
                yield kern[:-1]


def bekend(woord: str) -> bool:
    """A word that many people know, or a compound of two such words."""
    laag = woord.lower().strip("'’-")
    if any(zipf_frequency(v, "nl") >= ZELDZAAM for v in (laag, *grondvormen(laag))):
        return True
    if "-" in laag:
        return all(bekend(d) for d in laag.split("-") if d)
    for knip in range(3, len(laag) - 2):
        links, rechts = laag[:knip], laag[knip:]
        for eind in ("", "s", "en"):
            kern = links.removesuffix(eind) if eind and links.endswith(eind) else links
            if len(kern) > 2 and zipf_frequency(kern, "nl") >= 3.3 and zipf_frequency(rechts, "nl") >= 3.3:
                return True
    return False


def toets() -> tuple[list[str], dict[str, float]]:
    """(mistakes, figures)."""
    uitz = tomllib.loads((HIER / "b1_uitzonderingen.toml").read_text(encoding="utf-8"))
    uitgelegd = {w.lower() for w in uitz["uitgelegd"]} | eigennamen()
    officieel: dict[str, str] = uitz["officieel"]
    vrij = {u["zin"] for u in uitz.get("zin", ())}
    fouten: list[str] = []
    lengtes: list[int] = []
    typen: set[str] = set()
    passief = 0
    for waar, tekst in alles():
        for zin in zinnen_uit(tekst):
            woorden = _WOORD.findall(zin)
            lengtes.append(len(woorden))
            typen.update(w.lower() for w in woorden if not w[0].isupper() or w is woorden[0])
            if zin in vrij:
                continue
            if len(woorden) > LANGST:
                fouten.append(f"{waar}: {len(woorden)} words: {zin}")
            if _PASSIEF.search(zin):
                passief += 1
                fouten.append(f"{waar}: passive: {zin}")
            for w in woorden:
                if (beter := officieel.get(w.lower())) is not None:
                    fouten.append(f"{waar}: '{w}' is an official word, say '{beter}': {zin}")
    zeldzaam = sorted(w for w in typen if w not in uitgelegd and not bekend(w))
    cijfers = {
        "sentences": len(lengtes),
        "mean words": round(sum(lengtes) / len(lengtes), 2),
        "share over 15 words": round(sum(n > LANG for n in lengtes) / len(lengtes), 4),
        "rare types": round(len(zeldzaam) / len(typen), 4),
        "passives": passief,
    }
    if cijfers["share over 15 words"] > AANDEEL:
        fouten.append(f"{cijfers['share over 15 words']:.1%} of the sentences is over {LANG} words (at most {AANDEEL:.0%})")
    if cijfers["rare types"] > AANDEEL:
        fouten.append(f"{cijfers['rare types']:.1%} rare words (at most {AANDEEL:.0%}): {', '.join(zeldzaam[:80])}")
    if "-v" in sys.argv:
        sys.stdout.write("rare: " + ", ".join(zeldzaam) + "\n" + str(Counter(lengtes).most_common(12)) + "\n")
    return fouten, cijfers


def main() -> int:
    """Print figures and mistakes; 1 when there are mistakes."""
    fouten, cijfers = toets()
    sys.stdout.write("B1: " + ", ".join(f"{k} {v}" for k, v in cijfers.items()) + "\n" + "".join(f"  {f}\n" for f in fouten))
    return bool(fouten)


if __name__ == "__main__":
    raise SystemExit(main())
