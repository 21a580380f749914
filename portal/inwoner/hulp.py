"""Door: looking around in the kaart: search, topics, one entry, my list."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import Response

from portal import lijst as ml
from portal.deuren import PUBLIEK, voor
from portal.gesprek import LANGSTE_VRAAG, Gesprek, advies, begrijp, bekijk, eerste_soorten
from portal.inwoner.begin import telbaar
from portal.inwoner.gesprek import context
from portal.inwoner.kaartje import kaartje, treden, waar
from portal.language import vertaling
from portal.papier import pdf
from portal.schoon import zonder_bsn, zonder_nummers
from portal.tabellen import Bericht
from portal.web import bewaar_gesprek, eigen_herkomst, lees_gesprek, lees_koekje, pagina, taal_van, verder, zet_koekje
from portal.werkdagen import lokaal, nu, vandaag
from sociale_kaart.model import DAGEN, Voorziening
from sociale_kaart.search import Filters, Kaart, Voorstel

router = APIRouter(include_in_schema=False)
DAGNAMEN = dict(zip(DAGEN, ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"), strict=True))
TALEN = {"nl": "Nederlands", "en": "Engels", "pl": "Pools", "tr": "Turks", "ar": "Arabisch", "uk": "Oekraïens"}
TOEGANKELIJK = {
    "rolstoel": "Een rolstoel kan overal komen",
    "lift": "Er is een lift",
    "rustige-ruimte": "Er is een rustige ruimte",
    "ringleiding": "Er is een ringleiding voor wie slecht hoort",
    "aangepast-toilet": "Er is een aangepast toilet",
    "ov-dichtbij": "De bus of trein stopt dichtbij",
}


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
    schoon = zonder_nummers(vraag.strip())[0]
    if len(schoon) > LANGSTE_VRAAG:
        return _resultaten(request, schoon, "Uw vraag is te lang om te bewaren. Maak hem korter, of bel.", 422)
    if request.headers.get("hx-request"):
        return _resultaten(request, schoon)
    klaar = verder(request, "/zoeken", **{k: v for k, v in request.query_params.items() if k != "taal"})
    geteld = telbaar(request, klaar, schoon, begrijp(request.app.state.publicatie.kaart, schoon), lees_gesprek(request).geteld)
    bewaar_gesprek(request, klaar, Gesprek(vraag=schoon, taal=taal_van(request).code, geteld=geteld))
    return klaar


def _resultaten(request: Request, vraag: str, fout: str = "", status: int = 200) -> Response:
    kaart: Kaart = request.app.state.publicatie.kaart
    _ = vertaling(taal_van(request).code).gettext
    filters = _filters(request)
    lijst = lees_koekje(request, "lijst") or []
    if vraag:
        beeld = bekijk(kaart, Gesprek(vraag=vraag))
        b = begrijp(kaart, vraag, filters.buurt, (), 12 if filters != Filters() else 5, filters)
        meer = bool(request.query_params.get("meer")) and filters == Filters()
        p = context(request, beeld, meer=meer)
        if not meer:
            p["treden"] = treden(_, kaart, b.items, filters.buurt, lijst)
        p["meer"] = bool(beeld.meer) and not meer and filters == Filters()
    else:
        p = context(request, bekijk(kaart, Gesprek()))
    p["fout"] = _(fout) if fout else ""
    aantal = sum(len(t["items"]) for t in p["treden"])
    return pagina(
        request, "inwoner/zoeken.html", status, p=p, vraag=vraag, filters=_keuzes(request, kaart), aantal=aantal, treden=p["treden"]
    )


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
    buurt = kaart.gemeente.buurten.get(v.plek.buurt) if v.plek else None
    lijkt = [x for x in kaart.beste(v.soort, nu=lokaal()) if x.id != v.id][:4]
    w = kaartje(_, kaart, v, "", lijst) | {
        "aanbieder": v.aanbieder,
        "wat": v.wat,
        "wanneer": v.wanneer,
        "zelf": v.zelf,
        "waarheen": v.waarheen,
        "open": [{"dag": _(DAGNAMEN[o.dag]), "van": o.van, "tot": o.tot} for o in v.open],
        "plek": {"adres": v.plek.adres, "postcode": v.plek.postcode, "plaats": v.plek.plaats, "buurt_naam": buurt.naam if buurt else ""}
        if v.plek
        else None,
        "mail": v.mail,
        "site": v.site,
        "talen": [_(TALEN.get(t, t)) for t in v.talen],
        "toegankelijk": [_(TOEGANKELIJK[t]) for t in v.toegankelijk if t in TOEGANKELIJK],
        "nagekeken_door": v.nagekeken_door,
        "gesloten": v.gesloten,
        "json_ld": json_ld(v, kaart),
        "soort_naam": _(kaart.tax.soorten[v.soort].naam),
        "domein": kaart.tax.soorten[v.soort].domein,
    }
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
    schoon = zonder_bsn(tekst.strip())[0]  # a phone number of the entry may stand in it
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


def _lijst(request: Request) -> list[Voorziening]:
    """The entries in the visitor's own cookie, in the order in which they were kept."""
    kaart: Kaart = request.app.state.publicatie.kaart
    ids = lees_koekje(request, "lijst") or []
    return [kaart.alle[i].openbaar() for i in ids if i in kaart.alle and kaart.alle[i].zichtbaar(vandaag())]


