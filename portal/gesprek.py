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

from dialogues.bekend import Bekend, bekend
from dialogues.model import OVERGESLAGEN, Dialogue, Step
from dialogues.play import GEDEELD, MEESTE_DOMEINEN, Antwoord, Position, play, volgorde
from dialogues.regels import Feiten, overbelasting_onbekend
from dialogues.understand import DOMEIN_VAN, VEILIGHEID, Begrepen, Kenmerk, Signaal
from dialogues.understand import begrijp as begrijp_tekst
from portal.gesprekteksten import gesprekken_van
from portal.schoon import zonder_maskers
from portal.werkdagen import lokaal
from sociale_kaart import groepen
from sociale_kaart.load import Gemeente, Nummer
from sociale_kaart.model import Soort
from sociale_kaart.search import BUITEN, MEESTE, VLOER, Filters, Gevonden, Kaart, Voorstel
from sociale_kaart.woorden import Lezing

N_ = str  # marks a sentence for translation; the template translates it

LANGSTE_VRAAG = 2_000
STEEKT_UIT = 1.5  # times the evidence of the next: five times its share
ZEKER_BIJ_GEVAAR = 0.53  # beside a danger no weak proposals stand
STEUNT = frozenset({"mentaal", "gezin"})  # ... help for who you are and who is around you may
ZORG = frozenset({"mantelzorg", "gezondheid"})  # ... and help with the care, for a carer who is hit
SPREEKT_BIJ_GEVAAR = 0.3  # ... nor about anything but the danger, unless the domain's own head (a logit) clearly speaks
STEUN = "mantelzorgadvies"  # who stands beside a carer
NAASTEN = "naasten-verslaving"  # help for relatives of who drinks, uses or gambles; also their advice cards
ROUW = "rouwgroep"
LANGSTE_ANTWOORD = 300
MEER = 15  # proposals on request
ZEKER_GEPROBEERD = 0.66  # evidence in the part of the text that says "geprobeerd"
# Never folded away: who answers a phone in need, the doctor, the team, and who stands beside you.
NOOIT_GEPROBEERD = frozenset(
    {
        "huisarts",
        "wijkteam",
        "clientondersteuning",
        "luisterlijn",
        "veilig-thuis",
        "noodopvang",
        "seksueel-geweld",
        "vrouwenopvang",
        "slachtofferhulp",
        "zorgen-over-iemand",
    }
)
BIJDRAGE = N_("Hulp op maat kost soms geld. Dat heet een eigen bijdrage. Wij vertellen u vooraf hoeveel.")  # Wmo art. 2.3.2 lid 4 g
NOOIT_EENVOUDIG = frozenset({"geld", "veiligheid", "verslaving", "mentaal", "gezin"})  # here the questions matter (L-41)
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
        N_("Bel vandaag, of zodra zij open zijn. U hebt dan binnen drie werkdagen een gesprek. U hoeft geen papieren klaar te leggen."),
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
    misschien: tuple[str, ...] = ()  # domains that the text may speak of too: worth asking

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
        uit[rij.get("voor", rij["domein"]), rij["ladder"]] = Advies(rij["ladder"], rij["domein"], rij["titel"], tuple(rij["punten"]))
    return uit


def advies(domeinen: Sequence[str], markers: Sequence[str], beschermd: bool, gevaar: Sequence[str] = ()) -> tuple[Advies, ...]:
    """The two cards of the strongest domain; "met mensen om u heen" is left out on overload, no network or a safety signal. None beside a danger
    to life: "something nice for your body" is no answer to that."""
    if "levensgevaar" in gevaar:
        return ()
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
) -> Begrip:
    """Read a text, understand it, find help. Deterministic; logs nothing; linear in the length of the text."""
    try:
        gelezen = _lees(kaart, tekst)
        filters = _op_leeftijd(gelezen, {}, filters)
        return _begrip(kaart, gelezen, buurt, {*geprobeerd, *zelf_geprobeerd(kaart, tekst)}, meeste, filters, nu)
    finally:
        bekend.cache_clear()  # no text outlives its answer


@dataclass(frozen=True, slots=True)
class _Gelezen:
    """A text with all that does not depend on where somebody lives or what was answered: read once, used more than once."""

    tekst: str
    lezing: Lezing
    begrepen: Begrepen
    soorten: tuple[Gevonden, ...]
    groepen: frozenset[str]  # to which somebody says to belong, in the text or in the answers
    zorgt: bool  # may be a carer: names another


LEEFTIJDEN = {  # what the answers about an age say
    "onder-16": (0, 15),
    "16-17": (16, 17),
    "18-23": (18, 23),
    "24-27": (24, 27),
    "onder-18": (0, 17),
    "18-27": (18, 27),
    "28-66": (28, 66),
    "67-plus": (67, 200),
}


