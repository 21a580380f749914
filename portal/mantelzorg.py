"""For people who care for someone: the finder of respijtzorg, the eight functions, the groups, how long it can go on, the sheet. Rules, no HTTP."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from dialogues.load import scripts
from dialogues.model import Step
from dialogues.play import GEDEELD
from portal.gesprek import Gesprek
from portal.werkdagen import lokaal, open_nu
from sociale_kaart.load import Gemeente, Nummer
from sociale_kaart.model import Respijt, Voorziening
from sociale_kaart.search import Kaart, geldt_in

N_ = str  # marks a sentence for translation; the door translates it

MINSTENS = 2  # ways that an answer of the finder shows, else it says what is missing and who can arrange it
PLEK_OUD_NA = 60  # days after which a reported free place says "bel eerst"
PLEK_OUD_NU = 7  # the same for help at once: such a place goes within days
ELDERS = "elders"  # the code of "another municipality" beside the buurten

# --- the finder -------------------------------------------------------------------------------------------------------

VOOR: dict[str, str] = {
    "dementie": N_("Iemand met dementie"),
    "lichamelijk": N_("Iemand die ziek of zwak is"),
    "beperking": N_("Iemand met een beperking"),
    "kind": N_("Een kind"),
    "ggz": N_("Iemand die somber of in de war is"),
    "laatste-fase": N_("Iemand die niet lang meer leeft"),
}
VORM: dict[str, str] = {
    "thuis": N_("Er komt iemand bij ons thuis"),
    "dag": N_("Een dag ergens anders"),
    "nacht": N_("Een nacht, weekend of week"),
    "vakantie": N_("Vakantie, samen of apart"),
    "nu": N_("Nu meteen, er is iets gebeurd"),
}
WANNEER: dict[str, str] = {
    "ochtend": N_("In de ochtend"),
    "middag": N_("In de middag"),
    "avond": N_("In de avond"),
    "nacht": N_("In de nacht"),
    "weekend": N_("In het weekend"),
}
BETALING: dict[str, str] = {
    "gratis": N_("Gratis"),
    "kleine-bijdrage": N_("U betaalt zelf een klein bedrag"),
    "wmo": N_("Via de gemeente: eerst een gesprek"),
    "wlz": N_("Langdurige zorg (Wlz)"),
    "zorgverzekering": N_("Via de zorgverzekering"),
}
# What is let go first stands first. For whom it is, is never let go: help for a child is no help for a parent with dementia.
LOSLATEN = ("betaling", "wanneer", "buurt", "vorm")
LOS_ZIN: dict[str, str] = {
    "betaling": N_("We keken ook naar hulp die u anders betaalt."),
    "wanneer": N_("We keken ook naar andere momenten."),
    "buurt": N_("We keken ook naar hulp uit andere buurten."),
    "vorm": N_("We keken ook naar een andere soort hulp."),
}
ANDERS: dict[str, str] = {
    "betaling": N_("hoe u betaalt"),
    "wanneer": N_("het moment"),
    "buurt": N_("de buurt"),
    "vorm": N_("de soort hulp"),
}


@dataclass(frozen=True, slots=True)
class Zoekvraag:
    """What a carer chose, as codes; empty means everything. buurt: where the carer lives; naaste: where the other one lives (empty: the same)."""

    voor: str = ""
    vorm: str = ""
    wanneer: str = ""
    buurt: str = ""
    betaling: str = ""
    naaste: str = ""

    @property
    def gekozen(self) -> dict[str, str]:
        """The answers that were given."""
        return {f.name: w for f in fields(self) if (w := getattr(self, f.name))}


def zoekvraag(g: Gemeente, codes: Mapping[str, str]) -> Zoekvraag:
    """A Zoekvraag from an address; an unknown code counts as no answer."""
    buurten = {*g.buurten, ELDERS}
    mag: dict[str, dict[str, Any] | set[str]] = {
        "voor": VOOR,
        "vorm": VORM,
        "wanneer": WANNEER,
        "buurt": buurten,
        "betaling": BETALING,
        "naaste": buurten,
    }
    return Zoekvraag(**{naam: codes[naam] for naam, lijst in mag.items() if naam in codes and codes[naam] in lijst})


@dataclass(frozen=True, slots=True)
class Treffer:
    """An entry that fits, and which wishes it does not meet (empty: it fits entirely)."""

    voorziening: Voorziening
    los: tuple[str, ...] = ()


def _werkt_in(v: Voorziening, plek: str) -> bool:
    return plek != ELDERS and geldt_in(v, plek)


def _dichtbij(v: Voorziening, z: Zoekvraag) -> bool:
    """Help at home must come where the other one lives; a place to go to may be near either of the two."""
    plekken = [p for p in (z.naaste, z.buurt) if p]
    if not plekken:
        return True
    if v.bij_u_thuis and v.plek is None:
        return _werkt_in(v, plekken[0])
    return any(_werkt_in(v, p) for p in plekken)


def _niet(v: Voorziening, r: Respijt, z: Zoekvraag) -> tuple[str, ...]:
    """The wishes that an entry does not meet, in the order of LOSLATEN."""
    mist = {
        "betaling": bool(z.betaling) and z.betaling not in r.betaling,
        "wanneer": bool(z.wanneer) and z.wanneer not in r.dagdelen,
        "buurt": not _dichtbij(v, z),
        "vorm": bool(z.vorm) and z.vorm not in r.vorm,
    }
    return tuple(w for w in LOSLATEN if mist[w])


def respijt(kaart: Kaart, nu: dt.datetime) -> list[tuple[Voorziening, Respijt]]:
    """Every visible entry that tells when and for whom it takes over."""
    vandaag = lokaal(nu).date()
    return [(v, v.respijt) for v in kaart.alle.values() if v.respijt is not None and v.zichtbaar(vandaag)]


def vind(kaart: Kaart, z: Zoekvraag, nu: dt.datetime) -> list[Treffer]:
    """What fits, best first. When fewer than two fit, the fewest wishes are let go that give two, in the order of LOSLATEN; else every way left.

    Neutral order: fits entirely, not closed or stale, the step of the ladder (light help first), distance, the way in, then the id.
    """
    past = [Treffer(v, _niet(v, r, z)) for v, r in respijt(kaart, nu) if not z.voor or z.voor in r.voor]
    los = _laat_los(past)
    mee = [t for t in past if set(t.los) <= los]
    return sorted(mee, key=lambda t: _rang(kaart, t, z, lokaal(nu).date()))


def _laat_los(past: list[Treffer]) -> set[str]:
    for aantal in range(len(LOSLATEN) + 1):
        for wensen in itertools.combinations(LOSLATEN, aantal):
            if sum(set(t.los) <= set(wensen) for t in past) >= MINSTENS:
                return set(wensen)
    return set(LOSLATEN)


def _rang(kaart: Kaart, t: Treffer, z: Zoekvraag, vandaag: dt.date) -> tuple[int, int, int, int, float, int, str]:
    v = t.voorziening
    afstanden = [a for p in (z.naaste, z.buurt) if p and v.plek and (a := kaart.gemeente.afstand(p, v.plek.buurt)) is not None]
    ver = min(afstanden) if afstanden else (0.0 if v.bij_u_thuis else 1.0)
    return (
        len(t.los),
        max((LOSLATEN.index(w) for w in t.los), default=-1),
        int(bool(v.gesloten) or v.oud(vandaag)),
        kaart.tax.stap(v.soort),
        round(ver, 1) if z.buurt or z.naaste else 0.0,
        list(kaart.tax.toegang).index(v.toegang),
        v.id,
    )


def losgelaten(treffers: Iterable[Treffer]) -> list[str]:
    """The wishes that were let go, in the fixed order."""
    alle = {w for t in treffers for w in t.los}
    return [w for w in LOSLATEN if w in alle]


def plek_oud(r: Respijt, vandaag: dt.date) -> bool:
    """A free place that was reported too long ago to trust."""
    return r.gemeld_op is None or (vandaag - r.gemeld_op).days > (PLEK_OUD_NU if "nu" in r.vorm else PLEK_OUD_NA)


@dataclass(frozen=True, slots=True)
class Regelaar:
    """Who can arrange what the finder misses: an organisation or team with a number."""

    naam: str
    tel: str
    toon: str
    uren: str = ""


def wie_regelt(kaart: Kaart, z: Zoekvraag, nu: dt.datetime) -> Regelaar:
    """The one to call when something is missing: the team for what starts with a talk, else carers' advice; always someone with a number.

    Where the other one lives in another municipality: the national line, which knows the way there.
    """
    g = kaart.gemeente
    lijn = g.landelijk["mantelzorglijn"]
    elders = (z.naaste or z.buurt) == ELDERS
    if elders:
        return Regelaar(lijn.naam, lijn.tel, lijn.toon, lijn.uren)
    gemeente = Regelaar(g.telefoon.naam, g.telefoon.tel, g.telefoon.toon, g.uren) if g.telefoon.tel else None
    if z.betaling in ("wmo", "wlz"):
        team = g.team_van(z.naaste or z.buurt)
        if team.telefoon and not team.voordeur:
            return Regelaar(team.naam, _tel(team.telefoon), team.telefoon, g.uren)
        if gemeente:
            return gemeente
    advies = next((v for v in kaart.beste("mantelzorgadvies", z.buurt or z.naaste, nu=lokaal(nu)) if v.telefoon), None)
    if advies:
        return Regelaar(advies.naam, _tel(advies.telefoon), advies.telefoon, advies.tijden)
    return gemeente or Regelaar(lijn.naam, lijn.tel, lijn.toon, lijn.uren)


def _tel(toon: str) -> str:
    return "".join(c for c in toon if c.isdigit() or c == "+")


# --- how long it can go on --------------------------------------------------------------------------------------------

VOLHOUDTIJD = "volhoudtijd"  # the step of the shared script: one question, one set of codes, wherever it is asked


def volhoudstap() -> Step:
    """The question how long this can go on, from the shared script."""
    return next(s for s in scripts()[GEDEELD].stappen if s.naam == VOLHOUDTIJD)


def spoed_van(code: str) -> str:
    """Under a week or not any more: vandaag. Under a month: deze-week. Longer: "". ValueError for an unknown answer."""
    keuze = volhoudstap().keuze(code)
    if keuze is None:
        raise ValueError(code)
    return keuze.spoed


def met_volhoudtijd(gesprek: Gesprek, code: str) -> Gesprek:
    """The conversation with this answer; a conversation that was sent already starts afresh."""
    oud = Gesprek(taal=gesprek.taal) if gesprek.nummer else gesprek
    return replace(oud, onderwerp="mantelzorg").met_antwoord(VOLHOUDTIJD, (code,))


def jong_en_zorgt(gesprek: Gesprek) -> Gesprek:
    """The conversation of somebody who came by the page for the young: in the je-form, and what goes on is told by the door itself."""
    return replace(gesprek, onderwerp="jongeren").met_antwoord("jongeren_wat", ("zorg",))


@dataclass(frozen=True, slots=True)
class Bereikbaar:
    """Who answers at this moment. kantoor: the municipality itself is at work."""

    nummer: Nummer
    kantoor: bool


def wie_neemt_op(g: Gemeente, nu: dt.datetime) -> Bereikbaar:
    """Who to call when it cannot go on today: the municipality in working hours, else the huisartsenpost, else the Luisterlijn."""
    if open_nu(g, nu) and g.telefoon.tel:
        return Bereikbaar(g.telefoon, True)
    return Bereikbaar(buiten_uren(g), False)


# What the huisartsenpost is for: domains and markers where health or care is the matter.
ZORG_SPEELT = frozenset({"gezondheid", "mentaal", "mantelzorg", "overbelast", "kan-niet-alleen", "uit-ziekenhuis"})


def helpt_nu(bel: Bereikbaar, codes: Collection[str], gevaar: bool) -> bool:
    """Whether this number helps at this moment. When we are closed it is the huisartsenpost: for health and care, by domains and markers; danger
    has numbers of its own."""
    return bel.kantoor or (not gevaar and bool(ZORG_SPEELT & set(codes)))


def buiten_uren(g: Gemeente) -> Nummer:
    """Who answers in the evening, at night and in the weekend."""
    return g.huisartsenpost if g.huisartsenpost.tel else g.landelijk["luisterlijn"]


# --- the eight functions ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Functie:
    """One of the eight functions of support as a plain question. kolom: uzelf or naaste."""

    code: str
    kolom: str
    vraag: str
    kort: str
    zin: str
    zelf: tuple[str, ...]
    eerst: tuple[str, ...] = ()  # kinds that answer the question best
    voorzieningen: tuple[Voorziening, ...] = ()


FUNCTIES: tuple[Functie, ...] = (
    Functie(
        "emotionele-steun",
        "uzelf",
        N_("Met wie kan ik praten?"),
        N_("Iemand die luistert en het begrijpt."),
        N_("U mag moe, boos of verdrietig zijn. Praten lucht op."),
        (
            N_("Vertel één persoon eerlijk hoe het gaat."),
            N_("Alleen luisteren in een groep mag ook."),
            N_("’s Nachts kunt u de Luisterlijn bellen."),
        ),
        ("mantelzorg-lotgenoten", "mantelzorgadvies", "alzheimercafe"),
    ),
    Functie(
        "advies-en-begeleiding",
        "uzelf",
        N_("Wie denkt met mij mee?"),
        N_("Samen zoeken wat bij u past."),
        N_("Iemand kijkt met u mee naar uw week. Samen kiest u wat anders kan."),
        (N_("Schrijf op wat u elke dag doet."), N_("Zeg erbij wat u zelf wilt blijven doen."), N_("Vraag om één vaste persoon.")),
        ("mantelzorgadvies", "casemanager-dementie", "mantelzorgmakelaar"),
    ),
    Functie(
        "informatie",
        "uzelf",
        N_("Wat is er allemaal voor mij?"),
        N_("Uitleg over hulp en regels."),
        N_("Er is veel hulp. U hoeft niet alles zelf uit te zoeken."),
        (N_("Begin met één vraag."), N_("Vraag om uitleg in gewone woorden."), N_("Neem iemand mee, dan onthoudt u meer.")),
        ("mantelzorgadvies", "alzheimercafe"),
    ),
    Functie(
        "educatie",
        "uzelf",
        N_("Waar leer ik hoe ik goed zorg?"),
        N_("Een cursus, les of avond."),
        N_("U leert van anderen die ook voor iemand zorgen."),
        (N_("Vraag of er vervanging thuis is tijdens de les."), N_("Kijk of uw verzekering de cursus betaalt.")),
        ("mantelzorgcursus",),
    ),
    Functie(
        "financiele-tegemoetkoming",
        "uzelf",
        N_("Kan ik er geld voor krijgen?"),
        N_("Een bedankje, een fonds, hulp bij kosten."),
        N_("Soms is er een bedrag of een cadeaukaart. Of het kan, hoort u van hen."),
        (N_("Bewaar uw bonnen van reizen en hulpmiddelen."), N_("Vraag een keer per jaar wat er voor u is.")),
    ),
    Functie(
        "respijtzorg",
        "naaste",
        N_("Wie neemt het even over?"),
        N_("Een paar uur, een dag of een nacht."),
        N_("Een ander zorgt, zodat u vrij bent. Dat heet ook wel respijtzorg."),
        (N_("Begin klein, met een paar uur."), N_("Maak eerst samen kennis."), N_("Schrijf op wat uw naaste fijn vindt.")),
    ),
    Functie(
        "praktische-hulp",
        "naaste",
        N_("Wie helpt er in huis en met regelen?"),
        N_("Klussen, boodschappen, vervoer en papieren."),
        N_("U hoeft niet alles zelf te doen. Een ander doet graag een klus."),
        (N_("Kies één taak die een ander mag doen."), N_("Zeg precies wat, wanneer en hoelang.")),
        ("mantelzorgmakelaar", "boodschappendienst", "klussendienst", "vervoersvrijwilliger"),
    ),
    Functie(
        "materiele-hulp",
        "naaste",
        N_("Welke spullen maken het lichter?"),
        N_("Lenen, kopen of het huis aanpassen."),
        N_("Een beugel, een rolstoel of een alarm helpt u en uw naaste."),
        (N_("Probeer het eerst uit, lenen kan vaak."), N_("Vraag een ergotherapeut of huisarts om raad.")),
        ("hulpmiddelen-lenen", "mantelzorgadvies", "personenalarm", "woningaanpassing"),
    ),
)


def functies(kaart: Kaart, nu: dt.datetime) -> list[Functie]:
    """The eight functions, each with its entries: carers' own help first, one of each kind before more of the same."""
    return [replace(f, voorzieningen=_van_functie(kaart, f, nu)) for f in FUNCTIES]


