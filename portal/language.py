"""Languages: gettext catalogues by code, dates in words, and every Dutch sentence for Babel. Dutch is the source."""

from __future__ import annotations

import datetime as dt
import functools
import gettext
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

LOCALE = Path(__file__).parent / "locale"


@dataclass(frozen=True, slots=True)
class Taal:
    """A language one can choose: its code, its own name, its direction. jij: Dutch in the je-form, for who came in as young."""

    code: str
    naam: str
    richting: str
    jij: bool = False


@functools.cache
def talen() -> tuple[Taal, ...]:
    """Dutch, and each language that has a catalogue."""
    codes = ["nl", *sorted(p.parent.parent.name for p in LOCALE.glob("*/LC_MESSAGES/messages.mo"))]
    volgorde = ["nl", "en", "ar", "pl", "tr", "uk"]
    codes.sort(key=lambda c: volgorde.index(c) if c in volgorde else 99)
    return tuple(
        Taal(c, (Locale(c).get_display_name() or c).capitalize(), "rtl" if Locale(c).text_direction == "rtl" else "ltr") for c in codes
    )


def taal(code: str | None) -> Taal:
    """The language with this code; Dutch for anything unknown."""
    return next((t for t in talen() if t.code == code), talen()[0])


class _Eigen(gettext.NullTranslations):
    """A sentence that carries its own translation (`talen`, of an editor) comes first; the catalogue gives the rest."""

    def __init__(self, code: str, catalogus: gettext.NullTranslations) -> None:
        super().__init__()
        self._code = code
        self.add_fallback(catalogus)

    def gettext(self, message: str) -> str:
        """The sentence in this language; the Dutch when there is none. Nothing stays nothing: a catalogue keeps its header under ""."""
        eigen: str = getattr(message, "talen", {}).get(self._code, "")
        return eigen or (super().gettext(message) if message else "")


class _Jij(gettext.NullTranslations):
    """Dutch in the je-form: the u-sentence is the source, as for every other language."""

    def gettext(self, message: str) -> str:
        """The sentence in the je-form; as it is when it has none."""
        return jij().get(message, message)


@functools.cache
def jij() -> dict[str, str]:
    """u-sentence -> je-sentence."""
    return tomllib.loads((LOCALE / "jij.toml").read_text(encoding="utf-8"))


@functools.cache
def vertaling(code: str, jij: bool = False) -> gettext.NullTranslations:
    """The catalogue of a language; Dutch sentences are their own translation, and what is not translated stays Dutch."""
    if code == "nl":
        return _Jij() if jij else gettext.NullTranslations()
    return _Eigen(code, gettext.translation("messages", LOCALE, [code], fallback=True))


def datum(dag: dt.date | dt.datetime | None, code: str = "nl", jaar: bool = False, kort: bool = False) -> str:
    """ "woensdag 25 november" (with the year when asked, or when it is another year); kort: without the day of the week."""
    if dag is None:
        return ""
    jaar = jaar or dag.year != dt.datetime.now(dt.UTC).year
    patroon = ("d MMMM" if kort else "EEEE d MMMM") + (" y" if jaar else "")
    return format_date(dag, patroon, locale=code)


def moment(wanneer: dt.datetime, code: str = "nl") -> str:
    """ "maandag 23 november, 10.42 uur" in Dutch time."""
    from portal.werkdagen import lokaal

    return format_datetime(lokaal(wanneer), "EEEE d MMMM, HH.mm" + (" 'uur'" if code == "nl" else ""), locale=code, tzinfo=None)


def belmoment(begin: dt.datetime, code: str = "nl") -> str:
    """ "maandag 30 november, tussen 8.30 en 10.30 uur": a moment to be called."""
    from portal.werkdagen import BELBLOK, lokaal

    van, tot = lokaal(begin), lokaal(begin + BELBLOK)
    _ = vertaling(code).gettext
    return _("%(dag)s, tussen %(van)s en %(tot)s uur") % {"dag": datum(van, code), "van": f"{van:%-H.%M}", "tot": f"{tot:%-H.%M}"}


def getal(n: int, code: str = "nl") -> str:
    """ "2.000"."""
    return str(format_decimal(n, locale=code))


@functools.cache
def velden() -> dict[str, dict[str, Any]]:
    """Every field about a person: why it is asked, on what ground, kept how long (P-04)."""
    uit: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "velden.toml").read_text(encoding="utf-8"))
    return uit


def bronzinnen() -> Iterator[tuple[str, str]]:
    """(sentence, where) of every Dutch sentence outside templates and Python: taxonomy, kinds, advice, scripts, numbers."""
    from dialogues.texts import zinnen
    from sociale_kaart.load import taxonomie
    from sociale_kaart.uitleg import namen_uitleg, woordenlijst
    from sociale_kaart.woorden.lezer import DATA

    tax = taxonomie()
    for t in tax.ladder.values():
        yield t.naam, "taxonomy.toml"
        yield t.uitleg, "taxonomy.toml"
    for d in tax.domeinen.values():
        yield d.naam, "taxonomy.toml"
    for naam in tax.toegang.values():
        yield naam, "taxonomy.toml"
    for s in tax.soorten.values():
        yield s.naam, f"soorten/{s.domein}.toml"
        if s.want:
            yield s.want, f"soorten/{s.domein}.toml"
    advies = DATA / "advies.toml"
    if advies.exists():
        for kaart in tomllib.loads(advies.read_text(encoding="utf-8"))["advies"]:
            yield kaart["titel"], "advies.toml"
            yield from ((p, "advies.toml") for p in kaart["punten"])
    for veld in velden().values():
        yield veld["naam"], "velden.toml"
        yield veld["doel"], "velden.toml"
    for n in tomllib.loads((DATA / "nummers.toml").read_text(encoding="utf-8")).values():
        yield n["uren"], "nummers.toml"
    for w in woordenlijst():
        yield from ((zin, "woordenlijst.toml") for zin in w.uitleg)
    yield from ((zin, "woordenlijst.toml") for zin in namen_uitleg().values())
    yield from zinnen()


def haal_op() -> Any:
    """A Babel catalogue of every sentence: templates, Python and data."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_dir

    wortel = Path(__file__).parent.parent
    catalogus = Catalog(project="vindplaats", fuzzy=False, header_comment="# Every sentence of Vindplaats. Dutch is the source.")
    opties = {"**/templates/**.html": {"extensions": "jinja2.ext.i18n", "newstyle_gettext": "true", "trimmed": "true", "silent": "false"}}
    for map_, methode in (("templates", [("**.html", "jinja2")]), ("portal", [("**.py", "python")])):
        for bestand, regel, zin, opmerking, context in extract_from_dir(
            wortel / map_,
            method_map=methode,
            options_map={"**.html": next(iter(opties.values()))},
            keywords={"_": None, "gettext": None, "ngettext": (1, 2), "N_": None},
        ):
            catalogus.add(zin, None, [(f"{map_}/{bestand}", regel)], auto_comments=opmerking, context=context)
    for zin, waar in bronzinnen():
        catalogus.add(zin, None, [(waar, 1)])
    return catalogus
