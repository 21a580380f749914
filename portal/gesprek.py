"""Joins what the two lower rooms say into one Begrip, that every door shows alike; and keeps the conversation. Rules, no HTTP.

Home, /gesprek, /zoeken, the API and the command line all call `begrijp` (contract: five doors, the same answer).
"""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dialogues.play import GEDEELD, Position, play
from dialogues.regels import Feiten
from dialogues.understand import DOMEIN_VAN, VEILIGHEID, Begrepen, Kenmerk, Signaal
from dialogues.understand import begrijp as begrijp_tekst
from portal.gesprekteksten import gesprekken_van
from portal.werkdagen import lokaal
from sociale_kaart.load import Gemeente, Nummer
from sociale_kaart.model import Soort
from sociale_kaart.search import MEESTE, Filters, Kaart, Voorstel

N_ = str  # marks a sentence for translation; the template translates it

LANGSTE_VRAAG = 2_000
ZEKER_BIJ_GEVAAR = 0.45  # beside a danger no weak proposals stand
LANGSTE_ANTWOORD = 300
NOOIT_GEPROBEERD = frozenset({"huisarts", "wijkteam", "clientondersteuning", "luisterlijn", "veilig-thuis"})  # never folded away
GEEN_NETWERK = frozenset({"overbelast", "geen-netwerk"})

# signal -> (heading, sentence, numbers in order). "?naam" is a local number; the national one behind it stands in when it is missing.
NOOD: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "levensgevaar": (
        N_("Is er iemand in gevaar? Bel 112"),
        N_("Bel meteen. Blijf aan de lijn. Zij vertellen u wat u kunt doen."),
        ("alarm",),
    ),
    "suicide": (
        N_("Denkt u aan de dood? Praat met iemand"),
        N_("U kunt nu met iemand praten. Het is gratis. U hoeft uw naam niet te zeggen."),
        ("zelfmoordpreventie", "zelfmoordpreventie-0800", "alarm"),
    ),
    "geweld": (
        N_("Bent u niet veilig? Bel Veilig Thuis"),
        N_("Zij luisteren en denken met u mee. U beslist zelf wat er gebeurt. Is er nu gevaar? Bel 112."),
        ("veilig-thuis", "alarm"),
    ),
    "kind-onveilig": (
        N_("Is een kind niet veilig? Bel Veilig Thuis"),
        N_("Dat kan ook als u twijfelt. Ben je zelf een kind? Bel de Kindertelefoon. Is er nu gevaar? Bel 112."),
        ("veilig-thuis", "kindertelefoon", "alarm"),
    ),
    "seksueel-geweld": (
        N_("Heeft iemand u aangeraakt tegen uw wil? Bel"),
        N_("Het is niet uw schuld. Bel liefst binnen zeven dagen. Later bellen mag ook. Is er nu gevaar? Bel 112."),
        ("centrum-seksueel-geweld", "alarm"),
    ),
    "vannacht-geen-bed": (
        N_("Hebt u vannacht geen bed? Bel de opvang"),
        N_("Bel nu. Dan zoeken zij een plek voor u."),
        ("?noodopvang", "politie", "alarm"),
    ),
    "afsluiting": (
        N_("Dreigt u uw huis, stroom of zorgverzekering te verliezen? Bel"),
        N_("Bel vandaag. U hebt dan binnen drie werkdagen een gesprek. U hoeft geen papieren klaar te leggen."),
        ("?schuldhulp", "geldfit"),
    ),
}
ZACHT: dict[str, str] = {
    "suicide": N_("Denkt u soms aan de dood, of mist u iemand die er zo uit stapte? U kunt dag en nacht praten met 113."),
    "geweld": N_("Voelt u zich thuis niet veilig? U kunt dag en nacht bellen met Veilig Thuis."),
    "kind-onveilig": N_("Twijfelt u of een kind veilig is? U kunt dag en nacht overleggen met Veilig Thuis."),
    "seksueel-geweld": N_("Is u iets aangedaan, nu of lang geleden? U kunt bellen met het Centrum Seksueel Geweld."),
    "levensgevaar": N_("Is er toch gevaar? Bel dan 112."),
    "vannacht-geen-bed": N_("Weet u niet waar u kunt slapen? Bel de opvang."),
    "afsluiting": N_("Komt er een brief over afsluiten of ontruimen? Bel dan meteen."),
}


