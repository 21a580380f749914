"""The reader: a word means what it means in its own language, and is repaired towards words that are known."""

from __future__ import annotations

import pytest

from sociale_kaart.woorden import lezer
from sociale_kaart.woorden.lezer import stam


def begrippen(tekst: str) -> dict[str, tuple[str, ...]]:
    """word -> its concepts."""
    return {w.norm: w.begrippen for w in lezer().lees(tekst).woorden}


@pytest.mark.parametrize(
    "tekst, taal",
    [
        ("ik kan de trap niet meer op", "nl"),
        ("huisarts", "nl"),
        ("my husband does not want to go there", "en"),
        ("nie wiem co robić z gemeente", "pl"),
        ("kocam işten çıkarıldı ne yapmalıyım", "tr"),
    ],
)
def test_the_language_of_a_text_is_that_of_its_words(tekst: str, taal: str) -> None:
    assert lezer().taal([w.norm for w in lezer().lees(tekst).woorden]) == taal


def test_a_word_has_the_concepts_of_its_own_language() -> None:
    nl = begrippen("ik ben niet met die man van de bank voor een gesprek uit het huis")
    assert nl["niet"][0] == "niet"  # no form of "genieten"
    assert not any(nl[w] for w in ("met", "die", "van", "voor", "een", "uit"))  # no English "met", "die" or "van", no "uitje"
    en = begrippen("i want to die, he met me in a van")
    assert en["die"] == ("dood",) and en["van"][0] == "auto_wonen"
    assert begrippen("nie mam pracy w gemeente")["gemeente"][0] == "gemeente"  # a Dutch word in a Polish text


def test_a_form_that_no_list_names_has_the_concept_of_its_stem_and_a_common_word_has_not() -> None:
    assert begrippen("my husband rapes me")["rapes"][0] == "seksueel_geweld"
    assert begrippen("dat is wel zo")["wel"] == ()  # the stem of "geweld"


def test_arabic_words_are_read_without_what_is_written_in_one_with_them() -> None:
    assert stam("والدخان") == stam("الدخان") == stam("دخان")
    assert stam("والدي") == "والدي"  # "my father": the first letters belong to it
    assert begrippen("الدخان في البيت وبيضربني")["وبيضربني"][:1] == ("slaan",)


@pytest.mark.parametrize(
    "getypt, bedoeld", [("furslafing", "verslaving"), ("ferhuize", "verhuizen"), ("vurkragt", "verkracht"), ("verkocht", "verkocht")]
)
def test_what_is_spelled_by_ear_is_the_word_that_was_meant(getypt: str, bedoeld: str) -> None:
    assert lezer().lees(getypt).woorden[0].goed == bedoeld
