"""Random walks through the scripts: no dead end, nothing asked twice, at most seven questions, and every rule fires exactly as the table says.

The table below says in other words than dialogues/regels.py when a question is asked; a walk that disagrees is a mistake.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from dialogues.load import scripts
from dialogues.model import EIGEN, OVERGESLAGEN, Step
from dialogues.play import GEDEELD, MEESTE_VRAGEN, VERDER, Position, play, volgorde
from dialogues.regels import Feiten
from dialogues.understand import DOMEINEN, SIGNALEN
from portal.gesprek import _genoemde_onderwerpen

MEESTE_STAPPEN = 12
Antwoorden = dict[str, tuple[str, ...]]
SOORTEN = sorted({k.soorten[0] for d in scripts().values() for s in d.stappen for k in s.keuzes if k.soorten})


def tabel(regel: str, f: Feiten, a: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a question with this rule is asked, written out anew."""
    gekozen = {(stap, code) for stap, codes in a.items() for code in codes}
    gezegd = {("voor_wie", "iemand-anders"), ("voor_wie", "allebei"), ("andere_dingen", "mantelzorg")}
    gezegd |= {(s, "zorg") for s in ("jongeren_wat", "weet_waar", "werk_hinder")}
    zorg = bool(gekozen & gezegd) or (not f.signalen and ("mantelzorg" in f.domeinen or f.rol == "mantelzorger"))
    moe = bool(gekozen & {("volhoudtijd", c) for c in ("nu-niet-meer", "week", "maand")}) or "overbelast" in f.markers
    if regel == "geld_speelt" and "afsluiting" in f.gezegd:
        return False
    if regel == "geld_speelt":
        return "geld" in f.domeinen or bool(gekozen & {(s, "geld") for s in ("andere_dingen", "jongeren_wat", "weet_waar")})
    if regel == "zorgt_voor_iemand":
        return zorg and not f.volhoudtijd
    if regel == "rol_onbekend":
        return f.rol == "" and "mantelzorg" not in f.domeinen and "verslaving_wie" not in a
    if regel == "wie_onbekend":
        return not (f.rol == "zelf" or (f.naaste and f.rol == "naaste"))
    if regel == "middel_onbekend":
        return not f.middel
    if regel == "dood_onbekend":
        return "suicide" not in f.gezegd
    if regel == "gevaar_onbekend":
        return not any(s in f.gezegd for s in ("geweld", "seksueel-geweld", "kind-onveilig"))
    if regel == "huis_onbekend":
        return not any(s in f.gezegd for s in ("afsluiting", "vannacht-geen-bed"))
    if regel == "buurt_onbekend":
        return f.buurt == ""
    if regel == "naaste_onbekend":
        return not f.naaste
    if regel == "leeftijd_onbekend":
        return f.leeftijd is None
    if regel == "onderwerp_onbekend":
        return not any(d != "jongeren" for d in f.domeinen)
    if regel == "zwaar":
        return not f.licht
    if regel == "thuis_speelt":
        return "gezin" in f.domeinen or ("jongeren_wat", "thuis") in gekozen or (f.naaste and not gekozen & gezegd)
    if regel == "leeftijd_telt":
        return f.leeftijd is None and ("gezin" in f.domeinen or "werk" in f.domeinen)
    if regel == "wil_onbekend":
        return not f.wil
    if regel == "geprobeerd_onbekend":
        return not f.geprobeerd
    if regel == "netwerk_mag":
        return not (moe or "geen-netwerk" in f.markers or not f.veilig)
    if regel == "wonen_telt":
        return not f.woont and any(d in f.domeinen for d in ("wonen", "huishouden", "gezondheid"))
    return (regel == "idee") == (("meedoen_wat", "idee") in gekozen)


def hoort(s: Step, f: Feiten, a: Antwoorden) -> bool:
    """Whether a question should be asked."""
    if f.eenvoudig and VERDER not in a:
        return False
    bekend = s.kan_bekend and any(k.soorten[:1] and k.soorten[0] in f.soorten for k in s.keuzes)
    return (not s.als or tabel(s.als, f, a)) and not bekend


def geef(kans: random.Random, s: Step) -> tuple[str, ...]:
    """A random answer: skipped, own words, one choice or several."""
    if kans.random() < 0.15:
        return (OVERGESLAGEN,)
    if s.soort == "buurt":
        return (kans.choice(("molenwijk", "anders")),)
    if not s.keuzes:
        return ("een paar woorden",)
    if s.eigen_woorden and kans.random() < 0.1:
        return (EIGEN + "eigen woorden",)
    codes = [k.code for k in s.keuzes]
    return tuple(kans.sample(codes, kans.randint(1, min(3, len(codes))))) if s.soort == "meer" else (kans.choice(codes),)


