"""Finds kinds of help for a reading, and entries for kinds. Relevance decides which kinds; the ladder decides the order. No web, no database."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from pathlib import Path

import numpy as np

from sociale_kaart import groepen
from sociale_kaart.load import Gemeente, taxonomie
from sociale_kaart.model import DAGEN, Soort, Taxonomie, Voorziening
from sociale_kaart.woorden import Lezer, Lezing, Uitslag, Weging, lezer, normaal
from sociale_kaart.woorden.lezer import DATA, TALEN, Register, nummers

GEWICHTEN = DATA / "gewichten-soorten.npz"
INDEX = DATA / "zinnen.npz"
TEAM = "wijkteam"  # says nothing about a domain
LUISTERT = "luisterlijn"
GEEN = "geen"  # the class of texts that are no question for help
MEESTE = 5
GEVONDEN = 10  # kinds that are kept with their evidence and words
HELFT = 0.5  # a kind is shown with at least this share of the best evidence
BUITEN = 0.6  # ... and a kind of a domain that the text does not speak of with this share, if it is one of
BUITEN_EERSTE = 3  # the best so many: behind those it was right once in twenty times
ROEPT = 1.4  # a cry for somebody to turn to: the team has so many times the evidence of the next
VLOER = 0.44  # below this evidence nothing is proposed; "Bedoelt u" from half of it
GEEN_VRIJ = 0.05  # a share of "no question for help" up to this costs nothing
VLOER_DOMEIN = 0.38  # below this evidence no domain is named
GEVOELIG = 0.55  # sensitive kinds (rouw, geweld, verslaving) need this much evidence
ZINNEN = 0.25  # the say of the sentences by themselves in what the model says of a text
SCHERP = 5.0  # the margins of the model as shares
DICHT = 0.6  # likeness from which a phrase that an editor added decides
NAAM = 0.05  # evidence that comes on top when a kind is asked for by its own name
GELIJKENIS = 0.2  # the say of the nearest phrases in the evidence
SCHERPTE = 5  # evidence to this power is a share again
DEEL = 0.45  # a kind that a part of the text clearly asks for has this share of the best evidence: shown when its domain is
# What is for one group only (the young, who is new in the country) needs clear words: a margin of the model of at least VOOR_GROEP.
EEN_GROEP = frozenset(
    "jonge-mantelzorgers mentale-hulp-jongeren jongerenwerk activiteiten-ouderen arbeidsmigranten nieuwkomershulp".split()
)
VOOR_GROEP = -0.7
# A bed away from home and the team for the young with many troubles need clearer words still.
DUIDELIJK, VOOR_DUIDELIJK = frozenset({"noodopvang", "vrouwenopvang", "beschermd-wonen", "actieteam-jongeren"}), -0.6
LOS = -0.35  # ... clearly: the margin of the model for that part by itself
# How likely a domain is: the share of its kinds, the head that learned domains, and the best margin of its kinds (logistic; docs/adr/0002).
DOMEIN_UIT, DOMEIN_VANAF = (4.0, 1.8, 0.9, -2.0), 0.24
DOMEIN_SPREEKT = 0.6  # a domain whose own head (a logit) speaks so clearly is named, whatever its kinds
DOMEIN_MISSCHIEN = 0.06  # from here a domain is worth asking for
MEESTE_DOMEINEN = 4
SPREEKT = 0.0  # the logit of a domain's own head from which a text that asks for the team itself speaks of that domain
MEERDERE = 2.4  # comes on top for every domain when the text says that more than one thing is stuck
ONBEKEND = -1.0  # the logit of a domain of which nothing is known
ZELDZAAM = 3  # a word that stands in so many entries at most says which
WEINIG = 4  # words: a longer text is a story, not a search in the texts of entries
VEEL = 0.1  # a word or concept that stands in this share of the phrases tells nothing of likeness
NIEUW = 9.0  # the idf of a word or concept that stands in no phrase
BUREN = 20  # phrases nearest to a text that have a say
STOPWOORDEN = frozenset(
    "de het een en of van voor met op in aan bij te ik je u we wij hij zij ze mijn mij me is ben zijn heb heeft wil kan waar hoe wat wie er om dat die dit als naar ook maar niet geen nog al zo dan over uit door".split()
)


@dataclass(frozen=True, slots=True)
class Gevonden:
    """A kind of help with its evidence (0 to 1.2). want: finds the literal words that said so; most kinds are never shown."""

    soort: Soort
    bewijs: float
    want: Callable[[], tuple[str, ...]]
    genoemd: bool = False  # asked for by its own name, or always to be there
    marge: float = ONBEKEND  # the margin of the model, of the whole text or of a part of it

    @property
    def because(self) -> tuple[str, ...]:
        """The literal words that said so."""
        return self.want()


@dataclass(frozen=True, slots=True)
class Voorstel:
    """An entry that is proposed. relevance: rank by evidence, 1 = best."""

    voorziening: Voorziening
    soort: Soort
    relevance: int
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a visitor chose on /zoeken; empty means everything. moment: a day (ma..zo), avond or weekend. leeftijd: years, from and to."""

    buurt: str = ""
    moment: str = ""
    kosten: str = ""  # gratis
    taal: str = ""
    leeftijd: tuple[int, int] | None = None
    toegang: str = ""
    toegankelijk: str = ""

    def laat_door(self, v: Voorziening) -> bool:
        """Whether an entry fits every choice; what an entry does not say does not exclude it, except hours and accessibility."""
        if self.kosten == "gratis" and v.bedrag != 0:
            return False
        if self.taal and self.taal not in v.talen:
            return False
        if self.toegang and v.toegang != self.toegang:
            return False
        if self.toegankelijk and self.toegankelijk not in v.toegankelijk:
            return False
        if self.leeftijd and not ((v.leeftijd_van or 0) <= self.leeftijd[1] and self.leeftijd[0] <= (v.leeftijd_tot or 200)):
            return False
        if self.buurt and not geldt_in(v, self.buurt):
            return False
        return not self.moment or _open_op(v, self.moment)


