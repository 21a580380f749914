"""Door: the conversation page. A POST stores the answer by step name and answers 303; a GET replays and shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from dialogues.model import EIGEN, OVERGESLAGEN, Choice, Dialogue, Step
from dialogues.play import MEESTE_VRAGEN, VERDER, Antwoord, volgorde
from dialogues.understand import VEILIGHEID, leeftijd
from portal.deuren import PUBLIEK, voor
from portal.gesprek import (
    BIJDRAGE,
    JONGEREN,
    LANGSTE_ANTWOORD,
    VRAAG,
    ZACHT,
    Beeld,
    Begrip,
    Gesprek,
    Gevaar,
    bekijk,
    gesprekken,
    is_jong,
    stap_van,
)
from portal.gesprekteksten import nog_nederlands
from portal.inwoner.begin import TE_LANG, gevaar_te_lang, situaties, tekens
from portal.inwoner.kaartje import treden, voorstel
from portal.mantelzorg import helpt_nu, wie_neemt_op
from portal.schoon import getypt, zonder_nummers
from portal.tabellen import Bericht
from portal.tellen import tel
from portal.web import (
    TeGroot,
    bewaar_gesprek,
    eigen_herkomst,
    lees_gesprek,
    lees_koekje,
    link,
    pagina,
    proef_koekje,
    taal_van,
    verder,
    verleng,
    verlopen,
    zinnen,
)
from portal.werkdagen import belofte, nu

router = APIRouter(include_in_schema=False)
LANGSTE_ZIN = 300
N_ = str

WAAROM = {
    "meerdere-domeinen": N_("Er speelt meer dan één ding tegelijk."),
    "overbelast": N_("Het wordt u te veel."),
    "geen-netwerk": N_("U staat er nu alleen voor."),
    "meerdere-hulpverleners": N_("Er zijn veel hulpverleners. Wij brengen het bij elkaar."),
    "tussen-wal-en-schip": N_("U bent van het kastje naar de muur gestuurd."),
    "jong-18-23": N_("U bent jong en er komt veel op u af."),
    "kan-niet-alleen": N_("Alleen wonen gaat zo niet veilig."),
    "zorgmijder": N_("U maakt zich zorgen over iemand die geen hulp wil."),
    "uit-ziekenhuis": N_("U bent net thuis uit het ziekenhuis."),
    "hulp-past-niet": N_("De hulp van nu past niet meer."),
    "urgent": N_("Wij willen dat er snel iemand met u meekijkt."),
}
JONG = frozenset({"onder-16", "16-17", "onder-18"})  # answers that say: younger than 18
MEESTE_KEUZES = 9
GEVOELIG = frozenset({"veiligheid", "verslaving"})  # never put into somebody's mouth
ZONDER_KOEKJE = ("nu", "gezien", "koekje")  # in the address for who takes no cookies
ERNA = frozenset({*ZONDER_KOEKJE, "lang"})  # in an address that has something to say without a cookie
NUMMERS_JONG = ("kindertelefoon", "jeugdstem")


@router.api_route("/gesprek", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def toon(request: Request, wijzig: str = "", meer: str = "", nu: str = "", vertel: str = "", na: str = "", gezien: str = "") -> Response:
    """The conversation as it stands; `na` fewer answers than there are: the question after so many, to change. For who takes no cookies `nu`
    holds the codes of danger, `gezien` those whose numbers were seen; with a cookie they go out of the address: Back must not show them later."""
    gesprek = lees_gesprek(request)
    met_koekje = lees_koekje(request, "gesprek") is not None
    if met_koekje and any(n in request.query_params for n in ZONDER_KOEKJE):
        return verder(request, "/gesprek", **{n: w for n, w in request.query_params.items() if n not in (*ZONDER_KOEKJE, "taal")})
    if (
        not met_koekje
        and not verlopen(request, "gesprek")
        and {"na", "wijzig"} & set(request.query_params)
        and not ERNA & set(request.query_params)
    ):
        return verder(request, "/", gewist="1")  # Back after "Wis alles nu"
    if not met_koekje and gezien:
        gesprek = replace(gesprek, gezien=tuple(gezien.split(",")))
    kaart = request.app.state.publicatie.kaart
    if wijzig == VRAAG:
        from portal.inwoner.begin import toon_home

        return toon_home(request, gesprek.vraag, wijzig=True)
    if vertel and not gesprek.antwoorden.get(VERDER):
        gesprek = replace(gesprek, antwoorden={**gesprek.antwoorden, VERDER: ("ja",)})
    beeld = bekijk(kaart, gesprek)
    eerder = gegeven(beeld)
    plek = 0 if vertel else int(na) if na.isdecimal() and len(na) < 3 else len(eerder)
    if not plek and beeld.eenvoudig and not vertel and not beeld.gevaar:
        beeld = bekijk(kaart, replace(gesprek, antwoorden={}))  # a plain question had its answer before anything was asked
    elif not wijzig and plek < len(eerder):
        wijzig = eerder[plek]
    p = context(request, beeld, wijzig, bool(meer), tuple(c for c in nu.split(",") if c))
    p["verlopen"] = verlopen(request, "gesprek")
    p["geen_koekjes"] = "koekje" in request.query_params
    return pagina(request, "inwoner/gesprek.html", p=p)


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
    kaart = request.app.state.publicatie.kaart
    gesprek = bekijk(kaart, lees_gesprek(request)).gesprek  # with the topic that the text itself points to
    alle = gesprekken(kaart)
    over = request.query_params.get("over", "")
    if over in alle and gesprek.onderwerp != over:
        # another person's matter, or an offer, is another conversation; the own story goes along elsewhere
        ander = alle[over].voor_ander or alle[over].signaal_soort == "aanbod"
        nieuw_ = Gesprek(onderwerp=over, taal=taal_van(request).code, geteld=gesprek.geteld)
        gesprek = replace(gesprek, onderwerp=over) if gesprek.vraag and not ander else nieuw_
    stap = str(formulier.get("stap", ""))[:60]
    if stap in ("niet-over-mij", "nummers-gezien"):
        codes_ = tuple(str(s) for s in formulier.getlist("signaal") if str(s) in ZACHT)
        return _na_gevaar(request, gesprek, stap == "niet-over-mij", codes_)
    if formulier.get("actie") in ("overslaan", "weet-niet"):
        codes: tuple[str, ...] = (OVERGESLAGEN,)
        weg: tuple[str, ...] = ()
    else:
        codes, weg = _codes(formulier)
    beeld = bekijk(kaart, gesprek)
    if not codes:
        s = stap_van(kaart, beeld, stap)
        schrijf = s is not None and s.soort == "tekst"
        zin = N_("Schrijf uw antwoord, of sla de vraag over.") if schrijf else N_("Kies een antwoord, of sla de vraag over.")
        return _opnieuw(request, gesprek, stap, zin, "")
    langst = max(codes, key=getypt)
    if (lengte := getypt(langst.removeprefix(EIGEN))) > LANGSTE_ANTWOORD:
        zin = N_("Uw antwoord mag %(mag)s tekens lang zijn. Het is nu %(nu)s tekens. Maak het korter, of bel.")
        getallen = tekens(request, LANGSTE_ANTWOORD, lengte)
        return gevaar_te_lang(request, langst, weg) or _opnieuw(request, gesprek, stap, zin, langst, getallen)
    if stap_van(kaart, beeld, stap) is None:
        return verder(request, "/gesprek", oud="1")  # the question of an old tab, or one that is gone: what still fits is kept
    hier = {s.naam for _, s in volgorde(alle, beeld.onderwerpen)}
    vlaggen = {w: "1" for w in weg} | ({} if stap in hier else {"oud": "1"})
    nieuw = gesprek.met_antwoord(stap, codes)
    if stap in gesprek.antwoorden:  # another answer stands where the first one stood: the way back stays the same
        nieuw = replace(nieuw, antwoorden={n: nieuw.antwoorden[n] for n in gesprek.antwoorden})
        vlaggen["gewijzigd"] = "1"
    if beeld.eenvoudig:  # who answers after a plain question wants to be asked on
        nieuw = replace(nieuw, antwoorden={VERDER: ("ja",), **nieuw.antwoorden})
    return _bewaar(request, nieuw, gesprek, stap, vlaggen)


def gegeven(beeld: Beeld) -> list[str]:
    """The steps that were answered, in the order of the visitor: the steps of Back and of Terug."""
    hier = {a.stap.naam for a in beeld.positie.antwoorden}
    return [n for n in beeld.gesprek.antwoorden if n in hier]


def _codes(formulier: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The answer as codes (own words beside choices start with "="), and which numbers were taken out."""
    codes: list[str] = []
    weg: list[str] = []
    for w in [str(w).strip() for w in formulier.getlist("antwoord")] + [EIGEN + str(formulier.get("eigen", "")).strip()]:
        schoon, gevonden = zonder_nummers(w.replace("\r\n", "\n"))
        weg += gevonden
        if schoon and schoon != EIGEN:
            codes.append(schoon)
    return tuple(codes), tuple(dict.fromkeys(weg))


