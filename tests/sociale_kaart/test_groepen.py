"""For which group an entry is, which groups a resident names, and that nobody gets what is for others."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import replace

import pytest

from sociale_kaart import groepen
from sociale_kaart.load import gemeente, taxonomie, voorzieningen
from sociale_kaart.model import Voorziening
from sociale_kaart.search import Kaart
from sociale_kaart.woorden import lezer, normaal
from sociale_kaart.woorden.lezer import DATA
from tests.cijfers import kaart

NIEMAND: frozenset[str] = frozenset()
GROEPEN = {code: d for rij in tomllib.loads((DATA / "groepen.toml").read_text(encoding="utf-8")).values() for code, d in rij.items()}
ALLE = {v.code: v for v in voorzieningen("lindewaard")}


def genoemd(tekst: str, leeftijd: int | None = None) -> frozenset[str]:
    return groepen.genoemd(lezer().lees(tekst), leeftijd=leeftijd)


def plaats(v: Voorziening, genoemde: frozenset[str] = NIEMAND) -> int:
    return groepen.plaats(groepen.van(v), v.soort, genoemde)


def beste(soort: str, tekst: str, leeftijd: int | None = None) -> list[str]:
    """The codes of the entries of a kind for who writes this."""
    return [v.code for v in kaart().beste(soort, genoemd=genoemd(tekst, leeftijd))]


def test_the_data_only_names_what_there_is() -> None:
    begrippen = tomllib.loads((DATA / "begrippen.toml").read_text(encoding="utf-8"))
    for code, d in GROEPEN.items():
        assert set(d.get("soorten", ())) <= taxonomie().soorten.keys(), code
        assert set(d.get("begrippen", ())) <= begrippen.keys(), code
        assert d.keys() <= {"woorden", "kaart", "inwoner", "begrippen", "samen", "soorten", "taal", "achteraan", "gevoelig"}, code
        for w in (*d.get("woorden", ()), *d.get("kaart", ()), *d.get("inwoner", ())):
            assert len(w.split()) <= groepen.LANGST and w == w.lower() and "-" not in w, (code, w)
            assert normaal(w) == " ".join(x.norm for x in lezer().lees(w).woorden) or len(w.split()) > 1, (code, w)


@pytest.mark.parametrize("waar", ["lindewaard", "oss", "hardenberg", "overbetuwe"])
def test_what_is_for_everybody_comes_first_in_every_kind_and_buurt(waar: str) -> None:
    k = Kaart(gemeente(waar), voorzieningen(waar))
    for soort in k.per_soort:
        for buurt in ("", *k.gemeente.buurten):
            rij = [v for v in k.beste(soort, buurt) if not any(k._hier(v, buurt))]
            if any(plaats(v) == groepen.ALLEN for v in rij):
                assert plaats(rij[0]) == groepen.ALLEN, (soort, buurt, rij[0].naam)
                assert all(plaats(v) == groepen.ALLEN for v in k.beste(soort, buurt, genoemd=NIEMAND)), (soort, buurt)


def test_an_old_entry_for_everybody_stands_before_a_fresh_one_for_a_group() -> None:
    v = {code: ALLE[code] for code in ("coach-gezond-lindewaard", "kook-en-beweeg-moskee")}
    oud = replace(v["coach-gezond-lindewaard"], nagekeken_op=dt.date(2020, 1, 1))
    vers = replace(v["kook-en-beweeg-moskee"], nagekeken_op=dt.datetime.now(dt.UTC).date())
    assert [x.code for x in Kaart(gemeente("lindewaard"), [oud, vers]).beste("leefstijlcoach")] == [oud.code, vers.code]


@pytest.mark.parametrize("waar", ["lindewaard", "oss", "hardenberg", "overbetuwe"])
def test_what_may_not_be_guessed_is_never_shown_to_who_does_not_name_it(waar: str) -> None:
    k = Kaart(gemeente(waar), voorzieningen(waar))
    gevoelig = {g: set(d.get("soorten", ())) for g, d in GROEPEN.items() if d.get("gevoelig")}
    assert {"sterven", "zelfmoord", "seksueel-geweld", "verslaving"} <= gevoelig.keys()
    for soort in k.per_soort:
        for v in k.beste(soort, genoemd=NIEMAND):
            assert not {g for g in groepen.van(v) if g in gevoelig and soort not in gevoelig[g]}, v.naam
    assert waar != "lindewaard" or not k.beste("zelfhulpgroep-verslaving", genoemd=NIEMAND)


@pytest.mark.parametrize(
    "code, wie",
    [
        ("schuldhulp-jongeren", {"jongeren"}),
        ("zorgen-en-werken-lijn", {"werkenden"}),
        ("oekraine-huis", {"oekraiens"}),
        ("merhaba-bezoek", {"turks", "vrouwen"}),
        ("waken-bij-nacht", {"sterven"}),
        ("dagkamer-de-luwte", {"sterven"}),
        ("nachthuis-maanlicht", {"dementie"}),
        ("kook-en-beweeg-moskee", {"moskee"}),
        ("niet-aangeboren-hersenletsel-begeleiding", {"hersenletsel"}),
        ("werk-na-ziekte", {"ziek"}),
        ("koffiebus-bij-de-kassen", {"kassen"}),
        ("stapel-voor-stapel", {"verzamelen"}),
        ("lichtpunt-donkere-gedachten", {"zelfmoord"}),
        ("spaarvriend", {"na-schulden"}),
        ("oppas-bijzonder", {"kinderen", "zorgkind"}),
        # words that say something else: who helps, who else may come, a child in the house of an adult
        ("studenten-sjouwen", set()),
        ("rechtswinkel-lindewaard", set()),
        ("wereldkeuken-molenwijk", set()),
        ("kledinghuis-tweede-jas", set()),
        ("theehuis-samen", set()),
        ("tilliften-uitleen", set()),
        ("voorleesoma", set()),
        ("omslag-verslavingszorg", {"verslaving"}),  # drink, drugs and gambling are every means
    ],
)
def test_an_entry_says_for_whom_it_is(code: str, wie: set[str]) -> None:
    assert groepen.van(ALLE[code]) == wie


@pytest.mark.parametrize(
    "tekst, groep",
    [
        ("mijn man is aan het dementeren", "dementie"),
        ("mijn moeder wordt vergeetachtig", "dementie"),
        ("mój tata ma demencję", "dementie"),
        ("hij is terminaal", "sterven"),
        ("mijn moeder gaat sterven", "sterven"),
        ("mijn broer pleegde zelfmoord", "zelfmoord"),
        ("ik wil niet meer leven", "zelfmoord"),
        ("mijn dochter van 19 heeft schulden", "jongeren"),
        ("mijn moeder van 84 valt vaak", "ouderen"),
        ("is er iets in de moskee", "moskee"),
        ("ik heb een burn-out gehad", "ziek"),
        ("ik zorg voor mijn vader naast mijn baan, ik werk fulltime", "werkenden"),
        ("ik heb een eigen zaak", "ondernemers"),
        ("onze zoon van negen heeft het syndroom van Down", "zorgkind"),
        ("mijn vrouw slaat mij", "mannen"),
        ("أنا جديدة هنا وأحتاج مساعدة", "arabisch"),
        ("я нова тут, хто мені допоможе", "oekraiens"),
        ("szukam pomocy, mam długi", "pools"),
        ("annem yalnız, biri ziyaret etsin istiyorum", "turks"),
    ],
)
def test_a_resident_names_a_group_in_own_words(tekst: str, groep: str) -> None:
    assert groep in genoemd(tekst)


@pytest.mark.parametrize(
    "tekst, niet",
    [
        ("ik zorg voor mijn man", {"mannen", "sterven", "dementie", "vrouwen"}),
        ("mijn vrouw is eenzaam", {"vrouwen", "mannen"}),
        ("ik zorg al 10 jaar voor mijn moeder", {"jongeren", "kinderen", "ouderen"}),
        ("ik had een ongeluk op de A2", {"alcohol", "verslaving"}),
        ("mijn man heeft parkinson en we hebben thuis nog drie kinderen die ook aandacht vragen", {"zorgkind"}),
        ("waar zitten de haken en ogen, hij hoort het graag", {"zien", "horen"}),
        ("Я ищу помощь, мы из России, у нас долги и ничего нет", {"oekraiens"}),
        ("من کمک می‌خواهم چون پول ندارم و چند بچه دارم", {"arabisch"}),
    ],
)
def test_a_word_that_says_something_else_names_no_group(tekst: str, niet: set[str]) -> None:
    assert not genoemd(tekst) & niet


def test_the_age_of_who_speaks_names_a_group() -> None:
    assert [genoemd("ik heb schulden", n) for n in (10, 16, 24, 40, 70)] == [
        {"kinderen"},
        {"jongeren"},
        {"jongeren"},
        NIEMAND,
        {"ouderen"},
    ]
    assert beste("schuldhulpverlening", "ik heb schulden", 24)[0] == "schuldhulp-jongeren"
    assert beste("schuldhulpverlening", "ik heb schulden") == ["schuldhulp-lindewaard"]


def test_who_names_a_group_sees_what_is_for_it_first() -> None:
    assert beste("respijt-thuis", "mijn man gaat sterven")[0] == "waken-bij-nacht"
    assert "waken-bij-nacht" not in beste("respijt-thuis", "ik zorg voor mijn man")
    assert beste("respijt-logeren", "mijn vrouw wordt vergeetachtig")[0] == "nachthuis-maanlicht"
    assert "nachthuis-maanlicht" not in beste("respijt-logeren", "mijn vrouw heeft reuma")
    assert "merhaba-bezoek" not in beste("bezoekdienst", "ik ben weduwnaar, 78 jaar en vaak alleen")
    assert beste("mantelzorgadvies", "ik werk en zorg, mijn baas vindt het lastig")[0] == "zorgen-en-werken-lijn"
    assert "stapel-voor-stapel" not in beste("opruimhulp", "er ligt een stapel post die ik niet durf open te maken")
    assert beste("opruimhulp", "ik kan niks weggooien")[0] == "stapel-voor-stapel"
    assert beste("hulp-naar-werk", "ik wil weer werken na mijn burn-out")[0] == "werk-na-ziekte"


def test_the_language_of_a_text_never_leads_to_the_house_of_another_people() -> None:
    assert beste("nieuwkomershulp", "я нова тут, хто мені допоможе")[0] == "oekraine-huis"
    arabisch = genoemd("أنا جديدة هنا وأحتاج مساعدة")
    assert plaats(ALLE["oekraine-huis"], arabisch) == groepen.NOOIT
    alleen = Kaart(gemeente("lindewaard"), [ALLE["oekraine-huis"]])
    assert alleen.beste("nieuwkomershulp", genoemd=arabisch) == [], "not even when nothing else is there"


def test_what_is_for_others_is_there_when_nothing_else_is_but_not_for_who_names_another_illness() -> None:
    assert "herstelkamer-samen-sterk" in beste("lotgenoten", "ik zoek mensen die het begrijpen")
    for niet in ("inloophuis-vandaag", "regenboog-praatgroep"):
        assert niet not in beste("lotgenoten", "ik zoek mensen die het begrijpen")
    assert beste("lotgenoten", "ik heb kanker en zoek mensen die het begrijpen") == ["inloophuis-vandaag"]
    nabestaande = "mijn broer pleegde zelfmoord, ik zoek lotgenoten"
    assert beste("alzheimercafe", nabestaande) == [] == beste("lotgenoten", nabestaande)
    assert beste("alzheimercafe", "ik zoek een avond over mijn man")[0].startswith("geheugencafe"), "the kind was asked for"


def test_a_family_also_needs_what_is_for_everybody() -> None:
    rij = beste("rouwgroep", "mijn man is er niet meer en mijn zoontje mist hem")
    assert "het-kistje-rouw-kinderen" in rij[1:] and "het-kistje-rouw-kinderen" not in beste("rouwgroep", "ik mis mijn zus")


def test_all_groups_of_one_thing_are_everybody() -> None:
    open_hand = groepen.van(ALLE["open-hand-thuis"])  # "Mannen en vrouwen van de moskee"
    assert open_hand == {"moskee"}
    assert beste("zelfhulpgroep-verslaving", "ik gok te veel") == ["inzet-nul"], "no circle of drinkers for a gambler"


def test_what_works_in_one_buurt_stands_behind_what_is_for_the_whole_municipality_while_the_buurt_is_not_known() -> None:
    heel = replace(ALLE["coach-gezond-lindewaard"], werkgebied=(), nagekeken_op=dt.date(2020, 1, 1))
    deel = replace(
        ALLE["coach-gezond-lindewaard"], id="0", code="deel", werkgebied=("molenwijk",), nagekeken_op=dt.datetime.now(dt.UTC).date()
    )
    k = Kaart(gemeente("lindewaard"), [heel, deel])
    assert [v.code for v in k.beste("leefstijlcoach")] == [heel.code, "deel"]
    assert k.beste("leefstijlcoach", "molenwijk")[0].code == "deel"
    assert [v.code for v in Kaart(gemeente("lindewaard"), [deel]).beste("leefstijlcoach")] == ["deel"], "nothing else is there"
