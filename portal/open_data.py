"""Door for other systems: the kaart as open data, HSDS 3.0 under /hsds. Read only; the names and parameters are those of the standard."""

from __future__ import annotations

import datetime as dt
import json
import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from portal.deuren import PUBLIEK, voor
from portal.invoer import gewijzigd
from portal.schoon import zonder_bsn
from portal.werkdagen import AMSTERDAM, vandaag
from sociale_kaart import hsds
from sociale_kaart.model import Voorziening
from sociale_kaart.search import Kaart
from sociale_kaart.woorden import normaal

router = APIRouter(include_in_schema=False)
KOPPEN = {"API-Version": "1.0.0", "Access-Control-Allow-Origin": "*"}
PER_BLADZIJDE, MEESTE = 50, 500
LANGSTE_ZOEKTEKST = 500

# address -> (what it gives, schema of the standard, its parameters)
LIJST = ("search", "page", "per_page", "format")
ADRESSEN: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "/services": (
        "Diensten",
        "compiled/service_list",
        (*LIJST, "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "minimal", "full"),
    ),
    "/services/{id}": ("Eén dienst met alles erbij", "compiled/service", ()),
    "/organizations": ("Organisaties", "compiled/organization_list", (*LIJST, "full", "full_service")),
    "/organizations/{id}": ("Eén organisatie met haar diensten", "compiled/organization", ("full_service",)),
    "/service_at_locations": (
        "Diensten op een plek",
        "compiled/service_at_location_list",
        (*LIJST, "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "full", "postcode", "proximity"),
    ),
    "/service_at_locations/{id}": ("Eén dienst op een plek", "compiled/service_at_location", ()),
    "/taxonomies": ("Indelingen", "taxonomy", LIJST),
    "/taxonomies/{id}": ("Eén indeling", "taxonomy", ()),
    "/taxonomy_terms": ("Termen", "taxonomy_term", (*LIJST, "taxonomy_id", "top_only", "parent_id")),
    "/taxonomy_terms/{id}": ("Eén term", "taxonomy_term", ()),
}
PARAMETERS: dict[str, tuple[str, str]] = {
    "search": ("string", "Zoekt met dezelfde zoeker als de site. De tekst wordt niet bewaard."),
    "page": ("integer", "Nummer van de bladzijde, vanaf 1."),
    "per_page": ("integer", f"Aantal op een bladzijde, 1 tot {MEESTE}. Standaard {PER_BLADZIJDE}."),
    "format": ("string", "json of ndjson. Bij ndjson komt alles zonder bladzijden, één per regel."),
    "taxonomy_term_id": ("string", "Alleen diensten met deze term."),
    "taxonomy_id": ("string", "Alleen diensten (of termen) uit deze indeling."),
    "organization_id": ("string", "Alleen diensten van deze organisatie."),
    "modified_after": ("string", "Alleen wat op of na dit moment veranderde, zoals 2026-11-01T00:00:00Z."),
    "minimal": ("boolean", "Alleen id en last_modified, alles op één bladzijde."),
    "full": ("boolean", "Alles erbij."),
    "full_service": ("boolean", "De diensten van een organisatie met alles erbij."),
    "postcode": ("string", "Alleen plekken met deze postcode, of deze vier cijfers."),
    "proximity": ("string", "Kan hier niet: de kaart kent geen coördinaten."),
    "top_only": ("boolean", "Alleen termen waar geen andere termen onder staan."),
    "parent_id": ("string", "Alleen termen die onder deze term staan."),
}


class Onbruikbaar(Exception):
    """A parameter that cannot be used; the text says why."""


@dataclass(frozen=True)
class Beeld:
    """The kaart of one moment as HSDS: what is visible today, and when each changed."""

    kaart: Kaart
    stand: int
    dag: dt.date
    vorm: hsds.Hsds
    alle: dict[str, Voorziening]
    sinds: Mapping[str, dt.datetime]
    organisaties: dict[str, list[Voorziening]] = field(default_factory=dict)
    tot: float = math.inf  # without the database it is made again after this moment (monotonic seconds)

    def veranderd(self, v: Voorziening) -> dt.datetime:
        """The last change that others can see: of the entry, or the day it became visible."""
        ooit = self.sinds.get(v.id) or dt.datetime.combine(v.nagekeken_op or dt.date(2000, 1, 1), dt.time(), dt.UTC)
        return max(ooit, dt.datetime.combine(v.zichtbaar_van, dt.time(), AMSTERDAM)) if v.zichtbaar_van else ooit

    def kaal(self, v: Voorziening) -> dict[str, Any]:
        """A service as it stands in a list."""
        return self.vorm.kaal(v, self.veranderd(v))

    def dienst(self, v: Voorziening) -> dict[str, Any]:
        """A service with everything."""
        return self.vorm.dienst(v, self.veranderd(v))


def beeld(request: Request) -> Beeld:
    """The present view; made once for each publication and day. Works without the database."""
    state = request.app.state
    state.publicatie.kijk()
    kaart, stand, dag = state.publicatie.kaart, state.publicatie.stand, vandaag()
    oud: Beeld | None = getattr(state, "hsds", None)
    if oud is not None and oud.kaart is kaart and oud.stand == stand and oud.dag == dag and time.monotonic() < oud.tot:
        return oud
    tot = math.inf
    try:
        sinds = gewijzigd(state.db)
    except Exception:  # the database is gone: the date of the last check stands in
        sinds, tot = {}, time.monotonic() + 5
    alle = {v.id: v.openbaar() for v in sorted(kaart.alle.values(), key=lambda v: v.id) if v.zichtbaar(dag)}
    organisaties: dict[str, list[Voorziening]] = {}
    for v in alle.values():
        if v.aanbieder:
            organisaties.setdefault(hsds.organisatie_id(v.aanbieder), []).append(v)
    state.hsds = nieuw = Beeld(
        kaart, stand, dag, hsds.Hsds(kaart.gemeente, kaart.tax), alle, sinds, dict(sorted(organisaties.items())), tot
    )
    return nieuw


# --- parameters ---------------------------------------------------------------------------------------------------------


class Vraag:
    """The parameters of a request, checked against those of its address."""

    def __init__(self, request: Request, adres: str) -> None:
        self.request = request
        mag = ADRESSEN[adres][2]
        self.q = {k: w for k, w in request.query_params.items() if w != ""}
        for naam in self.q:
            if naam not in mag:
                raise Onbruikbaar(f"De parameter '{naam[:40]}' kennen wij hier niet. Wij kennen: {', '.join(mag) or 'geen'}.")
            if len(request.query_params.getlist(naam)) > 1:
                raise Onbruikbaar(f"'{naam}' staat er meer dan één keer. Geef één waarde.")
        if "proximity" in self.q:
            raise Onbruikbaar("Zoeken op afstand ('proximity') kan niet: de kaart kent geen coördinaten.")
        self.format = self.q.get("format", "json").lower()
        if self.format not in ("json", "ndjson"):
            raise Onbruikbaar("'format' is json of ndjson.")
        self.page, self.per_page = self._getal("page", 1, 10**6), self._getal("per_page", PER_BLADZIJDE, MEESTE)
        self.search = zonder_bsn(self.q.get("search", ""))[0]
        if len(self.search) > LANGSTE_ZOEKTEKST:
            raise Onbruikbaar(f"'search' is te lang. Gebruik ten hoogste {LANGSTE_ZOEKTEKST} tekens.")

    def _getal(self, naam: str, anders: int, meeste: int) -> int:
        tekst = self.q.get(naam, str(anders))
        if not (tekst.isascii() and tekst.isdigit() and len(tekst) < 8 and 1 <= int(tekst) <= meeste):
            raise Onbruikbaar(f"'{naam}' is een getal van 1 tot {meeste}.")
        return int(tekst)

    def aan(self, naam: str) -> bool:
        """A switch: true or false."""
        tekst = self.q.get(naam, "false").lower()
        if tekst not in ("true", "false", "1", "0"):
            raise Onbruikbaar(f"'{naam}' is true of false.")
        return tekst in ("true", "1")

    def een_van(self, naam: str, bekend: Iterable[str]) -> str:
        """An id that must exist; empty when it was not given."""
        id = self.q.get(naam, "").lower()
        if id and id not in bekend:
            raise Onbruikbaar(f"'{naam}': dit id bestaat niet.")
        return id

    def na(self) -> dt.datetime | None:
        """modified_after, as an aware moment."""
        tekst = self.q.get("modified_after", "").strip()
        if not tekst:
            return None
        try:
            m = dt.datetime.fromisoformat(tekst.replace(" ", "+") if "T" in tekst else tekst)  # "+" in an address arrives as a space
        except ValueError:
            raise Onbruikbaar("'modified_after' is geen moment. Schrijf het als 2026-11-01T00:00:00Z.") from None
        return m if m.tzinfo else m.replace(tzinfo=dt.UTC)


# --- answers --------------------------------------------------------------------------------------------------------------


def _json(inhoud: Any, status: int = 200) -> Response:
    return JSONResponse(inhoud, status, headers=KOPPEN)


def _probleem(status: int, kop: str, zin: str, extra: Mapping[str, str] | None = None) -> Response:
    lichaam = {"type": "about:blank", "title": kop, "status": status, "detail": zin}
    return JSONResponse(lichaam, status, headers=KOPPEN | dict(extra or {}), media_type="application/problem+json")


def _bladzijde(vraag: Vraag, rijen: list[Any], vorm: Callable[[Any], Any], heel: bool = False) -> Response:
    """A page of a list as the standard says; ndjson gives all, one a line."""
    if vraag.format == "ndjson":

        def regels() -> Iterator[str]:
            for r in rijen:
                yield json.dumps(vorm(r), ensure_ascii=False) + "\n"

        return StreamingResponse(regels(), headers=KOPPEN, media_type="application/x-ndjson")
    per = max(1, len(rijen)) if heel else vraag.per_page
    bladen = max(1, math.ceil(len(rijen) / per))
    nu = rijen[(vraag.page - 1) * per : vraag.page * per]
    return _json(
        {
            "total_items": len(rijen),
            "total_pages": bladen,
            "page_number": vraag.page,
            "size": len(nu),
            "first_page": vraag.page == 1,
            "last_page": vraag.page >= bladen,
            "empty": not nu,
            "contents": [vorm(r) for r in nu],
        }
    )


def _antwoord(request: Request, adres: str, maak: Callable[[Vraag, Beeld], Response | None]) -> Response:
    """The answer, or problem+json that says what is wrong with the question."""
    try:
        vraag = Vraag(request, adres)
        if vraag.search and not request.app.state.limiet_api.mag(request):
            return _probleem(
                429, "Even wachten", "Er komen veel vragen van uw adres. Probeer het over een minuut opnieuw.", {"Retry-After": "20"}
            )
        antwoord = maak(vraag, beeld(request))
    except Onbruikbaar as fout:
        return _probleem(400, "Deze vraag klopt niet", str(fout))
    return antwoord or _probleem(404, "Niet gevonden", "Wij kennen dit id niet. Misschien is het weg, of nog niet zichtbaar.")


def _zoek(b: Beeld, tekst: str) -> list[Voorziening]:
    """Entries for a text, best first: named ones, then those of the kinds that the kaart would show; else those with the words in their name."""
    lezing = b.kaart.lezer.lees(tekst)
    gevonden = [v for v, _ in b.kaart.namen.zoek(lezing)]
    for g in b.kaart.kies(b.kaart.soorten(lezing), 20):
        gevonden += b.kaart.beste(g.soort.code)
    if not gevonden:
        woorden = normaal(tekst).split()
        gevonden = [v for v in b.alle.values() if woorden and all(w in normaal(f"{v.naam} {v.aanbieder}") for w in woorden)]
    return [b.alle[id] for id in dict.fromkeys(v.id for v in gevonden) if id in b.alle]


def _diensten(vraag: Vraag, b: Beeld) -> list[Voorziening]:
    """Entries that fit every filter (they combine with AND)."""
    rijen = _zoek(b, vraag.search) if vraag.search else list(b.alle.values())
    term = vraag.een_van("taxonomy_term_id", b.vorm.termen)
    indeling = vraag.een_van("taxonomy_id", {t["id"] for t in hsds.taxonomieen()})
    organisatie = vraag.een_van("organization_id", b.organisaties)
    na = vraag.na()
    if organisatie:
        rijen = [v for v in rijen if v.aanbieder and hsds.organisatie_id(v.aanbieder) == organisatie]
    if na:
        rijen = [v for v in rijen if b.veranderd(v) >= na]
    if term:
        rijen = [v for v in rijen if term in b.vorm.termen_van(v)]
    if indeling:
        rijen = [v for v in rijen if any(b.vorm.termen[t]["taxonomy_id"] == indeling for t in b.vorm.termen_van(v))]
    return rijen


def _past(tekst: str, d: Mapping[str, Any]) -> bool:
    heel = normaal(" ".join(str(d.get(k, "")) for k in ("name", "description", "code")))
    return all(w in heel for w in normaal(tekst).split())


# --- addresses ------------------------------------------------------------------------------------------------------------


def _basis(request: Request) -> str:
    return (request.app.state.keuzes.basis_url or str(request.base_url)).rstrip("/") + "/hsds"


@router.api_route("/hsds", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def hsds_begin(request: Request) -> Response:
    """What this is."""
    return _json({"version": hsds.VERSIE, "profile": hsds.PROFIEL, "openapi_url": _basis(request) + "/openapi.json"})


@router.api_route("/hsds/openapi.json", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def openapi(request: Request) -> Response:
    """Every address with its parameters."""
    g = request.app.state.gemeente
    schema = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/"
    paden: dict[str, Any] = {
        "/": {"get": {"operationId": "begin", "summary": "Versie en profiel", "responses": {"200": {"description": "Versie en profiel"}}}}
    }
    for pad, (wat, vorm, parameters) in ADRESSEN.items():
        ref: dict[str, Any] = {"$ref": f"{schema}{vorm}.json"}
        if "{id}" not in pad:
            ref = {
                "allOf": [
                    {"$ref": "#/components/schemas/Page"},
                    {"type": "object", "properties": {"contents": {"type": "array", "items": ref}}},
                ]
            }
        lijst = [
            {"name": p, "in": "query", "required": False, "description": PARAMETERS[p][1], "schema": {"type": PARAMETERS[p][0]}}
            for p in parameters
        ]
        if "{id}" in pad:
            lijst.insert(
                0,
                {
                    "name": "id",
                    "in": "path",
                    "required": True,
                    "description": "Het id (UUID).",
                    "schema": {"type": "string", "format": "uuid"},
                },
            )
        fouten = {
            "400" if "{id}" not in pad else "404": {"description": "Deze vraag klopt niet", "content": {"application/problem+json": {}}}
        }
        goed = {
            "200": {
                "description": wat,
                "headers": {"API-Version": {"schema": {"type": "string"}}},
                "content": {"application/json": {"schema": ref}},
            }
        }
        paden[pad] = {
            "get": {"operationId": pad.strip("/").replace("/{id}", "_id"), "summary": wat, "parameters": lijst, "responses": goed | fouten}
        }
    getal, schakel = {"type": "integer"}, {"type": "boolean"}
    blad = {
        "total_items": getal,
        "total_pages": getal,
        "page_number": getal,
        "size": getal,
        "first_page": schakel,
        "last_page": schakel,
        "empty": schakel,
    }
    return _json(
        {
            "openapi": "3.1.0",
            "info": {
                "title": f"Sociale kaart {g.naam} (HSDS {hsds.VERSIE})",
                "version": "1.0.0",
                "description": "De sociale kaart als open data. Alleen lezen, zonder sleutel.",
                "contact": {k: w for k, w in (("name", f"Gemeente {g.naam}"), ("url", g.site), ("email", g.mail)) if w},
            },
            "servers": [{"url": _basis(request)}],
            "paths": paden,
            "components": {"schemas": {"Page": {"type": "object", "properties": blad}}},
        }
    )


@router.api_route("/hsds/services", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def services(request: Request) -> Response:
    """Services, page by page."""

    def maak(vraag: Vraag, b: Beeld) -> Response:
        rijen = _diensten(vraag, b)
        if vraag.aan("minimal"):
            return _bladzijde(vraag, rijen, lambda v: {k: b.kaal(v)[k] for k in ("id", "last_modified")}, heel="per_page" not in vraag.q)
        return _bladzijde(vraag, rijen, b.dienst if vraag.aan("full") else b.kaal)

    return _antwoord(request, "/services", maak)


@router.api_route("/hsds/services/{id}", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def service(request: Request, id: str) -> Response:
    """One service with everything."""
    return _antwoord(request, "/services/{id}", lambda _, b: _json(b.dienst(b.alle[id.lower()])) if id.lower() in b.alle else None)


def _organisatie(b: Beeld, id: str, vol: bool, diensten: bool) -> dict[str, Any]:
    rijen = b.organisaties[id]
    kaal = b.vorm.organisatie(rijen[0].aanbieder)
    if not vol:
        return kaal
    plekken = {p["id"]: p for v in rijen if (d := b.vorm.dienst_op_plek(v)) and (p := d["location"])}
    return kaal | hsds.kort(
        {"locations": list(plekken.values()), "services": [b.dienst(v) if diensten else {"id": v.id, "name": v.naam} for v in rijen]}
    )


@router.api_route("/hsds/organizations", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def organizations(request: Request) -> Response:
    """Organisations, page by page."""

    def maak(vraag: Vraag, b: Beeld) -> Response:
        vol, diensten = vraag.aan("full"), vraag.aan("full_service")
        ids = [
            id for id, rijen in b.organisaties.items() if not vraag.search or _past(vraag.search, b.vorm.organisatie(rijen[0].aanbieder))
        ]
        return _bladzijde(vraag, ids, lambda id: _organisatie(b, id, vol or diensten, diensten))

    return _antwoord(request, "/organizations", maak)


@router.api_route("/hsds/organizations/{id}", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def organization(request: Request, id: str) -> Response:
    """One organisation with its places and services."""

    def maak(vraag: Vraag, b: Beeld) -> Response | None:
        return _json(_organisatie(b, id.lower(), True, vraag.aan("full_service"))) if id.lower() in b.organisaties else None

    return _antwoord(request, "/organizations/{id}", maak)


def _op_plek(b: Beeld, v: Voorziening, vol: bool) -> dict[str, Any]:
    d = b.vorm.dienst_op_plek(v, vol)
    assert d is not None  # noqa: S101 - only entries with a place come here
    return d | {"service": b.dienst(v) if vol else b.kaal(v)}


@router.api_route("/hsds/service_at_locations", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def service_at_locations(request: Request) -> Response:
    """Services at their place, page by page."""

    def maak(vraag: Vraag, b: Beeld) -> Response:
        rijen = [v for v in _diensten(vraag, b) if v.plek]
        if "postcode" in vraag.q:
            code = vraag.q["postcode"].replace(" ", "").upper()
            if len(code) not in (4, 6) or not code[:4].isdigit():
                raise Onbruikbaar("'postcode' is vier cijfers, of vier cijfers en twee letters.")
            rijen = [v for v in rijen if v.plek and v.plek.postcode.replace(" ", "").upper().startswith(code)]
        vol = vraag.aan("full")
        return _bladzijde(vraag, rijen, lambda v: _op_plek(b, v, vol))

    return _antwoord(request, "/service_at_locations", maak)


@router.api_route("/hsds/service_at_locations/{id}", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def service_at_location(request: Request, id: str) -> Response:
    """One service at its place."""

    def maak(_: Vraag, b: Beeld) -> Response | None:
        for v in b.alle.values():
            d = b.vorm.dienst_op_plek(v, False)
            if d is not None and d["id"] == id.lower():
                return _json(_op_plek(b, v, True))
        return None

    return _antwoord(request, "/service_at_locations/{id}", maak)


@router.api_route("/hsds/taxonomies", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def taxonomies(request: Request) -> Response:
    """The taxonomies."""
    return _antwoord(
        request, "/taxonomies", lambda vraag, _: _bladzijde(vraag, [t for t in hsds.taxonomieen() if _past(vraag.search, t)], dict)
    )


@router.api_route("/hsds/taxonomies/{id}", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def taxonomy(request: Request, id: str) -> Response:
    """One taxonomy."""
    een = next((t for t in hsds.taxonomieen() if t["id"] == id.lower()), None)
    return _antwoord(request, "/taxonomies/{id}", lambda *_: _json(een) if een else None)


def _met_indeling(term: dict[str, Any]) -> dict[str, Any]:
    return term | {"taxonomy_detail": next(t for t in hsds.taxonomieen() if t["id"] == term["taxonomy_id"])}


@router.api_route("/hsds/taxonomy_terms", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def taxonomy_terms(request: Request) -> Response:
    """The terms of the taxonomies."""

    def maak(vraag: Vraag, b: Beeld) -> Response:
        termen = [t for t in b.vorm.termen.values() if _past(vraag.search, t)]
        if indeling := vraag.een_van("taxonomy_id", {t["id"] for t in hsds.taxonomieen()}):
            termen = [t for t in termen if t["taxonomy_id"] == indeling]
        if ouder := vraag.een_van("parent_id", b.vorm.termen):
            termen = [t for t in termen if t.get("parent_id") == ouder]
        if vraag.aan("top_only"):  # in the words of the standard: terms that have no child terms
            ouders = {t.get("parent_id") for t in b.vorm.termen.values()}
            termen = [t for t in termen if t["id"] not in ouders]
        return _bladzijde(vraag, termen, _met_indeling)

    return _antwoord(request, "/taxonomy_terms", maak)


@router.api_route("/hsds/taxonomy_terms/{id}", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def taxonomy_term(request: Request, id: str) -> Response:
    """One term."""
    return _antwoord(
        request,
        "/taxonomy_terms/{id}",
        lambda _, b: _json(_met_indeling(b.vorm.termen[id.lower()])) if id.lower() in b.vorm.termen else None,
    )
