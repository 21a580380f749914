"""The table: what goes out comes back, no cell runs as a formula, every mistake is named by row and column, and nothing is half-written."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal import invoer
from portal.database import Database
from portal.tabellen import Stand, VoorzieningRij, VoorzieningVersie
from sociale_kaart import tabel
from sociale_kaart.check import Gelezen, Onleesbaar
from sociale_kaart.load import gemeente, taxonomie, voorzieningen
from sociale_kaart.model import WEKEN, Open, Plek, Respijt, Voorziening, id_van

TAX = taxonomie()
G = gemeente("lindewaard")
NU = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
ALLE = voorzieningen("lindewaard")


def als_bytes(alle: list[Voorziening]) -> bytes:
    uit = io.StringIO(newline="")
    tabel.schrijf(uit, alle)
    return uit.getvalue().encode("utf-8-sig")


def lees(ruw: bytes) -> list[Gelezen]:
    return list(tabel.lees(io.BytesIO(ruw), "lindewaard", TAX))


def met(*wijzigingen: dict[str, str]) -> bytes:
    """A table with a good row for each change, changed."""
    rijen = [tabel.als_rij(ALLE[i]) | w for i, w in enumerate(wijzigingen)]
    uit = io.StringIO(newline="")
    schrijver = csv.DictWriter(uit, list(tabel.KOLOMMEN), delimiter=";")
    schrijver.writeheader()
    schrijver.writerows(rijen)
    return uit.getvalue().encode()


@pytest.fixture()
def db(tmp_path: Path) -> Database:
    db = Database(f"sqlite:///{tmp_path / 'kaart.sqlite'}")
    db.migreer()
    return db


def bron(ruw: bytes) -> Callable:
    return lambda: tabel.lees(io.BytesIO(ruw), "lindewaard", TAX)


def inhoud(db: Database) -> tuple:
    with db.lees() as s:
        stand = s.get(Stand, 1)
        return (
            stand.waarde if stand else 0,
            {r.id: (r.gegevens, r.versie) for r in s.query(VoorzieningRij)},
            s.query(VoorzieningVersie).count(),
        )


def test_the_whole_kaart_goes_out_and_comes_back_the_same() -> None:
    terug = lees(als_bytes(ALLE))
    assert [g.fouten for g in terug if g.fouten] == []
    assert [g.voorziening for g in terug] == [v.openbaar() for v in ALLE]


tekst = (
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"), blacklist_characters="<&\ufffd"), min_size=1, max_size=30)
    .map(str.strip)
    .filter(bool)
)
teksten = st.lists(tekst, max_size=3).map(tuple)
dagen = st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))
vz = st.builds(
    Voorziening,
    id=st.uuids().map(str),
    code=st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True).filter(lambda c: c != tabel.VOORBEELD),
    naam=tekst,
    aanbieder=tekst,
    soort=st.sampled_from(sorted(TAX.soorten)),
    samenvatting=tekst,
    wat=teksten,
    zelf=teksten,
    kosten=tekst,
    bedrag=st.none() | st.floats(0, 9999, allow_nan=False).map(lambda f: round(f, 2)),
    eerste_stap=tekst,
    toegang=st.sampled_from(sorted(TAX.toegang)),
    tijden=tekst,
    open=st.lists(
        st.builds(
            Open, st.sampled_from(["ma", "zo"]), st.just("09:00"), st.sampled_from(["12:30", "24:00"]), st.sampled_from(sorted(WEKEN))
        ),
        max_size=3,
    ).map(tuple),
    plek=st.none() | st.builds(Plek, tekst, tekst, tekst, tekst),
    werkgebied=teksten,
    bij_u_thuis=st.booleans(),
    leeftijd_van=st.none() | st.integers(0, 60),
    leeftijd_tot=st.none() | st.integers(61, 130),
    talen=teksten.filter(bool),
    functies=st.lists(st.sampled_from(TAX.mantelzorgfuncties), max_size=2).map(tuple),
    geheim_adres=st.booleans(),
    nagekeken_op=dagen,
    zichtbaar_van=dagen,
    gesloten=tekst,
    bron=tekst,
    respijt=st.none() | st.builds(Respijt, voor=teksten, vorm=teksten, plek_vrij=tekst, gemeld_op=dagen, plek_vanaf=dagen),
)


@settings(max_examples=60, deadline=None)
@given(vz)
def test_any_entry_survives_the_table(v: Voorziening) -> None:
    ruw = als_bytes([v])
    for rij in csv.reader(io.StringIO(ruw.decode("utf-8-sig"), newline=""), delimiter=";"):
        assert not any(c[:1] in set("=+-@\t\r\n") for c in rij if c), rij
    (terug,) = lees(ruw)
    assert terug.fouten == []
    assert terug.voorziening == v.openbaar()


@pytest.mark.parametrize("tekst", ["=1+1", "'=1+1", "''@x", "-5 euro", "+31", "@naam", "'gewoon'"])
def test_a_cell_is_never_a_formula_and_is_the_same_afterwards(tekst: str) -> None:
    cel = tabel.veilig(tekst)
    assert cel[0] not in "=+-@"
    assert tabel.uit_veilig(cel) == tekst


@pytest.mark.parametrize(
    ("wijziging", "kolom", "deel"),
    [
        ({"soort": "eetcafee"}, "soort", "bestaat niet"),
        ({"soort": "maaltijdservise"}, "soort", "Bedoelt u 'maaltijdservice'?"),
        ({"toegang": "open"}, "toegang", "Kies vrij"),
        ({"naam": ""}, "naam", "Vul het in"),
        ({"samenvatting": '=HYPERLINK("x")'}, "samenvatting", "formule"),
        ({"kosten": "@SOM(A1)"}, "kosten", "formule"),
        ({"wat": "Dit is <b>vet</b>"}, "wat", "opmaak"),
        ({"zelf": "Kaas &amp; brood"}, "zelf", "opmaak"),
        ({"tijden": "x" * 2001}, "tijden", "te lang"),
        ({"naam": "a\x07b"}, "naam", "niemand kan lezen"),
        ({"bedrag": "gratis"}, "bedrag", "getal"),
        ({"bedrag": "1.250,00"}, "bedrag", "getal"),
        ({"leeftijd_van": "achttien"}, "leeftijd_van", "heel getal"),
        ({"nagekeken_op": "31-02-2026"}, "nagekeken_op", "30-11-2026"),
        ({"bij_u_thuis": "soms"}, "bij_u_thuis", "ja of nee"),
        ({"open": "maandagochtend"}, "open", "ma 09:00-12:30"),
        ({"open": "ma 12:00-09:00"}, "open", "kan niet"),
        ({"adres": "", "postcode": "0123 AB"}, "adres", "Vul het adres in"),
        ({"id": "12"}, "id", "Laat de cel leeg"),
        ({"code": "Eet Café"}, "code", "kleine letters"),
        ({"functies": "respijt"}, "functies", "bestaat niet"),
        ({"mail": "bel ons"}, "mail", "naam@voorbeeld.nl"),
        ({"site": "javascript:alert(1)"}, "site", "https://"),
        ({"telefoon": "bel Jan"}, "telefoon", "000 123 45 60"),
        ({"zichtbaar_van": "2026-12-01", "zichtbaar_tot": "2026-11-01"}, "zichtbaar_tot", "Draai"),
    ],
)
def test_each_mistake_is_named_by_row_and_column(wijziging: dict[str, str], kolom: str, deel: str) -> None:
    goed, fout = lees(met({}, wijziging))
    assert goed.voorziening is not None and fout.voorziening is None
    assert len(fout.fouten) == 1
    assert fout.fouten[0].startswith(f"Rij 3, kolom '{kolom}': ") and deel in fout.fouten[0]


def test_what_a_spreadsheet_makes_of_it_is_understood() -> None:
    (g,) = lees(
        met({"nagekeken_op": "9-11-2026", "bij_u_thuis": "WAAR", "bedrag": "€ 2,50", "telefoon": "+31 6 000", "open": "Ma 9.00 - 12.30"})
    )
    assert g.fouten == [] and g.voorziening is not None
    assert (g.voorziening.nagekeken_op, g.voorziening.bij_u_thuis, g.voorziening.bedrag) == (dt.date(2026, 11, 9), True, 2.5)
    assert g.voorziening.open == (Open("ma", "09:00", "12:30"),)


KOP = ";".join(tabel.KOLOMMEN)


@pytest.mark.parametrize(
    ("ruw", "deel"),
    [
        (b"", "leeg"),
        (b"\xef\xbb\xbf", "leeg"),
        (KOP.replace(";", ",").encode(), "puntkomma"),
        (KOP.replace("naam;", "naan;", 1).encode(), "Bedoelt u 'naam'?"),
        (KOP.replace(";kosten", "").encode(), "ontbreken: kosten"),
        ((KOP + ";naam").encode(), "twee keer"),
        ((KOP + "\nx;caf\xe9").encode("latin-1"), "Regel 2 van het bestand"),
        (KOP.encode("utf-16"), "UTF-8"),
        (b"PK\x03\x04rest", "Excel-bestand"),
        ((KOP + "\n\x00").encode(), "geen tekst"),
        ((KOP + '\n"los;' + "x" * 150_000).encode(), "aanhalingsteken"),
        ((KOP + '\n"los').encode(), "aanhalingsteken"),
        (b"x" * 300_000, "veel te lang"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(ruw: bytes, deel: str) -> None:
    with pytest.raises(Onleesbaar, match=deel.replace("?", r"\?")):
        lees(ruw)


def test_a_row_with_too_many_cells_names_itself() -> None:
    (g,) = lees((KOP + "\n" + ";".join(["x"] * 60)).encode())
    assert g.fouten[0].startswith("Rij 2: er staan 60 cellen")


def test_the_template_has_every_field_and_its_example_is_not_read() -> None:
    uit = io.StringIO(newline="")
    tabel.sjabloon(uit)
    (g,) = lees(uit.getvalue().encode("utf-8-sig"))
    assert g.voorziening is None and g.fouten == [] and "uitleg" in g.meldingen[0]
    velden = set(Voorziening.__dataclass_fields__) - {"plek", "respijt"}
    velden -= {"gevraagd_op", "vertalingen"}  # the product's own: in no file, and an import leaves them as they were
    assert velden <= set(tabel.KOLOMMEN)


def test_import_is_one_turn_of_the_counter_and_twice_is_once(db: Database) -> None:
    ruw = als_bytes(ALLE[:20])
    eerste = invoer.voer_in(db, bron(ruw), "carla", NU)
    assert (eerste.nieuw, eerste.gewijzigd, eerste.gelijk, eerste.fouten) == (20, 0, 0, [])
    na = inhoud(db)
    assert na[0] == 1 and len(na[1]) == 20 and na[2] == 20
    assert invoer.voer_in(db, bron(ruw), "carla", NU).gelijk == 20
    assert inhoud(db) == na
    derde = invoer.voer_in(db, bron(als_bytes([replace(ALLE[0], kosten="Twee euro"), *ALLE[1:25]])), "carla", NU)
    assert (derde.nieuw, derde.gewijzigd, derde.gelijk) == (5, 1, 19)
    stand, rijen, versies = inhoud(db)
    assert (stand, len(rijen), versies) == (2, 25, 26)
    assert rijen[ALLE[0].id][1] == 2 and rijen[ALLE[0].id][0]["kosten"] == "Twee euro"


def test_one_bad_row_and_nothing_changes_and_a_trial_changes_nothing(db: Database) -> None:
    invoer.voer_in(db, bron(als_bytes(ALLE[:5])), "carla", NU)
    voor = inhoud(db)
    verslag = invoer.voer_in(db, bron(met({}, {"naam": "Anders"}, {"soort": "nee"})), "carla", NU)
    assert len(verslag.fouten) == 1 and verslag.zin(False).startswith("Er is niets veranderd")
    assert inhoud(db) == voor
    proef = invoer.voer_in(db, bron(met({"naam": "Anders"})), "carla", NU, proef=True)
    assert proef.gewijzigd == 1 and "proef" in proef.zin(True)
    assert inhoud(db) == voor


def test_double_ids_and_codes_are_named_with_both_rows(db: Database) -> None:
    een, twee = tabel.als_rij(ALLE[0]), tabel.als_rij(ALLE[1])
    verslag = invoer.voer_in(db, bron(met({}, een, twee | {"id": "", "code": ALLE[0].code})), "carla", NU)
    assert [f.split(":")[0] for f in verslag.fouten] == ["Rij 3, kolom 'id'", "Rij 4, kolom 'id'"]
    assert all("rij 2" in f for f in verslag.fouten)
    invoer.voer_in(db, bron(als_bytes(ALLE[:1])), "carla", NU)
    ander = invoer.voer_in(db, bron(met({"id": id_van("elders", "x")})), "carla", NU)
    assert "is al van een andere voorziening" in ander.fouten[0]


def test_a_confidential_address_is_in_no_export_and_stays_after_import(db: Database, tmp_path: Path) -> None:
    v = replace(ALLE[0], geheim_adres=True, plek=Plek("Schuilhof 77", "0199 ZZ", "Lindewaard"))
    invoer.voer_in(db, bron(als_bytes([replace(v, geheim_adres=False)])), "carla", NU)
    with db.schrijf() as s:
        s.get_one(VoorzieningRij, v.id).gegevens = v.als_gegevens()
    for soort in ("csv", "hsds"):
        pad = tmp_path / f"uit.{'csv' if soort == 'csv' else 'json'}"
        assert invoer.voer_uit(db, G, soort, pad, NU.date()) == 1
        assert "Schuilhof" not in pad.read_text() and "0199" not in pad.read_text()
        verslag = invoer.voer_in(db, invoer.bron_van(pad, G), "carla", NU)
        assert (verslag.gelijk, verslag.fouten) == (1, [])
    pad.write_text((tmp_path / "uit.csv").read_text(encoding="utf-8-sig").replace(v.naam, "Nieuwe naam"))
    pad.rename(tmp_path / "terug.csv")
    assert invoer.voer_in(db, invoer.bron_van(tmp_path / "terug.csv", G), "carla", NU).gewijzigd == 1
    gegevens = inhoud(db)[1][v.id][0]
    assert (gegevens["naam"], gegevens["plek"]["adres"]) == ("Nieuwe naam", "Schuilhof 77")


def test_what_is_not_visible_is_not_exported_and_what_editors_put_away_stays_away(db: Database, tmp_path: Path) -> None:
    invoer.voer_in(db, bron(als_bytes([ALLE[0], replace(ALLE[1], zichtbaar_van=dt.date(2030, 1, 1)), ALLE[2]])), "carla", NU)
    with db.schrijf() as s:
        s.get_one(VoorzieningRij, ALLE[2].id).staat = "archief"
    assert invoer.voer_uit(db, G, "csv", tmp_path / "uit.csv", NU.date()) == 1
    verslag = invoer.voer_in(db, bron(als_bytes([replace(ALLE[2], naam="Terug")])), "carla", NU)
    assert (verslag.gewijzigd, verslag.nieuw) == (0, 0) and "archief" in verslag.meldingen[0]


def test_an_export_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    pad = tmp_path / "uit.csv"
    pad.write_text("oud")

    def stuk(_: object) -> int:
        raise OSError("vol")

    with pytest.raises(OSError):
        invoer._heel(pad, "utf-8", stuk)
    assert pad.read_text() == "oud" and list(tmp_path.iterdir()) == [pad]


def veel(pad: Path, aantal: int, fout: int = 0) -> None:
    """A table of many good rows; every `fout`-th has a mistake."""
    with pad.open("w", encoding="utf-8-sig", newline="") as f:
        schrijver = csv.writer(f, delimiter=";", quoting=csv.QUOTE_ALL)
        schrijver.writerow(tabel.KOLOMMEN)
        for i in range(aantal):
            rij = tabel.als_rij(ALLE[i % len(ALLE)]) | {"id": "", "code": f"rij-{i}"}
            if fout and i % fout == 7:
                rij |= [{"soort": "fout"}, {"nagekeken_op": "gisteren"}, {"wat": "<i>x</i>"}, {"kosten": "=1"}, {"toegang": ""}][
                    i // fout % 5
                ]
            schrijver.writerow(tabel.veilig(c) if k != "kosten" else c for k, c in rij.items())


def test_5000_rows_with_50_mistakes_names_each_by_row_and_column(db: Database, tmp_path: Path) -> None:
    pad = tmp_path / "groot.csv"
    veel(pad, 5_000, 100)
    verslag = invoer.voer_in(db, invoer.bron_van(pad, G), "carla", NU)
    verwacht = [f"Rij {i + 2}, kolom '{['soort', 'nagekeken_op', 'wat', 'kosten', 'toegang'][i // 100 % 5]}'" for i in range(7, 5_000, 100)]
    assert [f.split(":")[0] for f in verslag.fouten] == verwacht and len(verwacht) == 50
    assert inhoud(db) == (0, {}, 0)


def piek(pad: Path) -> int:
    """Peak memory of reading a table, in bytes."""
    tracemalloc.start()
    with pad.open("rb") as f:
        for _ in tabel.lees(f, "lindewaard", TAX):
            pass
    meeste = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return meeste


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    pad = tmp_path / "groot.csv"
    veel(pad, 100)
    piek(pad)  # what is made once and kept is not growth
    veel(pad, 3_000)
    assert piek(pad) < pad.stat().st_size / 5


def test_100_000_rows_are_refused_before_the_first(db: Database, tmp_path: Path) -> None:
    pad = tmp_path / "reus.csv"
    regel = ";".join(tabel.veilig(c) for c in tabel.als_rij(ALLE[3]).values()).replace("\n", " ")
    with pad.open("w", encoding="utf-8") as f:
        f.write(KOP + "\n")
        f.writelines(regel + "\n" for _ in range(100_000))
    verslag = invoer.voer_in(db, invoer.bron_van(pad, G), "carla", NU)
    assert verslag.fouten == ["Het bestand heeft meer dan 20000 rijen. Deel het op in kleinere bestanden."]
    assert verslag.gelezen == 0 and inhoud(db) == (0, {}, 0)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Onleesbaar, match=r"\.csv, \.json of \.ndjson"):
        invoer.bron_van(tmp_path / "kaart.xlsx", G)


def test_a_change_by_somebody_else_in_between_stops_the_import(db: Database) -> None:
    invoer.voer_in(db, bron(als_bytes(ALLE[:2])), "carla", NU)

    def traag() -> object:
        yield from lees(als_bytes([replace(ALLE[0], naam="Van het bestand"), ALLE[1]]))

    class Ertussen:
        """A database in which somebody publishes between the reading and the writing."""

        lees = staticmethod(db.lees)

        def schrijf(self) -> object:
            with db.schrijf() as s:
                s.get_one(VoorzieningRij, ALLE[0].id).gegevens = replace(ALLE[0], naam="Van de redactie").als_gegevens()
            return db.schrijf()

    verslag = invoer.voer_in(Ertussen(), traag, "carla", NU)  # type: ignore[arg-type]
    assert "Iemand anders" in verslag.fouten[0]
    assert inhoud(db)[1][ALLE[0].id][0]["naam"] == "Van de redactie" and inhoud(db)[0] == 1
