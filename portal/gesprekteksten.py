"""The texts of the conversations: those of the repository with what editors changed on line, per script, step, field and language. Rules, no HTTP.

Only words change here: steps, choices, jumps and rules stay in the repository (docs/adr/0006). What decides about urgency is not for editors.
"""

from __future__ import annotations

import difflib
import io
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dialogues.load import SCRIPTS, Fouten, lees, scripts
from dialogues.model import Dialogue, Step
from portal.bewerking import Inhouden
from portal.config import WORTEL
from portal.language import LOCALE, talen, vertaling
from sociale_kaart import check
from sociale_kaart.search import Kaart

N_ = str
BRON = "nl"
KEUZE = "keuze:"
LANGST = {"keuze": 80, "zin": 80, "naam": 60}  # characters; the rest 300
LANGSTE = 300
LANGE_ZIN = 15  # words
VAST_DOMEIN = "veiligheid"
VELDEN = {
    "naam": N_("Naam van het gesprek"),
    "inleiding": N_("Inleiding"),
    "einde": N_("Laatste zin"),
    "vraag": N_("De vraag"),
    "waarom": N_("Waarom wij dit vragen"),
    "zin": N_("Zo staat het in het verhaal"),
}
REGEL = {
    "geld_speelt": N_("alleen als het over geld gaat"),
    "zorgt_voor_iemand": N_("alleen als iemand voor een ander zorgt"),
    "rol_onbekend": N_("alleen als wij niet weten voor wie"),
    "buurt_onbekend": N_("alleen als wij de buurt niet weten"),
    "naaste_onbekend": N_("alleen als wij niet weten voor wie"),
    "leeftijd_telt": N_("alleen als de leeftijd telt"),
    "wil_onbekend": N_("alleen als wij de wens niet weten"),
    "geprobeerd_onbekend": N_("alleen als wij niet weten wat iemand probeerde"),
    "netwerk_mag": N_("alleen als hulp van anderen kan"),
    "idee": N_("alleen als iemand een idee heeft voor de buurt"),
    "geen_idee": N_("alleen als het niet om een idee gaat"),
    "wie_onbekend": N_("alleen als wij niet weten voor wie"),
    "zwaar": N_("alleen als het zwaar kan zijn"),
    "thuis_speelt": N_("alleen als het over thuis gaat"),
    **dict.fromkeys(
        ("leeftijd_onbekend", "onderwerp_onbekend", "dood_onbekend", "gevaar_onbekend", "huis_onbekend"),
        N_("alleen als iemand dit nog niet vertelde"),
    ),
    "wonen_telt": N_("alleen als het over wonen of gezondheid gaat"),
}


class Zin(str):
    """A Dutch sentence that carries the editors' translations; `language.vertaling` reads them."""

    talen: Mapping[str, str]

    def __new__(cls, tekst: str, talen_: Mapping[str, str]) -> Zin:
        """tekst: the Dutch; talen_: language -> sentence."""
        zin = super().__new__(cls, tekst)
        zin.talen = dict(talen_)
        return zin


@dataclass(frozen=True, slots=True)
class Plek:
    """Where a text stands. stap is empty for the script itself; veld: one of VELDEN, or "keuze:<code>"."""

    script: str
    stap: str
    veld: str

    def sleutel(self, taal: str) -> str:
        """The key of this text in a language."""
        return "/".join(("gesprek", self.script, self.stap or "-", self.veld, taal))


def uit_sleutel(sleutel: str) -> tuple[Plek, str] | None:
    """(place, language) of a key; None when it is no text of a conversation."""
    delen = sleutel.split("/")
    if len(delen) != 5 or delen[0] != "gesprek":
        return None
    return Plek(delen[1], "" if delen[2] == "-" else delen[2], delen[3]), delen[4]


