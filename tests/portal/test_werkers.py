"""Two workers behind one address: what an editor publishes on the pages, both show."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.redactiewerk import volgtijden
from tests.server import PORTAL, draai, vrije_poort


@pytest.mark.parametrize("soort", ["sqlite", "postgresql"])
def test_both_workers_follow_what_an_editor_publishes(request: pytest.FixtureRequest, tmp_path: Path, soort: str) -> None:
    """`make bench` says how soon: within a second."""
    url = "" if soort == "sqlite" else request.getfixturevalue("leeg_postgres")
    poort = vrije_poort()
    with draai(PORTAL, poort, VINDPLAATS_VAR=str(tmp_path), VINDPLAATS_WORKERS="2", VINDPLAATS_DATABASE_URL=url) as server:
        tijden = volgtijden(server.pid, poort, 2)
    assert len(tijden) == 5
