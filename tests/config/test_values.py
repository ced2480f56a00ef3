"""A value that cannot be right stops the start with one line that names the setting."""

from __future__ import annotations

import json
import string
from typing import Any

import pytest

from tests.config.test_production import GOOD, run

SAY = "import json; from touchstone.config.settings import production as p; print(json.dumps(p.{}))"


def refusal(**environment: str) -> str:
    """What ``touchstone check`` says on its one line."""
    answer = run("-m", "touchstone.cli", "check", **{**GOOD, **environment})
    assert (answer.returncode, answer.stdout) == (2, "")
    assert len(answer.stderr.splitlines()) == 1, answer.stderr
    return answer.stderr.strip()


def value(name: str, **environment: str) -> Any:
    answer = run("-c", SAY.format(name), **{**GOOD, **environment})
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


@pytest.mark.parametrize(
    "hosts",
    [
        "https://touchstone.example",
        "touchstone.example:8443",
        "touchstone.example/",
        "touchstone.example other.example",
        "touchstone.example, other.example",
        "*.example",
        "::1",
        "a..example",
    ],
)
def test_hosts_are_names_and_nothing_more(hosts: str) -> None:
    assert refusal(TOUCHSTONE_HOSTS=hosts).startswith("touchstone: TOUCHSTONE_HOSTS must be names alone")


@pytest.mark.parametrize(
    "hosts",
    ["touchstone.example.org", ".example.org", "localhost,127.0.0.1,[::1]", "Touchstone.Example,xn--strm-5qa.example"],
)
def test_hosts_that_are_names_are_taken(hosts: str) -> None:
    assert value("ALLOWED_HOSTS", TOUCHSTONE_HOSTS=hosts) == hosts.split(",")


@pytest.mark.parametrize(
    "address",
    [
        "http://touchstone.example",
        "https://touchstone.example/app",
        "https://",
        "https://touchstone.example:port",
        "https://.example.org",
        "https://ann:secret@touchstone.example",
        "https://touchstone.example?a=b",
    ],
)
def test_the_address_is_https_and_a_host(address: str) -> None:
    said = refusal(TOUCHSTONE_ADDRESS=address)
    assert said.startswith("touchstone: TOUCHSTONE_ADDRESS must be ")


def test_forms_sent_from_the_address_are_believed() -> None:
    told = {
        "TOUCHSTONE_HOSTS": "touchstone.example,.example.org",
        "TOUCHSTONE_ADDRESS": "https://touchstone.example:8443",
    }
    assert value("ADDRESS", **told) == "https://touchstone.example:8443"
    assert value("CSRF_TRUSTED_ORIGINS", **told) == ["https://touchstone.example:8443", "https://touchstone.example"]


@pytest.mark.parametrize("old", ["short", "x" * 80, string.ascii_letters + string.digits + ",short"])
def test_an_old_secret_that_may_be_guessed_is_refused(old: str) -> None:
    said = refusal(TOUCHSTONE_OLD_SECRET_KEYS=old)
    assert said.startswith(
        "touchstone: TOUCHSTONE_OLD_SECRET_KEYS must be secrets of before, of at least 50 characters"
    )
    assert old not in said


@pytest.mark.parametrize("name", ["TOUCHSTONE_DATA", "TOUCHSTONE_TEXTS"])
def test_a_folder_is_named_by_its_full_path(name: str) -> None:
    assert refusal(**{name: "var/data"}) == (
        f"touchstone: {name} must be a full path, one that begins with /; it is “var/data”."
    )


@pytest.mark.parametrize(
    "database", ["mysql://ann:secret@host/name", "touchstone", "postgresql://ann:secret@[host/n", "sqlite:here.db"]
)
def test_a_database_that_is_neither_is_refused_without_saying_its_password(database: str) -> None:
    said = refusal(TOUCHSTONE_DATABASE=database)
    assert said.startswith("touchstone: TOUCHSTONE_DATABASE must be postgresql://")
    assert "secret" not in said


def test_a_sender_that_is_no_address_is_quoted_once() -> None:
    assert refusal(TOUCHSTONE_MAIL_FROM="nobody") == (
        "touchstone: TOUCHSTONE_MAIL_FROM must be an e-mail address; it is 'nobody'."
    )
