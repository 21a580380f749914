"""Local pages: hours, numbers, promises and news of the municipality, edited on line over what the profile says. Rules, no HTTP.

Never here: urgent numbers and texts, and legal texts. They live in the repository and work without a database (docs/adr/0005). An editor
may only say on which day such a number was last tried.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.bewerking import Inhouden
from sociale_kaart import check
from sociale_kaart.load import Gemeente, Nummer
from sociale_kaart.model import DAGEN

N_ = str
TIJDEN, NUMMERS, BELOFTES, NIEUWS = "tijden", "nummers", "beloftes", "nieuws"
NAMEN = {
    TIJDEN: N_("Tijden en adres"),
    NUMMERS: N_("Telefoonnummers"),
    BELOFTES: N_("Wat wij beloven"),
    NIEUWS: N_("Nieuws op de eerste pagina"),
}
UITLEG = {
    TIJDEN: N_("Wanneer kunnen inwoners bellen of langskomen?"),
    NUMMERS: N_("Bel een nummer eerst zelf. Zet dan de datum erbij."),
    BELOFTES: N_("Beloof alleen wat altijd lukt."),
    NIEUWS: N_("Hoogstens drie berichten. Zij gaan vanzelf weg na de laatste dag."),
}
EIGEN_NUMMERS = ("telefoon", "clientondersteuning")
NOOD_NUMMERS = ("huisartsenpost", "noodopvang", "schuldhulp", "jeugdcrisis", "ggzcrisis")  # only the date
BERICHTEN = 3
MEESTE_WERKDAGEN = 10
NUMMER_OUD_NA = 180  # days after which a number asks to be tried again
VERS = 7  # days: a number that changes was tried this recently
LANGST = {"tekst": 120, "lang": 400, "regels": 400, "datum": 10, "getal": 3}


@dataclass(frozen=True, slots=True)
class Veld:
    """A field of a page. soort: tekst, lang, regels, datum, getal. groep: the heading it stands under."""

    naam: str
    label: str
    soort: str = "tekst"
    uitleg: str = ""
    groep: str = ""
    nodig: bool = False


@dataclass(frozen=True, slots=True)
class Bericht:
    """News on the home page, from and to a day."""

    titel: str
    tekst: str
    adres: str = ""
    van: dt.date | None = None
    tot: dt.date | None = None

    def zichtbaar(self, dag: dt.date) -> bool:
        """Whether a resident sees it on this day."""
        return (self.van is None or self.van <= dag) and (self.tot is None or dag <= self.tot)


def sleutel(naam: str) -> str:
    """The key of a page in the history."""
    return f"pagina/{naam}"


def velden(naam: str, g: Gemeente) -> list[Veld]:
    """The fields of a page for this municipality."""
    return list({TIJDEN: _tijden, NUMMERS: _nummers, BELOFTES: _beloftes, NIEUWS: _nieuws}[naam](g))


def _tijden(g: Gemeente) -> Iterator[Veld]:
    yield Veld("uren", N_("Wanneer kan iemand bellen?"), "tekst", N_("Eén zin, zoals: Op werkdagen van 9 tot 17 uur."), "", True)
    yield Veld("balie", N_("Waar kan iemand langskomen?"), "tekst", "", "", True)
    yield Veld(
        "werktijden",
        N_("Tijden per dag"),
        "regels",
        N_("Elke dag op een eigen regel, zoals: ma 08:30-17:00. Wij rekenen hiermee wanneer iemand terugbelt."),
        "",
        True,
    )
    for t in g.teams.values():
        yield Veld(f"team_{t.code}_uren", N_("Andere tijden"), "tekst", N_("Laat leeg als de tijden gelijk zijn."), t.naam)
        yield Veld(f"team_{t.code}_adres", N_("Adres"), "tekst", "", t.naam)


def _nummers(g: Gemeente) -> Iterator[Veld]:
    for n in EIGEN_NUMMERS:
        groep = g.nummers[n].naam if n in g.nummers else n.capitalize()
        yield Veld(f"{n}_naam", N_("Naam"), "tekst", "", groep, True)
        yield Veld(f"{n}_toon", N_("Nummer"), "tekst", "", groep, True)
        yield Veld(f"{n}_uren", N_("Wanneer neemt iemand op?"), "tekst", "", groep)
        yield Veld(f"{n}_op", N_("Zelf gebeld op"), "datum", "", groep)
    for t in g.teams.values():
        yield Veld(f"team_{t.code}_telefoon", N_("Nummer"), "tekst", "", t.naam)
        yield Veld(f"team_{t.code}_op", N_("Zelf gebeld op"), "datum", "", t.naam)
    for n in NOOD_NUMMERS:
        if n in g.nummers:
            zin = N_("Dit is een nummer voor nood. U wijzigt hier alleen de datum.")
            yield Veld(f"{n}_op", N_("Zelf gebeld op"), "datum", zin, f"{g.nummers[n].naam}: {g.nummers[n].toon}")


def _beloftes(g: Gemeente) -> Iterator[Veld]:
    yield Veld("terugbellen_werkdagen", N_("Binnen hoeveel werkdagen belt iemand terug?"), "getal", N_("Een getal van 1 tot 10."), "", True)


def _nieuws(g: Gemeente) -> Iterator[Veld]:
    for i in range(1, BERICHTEN + 1):
        groep = f"Bericht {i}"
        yield Veld(f"titel_{i}", N_("Kop"), "tekst", "", groep)
        yield Veld(f"tekst_{i}", N_("Tekst"), "lang", N_("Hoogstens drie korte zinnen."), groep)
        yield Veld(
            f"adres_{i}", N_("Waar leest iemand meer?"), "tekst", N_("Een adres, zoals /mantelzorg of https://www.voorbeeld.nl"), groep
        )
        yield Veld(f"van_{i}", N_("Vanaf"), "datum", N_("Laat leeg als het nu al mag."), groep)
        yield Veld(f"tot_{i}", N_("Tot en met"), "datum", "", groep)


# --- a page as text, and back -------------------------------------------------------------------------------------------


def uit_profiel(naam: str, g: Gemeente) -> dict[str, str]:
    """What the profile of the repository says, as the text of each field."""
    return {v.naam: _uit_profiel(v.naam, g) for v in velden(naam, g)}


def _uit_profiel(veld: str, g: Gemeente) -> str:
    if veld in ("uren", "balie"):
        return str(getattr(g, veld))
    if veld == "werktijden":
        return "\n".join(f"{d} {van}-{tot}" for d, (van, tot) in g.werktijden.items())
    if veld == "terugbellen_werkdagen":
        return str(g.terugbellen_werkdagen)
    if veld.startswith("team_"):
        _, code, deel = veld.split("_", 2)
        return str(getattr(g.teams[code], "gecontroleerd_op" if deel == "op" else deel) or "")
    naam, _, deel = veld.rpartition("_")
    n = g.nummers.get(naam)
    return "" if n is None else str(n.gecontroleerd_op or "") if deel == "op" else str(getattr(n, deel))


def toon(naam: str, g: Gemeente, inhoud: Mapping[str, Any]) -> dict[str, str]:
    """The text of each field: the profile, with what was changed in it."""
    return {k: str(inhoud.get(k, w)) for k, w in uit_profiel(naam, g).items()}


def schoon(naam: str, g: Gemeente, ruw: Mapping[str, Any]) -> dict[str, str]:
    """Every field as typed, with one kind of line end and no space around."""
    return {v.naam: str(ruw.get(v.naam, "")).replace("\r\n", "\n").strip() for v in velden(naam, g)}


def inhoud(naam: str, g: Gemeente, getypt: Mapping[str, str]) -> dict[str, str]:
    """What differs from the profile: only that is kept, so that a change of the profile is not hidden."""
    return {k: w for k, w in getypt.items() if w != _uit_profiel(k, g)}


def verschil(naam: str, g: Gemeente, oud: Mapping[str, Any], nieuw: Mapping[str, Any]) -> list[tuple[Veld, str, str]]:
    """(field, before, after) of every field that differs."""
    a, b = toon(naam, g, oud), toon(naam, g, nieuw)
    return [(v, a[v.naam], b[v.naam]) for v in velden(naam, g) if a[v.naam] != b[v.naam]]


# --- what may not -------------------------------------------------------------------------------------------------------

_TIJD = re.compile(r"(ma|di|wo|do|vr|za|zo)\s+(\d{1,2})[:.](\d\d)\s*(?:-|tot)\s*(\d{1,2})[:.](\d\d)", re.IGNORECASE)
_ADRES = re.compile(r"/[a-z0-9/-]*|https://[^\s<>\"']+")
_NUMMER = re.compile(r"\+?[0-9][0-9 ()./-]{1,24}")
_DATUM = N_("Deze datum kan niet. Schrijf bijvoorbeeld 2026-11-30.")


def fouten(naam: str, g: Gemeente, getypt: Mapping[str, str], online: Mapping[str, str], dag: dt.date) -> list[tuple[str, str]]:
    """(field, sentence) of what is wrong. Empty when the page may go on line. online: the text of each field as it is now."""
    uit: list[tuple[str, str]] = []
    for v in velden(naam, g):
        if zin := _fout(v, getypt[v.naam]):
            uit.append((v.naam, zin))
    if not uit and naam == NUMMERS:
        uit = _ongebeld(g, getypt, online, dag)
    if not uit and naam == NIEUWS:
        uit = _nieuws_fouten(getypt)
    return uit


def _fout(v: Veld, t: str) -> str:
    if not t:
        return N_("Hier moet iets staan. Vul het in.") if v.nodig else ""
    if len(t) > LANGST[v.soort]:
        return N_("Deze tekst is te lang. Maak hem korter.")
    if vreemd := check.vreemd(t):
        return vreemd
    if v.soort == "datum":
        return "" if _datum(t) else _DATUM
    if v.soort == "getal":
        return "" if t.isdecimal() and 1 <= int(t) <= MEESTE_WERKDAGEN else N_("Vul een getal van 1 tot 10 in.")
    if v.soort == "regels":
        return _fout_tijden(t)
    if v.naam.endswith(("_toon", "_telefoon")):
        cijfers = sum(c.isdigit() for c in t)
        return "" if _NUMMER.fullmatch(t) and 3 <= cijfers <= 15 else N_("Dit is geen nummer. Schrijf het zoals 000 123 45 60.")
    if v.naam.startswith("adres_"):
        return "" if _ADRES.fullmatch(t) else N_("Dit adres kan niet. Begin met / of met https://")
    return ""


def _fout_tijden(t: str) -> str:
    for regel in t.splitlines():
        m = _TIJD.fullmatch(regel.strip())
        if m is None or not _uur(m[2], m[3]) < _uur(m[4], m[5]) <= "24:00":
            return N_("Een tijd kan niet. Schrijf elke dag als: ma 08:30-17:00.")
    dagen = [r.split()[0].lower() for r in t.splitlines()]
    return "" if len(set(dagen)) == len(dagen) else N_("Een dag staat er twee keer. Haal er een weg.")


def _uur(uur: str, minuut: str) -> str:
    return f"{int(uur):02}:{minuut}"


def _datum(t: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(t) if t else None
    except ValueError:
        return None


def _ongebeld(g: Gemeente, getypt: Mapping[str, str], online: Mapping[str, str], dag: dt.date) -> list[tuple[str, str]]:
    uit = []
    velden_ = {f"{n}_op": f"{n}_toon" for n in EIGEN_NUMMERS} | {f"team_{c}_op": f"team_{c}_telefoon" for c in g.teams}
    for n in [v.removesuffix("_op") for v in getypt if v.endswith("_op")]:
        op = _datum(getypt[f"{n}_op"])
        if op and op > dag:
            uit.append((f"{n}_op", N_("Deze dag komt nog. Vul de dag in waarop u belde.")))
        nummer = velden_.get(f"{n}_op", "")
        anders = bool(nummer and getypt[nummer]) and getypt[nummer] != online[nummer]
        if anders and (op is None or (dag - op).days > VERS):
            uit.append((f"{n}_op", N_("U wijzigde dit nummer. Bel het eerst zelf. Vul dan de datum in.")))
    return uit


def _nieuws_fouten(getypt: Mapping[str, str]) -> list[tuple[str, str]]:
    uit = []
    for i in map(str, range(1, BERICHTEN + 1)):
        titel, tekst, adres, van, tot = (getypt[f"{v}_{i}"] for v in ("titel", "tekst", "adres", "van", "tot"))
        if not titel and any((tekst, adres, van, tot)):
            uit.append((f"titel_{i}", N_("Dit bericht heeft geen kop. Vul de kop in.")))
        if titel and not tekst:
            uit.append((f"tekst_{i}", N_("Dit bericht heeft geen tekst. Vul de tekst in.")))
        if titel and not tot:
            uit.append((f"tot_{i}", N_("Tot en met welke dag staat dit er? Vul een datum in.")))
        if van and tot and van > tot:
            uit.append((f"tot_{i}", N_("Deze datum ligt voor de eerste dag. Draai de datums om.")))
    return uit


# --- what pages show ----------------------------------------------------------------------------------------------------


def met_eigen(g: Gemeente, bewerkingen: Inhouden) -> Gemeente:
    """The profile with what editors changed. What does not read is left as the profile says: a page never breaks on it."""
    t: dict[str, Any] = dict(bewerkingen.get(sleutel(TIJDEN), {})) | dict(bewerkingen.get(sleutel(NUMMERS), {}))
    t |= bewerkingen.get(sleutel(BELOFTES), {})
    if not t:
        return g
    nummers = {n: _nummer(n, x, t) for n, x in g.nummers.items()}
    teams = {
        c: replace(
            x,
            uren=str(t.get(f"team_{c}_uren", x.uren)),
            adres=str(t.get(f"team_{c}_adres", x.adres)),
            telefoon=str(t.get(f"team_{c}_telefoon", x.telefoon)),
            gecontroleerd_op=_datum(str(t.get(f"team_{c}_op", ""))) or x.gecontroleerd_op,
        )
        for c, x in g.teams.items()
    }
    los: dict[str, Any] = {k: str(t[k]) for k in ("uren", "balie") if t.get(k)}
    if (w := str(t.get("werktijden", ""))) and not _fout_tijden(w):
        los["werktijden"] = _werktijden(w)
    if (d := str(t.get("terugbellen_werkdagen", ""))).isdecimal() and 1 <= int(d) <= MEESTE_WERKDAGEN:
        los["terugbellen_werkdagen"] = int(d)
    return replace(g, nummers=nummers, teams=teams, **los)


def _werktijden(t: str) -> dict[str, tuple[str, str]]:
    uit = {}
    for regel in t.splitlines():
        m = _TIJD.fullmatch(regel.strip())
        if m:
            uit[m[1].lower()] = (_uur(m[2], m[3]), _uur(m[4], m[5]))
    return {d: uit[d] for d in DAGEN if d in uit}


def _nummer(naam: str, n: Nummer, t: Mapping[str, Any]) -> Nummer:
    op = _datum(str(t.get(f"{naam}_op", ""))) or n.gecontroleerd_op
    if naam not in EIGEN_NUMMERS:
        return replace(n, gecontroleerd_op=op)
    toon_ = str(t.get(f"{naam}_toon") or n.toon)
    tel = "".join(c for c in toon_ if c.isdigit() or c == "+") if f"{naam}_toon" in t else n.tel
    return Nummer(str(t.get(f"{naam}_naam") or n.naam), tel, toon_, str(t.get(f"{naam}_uren", n.uren)), op)


def nieuws(bewerkingen: Inhouden) -> tuple[Bericht, ...]:
    """The news, in order; the door leaves out what is not for today."""
    t = bewerkingen.get(sleutel(NIEUWS), {})
    uit = []
    for i in range(1, BERICHTEN + 1):
        if titel := str(t.get(f"titel_{i}", "")):
            van, tot = (_datum(str(t.get(f"{v}_{i}", ""))) for v in ("van", "tot"))
            uit.append(Bericht(titel, str(t.get(f"tekst_{i}", "")), str(t.get(f"adres_{i}", "")), van, tot))
    return tuple(uit)


def niet_gebeld(g: Gemeente, dag: dt.date) -> list[Nummer]:
    """Numbers of the municipality that nobody tried for half a year."""
    teams = [Nummer(t.naam, t.telefoon, t.telefoon, "", t.gecontroleerd_op) for t in g.teams.values()]
    return [
        n
        for n in (*g.nummers.values(), *teams)
        if n.tel and (n.gecontroleerd_op is None or (dag - n.gecontroleerd_op).days > NUMMER_OUD_NA)
    ]
