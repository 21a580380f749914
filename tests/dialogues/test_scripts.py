"""Every script: no mistake, no dead end, at most seven questions, a human at the end; walked at random; the law's letters covered."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from dialogues.load import Fouten, lees, scripts
from dialogues.model import OVERGESLAGEN
from dialogues.play import play
from dialogues.regels import REGELS, Feiten
from dialogues.understand import DOMEINEN
from sociale_kaart.load import taxonomie


def test_there_is_a_script_for_every_domain_and_side_door() -> None:
    assert set(DOMEINEN) <= set(scripts())
    assert {"gedeeld", "zorgen-om-iemand", "hulp-past-niet", "meedoen", "jongeren", "weet-niet"} <= set(scripts())


def test_every_code_in_a_script_exists() -> None:
    tax = taxonomie()
    for d in scripts().values():
        for s in d.stappen:
            for k in s.keuzes:
                assert set(k.soorten) <= set(tax.soorten), (d.code, s.naam)
                assert set(k.domeinen) <= set(tax.domeinen), (d.code, s.naam)


def test_every_letter_of_the_law_has_a_question() -> None:
    """Wmo 2015 art. 2.3.2 lid 4 a-f (L-11)."""
    letters = {letter for d in scripts().values() for s in d.stappen for letter in s.wet}
    assert set("abcdef") <= letters


def test_random_walks_always_end() -> None:
    kans = random.Random(7)
    alle = scripts()
    codes = [c for c in alle if c != "gedeeld"]
    for _ in range(4000):
        onderwerpen = kans.sample(codes, kans.randint(0, 2))
        feiten = Feiten(
            domeinen=tuple(kans.sample(DOMEINEN, kans.randint(0, 3))),
            rol=kans.choice(["", "mantelzorger", "zelf"]),
            buurt=kans.choice(["", "centrum"]),
        )
        antwoorden: dict[str, tuple[str, ...]] = {}
        for _stap in range(13):
            p = play(alle, onderwerpen, antwoorden, feiten)
            if p.stap is None:
                break
            s = p.stap
            assert s.naam not in antwoorden, "asked twice"
            if kans.random() < 0.2:
                antwoorden[s.naam] = (OVERGESLAGEN,)
            elif s.keuzes:
                antwoorden[s.naam] = (kans.choice(s.keuzes).code,)
            else:
                antwoorden[s.naam] = ("molenwijk",)
        else:
            raise AssertionError(f"no end: {onderwerpen} {list(antwoorden)}")


def test_replay_is_pure() -> None:
    a = {"buurt": ("centrum",), "ik_wil": ("rust",), "weg": ("x",)}
    f = Feiten(domeinen=("geld",))
    assert play(scripts(), ["geld"], a, f) == play(scripts(), ["geld"], dict(reversed(a.items())), f)


@pytest.mark.parametrize(
    ("toml", "fout"),
    [
        (
            'code="x"\nnaam="X"\neinde="e"\n[[stap]]\nnaam="a"\nvraag="v"\nwaarom="w"\nsoort="keuze"\nkeuzes=[{code="1",label="a"}]',
            "dead end",
        ),
        (
            'code="x"\nnaam="X"\neinde="e"\n[[stap]]\nnaam="a"\nvraag="v"\nwaarom="w"\nsoort="keuze"\nkeuzes=[{code="1",label="a",naar="b"},{code="2",label="b"}]',
            "unknown step",
        ),
        ('code="x"\nnaam="X"\neinde="e"\n[[stap]]\nnaam="a"\nvraag="v"\nwaarom="w"\nsoort="tekst"\nals="bestaat-niet"', "does not exist"),
        ('code="x"\nnaam="X"\n', "no 'einde'"),
        (
            'code="x"\nnaam="X"\neinde="e"\n[[stap]]\nnaam="a"\nvraag="v"\nwaarom="w"\nsoort="keuze"\nkeuzes=[{code="1",label="a",naar="c"},{code="2",label="b",naar="c"}]\n'
            '[[stap]]\nnaam="b"\nvraag="v"\nwaarom="w"\nsoort="tekst"\n[[stap]]\nnaam="c"\nvraag="v"\nwaarom="w"\nsoort="keuze"\nkeuzes=[{code="1",label="a"},{code="2",label="b",naar="a"}]',
            "unreachable",
        ),
    ],
)
def test_mistakes_are_named(tmp_path: Path, toml: str, fout: str) -> None:
    (tmp_path / "x.toml").write_text(toml)
    with pytest.raises(Fouten, match=fout):
        lees(tmp_path)


def test_rules_are_functions_of_what_is_known() -> None:
    assert REGELS["buurt_onbekend"](Feiten(), {}) and not REGELS["buurt_onbekend"](Feiten(buurt="centrum"), {})
