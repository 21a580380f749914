"""Settings from the environment (prefix VINDPLAATS_). Never reads a database, never prints a secret."""

from __future__ import annotations

import datetime as dt
import functools
import os
import secrets
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

WORTEL = Path(__file__).parent.parent
SECURITY_TXT_TOT = dt.date(2027, 11, 1)  # RFC 9116 wants an end; `python -m portal doctor` warns in time


class Instellingen(BaseSettings):
    """Every setting, with the default for the demo."""

    model_config = SettingsConfigDict(env_prefix="VINDPLAATS_")

    gemeente: str = "lindewaard"
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    var: Path = WORTEL / "var"
    database_url: str = ""
    sleutels: str = ""  # key ring: "2:<64 hex>,1:<64 hex>", newest first; empty: made under var/ (proef only)
    basis_url: str = ""  # https://... for links in mail
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_wachtwoord: str = ""
    mail_van: str = ""
    vertrouwde_proxy: str = ""  # addresses whose X-Forwarded-For counts
    limiet_api: int = 0  # calls a minute per address; 0: 600 in proef, 60 in live
    demo: bool = True  # demo accounts, in proef only

    @property
    def database(self) -> str:
        """SQLAlchemy URL; SQLite under var/ unless set."""
        url = self.database_url or f"sqlite:///{self.var / f'{self.gemeente}.sqlite'}"
        return url.replace("postgresql://", "postgresql+psycopg://", 1) if url.startswith("postgresql://") else url

    def sleutelring(self) -> dict[int, bytes]:
        """Key id -> 32 bytes, newest first. Made once under var/ when none is given."""
        tekst = self.sleutels
        if not tekst:
            pad = self.var / "sleutels"
            if not pad.exists():
                self.var.mkdir(parents=True, exist_ok=True)
                vers = f"1:{secrets.token_hex(32)}\n"
                try:
                    with os.fdopen(os.open(pad, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as bestand:
                        bestand.write(vers)
                except FileExistsError:
                    pass
            tekst = pad.read_text()
        ring = {}
        for deel in tekst.replace("\n", ",").split(","):
            if deel.strip():
                nummer, _, hexa = deel.strip().partition(":")
                ring[int(nummer)] = bytes.fromhex(hexa)
        return ring


@functools.cache
def instellingen() -> Instellingen:
    """The settings of this process."""
    return Instellingen()
