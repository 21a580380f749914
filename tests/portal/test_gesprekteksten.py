"""The words of the conversations: drafts and approval, every language, what may not change, the patch, and every worker at once."""

from __future__ import annotations

import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from dialogues.draw import draw
from dialogues.load import scripts
from dialogues.model import Choice, Dialogue, Step
from portal import bewerking, gesprekteksten
from portal.bewerking import Ingehaald, MagNiet
from portal.database import Database, hoog_stand_op
from portal.gesprek import Gesprek, bekijk
from portal.gesprekteksten import Plek
from portal.language import vertaling
from portal.publicatie import Publicatie, zaai
from portal.tabellen import Account, Bewerking
from portal.werkdagen import nu
from sociale_kaart.load import Redactieregels, gemeente
from tests.klant import Klant, maak
from tests.portal.conftest import Collega

G = gemeente("lindewaard")
CARLA = Account(naam="carla", toon="Carla", rol="redacteur")
KAREL = Account(naam="karel", toon="Karel", rol="redacteur")
VRAAG = Plek("meedoen", next(s.naam for s in scripts()["meedoen"].stappen), "vraag")
PROJECT = scripts()["meedoen"].stappen[0].vraag
TEKST = f"/redactie/gesprekken/meedoen/tekst?stap={VRAAG.stap}&veld=vraag"


def zet(db: Database, tekst: str, taal: str = "nl", bron: str = PROJECT, plek: Plek = VRAAG) -> None:
    """Put a text on line outside the screen."""
    with db.schrijf() as s:
        v = bewerking.laatste(s, plek.sleutel(taal))
        bewerking.bewaar(s, CARLA, G, plek.sleutel(taal), v.versie if v else 0, {"tekst": tekst, "bron": bron}, True, nu())


# --- every worker ---------------------------------------------------------------------------------------------------------


def test_another_worker_shows_it_within_a_second(elke_db: Database, tmp_path: Path) -> None:
    zaai(elke_db, G, nu())
    url = elke_db.url.replace("+psycopg", "")
    een, ander = (maak(tmp_path / n, database_url=url) for n in ("een", "ander"))
    inwoner = Klant(ander).open("/meedoen")
    assert PROJECT in inwoner.tekst
    begin = time.monotonic()
    ander.state.publicatie._uit_database()
    bouw = time.monotonic() - begin
    carla = Collega(een, "carla").open(TEKST + "&in=nl")
    carla.druk("Bewaar en zet online", tekst="Wat zou u graag willen doen in de buurt?")
    begin = time.monotonic()
    assert "Inwoners zien het nu" in carla.tekst
    while "Wat zou u graag willen doen in de buurt?" not in inwoner.open("/meedoen").tekst:
        assert time.monotonic() - begin < 1 + 5 * bouw  # a second, and what a busy machine needs to build a Kaart
        time.sleep(0.05)
    for app in (een, ander):
        app.state.db.engine.dispose()


def test_without_a_database_the_snapshot_has_the_texts_too(tmp_path: Path) -> None:
    app = maak(tmp_path)
    zet(app.state.db, "Wat doet u graag?")
    with app.state.db.schrijf() as s:
        bewerking.bewaar(s, CARLA, G, "pagina/tijden", 0, {"uren": "Alleen op dinsdag."}, True, nu())
    app.state.publicatie.werk_bij()
    app.state.db.engine.dispose()
    weg = Publicatie(G, Database("postgresql+psycopg://nobody@127.0.0.1:1/none"), tmp_path)
    assert weg.kaart.gesprekken["meedoen"].stappen[0].vraag == "Wat doet u graag?"
    assert weg.kaart.gemeente.uren == "Alleen op dinsdag."


# --- languages ------------------------------------------------------------------------------------------------------------


