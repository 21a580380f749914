"""What the application needs while it runs: seal, database, publication, outbox. Starts them, stops them; starts without a database too."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI

from portal import uitnodiging, vragen
from portal.account import HASHER
from portal.database import Database
from portal.gesprek import begrijp
from portal.language import taal
from portal.publicatie import Publicatie, zaai
from portal.uitbox import Bezorger, Tekst, Werker, stuur_via
from portal.web import Sjablonen
from portal.werkdagen import nu
from portal.zegel import Zegel

log = logging.getLogger("vindplaats")


def bereid_voor(app: FastAPI) -> None:
    """Make everything that needs no connection, and the Kaart (from the database, else the snapshot, else the repository)."""
    keuzes, g = app.state.keuzes, app.state.gemeente
    app.state.zegel = Zegel(keuzes.sleutelring())
    app.state.db = Database(keuzes.database)
    app.state.hasher = HASHER
    try:
        app.state.db.migreer()
        zaai(app.state.db, g, nu())
        vragen.zaai(app.state.db, nu())
    except Exception as fout:
        log.error("the database cannot be used (%s); reading goes on from the snapshot", type(fout).__name__)
    app.state.publicatie = Publicatie(g, app.state.db, keuzes.var)
    app.state.publicatie.bij_nieuw(lambda: neem_over(app))
    app.state.gemeente = app.state.publicatie.kaart.gemeente
    app.state.sjablonen.neem_over(app.state.gemeente)
    begrijp(app.state.publicatie.kaart, "ik zoek hulp")  # reads the rules and weights now, not while the first resident waits
    app.state.bezorger = Bezorger(
        app.state.db, app.state.zegel, app.state.gemeente, keuzes, mailtekst(app.state.sjablonen), stuur_via(keuzes, g)
    )


def neem_over(app: FastAPI) -> None:
    """Hours, numbers and promises that editors changed, for every page and mail."""
    g = app.state.publicatie.kaart.gemeente
    app.state.gemeente = g
    app.state.sjablonen.neem_over(g)  # mails come from the same templates


def mailbasis(app: FastAPI) -> str:
    """What links in mail begin with; in a trial without an address this machine itself."""
    keuzes = app.state.keuzes
    return keuzes.basis_url or f"http://{keuzes.host}:{keuzes.port}"


def mailtekst(sjablonen: Sjablonen) -> Tekst:
    """Texts of mails from templates, in the language of who gets them."""

    def tekst(naam: str, **context: Any) -> str:
        return sjablonen.html(naam, taal(context.get("taal_code")), "/", **context)

    return tekst


def start(app: FastAPI) -> None:
    """Start what runs in the background."""
    a = app.state
    a.werker = Werker(a.bezorger, elk_uur=lambda moment: uitnodiging.ronde(a.db, a.zegel, a.gemeente, mailbasis(app), moment))
    app.state.werker.start()


def stop(app: FastAPI) -> None:
    """Stop it."""
    app.state.werker.stop()
    app.state.db.engine.dispose()
