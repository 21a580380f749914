"""One entry and the list of all help, as a resident meets them: readable in seconds, true about today, explained, and for machines too."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI

from portal.app import maak_app
from portal.config import Instellingen
from portal.inwoner.kaartje import open_zin, uren_rijen, voor_wie
from portal.language import vertaling
from sociale_kaart.load import taxonomie, voorzieningen
from sociale_kaart.model import Open
from sociale_kaart.uitleg import eigen_namen, namen_uitleg, woorden_in, woordenlijst
from tests.klant import Klant, maak

TAX = taxonomie()
ALLE = {v.code: v for v in voorzieningen("lindewaard")}
NL = vertaling("nl").gettext
VRIJDAG = dt.datetime(2026, 11, 27, 10, 0)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The demo."""
    app = maak(tmp_path_factory.mktemp("var"))
    yield app
    app.state.db.engine.dispose()


def tekst_van(aisha: Klant) -> str:
    """The words of the page."""
    return " ".join("".join(aisha.pagina.itertext()).split())


# --- one entry --------------------------------------------------------------------------------------------------------


def test_every_entry_opens_with_what_a_tired_person_needs(app: FastAPI) -> None:
    aisha = Klant(app)
    for v in list(ALLE.values())[::9]:
        aisha.open(f"/voorzieningen/{v.id}")
        tekst = tekst_van(aisha)
        eerst = tekst[: tekst.index("Wat is dit?")]
        for deel in (v.naam, v.samenvatting, v.kosten, v.tijden, v.eerste_stap, v.telefoon):
            assert " ".join(deel.split()) in eerst, (v.code, deel)
        for kop in ("Wanneer kan ik dit gebruiken?", "Wat doe ik zelf?", "Waar ga ik heen?", "Nagekeken op", "Klopt dit niet?"):
            assert kop in tekst, (v.code, kop)


