"""Door: files of entries in and out. Look at what changes, put it on line as one publication, take it back; the template; CSV and HSDS."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from typing import IO, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response, StreamingResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import bewerking, invoer, invoer_klaar, vragen
from portal.bewerking import MagNiet
from portal.deuren import voor
from portal.invoer_klaar import GEWIJZIGD, NIEUW, WEG
from portal.language import moment, vertaling
from portal.poort import niet_gevonden, plat, werkpagina, wie
from portal.redacteur.beeld import ROL
from portal.tabellen import Invoer, ZinRij
from portal.web import taal_van
from portal.werkdagen import nu, vandaag
from sociale_kaart import tabel
from sociale_kaart.check import Onleesbaar

router = APIRouter(include_in_schema=False)
N_ = str
PER_BLAD = 25
STATEN = {"klaar": N_("staat klaar"), "online": N_("staat online"), "terug": N_("teruggedraaid")}
GEDAAN = {
    "online": N_("De wijzigingen staan online."),
    "terug": N_("De invoer is teruggedraaid. Alles is weer zoals ervoor."),
    "gelijk": N_("Dit bestand is gelijk aan de kaart. Er verandert niets."),
    "weg": N_("Het bestand is weggegooid. De kaart is niet veranderd."),
}


def _rij(_: Any, r: Invoer) -> dict[str, Any]:
    return {
        "id": r.id,
        "bestand": r.bestand,
        "door": r.toon,
        "op": moment(r.op),
        "staat": r.staat,
        "staatnaam": _(STATEN[r.staat]),
        "nieuw": r.nieuw,
        "gewijzigd": r.gewijzigd,
        "weg": r.weg,
        "gelijk": r.gelijk,
        "gelezen": r.gelezen,
        "online_door": r.online_door,
        "online_op": moment(r.online_op) if r.online_op else "",
        "terug_door": r.terug_door,
        "terug_op": moment(r.terug_op) if r.terug_op else "",
        "meldingen": r.meldingen,
    }


def _begin(
    request: Request, status: int = 200, fouten: list[str] | None = None, bestand: str = "", gelezen: int = 0, gedaan: str = ""
) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    with request.app.state.db.lees() as s:
        lijst = [_rij(_, r) for r in invoer_klaar.lijst(s)]
    return werkpagina(
        request,
        "redacteur/invoer.html",
        status,
        lijst=lijst,
        fouten=fouten or [],
        bestand=bestand,
        gelezen=gelezen,
        gedaan=_(GEDAAN[gedaan]) if gedaan in GEDAAN else "",
    )


@router.api_route("/redactie/invoer", methods=["GET", "HEAD"])
@voor(ROL)
def begin(request: Request, gedaan: str = "") -> Response:
    """A file in, the files out, and what was put in before."""
    return _begin(request, gedaan=gedaan)


@router.post("/redactie/invoer")
@voor(ROL)
def zet_klaar(request: Request, bestand: UploadFile | None = File(None)) -> Response:
    """Read the file; lay ready what it changes, or say what is wrong with it by row and column. The kaart does not change here."""
    a = request.app.state
    if bestand is None or not bestand.filename:
        return _begin(request, 422, [vertaling(taal_van(request).code).gettext(N_("Kies eerst een bestand."))])
    naam = bestand.filename.replace("\\", "/").split("/")[-1]
    try:
        bron = invoer.bron_uit(bestand.file, naam, a.gemeente)
        verslag, id = invoer_klaar.zet_klaar(a.db, bron, naam, wie(request), vandaag(), nu())
    except Onleesbaar as fout:
        return _begin(request, 422, [str(fout)], naam)
    if verslag.fouten:
        return _begin(request, 422, verslag.fouten, naam, verslag.gelezen)
    return RedirectResponse(f"/redactie/invoer/{id}" if id else "/redactie/invoer?gedaan=gelijk", 303)


@router.api_route("/redactie/invoer/{id}", methods=["GET", "HEAD"])
@voor(ROL)
def bekijk(request: Request, id: int, wat: str = "", blad: int = 1, gedaan: str = "") -> Response:
    """What changes (or changed), in pages; for a changed entry field by field."""
    return _toon(request, id, wat, blad, gedaan)


def _toon(
    request: Request, id: int, wat: str = "", blad: int = 1, gedaan: str = "", fout: str = "", bleef: list[Any] | None = None
) -> Response:
    _ = vertaling(taal_van(request).code).gettext
    a = request.app.state
    with a.db.lees() as s:
        rij = s.get(Invoer, id)
        if rij is None:
            raise niet_gevonden(request)
        aantallen = {GEWIJZIGD: rij.gewijzigd, NIEUW: rij.nieuw, WEG: rij.weg}
        wat = wat if wat in aantallen else next((w for w, n in aantallen.items() if n), GEWIJZIGD)
        bladen = max(1, -(-aantallen[wat] // PER_BLAD))
        blad = min(max(blad, 1), bladen)
        regels = invoer_klaar.regels(s, id, wat, blad, PER_BLAD)
        verliest = _verliest(request, s, rij)
    return werkpagina(
        request,
        "redacteur/invoer_bekijk.html",
        409 if fout else 200,
        r=_rij(_, rij),
        wat=wat,
        aantallen=aantallen,
        blad=blad,
        bladen=bladen,
        regels=[{"waar": k.waar, "id": k.id, "naam": k.naam, "anders": [(_(v), a_, b_) for v, a_, b_ in k.anders]} for k in regels],
        ander=bewerking.tweede_lezer(a.gemeente) and rij.door == wie(request).naam,
        gedaan=_(GEDAAN[gedaan]) if gedaan in GEDAAN else "",
        fout=_(fout) if fout else "",
        bleef=bleef or [],
        verliest=verliest,
    )


def _verliest(request: Request, s: Session, rij: Invoer) -> list[str]:
    """Labelled questions that are no longer found when what the file does not name goes to the archive."""
    if rij.staat != "klaar" or not rij.weg:
        return []
    kaart, weg_ = request.app.state.publicatie.kaart, invoer_klaar.weg(s, rij.id)
    straks = vragen.kaart_zonder(kaart, list(s.scalars(select(ZinRij).order_by(ZinRij.id))), weg_)
    return [oud.vraag.tekst for oud, _ in vragen.verliest(kaart, straks, vragen.alle(s)).verloren]


@router.post("/redactie/invoer/{id}/online")
@voor(ROL)
def online(request: Request, id: int, ook_weg: str = Form("", max_length=3)) -> Response:
    """Everything in one publication."""
    a = request.app.state
    try:
        stand = invoer_klaar.zet_online(a.db, a.gemeente, wie(request), id, ook_weg == "ja", nu())
    except MagNiet as fout:
        return _toon(request, id, fout=fout.zin)
    a.publicatie.volg(stand)
    return RedirectResponse(f"/redactie/invoer/{id}?gedaan=online", 303)


@router.post("/redactie/invoer/{id}/terug")
@voor(ROL)
def terug(request: Request, id: int) -> Response:
    """Undo: one publication too. What somebody changed since stays, and is named."""
    a = request.app.state
    try:
        stand, bleef = invoer_klaar.draai_terug(a.db, wie(request), id, nu())
    except MagNiet as fout:
        return _toon(request, id, fout=fout.zin)
    a.publicatie.volg(stand)
    if bleef:
        return _toon(request, id, bleef=[{"id": i, "naam": n} for i, n in bleef])
    return RedirectResponse(f"/redactie/invoer/{id}?gedaan=terug", 303)


@router.post("/redactie/invoer/{id}/weg")
@voor(ROL)
def weg(request: Request, id: int) -> Response:
    """Not used after all."""
    with request.app.state.db.schrijf() as s:
        gedaan = invoer_klaar.gooi_weg(s, wie(request), id)
    if not gedaan:
        raise plat(request, 409, N_("Dit bestand staat niet meer klaar"), N_("Kijk in de lijst wat ermee gebeurde."))
    return RedirectResponse("/redactie/invoer?gedaan=weg", 303)


# --- out ------------------------------------------------------------------------------------------------------------------


def _bestand(naam: str, soort: str, codering: str, schrijf: Callable[[IO[str]], int]) -> Response:
    """Written whole on disk first, so that a mistake gives no half file; then sent a piece at a time."""
    ruw = tempfile.TemporaryFile()  # noqa: SIM115 - closed when all is sent
    tekst = io.TextIOWrapper(ruw, encoding=codering, newline="", write_through=True)
    try:
        schrijf(tekst)
        tekst.detach()
        ruw.seek(0)
    except BaseException:
        ruw.close()
        raise

    def stukken() -> Iterator[bytes]:
        with ruw:
            yield from iter(lambda: ruw.read(64 * 1024), b"")

    return StreamingResponse(stukken(), media_type=soort, headers={"Content-Disposition": f'attachment; filename="{naam}"'})


@router.api_route("/redactie/uitvoer.csv", methods=["GET", "HEAD"])
@voor(ROL)
def csv(request: Request) -> Response:
    """Every entry that is on line as a table."""
    a = request.app.state
    naam = f"sociale-kaart-{a.gemeente.code}-{vandaag()}.csv"
    return _bestand(naam, "text/csv; charset=utf-8", "utf-8-sig", lambda b: invoer.uit_als(b, a.db, a.gemeente, "csv", vandaag()))


@router.api_route("/redactie/uitvoer.json", methods=["GET", "HEAD"])
@voor(ROL)
def hsds(request: Request) -> Response:
    """What is visible today as HSDS."""
    a = request.app.state
    naam = f"sociale-kaart-{a.gemeente.code}-{vandaag()}.json"
    return _bestand(naam, "application/json", "utf-8", lambda b: invoer.uit_als(b, a.db, a.gemeente, "hsds", vandaag()))


@router.api_route("/redactie/sjabloon.csv", methods=["GET", "HEAD"])
@voor(ROL)
def sjabloon(request: Request) -> Response:
    """The empty table, with a row that explains each column."""

    def schrijf(b: IO[str]) -> int:
        tabel.sjabloon(b)
        return 0

    return _bestand("sjabloon-sociale-kaart.csv", "text/csv; charset=utf-8", "utf-8-sig", schrijf)