def _na_gevaar(request: Request, gesprek: Gesprek, niet_over_mij: bool, codes: tuple[str, ...]) -> Response:
    """ "Dit gaat niet over mij" closes what was read (an answer is taken back); else the numbers were seen, and the conversation goes on."""
    beeld = bekijk(request.app.state.publicatie.kaart, gesprek)
    if not niet_over_mij:
        open_ = {g.signaal.code for g in beeld.open_gevaar}
        los = (c for c in codes if c not in open_)  # of a text that is not kept
        merken = (*gesprek.gezien, *(g.merk for g in beeld.open_gevaar), *los, *(("veiligheid",) if _eerst_nummers(beeld) else ()))
        return _bewaar(request, replace(gesprek, gezien=tuple(dict.fromkeys(merken))), gesprek, "", {})
    nieuw = replace(gesprek, weg=tuple(dict.fromkeys([*gesprek.weg, *codes])))
    for g in beeld.open_gevaar:
        if g.signaal.bron == "antwoord":
            nieuw = nieuw.zonder(g.stap)
        else:
            nieuw = replace(nieuw, weg=tuple(dict.fromkeys([*nieuw.weg, g.merk])))
    return _bewaar(request, nieuw, gesprek, "", {})


def _bewaar(request: Request, nieuw: Gesprek, oud: Gesprek, stap: str, vlaggen: dict[str, str]) -> Response:
    """Into the cookie, then on. Danger in own words stands in the address as a code too, for who takes no cookies."""
    beeld = bekijk(request.app.state.publicatie.kaart, nieuw)
    gevaar = beeld.gevaar
    codes = dict.fromkeys(g.signaal.code for g in gevaar if g.stap == stap and g.merk not in nieuw.gezien)
    vlaggen = {"na": str(len(gegeven(beeld)))} | vlaggen | ({"nu": ",".join(codes)} if codes else {}) | proef_koekje(request)
    if "koekje" in vlaggen and nieuw.gezien:
        vlaggen["gezien"] = ",".join(nieuw.gezien)
    # without JavaScript the page opens at the next question; with danger at its numbers
    klaar = verder(request, "/gesprek#vraag" if stap and not gevaar else "/gesprek", **vlaggen)
    try:
        bewaar_gesprek(request, klaar, nieuw)
    except TeGroot:
        laatste = nieuw.antwoorden.get(stap, ("",))[0]
        return (gevaar_te_lang(request, laatste) if codes else None) or _opnieuw(request, oud, stap, TE_LANG, laatste)
    return klaar