GEEN_FILTER = Filters()


def geldt_in(v: Voorziening, buurt: str) -> bool:
    """Whether an entry works for people of a buurt: no list of buurten means the whole municipality."""
    return not v.werkgebied or buurt in v.werkgebied or any(w not in _BUURTEN for w in v.werkgebied)


_BUURTEN: set[str] = set()


def _open_op(v: Voorziening, moment: str) -> bool:
    if moment in DAGEN:
        return any(o.dag == moment for o in v.open)
    if moment == "weekend":
        return any(o.dag in ("za", "zo") for o in v.open)
    if moment == "avond":
        return any(o.tot > "18:00" for o in v.open)
    return True


class Kaart:
    """All entries of a municipality with the store of phrases: immutable once built; a publication builds the next one."""

    def __init__(
        self,
        gemeente: Gemeente,
        voorzieningen: Iterable[Voorziening],
        extra: Iterable[tuple[str, str]] = (),
        uit: Iterable[tuple[str, str]] = (),
        tax: Taxonomie | None = None,
        lezer_: Lezer | None = None,
    ) -> None:
        """extra: (kind, phrase) added on line; uit: (kind, phrase) switched off."""
        self.tax = tax or taxonomie()
        self.gemeente = gemeente
        _BUURTEN.update(gemeente.buurten)
        self.lezer = lezer_ or lezer()
        self.alle = {v.id: v for v in voorzieningen}
        self.per_soort: dict[str, list[Voorziening]] = defaultdict(list)
        for v in self.alle.values():
            self.per_soort[v.soort].append(v)
        self.weging = _weging()
        self.zinnen = Zinnen(self.lezer, self.tax, extra, uit)
        self.namen = _Namen(self.lezer, self.alle.values())
        self._groepen = {v.id: groepen.van(v) for v in self.alle.values()}
        self._soort_namen = _soort_namen(self.tax) if tax else _gewone_soort_namen()
        self._volgorde = lru_cache(maxsize=2048)(self._sorteer)

    # --- kinds ------------------------------------------------------------------------------------------------

    def soorten(self, lezing: Lezing) -> list[Gevonden]:
        """Kinds by evidence, best first: what the learned model says of the text and its sentences, what the nearest phrases say, and what is
        asked for by name."""
        if not lezing.woorden:
            return []
        w = self.weging
        uitslag = w.uitslag(lezing)
        if not len(uitslag.kenmerken):
            return []  # not one word or piece of a word is known
        logits = uitslag.heel if not len(uitslag.zinnen) else (1 - ZINNEN) * uitslag.heel + ZINNEN * uitslag.zinnen.mean(axis=0)
        model = dict(zip(w.klassen, kans(logits * SCHERP).tolist(), strict=True))
        lijkt, toegevoegd = self.zinnen.lijkt(lezing)
        veld = min(
            1.0, (GEEN_VRIJ / max(model[GEEN], 1e-9)) ** 0.5
        )  # the more it looks like no question for help, the less everything counts
        if not any(x.begrippen or x.goed in self.lezer.kent for x in lezing.woorden):  # not one word is known
            veld *= w.dekking(lezing)
        bewijs = {code: veld * bewijs_van(model.get(code, 0.0), lijkt.get(code, 0.0)) for code in self.tax.soorten}
        for code in bewijs:
            if self.tax.soorten[code].gevoelig and code not in lijkt:
                bewijs[code] = 0.0  # pieces of words alone never point to something sensitive
        for code, s in toegevoegd.items():
            if s > DICHT:  # what an editor says a text means, it means, whatever the model learned
                bewijs[code] = max(bewijs[code], s)
        marge = dict(zip(w.klassen, uitslag.heel.tolist(), strict=True))
        beste = max(bewijs.values())
        for deel in uitslag.bijzinnen:
            code, m = w.klassen[int(deel.argmax())], float(deel.max())
            if code != GEEN and m >= LOS and not self.tax.soorten[code].gevoelig:
                bewijs[code], marge[code] = max(bewijs[code], DEEL * beste), max(marge[code], m)
        genoemd = self._genoemd(lezing)
        for code in genoemd:
            bewijs[code] += NAAM
        uit = []
        for code in sorted(bewijs, key=lambda c: (-bewijs[c], c))[:GEVONDEN]:
            want = partial(_want, w, lezing, uitslag, code, genoemd.get(code, ()))
            uit.append(Gevonden(self.tax.soorten[code], bewijs[code], want, code in genoemd, marge.get(code, ONBEKEND)))
        return uit

    def _genoemd(self, lezing: Lezing) -> dict[str, tuple[str, ...]]:
        """Kinds whose own name stands in the text, with the words."""
        woorden = [w.goed for w in lezing.woorden]
        gevonden: dict[str, tuple[str, ...]] = {}
        for i in range(len(woorden)):
            for n in (3, 2, 1):
                for code in self._soort_namen.get(tuple(woorden[i : i + n]), ()) if i + n <= len(woorden) else ():
                    gevonden.setdefault(code, (lezing.stuk(i, i + n - 1),))
        return gevonden

    def kies(
        self,
        gevonden: Sequence[Gevonden],
        meeste: int = MEESTE,
        domeinen: Sequence[str] | None = None,
        alleen: Container[str] | None = None,
    ) -> list[Gevonden]:
        """The kinds to show, of `alleen` when given: at least half the best evidence (more outside `domeinen`, when those are known), no sensitive
        kind on weak evidence, nothing for one group that is not clearly asked for, the best of each of `domeinen`; at most `meeste`. Nothing when the text itself asks too little."""
        gevraagd = max((g.bewijs for g in gevonden if not g.genoemd), default=0.0) >= VLOER
        gevonden = [g for g in gevonden if (alleen is None or g.soort.code in alleen) and _voor_wie(g)]
        beste = max((g.bewijs for g in gevonden if not g.genoemd), default=0.0)  # a name does not hide the rest
        grens = max(HELFT * beste, VLOER if beste >= VLOER else VLOER / 2)  # a small kaart may only have what comes next
        eerste = {g.soort.code for g in sorted(gevonden, key=lambda g: -g.bewijs)[:BUITEN_EERSTE]}
        binnen = {
            *(domeinen if domeinen is not None else self.tax.domeinen),
            self.tax.soorten[TEAM].domein if TEAM in self.tax.soorten else "",
        }
        mee = [
            g
            for g in gevonden
            if g.genoemd
            or gevraagd
            and g.bewijs >= (grens if g.soort.domein in binnen else max(grens, BUITEN * beste))
            and (g.soort.domein in binnen or g.soort.code in eerste)
            and not (g.soort.gevoelig and g.bewijs < GEVOELIG)
        ]
        van = {
            d: g
            for d in domeinen or ()
            for g in reversed(gevonden)
            if g.soort.domein == d and g.bewijs >= VLOER / 2 and not g.soort.gevoelig
        }
        mee = list({g.soort.code: g for g in [*(g for g in mee if g.genoemd), *(van.values() if mee else ()), *mee]}.values())[:meeste]
        team = next((g for g in mee if g.soort.code == TEAM), None)
        rest = max((g.bewijs for g in mee if g.soort.code != TEAM and not g.genoemd), default=0.0)
        if domeinen == [] and team and team.bewijs > ROEPT * rest and LUISTERT in self.tax.soorten:
            # nobody knows yet what it is about: a team for everything, and somebody listens
            luistert = replace(team, soort=self.tax.soorten[LUISTERT], bewijs=min(VLOER, team.bewijs))
            mee = [team, luistert, *(g for g in mee if g.genoemd and g.soort.code not in (TEAM, LUISTERT))]
        delen = (mee[:MEESTE], mee[MEESTE:])  # the first five are the same, however many are asked for
        return [g for deel in delen for g in sorted(deel, key=lambda g: (-g.bewijs, g.soort.code))]

    def domeinen(
        self, gevonden: Sequence[Gevonden], velden: Mapping[str, float], meerdere: bool = False
    ) -> list[tuple[str, tuple[str, ...]]]:
        """Domains that a text touches, likeliest first, with the words of their best kind (none when only `velden` speaks of it). velden: the
        logit of each domain by the conversation's own head; meerdere: the text says that more than one thing is stuck."""
        beste = {g.soort.domein: g for g in reversed(gevonden) if g.soort.code != TEAM}
        volgorde = self._domeinlogits(gevonden, velden, meerdere)
        mee = [
            d
            for i, (d, logit) in enumerate(volgorde)
            if i == 0 or logit >= _logit(DOMEIN_VANAF) or velden.get(d, ONBEKEND) >= DOMEIN_SPREEKT
        ][:MEESTE_DOMEINEN]
        return [(d, beste[d].because if d in beste else ()) for d in mee]

    def misschien(self, gevonden: Sequence[Gevonden], velden: Mapping[str, float], meerdere: bool = False) -> list[str]:
        """Domains that a text may touch too, likeliest first: too little to name them, enough to ask."""
        return [d for d, logit in self._domeinlogits(gevonden, velden, meerdere) if logit >= _logit(DOMEIN_MISSCHIEN)]

    def _domeinlogits(self, gevonden: Sequence[Gevonden], velden: Mapping[str, float], meerdere: bool) -> list[tuple[str, float]]:
        """How likely each domain is, likeliest first; none when a text asks nothing, or somebody to turn to and does not say for what."""
        deel: dict[str, float] = defaultdict(float)
        marge: dict[str, float] = {}
        for g in gevonden:
            d = g.soort.domein
            if g.soort.code == TEAM:
                continue
            deel[d] += g.bewijs**SCHERPTE
            marge[d] = max(marge.get(d, ONBEKEND), g.marge)
        meest = max(deel.values(), default=0.0)
        team = next((g.bewijs**SCHERPTE for g in gevonden if g.soort.code == TEAM), 0.0)
        if meest < VLOER_DOMEIN**SCHERPTE or (team > meest and max(velden.values(), default=ONBEKEND) < SPREEKT):
            return []
        a, b, c, erbij = DOMEIN_UIT
        erbij += MEERDERE * meerdere
        logit = {
            d: a * deel.get(d, 0.0) / meest + b * velden.get(d, ONBEKEND) + c * marge.get(d, ONBEKEND) + erbij for d in {*deel, *velden}
        }
        return sorted(logit.items(), key=lambda p: (-p[1], p[0]))

    def bedoelt(self, gevonden: Sequence[Gevonden], meeste: int = 3) -> list[Soort]:
        """ "Bedoelt u ...": kinds just below the floor, never sensitive ones."""
        return [g.soort for g in gevonden if g.bewijs >= VLOER / 2 and not g.soort.gevoelig][:meeste]

    # --- entries ----------------------------------------------------------------------------------------------

    def beste(
        self,
        soort: str,
        buurt: str = "",
        filters: Filters | None = None,
        nu: dt.datetime | None = None,
        genoemd: frozenset[str] | None = None,
    ) -> list[Voorziening]:
        """Entries of a kind: own buurt, not closed, for everybody before for one group, for the whole municipality while the buurt
        is not known, fresh before stale, distance, open now or soon, then a
        fixed neutral order (the id). genoemd: the groups that somebody names (groepen.genoemd). Then what is for those comes first, and what is
        for others is only there when nothing else is, and when it may be guessed."""
        nu = (nu or dt.datetime.now(dt.UTC)).replace(second=0, microsecond=0)
        f = filters or Filters()
        buurt = buurt or f.buurt
        rij = [v for v in self._volgorde(soort, buurt, nu) if f == GEEN_FILTER or f.laat_door(v)]
        if genoemd is None:
            return rij
        plek = {v.id: groepen.plaats(self._groepen[v.id], soort, genoemd) for v in rij}
        rij = [v for v in rij if plek[v.id] <= groepen.ACHTER] or [v for v in rij if plek[v.id] == groepen.ANDER]
        return sorted(rij, key=lambda v: (*self._hier(v, buurt), plek[v.id]))

    def _sorteer(self, soort: str, buurt: str, nu: dt.datetime) -> tuple[Voorziening, ...]:
        """The visible entries of a kind in order; kept for the minute."""
        mee = (v for v in self.per_soort.get(soort, ()) if v.zichtbaar(nu.date()))
        return tuple(sorted(mee, key=lambda v: self._rang(v, buurt, nu)))

    def _hier(self, v: Voorziening, buurt: str) -> tuple[bool, bool]:
        """What makes an entry of no use to somebody of a buurt: it does not work there, or it is closed."""
        return bool(buurt) and not geldt_in(v, buurt), bool(v.gesloten)

    def _rang(self, v: Voorziening, buurt: str, nu: dt.datetime) -> tuple[bool, bool, int, bool, bool, float, int, str]:
        ver = self.gemeente.afstand(buurt, v.plek.buurt) if buurt and v.plek else None
        return (
            *self._hier(v, buurt),
            groepen.plaats(self._groepen[v.id], v.soort, frozenset()),
            not buurt and bool(v.werkgebied) and all(w in _BUURTEN for w in v.werkgebied),  # who lives where is not known: what is for all
            v.oud(nu.date()),
            round(ver, 1) if ver is not None else (0.0 if v.bij_u_thuis else 1.0),
            _dagen_tot_open(v, nu),
            v.id,
        )

    def voorstellen(
        self,
        lezing: Lezing,
        gevonden: Sequence[Gevonden],
        buurt: str = "",
        meeste: int = MEESTE,
        filters: Filters | None = None,
        nu: dt.datetime | None = None,
        domeinen: Sequence[str] | None = None,
        genoemd: frozenset[str] | None = None,
    ) -> list[Voorstel]:
        """At most `meeste` entries: different kinds before more of the same; what is asked for by name is there; ladder order. genoemd: the
        groups that somebody names (of the text when None)."""
        genoemd = groepen.genoemd(lezing) if genoemd is None else genoemd
        gekozen: list[tuple[Voorziening, Soort, tuple[str, ...]]] = []
        dag = (nu or dt.datetime.now(dt.UTC)).date()
        telt = sum(w.goed not in STOPWOORDEN for w in lezing.woorden)
        op_naam = [
            (v, want)
            for v, want in self.namen.zoek(lezing)
            if v.zichtbaar(dag) and (filters or Filters()).laat_door(v)
            # one word of a story ("een stapel post") does not name what is for one group
            if groepen.plaats(self._groepen[v.id], v.soort, genoemd) <= groepen.ACHTER or 2 * len(" ".join(want).split()) > telt
        ]
        for v, want in op_naam[:2]:
            gekozen.append((v, self.tax.soorten[v.soort], want))
        kinds = self.kies(gevonden, meeste, domeinen, self.per_soort.keys())
        rijen = {g.soort.code: self.beste(g.soort.code, buurt, filters, nu, genoemd) for g in kinds}
        meer = len(kinds) <= 2 and not any(g.soort.code == TEAM for g in kinds)  # one team is enough
        for ronde in range(1 + meer):
            for g in kinds:
                al = {v.id for v, _, _ in gekozen}
                rest = next((v for v in rijen[g.soort.code] if v.id not in al), None)
                telt = sum(s.code == g.soort.code for _, s, _ in gekozen)
                if rest and telt <= ronde and len(gekozen) < meeste:
                    gekozen.append((rest, g.soort, g.because))
        return self.op_ladder([Voorstel(v, s, i, want) for i, (v, s, want) in enumerate(gekozen[:meeste], 1)])

    def op_ladder(self, voorstellen: Iterable[Voorstel]) -> list[Voorstel]:
        """The order in which proposals stand: step of the ladder, open to everyone first, then relevance."""
        toegang = list(self.tax.toegang)
        return sorted(
            voorstellen, key=lambda v: (self.tax.stap(v.soort.code), toegang.index(v.voorziening.toegang), v.relevance, v.voorziening.id)
        )


