"""The authorisation matrix, made from the router: every route x method x role. A route that declares nobody does not start."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI

from portal import account
from portal.deuren import PUBLIEK, ROLLEN, _gesloten, routes, voor
from tests.klant import Klant
from tests.portal.conftest import Collega, Stuur

ROL_VAN = {
    "bram": "medewerker",
    "tine": "teamleider",
    "carla": "redacteur",
    "els": "loket",
    "bea": "beheerder",
    "petra": "privacy",
    "hugo": "beleid",
}
ZONDER_POORT = {"/api/v1/openapi.json", "/static"}  # no door: the framework's own, public, nothing of a person


# Who may do what, as the contract says it; the longest address that fits counts. What a route declares is held against this, so that a role
# cannot slip in with one word: a new door for staff needs a row here.
CONTRACT = {
    "/postvak": {"medewerker", "teamleider"},  # the referrals of the own team
    "/postvak/{nummer}/toewijzen": {"teamleider"},
    "/plannen": {"medewerker", "teamleider"},
    "/loket": {"loket", "medewerker", "teamleider"},
    "/redactie": {"redacteur"},  # no person
    "/inzicht": {"beleid", "teamleider"},  # counts only
    "/beheer": {"beheerder"},  # no stories
    "/beheer/logboek": {"privacy"},
    "/account": set(ROLLEN),
    "/uitloggen": set(ROLLEN),
}


def alle(app: FastAPI) -> list[tuple[str, str, tuple[str, ...]]]:
    """(path, method, roles) of every route of every door."""
    uit = []
    for r in routes(app):
        pad = str(getattr(r, "path", ""))
        if pad in ZONDER_POORT:
            continue
        rollen = getattr(r.endpoint, "__rollen__", None)
        assert rollen, f"{pad} does not say who may use it"
        uit += [(pad, m, rollen) for m in sorted(r.methods)]
    return uit


def vul(pad: str, nummer: str) -> str:
    """An address with its parts filled in."""
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda m: nummer if m.group(1) == "nummer" else "1", pad)


@pytest.fixture()
def mensen(app: FastAPI, stuur: Stuur) -> dict[str, Any]:
    """A browser per role, and one that is nobody."""
    wie: dict[str, Any] = {rol: Collega(app, naam) for naam, rol in ROL_VAN.items()}
    return wie | {
        "niemand": Klant(app),
        "daan": Collega(app, "daan"),
        "nummer": stuur(bereik={"naam": "Kanarievogel"}, verhaal="een kanarie zingt").nummer,
    }


def test_every_route_method_and_role(app: FastAPI, mensen: dict[str, Any]) -> None:
    vakken = 0
    for pad, methode, rollen in alle(app):
        if PUBLIEK in rollen or pad in ("/uitloggen", "/account/overal-uit"):
            continue
        adres = vul(pad, mensen["nummer"])
        for rol in (*ROLLEN, "niemand"):
            klant = mensen[rol]
            r = klant.http.request(methode, adres, follow_redirects=False)  # a POST without a token does nothing, whoever asks
            vakken += 1
            if rol == "niemand":
                assert (r.status_code, r.headers.get("location")) == (303, "/inloggen"), (methode, pad)
                continue
            if rol not in rollen:
                assert r.status_code == 403, (methode, pad, rol, r.status_code)
                assert "Deze pagina is niet voor uw rol" in r.text or methode == "HEAD"
            elif methode in ("GET", "HEAD"):
                assert r.status_code in (200, 204, 303, 404), (methode, pad, rol, r.status_code)
            else:
                assert r.status_code == 403 and "Dit formulier is te oud" in r.text, (methode, pad, rol, r.status_code)
            if not {rol} & {"medewerker", "teamleider"}:
                assert "Kanarievogel" not in r.text and "kanarie zingt" not in r.text, (methode, pad, rol)
    assert vakken > 150


def test_the_roles_of_every_route_are_those_of_the_contract(app: FastAPI) -> None:
    def past(pad: str) -> list[str]:
        return [b for b in CONTRACT if pad == b or pad.startswith(b + "/")]

    for pad, methode, rollen in alle(app):
        if PUBLIEK in rollen:
            assert not past(pad), f"{methode} {pad} is open to everyone"
            continue
        assert past(pad), f"{pad}: who may do this? Add it to CONTRACT"
        assert set(rollen) <= CONTRACT[max(past(pad), key=len)], (methode, pad, rollen)


def test_every_act_needs_the_token_of_this_session_and_the_own_site(app: FastAPI, mensen: dict[str, Any]) -> None:
    bram, tine = mensen["medewerker"], mensen["teamleider"]
    ander = account.formuliermerk(app.state.zegel, tine.http.cookies.get("__Host-werk"))
    eigen = account.formuliermerk(app.state.zegel, bram.http.cookies.get("__Host-werk"))
    for pad, methode, rollen in alle(app):
        if methode == "POST" and "medewerker" in rollen:
            adres = vul(pad, mensen["nummer"])
            assert bram.http.post(adres, data={"token": ander}, follow_redirects=False).status_code == 403, pad
            for kop in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://kwaad.example"}):
                r = bram.http.post(adres, data={"token": eigen}, headers=kop, follow_redirects=False)
                assert r.status_code == 403, pad
    bram.open(f"/postvak/{mensen['nummer']}")
    assert "Ik pak dit op" in bram.tekst  # nothing happened


def test_the_other_team_gets_the_same_answer_as_for_a_number_that_is_not_there(app: FastAPI, mensen: dict[str, Any]) -> None:
    daan, nummer = mensen["daan"], mensen["nummer"]
    merk = account.formuliermerk(app.state.zegel, daan.http.cookies.get("__Host-werk"))
    for pad, methode, rollen in alle(app):
        if "{nummer}" not in pad or "medewerker" not in rollen:
            continue
        antwoorden = []
        for n in (nummer, "VP-2611-000000"):
            velden = {"token": merk, "gesproken": "gesproken", "tekst": "x", "team": "oost", "reden": "x", "uitkomst": "algemeen"}
            r = daan.http.request(methode, vul(pad, n), data=velden if methode == "POST" else None, follow_redirects=False)
            antwoorden.append((r.status_code, r.text.replace(n, "X")))
        assert antwoorden[0] == antwoorden[1], pad
        assert antwoorden[0][0] == 404, pad
    for zoek in ("Kanarievogel", "kanarie zingt"):
        r = daan.http.post("/postvak/zoeken", data={"token": merk, "zoek": zoek})
        assert "Bekend bij" not in r.text and nummer not in r.text
    r = daan.http.post("/postvak/zoeken", data={"token": merk, "zoek": nummer})
    assert "Bekend bij Wijkteam Noord" in r.text and "Kanarievogel" not in r.text


def test_a_colleague_who_left_gets_nowhere(app: FastAPI, mensen: dict[str, Any]) -> None:
    from sqlalchemy import select

    from portal.tabellen import Account

    with app.state.db.schrijf() as s:
        account.zet_uit(s, "proef", s.scalar(select(Account).where(Account.naam == "bram")))
    for pad, methode, rollen in alle(app):
        if "medewerker" in rollen:
            r = mensen["medewerker"].http.request(methode, vul(pad, mensen["nummer"]), follow_redirects=False)
            assert (r.status_code, r.headers.get("location")) == (303, "/inloggen"), pad
    with app.state.db.schrijf() as s:
        account.zet_aan(s, "proef", s.scalar(select(Account).where(Account.naam == "bram")))


def test_the_gate_stands_in_front_of_every_door(app: FastAPI) -> None:
    """Each included router carries the gate, so that a door cannot be hung beside it."""
    from portal.poort import poort

    voor_de_deur = [r for r in app.routes if getattr(r, "original_router", None) is not None]
    assert len(voor_de_deur) >= 6
    for r in voor_de_deur:
        assert any(d.dependency is poort for d in r.include_context.dependencies)
    los = [str(getattr(r, "path", r)) for r in app.routes if getattr(r, "original_router", None) is None]
    assert set(los) <= ZONDER_POORT


def test_a_door_with_a_route_for_nobody_is_refused() -> None:
    def maak(*rollen: str) -> APIRouter:
        router = APIRouter()
        router.get("/x")(voor(*rollen)(lambda: None) if rollen else (lambda: None))
        buiten = APIRouter()
        buiten.include_router(router)
        return buiten

    for fout in ((), ("iedereen",), (PUBLIEK, "beheerder")):
        with pytest.raises(RuntimeError, match="nobody may use this route"):
            _gesloten(maak(*fout))
    assert _gesloten(maak("beheerder", "privacy"))


def test_an_undeclared_route_that_got_in_all_the_same_is_closed(app: FastAPI, leeg) -> None:
    from fastapi import Depends

    from portal.poort import poort

    eigen = leeg()
    router = APIRouter()
    router.get("/vergeten")(lambda: "open")
    eigen.include_router(router, dependencies=[Depends(poort)])
    eigen.router.routes.insert(0, eigen.router.routes.pop())
    r = Collega(eigen, "bea").http.get("/vergeten", follow_redirects=False)
    assert r.status_code == 403 and "open" not in r.text
    eigen.state.db.engine.dispose()
