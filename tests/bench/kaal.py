"""A bare FastAPI + Jinja page: 20 cards in a loop, about the same bytes; what our pages are measured against."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Environment

KAART = "<article class=kaart><h3><a href='/v/{{ k.id }}'>{{ k.naam }}</a></h3><p>{{ k.tekst }}</p><dl><dt>Kosten</dt><dd>{{ k.kosten }}</dd></dl></article>"
BLAD = Environment(autoescape=True).from_string(
    "<!DOCTYPE html><html lang=nl><head><title>Kaal</title></head><body><main>{% for k in kaarten %}"
    + KAART
    + "{% endfor %}</main></body></html>"
)
app = FastAPI()
ROWS = [{"id": i, "naam": f"Voorziening {i}", "tekst": "Een zin over deze hulp, en nog een. " * 12, "kosten": "Gratis"} for i in range(20)]


@app.get("/")
def blad() -> HTMLResponse:
    """The page."""
    return HTMLResponse(BLAD.render(kaarten=ROWS))