@router.api_route("/mijn-lijst", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def mijn_lijst(request: Request, plekken: str = "") -> Response:
    """The entries one kept: ids only, in a cookie; or those of a code that somebody took along (`plekken`)."""
    kaart: Kaart = request.app.state.publicatie.kaart
    _ = vertaling(taal_van(request).code).gettext
    eigen = _lijst(request)
    gekregen = [] if eigen else ml.uit_codes(kaart, plekken, vandaag())
    lijst = eigen or gekregen
    mee = ml.in_het_openbaar(kaart, lijst)
    ids = [v.id for v in eigen]
    return pagina(
        request,
        "inwoner/lijst.html",
        items=[kaartje(_, kaart, v, "", ids) for v in lijst],
        gekregen=ml.codes(gekregen),
        mailto=ml.mailto(_, mee) if mee else "",
        mee=bool(eigen) and bool(mee),
        stil=len(mee) < len(lijst),
    )


@router.api_route("/mijn-lijst.pdf", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def lijst_pdf(request: Request) -> Response:
    """The list as tagged PDF, made on the spot and kept nowhere."""
    kaart: Kaart = request.app.state.publicatie.kaart
    lijst = _lijst(request)
    if not lijst:
        return verder(request, "/mijn-lijst")
    _ = vertaling(taal_van(request).code).gettext
    html = request.app.state.sjablonen.html(
        "inwoner/lijst_pdf.html", taal_van(request), "/mijn-lijst", items=[kaartje(_, kaart, v) for v in lijst], dag=vandaag()
    )
    return Response(pdf(html), media_type="application/pdf", headers={"Content-Disposition": 'attachment; filename="mijn-lijst.pdf"'})


@router.api_route("/mijn-lijst/code.svg", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def lijst_code(request: Request) -> Response:
    """The list as QR code: an address with ids, to open on a phone. Never entries about safety or addiction."""
    mee = ml.in_het_openbaar(request.app.state.publicatie.kaart, _lijst(request))
    if not mee:
        raise HTTPException(404)
    basis = request.app.state.keuzes.basis_url or str(request.base_url)
    return Response(ml.qr(f"{basis.rstrip('/')}/mijn-lijst?plekken={ml.codes(mee)}"), media_type="image/svg+xml")


@router.api_route("/mijn-lijst/agenda.ics", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def lijst_agenda(request: Request) -> Response:
    """The list for a calendar: when each place is open next."""
    mee = ml.in_het_openbaar(request.app.state.publicatie.kaart, _lijst(request))
    if not mee:
        return verder(request, "/mijn-lijst")
    _ = vertaling(taal_van(request).code).gettext
    koppen = {"Content-Disposition": 'attachment; filename="mijn-lijst.ics"'}
    return Response(ml.agenda(_, mee, lokaal()), media_type="text/calendar; charset=utf-8", headers=koppen)


@router.post("/mijn-lijst")
@voor(PUBLIEK)
def bewaar(request: Request, id: str = Form(""), actie: str = Form(""), plekken: str = Form("")) -> Response:
    """Keep an entry, or take it off the list; or keep the list of a code."""
    eigen_herkomst(request)
    kaart: Kaart = request.app.state.publicatie.kaart
    lijst = [i for i in (lees_koekje(request, "lijst") or []) if i != id]
    if plekken:
        lijst = list(dict.fromkeys([*lijst, *(v.id for v in ml.uit_codes(kaart, plekken, vandaag()))]))[-ml.MEESTE :]
    elif actie != "weg" and id in kaart.alle:
        lijst = [*lijst, id][-ml.MEESTE :]
    klaar = verder(request, "/mijn-lijst")
    zet_koekje(request, klaar, "lijst", lijst)
    return klaar
