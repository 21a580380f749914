"""The team's day: the inbox in the order of the law, one who picks up, calling, moving, handing on, closing, finding; and the loket."""

from __future__ import annotations

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi import FastAPI
from sqlalchemy import delete, select

from portal import behandeling
from portal.behandeling import termijn
from portal.tabellen import Account, Bericht, Gebeurtenis, Logregel, Uitbox, Verwijzing, Zoekmerk
from portal.uitbox import zet
from portal.verwijzing import AlOpgepakt, open_inhoud, pak_op, termijnen
from portal.werkdagen import lokaal, nu, vandaag
from tests.klant import Klant
from tests.portal.conftest import Collega, Stuur


def rij(app: FastAPI, nummer: str) -> Verwijzing:
    with app.state.db.lees() as s:
        return s.scalar(select(Verwijzing).where(Verwijzing.nummer == nummer))


def account_van(app: FastAPI, naam: str) -> Account:
    with app.state.db.lees() as s:
        return s.scalar(select(Account).where(Account.naam == naam))


def logregels(app: FastAPI, nummer: str) -> list[tuple[str, str]]:
    with app.state.db.lees() as s:
        return [(r.wie, r.wat) for r in s.scalars(select(Logregel).where(Logregel.waarop == nummer))]


def opgepakt(wie: Collega, nummer: str) -> Collega:
    wie.open(f"/postvak/{nummer}").druk("Ik pak dit op")
    return wie


# --- the inbox --------------------------------------------------------------------------------------------------------