def _van_functie(kaart: Kaart, f: Functie, nu: dt.datetime) -> tuple[Voorziening, ...]:
    """Entries with this function. Of other domains no sensitive kinds: nobody is shown help for an addiction because they care for someone."""
    vandaag = lokaal(nu).date()
    mee = []
    for v in kaart.alle.values():
        s = kaart.tax.soorten[v.soort]
        if f.code in v.functies and v.zichtbaar(vandaag) and (s.domein == "mantelzorg" or not s.gevoelig):
            mee.append(v)
    return tuple(_om_en_om(kaart, mee, f.eerst, vandaag))


JONG_TOT = 27  # help up to this age stands behind what is for everyone; it has a group page of its own


def _om_en_om(kaart: Kaart, alle: Iterable[Voorziening], eerst: tuple[str, ...], vandaag: dt.date) -> list[Voorziening]:
    """One of each kind before more of the same: the kinds that answer best, then carers' own help, then the ladder; a stale entry last of its kind."""
    uit = []
    geteld: dict[str, int] = {}
    for v in sorted(alle, key=lambda v: (int(bool(v.gesloten) or v.oud(vandaag)), v.id)):
        ronde = geteld[v.soort] = geteld.get(v.soort, -1) + 1
        s = kaart.tax.soorten[v.soort]
        beste = eerst.index(v.soort) if v.soort in eerst else len(eerst)
        rang = (
            int((v.leeftijd_tot or 99) <= JONG_TOT),
            ronde,
            beste,
            int(s.domein != "mantelzorg"),
            kaart.tax.stap(v.soort),
            v.soort,
            v.id,
        )
        uit.append((rang, v))
    return [v for _, v in sorted(uit, key=lambda x: x[0])]


