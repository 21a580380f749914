"""`python -m dialogues.learn`: makes the weights and thresholds of understand.py from sentences written out as data.

For developers: needs scikit-learn, and nothing imports this file. The same data give the same bytes. With --toets it also prints the figures
of a cross-validation over whole situations (all wordings of a situation are left out together), as typed and without capitals and punctuation.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dialogues.understand import DOMEIN_VAN, DOMEINEN, MARKERS, SIGNALEN, WOORDEN
from sociale_kaart.woorden import Lezing, lezer, normaal
from sociale_kaart.woorden.leren import leer_elk, matrix, schrijf, weging, woordenschat
from sociale_kaart.woorden.lezer import DATA, TALEN

C = 0.5
MEESTE = 84_000  # weights: the file stays under 1 MB
DELEN = 3
ROLLEN = ("mantelzorger", "naaste", "professional", "kind")
KLASSEN = (
    *(f"nu:{s}" for s in SIGNALEN),
    *(f"zacht:{s}" for s in SIGNALEN),
    *(f"m:{m}" for m in MARKERS),
    *(f"d:{d}" for d in DOMEINEN),
    "spoed:vandaag",
    "spoed:deze-week",
    *(f"rol:{r}" for r in ROLLEN),
)
# Signals that often come together: a sentence of one says nothing about the others.
VERWANT = {
    "levensgevaar": {"suicide", "geweld", "kind-onveilig", "seksueel-geweld"},
    "suicide": {"levensgevaar"},
    "geweld": {"kind-onveilig", "seksueel-geweld", "levensgevaar", "vannacht-geen-bed"},
    "kind-onveilig": {"geweld", "seksueel-geweld", "levensgevaar", "vannacht-geen-bed"},
    "seksueel-geweld": {"geweld", "kind-onveilig"},
    "vannacht-geen-bed": {"afsluiting", "geweld", "kind-onveilig"},
    "afsluiting": {"vannacht-geen-bed"},
}
# Kinds whose phrases may carry a signal or a marker: those phrases do not count as calm for it.
SOORT_KAN = {
    "noodopvang": {"nu:vannacht-geen-bed", "zacht:vannacht-geen-bed"},
    "schuldhulpverlening": {"nu:afsluiting", "zacht:afsluiting"},
    "huurproblemen": {"nu:afsluiting", "zacht:afsluiting", "nu:vannacht-geen-bed"},
    "energiehulp": {"nu:afsluiting", "zacht:afsluiting"},
    "veilig-thuis": {"nu:geweld", "zacht:geweld", "nu:kind-onveilig", "zacht:kind-onveilig", "nu:seksueel-geweld", "zacht:seksueel-geweld"},
    "vrouwenopvang": {"nu:geweld", "zacht:geweld", "nu:vannacht-geen-bed", "nu:kind-onveilig"},
    "seksueel-geweld": {"nu:seksueel-geweld", "zacht:seksueel-geweld", "nu:kind-onveilig"},
    "slachtofferhulp": {"zacht:geweld", "zacht:seksueel-geweld"},
    "zorgen-over-iemand": {"m:zorgmijder", "m:kan-niet-alleen"},
    "luisterlijn": {"zacht:suicide"},
    "mentale-hulp-jongeren": {"zacht:suicide"},
    "rouwgroep": {"zacht:suicide"},
}
DOMEIN_KAN = {
    "mantelzorg": {"m:overbelast", "spoed:deze-week", "spoed:vandaag"},
    "contact": {"m:geen-netwerk"},
    "recht": {"m:tussen-wal-en-schip", "m:hulp-past-niet", "m:meerdere-hulpverleners"},
    "wonen": {"m:kan-niet-alleen"},
    "gezin": {"m:jong-18-23"},
}


@dataclass
class Zin:
    """A labelled sentence: per class 1, 0, or -1 (says nothing). `groep`: its situation; `bron`: file; `niveau`: nu, zacht, niet, or ""."""

    tekst: str
    taal: str
    groep: str
    bron: str
    niveau: str = ""
    vorm: str = ""
    labels: dict[str, int] = field(default_factory=dict)
    complex: bool = False


def _toml(pad: Any) -> dict[str, Any]:
    return tomllib.loads(pad.read_text(encoding="utf-8"))


def signaalzinnen() -> list[Zin]:
    """Sentences of the seven signals and their look-alikes."""
    uit = []
    for code in SIGNALEN:
        paden = [WOORDEN / f"{code}.toml", WOORDEN / "extra" / f"{code}.toml"]
        for s in (s for pad in paden if pad.exists() for s in _toml(pad)["situatie"]):
            niveau = s["niveau"]
            labels = {f"nu:{code}": int(niveau == "nu"), f"zacht:{code}": int(niveau == "zacht")}
            for ander in SIGNALEN:
                if ander != code:
                    weet_niet = ander in VERWANT[code] and niveau != "niet"
                    labels |= {f"nu:{ander}": -1 if weet_niet else 0, f"zacht:{ander}": -1 if weet_niet else 0}
            labels |= {f"m:{m}": -1 for m in MARKERS} | {"spoed:vandaag": -1, "spoed:deze-week": -1} | {f"rol:{r}": -1 for r in ROLLEN}
            labels |= {f"d:{d}": 1 if d == DOMEIN_VAN[code] and niveau == "nu" else -1 for d in DOMEINEN}
            if s.get("vorm") == "kind":
                labels["rol:kind"] = 1
            uit += [Zin(t, taal, f"{code}/{s['naam']}", code, niveau, s.get("vorm", ""), labels) for taal in TALEN for t in s.get(taal, ())]
    return uit


def kenmerkzinnen() -> list[Zin]:
    """Sentences with markers of complexity and plain ones; nobody is in danger in them."""
    uit = []
    for pad in sorted((WOORDEN / "kenmerken").glob("*.toml")):
        for s in _toml(pad)["situatie"]:
            labels = {f"{n}:{c}": 0 for n in ("nu", "zacht") for c in SIGNALEN}
            labels |= {f"m:{m}": int(m in s["markers"]) for m in MARKERS} | {f"d:{d}": int(d in s["domeinen"]) for d in DOMEINEN}
            labels |= {f"spoed:{k}": int(s.get("spoed") == k) for k in ("vandaag", "deze-week")} | {
                f"rol:{r}": int(s.get("rol") == r) for r in ROLLEN
            }
            uit += [
                Zin(t, taal, f"{pad.stem}/{s['naam']}", "kenmerken", "", "", labels, bool(s["markers"]))
                for taal in TALEN
                for t in s.get(taal, ())
            ]
    return uit


def soortzinnen() -> list[Zin]:
    """The phrases of the kinds: calm questions with one domain."""
    uit = []
    domein = {s["code"]: s["domein"] for s in _toml(DATA / "taxonomy.toml")["soort"]}
    for pad in [*sorted((DATA / "soorten").glob("*.toml")), DATA / "soorten-extra.toml"]:
        for code, s in _toml(pad).items():
            weet_niet = SOORT_KAN.get(code, set()) | DOMEIN_KAN.get(domein[code], set())
            labels = {k: -1 if k in weet_niet else 0 for k in KLASSEN if k[:2] != "d:"} | {
                f"d:{d}": int(d == domein[code]) for d in DOMEINEN
            }
            labels |= {f"rol:{r}": -1 for r in ROLLEN}
            for taal in ("namen", *TALEN):
                uit += [Zin(t, taal, f"{code}/{pad.stem}/{i // 8}", "soorten", "", "", labels) for i, t in enumerate(s.get(taal, ()))]
    geen = _toml(DATA / "geen-hulp.toml")["geen"]
    rustig = {k: 0 for k in KLASSEN}
    uit += [Zin(t, taal, f"geen/{i // 8}", "soorten", "", "", rustig) for taal in TALEN for i, t in enumerate(geen.get(taal, ()))]
    return uit


def alle_zinnen() -> list[Zin]:
    """Every labelled sentence, in a fixed order."""
    return signaalzinnen() + kenmerkzinnen() + soortzinnen()


def schrijf_woorden(zinnen: list[Zin]) -> None:
    """The words of the sentences of the conversation, with how often: so that the reader does not "repair" them."""
    telling = Counter(normaal(w) for z in zinnen if z.bron != "soorten" for w in re.findall(r"[^\W_]+", z.tekst))
    regels = [f"{w} {n}" for w, n in sorted(telling.items()) if n > 1 and not w.isdigit()]
    (DATA / "woorden-gesprek.txt").write_text("\n".join(regels) + "\n", encoding="utf-8")
    lezer.cache_clear()


def labels(zinnen: list[Zin]) -> np.ndarray:
    """0/1/-1 per sentence and class."""
    return np.array([[z.labels.get(k, -1) for k in KLASSEN] for z in zinnen], dtype=np.int8)


def kaal(tekst: str) -> str:
    """Without capitals and punctuation."""
    return " ".join(re.findall(r"\w+", tekst.lower()))


def buiten_beeld(lezingen: list[Lezing], y: np.ndarray, groepen: list[str], proef: list[Lezing] | None = None) -> np.ndarray:
    """Logits of each sentence by models that never saw its situation."""
    volgorde = {g: i for i, g in enumerate(dict.fromkeys(groepen))}
    deel = np.array([volgorde[g] % DELEN for g in groepen])
    uit = np.zeros(y.shape)
    schat = woordenschat(lezingen)
    x = matrix(lezingen, schat)
    xp = x if proef is None else matrix(proef, schat)
    for d in range(DELEN):
        coef, bias = leer_elk(x[deel != d], y[deel != d], C)
        uit[deel == d] = xp[deel == d] @ coef.T + bias
    return uit


def kies_grenzen(y: np.ndarray, logits: np.ndarray, zinnen: list[Zin]) -> dict[str, float]:
    """Per class the threshold that fits its use, from logits of unseen situations."""
    uit = {}
    bron = np.array([z.bron for z in zinnen])
    for k, klasse in enumerate(KLASSEN):
        ja, nee = logits[y[:, k] == 1, k], logits[y[:, k] == 0, k]
        if not len(ja):
            continue
        if klasse.startswith(("nu:", "zacht:")):
            soort, code = klasse.split(":")
            eigen = logits[(y[:, k] == 0) & (bron == code), k]
            ander = logits[(y[:, k] == 0) & (bron != code), k]
            grens = _strengst(eigen, ander, 0.03, 0.002)
            if soort == "nu":  # surely enough for the panel; between this and the next the calm line
                uit[f"misschien:{code}"] = round(_strengst(eigen, ander, 0.10, 0.004), 2)
        else:
            kandidaten = np.quantile(ja, np.linspace(0, 0.6, 61))
            grens = max(kandidaten, key=lambda g: _f(ja, nee, g, 0.6 if klasse.startswith("m:") else 0.5))
        uit[klasse] = round(float(grens), 2)
    return uit


def _strengst(eigen: np.ndarray, ander: np.ndarray, deel_eigen: float, deel_ander: float) -> float:
    """The logit above which at most these shares of the look-alikes and of other texts lie."""
    return float(max(np.quantile(eigen, 1 - deel_eigen), np.quantile(ander, 1 - deel_ander)))


def _f(ja: np.ndarray, nee: np.ndarray, grens: float, zuiver: float) -> float:
    """F measure; `zuiver` above 0.5 weighs a false alarm heavier than a miss."""
    tp, fp, fn = (ja >= grens).sum(), (nee >= grens).sum(), (ja < grens).sum()
    return float(tp / (tp + zuiver * fp + (1 - zuiver) * fn))


def toets(zinnen: list[Zin], logits: np.ndarray, grenzen: dict[str, float]) -> list[str]:
    """The figures of the learned part alone, on situations it never saw."""
    uit = []
    g = np.array([grenzen.get(k, 99.0) for k in KLASSEN])
    over: np.ndarray = np.asarray(np.greater_equal(logits, g))
    nu_kolommen = [i for i, k in enumerate(KLASSEN) if k.startswith("nu:")]
    elk = [i for i, k in enumerate(KLASSEN) if k.startswith(("nu:", "zacht:"))]
    for code in SIGNALEN:
        k = KLASSEN.index(f"nu:{code}")
        rij = [i for i, z in enumerate(zinnen) if z.bron == code]
        nu = [i for i in rij if zinnen[i].niveau == "nu"]
        niet = [i for i in rij if zinnen[i].niveau == "niet"]
        if nu and niet:
            per_taal = " ".join(f"{t} {over[[i for i in nu if zinnen[i].taal == t]][:, elk].any(1).mean():.2f}" for t in TALEN)
            uit.append(
                f"{code:18} nu-recall {over[nu, k].mean():.3f} any {over[nu][:, elk].any(1).mean():.3f} ({per_taal}); look-alikes: false nu {over[niet][:, nu_kolommen].any(1).mean():.3f} any {over[niet][:, elk].any(1).mean():.3f}"
            )
    rustig = [i for i, z in enumerate(zinnen) if z.bron == "kenmerken"]
    m = [i for i, k in enumerate(KLASSEN) if k.startswith("m:")]
    if rustig:
        comp = np.array([zinnen[i].complex for i in rustig])
        gezegd: np.ndarray = np.asarray(over[rustig][:, m].any(1))
        uit.append(
            f"markers: complex recall {gezegd[comp].mean():.3f}, plain kept plain {1 - gezegd[~comp].mean():.3f}, false nu {over[rustig][:, nu_kolommen].any(1).mean():.3f}"
        )
        d = [i for i, k in enumerate(KLASSEN) if k.startswith("d:")]
        f1 = []
        for i in rustig:
            want = {KLASSEN[k] for k in d if zinnen[i].labels[KLASSEN[k]] == 1}
            got = {KLASSEN[k] for k in d if over[i, k]}
            f1.append(1.0 if not want and not got else 2 * len(want & got) / (len(want) + len(got)))
        uit.append(f"domains: mean F1 {np.mean(f1):.3f}")
    s = [i for i, z in enumerate(zinnen) if z.bron == "soorten"]
    uit.append(f"phrases of kinds: false nu {over[s][:, nu_kolommen].any(1).mean():.4f}, called complex {over[s][:, m].any(1).mean():.3f}")
    return uit


def main() -> None:
    """Learn, choose thresholds, write; with --toets print the figures."""
    zinnen = alle_zinnen()
    schrijf_woorden(zinnen)
    lees = lezer()
    lezingen = [lees.lees(z.tekst) for z in zinnen]
    y = labels(zinnen)
    logits = buiten_beeld(lezingen, y, [z.groep for z in zinnen])
    grenzen = kies_grenzen(y, logits, zinnen)
    if "--toets" in sys.argv:
        sys.stdout.write("\n".join(toets(zinnen, logits, grenzen)) + "\n")
    schat = woordenschat(lezingen, 3)
    coef, bias = leer_elk(matrix(lezingen, schat), y, C)
    grootte = schrijf(weging(KLASSEN, schat, coef, bias, MEESTE), WOORDEN / "gewichten.txt")
    kop = "# Thresholds on the logit per class, from cross-validation over whole situations. Made by learn.py.\n"
    (WOORDEN / "grenzen.toml").write_text(kop + "".join(f'"{k}" = {v}\n' for k, v in grenzen.items()), encoding="utf-8")
    sys.stdout.write(f"{len(zinnen)} sentences, {len(schat.kolom)} features, {grootte} bytes\n")


if __name__ == "__main__":
    main()
