"""An entry as the templates show it: on a card, in a step of the ladder, on its own page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from portal.mantelzorg import plek_oud
from portal.werkdagen import vandaag
from sociale_kaart.model import Respijt, Voorziening
from sociale_kaart.search import Kaart, Voorstel


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
    _: Callable[[str], str], kaart: Kaart, v: Voorziening, buurt: str = "", lijst: Iterable[str] = (), want: str = ""
) -> dict[str, Any]:
    """A card (templates/parts/voorstel_kaart.html)."""
    v = v.openbaar()
    return {
        "id": v.id,
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
        "toegang_naam": _(kaart.tax.toegang[v.toegang]),
        "nagekeken": v.nagekeken_op,
        "oud": v.oud(vandaag()),
        "bewaard": v.id in lijst,
        "vrij": vrij(v.respijt),
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
