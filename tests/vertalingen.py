"""`python -m tests.vertalingen [--bij]`: every sentence is in each catalogue, with the same placeholders. --bij adds what is new to the .po files."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.pofile import read_po, write_po

from portal.language import LOCALE, haal_op

_PLEK = re.compile(r"%\((\w+)\)s")


def catalogi() -> list[Path]:
    """The catalogues."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/messages.po"))


def main() -> int:
    """1 when a catalogue misses a sentence or a placeholder."""
    bron, fout = haal_op(), 0
    for pad in catalogi():
        code = pad.parent.parent.name
        with pad.open("rb") as bestand:
            po = read_po(bestand, locale=code)
        if "--bij" in sys.argv:
            po.update(bron, no_fuzzy_matching=True)
            with pad.open("wb") as bestand:
                write_po(bestand, po, width=140, omit_header=False, ignore_obsolete=True, sort_output=True, no_location=True)
        mist = [b.id for b in bron if b.id and not (po.get(b.id) and all(_teksten(po.get(b.id).string)))]
        anders = [
            b.id
            for b in po
            if b.id and all(_teksten(b.string)) and set(_PLEK.findall(str(b.id))) - set(_PLEK.findall(" ".join(_teksten(b.string))))
        ]
        sys.stdout.write(f"{code}: {len(bron)} sentences, {len(mist)} missing, {len(anders)} with lost placeholders\n")
        sys.stdout.write("".join(f"  missing: {m!r}\n" for m in mist[:40]) + "".join(f"  placeholder: {a!r}\n" for a in anders[:20]))
        fout += len(mist) + len(anders)
    return bool(fout)


def _teksten(waarde: object) -> list[str]:
    return [str(w) for w in waarde] if isinstance(waarde, (tuple, list)) else [str(waarde or "")]


if __name__ == "__main__":
    raise SystemExit(main())
