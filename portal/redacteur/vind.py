"""Door: "Vind ik dit?": type what a resident would type and see the real result and why; phrases on and off. Urgent words are not for editors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal import redactie, vragen
from portal.deuren import voor
from portal.gesprek import begrijp
from portal.language import vertaling
from portal.poort import niet_gevonden, werkpagina, wie
from portal.redacteur.beeld import ROL, keuzes_per_veld
from portal.vragen import Gevolg
from portal.web import lees_koekje, taal_van, zet_koekje
from portal.werkdagen import nu
from sociale_kaart.load import taxonomie

router = APIRouter(include_in_schema=False)
N_ = str


# --- "Vind ik dit?" ---------------------------------------------------------------------------------------------------


def _naar_vind(request: Request, **waarde: Any) -> Response:
    """What was typed stands in the sealed cookie, never in the address."""
    antwoord = RedirectResponse("/redactie/vind", 303)
    zet_koekje(request, antwoord, "vind", waarde)
    return antwoord


@router.api_route("/redactie/vind", methods=["GET", "HEAD"])
@voor(ROL)
def vind(request: Request) -> Response:
    """Type what a resident would type; see the real result and why."""
    koekje = lees_koekje(request, "vind")
    w: dict[str, Any] = koekje if isinstance(koekje, dict) else {}
    return _vind(request, str(w.get("tekst", "")), gedaan=str(w.get("gedaan", "")))


@router.post("/redactie/vind")
@voor(ROL)
def zoek_als_inwoner(request: Request, tekst: str = Form("", max_length=500)) -> Response:
    """Look, keep nothing."""
    return _naar_vind(request, tekst=" ".join(tekst.split()))


def _gevolg(_: Any, gevolg: Gevolg | None, aan: bool) -> dict[str, Any] | None:
    """What a phrase would do to the labelled questions, in words."""
    if gevolg is None:
        return None
    tax = taxonomie()

    def namen(codes: Iterable[str]) -> str:
        return ", ".join(_(tax.soorten[c].naam) for c in codes if c in tax.soorten)

    verloren = [
        {"tekst": a.vraag.tekst, "goed": namen(a.vraag.soorten), "kreeg": namen(a.kreeg[:3]), "krijgt": namen(b.kreeg[:3])}
        for a, b in gevolg.verloren
    ]
    return {"verloren": verloren, "gewonnen": [a.vraag.tekst for a, _b in gevolg.gewonnen], "aan": aan}


def _vind(
    request: Request,
    tekst: str,
    gedaan: str = "",
    status: int = 200,
    fout: tuple[str, str] | None = None,
    zin: str = "",
    soort: str = "",
    gevolg: Gevolg | None = None,
    aan: bool = True,
) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    a, tax = request.app.state, taxonomie()
    kaart = a.publicatie.kaart
    with a.db.lees() as s:
        rijen = redactie.eigen_zinnen(s)
    uit = {r.zin for r in rijen if not r.aan}
    b = begrijp(kaart, tekst) if tekst else None
    getoond = {v.soort.code for v in b.items} if b else set()
    soorten = [
        {
            "code": x.soort.code,
            "naam": _(x.soort.naam),
            "bewijs": f"{x.bewijs:.2f}".replace(".", ","),
            "want": ", ".join(x.because),
            "getoond": x.soort.code in getoond,
            "zinnen": redactie.buurzinnen(x.soort, tekst, tuple(uit)),
        }
        for x in (kaart.soorten(kaart.lezer.lees(tekst))[:6] if tekst else [])
    ]
    items = [
        {"id": v.voorziening.id, "naam": v.voorziening.naam, "soort": _(v.soort.naam), "rang": v.relevance, "want": ", ".join(v.because)}
        for v in (b.items if b else ())
    ]
    return werkpagina(
        request,
        "redacteur/vind.html",
        status,
        tekst=tekst,
        items=items,
        soorten=soorten,
        nood=bool(b and b.signalen),
        eigen=[
            {"soort": r.soort, "naam": _(tax.soorten[r.soort].naam), "zin": r.zin, "aan": r.aan} for r in rijen if r.soort in tax.soorten
        ],
        keuzes=keuzes_per_veld(request)["soort"],
        zin=zin or tekst,
        soort=soort or (soorten[0]["code"] if soorten else ""),
        gedaan={"aan": _("De zin telt nu mee."), "uit": _("De zin telt nu niet meer mee.")}.get(gedaan, ""),
        fouten=[{"veld": fout[0], "zin": _(fout[1])}] if fout else [],
        gevolg=_gevolg(_, gevolg, aan),
    )


@router.post("/redactie/zinnen")
@voor(ROL)
def zet_zin(
    request: Request,
    soort: str = Form("", max_length=40),
    zin: str = Form("", max_length=500),
    aan: str = Form("ja", max_length=3),
    tekst: str = Form("", max_length=500),
    toch: str = Form("", max_length=3),
) -> Response:
    """A phrase added to a kind, or switched off; it counts at once. A change that loses a labelled question asks first."""
    a, tax = request.app.state, taxonomie()
    zin, tekst, erbij = " ".join(zin.split()), " ".join(tekst.split()), aan == "ja"
    oud = a.publicatie.kaart
    fout = redactie.fout_in_zin(oud, soort, zin) if erbij else None
    if not erbij and (soort not in tax.soorten or not zin):
        raise niet_gevonden(request)
    if fout:
        return _vind(request, tekst, "", 422, fout, zin, soort)
    if toch != "ja":
        with a.db.lees() as s:
            gevolg = vragen.verliest_door_zin(s, oud, soort, zin, erbij)
        if gevolg.verloren:
            return _vind(request, tekst, "", 409, zin=zin, soort=soort, gevolg=gevolg, aan=erbij)
    with a.db.schrijf() as s:
        stand = redactie.zet_zin(s, wie(request), tax, soort, zin, erbij, nu())
    request.app.state.publicatie.volg(stand)
    return _naar_vind(request, tekst=tekst, gedaan="aan" if erbij else "uit")
