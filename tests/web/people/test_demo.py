"""Demo people exist in demo mode alone."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from touchstone.apps.people.models import User
from touchstone.apps.people.services import hold_form


@pytest.fixture
def dana(cast: Cast) -> User:
    """Tom, as if he were of the demo world."""
    cast.tom.name, cast.tom.is_demo = "Dana Demo (demo)", True
    cast.tom.save()
    return cast.tom


def test_the_demo_people_are_listed_by_role_and_nobody_else(client: Client, cast: Cast, dana: User) -> None:
    page = client.get(reverse("demo")).content.decode()
    assert "Dana Demo (demo)" in page
    assert "Northgate Training" in page
    assert ">Tutor</h2>" in page
    assert ">Assessor</h2>" not in page
    assert cast.alice.name not in page


def test_an_empty_demo_says_so(client: Client, db: None) -> None:
    assert "There are no demo people yet." in client.get(reverse("demo")).content.decode()


def test_one_press_of_a_button_makes_one_that_person(client: Client, dana: User) -> None:
    response = client.post(reverse("demo_become", args=[dana.pk]), follow=True)
    assert response.request["PATH_INFO"] == reverse("home")
    assert client.session["_auth_user_id"] == str(dana.pk)


def test_a_demo_person_whose_session_ended_finds_what_they_typed(client: Client, dana: User) -> None:
    hold_form(person_id=dana.pk, path="/form/", fields={"title": ["My session"]})
    response = client.post(reverse("demo_become", args=[dana.pk]), follow=True)
    assert "My session" in response.content.decode()


def test_becoming_another_leaves_nothing_of_the_first(client: Client, cast: Cast, dana: User) -> None:
    client.post(reverse("demo_become", args=[dana.pk]))
    first = client.session.session_key
    User.objects.filter(pk=cast.ada.pk).update(is_demo=True)
    client.post(reverse("demo_become", args=[cast.ada.pk]))
    assert client.session["_auth_user_id"] == str(cast.ada.pk)
    assert client.session.session_key != first


def test_looking_at_the_address_makes_one_nobody(client: Client, dana: User) -> None:
    assert client.get(reverse("demo_become", args=[dana.pk])).status_code == 405
    assert "_auth_user_id" not in client.session


def test_nobody_becomes_a_real_person(client: Client, cast: Cast) -> None:
    for pk in (cast.alice.pk, uuid.uuid4()):
        assert client.post(reverse("demo_become", args=[pk])).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_closed_demo_account_is_nobody_to_become(client: Client, dana: User) -> None:
    User.objects.filter(pk=dana.pk).update(is_active=False)
    assert client.post(reverse("demo_become", args=[dana.pk])).status_code == 404


def test_becoming_somebody_needs_a_token_of_this_site(dana: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("demo_become", args=[dana.pk])).status_code == 403


class TestOutsideDemoMode:
    @pytest.fixture(autouse=True)
    def _no_demo(self, settings: Any) -> None:
        settings.DEMO = False

    def test_the_pages_are_not_there(self, client: Client, dana: User) -> None:
        assert client.get(reverse("demo")).status_code == 404
        assert client.post(reverse("demo_become", args=[dana.pk])).status_code == 404
        assert "_auth_user_id" not in client.session

    def test_a_demo_person_with_a_password_does_not_sign_in(self, client: Client, dana: User) -> None:
        dana.set_password("correct horse battery")
        dana.save()
        response = client.post(reverse("account_login"), {"login": dana.email, "password": "correct horse battery"})
        assert response["Location"] == reverse("account_inactive")
        assert "_auth_user_id" not in client.session

    def test_a_session_of_a_demo_person_ends(self, client: Client, dana: User) -> None:
        client.force_login(dana, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert client.get(reverse("home")).status_code == 302
        assert "_auth_user_id" not in client.session

    def test_the_sign_in_page_does_not_speak_of_demo_people(self, client: Client, dana: User) -> None:
        assert "demo" not in client.get(reverse("account_login")).content.decode().lower()