def _voor_wie(g: Gevonden) -> bool:
    """Whether a kind is for everybody, or the text clearly asks for what is for one group or for a great change."""
    code = g.soort.code
    return g.genoemd or g.marge >= (VOOR_DUIDELIJK if code in DUIDELIJK else VOOR_GROEP if code in EEN_GROEP else -math.inf)


def _want(w: Weging, lezing: Lezing, uitslag: Uitslag, code: str, genoemd: tuple[str, ...]) -> tuple[str, ...]:
    """The words that said so: the name, else what weighed heaviest, else all of the text."""
    return genoemd or (w.want(lezing, code, uitslag) if code in w.plaats else ()) or (lezing.stuk(0, len(lezing.woorden) - 1),)


def _logit(kans_: float) -> float:
    return math.log(kans_ / (1 - kans_))


def kans(scores: np.ndarray) -> np.ndarray:
    """Softmax."""
    e = np.exp(scores - scores.max())
    return e / e.sum()


def bewijs_van(model: float, buren: float) -> float:
    """Evidence of a kind, 0..1, from two shares: the model's and the nearest phrases'. A thirty-second of a share is half the evidence."""
    return float((model ** (1 - GELIJKENIS) * (buren + 0.001) ** GELIJKENIS) ** (1 / SCHERPTE))


