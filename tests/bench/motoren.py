"""Other engines and the product, side by side: the same questions, the same entries, each engine without and with our phrases.

Every engine gets what its users would give it: any word may match, best first. It answers with the kinds of the texts it finds.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import psycopg
import tantivy
from rapidfuzz import fuzz, process, utils
from sklearn.feature_extraction.text import TfidfVectorizer

from portal.gesprek import begrijp
from sociale_kaart.load import gemeente, taxonomie, voorzieningen
from sociale_kaart.search import Kaart
from tests.bench.postgres import postgres
from tests.bench.vragen import LATER, vragen

Rij = Sequence[tuple[str, str]]  # (kind, text)
Zoek = Callable[[str], list[str]]
BESTE = 60  # texts that an engine gives: enough for three different kinds
STEEKPROEF = 8  # rapidfuzz compares a question with every text: it gets one question in eight


def fts5(rij: Rij) -> Zoek:
    """SQLite FTS5: any trigram of the text, bm25."""
    db = sqlite3.connect(":memory:")
    db.execute("create virtual table t using fts5(soort unindexed, tekst, tokenize='trigram')")
    db.executemany("insert into t values (?, ?)", rij)

    def zoek(q: str) -> list[str]:
        stukken = dict.fromkeys(w[i : i + 3] for w in re.findall(r"\w{3,}", q.lower()) for i in range(len(w) - 2))
        vraag = " OR ".join(f'"{s}"' for s in stukken)
        return [r[0] for r in db.execute("select soort from t where t match ? order by rank limit ?", (vraag, BESTE))] if vraag else []

    return zoek


def tfidf(rij: Rij) -> Zoek:
    """Cosine over pieces of three to five letters within words."""
    v = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), lowercase=True, sublinear_tf=True)
    m = v.fit_transform([t for _, t in rij])

    def zoek(q: str) -> list[str]:
        scores = (m @ v.transform([q]).T).toarray().ravel()
        return [rij[i][0] for i in np.argsort(-scores, kind="stable")[:BESTE] if scores[i] > 0]

    return zoek


def wratio(rij: Rij) -> Zoek:
    """rapidfuzz WRatio over all texts."""
    teksten = [utils.default_process(t) for _, t in rij]

    def zoek(q: str) -> list[str]:
        gevonden = process.extract(q, teksten, scorer=fuzz.WRatio, processor=None, limit=BESTE)
        return [rij[i][0] for _, _, i in gevonden]

    return lambda q: zoek(utils.default_process(q))


def tantivy_(rij: Rij, slordig: bool = False) -> Zoek:
    """tantivy with the Dutch stemmer: any word, bm25; slordig: also words one letter away, for less."""
    keten = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    nl = keten.filter(tantivy.Filter.stopword("dutch")).filter(tantivy.Filter.stemmer("dutch")).build()
    bouw = tantivy.SchemaBuilder()
    bouw.add_text_field("soort", stored=True)
    bouw.add_text_field("tekst", tokenizer_name="nl")
    schema = bouw.build()
    index = tantivy.Index(schema)
    index.register_tokenizer("nl", nl)
    schrijver = index.writer(num_threads=1)
    for soort, tekst in rij:
        schrijver.add_document(tantivy.Document(soort=soort, tekst=tekst))
    schrijver.commit()
    schrijver.wait_merging_threads()
    index.reload()
    lezer, q_ = index.searcher(), tantivy.Query

    def zoek(q: str) -> list[str]:
        woorden = list(dict.fromkeys(nl.analyze(q)))
        delen = [(tantivy.Occur.Should, q_.term_query(schema, "tekst", w)) for w in woorden]
        if slordig:
            lijkt = [q_.fuzzy_term_query(schema, "tekst", w, distance=1) for w in woorden if len(w) > 3]
            delen += [(tantivy.Occur.Should, q_.boost_query(x, 0.3)) for x in lijkt]
        gevonden = lezer.search(q_.boolean_query(delen), BESTE, count=False).hits if delen else []
        return [lezer.doc(adres)["soort"][0] for _, adres in gevonden]

    return zoek


def tantivy_slordig(rij: Rij) -> Zoek:
    """With words one letter away."""
    return tantivy_(rij, slordig=True)


def pg(url: str, rij: Rij, lijkt: bool) -> Zoek:
    """PostgreSQL, dutch full text: any word, ts_rank; lijkt: with the likeness of pg_trgm on top."""
    db = psycopg.connect(url, autocommit=True)
    if lijkt:
        db.execute("create extension if not exists pg_trgm")
    db.execute("drop table if exists t")
    db.execute("create table t (soort text, tekst text, v tsvector generated always as (to_tsvector('dutch', tekst)) stored)")
    with db.cursor() as c, c.copy("copy t (soort, tekst) from stdin") as kopie:
        for r in rij:
            kopie.write_row(r)
    db.execute("create index on t using gin (v)")
    if lijkt:
        db.execute("create index on t using gin (tekst gin_trgm_ops)")
    db.execute("analyze t")
    score = "ts_rank(v, q, 1)" + (" + greatest(similarity(tekst, %(q)s), word_similarity(%(q)s, tekst))" if lijkt else "")
    waar = "v @@ q" + (" or tekst %% %(q)s" if lijkt else "")
    vraag = (
        "select soort from t, cast(replace(cast(plainto_tsquery('dutch', %(q)s) as text), '&', '|') as tsquery) q"
        f" where {waar} order by {score} desc limit %(n)s"
    )
    return lambda q: [r[0] for r in db.execute(vraag, {"q": q.replace("\0", ""), "n": BESTE})]


class Meting:
    """hit@1 and hit@3 of one engine by style and set, and its times."""

    def __init__(self, zoek: Zoek, rijen: Sequence[dict[str, Any]], klok: Callable[[], float] = time.process_time) -> None:
        """klok: CPU time, because a machine may be shared; for an engine in another process the clock on the wall."""
        self._een: list[bool] = []
        self._drie: dict[str, list[bool]] = defaultdict(list)
        self._tijd: list[float] = []
        for r in rijen:
            t = klok()
            gevonden = zoek(r["text"])
            self._tijd.append((klok() - t) * 1000)
            drie = list(dict.fromkeys(gevonden))[:3]
            self._een.append(bool(drie) and drie[0] in r["kinds"])
            for groep in ("alle", "style " + r["style"], "set " + r["set"], *(["later"] if r["set"] in LATER else [])):
                self._drie[groep].append(bool(set(drie) & set(r["kinds"])))

    def als_rij(self) -> dict[str, Any]:
        """Shares and milliseconds."""

        def deel(goed: Sequence[bool]) -> float:
            return round(sum(goed) / len(goed), 3)

        def per(soort: str) -> dict[str, float]:
            return {g.removeprefix(soort): deel(w) for g, w in self._drie.items() if g.startswith(soort)}

        p50, p99 = (round(float(np.percentile(self._tijd, p)), 2) for p in (50, 99))
        uit = {"n": len(self._een), "hit@1": deel(self._een), "hit@3": deel(self._drie["alle"]), "hit@3 later": deel(self._drie["later"])}
        return uit | {"p50 ms": p50, "p99 ms": p99, "by style": per("style "), "by set": per("set ")}


def motoren() -> dict[str, Any]:
    """All engines in one run."""
    alle, tax, rijen = voorzieningen("lindewaard"), taxonomie(), vragen()
    kaal = [(v.soort, " ".join((v.naam, v.samenvatting, *v.wat, *v.wanneer))) for v in alle]
    zinnen = [(s.code, z) for s in tax.soorten.values() for taal in (s.namen, *s.zinnen.values()) for z in taal]
    kaart = Kaart(gemeente("lindewaard"), alle)
    uit: dict[str, Any] = {}

    def meet(naam: str, bouw: Callable[[Rij], Zoek], steekproef: int = 1, klok: Callable[[], float] = time.process_time) -> None:
        for met in ("", " + our phrases"):
            uit[naam + met] = Meting(bouw(kaal + zinnen if met else kaal), rijen[::steekproef], klok).als_rij()

    meet("SQLite FTS5 trigram", fts5)
    meet("char n-gram tf-idf", tfidf)
    meet("tantivy, dutch", tantivy_)
    meet("tantivy, dutch, one letter off", tantivy_slordig)
    meet("rapidfuzz WRatio", wratio, STEEKPROEF)
    for naam, lijkt in (("PostgreSQL dutch full text", False), ("PostgreSQL dutch full text + pg_trgm", True)):
        uit[naam] = uit[naam + " + our phrases"] = None  # not here
        with contextlib.suppress(ImportError, OSError, psycopg.errors.FeatureNotSupported, psycopg.errors.UndefinedFile), postgres() as url:
            meet(naam, lambda rij, url=url, lijkt=lijkt: pg(url, rij, lijkt), klok=time.perf_counter)  # type: ignore[misc]

    def wij(q: str) -> list[str]:
        return [v.soort.code for v in sorted(begrijp(kaart, q).items, key=lambda v: v.relevance)]

    for r in rijen[:20]:
        wij(r["text"])  # the files are read
    uit["Vindplaats"] = Meting(wij, rijen).als_rij()
    return {"entries": len(kaal), "phrases": len(zinnen), "questions": len(rijen), "engines": uit}
