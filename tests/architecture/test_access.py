"""Every address names its row of the access table, every row is used, and the page about it is current."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver, include, path
from django.views.decorators.csrf import csrf_exempt

from tests.architecture.guards import REPOSITORY, addresses, takes_anybodys_forms, tracked, unguarded, unused
from touchstone.apps.people.access import table
from touchstone.web.parts.page import page


def test_every_address_names_its_row_of_the_access_table() -> None:
    patterns = get_resolver().url_patterns
    assert len(list(addresses(patterns))) > 20
    assert unguarded(patterns, table()) == []


def test_no_two_addresses_share_a_name() -> None:
    names = [name for name, _ in addresses(get_resolver().url_patterns)]
    assert sorted(names) == sorted(set(names))


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_an_address_without_a_policy_is_found() -> None:
    planted = [path("deep/", include(([path("open/", plain, name="open")], "deep")))]
    assert unguarded(planted, table()) == ["deep:open: names no row of the access table (use @page)"]


def test_an_address_with_a_row_no_table_has_is_found() -> None:
    planted = [path("open/", page("vault.open")(plain), name="open")]
    assert unguarded(planted, table()) == ["open: names the row vault.open, which no table has"]


def test_an_address_without_a_name_is_found() -> None:
    planted = [path("open/", page("pages.public")(plain))]
    assert unguarded(planted, table()) == ["open/: has no name"]


def test_a_page_that_asks_for_no_row_does_not_start() -> None:
    with pytest.raises(TypeError):
        page()  # type: ignore[call-arg]


def test_every_form_carries_a_token_of_this_site() -> None:
    """But for staying signed in, which does what looking at any page does."""
    assert takes_anybodys_forms(get_resolver().url_patterns) == ["people:keep_alive"]


def test_an_address_without_that_check_is_found() -> None:
    assert takes_anybodys_forms([path("open/", csrf_exempt(plain), name="open")]) == ["open"]


def test_every_row_is_used() -> None:
    sources = [
        (REPOSITORY / name).read_text(encoding="utf-8")
        for name in tracked()
        if name.suffix in {".py", ".html"} and name.is_relative_to("src/touchstone") and name.name != "policy.py"
    ]
    assert unused(table(), sources) == []


def test_an_unused_row_is_found() -> None:
    assert unused(["essay.mark", "essay.burn"], ['@page("essay.mark")']) == ["essay.burn: nothing uses this row"]


def test_a_row_that_lets_somebody_in_names_them_and_says_what_they_do() -> None:
    for row in table().values():
        assert (row.audience == "roles") == bool(row.roles), row.name
        assert row.does, row.name
        assert not row.does.endswith("."), row.name


def test_the_page_about_access_is_current() -> None:
    written = (REPOSITORY / "docs" / "access.md").read_text(encoding="utf-8")
    printed = io.StringIO()
    call_command("access_table", stdout=printed)
    assert written == printed.getvalue(), "python manage.py access_table > docs/access.md"