# --- the groups -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Groep:
    """Carers with words of their own. soorten: kinds of help to show, in order; woorden: entries that say one of these come first."""

    code: str
    deur: str
    deur_zin: str
    kop: str
    zin: str
    herkent: tuple[str, ...]
    doen: tuple[str, ...]
    soorten: tuple[str, ...]
    woorden: tuple[str, ...] = ()
    nummers: tuple[str, ...] = ("mantelzorglijn", "luisterlijn")
    respijt_voor: str = ""
    jij: bool = False


GROEPEN: tuple[Groep, ...] = (
    Groep(
        "jong",
        N_("Ik ben jong en thuis is iemand ziek"),
        N_("Voor kinderen, scholieren en studenten."),
        N_("Is er thuis iemand ziek, somber of verslaafd?"),
        N_("Jij hoeft het niet alleen te doen. Je hoeft je naam niet te zeggen."),
        (
            N_("Je kookt, je past op of je geeft medicijnen."),
            N_("Je denkt op school vaak aan thuis."),
            N_("Je neemt liever geen vrienden mee naar huis."),
            N_("Je zegt dat het wel gaat, ook als dat niet zo is."),
        ),
        (
            N_("Vertel het aan één volwassene die je vertrouwt."),
            N_("Zeg het tegen je mentor of juf. Die kan dingen voor je regelen."),
            N_("Minder huiswerk of later een toets maken mag je vragen."),
            N_("Tijd voor jezelf is niet egoïstisch. Sport, game, slaap."),
        ),
        ("jonge-mantelzorgers", "jongerenwerk", "mentale-hulp-jongeren"),
        nummers=("kindertelefoon",),
        jij=True,
    ),
    Groep(
        "werk",
        N_("Ik werk en ik zorg"),
        N_("Praten met uw baas, verlof en hulp."),
        N_("Zorgt u naast uw werk?"),
        N_("Uw baas kan meer regelen dan u misschien denkt."),
        (
            N_("U belt in de pauze met dokters of loketten."),
            N_("U neemt vrije dagen op om te zorgen."),
            N_("U zit op uw werk met uw hoofd thuis."),
        ),
        (
            N_("Vertel uw leidinggevende dat u voor iemand zorgt."),
            N_("Vraag naar verlof om te zorgen. Dat staat in de wet."),
            N_("Vraag of andere werktijden of thuis werken kan."),
            N_("Praat met de bedrijfsarts voordat u zelf ziek bent."),
        ),
        ("mantelzorgadvies", "mantelzorgmakelaar", "respijt-dag", "respijt-thuis"),
        ("werk", "baan", "baas"),
    ),
    Groep(
        "op-afstand",
        N_("Mijn naaste woont ver weg"),
        N_("Zorgen vanuit een andere plaats."),
        N_("Woont uw naaste ver bij u vandaan?"),
        N_("U kunt veel regelen vanaf een afstand. En u hebt mensen dichtbij nodig."),
        (
            N_("U belt elke dag om te horen of het goed gaat."),
            N_("U rijdt in het weekend heen en weer."),
            N_("U schrikt als de telefoon ’s avonds gaat."),
        ),
        (
            N_("Geef een buur uw nummer, met een sleutel."),
            N_("Hulp aan huis vraagt u in de plaats van uw naaste."),
            N_("Spreek af wie er gaat als er iets gebeurt."),
            N_("Vraag of u bij een gesprek mee kunt bellen."),
        ),
        ("telefooncirkel", "personenalarm", "bezoekdienst", "mantelzorgmakelaar", "mantelzorgadvies", "maaltijdservice"),
    ),
    Groep(
        "kind",
        N_("Mijn kind heeft extra zorg nodig"),
        N_("Voor ouders van een zorgkind."),
        N_("Heeft uw kind een ziekte of beperking?"),
        N_("U bent ouder en u zorgt meer dan anderen. Dat mag zwaar zijn."),
        (
            N_("U regelt zorg, school en vervoer tegelijk."),
            N_("Een gewone oppas durft het niet aan."),
            N_("Broers en zussen krijgen minder tijd dan u wilt."),
        ),
        (
            N_("Praat met ouders die hetzelfde meemaken."),
            N_("Vraag om oppas van iemand die dit kent."),
            N_("Plan elke week iets met uw andere kinderen."),
            N_("Vraag op tijd wat er verandert als uw kind 18 wordt."),
        ),
        ("mantelzorg-lotgenoten", "mantelzorgadvies", "jonge-mantelzorgers", "opvoedadvies"),
        ("kinderen", "zorgkind", "broer"),
        respijt_voor="kind",
    ),
    Groep(
        "daarna",
        N_("Het zorgen is voorbij"),
        N_("Na een overlijden of een verhuizing."),
        N_("Hoeft u niet meer te zorgen?"),
        N_("De dagen zijn ineens leeg. Geef uzelf tijd."),
        (
            N_("Uw naaste is gestorven of woont nu in een verpleeghuis."),
            N_("U weet niet goed wat u met uw dag moet."),
            N_("U bent moe, verdrietig of juist opgelucht. Soms alles tegelijk."),
        ),
        (
            N_("Neem de tijd. Rust is ook iets doen."),
            N_("Pak één ding op dat u vroeger fijn vond."),
            N_("Praat met mensen die het ook meemaakten."),
            N_("Wat u leerde, helpt soms een ander. Later mag ook."),
        ),
        ("rouwgroep", "mantelzorg-lotgenoten", "ontmoetingsplek", "maatje", "hulp-naar-werk", "vrijwilligerswerk"),
        nummers=("luisterlijn",),
    ),
)  # fmt: skip