def test_spoed_stands_on_top_then_the_earliest_date(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    gewoon = stuur(verhaal="een gewone vraag", bereik={"naam": "Gewoon"})
    oud = stuur(moment=nu() - dt.timedelta(days=5), verhaal="een oude vraag", bereik={"naam": "Oud"})
    spoed = stuur(spoed="vandaag", verhaal="een vraag met spoed", bereik={"naam": "Spoed"})
    bram.open("/postvak")
    plek = [bram.antwoord.text.index(v.nummer) for v in (spoed, oud, gewoon)]
    assert plek == sorted(plek)
    assert "Spoed: bel vandaag" in bram.tekst
    assert re.search(r"\d+ dag(en)? te laat", bram.tekst)  # in words, not by colour alone


def test_a_team_sees_its_own_and_nothing_else(app: FastAPI, bram: Collega, daan: Collega, stuur: Stuur) -> None:
    noord, zuid = stuur(bereik={"naam": "Noorderling"}), stuur(buurt="zuiderpark", bereik={"naam": "Zuiderling"})
    bram.open("/postvak")
    assert noord.nummer in bram.tekst and "Zuiderling" not in bram.tekst
    daan.open("/postvak")
    assert zuid.nummer in daan.tekst and "Noorderling" not in daan.tekst
    daan.open(f"/postvak/{noord.nummer}", 404)
    assert "Noorderling" not in daan.antwoord.text
    vreemd = daan.antwoord.text.replace(noord.nummer, "X")
    daan.open("/postvak/VP-2611-000000", 404)
    assert daan.antwoord.text.replace("VP-2611-000000", "X") == vreemd  # not there and not yours read the same


def test_filters_and_the_empty_inbox(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur(bereik={"naam": "Filterman"})
    opgepakt(bram, v.nummer)
    bram.open("/postvak?staat=nieuw")
    assert v.nummer not in bram.tekst
    bram.open("/postvak?staat=opgepakt")
    assert v.nummer in bram.tekst
    bram.open("/postvak?staat=gesloten")
    assert v.nummer not in bram.tekst
    bram.open("/postvak?staat=onzin")
    assert v.nummer in bram.tekst


def test_htmx_asks_for_the_list_and_gets_204_when_nothing_changed(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    bram.open("/postvak")
    vraag = re.search(r'data-hx-get="([^"]+)"', bram.antwoord.text).group(1).replace("&amp;", "&")
    htmx = {"HX-Request": "true"}
    assert bram.http.get(vraag, headers=htmx).status_code == 204
    v = stuur()
    vers = bram.http.get(vraag, headers=htmx)
    assert vers.status_code == 200 and v.nummer in vers.text and "<html" not in vers.text
    bram.open("/postvak")  # the page holds the very same fragment
    stuk = re.search(r'<div id="lijst".*?</div>\n*(?=<section class="blok vlak|$)', bram.antwoord.text, re.S).group(0).strip()
    assert stuk in bram.antwoord.text and v.nummer in stuk
    bram.http.cookies.clear()
    uit = bram.http.get(vraag, headers=htmx)
    assert uit.status_code == 200 and "Log opnieuw in" in uit.text


@pytest.mark.parametrize(
    ("dagen", "kleur", "woorden"),
    [(0, "", "nog 42"), (27, "", "nog 15"), (28, "warning", "nog 14"), (34, "warning", "nog 8"), (35, "danger", "nog 7"), (42, "danger", "vandaag"), (43, "danger", "1 dag te laat")],
)  # fmt: skip
def test_the_onderzoek_turns_amber_after_four_weeks_and_red_after_five(app: FastAPI, dagen: int, kleur: str, woorden: str) -> None:
    """L-05, from the day of receipt."""
    from gettext import NullTranslations

    from portal.medewerker.postvak import over

    op = dt.datetime(2026, 2, 2, 10, tzinfo=dt.UTC)  # a Monday; six weeks later is a working day
    t = termijnen(app.state.gemeente, ["huishouden"], [], "", "melding", op)
    r = Verwijzing(staat="opgepakt", ontvangen_op=op, bereikt_op=op, contact_voor=t.contact_voor, onderzoek_voor=t.onderzoek_voor)
    uit = termijn(r, lokaal(op).date() + dt.timedelta(days=dagen))
    assert uit.kleur == kleur
    n = NullTranslations()
    assert over(n.gettext, n.ngettext, uit.dagen).startswith(woorden)


# --- picking up -------------------------------------------------------------------------------------------------------


def test_one_picks_up_and_the_other_reads_who(app: FastAPI, bram: Collega, tine: Collega, stuur: Stuur) -> None:
    v = stuur()
    tine.open(f"/postvak/{v.nummer}")
    opgepakt(bram, v.nummer)
    assert "opgepakt door Bram" in bram.tekst
    tine.druk("Ik pak dit op", 409)
    assert tine.h1 == "Bram heeft dit al opgepakt"
    bram.post(f"/postvak/{v.nummer}/oppakken")  # twice by the same person is fine


def test_twenty_at_once_give_one_winner(app: FastAPI, bram: Collega, tine: Collega, stuur: Stuur) -> None:
    mensen = [account_van(app, "bram"), account_van(app, "tine")] * 10
    for _ in range(5):
        v = stuur()

        def pak(wie: Account, id: int = v.id) -> str:
            try:
                pak_op(app.state.db, id, wie, nu())
                return wie.naam
            except AlOpgepakt as ander:
                return "!" + ander.wie.lower()

        with ThreadPoolExecutor(20) as pool:
            uit = list(pool.map(pak, mensen))
        winnaar = {u for u in uit if not u.startswith("!")}
        assert len(winnaar) == 1
        assert {u for u in uit if u.startswith("!")} == {"!" + next(iter(winnaar))}
        with app.state.db.lees() as s:
            assert [g.wat for g in s.scalars(select(Gebeurtenis).where(Gebeurtenis.verwijzing_id == v.id))] == ["ontvangen", "opgepakt"]


# --- one referral -----------------------------------------------------------------------------------------------------


def test_everything_the_resident_sent_is_there_and_reading_is_logged(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur(
        conclusies=(("overbelast", "Het zorgen wordt te veel."),),
        voorgesteld=("Logeerhuis De Linde",),
        bereik={"tolk": "Pools", "wanneer": "morgen"},
    )
    bram.open(f"/postvak/{v.nummer}")
    for tekst in (
        "Ik zorg voor mijn man",
        "Weer een nacht slapen",
        "Het zorgen wordt te veel.",
        "Logeerhuis De Linde",
        "06 12345678",
        "Pools",
        "in de ochtend",
    ):
        assert tekst in bram.tekst, tekst
    assert "Cliëntondersteuning Lindewaard" in bram.tekst and "Vraag naar een eigen plan" in bram.tekst
    assert ("bram", "verwijzing gelezen") in logregels(app, v.nummer)
    with app.state.db.lees() as s:
        assert "man" not in repr([(r.wat, r.waarop) for r in s.scalars(select(Logregel))])


def test_safety_stands_above_the_story(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur(signalen=("geweld",), bereik={"veilig": "nee", "bericht_achterlaten": "nee"})
    bram.open("/postvak")
    assert "Voorzichtig bellen" in bram.tekst
    bram.open(f"/postvak/{v.nummer}")
    assert bram.tekst.index("Let op, eerst lezen") < bram.tekst.index("Het verhaal")
    for zin in ("thuis misschien niet veilig", "Zeg nooit waarvoor u belt", "Laat geen bericht achter", "meldcode"):
        assert zin in bram.tekst


def test_calling_twice_then_reached_moves_the_date_that_leads(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur()
    opgepakt(bram, v.nummer)
    bram.druk("Leg vast", 422)
    assert "Kies eerst of u iemand hebt gesproken." in bram.tekst
    bram.open(f"/postvak/{v.nummer}").druk("Leg vast", gesproken="geprobeerd")
    assert "Probeerde contact" in bram.tekst
    assert rij(app, v.nummer).bereikt_op is None
    bram.druk("Leg vast", gesproken="gesproken", notitie="Komt dinsdag langs. BSN 111222333")
    r = rij(app, v.nummer)
    assert r.bereikt_op is not None and r.uiterlijk == r.onderzoek_voor
    assert "Komt dinsdag langs." in bram.tekst and "111222333" not in bram.tekst


def test_what_was_typed_stays_when_something_is_missing(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur()
    opgepakt(bram, v.nummer)
    bram.druk("Leg vast", 422, notitie="een lange zin die niet weg mag")
    assert "een lange zin die niet weg mag" in bram.antwoord.text
    bram.open(f"/postvak/{v.nummer}").druk("Draag over", 422, reden="woont in Oost")
    assert 'value="woont in Oost"' in bram.antwoord.text


def test_whose_name_stands_above_a_question_of_another(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    """Not the name of who asked; the number that stands large is not there twice; the household on one line."""
    wie = {"naam": "Jan Smit", "telefoon": "06 70003333", "voor_wie": "ander"}
    v = stuur(bereik=wie | {"huis": "zoon Karim, dochter Lina"})
    bram.open(f"/postvak/{v.nummer}")
    assert bram.h1 == "Iemand, gevraagd door Jan Smit"
    assert bram.antwoord.text.count("06 70003333") == 1 and "zoon Karim, dochter Lina" in bram.tekst
    bram.druk("Ik pak dit op")
    for zin, mag in (("Karim wil voetballen", False), ("In deze buurt is geen voetbal voor een zoon", True)):
        bram.druk("Sluit deze vraag", 200 if mag else 422, uitkomst="algemeen", mist_zin=zin)
        assert ("Schrijf geen naam, nummer of adres." in bram.tekst) is not mag
    with app.state.db.schrijf() as s:
        s.execute(delete(Bericht))


def test_what_should_be_called_this_week_says_so_in_the_list(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur(spoed="deze-week", bereik={"naam": "Weekje"})
    bram.open("/postvak")
    assert "bel deze week" in next(r for r in bram.antwoord.text.split("</tr>") if v.nummer in r)


def test_first_pick_up_then_the_rest(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur()
    bram.post(f"/postvak/{v.nummer}/contact", 409, gesproken="gesproken")
    assert "Pak de vraag eerst op" in bram.tekst
    bram.post(f"/postvak/{v.nummer}/sluiten", 409, uitkomst="algemeen")


def test_another_team_gets_everything_and_it_is_new_there(app: FastAPI, bram: Collega, daan: Collega, stuur: Stuur) -> None:
    v = stuur(spoed="vandaag", bereik={"naam": "Verhuisd", "mail": "v@voorbeeld.nl", "manier": "mail"})
    opgepakt(bram, v.nummer)
    bram.druk("Draag over", team="zuid", reden="Woont sinds kort in het Zuiderpark")
    assert bram.pad == "/postvak" and v.nummer not in bram.tekst
    bram.open(f"/postvak/{v.nummer}", 404)
    daan.open("/postvak")
    assert "Verhuisd" in daan.tekst
    daan.open(f"/postvak/{v.nummer}")
    assert "Van Wijkteam Noord naar Wijkteam Zuid." in daan.tekst and "Woont sinds kort" in daan.tekst and "Ik pak dit op" in daan.tekst
    with app.state.db.lees() as s:
        soorten = [u.soort for u in s.scalars(select(Uitbox).where(Uitbox.verwijzing_id == v.id))]
    assert soorten.count("piket") == 2 and "overgedragen" in soorten  # the duty address and the resident know


def test_handing_on_needs_a_recorded_yes_and_shows_only_those_parts(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    """P-02, P-03, L-55: there is no other way to hand on, so there is nothing that a flag for the Wams would switch."""
    v = stuur(bereik={"naam": "Piet Hoekstra"})
    opgepakt(bram, v.nummer)
    bram.druk("Leg het ja vast", 422, aan="Humanitas")
    assert "Zonder ja geeft u niets door." in bram.tekst
    assert [g for g in _gebeurd(app, v.id) if g == "doorgegeven"] == []
    bram.druk("Leg het ja vast", aan="Humanitas", ja_van="Piet zelf", delen=["wensen"])
    assert "Aan: Humanitas." in bram.tekst and "Piet zelf zei ja." in bram.tekst
    bram.volg("Bekijk en print deze delen")
    assert "Weer een nacht slapen" in bram.tekst
    assert "Ik zorg voor mijn man" not in bram.tekst and "06 12345678" not in bram.tekst and "Hoekstra" not in bram.tekst


def _gebeurd(app: FastAPI, id: int) -> list[str]:
    with app.state.db.lees() as s:
        return [g.wat for g in s.scalars(select(Gebeurtenis).where(Gebeurtenis.verwijzing_id == id).order_by(Gebeurtenis.id))]


def test_closing_needs_an_outcome_and_tells_the_editors_what_was_missing(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur(bereik={"naam": "Ria Mulder"})
    opgepakt(bram, v.nummer)
    bram.druk("Sluit deze vraag", 422)
    assert "Kies hoe het is afgelopen." in bram.tekst
    for zin in ("Voor Ria was er niets", "Bel 06 12345678", "ria@voorbeeld.nl wil dit", "Zie VP-2611-123456"):
        bram.open(f"/postvak/{v.nummer}").druk("Sluit deze vraag", 422, uitkomst="algemeen", mist_zin=zin)
        assert "Schrijf geen naam, nummer of adres." in bram.tekst, zin
    bram.druk(
        "Sluit deze vraag", uitkomst="vrijwilligers", mist="respijt-logeren", mist_zin="Geen logeerplek in het weekend", slot="Ria is blij"
    )
    r = rij(app, v.nummer)
    assert (r.staat, r.uitkomst) == ("gesloten", "vrijwilligers")
    with app.state.db.lees() as s:
        b = s.scalar(select(Bericht).where(Bericht.soort == "gemist"))
    assert b.tekst == "Geen logeerplek in het weekend" and b.gegevens["soorten"] == ["respijt-logeren"]
    assert "Ria" not in repr((b.tekst, b.gegevens)) and v.nummer not in repr((b.tekst, b.gegevens))
    bram.open("/postvak?staat=gesloten")
    assert "Hulp van een vrijwilliger" in bram.tekst


def test_a_teamleider_gives_a_referral_to_a_colleague_and_sees_the_load(app: FastAPI, tine: Collega, bram: Collega, stuur: Stuur) -> None:
    v = stuur()
    bram.open(f"/postvak/{v.nummer}")
    assert "Geef aan een collega" not in bram.tekst
    tine.open(f"/postvak/{v.nummer}").druk("Geef deze vraag", collega=str(account_van(app, "bram").id))
    assert "opgepakt door Bram" in tine.tekst
    tine.open("/postvak")
    assert "Wie heeft hoeveel?" in tine.tekst
    tine.post(f"/postvak/{v.nummer}/toewijzen", 409, collega=str(account_van(app, "daan").id))


def test_what_the_resident_adds_later_is_seen_in_the_list(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur(bereik={"naam": "Later Meer"})
    opgepakt(bram, v.nummer)
    Klant(app).open("/status").druk("Bekijk mijn vraag", nummer=v.nummer, code=v.code).druk("aanvullen", tekst="Op dinsdag ben ik weg.")
    bram.open("/postvak")
    assert "Stuurde iets erbij" in bram.tekst
    bram.open(f"/postvak/{v.nummer}")
    assert "Op dinsdag ben ik weg." in bram.tekst


# --- finding ----------------------------------------------------------------------------------------------------------


def test_find_in_the_own_team_by_any_words(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur(verhaal="De traplift maakt een raar geluid", bereik={"naam": "Zoekmij"})
    for zoek in ("traplift geluid", "zoekmij", v.nummer.lower()):
        bram.open("/postvak").druk("Zoek", zoek=zoek)
        assert v.nummer in bram.tekst, zoek
        assert "Bekend bij" not in bram.tekst
    bram.druk("Zoek", zoek="traplift zeilboot")
    assert v.nummer not in bram.tekst


@pytest.mark.parametrize("hoe", ["nummer", "telefoon", "mail", "adres"])
def test_over_all_teams_only_an_exact_match_and_only_which_team(app: FastAPI, bram: Collega, stuur: Stuur, hoe: str) -> None:
    kenmerk = {"nummer": 61, "telefoon": 62, "mail": 63, "adres": 64}[hoe]
    v = stuur(
        buurt="zuiderpark",
        verhaal="een geheim verhaal",
        bereik={
            "naam": "Zuid Geheim",
            "telefoon": f"06 999988{kenmerk}",
            "mail": f"zuid{kenmerk}@voorbeeld.nl",
            "adres": f"Parklaan {kenmerk}, 0125 CD Lindewaard",
        },
    )
    zoek = {"nummer": v.nummer, "telefoon": f"+31 6 9999 88{kenmerk}", "mail": f"ZUID{kenmerk}@voorbeeld.nl", "adres": f"0125cd {kenmerk}"}[
        hoe
    ]
    bram.open("/postvak").druk("Zoek", zoek=zoek)
    assert "Bekend bij Wijkteam Zuid." in bram.tekst
    assert "Geheim" not in bram.tekst and "verhaal" not in bram.tekst
    bram.druk("Zoek", zoek="Zuid Geheim")
    assert "Bekend bij" not in bram.tekst
    with app.state.db.lees() as s:
        laatste = s.scalar(select(Logregel).where(Logregel.wat == "gezocht over alle teams").order_by(Logregel.id.desc()).limit(1))
        merken = repr([m.merk for m in s.scalars(select(Zoekmerk))])
    assert (laatste.wie, laatste.waarop) == ("bram", "zuid")
    assert "9999" not in merken


def test_same_household_is_a_hint_inside_the_team_only(app: FastAPI, bram: Collega, daan: Collega, stuur: Stuur) -> None:
    een = stuur(bereik={"naam": "Vader", "telefoon": "06 55554444", "adres": "Beukenlaan 9, 0123 XX Lindewaard"})
    twee = stuur(bereik={"naam": "Dochter", "telefoon": "06 11112222", "adres": "Beukenlaan 9 0123XX"})
    elders = stuur(buurt="zuiderpark", bereik={"naam": "Zoon", "telefoon": "06 55554444", "adres": ""})
    bram.open(f"/postvak/{een.nummer}")
    assert "Zelfde huishouden?" in bram.tekst and "Dochter" in bram.tekst and "Zoon" not in bram.tekst
    daan.open(f"/postvak/{elders.nummer}")
    assert "Zelfde huishouden?" not in daan.tekst
    assert twee.nummer


# --- post that did not arrive -----------------------------------------------------------------------------------------


def test_stuck_mail_is_seen_and_dealt_with_otherwise(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    v = stuur()
    with app.state.db.schrijf() as s:
        zet(s, app.state.zegel, f"proef:{v.id}", "bevestiging", v.id, {"aan": "x", "nummer": v.nummer}, nu())
    app.state.bezorger.ronde(nu())
    bram.open("/postvak")
    assert "Er kwam een mail niet aan." in bram.tekst
    bram.open(f"/postvak/{v.nummer}").druk("Anders afgehandeld")
    bram.open("/postvak")
    assert "kwam een mail niet aan" not in bram.tekst


def test_the_demo_mailbox_shows_the_mail_and_only_to_the_beheerder(app: FastAPI, bea: Collega, stuur: Stuur) -> None:
    stuur(bereik={"manier": "mail", "mail": "aisha@voorbeeld.nl", "naam": "Kanarievogel"})
    bea.open("/beheer/postbus")
    assert "Bericht van gemeente Lindewaard" in bea.tekst and "aisha@voorbeeld.nl" in bea.tekst
    assert "Kanarievogel" not in bea.tekst


# --- loket ------------------------------------------------------------------------------------------------------------

VRAAG = "Ik zorg voor mijn man met dementie en het gaat niet meer"


def test_els_enters_a_question_once_and_reads_nothing_back(app: FastAPI, els: Collega) -> None:
    assert els.pad == "/loket"
    els.druk("Lees het samen na", 422, vraag=VRAAG)
    assert "Kies: telefoon, balie of brief." in els.tekst and VRAAG in els.antwoord.text
    els.druk("Lees het samen na", kanaal="telefoon", buurt="molenwijk", naam="Loes Bakker", manier="bellen", telefoon="06 12340000")
    assert els.h1 == "Klopt het zo?" and "Wijkteam Noord" in els.tekst
    pad, velden = "/loket", _velden(els)
    els.druk("Versturen")
    assert els.pad == "/loket/klaar"
    nummer, code = re.findall(r'class="nummer-groot" dir="ltr">([^<]+)<', els.antwoord.text)
    assert len(code.split()) == 6 and "Loes" not in els.tekst and "dementie" not in els.tekst
    els.stuur(pad, velden | {"actie": "versturen"})  # the back button, and again
    assert nummer in els.tekst
    r = rij(app, nummer)
    assert (r.kanaal, r.team, r.soort) == ("telefoon", "noord", "melding")
    assert "mantelzorg" in r.domeinen
    assert open_inhoud(app.state.zegel, r)["bereik"]["naam"] == "Loes Bakker"
    els.open(f"/postvak/{nummer}", 403)
    els.open("/loket/klaar").druk("Volgende vraag")
    els.open("/loket/klaar")
    assert els.pad == "/loket"


def test_L_64_the_loket_gives_no_paper_where_another_may_find_it(els: Collega) -> None:
    vul = {"kanaal": "balie", "naam": "Loes", "manier": "bellen", "telefoon": "06 12340002"}
    for zin, papier in (("Mijn man slaat mij", False), (VRAAG, True)):
        els.open("/loket").druk("Lees het samen na", vraag=zin, **vul).druk("Versturen")
        assert ("Geef geen papier mee." in els.tekst) is not papier, zin
        assert "contact" in els.tekst and "iterlijk" in els.tekst, "who sits at the counter hears by when"
        for deel in ("data-print", "Print deze pagina en geef hem mee.", "persoonlijk plan", "ook op papier"):
            assert (deel in els.antwoord.text) is papier, (zin, deel)
        els.druk("Volgende vraag")


def _velden(klant: Klant) -> dict[str, str]:
    form = next(f for f in klant.pagina.iter("{http://www.w3.org/1999/xhtml}form") if f.get("action") == "/loket")
    return {k: v for k, v in klant._velden(form).items() if v is not None}


def test_a_topic_that_is_wrong_can_be_taken_off_at_the_counter(app: FastAPI, els: Collega) -> None:
    els.druk("Lees het samen na", kanaal="balie", vraag=VRAAG, naam="Loes", manier="bellen", telefoon="06 12340001")
    assert "Haal weg: Zorgen voor iemand" in els.tekst
    els.druk("Versturen", weg="mantelzorg")
    nummer = re.search(r"VP-\d{4}-\d{6}", els.tekst).group(0)
    assert "mantelzorg" not in rij(app, nummer).domeinen


def test_the_check_page_of_the_loket_shows_all_that_goes_along(els: Collega) -> None:
    els.druk(
        "Lees het samen na",
        kanaal="balie",
        vraag="Mijn man slaat mij",
        naam="Loes",
        manier="mail",
        mail="loes@voorbeeld.nl",
        wanneer=["morgen", "avond"],
        hulp="lezen",
        voor_wie="mezelf",
        spoed="vandaag",
        tolk="Pools",
    )
    for tekst in (
        "ochtend, avond",
        "lezen of schrijven is lastig",
        "Voor de inwoner zelf",
        "Vandaag: spoed",
        "Pools",
        "voorzichtig met bellen en mailt niet",
    ):
        assert tekst in els.tekst, tekst


def test_L_08_danger_in_what_the_counter_wrote_is_spoed_until_it_is_taken_off(app: FastAPI, els: Collega) -> None:
    velden = {
        "kanaal": "telefoon",
        "vraag": "Mevrouw heeft vannacht geen bed",
        "naam": "Ine",
        "manier": "bellen",
        "telefoon": "06 12340009",
    }
    for weg, spoed in ((None, "vandaag"), (["nu:vannacht-geen-bed"], "")):
        els.open("/loket").druk("Lees het samen na", **velden)
        assert "Dit gaat als spoed: het team krijgt meteen een alarm." in els.tekst and "Vandaag: spoed" in els.tekst
        els.druk("versturen", **({"weg": weg} if weg else {}))
        assert rij(app, re.search(r"VP-\d{4}-\d{6}", els.tekst).group(0)).spoed == spoed


def test_a_worry_about_another_who_did_not_ask_is_a_signal(app: FastAPI, els: Collega) -> None:
    els.druk(
        "Lees het samen na",
        kanaal="telefoon",
        vraag="De buurman komt niet meer buiten",
        naam="Jan",
        manier="bellen",
        telefoon="06 12340002",
        voor_wie="ander",
        weet_ervan="nee",
    )
    els.druk("Versturen")
    r = rij(app, re.search(r"VP-\d{4}-\d{6}", els.tekst).group(0))
    assert r.soort == "signaal" and r.onderzoek_voor is None


# --- who may see the log ----------------------------------------------------------------------------------------------


def test_petra_sees_who_read_a_referral_and_the_chain_is_whole(app: FastAPI, petra: Collega, bram: Collega, stuur: Stuur) -> None:
    """P-12."""
    v = stuur(bereik={"naam": "Kanarievogel"})
    bram.open(f"/postvak/{v.nummer}")
    petra.open("/beheer/logboek").druk("Zoek", waarop=v.nummer)
    assert "bram" in petra.tekst and "verwijzing gelezen" in petra.tekst and "Kanarievogel" not in petra.tekst
    petra.open("/beheer/logboek?controle=1")
    assert "Het logboek is heel." in petra.tekst


def test_the_inbox_of_a_busy_team_is_quick(app: FastAPI, bram: Collega, stuur: Stuur) -> None:
    """Not a time: the number of statements does not grow with the number of referrals."""
    from sqlalchemy import event

    aantallen = []
    for _ in range(2):
        for _ in range(5):
            stuur()
        tel = [0]

        def raak(*_: object, tel: list[int] = tel) -> None:
            tel[0] += 1

        event.listen(app.state.db.engine, "before_cursor_execute", raak)
        with app.state.db.lees() as s:
            behandeling.lijst(s, app.state.zegel, "noord", "", vandaag())
        event.remove(app.state.db.engine, "before_cursor_execute", raak)
        aantallen.append(tel[0])
    assert aantallen[0] == aantallen[1]
