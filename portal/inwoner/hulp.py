"""Door: looking around in the kaart: search, topics, one entry, my list."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import Response

from portal.deuren import PUBLIEK, voor
from portal.gesprek import LANGSTE_VRAAG, Gesprek, advies, begrijp, bekijk, eerste_soorten
from portal.inwoner.gesprek import context
from portal.inwoner.kaartje import DAGNAMEN, TALEN, TOEGANKELIJK, blad, kaartje, treden, waar
from portal.language import vertaling
from portal.schoon import zonder_bsn
from portal.tabellen import Bericht
from portal.tellen import tel_gemist
from portal.web import bewaar_gesprek, eigen_herkomst, lees_gesprek, lees_koekje, pagina, taal_van, verder, zet_koekje
from portal.werkdagen import lokaal, nu, vandaag
from sociale_kaart.model import Voorziening
from sociale_kaart.search import Filters, Kaart, Voorstel

router = APIRouter(include_in_schema=False)
LANGSTE_ZIN = 300  # characters


@router.api_route("/themas/{domein}", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def thema(request: Request, domein: str, alles: str = "") -> Response:
    """A topic: its advice, one or two entries of each kind in ladder order, and the conversation about it."""
    kaart: Kaart = request.app.state.publicatie.kaart
    if domein not in kaart.tax.domeinen:
        raise HTTPException(404)
    _ = vertaling(taal_van(request).code).gettext
    soorten = [s.code for s in kaart.tax.soorten.values() if s.domein == domein] if alles else eerste_soorten(kaart, domein)
    items = [
        Voorstel(v, kaart.tax.soorten[c], i, ())
        for i, c in enumerate(soorten, 1)
        for v in kaart.beste(c, nu=lokaal())[: 20 if alles else 1]
    ]
    lijst = lees_koekje(request, "lijst") or []
    return pagina(
        request,
        "inwoner/thema.html",
        thema={"code": domein, "naam": _(kaart.tax.domeinen[domein].naam)},
        treden=treden(_, kaart, kaart.op_ladder(items), "", lijst),
        advies=[
            {"ladder": a.ladder, "domein": a.domein, "titel": _(a.titel), "punten": [_(x) for x in a.punten]}
            for a in advies([domein], [], False)
        ],
        alles=bool(alles),
    )


@router.api_route("/kaart", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def kaart_(request: Request) -> Response:
    """All help, by topic and neighbourhood: the list that equals the map."""
    kaart: Kaart = request.app.state.publicatie.kaart
    _ = vertaling(taal_van(request).code).gettext
    filters = _filters(request)
    per: dict[str, list[Voorziening]] = {}
    for v in sorted(kaart.alle.values(), key=lambda v: v.naam):
        if v.zichtbaar(vandaag()) and filters.laat_door(v):
            per.setdefault(kaart.tax.soorten[v.soort].domein, []).append(v.openbaar())
    groepen = [
        {
            "code": d.code,
            "naam": _(d.naam),
            "items": [
                {"naam": v.naam, "url": f"/voorzieningen/{v.id}", "aanbieder": v.aanbieder, "waar": waar(_, kaart, v, "")}
                for v in per.get(d.code, ())
            ],
        }
        for d in kaart.tax.domeinen.values()
    ]
    return pagina(
        request, "inwoner/kaart.html", groepen=groepen, filters=_keuzes(request, kaart), aantal=sum(len(g["items"]) for g in groepen)
    )


@router.post("/themas/{domein}")
@voor(PUBLIEK)
def thema_gesprek(request: Request, domein: str) -> Response:
    """Start the conversation about this topic."""
    eigen_herkomst(request)
    if domein not in request.app.state.publicatie.kaart.tax.domeinen:
        raise HTTPException(404)
    klaar = verder(request, "/gesprek")
    bewaar_gesprek(request, klaar, Gesprek(onderwerp=domein, taal=taal_van(request).code))
    return klaar


def _filters(request: Request) -> Filters:
    q = request.query_params
    leeftijd = q.get("leeftijd", "")
    return Filters(
        buurt=q.get("buurt", ""),
        moment=q.get("moment", ""),
        kosten=q.get("kosten", ""),
        taal=q.get("taal_hulp", ""),
        leeftijd=int(leeftijd) if leeftijd.isdigit() and len(leeftijd) < 4 else None,
        toegang=q.get("toegang", ""),
        toegankelijk=q.get("toegankelijk", ""),
    )


def _keuzes(request: Request, kaart: Kaart) -> list[dict[str, Any]]:
    """The filters as the template shows them."""
    _ = vertaling(taal_van(request).code).gettext
    q = request.query_params
    buurten = sorted(((b.code, b.naam) for b in kaart.gemeente.buurten.values()), key=lambda b: b[1])
    alle: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("buurt", _("Buurt"), buurten),
        ("moment", _("Wanneer"), [*((c, _(n)) for c, n in DAGNAMEN.items()), ("avond", _("’s Avonds")), ("weekend", _("In het weekend"))]),
        ("kosten", _("Kosten"), [("gratis", _("Gratis"))]),
        ("taal_hulp", _("Taal"), [(c, _(n)) for c, n in TALEN.items()]),
        (
            "leeftijd",
            _("Leeftijd"),
            [("12", _("Kind")), ("20", _("16 tot 27 jaar")), ("45", _("Volwassen")), ("75", _("67 jaar of ouder"))],
        ),
        ("toegang", _("Hoe komt u binnen"), [(c, _(n)) for c, n in kaart.tax.toegang.items()]),
        ("toegankelijk", _("Toegankelijk"), [(c, _(n)) for c, n in TOEGANKELIJK.items()]),
    ]
    return [
        {"naam": naam, "label": label, "keuzes": [{"code": c, "label": n, "gekozen": q.get(naam) == c} for c, n in keuzes]}
        for naam, label, keuzes in alle
    ]


@router.api_route("/zoeken", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def zoeken(request: Request) -> Response:
    """Search results for the text in the cookie; the filters stand in the address, the text never."""
    return _resultaten(request, lees_gesprek(request).vraag)


@router.post("/zoeken")
@voor(PUBLIEK)
def zoek(request: Request, vraag: str = Form("")) -> Response:
    """Search: htmx gets the results at once (nothing is kept while typing); without JavaScript the text goes in the cookie, then 303."""
    eigen_herkomst(request)
    schoon = zonder_bsn(vraag.strip())[0]
    if len(schoon) > LANGSTE_VRAAG:
        return _resultaten(request, schoon, "Uw vraag is te lang om te bewaren. Maak hem korter, of bel.", 422)
    if request.headers.get("hx-request"):
        return _resultaten(request, schoon)
    kaart: Kaart = request.app.state.publicatie.kaart
    b = begrijp(kaart, schoon)
    if schoon and not b.items and not b.signalen:
        tel_gemist(request.app.state.db, kaart.lezer.lees(schoon))
    klaar = verder(request, "/zoeken", **{k: v for k, v in request.query_params.items() if k != "taal"})
    bewaar_gesprek(request, klaar, Gesprek(vraag=schoon, taal=taal_van(request).code))
    return klaar


def _resultaten(request: Request, vraag: str, fout: str = "", status: int = 200) -> Response:
    kaart: Kaart = request.app.state.publicatie.kaart
    _ = vertaling(taal_van(request).code).gettext
    filters = _filters(request)
    lijst = lees_koekje(request, "lijst") or []
    if vraag:
        beeld = bekijk(kaart, Gesprek(vraag=vraag))
        b = begrijp(kaart, vraag, filters.buurt, (), 12 if filters != Filters() else 5, filters)
        p = context(request, beeld)
        p["treden"] = treden(_, kaart, b.items, filters.buurt, lijst)
        if not b.items and not b.signalen and not fout:
            p["redactie_url"] = "/zin"
    else:
        p = context(request, bekijk(kaart, Gesprek()))
    p["fout"] = _(fout) if fout else ""
    aantal = sum(len(t["items"]) for t in p["treden"])
    return pagina(
        request,
        "inwoner/zoeken.html",
        status,
        p=p,
        redactie_url=p.pop("redactie_url", ""),
        zin=vraag[:LANGSTE_ZIN],
        vraag=vraag,
        filters=_keuzes(request, kaart),
        aantal=aantal,
        treden=p["treden"],
    )


@router.post("/zin")
@voor(PUBLIEK)
def stuur_zin(request: Request, zin: str = Form("")) -> Response:
    """A resident chooses to send the sentence that found nothing to the editors: shown and editable first, no name."""
    eigen_herkomst(request)
    _ = vertaling(taal_van(request).code).gettext
    schoon = zonder_bsn(" ".join(zin.split()))[0]
    if not schoon or len(schoon) > LANGSTE_ZIN:
        fout = _("Schrijf in een paar woorden wat u zocht.") if not schoon else _("Uw zin is te lang. Maak hem korter.")
        return pagina(request, "inwoner/zin.html", 422, fout=fout, zin=zin, bedankt=False)
    try:
        with request.app.state.db.schrijf() as s:
            s.add(Bericht(soort="zin", tekst=schoon, op=nu()))
    except Exception:
        fout = _("Dit lukt nu even niet. Uw tekst staat er nog. Probeer het straks weer.")
        return pagina(request, "inwoner/zin.html", 503, fout=fout, zin=zin, bedankt=False)
    return pagina(request, "inwoner/zin.html", fout="", zin="", bedankt=True)


# --- one entry --------------------------------------------------------------------------------------------------------


def _vind(request: Request, id: str) -> Voorziening:
    v = request.app.state.publicatie.kaart.alle.get(id)
    if v is None or not v.zichtbaar(vandaag()):
        raise HTTPException(404)
    return v.openbaar()


@router.api_route("/voorzieningen/{id}", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def voorziening(request: Request, id: str) -> Response:
    """One entry: readable in five seconds, then complete."""
    v = _vind(request, id)
    kaart: Kaart = request.app.state.publicatie.kaart
    _ = vertaling(taal_van(request).code).gettext
    lijst = lees_koekje(request, "lijst") or []
    lijkt = [x for x in kaart.beste(v.soort, nu=lokaal()) if x.id != v.id][:4]
    w = blad(_, kaart, v, lijst, taal_van(request).code) | {"json_ld": json_ld(v, kaart)}
    return pagina(request, "inwoner/voorziening.html", w=w, lijkt=[{"naam": x.naam, "url": f"/voorzieningen/{x.id}"} for x in lijkt])


def json_ld(v: Voorziening, kaart: Kaart) -> str:
    """schema.org data of an entry; "<" escaped so that it can stand in a script element."""
    d: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Service",
        "name": v.naam,
        "description": v.samenvatting,
        "provider": {"@type": "Organization", "name": v.aanbieder},
        "areaServed": {"@type": "AdministrativeArea", "name": kaart.gemeente.naam},
        "isAccessibleForFree": v.bedrag == 0,
        "availableChannel": {"@type": "ServiceChannel", "servicePhone": {"@type": "ContactPoint", "telephone": v.telefoon}},
    }
    if v.plek:
        d["availableChannel"]["serviceLocation"] = {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": v.plek.adres,
                "postalCode": v.plek.postcode,
                "addressLocality": v.plek.plaats,
                "addressCountry": "NL",
            },
        }
    return json.dumps(d, ensure_ascii=False).replace("<", "\\u003c")


@router.api_route("/voorzieningen/{id}/klopt-niet", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def klopt_niet(request: Request, id: str) -> Response:
    """ "Klopt dit niet?": one field, no name."""
    v = _vind(request, id)
    return pagina(request, "inwoner/klopt_niet.html", w={"id": v.id, "naam": v.naam}, fout="", tekst="", bedankt=False)


@router.post("/voorzieningen/{id}/klopt-niet")
@voor(PUBLIEK)
def meld(request: Request, id: str, tekst: str = Form("")) -> Response:
    """Keep what does not fit for the editors."""
    eigen_herkomst(request)
    v = _vind(request, id)
    _ = vertaling(taal_van(request).code).gettext
    schoon = zonder_bsn(tekst.strip())[0]
    w = {"id": v.id, "naam": v.naam}
    if not schoon:
        return pagina(
            request,
            "inwoner/klopt_niet.html",
            422,
            w=w,
            fout=_("Schrijf in een paar woorden wat er niet klopt."),
            tekst=tekst,
            bedankt=False,
        )
    if len(schoon) > 500:
        return pagina(
            request, "inwoner/klopt_niet.html", 422, w=w, fout=_("Uw bericht is te lang. Maak het korter."), tekst=tekst, bedankt=False
        )
    try:
        with request.app.state.db.schrijf() as s:
            s.add(Bericht(soort="klopt-niet", voorziening_id=v.id, tekst=schoon, op=nu()))
    except Exception:
        return pagina(
            request,
            "inwoner/klopt_niet.html",
            503,
            w=w,
            fout=_("Dit lukt nu even niet. Uw tekst staat er nog. Probeer het straks weer."),
            tekst=tekst,
            bedankt=False,
        )
    return pagina(request, "inwoner/klopt_niet.html", w=w, fout="", tekst="", bedankt=True)


# --- my list ----------------------------------------------------------------------------------------------------------


@router.api_route("/mijn-lijst", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def mijn_lijst(request: Request) -> Response:
    """The entries one kept; ids only, in a cookie."""
    kaart: Kaart = request.app.state.publicatie.kaart
    _ = vertaling(taal_van(request).code).gettext
    lijst = [i for i in (lees_koekje(request, "lijst") or []) if i in kaart.alle]
    items = [kaartje(_, kaart, kaart.alle[i], "", lijst) for i in lijst]
    regels = "\n\n".join(f"{i['naam']}\n{i['eerste_stap']} {i['telefoon']['toon'] if i['telefoon'] else ''}" for i in items)
    mailto = "mailto:?subject=" + quote(_("Mijn lijst")) + "&body=" + quote(regels)
    return pagina(request, "inwoner/lijst.html", items=items, mailto=mailto)


@router.post("/mijn-lijst")
@voor(PUBLIEK)
def bewaar(request: Request, id: str = Form(""), actie: str = Form("")) -> Response:
    """Keep an entry, or take it off the list."""
    eigen_herkomst(request)
    lijst = [i for i in (lees_koekje(request, "lijst") or []) if i != id]
    if actie != "weg" and id in request.app.state.publicatie.kaart.alle:
        lijst = [*lijst, id][-20:]
    klaar = verder(request, "/mijn-lijst")
    zet_koekje(request, klaar, "lijst", lijst)
    return klaar