def _op_leeftijd(g: _Gelezen, antwoorden: Mapping[str, tuple[str, ...]], filters: Filters | None) -> Filters | None:
    """The filters with the age of who asks for oneself, when none was chosen there: said in the text, else answered. Of somebody else no age is known: what an adult asks for a
    mother or a child has another age."""
    gekozen = (LEEFTIJDEN[c] for s in ("jongeren_leeftijd", "leeftijd") for c in antwoorden.get(s, ()) if c in LEEFTIJDEN)
    n = g.begrepen.leeftijd
    tussen = (n, n) if n is not None and n >= 6 else next(gekozen, None)
    al = bekend(g.tekst)
    if tussen is None or al.beroep or not (tussen[1] < 18 or al.zelf or not al.ander):
        return filters
    gekozen_ = filters or Filters()
    return gekozen_ if gekozen_.leeftijd else replace(gekozen_, leeftijd=tussen)


def _lees(kaart: Kaart, tekst: str) -> _Gelezen:
    lezing = kaart.lezer.lees(zonder_maskers(tekst)[: LANGSTE_VRAAG * 4])
    begrepen = begrijp_tekst(lezing)
    genoemd = groepen.genoemd(lezing, leeftijd=begrepen.leeftijd)
    return _Gelezen(tekst, lezing, begrepen, tuple(kaart.soorten(lezing)), genoemd, zorgt_misschien(bekend(tekst), lezing))


def _begrip(
    kaart: Kaart, g: _Gelezen, buurt: str, geprobeerd: set[str], meeste: int, filters: Filters | None, nu: dt.datetime | None
) -> Begrip:
    tried = geprobeerd - NOOIT_GEPROBEERD
    al = bekend(g.tekst)
    domeinen = _domeinen(kaart, g.begrepen, g.soorten)
    ander = over_een_ander(g.begrepen, domeinen, al)
    jong = is_jong(g.begrepen.leeftijd)
    licht = licht_van(g.begrepen, al)
    # "ik kan niet meer" alone is not about caring
    rij = _met_steun(kaart, g) if domeinen or al.ander else g.soorten
    zorgt_jong = jong and any(d.code == "mantelzorg" for d in domeinen)
    rij = _met_erbij(kaart, g, rij, [*([ZORGEN_SOORT] if ander else []), *([JONGE_ZORG] if zorgt_jong else [])])
    open_ = [
        s
        for s in rij
        if s.soort.code not in tried
        and (not g.begrepen.nu or _bij_gevaar(s, g.begrepen))
        and not (jong and s.soort.code in NIET_JONG)
        and not (licht and s.soort.domein == "mentaal")  # a young person's question for a job is no worry: nothing about feelings
    ]
    if licht:
        domeinen = tuple(d for d in domeinen if d.code != "mentaal")
    items = kaart.voorstellen(g.lezing, open_, buurt, meeste, filters, lokaal(nu), [d.code for d in domeinen], g.groepen)
    items = [v for v in items if v.soort.code not in tried]
    gehad = [
        Voorstel(kaart.per_soort[s.soort.code][0], s.soort, i, s.because)
        for i, s in enumerate((s for s in g.soorten if s.soort.code in tried and kaart.per_soort.get(s.soort.code)), 1)
    ]
    if not items and gehad:  # all that fits was tried: its neighbours
        buren = [
            (s, v)
            for s in eerste_soorten(kaart, gehad[0].soort.domein)
            if s not in tried and (v := kaart.beste(s, buurt, filters, lokaal(nu), g.groepen))
        ]
        items = kaart.op_ladder([Voorstel(v[0], kaart.tax.soorten[s], i, gehad[0].because) for i, (s, v) in enumerate(buren[:3], 1)])
    b = Begrip(
        tekst=g.tekst,
        begrepen=g.begrepen,
        domeinen=domeinen,
        markers=tuple(m for m in g.begrepen.markers if not ((ander or al.beroep) and m.code in VAN_UZELF)),
        signalen=g.begrepen.signalen,
        spoed=g.begrepen.spoed,
        items=tuple(items),
        geprobeerd=tuple(gehad),
        bedoelt=() if items or g.begrepen.signalen else tuple(kaart.bedoelt(g.soorten)),  # no guesses beside danger
        misschien=tuple(kaart.misschien(g.soorten, *_velden(g.begrepen))),
    )
    return b if ander else replace(b, advies=_advies_van(b))


def _met_erbij(kaart: Kaart, g: _Gelezen, rij: Sequence[Gevonden], codes: Sequence[str]) -> Sequence[Gevonden]:
    """The kinds with these among them, whatever else was found."""
    for code in codes:
        if code in kaart.tax.soorten and rij:
            al = next((s for s in rij if s.soort.code == code), None)
            erbij = al or Gevonden(kaart.tax.soorten[code], 0.0, lambda: (g.lezing.stuk(0, len(g.lezing.woorden) - 1),))
            rij = [replace(erbij, bewijs=max(erbij.bewijs, rij[0].bewijs), genoemd=True), *(s for s in rij if s.soort.code != code)]
    return rij


def licht_van(b: Begrepen, al: Bekend) -> bool:
    """A young person's question for a job: no worry."""
    return is_jong(b.leeftijd) and al.bijbaan and not b.markers and not b.signalen