def _dagen_tot_open(v: Voorziening, nu: dt.datetime) -> int:
    """0 = open now or no hours known, else days until it opens again."""
    if not v.open:
        return 0
    for d in range(7):
        dag = DAGEN[(nu.weekday() + d) % 7]
        for o in v.open:
            if o.dag == dag and (d > 0 or nu.strftime("%H:%M") < o.tot):
                return d
    return 7


@cache
def _weging() -> Weging:
    return Weging.uit(GEWICHTEN)


def _soort_namen(tax: Taxonomie) -> dict[tuple[str, ...], list[str]]:
    """Words of a kind's own names -> kinds; a name that three kinds or more claim says nothing."""
    uit: dict[tuple[str, ...], list[str]] = defaultdict(list)
    lees = lezer()
    for s in tax.soorten.values():
        for naam in s.namen:
            woorden = tuple(w.goed for w in lees.lees(naam).woorden)
            if 0 < len(woorden) <= 3 and (len(woorden) > 1 or len(woorden[0]) > 4) and s.code not in uit[woorden]:
                uit[woorden].append(s.code)
    return {k: v for k, v in uit.items() if len(v) < 3}


@cache
def _gewone_soort_namen() -> dict[tuple[str, ...], list[str]]:
    return _soort_namen(taxonomie())


