"""The labelled questions of the repository that the benchmarks ask, and the styles they are counted by."""

from __future__ import annotations

from typing import Any

from tests.cijfers import rijen

SETS = ("hulp-a", "hulp-b", "achtergehouden-hulp", "achtergehouden-2-hulp", "mantelzorg")
LATER = ("achtergehouden-hulp", "achtergehouden-2-hulp")  # written by others, scored before anything was changed because of them
STIJLEN = ("word", "sentence", "story", "phonetic", "typo", "dialect", "compound", "synonym", "official", "other language")
TALEN = ("en", "pl", "tr", "ar", "uk")


def vragen() -> list[dict[str, Any]]:
    """All of them, each with its `set` and one of STIJLEN or "carers" as its style."""
    return [r | {"set": naam, "style": _stijl(r["style"])} for naam in SETS for r in rijen(naam)]


def _stijl(stijl: str) -> str:
    stijl = "other language" if stijl in TALEN else stijl.replace("-", " ")
    return stijl if stijl in STIJLEN else "carers"