def _advies_van(b: Begrip, over: str = "") -> tuple[Advies, ...]:
    """The cards that fit: a relative of who drinks reads those for relatives, who mourns is not sent to an old acquaintance, and who asks by
    profession gets none. over: the answer about whom it is (verslaving_wie)."""
    al = bekend(b.tekst)
    if al.beroep:
        return ()
    naaste = over != "zelf" if over else not al.zelf and any(v.soort.code == NAASTEN and v.because for v in b.items)
    domeinen = [NAASTEN if naaste and d.code == "verslaving" else d.code for d in b.domeinen]
    kaarten = advies(domeinen, [m.code for m in b.markers], b.beschermd, [s.code for s in b.nu])
    return tuple(k for k in kaarten if not (_rouwt(b, al) and (k.domein, k.ladder) == ("contact", "netwerk")))


def _rouwt(b: Begrip, al: Bekend) -> bool:
    """Whether somebody lost a person close by: by the words, or because help with mourning was found."""
    return al.verlies or any(v.soort.code == ROUW for v in b.items)


def _bij_gevaar(s: Gevonden, begrepen: Begrepen) -> bool:
    """Whether a kind of help may stand beside a danger: sure enough, and about the danger or what the text clearly speaks of. "Ik wil niet meer
    leven" is no question about money to live on."""
    horen = {*STEUNT, *(DOMEIN_VAN[x.code] for x in begrepen.nu), *(ZORG if begrepen.rol == "mantelzorger" else ())}
    hoort = s.soort.domein in horen or s.soort.code in NOOIT_GEPROBEERD or _spreekt(s.soort.domein, begrepen)
    return hoort and (s.genoemd or s.bewijs >= ZEKER_BIJ_GEVAAR)


def _spreekt(domein: str, begrepen: Begrepen) -> bool:
    return domein in begrepen.velden and begrepen.velden[domein].logit >= SPREEKT_BIJ_GEVAAR


def _met_steun(kaart: Kaart, g: _Gelezen) -> Sequence[Gevonden]:
    """The kinds found; a carer who cannot keep it up finds who stands beside carers among the first two, whatever else was asked."""
    m = next((m for m in g.begrepen.markers if m.code == "overbelast"), None)
    if m is None or not g.soorten or STEUN not in kaart.tax.soorten:
        return g.soorten
    rest = [s for s in g.soorten if s.soort.code != STEUN]
    steun = next((s for s in g.soorten if s.soort.code == STEUN), Gevonden(kaart.tax.soorten[STEUN], 0.0, lambda: m.because))
    tweede = max(VLOER, BUITEN * rest[0].bewijs, rest[min(1, len(rest) - 1)].bewijs) if rest else VLOER
    mee = [*rest, replace(steun, bewijs=max(steun.bewijs, tweede), genoemd=True)]
    return sorted(mee, key=lambda s: (-s.bewijs, s.soort.code != STEUN, s.soort.code))


def zelf_geprobeerd(kaart: Kaart, tekst: str) -> set[str]:
    """Kinds that a text says to have tried: "de voedselbank heb ik al geprobeerd"."""
    return {s for deel in bekend(tekst).geprobeerd for s in _genoemd(kaart, deel)}


def _zonder_geprobeerd(items: Sequence[Voorstel], tekst: str) -> tuple[Voorstel, ...]:
    """The proposals, none of them "because you wrote" what was tried in vain."""
    delen = bekend(tekst).geprobeerd
    if not delen:
        return tuple(items)
    return tuple(replace(v, because=tuple(w for w in v.because if not any(w.lower() in d for d in delen))) for v in items)


def _genoemd(kaart: Kaart, tekst: str) -> set[str]:
    """Kinds that a few words name, or clearly point to."""
    gevonden = kaart.kies(kaart.soorten(kaart.lezer.lees(tekst)))
    return {g.soort.code for g in gevonden if g.genoemd or g.bewijs > ZEKER_GEPROBEERD} - NOOIT_GEPROBEERD


def _domeinen(kaart: Kaart, begrepen: Begrepen, gevonden: Sequence[Gevonden]) -> tuple[Kenmerk, ...]:
    """Domains, strongest first: those of urgent signals, then those that the text and the kinds of help that fit speak of; beside a danger only
    what clearly speaks."""
    uit = {DOMEIN_VAN[s.code]: Kenmerk(DOMEIN_VAN[s.code], s.because) for s in begrepen.nu}
    for code, want in kaart.domeinen(gevonden, *_velden(begrepen)):
        if begrepen.nu and not _spreekt(code, begrepen):
            continue
        uit.setdefault(code, Kenmerk(code, want or begrepen.velden[code].because))
    return tuple(uit.values())[:4]


def _velden(begrepen: Begrepen) -> tuple[dict[str, float], bool]:
    """What understanding says of domains: the logit of each, and whether more than one thing is stuck."""
    return {d: v.logit for d, v in begrepen.velden.items()}, any(m.code == "meerdere-domeinen" for m in begrepen.markers)


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

