"""An entry as the templates show it: on a card, in a step of the ladder, on its own page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from portal.language import datum
from portal.mantelzorg import plek_oud
from portal.werkdagen import feestdag, vandaag
from sociale_kaart.load import VRAAG_DE_GEMEENTE
from sociale_kaart.model import DAGEN, Respijt, Voorziening
from sociale_kaart.search import Kaart, Voorstel
from sociale_kaart.uitleg import woorden_van
from sociale_kaart.uren import eerstvolgende, regels

AANHALING = "\u2068“%s”\u2069"  # the words of the visitor keep their own direction in a sentence that runs the other way
KLEIN_WOORD = 4  # characters
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


def tel_van(toon: str) -> dict[str, str] | None:
    """A phone number to dial and to show."""
    return {"tel": "".join(c for c in toon if c.isdigit() or c == "+"), "toon": toon} if toon else None


def waar(_: Callable[[str], str], kaart: Kaart, v: Voorziening, buurt: str) -> str:
    """Where, in a few words, with the distance when the buurt is known."""
    if v.plek is None:
        return _("Bij u thuis") if v.bij_u_thuis else (_("Wij vertellen waar als u belt") if v.geheim_adres else "")
    ver = kaart.gemeente.afstand(buurt, v.plek.buurt) if buurt else None
    b = kaart.gemeente.buurten.get(v.plek.buurt)
    plek = f"{v.plek.adres}, {b.naam}" if b else v.plek.adres
    if ver is None:
        return plek
    return _("In uw buurt: %(plek)s") % {"plek": v.plek.adres} if ver == 0 else f"{ver:.1f} km".replace(".", ",") + f", {plek}"


def uur(tijd: str) -> str:
    """ "09:30" as people write it: 9.30; "17:00" is 17."""
    u, m = tijd.split(":")
    return f"{int(u)}.{m}" if m != "00" else str(int(u))


def open_zin(_: Callable[[str], str], v: Voorziening, moment: dt.datetime, taal: str) -> str:
    """ "Nu open, tot 17 uur." Only where people can just come in: elsewhere the hours are those of a group or an appointment. `moment`: local."""
    if v.toegang != "vrij" or v.gesloten:
        return ""
    nu = moment.replace(tzinfo=None)
    o = eerstvolgende(v.open, nu, feestdag)
    if o is None:
        return ""
    w = {"van": uur(o.van), "tot": uur(o.tot)}
    if o.begin <= nu:
        return _("Nu open, tot %(tot)s uur.") % w
    dagen = (o.dag - nu.date()).days
    if dagen == 0:
        return _("Vandaag open van %(van)s tot %(tot)s uur.") % w
    if dagen == 1:
        return _("Morgen open van %(van)s tot %(tot)s uur.") % w
    return _("Weer open op %(dag)s, van %(van)s tot %(tot)s uur.") % (w | {"dag": datum(o.dag, taal)})


def uren_rijen(_: Callable[[str], str], v: Voorziening) -> list[dict[str, str]]:
    """The hours of a week as rows of a list: "maandag tot en met vrijdag", "9 tot 17 uur"."""
    weken = {
        "1": _("eerste %(dag)s van de maand"),
        "2": _("tweede %(dag)s van de maand"),
        "3": _("derde %(dag)s van de maand"),
        "4": _("vierde %(dag)s van de maand"),
        "laatste": _("laatste %(dag)s van de maand"),
        "soms": _("%(dag)s, niet elke week"),
    }
    uit = []
    for r in regels(v.open):
        eerste, laatste = _(DAGNAMEN[r.dagen[0]]), _(DAGNAMEN[r.dagen[-1]])
        if r.week:
            dag = weken[r.week] % {"dag": eerste}
        elif len(r.dagen) == 1:
            dag = eerste
        else:
            dag = (_("%(een)s en %(ander)s") if len(r.dagen) == 2 else _("%(een)s tot en met %(ander)s")) % {
                "een": eerste,
                "ander": laatste,
            }
        tijden = _(" en ").join(_("%(van)s tot %(tot)s uur") % {"van": uur(a), "tot": uur(b)} for a, b in r.tijden)
        uit.append({"dag": dag, "tijden": tijden})
    return uit


def voor_wie(_: Callable[[str], str], kaart: Kaart, v: Voorziening) -> str:
    """For whom: ages and neighbourhoods, in a few words; empty when it is for everybody."""
    van, tot = v.leeftijd_van, v.leeftijd_tot
    uit = []
    if van is not None and tot is not None:
        uit.append(_("%(van)s tot en met %(tot)s jaar") % {"van": van, "tot": tot})
    elif van is not None and van > 0:
        uit.append(_("vanaf %(van)s jaar") % {"van": van})
    elif tot is not None:
        uit.append(_("tot en met %(tot)s jaar") % {"tot": tot})
    buurten = [kaart.gemeente.buurten[w].naam for w in v.werkgebied if w in kaart.gemeente.buurten]
    if buurten and len(buurten) < len(kaart.gemeente.buurten) and kaart.gemeente.code not in v.werkgebied:
        uit.append(
            _("uit %(buurten)s") % {"buurten": _(" en ").join([", ".join(buurten[:-1]), buurten[-1]] if len(buurten) > 1 else buurten)}
        )
    tekst = ", ".join(uit)
    return tekst[:1].upper() + tekst[1:]


def te_zien(kaart: Kaart, ids: Iterable[str]) -> list[Voorziening]:
    """The entries of a list of ids that may be seen today, in the same order."""
    dag = vandaag()
    return [v.openbaar() for i in ids if (v := kaart.alle.get(i)) and v.zichtbaar(dag)]


def vrij(r: Respijt | None) -> dict[str, Any] | None:
    """The free place of respijtzorg (templates/parts/vrij.html): words, first free day, whether that day has come, day of the report, too old to trust."""
    if r is None or not (r.plek_vrij or r.plek_vanaf):
        return None
    dag = vandaag()
    return {
        "woorden": r.plek_vrij,
        "vanaf": r.plek_vanaf,
        "nu": bool(r.plek_vanaf and r.plek_vanaf <= dag),
        "gemeld_op": r.gemeld_op,
        "oud": plek_oud(r, dag),
    }


def kaartje(
    _: Callable[[str], str], kaart: Kaart, v: Voorziening, buurt: str = "", lijst: Iterable[str] = (), want: str = "", taal: str = "nl"
) -> dict[str, Any]:
    """A card (templates/parts/voorstel_kaart.html). `vertaald`: the fields that are in the language of the page; the rest is Dutch."""
    v, vertaald = v.openbaar().in_taal(taal)
    if v.gesloten:  # stands in the place of the hours
        vertaald = vertaald - {"tijden"} | ({"tijden"} if "gesloten" in vertaald else set())
    return {
        "id": v.id,
        "vertaald": vertaald,
        "url": f"/voorzieningen/{v.id}",
        "naam": v.naam,
        "samenvatting": v.samenvatting,
        "want": want,
        "kosten": v.kosten,
        "tijden": v.gesloten or v.tijden,
        "waar": waar(_, kaart, v, buurt),
        "eerste_stap": v.eerste_stap,
        "telefoon": tel_van(v.telefoon),
        "toegang": v.toegang,
        "toegang_naam": _(kaart.tax.toegang.get(v.toegang, "")),
        "nagekeken": v.nagekeken_op,
        "oud": v.oud(vandaag()),
        "bewaard": v.id in lijst,
        "vrij": vrij(v.respijt),
    }


def blad(
    _: Callable[[str], str], kaart: Kaart, v: Voorziening, lijst: Iterable[str] = (), taal: str = "nl", moment: dt.datetime | None = None
) -> dict[str, Any]:
    """The whole entry (templates/parts/voorziening_blad.html). `moment`: local; without it nothing is said about today."""
    v = v.openbaar()
    w, vertaald = v.in_taal(taal)
    buurt = kaart.gemeente.buurten.get(v.plek.buurt) if v.plek else None
    soort = kaart.tax.soorten.get(v.soort)
    onbekend = [naam for naam, tekst in (("kosten", v.kosten), ("tijden", v.tijden)) if tekst.lower().startswith(VRAAG_DE_GEMEENTE)]
    return (
        kaartje(_, kaart, v, "", lijst, taal=taal)
        | {"tijden": w.tijden, "vertaald": vertaald}  # that it is closed for now stands above
        | dict.fromkeys(onbekend, "")
        | {
            "onbekend": onbekend,
            "aanbieder": v.aanbieder,
            "wat": w.wat,
            "wanneer": w.wanneer,
            "zelf": w.zelf,
            "waarheen": w.waarheen,
            "open": uren_rijen(_, v),
            "open_zin": open_zin(_, v, moment, taal) if moment else "",
            "voor_wie": voor_wie(_, kaart, v),
            "plek": {
                "adres": v.plek.adres,
                "postcode": v.plek.postcode,
                "plaats": v.plek.plaats,
                "buurt": v.plek.buurt,
                "buurt_naam": buurt.naam if buurt else "",
            }
            if v.plek
            else None,
            "mail": v.mail,
            "site": v.site,
            "talen": [_(TALEN.get(t, t)) for t in v.talen],
            "toegankelijk": [_(TOEGANKELIJK[t]) for t in v.toegankelijk if t in TOEGANKELIJK],
            "nagekeken_door": v.nagekeken_door,
            "gesloten": w.gesloten,
            "soort_naam": _(soort.naam) if soort else "",
            "domein": soort.domein if soort else "",
            "domein_naam": _(kaart.tax.domeinen[soort.domein].naam) if soort else "",
            "woorden": [{"woord": x.woord, "uitleg": " ".join(_(zin) for zin in x.uitleg)} for x in woorden_van(w)],
        }
    )


def sprekend(woorden: Sequence[str]) -> Sequence[str]:
    """The words that say something to who reads them: "ik" and "mijn" beside a longer reason are left out."""
    return [w for w in woorden if len(w) > KLEIN_WOORD] or woorden


def voorstel(
    _: Callable[[str], str],
    kaart: Kaart,
    v: Voorstel,
    buurt: str,
    lijst: Iterable[str],
    gekozen: Mapping[str, str] | None = None,
    taal: str = "nl",
) -> dict[str, Any]:
    """A card with why it is there: the words that were typed, else the answer that was chosen (gekozen: kind -> label)."""
    reden = ""
    koos = (gekozen or {}).get(v.soort.code, "")
    if koos and not v.because:
        reden = _("Past bij u, want u koos: “%(antwoord)s”.") % {"antwoord": _(koos)}
    elif v.because:
        reden = _("Past bij u, want u schreef: %(woorden)s.") % {"woorden": ", ".join(AANHALING % w for w in sprekend(v.because))}
    elif v.soort.want:
        reden = _("Past bij u: %(want)s.") % {"want": _(v.soort.want)}
    return kaartje(_, kaart, v.voorziening, buurt, lijst, reden, taal)


def treden(
    _: Callable[[str], str],
    kaart: Kaart,
    items: Iterable[Voorstel],
    buurt: str,
    lijst: Iterable[str],
    gekozen: Mapping[str, str] | None = None,
    taal: str = "nl",
) -> list[dict[str, Any]]:
    """Proposals by step of the ladder."""
    uit: list[dict[str, Any]] = []
    for v in items:
        trede = kaart.tax.ladder[v.soort.ladder]
        if not uit or uit[-1]["ladder"] != trede.code:
            uit.append({"ladder": trede.code, "naam": _(trede.naam), "uitleg": _(trede.uitleg), "items": []})
        uit[-1]["items"].append(voorstel(_, kaart, v, buurt, lijst, gekozen, taal))
    return uit
