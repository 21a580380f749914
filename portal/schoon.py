"""Takes out of a text what we may not keep: a citizen service number (BSN), and in stories phone numbers. Rules only; never logs."""

from __future__ import annotations

import re

from stdnum.nl import bsn

_MOGELIJK = re.compile(r"(?<![\d.\-])(?:\d[ .\-]?){8}\d(?![\d])")
# Dutch numbers of ten digits (0..., +31..., 0031...), and any number with a plus. Short service numbers (113, 0800-...) stay.
_TELEFOON = re.compile(r"(?<![\d+])(?:(?:\+31|0031|0)[ .\-]?(?:\(0\))?[ .\-]?(?:\d[ .\-]?){8}\d|\+\d(?:[ .\-]?\d){7,13})(?!\d)")
MASKER = "[nummer weggehaald]"
TEL_MASKER = "[telefoonnummer weggehaald]"


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


def zonder_nummers(tekst: str) -> tuple[str, tuple[str, ...]]:
    """A story without BSN and phone numbers (how to reach somebody is asked in its own place), and what was taken out: bsn, tel."""
    tekst, met_tel = _TELEFOON.subn(TEL_MASKER, tekst)
    tekst, met_bsn = zonder_bsn(tekst)
    return tekst, (("bsn",) if met_bsn else ()) + (("tel",) if met_tel else ())


def getypt(tekst: str) -> int:
    """How many characters were typed, about: a mask is longer than the number whose place it takes, and nobody typed it."""
    return len(tekst.replace(TEL_MASKER, "0612345678").replace(MASKER, "123456789"))


def zonder_maskers(tekst: str) -> str:
    """A masked text as it is read for help: what stands in the place of a number is no word of the resident and never a reason."""
    return tekst.replace(MASKER, "…").replace(TEL_MASKER, "…")
