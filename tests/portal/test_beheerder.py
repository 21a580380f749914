"""Accounts and what was changed: another role or team, the last of a role stays, and no referral in the beheerder's list."""

from __future__ import annotations

import datetime as dt

from fastapi import FastAPI
from sqlalchemy import delete, select

from portal import storingen
from portal.language import moment
from portal.tabellen import Account, Logregel, Storing
from portal.werkdagen import lokaal
from tests.klant import Klant
from tests.portal.conftest import Collega, Stuur


def id_van(app: FastAPI, naam: str) -> int:
    with app.state.db.lees() as s:
        return s.scalar(select(Account.id).where(Account.naam == naam))


def test_another_team_works_at_once_and_logs_out(app: FastAPI, bea: Collega, bram: Collega) -> None:
    bea.open("/beheer").volg("Bram")
    bea.druk("Bewaar", 422, team="")
    assert "Kies een team bij deze rol" in bea.tekst
    bea.druk("Bewaar", 422, rol="loket", team="noord")
    assert "Deze rol heeft geen team" in bea.tekst
    bea.druk("Bewaar", toon="Bram de Wit", rol="medewerker", team="zuid")
    assert "Het account is gewijzigd" in bea.tekst and "account gewijzigd: medewerker" in bea.tekst
    bram.open("/postvak")
    assert bram.pad == "/inloggen"
    bram.log_in()
    assert "Wijkteam Zuid" in bram.antwoord.text and "Bram de Wit" in bram.antwoord.text
    bea.druk("Bewaar", toon="Bram", team="noord")


def test_only_a_name_logs_nobody_out(app: FastAPI, bea: Collega, daan: Collega) -> None:
    bea.open(f"/beheer/account/{id_van(app, 'daan')}").druk("Bewaar", toon="Daan Vos")
    daan.open("/postvak")
    assert daan.pad == "/postvak"


def test_the_last_of_a_role_and_the_own_role_stay(app: FastAPI, bea: Collega) -> None:
    bea.open(f"/beheer/account/{id_van(app, 'petra')}").druk("Bewaar", 409, rol="beleid")
    assert "Dit is de laatste met deze rol" in bea.tekst
    bea.open(f"/beheer/account/{id_van(app, 'bea')}").druk("Bewaar", 422, rol="beleid")
    assert "Uw eigen rol wijzigt een andere beheerder" in bea.tekst
    bea.open("/beheer/account/99999", 404)
    bea.post("/beheer/account/99999", 404, toon="x", rol="loket")


def test_the_list_of_changes_shows_entries_and_texts_and_never_a_referral(
    app: FastAPI, bea: Collega, bram: Collega, carla: Collega, stuur: Stuur
) -> None:
    nummer = stuur(buurt="molenwijk").nummer
    bram.open(f"/postvak/{nummer}").druk("Ik pak dit op")
    carla.open("/redactie/paginas/beloftes").druk("Bewaar en zet online", terugbellen_werkdagen="3")
    bea.open("/beheer/wijzigingen")
    assert "tekst: online" in bea.tekst and "pagina/beloftes" in bea.tekst and "ingelogd" in bea.tekst
    assert nummer not in bea.tekst and "opgepakt" not in bea.tekst and "verwijzing" not in bea.tekst
    bea.volg("Teksten")
    assert "tekst: online" in bea.tekst and "ingelogd" not in bea.tekst
    bea.open("/beheer")
    assert "nu ingelogd" in bea.tekst
    carla.open("/redactie/paginas/beloftes").druk("Terug naar wat het project zegt")


def test_L_26_an_outage_is_reported_ended_and_read_on_over(app: FastAPI, bea: Collega) -> None:
    """Without JavaScript, with what was typed kept, and each act in the log."""
    bea.open("/beheer").volg("Storingen")
    bea.druk("Zet dit op de site", 422, wat="", begin="gisteren", einde="2099-01-01T10:00")
    for zin in ("Schrijf in één zin wat er stuk was.", "Vul in wanneer het begon.", "Dit moment is nog niet geweest."):
        assert zin in bea.tekst, zin
    assert 'value="gisteren"' in bea.antwoord.text and 'value="2099-01-01T10:00"' in bea.antwoord.text
    bea.druk("Zet dit op de site", 422, wat="Versturen lukte niet.", begin="2026-10-05T10:00", einde="straks")
    assert "Vul in wanneer het klaar was." in bea.tekst and 'value="Versturen lukte niet."' in bea.antwoord.text
    with app.state.db.lees() as s:
        assert not s.scalars(select(Storing)).all()
    begin = lokaal().replace(second=0, microsecond=0) - dt.timedelta(hours=2)
    bea.druk("Zet dit op de site", wat="Versturen lukte niet.", begin=f"{begin:%Y-%m-%dT%H:%M}", einde="")
    assert "De storing staat op de pagina Over deze site." in bea.tekst and "duurt nog" in bea.tekst
    over = Klant(app).open("/over").tekst
    assert "Versturen lukte niet." in over and "Wij werken eraan." in over and moment(begin) in over
    knop = next(k for k in bea.knoppen() if k.startswith("Alles werkt weer"))
    bea.druk(knop, 422, klaar=f"{begin - dt.timedelta(hours=1):%Y-%m-%dT%H:%M}")
    assert "Het einde ligt voor het begin." in bea.tekst
    bea.druk(knop, 422, klaar="nooit")
    assert 'value="nooit"' in bea.antwoord.text
    bea.druk(knop, klaar=f"{begin + dt.timedelta(hours=1):%Y-%m-%dT%H:%M}")
    assert "De storing is voorbij." in bea.tekst and "duurt nog" not in bea.tekst
    over = Klant(app).open("/over").tekst
    assert moment(begin + dt.timedelta(hours=1)) in over and "Wij werken eraan." not in over
    with app.state.db.lees() as s:
        id = s.scalar(select(Storing.id))
        log = s.scalars(select(Logregel).where(Logregel.wat.startswith("storing")).order_by(Logregel.id)).all()
    assert [(r.wie, r.wat, r.waarop) for r in log] == [("bea", "storing gemeld", str(id)), ("bea", "storing voorbij", str(id))]
    bea.post(f"/beheer/storingen/{id}/voorbij", 404)
    bea.open("/beheer/wijzigingen?groep=storing")
    assert "storing voorbij" in bea.tekst and "ingelogd" not in bea.tekst
    with app.state.db.schrijf() as s:
        s.execute(delete(Storing))


