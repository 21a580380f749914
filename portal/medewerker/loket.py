"""Door: a question by phone or at the counter, entered in the same flow. Reads nothing back but its own confirmation."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import select
from starlette.datastructures import FormData

from portal.account import MET_TEAM
from portal.deuren import voor
from portal.gesprek import begrijp
from portal.language import belmoment, taal, vertaling
from portal.poort import werkpagina
from portal.schoon import zonder_bsn
from portal.tabellen import Verwijzing
from portal.tijdlijn import tijdlijn
from portal.verwijzing import (
    BEREIK,
    Regel,
    Vol,
    Zending,
    belmoment_van,
    bestaand,
    fouten_in_bereik,
    nieuwe_sleutel,
    open_inhoud,
    retourcode,
    soort_van,
    spoed_van,
    verstuur,
    vrije_momenten,
)
from portal.web import lees_koekje, taal_van, zet_koekje
from portal.werkdagen import belofte, nu
from portal.wetten import DREIGT, STAPPEN_WMO
from sociale_kaart.load import taxonomie

router = APIRouter(include_in_schema=False)
N_ = str
MAG = ("loket", *MET_TEAM)
VERHAAL = {"vraag": N_("De vraag"), "ik_wil": N_("Ik wil"), "ik_kan": N_("Ik kan"), "ik_heb_nodig": N_("Ik heb nodig")}
LIJSTEN = ("wanneer", "hulp")
KANALEN = ("telefoon", "balie", "brief")
SIGNAAL = {
    "levensgevaar": N_("Er was gevaar voor het leven"),
    "suicide": N_("De inwoner denkt aan de dood"),
    "geweld": N_("De inwoner is thuis misschien niet veilig"),
    "kind-onveilig": N_("Een kind is misschien niet veilig"),
    "seksueel-geweld": N_("Er is iets gebeurd tegen de wil van de inwoner"),
    "vannacht-geen-bed": N_("De inwoner heeft vannacht geen bed"),
    "afsluiting": N_("Er dreigt afsluiten of ontruimen"),
}
SPOED = ("", "deze-week", "vandaag")
LANGSTE = 2_000


def _waarden(f: FormData) -> dict[str, str]:
    """The form as text, without a BSN; several choices joined by a comma."""
    velden = ("kanaal", "buurt", "spoed", *VERHAAL, *BEREIK)
    ruw = {v: ",".join(str(x) for x in f.getlist(v)) if v in LIJSTEN else str(f.get(v, "")) for v in velden}
    return {v: zonder_bsn(w.replace("\r\n", "\n").strip())[0] for v, w in ruw.items()}


def _fouten(w: dict[str, str]) -> list[tuple[str, str]]:
    fouten = []
    if w["kanaal"] not in KANALEN:
        fouten.append(("kanaal", N_("Kies: telefoon, balie of brief.")))
    if not w["vraag"]:
        fouten.append(("vraag", N_("Schrijf de vraag op, in de woorden van de inwoner.")))
    fouten += [(v, N_("Deze tekst is te lang. Maak hem korter.")) for v in VERHAAL if len(w[v]) > LANGSTE]
    return fouten + fouten_in_bereik({v: w[v] for v in BEREIK if w[v]})


def _formulier(request: Request, w: dict[str, str], fouten: list[tuple[str, str]], status: int = 200) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    buurten = sorted(((b.code, b.naam) for b in request.app.state.gemeente.buurten.values()), key=lambda b: b[1])
    lijsten: dict[str, Any] = {**w, **{v: [x for x in w.get(v, "").split(",") if x] for v in LIJSTEN}}
    fouten_ = [{"veld": v, "zin": _(z)} for v, z in fouten]
    return werkpagina(request, "medewerker/loket.html", status, w=lijsten, buurten=buurten, fouten=fouten_, momenten=_momenten(request, w))


def _momenten(request: Request, w: dict[str, str]) -> list[dict[str, Any]]:
    """The free moments of the team of this buurt, within the promise of the profile; a later date of the law never comes first."""
    a = request.app.state
    team = a.gemeente.team_van(w.get("buurt", "")).code
    with a.db.lees() as s:
        alle = vrije_momenten(s, a.gemeente, team, belofte(a.gemeente, "", nu()), nu())
    return [{"code": f"{m:%Y-%m-%dT%H:%M%z}", "label": belmoment(m), "vrij": vrij} for m, vrij in alle]


@router.api_route("/loket", methods=["GET", "HEAD"])
@voor(*MAG)
def loket(request: Request) -> Response:
    """The empty form."""
    return _formulier(request, {"kanaal": ""}, [])


@router.post("/loket")
@voor(*MAG)
async def invoeren(request: Request) -> Response:
    """First read it aloud, then send it once."""
    f = await request.form()
    w = _waarden(f)
    fouten = _fouten(w)
    if fouten:
        return _formulier(request, w, fouten, 422)
    if f.get("actie") == "wijzigen":
        return _formulier(request, w, [])
    weg = {str(x) for x in f.getlist("weg")}
    sleutel = str(f.get("sleutel", ""))[:60]
    if f.get("actie") == "versturen" and len(sleutel) >= 20:
        return _verstuur(request, w, weg, sleutel)
    return _nakijken(request, w, nieuwe_sleutel())


def _zending(request: Request, w: dict[str, str], weg: set[str], sleutel: str) -> Zending:
    """What will be sent: what the page to check showed, without the topics that were taken off."""
    b = begrijp(request.app.state.publicatie.kaart, " ".join(w[v] for v in VERHAAL), w["buurt"])
    domeinen = tuple(d.code for d in b.domeinen if d.code not in weg)
    signalen = tuple(s.code for s in b.nu if s.bron == "regel" and f"nu:{s.code}" not in weg)
    return Zending(
        sleutel=sleutel,
        verhaal=tuple(Regel(v, label, w[v], True) for v, label in VERHAAL.items() if w[v]),
        bereik={v: w[v] for v in BEREIK if w[v]},
        domeinen=domeinen,
        signalen=signalen,
        spoed=spoed_van(w["spoed"] if w["spoed"] in SPOED else "", signalen),
        buurt=w["buurt"],
        soort=soort_van(w["voor_wie"], w["weet_ervan"]),
        kanaal=w["kanaal"],
        beschermd=b.beschermd,
    )


def _nakijken(request: Request, w: dict[str, str], sleutel: str) -> Response:
    a = request.app.state
    _ = vertaling(taal_van(request).code).gettext
    z = _zending(request, w, set(), sleutel)
    tax = taxonomie()
    return werkpagina(
        request,
        "medewerker/loket_nakijken.html",
        w=w,
        sleutel=sleutel,
        team=a.gemeente.team_van(w["buurt"]).naam,
        buurt=a.gemeente.buurten[w["buurt"]].naam if w["buurt"] in a.gemeente.buurten else _("Onbekend"),
        onderwerpen=[(d, _(tax.domeinen[d].naam)) for d in z.domeinen],
        signalen=[(f"nu:{s}", _(SIGNAAL[s])) for s in z.signalen if s in SIGNAAL],
        spoed=z.spoed,
        soort=z.soort,
        voorzichtig=z.beschermd or w["veilig"] == "nee",
        moment=belmoment(op) if (op := belmoment_van(w)) else "",
    )


def _verstuur(request: Request, w: dict[str, str], weg: set[str], sleutel: str) -> Response:
    a = request.app.state
    try:
        verstuur(a.db, a.zegel, a.gemeente, _zending(request, w, weg, sleutel), nu())
    except Vol:
        zin = N_("Dit moment is net vol. Kies een ander moment.")
        return _formulier(request, w | {"belmoment": ""}, [("belmoment", zin)], 409)
    except Exception:
        return _formulier(
            request, w, [("vraag", N_("Versturen lukt nu niet. De tekst staat er nog. Print de pagina of probeer het straks weer."))], 503
        )
    klaar = RedirectResponse("/loket/klaar", 303)
    zet_koekje(request, klaar, "loket", {"s": sleutel})
    return klaar


@router.api_route("/loket/klaar", methods=["GET", "HEAD"])
@voor(*MAG)
def klaar(request: Request) -> Response:
    """The confirmation to print and give: number, code, dates. Nothing of the story."""
    koekje = lees_koekje(request, "loket")
    sleutel = str(koekje.get("s", "")) if isinstance(koekje, dict) else ""
    a = request.app.state
    with a.db.lees() as s:
        rij = bestaand(s, a.zegel, sleutel) if sleutel else None
        if rij is not None:
            rij = s.scalar(select(Verwijzing).where(Verwijzing.id == rij.id, Verwijzing.kanaal != "web"))
    if rij is None:
        return RedirectResponse("/loket", 303)
    _ = vertaling(taal_van(request).code).gettext
    team = a.gemeente.teams.get(rij.team) or a.gemeente.voordeur
    with a.db.lees() as s:
        lijn = tijdlijn(a.gemeente, taal("nl"), s, rij, DREIGT in open_inhoud(a.zegel, rij)["signalen"])
    return werkpagina(
        request,
        "medewerker/loket_klaar.html",
        nummer=rij.nummer,
        code=retourcode(a.zegel, sleutel),
        team=team,
        tijdlijn=lijn,
        signaal=rij.soort == "signaal",
        stappen=[_(z) for z in STAPPEN_WMO] if rij.soort == "melding" and "wmo" in rij.wetten and not rij.beschermd else [],
        beschermd=rij.beschermd,
        contact_voor=rij.contact_voor,
    )


@router.post("/loket/nieuw")
@voor(*MAG)
def nieuw(request: Request) -> Response:
    """Forget the confirmation; the next question."""
    antwoord = RedirectResponse("/loket", 303)
    zet_koekje(request, antwoord, "loket", None)
    return antwoord
