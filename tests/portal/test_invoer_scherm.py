"""Files of entries in the browser: look first, one publication, undo; every mistake by row and column, and nothing half-written."""

from __future__ import annotations

import csv
import io
import json
import re
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from portal import account, invoer, invoer_klaar, redactie
from portal.bewerking import MagNiet
from portal.database import Database
from portal.publicatie import Publicatie, zaai
from portal.tabellen import Account, Invoer, InvoerRegel, Logregel, Stand, VoorzieningRij, VoorzieningVersie
from portal.werkdagen import nu, vandaag
from sociale_kaart import tabel
from sociale_kaart.load import Redactieregels, gemeente, voorzieningen
from sociale_kaart.model import Voorziening, uit_gegevens
from tests.klant import Klant
from tests.portal.conftest import Collega

G = gemeente("lindewaard")
ALLE = voorzieningen("lindewaard")
CARLA = Account(naam="carla", toon="Carla", rol="redacteur")


def als_csv(alle: list[Voorziening]) -> bytes:
    uit = io.StringIO(newline="")
    tabel.schrijf(uit, alle)
    return uit.getvalue().encode("utf-8-sig")


def stuur(wie: Collega, ruw: bytes, naam: str = "kaart.csv", verwacht: int = 200) -> Collega:
    """Choose a file and press the button."""
    merk = account.formuliermerk(wie.app.state.zegel, wie.http.cookies.get("__Host-werk", ""))
    wie._na(wie.http.post("/redactie/invoer", data={"token": merk}, files={"bestand": (naam, ruw)}), verwacht)
    return wie


def kaart(app: FastAPI) -> tuple[int, dict[str, Any], int]:
    """(counter, every entry with its state and data, how many versions)."""
    with app.state.db.lees() as s:
        rijen = {r.id: (r.staat, r.gegevens) for r in s.scalars(select(VoorzieningRij))}
        return s.get(Stand, 1).waarde, rijen, s.scalar(select(func.count()).select_from(VoorzieningVersie))


def online(app: FastAPI) -> list[Voorziening]:
    return [v for v, _ in invoer.alle(app.state.db)]


def test_look_first_then_one_publication_then_undo(app: FastAPI, carla: Collega, aisha: Klant) -> None:
    voor = kaart(app)
    een, twee, *rest = online(app)
    nieuw = replace(een, id="", code="soep-in-oost", naam="Soep in Oost <3 & meer")
    stuur(carla, als_csv([replace(een, kosten="Twee euro", eerste_stap="Bel de kok."), *rest, nieuw]))
    assert carla.pad.startswith("/redactie/invoer/") and kaart(app) == voor  # looking changes nothing
    assert "Twee euro" in carla.tekst and een.kosten in carla.tekst and "Bel de kok." in carla.tekst and "Rij 2" in carla.tekst
    assert "Bedrag in euro" not in carla.tekst  # 4 and 4.0 are the same
    assert "Gewijzigd (1)" in carla.tekst and "Nieuw (1)" in carla.tekst and "Niet in het bestand (1)" in carla.tekst
    carla.volg("Nieuw (1)")
    assert "Soep in Oost <3 & meer" in carla.tekst
    carla.volg("Niet in het bestand (1)")
    assert twee.naam in carla.tekst and "Zij blijven online" in carla.tekst
    carla.druk("Zet alles online", ook_weg="ja")
    assert "De wijzigingen staan online" in carla.tekst
    stand, rijen, versies = kaart(app)
    assert stand == voor[0] + 1 and versies == voor[2] + 3 and len(rijen) == len(voor[1]) + 1
    assert rijen[een.id][1]["kosten"] == "Twee euro" and rijen[twee.id][0] == "archief"
    aisha.open(f"/voorzieningen/{een.id}")
    assert "Twee euro" in aisha.tekst
    aisha.open(f"/voorzieningen/{twee.id}", 404)
    carla.volg("Gewijzigd (1)")
    assert "Bel de kok." in carla.tekst  # what changed can still be read
    carla.druk("Draai alles terug")
    assert "Alles is weer zoals ervoor" in carla.tekst
    stand, rijen, _ = kaart(app)
    assert stand == voor[0] + 2
    assert {i: r for i, r in rijen.items() if i in voor[1]} == voor[1]  # every entry as it was
    assert next(r for i, r in rijen.items() if i not in voor[1])[0] == "archief"
    aisha.open(f"/voorzieningen/{twee.id}")
    with app.state.db.lees() as s:
        assert {"kaart: invoer klaargezet", "kaart: invoer online", "kaart: invoer terug"} <= set(s.scalars(select(Logregel.wat)))


