"""An entry as the templates show it: on a card, in a step of the ladder, on its own page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from portal.werkdagen import vandaag
from sociale_kaart.model import DAGEN, Voorziening
from sociale_kaart.search import Kaart, Voorstel

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


def kaartje(
    _: Callable[[str], str], kaart: Kaart, v: Voorziening, buurt: str = "", lijst: Iterable[str] = (), want: str = "", taal: str = "nl"
) -> dict[str, Any]:
    """A card (templates/parts/voorstel_kaart.html). `vertaald`: the fields that are in the language of the page; the rest is Dutch."""
    v, vertaald = v.openbaar().in_taal(taal)
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
        "plek_vrij": v.respijt.plek_vrij if v.respijt else "",
        "gemeld_op": v.respijt.gemeld_op if v.respijt else None,
    }


def blad(_: Callable[[str], str], kaart: Kaart, v: Voorziening, lijst: Iterable[str] = (), taal: str = "nl") -> dict[str, Any]:
    """The whole entry (templates/parts/voorziening_blad.html)."""
    v = v.openbaar()
    w, _vertaald = v.in_taal(taal)
    buurt = kaart.gemeente.buurten.get(v.plek.buurt) if v.plek else None
    soort = kaart.tax.soorten.get(v.soort)
    return kaartje(_, kaart, v, "", lijst, taal=taal) | {
        "aanbieder": v.aanbieder,
        "wat": w.wat,
        "wanneer": w.wanneer,
        "zelf": w.zelf,
        "waarheen": w.waarheen,
        "open": [{"dag": _(DAGNAMEN[o.dag]), "van": o.van, "tot": o.tot} for o in v.open],
        "plek": {"adres": v.plek.adres, "postcode": v.plek.postcode, "plaats": v.plek.plaats, "buurt_naam": buurt.naam if buurt else ""}
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
    }


def voorstel(_: Callable[[str], str], kaart: Kaart, v: Voorstel, buurt: str, lijst: Iterable[str]) -> dict[str, Any]:
    """A card with why it is there."""
    reden = ""
    if v.because:
        reden = _("Past bij u, want u schreef: %(woorden)s.") % {"woorden": ", ".join(f"“{w}”" for w in v.because)}
    elif v.soort.want:
        reden = _("Past bij u: %(want)s.") % {"want": _(v.soort.want)}
    return kaartje(_, kaart, v.voorziening, buurt, lijst, reden)


def treden(_: Callable[[str], str], kaart: Kaart, items: Iterable[Voorstel], buurt: str, lijst: Iterable[str]) -> list[dict[str, Any]]:
    """Proposals by step of the ladder."""
    uit: list[dict[str, Any]] = []
    for v in items:
        trede = kaart.tax.ladder[v.soort.ladder]
        if not uit or uit[-1]["ladder"] != trede.code:
            uit.append({"ladder": trede.code, "naam": _(trede.naam), "uitleg": _(trede.uitleg), "items": []})
        uit[-1]["items"].append(voorstel(_, kaart, v, buurt, lijst))
    return uit
