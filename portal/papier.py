"""The pipe to paper: a page as tagged PDF (PDF/UA). Reads only files under static/, never the network."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from portal.web import STATIC

BASIS = "https://static.invalid/"  # what a relative address in the page is read against; it leads nowhere


def bestand(url: str) -> Path:
    """The file under static/ that an address names. ValueError for anything else."""
    delen = urlsplit(url)
    pad = (STATIC / unquote(delen.path).removeprefix("/static/").lstrip("/")).resolve()
    if not url.startswith(BASIS) or not pad.is_relative_to(STATIC) or not pad.is_file():
        raise ValueError("not under static/")
    return pad


def pdf(html: str) -> bytes:
    """A page as tagged PDF. Its style stands in static/css/papier.css."""
    from weasyprint import HTML  # heavy: only who asks for paper waits for it
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class AlleenStatic(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            soort = {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
            pad = bestand(url)
            return URLFetcherResponse(url, pad.read_bytes(), {"Content-Type": soort.get(pad.suffix, "application/octet-stream")})

    return HTML(string=html, base_url=BASIS, url_fetcher=AlleenStatic()).write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)


__all__ = ["pdf"]