def test_undo_leaves_alone_what_somebody_changed_since(app: FastAPI, carla: Collega) -> None:
    een, twee = online(app)[:2]
    stuur(carla, als_csv([replace(een, kosten="Drie euro"), replace(twee, kosten="Drie euro")]))
    carla.druk("Zet alles online")
    with app.state.db.schrijf() as s:
        r = s.get(VoorzieningRij, een.id)
        redactie.publiceer(s, CARLA, een.id, r.versie, {**r.gegevens, "tijden": "Elke avond"}, "live", "gewijzigd", nu())
    carla.druk("Draai alles terug")
    assert "op 1 plek na" in carla.tekst and een.naam in carla.tekst
    rijen = kaart(app)[1]
    assert (rijen[een.id][1]["kosten"], rijen[een.id][1]["tijden"]) == ("Drie euro", "Elke avond")
    assert uit_gegevens(rijen[twee.id][1]) == twee
    carla.post(f"{carla.pad.split('/terug')[0]}/terug", 409)  # twice is once
    assert "niets terug te draaien" in carla.tekst


def test_who_was_first_wins_and_nothing_is_half_written(app: FastAPI, carla: Collega) -> None:
    een, twee = online(app)[:2]
    stuur(carla, als_csv([replace(een, tijden="Om vier uur"), replace(twee, tijden="Om vier uur")]))
    with app.state.db.schrijf() as s:
        r = s.get(VoorzieningRij, twee.id)
        redactie.publiceer(s, CARLA, twee.id, r.versie, {**r.gegevens, "tijden": "Om vijf uur"}, "live", "gewijzigd", nu())
    voor = kaart(app)
    carla.druk("Zet alles online", 409)
    assert "Er is niets veranderd. Zet het bestand opnieuw klaar." in carla.tekst
    assert kaart(app) == voor
    carla.druk("Gooi dit bestand weg")
    assert "De kaart is niet veranderd" in carla.tekst
    with app.state.db.lees() as s:
        assert not s.scalar(select(InvoerRegel.id).where(InvoerRegel.invoer_id.not_in(select(Invoer.id))))


def test_the_same_file_again_changes_nothing(app: FastAPI, carla: Collega) -> None:
    r = carla.http.get("/redactie/uitvoer.csv")
    assert r.headers["content-disposition"].startswith("attachment") and r.content.startswith(b"\xef\xbb\xbf")
    stuur(carla, r.content)
    assert "gelijk aan de kaart" in carla.tekst
    r = carla.http.get("/redactie/uitvoer.json")
    assert json.loads(r.content)["contents"]
    stuur(carla, r.content, "kaart.json")
    assert "gelijk aan de kaart" in carla.tekst
    r = carla.http.get("/redactie/sjabloon.csv")
    stuur(carla, r.content)
    assert "Niet in het bestand" in carla.tekst and "uitleg uit het sjabloon" in carla.tekst  # an empty template: all entries are not in it
    assert re.search(r"zonder die plekken zijn \d+ voorbeeldvragen niet meer raak", carla.tekst)
    carla.druk("Gooi dit bestand weg")


def test_a_confidential_address_is_in_no_file_and_in_no_preview(app: FastAPI, carla: Collega) -> None:
    een = online(app)[3]
    with app.state.db.schrijf() as s:
        r = s.get(VoorzieningRij, een.id)
        plek = {"adres": "Schuilhof 77", "postcode": "0199 ZZ", "plaats": "Lindewaard", "buurt": ""}
        redactie.publiceer(s, CARLA, een.id, r.versie, {**r.gegevens, "geheim_adres": True, "plek": plek}, "live", "gewijzigd", nu())
    ruw = carla.http.get("/redactie/uitvoer.csv").content
    assert b"Schuilhof" not in ruw and b"Schuilhof" not in carla.http.get("/redactie/uitvoer.json").content
    stuur(carla, ruw.replace(een.naam.encode(), b"Een andere naam"))
    assert "Een andere naam" in carla.tekst and "Schuilhof" not in carla.antwoord.text
    carla.druk("Zet alles online")
    g = kaart(app)[1][een.id][1]
    assert (g["naam"], g["plek"]["adres"]) == ("Een andere naam", "Schuilhof 77")