@dataclass(frozen=True, slots=True)
class Advies:
    """An advice card of a domain: what you can do yourself, or with people around you. Never counted among the proposals."""

    ladder: str
    domein: str
    titel: str
    punten: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Begrip:
    """What was understood of a text and what is proposed: the one answer of all doors."""

    tekst: str = ""
    begrepen: Begrepen = field(default_factory=Begrepen)
    domeinen: tuple[Kenmerk, ...] = ()
    markers: tuple[Kenmerk, ...] = ()
    signalen: tuple[Signaal, ...] = ()
    spoed: str = ""
    items: tuple[Voorstel, ...] = ()
    geprobeerd: tuple[Voorstel, ...] = ()
    advies: tuple[Advies, ...] = ()
    bedoelt: tuple[Soort, ...] = ()

    @property
    def complex(self) -> bool:
        """Any marker holds: the warm referral is offered."""
        return bool(self.markers)

    @property
    def nu(self) -> tuple[Signaal, ...]:
        """Signals at level nu."""
        return tuple(s for s in self.signalen if s.niveau == "nu")

    @property
    def beschermd(self) -> bool:
        """A safety signal at any level, or the domain veiligheid."""
        return any(s.code in VEILIGHEID for s in self.signalen) or any(d.code == "veiligheid" for d in self.domeinen)


def nummers(g: Gemeente, code: str) -> list[Nummer]:
    """The numbers of a signal, most fitting first; a missing local number is left to the national one."""
    uit = []
    for naam in NOOD[code][2]:
        n = g.nummers.get(naam[1:]) if naam.startswith("?") else g.landelijk.get(naam)
        if n is not None and n.tel:
            uit.append(n)
    return uit


def mist_lokaal(g: Gemeente, code: str) -> bool:
    """The municipality's own number for this signal is not known: the page says "vraag het de gemeente"."""
    return any(n.startswith("?") and n[1:] not in g.nummers for n in NOOD[code][2])


@functools.cache
def _advies() -> dict[tuple[str, str], Advies]:
    pad = Path(__file__).parent.parent / "sociale_kaart" / "data" / "advies.toml"
    uit = {}
    for rij in tomllib.loads(pad.read_text(encoding="utf-8")).get("advies", ()):
        uit[rij["domein"], rij["ladder"]] = Advies(rij["ladder"], rij["domein"], rij["titel"], tuple(rij["punten"]))
    return uit


def advies(domeinen: Sequence[str], markers: Sequence[str], beschermd: bool) -> tuple[Advies, ...]:
    """The two cards of the strongest domain; "met mensen om u heen" is left out on overload, no network or a safety signal."""
    kaarten = _advies()
    uit = [k for d in domeinen[:1] if (k := kaarten.get((d, "eigen_kracht")))]
    if not beschermd and not GEEN_NETWERK & set(markers):
        uit += [k for d in domeinen[:1] if (k := kaarten.get((d, "netwerk")))]
    return tuple(uit)


