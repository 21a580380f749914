"""Every sentence of the scripts, for translation and for the B1 lint."""

from __future__ import annotations

from collections.abc import Iterator

from dialogues.load import scripts


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
