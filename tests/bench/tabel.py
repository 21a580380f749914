"""Writes docs/zoeken.md from a run of the engines: two kinds of tables and what they mean. No date, no machine: shares, and times against ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.bench.motoren import STEEKPROEF
from tests.bench.vragen import LATER, SETS, STIJLEN
from tests.server import WORTEL

DOEL = WORTEL / "docs" / "zoeken.md"
WIJ, MET = "Vindplaats", " + our phrases"
KORT = {
    "SQLite FTS5 trigram": "FTS5",
    "PostgreSQL dutch full text": "PostgreSQL",
    "PostgreSQL dutch full text + pg_trgm": "+ pg_trgm",
    "char n-gram tf-idf": "tf-idf",
    "tantivy, dutch": "tantivy",
    "tantivy, dutch, one letter off": "tantivy, fuzzy",
    "rapidfuzz WRatio": "WRatio",
}

TEKST = """# Search: other engines beside ours

Written by `make bench`: change `tests/bench/tabel.py`, not this page.

Every engine got the same {questions} labelled questions (`tests/data`) in one run, and the same {entries} entries of the demo municipality: the name, the
summary, what it is and when it is for you. "{met}" adds the {phrases:,} phrases of `sociale_kaart/data/soorten` as texts of their own. An engine answers
with the kinds of help of the texts that it finds, best first; any word may match.

- **hit@1**: the first kind is a right one. **hit@3**: a right one is among the first three.
- **held out**: only the sets {later}, written last, by somebody who had only the list of kinds.
- **p50, p99**: times against ours ({wij} = 1): of the processor, for PostgreSQL of the clock. Ours also looks for danger and complexity in the text,
  and picks the entries.

## By engine

{motoren}

rapidfuzz WRatio compares a question with every text; it got one question in {steekproef}.

## By style (hit@3; all but ours with our phrases)

{stijlen}

"carers" are questions of people who care for somebody, in several styles.

## By set of questions (hit@3; all but ours with our phrases)

{sets}

## What the numbers mean

- **Words decide, not the engine.** Without phrases the best other engine finds {zonder} of the questions. With our phrases {beste} finds {beste_hit}. The
  phrases are worth more than the choice of an engine.
- **The rest is reading.** Ours finds {ons}: {verschil} points more on the same phrases. It repairs spelling on the words of the phrases, splits compounds,
  knows concepts across languages, and weighs the whole text with a model that was learned from the phrases.
- **Where it differs most**: {grootst}. Where it differs least: {kleinst}.
- **Some of it is memory.** Phrases are still added after a set was scored, so each set becomes less of a test with time. On the held-out sets ours
  finds {later_ons}, and {later_wie}, the best of the others there, {later_beste}.
- **Time.** An index of words is mostly faster than ours; the fastest with phrases is {snelst}. An engine that compares pieces of words or whole texts
  becomes slow when the phrases are in it.
- An engine of words gives something for any text. Ours gives nothing below a floor, so some of its misses are silence and not a wrong answer.
"""


def _rij(cellen: Sequence[object]) -> str:
    return "| " + " | ".join(str(c) for c in cellen) + " |"


def _tabel(kop: Sequence[str], rijen: Sequence[Sequence[object]]) -> str:
    return "\n".join([_rij(kop), _rij(["---", *(["--:"] * (len(kop) - 1))]), *map(_rij, rijen)])


def _deel(waarde: float) -> str:
    return f"{waarde:.2f}"


def _keer(a: float, b: float) -> str:
    keer = a / b
    return f"{keer:.0f}" if keer >= 10 else f"{keer:.2g}"


def _per(motoren: dict[str, Any], groep: str, namen: Sequence[str]) -> str:
    """hit@3 by style or set, a column for each engine."""
    met = [(kort, motoren[naam + MET]) for naam, kort in KORT.items() if motoren[naam + MET]]
    kolommen = [*met, (WIJ, motoren[WIJ])]
    rijen = [[n, *(_deel(m[groep][n]) if n in m[groep] else "-" for _, m in kolommen)] for n in namen]
    return _tabel([groep.removeprefix("by "), *(k for k, _ in kolommen)], rijen)


def schrijf(uit: dict[str, Any]) -> None:
    """Write the page."""
    motoren, wij = uit["engines"], uit["engines"][WIJ]
    rijen = []
    for naam in (n + extra for n in KORT for extra in ("", MET)):
        m = motoren[naam]
        if m is None:
            rijen.append([naam, "not here", *[""] * 4])
            continue
        tijden = [_keer(m[t], wij[t]) for t in ("p50 ms", "p99 ms")]
        rijen.append([naam, *(_deel(m[k]) for k in ("hit@1", "hit@3", "hit@3 later")), *tijden])
    rijen.append([f"**{WIJ}**", *(f"**{_deel(wij[k])}**" for k in ("hit@1", "hit@3", "hit@3 later")), "1", "1"])
    met = {n: m for n, m in motoren.items() if m and n.endswith(MET)}
    zonder = {n: m for n, m in motoren.items() if m and n != WIJ and not n.endswith(MET)}
    beste = max(met, key=lambda n: met[n]["hit@3"])
    later = max(met, key=lambda n: met[n]["hit@3 later"])
    stijlen = [s for s in (*STIJLEN, "carers") if s in wij["by style"]]
    winst = {s: wij["by style"][s] - max(m["by style"].get(s, 0.0) for m in met.values()) for s in stijlen}
    op_winst = sorted(stijlen, key=lambda s: -winst[s])
    snel = min((n for n in met), key=lambda n: met[n]["p50 ms"])
    DOEL.write_text(
        TEKST.format(
            questions=uit["questions"],
            entries=uit["entries"],
            phrases=uit["phrases"],
            met=MET.strip(),
            wij=WIJ,
            later=" and ".join(f"`{n}`" for n in LATER),
            motoren=_tabel(["engine", "hit@1", "hit@3", "hit@3 held out", "p50", "p99"], rijen),
            stijlen=_per(motoren, "by style", stijlen),
            sets=_per(motoren, "by set", SETS),
            steekproef={4: "four", 8: "eight"}.get(STEEKPROEF, STEEKPROEF),
            zonder=_deel(max(m["hit@3"] for m in zonder.values())),
            beste=KORT[beste.removesuffix(MET)],
            beste_hit=_deel(met[beste]["hit@3"]),
            ons=_deel(wij["hit@3"]),
            verschil=round(100 * (wij["hit@3"] - met[beste]["hit@3"])),
            grootst=", ".join(f"{s} (+{_deel(winst[s])})" for s in op_winst[:3]),
            kleinst=", ".join(f"{s} ({winst[s]:+.2f})" for s in op_winst[-2:]),
            later_ons=_deel(wij["hit@3 later"]),
            later_beste=_deel(met[later]["hit@3 later"]),
            later_wie=KORT[later.removesuffix(MET)],
            snelst=f"{KORT[snel.removesuffix(MET)]}: {_keer(met[snel]['p50 ms'], wij['p50 ms'])} of our time",
        ),
        encoding="utf-8",
    )
