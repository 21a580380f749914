"""The lists that editors work through: each finds what it should, and leaves alone what is right."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sociale_kaart import check
from sociale_kaart.load import gemeente, taxonomie, voorzieningen
from sociale_kaart.model import Open, Plek, Voorziening

G, TAX = gemeente("lindewaard"), taxonomie()
VANDAAG = dt.date(2026, 11, 22)


def v(code: str = "eetcafe", **anders: object) -> Voorziening:
    """A complete entry, changed."""
    heel = Voorziening(
        id=f"id-{code}",
        code=code,
        naam="Eetcafé De Pan",
        aanbieder="Stichting Samen aan Tafel",
        soort="samen-eten",
        samenvatting="Samen warm eten.",
        wat=("Vrijwilligers koken.",),
        wanneer=("U eet liever niet alleen.",),
        zelf=("Geef u op.",),
        waarheen=("In het buurthuis.",),
        kosten="4 euro",
        eerste_stap="Bel en geef u op.",
        tijden="Op woensdag",
        werkgebied=("lindewaard",),
        plek=Plek("Molenhof 4", "0123 AC", "Lindewaard", "molenwijk"),
        telefoon="000 123 46 10",
        nagekeken_op=VANDAAG - dt.timedelta(days=10),
    )
    return replace(heel, **anders)  # type: ignore[arg-type]


def codes(punten: list[check.Punt]) -> list[str]:
    return [p.code for p in punten]


def test_a_good_entry_is_on_no_list() -> None:
    lijsten = check.alles([v()], G, TAX, VANDAAG)
    assert set(lijsten) == set(check.LIJSTEN)
    assert {naam for naam, punten in lijsten.items() if punten} == {"gaten"}


def test_stale_is_the_rule_of_the_card_and_the_oldest_stands_first() -> None:
    rijen = [
        v("vers"),
        v("oud", nagekeken_op=VANDAAG - dt.timedelta(days=181)),
        v("net", nagekeken_op=VANDAAG - dt.timedelta(days=180)),
        v("nooit", nagekeken_op=None),
    ]
    assert codes(check.verouderd(rijen, VANDAAG)) == ["nooit", "oud"]


def test_incomplete_names_what_is_missing() -> None:
    (punt,) = check.onvolledig([v(), v("leeg", wat=(), kosten="", plek=None, telefoon="")])
    assert punt.zin == "Hier ontbreekt: wat is dit, kosten, telefoon of plek."
    assert check.onvolledig([v(plek=None), v(telefoon=""), v(plek=None, telefoon="", geheim_adres=True)]) == []
    assert check.onvolledig([v(tijden="Vraag het de gemeente.")])[0].zin == "Hier ontbreekt: tijden."
    assert check.compleetheid([v()]) == 1 and check.compleetheid([v(wat=())]) < 0.9


def test_double_is_seen_by_name_provider_and_address() -> None:
    zelfde = v("twee", naam="Eetcafe de Pan", aanbieder="Samen aan Tafel")
    (punt,) = check.dubbel([v(), v("los", naam="Zangkoor Hoger", soort="vereniging"), zelfde])
    assert (punt.code, punt.ander) == ("eetcafe", "id-twee")
    elders = v("elders", naam="Eetcafé De Kan", aanbieder="Buurthuis Zuid", plek=Plek("Parkzicht 18", "0125 CB", "Lindewaard"))
    assert check.dubbel([v(), elders]) == []
    assert check.dubbel(voorzieningen("lindewaard")) == []


def test_double_holds_for_many_without_a_large_matrix() -> None:
    veel = [v(f"nr-{i}", naam=f"Club {i * 7919} {chr(97 + i % 26) * 5}", telefoon="") for i in range(check.BLOK + 20)]
    punten = check.dubbel([*veel, replace(veel[0], id="id-kopie", code="kopie")])
    assert [(p.code, p.ander) for p in punten if p.ander == "id-kopie"] == [("nr-0", "id-kopie")]


def test_outside_the_area() -> None:
    ver = v("ver", werkgebied=("verweggistan",))
    geen = v("geen", plek=Plek("Straat 1", "0123 AB", "Lindewaard", "atlantis"))
    naast = v("naast", werkgebied=("centrum",))
    assert codes(check.buiten_werkgebied([v(), v(werkgebied=()), v(werkgebied=("molenwijk", "elders")), ver, geen, naast], G)) == [
        "ver",
        "geen",
        "naast",
    ]


def test_a_way_in_that_contradicts_the_kind() -> None:
    rijen = [
        v("maatwerk", soort="jeugdhulp", toegang="vrij"),
        v("goed", soort="jeugdhulp", toegang="gesprek"),
        v("nergens", toegang="vrij", plek=None, tijden=""),
        v("lijn", toegang="vrij", plek=None),
        v("belofte", toegang="aanmelden", eerste_stap="Loop gewoon binnen."),
    ]
    assert codes(check.tegenspraak(rijen, TAX)) == ["maatwerk", "nergens", "belofte"]


def test_a_confidential_address_in_a_text_or_in_another_entry() -> None:
    geheim = v("geheim", geheim_adres=True)
    assert check.geheim_in_tekst([geheim, v("ander", plek=None)]) == []
    (punt,) = check.geheim_in_tekst([replace(geheim, waarheen=("Kom naar het Molenhof.",))])
    assert punt.code == "geheim"
    (punt,) = check.geheim_in_tekst([geheim, v("open")])
    assert (punt.code, punt.ander) == ("open", "id-geheim")


def test_kinds_and_buurten_without_cover() -> None:
    rijen = [
        v(),
        v("wijk", soort="maatje", werkgebied=("centrum",), plek=None),
        v("later", soort="taalles", zichtbaar_van=dt.date(2999, 1, 1)),
    ]
    gaten = {p.code: p.zin for p in check.gaten(rijen, G, TAX, VANDAAG)}
    assert "samen-eten" not in gaten and gaten["taalles"] == "Van deze soort is er niets."
    assert "Molenwijk" in gaten["maatje"] and "Centrum" not in gaten["maatje"]
    assert "molenwijk" not in gaten and "centrum" not in gaten and gaten["waterrand"] == "In deze buurt is geen enkele plek met hulp."


def test_the_demo_has_no_contradiction_no_leak_and_every_kind_somewhere() -> None:
    lijsten = check.alles(voorzieningen("lindewaard"), G, TAX, VANDAAG)
    assert {naam: codes(lijsten[naam]) for naam in ("dubbel", "buiten", "tegenspraak", "geheim")} == {
        "dubbel": [],
        "buiten": [],
        "tegenspraak": [],
        "geheim": [],
    }
    assert all(p.zin.startswith("Niet voor ") for p in lijsten["gaten"])


def test_words_that_say_the_second_tuesday_and_hours_that_say_every_week() -> None:
    uren, tweede = (Open("di", "14:00", "16:00"),), (Open("di", "14:00", "16:00", "2"),)
    woorden = (
        "Tweede dinsdag, 14 tot 16 uur",
        "Dinsdag, om de twee weken",
        "Zes dinsdagavonden",
        "Van maart tot mei",
        "Dinsdag, bij droog weer",
    )
    fout = [v(f"fout-{i}", tijden=t, open=uren) for i, t in enumerate(woorden)]
    goed = [
        v("elke", tijden="Elke dinsdag, 14 tot 16 uur", open=uren),
        v("gemerkt", tijden=woorden[0], open=tweede),
        v("geen-uren", tijden=woorden[1]),
        v("werkdag", tijden="Op werkdagen van acht tot vijf", open=uren),
    ]
    assert codes(check.ritme([*fout, *goed])) == [f"fout-{i}" for i in range(5)]
    assert check.keur(replace(goed[0], open=(Open("di", "14:00", "16:00", "7"),)), TAX)[0][0] == "open"
