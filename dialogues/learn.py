"""`python -m dialogues.learn`: makes the weights and thresholds of understand.py from sentences written out as data.

For developers: needs scikit-learn, and nothing imports this file. The same data give the same bytes. With --toets it also prints the figures
of a cross-validation over whole situations (all wordings of a situation are left out together), as typed and without capitals and punctuation.
"""

from __future__ import annotations

import re
import sys
import tomllib
import zlib
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, vstack

from dialogues.understand import DOMEINEN, GEWICHTEN, MARKERS, SIGNALEN, WOORDEN
from sociale_kaart.woorden import Lezing, Weging, lezer, normaal
from sociale_kaart.woorden.leren import Schat, leer_een, leer_elk, matrix, schrijf, weging, woordenschat
from sociale_kaart.woorden.lezer import DATA, TALEN

C = 1.0
C_WELK = 3.0  # of the heads that say which signal
MINSTENS = {"w": 2, "b": 2, "p": 3, "s": 3, "x": 3, "c": 5}  # a feature counts when it stands in this many sentences
DELEN = 3
# At most these shares of look-alikes and of other texts are taken for what they are not (in situations never seen; life is easier than the look-alikes).
NU, MISSCHIEN, ZACHT, COMPLEX = (0.0825, 0.0157), (0.2074, 0.0591), (0.01, 0.002), (0.0605, 0.0989)
DRAAGT = 0.0544  # of carers who carry on, at most this share is taken for one who cannot
OVERBELAST = "m:overbelast"
# Of the short sentences of signals and their look-alikes (at most so many words) this share also stands with words before it, or after it.
OMHAAL_KORT, OMHAAL_BEGIN, OMHAAL_EIND = 14, 20, 50
# Pieces of sentences joined: how many a piece, and by which words.
SAMEN = 6
VOEG = {
    "nl": (" en ", ", ", ". ", " maar ", ", en ", " want ", " dus "),
    "en": (" and ", ", ", ". ", " but ", " so "),
    "pl": (" i ", ", ", ". ", " a ", " bo "),
    "tr": (" ve ", ", ", ". ", " ama "),
    "ar": (" و", "، ", ". ", " لكن "),
    "uk": (" і ", ", ", ". ", " але ", " бо "),
}
TEAM, TEAM_KORT = "wijkteam", 6
ROLLEN = ("mantelzorger", "naaste", "professional", "kind")
# Heads: is somebody in danger now (nu), by which signal, or near it (zacht); does a question need more than one kind of help (complex), and why;
# how soon; who tells; which life domains are touched. Each against calm or plain texts.
KLASSEN = (
    "nu",
    *(f"nu:{s}" for s in SIGNALEN),
    "zacht",
    "complex",
    *(f"m:{m}" for m in MARKERS),
    "spoed:vandaag",
    "spoed:deze-week",
    *(f"rol:{r}" for r in ROLLEN),
    *(f"domein:{d}" for d in DOMEINEN),
    *(f"welk:{s}" for s in SIGNALEN),  # among sentences of danger only: which of the seven (see leer_welk)
)
TE_LEZEN = 150  # of the heaviest weights of each head, written out to be read by people
# Kinds whose phrases may carry a signal, and kinds and domains whose phrases may need more than one kind of help: there they say nothing.
SOORT_KAN_NU: dict[str, set[str]] = {
    "noodopvang": {"vannacht-geen-bed"},
    "schuldhulpverlening": {"afsluiting"},
    "huurproblemen": {"afsluiting", "vannacht-geen-bed"},
    "energiehulp": {"afsluiting"},
    "veilig-thuis": {"geweld", "kind-onveilig", "seksueel-geweld"},
    "vrouwenopvang": {"geweld", "vannacht-geen-bed", "kind-onveilig"},
    "seksueel-geweld": {"seksueel-geweld", "kind-onveilig"},
    "slachtofferhulp": {"geweld", "seksueel-geweld"},
    "luisterlijn": {"suicide"},
    "mentale-hulp-jongeren": {"suicide"},
    "rouwgroep": {"suicide"},
}
SOORT_KAN_COMPLEX = {"zorgen-over-iemand", "wijkteam", "actieteam-jongeren", "clientondersteuning", "begeleiding-thuis", *SOORT_KAN_NU}
DOMEIN_KAN_COMPLEX = {
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
        paden = [WOORDEN / f"{code}.toml", WOORDEN / "extra" / f"{code}.toml", WOORDEN / "breed" / f"{code}.toml"]
        for s in (s for pad in paden if pad.exists() for s in _toml(pad)["situatie"]):
            niveau = s["niveau"]
            labels = {"nu": {"nu": 1, "zacht": -1, "niet": 0}[niveau], "zacht": {"nu": -1, "zacht": 1, "niet": 0}[niveau]}
            if niveau == "niet":
                labels |= {f"nu:{ander}": 0 for ander in SIGNALEN} | {"complex": 0} | {f"m:{m}": 0 for m in MARKERS}
            elif niveau == "nu":
                labels[f"nu:{code}"] = 1
            if s.get("vorm") == "kind":
                labels["rol:kind"] = 1
            if s.get("domeinen"):
                labels |= {f"domein:{d}": int(d in s["domeinen"]) for d in DOMEINEN}
            uit += [Zin(t, taal, f"{code}/{s['naam']}", code, niveau, s.get("vorm", ""), labels) for taal in TALEN for t in s.get(taal, ())]
    return uit


def kenmerkzinnen() -> list[Zin]:
    """Sentences with markers of complexity and plain ones; nobody is in danger in them."""
    uit = []
    for pad in sorted((WOORDEN / "kenmerken").glob("*.toml")):
        for s in _toml(pad)["situatie"]:
            labels = {"nu": 0, "zacht": 0, "complex": int(bool(s["markers"]))} | {f"nu:{c}": 0 for c in SIGNALEN}
            labels |= {f"m:{m}": 1 if m in s["markers"] else -1 if s["markers"] else 0 for m in MARKERS}
            labels |= {f"spoed:{k}": int(s.get("spoed") == k) for k in ("vandaag", "deze-week")}
            labels |= {f"rol:{r}": int(s.get("rol") == r) for r in ROLLEN}
            if s.get("domeinen"):
                labels |= {f"domein:{d}": int(d in s["domeinen"]) for d in DOMEINEN}
            uit += [
                Zin(t, taal, f"{pad.stem}/{s['naam']}", "kenmerken", "", "", labels, bool(s["markers"]))
                for taal in TALEN
                for t in s.get(taal, ())
            ]
    return uit


def soortzinnen() -> list[Zin]:
    """The phrases of the kinds and of texts that are no question for help: calm and plain."""
    uit = []
    domein = {s["code"]: s["domein"] for s in _toml(DATA / "taxonomy.toml")["soort"]}
    for pad in [*sorted((DATA / "soorten").glob("*.toml")), DATA / "soorten-extra.toml"]:
        for code, s in _toml(pad).items():
            kan = DOMEIN_KAN_COMPLEX.get(domein[code], set())
            labels = {k: 0 for k in KLASSEN if k.startswith(("m:", "spoed:")) and k not in kan}
            labels |= {"nu": -1 if code in SOORT_KAN_NU else 0, "zacht": -1 if code in SOORT_KAN_NU else 0}
            labels |= {f"nu:{c}": -1 if c in SOORT_KAN_NU.get(code, ()) else 0 for c in SIGNALEN}
            labels["complex"] = -1 if kan or code in SOORT_KAN_COMPLEX else 0
            eigen = {f"domein:{d}": int(d == domein[code] and code != TEAM) for d in DOMEINEN}
            for taal in ("namen", *TALEN):
                # who asks for the team in few words says nothing of a domain; in many, we do not know
                for i, t in enumerate(s.get(taal, ())):
                    vast = eigen if code != TEAM or len(t.split()) <= TEAM_KORT else {}
                    uit.append(Zin(t, taal, f"{code}/{pad.stem}/{i // 8}", "soorten", "", "", labels | vast))
    geen = _toml(DATA / "geen-hulp.toml")["geen"]
    rustig = {k: 0 for k in KLASSEN}
    uit += [Zin(t, taal, f"geen/{i // 8}", "soorten", "", "", rustig) for taal in TALEN for i, t in enumerate(geen.get(taal, ()))]
    return uit


def deelzinnen() -> list[Zin]:
    """Pieces of sentences with their life domains, by themselves; they say nothing of anything else."""
    return [
        Zin(t, taal, f"deel/{'+'.join(d['domeinen'])}/{i // 8}", "deel", labels={f"domein:{k}": int(k in d["domeinen"]) for k in DOMEINEN})
        for d in _toml(WOORDEN / "deelzinnen.toml")["deel"]
        for taal in TALEN
        for i, t in enumerate(d.get(taal, ()))
    ]


def samengevoegd(delen: list[Zin]) -> list[Zin]:
    """Two or three of those pieces in one sentence: a text that touches several domains touches each of them. Which ones follows from the order in
    which they stand; SAMEN sentences a language and a piece."""
    uit = []
    for taal in TALEN:
        rij = [z for z in delen if z.taal == taal]
        for i in range(SAMEN * len(rij)):
            stukken = [
                rij[i % len(rij)],
                *(rij[(i * stap + n) % len(rij)] for n, stap in enumerate((7919, 104_729)[: 1 + (i % 3 == 0)], 1)),
            ]
            kent = [{k for k, ja in z.labels.items() if ja} for z in stukken]
            samen_ = set().union(*kent)
            if len(samen_) >= len(stukken):
                tekst = stukken[0].tekst + "".join(VOEG[taal][(i + n) % len(VOEG[taal])] + z.tekst for n, z in enumerate(stukken[1:]))
                uit.append(replace(stukken[0], tekst=tekst, labels={k: int(k in samen_) for k in stukken[0].labels}))
    return uit


def met_omhaal(zinnen: list[Zin]) -> list[Zin]:
    """Some of the short sentences once more, with a greeting before or a question after: how somebody asks says nothing of danger. Which ones and
    which words follows from the sentence itself."""
    om = _toml(WOORDEN / "omhaal.toml")
    uit = []
    for z in zinnen:
        getal = zlib.crc32(z.tekst.encode())
        tekst = z.tekst
        if getal % 100 < OMHAAL_EIND:
            eind = om["eind"][z.taal]
            tekst = tekst.rstrip(".!? ") + (". ", ", ", " ")[getal % 3] + eind[getal // 100 % len(eind)]
        if getal // 100 % 100 < OMHAAL_BEGIN:
            begin = om["begin"][z.taal]
            tekst = begin[getal // 10_000 % len(begin)] + " " + tekst
        if tekst != z.tekst and len(z.tekst.split()) <= OMHAAL_KORT:
            uit.append(replace(z, tekst=tekst))
    return uit


def alle_zinnen() -> list[Zin]:
    """Every labelled sentence, in a fixed order."""
    signalen = signaalzinnen()
    return signalen + met_omhaal(signalen) + kenmerkzinnen() + soortzinnen()


def schrijf_woorden(zinnen: list[Zin]) -> None:
    """The words of the sentences of the conversation, with their language and how often: so that the reader knows them."""
    telling = Counter((z.taal, normaal(w)) for z in zinnen for w in re.findall(r"[^\W_]+", z.tekst))
    regels = [f"{taal} {w} {n}" for (taal, w), n in sorted(telling.items()) if n > 1 and not w.isdigit()]
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
    nodig = np.array([not k.startswith(("domein:", "welk:")) for k in KLASSEN])  # these have no threshold of their own
    schat = woordenschat(lezingen, MINSTENS)
    x = matrix(lezingen, schat)
    xp = x if proef is None else matrix(proef, schat)
    for d in range(DELEN):
        coef, bias = leer_elk(x[deel != d], y[deel != d][:, nodig], C)
        uit[np.ix_(deel == d, nodig)] = xp[deel == d] @ coef.T + bias
    return uit


def leer_welk(x: csr_matrix, zinnen: list[Zin], coef: np.ndarray, bias: np.ndarray) -> None:
    """Fill in the heads that say which signal it is, learned one against the rest from the sentences of danger alone."""
    rij = [i for i, z in enumerate(zinnen) if z.niveau == "nu"]
    codes, c, b = leer_een(x[rij], [zinnen[i].bron for i in rij], C_WELK)
    plaats = [KLASSEN.index(f"welk:{code}") for code in codes]
    coef[plaats], bias[plaats] = c, b


def leer_domeinen(x: csr_matrix, y: np.ndarray, erbij: list[Zin], schat: Schat, coef: np.ndarray, bias: np.ndarray) -> None:
    """Fill in the heads of the domains, learned from all sentences and from the joined pieces."""
    lees = lezer()
    kolommen = [KLASSEN.index(f"domein:{d}") for d in DOMEINEN]
    x_erbij = matrix([lees.lees(z.tekst) for z in erbij], schat)
    coef[kolommen], bias[kolommen] = leer_elk(vstack([x, x_erbij], format="csr"), np.vstack([y, labels(erbij)])[:, kolommen], C)


def samen(logits: np.ndarray) -> dict[str, np.ndarray]:
    """The sums that decide (see understand.py): danger and complexity, from the head that says whether and the strongest that says which; and a
    carer who cannot keep it up."""

    def van(begin: str) -> np.ndarray:
        return logits[:, [i for i, k in enumerate(KLASSEN) if k.startswith(begin)]].max(axis=1)

    complex_ = logits[:, KLASSEN.index("complex")]
    return {"nu": logits[:, KLASSEN.index("nu")] + van("nu:"), "complex": complex_ + van("m:"), OVERBELAST: complex_ + van(OVERBELAST)}


def kies_grenzen(y: np.ndarray, logits: np.ndarray, zinnen: list[Zin]) -> dict[str, float]:
    """The threshold of each use, from logits of unseen situations."""
    uit = {}
    lijkt = np.array([z.niveau == "niet" for z in zinnen])
    som = samen(logits)
    for k, klasse in enumerate(KLASSEN):
        waarde = som.get(klasse, logits[:, k])
        ja, nee, eigen = waarde[y[:, k] == 1], waarde[(y[:, k] == 0) & ~lijkt], waarde[(y[:, k] == 0) & lijkt]
        if klasse == "nu":  # surely enough for the panel; between this and the next the calm line
            uit["nu"], uit["misschien"] = _strengst(eigen, nee, NU), _strengst(eigen, nee, MISSCHIEN)
        elif klasse == "zacht":
            uit["zacht"] = _strengst(eigen, nee, ZACHT)
        elif klasse == "complex":
            uit["complex"] = _strengst(eigen, nee, COMPLEX)
        elif klasse == OVERBELAST:
            uit[klasse] = float(np.quantile(waarde[(y[:, k] == 0) & (y[:, KLASSEN.index("rol:mantelzorger")] == 1)], 1 - DRAAGT))
        elif not klasse.startswith(("nu:", "domein:", "welk:")):
            uit[klasse] = float(max(np.quantile(ja, np.linspace(0, 0.6, 61)), key=lambda g: _f(ja, nee, g, 0.6)))
    return {k: round(v, 2) for k, v in uit.items()}


def _strengst(eigen: np.ndarray, ander: np.ndarray, deel: tuple[float, float]) -> float:
    """The value above which at most these shares of the look-alikes and of other texts lie."""
    return float(max(np.quantile(eigen, 1 - deel[0]), np.quantile(ander, 1 - deel[1])))


def _f(ja: np.ndarray, nee: np.ndarray, grens: float, zuiver: float) -> float:
    """F measure; `zuiver` above 0.5 weighs a false alarm heavier than a miss."""
    tp, fp, fn = (ja >= grens).sum(), (nee >= grens).sum(), (ja < grens).sum()
    return float(tp / (tp + zuiver * fp + (1 - zuiver) * fn))


def toets(zinnen: list[Zin], logits: np.ndarray, grenzen: dict[str, float]) -> list[str]:
    """The figures of the learned part alone, on situations it never saw."""
    kolom = {k: i for i, k in enumerate(KLASSEN)}
    som = samen(logits)
    nu = som["nu"] >= grenzen["nu"]
    elk = (som["nu"] >= grenzen["misschien"]) | (logits[:, kolom["zacht"]] >= grenzen["zacht"])
    codes = np.array([logits[:, kolom[f"nu:{s}"]] for s in SIGNALEN]).argmax(axis=0)
    uit = []

    def deel(waar: np.ndarray, rij: list[int]) -> str:
        return f"{waar[rij].mean():.3f}" if rij else "-"

    for j, code in enumerate(SIGNALEN):
        rij = [i for i, z in enumerate(zinnen) if z.bron == code and z.niveau == "nu"]
        niet = [i for i, z in enumerate(zinnen) if z.bron == code and z.niveau == "niet"]
        per_taal = " ".join(f"{t} {deel(elk, [i for i in rij if zinnen[i].taal == t])}" for t in TALEN)
        uit.append(
            f"{code:18} nu {deel(nu, rij)} any {deel(elk, rij)} ({per_taal}) first code {deel(codes == j, rij)}; "
            f"look-alikes: nu {deel(nu, niet)} any {deel(elk, niet)}"
        )
    for naam, rij in (
        ("complex, recall", [i for i, z in enumerate(zinnen) if z.bron == "kenmerken" and z.complex]),
        ("plain, called complex", [i for i, z in enumerate(zinnen) if z.bron == "kenmerken" and not z.complex]),
        ("phrases of kinds, called complex", [i for i, z in enumerate(zinnen) if z.labels.get("complex") == 0 and z.bron == "soorten"]),
    ):
        uit.append(f"{naam} {deel(som['complex'] >= grenzen['complex'], rij)}, nu {deel(nu, rij)}, any {deel(elk, rij)}")
    return uit


def main() -> None:
    """Learn, choose thresholds, write; with --toets print the figures."""
    delen = deelzinnen()
    schrijf_woorden(signaalzinnen() + kenmerkzinnen() + delen)
    zinnen = alle_zinnen() + delen
    lees = lezer()
    lezingen = [lees.lees(z.tekst) for z in zinnen]
    y = labels(zinnen)
    logits = buiten_beeld(lezingen, y, [z.groep for z in zinnen])
    grenzen = kies_grenzen(y, logits, zinnen)
    if "--toets" in sys.argv:
        sys.stdout.write("\n".join(toets(zinnen, logits, grenzen)) + "\n")
    schat = woordenschat(lezingen, MINSTENS)
    x = matrix(lezingen, schat)
    andere = [i for i, k in enumerate(KLASSEN) if not k.startswith("domein:")]
    coef, bias = np.zeros((len(KLASSEN), x.shape[1])), np.zeros(len(KLASSEN))
    coef[andere], bias[andere] = leer_elk(x, y[:, andere], C)
    leer_domeinen(x, y, samengevoegd(delen), schat, coef, bias)
    leer_welk(x, zinnen, coef, bias)
    w = weging(KLASSEN, schat, coef, bias)
    grootte = schrijf(w, GEWICHTEN)
    (WOORDEN / "zwaarste.txt").write_text(te_lezen(w), encoding="utf-8")
    kop = "# Thresholds, from cross-validation over whole situations. Made by learn.py.\n"
    (WOORDEN / "grenzen.toml").write_text(kop + "".join(f'"{k}" = {v}\n' for k, v in grenzen.items()), encoding="utf-8")
    sys.stdout.write(f"{len(zinnen)} sentences, {len(schat.kolom)} features, {grootte} bytes\n")


def te_lezen(w: Weging) -> str:
    """The heaviest weights of each head, for a second person to read before a change goes live."""
    regels = ["# The heaviest weights of each head of gewichten.npz, heaviest first. Made by learn.py; to read, never read by the product."]
    for klasse in w.klassen:
        regels.append(f"\n[{klasse}]")
        regels += [f"{waarde:8.2f}  {naam}" for naam, waarde in w.zwaarste(klasse, TE_LEZEN)]
    return "\n".join(regels) + "\n"


if __name__ == "__main__":
    main()
