"""The house: arrows only point down, names say what a file is. Each check is also run on a house that breaks the rule, and must fail there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

WORTEL = Path(__file__).parent.parent
WEB = {"fastapi", "starlette", "uvicorn", "jinja2"}
DINGEN = set(
    "gesprek verwijzing werkdagen zegel logboek schoon tellen account behandeling uitbox mantelzorg "
    "wetten tijdlijn sleutels storingen doctor bewerking gesprekteksten invoer invoer_klaar paginas redactie uitgave vragen "
    "concept werklijst uitnodiging".split()
)
LEREN = {"sociale_kaart/leren.py", "sociale_kaart/woorden/leren.py", "dialogues/learn.py"}


def imports(pad: Path) -> set[str]:
    """Every module that a file imports, at the top or inside a function."""
    uit: set[str] = set()
    for knoop in ast.walk(ast.parse(pad.read_text(encoding="utf-8"))):
        if isinstance(knoop, ast.Import):
            uit.update(a.name for a in knoop.names)
        elif isinstance(knoop, ast.ImportFrom) and knoop.module:
            uit.add(knoop.module)
    return uit


def fouten(wortel: Path) -> list[str]:
    """Each arrow that points up, and each name that says nothing."""
    uit = []
    for pad in sorted(wortel.rglob("*.py")):
        naam = pad.relative_to(wortel).as_posix()
        if naam.startswith((".venv", "var", "tests", "portal/migrations")):
            continue
        heen = imports(pad)
        kamers = {h.split(".")[0] for h in heen}
        if naam.startswith(("dialogues/", "sociale_kaart/")) and kamers & (WEB | {"portal"}):
            uit.append(f"{naam} imports the web or the portal")
        if naam.startswith("sociale_kaart/") and "dialogues" in kamers:
            uit.append(f"{naam} imports the conversation")
        if naam.startswith("dialogues/") and any(h.startswith("sociale_kaart") and not h.startswith("sociale_kaart.woorden") for h in heen):
            uit.append(f"{naam} imports more of the kaart than the reader of words")
        if naam not in LEREN and "sklearn" in kamers | {h for h in heen if "leren" in h}:
            uit.append(f"{naam} imports the training library")
        if naam.startswith("portal/") and naam.removeprefix("portal/").removesuffix(".py") in DINGEN:
            if kamers & WEB or any(
                h.startswith(
                    ("portal.inwoner", "portal.medewerker", "portal.redacteur", "portal.beheerder", "portal.aanbieder", "portal.web")
                )
                for h in heen
            ):
                uit.append(f"{naam} is a thing and imports a door or the web")
        if pad.stem in ("utils", "helpers", "common", "services", "managers"):
            uit.append(f"{naam}: a name that says nothing")
    return uit


def test_arrows_only_point_down() -> None:
    assert fouten(WORTEL) == []


@pytest.mark.parametrize(
    ("bestand", "regel"),
    [
        ("dialogues/x.py", "import fastapi"),
        ("sociale_kaart/x.py", "from portal.web import pagina"),
        ("sociale_kaart/x.py", "from dialogues.play import play"),
        ("dialogues/x.py", "from sociale_kaart.search import Kaart"),
        ("dialogues/x.py", "def f():\n    import sklearn"),
        ("portal/verwijzing.py", "from portal.web import pagina"),
        ("portal/utils.py", ""),
    ],
)
def test_a_broken_house_is_seen(tmp_path: Path, bestand: str, regel: str) -> None:
    pad = tmp_path / bestand
    pad.parent.mkdir(parents=True)
    pad.write_text(regel + "\n")
    assert len(fouten(tmp_path)) == 1


def test_no_registry_address_in_a_lock() -> None:
    for pad in WORTEL.glob("*.lock"):
        assert "://" not in pad.read_text(), pad.name