def begrijp(
    kaart: Kaart,
    tekst: str,
    buurt: str = "",
    geprobeerd: Sequence[str] = (),
    meeste: int = MEESTE,
    filters: Filters | None = None,
    nu: dt.datetime | None = None,
    extra_soorten: Sequence[str] = (),
) -> Begrip:
    """Read a text, understand it, find help. Deterministic; logs nothing; linear in the length of the text."""
    lezing = kaart.lezer.lees(tekst[: LANGSTE_VRAAG * 4])
    begrepen = begrijp_tekst(lezing)
    gevonden = kaart.soorten(lezing)
    if extra_soorten:
        gevonden = [replace(g, bewijs=g.bewijs + 0.3) if g.soort.code in extra_soorten else g for g in gevonden]
        gevonden.sort(key=lambda g: (-g.bewijs, g.soort.code))
    tried = set(geprobeerd) - NOOIT_GEPROBEERD
    zeker = ZEKER_BIJ_GEVAAR if begrepen.nu else 0.0
    open_ = [g for g in gevonden if g.soort.code not in tried and g.bewijs >= zeker]
    items = kaart.voorstellen(lezing, open_, buurt, meeste, filters, lokaal(nu))
    al = [
        Voorstel(kaart.per_soort[g.soort.code][0], g.soort, i, g.because)
        for i, g in enumerate((g for g in gevonden if g.soort.code in tried and kaart.per_soort.get(g.soort.code)), 1)
    ]
    domeinen = _domeinen(begrepen, items)
    b = Begrip(
        tekst=tekst,
        begrepen=begrepen,
        domeinen=domeinen,
        markers=begrepen.markers,
        signalen=begrepen.signalen,
        spoed=begrepen.spoed,
        items=tuple(items),
        geprobeerd=tuple(al),
        bedoelt=() if items else tuple(kaart.bedoelt(gevonden)),
    )
    return replace(b, advies=advies([d.code for d in domeinen], [m.code for m in b.markers], b.beschermd))


def _domeinen(begrepen: Begrepen, items: Sequence[Voorstel]) -> tuple[Kenmerk, ...]:
    """Domains, strongest first: that of an urgent signal, that of the best proposal, and learned ones that a proposal confirms."""
    geleerd = {d.code: d for d in begrepen.domeinen}
    uit = {DOMEIN_VAN[s.code]: geleerd.get(DOMEIN_VAN[s.code], Kenmerk(DOMEIN_VAN[s.code], s.because)) for s in begrepen.nu}
    if items:
        eerste = min(items, key=lambda v: v.relevance)
        uit.setdefault(eerste.soort.domein, Kenmerk(eerste.soort.domein, eerste.because))
        bevestigd = {v.soort.domein for v in items}
        for code, d in geleerd.items():
            if code in bevestigd:
                uit.setdefault(code, d)
    else:
        uit = uit | {code: d for code, d in geleerd.items() if code not in uit}
    return tuple(uit.values())


def als_json(g: Gemeente, b: Begrip) -> dict[str, Any]:
    """The answer of POST /api/v1/voorstellen (contract.md)."""
    return {
        "domains": [{"code": d.code, "because": list(d.because)} for d in b.domeinen],
        "urgent": [
            {
                "code": s.code,
                "level": s.niveau,
                "numbers": [{"name": n.naam, "tel": n.tel} for n in nummers(g, s.code)],
                "because": list(s.because),
            }
            for s in b.signalen
        ],
        "complex": b.complex,
        "markers": [{"code": m.code, "because": list(m.because)} for m in b.markers],
        "spoed": b.spoed or None,
        "items": [
            {
                "id": v.voorziening.id,
                "name": v.voorziening.naam,
                "kind": v.soort.code,
                "ladder": v.soort.ladder,
                "access": v.voorziening.toegang,
                "relevance": v.relevance,
                "because": list(v.because),
                "url": f"/voorzieningen/{v.voorziening.id}",
            }
            for v in b.items
        ],
        "advice": [{"ladder": a.ladder, "domain": a.domein, "title": a.titel} for a in b.advies],
        "wijkteam": {"offer": b.complex, "url": "/verwijzing"},
    }


# --- the conversation -------------------------------------------------------------------------------------------------

VERSIE = 1


