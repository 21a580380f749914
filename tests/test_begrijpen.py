"""What people type is understood: figures on labelled questions that never fall, literal reasons, typing slips, hostile and foreign texts."""

from __future__ import annotations

import random
import time
import unicodedata

import pytest
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from dialogues.understand import begrijp
from portal import gesprek
from sociale_kaart import groepen, search
from sociale_kaart.load import taxonomie
from sociale_kaart.woorden import lezer
from tests import vijandig
from tests.cijfers import DATA, antwoord, hulp, kaart, overbelast, rijen, triage

DATA_GEEN = DATA / "geen-hulp.txt"

# Floors: just below what was measured when they were written. A change that lets one fall says why.
HULP = {
    "hulp-a": (0.87, 0.97, 0.85),
    "hulp-b": (0.9, 0.955, 0.87),
    "achtergehouden-hulp": (0.875, 0.94, 0.85),
    "achtergehouden-2-hulp": (0.85, 0.95, 0.84),
    "achtergehouden-3-hulp": (0.89, 0.95, 0.85),
    "mantelzorg": (0.86, 0.98, 0.92),
    "achtergehouden-3-mantelzorg": (0.68, 0.94, 0.79),
    "achtergehouden-4-mantelzorg": (0.8, 0.94, 0.72),
}


@pytest.mark.parametrize("naam", HULP)
def test_help_questions_keep_their_figures(naam: str) -> None:
    cijfers = hulp(rijen(naam))
    gemeten = (cijfers["hit@1"], cijfers["hit@3"], cijfers["domains"])
    assert all(m >= grens for m, grens in zip(gemeten, HULP[naam], strict=True)), cijfers


# Urgent lines found at either level; at most these shares of calm lines taken for danger at level nu, and at either level.
TRIAGE = {
    "triage-a": (0.96, 0.03, 0.08),
    "triage-b": (0.93, 0.02, 0.07),
    "achtergehouden-triage": (0.98, 0.08, 0.16),
    "achtergehouden-2-triage": (0.94, 0.04, 0.07),
    "achtergehouden-3-triage": (0.96, 0.03, 0.085),
    "achtergehouden-4-triage": (0.925, 0.03, 0.065),
    "achtergehouden-5-triage": (0.96, 0.02, 0.06),
}


@pytest.mark.parametrize("naam", TRIAGE)
def test_triage_keeps_its_figures(naam: str) -> None:
    cijfers = triage(rijen(naam))
    minst, nu, elk = TRIAGE[naam]
    assert cijfers["urgent"] >= minst and cijfers["false nu"] <= nu and cijfers["false any"] <= elk, cijfers
    assert cijfers["explicit"] >= 0.98 and cijfers["first code"] >= 0.87, cijfers
    assert cijfers["complex"] >= 0.9 and cijfers["plain kept plain"] >= 0.86, cijfers


@pytest.mark.parametrize("naam, minst", [("mantelzorg", 0.95), ("achtergehouden-3-mantelzorg", 0.95), ("achtergehouden-4-mantelzorg", 0.8)])
def test_a_carer_who_cannot_keep_it_up_is_seen_and_helped(naam: str, minst: float) -> None:
    cijfers = overbelast(rijen(naam))
    assert cijfers["overload recognised"] >= minst and cijfers["overload invented"] <= 0.055, cijfers
    for r in rijen(naam):
        a = antwoord(r["text"])
        if "overbelast" in {m["code"] for m in a["markers"]} and not a["urgent"]:
            # who is there for young carers stands beside a child
            steun = "jonge-mantelzorgers" if gesprek.is_jong(begrijp(lezer().lees(r["text"])).leeftijd) else "mantelzorgadvies"
            assert steun in {i["kind"] for i in a["items"] if i["relevance"] <= 3}, r["text"]


def test_two_questions_in_one_sentence_are_both_seen() -> None:
    """Domains of short texts that each touch two or three; a text with one domain keeps one."""
    for naam, minst in (("meer-domeinen", 0.72), ("meer-domeinen-2", 0.77)):
        gezien = [set(r["domains"]) & {d["code"] for d in antwoord(r["text"])["domains"]} for r in rijen(naam)]
        bedoeld = sum(len(r["domains"]) for r in rijen(naam))
        assert sum(map(len, gezien)) / bedoeld >= minst, naam
        gevraagd = [
            {*g, *gesprek.begrijp(kaart(), r["text"]).misschien} & {*r["domains"]} for r, g in zip(rijen(naam), gezien, strict=True)
        ]
        assert sum(map(len, gevraagd)) / bedoeld >= 0.87, "what is not named is asked first"
    a = antwoord("ik ben eenzaam en kan mijn tuin niet meer doen")
    assert {d["code"] for d in a["domains"]} == {"contact", "huishouden"}
    assert {"tuinhulp", "ontmoetingsplek"} <= {i["kind"] for i in a["items"]}
    zoon = antwoord("mijn zoon spijbelt en we hebben geen geld voor eten")  # the second by itself has too little evidence
    assert {"voedselbank", "jeugdhulp"} <= {i["kind"] for i in zoon["items"]}
    assert [d["code"] for d in antwoord("ik wil mijn tuin laten doen")["domains"]] == ["huishouden"]


