"""A strict client: opens and presses like a browser without JavaScript, and checks every page it meets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import html5lib
from fastapi import FastAPI
from fastapi.testclient import TestClient

from portal.app import maak_app
from portal.config import Instellingen

X = "{http://www.w3.org/1999/xhtml}"


def maak(var: Path, **keuzes: Any) -> FastAPI:
    """An application of its own for a test."""
    return maak_app(Instellingen(var=var, gemeente="lindewaard", **keuzes))


class Klant:
    """One visitor with one cookie jar. `pagina` is the present page, parsed."""

    def __init__(self, app: FastAPI, taal: str = "nl") -> None:
        self.http = TestClient(app, base_url="https://testserver", raise_server_exceptions=False)
        self.taal = taal
        self.antwoord: Any = None
        self.pagina: Any = None

    def open(self, pad: str, verwacht: int = 200) -> Klant:
        """GET a page, following redirects."""
        return self._na(self.http.get(pad), verwacht)

    def stuur(self, pad: str, gegevens: dict[str, Any], verwacht: int = 200) -> Klant:
        """POST a form that stands on the present page, following redirects."""
        return self._na(self.http.post(pad, data=gegevens), verwacht)

    def druk(self, knop: str, verwacht: int = 200, **vul: Any) -> Klant:
        """Press the button with this text, in its own form, with the fields filled in by name."""
        for form in self.pagina.iter(f"{X}form"):
            for b in form.iter(f"{X}button"):
                if knop == " ".join("".join(b.itertext()).split()) or knop == b.get("value"):
                    velden = self._velden(form)
                    for naam in vul:
                        assert naam in velden, f"no field {naam} in the form of {knop!r}: {sorted(velden)}"
                    gegevens: dict[str, Any] = {k: v for k, v in velden.items() if v not in (None, [])} | vul
                    if b.get("name"):
                        gegevens[b.get("name")] = b.get("value", "")
                    assert form.get("action"), f"form of {knop!r} has no action"
                    pad = urljoin(str(self.antwoord.url), form.get("action"))
                    if form.get("method", "get").lower() == "post":
                        return self._na(self.http.post(pad, data=gegevens, headers={"Origin": "https://testserver"}), verwacht)
                    return self._na(self.http.get(pad, params=gegevens), verwacht)
        raise AssertionError(f"no button {knop!r} on {self.antwoord.url}; there are {self.knoppen()}")

    def volg(self, tekst: str, verwacht: int = 200) -> Klant:
        """Follow the link with this text."""
        for a in self.pagina.iter(f"{X}a"):
            if tekst in " ".join("".join(a.itertext()).split()):
                return self._na(self.http.get(urljoin(str(self.antwoord.url), a.get("href"))), verwacht)
        raise AssertionError(f"no link {tekst!r} on {self.antwoord.url}")

    def knoppen(self) -> list[str]:
        """The texts of all buttons."""
        return [" ".join("".join(b.itertext()).split()) for b in self.pagina.iter(f"{X}button")]

    @property
    def tekst(self) -> str:
        """What a reader sees in main."""
        main = next(self.pagina.iter(f"{X}main"))
        return " ".join("".join(main.itertext()).split())

    @property
    def h1(self) -> str:
        """The heading of the page."""
        return " ".join("".join(next(self.pagina.iter(f"{X}h1")).itertext()).split())

    @property
    def pad(self) -> str:
        """The path and query of the present page."""
        d = urlsplit(str(self.antwoord.url))
        return d.path + (f"?{d.query}" if d.query else "")

    def _velden(self, form: Any) -> dict[str, Any]:
        velden: dict[str, Any] = {}
        for e in form.iter():
            naam = e.get("name")
            if not naam or e.tag == f"{X}button":
                continue
            if e.tag == f"{X}textarea":
                velden[naam] = "".join(e.itertext())
            elif e.tag == f"{X}select":
                gekozen = [o for o in e.iter(f"{X}option") if o.get("selected") is not None] or list(e.iter(f"{X}option"))
                velden[naam] = gekozen[0].get("value", "") if gekozen else ""
            elif e.get("type") in ("checkbox", "radio"):
                velden.setdefault(naam, None)
                if e.get("checked") is not None:
                    velden[naam] = e.get("value", "on")
            elif e.tag == f"{X}input":
                velden[naam] = e.get("value", "")
        return velden

    def _na(self, antwoord: Any, verwacht: int) -> Klant:
        self.antwoord = antwoord
        assert antwoord.status_code == verwacht, f"{antwoord.url}: {antwoord.status_code}, expected {verwacht}: {antwoord.text[:300]}"
        if antwoord.headers.get("content-type", "").startswith("text/html"):
            self.pagina = keur(antwoord.text, str(antwoord.url), self.taal)
            keur_koppen(antwoord)
        return self


def keur_koppen(antwoord: Any) -> None:
    """Every page: the safety headers, and nothing kept by a cache."""
    csp = antwoord.headers["content-security-policy"]
    assert "default-src 'none'" in csp and "unsafe" not in csp
    for naam in ("x-content-type-options", "x-frame-options", "referrer-policy", "strict-transport-security"):
        assert naam in antwoord.headers, naam
    assert antwoord.headers["cache-control"] == "no-store"


def keur(html: str, waar: str, taal: str = "nl") -> Any:
    """Parse strictly and check what every page must have. Returns the tree."""
    lezer = html5lib.HTMLParser(strict=False, namespaceHTMLElements=True)
    boom = lezer.parse(html)
    erg = [f for f in lezer.errors if f[1] not in ("unexpected-char-in-unquoted-attribute",)]
    assert not erg, f"{waar}: invalid HTML: {erg[:3]}"
    assert boom.get("lang") == taal, f"{waar}: lang {boom.get('lang')}"
    assert boom.get("dir") == ("rtl" if taal == "ar" else "ltr")
    assert len(list(boom.iter(f"{X}h1"))) == 1, f"{waar}: not exactly one h1"
    assert len(list(boom.iter(f"{X}main"))) == 1
    titel = "".join(next(boom.iter(f"{X}title")).itertext())
    assert titel.strip(), f"{waar}: no title"
    ids = [e.get("id") for e in boom.iter() if e.get("id")]
    assert len(ids) == len(set(ids)), f"{waar}: double id {[i for i in ids if ids.count(i) > 1][:3]}"
    gelabeld = {e.get("for") for e in boom.iter(f"{X}label") if e.get("for")}
    omhuld = {id(v) for e in boom.iter(f"{X}label") for v in e.iter()}
    for e in boom.iter():
        if e.get("style") is not None:
            raise AssertionError(f"{waar}: inline style")
        if e.tag in (f"{X}input", f"{X}textarea", f"{X}select") and e.get("type") not in ("hidden", "submit"):
            assert e.get("id") in gelabeld or id(e) in omhuld or e.get("aria-label"), f"{waar}: field {e.get('name')} has no label"
        if e.tag == f"{X}form":
            assert e.get("action") or e.get("method") == "dialog", f"{waar}: form without action"
        for attribuut in ("src", "href"):
            if e.tag in (f"{X}script", f"{X}link", f"{X}img") and (e.get(attribuut) or "").startswith("http"):
                raise AssertionError(f"{waar}: loads {e.get(attribuut)} from elsewhere")
        if e.tag == f"{X}script" and not e.get("src"):
            assert e.get("type") == "application/ld+json", f"{waar}: inline script"
        beschreven = (e.get("aria-describedby") or "").split() + (e.get("aria-labelledby") or "").split()
        for naam in beschreven:
            assert naam in ids, f"{waar}: aria points to #{naam}, which is not there"
    tekst = "".join(t for e in boom.iter() if e.tag != f"{X}script" for t in (e.text or "", e.tail or ""))
    assert not re.search(r"\{\{|\}\}|\{%|Undefined", tekst), f"{waar}: template code in the page"
    assert re.search(r"tel:|href=\"/verwijzing|href=\"/nood", html), f"{waar}: no person in reach"  # L-12: never withheld
    return boom