def test_changing_the_dutch_makes_the_other_languages_outdated_until_somebody_translates(app: FastAPI, carla: Collega) -> None:
    engels = Klant(app, "en")
    vertaald = vertaling("en").gettext(PROJECT)
    assert vertaald != PROJECT
    engels.open("/meedoen?taal=en")
    assert vertaald in engels.tekst and 'lang="nl" dir="auto">' not in engels.antwoord.text
    carla.open(TEKST + "&in=nl").druk("Bewaar en zet online", tekst="Wat wilt u doen voor uw buurt?")
    assert carla.antwoord.text.count("verouderd</span>") == 2  # English and Arabic
    engels.open("/meedoen?taal=en")  # the Dutch, said to be Dutch, with a note
    assert "Wat wilt u doen voor uw buurt?" in engels.tekst and vertaald not in engels.tekst
    assert '<h1 class="utrecht-heading-1" id="vraag-nu" tabindex="-1" data-focus lang="nl"' in engels.antwoord.text
    assert vertaling("en").gettext("Een deel is nog niet vertaald. Bel ons, dan helpen wij u.") in engels.tekst
    carla.open(TEKST + "&in=en")
    assert f">{vertaald}</textarea>" in carla.antwoord.text  # the old translation, to start from
    assert "lezen inwoners het Nederlands" in carla.tekst and "Wat wilt u doen voor uw buurt?" in carla.tekst
    carla.druk("Bewaar en zet online", tekst="What would you like to do for your street?")
    engels.open("/meedoen?taal=en")
    assert "What would you like to do for your street?" in engels.tekst
    carla.open(TEKST + "&in=nl").druk("Bewaar en zet online", tekst="Wat doet u graag voor een ander?")
    engels.open("/meedoen?taal=en")  # the translation belonged to other Dutch: outdated again
    assert "Wat doet u graag voor een ander?" in engels.tekst and "for your street" not in engels.tekst
    carla.open("/redactie/gesprekken")
    assert "1 verouderd" in carla.tekst
    carla.open(TEKST + "&in=nl").druk("Zet de tekst van het project terug")
    engels.open("/meedoen?taal=en")
    assert vertaald in engels.tekst


def test_the_team_reads_dutch_and_the_conversation_is_the_same(app: FastAPI) -> None:
    zet(app.state.db, "Wat wilt u doen?")
    zet(app.state.db, "What do you want?", "en", "Wat wilt u doen?")
    app.state.publicatie.werk_bij()
    kaart = app.state.publicatie.kaart
    stap = bekijk(kaart, Gesprek(onderwerp="meedoen")).positie.stap
    assert stap and stap.vraag == "Wat wilt u doen?" and vertaling("en").gettext(stap.vraag) == "What do you want?"
    code = stap.keuzes[0].code
    met, zonder = (
        bekijk(k, Gesprek(onderwerp="meedoen", antwoorden={stap.naam: (code,)})).positie for k in (kaart, replace_gesprekken(kaart))
    )
    assert (met.soorten, met.markers, met.nog) == (zonder.soorten, zonder.markers, zonder.nog)


def replace_gesprekken(kaart: object) -> object:
    """The same Kaart with the scripts of the repository."""
    import copy

    ander = copy.copy(kaart)
    ander.gesprekken = scripts()  # type: ignore[attr-defined]
    return ander


# --- what may not -----------------------------------------------------------------------------------------------------------


def test_words_about_danger_and_haste_are_not_for_editors(app: FastAPI, carla: Collega) -> None:
    for script, stap, veld in (
        ("veiligheid", "veiligheid_kinderen", "vraag"),
        ("veiligheid", "", "einde"),
        ("gedeeld", "bedreigend", "vraag"),
        ("gedeeld", "volhoudtijd", "keuze:langer"),
        ("geld", "geld_wat", "keuze:eten"),
    ):
        carla.open(f"/redactie/gesprekken/{script}/tekst?stap={stap}&veld={veld}&in=nl")
        assert "Die wijzigt u hier niet" in carla.tekst and "Bewaar" not in carla.tekst
        carla.post(f"/redactie/gesprekken/{script}/tekst", 422, stap=stap, veld=veld, tekst="Iets anders", actie="online")
        plek, _ = gesprekteksten.zoek(script, stap, veld)
        eigen = gesprekteksten.met_eigen({plek.sleutel("nl"): {"tekst": "Iets anders", "bron": "x"}})
        assert "Iets anders" not in [z for _, z in gesprekteksten.plekken(eigen[script])]  # not even from the database
    carla.open("/redactie/gesprekken/geld/tekst?stap=geld_wat&veld=vraag&in=nl")
    assert "Bewaar en zet online" in carla.knoppen()


@pytest.mark.parametrize(
    ("tekst", "deel"),
    [
        ("", "Hier moet een tekst staan"),
        ("x" * 301, "te lang"),
        ("Kies <b>iets</b>", "zonder opmaak"),
        ("<script>alert(1)</script>", "zonder opmaak"),
    ],
)
def test_a_text_that_will_not_do_comes_back_with_a_sentence(app: FastAPI, carla: Collega, tekst: str, deel: str) -> None:
    carla.open(TEKST + "&in=nl").druk("Bewaar en zet online", 422, tekst=tekst)
    assert deel in carla.tekst and "<script>alert" not in carla.antwoord.text


