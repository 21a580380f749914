"""Door: the conversation page. A POST stores the answer by step name and answers 303; a GET replays and shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from dialogues.load import scripts
from dialogues.model import OVERGESLAGEN, Step
from dialogues.play import Antwoord
from portal.deuren import PUBLIEK, voor
from portal.gesprek import LANGSTE_ANTWOORD, ZACHT, Beeld, Begrip, Gesprek, bekijk
from portal.gesprekteksten import gesprekken_van, nog_nederlands
from portal.inwoner.begin import situaties
from portal.inwoner.kaartje import treden, voorstel
from portal.language import vertaling
from portal.schoon import zonder_bsn
from portal.tellen import tel
from portal.web import TeGroot, bewaar_gesprek, eigen_herkomst, lees_gesprek, lees_koekje, pagina, taal_van, verder
from portal.werkdagen import belofte
from sociale_kaart.search import MEESTE, Kaart

router = APIRouter(include_in_schema=False)

WAAROM = {
    "meerdere-domeinen": "Er speelt meer dan één ding tegelijk.",
    "overbelast": "Het zorgen wordt u te veel.",
    "geen-netwerk": "U staat er nu alleen voor.",
    "meerdere-hulpverleners": "Er zijn veel hulpverleners. Wij brengen het bij elkaar.",
    "tussen-wal-en-schip": "U bent van het kastje naar de muur gestuurd.",
    "jong-18-23": "U bent jong en er komt veel op u af.",
    "kan-niet-alleen": "Alleen wonen gaat zo niet veilig.",
    "zorgmijder": "U maakt zich zorgen over iemand die geen hulp wil.",
    "uit-ziekenhuis": "U bent net thuis uit het ziekenhuis.",
    "hulp-past-niet": "De hulp van nu past niet meer.",
    "urgent": "Wij willen dat er snel iemand met u meekijkt.",
}


@router.api_route("/gesprek", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def toon(request: Request, wijzig: str = "", meer: str = "", nu: str = "", toch: str = "") -> Response:
    """The conversation as it stands. `nu` holds signal codes, for a visitor who takes no cookies."""
    gesprek = lees_gesprek(request)
    if toch:
        gesprek = replace(gesprek, toch=True)
    kaart = request.app.state.publicatie.kaart
    if wijzig == "vraag":
        from portal.inwoner.begin import toon_home

        return toon_home(request, gesprek.vraag)
    beeld = bekijk(kaart, gesprek)
    return pagina(request, "inwoner/gesprek.html", p=context(request, beeld, wijzig, bool(meer), tuple(c for c in nu.split(",") if c)))


@router.api_route("/zorgen-om-iemand", methods=["GET", "HEAD"])
@router.api_route("/hulp-past-niet", methods=["GET", "HEAD"])
@router.api_route("/meedoen", methods=["GET", "HEAD"])
@router.api_route("/jongeren", methods=["GET", "HEAD"])
@router.api_route("/weet-niet", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def zijdeur(request: Request) -> Response:
    """A side door: the first question of its script. A reading page: no cookie before the first answer."""
    beeld = bekijk(request.app.state.publicatie.kaart, Gesprek(onderwerp=request.url.path.strip("/")))
    return pagina(request, "inwoner/gesprek.html", p=context(request, beeld))


@router.post("/gesprek")
@voor(PUBLIEK)
async def antwoord(request: Request) -> Response:
    """Keep one answer."""
    eigen_herkomst(request)
    formulier = await request.form()
    gesprek = lees_gesprek(request)
    over = request.query_params.get("over", "")
    if over in scripts() and gesprek.onderwerp != over:
        gesprek = replace(gesprek, onderwerp=over) if gesprek.vraag else Gesprek(onderwerp=over, taal=taal_van(request).code)
    stap = str(formulier.get("stap", ""))[:60]
    if stap == "niet-over-mij":
        signalen = [str(s) for s in formulier.getlist("signaal") if str(s) in ZACHT]
        nieuw = replace(gesprek, weg=tuple(dict.fromkeys([*gesprek.weg, *signalen])))
        return _bewaar(request, nieuw, gesprek, stap)
    codes: tuple[str, ...]
    if formulier.get("actie") in ("overslaan", "weet-niet"):
        codes = (OVERGESLAGEN,)
    else:
        codes = tuple(zonder_bsn(str(w).strip())[0] for w in formulier.getlist("antwoord") if str(w).strip())
        eigen = zonder_bsn(str(formulier.get("eigen", "")).strip())[0]
        if eigen:
            codes = (*codes, "=" + eigen)
    if not codes:
        return _opnieuw(request, gesprek, stap, "Kies een antwoord, of sla de vraag over.", "")
    if any(len(c) > LANGSTE_ANTWOORD + 1 for c in codes):
        return _opnieuw(request, gesprek, stap, "Uw antwoord is te lang om te bewaren. Maak het korter, of bel.", max(codes, key=len))
    return _bewaar(request, gesprek.met_antwoord(stap, codes), gesprek, stap)


def _bewaar(request: Request, nieuw: Gesprek, oud: Gesprek, stap: str) -> Response:
    klaar = verder(request, "/gesprek#vraag")  # without JavaScript the page opens at the next question
    try:
        bewaar_gesprek(request, klaar, nieuw)
    except TeGroot:
        laatste = nieuw.antwoorden.get(stap, ("",))
        return _opnieuw(request, oud, stap, "Uw verhaal is te lang om te bewaren. Maak het korter, of bel.", laatste[0])
    return klaar


def _opnieuw(request: Request, gesprek: Gesprek, stap: str, fout: str, waarde: str) -> Response:
    """The same question with what is wrong, and with what was typed."""
    beeld = bekijk(request.app.state.publicatie.kaart, gesprek)
    p = context(request, beeld, stap)
    p["fout"] = vertaling(taal_van(request).code).gettext(fout)
    if p["stap"]:
        p["stap"]["waarde"] = waarde
        p["vraag_is_kop"] = True
    return pagina(request, "inwoner/gesprek.html", 422, p=p)


@router.post("/helpt-dit")
@voor(PUBLIEK)
def helpt(request: Request, helpt: str = Form("")) -> Response:
    """ "Helpt dit u verder?": a count, nothing else."""
    eigen_herkomst(request)
    if helpt in ("ja", "beetje", "nee"):
        tel(request.app.state.db, f"helpt:{helpt}")
    return verder(request, "/gesprek", bedankt="1")


# --- what the template needs ------------------------------------------------------------------------------------------


def context(request: Request, beeld: Beeld, wijzig: str = "", meer: bool = False, zonder_koekje: tuple[str, ...] = ()) -> dict[str, Any]:
    """The page as data: see templates/inwoner/gesprek.html."""
    _ = vertaling(taal_van(request).code).gettext
    kaart, g = request.app.state.publicatie.kaart, request.app.state.gemeente
    b, positie = beeld.begrip, beeld.positie
    lijst = lees_koekje(request, "lijst") or []
    stap = positie.stap
    if wijzig:
        stap = next((a.stap for a in positie.antwoorden if a.stap.naam == wijzig), None) or _stap(kaart, wijzig) or stap
    urgent = _urgent(request, beeld.gesprek, b, zonder_koekje)
    buurt = next(iter(beeld.gesprek.antwoorden.get("buurt", ())), "")
    aantal = len(b.items) if meer else MEESTE
    nu_ = [u for u in urgent if u["level"] == "nu"]
    return {
        "vraag_tekst": beeld.gesprek.vraag,
        "urgent": urgent,
        "antwoorden": _antwoorden(_, kaart, beeld),
        "stap": _vraag(_, kaart, stap, beeld, len(positie.antwoorden) + 1, taal_van(request).code) if stap and not nu_ else None,
        "vraag_is_kop": bool(wijzig),
        "treden": treden(_, kaart, b.items[:aantal], buurt, lijst),
        "advies": [{"ladder": a.ladder, "domein": a.domein, "titel": _(a.titel), "punten": [_(x) for x in a.punten]} for a in b.advies],
        "geprobeerd": [voorstel(_, kaart, v, buurt, lijst) for v in b.geprobeerd],
        "meer": False,
        "bedoelt": [{"code": s.code, "naam": _(s.naam), "url": f"/themas/{s.domein}"} for s in b.bedoelt],
        "wijkteam": {
            "aanbod": b.complex or bool(nu_),
            "waarom": _(WAAROM[b.markers[0].code]) if b.markers else "",
            "datum": belofte(g, b.spoed) if b.complex else None,
            "spoed": b.spoed,
        },
        "domeinen": _domeinen(_, kaart, b),
        "lijst_ids": lijst,
        "samenvatting": _samenvatting(_, kaart, b),
        "fout": "",
        "actie": "/gesprek" + (f"?over={beeld.gesprek.onderwerp}" if beeld.gesprek.onderwerp else ""),
        "inleiding": _(alle[beeld.gesprek.onderwerp].inleiding)
        if beeld.gesprek.onderwerp in (alle := gesprekken_van(kaart)) and not positie.antwoorden
        else "",
    }


def _stap(kaart: Kaart, naam: str) -> Step | None:
    return next((s for d in gesprekken_van(kaart).values() for s in d.stappen if s.naam == naam), None)


def _urgent(request: Request, gesprek: Gesprek, b: Begrip, zonder_koekje: tuple[str, ...]) -> list[dict[str, Any]]:
    """Urgent signals with their numbers; level zacht as one calm line."""
    _ = vertaling(taal_van(request).code).gettext
    per = {s["code"]: s for s in situaties(request)}
    uit = []
    for s in b.signalen:
        if s.niveau == "nu":
            uit.append({**per[s.code], "level": "nu"})
        else:
            uit.append({"code": s.code, "level": "zacht", "titel": "", "zin": _(ZACHT[s.code]), "numbers": per[s.code]["numbers"][:1]})  # type: ignore[index]
    al = {s.code for s in b.signalen} | set(gesprek.weg)
    if not gesprek.vraag:
        uit += [{**per[c], "level": "nu"} for c in zonder_koekje if c in per and c not in al]
    return uit


def _antwoorden(_: Any, kaart: Any, beeld: Beeld) -> list[dict[str, Any]]:
    uit = []
    if beeld.gesprek.vraag:
        uit.append({"stap": "vraag", "vraag": _("Waar kunnen we u mee helpen?"), "antwoord": beeld.gesprek.vraag, "eigen": True})
    uit += [
        {
            "stap": a.stap.naam,
            "vraag": _(a.stap.vraag),
            "antwoord": woorden(_, kaart, a),
            "eigen": bool(a.eigen) and a.stap.soort != "buurt",
        }
        for a in beeld.positie.antwoorden
    ]
    return uit if beeld.positie.antwoorden else []


def woorden(_: Any, kaart: Any, a: Antwoord) -> str:
    """An answer as words."""
    if a.overgeslagen:
        return _("Overgeslagen")
    if a.stap.soort == "buurt":
        buurt = kaart.gemeente.buurten.get(a.eigen)
        return buurt.naam if buurt else _("Ergens anders")
    delen = [_(k.label) for k in a.keuzes]
    return ", ".join([*delen, *([a.eigen] if a.eigen else [])])


def _vraag(_: Any, kaart: Any, s: Step, beeld: Beeld, nummer: int, taal: str) -> dict[str, Any]:
    keuzes = [{"code": k.code, "label": _(k.label), "nl": nog_nederlands(k.label, taal)} for k in s.keuzes]
    if s.soort == "buurt":
        keuzes = [{"code": b.code, "label": b.naam} for b in sorted(kaart.gemeente.buurten.values(), key=lambda b: b.naam)]
        keuzes.append({"code": "anders", "label": _("Ergens anders")})
    al = beeld.positie.antwoord(s.naam)
    waarde: Any = (
        (al.eigen if s.soort in ("tekst", "buurt") else list(al.codes) if s.soort == "meer" else next(iter(al.codes), "")) if al else ""
    )
    return {
        "naam": s.naam,
        "vraag": _(s.vraag),
        "vraag_nl": nog_nederlands(s.vraag, taal),
        "waarom": _(s.waarom),
        "soort": s.soort,
        "keuzes": keuzes,
        "max": s.hoogstens if s.soort == "tekst" else 0,
        "waarde": waarde,
        "eigen_woorden": s.eigen_woorden,
        "nummer": nummer,
        "nederlands": any(nog_nederlands(z, taal) for z in (s.vraag, s.waarom, *(k.label for k in s.keuzes))),
    }


def _domeinen(_: Any, kaart: Any, b: Begrip) -> list[dict[str, str]]:
    alle = kaart.tax.domeinen
    codes = [d.code for d in b.domeinen] if b.domeinen else (list(alle) if not b.items and not b.nu else [])
    return [{"code": c, "naam": _(alle[c].naam), "icoon": alle[c].icoon} for c in codes if c in alle]


def _samenvatting(_: Any, kaart: Any, b: Begrip) -> str:
    """One sentence that shows we listened; names domains only."""
    namen = [_(kaart.tax.domeinen[d.code].naam).lower() for d in b.domeinen[:3] if d.code != "veiligheid"]
    if not namen or not (b.items or b.markers):
        return ""
    if len(namen) == 1:
        return _("Uw vraag gaat over %(een)s. U kiest zelf wat past.") % {"een": namen[0]}
    return _("Uw vraag gaat over %(een)s en %(ander)s. U kiest zelf wat past.") % {"een": ", ".join(namen[:-1]), "ander": namen[-1]}
