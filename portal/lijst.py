"""Mijn lijst: what a resident keeps and takes along: as code (QR), calendar and mail. Ids only; nothing of a person, nothing stored.

Entries about safety or addiction never go into a code, a calendar or a mail: who looks along must not find them there.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import quote

import segno
from icalendar import Calendar, Event

from portal.werkdagen import AMSTERDAM, na_werkdagen
from sociale_kaart.model import DAGEN, Voorziening
from sociale_kaart.search import Kaart

MEESTE = 20
KORT = 8  # characters of an id that stand in an address
STIL_OVER = frozenset({"veiligheid", "verslaving"})
Gettext = Callable[[str], str]


def in_het_openbaar(kaart: Kaart, lijst: Iterable[Voorziening]) -> list[Voorziening]:
    """What may stand in a code, a calendar or a mail."""
    return [v for v in lijst if kaart.tax.soorten[v.soort].domein not in STIL_OVER]


def codes(lijst: Iterable[Voorziening]) -> str:
    """The list as it stands in an address: the first characters of each id."""
    return ".".join(v.id[:KORT] for v in lijst)


def uit_codes(kaart: Kaart, tekst: str, dag: dt.date) -> list[Voorziening]:
    """The entries that an address names; unknown, gone or silent ones are left out."""
    per = {v.id[:KORT]: v for v in kaart.alle.values() if v.zichtbaar(dag)}
    gevonden = [per[c] for c in dict.fromkeys(tekst.split(".")[:MEESTE]) if c in per]
    return in_het_openbaar(kaart, gevonden)


def qr(adres: str) -> str:
    """A QR code of an address as SVG, black on white, for any screen and for paper."""
    uit = io.BytesIO()
    segno.make(adres, error="m", micro=False).save(uit, kind="svg", scale=4, border=2, xmldecl=False, svgns=True, nl=False, light="#fff")
    return uit.getvalue().decode()


def _volgende(v: Voorziening, nu: dt.datetime) -> tuple[dt.datetime, dt.datetime] | None:
    """The next time that an entry is open: begin and end in Dutch time."""
    for d in range(1, 8):
        dag = nu.date() + dt.timedelta(days=d)
        for o in v.open:
            if o.dag == DAGEN[dag.weekday()]:
                return tuple(dt.datetime.combine(dag, dt.time.fromisoformat(t), AMSTERDAM) for t in (o.van, o.tot))  # type: ignore[return-value]
    return None


def agenda(_: Gettext, lijst: Sequence[Voorziening], nu: dt.datetime) -> bytes:
    """A calendar file (RFC 5545): one moment per entry, when it is open next; without hours: the next working day, to call."""
    kalender = Calendar()
    kalender.add("prodid", "-//Vindplaats//Mijn lijst//NL")
    kalender.add("version", "2.0")
    for v in lijst:
        e = Event()
        e.add("uid", f"{v.id}@vindplaats")
        e.add("dtstamp", nu.astimezone(dt.UTC))
        moment = _volgende(v, nu)
        if moment:
            e.add("summary", v.naam)
            e.add("dtstart", moment[0])
            e.add("dtend", moment[1])
        else:
            e.add("summary", _("Bellen: %(naam)s") % {"naam": v.naam})
            e.add("dtstart", na_werkdagen(nu.date(), 1))
        e.add("description", " ".join(x for x in (v.eerste_stap, v.telefoon) if x))
        if v.plek and not v.geheim_adres:
            e.add("location", f"{v.plek.adres}, {v.plek.postcode} {v.plek.plaats}")
        e.add("transp", "TRANSPARENT")
        kalender.add_component(e)
    return kalender.to_ical()


def mailto(_: Gettext, lijst: Iterable[Voorziening]) -> str:
    """An address that opens the resident's own mail program with the list in it; to nobody, we send nothing."""
    regels = "\n\n".join("\n".join(x for x in (v.naam, v.eerste_stap, v.telefoon) if x) for v in lijst)
    return "mailto:?subject=" + quote(_("Mijn lijst")) + "&body=" + quote(regels)
