"""The rare rules of the scripts, as named functions over what is known: never data with a language of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Antwoorden = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Feiten:
    """What is known before any question: from the text, or from the page somebody came from."""

    domeinen: tuple[str, ...] = ()
    markers: frozenset[str] = frozenset()
    rol: str = ""  # zelf, mantelzorger, naaste, professional, kind
    buurt: str = ""
    leeftijd: int | None = None
    geprobeerd: bool = False
    wil: bool = False
    volhoudtijd: bool = False  # the text said how long it can go on
    veilig: bool = True  # no safety signal


Regel = Callable[[Feiten, Antwoorden], bool]


def _zorgt(f: Feiten, a: Antwoorden) -> bool:
    return (
        f.rol == "mantelzorger"
        or "mantelzorg" in f.domeinen
        or "iemand-anders" in a.get("voor_wie", ())
        or "allebei" in a.get("voor_wie", ())
    )


REGELS: dict[str, Regel] = {
    "geld_speelt": lambda f, a: "geld" in f.domeinen or "geld" in a.get("andere_dingen", ()),
    "zorgt_voor_iemand": lambda f, a: _zorgt(f, a) and not f.volhoudtijd,
    "rol_onbekend": lambda f, a: not f.rol,
    "buurt_onbekend": lambda f, a: not f.buurt,
    "leeftijd_telt": lambda f, a: f.leeftijd is None and bool({"gezin", "werk"} & set(f.domeinen)),
    "wil_onbekend": lambda f, a: not f.wil,
    "geprobeerd_onbekend": lambda f, a: not f.geprobeerd,
    "netwerk_mag": lambda f, a: f.veilig and not (f.markers & {"overbelast", "geen-netwerk"}) and "nee" not in a.get("wie_helpt", ()),
    "wonen_telt": lambda f, a: bool({"wonen", "huishouden", "gezondheid"} & set(f.domeinen)),
}
"""Name -> whether the step that carries it is asked."""

__all__ = ["REGELS", "Antwoorden", "Feiten", "field"]