def plekken(d: Dialogue) -> Iterator[tuple[Plek, str]]:
    """(place, Dutch text) of every text of a script, in the order of reading."""
    for veld in ("naam", "inleiding"):
        if getattr(d, veld):
            yield Plek(d.code, "", veld), getattr(d, veld)
    for s in d.stappen:
        for veld in ("vraag", "waarom", "zin"):
            if getattr(s, veld):
                yield Plek(d.code, s.naam, veld), getattr(s, veld)
        for k in s.keuzes:
            yield Plek(d.code, s.naam, KEUZE + k.code), k.label
    if d.einde:
        yield Plek(d.code, "", "einde"), d.einde


def vast(d: Dialogue, stap: str, veld: str = "") -> bool:
    """Whether these words decide about danger or how soon somebody calls: then a safety review owns them, not an editor.

    A step with an answer that means danger or "today" is fixed as a whole; an answer that means "this week" only itself.
    """
    s = d.stap(stap) if stap else None
    if d.domein == VAST_DOMEIN or s is None:
        return d.domein == VAST_DOMEIN
    keuze = s.keuze(veld.removeprefix(KEUZE)) if veld.startswith(KEUZE) else None
    return any(k.signaal or k.spoed == "vandaag" for k in s.keuzes) or bool(keuze and keuze.spoed)


# --- the texts that count ---------------------------------------------------------------------------------------------


def _eigen(bewerkingen: Inhouden) -> dict[Plek, dict[str, Mapping[str, Any]]]:
    """Place -> language -> {tekst, bron}."""
    uit: dict[Plek, dict[str, Mapping[str, Any]]] = {}
    for sleutel, inhoud in bewerkingen.items():
        if inhoud.get("tekst") and (gevonden := uit_sleutel(sleutel)):
            uit.setdefault(gevonden[0], {})[gevonden[1]] = inhoud
    return uit


def _zin(project: str, eigen: Mapping[str, Mapping[str, Any]] | None) -> str:
    """The sentence that counts: a translation counts only while it belongs to the Dutch that is shown."""
    if not eigen:
        return project
    nl = str(eigen[BRON]["tekst"]) if BRON in eigen else project
    return Zin(nl, {t: str(i["tekst"]) for t, i in eigen.items() if t != BRON and i.get("bron") == nl})


def met_eigen(bewerkingen: Inhouden) -> dict[str, Dialogue]:
    """The scripts with the editors' texts in them. A text whose place is gone, or that is not for editors, is left out."""
    basis = scripts()
    eigen = _eigen(bewerkingen)
    if not eigen:
        return basis
    uit = dict(basis)
    for code in {p.script for p in eigen} & set(basis):
        d = basis[code]
        mijn = {p: e for p, e in eigen.items() if p.script == code and not vast(d, p.stap, p.veld)}
        los = {v: _zin(getattr(d, v), mijn.get(Plek(code, "", v))) for v in ("naam", "inleiding", "einde")}
        uit[code] = replace(d, stappen=tuple(_stap(code, s, mijn) for s in d.stappen), **los)  # type: ignore[arg-type]
    return uit


def _stap(code: str, s: Step, eigen: Mapping[Plek, Mapping[str, Mapping[str, Any]]]) -> Step:
    def zin(veld: str, tekst: str) -> str:
        return _zin(tekst, eigen.get(Plek(code, s.naam, veld)))

    keuzes = tuple(replace(k, label=zin(KEUZE + k.code, k.label)) for k in s.keuzes)
    return replace(s, vraag=zin("vraag", s.vraag), waarom=zin("waarom", s.waarom), zin=zin("zin", s.zin), keuzes=keuzes)


def gesprekken_van(kaart: Kaart) -> Mapping[str, Dialogue]:
    """The scripts that were published together with this Kaart; those of the repository for a Kaart of its own."""
    return getattr(kaart, "gesprekken", None) or scripts()


def nog_nederlands(zin: str, taal: str) -> bool:
    """Whether a page in this language shows the Dutch, because the sentence has no (fresh) translation."""
    return taal != BRON and bool(zin) and vertaling(taal).gettext(zin) == zin