@pytest.mark.parametrize(
    "tekst", ["ik kan niet meer", "ik weet het niet meer", "help", "het gaat niet goed", "wie kan mij helpen", "I need help"]
)
def test_who_does_not_say_what_it_is_about_gets_a_person_and_a_question(tekst: str) -> None:
    """No guess at a garden or a cooking walk: the team, somebody who listens, and the gentle questions."""
    a = antwoord(tekst)
    kinds = [i["kind"] for i in sorted(a["items"], key=lambda i: i["relevance"])]
    assert kinds[0] == "wijkteam" and set(kinds) == {"wijkteam", "luisterlijn"}, kinds
    assert not a["domains"]


def test_a_card_outside_the_domains_that_are_named_needs_more() -> None:
    kinds = taxonomie().soorten
    gevonden = [
        search.Gevonden(kinds[code], bewijs, lambda: ("woorden",))
        for code, bewijs in (("schuldhulpverlening", 0.8), ("budgetmaatje", 0.46), ("leefstijlcoach", 0.46), ("tuinhulp", 0.6))
    ]
    assert [g.soort.code for g in kaart().kies(gevonden, domeinen=["geld"])] == ["schuldhulpverlening", "tuinhulp", "budgetmaatje"]
    assert len(kaart().kies(gevonden)) == 4  # nothing is known of domains


def test_a_card_off_the_subject_is_one_of_the_best_or_none() -> None:
    """Outside the domains that are named only the best three: behind those they were right once in twenty times."""
    kinds = taxonomie().soorten
    gevonden = [
        search.Gevonden(kinds[code], bewijs, lambda: ("woorden",))
        for code, bewijs in (("schuldhulpverlening", 0.8), ("budgetmaatje", 0.75), ("geldinloop", 0.7), ("tuinhulp", 0.65))
    ]
    assert "tuinhulp" not in {g.soort.code for g in kaart().kies(gevonden, domeinen=["geld"])}
    assert "tuinhulp" in {g.soort.code for g in kaart().kies(gevonden, domeinen=["geld", "huishouden"])}


def test_what_is_for_the_young_is_shown_to_who_clearly_asks_for_it() -> None:
    kinds = taxonomie().soorten

    def gekozen(marge: float) -> set[str]:
        rij = [("schuldhulpverlening", 0.8, 0.3), ("actieteam-jongeren", 0.7, marge)]
        return {g.soort.code for g in kaart().kies([search.Gevonden(kinds[c], b, lambda: ("w",), marge=m) for c, b, m in rij])}

    assert gekozen(-0.3) == {"schuldhulpverlening", "actieteam-jongeren"} and gekozen(-0.9) == {"schuldhulpverlening"}


def test_what_is_for_one_group_stands_behind_what_is_for_everybody() -> None:
    """Unless somebody says to belong to that group."""
    namen = [v.naam for v in kaart().beste("leefstijlcoach")]
    assert namen.index("Leefstijlcoach: kleine stappen naar gezonder leven") < namen.index("Gezond koken en bewegen in de moskee")
    eerst = next(i for i in antwoord("is er iets in de moskee om gezond te leren koken")["items"] if i["kind"] == "leefstijlcoach")
    assert eerst["name"] == "Gezond koken en bewegen in de moskee"


@pytest.mark.parametrize(
    "tekst, leeftijd",
    [
        ("ik ben 16 en blijf zitten", 16),
        ("ik zorg al 10 jaar voor mijn man", None),
        ("mijn zoon van 12 jaar", None),
        ("mam 2 dzieci", None),
        ("mam 15 lat", 15),
        ("15 yaşındayım", 15),
        ("عمري 15 سنة", 15),
        ("ik ben 3 weken ziek", None),
    ],
)
def test_only_an_age_of_the_speaker_is_an_age(tekst: str, leeftijd: int | None) -> None:
    assert begrijp(lezer().lees(tekst)).leeftijd == leeftijd


def test_an_entry_is_found_by_a_word_that_only_stands_in_its_text() -> None:
    items = antwoord("3d printer")["items"]  # no kind of help is about it
    assert [(i["name"], i["because"]) for i in items if i["kind"] == "jongerenwerk"] == [("Gamehok van de bibliotheek", ["printer"])]
    assert ("De Avondkamer: opvang tot tien uur", ["sjoelen"]) in [(i["name"], i["because"]) for i in antwoord("sjoelen")["items"]]