KOP = ";".join(tabel.KOLOMMEN)


def met(**cellen: str) -> bytes:
    uit = io.StringIO(newline="")
    schrijver = csv.DictWriter(uit, list(tabel.KOLOMMEN), delimiter=";")
    schrijver.writeheader()
    schrijver.writerow(tabel.als_rij(ALLE[0]) | cellen)
    return uit.getvalue().encode()


DIENST = {"id": ALLE[0].id, "name": "Proef", "status": "active"}


@pytest.mark.parametrize(
    ("naam", "ruw", "deel"),
    [
        ("leeg.csv", b"", "leeg"),
        ("kolommen.csv", KOP.replace("naam;", "naan;", 1).encode(), "Bedoelt u 'naam'?"),
        ("komma.csv", KOP.replace(";", ",").encode(), "puntkomma"),
        ("codering.csv", (KOP + "\nx;caf\xe9").encode("latin-1"), "Het bestand is geen UTF-8"),
        ("unicode.csv", KOP.encode("utf-16"), "UTF-8"),
        ("excel.csv", b"PK\x03\x04rest", "Excel-bestand"),
        ("kaart.xlsx", b"PK\x03\x04rest", "bestand van Excel"),
        ("kaart.pdf", b"%PDF", "eindigt op .csv"),
        ("zonder", b"x", "eindigt op .csv"),
        ("veel.csv", (KOP + "\n" + ";" * 43 + "\n").encode() + b"x\n" * 100_000, "meer dan"),
        ("dubbel.csv", met() + met().split(b"\r\n", 1)[1], "Rij 3, kolom 'id'"),
        ("soort.csv", met(soort="eetcafee"), "Rij 2, kolom 'soort'"),
        ("formule.csv", met(kosten='=HYPERLINK("http://kwaad")'), "Rij 2, kolom 'kosten'"),
        ("html.csv", met(wat="Dit is <script>alert(1)</script>"), "Rij 2, kolom 'wat'"),
        ("stuk.json", b"{", "geen geldige JSON"),
        ("lijst.json", b'"tekst"', "geen HSDS"),
        ("leeg.json", b"[]", "geen diensten"),
        ("half.json", json.dumps([DIENST]).encode(), "Er moet precies één soort hulp bij staan"),
        ("half.ndjson", (json.dumps(DIENST) + "\n{").encode(), "Regel 2"),
        ("diep.json", b"[" * 100_000, "JSON"),
    ],
)
def test_a_bad_file_gets_a_clear_message_and_the_kaart_stays(app: FastAPI, carla: Collega, naam: str, ruw: bytes, deel: str) -> None:
    voor = kaart(app)
    stuur(carla, ruw, naam, 422)
    assert deel in carla.tekst and "De kaart is niet veranderd" in carla.tekst and naam in carla.tekst
    assert "<script>alert" not in carla.antwoord.text
    assert kaart(app) == voor


def test_no_file_at_all(app: FastAPI, carla: Collega) -> None:
    carla.open("/redactie/invoer").druk("Bekijk wat er verandert", 422, bestand="")
    assert "Kies eerst een bestand" in carla.tekst


def test_a_file_that_is_far_too_big_is_refused_in_plain_words(app: FastAPI, carla: Collega) -> None:
    stuur(carla, b"x" * (65 * 1024 * 1024), "groot.csv", 413)
    assert "te groot" in carla.tekst and "Deel het bestand op" in carla.tekst