def groep_van(code: str) -> Groep | None:
    """A group by its code."""
    return next((g for g in GROEPEN if g.code == code), None)


def van_groep(kaart: Kaart, groep: Groep, nu: dt.datetime, meeste: int = 6) -> list[Voorziening]:
    """Help for a group: respijt for them first, then what speaks of them, then one of each kind."""
    uit = [t.voorziening for t in vind(kaart, Zoekvraag(voor=groep.respijt_voor), nu)[:2]] if groep.respijt_voor else []
    per = [kaart.beste(soort, nu=lokaal(nu)) for soort in groep.soorten]
    if groep.soorten[0] == "jonge-mantelzorgers":
        uit += per[0]
    uit += [v for lijst in per for v in lijst if groep.woorden and _noemt(v, groep.woorden)][:4]
    uit += [v for ronde in itertools.zip_longest(*per) for v in ronde if v is not None]
    return list(dict.fromkeys(uit))[:meeste]


def _noemt(v: Voorziening, woorden: tuple[str, ...]) -> bool:
    tekst = " ".join((v.naam, v.samenvatting, *v.wat, *v.wanneer)).lower()
    losse = {w.strip(".,:;!?()'’") for w in tekst.split()}
    return bool(losse & set(woorden))


# --- the sheet: preparing a talk --------------------------------------------------------------------------------------

