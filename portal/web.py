"""The pipe to the browser: pages from templates, cookies, headers, guards. The one place that knows Jinja and htmx."""

from __future__ import annotations

import functools
import hashlib
import hmac
import secrets
import time
from dataclasses import replace
from gettext import NullTranslations
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.config import WORTEL
from portal.gesprek import Gesprek
from portal.language import Taal, belmoment, datum, moment, taal, talen, vertaling
from portal.zegel import Ongeldig, TeGroot, Zegel
from sociale_kaart.load import Gemeente

STATIC = WORTEL / "static"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
KOPPEN = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}
STIL = 60 * 60  # seconds idle before a conversation is gone
KOEKJES = ("gesprek", "lijst", "blad")


class Pagina(Exception):
    """Stop here and show this answer."""

    def __init__(self, antwoord: Response) -> None:
        super().__init__()
        self.antwoord = antwoord


def _omgeving() -> Environment:
    env = Environment(
        loader=FileSystemLoader(WORTEL / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.policies["ext.i18n.trimmed"] = True
    return env


@functools.lru_cache(maxsize=256)
def versie(pad: str) -> str:
    """/static/<pad> with a version of its bytes, so that it may be kept for ever."""
    bestand = STATIC / pad
    kort = hashlib.sha256(bestand.read_bytes()).hexdigest()[:10] if bestand.exists() else "0"
    return f"/static/{pad}?v={kort}"


class Sjablonen:
    """Templates in each language: one compiled environment per language, so that a page costs no look-ups for its words."""

    def __init__(self, gemeente: Gemeente) -> None:
        self.gemeente = gemeente
        self._per_taal: dict[Taal, Environment] = {}

    def env(self, t: Taal) -> Environment:
        """The environment of a language."""
        if t not in self._per_taal:
            env = _omgeving()
            env.install_gettext_translations(vertaling(t.code, t.jij), newstyle=True)  # type: ignore[attr-defined]
            env.globals.update(
                taal=t.code,
                richting=t.richting,
                talen=talen(),
                v=versie,
                datum=functools.partial(datum, code=t.code),
                moment=functools.partial(moment, code=t.code),
                belmoment=functools.partial(belmoment, code=t.code),
                link=functools.partial(link, t.code),
                g=self.gemeente,
                medewerker=None,
            )
            self._per_taal[t] = env
        return self._per_taal[t]

    def neem_over(self, gemeente: Gemeente) -> None:
        """From now on pages say the hours and numbers of this profile."""
        self.gemeente = gemeente
        for env in self._per_taal.values():
            env.globals["g"] = gemeente

    def html(self, naam: str, t: Taal, pad: str, **context: Any) -> str:
        """A page as text. `pad`: this page's own path and query, for the language links."""
        return self.env(t).get_template(naam).render(pad=pad, link_taal=functools.partial(link_taal, pad), **context)


def link(code: str, pad: str) -> str:
    """An address of our own that carries the language on (Dutch needs nothing)."""
    if code == "nl" or not pad.startswith("/"):
        return pad
    kern, _, anker = pad.partition("#")
    return f"{kern}{'&' if '?' in kern else '?'}taal={code}" + (f"#{anker}" if anker else "")


def link_taal(pad: str, code: str) -> str:
    """The same page in another language."""
    kern, _, vraag = pad.partition("?")
    delen = [d for d in vraag.split("&") if d and not d.startswith("taal=")]
    return kern + "?" + "&".join([*delen, f"taal={code}"])


def taal_van(request: Request) -> Taal:
    """The language of this request: the address says so. In Dutch with je, once a door saw that the visitor is young (`request.state.jij`)."""
    t = taal(request.query_params.get("taal"))
    return replace(t, jij=True) if t.code == "nl" and getattr(request.state, "jij", False) else t


def zinnen(request: Request) -> NullTranslations:
    """The sentences for this visitor."""
    t = taal_van(request)
    return vertaling(t.code, t.jij)


def pagina(request: Request, naam: str, status: int = 200, **context: Any) -> HTMLResponse:
    """An HTML page in the language of the request."""
    t = taal_van(request)
    pad = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    html = request.app.state.sjablonen.html(naam, t, pad, stil_na=stil_na(request), **context)
    return HTMLResponse(html, status, headers={"Content-Language": t.code})


def fout(request: Request, status: int, kop: str, zin: str, wat_nu: str | list[str] = "") -> HTMLResponse:
    """A page that says what went wrong, and what to do now."""
    t = taal_van(request)
    _ = vertaling(t.code).gettext
    regels = [_(w) for w in wat_nu] if isinstance(wat_nu, list) else _(wat_nu)
    html = request.app.state.sjablonen.html("inwoner/fout.html", t, request.url.path, kop=_(kop), zin=_(zin), wat_nu=regels, status=status)
    return HTMLResponse(html, status, headers={"Content-Language": t.code})


def verder(request: Request, pad: str, **vraag: str) -> RedirectResponse:
    """303 to an own page; its address holds codes only."""
    kern, _, anker = pad.partition("#")
    heel = kern + (("&" if "?" in kern else "?") + urlencode(vraag) if vraag else "") + (f"#{anker}" if anker else "")
    return RedirectResponse(link(taal_van(request).code, heel), 303)


# --- cookies ----------------------------------------------------------------------------------------------------------


def lees_koekje(request: Request, naam: str) -> Any:
    """What is in a sealed cookie; None when there is none, or it is not ours, or too old."""
    tekst = request.cookies.get(f"__Host-{naam}")
    if not tekst:
        return None
    zegel: Zegel = request.app.state.zegel
    try:
        return zegel.uit_koekje(tekst, naam, STIL)
    except Ongeldig:
        return None


def verlopen(request: Request, naam: str) -> bool:
    """There is a cookie, but we cannot read it (any more): too old, or not ours."""
    return bool(request.cookies.get(f"__Host-{naam}")) and lees_koekje(request, naam) is None


def proef_koekje(request: Request) -> dict[str, str]:
    """For the address of the next page, of a visitor who sent no cookie of ours: so that page sees whether this browser keeps one."""
    return {} if any(f"__Host-{n}" in request.cookies for n in KOEKJES) else {"koekje": "1"}


def verleng(request: Request, antwoord: Response) -> None:
    """Seal what is in the visitor's cookies anew: another hour."""
    for naam in KOEKJES:
        if (waarde := lees_koekje(request, naam)) is not None:
            zet_koekje(request, antwoord, naam, waarde)


def stil_na(request: Request) -> float:
    """Minutes until the question "Bent u er nog?": two minutes before the oldest cookie is too old."""
    zegel: Zegel = request.app.state.zegel
    oud = [zegel.leeftijd(request.cookies.get(f"__Host-{n}", ""), n) for n in KOEKJES]
    return round(max(STIL / 60 - 2 - max(oud) / 60, 0.1), 1)


def zet_koekje(request: Request, antwoord: Response, naam: str, waarde: Any) -> None:
    """Seal a value in a cookie, or remove it when there is no value. Raises TeGroot."""
    if not waarde:
        antwoord.delete_cookie(f"__Host-{naam}", path="/", secure=True, httponly=True, samesite="lax")
        return
    zegel: Zegel = request.app.state.zegel
    tekst = zegel.koekje(waarde, naam)
    ander = sum(len(request.cookies.get(f"__Host-{k}", "")) for k in KOEKJES if k != naam)
    if len(tekst) + ander > 7_500:
        raise TeGroot(str(len(tekst) + ander))
    antwoord.set_cookie(f"__Host-{naam}", tekst, path="/", secure=True, httponly=True, samesite="lax")


def lees_gesprek(request: Request) -> Gesprek:
    """The conversation so far; an empty one when there is no (valid) cookie."""
    waarde = lees_koekje(request, "gesprek")
    return Gesprek.uit_koekje(waarde) if isinstance(waarde, dict) else Gesprek()


def bewaar_gesprek(request: Request, antwoord: Response, gesprek: Gesprek) -> None:
    """Put the conversation in its cookie: before Versturen it is kept nowhere else (P-01). Raises TeGroot."""
    zet_koekje(request, antwoord, "gesprek", gesprek.als_koekje())


# --- guards -----------------------------------------------------------------------------------------------------------


def eigen_herkomst(request: Request) -> None:
    """Refuse a POST that another site sends (Sec-Fetch-Site, else Origin). Needs no cookie."""
    site = request.headers.get("sec-fetch-site")
    herkomst = request.headers.get("origin")
    eigen = request.headers.get("host", "")
    vreemd = site not in ("same-origin", "none", None) or (
        site is None and herkomst not in (None, "") and urlsplit(herkomst).netloc != eigen
    )
    if vreemd:
        raise HTTPException(403, "herkomst")


class Limiet:
    """Calls a minute per address, in this process. The address is kept as a keyed hash with a key of the day, in memory only."""

    def __init__(self, per_minuut: int) -> None:
        self._item = RateLimitItemPerMinute(per_minuut)
        self._raam = MovingWindowRateLimiter(MemoryStorage())
        self._zout = (0, b"")

    def _wie(self, request: Request) -> str:
        dag = int(time.time() // 86_400)
        if self._zout[0] != dag:
            self._zout = (dag, secrets.token_bytes(16))
        adres = request.client.host if request.client else "?"
        return hmac.digest(self._zout[1], adres.encode(), "sha256").hex()[:16]

    def mag(self, request: Request) -> bool:
        """Count this call; False when there were too many."""
        return self._raam.hit(self._item, self._wie(request))


class Koppen:
    """ASGI: the safety headers on every answer, no-store on everything that is not static, and short-lived bytes out of the logs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        statisch = scope["path"].startswith("/static/")

        async def stuur(bericht: Message) -> None:
            if bericht["type"] == "http.response.start":
                koppen = MutableHeaders(scope=bericht)
                for naam, waarde in KOPPEN.items():
                    koppen.setdefault(naam, waarde)
                if statisch and bericht["status"] == 200:
                    koppen["Cache-Control"] = "public, max-age=31536000, immutable" if scope.get("query_string") else "public, max-age=3600"
                else:
                    koppen.setdefault("Cache-Control", "no-store")
                koppen.setdefault("Vary", "Accept-Encoding")
            await send(bericht)

        await self.app(scope, receive, stuur)


class Ingepakt:
    """ASGI: static files from memory, packed once (gzip) with their type; never reads outside static/."""

    SOORTEN = {
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
        ".woff2": "font/woff2",
        ".png": "image/png",
        ".txt": "text/plain; charset=utf-8",
        ".json": "application/json",
    }

    def __init__(self, map_: Path) -> None:
        import gzip

        self._bestanden: dict[str, tuple[bytes, bytes | None, str, str]] = {}
        for pad in map_.rglob("*"):
            if pad.is_file() and pad.suffix in self.SOORTEN:
                ruw = pad.read_bytes()
                klein = gzip.compress(ruw, 9, mtime=0) if pad.suffix != ".woff2" else None
                self._bestanden[pad.relative_to(map_).as_posix()] = (
                    ruw,
                    klein,
                    self.SOORTEN[pad.suffix],
                    f'"{hashlib.sha256(ruw).hexdigest()[:16]}"',
                )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one file."""
        naam = scope["path"].removeprefix("/static/").lstrip("/")
        bestand = self._bestanden.get(naam)
        if bestand is None or scope["method"] not in ("GET", "HEAD"):
            await Response("Niet gevonden.", 404 if bestand is None else 405, media_type="text/plain; charset=utf-8")(scope, receive, send)
            return
        ruw, klein, soort, merk = bestand
        koppen = Headers(scope=scope)
        if koppen.get("if-none-match") == merk:
            await Response(status_code=304, headers={"ETag": merk})(scope, receive, send)
            return
        met = klein is not None and "gzip" in koppen.get("accept-encoding", "")
        extra = {"ETag": merk} | ({"Content-Encoding": "gzip"} if met else {})
        await Response(klein if met else ruw, media_type=soort, headers=extra)(scope, receive, send)


__all__ = ["Limiet", "TeGroot", "bewaar_gesprek", "eigen_herkomst", "fout", "lees_gesprek", "pagina", "taal_van", "verder", "zinnen"]
