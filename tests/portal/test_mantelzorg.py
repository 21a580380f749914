"""Mantelzorg and respijtzorg: everything in reach, never an empty page, and what presses reaches a person."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
import zlib
from pathlib import Path
from urllib.parse import urlencode, urljoin

import pytest
from fastapi import FastAPI

from portal import mantelzorg as mz
from portal.gesprek import Gesprek, bekijk
from portal.papier import bestand
from portal.tabellen import Verwijzing
from portal.verwijzing import open_inhoud
from portal.werkdagen import AMSTERDAM
from sociale_kaart.load import gemeente, taxonomie
from sociale_kaart.search import Kaart
from tests.klant import Klant, X, keur

NU = dt.datetime(2026, 11, 23, 10, 0, tzinfo=AMSTERDAM)  # a Monday, in working hours
NACHT = dt.datetime(2026, 11, 23, 3, 0, tzinfo=AMSTERDAM)
BLAD = "/mantelzorg/gesprek-voorbereiden"
PLEK = "/mantelzorg/mijn-plek"
PAGINAS = [
    "/mantelzorg",
    "/respijtzorg",
    "/respijtzorg?voor=kind&vorm=nu&wanneer=nacht&buurt=elders&betaling=wlz&naaste=boskant",
    BLAD,
    PLEK,
    *(f"/mantelzorg/{f.code}" for f in mz.FUNCTIES),
    *(f"/mantelzorg/{g.code}" for g in mz.GROEPEN),
]


@pytest.fixture(scope="module")
def kaart(app: FastAPI) -> Kaart:
    """The demo municipality."""
    return app.state.publicatie.kaart


def links(klant: Klant) -> dict[str, str]:
    """text -> address of every link in main."""
    main = next(klant.pagina.iter(f"{X}main"))
    return {" ".join("".join(a.itertext()).split()): a.get("href") for a in main.iter(f"{X}a")}


# --- in reach ---------------------------------------------------------------------------------------------------------


def test_the_eight_functions_of_the_policy_are_there_and_each_has_entries(kaart: Kaart) -> None:
    assert sorted(f.code for f in mz.FUNCTIES) == sorted(taxonomie().mantelzorgfuncties)
    for f in mz.functies(kaart, NU):
        assert len(f.voorzieningen) >= 3, f.code
        assert all(f.code in v.functies for v in f.voorzieningen)
    uit_de_kaart = {f for v in kaart.alle.values() if kaart.tax.soorten[v.soort].domein == "mantelzorg" for f in v.functies}
    assert uit_de_kaart == {f.code for f in mz.FUNCTIES}


def test_every_entry_of_every_function_is_within_four_clicks_of_home(app: FastAPI, kaart: Kaart) -> None:
    home = Klant(app).open("/")
    begin = next(adres for tekst, adres in links(home).items() if tekst.startswith("Ik zorg voor iemand"))
    for f in mz.functies(kaart, NU):
        klant = Klant(app).open(begin)  # 1
        klant.volg(f.vraag)  # 2
        if len(f.voorzieningen) > 8:
            klant.volg("Laat alle hulp zien")  # 3
        staat = set(re.findall(r"/voorzieningen/([0-9a-f-]{36})\"", klant.antwoord.text))
        assert {v.id for v in f.voorzieningen} <= staat, f.code  # 4 is the entry itself


def test_every_kind_and_moment_of_respijt_is_within_four_clicks_of_home(app: FastAPI, kaart: Kaart) -> None:
    begin = Klant(app).open("/mantelzorg")  # 1: the link on home, see above
    paren = {(vorm, deel) for _v, r in mz.respijt(kaart, NU) for vorm in r.vorm for deel in r.dagdelen}
    assert {v for v, _ in paren} == set(mz.VORM) and {d for _, d in paren} == set(mz.WANNEER)
    for vorm, deel in sorted(paren):
        klant = Klant(app)
        klant.open(urljoin("https://testserver/", links(begin)[mz.VORM[vorm]]))  # 2
        klant.druk("Laat zien", wanneer=deel)  # 3 choose, 4 press
        assert f"vorm={vorm}" in klant.pad and f"wanneer={deel}" in klant.pad
        goed = [v for v, r in mz.respijt(kaart, NU) if vorm in r.vorm and deel in r.dagdelen]
        getoond = re.findall(r'<article class="kaart" aria-labelledby="w-([0-9a-f-]{36})"', klant.antwoord.text)
        assert set(getoond[: min(len(goed), 8)]) <= {v.id for v in goed}, (vorm, deel)
        assert len(getoond) >= min(len(goed), 8)


def test_every_kind_of_respijt_is_found_by_its_own_name(kaart: Kaart) -> None:
    for naam, soort in [
        ("iemand die bij mijn man blijft zodat ik weg kan", "respijt-thuis"),
        ("logeerhuis", "respijt-logeren"),
        ("kortdurend verblijf", "kortdurend-verblijf"),
    ]:
        eerste = [g.soort.code for g in kaart.kies(kaart.soorten(kaart.lezer.lees(naam)))][:3]
        assert soort in eerste, naam


ZEGT_VORM = {
    "thuis": "iemand die bij mijn man thuis komt",
    "dag": "mijn vrouw een dag ergens anders heen",
    "nacht": "mijn moeder een nacht uit logeren",
    "vakantie": "samen op vakantie met zorg voor mijn man",
    "nu": "er is iets gebeurd, ik zoek nu meteen iemand die de zorg overneemt",
}


def test_every_kind_and_moment_of_respijt_is_reached_by_search(app: FastAPI, kaart: Kaart) -> None:
    paren = sorted({(vorm, deel) for _v, r in mz.respijt(kaart, NU) for vorm in r.vorm for deel in r.dagdelen})
    for vorm, deel in paren:
        klant = Klant(app).open("/zoeken").druk("Zoek", vraag=f"{ZEGT_VORM[vorm]} {mz.WANNEER[deel].lower()}")  # 1
        klant.volg("Kies zelf het moment")  # 2
        klant.druk("Laat zien", vorm=vorm, wanneer=deel)  # 3
        goed = {v.id for v, r in mz.respijt(kaart, NU) if vorm in r.vorm and deel in r.dagdelen}
        assert re.findall(r'<article class="kaart" aria-labelledby="w-([0-9a-f-]{36})"', klant.antwoord.text)[0] in goed, (vorm, deel)  # 4
    assert len(paren) >= 20


def test_every_function_is_reached_by_search(app: FastAPI, kaart: Kaart) -> None:
    for f in mz.FUNCTIES:
        klant = Klant(app).open("/zoeken").druk("Zoek", vraag=f"ik zorg voor mijn man. {f.vraag} {f.kort}")
        gevonden = re.findall(r"/voorzieningen/([0-9a-f-]{36})\"", klant.antwoord.text)
        assert any(f.code in kaart.alle[i].functies for i in gevonden), f.code


def test_the_way_to_the_finder_stands_only_where_somebody_can_take_over(app: FastAPI) -> None:
    assert "Kies zelf het moment" not in Klant(app).open("/zoeken").druk("Zoek", vraag="ik heb schulden").tekst


# --- the content ------------------------------------------------------------------------------------------------------


def test_the_demo_has_enough_for_carers_and_no_entry_borrows_a_sentence(kaart: Kaart) -> None:
    eigen = [v for v in kaart.alle.values() if kaart.tax.soorten[v.soort].domein == "mantelzorg"]
    met_respijt = mz.respijt(kaart, NU)
    assert len(eigen) >= 48 and len(met_respijt) >= 20
    assert {x for _v, r in met_respijt for x in r.voor} == set(mz.VOOR)
    assert {x for _v, r in met_respijt for x in r.vorm} == set(mz.VORM)
    assert {x for _v, r in met_respijt for x in r.dagdelen} == set(mz.WANNEER)
    assert {x for _v, r in met_respijt for x in r.betaling} == set(mz.BETALING)
    van: dict[str, str] = {}
    for v in eigen:
        for tekst in (v.samenvatting, *v.wat, *v.wanneer, *v.zelf, *v.waarheen, v.eerste_stap):
            for zin in re.split(r"(?<=[.!?])\s+", tekst):
                assert van.setdefault(zin, v.code) == v.code, (zin, v.code, van[zin])


def test_the_national_lines_are_there(app: FastAPI) -> None:
    landelijk = app.state.gemeente.landelijk
    for pad, namen in [
        ("/mantelzorg", ("mantelzorglijn", "alzheimertelefoon")),
        ("/mantelzorg/jong", ("kindertelefoon",)),
        ("/mantelzorg/daarna", ("luisterlijn",)),
    ]:
        tekst = Klant(app).open(pad).antwoord.text
        assert all(f"tel:{landelijk[n].tel}" in tekst for n in namen), pad


# --- the finder: never empty ------------------------------------------------------------------------------------------


def alle_vragen(kaart: Kaart) -> itertools.product:  # type: ignore[type-arg]
    """Every combination of answers; the buurt of the other one: the same, elsewhere, or one other."""
    buurten = ["", *kaart.gemeente.buurten, mz.ELDERS]
    return itertools.product(["", *mz.VOOR], ["", *mz.VORM], ["", *mz.WANNEER], buurten, ["", *mz.BETALING], ["", "boskant", mz.ELDERS])


def test_every_combination_of_answers_gives_two_ways_or_a_named_person(kaart: Kaart) -> None:
    aantal = 0
    for antwoorden in alle_vragen(kaart):
        z = mz.Zoekvraag(*antwoorden)
        treffers = mz.vind(kaart, z, NU)
        if len(treffers) < 2 or mz.losgelaten(treffers):
            wie = mz.wie_regelt(kaart, z, NU)
            assert wie.naam and wie.tel, z
        if z.voor:
            assert all(z.voor in (t.voorziening.respijt.voor if t.voorziening.respijt else ()) for t in treffers), z
        assert len(treffers) >= 2, z  # holds for the demo municipality; elsewhere the person takes over
        aantal += 1
    assert aantal == 7 * 6 * 6 * 14 * 6 * 3


@pytest.mark.parametrize("code", ["lindewaard"])
def test_a_municipality_without_respijt_still_names_a_person(code: str) -> None:
    leeg = Kaart(gemeente(code), [])
    for antwoorden in itertools.islice(alle_vragen(leeg), 0, None, 97):
        z = mz.Zoekvraag(*antwoorden)
        assert mz.vind(leeg, z, NU) == []
        assert mz.wie_regelt(leeg, z, NU).tel


def test_an_empty_finder_page_says_who_to_call(leeg) -> None:
    app = leeg()
    app.state.publicatie.kaart = Kaart(app.state.gemeente, [])
    klant = Klant(app).open("/respijtzorg?voor=kind&vorm=dag")
    assert "Hier is nog niets voor" in klant.tekst
    assert re.search(r"zoekt met u naar wat er mist\. 0", klant.tekst)
    klant.open("/mantelzorg/educatie")
    assert "Bel ons, dan zoeken wij met u" in klant.tekst
    app.state.db.engine.dispose()


def test_every_pair_of_answers_is_a_page_with_two_cards_or_a_person(app: FastAPI) -> None:
    klant = Klant(app)
    lijsten = {"voor": mz.VOOR, "vorm": mz.VORM, "wanneer": mz.WANNEER, "betaling": mz.BETALING, "buurt": {"waterrand": 1, "elders": 1}}
    for (een, codes), (ander, anderen) in itertools.combinations(lijsten.items(), 2):
        for a, b in itertools.product(codes, anderen):
            klant.open("/respijtzorg?" + urlencode({een: a, ander: b}))
            kaarten = klant.antwoord.text.count('<article class="kaart"')
            assert kaarten >= 2 or "zoekt met u naar wat er mist" in klant.tekst, (een, a, ander, b)


def test_the_fewest_wishes_are_let_go_in_a_fixed_order_and_the_page_says_which(app: FastAPI, kaart: Kaart) -> None:
    z = mz.Zoekvraag(voor="kind", vorm="nacht", wanneer="avond", betaling="gratis")
    los = mz.losgelaten(mz.vind(kaart, z, NU))
    assert los and los == [w for w in mz.LOSLATEN if w in los]
    for minder in range(len(los)):  # no smaller set gives two
        for wensen in itertools.combinations(mz.LOSLATEN, minder):
            goed = [v for v, r in mz.respijt(kaart, NU) if "kind" in r.voor and set(mz._niet(v, r, z)) <= set(wensen)]
            assert len(goed) < mz.MINSTENS
    klant = Klant(app).open("/respijtzorg?" + urlencode(z.gekozen))
    for w in mz.LOSLATEN:
        assert (mz.LOS_ZIN[w] in klant.tekst) == (w in los), w
    assert "Anders dan u koos:" in klant.tekst


def test_what_fits_entirely_stands_first_and_light_help_before_heavy(kaart: Kaart) -> None:
    treffers = mz.vind(kaart, mz.Zoekvraag(voor="dementie"), NU)
    assert not mz.losgelaten(treffers)
    stappen = [kaart.tax.stap(t.voorziening.soort) for t in treffers if not t.voorziening.oud(NU.date())]
    assert stappen == sorted(stappen)
    treffers = mz.vind(kaart, mz.Zoekvraag(voor="laatste-fase", vorm="thuis", wanneer="nacht", betaling="gratis"), NU)
    assert [bool(t.los) for t in treffers] == sorted(bool(t.los) for t in treffers)


def test_help_at_home_must_come_where_the_other_one_lives(kaart: Kaart) -> None:
    def codes(**keuze: str) -> set[str]:
        return {t.voorziening.code for t in mz.vind(kaart, mz.Zoekvraag(vorm="thuis", voor="ggz", **keuze), NU) if "buurt" not in t.los}

    assert "adempauze-ggz" in codes(buurt="centrum")
    assert "adempauze-ggz" not in codes(buurt="centrum", naaste="zuiderpark")
    assert "adempauze-ggz" in codes(buurt="zuiderpark", naaste="centrum")
    assert "adempauze-ggz" not in codes(buurt="centrum", naaste=mz.ELDERS)
    assert mz.wie_regelt(kaart, mz.Zoekvraag(buurt="centrum", naaste=mz.ELDERS), NU).naam == "Mantelzorglijn"


def test_an_unknown_code_in_the_address_counts_as_no_answer(app: FastAPI) -> None:
    klant = Klant(app)
    gewoon = klant.open("/respijtzorg").tekst
    assert klant.open("/respijtzorg?voor=x&vorm=%3Cb%3E&wanneer=nooit&buurt=mars&betaling=goud&naaste=niks&q=ja").tekst == gewoon


def test_a_free_place_shows_its_date_and_an_old_one_says_call_first(app: FastAPI, kaart: Kaart) -> None:
    klant = Klant(app).open("/respijtzorg?voor=kind&vorm=dag&wanneer=weekend&alles=1")
    assert "Plek vanaf zaterdag 9 januari 2027, gemeld op zaterdag 31 oktober. Plek voor één kind." in klant.tekst
    r = next(r for v, r in mz.respijt(kaart, NU) if v.code == "zaterdagclub-de-kikker")
    assert not mz.plek_oud(r, dt.date(2026, 11, 23)) and mz.plek_oud(r, dt.date(2027, 1, 20))
    snel = next(r for v, r in mz.respijt(kaart, NU) if v.code == "noodbed-de-brug")  # help at once: such a place goes within days
    assert not mz.plek_oud(snel, dt.date(2026, 11, 24)) and mz.plek_oud(snel, dt.date(2026, 11, 25))


def test_a_first_free_day_that_has_come_is_a_place_now_and_the_entry_says_the_same(
    app: FastAPI, kaart: Kaart, monkeypatch: pytest.MonkeyPatch
) -> None:
    v = next(v for v, _r in mz.respijt(kaart, NU) if v.code == "zaterdagclub-de-kikker")
    for dag, zin in [(dt.date(2026, 12, 1), "Plek vanaf zaterdag 9 januari 2027"), (dt.date(2027, 1, 9), "Er is plek")]:
        monkeypatch.setattr("portal.inwoner.kaartje.vandaag", lambda d=dag: d)
        for pad in ("/respijtzorg?voor=kind&vorm=dag&wanneer=weekend&alles=1", f"/voorzieningen/{v.id}"):
            assert f"{zin}, gemeld op zaterdag 31 oktober" in Klant(app).open(pad).tekst, (dag, pad)


def test_the_answers_stay_chosen_and_can_be_taken_away_one_by_one(app: FastAPI) -> None:
    klant = Klant(app).open("/respijtzorg").druk("Laat zien", voor="kind", vorm="dag", buurt="centrum")
    assert klant.antwoord.text.count(" checked") == 2 and '<option value="centrum" selected>' in klant.antwoord.text
    klant.volg("Een kind weghalen")
    assert "voor=" not in klant.pad and "vorm=dag" in klant.pad and "buurt=centrum" in klant.pad


def test_the_fragment_for_htmx_is_part_of_the_page_itself(app: FastAPI) -> None:
    klant = Klant(app)
    klant.open("/respijtzorg?voor=kind")
    gewoon = klant.antwoord.text
    assert klant.http.get("/respijtzorg?voor=kind", headers={"HX-Request": "true"}).text == gewoon
    assert 'data-hx-get="/respijtzorg"' in gewoon and 'id="resultaten"' in gewoon


# --- how long it can go on --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "spoed", "heen"),
    [
        ("nu-niet-meer", "vandaag", PLEK),
        ("week", "vandaag", PLEK),
        ("maand", "deze-week", PLEK),
        ("half-jaar", "", "/gesprek"),
        ("langer", "", "/gesprek"),
    ],
)
def test_how_long_it_can_go_on_becomes_how_soon_somebody_calls(app: FastAPI, kaart: Kaart, code: str, spoed: str, heen: str) -> None:
    assert mz.spoed_van(code) == spoed
    assert bekijk(kaart, mz.met_volhoudtijd(Gesprek(), code)).begrip.spoed == spoed
    klant = Klant(app).open("/respijtzorg").druk(code)
    assert klant.pad.split("?")[0] == heen
    klant.open("/gesprek")
    assert ("Zullen wij u bellen?" in klant.tekst) == bool(spoed)


def test_the_answer_travels_to_the_team_and_the_story_stays(app: FastAPI) -> None:
    klant = Klant(app)
    klant.open("/").druk("Verder", vraag="mijn vrouw heeft dementie en ik wil een dag vrij")
    klant.open("/respijtzorg").druk("nu-niet-meer").druk("Verder")
    klant.druk("Verder", naam="Henk", manier="bellen", telefoon="000 765 43 21")
    assert "mijn vrouw heeft dementie" in klant.tekst and "Het gaat nu al niet meer" in klant.tekst
    assert "zo snel mogelijk te bellen" in klant.tekst
    klant.druk("versturen")
    with app.state.db.lees() as s:
        assert [r.spoed for r in s.query(Verwijzing)] == ["vandaag"]
    klant.open("/respijtzorg").druk("maand")  # after sending, a new question starts
    assert klant.pad == PLEK and klant.h1 == "Zullen wij u deze week bellen?"
    assert klant.druk("Verder").h1 == "Hoe kunnen we u bereiken?"


def test_when_it_presses_the_phone_stands_before_everything_else(app: FastAPI, monkeypatch: pytest.MonkeyPatch, kaart: Kaart) -> None:
    g = app.state.gemeente
    for moment, nummer in [(NU, g.telefoon.tel), (NACHT, g.huisartsenpost.tel)]:
        monkeypatch.setattr("portal.inwoner.mantelzorg.nu", lambda m=moment: m)
        klant = Klant(app).open("/respijtzorg").druk("week")
        main = klant.antwoord.text.split("<main", 1)[1]
        bel = re.search(r'href="tel:(\d+)"', main)
        assert bel and bel.group(1) == nummer and bel.start() < main.index("<form")
        snelle = mz.snel(kaart, moment)
        assert len(snelle) >= 2 and all(v.respijt and "nu" in v.respijt.vorm for v in snelle)
        assert all(v.naam in klant.tekst for v in snelle)
    assert "Wie kan snel helpen?" not in Klant(app).open(PLEK).tekst  # nobody pressed: no alarm


def test_the_carer_has_a_place_of_their_own_in_the_referral(app: FastAPI) -> None:
    klant = Klant(app).open("/respijtzorg").druk("maand")
    klant.druk("Verder", nodig="Een nacht doorslapen. Mijn bsn is 111222333", meekomen="ja", bellen="overleg")
    klant.druk("Verder", naam="Wil", voor_wie="mantelzorg", manier="bellen", telefoon="000 765 43 21")
    assert klant.h1 == "Klopt uw verhaal zo?" and "111222333" not in klant.antwoord.text
    gezien = klant.tekst
    for zin in ("Dit heb ik zelf nodig", "Een nacht doorslapen", mz.MEEKOMEN["ja"], mz.BELLEN["overleg"]):
        assert zin in gezien, zin
    klant.open(PLEK)
    assert 'value="overleg" checked' in klant.antwoord.text and "Een nacht doorslapen" in klant.antwoord.text
    klant.druk("Verder", nodig="")
    assert "Een nacht doorslapen" not in klant.tekst and mz.MEEKOMEN["ja"] in klant.tekst
    klant.druk("versturen")
    with app.state.db.lees() as s:
        rij = s.query(Verwijzing).order_by(Verwijzing.id.desc()).first()
        inhoud = open_inhoud(app.state.zegel, rij)
    assert mz.MEEKOMEN["ja"] in inhoud["blad"] and mz.BELLEN["overleg"] in inhoud["blad"]


def test_a_carer_who_came_another_way_is_offered_that_place_too(app: FastAPI) -> None:
    klant = Klant(app).open("/").druk("Verder", vraag="ik zorg voor mijn moeder en het wordt zwaar")
    klant.open("/verwijzing").druk("Verder", naam="An", voor_wie="mantelzorg", manier="bellen", telefoon="000 765 43 21")
    assert klant.volg("Wijzig: Over u, die zorgt").pad == PLEK
    klant = Klant(app).open("/verwijzing").druk("Verder", naam="An", voor_wie="mezelf", manier="bellen", telefoon="000 765 43 21")
    assert "Over u, die zorgt" not in klant.tekst


def test_a_place_of_ones_own_asks_nothing_and_forgives(app: FastAPI) -> None:
    klant = Klant(app).open(PLEK).druk("Verder")
    assert klant.pad == "/verwijzing?vul=ja"
    klant.open(PLEK).druk("Verder", 422, nodig="a" * (mz.LANGSTE_NOOD + 4), meekomen="apart")
    assert "4 tekens te lang" in klant.tekst and "a" * 304 in klant.antwoord.text and 'value="apart" checked' in klant.antwoord.text
    assert "set-cookie" not in klant.antwoord.headers
    assert mz.eigen_plek({"meekomen": "<b>", "bellen": "goud"}) == mz.EigenPlek()
    klant.open(PLEK).druk("Verder", nodig="ik wil niet meer leven")
    klant.open(PLEK)
    assert klant.tekst.index("113") < klant.tekst.index("Wat hebt u zelf nodig?")


def test_an_unknown_answer_goes_back_and_keeps_nothing(app: FastAPI) -> None:
    klant = Klant(app)
    r = klant.http.post("/respijtzorg/volhouden", data={"antwoord": "x"}, follow_redirects=False)
    assert r.status_code == 303 and r.headers["location"].startswith("/respijtzorg") and "set-cookie" not in r.headers
    assert klant.http.post("/respijtzorg/volhouden", data={"antwoord": "week"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_outside_hours_the_one_who_answers_now_stands_first(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    g = app.state.gemeente
    assert mz.wie_neemt_op(g, NU) == mz.Bereikbaar(g.telefoon, True)
    assert mz.wie_neemt_op(g, NACHT).nummer.tel == g.huisartsenpost.tel
    for moment, nummer, zin in [(NU, g.telefoon.tel, "Wij zoeken vandaag met u"), (NACHT, g.huisartsenpost.tel, "Wij zijn nu dicht")]:
        monkeypatch.setattr("portal.inwoner.mantelzorg.nu", lambda m=moment: m)
        klant = Klant(app).open("/respijtzorg")
        main = klant.antwoord.text.split("<main", 1)[1]
        assert re.search(r'href="tel:(\d+)"', main).group(1) == nummer  # the first number of the page
        assert zin in klant.tekst and "Huisartsenpost Lindewaard" in klant.tekst


# --- the groups -------------------------------------------------------------------------------------------------------


def test_the_young_are_said_je_and_need_no_name(app: FastAPI) -> None:
    klant = Klant(app).open("/mantelzorg/jong")
    eigen = klant.tekst.split("Hier kun je heen")[0]
    assert not re.search(r"\b(u|uw)\b", eigen, re.I), eigen
    assert "mentor" in eigen and "je naam niet" in eigen and "mantelzorg" not in eigen.lower()
    assert "tel:08000432" in klant.antwoord.text


def test_a_pupil_who_tells_it_there_stays_je_and_sends_without_a_name(app: FastAPI) -> None:
    klant = Klant(app).open("/mantelzorg/jong").druk("Verder", vraag="mijn broertje heeft autisme en ik pas vaak op hem")
    assert klant.h1 == "Hoelang hou je dit nog vol?" and "Knap van je." in klant.tekst, "what goes on is not asked again"
    assert "tel:08000432" in klant.antwoord.text.split("<main", 1)[1]
    klant.druk("maand").open("/verwijzing")
    assert "Je naam hoeft niet. Wij sturen geen bericht aan je ouders." in klant.tekst
    klant.druk("Verder", manier="bellen", telefoon="000 111 22 33")
    assert klant.h1 == "Klopt je verhaal zo?"
    klant.stuur("/gesprek", {"stap": "jongeren_leeftijd", "antwoord": "18-23"})
    assert "Je naam hoeft niet" not in klant.open("/verwijzing?wijzig=naam").tekst, "grown up: a name, as for everyone"


def test_nobody_has_to_know_the_word(app: FastAPI) -> None:
    klant = Klant(app).open("/mantelzorg")
    assert klant.h1 == "Zorgt u voor uw partner, kind, ouder of buur?"
    kop = klant.tekst.split("Voor uzelf")[0]
    assert "mantelzorg" not in kop.lower()


def test_each_group_has_help_and_the_next_step(app: FastAPI, kaart: Kaart) -> None:
    for groep in mz.GROEPEN:
        assert len(mz.van_groep(kaart, groep, NU)) >= 4, groep.code
        klant = Klant(app).open(f"/mantelzorg/{groep.code}")
        klant.druk("Verder", vraag="mijn moeder is ziek en ik zorg voor haar")
        assert klant.pad.split("?")[0] == "/gesprek"
    assert all(s in taxonomie().soorten for g in mz.GROEPEN for s in g.soorten)
    assert all(s in taxonomie().soorten for f in mz.FUNCTIES for s in f.eerst)


# --- the sheet --------------------------------------------------------------------------------------------------------


def test_the_sheet_is_kept_shown_changed_and_wiped(app: FastAPI) -> None:
    klant = Klant(app).open(BLAD).druk("Maak mijn blad", dag="Om zes uur op. <b>Wassen</b>", geef="De was")
    assert klant.pad == BLAD and klant.h1 == "Uw blad voor het gesprek"
    assert "Om zes uur op. <b>Wassen</b>" in klant.tekst and "Dit valt mij zwaar" not in klant.tekst
    klant.volg("Verander uw blad").druk("Maak mijn blad", dag="Om zeven uur op")
    assert "Om zeven uur op" in klant.tekst and "De was" in klant.tekst
    klant.druk("wis")
    assert klant.h1 == "Het gesprek voorbereiden"


def test_an_empty_sheet_says_what_to_do(app: FastAPI) -> None:
    klant = Klant(app).open(BLAD).druk("Maak mijn blad", 422)
    assert "Schrijf bij één vraag iets op" in klant.tekst and "set-cookie" not in klant.antwoord.headers


def test_a_sheet_that_is_too_long_comes_back_in_the_field(app: FastAPI) -> None:
    lang = "Ik sta om zes uur op. " * 50
    klant = Klant(app).open(BLAD).druk("Maak mijn blad", 422, dag=lang, draag="x" * 600, geef="De was")
    te_veel = len(lang.strip()) + 600 + 6 - mz.LANGSTE_BLAD
    assert f"{te_veel} tekens te lang" in klant.tekst
    velden = {e.get("id"): "".join(e.itertext()) for e in klant.pagina.iter(f"{X}textarea")}
    assert velden["dag"].strip() == lang.strip() and velden["draag"] == "x" * 600 and velden["geef"] == "De was"
    assert 'id="dag" name="dag" rows="4" aria-invalid="true"' in klant.antwoord.text
    assert "set-cookie" not in klant.antwoord.headers
    klant.druk("Maak mijn blad", dag="kort", draag="", geef="De was")
    assert klant.h1 == "Uw blad voor het gesprek"


def test_exactly_1500_characters_fit_and_what_a_cookie_cannot_hold_comes_back(app: FastAPI) -> None:
    import random

    r = random.Random(7)
    rijen = Path("tests/data/mantelzorg.jsonl").read_text(encoding="utf-8").splitlines()
    gewoon = "".join(json.loads(x)["text"] for x in rijen)[:900]  # Dutch, with a word or two of dialect
    vol = {"dag": gewoon.strip().ljust(900, "."), "draag": "a" * 600}
    klant = Klant(app).open(BLAD).druk("Maak mijn blad", 422, **vol, geef="1")
    assert "1 tekens te lang" in klant.tekst
    klant.druk("Maak mijn blad", **vol, geef="")
    assert klant.h1 == "Uw blad voor het gesprek"
    wild = "".join(chr(r.randrange(0x4E00, 0x9FA5)) for _ in range(1_500))  # cannot be made smaller
    klant = Klant(app).open(BLAD).druk("Maak mijn blad", 422, dag=wild)
    assert "te lang om te bewaren" in klant.tekst and wild in klant.antwoord.text


def test_the_sheet_leaves_the_other_keys_of_its_cookie_alone(app: FastAPI) -> None:
    klant = Klant(app)
    zegel = app.state.zegel
    klant.http.cookies.set("__Host-blad", zegel.koekje({"status": 12}, "blad"), domain="testserver.local", path="/")

    def inhoud() -> dict[str, object]:
        return zegel.uit_koekje(list(c.value for c in klant.http.cookies.jar if c.name == "__Host-blad")[-1], "blad", 60)

    klant.open(BLAD).druk("Maak mijn blad", dag="Vroeg op")
    assert inhoud() == {"status": 12, "mantelzorg": {"dag": "Vroeg op"}}
    klant.druk("mee")
    assert inhoud() == {"status": 12, "mantelzorg": {"dag": "Vroeg op", "mee": 1}}
    assert mz.blad_voor_team(inhoud()) == "Een dag in mijn week\nVroeg op"
    klant.druk("niet-mee")
    assert mz.blad_voor_team(inhoud()) == ""
    klant.druk("wis")
    assert inhoud() == {"status": 12}


def test_a_bsn_on_the_sheet_is_not_kept_and_danger_comes_first(app: FastAPI) -> None:
    klant = Klant(app).open(BLAD).druk("Maak mijn blad", dag="Mijn bsn is 111222333")
    assert "111222333" not in klant.antwoord.text
    klant.druk("wis").druk("Maak mijn blad", draag="ik wil niet meer leven")
    assert klant.tekst.index("113") < klant.tekst.index("Dit valt mij zwaar")


def test_the_pdf_is_tagged_says_its_language_and_holds_the_text(app: FastAPI) -> None:
    klant = Klant(app).open(BLAD).druk("Maak mijn blad", dag="Om zes uur op", draag="مرحبا", houd="Привіт", geef="De was")
    r = klant.http.get(BLAD + ".pdf")
    assert r.headers["content-type"] == "application/pdf" and r.headers["cache-control"] == "no-store" and "set-cookie" not in r.headers
    ruw = r.content
    assert ruw.startswith(b"%PDF-1.7")
    alles = ruw + b"".join(_pakuit(s) for s in re.findall(rb"stream\r?\n(.*?)endstream", ruw, re.S))
    assert re.search(rb"/Marked true", alles), "not tagged"
    assert re.search(rb"/StructTreeRoot", alles) and re.search(rb"/S /H1", alles) and len(re.findall(rb"/S /H2", alles)) == 4
    assert re.search(rb"/Lang \(nl\)", alles) and b"pdfuaid" in alles and re.search(rb"/DisplayDocTitle true", alles)
    assert alles.count(b"/FontFile2") + alles.count(b"/FontFile3") >= 3, "fonts are in the file"


def _pakuit(stroom: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stroom)
    except zlib.error:
        return b""


def test_without_a_sheet_there_is_no_pdf(app: FastAPI) -> None:
    assert Klant(app).open(BLAD + ".pdf").h1 == "Het gesprek voorbereiden"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://static.invalid/static/../portal/app.py",
        "https://static.invalid/%2e%2e/README.md",
        "data:text/css,",
        "https://static.invalid/static/css",
    ],
)
def test_paper_reads_static_files_only(url: str) -> None:
    with pytest.raises(ValueError):
        bestand(url)
    assert bestand("https://static.invalid/static/css/papier.css").name == "papier.css"


# --- every page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pad", PAGINAS)
def test_reading_sets_no_cookie_gives_everyone_the_same_and_has_a_person(app: FastAPI, pad: str) -> None:
    een, ander = Klant(app).open(pad), Klant(app).open(pad)
    assert "set-cookie" not in een.antwoord.headers
    assert een.antwoord.text == ander.antwoord.text
    assert 'href="tel:' in een.antwoord.text.split("<main", 1)[1].split("</main>")[0]
    kop = een.http.head(pad)
    assert kop.status_code == 200 and not kop.content


@pytest.mark.parametrize("taal", ["en", "ar"])
def test_every_page_carries_its_language_on(app: FastAPI, taal: str) -> None:
    klant = Klant(app, taal)
    if klant.http.get(f"/?taal={taal}").headers.get("content-language") != taal:
        pytest.skip("no catalogue for this language")
    for pad in PAGINAS:
        klant.open(pad + ("&" if "?" in pad else "?") + f"taal={taal}")
    klant.open(f"/respijtzorg?taal={taal}")
    r = klant.http.get("/respijtzorg", params={"taal": taal, "voor": "kind"})
    keur(r.text, "/respijtzorg", taal)
    assert f'name="taal" value="{taal}"' in r.text


def test_an_unknown_page_is_not_found(app: FastAPI) -> None:
    Klant(app).open("/mantelzorg/bestaat-niet", 404)


def test_the_labelled_sentences_are_whole() -> None:
    rijen = [json.loads(r) for r in Path("tests/data/mantelzorg.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rijen) >= 120 and len({r["id"] for r in rijen}) == len(rijen) == len({r["text"] for r in rijen})
    for r in rijen:
        assert set(r) == {"id", "text", "kinds", "domains", "overbelast", "style"}, r["id"]
        assert r["kinds"] and all(k in taxonomie().soorten for k in r["kinds"]), r["id"]
        assert "mantelzorg" not in r["text"].lower() and r["domains"] == ["mantelzorg"], r["id"]
    assert 30 <= sum(r["overbelast"] for r in rijen) <= len(rijen) - 60
