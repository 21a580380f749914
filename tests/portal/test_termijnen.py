"""Every date of the law over ten years against a table made in another way: Easter by the church's own rule, holidays and weekends by hand (L-05, L-06,
L-32, L-40, L-41, L-03). Nothing here asks the library or the code under test for a date."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from portal.werkdagen import AMSTERDAM, belmomenten, belofte, na_werkdagen, verschoven, werkdag
from portal.wetten import WETTEN, leidend, termijnen, wetten, wie_zegt_ja
from sociale_kaart.load import gemeente

G = gemeente("lindewaard")
DAG = dt.timedelta(days=1)
VAN, TOT = dt.date(2024, 1, 1), dt.date(2034, 1, 1)
DAGEN = [VAN + i * DAG for i in range((TOT - VAN).days)]


def pasen(jaar: int) -> dt.date:
    """Easter Sunday as the church reckons it: the Sunday after the first paschal full moon (golden number, epact, dominical letter)."""
    gulden = jaar % 19 + 1
    eeuw = jaar // 100 + 1
    zon = 3 * eeuw // 4 - 12
    maan = (8 * eeuw + 5) // 25 - 5
    zondag = 5 * jaar // 4 - zon - 10
    epacta = (11 * gulden + 20 + maan - zon) % 30
    if epacta == 24 or (epacta == 25 and gulden > 11):
        epacta += 1
    vol = 44 - epacta
    if vol < 21:
        vol += 30
    vol += 7 - (zondag + vol) % 7
    return dt.date(jaar, 3, 1) + (vol - 1) * DAG


def vrij(jaar: int) -> set[dt.date]:
    """Art. 3 Algemene termijnenwet, by name."""
    p = pasen(jaar)
    koning = dt.date(jaar, 4, 27)
    return {
        dt.date(jaar, 1, 1),
        p - 2 * DAG,  # Good Friday, lid 2
        p + DAG,
        p + 39 * DAG,  # Ascension
        p + 50 * DAG,  # Whit Monday
        koning - DAG if koning.isoweekday() == 7 else koning,
        dt.date(jaar, 5, 5),
        dt.date(jaar, 12, 25),
        dt.date(jaar, 12, 26),
    }


VRIJ = set().union(*(vrij(j) for j in range(2023, 2036)))
# For a promise in working days 5 May counts as a holiday each fifth year only: teams work on the others, and the date is then earlier.
GEWERKT = {dt.date(j, 5, 5) for j in range(2023, 2036) if j % 5}


def wettelijk(dag: dt.date) -> dt.date:
    while dag in VRIJ or dag.isoweekday() > 5:
        dag += DAG
    return dag


def werkdagen_later(dag: dt.date, aantal: int) -> dt.date:
    rij = [dag + i * DAG for i in range(1, 40)]
    return [d for d in rij if d.isoweekday() <= 5 and d not in VRIJ - GEWERKT][aantal - 1]


def test_easter_is_where_everybody_knows_it_was() -> None:
    bekend = {2024: (3, 31), 2025: (4, 20), 2026: (4, 5), 2027: (3, 28), 2028: (4, 16), 2029: (4, 1), 2030: (4, 21), 2033: (4, 17)}
    assert {j: (pasen(j).month, pasen(j).day) for j in bekend} == bekend


@pytest.mark.parametrize(
    ("domein", "veld", "dagen"), [("huishouden", "plan_tot", 7), ("huishouden", "onderzoek_voor", 42), ("gezin", "onderzoek_voor", 56)]
)
def test_calendar_terms_over_ten_years(domein: str, veld: str, dagen: int) -> None:
    for dag in DAGEN:
        t = termijnen(G, (domein,), (), "", "melding", dt.datetime.combine(dag, dt.time(12), AMSTERDAM))
        assert getattr(t, veld) == wettelijk(dag + dagen * DAG), dag


def test_debts_four_weeks_and_three_working_days_over_ten_years() -> None:
    ver = G.__class__(
        **{**{f: getattr(G, f) for f in G.__dataclass_fields__}, "terugbellen_werkdagen": 60}
    )  # a municipality that promises little
    for dag in DAGEN:
        op = dt.datetime.combine(dag, dt.time(23, 59), AMSTERDAM)  # just before midnight: still this day in the Netherlands
        assert termijnen(ver, ("geld",), (), "", "melding", op).contact_voor == wettelijk(dag + 28 * DAG), dag
        assert termijnen(ver, ("geld",), ("afsluiting",), "", "melding", op).contact_voor == werkdagen_later(dag, 3), dag
        # the own promise is earlier in the demo: then that one leads
        assert termijnen(G, ("geld",), ("afsluiting",), "", "melding", op).contact_voor <= werkdagen_later(dag, 3), dag


def test_every_day_of_ten_years_is_a_working_day_or_not() -> None:
    for dag in DAGEN:
        assert werkdag(dag) == (dag.isoweekday() <= 5 and dag not in VRIJ - GEWERKT), dag
        assert verschoven(dag) == wettelijk(dag), dag
        for aantal in (1, 2, 3):
            assert na_werkdagen(dag, aantal) == werkdagen_later(dag, aantal), dag


@pytest.mark.parametrize("dag", [dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2028, 2, 29)])  # summer time, winter time, leap day
def test_the_hour_that_is_not_there_changes_no_date(dag: dt.date) -> None:
    for uur in range(24):
        op = (dt.datetime.combine(dag, dt.time(0), AMSTERDAM) + dt.timedelta(hours=uur)).astimezone(dt.UTC)
        hier = op.astimezone(AMSTERDAM).date()
        assert termijnen(G, ("huishouden",), (), "", "melding", op).onderzoek_voor == wettelijk(hier + 42 * DAG)


def test_L_41_a_threat_has_three_working_days_also_without_the_topic_of_money() -> None:
    laat = replace(G, terugbellen_werkdagen=10)
    op = dt.datetime(2026, 11, 25, 12, tzinfo=AMSTERDAM)
    for domeinen in ((), ("wonen",), ("geld",)):
        t = termijnen(laat, domeinen, ("afsluiting",), "deze-week", "melding", op)
        assert t.contact_voor == dt.date(2026, 11, 30) and "wgs" in t.wetten, domeinen
    assert termijnen(laat, ("wonen",), (), "", "melding", op).wetten == ("wmo",)
    assert termijnen(laat, (), ("afsluiting",), "", "melding", op).wetten == ("wmo", "wgs")  # nothing known counts as wmo
    assert termijnen(laat, (), ("afsluiting",), "", "signaal", op).wetten == ("geen",)


def test_the_earliest_date_of_several_laws_leads() -> None:
    op = dt.datetime(2026, 11, 25, 12, tzinfo=AMSTERDAM)
    samen = termijnen(G, ("gezin", "geld", "huishouden"), ("afsluiting",), "", "melding", op)
    per = [termijnen(G, (d,), ("afsluiting",), "", "melding", op) for d in ("gezin", "geld", "huishouden")]
    assert samen.wetten == ("wmo", "jeugd", "wgs")
    assert samen.contact_voor == min(t.contact_voor for t in per)
    assert samen.onderzoek_voor == min(t.onderzoek_voor for t in per if t.onderzoek_voor)
    assert samen.uiterlijk == min(samen.contact_voor, samen.onderzoek_voor)
    assert leidend(samen.wetten) is WETTEN["wmo"]


@pytest.mark.parametrize(
    ("domeinen", "codes", "plan", "einde"),
    [((), ("wmo",), True, True), (("taal",), ("geen",), False, False), (("werk",), ("participatie",), False, False), (("recht", "geld"), ("wgs", "geen"), False, False), (("gezin",), ("jeugd",), False, True)],
)  # fmt: skip
def test_what_each_law_brings(domeinen: tuple[str, ...], codes: tuple[str, ...], plan: bool, einde: bool) -> None:
    t = termijnen(G, domeinen, (), "", "melding", dt.datetime(2026, 11, 25, 12, tzinfo=AMSTERDAM))
    assert wetten(domeinen) == codes == t.wetten
    assert (t.plan_tot is not None, t.onderzoek_voor is not None) == (plan, einde)


@pytest.mark.parametrize(
    ("leeftijd", "wie"), [(11, "de ouders"), (12, "allebei"), (15, "allebei"), (16, "zelf"), (17, "zelf"), (18, "zelf")]
)
def test_who_says_yes_at_which_age(leeftijd: int, wie: str) -> None:
    """L-53 (Jeugdwet 7.3.4, 7.3.5)."""
    assert wie in wie_zegt_ja(leeftijd)


def test_moments_to_be_called_lie_in_the_hours_of_the_team() -> None:
    vrijdag = dt.datetime(2026, 11, 27, 14, 0, tzinfo=AMSTERDAM)
    momenten = belmomenten(G, belofte(G, "", vrijdag), vrijdag)
    assert [f"{m:%a %H:%M}" for m in momenten] == [
        *(f"Mon {u}:30" for u in ("08", "10", "12", "14")),
        *(f"Tue {u}:30" for u in ("08", "10", "12", "14")),
    ]
    assert belmomenten(G, dt.date(2026, 11, 27), vrijdag) == []  # 14.30 is within the hour
    kerst = dt.datetime(2026, 12, 24, 16, tzinfo=AMSTERDAM)
    assert {m.date() for m in belmomenten(G, dt.date(2026, 12, 28), kerst)} == {dt.date(2026, 12, 28)}