def wandel(kans: random.Random) -> list[str]:
    """One walk. Returns what is wrong with it."""
    alle = scripts()
    codes = [c for c in alle if c != GEDEELD]
    onderwerpen = tuple(kans.sample(codes, kans.randint(1, 2)))
    f = Feiten(
        domeinen=tuple(kans.sample(DOMEINEN, kans.randint(0, 3))),
        soorten=frozenset(kans.sample(SOORTEN, kans.randint(0, 2))),
        markers=frozenset(kans.sample(("overbelast", "geen-netwerk", "zorgmijder"), kans.randint(0, 1))),
        rol=kans.choice(("", "", "zelf", "mantelzorger", "naaste")),
        buurt=kans.choice(("", "", "centrum")),
        leeftijd=kans.choice((None, None, 16, 45)),
        geprobeerd=kans.random() < 0.2,
        wil=kans.random() < 0.3,
        woont=kans.random() < 0.2,
        naaste=kans.random() < 0.3,
        middel=kans.random() < 0.3,
        volhoudtijd=kans.random() < 0.2,
        veilig=kans.random() < 0.9,
        signalen=frozenset(kans.sample(SIGNALEN, kans.randint(0, 1))),
        gezegd=frozenset(kans.sample(SIGNALEN, kans.randint(0, 1))),
        licht=kans.random() < 0.1,
        eenvoudig=kans.random() < 0.1,
    )
    a: Antwoorden = {VERDER: ("ja",)} if kans.random() < 0.5 else {}
    fouten: list[str] = []
    for stappen in range(MEESTE_STAPPEN + 1):
        p = play(alle, onderwerpen, a, f)
        if erbij := _genoemde_onderwerpen(alle, onderwerpen, p):
            p = play(alle, onderwerpen + erbij, a, f)
        hier = onderwerpen + erbij
        if p.stap is None:
            return fouten + _na(p, hier, f, a)
        s = p.stap
        if s.naam in a:
            fouten.append(f"asked twice: {s.naam}")
        if not hoort(s, f, a):
            fouten.append(f"asked against the table: {s.naam} ({s.als})")
        if s.soort in ("keuze", "meer") and len(s.keuzes) < 2:
            fouten.append(f"dead end: {s.naam}")
        if len(p.antwoorden) >= MEESTE_VRAGEN:
            fouten.append(f"more than {MEESTE_VRAGEN} questions")
        a = {**a, s.naam: geef(kans, s)}
        if kans.random() < 0.05 and len(a) > 1:
            a.pop(kans.choice([n for n in a if n != VERDER]), None)
        if stappen == MEESTE_STAPPEN and len(a) > MEESTE_STAPPEN:
            fouten.append("too long")
    return fouten


def _na(p: Position, hier: tuple[str, ...], f: Feiten, a: Antwoorden) -> list[str]:
    """At the end: what should have been asked was asked, what the answers carry came through, and a human stands there."""
    stappen = volgorde(scripts(), hier)
    gedaan = {x.stap.naam for x in p.antwoorden}
    fouten = []
    if len(gedaan) < MEESTE_VRAGEN:
        fouten += [f"not asked: {s.naam} ({s.als})" for _, s in stappen if s.naam not in gedaan and hoort(s, f, a)]
    gekozen = [k for x in p.antwoorden for k in x.keuzes]
    if {m for m, _ in p.markers} != {m for k in gekozen for m in k.markers}:
        fouten.append("markers are not those of the answers")
    if {c for c, _ in p.signalen} != {k.signaal for k in gekozen if k.signaal}:
        fouten.append("signals are not those of the answers")
    if "bel" not in " ".join(scripts()[o].einde.lower() for o in hier[:1]) and "naam achter" not in scripts()[hier[0]].einde:
        fouten.append(f"no human at the end of {hier[0]}")
    return fouten


def proef(aantal: int, zaad: int) -> dict[str, Any]:
    """Walk `aantal` times. Returns counts; mistakes must be empty."""
    kans = random.Random(zaad)
    fouten: dict[str, int] = {}
    for _ in range(aantal):
        for fout in wandel(kans):
            fouten[fout] = fouten.get(fout, 0) + 1
    return {"walks": aantal, "seed": zaad, "scripts": len(scripts()), "mistakes": fouten}