VERSIE = 2
JONG_TOT = 27
JONGEREN = "jongeren"  # the door and the script for 16 to 27, and for who says to be younger than 18
ZORGEN = "zorgen-om-iemand"  # the door and the script for who worries about somebody else
ZORGEN_SOORT = "zorgen-over-iemand"  # the kind of help that goes with it
JONGE_ZORG = "jonge-mantelzorgers"
VERWANT = frozenset({"familie", "partner", "kind", "broer", "zus", "opa_oma"})  # concepts of somebody close
# Kinds for parents and for grown-up carers: not for who says to be younger than 18.
NIET_JONG = frozenset(
    {"opvoedadvies", "consultatiebureau", "gezinsmaatje", "mantelzorgadvies", "mantelzorgmakelaar", "mantelzorgwaardering"}
)
VAN_UZELF = frozenset({"overbelast", "geen-netwerk", "tussen-wal-en-schip", "jong-18-23", "uit-ziekenhuis"})  # markers that say "u"
GEVAAR_VAN_EEN_ANDER = frozenset({"levensgevaar", "suicide", "geweld", "kind-onveilig"})  # danger that a reporter may see
VRAAG = "vraag"  # where a signal stands: in the first text, else the name of a step


@dataclass(frozen=True)
class Gesprek:
    """The answers so far: all that the visitor's sealed cookie holds. `onderwerp`: a script or domain somebody came in by."""

    vraag: str = ""
    antwoorden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # in the order in which they were given
    onderwerp: str = ""
    weg: tuple[str, ...] = ()  # signals closed with "Dit gaat niet over mij": "code" in the first text, "code@step" in own words
    gezien: tuple[str, ...] = ()  # signals whose numbers were seen, and who went on: the same marks
    weggehaald: tuple[str, ...] = ()  # conclusions taken away on the check page
    bereik: Mapping[str, str] = field(default_factory=dict)  # how to reach: only for the check page
    sleutel: str = ""  # the key of the send, made when the check page opens
    nummer: str = ""  # after sending: the number, so that a repeat shows the same
    taal: str = "nl"
    geteld: tuple[str, ...] = ()  # concepts of this visit that are in the counts: a visit counts once

    def als_koekje(self) -> dict[str, Any]:
        """Short keys, no empty values."""
        kort = {
            "v": VERSIE,
            "q": self.vraag,
            "a": {k: list(w) for k, w in self.antwoorden.items()},
            "o": self.onderwerp,
            "x": list(self.weg),
            "z": list(self.gezien),
            "w": list(self.weggehaald),
            "b": dict(self.bereik),
            "s": self.sleutel,
            "n": self.nummer,
            "t": self.taal,
            "c": list(self.geteld),
        }
        return {k: w for k, w in kort.items() if w}

    @classmethod
    def uit_koekje(cls, w: Mapping[str, Any]) -> Gesprek:
        """What still fits of a cookie; a cookie of another version keeps its answers too (they go by step name)."""
        antwoorden = w.get("a") if isinstance(w.get("a"), dict) else {}
        return cls(
            vraag=str(w.get("q", "")),
            antwoorden={str(k): tuple(str(x) for x in v) for k, v in (antwoorden or {}).items() if isinstance(v, list)},
            onderwerp=str(w.get("o", "")),
            weg=tuple(w.get("x", ())),
            gezien=tuple(w.get("z", ())),
            weggehaald=tuple(w.get("w", ())),
            bereik={str(k): str(v) for k, v in (w.get("b") or {}).items()},
            sleutel=str(w.get("s", "")),
            nummer=str(w.get("n", "")),
            taal=str(w.get("t", "nl")),
            geteld=tuple(w.get("c", ())),
        )

    def met_antwoord(self, stap: str, codes: tuple[str, ...]) -> Gesprek:
        """The conversation with one more (or another) answer; nothing else is lost. A new answer is read anew for danger."""
        return replace(self.zonder(stap), antwoorden={**self.zonder(stap).antwoorden, stap: codes})

    def zonder(self, stap: str) -> Gesprek:
        """Going back is removing an answer."""
        return replace(
            self,
            antwoorden={k: v for k, v in self.antwoorden.items() if k != stap},
            weg=tuple(w for w in self.weg if not w.endswith(f"@{stap}")),
            gezien=tuple(w for w in self.gezien if not w.endswith(f"@{stap}")),
        )


@dataclass(frozen=True, slots=True)
class Gevaar:
    """An urgent signal and where it stands: the first text, own words at a step, or the answer of a step."""

    signaal: Signaal
    stap: str = VRAAG

    @property
    def merk(self) -> str:
        """How the cookie remembers that it was closed or seen."""
        return self.signaal.code if self.stap == VRAAG else f"{self.signaal.code}@{self.stap}"


