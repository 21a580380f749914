"""Door: what this is, how it chooses, what happens with your data: pages of plain text, and the teams."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from dialogues.understand import MARKERS, cijfers
from portal import storingen
from portal.config import SECURITY_TXT_TOT
from portal.deuren import PUBLIEK, voor
from portal.inwoner.gesprek import WAAROM
from portal.inwoner.kaartje import TALEN
from portal.language import datum, moment, velden, vertaling
from portal.web import pagina, taal_van
from sociale_kaart.uitleg import eigen_namen, woordenlijst

router = APIRouter(include_in_schema=False)


def _tekst(request: Request, kop: str, inleiding: str, secties: list[dict[str, Any]]) -> Response:
    return pagina(request, "inwoner/tekst.html", kop=kop, inleiding=inleiding, secties=secties)


@router.api_route("/over", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def over(request: Request) -> Response:
    """What this site is."""
    _ = vertaling(taal_van(request).code).gettext
    return _tekst(
        request,
        _("Over deze site"),
        _("Hier vindt u hulp in uw gemeente."),
        [
            {
                "kop": _("Wat is dit?"),
                "alineas": [_("Vindplaats is één plek voor alle hulp."), _("U vertelt wat er is. Wij laten zien wat kan helpen.")],
                "punten": [],
            },
            {
                "kop": _("Praat ik met een mens?"),
                "alineas": [
                    _("Nee. Een computer leest uw woorden en stelt vaste vragen."),
                    _("Een mens spreken kan altijd. Het nummer staat op elke pagina."),
                ],
                "punten": [],
            },
            {
                "kop": _("Leest u een moeilijk woord?"),
                "alineas": [_("In de woordenlijst staat wat het betekent.")],
                "punten": [],
                "verder": ("/over/woorden", _("Naar de woordenlijst")),
            },
            {
                "id": "klacht",
                "kop": _("Ik ben niet tevreden"),
                "alineas": [
                    _("Vertel het ons. Bel of kom langs."),
                    _("U kunt ook een klacht sturen naar de gemeente. Een klacht is geen hulpvraag."),
                ],
                "punten": [],
            },
            _storingen(request),
        ],
    )


def _storingen(request: Request) -> dict[str, Any]:
    """When the site did not work (L-26)."""
    code = taal_van(request).code
    _ = vertaling(code).gettext
    punten = []
    for s in storingen.alle(request.app.state.db):
        tot = _("Tot %(moment)s.") % {"moment": moment(s.einde, code)} if s.einde else _("Wij werken eraan.")
        punten.append(_("Vanaf %(moment)s.") % {"moment": moment(s.begin, code)} + f" {tot} {s.wat}")
    zinnen = [_("Hier staat wanneer de site het niet deed. Had u daardoor te weinig tijd? Bel ons. Dan krijgt u meer tijd.")]
    return {
        "kop": _("Was de site stuk?"),
        "alineas": zinnen if punten else [_("De site deed het steeds. Er is niets te melden.")],
        "punten": punten,
    }


@router.api_route("/over/regels", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def regels(request: Request) -> Response:
    """The rules by which the product chooses (L-29): readable for residents and staff."""
    _ = vertaling(taal_van(request).code).gettext
    return _tekst(
        request,
        _("Zo kiezen wij"),
        _("U ziet hier welke regels de computer volgt."),
        [
            {
                "kop": _("Gevaar staat altijd voorop"),
                "alineas": [
                    _("Leest de computer iets over gevaar? Dan staat het nummer bovenaan."),
                    _("Daarvoor zijn er vaste zinnen. Ook leerde de computer van voorbeeldzinnen."),
                    _("Wat hij leerde, ziet alleen u. Het team ziet alleen wat u zelf nakeek."),
                ],
                "punten": [],
            },
            {
                "kop": _("Hoe goed herkent hij gevaar?"),
                "alineas": [
                    _("De computer mist soms iets. Bel dus altijd bij gevaar."),
                    _("Zoveel van de 100 zinnen over gevaar herkende hij:"),
                ],
                "punten": [f"{_(TALEN[taal])}: {n}" for taal, n in cijfers()["herkend"].items()]
                + [
                    _("Bij %(aantal)s van de 100 gewone zinnen gaf hij een nummer dat niet nodig was.")
                    % {"aantal": cijfers()["vals_alarm"]}
                ],
            },
            {
                "kop": _("Welke hulp ziet u?"),
                "alineas": [],
                "punten": [
                    _("Wij kijken naar de woorden die u schreef."),
                    _("Bij elke hulp staat waarom wij die laten zien."),
                    _("Hulp die minder dan half zo goed past, laten wij weg."),
                    _("Vraagt u om iets bij naam? Dan staat het erbij."),
                ],
            },
            {
                "kop": _("In welke volgorde?"),
                "alineas": [_("Eerst lichte hulp, dan zwaardere hulp.")],
                "punten": [
                    _("Wat u zelf kunt doen."),
                    _("Met mensen om u heen."),
                    _("Hulp van een vrijwilliger."),
                    _("Hulp voor iedereen."),
                    _("Hulp die u aanvraagt, samen met anderen."),
                    _("Hulp op maat. Dat begint met een gesprek."),
                    _("Niemand betaalt om hoger te staan. Wat dichtbij is, staat eerst."),
                ],
            },
            {
                "kop": _("Wanneer bieden wij aan om te bellen?"),
                "alineas": [_("Als een van deze dingen speelt:")],
                "punten": [_(WAAROM[m]) for m in MARKERS] + [_("Er is gevaar.")],
            },
            {
                "kop": _("Wat de computer nooit doet"),
                "alineas": [],
                "punten": [_("Hij beslist niets."), _("Hij geeft niemand punten."), _("Hij zegt nooit dat u iets niet krijgt.")],
            },
        ],
    )


@router.api_route("/over/woorden", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def woorden(request: Request) -> Response:
    """What the words of the town hall mean: first this municipality's own names, then the list."""
    _ = vertaling(taal_van(request).code).gettext
    return pagina(
        request,
        "inwoner/woorden.html",
        namen=[(naam, _(zin)) for naam, zin in eigen_namen(request.app.state.gemeente)],
        woorden=[{"code": w.code, "woord": w.woord, "uitleg": " ".join(_(zin) for zin in w.uitleg)} for w in woordenlijst()],
    )


