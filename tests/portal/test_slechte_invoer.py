"""Bad input: each gets a plain sentence with what to do next, keeps what was typed, and loses nothing."""

from __future__ import annotations

import pytest

from tests.klant import Klant


@pytest.mark.parametrize("tekst", ["", "   ", "😀😀😀", "?!...", "\n\n"])
def test_nothing_to_read(aisha: Klant, tekst: str) -> None:
    aisha.open("/").druk("Verder", 422, vraag=tekst)
    assert "Vertel eerst in een paar woorden" in aisha.tekst
    assert "Fout:" in aisha.antwoord.text.split("</title>")[0]


def test_ten_thousand_characters_come_back_in_the_field(aisha: Klant) -> None:
    tekst = ("Ik heb zoveel te vertellen over mijn week en mijn huis. " * 200)[:10_000]
    aisha.open("/").druk("Verder", 422, vraag=tekst)
    assert "Uw verhaal mag 2.000 tekens lang zijn. Het is nu 9.999 tekens." in aisha.tekst
    assert tekst.strip() in aisha.antwoord.text


def test_a_long_urgent_text_still_gets_the_number(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="Het was een lange dag. " * 150 + "Ik wil niet meer leven. " + "Ik ben moe. " * 100)
    assert 'href="tel:113"' in aisha.antwoord.text


def test_html_is_only_text(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="<script>alert(1)</script> ik heb schulden")
    assert "<script>alert" not in aisha.antwoord.text
    assert "&lt;script&gt;" in aisha.antwoord.text


@pytest.mark.parametrize("tekst", ["我需要帮助", "ช่วยด้วย", "βοήθεια παρακαλώ", "אני צריך עזרה", "\u202eabc\u200b"])
def test_another_alphabet_never_ends_in_a_wall(aisha: Klant, tekst: str) -> None:
    aisha.open("/").druk("Verder", vraag=tekst)
    assert "000 123 45 60" in aisha.antwoord.text and "Past er niets bij u?" in aisha.tekst
    assert "Dat ligt niet aan u. Probeer een ander woord, of bel ons." in aisha.tekst


@pytest.mark.parametrize("koekje", ["x", "A" * 4000, "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%00"])
def test_a_broken_or_forged_cookie_is_an_empty_conversation(app, koekje: str) -> None:
    klant = Klant(app)
    klant.http.cookies.set("__Host-gesprek", koekje)
    klant.open("/gesprek")


def test_answers_to_steps_that_no_longer_exist_lose_nothing_else(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="ik heb schulden")
    aisha.stuur("/gesprek", {"stap": "bestaat-niet-meer", "antwoord": "x"})
    aisha.stuur("/gesprek", {"stap": "buurt", "antwoord": "molenwijk"})
    assert "Molenwijk" in aisha.tekst and "ik heb schulden" in aisha.tekst


def test_an_empty_answer_is_said_at_the_question(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="ik heb schulden")
    aisha.stuur("/gesprek", {"stap": "ik_wil", "antwoord": "  "}, 422)
    assert "Schrijf uw antwoord, of sla de vraag over." in aisha.tekst
    aisha.stuur("/gesprek", {"stap": "geld_post"}, 422)
    assert "Kies een antwoord, of sla de vraag over." in aisha.tekst


def test_a_long_answer_comes_back(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="ik heb schulden")
    aisha.stuur("/gesprek", {"stap": "ik_wil", "antwoord": "rust " * 100}, 422)
    assert "Uw antwoord mag 300 tekens lang zijn. Het is nu 499 tekens." in aisha.tekst and "rust rust" in aisha.antwoord.text


def test_what_stands_in_the_place_of_a_bsn_is_never_a_reason(aisha: Klant) -> None:
    lichaam = {"vraag": "mijn bsn is 111222333, waar kan ik hulp krijgen bij schulden?"}
    antwoord = aisha.http.post("/api/v1/voorstellen", json=lichaam).json()
    redenen = [b for deel in ("items", "domains", "markers", "urgent") for rij in antwoord[deel] for b in rij["because"]]
    assert redenen and all(b.lower() in lichaam["vraag"] for b in redenen), redenen


def test_a_bsn_is_not_kept(aisha: Klant) -> None:
    aisha.open("/").druk("Verder", vraag="mijn bsn is 111222333 en ik heb schulden")
    assert "111222333" not in aisha.antwoord.text
    assert "[nummer weggehaald]" in aisha.tekst


def test_another_site_cannot_post(app) -> None:
    r = Klant(app).http.post("/", data={"vraag": "schulden"}, headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://kwaad.example"})
    assert r.status_code == 403


def test_sending_without_what_is_needed_says_so(aisha: Klant) -> None:
    aisha.stuur("/verwijzing", {"actie": "versturen", "sleutel": "verzonnen"}, 409)
    assert "Vul ze nog een keer in" in aisha.tekst


def test_errors_under_api_are_problem_json(aisha: Klant) -> None:
    r = aisha.http.post("/api/v1/voorstellen", json={"vraag": "x" * 30_000})
    assert r.status_code == 422 and r.headers["content-type"] == "application/problem+json"
    assert aisha.http.get("/api/v1/bestaat-niet").headers["content-type"] == "application/problem+json"
    aisha.open("/bestaat-niet", 404)


def test_a_body_that_is_too_large_is_refused(aisha: Klant) -> None:
    aisha.stuur("/", {"vraag": "x" * 400_000}, 413)
    assert "Uw tekst is te lang" in aisha.tekst
    r = aisha.http.post("/", content=(b"x" * 100_000 for _ in range(4)), headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert r.status_code == 413 and "Uw tekst is te lang" in r.text  # no length given: counted
    r = aisha.http.post("/api/v1/voorstellen", json={"vraag": "x" * 400_000})
    assert r.status_code == 413 and r.headers["content-type"] == "application/problem+json"
