"""The rare rules of the scripts, as named functions over what is known: never data with a language of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Antwoorden = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Feiten:
    """What is known before any question: from the text, or from the page somebody came from."""

    domeinen: tuple[str, ...] = ()
    soorten: frozenset[str] = frozenset()  # kinds of help that the text itself points to
    markers: frozenset[str] = frozenset()
    rol: str = ""  # zelf, mantelzorger, naaste, professional, kind
    buurt: str = ""
    leeftijd: int | None = None
    geprobeerd: bool = False  # the text said what was tried
    wil: bool = False  # the text said what is wanted
    woont: bool = False  # the text said with whom somebody lives
    naaste: bool = False  # the text said whom somebody cares for
    middel: bool = False  # the text said that it is about drink, drugs, gambling or games
    volhoudtijd: bool = False  # the text said how long it can go on
    veilig: bool = True  # no safety signal
    signalen: frozenset[str] = frozenset()  # urgent signals at level nu that were not closed
    gezegd: frozenset[str] = frozenset()  # those of them that were said: by the words of a rule, or by an answer
    licht: bool = False  # somebody young who asks for a job beside school, and tells of nothing heavy
    eenvoudig: bool = False  # a plain question for one thing: the answer is there, nothing is asked


Regel = Callable[[Feiten, Antwoorden], bool]


def zegt_te_zorgen(a: Antwoorden) -> bool:
    """Whether an answer says that somebody cares for another."""
    return (
        bool({"iemand-anders", "allebei"} & set(a.get("voor_wie", ())))
        or any("zorg" in a.get(stap, ()) for stap in ("jongeren_wat", "weet_waar", "werk_hinder"))
        or "mantelzorg" in a.get("andere_dingen", ())
    )


def zorgt(f: Feiten, a: Antwoorden) -> bool:
    """Whether somebody cares for another: said by an answer, or read in the text."""
    return zegt_te_zorgen(a) or f.rol == "mantelzorger" or "mantelzorg" in f.domeinen


def _volhouden(f: Feiten, a: Antwoorden) -> bool:
    """How long it can go on is asked of a carer. Beside danger what was read is not enough: it must be said."""
    return not f.volhoudtijd and (zegt_te_zorgen(a) or (zorgt(f, a) and not f.signalen))


def overbelasting_onbekend(f: Feiten, a: Antwoorden) -> bool:
    """A carer of whom is not known how long it can go on: the people around are not pointed at yet."""
    return zorgt(f, a) and not f.volhoudtijd and "volhoudtijd" not in a


def _geld(f: Feiten, a: Antwoorden) -> bool:
    return "afsluiting" not in f.gezegd and _geld_speelt(f, a)


def _geld_speelt(f: Feiten, a: Antwoorden) -> bool:
    return "geld" in f.domeinen or any("geld" in a.get(stap, ()) for stap in ("andere_dingen", "jongeren_wat", "weet_waar"))


def _alleen(f: Feiten, a: Antwoorden) -> bool:
    return bool(f.markers & {"overbelast", "geen-netwerk"}) or bool({"nu-niet-meer", "week", "maand"} & set(a.get("volhoudtijd", ())))


REGELS: dict[str, Regel] = {
    "geld_speelt": _geld,
    "zorgt_voor_iemand": _volhouden,
    "rol_onbekend": lambda f, a: not f.rol and "mantelzorg" not in f.domeinen and "verslaving_wie" not in a,
    "wie_onbekend": lambda f, a: f.rol != "zelf" and not (f.rol == "naaste" and f.naaste),
    "middel_onbekend": lambda f, a: not f.middel,
    "dood_onbekend": lambda f, a: "suicide" not in f.gezegd,
    "gevaar_onbekend": lambda f, a: not f.gezegd & {"geweld", "seksueel-geweld", "kind-onveilig"},
    "huis_onbekend": lambda f, a: not f.gezegd & {"afsluiting", "vannacht-geen-bed"},
    "buurt_onbekend": lambda f, a: not f.buurt,
    "naaste_onbekend": lambda f, a: not f.naaste,
    "leeftijd_onbekend": lambda f, a: f.leeftijd is None,
    "onderwerp_onbekend": lambda f, a: not set(f.domeinen) - {"jongeren"},
    "zwaar": lambda f, a: not f.licht,
    "thuis_speelt": lambda f, a: (f.naaste and not zegt_te_zorgen(a)) or "gezin" in f.domeinen or "thuis" in a.get("jongeren_wat", ()),
    "leeftijd_telt": lambda f, a: f.leeftijd is None and bool({"gezin", "werk"} & set(f.domeinen)),
    "wil_onbekend": lambda f, a: not f.wil,
    "geprobeerd_onbekend": lambda f, a: not f.geprobeerd,
    "netwerk_mag": lambda f, a: f.veilig and not _alleen(f, a),
    "wonen_telt": lambda f, a: not f.woont and bool({"wonen", "huishouden", "gezondheid"} & set(f.domeinen)),
    "idee": lambda f, a: "idee" in a.get("meedoen_wat", ()),
    "geen_idee": lambda f, a: "idee" not in a.get("meedoen_wat", ()),
}
"""Name -> whether the step that carries it is asked."""

__all__ = ["REGELS", "Antwoorden", "Feiten", "overbelasting_onbekend", "zorgt"]
