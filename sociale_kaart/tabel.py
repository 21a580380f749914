"""Entries as a table for a spreadsheet: CSV with ";" and UTF-8. Writes safe cells; reads row by row and says what is wrong where. Holds no file in memory."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

from sociale_kaart.check import Gelezen, Onleesbaar, bedoelt, keur, vreemd
from sociale_kaart.model import Open, Plek, Respijt, Taxonomie, Voorziening, id_van

KOLOMMEN: dict[str, str] = {
    "id": "Laat leeg bij een nieuwe regel.",
    "code": "Een eigen korte naam, zoals eetcafe-noord.",
    "naam": "De naam die inwoners zien.",
    "aanbieder": "De organisatie.",
    "soort": "Een soort uit de lijst, zoals samen-eten.",
    "samenvatting": "Eén zin: wat is dit?",
    "wat": "Wat is dit? Meer zinnen: zet er | tussen.",
    "wanneer": "Wanneer kan ik dit gebruiken?",
    "zelf": "Wat doe ik zelf?",
    "waarheen": "Waar ga ik heen?",
    "kosten": "In woorden, zoals Gratis.",
    "bedrag": "Alleen een getal, zoals 2,50.",
    "eerste_stap": "Wat doet iemand het eerst?",
    "toegang": "vrij, aanmelden, verwijzing of gesprek",
    "tijden": "In woorden.",
    "open": "Zoals ma 09:00-12:00|2e di 13:00-17:00. Niet elke week? Zet er soms voor.",
    "adres": "Straat en nummer.",
    "postcode": "",
    "plaats": "",
    "buurt": "De code van de buurt.",
    "werkgebied": "Gemeente of buurten, met | ertussen.",
    "bij_u_thuis": "ja of nee",
    "leeftijd_van": "Een getal.",
    "leeftijd_tot": "Een getal.",
    "talen": "Zoals nl|en",
    "toegankelijk": "Zoals rolstoel|lift",
    "functies": "Voor mantelzorgers, zoals respijtzorg.",
    "telefoon": "",
    "mail": "",
    "site": "Begint met https://",
    "geheim_adres": "ja of nee",
    "nagekeken_op": "Een datum, zoals 2026-11-30.",
    "nagekeken_door": "",
    "zichtbaar_van": "Een datum of leeg.",
    "zichtbaar_tot": "Een datum of leeg.",
    "gesloten": "Leeg, of waarom dit nu dicht is.",
    "bron": "",
    "upl": "",
    "respijt_voor": "Zoals dementie|beperking",
    "respijt_vorm": "thuis, dag, nacht of vakantie",
    "respijt_dagdelen": "",
    "respijt_betaling": "",
    "respijt_plek_vrij": "",
    "respijt_plek_vanaf": "Een datum of leeg.",
    "respijt_gemeld_op": "Een datum.",
}
VOORBEELD = "voorbeeld"  # the code of the row in the template; such a row is never read in
MEESTE_RIJEN = 20_000
LANGSTE_REGEL = 200_000  # bytes
_RIJEN = ("wat", "wanneer", "zelf", "waarheen", "werkgebied", "talen", "toegankelijk", "functies")
_JA = {
    "ja": True,
    "j": True,
    "waar": True,
    "true": True,
    "1": True,
    "nee": False,
    "n": False,
    "onwaar": False,
    "false": False,
    "0": False,
    "": False,
}
_FORMULE = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_VEILIG = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


# --- writing ------------------------------------------------------------------------------------------------------------


def veilig(tekst: str) -> str:
    """A cell that no spreadsheet takes for a formula; `uit_veilig` gives the text back."""
    return "'" + tekst if _FORMULE.match(tekst) or _VEILIG.match(tekst) else tekst


def uit_veilig(cel: str) -> str:
    """The text of a cell that `veilig` made."""
    return cel[1:] if _VEILIG.match(cel) else cel


def _lijst(delen: Iterable[str]) -> str:
    return "|".join(d.replace("\\", "\\\\").replace("|", "\\|") for d in delen)


def _delen(cel: str) -> tuple[str, ...]:
    """The parts of a list cell: "|" between them, "\\|" for a bar in the text."""
    if "|" not in cel and "\\" not in cel:
        return (cel,) if cel else ()
    delen = [""]
    letters = iter(cel)
    for letter in letters:
        if letter == "\\":
            delen[-1] += next(letters, "\\")
        elif letter == "|":
            delen.append("")
        else:
            delen[-1] += letter
    return tuple(d.strip() for d in delen if d.strip())


def als_rij(v: Voorziening) -> dict[str, str]:
    """The cells of an entry, as text, not yet safe. A confidential address is not in it."""
    v = v.openbaar()
    plek, r = v.plek or Plek("", "", ""), v.respijt or Respijt()
    los: dict[str, Any] = {k: getattr(v, k) for k in KOLOMMEN if hasattr(v, k)} | {
        "open": tuple(str(o) for o in v.open),
        "bedrag": "" if v.bedrag is None else repr(float(v.bedrag)).removesuffix(".0").replace(".", ","),
        "adres": plek.adres,
        "postcode": plek.postcode,
        "plaats": plek.plaats,
        "buurt": plek.buurt,
    }
    los |= {f"respijt_{k}": getattr(r, k) for k in ("voor", "vorm", "dagdelen", "betaling", "plek_vrij", "plek_vanaf", "gemeld_op")}
    return {k: _cel(los[k]) for k in KOLOMMEN}


def _cel(waarde: Any) -> str:
    if isinstance(waarde, tuple):
        return _lijst(waarde)
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    return "" if waarde is None else str(waarde)


def schrijf(bestand: IO[str], alle: Iterable[Voorziening]) -> int:
    """Write a table (open the file with encoding utf-8-sig and newline=""). Returns the number of rows."""
    uit = csv.writer(bestand, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    uit.writerow(KOLOMMEN)
    aantal = 0
    for v in alle:
        uit.writerow(veilig(cel) for cel in als_rij(v).values())
        aantal += 1
    return aantal


def sjabloon(bestand: IO[str]) -> None:
    """Write the template: the columns, and one row that explains each; that row is skipped when the file is read."""
    uit = csv.writer(bestand, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    uit.writerow(KOLOMMEN)
    uit.writerow(veilig(VOORBEELD if k == "code" else uitleg) for k, uitleg in KOLOMMEN.items())


# --- reading ------------------------------------------------------------------------------------------------------------


def _regels(bestand: IO[bytes]) -> Iterator[str]:
    """Lines of text. Raises Onleesbaar at the line that is no UTF-8."""
    nummer = 0
    while ruw := bestand.readline(LANGSTE_REGEL + 1):
        nummer += 1
        if nummer == 1 and ruw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise Onleesbaar(
                "Dit bestand is opgeslagen als Unicode-tekst. Sla het in Excel op als 'CSV UTF-8 (door scheidingstekens gescheiden)'."
            )
        if ruw[:4] == b"PK\x03\x04" and nummer == 1:
            raise Onleesbaar(
                "Dit is geen CSV maar een Excel-bestand. Sla het in Excel op als 'CSV UTF-8 (door scheidingstekens gescheiden)'."
            )
        if len(ruw) > LANGSTE_REGEL:
            raise Onleesbaar(f"Regel {nummer} van het bestand is veel te lang. Is dit wel een CSV met de kolommen van het sjabloon?")
        try:
            regel = ruw.decode("utf-8-sig" if nummer == 1 else "utf-8")
        except UnicodeDecodeError as fout:
            raise Onleesbaar(
                f"Regel {nummer} van het bestand heeft letters die wij niet kunnen lezen (teken {fout.start + 1}). "
                "Het bestand is geen UTF-8. Sla het in Excel op als 'CSV UTF-8 (door scheidingstekens gescheiden)'."
            ) from None
        if "\x00" in regel:
            raise Onleesbaar(f"Regel {nummer} van het bestand is geen tekst. Is dit wel een CSV?")
        yield regel


def _kolommen(kop: list[str]) -> list[str]:
    """The columns of the first row. Raises Onleesbaar, naming what is wrong."""
    namen = [uit_veilig(k).strip().lower() for k in kop]
    while namen and not namen[-1]:  # Excel leaves empty columns at the end
        namen.pop()
    if len(namen) == 1 and ("," in namen[0] or "\t" in namen[0]):
        teken = "komma's" if "," in namen[0] else "tabs"
        raise Onleesbaar(f"De kolommen staan gescheiden door {teken}. Gebruik een puntkomma (;) tussen de kolommen.")
    fouten = []
    if dubbel := sorted({n for n in namen if n and namen.count(n) > 1}):
        fouten.append(f"Deze kolommen staan er twee keer in: {', '.join(dubbel)}.")
    mist = [k for k in KOLOMMEN if k not in namen]
    for naam in namen:
        if naam not in KOLOMMEN:
            fouten.append(f"De kolom '{naam[:40]}' kennen wij niet.{bedoelt(naam, mist)}" if naam else "Een kolom heeft geen naam.")
    if mist:
        fouten.append(f"Deze kolommen ontbreken: {', '.join(mist)}.")
    if fouten:
        raise Onleesbaar("De kolommen kloppen niet. " + " ".join(fouten[:10]) + " Neem de eerste rij van het sjabloon over.")
    return namen


class _Rij:
    """The cells of one row, with what is wrong in each."""

    def __init__(self, nummer: int, cellen: dict[str, str]) -> None:
        self.nummer = nummer
        self.fouten: dict[str, str] = {}
        self.cellen: dict[str, str] = {}
        for kolom, ruw in cellen.items():
            cel = ruw.replace("\r\n", "\n")
            if _FORMULE.match(cel) and not (kolom == "telefoon" and re.fullmatch(r"\+[\d ()-]+", cel)):
                self.mist(kolom, f"De cel begint met {cel[0]!r}. Dat is een formule. Haal dat teken weg, of zet er een ' voor.")
            cel = uit_veilig(cel).strip()
            if fout := vreemd(cel):
                self.mist(kolom, fout)
            self.cellen[kolom] = cel

    def mist(self, kolom: str, zin: str) -> None:
        self.fouten.setdefault(kolom, zin)

    def zinnen(self) -> list[str]:
        return [f"Rij {self.nummer}" + (f", kolom '{kolom}'" if kolom else "") + f": {zin}" for kolom, zin in self.fouten.items()]

    def _als(self, kolom: str, maak: Callable[[str], Any], zin: str) -> Any:
        cel = self.cellen[kolom]
        if not cel:
            return None
        try:
            return maak(cel)
        except ValueError:
            self.mist(kolom, f"'{cel[:40]}' kan niet. {zin}")
            return None

    def getal(self, kolom: str) -> int | None:
        return self._als(kolom, _getal, "Vul een heel getal in, zoals 18.")

    def datum(self, kolom: str) -> dt.date | None:
        return self._als(kolom, _datum, "Schrijf de datum als 2026-11-30 of 30-11-2026.")

    def ja(self, kolom: str) -> bool:
        cel = self.cellen[kolom].lower()
        if cel not in _JA:
            self.mist(kolom, f"'{cel[:40]}' kan niet. Vul ja of nee in.")
        return _JA.get(cel, False)

    def open(self) -> tuple[Open, ...]:
        uit: list[Open] = []
        for deel in _delen(self.cellen["open"]):
            try:
                uit += Open.uit_tekst(deel)
            except ValueError:
                self.mist("open", f"'{deel[:40]}' kan niet. Schrijf bijvoorbeeld 'ma 09:00-12:30', met | tussen de dagen.")
        return tuple(uit)

    def plek(self) -> Plek | None:
        c = self.cellen
        if not any(c[k] for k in ("adres", "postcode", "plaats", "buurt")):
            return None
        if not c["adres"]:
            self.mist("adres", "Er staat wel een postcode, plaats of buurt, maar geen adres. Vul het adres in.")
        return Plek(c["adres"], c["postcode"], c["plaats"], c["buurt"])

    def respijt(self) -> Respijt | None:
        c = self.cellen
        if not any(c[k] for k in c if k.startswith("respijt_")):
            return None
        voor, vorm, dagdelen, betaling = (_delen(c[f"respijt_{k}"]) for k in ("voor", "vorm", "dagdelen", "betaling"))
        return Respijt(
            voor, vorm, dagdelen, betaling, c["respijt_plek_vrij"], self.datum("respijt_gemeld_op"), self.datum("respijt_plek_vanaf")
        )


def _getal(tekst: str) -> int:
    if not re.fullmatch(r"\d{1,4}", tekst):
        raise ValueError(tekst)
    return int(tekst)


def _bedrag(tekst: str) -> float:
    kaal = tekst.replace("€", "").strip()
    if not re.fullmatch(r"\d{1,6}(?:[.,]\d+)?", kaal):
        raise ValueError(tekst)
    return float(kaal.replace(",", "."))


def _datum(tekst: str) -> dt.date:
    if m := re.fullmatch(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", tekst):
        return dt.date(int(m[3]), int(m[2]), int(m[1]))
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", tekst):
        raise ValueError(tekst)
    return dt.date.fromisoformat(tekst)


_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _entry(rij: _Rij, gemeente: str) -> Voorziening:
    c = rij.cellen
    if c["id"] and not _ID.fullmatch(c["id"].lower()):
        rij.mist("id", "Dit is geen id. Laat de cel leeg, of neem het id uit een export over.")
    los: dict[str, Any] = {k: c[k] for k in KOLOMMEN if k in Voorziening.__dataclass_fields__} | {k: _delen(c[k]) for k in _RIJEN}
    los["talen"] = los["talen"] or ("nl",)
    los |= {k: rij.ja(k) for k in ("bij_u_thuis", "geheim_adres")}
    los |= {k: rij.getal(k) for k in ("leeftijd_van", "leeftijd_tot")}
    los |= {k: rij.datum(k) for k in ("nagekeken_op", "zichtbaar_van", "zichtbaar_tot")}
    los["bedrag"] = rij._als("bedrag", _bedrag, "Vul alleen een getal in, zoals 2,50.")
    los["open"] = rij.open()
    return Voorziening(**los | {"id": c["id"].lower() or id_van(gemeente, c["code"]), "plek": rij.plek(), "respijt": rij.respijt()})


def _rijen(bestand: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """(number as a spreadsheet counts, cells) of each row. Raises Onleesbaar."""
    nummer = 0
    try:
        for nummer, cellen in enumerate(csv.reader(_regels(bestand), delimiter=";", strict=True), 1):  # noqa: B007 - named in the message
            if nummer > MEESTE_RIJEN + 1:
                raise Onleesbaar(f"Het bestand heeft meer dan {MEESTE_RIJEN} rijen. Deel het op in kleinere bestanden.")
            yield nummer, cellen
    except csv.Error as fout:
        raise Onleesbaar(
            f'Na rij {nummer} klopt het bestand niet ({fout}). Staat er ergens één los aanhalingsteken (")? Haal het weg of schrijf het dubbel ("").'
        ) from None


def lees(bestand: IO[bytes], gemeente: str, tax: Taxonomie) -> Iterator[Gelezen]:
    """Each row of a table as it comes: the entry, or what is wrong with row and column. Raises Onleesbaar, before the first row, when the file itself is."""
    kolommen: list[str] = []
    for nummer, cellen in _rijen(bestand):
        if nummer == 1 and any(cellen):
            kolommen = _kolommen(cellen)
    if not kolommen:
        raise Onleesbaar("Het bestand is leeg. Vul het sjabloon in en sla het op.")
    bestand.seek(0)
    for nummer, cellen in _rijen(bestand):
        if nummer > 1 and any(c.strip() for c in cellen):
            yield _lees_rij(nummer, kolommen, cellen, gemeente, tax)


def _lees_rij(nummer: int, kolommen: list[str], cellen: list[str], gemeente: str, tax: Taxonomie) -> Gelezen:
    waar = f"Rij {nummer}"
    while len(cellen) > len(kolommen) and not cellen[-1].strip():
        cellen.pop()
    if len(cellen) != len(kolommen):
        zin = f"{waar}: er staan {len(cellen)} cellen, maar er zijn {len(kolommen)} kolommen. Staat er een puntkomma in een tekst? Zet die tekst tussen aanhalingstekens."
        return Gelezen(waar, fouten=[zin])
    rij = _Rij(nummer, dict(zip(kolommen, cellen, strict=True)))
    if rij.cellen["code"] == VOORBEELD:
        return Gelezen(waar, meldingen=[f"{waar} is de uitleg uit het sjabloon. Die slaan wij over."])
    v = _entry(rij, gemeente)
    for veld, zin in keur(v, tax):
        rij.mist({"plek": "adres"}.get(veld, veld), zin)
    return Gelezen(waar, fouten=rij.zinnen()) if rij.fouten else Gelezen(waar, v)