LANGSTE_BLAD = 1_500
BLAD_SLEUTEL = "mantelzorg"  # its place in the cookie "blad", which /status uses too


@dataclass(frozen=True, slots=True)
class Veld:
    """A part of the sheet."""

    naam: str
    kop: str
    uitleg: str


VELDEN: tuple[Veld, ...] = (
    Veld("dag", N_("Een dag in mijn week"), N_("Hoe gaat een gewone dag, van opstaan tot slapen?")),
    Veld("draag", N_("Dit valt mij zwaar"), N_("Wat kost u veel kracht? Waar ligt u wakker van?")),
    Veld("houd", N_("Dit wil ik zelf blijven doen"), N_("Wat vindt u fijn om voor uw naaste te doen?")),
    Veld("geef", N_("Dit mag een ander doen"), N_("Wat wilt u liever aan een ander geven?")),
)


@dataclass(frozen=True, slots=True)
class Blad:
    """What a carer wrote down for a talk. mee: it may go with their question."""

    teksten: Mapping[str, str]
    mee: bool = False

    def __bool__(self) -> bool:
        return any(self.teksten.values())

    @property
    def lengte(self) -> int:
        """Characters, all parts together."""
        return sum(map(len, self.teksten.values()))

    @property
    def regels(self) -> list[tuple[Veld, str]]:
        """The parts that were filled in."""
        return [(v, t) for v in VELDEN if (t := self.teksten.get(v.naam, ""))]

    def fout(self) -> tuple[str, int] | None:
        """(the longest field, characters too many) when it does not fit on the sheet."""
        te_veel = self.lengte - LANGSTE_BLAD
        return (max(self.teksten, key=lambda n: len(self.teksten[n])), te_veel) if te_veel > 0 else None


