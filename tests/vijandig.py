"""Texts that try to break a reader, the same for the same seed: very long words, zalgo, marks of direction, code, emoji, mixed scripts, noise."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

LANGST = 8_000  # characters: what is longer is cut before it is read
KORT = 90  # most are short: a test must end

WOORDEN = "niet ik wil kan geen hulp schulden dood huis zorg mijn man kind bang vannacht vlees und die nie czy bir ve".split()
CODE = (
    "'; DROP TABLE voorziening;--",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "%s%n%x",
    "{{7*7}}",
    "${jndi:ldap://x}",
    "\\",
    "((((",
    "[^\\W_]+",
    "&lt;&#0;",
)
EMOJI = ("😀", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇳🇱", "👍🏿", "❤️", "⃣", "🫠")
SCHRIFT = (
    "помощь",
    "допоможіть",
    "مساعدة",
    "أحتاج",
    "עזרה",
    "βοήθεια",
    "帮助",
    "ช่วย",
    "yardım",
    "İIıi",
    "źdźbło",
    "ß",
    "ﷺ",
    "ﬃ",
    "Ǆ",
    "½",
    "①",
)
MERKEN = "\u202e\u202d\u200b\u200f\u200e\u2066\u2069\ufeff\u061c\u00ad"
BESTURING = "".join(map(chr, range(32))) + "\x7f\x85\u2028\u2029\ufffe\ud800\udfff"


def _rij(kans: random.Random, keuzes: str | tuple[str, ...] | list[str], n: int, tussen: str = "") -> str:
    return tussen.join(kans.choices(keuzes, k=n))


def _zalgo(k: random.Random, n: int) -> str:
    return "".join(k.choice("hulp zorg") + _rij(k, [chr(c) for c in range(0x300, 0x36F)], k.randrange(12)) for _ in range(n // 6 + 1))


def _alles(k: random.Random, n: int) -> str:
    return "".join(chr(k.randrange(0x11_0000)) for _ in range(n))


SOORTEN: tuple[Callable[[random.Random, int], str], ...] = (
    lambda k, n: k.choice("aezßﷺ") * n,  # one word
    lambda k, n: _rij(k, WOORDEN, n // 4 + 1),  # a compound without end
    lambda k, n: _rij(k, "abcdefghijklmnopqrstuvwxyzé", n),
    _zalgo,
    lambda k, n: _rij(k, [*WOORDEN, *MERKEN], n // 4 + 1, k.choice(MERKEN)),
    lambda k, n: f"{k.choice(WOORDEN)} {k.choice(WOORDEN)} " * (n // 8 + 1),  # the same over and over
    lambda k, n: _rij(k, [*CODE, *WOORDEN], n // 8 + 1, k.choice(" ;\n")),
    lambda k, n: _rij(k, [*EMOJI, *WOORDEN], n // 4 + 1, k.choice(("", " "))),
    lambda k, n: _rij(k, [*SCHRIFT, *WOORDEN], n // 5 + 1, k.choice(("", " ", "-"))),
    lambda k, n: _rij(k, [*BESTURING, *WOORDEN], n // 3 + 1, k.choice(("", " "))),
    lambda k, n: _rij(k, "0123456789 .-+", n),
    lambda k, n: _rij(k, ".,;!?'\"-_ \n", n) + _rij(k, WOORDEN, n // 9, ". "),  # sentences without end
    _alles,
)


def teksten(zaad: int, aantal: int) -> Iterator[str]:
    """`aantal` texts, each kind in turn; one in a hundred is as long as a text may be."""
    kans = random.Random(zaad)
    for i in range(aantal):
        lengte = LANGST if kans.random() < 0.01 else kans.randrange(1, KORT)
        yield SOORTEN[i % len(SOORTEN)](kans, lengte)[:LANGST]