def test_the_data_for_search_engines_says_only_what_is_known_and_runs_under_the_policy(app: FastAPI) -> None:
    http = Klant(app).http
    antwoord = http.get(f"/voorzieningen/{ALLE['bieb-krantentafel'].id}")
    (ld,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', antwoord.text, re.DOTALL)
    d = json.loads(ld)
    assert d["@type"] == "Service" and d["url"].endswith(ALLE["bieb-krantentafel"].id) and d["isAccessibleForFree"] is True
    assert d["hoursAvailable"][0] == {"@type": "OpeningHoursSpecification", "dayOfWeek": "Monday", "opens": "10:00", "closes": "12:00"}
    assert "unsafe" not in antwoord.headers["content-security-policy"]
    maandelijks = http.get(f"/voorzieningen/{ALLE['geheugencafe-centrum'].id}").text
    assert "hoursAvailable" not in maandelijks
    geen_prijs = next(v for v in ALLE.values() if v.bedrag is None)
    assert "isAccessibleForFree" not in http.get(f"/voorzieningen/{geen_prijs.id}").text
    upl = next(v for v in ALLE.values() if v.upl)
    assert f'"sameAs": "{upl.upl}"' in http.get(f"/voorzieningen/{upl.id}").text


@pytest.mark.parametrize(
    ("uren", "zin"),
    [
        ((Open("vr", "09:00", "17:00"),), "Nu open, tot 17 uur."),
        ((Open("vr", "13:30", "16:00"),), "Vandaag open van 13.30 tot 16 uur."),
        ((Open("za", "10:00", "12:30"),), "Morgen open van 10 tot 12.30 uur."),
        ((Open("di", "10:00", "12:00"),), "Weer open op dinsdag 1 december, van 10 tot 12 uur."),
        ((Open("di", "10:00", "12:00", "2"),), "Weer open op dinsdag 8 december, van 10 tot 12 uur."),
        ((Open("vr", "09:00", "17:00", "soms"),), ""),
        ((), ""),
    ],
)
def test_open_today_is_said_as_people_say_it(uren: tuple[Open, ...], zin: str) -> None:
    v = replace(ALLE["bieb-krantentafel"], open=uren)
    assert open_zin(NL, v, VRIJDAG, "nl") == zin
    # behind a sign-up, or closed for a while, nobody may be sent there by the clock
    assert open_zin(NL, replace(v, toegang="aanmelden"), VRIJDAG, "nl") == open_zin(NL, replace(v, gesloten="Dicht."), VRIJDAG, "nl") == ""


def test_hours_and_for_whom_in_words(app: FastAPI) -> None:
    v = replace(
        ALLE["bieb-krantentafel"], open=(*(Open(d, "09:00", "17:00") for d in ("ma", "di", "wo")), Open("vr", "09:00", "12:30", "laatste"))
    )
    assert uren_rijen(NL, v) == [
        {"dag": "maandag tot en met woensdag", "tijden": "9 tot 17 uur"},
        {"dag": "laatste vrijdag van de maand", "tijden": "9 tot 12.30 uur"},
    ]
    kaart = app.state.publicatie.kaart
    v = replace(v, leeftijd_van=18, leeftijd_tot=27, werkgebied=("boskant", "noordhof", "molenwijk"))
    assert voor_wie(NL, kaart, v) == "18 tot en met 27 jaar, uit Boskant, Noordhof en Molenwijk"
    assert voor_wie(NL, kaart, replace(v, leeftijd_van=None, leeftijd_tot=None, werkgebied=("lindewaard",))) == ""


def test_a_hard_word_on_an_entry_is_explained_there(app: FastAPI) -> None:
    aisha = Klant(app).open(f"/voorzieningen/{ALLE['wijkteam-noord'].id}")
    assert "Mensen die in uw buurt werken en u op weg helpen." in tekst_van(aisha)
    aisha.volg("Naar de woordenlijst")
    assert aisha.pad == "/over/woorden"


# --- the words --------------------------------------------------------------------------------------------------------


def test_every_word_has_an_explanation_that_does_not_use_the_word_itself() -> None:
    codes = [w.code for w in woordenlijst()]
    assert len(codes) == len(set(codes)) > 35
    vormen = [v.casefold() for w in woordenlijst() for v in w.vormen]
    assert len(vormen) == len(set(vormen))
    for w in woordenlijst():
        assert w.uitleg and w.woord.casefold() in {v.casefold() for v in w.vormen}, w.woord
    assert [w.woord for w in woorden_in(["Vraag bijzondere bijstand aan.", "Een pgb of bijstand?", "De wijkteamleider."])] == [
        "bijzondere bijstand",
        "pgb",
        "bijstand",
    ]


@pytest.mark.parametrize(("code", "naam"), [("oss", "samenwerkplan"), ("hardenberg", "generalist"), ("overbetuwe", "Het Gesprek")])
def test_the_own_names_of_a_municipality_stand_where_residents_meet_them(
    code: str, naam: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    app = maak_app(Instellingen(var=tmp_path_factory.mktemp("var"), gemeente=code))
    aisha, g = Klant(app), app.state.gemeente
    assert naam in dict(eigen_namen(g))
    zonder = set(g.namen) - set(namen_uitleg()) - {"overleg"}  # in Oss the third step carries that name
    assert not zonder, f"no explanation for {zonder}"
    for pad in ("/wijkteam", "/over/woorden"):
        aisha.open(pad)
        for eigen, uitleg in eigen_namen(g):
            assert eigen in tekst_van(aisha) and uitleg in tekst_van(aisha), (pad, eigen)
    app.state.db.engine.dispose()


def test_the_words_are_one_click_away(app: FastAPI) -> None:
    aisha = Klant(app).open("/over").volg("Naar de woordenlijst")
    tekst = tekst_van(aisha)
    assert all(w.woord in tekst and " ".join(w.uitleg) in tekst for w in woordenlijst())


# --- all help ---------------------------------------------------------------------------------------------------------


def test_the_list_of_all_help_starts_small_and_leads_to_every_entry(app: FastAPI) -> None:
    aisha = Klant(app).open("/kaart")
    begin = len(aisha.antwoord.content)
    assert begin < 20_000 and "/voorzieningen/" not in aisha.antwoord.text
    links = re.findall(r'href="(/kaart\?(?:thema|buurt)=[^"]+)"', aisha.antwoord.text)
    gevonden: set[str] = set()
    for pad in links:
        aisha.open(pad.replace("&amp;", "&"))
        assert len(aisha.antwoord.content) < 60_000, pad
        gevonden |= set(re.findall(r"/voorzieningen/([0-9a-f-]{36})", aisha.antwoord.text))
    assert gevonden == {v.id for v in ALLE.values()}


def test_light_help_stands_first_and_choices_stay(app: FastAPI) -> None:
    aisha = Klant(app).open("/kaart?thema=geld&kosten=gratis")
    koppen = ["".join(k.itertext()).rsplit(" (", 1)[0].strip() for k in aisha.pagina.iter("{http://www.w3.org/1999/xhtml}summary")]
    namen = {s.naam: TAX.stap(s.code) for s in TAX.soorten.values()}
    stappen = [namen[k] for k in koppen if k in namen]
    assert len(stappen) > 5 and stappen == sorted(stappen)
    ids = set(re.findall(r"/voorzieningen/([0-9a-f-]{36})", aisha.antwoord.text))
    assert ids and all(v.bedrag == 0 for v in ALLE.values() if v.id in ids)
    aisha.druk("Laat zien", buurt="boskant")
    assert "thema=geld" in str(aisha.antwoord.url) and "kosten=gratis" in str(aisha.antwoord.url)
    aisha.volg("Haal alle keuzes weg")
    assert str(aisha.antwoord.url).endswith("/kaart?thema=geld")


@pytest.mark.parametrize(
    "vraag", ["thema=zz", "buurt=zz", "thema=geld&leeftijd=abc", "thema=geld&moment=<script>", "thema=geld&toegankelijk=maan"]
)
def test_a_choice_that_does_not_exist_is_no_error_and_never_a_dead_end(app: FastAPI, vraag: str) -> None:
    aisha = Klant(app).open(f"/kaart?{vraag}")
    assert "<script>" not in aisha.antwoord.text.split("<main", 1)[1]
    assert "000 123 45 60" in tekst_van(aisha) and ("/voorzieningen/" in aisha.antwoord.text or "/kaart" in aisha.antwoord.text)


def test_violence_starts_with_the_numbers(app: FastAPI) -> None:
    for pad in ("/kaart?thema=veiligheid", "/themas/veiligheid", f"/voorzieningen/{ALLE['opvang-de-haven'].id}"):
        tekst = tekst_van(Klant(app).open(pad))
        assert "Is er nu gevaar?" in tekst and "0800-2000" in tekst