class _Index:
    """Phrases as vectors of words, concepts and pairs, weighed by how telling each is; built once for the base, again for what editors add."""

    def __init__(self, zinnen: Iterable[tuple[str, str, dict[str, float]]], basis: _Index | None = None) -> None:
        """basis: says how telling a feature is, when it is not counted here."""
        rijen = list(zinnen)
        namen = list(dict.fromkeys(n for _, _, r in rijen for n in r))
        if basis:
            idf = dict(zip(namen, basis.idf[basis.plaats(namen)].tolist(), strict=True))
        else:
            df = Counter(n for _, _, r in rijen for n in r)
            idf = {n: math.log(1 + len(rijen) / df[n]) if df[n] <= VEEL * len(rijen) else 0.0 for n in namen}
        post: dict[str, list[tuple[int, float]]] = {n: [] for n in namen}
        for i, (_, _, r) in enumerate(rijen):
            lengte = math.sqrt(sum((w * idf[n]) ** 2 for n, w in r.items())) or 1.0
            for n, w in r.items():
                if idf[n]:
                    post[n].append((i, w * idf[n] / lengte))
        self._vul(
            [s for s, _, _ in rijen],
            [normaal(z) for _, z, _ in rijen],
            namen,
            np.array(list(idf.values())),
            np.array([len(p) for p in post.values()], np.int32),
            np.array([i for p in post.values() for i, _ in p], np.int32),
            np.array([w for p in post.values() for _, w in p], np.float32),
        )

    def _vul(
        self,
        soorten: list[str],
        zinnen: list[str],
        namen: list[str],
        idf: np.ndarray,
        lengtes: np.ndarray,
        wie: np.ndarray,
        waarde: np.ndarray,
    ) -> None:
        """wie, waarde: the phrases that a feature stands in and how much it weighs there, feature after feature; lengtes: how many of each."""
        self.soorten, self.zinnen = soorten, zinnen
        self._register = Register(namen)
        self.idf = np.append(idf, NIEUW)  # the last is that of place -1
        self._lengtes, self._wie, self._waarde = lengtes, wie, waarde
        self._tot = np.cumsum(lengtes)

    def bewaar(self, pad: Path, bron: str) -> None:
        """Write to a file; `bron`: the fingerprint of what it was made from."""
        teksten = {"soorten": self.soorten, "zinnen": self.zinnen, "namen": self._register.namen, "bron": [bron]}
        np.savez_compressed(
            pad,
            idf=self.idf[:-1].astype(np.float32),
            lengtes=self._lengtes,
            wie=self._wie,
            waarde=self._waarde,
            **{naam: np.frombuffer("\n".join(regels).encode(), np.uint8) for naam, regels in teksten.items()},  # type: ignore[arg-type]
        )

    @classmethod
    def uit(cls, pad: Path, bron: str) -> _Index | None:
        """Read from a file; None when there is none or when it was made from something else."""
        if not pad.exists():
            return None
        with np.load(pad, allow_pickle=False) as d:
            tekst = {naam: bytes(d[naam]).decode().split("\n") for naam in ("soorten", "zinnen", "namen", "bron")}
            if tekst["bron"] != [bron]:
                return None
            index = cls(())
            index._vul(tekst["soorten"], tekst["zinnen"], tekst["namen"], d["idf"], d["lengtes"], d["wie"], d["waarde"])
            return index

    def plaats(self, namen: Iterable[str]) -> np.ndarray:
        """The place of each feature; -1: it stands in no phrase."""
        return self._register.plaats(nummers(namen))

    def scores(self, plaats: np.ndarray, gewicht: np.ndarray) -> np.ndarray:
        """Cosine of each phrase with a text whose features weigh `gewicht` (length one)."""
        mee = plaats >= 0
        plaats, gewicht = plaats[mee], gewicht[mee].astype(np.float32)
        if not len(plaats):
            return np.zeros(len(self.soorten))
        tot, lengtes = self._tot[plaats], self._lengtes[plaats]
        stukken = [slice(a, b) for a, b in zip((tot - lengtes).tolist(), tot.tolist(), strict=True)]
        wie, waarde = (np.concatenate([rij[s] for s in stukken]) for rij in (self._wie, self._waarde))
        return np.bincount(wie, waarde * gewicht.repeat(lengtes), len(self.soorten))


