"""The outbox: once, in order of need, for days if it must be; never a name or topic, never a second worker on one row."""

from __future__ import annotations

import dataclasses
import datetime as dt
import email
import smtplib
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import func, select, update

from portal import uitbox
from portal.tabellen import Account, Uitbox, Verwijzing
from portal.uitbox import NIET_MEER, Bezorger, leen, stuur_via, volgt, wachttijd, zet
from portal.verwijzing import pak_op, verstuur
from portal.werkdagen import nu
from tests.portal.conftest import zending

NU = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
MINUUT = dt.timedelta(minutes=1)
MAIL = {"manier": "mail", "mail": "aisha@voorbeeld.nl"}


class Server:
    """A mail server in memory that can be down."""

    def __init__(self) -> None:
        self.plat: Any = None
        self.post: list[EmailMessage] = []

    def __call__(self, mail: EmailMessage) -> None:
        if self.plat:
            raise self.plat
        self.post.append(mail)


@pytest.fixture()
def eigen(kern: Any) -> Any:
    return kern


@pytest.fixture()
def server() -> Server:
    return Server()


@pytest.fixture()
def bezorger(eigen: Any, server: Server) -> Bezorger:
    b = eigen.state.bezorger
    return Bezorger(b.db, b.zegel, b.g, b.keuzes, b.tekst, server)


def stuur(app: Any, moment: dt.datetime = NU, **keuzes: Any):
    return verstuur(app.state.db, app.state.zegel, app.state.gemeente, zending(**keuzes), moment)


def rijen(app: Any) -> list[Uitbox]:
    with app.state.db.lees() as s:
        return list(s.scalars(select(Uitbox).order_by(Uitbox.id)))


def test_the_confirmation_says_what_the_law_asks_and_nothing_of_the_person(eigen, bezorger, server) -> None:
    v = stuur(eigen, bereik=MAIL)
    assert bezorger.ronde(NU) == 1
    mail = server.post[0]
    assert mail["Subject"] == "Bericht van gemeente Lindewaard"
    assert mail["To"] == "aisha@voorbeeld.nl"
    tekst, html = (mail.get_body((soort,)).get_content() for soort in ("plain", "html"))
    for deel in (tekst, html):
        assert v.nummer in deel and "maandag 30 november" in deel and "persoonlijk plan" in deel  # L-02, L-03
        assert "Cliëntondersteuning Lindewaard" in deel and "gratis" in deel  # L-04
        assert "https://vindplaats.lindewaard.example/status" in deel
    heel = mail.as_string() + tekst + html
    for geheim in ("Aisha", "dementie", "mantelzorg", "moe", v.code.split()[0] + " " + v.code.split()[1]):
        assert geheim not in heel
    assert "<script" not in html and "http" not in html.replace("https://vindplaats.lindewaard.example/status", "")


def test_a_row_is_sent_once_and_a_repeat_keeps_its_message_id(eigen, bezorger, server) -> None:
    stuur(eigen, bereik=MAIL)
    bezorger.ronde(NU)
    bezorger.ronde(NU + dt.timedelta(days=9))
    assert len(server.post) == 1
    rij = rijen(eigen)[0]
    assert rij.staat == "klaar"
    assert bezorger.bericht(rij, None)["Message-ID"] == server.post[0]["Message-ID"]


def test_of_many_workers_one_gets_the_row(eigen) -> None:
    for i in range(5):
        stuur(eigen, bereik=MAIL, verhaal=f"vraag {i}")
    begin = threading.Barrier(8)

    def neem(_: int) -> list[int]:
        begin.wait()
        uit = []
        while (rij := leen(eigen.state.db, NU)) is not None:
            uit.append(rij.id)
        return uit

    with ThreadPoolExecutor(8) as pool:
        samen = [id for deel in pool.map(neem, range(8)) for id in deel]
    assert sorted(samen) == [r.id for r in rijen(eigen)]


