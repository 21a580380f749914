"""Every sentence of the scripts, for translation and for the B1 lint; and the table of questions by letter of the law (docs/wmo-vragen.md).

`python -m dialogues.texts` writes that table; a test fails when it is out of date.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dialogues.load import scripts

TABEL = Path(__file__).parent.parent / "docs" / "wmo-vragen.md"
# Wmo 2015 art. 2.3.2 lid 4: what the investigation looks at. g is told, not asked.
LETTERS = {
    "a": "needs, preferences and characteristics of the client",
    "b": "own strength, common help (gebruikelijke hulp), what the client can do",
    "c": "carers and other people around the client",
    "d": "what the carer needs to keep it up",
    "e": "general provisions (algemene voorzieningen) and what was found near by",
    "f": "other domains of life and other laws: care, youth, education, housing, work, income",
    "g": "the contribution (eigen bijdrage) that the client will owe",
}


def zinnen() -> Iterator[tuple[str, str]]:
    """(sentence, "scripts/<code>.toml, <step>") in the order of the scripts."""
    for d in scripts().values():
        waar = f"scripts/{d.code}.toml"
        for zin in (d.naam, d.inleiding, d.einde):
            if zin:
                yield zin, waar
        for s in d.stappen:
            yield s.vraag, f"{waar}, {s.naam}"
            yield s.waarom, f"{waar}, {s.naam}"
            if s.zin:
                yield s.zin, f"{waar}, {s.naam}"
            for k in s.keuzes:
                yield k.label, f"{waar}, {s.naam}"
                if k.reactie:
                    yield k.reactie, f"{waar}, {s.naam}"


def wettabel() -> str:
    """The table that maps every question to the letters of Wmo 2015 art. 2.3.2 lid 4 (L-11), as Markdown."""
    uit = [
        "# Questions by letter of Wmo 2015 art. 2.3.2 lid 4 (L-11)",
        "",
        "Written by `python -m dialogues.texts`; a test keeps it true and keeps every letter covered. Every question may be skipped.",
        "Letter g is told, not asked: the sentence `BIJDRAGE` in `portal/gesprek.py` stands under every proposal that may ask a contribution,",
        "and on the page after sending.",
        "",
        "| letter | what it is about | questions |",
        "|---|---|---|",
    ]
    for letter, wat in LETTERS.items():
        namen = [f"{d.code}/{s.naam}" for d in scripts().values() for s in d.stappen if letter in s.wet]
        uit.append(f"| {letter} | {wat} | {', '.join(namen) if namen else 'told: `BIJDRAGE`'} |")
    uit += ["", "| script | step | question | letters | asked |", "|---|---|---|---|---|"]
    for d in scripts().values():
        for s in d.stappen:
            als = f"rule `{s.als}`" if s.als else "always"
            als += ", unless the text says it" if s.kan_bekend else ""
            uit.append(f"| {d.code} | {s.naam} | {s.vraag} | {' '.join(s.wet)} | {als} |")
    return "\n".join(uit) + "\n"


if __name__ == "__main__":
    TABEL.write_text(wettabel(), encoding="utf-8")
