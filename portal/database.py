"""The database: one engine, SQLite by default and PostgreSQL by URL; migrations on start. Knows no HTTP."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from sociale_kaart.model import Stand


class Database:
    """One engine with its sessions. Nothing connects before the first session."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.sqlite = url.startswith("sqlite")
        if self.sqlite:
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        self.engine: Engine = create_engine(
            url,
            pool_pre_ping=not self.sqlite,
            connect_args={"timeout": 10} if self.sqlite else {"connect_timeout": 3},
            **({} if self.sqlite else {"pool_timeout": 5}),
        )
        if self.sqlite:
            event.listen(self.engine, "connect", _pragmas)
            event.listen(self.engine, "begin", _begin)
        self._lees = sessionmaker(self.engine, expire_on_commit=False)
        self._schrijf = sessionmaker(self.engine.execution_options(schrijft=True), expire_on_commit=False)

    @contextlib.contextmanager
    def lees(self) -> Iterator[Session]:
        """A session to read in."""
        with self._lees() as sessie, sessie.begin():
            yield sessie

    @contextlib.contextmanager
    def schrijf(self) -> Iterator[Session]:
        """A session in one writing transaction (on SQLite it takes the lock at once): committed at the end, rolled back on any error."""
        with self._schrijf() as sessie, sessie.begin():
            yield sessie

    def bereikbaar(self) -> bool:
        """True when a statement runs."""
        try:
            with self.engine.connect() as c:
                c.execute(text("select 1"))
            return True
        except Exception:
            return False

    def migreer(self) -> None:
        """Bring the tables up to date (alembic upgrade head)."""
        command.upgrade(alembic_config(self.url), "head")


def alembic_config(url: str) -> Config:
    """Alembic's configuration without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def _pragmas(verbinding: Any, _: Any) -> None:
    verbinding.isolation_level = None
    cursor = verbinding.cursor()
    for regel in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {regel}")
    cursor.close()


def _begin(verbinding: Any) -> None:
    verbinding.exec_driver_sql("BEGIN IMMEDIATE" if verbinding.get_execution_options().get("schrijft") else "BEGIN")


def hoog_stand_op(sessie: Session) -> int:
    """Raise the counter in this publishing transaction; every worker sees it within 250 ms."""
    rij = sessie.get(Stand, 1, with_for_update=True)
    if rij is None:
        rij = Stand(id=1, waarde=0)
        sessie.add(rij)
    rij.waarde += 1
    sessie.flush()
    return rij.waarde


__all__ = ["Database", "OperationalError", "alembic_config", "hoog_stand_op"]
