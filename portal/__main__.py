"""The command line: `python -m portal ...`. Each command is one function here and one rule elsewhere."""

from __future__ import annotations

import argparse
import json
import logging
import sys

from portal.config import instellingen


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


def _uvicorn(keuzes) -> dict:  # type: ignore[no-untyped-def, type-arg]
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
    keuze = parser.parse_args()
    return int(keuze.doe(keuze))


if __name__ == "__main__":
    raise SystemExit(main())
