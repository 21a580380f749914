"""Entries as HSDS 3.0 (Open Referral) and back. Foreign names stop at this border. Pure: no web, no database; a confidential address never passes.

What the standard has a field for stands in that field; the rest stands in `attributes` with a term of our own taxonomies, so that nothing is lost.
"""

from __future__ import annotations

import codecs
import datetime as dt
import itertools
import json
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from sociale_kaart.check import Gelezen, Onleesbaar, bedoelt, keur, vreemd
from sociale_kaart.load import Gemeente
from sociale_kaart.model import DAGEN, NAAMRUIMTE, Open, Plek, Respijt, Taxonomie, Voorziening

VERSIE = "3.0"
PROFIEL = "https://github.com/openreferral/specification/tree/3.0"
GROOTSTE = 64 * 1024 * 1024  # bytes of a file that is read
MEESTE = 20_000  # services in a file
_DAG = dict(zip(DAGEN, ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))
_VAN_DAG = {v: k for k, v in _DAG.items()}
TALEN = {
    "nl": "Nederlands",
    "en": "Engels",
    "pl": "Pools",
    "tr": "Turks",
    "ar": "Arabisch",
    "uk": "Oekraïens",
    "fr": "Frans",
    "de": "Duits",
    "es": "Spaans",
}
_UURWERK = "Plaatselijke tijd (Europe/Amsterdam)."
_SOMS = f"Niet elke week: zie de beschrijving. {_UURWERK}"
_KEER = {"1": "1", "2": "2", "3": "3", "4": "4", "laatste": "-1"}  # the standard puts this before the day: 2TU, -1FR

# taxonomy -> what it is; the terms of the first five follow from taxonomy.toml
TAXONOMIEEN = {
    "soorten": "Soorten hulp, per domein van het leven. Elke dienst heeft precies één soort.",
    "ladder": "De zes treden van zelf aan de slag tot hulp op maat.",
    "toegang": "Hoe iemand binnenkomt: zo, na aanmelden, met een verwijzing of na een gesprek.",
    "mantelzorgfuncties": "De acht vormen van steun voor mantelzorgers.",
    "velden": "Velden van de sociale kaart waarvoor HSDS geen eigen veld heeft.",
}
VELDEN = {
    "code": "Korte eigen naam van de dienst",
    "waarheen": "Waar ga ik heen? Eén waarde per zin.",
    "bij_u_thuis": "ja: de hulp komt bij u thuis",
    "toegankelijk": "Toegankelijk: rolstoel, lift, ringleiding en meer",
    "buurt": "De buurt van de plek",
    "nagekeken_door": "Wie de gegevens het laatst nakeek",
    "zichtbaar_van": "Zichtbaar vanaf deze dag",
    "zichtbaar_tot": "Zichtbaar tot en met deze dag",
    "bron": "Waar de gegevens vandaan komen",
    "upl": "Verwijzing naar de Uniforme Productnamenlijst",
    "geheim_adres": "ja: het adres is geheim en staat hier niet bij",
    "respijt_voor": "Respijtzorg: voor wie",
    "respijt_vorm": "Respijtzorg: thuis, dag, nacht of vakantie",
    "respijt_dagdelen": "Respijtzorg: welk deel van de dag",
    "respijt_betaling": "Respijtzorg: hoe het betaald wordt",
    "respijt_plek_vrij": "Respijtzorg: is er plek",
    "respijt_plek_vanaf": "Respijtzorg: vanaf welke dag er plek is",
    "respijt_gemeld_op": "Respijtzorg: wanneer dat gemeld is",
}


def uid(*delen: str) -> str:
    """A stable id (UUID) of anything that has no id of its own."""
    return str(uuid.uuid5(NAAMRUIMTE, "hsds/" + "/".join(delen)))


