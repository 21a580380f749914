"""Takes out of a text what we may not keep: a citizen service number (BSN). Rules only; never logs."""

from __future__ import annotations

import re

from stdnum.nl import bsn

_MOGELIJK = re.compile(r"(?<![\d.\-])(?:\d[ .\-]?){8}\d(?![\d])")
MASKER = "[nummer weggehaald]"


def zonder_bsn(tekst: str) -> tuple[str, bool]:
    """The text with every valid BSN masked (P-05), and whether there was one. Phone numbers (0...) are left alone."""
    gevonden = False

    def vervang(m: re.Match[str]) -> str:
        nonlocal gevonden
        cijfers = re.sub(r"\D", "", m.group())
        if cijfers.startswith("0") or not bsn.is_valid(cijfers):
            return m.group()
        gevonden = True
        return MASKER

    return _MOGELIJK.sub(vervang, tekst), gevonden