def lees_blad(koekje: Any) -> Blad:
    """The sheet in the value of the cookie; an empty one when there is none."""
    w = koekje.get(BLAD_SLEUTEL) if isinstance(koekje, dict) else None
    if not isinstance(w, dict):
        return Blad({})
    return Blad({v.naam: str(w[v.naam]) for v in VELDEN if w.get(v.naam)}, bool(w.get("mee")))


def met_blad(koekje: Any, blad: Blad) -> dict[str, Any]:
    """The value of the cookie with this sheet; its other keys stay. An empty sheet is taken out."""
    rest = {k: w for k, w in koekje.items() if k != BLAD_SLEUTEL} if isinstance(koekje, dict) else {}
    if not blad:
        return rest
    return {**rest, BLAD_SLEUTEL: {**{k: t for k, t in blad.teksten.items() if t}, **({"mee": 1} if blad.mee else {})}}


# --- the carer's own place in the referral ----------------------------------------------------------------------------

PLEK_SLEUTEL = "plek"  # its place in the same cookie
LANGSTE_NOOD = 300  # characters for what the carer needs
MEEKOMEN: dict[str, str] = {
    "ja": N_("Ja, ik kom mee"),
    "apart": N_("Ik praat liever apart met u"),
    "nee": N_("Nee, liever niet"),
}
BELLEN: dict[str, str] = {
    "ja": N_("Ja, bel mij gerust"),
    "overleg": N_("Ja, maar overleg eerst met mijn naaste"),
    "nee": N_("Nee, bel mij niet"),
}