def kort(d: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty: absent and empty mean the same."""
    return {k: v for k, v in d.items() if v not in (None, "", [], {})}


# --- taxonomies ---------------------------------------------------------------------------------------------------------


def taxonomieen() -> list[dict[str, Any]]:
    """Every taxonomy."""
    return [{"id": uid("taxonomie", naam), "name": naam, "description": uitleg, "version": "1"} for naam, uitleg in TAXONOMIEEN.items()]


def _term(taxonomie: str, code: str, naam: str, uitleg: str, ouder: str = "") -> dict[str, Any]:
    d = {
        "id": uid("term", taxonomie, code),
        "code": code,
        "name": naam,
        "description": uitleg,
        "parent_id": uid("term", taxonomie, ouder) if ouder else "",
        "taxonomy": taxonomie,
        "language": "nl",
        "taxonomy_id": uid("taxonomie", taxonomie),
    }
    return kort(d) | {"description": uitleg}


def termen(tax: Taxonomie) -> dict[str, dict[str, Any]]:
    """Every term by its id; domains are the parents of the kinds ("domein:" stands before their code)."""
    alle = [_term("soorten", f"domein:{d.code}", d.naam, "Leefgebied: " + ", ".join(d.leefgebieden)) for d in tax.domeinen.values()]
    alle += [_term("soorten", s.code, s.naam, f"{tax.ladder[s.ladder].naam}.", f"domein:{s.domein}") for s in tax.soorten.values()]
    alle += [_term("ladder", t.code, t.naam, t.uitleg) for t in tax.ladder.values()]
    alle += [_term("toegang", code, naam, naam) for code, naam in tax.toegang.items()]
    alle += [_term("mantelzorgfuncties", f, f.replace("-", " "), f.replace("-", " ")) for f in tax.mantelzorgfuncties]
    alle += [_term("velden", code, code, uitleg) for code, uitleg in VELDEN.items()]
    return {t["id"]: t for t in alle}


# --- out: an entry as a service -----------------------------------------------------------------------------------------


def _regels(*delen: str) -> str:
    """Sentences, one a line."""
    return "\n".join(" ".join(d.split()) for d in delen)


def organisatie_id(aanbieder: str) -> str:
    """The id of an organisation: by its name."""
    return uid("organisatie", " ".join(aanbieder.split()).casefold())


class Hsds:
    """Writes entries of one municipality as HSDS. Give it only entries that are visible today; `openbaar()` is applied here."""

    def __init__(self, gemeente: Gemeente, tax: Taxonomie) -> None:
        self.gemeente = gemeente
        self.tax = tax
        self.termen = termen(tax)

    def organisatie(self, aanbieder: str) -> dict[str, Any]:
        """An organisation with its own fields only."""
        return {
            "id": organisatie_id(aanbieder),
            "name": aanbieder,
            "description": f"{aanbieder} staat in de sociale kaart van de gemeente {self.gemeente.naam}.",
        }

    def kaal(self, v: Voorziening, gewijzigd: dt.datetime | None = None) -> dict[str, Any]:
        """A service with its one-to-one fields: how it stands in a list."""
        d = {
            "id": v.id,
            "organization_id": organisatie_id(v.aanbieder) if v.aanbieder else "",
            "name": v.naam,
            "description": _regels(v.samenvatting, *v.wat),
            "url": v.site,
            "email": v.mail,
            "status": "temporarily closed" if v.gesloten else "active",
            "application_process": _regels(v.eerste_stap, *v.zelf) if v.eerste_stap or v.zelf else "",
            "fees_description": v.kosten,
            "eligibility_description": _regels(*v.wanneer),
            "minimum_age": v.leeftijd_van,
            "maximum_age": v.leeftijd_tot,
            "assured_date": v.nagekeken_op.isoformat() if v.nagekeken_op else "",
            "alert": v.gesloten,
            "last_modified": _moment(gewijzigd),
        }
        return kort(d) | ({"organization": self.organisatie(v.aanbieder)} if v.aanbieder else {})

    def dienst(self, v: Voorziening, gewijzigd: dt.datetime | None = None) -> dict[str, Any]:
        """A service with all that belongs to it."""
        v = v.openbaar()
        plek = self.dienst_op_plek(v)
        kosten = {
            "id": uid(v.id, "kosten"),
            "service_id": v.id,
            "option": v.kosten,
            "amount": v.bedrag,
            "currency": "EUR" if v.bedrag is not None else "",
        }
        d = {
            "phones": [{"id": uid(v.id, "telefoon"), "service_id": v.id, "number": v.telefoon, "type": "voice"}] if v.telefoon else [],
            "schedules": self._tijden(v),
            "service_areas": [self._gebied(v, w) for w in v.werkgebied],
            "service_at_locations": [plek] if plek else [],
            "languages": [{"id": uid(v.id, "taal", t), "service_id": v.id, "name": TALEN.get(t, t), "code": t} for t in v.talen],
            "cost_options": [kort(kosten)] if v.kosten or v.bedrag is not None else [],
            "attributes": self._kenmerken(v),
        }
        return self.kaal(v, gewijzigd) | kort(d)

    def plek(self, v: Voorziening) -> dict[str, Any] | None:
        """The place of an entry with its one-to-one fields; none for a confidential address."""
        p = v.openbaar().plek
        if p is None:
            return None
        naam = ", ".join(d for d in (p.adres, p.plaats) if d)
        return {"id": uid("plek", p.adres, p.postcode, p.plaats), "location_type": "physical", "name": naam}

    def dienst_op_plek(self, v: Voorziening, vol: bool = True) -> dict[str, Any] | None:
        """A service_at_location; None when there is no place that may be known."""
        v = v.openbaar()
        plek, p = self.plek(v), v.plek
        if plek is None or p is None:
            return None
        d = {"id": uid(v.id, "op", plek["id"]), "service_id": v.id, "location_id": plek["id"], "description": _regels(*v.waarheen)}
        if vol:
            buurt = self.gemeente.buurten.get(p.buurt)
            adres = {
                "id": uid("adres", plek["id"]),
                "location_id": plek["id"],
                "address_1": p.adres,
                "city": p.plaats,
                "region": buurt.naam if buurt else "",
                "state_province": "",  # the standard asks for it; the kaart does not know the province
                "postal_code": p.postcode,
                "country": "NL",
                "address_type": "physical",
            }
            plek["addresses"] = [{k: w for k, w in adres.items() if w or k != "region"}]
            plek["accessibility"] = [
                {"id": uid(v.id, "toegankelijk", t), "location_id": plek["id"], "description": t} for t in v.toegankelijk
            ]
        return kort(d) | {"location": kort(plek)}

    def _tijden(self, v: Voorziening) -> list[dict[str, Any]]:
        los = {"service_id": v.id, "description": v.tijden}
        if not v.open:
            return [{"id": uid(v.id, "tijden")} | los] if v.tijden else []
        return [
            kort(
                {"id": uid(v.id, "open", str(i), o.dag)}
                | los
                | _ritme(o)
                | {"opens_at": o.van, "closes_at": o.tot, "notes": _SOMS if o.week == "soms" else _UURWERK}
            )
            for i, o in enumerate(v.open)
        ]

    def _gebied(self, v: Voorziening, code: str) -> dict[str, Any]:
        buurt = self.gemeente.buurten.get(code)
        naam = buurt.naam if buurt else (self.gemeente.naam if code == self.gemeente.code else code)
        return {"id": uid(v.id, "gebied", code), "service_id": v.id, "name": naam, "extent": code, "extent_type": "text"}

    def _kenmerk(self, v: Voorziening, taxonomie: str, code: str, waarde: str = "", nummer: int = 0) -> dict[str, Any]:
        term = self.termen[uid("term", taxonomie, code)]
        d = {
            "id": uid(v.id, "kenmerk", taxonomie, code, str(nummer)),
            "link_id": v.id,
            "taxonomy_term_id": term["id"],
            "link_type": taxonomie,
            "link_entity": "service",
            "value": waarde,
            "taxonomy_term": term,
        }
        return kort(d)

    def _kenmerken(self, v: Voorziening) -> list[dict[str, Any]]:
        uit = [self._kenmerk(v, "toegang", v.toegang)]
        if soort := self.tax.soorten.get(v.soort):
            uit = [self._kenmerk(v, "soorten", soort.code), self._kenmerk(v, "ladder", soort.ladder), *uit]
        uit += [self._kenmerk(v, "mantelzorgfuncties", f) for f in v.functies if f in self.tax.mantelzorgfuncties]
        for veld, waarden in _los(v).items():
            uit += [self._kenmerk(v, "velden", veld, w, i) for i, w in enumerate(waarden)]
        return uit

    def termen_van(self, v: Voorziening) -> set[str]:
        """Ids of every term that an entry has, with the domain of its kind."""
        uit = {k["taxonomy_term_id"] for k in self._kenmerken(v.openbaar())}
        return uit | {self.termen[t]["parent_id"] for t in uit if self.termen[t].get("parent_id")}


def _ritme(o: Open) -> dict[str, str]:
    """How often; without freq when that is not known."""
    if o.week == "soms":
        return {"byday": _DAG[o.dag]}
    return {"freq": "MONTHLY" if o.week else "WEEKLY", "byday": _KEER.get(o.week, "") + _DAG[o.dag]}


def _moment(m: dt.datetime | None) -> str:
    return m.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if m else ""


def _los(v: Voorziening) -> dict[str, tuple[str, ...]]:
    """Fields for which the standard has no place, as values."""
    r = v.respijt or Respijt()
    een = {
        "code": v.code,
        "bij_u_thuis": "ja" if v.bij_u_thuis else "",
        "buurt": v.plek.buurt if v.plek else "",
        "nagekeken_door": v.nagekeken_door,
        "zichtbaar_van": str(v.zichtbaar_van or ""),
        "zichtbaar_tot": str(v.zichtbaar_tot or ""),
        "bron": v.bron,
        "upl": v.upl,
        "geheim_adres": "ja" if v.geheim_adres else "",
        "respijt_plek_vrij": r.plek_vrij,
        "respijt_plek_vanaf": str(r.plek_vanaf or ""),
        "respijt_gemeld_op": str(r.gemeld_op or ""),
    }
    meer = {
        "waarheen": v.waarheen,
        "toegankelijk": v.toegankelijk,
        "respijt_voor": r.voor,
        "respijt_vorm": r.vorm,
        "respijt_dagdelen": r.dagdelen,
        "respijt_betaling": r.betaling,
    }
    return {k: (w,) for k, w in een.items() if w} | {k: w for k, w in meer.items() if w}


def schrijf(bestand: IO[str], diensten: Iterable[dict[str, Any]], regels: bool = False) -> int:
    """Write full services: one JSON object with `contents`, or a service per line (ndjson). Returns how many."""
    aantal = 0
    if not regels:
        bestand.write('{"contents": [')
    for aantal, d in enumerate(diensten, 1):
        bestand.write(("" if regels else ("\n" if aantal == 1 else ",\n")) + json.dumps(d, ensure_ascii=False) + ("\n" if regels else ""))
    if not regels:
        bestand.write(f'\n], "total_items": {aantal}}}\n')
    return aantal


# --- in: a service as an entry ------------------------------------------------------------------------------------------


_GELEZEN = frozenset(
    "id organization_id name description url email status application_process fees_description eligibility_description minimum_age maximum_age "
    "assured_date alert last_modified organization phones schedules service_areas service_at_locations languages cost_options attributes".split()
)
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _open_van(byday: str, van: str, tot: str, rooster: Mapping[str, Any]) -> Open | None:
    """Hours from one day of a schedule; None when it is something that the kaart cannot hold."""
    keer, dag = byday[:-2], _VAN_DAG.get(byday[-2:])
    week = next((w for w, k in _KEER.items() if k == keer), None) if rooster.get("freq") == "MONTHLY" else ("" if not keer else None)
    if dag is None or week is None or rooster.get("freq") not in (None, "WEEKLY", "MONTHLY"):
        return None
    return Open(dag, van, tot, "soms" if rooster.get("notes") == _SOMS else week)


class _Dienst:
    """One service of a file, with what is wrong and what was left out."""

    def __init__(self, waar: str, d: dict[str, Any]) -> None:
        self.waar = waar
        self.d = d
        self.fouten: list[str] = []
        self.meldingen: list[str] = []

    def mist(self, veld: str, zin: str) -> None:
        self.fouten.append(f"{self.waar}, veld '{veld}': {zin}")

    def meld(self, zin: str) -> None:
        self.meldingen.append(f"{self.waar}: {zin}")

    def tekst(self, veld: str, d: Mapping[str, Any] | None = None, naam: str = "") -> str:
        """A text field; anything else is a mistake."""
        waarde = (self.d if d is None else d).get(veld)
        if waarde is None:
            return ""
        if not isinstance(waarde, str):
            self.mist(naam or veld, f"Hier moet tekst staan, geen {type(waarde).__name__}.")
            return ""
        waarde = waarde.replace("\r\n", "\n").strip(" \n")
        if fout := vreemd(waarde):
            self.mist(naam or veld, fout)
            return ""
        return waarde

    def rij(self, veld: str, d: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """A list of objects; anything else is a mistake."""
        waarde = (self.d if d is None else d).get(veld) or []
        if not isinstance(waarde, list) or not all(isinstance(x, dict) for x in waarde):
            self.mist(veld, "Hier moet een lijst staan.")
            return []
        return waarde

    def regels(self, veld: str) -> list[str]:
        """The sentences of a text, one a line."""
        return [r.strip() for r in self.tekst(veld).split("\n") if r.strip()]

    def datum(self, waarde: str, veld: str) -> dt.date | None:
        try:
            return dt.date.fromisoformat(waarde[:10]) if waarde else None
        except ValueError:
            self.mist(veld, f"'{waarde[:40]}' is geen datum. Schrijf hem als 2026-11-30.")
            return None

    def leeftijd(self, veld: str) -> int | None:
        waarde = self.d.get(veld)
        if waarde is None:
            return None
        if isinstance(waarde, bool) or not isinstance(waarde, int | float) or not 0 <= waarde <= 130:
            self.mist(veld, "De leeftijd kan niet. Vul een getal van 0 tot 130 in.")
            return None
        if waarde != int(waarde):
            self.meld(f"'{veld}' is {waarde}. Wij kennen alleen hele jaren en namen {int(waarde)} over.")
        return int(waarde)

    # parts --------------------------------------------------------------------------------------------------------

    def kenmerken(self, tax: Taxonomie, eigen: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, list[str]]]:
        """taxonomy -> code -> values, of the terms that are ours; other terms are named and left out."""
        uit: dict[str, dict[str, list[str]]] = {naam: {} for naam in TAXONOMIEEN}
        for k in self.rij("attributes"):
            term: dict[str, Any] = t if isinstance(t := k.get("taxonomy_term"), dict) else {}
            bekend = eigen.get(str(k.get("taxonomy_term_id") or term.get("id") or ""))
            if bekend is None and term.get("taxonomy") in uit and term.get("taxonomy") != "velden":
                self.mist(
                    "attributes",
                    f"De term '{str(term.get('code'))[:40]}' staat niet in onze indeling '{term['taxonomy']}'.{bedoelt(str(term.get('code')), tax.soorten)}",
                )
            elif bekend is None:
                self.meld(
                    f"het kenmerk '{str(term.get('name') or k.get('value') or k.get('id'))[:60]}' kennen wij niet. Het is niet overgenomen."
                )
            else:
                uit[bekend["taxonomy"]].setdefault(bekend["code"], []).append(self.tekst("value", k, "attributes"))
        return uit

    def tijden(self) -> tuple[str, tuple[Open, ...]]:
        woorden, uit = "", []
        for s in self.rij("schedules"):
            woorden = woorden or self.tekst("description", s, "schedules")
            dagen = str(s.get("byday") or "")
            if not dagen:
                continue
            van, tot = str(s.get("opens_at") or "")[:5], str(s.get("closes_at") or "")[:5]
            nieuw = [_open_van(x, van, tot, s) for x in dagen.split(",")]
            if not van or not tot or s.get("interval") not in (None, 1) or None in nieuw:
                self.meld(
                    f"het rooster '{dagen} {van}-{tot}' is niet elke week of maand op vaste tijden. Het is niet overgenomen; zet het in de tijden in woorden."
                )
                continue
            uit += [o for o in nieuw if o]
        return woorden, tuple(uit)

    def kosten(self) -> tuple[str, float | None]:
        rijen = self.rij("cost_options")
        if len(rijen) > 1:
            self.meld("er zijn meer kosten. Alleen de eerste is overgenomen.")
        k = rijen[0] if rijen else {}
        bedrag = k.get("amount")
        if bedrag is not None and (isinstance(bedrag, bool) or not isinstance(bedrag, int | float)):
            self.mist("cost_options", "Het bedrag is geen getal.")
            bedrag = None
        if k.get("currency") not in (None, "", "EUR"):
            self.meld(f"het bedrag is niet in euro's maar in {k['currency']}. Het is niet overgenomen.")
            bedrag = None
        return self.tekst("fees_description") or self.tekst("option", k, "cost_options") or self.tekst("fees"), bedrag

    def plek(self, buurt: str) -> tuple[Plek | None, tuple[str, ...]]:
        """The place, and what it says on accessibility."""
        rijen = self.rij("service_at_locations")
        if len(rijen) > 1:
            self.meld("er zijn meer plekken. Alleen de eerste is overgenomen.")
        waar = rijen[0].get("location") if rijen else None
        if not isinstance(waar, dict):
            return None, ()
        toegankelijk = tuple(t for a in self.rij("accessibility", waar) if (t := self.tekst("description", a, "accessibility")))
        adressen = self.rij("addresses", waar)
        if not adressen:
            if waar.get("location_type") == "physical":
                self.meld("de plek heeft geen adres. De plek is niet overgenomen.")
            return None, toegankelijk
        a = adressen[0]
        adres, postcode, plaats = (self.tekst(k, a, f"addresses/{k}") for k in ("address_1", "postal_code", "city"))
        return Plek(adres, postcode, plaats, buurt), toegankelijk

    def gebieden(self, g: Gemeente) -> tuple[str, ...]:
        codes = (
            {g.code: g.code, g.naam.casefold(): g.code}
            | {b.code: b.code for b in g.buurten.values()}
            | {b.naam.casefold(): b.code for b in g.buurten.values()}
        )
        uit = []
        for s in self.rij("service_areas"):
            naam = self.tekst("name", s, "service_areas")
            extent = self.tekst("extent", s, "service_areas") if s.get("extent_type") == "text" else ""
            if extent or naam.casefold() in codes:
                uit.append(codes.get(extent, extent) or codes[naam.casefold()])
            elif naam:
                self.meld(f"het gebied '{naam[:60]}' kennen wij niet. Het is niet overgenomen.")
        return tuple(uit)

    def telefoon(self) -> str:
        rijen = [t for p in self.rij("phones") if (t := self.tekst("number", p, "phones"))]
        if len(rijen) > 1:
            self.meld("er zijn meer telefoonnummers. Alleen het eerste is overgenomen.")
        return rijen[0] if rijen else ""

    def aanbieder(self) -> str:
        o = self.d.get("organization")
        return self.tekst("name", o, "organization") if isinstance(o, dict) else ""

    def overig(self) -> None:
        """Name every part that has no place in the kaart."""
        over = sorted(k for k, w in kort(self.d).items() if k not in _GELEZEN)
        if over:
            self.meld(f"deze onderdelen passen niet in de kaart en zijn niet overgenomen: {', '.join(over)[:300]}.")


def uit_dienst(waar: str, d: Any, g: Gemeente, tax: Taxonomie, eigen: Mapping[str, dict[str, Any]] | None = None) -> Gelezen:
    """A full service as an entry; what is wrong or left out stands in the answer. `eigen`: termen(tax), to make them once."""
    if not isinstance(d, dict):
        return Gelezen(waar, fouten=[f"{waar}: dit is geen dienst."])
    x = _Dienst(waar, d)
    id = str(d.get("id") or "").lower()
    if not _ID.fullmatch(id):
        x.mist("id", "Het id ontbreekt of is geen UUID.")
    status = x.tekst("status")
    if status in ("inactive", "defunct"):
        x.meld(f"de dienst is niet meer actief ('{status}'). Hij is overgeslagen.")
        return Gelezen(waar, None, x.fouten, x.meldingen)
    if status not in ("active", "temporarily closed"):
        x.mist("status", f"'{status[:40]}' kan niet. Gebruik active of temporarily closed.")
    v = _voorziening(x, id, status, g, tax, x.kenmerken(tax, eigen or termen(tax)))
    x.overig()
    if not x.fouten and v is not None:
        for veld, zin in keur(v, tax):
            x.mist(_VREEMD.get(veld, veld) or "-", zin)
    return Gelezen(waar, None if x.fouten else v, x.fouten, x.meldingen)


_VREEMD = {
    "naam": "name",
    "samenvatting": "description",
    "soort": "attributes",
    "toegang": "attributes",
    "functies": "attributes",
    "open": "schedules",
    "bedrag": "cost_options",
    "leeftijd_van": "minimum_age",
    "leeftijd_tot": "maximum_age",
    "mail": "email",
    "site": "url",
    "telefoon": "phones",
}


def _slug(naam: str, id: str) -> str:
    kaal = re.sub(r"[^a-z0-9]+", "-", naam.lower().encode("ascii", "ignore").decode())[:50].strip("-")
    return f"{kaal or 'dienst'}-{id[:8]}"


def _voorziening(x: _Dienst, id: str, status: str, g: Gemeente, tax: Taxonomie, k: dict[str, dict[str, list[str]]]) -> Voorziening | None:
    los = k["velden"]

    def een(veld: str) -> str:
        return (los.get(veld) or [""])[0]

    soorten = [s for s in k["soorten"] if s in tax.soorten]
    if len(soorten) != 1:
        x.mist("attributes", f"Er moet precies één soort hulp bij staan (taxonomie 'soorten'). Nu zijn het er {len(soorten)}.")
    toegang = list(k["toegang"]) or ["aanmelden"]
    if not k["toegang"]:
        x.meld("er staat niet bij hoe iemand binnenkomt. Wij vulden 'eerst aanmelden' in.")
    beschrijving, stappen = x.regels("description"), x.tekst("application_process").split("\n")
    if x.tekst("application_process") == "" or str(x.d.get("application_process") or "").startswith("\n"):
        stappen = ["", *[s for s in stappen if s]]
    woorden, open_ = x.tijden()
    kosten, bedrag = x.kosten()
    plek, toegankelijk = x.plek(een("buurt"))
    alert = x.tekst("alert")
    if alert and status == "active":
        x.meld("de waarschuwing ('alert') past niet bij een dienst die open is. Zij is niet overgenomen.")
    respijt = None
    if any(naam.startswith("respijt_") for naam in los):
        voor, vorm, dagdelen, betaling = (tuple(los.get(f"respijt_{n}", ())) for n in ("voor", "vorm", "dagdelen", "betaling"))
        gemeld, vanaf = (x.datum(een(f"respijt_{n}"), "attributes") for n in ("gemeld_op", "plek_vanaf"))
        respijt = Respijt(voor, vorm, dagdelen, betaling, een("respijt_plek_vrij"), gemeld, vanaf)
    if x.fouten:
        x.tekst("name"), x.regels("eligibility_description"), x.telefoon(), x.gebieden(g)  # name every mistake at once
        return None
    return Voorziening(
        id=id,
        code=een("code") or _slug(x.tekst("name"), id),
        naam=x.tekst("name"),
        aanbieder=x.aanbieder(),
        soort=soorten[0],
        samenvatting=beschrijving[0] if beschrijving else "",
        wat=tuple(beschrijving[1:]),
        wanneer=tuple(x.regels("eligibility_description")),
        zelf=tuple(s.strip() for s in stappen[1:] if s.strip()),
        waarheen=tuple(los.get("waarheen", ())) or _waarheen(x),
        kosten=kosten,
        bedrag=bedrag,
        eerste_stap=stappen[0].strip(),
        toegang=toegang[0],
        tijden=woorden,
        open=open_,
        plek=plek,
        werkgebied=x.gebieden(g),
        bij_u_thuis=een("bij_u_thuis") == "ja",
        leeftijd_van=x.leeftijd("minimum_age"),
        leeftijd_tot=x.leeftijd("maximum_age"),
        talen=tuple(t for r in x.rij("languages") if (t := x.tekst("code", r, "languages"))) or ("nl",),
        toegankelijk=tuple(los.get("toegankelijk", ())) or toegankelijk,
        functies=tuple(k["mantelzorgfuncties"]),
        telefoon=x.telefoon(),
        mail=x.tekst("email"),
        site=x.tekst("url"),
        geheim_adres=een("geheim_adres") == "ja",
        nagekeken_op=x.datum(x.tekst("assured_date"), "assured_date"),
        nagekeken_door=een("nagekeken_door"),
        zichtbaar_van=x.datum(een("zichtbaar_van"), "attributes"),
        zichtbaar_tot=x.datum(een("zichtbaar_tot"), "attributes"),
        gesloten=(alert or "Tijdelijk gesloten.") if status == "temporarily closed" else "",
        bron=een("bron"),
        upl=een("upl"),
        respijt=respijt,
    )


def _waarheen(x: _Dienst) -> tuple[str, ...]:
    rijen = x.rij("service_at_locations")
    return tuple(r.strip() for r in x.tekst("description", rijen[0], "service_at_locations").split("\n") if r.strip()) if rijen else ()


def lees(bestand: IO[bytes], g: Gemeente, tax: Taxonomie) -> Iterator[Gelezen]:
    """Each service of a file (a list, a page with `contents`, one service, or ndjson). Raises Onleesbaar when the file itself is."""
    aantal, eigen = 0, termen(tax)
    for aantal, d in enumerate(_diensten(bestand), 1):
        if aantal > MEESTE:
            raise Onleesbaar(f"Het bestand heeft meer dan {MEESTE} diensten. Deel het op in kleinere bestanden.")
        naam = d.get("name") if isinstance(d, dict) else None
        yield uit_dienst(f"Dienst {aantal}" + (f" ({str(naam)[:60]})" if naam else ""), d, g, tax, eigen)
    if not aantal:
        raise Onleesbaar("Er staan geen diensten in het bestand.")


_LIJST = re.compile(r'\s*(?:\{\s*"contents"\s*:\s*)?\[')
STUK = 64 * 1024  # bytes at a time


def _diensten(bestand: IO[bytes]) -> Iterator[Any]:
    """The services: line by line when the first line is a whole service, one by one from a list, else the whole file (at most GROOTSTE bytes)."""
    eerste = bestand.readline(GROOTSTE)
    try:
        los = json.loads(eerste)
    except (ValueError, RecursionError):
        los = None
    if isinstance(los, dict) and "contents" not in los:
        yield los
        for nummer, regel in enumerate(iter(lambda: bestand.readline(GROOTSTE), b""), 2):
            if regel.strip():
                yield _json(regel, f"Regel {nummer} van het bestand")
        return
    if m := _LIJST.match(eerste[:200].decode("utf-8-sig", "replace")):
        yield from _een_voor_een(bestand, eerste, m.group())
        return
    heel = eerste + bestand.read(GROOTSTE + 1)
    if len(heel) > GROOTSTE:
        raise Onleesbaar("Het bestand is te groot. Sla het op als ndjson: één dienst per regel.")
    d = _json(heel, "Het bestand")
    if isinstance(d, dict) and "contents" in d:
        d = d["contents"]
    if isinstance(d, dict):
        d = [d]
    if not isinstance(d, list):
        raise Onleesbaar("Dit is geen HSDS. Wij verwachten een lijst van diensten, of een bladzijde met 'contents'.")
    yield from d


def _een_voor_een(bestand: IO[bytes], eerste: bytes, begin: str) -> Iterator[Any]:
    """The services of a list as they come: only one of them is in memory. `begin`: the text up to and with the bracket that opens the list."""
    vertaal, lees_een = codecs.getincrementaldecoder("utf-8-sig")(), json.JSONDecoder().raw_decode
    stukken = itertools.chain([eerste], iter(lambda: bestand.read(STUK), b""))
    tekst, hier, op, eerder = "", 0, False, 0

    def meer() -> None:
        """At least as much again, so that one long service is not tried over and over."""
        nonlocal tekst, hier, op
        tekst, hier = tekst[hier:], 0
        doel = 2 * len(tekst) + 1
        while len(tekst) < doel and not op:
            ruw = next(stukken, None)
            op = ruw is None
            try:
                tekst += vertaal.decode(ruw or b"", final=op)
            except UnicodeDecodeError:
                raise Onleesbaar("Het bestand is geen UTF-8. Sla het opnieuw op als UTF-8.") from None

    def teken() -> str:
        """The next sign that is no space; empty at the end."""
        nonlocal hier
        while True:
            hier += len(_RUIMTE.match(tekst, hier).group())  # type: ignore[union-attr]
            if hier < len(tekst) or op:
                return tekst[hier : hier + 1]
            meer()

    meer()
    hier = len(begin)
    klaar = teken() == "]"
    while not klaar:
        teken()
        try:
            d, tot = lees_een(tekst, hier)
            if not op and not _NA.match(tekst, tot):
                raise ValueError  # cut in two: read on
        except (ValueError, RecursionError) as fout:
            if op or isinstance(fout, RecursionError):
                _json(f"[{tekst[hier:]}".encode(), f"Het bestand, na dienst {eerder},")
                raise Onleesbaar("Het bestand is geen geldige JSON.") from None
            meer()
            continue
        yield d
        hier, eerder = tot, eerder + 1
        komma = teken()
        klaar = komma == "]"
        if not klaar and komma != ",":
            raise Onleesbaar(f"Het bestand is geen geldige JSON: na dienst {eerder} ontbreekt een komma.")
        hier += not klaar
    while not op:
        meer()
    _json((begin + tekst[hier:]).encode(), "Het einde van het bestand")


_RUIMTE = re.compile(r"\s*")
_NA = re.compile(r"\s*[,\]]")


def _json(ruw: bytes, waar: str) -> Any:
    try:
        return json.loads(ruw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Onleesbaar(f"{waar} is geen UTF-8. Sla het opnieuw op als UTF-8.") from None
    except (ValueError, RecursionError) as fout:
        raise Onleesbaar(f"{waar} is geen geldige JSON ({str(fout)[:100]}).") from None