def _opnieuw(request: Request, gesprek: Gesprek, stap: str, fout: str, waarde: str, getallen: dict[str, str] | None = None) -> Response:
    """The same question with what is wrong, and with what was typed."""
    beeld = bekijk(request.app.state.publicatie.kaart, gesprek)
    p = context(request, beeld, stap)
    p["fout"] = zinnen(request).gettext(fout) % (getallen or {})
    if p["stap"]:
        veld = "eigen" if waarde.startswith(EIGEN) else "waarde"
        p["stap"][veld] = waarde.removeprefix(EIGEN)
        p["stap"]["fout_veld"] = "eigen" if veld == "eigen" else "antwoord"
        p["vraag_is_kop"] = True
    antwoord = pagina(request, "inwoner/gesprek.html", 422, p=p)
    antwoord.headers["HX-Replace-Url"] = link(taal_van(request).code, _adres(beeld, stap))  # Back leads to the question before this one
    return antwoord


def _adres(beeld: Beeld, stap: str) -> str:
    """The address that shows this question again."""
    if not beeld.gesprek.vraag and not beeld.gesprek.antwoorden and beeld.gesprek.onderwerp:
        return f"/{beeld.gesprek.onderwerp}"  # a side door: its first question
    if beeld.eenvoudig:
        return "/gesprek?vertel=ja"
    eerder = gegeven(beeld)
    return f"/gesprek?na={eerder.index(stap) if stap in eerder else len(eerder)}"


