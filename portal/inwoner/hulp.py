"""Door: looking around in the kaart: search, topics, one entry, my list."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import Response

from portal import lijst as ml
from portal.deuren import PUBLIEK, voor
from portal.gesprek import LANGSTE_VRAAG, Gesprek, advies, begrijp, bekijk, eerste_soorten
from portal.inwoner.begin import telbaar
from portal.inwoner.gesprek import context
from portal.inwoner.kaartje import DAGNAMEN, TALEN, TOEGANKELIJK, blad, kaartje, te_zien, treden, waar
from portal.language import vertaling
from portal.papier import pdf
from portal.schoon import zonder_bsn, zonder_nummers
from portal.tabellen import Bericht
from portal.web import bewaar_gesprek, eigen_herkomst, lees_gesprek, lees_koekje, pagina, taal_van, verder, zet_koekje
from portal.werkdagen import lokaal, nu, vandaag
from sociale_kaart.model import DAGEN, Voorziening
from sociale_kaart.search import Filters, Kaart, Voorstel

router = APIRouter(include_in_schema=False)
FILTERS = ("buurt", "moment", "kosten", "taal_hulp", "leeftijd", "toegang", "toegankelijk")  # what an address may hold
PLAT = 20  # so many places of a neighbourhood are one list; more are folded by topic


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
        treden=treden(_, kaart, kaart.op_ladder(items), "", lijst, taal=taal_van(request).code),
        advies=[
            {"ladder": a.ladder, "domein": a.domein, "titel": _(a.titel), "punten": [_(x) for x in a.punten]}
            for a in advies([domein], [], False)
        ],
        alles=bool(alles),
    )


@router.api_route("/kaart", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def kaart_(request: Request) -> Response:
    """All help as a list. First a topic or a neighbourhood; then what is there, by kind; never everything on one page."""
    kaart: Kaart = request.app.state.publicatie.kaart
    _ = vertaling(taal_van(request).code).gettext
    filters, q = _filters(request), request.query_params
    thema = q.get("thema", "") if q.get("thema", "") in kaart.tax.domeinen else ""
    buurt = kaart.gemeente.buurten.get(filters.buurt)
    per: dict[str, list[Voorziening]] = {d: [] for d in kaart.tax.domeinen}
    dag = vandaag()
    for v in sorted(kaart.alle.values(), key=lambda v: v.naam.casefold()):
        if v.zichtbaar(dag) and filters.laat_door(v):
            per[kaart.tax.soorten[v.soort].domein].append(v.openbaar())
    keuze = {k: w for k, w in q.items() if k in FILTERS and w}
    themas = [
        {
            "code": d.code,
            "naam": _(d.naam),
            "icoon": d.icoon,
            "aantal": len(per[d.code]),
            "url": "/kaart?" + urlencode(keuze | {"thema": d.code}),
        }
        for d in kaart.tax.domeinen.values()
        if per[d.code]
    ]
    if thema:
        rijen = per[thema]
    elif buurt:
        rijen = [v for rij in per.values() for v in rij if v.plek and v.plek.buurt == buurt.code]
    else:
        rijen = []
    groepen = _groepen(_, kaart, rijen, per_soort=bool(thema))
    return pagina(
        request,
        "inwoner/kaart.html",
        thema={"code": thema, "naam": _(kaart.tax.domeinen[thema].naam)} if thema else None,
        buurt=buurt.naam if buurt else "",
        gekozen=bool(keuze),
        themas=themas,
        buurten=_buurten(kaart) if not keuze and not thema else [],
        groepen=groepen,
        plat=[i for g in groepen for i in g["items"]] if not thema and len(rijen) <= PLAT else [],
        filters=_keuzes(request, kaart),
        aantal=len(rijen) if thema else sum(t["aantal"] for t in themas),
    )


def _buurten(kaart: Kaart) -> list[dict[str, Any]]:
    """Neighbourhoods with how many places stand in each, by name."""
    telling = Counter(v.plek.buurt for v in kaart.alle.values() if v.plek and not v.geheim_adres and v.zichtbaar(vandaag()))
    return [
        {"naam": b.naam, "aantal": telling[b.code], "url": "/kaart?" + urlencode({"buurt": b.code})}
        for b in sorted(kaart.gemeente.buurten.values(), key=lambda b: b.naam)
    ]


def _groepen(_: Callable[[str], str], kaart: Kaart, rijen: Iterable[Voorziening], per_soort: bool) -> list[dict[str, Any]]:
    """Entries under their kind (light help first) or their topic, as rows of the list."""
    per: dict[str, list[Voorziening]] = {}
    for v in rijen:
        per.setdefault(v.soort if per_soort else kaart.tax.soorten[v.soort].domein, []).append(v)
    namen = {code: s.naam for code, s in kaart.tax.soorten.items()} if per_soort else {c: d.naam for c, d in kaart.tax.domeinen.items()}
    volgorde = sorted(kaart.tax.soorten, key=kaart.tax.stap) if per_soort else list(kaart.tax.domeinen)
    return [
        {
            "naam": _(namen[code]),
            "items": [
                {
                    "naam": v.naam,
                    "url": f"/voorzieningen/{v.id}",
                    "samenvatting": v.samenvatting,
                    "waar": waar(_, kaart, v, ""),
                    "tijden": v.tijden,
                }
                for v in per[code]
            ],
        }
        for code in volgorde
        if code in per
    ]


@router.post("/themas/{domein}")
@voor(PUBLIEK)
def thema_gesprek(request: Request, domein: str) -> Response:
    """Start the conversation about this topic."""
    eigen_herkomst(request)
    if domein not in request.app.state.publicatie.kaart.tax.domeinen:
        raise HTTPException(404)
    klaar = verder(request, "/gesprek", na="0")
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
        leeftijd=(int(leeftijd), int(leeftijd)) if leeftijd.isdigit() and len(leeftijd) < 4 else None,
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
            p["treden"] = treden(_, kaart, b.items, filters.buurt, lijst, taal=taal_van(request).code)
        p["meer"] = bool(beeld.meer) and not meer and filters == Filters()
    else:
        p = context(request, bekijk(kaart, Gesprek()))
    p["fout"] = _(fout) if fout else ""
    aantal = sum(len(t["items"]) for t in p["treden"])
    return pagina(
        request,
        "inwoner/zoeken.html",
        status,
        p=p,
        vraag=vraag,
        filters=_keuzes(request, kaart),
        aantal=aantal,
        treden=p["treden"],
    )


# --- one entry --------------------------------------------------------------------------------------------------------


def _vind(request: Request, id: str) -> Voorziening:
    gevonden = te_zien(request.app.state.publicatie.kaart, [id])
    if not gevonden:
        raise HTTPException(404)
    return gevonden[0]


@router.api_route("/voorzieningen/{id}", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def voorziening(request: Request, id: str) -> Response:
    """One entry: readable in five seconds, then complete."""
    v = _vind(request, id)
    kaart: Kaart = request.app.state.publicatie.kaart
    _ = vertaling(taal_van(request).code).gettext
    lijst = lees_koekje(request, "lijst") or []
    lijkt = [x for x in kaart.beste(v.soort, nu=lokaal()) if x.id != v.id][:4]
    taal = taal_van(request).code
    adres = f"{str(request.app.state.keuzes.basis_url or request.base_url).rstrip('/')}/voorzieningen/{v.id}"
    w = blad(_, kaart, v, lijst, taal, lokaal()) | {"json_ld": json_ld(v, kaart, adres)}
    return pagina(request, "inwoner/voorziening.html", w=w, lijkt=[{"naam": x.naam, "url": f"/voorzieningen/{x.id}"} for x in lijkt])


DAGEN_SCHEMA = dict(zip(DAGEN, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))


def json_ld(v: Voorziening, kaart: Kaart, adres: str) -> str:
    """schema.org data of an entry; "<" escaped so that it can stand in a script element. What we do not know is left out."""
    kanaal: dict[str, Any] = {"@type": "ServiceChannel"}
    if v.telefoon:
        kanaal["servicePhone"] = {"@type": "ContactPoint", "telephone": v.telefoon}
    if v.plek:
        kanaal["serviceLocation"] = {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": v.plek.adres,
                "postalCode": v.plek.postcode,
                "addressLocality": v.plek.plaats,
                "addressCountry": "NL",
            },
        }
    if v.talen:
        kanaal["availableLanguage"] = list(v.talen)
    elke_week = [o for o in v.open if not o.week]  # schema.org has no "second Tuesday"
    d: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Service",
        "@id": adres,
        "url": adres,
        "name": v.naam,
        "description": v.samenvatting,
        "provider": {"@type": "Organization", "name": v.aanbieder} | ({"url": v.site} if v.site else {}) if v.aanbieder else None,
        "areaServed": {"@type": "AdministrativeArea", "name": kaart.gemeente.naam},
        "isAccessibleForFree": None if v.bedrag is None else v.bedrag == 0,
        "hoursAvailable": [
            {"@type": "OpeningHoursSpecification", "dayOfWeek": DAGEN_SCHEMA[o.dag], "opens": o.van, "closes": o.tot} for o in elke_week
        ],
        "serviceType": kaart.tax.soorten[v.soort].naam,
        "sameAs": v.upl,
        "availableChannel": kanaal,
    }
    return json.dumps({k: w for k, w in d.items() if w not in (None, "", [])}, ensure_ascii=False).replace("<", "\\u003c")


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
    return te_zien(kaart, lees_koekje(request, "lijst") or [])


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
        items=[kaartje(_, kaart, v, "", ids, taal=taal_van(request).code) for v in lijst],
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
        "inwoner/lijst_pdf.html",
        taal_van(request),
        "/mijn-lijst",
        items=[kaartje(_, kaart, v, taal=taal_van(request).code) for v in lijst],
        dag=vandaag(),
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
    elif actie != "weg" and te_zien(kaart, [id]):
        lijst = [*lijst, id][-ml.MEESTE :]
    klaar = verder(request, "/mijn-lijst")
    zet_koekje(request, klaar, "lijst", lijst)
    return klaar