def test_two_answers_with_the_same_words_are_refused(app: FastAPI, carla: Collega) -> None:
    s = scripts()["geld"].stappen[1]
    carla.post(
        "/redactie/gesprekken/geld/tekst",
        422,
        stap=s.naam,
        veld=f"keuze:{s.keuzes[0].code}",
        tekst=s.keuzes[1].label.upper(),
        actie="online",
    )
    assert "Dit antwoord staat er al" in carla.tekst


def test_html_that_got_in_all_the_same_does_not_run(app: FastAPI, carla: Collega, aisha: Klant) -> None:
    zet(app.state.db, "<img src=x onerror=alert(1)>")
    app.state.publicatie.werk_bij()
    for wie, pad in (
        (aisha, "/meedoen"),
        (carla, "/redactie/gesprekken/meedoen"),
        (carla, TEKST),
        (carla, "/redactie/gesprekken/verschil"),
    ):
        wie.open(pad)
        assert "<img src=x" not in wie.antwoord.text
    zet(app.state.db, "Wat wilt u doen?")


# --- drafts, a second person, two at once ---------------------------------------------------------------------------------


def test_a_draft_is_not_seen_until_it_goes_on_line(app: FastAPI, carla: Collega, aisha: Klant) -> None:
    carla.open(TEKST + "&in=nl").druk("Bewaar als concept", tekst="Een eerste poging?")
    assert "Inwoners zien het nog niet" in carla.tekst
    aisha.open("/meedoen")
    assert "Een eerste poging?" not in aisha.tekst
    carla.open("/redactie/gesprekken")
    assert "Wacht op akkoord" in carla.tekst
    carla.open("/redactie/gesprekken/meedoen/proef")
    assert "Een eerste poging?" not in carla.tekst
    carla.druk("Pas toe", concepten="ja")
    assert "Een eerste poging?" in carla.tekst
    carla.open(TEKST + "&in=nl").druk("Akkoord, zet online")
    aisha.open("/meedoen")
    assert "Een eerste poging?" in aisha.tekst
    carla.druk("Bewaar als concept", tekst="Nog een poging?")
    carla.druk("Gooi het concept weg")
    assert "Het concept is weg" in carla.tekst
    aisha.open("/meedoen")
    assert "Een eerste poging?" in aisha.tekst


def test_where_the_profile_asks_a_second_person_decides(kern: object) -> None:
    db, streng = kern.state.db, replace(G, redactie=Redactieregels(tweede_lezer=True))  # type: ignore[attr-defined]
    sleutel, inhoud = VRAAG.sleutel("nl"), {"tekst": "Anders?", "bron": PROJECT}
    with db.schrijf() as s:
        rij = bewerking.bewaar(s, CARLA, streng, sleutel, 0, inhoud, True, nu())
        assert rij.staat == "concept" and bewerking.levend(s) == {}
    with db.schrijf() as s, pytest.raises(MagNiet, match="Vraag een collega"):
        bewerking.keur_goed(s, CARLA, streng, rij.id, nu())
    with db.schrijf() as s:
        goed = bewerking.keur_goed(s, KAREL, streng, rij.id, nu())
        assert (goed.staat, goed.akkoord_door) == ("live", "Karel") and bewerking.levend(s) == {sleutel: inhoud}
    with db.schrijf() as s, pytest.raises(MagNiet, match="niet meer"):
        bewerking.keur_goed(s, KAREL, streng, rij.id, nu())
    with db.schrijf() as s:  # taking back is a change too
        assert bewerking.zet_terug(s, CARLA, streng, sleutel, 1, 0, nu()).staat == "concept"


def test_the_second_editor_loses_nothing(app: FastAPI, carla: Collega) -> None:
    carla.open(TEKST + "&in=nl")
    zet(app.state.db, "Van een collega?")
    carla.druk("Bewaar en zet online", 409, tekst="Van mij?")
    assert (
        "Iemand anders was net voor" in carla.tekst and "Van een collega?" in carla.tekst and ">Van mij?</textarea>" in carla.antwoord.text
    )
    carla.druk("Bewaar en zet online")
    assert "Inwoners zien het nu" in carla.tekst
    carla.druk("Zet terug: versie 1")
    with app.state.db.lees() as s:
        rijen = list(s.scalars(select(Bewerking).where(Bewerking.sleutel == VRAAG.sleutel("nl")).order_by(Bewerking.versie)))
    assert [r.versie for r in rijen] == list(range(1, len(rijen) + 1))
    assert [r.staat for r in rijen].count("live") == 1 and rijen[-1].inhoud == rijen[0].inhoud
    with app.state.db.schrijf() as s, pytest.raises(Ingehaald):
        bewerking.bewaar(s, CARLA, G, VRAAG.sleutel("nl"), 1, {"tekst": "Oud"}, True, nu())