@dataclass(frozen=True)
class Gesprek:
    """The answers so far: all that the visitor's sealed cookie holds. `onderwerp`: a script or domain somebody came in by."""

    vraag: str = ""
    antwoorden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    onderwerp: str = ""
    weg: tuple[str, ...] = ()  # signals closed with "Dit gaat niet over mij"
    weggehaald: tuple[str, ...] = ()  # conclusions taken away on the check page
    bereik: Mapping[str, str] = field(default_factory=dict)  # how to reach: only for the check page
    sleutel: str = ""  # the key of the send, made when the check page opens
    nummer: str = ""  # after sending: the number, so that a repeat shows the same
    taal: str = "nl"
    toch: bool = False  # "toch bekijken": show what was tried too

    def als_koekje(self) -> dict[str, Any]:
        """Short keys, no empty values."""
        kort = {
            "v": VERSIE,
            "q": self.vraag,
            "a": {k: list(w) for k, w in self.antwoorden.items()},
            "o": self.onderwerp,
            "x": list(self.weg),
            "w": list(self.weggehaald),
            "b": dict(self.bereik),
            "s": self.sleutel,
            "n": self.nummer,
            "t": self.taal,
        }
        return {k: w for k, w in kort.items() if w}

    @classmethod
    def uit_koekje(cls, w: Mapping[str, Any]) -> Gesprek:
        """What still fits of a cookie; a cookie of another version keeps its answers too (they go by step name)."""
        antwoorden = w.get("a") if isinstance(w.get("a"), dict) else {}
        return cls(
            str(w.get("q", "")),
            {str(k): tuple(str(x) for x in v) for k, v in (antwoorden or {}).items() if isinstance(v, list)},
            str(w.get("o", "")),
            tuple(w.get("x", ())),
            tuple(w.get("w", ())),
            {str(k): str(v) for k, v in (w.get("b") or {}).items()},
            str(w.get("s", "")),
            str(w.get("n", "")),
            str(w.get("t", "nl")),
        )

    def met_antwoord(self, stap: str, codes: tuple[str, ...]) -> Gesprek:
        """The conversation with one more (or another) answer; nothing else is lost."""
        return replace(self, antwoorden={**self.antwoorden, stap: codes})

    def zonder(self, stap: str) -> Gesprek:
        """Going back is removing an answer."""
        return replace(self, antwoorden={k: v for k, v in self.antwoorden.items() if k != stap})


@dataclass(frozen=True, slots=True)
class Beeld:
    """The conversation as it stands: what was understood of text and answers together, and the next question."""

    gesprek: Gesprek
    begrip: Begrip
    positie: Position
    onderwerpen: tuple[str, ...]


def bekijk(kaart: Kaart, gesprek: Gesprek, nu: dt.datetime | None = None) -> Beeld:
    """Replay the conversation. Pure: the same kaart and answers give the same page."""
    buurten = kaart.gemeente.buurten
    buurt = next((w for w in gesprek.antwoorden.get("buurt", ()) if w in buurten), "")
    tekst = gesprek.vraag
    eerst = begrijp(kaart, tekst, buurt, (), MEESTE, None, nu)
    alle = gesprekken_van(kaart)
    onderwerpen: tuple[str, ...] = tuple(d.code for d in eerst.domeinen if d.code in alle)
    if gesprek.onderwerp:
        onderwerpen = (gesprek.onderwerp, *(o for o in onderwerpen if o != gesprek.onderwerp))
    if eerst.nu and any(s.code not in gesprek.weg for s in eerst.nu):
        onderwerpen = tuple(o for o in onderwerpen if o == gesprek.onderwerp)
    speelt = tuple(dict.fromkeys([*(d.code for d in eerst.domeinen), *((gesprek.onderwerp,) if gesprek.onderwerp else ())]))
    feiten = Feiten(
        domeinen=speelt,
        markers=frozenset(m.code for m in eerst.markers),
        rol=eerst.begrepen.rol if eerst.begrepen.rol != "zelf" else "",
        buurt=buurt or buurt_in(kaart, tekst),
        leeftijd=eerst.begrepen.leeftijd,
        volhoudtijd=any(m.code == "overbelast" for m in eerst.markers),
        veilig=not eerst.beschermd,
    )
    positie = play(alle, onderwerpen, gesprek.antwoorden, feiten)
    begrip = _met_antwoorden(kaart, gesprek, eerst, positie, feiten.buurt, nu)
    return Beeld(gesprek, begrip, positie, onderwerpen)


def buurt_in(kaart: Kaart, tekst: str) -> str:
    """A neighbourhood that the text names, or ""."""
    laag = f" {' '.join(tekst.lower().split())} "
    for b in kaart.gemeente.buurten.values():
        if b.code != "centrum" and f" {b.naam.lower()} " in laag.replace(",", " ").replace(".", " "):
            return b.code
    return ""