@dataclass(frozen=True, slots=True)
class EigenPlek:
    """The carer beside the one they care for: what they need, whether they come along, whether we may call them. All optional."""

    nodig: str = ""
    meekomen: str = ""
    bellen: str = ""

    def __bool__(self) -> bool:
        return bool(self.nodig or self.meekomen or self.bellen)

    @property
    def regels(self) -> list[tuple[str, str]]:
        """(heading, what was said) of what was filled in."""
        alle = [
            (N_("Dit heb ik zelf nodig"), self.nodig),
            (N_("Meekomen naar het gesprek"), MEEKOMEN.get(self.meekomen, "")),
            (N_("Mij bellen"), BELLEN.get(self.bellen, "")),
        ]
        return [(kop, t) for kop, t in alle if t]


def eigen_plek(codes: Mapping[str, str]) -> EigenPlek:
    """From a form or a cookie; an unknown code counts as no answer."""
    return EigenPlek(
        str(codes.get("nodig", "")),
        w if (w := str(codes.get("meekomen", ""))) in MEEKOMEN else "",
        w if (w := str(codes.get("bellen", ""))) in BELLEN else "",
    )


def lees_plek(koekje: Any) -> EigenPlek:
    """The carer's own place in the value of the cookie; an empty one when there is none."""
    w = koekje.get(PLEK_SLEUTEL) if isinstance(koekje, dict) else None
    return eigen_plek(w) if isinstance(w, dict) else EigenPlek()