@dataclass(frozen=True, slots=True)
class Beeld:
    """The conversation as it stands: what was understood of text and answers together, and the next question."""

    gesprek: Gesprek
    begrip: Begrip
    positie: Position
    onderwerpen: tuple[str, ...]
    gevaar: tuple[Gevaar, ...] = ()  # everything at level nu that was not closed
    meer: tuple[Voorstel, ...] = ()  # further proposals, on request
    gekozen: Mapping[str, str] = field(default_factory=dict)  # kind -> the answer that pointed to it
    eenvoudig: bool = False  # a plain question: answered without any question
    licht: bool = False  # a young person's question for a job: no number to talk stands first

    @property
    def redenen(self) -> tuple[Kenmerk, ...]:
        """The markers that may be said aloud: that stand by themselves; nobody is called young who did not say so, and it is too much only for who cares or says nothing else."""
        jong = self.gesprek.onderwerp == JONGEREN or (self.begrip.begrepen.leeftijd or 99) <= JONG_TOT
        al = {m for m, _ in self.positie.markers}
        domeinen = {d.code for d in self.begrip.domeinen}
        zwaar = not domeinen or "mantelzorg" in domeinen
        niet = {*(() if jong else ("jong-18-23",)), *(() if zwaar else ("overbelast",))}
        return tuple(m for m in self.begrip.markers if m.code in al or (m.zeker and m.code not in niet))

    @property
    def open_gevaar(self) -> tuple[Gevaar, ...]:
        """Danger whose numbers have not been seen yet: it comes before everything."""
        return tuple(g for g in self.gevaar if g.merk not in self.gesprek.gezien)


def is_jong(leeftijd: int | None) -> bool:
    """Whether an age that somebody says to have is that of a child: below six it is about something else."""
    return leeftijd is not None and 6 <= leeftijd < 18


def gesprekken(kaart: Kaart) -> Mapping[str, Dialogue]:
    """The scripts, as this kaart says them."""
    return gesprekken_van(kaart)


def stap_van(kaart: Kaart, beeld: Beeld, naam: str) -> Step | None:
    """The step with this name in this conversation (a script may ask a shared question in its own words), else anywhere."""
    alle = gesprekken(kaart)
    hier = (s for _, s in volgorde(alle, beeld.onderwerpen) if s.naam == naam)
    return next(hier, None) or next((s for d in alle.values() for s in d.stappen if s.naam == naam), None)


def bekijk(kaart: Kaart, gesprek: Gesprek, nu: dt.datetime | None = None) -> Beeld:
    """Replay the conversation. Pure: the same kaart and answers give the same page."""
    try:
        return _bekijk(kaart, gesprek, nu)
    finally:
        bekend.cache_clear()  # no text outlives its answer


def _bekijk(kaart: Kaart, gesprek: Gesprek, nu: dt.datetime | None) -> Beeld:
    buurten = kaart.gemeente.buurten
    gelezen = _lees(kaart, gesprek.vraag)
    if not gesprek.onderwerp and over_een_ander(
        gelezen.begrepen, _domeinen(kaart, gelezen.begrepen, gelezen.soorten), bekend(gesprek.vraag)
    ):
        gesprek = replace(gesprek, onderwerp=ZORGEN)  # as if they came by that door: here and in what is sent
    gesloten = tuple(s for s in gelezen.begrepen.signalen if s.code not in gesprek.weg)  # "Dit gaat niet over mij" is believed
    gelezen = replace(gelezen, begrepen=replace(gelezen.begrepen, signalen=gesloten))
    buurt = next((w for w in gesprek.antwoorden.get("buurt", ()) if w in buurten), "") or buurt_in(kaart, gesprek.vraag)
    tried = zelf_geprobeerd(kaart, gesprek.vraag)
    filters = _op_leeftijd(gelezen, gesprek.antwoorden, None)
    eerst = _begrip(kaart, gelezen, buurt, tried, MEER, filters, nu)
    if not gelezen.zorgt:  # who names no other is not asked as a carer; what is found is the same at every door
        eerst = replace(eerst, domeinen=tuple(d for d in eerst.domeinen if d.code != "mantelzorg"))
    feiten = _feiten(gesprek, eerst, gelezen, buurt, bool(tried))
    alle = gesprekken(kaart)
    if bekend(gesprek.vraag).beroep and not gesprek.onderwerp:
        alle = voor_een_client(alle)
    onderwerpen = _onderwerpen(alle, gesprek, eerst)
    positie = play(alle, onderwerpen, gesprek.antwoorden, feiten)
    if erbij := _genoemde_onderwerpen(alle, onderwerpen, positie):
        onderwerpen += erbij
        positie = play(alle, onderwerpen, gesprek.antwoorden, feiten)
    eigen = [(a, _lees(kaart, a.eigen)) for a in positie.eigen]
    tried |= {s for a, _ in eigen if a.stap.naam == "geprobeerd" for s in _genoemd(kaart, a.eigen)}
    tried |= {s for a, _ in eigen for s in zelf_geprobeerd(kaart, a.eigen)}
    keuzes = [kaart.lezer.lees(t) for t in (gesprek.onderwerp, *(k.label for a in positie.antwoorden for k in a.keuzes))]
    gelezen = replace(gelezen, groepen=gelezen.groepen.union(groepen.genoemd(*keuzes), *(lees.groepen for _, lees in eigen)))
    begrip = _begrip(kaart, gelezen, buurt, tried, MEER, filters, nu)
    begrip, meer, gekozen = _hulp(kaart, gesprek, begrip, positie, eigen, buurt, tried, gelezen.groepen, filters, nu)
    begrip = replace(begrip, items=_zonder_geprobeerd(begrip.items, gesprek.vraag))
    begrip, gevaar = _met_antwoorden(kaart, gesprek, begrip, positie, eigen)
    voor_ander = alle[onderwerpen[0]].voor_ander
    if voor_ander or bekend(gesprek.vraag).beroep:  # what is read of another is no trouble of who tells it
        begrip = replace(begrip, markers=tuple(m for m in begrip.markers if m.code not in VAN_UZELF))
    gezegd = frozenset(g.signaal.code for g in gevaar if g.signaal.bron != "geleerd")
    feiten = replace(feiten, signalen=frozenset(g.signaal.code for g in gevaar), gezegd=gezegd)
    positie = play(alle, onderwerpen, gesprek.antwoorden, feiten)  # danger that an answer told of: what is asked next depends on it
    weg = {"netwerk"} if overbelasting_onbekend(feiten, gesprek.antwoorden) else set()
    # what you can do yourself is no advice about another, and what a parent can do none for a child
    jong = is_jong(begrip.begrepen.leeftijd)
    van_mij = tuple(d for d in begrip.domeinen if not voor_ander and not (jong and d.code == "gezin"))
    over = next((c for c in gesprek.antwoorden.get("verslaving_wie", ()) if c != OVERGESLAGEN), "")
    begrip = replace(begrip, advies=tuple(a for a in _advies_van(replace(begrip, domeinen=van_mij), over) if a.ladder not in weg))
    return Beeld(gesprek, begrip, positie, onderwerpen, gevaar, meer, gekozen, feiten.eenvoudig, feiten.licht)


