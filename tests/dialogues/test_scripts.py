"""Every script: no mistake, no dead end, at most seven questions, a human at the end; walked at random; the law's letters covered."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from dialogues import load
from dialogues.bekend import bekend
from dialogues.load import Fouten, lees, scripts
from dialogues.model import OVERGESLAGEN
from dialogues.outline import outline
from dialogues.play import GEDEELD, MEESTE_VRAGEN, VERDER, play, volgorde
from dialogues.regels import REGELS, Feiten
from dialogues.texts import LETTERS, TABEL, wettabel
from dialogues.understand import DOMEINEN
from portal.gesprek import BIJDRAGE
from sociale_kaart.load import taxonomie
from tests.trials.wandelen import proef

GEDEELDE_VRAGEN = {
    "voor_wie", "buurt", "thuiswonend", "leeftijd", "ik_wil", "geprobeerd", "ik_kan", "wie_helpt", "volhoudtijd", "andere_dingen",
    "bedreigend", "voor_een_ander",
}  # fmt: skip


def test_there_is_a_script_for_every_domain_and_side_door() -> None:
    assert set(DOMEINEN) <= set(scripts())
    assert {"gedeeld", "zorgen-om-iemand", "hulp-past-niet", "meedoen", "jongeren", "weet-niet"} <= set(scripts())
    assert {s.naam for s in scripts()[GEDEELD].stappen} == GEDEELDE_VRAGEN


def test_every_code_in_a_script_exists() -> None:
    tax = taxonomie()
    for d in scripts().values():
        for s in d.stappen:
            for k in s.keuzes:
                assert set(k.soorten) <= set(tax.soorten), (d.code, s.naam)
                assert set(k.domeinen) <= set(tax.domeinen), (d.code, s.naam)


def test_every_end_names_a_next_step_and_a_human() -> None:
    for d in scripts().values():
        assert d.inleiding and re.search(r"\bbel|naam achter", d.einde, re.I), d.code
        assert d.inleiding.count(".") + d.inleiding.count("?") >= 1


def test_every_letter_of_the_law_has_a_question_and_the_table_says_so() -> None:
    """Wmo 2015 art. 2.3.2 lid 4 a-f (L-11); g is told."""
    letters = {letter for d in scripts().values() for s in d.stappen for letter in s.wet}
    assert letters == set(LETTERS) - {"g"}
    assert all(s.wet for d in scripts().values() for s in d.stappen), "a question without a letter"
    assert TABEL.read_text(encoding="utf-8") == wettabel(), "run python -m dialogues.texts"
    assert "eigen bijdrage" in BIJDRAGE


def test_random_walks_end_and_every_rule_fires_as_the_table_says() -> None:
    """`make trial-wandelen` walks 100,000 times."""
    assert proef(2500, 7)["mistakes"] == {}


def test_the_shared_core_fits_in_seven_questions_also_with_two_topics() -> None:
    f = Feiten(domeinen=("mantelzorg", "geld"), rol="mantelzorger")
    a: dict[str, tuple[str, ...]] = {}
    while (p := play(scripts(), ["mantelzorg", "geld"], a, f)).stap:
        a[p.stap.naam] = (OVERGESLAGEN,)
    assert len(a) == MEESTE_VRAGEN
    assert list(a)[:2] == ["bedreigend", "volhoudtijd"], "what cannot wait comes first"
    assert {"mantelzorg_wie", "geld_wat", "wie_helpt", "buurt", "andere_dingen"} <= set(a)
    assert list(a)[-1] == "andere_dingen", "both topics and what they share, then other things"


def test_overload_is_asked_before_the_network() -> None:
    namen = [s.naam for _, s in volgorde(scripts(), ["mantelzorg"])]
    assert namen.index("volhoudtijd") < namen.index("wie_helpt")
    moe = play(scripts(), ["mantelzorg"], {"volhoudtijd": ("week",)}, Feiten(domeinen=("mantelzorg",)), meeste=20)
    f = Feiten(domeinen=("mantelzorg",))
    assert not REGELS["netwerk_mag"](f, {"volhoudtijd": ("week",)}) and REGELS["netwerk_mag"](f, {"volhoudtijd": ("langer",)})
    assert moe.spoed == "vandaag" and [m for m, _ in moe.markers] == ["overbelast"]


def test_who_worries_or_offers_is_not_asked_about_oneself() -> None:
    """Reporter and client are two people; an offer is no request for help."""
    zorgen = {s.naam for _, s in volgorde(scripts(), ["zorgen-om-iemand", "geld"])}
    assert zorgen & GEDEELDE_VRAGEN == {"buurt"} and "woont deze persoon" in scripts()["zorgen-om-iemand"].stap("buurt").vraag  # type: ignore[union-attr]
    assert {s.naam for _, s in volgorde(scripts(), ["meedoen"])} & GEDEELDE_VRAGEN == {"buurt"}
    assert scripts()["zorgen-om-iemand"].signaal_soort == "signaal" and scripts()["meedoen"].signaal_soort == "aanbod"


def test_young_people_are_spoken_to_as_je() -> None:
    d = scripts()["jongeren"]
    zinnen = [d.naam, d.inleiding, d.einde] + [z for s in d.stappen for z in (s.vraag, s.waarom, s.zin, *(k.reactie for k in s.keuzes))]
    assert not [z for z in zinnen if re.search(r"\b(u|uw)\b", z, re.I)]


def test_what_the_text_says_is_not_asked() -> None:
    kaal = play(scripts(), ["geld"], {}, Feiten(domeinen=("geld",)))
    weet = play(
        scripts(), ["geld"], {}, Feiten(domeinen=("geld",), soorten=frozenset({"voedselbank"}), rol="zelf", buurt="centrum", wil=True)
    )
    assert kaal.nog == 7 and all(p.stap and p.stap.naam == "bedreigend" for p in (kaal, weet))
    gevraagd = play(scripts(), ["geld"], {"bedreigend": ("nee",)}, Feiten(domeinen=("geld",), soorten=frozenset({"voedselbank"})))
    assert gevraagd.stap and gevraagd.stap.naam == "geld_post"


def test_a_plain_question_asks_nothing_until_somebody_wants_to() -> None:
    f = Feiten(domeinen=("vervoer",), eenvoudig=True)
    assert play(scripts(), ["vervoer"], {}, f).stap is None
    assert play(scripts(), ["vervoer"], {VERDER: ("ja",)}, f).stap is not None


def test_an_answer_is_kept_when_another_script_asks_the_same_in_its_own_words() -> None:
    p = play(scripts(), ["contact", "geld"], {"wie_helpt": ("familie",)}, Feiten())
    assert p.antwoord("wie_helpt").keuzes[0].label == "Ja, familie of vrienden"  # type: ignore[union-attr]


def test_replay_is_pure() -> None:
    a = {"buurt": ("centrum",), "ik_wil": ("rust",), "weg": ("x",)}
    f = Feiten(domeinen=("geld",))
    assert play(scripts(), ["geld"], a, f) == play(scripts(), ["geld"], dict(reversed(a.items())), f)


@pytest.mark.parametrize(
    ("tekst", "wil", "woont", "zelf", "geprobeerd"),
    [
        ("Ik wil weer eens onder de mensen komen", True, False, True, 0),
        ("Mijn moeder woont alleen en valt vaak", False, False, False, 0),
        ("ik woon alleen en ik kan niet meer koken", False, True, True, 0),
        ("de huisarts hielp niet, en de voedselbank heb ik al geprobeerd", False, False, True, 2),
        ("", False, False, False, 0),
    ],
)
def test_what_a_text_answers_already(tekst: str, wil: bool, woont: bool, zelf: bool, geprobeerd: int) -> None:
    b = bekend(tekst)
    assert (b.wil, b.woont, b.zelf, len(b.geprobeerd)) == (wil, woont, zelf, geprobeerd)


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
        ('code="x"\nnaam="X"\neinde="e"\n[[stap]]\nnaam="a"\nvraag="v"\nwaarom="w"\nsoort="tekst"\nplaats="ergens"', "plaats 'ergens'"),
        ('code="x"\nnaam="X"\neinde="e"\ngedeeld=["bestaat-niet"]', "unknown step"),
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


@pytest.mark.parametrize(
    ("tekst", "naaste"),
    [
        ("ik zorg voor mijn man met dementie", True),
        ("Mijn moeder vergeet alles. Ik slaap slecht.", True),
        ("i care for my son", True),
        ("ik zorg voor iemand en ik ben moe", False),
        ("mijn manden staan in de weg", False),
    ],
)
def test_who_named_the_one_they_care_for_is_not_asked_for_whom(tekst: str, naaste: bool) -> None:
    assert bekend(tekst).naaste == naaste
    f = Feiten(domeinen=("mantelzorg",), rol="mantelzorger", naaste=bekend(tekst).naaste)
    a: dict[str, tuple[str, ...]] = {}
    while (p := play(scripts(), ["mantelzorg"], a, f)).stap:
        a[p.stap.naam] = (OVERGESLAGEN,)
    assert ("mantelzorg_wie" in a) != naaste and len(a) == MEESTE_VRAGEN


def test_rules_are_functions_of_what_is_known() -> None:
    assert REGELS["buurt_onbekend"](Feiten(), {}) and not REGELS["buurt_onbekend"](Feiten(buurt="centrum"), {})


def test_every_script_is_outlined() -> None:
    for d in scripts().values():
        regels = outline(d)
        for s in d.stappen:
            assert s.vraag in regels and all(k.label in regels for k in s.keuzes), (d.code, s.naam)


def test_how_long_it_can_go_on_is_asked_of_carers_and_beside_danger_only_when_they_said_so() -> None:
    vraag = REGELS["zorgt_voor_iemand"]
    gevaar = Feiten(domeinen=("mantelzorg",), rol="mantelzorger", signalen=frozenset({"suicide"}))
    assert vraag(Feiten(domeinen=("mantelzorg",)), {}) and not vraag(Feiten(domeinen=("contact",)), {})
    assert not vraag(gevaar, {}), "read in a text full of danger"
    for stap, code in (("voor_wie", "allebei"), ("andere_dingen", "mantelzorg"), ("weet_waar", "zorg"), ("werk_hinder", "zorg")):
        assert vraag(gevaar, {stap: (code,)}) and vraag(Feiten(), {stap: (code,)}), "an answer says it"
        assert code in {k.code for d in scripts().values() for s in d.stappen if s.naam == stap for k in s.keuzes}


@pytest.mark.parametrize(
    ("tekst", "delen"),
    [
        ("ik heb al bij de voedselbank aangeklopt, dat hielp niet", ("ik heb al bij de voedselbank aangeklopt",)),
        ("Ik ging naar de voedselbank. Maar dat heeft niks geholpen!", ("ik ging naar de voedselbank",)),
        ("maatje geprobeerd maar niks", ("maatje geprobeerd",)),
        ("ik heb al jaren schulden en ik slaap niet", ()),
        ("ik heb schulden, mijn moeder hielp niet", ("mijn moeder hielp niet",)),
        ("dat hielp niet", ()),
        ("I went to the food bank, that did not help", ("i went to the food bank",)),
        ("byłam w banku żywności, ale nic nie pomogło", ("byłam w banku żywności",)),
        ("gıda bankasına gittim ama işe yaramadı", ("gıda bankasına gittim",)),
        ("جربت بنك الطعام، لكن لم ينفع", ("جربت بنك الطعام",)),
        ("я ходила до банку їжі, але не допомогло", ("я ходила до банку їжі",)),
    ],
)
def test_a_clause_that_only_says_it_did_not_help_speaks_of_the_one_before(tekst: str, delen: tuple[str, ...]) -> None:
    assert bekend(tekst).geprobeerd == delen


@pytest.mark.parametrize(
    ("tekst", "zelf", "naaste"),
    [
        ("ik drink elke dag", True, False),
        ("mijn vader drinkt", False, True),
        ("mijn man slaat me", True, True),
        ("mijn vrouw is overleden, ik ben 84", True, True),
        ("ik zoek iemand om mee te praten", True, False),
        ("hulp voor mijn man, hij valt", False, True),
        ("i'm so lonely", True, False),
        ("my dad drinks", False, True),
        ("nie mam pracy", True, False),
        ("mój mąż pije", False, True),
        ("mąż mnie bije", True, True),
        ("her gün içiyorum", True, False),
        ("babam çok içiyor", False, True),
        ("kocam beni dövüyor", True, True),
        ("أنا أشرب كل يوم", True, False),
        ("لأمي وحدها في البيت", False, True),
        ("زوجي يضربني", True, True),
        ("я п'ю щодня", True, False),
        ("мій чоловік п'є", False, True),
        ("voedselbank", False, False),
    ],
)
def test_for_whom_is_known_in_six_languages(tekst: str, zelf: bool, naaste: bool) -> None:
    b = bekend(tekst)
    assert (b.zelf, b.naaste) == (zelf, naaste)


@pytest.mark.parametrize(
    ("tekst", "wil", "woont"),
    [
        ("chciałabym mieć pracę, mieszkam sama", True, True),
        ("iş arıyorum, tek başıma yaşıyorum", True, True),
        ("أريد أن أتعلم وأسكن وحدي", True, True),
        ("я шукаю роботу, живу одна", True, True),
        ("I want company, I live alone", True, True),
    ],
)
def test_a_wish_and_a_home_are_known_in_six_languages(tekst: str, wil: bool, woont: bool) -> None:
    assert (bekend(tekst).wil, bekend(tekst).woont) == (wil, woont)


def test_every_group_of_phrases_speaks_six_languages() -> None:
    groepen = tomllib.loads((Path(load.__file__).parent / "bekend.toml").read_text(encoding="utf-8"))
    assert all(set(talen) == {"nl", "en", "pl", "tr", "ar", "uk"} for talen in groepen.values())


def test_what_was_said_of_danger_is_not_asked_again() -> None:
    def gevraagd(onderwerpen: list[str], f: Feiten) -> set[str]:
        a: dict[str, tuple[str, ...]] = {}
        while (p := play(scripts(), onderwerpen, a, f, meeste=30)).stap:
            a[p.stap.naam] = (OVERGESLAGEN,)
        return set(a)

    for onderwerp, stap, signaal in [
        ("mentaal", "mentaal_dood", "suicide"),
        ("veiligheid", "veiligheid_wat", "geweld"),
        ("geld", "bedreigend", "afsluiting"),
        ("wonen", "wonen_wat", "afsluiting"),
    ]:
        geleerd = Feiten(domeinen=(onderwerp,), signalen=frozenset({signaal}))
        assert stap in gevraagd([onderwerp], geleerd), "what was only learned is asked all the same"
        assert stap not in gevraagd([onderwerp], Feiten(domeinen=(onderwerp,), gezegd=frozenset({signaal})))
    assert "veiligheid_nu" in gevraagd(["veiligheid"], Feiten(gezegd=frozenset({"geweld"})))


def test_who_it_is_about_is_asked_once() -> None:
    wie = scripts()["verslaving"].stap("verslaving_wie")
    assert wie and wie.keuze("ouder")
    for f, gevraagd in [
        (Feiten(), True),
        (Feiten(rol="zelf"), False),
        (Feiten(rol="naaste", naaste=True), False),
        (Feiten(rol="naaste"), True),
    ]:
        assert REGELS[wie.als](f, {}) is gevraagd
    assert not REGELS["rol_onbekend"](Feiten(), {"verslaving_wie": ("zelf",)})
