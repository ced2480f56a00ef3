"""Mail settings come from the environment; a value that cannot be right stops the start with one line."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.config.test_production import GOOD, run
from touchstone.config.settings.mail import address, number, switch


def told(**environment: str) -> str:
    """What a real installation makes of it: port, TLS, SSL, time-out, sender."""
    program = (
        "import touchstone.config.settings.production as s;"
        "print(s.EMAIL_PORT, s.EMAIL_USE_TLS, s.EMAIL_USE_SSL, s.EMAIL_TIMEOUT, s.DEFAULT_FROM_EMAIL)"
    )
    answer = run("-c", program, **GOOD, **environment)
    return answer.stdout.strip() or answer.stderr.strip().splitlines()[-1]


def test_without_settings_it_is_the_mail_server_of_this_machine() -> None:
    assert told() == "25 False False 20 touchstone@touchstone.example"


def test_encryption_brings_its_own_port() -> None:
    assert told(TOUCHSTONE_MAIL_TLS="1").startswith("587 True False")
    assert told(TOUCHSTONE_MAIL_SSL="1").startswith("465 False True")
    assert told(TOUCHSTONE_MAIL_SSL="1", TOUCHSTONE_MAIL_PORT="2465").startswith("2465")


def test_a_sender_may_have_a_name() -> None:
    assert told(TOUCHSTONE_MAIL_FROM="Harbour <mail@harbour.example>").endswith("Harbour <mail@harbour.example>")


def test_both_ways_to_encrypt_exclude_each_other() -> None:
    assert "exclude each other" in told(TOUCHSTONE_MAIL_TLS="1", TOUCHSTONE_MAIL_SSL="1")


@pytest.mark.parametrize("text", ["smtp", "0", "-1", "65536", "25 ", "٢٥", "1e3"])
def test_what_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="TOUCHSTONE_MAIL_PORT must be a whole number from 1 to 65535"):
        number({"TOUCHSTONE_MAIL_PORT": text}, "TOUCHSTONE_MAIL_PORT", 25, 65535)


@pytest.mark.parametrize("text", ["yes", "true", "2", " 1"])
def test_what_is_neither_on_nor_off_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="TOUCHSTONE_MAIL_TLS must be 1"):
        switch({"TOUCHSTONE_MAIL_TLS": text}, "TOUCHSTONE_MAIL_TLS")


@pytest.mark.parametrize("text", ["nobody", "a@b@c.example", "mail@harbour.example\nBcc: all@example.org", "Name <x>"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="TOUCHSTONE_MAIL_FROM must be an e-mail address"):
        address({"TOUCHSTONE_MAIL_FROM": text}, "TOUCHSTONE_MAIL_FROM", "", named=True)
