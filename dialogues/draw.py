"""A script as a picture for editors: SVG, classes only (static/css/tekening.css). Draws; never plays or changes."""

from __future__ import annotations

import textwrap
from html import escape

from dialogues.model import Dialogue, Step
from dialogues.outline import extra, voorwaarden

BREED, RAND, REGEL, LUCHT = 640, 16, 22, 34  # units of the picture: width of a box, its edge, height of a line, space between boxes
BAAN = 26  # room at the right for each jump
TEKENS = 66  # characters on a line


def _regels(s: Step) -> list[tuple[str, str]]:
    """The lines of a box: (class, text)."""
    uit = [("vraag", r) for r in textwrap.wrap(s.vraag, TEKENS - 8)]
    uit += [("waarom", r) for r in textwrap.wrap(s.waarom, TEKENS)]
    uit.append(("voorwaarde", "; ".join(voorwaarden(s))))
    for k in s.keuzes:
        soort = "keuze tekening__gevaar" if k.signaal else "keuze"
        uit += [(soort, r) for r in textwrap.wrap(f"○ {k.label}", TEKENS, subsequent_indent="   ")]
        if erbij := "; ".join(extra(k)):
            uit += [("extra", r) for r in textwrap.wrap(erbij, TEKENS + 4)]
    return uit


def _doos(soort: str, y: int, regels: list[tuple[str, str]]) -> tuple[str, int]:
    """A box at height y, and where it ends."""
    hoog = 2 * RAND + REGEL * len(regels)
    delen = [f'<rect class="tekening__doos tekening__doos--{soort}" x="1" y="{y}" width="{BREED}" height="{hoog}" rx="12"/>']
    for i, (klas, tekst) in enumerate(regels):
        inspring = 40 if klas == "extra" else 20
        delen.append(f'<text class="tekening__{klas}" x="{inspring}" y="{y + RAND + REGEL * i + 16}">{escape(tekst)}</text>')
    return "".join(delen), y + hoog


def draw(dialogue: Dialogue) -> str:
    """The script as SVG: begin, a box per question in order, end; every jump as a line of its own at the right."""
    kop = [("vraag", dialogue.naam), *(("waarom", r) for r in textwrap.wrap(dialogue.inleiding, TEKENS))]
    slot = [("vraag", "Einde"), *(("waarom", r) for r in textwrap.wrap(dialogue.einde, TEKENS))]
    delen, plek = [], {}
    doos, onder = _doos("begin", 1, kop)
    delen.append(doos)
    for s in dialogue.stappen:
        delen.append(f'<path class="tekening__lijn" d="M{BREED // 2} {onder}v{LUCHT}m-6 -9l6 9l6 -9"/>')
        begin = onder + LUCHT
        doos, onder = _doos("vraag", begin, _regels(s))
        plek[s.naam] = (begin, onder)
        delen.append(doos)
    delen.append(f'<path class="tekening__lijn" d="M{BREED // 2} {onder}v{LUCHT}m-6 -9l6 9l6 -9"/>')
    plek["einde"] = (onder + LUCHT, onder + LUCHT)
    doos, onder = _doos("einde", onder + LUCHT, slot)
    delen.append(doos)
    sprongen = list(dict.fromkeys((s.naam, k.naar) for s in dialogue.stappen for k in s.keuzes if k.naar))
    for i, (van, naar) in enumerate(sprongen, 1):
        x, y1, y2 = BREED + BAAN * i, plek[van][1] - RAND, plek[naar][0] + RAND
        delen.append(f'<path class="tekening__sprong" d="M{BREED + 1} {y1}H{x}V{y2}H{BREED + 4}m9 -6l-9 6l9 6"/>')
    breed, hoog = BREED + 2 + BAAN * (len(sprongen) + 1) * bool(sprongen), onder + 1
    naam = escape(dialogue.naam)
    return (
        f'<svg class="tekening" viewBox="0 0 {breed} {hoog}" role="img" aria-labelledby="tekening-{dialogue.code}">'
        f'<title id="tekening-{dialogue.code}">{naam}</title>{"".join(delen)}</svg>'
    )