@router.post("/gesprek/verlengen")
@voor(PUBLIEK)
def verlengen(request: Request) -> Response:
    """ "Ik ga verder": seal the own cookies anew, so that they live another hour."""
    eigen_herkomst(request)
    klaar = verder(request, "/gesprek")
    verleng(request, klaar)
    return klaar


@router.post("/helpt-dit")
@voor(PUBLIEK)
def helpt(request: Request, helpt: str = Form("")) -> Response:
    """ "Helpt dit u verder?": a count, nothing else. Who says no may send a sentence to the editors."""
    eigen_herkomst(request)
    if helpt in ("ja", "beetje", "nee"):
        tel(request.app.state.db, f"helpt:{helpt}")
    return verder(request, "/gesprek#redactie", zin="1") if helpt == "nee" else verder(request, "/gesprek", bedankt="1")


@router.post("/zin")
@voor(PUBLIEK)
def stuur_zin(request: Request, zin: str = Form("")) -> Response:
    """ "Stuur deze zin naar de redactie": the one way a sentence is kept; as the resident left it, without numbers, without who."""
    eigen_herkomst(request)
    gesprek = lees(request)
    _ = zinnen(request).gettext
    schoon = zonder_nummers(zin.strip())[0]
    fout = ""
    if not any(c.isalnum() for c in schoon):
        fout = _("Schrijf eerst uw zin. Of laat het zo, dat mag ook.")
    elif len(schoon) > LANGSTE_ZIN:
        fout = _("Uw zin is te lang. Maak hem korter.")
    status = 422
    if not fout:
        try:
            with request.app.state.db.schrijf() as s:
                s.add(Bericht(soort="zin", tekst=schoon, op=nu()))
        except Exception:
            fout, status = _("Dit lukt nu even niet. Uw tekst staat er nog. Probeer het straks weer."), 503
    if fout:
        p = context(request, bekijk(request.app.state.publicatie.kaart, gesprek))
        p |= {"zin": schoon, "zin_fout": fout, "stap": None}
        return pagina(request, "inwoner/gesprek.html", status, p=p)
    return verder(request, "/gesprek", gestuurd="1")


# --- what the template needs ------------------------------------------------------------------------------------------