# --- reading, the picture, the test frame, the patch --------------------------------------------------------------------------


def test_every_script_can_be_read_drawn_and_walked_to_its_end(app: FastAPI, carla: Collega) -> None:
    for code, d in app.state.publicatie.kaart.gesprekken.items():
        carla.open(f"/redactie/gesprekken/{code}")
        for _, zin in gesprekteksten.plekken(d):
            assert " ".join(zin.split()) in carla.tekst, (code, zin)
        t = draw(d, gesprekteksten.REGEL)
        assert len([v for v in t.vakken if v.soort == "vraag"]) == len(d.stappen)
        assert sum(v.soort.startswith("keuze") for v in t.vakken) == sum(len(s.keuzes) for s in d.stappen)
        for a in t.vakken:  # nothing on top of another, nothing outside
            assert 0 <= a.x and a.x + a.b <= t.breed and 0 <= a.y and a.y + a.h <= t.hoog
            assert not any(b is not a and a.x < b.x + b.b and b.x < a.x + a.b and a.y < b.y + b.h and b.y < a.y + a.h for b in t.vakken)
        carla.open(f"/redactie/gesprekken/{code}/proef")
        for _ in range(9):
            if "Einde van het gesprek" in carla.tekst:
                break
            carla.druk("Sla over")
        assert "Einde van het gesprek" in carla.tekst and d.einde in carla.tekst


def test_a_jump_is_drawn() -> None:
    stappen = (
        Step("a", "Een?", "Zo.", "keuze", (Choice("x", "Verder"), Choice("y", "Klaar", naar="einde"))),
        Step("b", "Twee?", "Zo.", "tekst"),
    )
    t = draw(Dialogue("proef", "Proef", stappen, einde="Tot ziens."), {})
    assert [ln.soort for ln in t.lijnen].count("sprong") == 1


def test_the_test_frame_shows_what_answers_do_and_stores_nothing(app: FastAPI, carla: Collega) -> None:
    with app.state.db.lees() as s:
        voor = s.scalar(select(Bewerking.id).order_by(Bewerking.id.desc()))
    carla.open("/redactie/gesprekken/geld/proef").druk("Ik moet mijn huis uit")
    assert "noodnummer" in carla.tekst and "Hulp bij schulden" in carla.tekst
    koekjes = dict(carla.http.cookies)
    carla.druk("Ik heb schulden")
    carla.druk("Wijzig: Dreigt er een van deze dingen?")
    assert "noodnummer" not in carla.tekst
    carla.druk("Nee, gelukkig niet")
    assert dict(carla.http.cookies) == koekjes and "?" not in carla.pad
    carla.open("/redactie/gesprekken/geld/proef").druk("Pas toe", **{"in": "en"})
    assert "Dreigt er" not in carla.tekst
    with app.state.db.lees() as s:
        assert s.scalar(select(Bewerking.id).order_by(Bewerking.id.desc())) == voor