def veel(aantal: int, fout: int = 0) -> bytes:
    """A table of many good rows; every `fout`-th has a mistake, of five kinds in turn."""
    uit = io.StringIO(newline="")
    schrijver = csv.writer(uit, delimiter=";", quoting=csv.QUOTE_ALL)
    schrijver.writerow(tabel.KOLOMMEN)
    for i in range(aantal):
        rij = tabel.als_rij(ALLE[i % len(ALLE)]) | {"id": "", "code": f"rij-{i}"}
        if fout and i % fout == 7:
            rij |= [{"soort": "fout"}, {"nagekeken_op": "gisteren"}, {"wat": "<i>x</i>"}, {"kosten": "=1"}, {"toegang": ""}][i // fout % 5]
        schrijver.writerow(tabel.veilig(c) if k != "kosten" else c for k, c in rij.items())
    return uit.getvalue().encode("utf-8-sig")


def test_5000_rows_with_50_mistakes_are_all_named_on_the_screen(app: FastAPI, carla: Collega) -> None:
    voor, begin = kaart(app), time.monotonic()
    stuur(carla, veel(5_000, 100), verwacht=422)
    assert "De kaart is niet veranderd: 50 fouten" in carla.tekst
    for i in range(7, 5_000, 100):
        kolom = ["soort", "nagekeken_op", "wat", "kosten", "toegang"][i // 100 % 5]
        assert f"Rij {i + 2}, kolom '{kolom}': " in carla.tekst
    assert time.monotonic() - begin < 60 and kaart(app) == voor  # the figure itself stands in the report; this only sees a disaster


def piek(db: Database, ruw: bytes) -> int:
    """Peak memory of laying ready and publishing a file, in bytes, over what is there before."""
    tracemalloc.start()
    bron = invoer.bron_uit(io.BytesIO(ruw), "x.csv", G)
    verslag, id = invoer_klaar.zet_klaar(db, bron, "x.csv", CARLA, vandaag(), nu())
    assert not verslag.fouten
    invoer_klaar.zet_online(db, G, CARLA, id, False, nu())
    meeste = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return meeste


def test_memory_stays_flat(tmp_path: Path) -> None:
    pieken = []
    for i, aantal in enumerate((1_000, 4_000)):
        db = Database(f"sqlite:///{tmp_path / f'{i}.sqlite'}")
        db.migreer()
        zaai(db, G, nu())
        pieken.append(piek(db, veel(aantal)))
        db.engine.dispose()
    assert pieken[1] < 1.6 * pieken[0], pieken  # four times the rows


def test_a_second_person_where_the_profile_asks(app: FastAPI, carla: Collega) -> None:
    een = online(app)[0]
    with app.state.db.lees() as s:
        wie = s.scalar(select(Account).where(Account.naam == "carla"))
    bron = invoer.bron_uit(io.BytesIO(als_csv([replace(een, tijden="Om acht uur")])), "x.csv", G)
    _, id = invoer_klaar.zet_klaar(app.state.db, bron, "x.csv", wie, vandaag(), nu())
    streng = replace(G, redactie=Redactieregels(tweede_lezer=True))
    with pytest.raises(MagNiet, match="Vraag een collega"):
        invoer_klaar.zet_online(app.state.db, streng, wie, id, False, nu())
    ander = Account(naam="karel", toon="Karel", rol="redacteur")
    assert invoer_klaar.zet_online(app.state.db, streng, ander, id, False, nu())
    assert kaart(app)[1][een.id][1]["tijden"] == "Om acht uur"


def test_on_both_databases_and_another_worker_sees_it(elke_db: Database, tmp_path: Path) -> None:
    zaai(elke_db, G, nu())
    ander = Publicatie(G, Database(elke_db.url), tmp_path)
    een, twee = ALLE[0], ALLE[1]
    bron = invoer.bron_uit(io.BytesIO(als_csv([replace(een, kosten="Tien euro"), replace(ALLE[2], id="", code="nieuw-hier")])), "x.csv", G)
    verslag, id = invoer_klaar.zet_klaar(elke_db, bron, "x.csv", CARLA, vandaag(), nu())
    assert (verslag.nieuw, verslag.gewijzigd, verslag.fouten) == (1, 1, [])
    invoer_klaar.zet_online(elke_db, G, CARLA, id, True, nu())
    assert ander.werk_bij() and ander.kaart.alle[een.id].kosten == "Tien euro" and twee.id not in ander.kaart.alle
    assert invoer_klaar.draai_terug(elke_db, CARLA, id, nu())[1] == []
    assert ander.werk_bij() and ander.kaart.alle == {v.id: v for v in ALLE}