def _met_antwoorden(kaart: Kaart, gesprek: Gesprek, eerst: Begrip, positie: Position, buurt: str, nu: dt.datetime | None) -> Begrip:
    """The Begrip of the text with what the answers add: kinds, domains, markers, signals, tried."""
    soorten = list(positie.soorten)
    domein = gesprek.onderwerp if gesprek.onderwerp in kaart.tax.domeinen else ""
    b = eerst
    if gesprek.vraag and (soorten or buurt):
        b = begrijp(kaart, gesprek.vraag, buurt, (), MEESTE, None, nu, soorten)
    if not b.items and (soorten or domein):
        codes = soorten or eerste_soorten(kaart, domein)
        items = [
            Voorstel(kaart.beste(c, buurt, None, lokaal(nu))[0], kaart.tax.soorten[c], i, ())
            for i, c in enumerate([c for c in codes if kaart.beste(c, buurt, None, lokaal(nu))][:MEESTE], 1)
        ]
        b = replace(b, items=tuple(kaart.op_ladder(items)), bedoelt=())
    tried = geprobeerde_soorten(kaart, positie)
    if tried and not gesprek.toch:
        b = replace(
            b,
            items=tuple(v for v in b.items if v.soort.code not in tried),
            geprobeerd=tuple(v for v in b.items if v.soort.code in tried),
        )
    markers = {m.code: m for m in b.markers}
    for code, woorden in positie.markers:
        markers.setdefault(code, Kenmerk(code, (woorden,)))
    domeinen = {d.code: d for d in b.domeinen}
    for code in [*([domein] if domein else []), *positie.domeinen]:
        domeinen.setdefault(code, Kenmerk(code, ()))
    anders = positie.antwoord("andere_dingen")
    if anders and len({*domeinen}) >= 2 and any(k.domeinen for k in anders.keuzes):
        markers.setdefault("meerdere-domeinen", Kenmerk("meerdere-domeinen", tuple(k.label for k in anders.keuzes)))
    signalen = {s.code: s for s in b.signalen}
    for code, woorden in positie.signalen:
        signalen[code] = Signaal(code, "nu", (woorden,), "antwoord")
        markers.setdefault("urgent", Kenmerk("urgent", (woorden,)))
    for code in gesprek.weg:
        if code in signalen and signalen[code].bron != "antwoord":
            del signalen[code]
    if not any(s.niveau == "nu" for s in signalen.values()):
        markers.pop("urgent", None)
    spoed = positie.spoed or b.spoed
    b = replace(b, domeinen=tuple(domeinen.values()), markers=tuple(markers.values()), signalen=tuple(signalen.values()), spoed=spoed)
    return replace(b, advies=advies([d.code for d in b.domeinen], list(markers), b.beschermd))


def geprobeerde_soorten(kaart: Kaart, positie: Position) -> set[str]:
    """Kinds that the resident says to have tried, from the answer in own words."""
    antwoord = positie.antwoord("geprobeerd")
    if antwoord is None or not antwoord.eigen:
        return set()
    gevonden = kaart.kies(kaart.soorten(kaart.lezer.lees(antwoord.eigen)))
    return {g.soort.code for g in gevonden if g.bewijs > 0.6} - NOOIT_GEPROBEERD


def eerste_soorten(kaart: Kaart, domein: str) -> list[str]:
    """The first kinds of a domain when only the topic is known: one of each step of the ladder, lightest first."""
    kinds = sorted(
        (s for s in kaart.tax.soorten.values() if s.domein == domein and kaart.per_soort.get(s.code)),
        key=lambda s: (kaart.tax.stap(s.code), s.gevoelig),
    )
    per: dict[int, list[str]] = {}
    for s in kinds:
        per.setdefault(kaart.tax.stap(s.code), []).append(s.code)
    uit: list[str] = []
    while len(uit) < MEESTE and any(per.values()):
        for stap in sorted(per):
            if per[stap] and len(uit) < MEESTE:
                uit.append(per[stap].pop(0))
    return uit


__all__ = ["GEDEELD", "NOOD", "ZACHT", "Beeld", "Begrip", "Gesprek", "als_json", "begrijp", "bekijk", "nummers"]