# --- what an editor sees of a text ------------------------------------------------------------------------------------

STATEN = {
    "project": N_("zoals in het project"),
    "eigen": N_("eigen tekst"),
    "vertaald": N_("vertaald"),
    "verouderd": N_("verouderd"),
    "mist": N_("niet vertaald"),
}


@dataclass(frozen=True, slots=True)
class Tekst:
    """One text in one language. project: what the repository says (empty: nothing); nu: what a page shows; nl: the Dutch that is shown."""

    plek: Plek
    taal: str
    project: str
    nu: str
    nl: str
    staat: str
    vast: bool
    intussen: bool = False  # the repository changed after the editor did


def _in_project(taal: str, zin: str) -> str:
    gevonden = vertaling(taal).gettext(zin) if taal != BRON else zin
    return gevonden if taal == BRON or gevonden != zin else ""


def tekst(plek: Plek, project: str, taal: str, bewerkingen: Inhouden, vast_: bool = False) -> Tekst:
    """One text of a script in one language, with its state."""
    nl_eigen, eigen = bewerkingen.get(plek.sleutel(BRON)) or {}, bewerkingen.get(plek.sleutel(taal)) or {}
    nl = str(nl_eigen.get("tekst") or project)
    if taal == BRON:
        anders = bool(eigen) and eigen.get("bron") != project
        return Tekst(plek, taal, project, nl, nl, "eigen" if eigen else "project", vast_, anders)
    if eigen and eigen.get("bron") == nl:
        return Tekst(plek, taal, _in_project(taal, project), str(eigen["tekst"]), nl, "eigen", vast_)
    catalogus = _in_project(taal, nl)
    oud = eigen.get("tekst") or _in_project(taal, project)
    staat = "vertaald" if catalogus else "verouderd" if oud else "mist"
    return Tekst(plek, taal, _in_project(taal, project), catalogus or nl, nl, staat, vast_)


def inhoud(plek: Plek, project: str, taal: str, nieuw: str, bewerkingen: Inhouden) -> dict[str, str]:
    """What is kept of a text: with the Dutch it belongs to; nothing when it is what the repository says already."""
    nl = str((bewerkingen.get(plek.sleutel(BRON)) or {}).get("tekst") or project)
    if nieuw == (project if taal == BRON else _in_project(taal, nl)):
        return {}
    return {"tekst": nieuw, "bron": project if taal == BRON else nl}


def teksten(d: Dialogue, taal: str, bewerkingen: Inhouden) -> list[Tekst]:
    """Every text of a script (of the repository) in a language."""
    return [tekst(p, zin, taal, bewerkingen, vast(d, p.stap, p.veld)) for p, zin in plekken(d)]


def zoek(script: str, stap: str, veld: str) -> tuple[Plek, str] | None:
    """(place, Dutch text of the repository), or None when there is no such place."""
    d = scripts().get(script)
    return next(((p, z) for p, z in plekken(d) if (p.stap, p.veld) == (stap, veld)), None) if d else None


def label(plek: Plek) -> str:
    """What a field is called, as a sentence for translation; a choice is called by its own words."""
    return VELDEN.get(plek.veld, "")


def tel(bewerkingen: Inhouden) -> dict[str, dict[str, dict[str, int]]]:
    """script -> language -> state -> how many texts."""
    uit: dict[str, dict[str, dict[str, int]]] = {}
    for d in scripts().values():
        for t in talen():
            per = uit.setdefault(d.code, {}).setdefault(t.code, dict.fromkeys(STATEN, 0))
            for x in teksten(d, t.code, bewerkingen):
                per[x.staat] += 1
    return uit


def langst(veld: str) -> int:
    """Most characters of a field."""
    return LANGST.get(veld.split(":")[0], LANGSTE)