class Zinnen:
    """The store of phrases: how much a text is like the nearest phrase of each kind. What an editor adds or switches off counts at once."""

    def __init__(self, lees: Lezer, tax: Taxonomie, extra: Iterable[tuple[str, str]], uit: Iterable[tuple[str, str]]) -> None:
        self._basis = _basis_index()
        self._extra = _Index([(s, z, _woordkenmerken(lees.lees(z))) for s, z in extra if s in tax.soorten], self._basis)
        weg = {(s, normaal(z)) for s, z in uit}
        self._weg = [i for i, paar in enumerate(zip(self._basis.soorten, self._basis.zinnen, strict=True)) if paar in weg] if weg else []

    def lijkt(self, lezing: Lezing) -> tuple[dict[str, float], dict[str, float]]:
        """Two views of the phrases near a text, per kind: its share (0..1, together 1) of the BUREN nearest ones, and the likeness (0..1) of the
        nearest phrase that an editor added."""
        kenmerken = _woordkenmerken(lezing)
        plaats = self._basis.plaats(kenmerken)
        gewicht = np.array(list(kenmerken.values())) * self._basis.idf[plaats]
        gewicht /= np.linalg.norm(gewicht) or 1.0
        scores = self._basis.scores(plaats, gewicht)
        scores[self._weg] = 0.0
        buren = _hoogste(scores, self._basis.soorten)
        erbij = _hoogste(self._extra.scores(self._extra.plaats(kenmerken), gewicht), self._extra.soorten) if self._extra.soorten else []
        toegevoegd = {soort: s for s, soort in sorted(erbij)}
        per: dict[str, float] = defaultdict(float)
        for s, soort in sorted([*buren, *erbij], reverse=True)[:BUREN]:
            per[soort] += s**3
        som = sum(per.values()) or 1.0
        return {soort: s / som for soort, s in per.items()}, toegevoegd