def context(request: Request, beeld: Beeld, wijzig: str = "", meer: bool = False, zonder_koekje: tuple[str, ...] = ()) -> dict[str, Any]:
    """The page as data: see templates/inwoner/gesprek.html."""
    request.state.jij = met_je(beeld.gesprek)
    _ = zinnen(request).gettext
    kaart, g = request.app.state.publicatie.kaart, request.app.state.gemeente
    b, positie, gesprek = beeld.begrip, beeld.positie, beeld.gesprek
    lijst = lees_koekje(request, "lijst") or []
    stap = positie.stap
    if wijzig:
        stap = next((a.stap for a in positie.antwoorden if a.stap.naam == wijzig), None) or stap_van(kaart, beeld, wijzig) or stap
    eerder = gegeven(beeld)
    hier = eerder.index(wijzig) if wijzig in eerder else len(eerder)
    # who looks back at a question before the answer that told of danger sees that question: its numbers stand in the strip
    terug_voor = tuple(x for x in beeld.open_gevaar if x.stap in eerder and eerder.index(x.stap) >= hier)
    nood, rustig = _urgent(request, beeld, zonder_koekje, terug_voor)
    verteld = next((x.stap for x in reversed(beeld.open_gevaar) if x.stap in eerder), "")
    jong = _jong(request, beeld)
    buurt = next(iter(gesprek.antwoorden.get("buurt", ())), "")
    items = kaart.op_ladder([*b.items, *beeld.meer]) if meer else b.items
    if _meegelezen(beeld):  # nor do the cards quote what somebody else should not read
        items = [replace(v, because=()) for v in items]
    alle = gesprekken(kaart)
    script = alle.get(gesprek.onderwerp)
    aanbod = script is not None and script.signaal_soort == "aanbod"
    voor_ander = script is not None and script.voor_ander
    bel = wie_neemt_op(g, nu())
    # beside numbers for danger: no other reason; after danger no date days away
    waarom = "urgent" if nood else next((m.code for m in beeld.redenen), "")
    return {
        "vraag_tekst": gesprek.vraag,
        "terug": f"/gesprek?wijzig={verteld}#vraag" if nood and verteld else f"/gesprek?na={hier - 1}#vraag" if hier and not nood else "/",
        "nood": nood,
        "rustig": rustig,
        "altijd": list({n["tel"]: n for x in rustig if x["gezien"] for n in x["numbers"]}.values()),
        "nood_om": verteld if nood else "",  # the answer that told of it
        "eerst_nummers": bool(nood) and _eerst_nummers(beeld),
        "antwoorden": _antwoorden(_, kaart, beeld),
        "meegelezen": _meegelezen(beeld),
        "stap": _vraag(_, kaart, stap, beeld, wijzig, taal_van(request).code) if stap and not nood else None,
        # once somebody is answering, the question leads the page; after the first text the help does
        "vraag_is_kop": bool(wijzig or positie.antwoorden or gesprek.onderwerp),
        "reactie": "" if wijzig else _("Uw antwoord is veranderd.") if "gewijzigd" in request.query_params else _reactie(_, beeld),
        "treden": treden(_, kaart, items, buurt, lijst, beeld.gekozen, taal_van(request).code),
        "advies": [
            {"ladder": a.ladder, "domein": a.domein, "titel": _(a.titel), "punten": [_(x) for x in a.punten]}
            for a in (b.advies if not aanbod else ())
        ],
        "geprobeerd": [voorstel(_, kaart, v, buurt, lijst, taal=taal_van(request).code) for v in b.geprobeerd],
        "meer": bool(beeld.meer) and not meer,
        "bedoelt": [{"code": s.code, "naam": _(s.naam), "url": f"/themas/{s.domein}"} for s in b.bedoelt],
        "wijkteam": {
            "aanbod": (b.complex or bool(nood)) and not aanbod,
            "waarom": _(WAAROM[waarom]) if waarom else "",
            "datum": belofte(g, b.spoed) if b.complex and not (beeld.gevaar or voor_ander) else None,  # a signal promises no call
            "spoed": b.spoed,
            "bel": bel,  # who answers at this moment
            "helpt_nu": helpt_nu(bel, [k.code for k in (*b.domeinen, *b.markers)], bool(beeld.gevaar)),
        },
        "iets_doen": {"datum": belofte(g, ""), "idee": bool(gesprek.antwoorden.get("meedoen_idee"))} if aanbod else None,
        "voor_ander": voor_ander,
        "jong": jong,
        "jong_strook": bool(jong) and not beeld.licht and jong[0]["tel"] not in {n["tel"] for x in nood for n in x["numbers"]},
        "beschermd": b.beschermd and not nood,
        "bijdrage": _(BIJDRAGE) if any(v.soort.ladder in ("collectief", "individueel") for v in items) else "",
        "domeinen": _domeinen(_, kaart, b),
        "lijst_ids": lijst,
        "samenvatting": _samenvatting(_, kaart, b),
        "eenvoudig": beeld.eenvoudig and not positie.antwoorden and positie.stap is None,
        "inleiding": _inleiding(_, beeld, script),
        "einde": _(next((alle[o].einde for o in beeld.onderwerpen), "")) if positie.stap is None and positie.antwoorden else "",
        "zin": gesprek.vraag[:LANGSTE_ZIN],
        "zin_fout": "",
        "verlopen": False,
        "geen_koekjes": False,
        "fout": "",
        "actie": "/gesprek" + (f"?over={gesprek.onderwerp}" if gesprek.onderwerp else ""),
    }


