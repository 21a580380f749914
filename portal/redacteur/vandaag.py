"""Door: today's list of the editors, and all entries. Never a person of a referral."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from portal import redactie, uitnodiging, werklijst
from portal.deuren import voor
from portal.language import datum, vertaling
from portal.poort import niet_gevonden, plat, werkpagina, wie
from portal.redacteur.beeld import ROL, STATEN, toon, verschillen, voer_uit
from portal.tabellen import Bericht, VoorzieningRij
from portal.web import taal_van, zet_koekje
from portal.werkdagen import nu, vandaag
from portal.werklijst import VOORSTEL, ZIN
from sociale_kaart.load import taxonomie
from sociale_kaart.model import uit_gegevens

router = APIRouter(include_in_schema=False)
N_ = str
PER_LIJST = 20
LIJSTEN = {
    "geheim": (N_("Een geheim adres is te lezen"), N_("Herstel")),
    "verborgen": (N_("Inwoners zien dit niet meer"), N_("Alles klopt nog")),
    "verouderd": (N_("Te lang niet nagekeken"), N_("Alles klopt nog")),
    "moeilijk": (N_("Te moeilijk geschreven"), N_("Maak simpel")),
    "onvolledig": (N_("Niet compleet"), N_("Vul aan")),
    "dubbel": (N_("Misschien dubbel"), N_("Bekijk")),
    "tegenspraak": (N_("Spreekt zichzelf tegen"), N_("Herstel")),
    "ritme": (N_("De tijden spreken elkaar tegen"), N_("Herstel")),
    "buiten": (N_("Buiten de gemeente"), N_("Herstel")),
    "gaten": (N_("Hier is nog niets voor"), N_("Voeg toe")),
}
SAMEN = ("verborgen", "verouderd")  # lists to confirm many of at once
CONCEPT = {None: N_("nieuw"), "bezig": N_("concept"), "terug": N_("terug van de lezer")}
VERS = (
    ("vers", N_("Korter dan 3 maanden geleden")),
    ("ouder", N_("3 tot 6 maanden geleden")),
    ("oud", N_("Langer geleden, staat lager")),
    ("verborgen", N_("Niet meer te zien")),
)


# --- today ------------------------------------------------------------------------------------------------------------


@router.api_route("/redactie", methods=["GET", "HEAD"])
@voor(ROL)
def begin(request: Request, lijst: str = "", klaar: int = -1, voorbij: int = 0) -> Response:
    """Today's work, most useful first."""
    a = request.app.state
    t = vertaling(taal_van(request).code)
    _ = t.gettext
    with a.db.lees() as s:
        werk = werklijst.lijst(s, a.gemeente, taxonomie(), vandaag())
    gedaan = ""
    if klaar >= 0:
        gedaan = t.ngettext("%(num)s plek klopt nog.", "%(num)s plekken kloppen nog.", klaar) % {"num": klaar}
        if voorbij:
            gedaan += " " + _("%(num)s plekken waren net gewijzigd. Die staan er nog.") % {"num": voorbij}
    return werkpagina(
        request,
        "redacteur/vandaag.html",
        aantal=werk.aantal,
        live=werk.live,
        dag=datum(vandaag()),
        gedaan=gedaan,
        nakijken=[
            {"id": c.voorziening_id, "naam": v.naam, "door": c.door, "op": datum(c.op), "eigen": c.door_naam == wie(request).naam}
            for c, v in werk.nakijken
        ],
        meldingen=[
            {
                "nr": b.id,
                "id": v.id if v else "",
                "naam": v.naam if v else _("Een plek die er niet meer is"),
                "tekst": b.tekst,
                "op": datum(b.op),
            }
            for b, v in werk.meldingen
        ],
        voorstellen=[_voorstel(request, b, r) for b, r in werk.voorstellen],
        zinnen=[{"nr": b.id, "tekst": b.tekst, "op": datum(b.op)} for b in werk.zinnen],
        gemist=[_gemist(request, b) for b in werk.gemist],
        begrippen=[{"code": c, "naam": c.replace("_", " "), "aantal": n} for c, n in werk.begrippen],
        concepten=[
            {"id": v.id, "naam": v.naam, "staat": _(CONCEPT[c.staat if c else None]), "zegt": c.zegt if c else ""}
            for c, v in werk.concepten
        ],
        eerst=[_lijst(_, werk, c, lijst) for c in ("geheim", *SAMEN) if werk.punten[c]],
        daarna=[_lijst(_, werk, c, lijst) for c, punten in werk.punten.items() if punten and c not in ("geheim", *SAMEN)],
        soorten=set(taxonomie().soorten),
        vers=[(_(naam), werk.vers[c]) for c, naam in VERS],
    )


def _lijst(_: Any, werk: werklijst.Vandaag, code: str, open_: str) -> dict[str, Any]:
    punten = werk.punten[code]
    return {
        "code": code,
        "naam": _(LIJSTEN[code][0]),
        "knop": _(LIJSTEN[code][1]),
        "aantal": len(punten),
        "samen": code in SAMEN,
        "punten": [
            {"id": p.id, "naam": p.naam, "zin": p.zin, "ander": p.ander, "code": p.code, "versie": werk.versie.get(p.id, 0)}
            for p in (punten if open_ == code else punten[:PER_LIJST])
        ],
    }


