"""Every address × every member of the cast: what they are answered is what the table written by hand says."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from tests.architecture.guards import addresses, inline_code
from tests.web.access_table import EVERYBODY, NOBODY_GETS, TABLE, Row
from tests.web.access_world import World, world  # noqa: F401 (a fixture)
from tests.web.signed_in import client_of

pytestmark = pytest.mark.django_db

NOT_IN_THE_WORLD = {"no key": "no-key", "no such error": "none", "maths": "maths", "no number": "1"}
ROWS = [(name, row) for name, rows in TABLE.items() for row in rows]
SENDS = [(name, row) for name, row in ROWS if row.sends or row.only_sends]


def _words(value: object) -> str:
    return value if isinstance(value, str) else ", ".join(getattr(value, "on", {}).values())


@pytest.fixture(scope="module")
def browsers(world: World) -> dict[str, Client]:  # noqa: F811
    return {"nobody": Client()} | {name: client_of(world.people[name]) for name in EVERYBODY}


def test_the_table_knows_every_address_and_no_other() -> None:
    assert sorted(TABLE) == sorted(name for name, _ in addresses(get_resolver().url_patterns))


def test_the_table_knows_every_member_of_the_cast(world: World) -> None:  # noqa: F811
    assert sorted(EVERYBODY) == sorted(world.people)


@pytest.mark.parametrize(("name", "row"), ROWS, ids=_words)
def test_what_everybody_is_answered(name: str, row: Row, world: World, browsers: dict[str, Client]) -> None:  # noqa: F811
    address = _address(name, row, world)
    wrong = {}
    for who, browser in browsers.items():
        response = _ask(browser, "get", address)
        expected = 405 if row.only_sends else _expected(name, row, who)
        if response.status_code != expected or not _leads_to_sign_in(row, who, response):
            wrong[who] = f"GET {response.status_code}, not {expected}"
        if response.status_code == 200 and "html" in response["Content-Type"]:
            assert inline_code(Path(address), response.content.decode()) == []
            assert b"&lt;" not in response.content, f"{address} shows its own markup"
            assert "Content-Security-Policy" in response
    assert wrong == {}


@pytest.mark.parametrize(("name", "row"), SENDS, ids=_words)
def test_what_everybody_may_send(name: str, row: Row, world: World, browsers: dict[str, Client]) -> None:  # noqa: F811
    address = _address(name, row, world)
    wrong = {}
    for who, browser in browsers.items():
        response = _ask(browser, "post", address)
        expected = _expected(name, row, who)
        if who in row.page or (row.public and who == "nobody"):
            fine = response.status_code in {200, 204, 302, 409, 422}
        else:
            fine = response.status_code == expected and _leads_to_sign_in(row, who, response)
        if not fine:
            wrong[who] = f"POST {response.status_code}"
    assert wrong == {}


def _address(name: str, row: Row, world: World) -> str:  # noqa: F811
    arguments = {key: world.things.get(thing, NOT_IN_THE_WORLD.get(thing, thing)) for key, thing in row.on.items()}
    return reverse(name, kwargs=arguments)


def _ask(browser: Client, method: str, address: str) -> Any:
    """What is done by asking is taken back, so that everybody meets the same world as themselves."""
    cookies = deepcopy(browser.cookies)
    with transaction.atomic():
        response = getattr(browser, method)(
            address, {"csrfmiddlewaretoken": "as every form"} if method == "post" else {}
        )
        if response.streaming:
            response.getvalue()
        transaction.set_rollback(True)
    browser.cookies = cookies
    return response


def _expected(name: str, row: Row, who: str) -> int:
    if who == "nobody":
        return NOBODY_GETS.get(name, row.answer if row.public else 302)
    if who in row.page:
        return row.answer
    return 403 if who in row.refused else 404


def _leads_to_sign_in(row: Row, who: str, response: Any) -> bool:
    """Nobody, at a page that is not public, is led to sign-in; whoever is signed in never is."""
    if row.public or response.status_code == 405:
        return True
    led = response.status_code == 302 and response["Location"].startswith(reverse("account_login"))
    return bool(led == (who == "nobody"))
