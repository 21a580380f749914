"""A script in words, one line per question and choice: for who does not see the picture, and to compare versions. Never plays or changes."""

from __future__ import annotations

from dialogues.model import Choice, Dialogue, Step


def extra(k: Choice) -> list[str]:
    """What a choice brings, in short words for editors."""
    uit = [f"gevaar: {k.signaal}"] if k.signaal else []
    uit += [f"haast: {k.spoed}"] if k.spoed else []
    uit += [f"kenmerk: {m}" for m in k.markers]
    if k.soorten:
        uit.append("hulp: " + ", ".join(k.soorten))
    if k.domeinen:
        uit.append("onderwerp: " + ", ".join(k.domeinen))
    return uit


def voorwaarden(s: Step) -> list[str]:
    """When a step is asked, and how it may be answered."""
    uit = [f"alleen als: {s.als.replace('_', ' ')}"] if s.als else []
    uit += ["niet als de tekst het al zegt"] if s.kan_bekend else []
    uit.append({"keuze": "één antwoord", "meer": "meer antwoorden", "tekst": "eigen woorden", "buurt": "een buurt"}[s.soort])
    uit += ["of eigen woorden"] if s.keuzes and s.eigen_woorden else []
    return [*uit, *([f"wet: {', '.join(s.wet)}"] if s.wet else [])]


def outline(dialogue: Dialogue) -> str:
    """The script in words, one line per question and choice: for who does not see the picture, and for a comparison of versions."""
    uit = [dialogue.naam, *([f"  {dialogue.inleiding}"] if dialogue.inleiding else [])]
    for i, s in enumerate(dialogue.stappen, 1):
        uit.append(f"{i}. {s.vraag} [{s.naam}] ({'; '.join(voorwaarden(s))})")
        uit.append(f"   Waarom: {s.waarom}")
        for k in s.keuzes:
            erbij = "; ".join([*extra(k), *([f"verder bij {k.naar}"] if k.naar else [])])
            uit.append(f"   - {k.label}" + (f" ({erbij})" if erbij else ""))
    return "\n".join([*uit, f"Einde: {dialogue.einde}", ""])
