"""The kaart of the demo municipality: enough of everything, complete, and no two entries told in the same words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from sociale_kaart import check
from sociale_kaart.load import gemeente, taxonomie, voorzieningen
from sociale_kaart.model import Voorziening
from sociale_kaart.woorden.lezer import DATA

G, TAX = gemeente("lindewaard"), taxonomie()
ALLE = voorzieningen("lindewaard")
VRAGEN = ("wat", "wanneer", "zelf", "waarheen")


OOK = (
    ("samenvatting", lambda v: v.samenvatting),
    ("werkgebied", lambda v: v.werkgebied),
    ("talen", lambda v: v.talen),
    ("bron", lambda v: v.bron),
    ("nagekeken door", lambda v: v.nagekeken_door),
    ("mail of site", lambda v: v.mail or v.site),
    ("toegankelijk, waar een plek is", lambda v: v.toegankelijk or not v.plek),
    ("tijden per dag, waar men zo binnenkomt", lambda v: v.open or v.toegang != "vrij" or not v.plek),
)


def zinnen(v: Voorziening) -> Iterator[str]:
    """Every sentence of the four questions."""
    for veld in VRAGEN:
        for tekst in getattr(v, veld):
            yield from (z.strip().casefold() for z in re.split(r"(?<=[.!?])\s+", tekst) if z.strip())


def dubbele_zinnen(alle: list[Voorziening]) -> dict[str, list[str]]:
    """Sentences that stand in more than one entry."""
    waar: dict[str, set[str]] = defaultdict(set)
    for v in alle:
        for z in zinnen(v):
            waar[z].add(v.code)
    return {z: sorted(c) for z, c in waar.items() if len(c) > 1}


def test_there_is_enough_of_every_kind_for_every_buurt_and_every_carer() -> None:
    assert len(ALLE) >= 320
    per_soort = Counter(v.soort for v in ALLE)
    assert set(per_soort) == set(TAX.soorten) and len(per_soort) == 105
    assert {s: n for s, n in per_soort.items() if n < 2} == {}  # a real town has two of each
    assert {v.plek.buurt for v in ALLE if v.plek and v.plek.buurt} == set(G.buurten) and len(G.buurten) == 12
    assert {f for v in ALLE for f in v.functies} == set(TAX.mantelzorgfuncties) and len(TAX.mantelzorgfuncties) == 8
    assert {TAX.soorten[v.soort].ladder for v in ALLE} == set(TAX.ladder)


def test_codes_and_ids_are_unique_and_every_entry_may_be_published() -> None:
    for veld in ("id", "code"):
        assert [x for x, n in Counter(getattr(v, veld) for v in ALLE).items() if n > 1] == []
    assert {v.code: fouten for v in ALLE if (fouten := check.keur(v, TAX))} == {}
    assert not any(v.code.startswith("tijdelijk") for v in ALLE)


def test_no_two_entries_share_a_sentence() -> None:
    assert dubbele_zinnen(ALLE) == {}
    assert dubbele_zinnen([ALLE[0], replace(ALLE[1], wat=ALLE[0].wat)]) != {}


def test_it_is_complete() -> None:
    assert check.compleetheid(ALLE) >= 0.95, check.onvolledig(ALLE)
    per_veld = {naam: sum(bool(heeft(v)) for v in ALLE) / len(ALLE) for naam, heeft in (*check.COMPLEET, *OOK)}
    assert {naam: deel for naam, deel in per_veld.items() if deel < 0.95} == {}
    heel = [v for v in ALLE if not check.mist_aan(v)]
    assert len(heel) >= 0.95 * len(ALLE)
    assert all(v.toegang in TAX.toegang and v.nagekeken_op for v in ALLE)


def test_no_number_that_could_ring_at_a_strangers_house() -> None:
    landelijk = {re.sub(r"\D", "", n) for n in re.findall(r'tel = "([^"]+)"', (DATA / "nummers.toml").read_text(encoding="utf-8"))}
    for v in ALLE:
        teksten = (
            v.telefoon,
            v.naam,
            v.samenvatting,
            *v.wat,
            *v.wanneer,
            *v.zelf,
            *v.waarheen,
            v.kosten,
            v.eerste_stap,
            v.tijden,
            v.gesloten,
            v.bron,
        )
        for tekst in teksten:
            for groep in re.findall(r"\+?\d[\d ()/.-]{5,}\d", tekst):
                cijfers = re.sub(r"\D", "", groep)
                assert cijfers.startswith("000") or cijfers in landelijk, f"{v.code}: {groep}"
        assert not v.telefoon or re.sub(r"\D", "", v.telefoon).startswith("000") or re.sub(r"\D", "", v.telefoon) in landelijk, v.code
        assert v.plek is None or v.plek.postcode.startswith("0"), v.code
        for adres in (v.mail, v.site):
            assert not adres or re.search(r"\.example(/|$)", adres), f"{v.code}: {adres}"