def _gemist(request: Request, b: Bericht) -> dict[str, Any]:
    """What a team would have wanted for somebody and did not find. Never who, where or which referral."""
    _ = vertaling(taal_van(request).code).gettext
    tax = taxonomie()
    soorten = [c for c in b.gegevens.get("soorten", ()) if c in tax.soorten]
    return {
        "nr": b.id,
        "soort": soorten[0] if soorten else "",
        "naam": ", ".join(_(tax.soorten[c].naam) for c in soorten) or _("Een andere plek"),
        "tekst": b.tekst,
        "op": datum(b.op),
    }


def _voorstel(request: Request, b: Bericht, rij: VoorzieningRij) -> dict[str, Any]:
    """What a provider proposes, beside what is there now."""
    nieuw = b.gegevens.get("velden", {})
    regels = verschillen(request, [(n, _kort(werklijst.waarde_van(rij, n)), _kort(w)) for n, w in nieuw.items() if n != "nagekeken_op"])
    return {
        "nr": b.id,
        "id": rij.id,
        "versie": rij.versie,
        "naam": rij.gegevens.get("naam", ""),
        "tekst": b.tekst,
        "op": datum(b.op),
        "klopt": "nagekeken_op" in nieuw,
        "overneembaar": bool(nieuw),
        "anders": regels,
    }


def _kort(waarde: Any) -> str:
    return "\n".join(map(str, waarde)) if isinstance(waarde, (list, tuple)) else "" if waarde is None else str(waarde)


@router.post("/redactie/berichten/{id}/klaar")
@voor(ROL)
def klaar(request: Request, id: int) -> Response:
    """A report, proposal or sentence was dealt with."""
    with request.app.state.db.schrijf() as s:
        gevonden = werklijst.bericht_klaar(s, wie(request), id, nu())
    if not gevonden:
        raise niet_gevonden(request)
    return RedirectResponse("/redactie", 303)


@router.post("/redactie/berichten/{id}/overnemen")
@voor(ROL)
def overnemen(request: Request, id: int, versie: int = Form(0)) -> Response:
    """A provider's proposal goes on line."""

    def doe(s: Session) -> VoorzieningRij | None:
        b = werklijst.bericht(s, id, VOORSTEL)
        return uitnodiging.neem_over(s, wie(request), b, versie, taxonomie(), nu()) if b else None

    return voer_uit(request, doe, "/redactie", N_("Dit kan zo niet online"))


@router.post("/redactie/berichten/{id}/proberen")
@voor(ROL)
def proberen(request: Request, id: int) -> Response:
    """A resident's sentence, to "Vind ik dit?"; the words travel in the sealed cookie."""
    with request.app.state.db.lees() as s:
        b = werklijst.bericht(s, id, ZIN)
    if b is None:
        raise niet_gevonden(request)
    antwoord = RedirectResponse("/redactie/vind", 303)
    zet_koekje(request, antwoord, "vind", {"tekst": b.tekst[:500]})
    return antwoord


@router.post("/redactie/begrippen/{code}/klaar")
@voor(ROL)
def begrip_klaar(request: Request, code: str) -> Response:
    """Something was done about a concept that nobody could find."""
    with request.app.state.db.schrijf() as s:
        gevonden = werklijst.begrip_klaar(s, wie(request), code, vandaag())
    if not gevonden:
        raise niet_gevonden(request)
    return RedirectResponse("/redactie", 303)


@router.post("/redactie/begrippen/{code}/proberen")
@voor(ROL)
def begrip_proberen(request: Request, code: str) -> Response:
    """A concept, to "Vind ik dit?"."""
    antwoord = RedirectResponse("/redactie/vind", 303)
    zet_koekje(request, antwoord, "vind", {"tekst": code.replace("_", " ")[:60]})
    return antwoord


@router.post("/redactie/nagekeken")
@voor(ROL)
async def samen_nagekeken(request: Request) -> Response:
    """ "Alles klopt nog", for every entry that was ticked."""
    formulier = await request.form()
    een = str(formulier.get("een", ""))  # the button of one row: only that one, whatever is ticked
    gekozen = [een] if een else [str(x) for x in formulier.getlist("plek")]
    return await run_in_threadpool(_samen, request, gekozen)


def _samen(request: Request, gekozen: list[str]) -> Response:
    paren = [(id, int(versie)) for id, _, versie in (x.partition(":") for x in gekozen) if versie.isdecimal() and len(versie) < 10]
    if not paren:
        raise plat(request, 422, N_("U koos nog niets"), N_("Ga terug. Kruis aan welke plekken nog kloppen."))
    a = request.app.state
    with a.db.schrijf() as s:
        klaar, voorbij = redactie.kijk_samen_na(s, wie(request), paren, vandaag(), nu())
        stand = werklijst.stand(s)
    if klaar:
        request.app.state.publicatie.volg(stand)
    return RedirectResponse(f"/redactie?klaar={klaar}" + (f"&voorbij={voorbij}" if voorbij else ""), 303)


# --- all entries ------------------------------------------------------------------------------------------------------


def _alle(request: Request, zoek: str) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    with request.app.state.db.lees() as s:
        gevonden = redactie.zoek(s, zoek)
    dag = vandaag()
    rijen = [
        {
            "id": r.id,
            "naam": naam,
            "soort": toon(request, "soort", str(r.gegevens.get("soort") or "")),
            "staat": _(_staat(r, dag)),
            "op": datum(uit_gegevens(r.gegevens).nagekeken_op),
        }
        for r, naam in gevonden
    ]
    return werkpagina(request, "redacteur/alle.html", zoek=zoek, rijen=rijen)


def _staat(r: VoorzieningRij, dag: Any) -> str:
    if r.staat == "live" and not uit_gegevens(r.gegevens).zichtbaar(dag):
        return N_("nu niet te zien")
    return STATEN.get(r.staat, r.staat)


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