def _hoogste(scores: np.ndarray, soorten: Sequence[str]) -> list[tuple[float, str]]:
    """The BUREN highest scores above nothing, each with its kind."""
    wie = np.argpartition(-scores, BUREN)[:BUREN] if len(scores) > BUREN else np.arange(len(scores))
    return [(s, soorten[i]) for i, s in zip(wie.tolist(), scores[wie].tolist(), strict=True) if s > 0]


def vingerafdruk() -> str:
    """Of all that decides how a phrase of the repository reads."""
    som = hashlib.sha256()
    for pad in sorted(
        [
            *(DATA / "soorten").glob("*.toml"),
            *DATA.glob("*.toml"),
            *DATA.glob("woorden-*.txt"),
            *Path(__file__).parent.glob("woorden/lezer.py"),
        ]
    ):
        som.update(pad.read_bytes())
    return som.hexdigest()


@cache
def _basis_index() -> _Index:
    """The phrases of the repository: from the file that `leren` wrote, or read anew when a phrase changed since."""
    return _Index.uit(INDEX, vingerafdruk()) or _Index(_basis_zinnen())


def schrijf_index() -> None:
    """Write the phrases of the repository as they read now: starting a worker then takes a second, not six."""
    _Index(_basis_zinnen()).bewaar(INDEX, vingerafdruk())