def _lijkt(a: str, b: str) -> float:
    """Jaccard of the trigrams of two phrases."""
    x, y = ({t[i : i + 3] for i in range(len(t) - 2)} for t in (f"  {a.lower()} ", f"  {b.lower()} "))
    return len(x & y) / len(x | y)


@pytest.mark.parametrize("taal, minstens", [("nl", 25), ("en", 4), ("pl", 4), ("tr", 4), ("ar", 4), ("uk", 4)])
def test_every_kind_has_phrases_that_really_differ(taal: str, minstens: int) -> None:
    for s in taxonomie().soorten.values():
        anders: list[str] = []
        for zin in s.zinnen.get(taal, ()):
            if len(anders) < minstens and all(_lijkt(zin, a) < 0.5 for a in anders):
                anders.append(zin)
        assert len(anders) == minstens, (s.code, taal, len(anders))


def test_every_reason_stands_in_the_text_and_the_ladder_goes_up() -> None:
    stappen = list(taxonomie().ladder)
    for r in rijen("hulp-b")[::3] + rijen("triage-b")[::3]:
        a = antwoord(r["text"])
        tekst = unicodedata.normalize("NFC", r["text"])
        for deel in ("items", "domains", "markers", "urgent"):
            for x in a[deel]:
                assert x["because"], (deel, r["text"])
                assert all(want in tekst for want in x["because"]), (x, r["text"])
        plekken = [stappen.index(i["ladder"]) for i in a["items"]]
        assert plekken == sorted(plekken)


def _vergis(kans: random.Random, zin: str) -> str:
    """One slip of the fingers in a word of six letters or more: two letters turned, one left out, one doubled, one wrong."""
    woorden = zin.split()
    lang = [i for i, w in enumerate(woorden) if len(w) > 5 and w.isalpha()]
    i = kans.choice(lang)
    w = woorden[i]
    p = kans.randrange(1, len(w) - 2)
    woorden[i] = kans.choice(
        [w[:p] + w[p + 1] + w[p] + w[p + 2 :], w[:p] + w[p + 1 :], w[:p] + w[p] + w[p:], w[:p] + kans.choice("eantriosl") + w[p + 1 :]]
    )
    return " ".join(woorden)


def test_slips_of_the_fingers_are_forgiven() -> None:
    """600 known phrases with one slip each: the same kind in the first three."""
    kans = random.Random(11)
    zinnen = [
        (s.code, z)
        for s in taxonomie().soorten.values()
        for z in s.zinnen.get("nl", ())
        if any(len(w) > 5 and w.isalpha() for w in z.split())
    ]
    proef = kans.sample(zinnen, 600)
    raak = 0
    for code, zin in proef:
        lezing = kaart().lezer.lees(_vergis(kans, zin))
        raak += code in [g.soort.code for g in kaart().soorten(lezing)[:3]]
    assert raak / len(proef) >= 0.99, raak


def test_no_word_that_can_be_meant_falls_off_by_its_letters() -> None:
    """The reader compares a slip with few words only: the one that comparing with all of them finds is among them."""
    kans, lees = random.Random(12), lezer()
    gezien = 0
    for woord in kans.sample([w for n, (rij, _) in lees._per_lengte.items() if n > 5 for w in rij], 1500):
        fout, ruimte = woord, 1 if len(woord) < 10 else 2
        for _ in range(ruimte):
            fout = _vergis(kans, fout)
        for lengte in range(len(fout) - ruimte, len(fout) + ruimte + 1):
            alle, _ = lees._per_lengte.get(lengte, ([], None))
            beste = extractOne(fout, alle, scorer=OSA.distance, score_cutoff=ruimte)
            enkele = lees._buren(fout, lengte, ruimte)
            assert len(enkele) < 100 or len(enkele) < len(alle) / 2
            gevonden = extractOne(fout, enkele, scorer=OSA.distance, score_cutoff=ruimte)
            assert (beste and beste[:2]) == (gevonden and gevonden[:2]), (woord, fout)
            gezien += beste is not None
    assert gezien > 1400, gezien


def test_a_reading_without_features_is_looked_up_too() -> None:
    """A phrase of an editor may hold no word at all; a text may hold no word that is known."""
    niets = search.Zinnen(lezer(), taxonomie(), [("taalles", "!!!")], [])
    assert niets.lijkt(lezer().lees("taalles"))[1] == {}
    los, plaats, woorden = lezer().lees("!!!").nummers
    assert len(los) == len(plaats) == len(woorden) == 0