def fout_in(plek: Plek, taal: str, nieuw: str) -> str:
    """Why a text cannot be used, as a sentence; "" when it can."""
    d = scripts()[plek.script]
    if vast(d, plek.stap, plek.veld):
        return N_("Deze tekst gaat over gevaar of haast. Die wijzigt u hier niet.")
    if not nieuw:
        return N_("Hier moet een tekst staan. Wilt u de oude tekst terug? Gebruik dan de knop onderaan.")
    if len(nieuw) > langst(plek.veld):
        return N_("Deze tekst is te lang. Maak hem korter.")
    if check.vreemd(nieuw):
        return N_("Gebruik alleen gewone tekst, zonder opmaak.")
    s = d.stap(plek.stap)
    if s and plek.veld.startswith(KEUZE) and taal == BRON:
        anders = [k.label for k in s.keuzes if KEUZE + k.code != plek.veld]
        if nieuw.casefold() in {a.casefold() for a in anders}:
            return N_("Dit antwoord staat er al. Geef elk antwoord eigen woorden.")
    return ""


def lange_zinnen(tekst_: str) -> list[str]:
    """Sentences of more than 15 words. A help, not a certificate."""
    zinnen = [z.strip() for z in re.split(r"(?<=[.!?])\s+|\n", tekst_)]
    return [z for z in zinnen if len(re.findall(r"\w+(?:['’-]\w+)*", z)) > LANGE_ZIN]


# --- what the check finds ---------------------------------------------------------------------------------------------


def bevindingen(d: Dialogue, kaart: Kaart, bewerkingen: Inhouden) -> list[tuple[str, dict[str, str]]]:
    """(sentence, what to fill in) of what asks for attention in a script: kinds without a place, long sentences, texts without a place."""
    uit: list[tuple[str, dict[str, str]]] = []
    for s in d.stappen:
        for k in s.keuzes:
            uit += [
                (N_("Antwoord '%(keuze)s': er is nu geen plek voor '%(soort)s'."), {"keuze": k.label, "soort": c})
                for c in k.soorten
                if not kaart.per_soort.get(c)
            ]
    for x in teksten(d, BRON, bewerkingen):
        uit += [(N_("Deze zin is lang: '%(zin)s'"), {"zin": z}) for z in lange_zinnen(x.nu)]
        if x.intussen:
            uit.append((N_("Het project wijzigde deze tekst na u: '%(zin)s'"), {"zin": x.project}))
    er_zijn = {p for p, _ in plekken(d)}
    for sleutel, inhoud in bewerkingen.items():
        gevonden = uit_sleutel(sleutel)
        if gevonden and gevonden[0].script == d.code and gevonden[0] not in er_zijn:
            uit.append((N_("Deze eigen tekst heeft geen plek meer: '%(zin)s'"), {"zin": str(inhoud.get("tekst"))}))
    return uit


def fouten_in_bouw() -> list[str]:
    """What the check of the repository says about the scripts themselves: unknown steps, dead ends, circles. Empty when all is well."""
    try:
        lees()
    except Fouten as fout:
        return fout.regels
    return []


# --- the difference with the repository, and a patch ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verschil:
    """One text that is not as in the repository."""

    plek: Plek
    taal: str
    project: str
    nu: str
    verouderd: bool


def verschillen(bewerkingen: Inhouden) -> list[Verschil]:
    """Every text of an editor that counts or is outdated, in the order of the scripts."""
    uit = []
    for d in scripts().values():
        for t in talen():
            for x in teksten(d, t.code, bewerkingen):
                eigen = bewerkingen.get(x.plek.sleutel(t.code)) or {}
                if eigen.get("tekst") and eigen["tekst"] != x.project:
                    uit.append(Verschil(x.plek, t.code, x.project, str(eigen["tekst"]), x.staat == "verouderd"))
    return uit