def test_L_26_an_outage_that_is_over_now(app: FastAPI, bea: Collega) -> None:
    id = storingen.meld(app.state.db, "bea", lokaal() - dt.timedelta(minutes=5), None, "De kaart laadt traag.")
    bea.open("/beheer/storingen").druk(next(k for k in bea.knoppen() if k.startswith("Alles werkt weer")))
    with app.state.db.schrijf() as s:
        rij = s.get(Storing, id)
        assert abs(rij.einde - lokaal()) < dt.timedelta(minutes=1)
        s.delete(rij)


def test_L_26_an_outage_that_was_entered_wrongly_is_corrected_and_stays_in_the_log(app: FastAPI, bea: Collega) -> None:
    """Without JavaScript, with what was typed kept; residents read only what is right."""
    op = lokaal().replace(second=0, microsecond=0) - dt.timedelta(days=2)
    uur, vorm = dt.timedelta(hours=1), "%Y-%m-%dT%H:%M"
    oud = storingen.meld(app.state.db, "bea", op, op + uur, "Versturen lukte niet.")
    geen = storingen.meld(app.state.db, "bea", op, None, "De kaart laadt traag.")
    bea.open("/beheer/storingen").volg("Verbeter: Versturen lukte niet.")
    assert 'value="Versturen lukte niet."' in bea.antwoord.text and f'value="{op:{vorm}}"' in bea.antwoord.text
    bea.druk("Zet de verbetering op de site", 422, wat="Zoeken lukte niet.", begin="gisteren", einde="straks")
    assert "Vul in wanneer het begon." in bea.tekst and "Vul in wanneer het klaar was." in bea.tekst
    for getypt in ("Zoeken lukte niet.", "gisteren", "straks"):
        assert f'value="{getypt}"' in bea.antwoord.text, getypt
    bea.druk("Zet de verbetering op de site", wat="Zoeken lukte niet.", begin=f"{op - uur:{vorm}}", einde=f"{op:{vorm}}")
    assert "De storing is verbeterd." in bea.tekst
    over = Klant(app).open("/over").tekst
    assert "Zoeken lukte niet." in over and moment(op - uur) in over and "Versturen lukte niet." not in over
    bea.volg("Verbeter het: De kaart laadt traag.").druk("Er was geen storing: haal dit weg")
    assert "De storing staat niet meer op de site." in bea.tekst and "duurt nog" in bea.tekst.split("Verkeerd gemeld")[1]
    assert "De kaart laadt traag." not in Klant(app).open("/over").tekst
    assert not storingen.over(app.state.db, "bea", lokaal())  # nothing that counts lasts
    bea.post(f"/beheer/storingen/{geen}/voorbij", 404)
    bea.open(f"/beheer/storingen/{oud}", 404)
    bea.post(f"/beheer/storingen/{oud}", 409, wat="Nog iets anders.", begin=f"{op:{vorm}}", einde="")
    assert "Iemand anders was net voor." in bea.tekst and 'value="Nog iets anders."' in bea.antwoord.text
    with app.state.db.lees() as s:
        rijen = {r.id: (r.wat, r.begin, r.einde, r.vervallen_door, r.vervallen_op is not None) for r in s.scalars(select(Storing))}
        log = s.scalars(select(Logregel).where(Logregel.wat.startswith("storing")).order_by(Logregel.id.desc()).limit(3)).all()
    nieuw = max(rijen)
    assert rijen[oud] == ("Versturen lukte niet.", op, op + uur, "bea", True)  # as it was entered
    assert rijen[geen][3:] == ("bea", True) and rijen[nieuw] == ("Zoeken lukte niet.", op - uur, op, "", False)
    assert [(r.wat, r.waarop) for r in reversed(log)] == [
        ("storing verbeterd", str(oud)),
        ("storing gemeld", str(nieuw)),
        ("storing ingetrokken", str(geen)),
    ]
    with app.state.db.schrijf() as s:
        s.execute(delete(Storing))


def test_a_moment_as_a_browser_or_a_person_writes_it() -> None:
    for tekst in ("2026-11-28T10:15", "2026-11-28 10:15", "28-11-2026 10:15", " 28-11-2026 10.15 ", "2026-11-28T10:15:00"):
        assert storingen.lees_moment(tekst) == dt.datetime(2026, 11, 28, 9, 15, tzinfo=dt.UTC), tekst
    for tekst in ("", "gisteren", "2026-13-01T10:15", "10:15"):
        assert storingen.lees_moment(tekst) is None, tekst
