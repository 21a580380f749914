"""What is published at one moment, as one object that is swapped whole: the Kaart, the conversations with the editors' texts, the local pages."""

from __future__ import annotations

from collections.abc import Iterable

from portal import gesprekteksten, paginas
from portal.bewerking import Inhouden
from sociale_kaart.load import Gemeente
from sociale_kaart.model import Voorziening
from sociale_kaart.search import Kaart


class Uitgave(Kaart):
    """A Kaart that also carries what editors changed in texts; immutable once built."""

    def __init__(
        self,
        gemeente: Gemeente,
        voorzieningen: Iterable[Voorziening],
        extra: Iterable[tuple[str, str]] = (),
        uit: Iterable[tuple[str, str]] = (),
        bewerkingen: Inhouden | None = None,
    ) -> None:
        """`gemeente`: the profile of the repository; what editors changed in it is taken over here."""
        bewerkingen = bewerkingen or {}
        super().__init__(paginas.met_eigen(gemeente, bewerkingen), voorzieningen, extra, uit)
        self.bewerkingen = bewerkingen
        self.gesprekken = gesprekteksten.met_eigen(bewerkingen)
        self.nieuws = paginas.nieuws(bewerkingen)
