"""Opening hours as people read them: what is going on now, what is next, nights, the second Tuesday; and silence where the kaart does not know."""

from __future__ import annotations

import datetime as dt

import pytest

from sociale_kaart.check import ritme
from sociale_kaart.load import voorzieningen
from sociale_kaart.model import WEKEN, Open
from sociale_kaart.uren import Opening, eerstvolgende, regels

WERK = tuple(Open(d, "09:00", "17:00") for d in ("ma", "di", "wo", "do", "vr"))
NACHT = (Open("vr", "21:00", "23:59"), Open("za", "00:00", "02:00"), Open("za", "21:00", "23:59"), Open("zo", "00:00", "02:00"))


def moment(tekst: str) -> dt.datetime:
    return dt.datetime.fromisoformat(tekst)


def geen(_: dt.date) -> bool:
    return False


@pytest.mark.parametrize(
    ("uren", "nu", "dag", "van", "tot"),
    [
        (WERK, "2026-11-27 10:00", "2026-11-27", "09:00", "17:00"),  # Friday, open now
        (WERK, "2026-11-27 08:00", "2026-11-27", "09:00", "17:00"),  # later today
        (WERK, "2026-11-27 17:00", "2026-11-30", "09:00", "17:00"),  # closes on the minute: Monday
        ((Open("ma", "09:00", "12:00"), Open("ma", "13:00", "17:00")), "2026-11-30 12:30", "2026-11-30", "13:00", "17:00"),
        ((Open("di", "19:30", "21:00", "2"),), "2026-11-28 12:00", "2026-12-08", "19:30", "21:00"),
        ((Open("vr", "10:00", "13:00", "laatste"),), "2026-11-28 12:00", "2026-12-25", "10:00", "13:00"),
        (NACHT, "2026-11-28 01:00", "2026-11-27", "21:00", "02:00"),  # Saturday 1 o'clock is still Friday's night
        (NACHT, "2026-11-28 03:00", "2026-11-28", "21:00", "02:00"),
    ],
)
def test_what_is_open_now_or_next(uren: tuple[Open, ...], nu: str, dag: str, van: str, tot: str) -> None:
    assert eerstvolgende(uren, moment(nu), geen) == Opening(dt.date.fromisoformat(dag), van, tot)


def test_holidays_are_skipped_and_what_is_not_known_is_not_said() -> None:
    kerst = {dt.date(2026, 12, 25)}
    o = eerstvolgende(WERK, moment("2026-12-25 10:00"), kerst.__contains__)
    assert o is not None and o.dag == dt.date(2026, 12, 28)
    assert eerstvolgende((), moment("2026-11-27 10:00"), geen) is None
    assert eerstvolgende((Open("vr", "09:00", "17:00", "soms"),), moment("2026-11-27 10:00"), geen) is None
    # known before it, unknown after it
    beide = (Open("do", "09:00", "17:00"), Open("vr", "09:00", "17:00", "soms"))
    assert eerstvolgende(beide, moment("2026-11-26 10:00"), geen) is not None
    assert eerstvolgende(beide, moment("2026-11-26 18:00"), geen) is None


def test_days_with_the_same_hours_stand_together() -> None:
    assert [(r.dagen, r.tijden) for r in regels(WERK)] == [(("ma", "di", "wo", "do", "vr"), (("09:00", "17:00"),))]
    uren = (
        Open("wo", "13:00", "15:00"),
        Open("ma", "09:00", "12:00"),
        Open("ma", "13:00", "17:00"),
        Open("zo", "15:00", "17:00", "laatste"),
    )
    assert [(r.dagen, r.week) for r in regels(uren)] == [(("ma",), ""), (("wo",), ""), (("zo",), "laatste")]
    assert [(r.dagen, r.tijden) for r in regels(NACHT)] == [(("vr", "za"), (("21:00", "02:00"),))]


@pytest.mark.parametrize("week", WEKEN)
def test_hours_in_words_come_back(week: str) -> None:
    o = Open("di", "09:00", "12:30", week)
    assert Open.uit_tekst(str(o)) == (o,)


@pytest.mark.parametrize(
    ("tekst", "uren"),
    [
        ("ma t/m wo 9-17", [("ma", "09:00", "17:00"), ("di", "09:00", "17:00"), ("wo", "09:00", "17:00")]),
        ("za-zo 10.30-12", [("za", "10:30", "12:00"), ("zo", "10:30", "12:00")]),
        ("Dinsdag en donderdag van 9 tot 12.30 uur", [("di", "09:00", "12:30"), ("do", "09:00", "12:30")]),
        ("zo t/m ma 20-22", [("zo", "20:00", "22:00"), ("ma", "20:00", "22:00")]),
        ("laatste vrijdag 10:00–13:00", [("vr", "10:00", "13:00")]),
    ],
)
def test_hours_as_people_write_them(tekst: str, uren: list[tuple[str, str, str]]) -> None:
    week = "laatste" if tekst.startswith("laatste") else ""
    assert Open.uit_tekst(tekst) == tuple(Open(*u, week) for u in uren)


@pytest.mark.parametrize("tekst", ["", "di", "5e di 09:00-12:00", "xx 09:00-12:00", "soms", "di 9", "elke di 09:00-12:00"])
def test_hours_that_cannot_be_read_are_refused(tekst: str) -> None:
    with pytest.raises(ValueError):
        Open.uit_tekst(tekst)


def test_no_entry_says_second_tuesday_in_words_and_every_week_in_hours() -> None:
    alle = voorzieningen("lindewaard")
    assert ritme(alle) == []
    assert sum(any(o.week for o in v.open) for v in alle) > 30
