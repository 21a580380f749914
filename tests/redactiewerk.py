"""What an editor does in a day, on the pages, against workers that each must follow: add, change and hide an entry; add and switch off a phrase."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from tests.server import Bezoeker, Buiten, van_elke_werker

ZIN = "mijn klontje smeltwater zingt vals"  # no word of it leads to this kind
SOORT = "parkeerkaart"
LANGST = 10.0  # seconds to wait before "never"
Ziet = Callable[[Bezoeker], bool]


def dag(carla: Buiten) -> Iterator[tuple[str, Ziet]]:
    """Each step: what was just published, and how a visitor sees it."""
    carla.open("/redactie/voorzieningen/nieuw?soort=samen-eten")
    carla.druk("Bewaar en zet online", naam="Soep in Oost", samenvatting="Elke week soep en brood.", toegang="vrij", nagekeken="ja")
    id = carla.pad.split("/")[-1].split("?")[0]
    pad = f"/voorzieningen/{id}"
    yield "add an entry", lambda b: b.vraag("GET", pad)[0] == 200
    carla.druk("Bewaar en zet online", kosten="Zes euro per keer")
    yield "change an entry", lambda b: "Zes euro per keer" in b.vraag("GET", pad)[1]
    carla.druk("Naar het archief")
    yield "hide an entry", lambda b: b.vraag("GET", pad)[0] == 404
    carla.open("/redactie/vind").druk("Voeg de zin toe", zin=ZIN, soort=SOORT)
    yield "add a phrase", lambda b: SOORT in b.soorten(ZIN)
    carla.druk(f"Zet uit: {ZIN}")
    yield "switch a phrase off", lambda b: SOORT not in b.soorten(ZIN)


def volgtijden(ouder: int, poort: int, werkers: int) -> dict[str, float]:
    """Seconds from the editor's answer until the last worker shows each step. Each worker is asked over a line of its own."""
    carla, uit = Buiten(poort).log_in("carla"), {}
    assert SOORT not in Bezoeker(poort).soorten(ZIN)  # else the phrase proves nothing
    for wat, ziet in dag(carla):
        begin = time.monotonic()
        for b in van_elke_werker(ouder, poort, werkers).values():
            while not ziet(b):
                assert time.monotonic() - begin < LANGST, f"{wat}: a worker does not follow"
                time.sleep(0.02)
            b.lijn.close()
        uit[wat] = round(time.monotonic() - begin, 3)
    return uit
