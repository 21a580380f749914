"""Logging in: two steps, a code that works once, sessions that end, the last of a role that stays."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import datetime as dt
import re
import sqlite3
from typing import Any

import pyotp
import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from portal import account
from portal.tabellen import Account, Logregel, Sessie
from portal.werkdagen import nu
from tests.klant import Klant
from tests.portal.conftest import LICHT, Collega

NU = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)


def een(app: FastAPI, naam: str = "bram", wachtwoord: str = "", moment: dt.datetime = NU) -> str:
    return account.stap_een(app.state.db, LICHT, naam, wachtwoord or f"welkom-{naam}-2026", moment)


def code(app: FastAPI, naam: str = "bram", moment: dt.datetime = NU) -> str:
    with app.state.db.lees() as s:
        a = s.scalar(select(Account).where(Account.naam == naam))
    return pyotp.TOTP(account.geheim(app.state.zegel, a)).at(moment)


def twee(app: FastAPI, token: str, cijfers: str, moment: dt.datetime = NU, proef: bool = False) -> str:
    return account.stap_twee(app.state.db, app.state.zegel, token, cijfers, moment, proef)[1]


def test_password_then_code_opens_the_inbox(bram: Collega) -> None:
    assert bram.pad == "/postvak"
    assert bram.h1 == "Postvak Wijkteam Noord"
    koekje = next(c for c in bram.http.cookies.jar if c.name == "__Host-werk")
    assert koekje.secure and koekje.path == "/" and koekje.has_nonstandard_attr("HttpOnly")


def test_a_wrong_name_and_a_wrong_password_read_the_same(app: FastAPI, bram: Collega) -> None:
    paginas = []
    for naam, wachtwoord in (("bram", "fout"), ("bestaat-niet", "fout"), ("", "")):
        klant = Klant(app).open("/inloggen").druk("Verder", 422, naam=naam, wachtwoord=wachtwoord)
        paginas.append(klant.tekst)
        assert "Fout:" in klant.antwoord.text.split("</title>")[0]
        assert "__Host-werk" not in klant.http.cookies
    assert len(set(paginas)) == 1


def test_half_logged_in_opens_nothing(app: FastAPI, bram: Collega) -> None:
    klant = Klant(app).open("/inloggen").druk("Verder", naam="bram", wachtwoord="welkom-bram-2026")
    assert klant.pad == "/inloggen/code"
    assert klant.http.get("/postvak", follow_redirects=False).headers["location"] == "/inloggen"


def test_the_token_changes_at_the_second_step_and_only_its_hash_is_kept(kern: Any) -> None:
    half = een(kern)
    heel = twee(kern, half, code(kern))
    assert half != heel
    assert account.wie(kern.state.db, half, NU) is None
    with kern.state.db.lees() as s:
        assert heel not in {x.token for x in s.scalars(select(Sessie))}


def test_a_code_works_once(kern: Any) -> None:
    cijfers = code(kern)
    twee(kern, een(kern), cijfers)
    with pytest.raises(account.Geweigerd):
        twee(kern, een(kern), cijfers)
    later = NU + dt.timedelta(seconds=30)
    twee(kern, een(kern, moment=later), code(kern, moment=later), later)
    with pytest.raises(account.Geweigerd):  # an older code than the last one used
        twee(kern, een(kern, moment=later), cijfers, later)


def test_a_code_of_two_minutes_ago_or_ahead_does_not_work_in_live(kern: Any) -> None:
    for scheef in (-120, 120):
        with pytest.raises(account.Geweigerd):
            twee(kern, een(kern), code(kern, moment=NU + dt.timedelta(seconds=scheef)))
    twee(kern, een(kern), code(kern, moment=NU - dt.timedelta(seconds=30)))


def test_ten_mistakes_close_the_account_for_a_quarter(kern: Any) -> None:
    for _ in range(10):
        with pytest.raises(account.Geweigerd) as fout:
            account.stap_een(kern.state.db, LICHT, "bram", "fout", nu())
        assert fout.type is account.Geweigerd
    with pytest.raises(account.TeVaak):
        een(kern, moment=nu())
    een(kern, "daan", moment=nu())
    een(kern, moment=nu() + dt.timedelta(minutes=16))


def test_wrong_codes_count_too(kern: Any) -> None:
    token = een(kern, moment=nu())
    for _ in range(10):
        with pytest.raises(account.Geweigerd):
            twee(kern, token, "000000", nu())
    with pytest.raises(account.TeVaak):
        twee(kern, token, code(kern, moment=nu()), nu())
    assert account.halve_sessie(kern.state.db, kern.state.zegel, token, nu()) is None


@pytest.mark.parametrize(("stil", "leeft"), [(29, True), (31, False)])
def test_a_session_ends_after_thirty_quiet_minutes(kern: Any, stil: int, leeft: bool) -> None:
    token = twee(kern, een(kern), code(kern))
    assert (account.wie(kern.state.db, token, NU + dt.timedelta(minutes=stil)) is not None) is leeft


def test_a_session_ends_after_twelve_hours_however_busy(kern: Any) -> None:
    token = twee(kern, een(kern), code(kern))
    for kwartier in range(1, 48):
        assert account.wie(kern.state.db, token, NU + dt.timedelta(minutes=15 * kwartier)) is not None
    assert account.wie(kern.state.db, token, NU + dt.timedelta(hours=12, minutes=1)) is None


def test_a_page_that_refreshes_itself_keeps_nobody_logged_in(kern: Any) -> None:
    token = twee(kern, een(kern), code(kern))
    for minuut in range(2, 30, 2):
        assert account.wie(kern.state.db, token, NU + dt.timedelta(minutes=minuut), leeft=False) is not None
    assert account.wie(kern.state.db, token, NU + dt.timedelta(minutes=31), leeft=False) is None


def test_log_out_and_switched_off_end_the_session_at_once(app: FastAPI, bram: Collega, daan: Collega, bea: Collega) -> None:
    oud = bram.http.cookies.get("__Host-werk")
    bram.druk("Log uit")
    assert bram.pad == "/inloggen"
    assert account.wie(app.state.db, oud, nu()) is None
    with app.state.db.lees() as s:
        id = s.scalar(select(Account.id).where(Account.naam == "daan"))
    bea.post(f"/beheer/account/{id}/uit")
    daan.open("/postvak")
    assert daan.pad == "/inloggen"
    bea.post(f"/beheer/account/{id}/aan")


def test_the_last_of_a_role_cannot_be_switched_off_by_accident(app: FastAPI, bea: Collega) -> None:
    with app.state.db.lees() as s:
        id = s.scalar(select(Account.id).where(Account.naam == "carla"))
    bea.post(f"/beheer/account/{id}/uit", 409)
    assert "laatste met deze rol" in bea.h1
    with app.state.db.lees() as s:
        assert s.get(Account, id).actief


def test_a_new_colleague_connects_an_app_and_chooses_a_password(app: FastAPI, bea: Collega) -> None:
    bea.open("/beheer").druk("Maak het account", 422, naam="noor", toon="Noor", rol="medewerker", team="")
    assert "Kies een team bij deze rol." in bea.tekst
    bea.druk("Maak het account", naam="noor", toon="Noor", rol="medewerker", team="noord")
    wachtwoord = re.search(r'class="tekens">([^<]+)<', bea.antwoord.text).group(1)
    bea.open("/beheer")
    assert wachtwoord not in bea.antwoord.text
    noor = Klant(app).open("/inloggen").druk("Verder", naam="noor", wachtwoord=wachtwoord)
    geheim = re.search(r'class="tekens">([^<]+)<', noor.antwoord.text).group(1).replace(" ", "")
    noor.druk("Log in", 422, code=pyotp.TOTP(geheim).now(), nieuw="te kort")
    noor.druk("Log in", code=pyotp.TOTP(geheim).now(), nieuw="vier korte woorden samen")
    assert noor.pad == "/postvak"
    opnieuw = Klant(app).open("/inloggen").druk("Verder", 422, naam="noor", wachtwoord=wachtwoord)
    assert "horen niet bij elkaar" in opnieuw.tekst
    opnieuw.druk("Verder", naam="noor", wachtwoord="vier korte woorden samen")
    assert geheim not in opnieuw.antwoord.text.replace(" ", "")  # the app is connected: its secret is never shown again


def test_another_password_ends_every_session(app: FastAPI, els: Collega) -> None:
    ander = Collega(app, "els")
    els.open("/account").druk("Wijzig het wachtwoord", 422, oud="fout", nieuw="vier korte woorden samen")
    els.druk("Wijzig het wachtwoord", oud="welkom-els-2026", nieuw="vier korte woorden samen")
    assert els.pad == "/inloggen"
    ander.open("/loket")
    assert ander.pad == "/inloggen"
    with app.state.db.schrijf() as s:
        s.execute(update(Account).where(Account.naam == "els").values(wachtwoord=account.hash_van(LICHT, "welkom-els-2026")))


def test_live_shows_no_code_and_makes_no_demo_accounts(app: FastAPI, bram: Collega) -> None:
    proef = app.state.gemeente
    live = app.state.gemeente = dataclasses.replace(proef, staat="live")
    try:
        assert account.demo_accounts(app.state.db, app.state.zegel, live, LICHT) == []
        klant = Klant(app).open("/inloggen").druk("Verder", naam="bram", wachtwoord="welkom-bram-2026")
        assert klant.pad == "/inloggen/code"
        assert "proefcode" not in klant.antwoord.text
        assert code(app, moment=nu()) not in klant.antwoord.text.replace(" ", "")
    finally:
        app.state.gemeente = proef


def test_no_password_token_or_secret_stands_in_the_database(kern: Any, tmp_path) -> None:
    token = twee(kern, een(kern), code(kern))
    with kern.state.db.lees() as s:
        geheimen = [account.geheim(kern.state.zegel, a) for a in s.scalars(select(Account))]
    for bestand in tmp_path.glob("lindewaard.sqlite*"):
        ruw = bestand.read_bytes()
        assert token.encode() not in ruw and b"welkom-bram" not in ruw
        assert not any(g.encode() in ruw for g in geheimen)
    with contextlib.closing(sqlite3.connect(tmp_path / "lindewaard.sqlite")) as db:
        assert db.execute("select count(*) from sessie").fetchone() == (1,)


def test_logging_in_is_logged_without_what_was_typed(app: FastAPI, bram: Collega) -> None:
    Klant(app).open("/inloggen").druk("Verder", 422, naam="bram", wachtwoord="mijn geheime zin")
    Klant(app).open("/inloggen").druk("Verder", 422, naam="mijn geheime zin", wachtwoord="x")
    with app.state.db.lees() as s:
        regels = [(r.wie, r.wat, r.waarop) for r in s.scalars(select(Logregel))]
    assert ("bram", "ingelogd", "") in regels and ("bram", account.MISLUKT, "") in regels
    assert "geheime zin" not in repr(regels)


def test_the_command_line_adds_lists_resets_and_switches_off(monkeypatch, tmp_path, capsys) -> None:
    from portal.config import instellingen

    monkeypatch.setenv("VINDPLAATS_VAR", str(tmp_path))
    instellingen.cache_clear()
    parser = argparse.ArgumentParser()
    account.opdracht(parser.add_subparsers(required=True))

    def voer(*woorden: str) -> int:
        keuze = parser.parse_args(["user", *woorden])
        return keuze.doe(keuze)

    try:
        assert voer("add", "noor", "medewerker", "--team", "noord") == 0
        assert voer("add", "noor", "medewerker", "--team", "noord") == 1
        assert voer("add", "fout", "medewerker") == 1
        assert voer("list") == 0
        assert "noor" in capsys.readouterr().out
        assert voer("off", "noor") == 1  # the last one
        assert voer("password", "noor") == 0
        assert voer("off", "noor", "--toch") == 0
        assert voer("off", "bestaat-niet") == 1
    finally:
        instellingen.cache_clear()