def met_plek(koekje: Any, plek: EigenPlek) -> dict[str, Any]:
    """The value of the cookie with this place; its other keys stay. An empty one is taken out."""
    rest = {k: w for k, w in koekje.items() if k != PLEK_SLEUTEL} if isinstance(koekje, dict) else {}
    return {**rest, PLEK_SLEUTEL: {f.name: w for f in fields(plek) if (w := getattr(plek, f.name))}} if plek else rest


def blad_mee(koekje: Any) -> list[tuple[str, str]]:
    """(heading, text) of the sheet when the carer chose to send it."""
    blad = lees_blad(koekje)
    return [(v.kop, t) for v, t in blad.regels] if blad.mee else []


def blad_voor_team(koekje: Any) -> str:
    """What the carer adds to the referral, as one text (Zending.blad): their own place, and the sheet that goes along."""
    return "\n\n".join(f"{kop}\n{t}" for kop, t in [*lees_plek(koekje).regels, *blad_mee(koekje)])


def snel(kaart: Kaart, nu: dt.datetime, meeste: int = 3) -> list[Voorziening]:
    """Who can help at once: what fits "now" entirely and is not closed, first what is for most people."""
    nu_meteen = [t.voorziening for t in vind(kaart, Zoekvraag(vorm="nu"), nu) if not t.los and not t.voorziening.gesloten]
    return sorted(nu_meteen, key=lambda v: -len(v.respijt.voor if v.respijt else ()))[:meeste]