def zorgt_misschien(al: Bekend, lezing: Lezing) -> bool:
    """Whether a text may be that of a carer: nobody is one who names no other (in words, or as a relative in any dialect), or who asks by
    profession."""
    verwant = not al.geworden and any(VERWANT & set(w.begrippen) for w in lezing.woorden)
    return not al.beroep and (al.ander or not al.ik or verwant)


def voor_een_client(alle: Mapping[str, Dialogue]) -> dict[str, Dialogue]:
    """The scripts for who asks by profession: only where the other lives is asked; the rest is for who it is about."""
    buurt = [s for s in alle[ZORGEN].stappen if s.naam == "buurt"]
    return {c: replace(d, stappen=tuple(buurt) if c == GEDEELD else ()) for c, d in alle.items()}


def over_een_ander(b: Begrepen, domeinen: Sequence[Kenmerk], al: Bekend) -> bool:
    """Whether a text is somebody's worry about another person outside the own care. The learned role alone says too little: who
    asks for help for a parent or a child has it too. So the words must name somebody else and no need of oneself."""
    signalen = {s.code for s in b.nu}
    mijdt = any(m.code == "zorgmijder" for m in b.markers)
    if al.beroep:
        return not signalen - GEVAAR_VAN_EEN_ANDER and (al.zorgen or mijdt or bool(signalen))
    if al.eigen or is_jong(b.leeftijd) or signalen - GEVAAR_VAN_EEN_ANDER:
        return False
    if al.zorgen and al.buiten:
        return True
    zorgt = any(d.code == "mantelzorg" for d in domeinen)
    if b.rol == "kind" or (b.rol == "mantelzorger" and zorgt):
        return False
    ziet = al.buiten and bool(signalen) and (b.rol in ("naaste", "professional") or not al.ik)
    return ziet or (mijdt and al.ander and (al.buiten or not zorgt))


def _onderwerpen(alle: Mapping[str, Dialogue], gesprek: Gesprek, eerst: Begrip) -> tuple[str, ...]:
    """The topics: where somebody came in, then the domains of the text, strongest first. Nothing known: the gentle questions. Who says to be
    younger than 18 gets the questions for the young, not those for parents. Beside danger caring is no topic: it is read too easily."""
    uit = tuple(d.code for d in eerst.domeinen if d.code in alle and not (eerst.nu and d.code == "mantelzorg"))
    if not gesprek.onderwerp and is_jong(eerst.begrepen.leeftijd) and "veiligheid" not in uit and JONGEREN in alle:
        return (JONGEREN,)
    if gesprek.onderwerp in alle:
        uit = (gesprek.onderwerp, *(o for o in uit if o != gesprek.onderwerp))
    return uit[:MEESTE_DOMEINEN] or ("weet-niet",)