def test_a_worker_that_dies_leaves_the_row_for_another_after_sixty_seconds(eigen, bezorger, server) -> None:
    stuur(eigen, bereik=MAIL)
    assert leen(eigen.state.db, NU) is not None  # and then it is killed
    assert bezorger.ronde(NU + dt.timedelta(seconds=59)) == 0
    assert bezorger.ronde(NU + dt.timedelta(seconds=61)) == 1
    assert len(server.post) == 1


def test_a_late_worker_does_not_undo_what_another_did(eigen, bezorger, server) -> None:
    stuur(eigen, bereik=MAIL)
    traag = leen(eigen.state.db, NU)
    bezorger.ronde(NU + 2 * MINUUT)
    uitbox.mislukt(eigen.state.db, traag, "time-out", NU + 3 * MINUUT)
    assert rijen(eigen)[0].staat == "klaar"


def test_waiting_doubles_from_a_minute_to_an_hour() -> None:
    assert [wachttijd(p) // MINUUT for p in range(1, 10)] == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert max(wachttijd(p, "piket") for p in range(1, 50)) == 15 * MINUUT


def test_three_days_without_a_mail_server_lose_nothing(eigen, bezorger, server) -> None:
    for i in range(8):
        stuur(eigen, bereik=MAIL | {"mail": f"p{i}@voorbeeld.nl"})
    server.plat = ConnectionRefusedError()
    klok = NU
    while klok < NU + dt.timedelta(hours=72):
        bezorger.ronde(klok)
        klok += 60 * MINUUT
    assert server.post == [] and {r.staat for r in rijen(eigen)} == {"wacht"}
    eigen.state.db.engine.dispose()  # a restart
    server.plat = None
    for _ in range(5):
        bezorger.ronde(klok)
        klok += 15 * MINUUT
    assert sorted(m["To"] for m in server.post) == sorted(f"p{i}@voorbeeld.nl" for i in range(8))
    assert {r.staat for r in rijen(eigen)} == {"klaar"}


def test_a_server_that_is_away_is_asked_once_a_round(eigen, bezorger, server) -> None:
    for i in range(5):
        stuur(eigen, bereik=MAIL, verhaal=str(i))
    server.plat = ConnectionRefusedError()
    assert bezorger.ronde(NU) == 1
    server.plat = None
    assert bezorger.ronde(NU + MINUUT) == 5


def test_after_days_it_is_stuck_and_somebody_sees_it(eigen, bezorger, server) -> None:
    stuur(eigen, bereik=MAIL)
    server.plat = smtplib.SMTPServerDisconnected()
    klok = NU
    while klok < NU + dt.timedelta(hours=100):
        bezorger.ronde(klok)
        klok += 60 * MINUUT
    rij = rijen(eigen)[0]
    assert rij.staat == "vast" and "SMTPServerDisconnected" in rij.fout and "aisha" not in rij.fout
    assert rij.pogingen > 72  # tried every hour


@pytest.mark.parametrize(("code", "staat"), [(550, "vast"), (450, "wacht")])
def test_a_refused_address_is_stuck_at_once_and_a_grey_list_is_not(eigen, bezorger, server, code: int, staat: str) -> None:
    stuur(eigen, bereik=MAIL)
    server.plat = smtplib.SMTPRecipientsRefused({"aisha@voorbeeld.nl": (code, b"no")})
    bezorger.ronde(NU)
    assert rijen(eigen)[0].staat == staat


@pytest.mark.parametrize(
    "adres",
    [
        "a@b.nl\nBcc: x@y.nl",
        "a@b.nl\r\nSubject: x",
        "a@b.nl, c@d.nl",
        "a@b.nl;c@d.nl",
        "Naam <a@b.nl>",
        "a b@c.nl",
        "a@b.nl\x00",
        "a@b",
        "@b.nl",
        "",
    ],
)
def test_no_address_can_add_a_header_or_a_second_receiver(eigen, bezorger, server, adres: str) -> None:
    with eigen.state.db.schrijf() as s:
        zet(s, eigen.state.zegel, "proef:1", "bevestiging", None, {"aan": adres, "nummer": "VP-1"}, NU)
    bezorger.ronde(NU)
    assert server.post == []
    assert rijen(eigen)[0].staat == "vast"


def test_a_hostile_number_stays_text(eigen, bezorger, server) -> None:
    with eigen.state.db.schrijf() as s:
        zet(s, eigen.state.zegel, "proef:1", "bevestiging", None, {"aan": "a@b.nl", "nummer": "<b>x</b>\r\nBcc: x@y.nl"}, NU)
    bezorger.ronde(NU)
    mail = email.message_from_string(server.post[0].as_string())
    assert mail["Bcc"] is None
    assert "&lt;b&gt;x" in server.post[0].get_body(("html",)).get_content()


def test_the_alert_goes_at_once_and_every_quarter_until_somebody_claims(eigen, bezorger, server) -> None:
    v = stuur(eigen, spoed="vandaag")
    momenten = []
    for seconde in range(0, 65 * 60, 30):  # the worker looks more often than this
        klok = NU + dt.timedelta(seconds=seconde)
        voor = len(server.post)
        bezorger.ronde(klok)
        momenten += [seconde] * (len(server.post) - voor)
        if seconde == 50 * 60:
            with eigen.state.db.lees() as s:
                bram = s.scalar(select(Account).where(Account.naam == "bram"))
            pak_op(eigen.state.db, v.id, bram, klok)
    assert momenten == [0, 900, 1800, 2700]
    assert {m["To"] for m in server.post} == {"piket@lindewaard.example"}
    assert all("Aisha" not in m.as_string() and "dementie" not in m.as_string() for m in server.post)
    assert server.post[0]["Subject"] == "Bericht van gemeente Lindewaard"


def test_a_server_that_was_down_gets_one_alert_not_a_hundred(eigen, bezorger, server) -> None:
    stuur(eigen, spoed="vandaag")
    server.plat = TimeoutError()
    klok = NU
    while klok < NU + dt.timedelta(hours=10):
        bezorger.ronde(klok)
        klok += 20 * MINUUT
    server.plat = None
    bezorger.ronde(klok + 15 * MINUUT)
    assert len(server.post) == 1


def test_an_alert_that_is_no_longer_needed_is_not_sent(eigen, bezorger, server) -> None:
    v = stuur(eigen, spoed="vandaag")
    with eigen.state.db.lees() as s:
        bram = s.scalar(select(Account).where(Account.naam == "bram"))
    pak_op(eigen.state.db, v.id, bram, NU)
    bezorger.ronde(NU)
    assert server.post == [] and rijen(eigen)[0].staat == "klaar"


def test_alerts_go_before_other_mail(eigen, bezorger, server) -> None:
    for i in range(3):
        stuur(eigen, bereik=MAIL, verhaal=str(i))
    stuur(eigen, moment=NU + MINUUT, spoed="vandaag")
    bezorger.ronde(NU + MINUUT)
    assert server.post[0]["To"] == "piket@lindewaard.example"


def test_a_protected_person_gets_no_mail(eigen) -> None:
    stuur(eigen, bereik=MAIL, signalen=("geweld",))
    assert rijen(eigen) == []


def test_L_64_mail_that_waited_is_not_sent_when_writing_became_unsafe(eigen, bezorger, server) -> None:
    v = stuur(eigen, bereik=MAIL)
    with eigen.state.db.schrijf() as s:
        s.get_one(Verwijzing, v.id).beschermd = True
    bezorger.ronde(NU)
    assert server.post == [] and [(r.staat, r.fout) for r in rijen(eigen)] == [("klaar", NIET_MEER)]


@pytest.mark.parametrize("eerst", ["wacht", "vast"])
def test_L_25_mail_that_waits_follows_the_resident_to_a_new_address_or_stops(eigen, bezorger, server, eerst: str) -> None:
    db, zegel = eigen.state.db, eigen.state.zegel
    anders, weg = stuur(eigen, bereik=MAIL, spoed="vandaag"), stuur(eigen, bereik=MAIL)
    with db.schrijf() as s:
        s.execute(update(Uitbox).where(Uitbox.soort == "bevestiging").values(staat=eerst))
        volgt(s, zegel, anders.id, "nieuw@voorbeeld.example", NU)
        volgt(s, zegel, weg.id, "", NU)
    bezorger.ronde(NU + MINUUT)
    aan = [m["To"] for m in server.post]
    assert sorted(aan) == ["nieuw@voorbeeld.example", "piket@lindewaard.example"]  # the alarm keeps its own address
    assert {r.verwijzing_id: r.staat for r in rijen(eigen) if r.soort == "bevestiging"} == {anders.id: "klaar", weg.id: "anders"}


def test_a_trial_sends_nowhere_but_to_this_machine(eigen) -> None:
    g, keuzes = eigen.state.gemeente, eigen.state.keuzes
    assert stuur_via(keuzes, g) is None
    assert stuur_via(keuzes.model_copy(update={"smtp_host": "mail.voorbeeld.nl"}), g) is None
    assert stuur_via(keuzes.model_copy(update={"smtp_host": "127.0.0.1"}), g) is not None
    stuur(eigen, bereik=MAIL)
    eigen.state.bezorger.ronde(NU)
    assert rijen(eigen)[0].staat == "klaar"


def test_live_without_a_server_keeps_waiting(eigen, bezorger) -> None:
    stuur(eigen, bereik=MAIL)
    live = dataclasses.replace(bezorger, g=dataclasses.replace(bezorger.g, staat="live"), stuur=None)
    live.ronde(NU)
    assert rijen(eigen)[0].staat == "wacht"


def test_a_real_smtp_conversation(eigen, bezorger) -> None:
    """Over a socket, with a server that speaks just enough SMTP."""
    gezegd: list[str] = []
    luister = socket.create_server(("127.0.0.1", 0))

    def server() -> None:
        kant, _ = luister.accept()
        with kant, kant.makefile("rwb") as f:

            def zeg(regel: str) -> None:
                f.write(regel.encode() + b"\r\n")
                f.flush()

            zeg("220 klaar")
            data = False
            for ruw in f:
                regel = ruw.decode().rstrip("\r\n")
                gezegd.append(regel)
                if data:
                    if regel == ".":
                        data = False
                        zeg("250 ok")
                elif regel.upper() == "DATA":
                    data = True
                    zeg("354 ga door")
                elif regel == "QUIT":
                    zeg("221 dag")
                    return
                else:
                    zeg("250 ok")

    draad = threading.Thread(target=server)
    draad.start()
    keuzes = eigen.state.keuzes.model_copy(update={"smtp_host": "127.0.0.1", "smtp_port": luister.getsockname()[1]})
    stuur(eigen, bereik=MAIL)
    dataclasses.replace(bezorger, stuur=stuur_via(keuzes, eigen.state.gemeente)).ronde(NU)
    draad.join(5)
    luister.close()
    assert rijen(eigen)[0].staat == "klaar"
    assert any(r.upper() == "RCPT TO:<AISHA@VOORBEELD.NL>" for r in gezegd)


def test_what_is_in_the_outbox_cannot_be_read_in_the_file(eigen, tmp_path) -> None:
    stuur(eigen, bereik=MAIL | {"mail": "kanarie@voorbeeld.nl"})
    with eigen.state.db.lees() as s:
        assert s.scalar(select(func.count()).select_from(Verwijzing)) == 1
    for bestand in tmp_path.glob("lindewaard.sqlite*"):
        assert b"kanarie" not in bestand.read_bytes()


def test_the_thread_delivers_and_stops(eigen, bezorger, server) -> None:
    stuur(eigen, moment=nu(), bereik=MAIL)
    werker = uitbox.Werker(bezorger, elke=0.02)
    werker.start()
    for _ in range(200):
        if server.post:
            break
        threading.Event().wait(0.02)
    werker.stop()
    assert len(server.post) == 1