def _eerst_nummers(beeld: Beeld) -> bool:
    """Who picks the topic safety sees the numbers first, then goes on (L-62)."""
    return beeld.gesprek.onderwerp == "veiligheid" and not beeld.positie.antwoorden and "veiligheid" not in beeld.gesprek.gezien


def _urgent(
    request: Request, beeld: Beeld, zonder_koekje: tuple[str, ...], terug_voor: tuple[Gevaar, ...] = ()
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Danger that comes first, with its numbers; and the calm lines: level zacht, and danger whose numbers were seen. `terug_voor`: danger told
    after the question that is looked at; its numbers were on the page before this one."""
    _ = zinnen(request).gettext
    per = {str(s["code"]): s for s in situaties(request)}
    nood = {g.signaal.code: per[g.signaal.code] for g in beeld.open_gevaar if g not in terug_voor}
    if _eerst_nummers(beeld):
        nood |= {c: per[c] for c in ("geweld", "suicide")}
    nu_ = {s.code for s in beeld.begrip.nu}
    seen = {w.partition("@")[0] for w in beeld.gesprek.gezien} - set(beeld.gesprek.weg)
    seen |= {g.signaal.code for g in terug_voor}
    al = {g.signaal.code for g in beeld.gevaar} | set(beeld.gesprek.weg) | seen
    if not beeld.gesprek.vraag and not beeld.gesprek.antwoorden:
        nood |= {c: per[c] for c in zonder_koekje if c in per and c not in al}
    if "lang" in request.query_params:  # of a text that is too long to keep
        nood |= {c: per[c] for c in per if c in beeld.gesprek.gezien and c in seen}
    rustig = [
        {
            "code": c,
            "gezien": c in seen or c in nu_,
            "zin": _(ZACHT[c]),
            "numbers": list(per[c]["numbers"])[:1],  # type: ignore[call-overload]
        }
        for c in dict.fromkeys([*(s.code for s in beeld.begrip.signalen), *(c for c in per if c in seen)])
        if c not in nood
    ]
    return list(nood.values()), rustig


def _jong(request: Request, beeld: Beeld) -> list[dict[str, str]]:
    """Lines for young people (L-50 to L-52): free, without a name, also at night, and somebody who stands beside you."""
    if beeld.gesprek.onderwerp != JONGEREN and not is_jong(beeld.begrip.begrepen.leeftijd):
        return []
    _ = zinnen(request).gettext
    g = request.app.state.gemeente
    wie = [g.landelijk[n] for n in NUMMERS_JONG if n in g.landelijk]
    crisis = g.jeugdcrisis
    rijen = [{"naam": n.naam, "tel": n.tel, "toon": n.toon, "uren": _(n.uren)} for n in wie]
    if crisis.tel:
        rijen.append({"naam": crisis.naam, "tel": crisis.tel, "toon": crisis.toon, "uren": _(crisis.uren)})
    return rijen


def onder_18(gesprek: Gesprek, leeftijd: int | None) -> bool:
    """Whether somebody said to be younger than 18; or came by the door for the young and did not say how old (L-51)."""
    codes = {*gesprek.antwoorden.get("jongeren_leeftijd", ()), *gesprek.antwoorden.get("leeftijd", ())} - {OVERGESLAGEN}
    if codes:
        return bool(codes & JONG)
    return gesprek.onderwerp == JONGEREN if leeftijd is None else is_jong(leeftijd)


def met_je(g: Gesprek) -> bool:
    """Who is spoken to with je: came by the door for the young, or said about themselves to be younger than 18. An age in a text may be that of a
    child or a grandchild; whoever may be older reads u."""
    return (
        g.onderwerp == JONGEREN
        or bool({"jongeren_wat", "jongeren_leeftijd"} & set(g.antwoorden))
        or bool(JONG & set(g.antwoorden.get("leeftijd", ())))
        or is_jong(leeftijd(g.vraag))
    )


def lees(request: Request) -> Gesprek:
    """The conversation so far; from here on the sentences of this request are in the right form of address."""
    gesprek = lees_gesprek(request)
    request.state.jij = met_je(gesprek)
    return gesprek


def _reactie(_: Any, beeld: Beeld) -> str:
    """One short sentence on the answer that was just given: that we listened."""
    laatste = next(reversed(tuple(beeld.gesprek.antwoorden)), "")
    a = next((a for a in beeld.positie.antwoorden if a.stap.naam == laatste), None)
    if a is None:
        return ""
    if a.overgeslagen:
        return _("Dat is goed.")
    if a.eigen and a.stap.soort != "buurt":
        return _("Dank u wel.")
    return _(next((k.reactie for k in a.keuzes if k.reactie), "")) or ""


def _inleiding(_: Any, beeld: Beeld, script: Dialogue | None) -> str:
    """What stands under the first question: the welcome of a script; that nothing was found for a text we could not read."""
    if beeld.positie.antwoorden:
        return ""
    if script:
        return _(script.inleiding)
    if beeld.gesprek.vraag and not beeld.begrip.items and not beeld.begrip.advies:
        return _("Wij vonden nog niets") + ". " + _("Dat ligt niet aan u. Probeer een ander woord, of bel ons.")
    return ""


def _antwoorden(_: Any, kaart: Any, beeld: Beeld) -> list[dict[str, Any]]:
    uit = []
    if beeld.gesprek.vraag:
        uit.append({"stap": VRAAG, "vraag": _("Waar kunnen we u mee helpen?"), "antwoord": beeld.gesprek.vraag, "eigen": True})
    uit += [
        {
            "stap": a.stap.naam,
            "vraag": _(a.stap.vraag),
            "antwoord": woorden(_, kaart, a),
            "eigen": bool(a.eigen) and a.stap.soort != "buurt" and not a.keuzes,
        }
        for a in beeld.positie.antwoorden
    ]
    return uit if beeld.positie.antwoorden or _meegelezen(beeld) else []


def _meegelezen(beeld: Beeld) -> bool:
    """Whether somebody may look over the shoulder: own words are then folded away (L-64)."""
    return beeld.begrip.beschermd or bool((VEILIGHEID | {"suicide"}) & {g.signaal.code for g in beeld.gevaar})


def woorden(_: Any, kaart: Any, a: Antwoord) -> str:
    """An answer as words."""
    if a.overgeslagen:
        return _("Overgeslagen")
    if a.stap.soort == "buurt":
        buurt = kaart.gemeente.buurten.get(a.eigen)
        return buurt.naam if buurt else _("Ergens anders")
    delen = [_(k.label) for k in a.keuzes]
    return ", ".join([*delen, *([a.eigen] if a.eigen else [])])


def _vraag(_: Any, kaart: Any, s: Step, beeld: Beeld, wijzig: str, taal: str) -> dict[str, Any]:
    """The question as the template shows it."""
    keuzes = [
        {"code": k.code, "label": _(k.label), "nl": nog_nederlands(k.label, taal)}
        for k in (_andere_dingen(s, beeld.begrip) if s.naam == "andere_dingen" and not wijzig else s.keuzes)
    ]
    if s.soort == "buurt":
        keuzes = [{"code": b.code, "label": b.naam} for b in sorted(kaart.gemeente.buurten.values(), key=lambda b: b.naam)]
        keuzes.append({"code": "anders", "label": _("Ergens anders")})
    positie = beeld.positie
    al = positie.antwoord(s.naam)
    waarde: Any = (
        (al.eigen if s.soort in ("tekst", "buurt") else list(al.codes) if s.soort == "meer" else next(iter(al.codes), "")) if al else ""
    )
    gedaan = len(positie.antwoorden)
    plaats = next((i for i, a in enumerate(positie.antwoorden, 1) if a.stap.naam == s.naam), gedaan + 1)
    return {
        "naam": s.naam,
        "vraag": _(s.vraag),
        "vraag_nl": nog_nederlands(s.vraag, taal),
        "waarom": _(s.waarom),
        "soort": s.soort,
        "keuzes": keuzes,
        "waarde": waarde,
        "eigen": al.eigen if al and s.keuzes else "",
        "eigen_woorden": s.eigen_woorden,
        "nummer": plaats,
        "van": max(min(gedaan + positie.nog, MEESTE_VRAGEN), plaats),
        "fout_veld": "antwoord",
        "wijzig": bool(wijzig),
        "nederlands": any(nog_nederlands(z, taal) for z in (s.vraag, s.waarom, *(k.label for k in s.keuzes))),
    }


def _andere_dingen(s: Step, b: Begrip) -> list[Choice]:
    """The choices of "Lukt er nog iets anders niet?": "no" first, then what the text may speak of too, then the rest in the order of the script;
    what is known is not asked again, and nobody has to read more than MEESTE_KEUZES of them."""
    speelt, misschien = {d.code for d in b.domeinen}, [d for d in b.misschien if d not in GEVOELIG]
    open_ = [k for k in s.keuzes if not k.domeinen or not set(k.domeinen) <= speelt]
    rang = {d: i for i, d in enumerate(misschien)}
    return sorted(open_, key=lambda k: min((rang.get(d, len(rang)) for d in k.domeinen), default=-1))[:MEESTE_KEUZES]


def _domeinen(_: Any, kaart: Any, b: Any) -> list[dict[str, str]]:
    alle = kaart.tax.domeinen
    codes = [d.code for d in b.domeinen] if b.domeinen else (list(alle) if not b.items and not b.nu else [])
    return [{"code": c, "naam": _(alle[c].naam), "icoon": alle[c].icoon} for c in codes if c in alle]


def _samenvatting(_: Any, kaart: Any, b: Any) -> str:
    """One sentence that shows we listened; names domains only."""
    namen = [_(kaart.tax.domeinen[d.code].naam).lower() for d in b.domeinen[:3] if d.code != "veiligheid"]
    if not namen or not (b.items or b.markers):
        return ""
    if len(namen) == 1:
        return _("Uw vraag gaat over %(een)s. U kiest zelf wat past.") % {"een": namen[0]}
    return _("Uw vraag gaat over %(een)s en %(ander)s. U kiest zelf wat past.") % {"een": ", ".join(namen[:-1]), "ander": namen[-1]}
