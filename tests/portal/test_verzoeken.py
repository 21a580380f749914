"""What the resident asks later, and what staff do about it: always after calling. And one household that staff join."""

from __future__ import annotations

import datetime as dt

from fastapi import FastAPI
from sqlalchemy import select, update

from portal.tabellen import Gebeurtenis, Terugbelplek, Uitbox, Verwijzing
from portal.verwijzing import open_gebeurtenis, open_inhoud
from portal.werkdagen import belmomenten, nu, vandaag
from tests.klant import Klant
from tests.portal.conftest import Collega, Stuur


def rij(app: FastAPI, nummer: str) -> Verwijzing:
    with app.state.db.lees() as s:
        return s.scalar(select(Verwijzing).where(Verwijzing.nummer == nummer))


def vraag(app: FastAPI, v, actie: str) -> Klant:
    return Klant(app).open("/status").druk("Bekijk mijn vraag", nummer=v.nummer, code=v.code).druk(actie)


def test_asking_to_stop_stops_nothing_until_somebody_called(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur()
    klant = vraag(app, v, "intrekken")
    assert "Wij bellen u eerst. Pas daarna stoppen wij." in klant.tekst
    assert rij(app, v.nummer).staat == "nieuw"
    bram.open("/postvak")
    assert "Wil stoppen: bel eerst" in bram.tekst
    bram.open(f"/postvak/{v.nummer}")
    assert "Pak de vraag op. Daarna kunt u dit afhandelen." in bram.tekst
    bram.druk("Ik pak dit op").druk("Leg dit vast", 422)
    assert "Bel eerst en kies dan wat de inwoner wil." in bram.tekst
    bram.druk("Leg dit vast", stoppen="ja")
    r = rij(app, v.nummer)
    assert (r.staat, r.uitkomst) == ("gesloten", "ingetrokken") and r.gesloten_op
    assert "Uw vraag is klaar." in Klant(app).open("/status").druk("Bekijk mijn vraag", nummer=v.nummer, code=v.code).tekst


def test_when_the_resident_goes_on_after_all_the_question_goes_on(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur()
    vraag(app, v, "intrekken")
    bram.open(f"/postvak/{v.nummer}").druk("Ik pak dit op").druk("Leg dit vast", stoppen="nee")
    assert rij(app, v.nummer).staat == "opgepakt" and "De inwoner wil stoppen. Bel eerst." not in bram.tekst.split("Wat er is gebeurd")[0]
    bram.post(f"/postvak/{v.nummer}/verzoek", 409, stoppen="ja")  # there is no request any more
    assert rij(app, v.nummer).staat == "opgepakt"


def test_contact_data_change_only_after_calling_and_can_be_found_anew(app: FastAPI, bram: Collega, daan: Collega, stuur: Stuur) -> None:
    v = stuur(bereik={"telefoon": "06 70001111", "naam": "Verhuisde Vera"})
    klant = vraag(app, v, "wijzigen")
    assert "Pas daarna veranderen wij iets." in klant.tekst and "70001111" not in klant.antwoord.text
    bram.open(f"/postvak/{v.nummer}").druk("Ik pak dit op")
    nieuw = {"telefoon": "06 70002222", "mail": "vera@voorbeeld.nl", "adres": "Nieuwstraat 8, 0124 BB Lindewaard"}
    bram.druk("Bewaar de gegevens", 422, **nieuw)
    assert "Bel eerst. Wijzig alleen als u weet wie u spreekt." in bram.tekst and "06 70002222" in bram.antwoord.text
    assert open_inhoud(app.state.zegel, rij(app, v.nummer))["bereik"]["telefoon"] == "06 70001111"
    bram.druk("Bewaar de gegevens", 422, **(nieuw | {"telefoon": "bel maar"}), gebeld="ja")
    assert "Vul een telefoonnummer in." in bram.tekst
    bram.druk("Bewaar de gegevens", **nieuw, gebeld="ja")
    assert "06 70002222" in bram.tekst and "06 70001111" not in bram.antwoord.text
    for zoek, gevonden in (("06 70002222", True), ("vera@voorbeeld.nl", True), ("0124 BB 8", True), ("06 70001111", False)):
        daan.open("/postvak").druk("Zoek", zoek=zoek)
        assert ("Bekend bij Wijkteam Noord." in daan.tekst) is gevonden, zoek
    with app.state.db.lees() as s:  # the log of events holds neither the old nor the new
        e = s.scalar(select(Gebeurtenis).where(Gebeurtenis.verwijzing_id == v.id, Gebeurtenis.wat == "contact-gewijzigd"))
    assert open_gebeurtenis(app.state.zegel, e) == {}
    assert (
        "Wij schreven op hoe wij u nu bereiken." in Klant(app).open("/status").druk("Bekijk mijn vraag", nummer=v.nummer, code=v.code).tekst
    )


def test_L_25_another_way_to_be_reached_frees_the_moment_and_moves_the_mail(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    """The mail did not arrive, the resident was called: from now on a letter, or another address."""
    v = stuur(bereik={"manier": "mail", "mail": "oud@voorbeeld.nl", "naam": "Verhuisde Vik"})
    with app.state.db.schrijf() as s:
        s.execute(update(Uitbox).where(Uitbox.verwijzing_id == v.id).values(staat="vast", fout="de mailserver zegt nee (550)"))
    bram.open(f"/postvak/{v.nummer}").druk("Ik pak dit op")
    assert "Een mail aan deze inwoner kwam niet aan." in bram.tekst
    bram.druk("Bewaar de gegevens", mail="goed@voorbeeld.nl", gebeld="ja")
    assert "kwam niet aan" not in bram.tekst
    with app.state.db.lees() as s:
        post = s.scalar(select(Uitbox).where(Uitbox.verwijzing_id == v.id))
    assert post.staat == "wacht" and app.state.bezorger.bericht(post, rij(app, v.nummer))["To"] == "goed@voorbeeld.nl"
    bram.druk("Bewaar de gegevens", 422, manier="brief", mail="", adres="", gebeld="ja")
    assert "Vul uw adres in" in bram.tekst
    bram.druk("Bewaar de gegevens", manier="brief", mail="", adres="Dorpsweg 1, Lindewaard", gebeld="ja")
    bereik = open_inhoud(app.state.zegel, rij(app, v.nummer))["bereik"]
    assert (bereik["manier"], bereik["adres"], "mail" in bereik) == ("brief", "Dorpsweg 1, Lindewaard", False)
    with app.state.db.lees() as s:
        assert s.scalar(select(Uitbox.staat).where(Uitbox.verwijzing_id == v.id)) == "anders"
    assert "De inwoner wil een brief." in bram.tekst


def test_who_is_not_called_any_more_keeps_no_moment(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    g = app.state.gemeente
    op = belmomenten(g, vandaag() + dt.timedelta(days=10), nu())[0]
    v = stuur(bereik={"belmoment": f"{op:%Y-%m-%dT%H:%M%z}"})
    assert rij(app, v.nummer).terugbel_op
    bram.open(f"/postvak/{v.nummer}").druk("Ik pak dit op").druk("Bewaar de gegevens", manier="bezoek", gebeld="ja")
    assert rij(app, v.nummer).terugbel_op is None
    with app.state.db.lees() as s:
        assert not s.scalars(select(Terugbelplek).where(Terugbelplek.verwijzing_id == v.id)).all()


def test_a_number_that_is_not_safe_any_more_protects_the_question(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur()
    bram.open(f"/postvak/{v.nummer}").druk("Ik pak dit op").druk("Bewaar de gegevens", veilig="nee", gebeld="ja")
    assert rij(app, v.nummer).beschermd
    assert "Zeg nooit waarvoor u belt" in bram.tekst


def test_staff_join_a_household_and_take_one_out_again(app: FastAPI, bram: Collega, daan: Collega, stuur: Stuur) -> None:
    adres = "Samenweg 3, 0123 XY Lindewaard"
    vader, zoon, oma = (
        stuur(bereik={"naam": n, "telefoon": "", "manier": "bezoek", "adres": adres}) for n in ("Vader V", "Zoon Z", "Oma O")
    )
    bram.open(f"/postvak/{vader.nummer}")
    assert rij(app, vader.nummer).huishouden is None  # a hint is not a join
    bram.post(f"/postvak/{vader.nummer}/samen", ander=zoon.nummer)
    bram.post(f"/postvak/{oma.nummer}/samen", ander=zoon.nummer)
    assert len({rij(app, v.nummer).huishouden for v in (vader, zoon, oma)}) == 1
    bram.open(f"/postvak/{vader.nummer}")
    assert "Eén huishouden" in bram.tekst and "Zoon Z" in bram.tekst and "Oma O" in bram.tekst and "Zelfde huishouden?" not in bram.tekst
    bram.open("/postvak")
    assert bram.tekst.count("Huishouden") >= 3
    bram.post(f"/postvak/{oma.nummer}/los")
    assert "Oma O" not in bram.open(f"/postvak/{vader.nummer}").tekst.split("Zelfde huishouden?")[0].split("Eén huishouden")[1]
    bram.post(f"/postvak/{vader.nummer}/samen", 409, ander=vader.nummer)
    zuid = stuur(buurt="zuiderpark", bereik={"naam": "Zuid", "adres": adres})
    bram.post(f"/postvak/{vader.nummer}/samen", 404, ander=zuid.nummer)
    daan.post(f"/postvak/{vader.nummer}/samen", 404, ander=zuid.nummer)


def test_L_64_where_one_in_the_house_may_not_be_safe_the_team_is_told_beside_the_other(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    adres, zin = "Stilweg 5, 0123 XZ Lindewaard", "Zeg nooit tegen de een wat de ander vroeg."
    man = stuur(bereik={"naam": "Man M", "telefoon": "06 12345001", "adres": adres})
    assert zin not in bram.open(f"/postvak/{man.nummer}").tekst and "Eén gezin, één plan" in bram.tekst
    vrouw = stuur(signalen=("geweld",), bereik={"naam": "Vrouw V", "telefoon": "06 12345002", "adres": adres})
    for v in (man, vrouw):
        bram.open(f"/postvak/{v.nummer}")
        assert zin in bram.tekst and "samen behandelt" not in bram.tekst and "Eén gezin, één plan" not in bram.tekst
    bram.post(f"/postvak/{man.nummer}/samen", ander=vrouw.nummer)
    assert zin in bram.open(f"/postvak/{man.nummer}").tekst


def test_a_letter_that_came_in_is_entered_at_the_counter(app: FastAPI, els: Collega, bram: Collega) -> None:
    els.druk(
        "Lees het samen na",
        kanaal="brief",
        vraag="Ik kan mijn huis niet meer schoonmaken",
        naam="Oude Klaas",
        client="",
        huis="zijn vrouw Truus",
        manier="brief",
        adres="Molenweg 12, 0123 AB Lindewaard",
        buurt="molenwijk",
    )
    assert "zijn vrouw Truus" in els.tekst
    els.druk("Versturen")
    for deel in ("persoonlijk plan", "geen gevolgen", "Dat heet het onderzoek."):
        assert deel in els.tekst, deel
    with app.state.db.lees() as s:
        r = s.scalar(select(Verwijzing).order_by(Verwijzing.id.desc()).limit(1))
    assert r.kanaal == "brief"
    bram.open(f"/postvak/{r.nummer}")
    assert "met een brief" in bram.tekst and "Stuur de bevestiging met de post." in bram.tekst and "zijn vrouw Truus" in bram.tekst


def test_at_the_counter_the_same_moments_are_offered(app: FastAPI, els: Collega, stuur: Stuur) -> None:
    import re

    els.open("/loket")
    code = re.search(r'<option value="(\d{4}-[^"]+)">', els.antwoord.text).group(1)
    velden = {
        "kanaal": "telefoon",
        "vraag": "hulp bij koken",
        "naam": "An",
        "manier": "bellen",
        "telefoon": "06 12340009",
        "buurt": "molenwijk",
    }
    els.druk("Lees het samen na", **velden, belmoment=code)
    assert "tussen" in els.tekst
    for _ in range(app.state.gemeente.belplekken):
        stuur(bereik={"belmoment": code})
    els.druk("Versturen", 409)
    assert "Dit moment is net vol." in els.tekst and "hulp bij koken" in els.antwoord.text
