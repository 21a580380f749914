"""Accounts and what was changed: another role or team, the last of a role stays, and no referral in the beheerder's list."""

from __future__ import annotations

from fastapi import FastAPI
from sqlalchemy import select

from portal.tabellen import Account
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
