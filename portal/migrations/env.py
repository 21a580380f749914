"""Alembic's environment: the tables of every room on one connection, on SQLite and PostgreSQL alike."""

from typing import Any

from alembic import context
from sqlalchemy import engine_from_config, pool

import portal.tabellen  # noqa: F401  (registers every table)
from sociale_kaart.model import Basis

config = context.config


def render_item(soort: str, ding: object, autogen: Any) -> Any:
    """Write our own column types by name in new migrations."""
    if soort == "type" and type(ding).__module__ == "sociale_kaart.model":
        autogen.imports.add("from sociale_kaart.model import Moment")
        return "Moment()"
    return False


engine = engine_from_config(
    config.get_section(config.config_ini_section) or {"sqlalchemy.url": config.get_main_option("sqlalchemy.url")}, poolclass=pool.NullPool
)
with engine.connect() as verbinding:
    context.configure(
        connection=verbinding, target_metadata=Basis.metadata, render_as_batch=True, compare_type=True, render_item=render_item
    )
    with context.begin_transaction():
        context.run_migrations()