def _genoemde_onderwerpen(alle: Mapping[str, Dialogue], onderwerpen: tuple[str, ...], positie: Position) -> tuple[str, ...]:
    """Domains that the answers to "weet_waar" and "andere_dingen" add while there are fewer than two: they become topics too."""
    if len(onderwerpen) >= MEESTE_DOMEINEN or alle[onderwerpen[0]].gedeeld is not None:
        return ()
    genoemd = [d for n in ("weet_waar", "andere_dingen") if (a := positie.antwoord(n)) for k in a.keuzes for d in k.domeinen]
    return tuple(d for d in dict.fromkeys(genoemd) if d in alle and d not in onderwerpen)[: MEESTE_DOMEINEN - len(onderwerpen)]


def _feiten(gesprek: Gesprek, eerst: Begrip, gelezen: _Gelezen, buurt: str, geprobeerd: bool) -> Feiten:
    """What need not be asked any more."""
    al = bekend(gesprek.vraag)
    onderwerp = gesprek.onderwerp
    beste: dict[str, Voorstel] = {}
    for v in sorted(eerst.items, key=lambda v: v.relevance):
        beste.setdefault(v.soort.domein, v)
    domeinen = tuple(dict.fromkeys([*(d.code for d in eerst.domeinen), *((onderwerp,) if onderwerp else ())]))
    rol = eerst.begrepen.rol
    if not rol or (rol == "mantelzorger" and "mantelzorg" not in domeinen):  # a sad text alone makes nobody a carer
        rol = "naaste" if al.naaste and not al.ik else ""
    if al.zelf and rol in ("", "naaste"):  # the words are surer than what was learned
        rol = "zelf"
    if al.beroep:
        rol = "professional"
    return Feiten(
        domeinen=domeinen,
        soorten=frozenset(v.soort.code for v in beste.values() if v.because),
        markers=frozenset(m.code for m in eerst.markers),
        rol=rol,
        buurt=buurt,
        leeftijd=eerst.begrepen.leeftijd,
        geprobeerd=geprobeerd or bool(al.geprobeerd),
        wil=al.wil,
        woont=al.woont,
        naaste=al.naaste,
        middel=al.middel,
        volhoudtijd=any(m.code == "overbelast" for m in eerst.markers),
        veilig=not eerst.beschermd,
        signalen=frozenset(s.code for s in eerst.nu),
        gezegd=frozenset(s.code for s in eerst.nu if s.bron != "geleerd"),
        licht=licht_van(eerst.begrepen, al) and not eerst.markers and not eerst.signalen,
        eenvoudig=not onderwerp and eenvoudig(eerst, gelezen),
    )


def eenvoudig(b: Begrip, gelezen: _Gelezen) -> bool:
    """A plain question for one thing: one kind of help stands far above the rest, and nothing else sounds through the words. Who says what was
    tried asks more than that, who mourns is asked gently, and a child is asked on."""
    al = bekend(gelezen.tekst)
    domeinen = {d.code for d in b.domeinen}
    if (
        is_jong(b.begrepen.leeftijd)
        or not b.items
        or not domeinen
        or b.markers
        or b.signalen
        or b.spoed
        or b.begrepen.rol == "mantelzorger"
        or al.geprobeerd
        or _rouwt(b, al)
        or any(s.soort.code == ROUW and s.bewijs >= VLOER for s in gelezen.soorten)
    ):
        return False
    tweede = gelezen.soorten[1].bewijs if len(gelezen.soorten) > 1 else 0.0
    return len(domeinen) <= 1 and not domeinen & NOOIT_EENVOUDIG and gelezen.soorten[0].bewijs > STEEKT_UIT * tweede


def buurt_in(kaart: Kaart, tekst: str) -> str:
    """A neighbourhood that the text names, or ""."""
    laag = f" {' '.join(tekst.lower().split())} "
    for b in kaart.gemeente.buurten.values():
        if b.code != "centrum" and f" {b.naam.lower()} " in laag.replace(",", " ").replace(".", " "):
            return b.code
    return ""


