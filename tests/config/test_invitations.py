"""Where the links in invitations lead, and how long they work: said by the environment."""

from __future__ import annotations

import pytest

from tests.config.test_production import GOOD, run

SAY = "from touchstone.config.settings import production as p; print(p.ADDRESS, p.INVITATION_DAYS)"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "https://touchstone.example 7"),
        ({"TOUCHSTONE_HOSTS": ".touchstone.example"}, "https://touchstone.example 7"),
        ({"TOUCHSTONE_ADDRESS": "https://ts.example/", "TOUCHSTONE_INVITATION_DAYS": "30"}, "https://ts.example 30"),
    ],
)
def test_links_lead_to_the_first_host_over_https_unless_told_otherwise(given: dict[str, str], said: str) -> None:
    answer = run("-c", SAY, **{**GOOD, **given})
    assert answer.stdout.strip() == said, answer.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOUCHSTONE_ADDRESS", "touchstone.example"),
        ("TOUCHSTONE_INVITATION_DAYS", "a week"),
        ("TOUCHSTONE_INVITATION_DAYS", "0"),
        ("TOUCHSTONE_INVITATION_DAYS", "1000"),
    ],
)
def test_what_cannot_be_stops_the_start_with_a_word_on_it(name: str, value: str) -> None:
    answer = run("-c", SAY, **{**GOOD, name: value})
    assert answer.returncode != 0
    assert f"{name} must be" in answer.stderr