@router.api_route("/privacy", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def privacy(request: Request) -> Response:
    """What happens with what one tells."""
    _ = vertaling(taal_van(request).code).gettext
    return _tekst(
        request,
        _("Wat doen wij met uw gegevens?"),
        _("Wij bewaren niets, totdat u op Versturen drukt."),
        [
            {
                "kop": _("Terwijl u vertelt"),
                "alineas": [
                    _("Uw antwoorden staan alleen in uw eigen browser, in een gesloten koekje."),
                    _("Na een uur zijn ze weg. Met Snel weg of Wis alles zijn ze meteen weg."),
                    _("Wij tellen welke onderwerpen mensen zoeken. Wie dat vroeg, weten wij niet. Bij gevaar tellen wij niets."),
                    _("De redactie leest alleen een zin als u die zelf stuurt."),
                ],
                "punten": [],
            },
            {
                "kop": _("Als u verstuurt"),
                "alineas": [
                    _("Het team van uw buurt leest wat op de laatste pagina stond. Niets meer."),
                    _("De gemeente mag dit bewaren, omdat de wet haar vraagt om u te helpen."),
                    _("Wie uw verhaal leest, staat in een logboek. U mag dat opvragen."),
                ],
                "punten": [],
            },
            {
                "kop": _("Wat vragen wij, en waarom?"),
                "alineas": [_("Alleen een naam en één manier om u te bereiken zijn nodig. De rest mag u overslaan.")],
                "punten": [f"{_(v['naam'])}. {_(v['doel'])}" for v in velden().values()],
            },
            {
                "kop": _("Wat wij niet doen"),
                "alineas": [],
                "punten": [_("Wij vragen geen burgerservicenummer."), _("Wij volgen u niet."), _("Wij halen niets op bij andere sites.")],
            },
            {
                "kop": _("Uw rechten"),
                "alineas": [_("U mag zien wat wij van u hebben. U mag vragen om het te veranderen of weg te doen. Bel ons.")],
                "punten": [],
            },
        ],
    )


@router.api_route("/toegankelijkheid", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def toegankelijkheid(request: Request) -> Response:
    """For whom the site works, and what was not tried yet."""
    _ = vertaling(taal_van(request).code).gettext
    return _tekst(
        request,
        _("Toegankelijkheid"),
        _("Iedereen moet deze site kunnen gebruiken."),
        [
            {
                "kop": _("Wat wij deden"),
                "alineas": [],
                "punten": [
                    _("De site werkt met een toetsenbord."),
                    _("De site werkt ook zonder JavaScript."),
                    _("De letters zijn groot. Inzoomen kan."),
                    _("De zinnen zijn kort."),
                ],
            },
            {
                "kop": _("Wat nog niet getest is"),
                "alineas": [_("Mensen die slecht lezen of slecht zien, testten de site nog niet.")],
                "punten": [],
            },
            {"kop": _("Lukt iets niet?"), "alineas": [_("Bel ons. Dan helpen wij u, en lossen het op.")], "punten": []},
        ],
    )


@router.api_route("/wijkteam", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def wijkteam(request: Request) -> Response:
    """The teams: who, where, when."""
    g = request.app.state.gemeente
    teams = [
        {
            "naam": t.naam,
            "buurten": sorted(b.naam for b in g.buurten.values() if b.team == t.code),
            "uren": t.uren or g.uren,
            "telefoon": {"tel": "".join(c for c in t.telefoon if c.isdigit()), "toon": t.telefoon} if t.telefoon else g.telefoon,
            "adres": t.adres,
            "gebeld": datum(t.gecontroleerd_op, taal_van(request).code) if t.telefoon else "",
        }
        for t in g.teams.values()
    ]
    _ = vertaling(taal_van(request).code).gettext
    return pagina(request, "inwoner/wijkteam.html", teams=teams, namen=[(naam, _(zin)) for naam, zin in eigen_namen(g)])


@router.api_route("/.well-known/security.txt", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def security_txt(request: Request) -> Response:
    """RFC 9116."""
    g = request.app.state.gemeente
    regels = f"Contact: mailto:{g.mail}\nExpires: {SECURITY_TXT_TOT:%Y-%m-%d}T00:00:00Z\nPreferred-Languages: nl, en\n"
    return PlainTextResponse(regels)


@router.api_route("/robots.txt", methods=["GET", "HEAD"])
@voor(PUBLIEK)
def robots(request: Request) -> Response:
    """Search engines may read the kaart, not the conversation."""
    return PlainTextResponse("User-agent: *\nDisallow: /gesprek\nDisallow: /verwijzing\nDisallow: /status\nDisallow: /postvak\n")
