"""A script as a picture for editors (SVG, classes only: static/css/tekening.css) and as an outline in words. Draws; never plays or changes."""

from __future__ import annotations

import textwrap
from html import escape

from dialogues.model import Choice, Dialogue, Step

BREED, RAND, REGEL, LUCHT = 640, 16, 22, 34  # units of the picture: width of a box, its edge, height of a line, space between boxes
BAAN = 26  # room at the right for each jump
TEKENS = 66  # characters on a line


def _extra(k: Choice) -> list[str]:
    """What a choice brings, in short words for editors."""
    uit = [f"gevaar: {k.signaal}"] if k.signaal else []
    uit += [f"haast: {k.spoed}"] if k.spoed else []
    uit += [f"kenmerk: {m}" for m in k.markers]
    if k.soorten:
        uit.append("hulp: " + ", ".join(k.soorten))
    if k.domeinen:
        uit.append("onderwerp: " + ", ".join(k.domeinen))
    return uit


def _voorwaarden(s: Step) -> list[str]:
    """When a step is asked, and how it may be answered."""
    uit = [f"alleen als: {s.als.replace('_', ' ')}"] if s.als else []
    uit += ["niet als de tekst het al zegt"] if s.kan_bekend else []
    uit.append({"keuze": "één antwoord", "meer": "meer antwoorden", "tekst": "eigen woorden", "buurt": "een buurt"}[s.soort])
    uit += ["of eigen woorden"] if s.keuzes and s.eigen_woorden else []
    return [*uit, *([f"wet: {', '.join(s.wet)}"] if s.wet else [])]


def _regels(s: Step) -> list[tuple[str, str]]:
    """The lines of a box: (class, text)."""
    uit = [("vraag", r) for r in textwrap.wrap(s.vraag, TEKENS - 8)]
    uit += [("waarom", r) for r in textwrap.wrap(s.waarom, TEKENS)]
    uit.append(("voorwaarde", "; ".join(_voorwaarden(s))))
    for k in s.keuzes:
        soort = "keuze tekening__gevaar" if k.signaal else "keuze"
        uit += [(soort, r) for r in textwrap.wrap(f"○ {k.label}", TEKENS, subsequent_indent="   ")]
        if extra := "; ".join(_extra(k)):
            uit += [("extra", r) for r in textwrap.wrap(extra, TEKENS + 4)]
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


def outline(dialogue: Dialogue) -> str:
    """The script in words, one line per question and choice: for who does not see the picture, and for a comparison of versions."""
    uit = [dialogue.naam, *([f"  {dialogue.inleiding}"] if dialogue.inleiding else [])]
    for i, s in enumerate(dialogue.stappen, 1):
        uit.append(f"{i}. {s.vraag} [{s.naam}] ({'; '.join(_voorwaarden(s))})")
        uit.append(f"   Waarom: {s.waarom}")
        for k in s.keuzes:
            extra = "; ".join([*_extra(k), *([f"verder bij {k.naar}"] if k.naar else [])])
            uit.append(f"   - {k.label}" + (f" ({extra})" if extra else ""))
    return "\n".join([*uit, f"Einde: {dialogue.einde}", ""])


__all__ = ["draw", "outline"]