def test_the_patch_applies_to_the_repository_and_says_the_same(app: FastAPI, carla: Collega, tmp_path: Path) -> None:
    nieuw = 'Wat geeft u "nu" de meeste zorgen, of \\ iets?'
    plek, project = gesprekteksten.zoek("geld", "geld_wat", "vraag")
    zet(app.state.db, nieuw, "nl", project, plek)
    zet(app.state.db, "What worries you most?", "en", nieuw, plek)
    zet(app.state.db, "قديم", "ar", project, plek)  # outdated: not in the patch
    plek2, project2 = gesprekteksten.zoek("geld", "geld_post", "keuze:ja")
    zet(app.state.db, "Ja hoor, dat lukt", "nl", project2, plek2)
    carla.open("/redactie/gesprekken/verschil")
    assert "Ja hoor, dat lukt" in carla.tekst and "verouderd" in carla.tekst
    pad = tmp_path / "x.patch"
    pad.write_bytes(carla.http.get("/redactie/gesprekken/verschil.patch").content)
    wortel = Path(__file__).parent.parent.parent
    kopie = tmp_path / "repo"
    for deel in ("dialogues/scripts/geld.toml", "dialogues/scripts/meedoen.toml", "portal/locale/en/LC_MESSAGES/messages.po"):
        (kopie / deel).parent.mkdir(parents=True, exist_ok=True)
        (kopie / deel).write_bytes((wortel / deel).read_bytes())
    subprocess.run(["git", "init", "-q", "."], cwd=kopie, check=True)
    subprocess.run(["git", "apply", str(pad)], cwd=kopie, check=True)
    toml = gesprekteksten._uit_toml((kopie / "dialogues/scripts/geld.toml").read_text())
    assert toml["geld_wat", "vraag"] == nieuw and toml["geld_post", "keuze:ja"] == "Ja hoor, dat lukt"
    assert "What worries you most?" in (kopie / "portal/locale/en/LC_MESSAGES/messages.po").read_text() and "قديم" not in pad.read_text()


def test_the_check_names_what_is_wrong(app: FastAPI) -> None:
    kaart = app.state.publicatie.kaart
    d = replace(
        scripts()["geld"], stappen=(replace(scripts()["geld"].stappen[0], keuzes=(Choice("x", "Iets", soorten=("bestaat-niet",)),)),)
    )
    weg = {"gesprek/geld/weg/vraag/nl": {"tekst": "Waar ben ik?", "bron": "x"}}
    zinnen = [z % w for z, w in gesprekteksten.bevindingen(d, kaart, weg)]
    assert any("geen plek voor 'bestaat-niet'" in z for z in zinnen) and any("heeft geen plek meer: 'Waar ben ik?'" in z for z in zinnen)


def test_saving_what_the_project_says_is_no_change(app: FastAPI, carla: Collega) -> None:
    for taal, zin in (("nl", PROJECT), ("en", vertaling("en").gettext(PROJECT))):
        zet(app.state.db, "Iets anders", taal)
        carla.open(TEKST + f"&in={taal}")
        carla.open(TEKST + f"&in={taal}").druk("Bewaar en zet online", tekst=zin)
        with app.state.db.lees() as s:
            assert VRAAG.sleutel(taal) not in bewerking.levend(s)


def test_on_the_screen_a_colleague_approves(app: FastAPI, carla: Collega, hugo: Collega, aisha: Klant) -> None:
    """The profile asks for a second person; Hugo is an editor for a while."""
    publicatie = app.state.publicatie
    publicatie.gemeente = replace(G, redactie=Redactieregels(tweede_lezer=True))

    def opnieuw() -> None:
        with app.state.db.schrijf() as s:
            stand = hoog_stand_op(s)
        publicatie.volg(stand)

    opnieuw()
    with app.state.db.schrijf() as s:
        s.execute(update(Account).where(Account.naam == "hugo").values(rol="redacteur"))
    try:
        carla.open(TEKST + "&in=nl")
        assert "Bewaar en zet online" not in carla.knoppen()
        carla.druk("Vraag akkoord aan een collega", tekst="Door twee mensen gelezen?")
        assert "Een collega kijkt het na" in carla.tekst and "Akkoord, zet online" not in carla.knoppen()
        with app.state.db.lees() as s:
            id = bewerking.in_staat(s, VRAAG.sleutel("nl"), "concept").id
        carla.post(f"/redactie/gesprekken/concept/{id}", 409, actie="akkoord")
        assert "Vraag een collega" in carla.tekst
        assert "Door twee mensen gelezen?" not in aisha.open("/meedoen").tekst
        hugo.open("/redactie/gesprekken").volg("Kijk na")
        hugo.druk("Akkoord, zet online")
        assert "Door twee mensen gelezen?" in aisha.open("/meedoen").tekst
        hugo.open("/redactie/paginas/beloftes").druk("Vraag akkoord aan een collega", terugbellen_werkdagen="7")
        assert app.state.gemeente.terugbellen_werkdagen == 2
        carla.open("/redactie/paginas/beloftes").druk("Akkoord, zet online")
        assert app.state.gemeente.terugbellen_werkdagen == 7
        assert "akkoord: Carla" in carla.tekst
    finally:
        with app.state.db.schrijf() as s:
            s.execute(update(Account).where(Account.naam == "hugo").values(rol="beleid"))
        publicatie.gemeente = G
        opnieuw()
