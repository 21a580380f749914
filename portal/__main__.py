"""The command line: `python -m portal ...`. Each command is one function here and one rule elsewhere."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from portal import account, doctor, sleutels, storingen
from portal.config import instellingen

if TYPE_CHECKING:
    from portal.database import Database
    from sociale_kaart.load import Gemeente


def zeg(tekst: str) -> None:
    """To the person at the keyboard."""
    sys.stdout.write(tekst + "\n")


def run(_: argparse.Namespace) -> int:
    """Serve: everything that is needed, then the addresses and the demo accounts."""
    import uvicorn

    from portal.app import maak_app
    from sociale_kaart.load import Fouten

    keuzes = instellingen()
    try:
        app = maak_app(keuzes)
    except Fouten as fout:
        zeg("The profile cannot start:\n  " + "\n  ".join(fout.regels))
        return 1
    g = app.state.gemeente
    zeg(f"\n  Vindplaats {g.naam}: http://{keuzes.host}:{keuzes.port}/\n  Team: http://{keuzes.host}:{keuzes.port}/inloggen")
    if g.proef and keuzes.demo:
        from portal.account import demo_accounts

        for naam, wachtwoord, wat in demo_accounts(app.state.db, app.state.zegel, g):
            zeg(f"    {naam:10} {wachtwoord:24} {wat}")
        zeg("  The second step asks for a code; in this trial the page shows it.")
    zeg("")
    sys.stdout.flush()
    if keuzes.workers > 1:
        uvicorn.run("portal.app:maak_app", factory=True, host=keuzes.host, port=keuzes.port, workers=keuzes.workers, **_uvicorn(keuzes))
    else:
        uvicorn.run(app, host=keuzes.host, port=keuzes.port, **_uvicorn(keuzes))
    return 0


def _uvicorn(keuzes) -> dict:  # type: ignore[no-untyped-def]
    """No access log (addresses of people), no server header; forwarded addresses only from the proxy we know."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    return {
        "access_log": False,
        "log_level": "warning",
        "server_header": False,
        "proxy_headers": bool(keuzes.vertrouwde_proxy),
        "forwarded_allow_ips": keuzes.vertrouwde_proxy or "127.0.0.1",
    }


def voorstel(a: argparse.Namespace) -> int:
    """The answer of POST /api/v1/voorstellen for a text, as JSON."""
    from portal.app import maak_app
    from portal.gesprek import als_json, begrijp
    from portal.schoon import zonder_bsn

    app = maak_app()
    b = begrijp(app.state.publicatie.kaart, zonder_bsn(a.tekst)[0], a.buurt, a.geprobeerd, a.limit)
    zeg(json.dumps(als_json(app.state.gemeente, b), ensure_ascii=False, indent=2))
    return 0


def seed(_: argparse.Namespace) -> int:
    """Make the tables and put the entries of the profile in an empty database."""
    from portal.database import Database
    from portal.publicatie import zaai
    from portal.werkdagen import nu
    from sociale_kaart.load import gemeente

    keuzes = instellingen()
    db = Database(keuzes.database)
    db.migreer()
    zeg(f"{zaai(db, gemeente(keuzes.gemeente), nu())} entries")
    return 0


def _kaart_van() -> tuple[Database, Gemeente]:
    """The database with the entries of the profile in it (filled when it was empty), and the profile."""
    from portal.database import Database
    from portal.publicatie import zaai
    from portal.werkdagen import nu
    from sociale_kaart.load import gemeente

    keuzes = instellingen()
    db, g = Database(keuzes.database), gemeente(keuzes.gemeente)
    db.migreer()
    zaai(db, g, nu())
    return db, g


def voer_in(a: argparse.Namespace) -> int:
    """Put a file (.csv, .json or .ndjson) in the kaart: all rows or none. --proef only says what would happen."""
    from portal import invoer
    from portal.werkdagen import nu
    from sociale_kaart.check import Onleesbaar

    db, g = _kaart_van()
    try:
        verslag = invoer.voer_in(db, invoer.bron_van(Path(a.bestand), g), a.door, nu(), a.proef)
    except Onleesbaar as fout:
        zeg(str(fout))
        return 1
    for regel in (*verslag.fouten, *verslag.meldingen):
        zeg(regel)
    zeg(verslag.zin(a.proef))
    return int(bool(verslag.fouten))


def voer_uit(a: argparse.Namespace) -> int:
    """Write the visible entries to a file, as csv or hsds; `sjabloon` writes the empty table."""
    from portal import invoer
    from portal.werkdagen import vandaag

    pad = Path(a.bestand)
    try:
        if a.vorm == "sjabloon":
            invoer.sjabloon(pad)
        else:
            db, g = _kaart_van()
            zeg(f"{invoer.voer_uit(db, g, a.vorm, pad, vandaag())} voorzieningen in {pad}")
    except OSError as fout:
        zeg(f"Het bestand is niet te schrijven: {fout.strerror}.")
        return 1
    return 0


def controle(a: argparse.Namespace) -> int:
    """What in the kaart needs attention: stale, incomplete, double, outside the area, contradictions, gaps."""
    from dataclasses import asdict

    from portal.invoer import alle
    from portal.werkdagen import vandaag
    from sociale_kaart import check
    from sociale_kaart.load import taxonomie

    db, g = _kaart_van()
    rijen = [v for v, _ in alle(db)]
    lijsten = check.alles(rijen, g, taxonomie(), vandaag())
    if a.json:
        zeg(json.dumps({naam: [asdict(p) for p in punten] for naam, punten in lijsten.items()}, ensure_ascii=False, indent=1))
        return 0
    zeg(f"{len(rijen)} voorzieningen, {check.compleetheid(rijen):.1%} compleet")
    for naam, punten in lijsten.items():
        zeg(f"\n{check.LIJSTEN[naam]}: {len(punten)}")
        for p in punten:
            zeg(f"  {p.naam} ({p.code}): {p.zin}")
    return 0


def main() -> int:
    """Parse the command and do it."""
    parser = argparse.ArgumentParser(prog="python -m portal", description="Vindplaats")
    sub = parser.add_subparsers(dest="wat", required=True)
    sub.add_parser("run", help=run.__doc__).set_defaults(doe=run)
    p = sub.add_parser("voorstel", help=voorstel.__doc__)
    p.add_argument("tekst")
    p.add_argument("--buurt", default="")
    p.add_argument("--geprobeerd", nargs="*", default=[])
    p.add_argument("--limit", type=int, default=5)
    p.set_defaults(doe=voorstel)
    sub.add_parser("seed", help=seed.__doc__).set_defaults(doe=seed)
    p = sub.add_parser("import", help=voer_in.__doc__)
    p.add_argument("bestand")
    p.add_argument("--proef", action="store_true", help="change nothing, only say what would happen")
    p.add_argument("--door", default="invoer", help="who does this, for the history of each entry")
    p.set_defaults(doe=voer_in)
    p = sub.add_parser("export", help=voer_uit.__doc__)
    p.add_argument("vorm", choices=["csv", "hsds", "sjabloon"])
    p.add_argument("bestand")
    p.set_defaults(doe=voer_uit)
    p = sub.add_parser("check", help=controle.__doc__)
    p.add_argument("--json", action="store_true")
    p.set_defaults(doe=controle)
    for ding in (account, sleutels, storingen, doctor):
        ding.opdracht(sub)
    keuze = parser.parse_args()
    try:
        return int(keuze.doe(keuze))
    except BrokenPipeError:  # the reader (head, less) stopped
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    raise SystemExit(main())