def patch(bewerkingen: Inhouden) -> str:
    """A patch for the repository (`git apply`): Dutch in dialogues/scripts, other languages in portal/locale. Empty when nothing differs."""
    anders = [v for v in verschillen(bewerkingen) if not v.verouderd]
    delen = []
    for code in dict.fromkeys(v.plek.script for v in anders if v.taal == BRON):
        pad = SCRIPTS / f"{code}.toml"
        oud = pad.read_text(encoding="utf-8")
        nieuw = _in_toml(oud, {(v.plek.stap, v.plek.veld): v.nu for v in anders if v.taal == BRON and v.plek.script == code})
        delen.append(_diff(oud, nieuw, pad.relative_to(WORTEL).as_posix()))
    for taal in dict.fromkeys(v.taal for v in anders if v.taal != BRON):
        pad = LOCALE / taal / "LC_MESSAGES" / "messages.po"
        if pad.exists():
            oud = pad.read_text(encoding="utf-8")
            zinnen = {tekst(v.plek, _project(v.plek), taal, bewerkingen).nl: v.nu for v in anders if v.taal == taal}
            delen.append(_diff(oud, _in_po(oud, taal, zinnen), pad.relative_to(WORTEL).as_posix()))
    return "".join(delen)


def _project(plek: Plek) -> str:
    return next(z for p, z in plekken(scripts()[plek.script]) if p == plek)


def _diff(oud: str, nieuw: str, pad: str) -> str:
    return "".join(difflib.unified_diff(oud.splitlines(True), nieuw.splitlines(True), f"a/{pad}", f"b/{pad}"))


_LABEL = re.compile(r'label = "(?:[^"\\]|\\.)*"')


def _in_toml(bron: str, eigen: Mapping[tuple[str, str], str]) -> str:
    """A script file with other words in the same places. Raises ValueError when the result does not read back as meant."""
    regels, stap, uit = bron.splitlines(True), "", []
    namen = iter(s["naam"] for s in tomllib.loads(bron).get("stap", ()))
    for regel in regels:
        if regel.strip() == "[[stap]]":
            stap = next(namen)
        veld = regel.split(" = ", 1)[0]
        code = re.search(r'code = "([^"]+)"', regel)
        if (nieuw := eigen.get((stap, veld))) is not None and " = " in regel:
            regel = f"{veld} = {json.dumps(nieuw, ensure_ascii=False)}\n"
        elif code and (nieuw := eigen.get((stap, KEUZE + code.group(1)))) is not None:
            vervang = f"label = {json.dumps(nieuw, ensure_ascii=False)}"
            regel = _LABEL.sub(lambda _, v=vervang: v, regel, count=1)  # type: ignore[misc]
        uit.append(regel)
    nieuw_bestand = "".join(uit)
    terug = _uit_toml(nieuw_bestand)
    if any(terug.get(plek) != zin for plek, zin in eigen.items()):
        raise ValueError("the patch does not read back as meant")
    return nieuw_bestand


def _uit_toml(bron: str) -> dict[tuple[str, str], str]:
    ruw = tomllib.loads(bron)
    stappen: Sequence[Mapping[str, Any]] = ruw.get("stap", ())
    uit: dict[tuple[str, str], str] = {("", v): ruw[v] for v in ("naam", "inleiding", "einde") if v in ruw}
    for s in stappen:
        uit |= {(s["naam"], v): s[v] for v in ("vraag", "waarom", "zin") if v in s}
        uit |= {(s["naam"], KEUZE + k["code"]): k["label"] for k in s.get("keuzes", ())}
    return uit


def _in_po(bron: str, taal: str, zinnen: Mapping[str, str]) -> str:
    """A catalogue with these sentences; written as `tests.vertalingen --bij` writes it."""
    from babel.messages.pofile import read_po, write_po

    catalogus = read_po(io.BytesIO(bron.encode()), locale=taal)
    for nl, zin in zinnen.items():
        catalogus.add(nl, zin)
    uit = io.BytesIO()
    write_po(uit, catalogus, width=140, omit_header=False, ignore_obsolete=True, sort_output=True, no_location=True)
    return uit.getvalue().decode()
