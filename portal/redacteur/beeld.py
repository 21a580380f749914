"""What the editors' screens share: the role, the choices of a field, values in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from portal.inwoner.kaartje import TALEN, TOEGANKELIJK
from portal.language import datum, vertaling
from portal.poort import niet_gevonden, plat
from portal.redactie import LABELS, Ingehaald, MagNiet
from portal.tabellen import VoorzieningRij
from portal.web import taal_van
from sociale_kaart.load import taxonomie

N_ = str
ROL = "redacteur"
GEDAAN = {  # of a draft, whatever it is a draft of
    "live": N_("Het staat online. Inwoners zien het nu."),
    "concept": N_("Het concept is bewaard. Inwoners zien het nog niet."),
    "collega": N_("Het concept is bewaard. Een collega kijkt het na en zet het online."),
    "weg": N_("Het concept is weg. Wat online staat, is niet veranderd."),
}
STATEN = {"live": N_("online"), "concept": N_("concept"), "archief": N_("archief")}


def adres(id: str, deel: str = "") -> str:
    return f"/redactie/voorzieningen/{id}{deel}"


def net_gewijzigd(request: Request) -> Exception:
    return plat(
        request, 409, N_("Iemand anders was net voor"), N_("Deze plek is intussen gewijzigd. Bekijk de plek en probeer het opnieuw.")
    )


def voer_uit(request: Request, doe: Callable[[Session], VoorzieningRij | None], naar: str, kop: str = "") -> Response:
    """Change an entry in one transaction, show it, and go on to `naar`. 404 when there is none, 409 when somebody was first, and under `kop`
    when it may not stand on line like this."""
    a = request.app.state
    try:
        with a.db.schrijf() as s:
            rij = doe(s)
    except Ingehaald:
        raise net_gewijzigd(request) from None
    except MagNiet as fout:
        raise plat(request, 409, kop, fout.fouten[0][1]) from None
    if rij is None:
        raise niet_gevonden(request)
    a.publicatie.volg(rij.stand)
    return RedirectResponse(naar, 303)


def keuzes_per_veld(request: Request) -> dict[str, list[Any]]:
    """The choices of each field that has them."""
    _ = vertaling(taal_van(request).code).gettext
    tax, g = taxonomie(), request.app.state.gemeente
    per = [(_(d.naam), [(s.code, _(s.naam)) for s in tax.soorten.values() if s.domein == d.code]) for d in tax.domeinen.values()]
    buurten = sorted(((b.code, b.naam) for b in g.buurten.values()), key=lambda b: b[1])
    return {
        "soort": per,
        "toegang": [("", [(c, _(n)) for c, n in tax.toegang.items()])],
        "plek_buurt": [("", [("", _("Geen buurt")), *buurten])],
        "toegankelijk": [(c, _(n)) for c, n in TOEGANKELIJK.items()],
        "talen": [(c, _(n)) for c, n in TALEN.items()],
        "functies": [(f, _(f.replace("-", " ").capitalize())) for f in tax.mantelzorgfuncties],
        "werkgebied": [(g.code, _("Heel %(gemeente)s") % {"gemeente": g.naam}), *buurten],
    }


def toon(request: Request, naam: str, waarde: str) -> str:
    """The value of a field as an editor reads it: names, not codes."""
    _ = vertaling(taal_van(request).code).gettext
    tax, buurten = taxonomie(), request.app.state.gemeente.buurten
    if naam == "soort" and waarde in tax.soorten:
        return _(tax.soorten[waarde].naam)
    if naam == "toegang" and waarde in tax.toegang:
        return _(tax.toegang[waarde])
    if naam == "staat":
        return _(STATEN.get(waarde, waarde))
    if naam in ("nagekeken_op", "gevraagd_op", "zichtbaar_van", "zichtbaar_tot", "plek_vanaf") and waarde:
        return datum(dt.date.fromisoformat(waarde), jaar=True)
    namen = {
        "plek_buurt": {c: b.naam for c, b in buurten.items()},
        "werkgebied": {c: b.naam for c, b in buurten.items()},
        "toegankelijk": TOEGANKELIJK,
        "talen": TALEN,
    }.get(naam)
    return ", ".join(_(namen.get(c, c)) for c in waarde.splitlines()) if namen is not None else waarde


def verschillen(request: Request, rijen: list[tuple[str, str, str]]) -> list[dict[str, str]]:
    _ = vertaling(taal_van(request).code).gettext
    return [{"veld": _(LABELS.get(n, n)), "was": toon(request, n, a), "werd": toon(request, n, b)} for n, a, b in rijen]
