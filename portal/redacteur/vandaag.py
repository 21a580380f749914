"""Door: today's list of the editors, and all entries. Never a person of a referral."""

from __future__ import annotations

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal import redactie
from portal.deuren import voor
from portal.language import datum, vertaling
from portal.poort import niet_gevonden, werkpagina, wie
from portal.redacteur.beeld import ROL, STATEN, net_gewijzigd
from portal.redactie import Ingehaald
from portal.web import taal_van
from portal.werkdagen import nu, vandaag
from sociale_kaart.load import taxonomie

router = APIRouter(include_in_schema=False)
N_ = str
PER_LIJST = 20
LIJSTEN = {
    "geheim": (N_("Een geheim adres is te lezen"), N_("Herstel")),
    "verouderd": (N_("Te lang niet nagekeken"), N_("Alles klopt nog")),
    "onvolledig": (N_("Niet compleet"), N_("Vul aan")),
    "tegenspraak": (N_("Spreekt zichzelf tegen"), N_("Herstel")),
    "buiten": (N_("Buiten de gemeente"), N_("Herstel")),
    "dubbel": (N_("Misschien dubbel"), N_("Bekijk")),
    "gaten": (N_("Hier is nog niets voor"), N_("Voeg toe")),
}


# --- today ------------------------------------------------------------------------------------------------------------


@router.api_route("/redactie", methods=["GET", "HEAD"])
@voor(ROL)
def begin(request: Request, lijst: str = "") -> Response:
    """Today's work, most useful first."""
    a = request.app.state
    _ = vertaling(taal_van(request).code).gettext
    with a.db.lees() as s:
        werk = redactie.vandaag_lijst(s, a.gemeente, taxonomie(), vandaag())
    lijsten = [
        {
            "code": c,
            "naam": _(LIJSTEN[c][0]),
            "knop": _(LIJSTEN[c][1]),
            "aantal": len(punten),
            "punten": [
                {"id": p.id, "naam": p.naam, "zin": p.zin, "ander": p.ander, "code": p.code, "versie": werk.versie.get(p.id, 0)}
                for p in (punten if lijst == c else punten[:PER_LIJST])
            ],
        }
        for c, punten in werk.punten.items()
        if punten
    ]
    meldingen = [
        {
            "nr": b.id,
            "id": v.id if v else "",
            "naam": v.naam if v else _("Een plek die er niet meer is"),
            "tekst": b.tekst,
            "op": datum(b.op),
        }
        for b, v in werk.meldingen
    ]
    concepten = [{"id": v.id, "naam": v.naam} for v in werk.concepten]
    soorten = set(taxonomie().soorten)
    return werkpagina(
        request,
        "redacteur/vandaag.html",
        aantal=werk.aantal,
        live=werk.live,
        meldingen=meldingen,
        concepten=concepten,
        lijsten=lijsten,
        soorten=soorten,
        dag=datum(vandaag()),
    )


@router.post("/redactie/berichten/{id}/klaar")
@voor(ROL)
def klaar(request: Request, id: int) -> Response:
    """A report was dealt with."""
    with request.app.state.db.schrijf() as s:
        gevonden = redactie.bericht_klaar(s, wie(request), id, nu())
    if not gevonden:
        raise niet_gevonden(request)
    return RedirectResponse("/redactie", 303)


@router.post("/redactie/voorzieningen/{id}/nagekeken")
@voor(ROL)
def nagekeken(request: Request, id: str, versie: int = Form(0)) -> Response:
    """ "Alles klopt nog"."""
    try:
        with request.app.state.db.schrijf() as s:
            rij = redactie.kijk_na(s, wie(request), id, versie, vandaag(), nu())
    except Ingehaald:
        raise net_gewijzigd(request) from None
    if rij is None:
        raise niet_gevonden(request)
    return RedirectResponse("/redactie", 303)


def _alle(request: Request, zoek: str) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    tax = taxonomie()
    with request.app.state.db.lees() as s:
        gevonden = redactie.zoek(s, zoek)
    rijen = [
        {
            "id": r.id,
            "naam": naam,
            "soort": tax.soorten[c].naam if (c := str(r.gegevens.get("soort"))) in tax.soorten else c,
            "staat": _(STATEN.get(r.staat, r.staat)),
            "op": r.gegevens.get("nagekeken_op") or "",
        }
        for r, naam in gevonden
    ]
    return werkpagina(request, "redacteur/alle.html", zoek=zoek, rijen=rijen)


@router.api_route("/redactie/voorzieningen", methods=["GET", "HEAD"])
@voor(ROL)
def alle(request: Request) -> Response:
    """Every entry, the archive last."""
    return _alle(request, "")


@router.post("/redactie/voorzieningen")
@voor(ROL)
def zoeken(request: Request, zoek: str = Form("", max_length=200)) -> Response:
    """Find an entry by name or provider; what was typed stands in no address."""
    return _alle(request, zoek)
