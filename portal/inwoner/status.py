"""Door: later, with number and code: how it stands, a text, a personal plan, a request. Never the story, a plan or contact data."""

from __future__ import annotations

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlalchemy import select

from portal import logboek
from portal.deuren import PUBLIEK, voor
from portal.inwoner.gesprek import lees
from portal.schoon import zonder_bsn
from portal.tabellen import Verwijzing
from portal.tijdlijn import tijdlijn
from portal.verwijzing import codehash, noteer, open_inhoud
from portal.web import eigen_herkomst, lees_koekje, pagina, taal_van, verder, zet_koekje, zinnen
from portal.werkdagen import nu, vandaag
from portal.wetten import DREIGT

router = APIRouter(include_in_schema=False)
LANGSTE_TEKST, LANGSTE_PLAN = 1_500, 6_000  # characters
ACTIES = {"aanvullen": "aanvulling", "plan": "persoonlijk-plan", "wijzigen": "verzoek-wijzigen", "intrekken": "verzoek-stoppen"}


@router.api_route("/status", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def status(request: Request) -> Response:
    """Number and code; or how it stands, when both were given in this visit."""
    lees(request)
    wie = lees_koekje(request, "blad")
    if isinstance(wie, dict) and "status" in wie:
        return _toon_status(request, int(wie["status"]))
    return pagina(request, "inwoner/status_inloggen.html", nummer="", fouten=[])


def _toon_status(
    request: Request, id: int, melding: str = "", fouten: list[dict[str, str]] | None = None, code: int = 200, getypt: str = ""
) -> Response:
    with request.app.state.db.lees() as s:
        rij = s.get(Verwijzing, id)
        dreigt = rij is not None and DREIGT in open_inhoud(request.app.state.zegel, rij)["signalen"]
        lijn = tijdlijn(request.app.state.gemeente, taal_van(request), s, rij, dreigt) if rij else []
    if rij is None:
        return pagina(request, "inwoner/status_inloggen.html", 404, nummer="", fouten=[])
    g = request.app.state.gemeente
    return pagina(
        request,
        "inwoner/status.html",
        code,
        nummer=rij.nummer,
        tijdlijn=lijn,
        team={"naam": g.wijkteam if rij.beschermd else (g.teams.get(rij.team) or g.voordeur).naam},
        melding=melding,
        fouten=fouten or [],
        mag=_mag(rij),
        alleen_bericht=rij.beschermd,
        melder=rij.soort == "signaal",
        plan_tot=rij.plan_tot,
        getypt=getypt,
    )


def _mag(rij: Verwijzing) -> tuple[str, ...]:
    """What can still be done with number and code. Nothing with a protected question or a signal: then a person is called."""
    if rij.beschermd or rij.soort == "signaal":
        return ()
    if rij.staat == "gesloten":
        return ("aanvullen",)
    return ("aanvullen", "wijzigen", "intrekken", *(("plan",) if rij.plan_tot and vandaag() <= rij.plan_tot else ()))


@router.post("/status")
@voor(PUBLIEK)
def status_doe(
    request: Request,
    nummer: str = Form("", max_length=200),
    code: str = Form("", max_length=400),
    actie: str = Form(""),
    tekst: str = Form(""),
    plan: str = Form(""),
) -> Response:
    """Open with number and code together; add a text or a plan; ask to change contact or to stop (the team calls first)."""
    eigen_herkomst(request)
    lees(request)
    _ = zinnen(request).gettext
    wie = lees_koekje(request, "blad")
    if actie and isinstance(wie, dict) and "status" in wie:
        return _status_actie(request, int(wie["status"]), actie, zonder_bsn((plan if actie == "plan" else tekst).strip())[0])
    zegel = request.app.state.zegel
    if not request.app.state.limiet_inlog.mag(request):
        return pagina(
            request,
            "inwoner/status_inloggen.html",
            429,
            nummer=nummer,
            fouten=[{"veld": "code", "zin": _("U hebt het vaak geprobeerd. Wacht een minuut, of bel ons.")}],
        )
    with request.app.state.db.lees() as s:
        rij = s.scalar(select(Verwijzing).where(Verwijzing.code == codehash(zegel, code)))
    schoon = "".join(c for c in nummer.upper() if c.isalnum())
    if rij is None or "".join(c for c in rij.nummer if c.isalnum()) != schoon:
        zin = _("Dit nummer en deze code horen niet bij elkaar. Kijk ze na, of bel ons.")
        return pagina(request, "inwoner/status_inloggen.html", 422, nummer=nummer, fouten=[{"veld": "code", "zin": zin}])
    klaar = verder(request, "/status")
    blad = wie if isinstance(wie, dict) else {}
    zet_koekje(request, klaar, "blad", {**blad, "status": rij.id})
    return klaar


def _status_actie(request: Request, id: int, actie: str, tekst: str) -> Response:
    _ = zinnen(request).gettext
    veld, langst = ("plan", LANGSTE_PLAN) if actie == "plan" else ("tekst", LANGSTE_TEKST)
    if actie in ("aanvullen", "plan") and not tekst:
        zin = _("Schrijf eerst uw plan.") if actie == "plan" else _("Schrijf eerst uw tekst.")
        return _toon_status(request, id, fouten=[{"veld": veld, "zin": zin}], code=422)
    if len(tekst) > langst:
        zin = _("Uw tekst is te lang. Maak hem korter, of bel.")
        return _toon_status(request, id, fouten=[{"veld": veld, "zin": zin}], code=422, getypt=tekst)
    if actie not in ACTIES:
        return _toon_status(request, id)
    with request.app.state.db.schrijf() as s:
        rij = s.get(Verwijzing, id, with_for_update=True)
        kan = rij is not None and actie in _mag(rij)
        if rij is not None and kan:
            noteer(s, request.app.state.zegel, rij, "inwoner", ACTIES[actie], nu(), {"tekst": tekst} if tekst else None)
            logboek.schrijf(s, "inwoner", ACTIES[actie], rij.nummer)
    if not kan:
        zin = _("Dit kan nu niet meer op deze pagina. Bel ons. Dan regelen wij het samen.")
        return _toon_status(request, id, fouten=[{"veld": "stappen", "zin": zin}], code=409, getypt=tekst)
    gedaan = {
        "aanvullen": _("Uw tekst is bij het team."),
        "plan": _("Uw plan is bij het team. Wij kijken er samen met u naar."),
        "wijzigen": _("Het team weet het. Wij bellen u eerst. Pas daarna veranderen wij iets."),
        "intrekken": _("Het team weet het. Wij bellen u eerst. Pas daarna stoppen wij."),
    }
    return _toon_status(request, id, melding=gedaan[actie])


__all__ = ["router"]