def test_what_is_no_question_for_help_finds_nothing_sensitive() -> None:
    gevoelig = {s.code for s in taxonomie().soorten.values() if s.gevoelig}
    zinnen = (DATA_GEEN.read_text(encoding="utf-8")).splitlines()
    gevonden = [(z, i["kind"]) for z in zinnen for i in antwoord(z)["items"]]
    assert not [x for x in gevonden if x[1] in gevoelig]
    assert len({z for z, _ in gevonden}) / len(zinnen) <= 0.13


def _duur(tekst: str, keer: int = 5) -> float:
    """CPU seconds of reading, understanding and search; the best of a few, because a machine may be busy."""
    beste = 9.0
    for _ in range(keer):
        begin = time.process_time()
        lezing = kaart().lezer.lees(tekst)
        begrijp(lezing)
        kaart().voorstellen(lezing, kaart().soorten(lezing))
        beste = min(beste, time.process_time() - begin)
    return beste


VAST, PER_TEKEN = 0.02, 0.00003  # seconds: some seven times what the worst of them needs


def test_ten_thousand_hostile_texts_are_read_in_linear_time() -> None:
    _duur("warm")
    for tekst in vijandig.teksten(5, 10_000):
        grens = VAST + PER_TEKEN * len(tekst)
        assert _duur(tekst, 1) < grens or _duur(tekst) < grens, ascii(tekst[:80])


def test_time_grows_with_the_length_only() -> None:
    verhaal = "Ik zorg al jaren voor mijn man en het wordt elke maand zwaarder, ook door de rekeningen. " * 40
    _duur(verhaal)
    assert _duur(verhaal[:2000]) < 4 * _duur(verhaal[:1000])


def test_what_was_made_from_the_phrases_is_of_these_phrases() -> None:
    """Red? Then a phrase, a concept or the reader changed: run `python -m sociale_kaart.leren`."""
    assert search._Index.uit(search.INDEX, search.vingerafdruk()) is not None


@pytest.mark.parametrize("naam", ["hulp-a", "hulp-b", "achtergehouden-hulp", "mantelzorg"])
def test_what_is_for_a_group_that_the_text_does_not_name_is_hardly_ever_shown(naam: str) -> None:
    """It was 22 % of all that was shown; now 1.3 %: shelters for women or for men, and kinds that have nothing for everybody."""
    getoond = ander = 0
    for r in rijen(naam):
        lezing = lezer().lees(r["text"])
        genoemd = groepen.genoemd(lezing, leeftijd=begrijp(lezing).leeftijd)
        for v in gesprek.begrijp(kaart(), r["text"]).items:
            getoond += 1
            ander += groepen.plaats(groepen.van(v.voorziening), v.soort.code, genoemd) >= groepen.ANDER
    assert ander <= 0.025 * getoond, (ander, getoond)


def _getoond(**gegeven: object) -> set[str]:
    """All that a conversation shows, also on request."""
    beeld = gesprek.bekijk(kaart(), gesprek.Gesprek(**gegeven))  # type: ignore[arg-type]
    return {v.voorziening.code for v in (*beeld.begrip.items, *beeld.meer)}


def test_a_choice_of_a_conversation_brings_nothing_for_a_group_that_nobody_named() -> None:
    vrij = {"mantelzorg_lucht": ("vrij", "nacht")}
    niet = {"waken-bij-nacht", "dagkamer-de-luwte", "nachthuis-maanlicht", "open-hand-thuis", "adempauze-ggz", "zorgen-en-werken-lijn"}
    for vraag in ("", "ik zorg voor mijn man", "ik ben 16 en ik zorg voor mijn moeder"):
        assert not niet & _getoond(vraag=vraag, onderwerp="mantelzorg", antwoorden=vrij), vraag
    dementie = _getoond(onderwerp="mantelzorg", antwoorden={"mantelzorg_wie": ("dementie",), **vrij})
    assert "nachthuis-maanlicht" in dementie and not {"waken-bij-nacht", "dagkamer-de-luwte"} & dementie, "an answer names a group too"
    assert "waken-bij-nacht" in _getoond(vraag="mijn man gaat sterven", onderwerp="mantelzorg", antwoorden=vrij)


def test_who_came_in_as_a_young_person_sees_what_is_for_the_young() -> None:
    assert "geldloket-jong" in _getoond(onderwerp="jongeren", antwoorden={"jongeren_wat": ("geld",)})
    assert "geldloket-jong" not in _getoond(onderwerp="geld", antwoorden={})


def test_one_word_of_a_story_does_not_call_the_name_of_what_is_for_a_group() -> None:
    def namen(tekst: str) -> set[str]:
        lezing = lezer().lees(tekst)
        return {v.voorziening.code for v in kaart().voorstellen(lezing, [])}

    assert "merhaba-bezoek" in namen("merhaba") and "merhaba-bezoek" not in namen("merhaba borcum var kira ödeyemiyorum")
