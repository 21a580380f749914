"""Short versions of the long trials (`make trial-claim`, `-eenmaal`, `-post`): the same code, smaller numbers."""

from __future__ import annotations

from pathlib import Path

from tests.trials import post, tegelijk


def test_many_claim_and_one_wins(tmp_path: Path) -> None:
    uit = tegelijk.claim(f"sqlite:///{tmp_path / 'claim.sqlite'}", 20, 15, 2)
    assert uit["claims"] == 300
    nul = ("not exactly one winner", "told a wrong name", "errors", "events and log rows besides one each")
    assert [uit[k] for k in nul] == [0, 0, 0, 0], uit


def test_parallel_sends_with_one_key_are_one_referral(tmp_path: Path) -> None:
    uit = tegelijk.eenmaal(f"sqlite:///{tmp_path / 'eenmaal.sqlite'}", 20, 12, 2)
    assert [uit[k] for k in ("rounds with more than one number or code", "errors", "records besides one a round")] == [0, 0, 0], uit


def test_three_days_without_a_mail_server_then_all_once(tmp_path: Path) -> None:
    uit = post.proef(tmp_path, 40, 2)
    assert uit["tries while away"] > 40
    assert (uit["delivered while away"], uit["delivered"], uit["lost"], uit["double"], uit["states"]) == (0, 40, 0, 0, {"klaar": 40}), uit