def _woordkenmerken(lezing: Lezing) -> dict[str, float]:
    """Words, concepts and pairs of a reading (without pieces of words), each once; stop words count little."""
    uit: dict[str, float] = {}
    for naam, i in lezing.kenmerken:
        if naam[0] in "wbp":
            stop = lezing.woorden[i].goed in STOPWOORDEN
            uit[naam] = (0.25 if stop else 0.7) if naam[0] == "p" else 0.25 if stop else 1.0
    return uit


@cache
def _basis_zinnen() -> tuple[tuple[str, str, dict[str, float]], ...]:
    lees = lezer()
    return tuple(
        (s.code, zin, _woordkenmerken(lees.lees(zin)))
        for s in taxonomie().soorten.values()
        for taal in ("namen", *TALEN)
        for zin in (s.namen if taal == "namen" else s.zinnen.get(taal, ()))
    )


class _Namen:
    """Entries by their own words. Who names an entry or its organisation finds it; who types a few words that only stand in the text of one
    or two entries ("sjoelen") finds those."""

    def __init__(self, lees: Lezer, voorzieningen: Iterable[Voorziening]) -> None:
        alle = list(voorzieningen)
        namen = [(v, s) for v in alle for naam in (v.naam.split(":")[0], v.aanbieder) if (s := _stammen(lees, naam))]
        df = Counter(s for _, stammen in namen for s in stammen)
        self._index: dict[str, list[tuple[Voorziening, frozenset[str]]]] = defaultdict(list)
        for v, stammen in namen:
            zeldzaamst = min(stammen, key=lambda s: (df[s], s))  # a name without a word of its own cannot be found by it
            if df[zeldzaamst] <= ZELDZAAM and (len(stammen) > 1 or df[zeldzaamst] == 1 and len(zeldzaamst) > 4):
                self._index[zeldzaamst].append((v, stammen))
        self._teksten: dict[str, list[tuple[Voorziening, frozenset[str]]]] = defaultdict(list)
        for v in alle:
            rij = (v, _stammen(lees, " ".join((v.naam, v.samenvatting, *v.wat, *v.wanneer))))
            for stam in rij[1]:
                self._teksten[stam].append(rij)

    def zoek(self, lezing: Lezing) -> list[tuple[Voorziening, tuple[str, ...]]]:
        """Entries all of whose distinctive words stand in the text, the fullest name first; else those in whose own text a few words stand."""
        plek = {w.stam: i for i, w in reversed(list(enumerate(lezing.woorden)))}
        gevonden: dict[str, tuple[int, Voorziening, tuple[str, ...]]] = {}
        for v, stammen in (rij for s in plek for rij in self._index.get(s, ())):
            if stammen <= plek.keys():
                waar = sorted(plek[s] for s in stammen)
                if waar[-1] - waar[0] < len(waar) + 2:
                    gevonden.setdefault(v.id, (len(stammen), v, (lezing.stuk(waar[0], waar[-1]),)))
        op_naam = [(v, want) for _, v, want in sorted(gevonden.values(), key=lambda g: (-g[0], g[1].id))]
        return op_naam or self._in_tekst(lezing)

    def _in_tekst(self, lezing: Lezing) -> list[tuple[Voorziening, tuple[str, ...]]]:
        """Entries in whose own text every word of a few stands, one of which is rare."""
        plek = {w.stam: i for i, w in enumerate(lezing.woorden) if w.goed not in STOPWOORDEN}
        zeldzaam = [s for s in plek if len(s) > 3 and 0 < len(self._teksten.get(s, ())) <= ZELDZAAM]
        if not zeldzaam or len(plek) > WEINIG:
            return []
        want = tuple(lezing.stuk(plek[s], plek[s]) for s in zeldzaam)
        return [(v, want) for v, stammen in sorted(self._teksten[zeldzaam[0]], key=lambda rij: rij[0].id) if plek.keys() <= stammen]


@lru_cache(maxsize=50_000)
def _stammen(lees: Lezer, tekst: str) -> frozenset[str]:
    """The stems of a text of an entry: read once, however often something is published."""
    return frozenset(w.stam for w in lees.lees(tekst).woorden if w.goed not in STOPWOORDEN)