def _hulp(
    kaart: Kaart,
    gesprek: Gesprek,
    b: Begrip,
    positie: Position,
    eigen: Sequence[tuple[Antwoord, _Gelezen]],
    buurt: str,
    tried: set[str],
    genoemd: frozenset[str],
    filters: Filters | None,
    nu: dt.datetime | None,
) -> tuple[Begrip, tuple[Voorstel, ...], dict[str, str]]:
    """Help for text, own words and choices together: what is shown first, what follows on request, and which answer pointed to a kind."""
    gekozen = {s: k.label for a in positie.antwoorden for k in a.keuzes for s in k.soorten}
    woorden = {g.soort.code: g.because for a, lees in reversed(eigen) if a.stap.leest() for g in kaart.kies(lees.soorten)}
    uit_tekst = sorted(b.items, key=lambda v: (v.soort.code not in gekozen and v.soort.code not in woorden, v.relevance))
    niet = {v.soort.code for v in b.items} | (tried - NOOIT_GEPROBEERD)
    altijd = [ZORGEN_SOORT] if gesprek.vraag and gesprek.onderwerp == ZORGEN else []
    uit_antwoord = [s for s in dict.fromkeys([*altijd, *woorden, *_om_de_beurt(positie)]) if s not in niet]
    domein = gesprek.onderwerp if gesprek.onderwerp in kaart.tax.domeinen else ""
    if not uit_tekst and not uit_antwoord and domein:
        uit_antwoord = eerste_soorten(kaart, domein)
    erbij = [
        Voorstel(v[0], kaart.tax.soorten[s], 0, woorden.get(s, ()))
        for s in uit_antwoord
        if s in kaart.tax.soorten and (v := kaart.beste(s, buurt, filters, lokaal(nu), genoemd))
    ]
    ruimte = max(MEESTE - len(erbij), min(len(uit_tekst), 3)) if uit_tekst else 0
    rij = [*uit_tekst[:ruimte], *erbij, *uit_tekst[ruimte:]]
    rij = [replace(v, relevance=i) for i, v in enumerate(rij, 1)]
    ids = {v.voorziening.id for v in rij}
    rest = [
        Voorstel(x, v.soort, v.relevance, v.because)
        for v in rij
        for x in kaart.beste(v.soort.code, buurt, filters, lokaal(nu), genoemd)
        if x.id not in ids and not ids.add(x.id)  # type: ignore[func-returns-value]
    ]
    meer = kaart.op_ladder([*rij[MEESTE:], *rest][: MEER - MEESTE])
    return replace(b, items=tuple(kaart.op_ladder(rij[:MEESTE])), bedoelt=() if rij else b.bedoelt), tuple(meer), gekozen


def _om_de_beurt(positie: Position) -> list[str]:
    """Kinds that the choices name, the latest answer first, one of each choice before the next."""
    rijen = [k.soorten for a in reversed(positie.antwoorden) for k in a.keuzes]
    return list(dict.fromkeys(r[i] for i in range(max(map(len, rijen), default=0)) for r in rijen if i < len(r)))


def _met_antwoorden(
    kaart: Kaart, gesprek: Gesprek, b: Begrip, positie: Position, eigen: Sequence[tuple[Antwoord, _Gelezen]]
) -> tuple[Begrip, tuple[Gevaar, ...]]:
    """What the answers add: markers, domains, how soon, and danger: by a choice, or in own words (every text is read for danger)."""
    markers = {m.code: m for m in b.markers}
    for code, woorden in positie.markers:
        markers.setdefault(code, Kenmerk(code, (woorden,)))
    domeinen = {d.code: d for d in b.domeinen}
    domein = gesprek.onderwerp if gesprek.onderwerp in kaart.tax.domeinen else ""
    for code in [*([domein] if domein else []), *positie.domeinen]:
        domeinen.setdefault(code, Kenmerk(code, ()))
    anders = positie.antwoord("andere_dingen")
    if anders and len(domeinen) >= 2 and any(k.domeinen for k in anders.keuzes):
        markers.setdefault("meerdere-domeinen", Kenmerk("meerdere-domeinen", tuple(k.label for k in anders.keuzes)))
    alle = [Gevaar(s) for s in b.signalen]
    spoed = {positie.spoed, b.spoed}
    for a, lees in eigen:
        alle += [Gevaar(s, a.stap.naam) for s in lees.begrepen.signalen]
        spoed.add(lees.begrepen.spoed)
        for m in lees.begrepen.markers:
            markers.setdefault(m.code, m)
        for gevonden in kaart.kies(lees.soorten)[:1] if a.stap.leest() else ():
            domeinen.setdefault(gevonden.soort.domein, Kenmerk(gevonden.soort.domein, gevonden.because))
    alle += [
        Gevaar(Signaal(k.signaal, "nu", (k.label,), "antwoord"), a.stap.naam) for a in positie.antwoorden for k in a.keuzes if k.signaal
    ]
    blijft = [g for g in alle if g.merk not in gesprek.weg or g.signaal.bron == "antwoord"]
    gevaar = tuple(g for g in blijft if g.signaal.niveau == "nu")
    signalen: dict[str, Signaal] = {}
    for g in sorted(blijft, key=lambda g: (g.signaal.niveau != "nu", g.signaal.bron == "geleerd")):
        signalen.setdefault(g.signaal.code, g.signaal)
    for g in gevaar:
        markers.setdefault("urgent", Kenmerk("urgent", g.signaal.because))
        domeinen.setdefault(DOMEIN_VAN[g.signaal.code], Kenmerk(DOMEIN_VAN[g.signaal.code], g.signaal.because))
    if not gevaar:
        markers.pop("urgent", None)
    haast = "vandaag" if "vandaag" in spoed else "deze-week" if "deze-week" in spoed else ""
    return replace(
        b,
        domeinen=tuple(domeinen.values()),
        markers=tuple(markers.values()),
        signalen=tuple(signalen.values()),
        spoed=haast,
        bedoelt=() if signalen else b.bedoelt,
    ), gevaar


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
