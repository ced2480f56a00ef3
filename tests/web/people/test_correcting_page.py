"""An owner corrects how one of their people is called, and the address they sign in with."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import Organisation, User
from touchstone.apps.people.roles import Role
from touchstone.apps.people.services import give_role

pytestmark = pytest.mark.django_db


def address(organisation: Organisation, person: User) -> str:
    return f"/organisations/{organisation.pk}/members/{person.pk}/correct/"


def typed(person: User, **changes: str) -> dict[str, str]:
    there = {"was_name": person.name, "was_email": person.email, "name": person.name, "email": person.email}
    return {**there, "reason": "A letter was missing", **changes}


def test_an_owner_corrects_a_name_and_an_address(cast: Cast) -> None:
    client, there = client_of(cast.olga), address(cast.northgate, cast.tom)
    with at_most(10):
        page = client.get(there).content.decode()
    for name, value in typed(cast.tom).items():
        assert name == "reason" or f'name="{name}"' in page
        assert name == "reason" or f'value="{value}"' in page
    answer = client.post(there, typed(cast.tom, name="Tomas Tutor", email="Tomas@Example.org"))
    assert answer.status_code == 302
    assert answer["Location"] == f"/organisations/{cast.northgate.pk}/members/{cast.tom.pk}/"
    found = User.objects.get(pk=cast.tom.pk)
    assert (found.name, found.email) == ("Tomas Tutor", "tomas@example.org")


def test_the_page_of_a_member_leads_there(cast: Cast) -> None:
    page = client_of(cast.olga).get(f"/organisations/{cast.northgate.pk}/members/{cast.tom.pk}/").content.decode()
    assert address(cast.northgate, cast.tom) in page


def test_the_address_of_somebody_who_works_elsewhere_too_is_refused_beside_the_field(cast: Cast) -> None:
    give_role(who=SYSTEM, person=cast.tom, organisation=cast.meridian, role=Role.ASSESSOR)
    answer = client_of(cast.olga).post(
        address(cast.northgate, cast.tom), typed(cast.tom, email="mine@example.org", reason="I say so")
    )
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert '<a href="#id_email">The email address cannot be changed here: Tom Tutor is known to another' in shown
    assert "Ask whoever runs this installation to change it." in shown
    assert "Meridian" not in shown  # where else they work is not Northgate's business
    assert 'value="mine@example.org"' in shown
    assert "I say so" in shown


def test_the_second_of_two_sees_what_the_first_has_corrected(cast: Cast) -> None:
    client, there = client_of(cast.olga), address(cast.northgate, cast.tom)
    client.post(there, typed(cast.tom, name="Tomas Tutor"))
    late = client.post(there, typed(cast.tom, name="Thomas Tutor"))
    assert late.status_code == 409
    shown = late.content.decode()
    assert "It now says: Tomas Tutor, tom@example.org" in shown
    assert 'name="was_name" value="Tomas Tutor"' in shown
    assert 'value="Thomas Tutor"' in shown


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"email": "tom at example"}, "correct format"),
        ({"name": " "}, "Enter full name"),
        ({"reason": ""}, "Enter why it is corrected"),
        ({"name": "x" * 201}, "200 characters"),
        ({}, "Nothing is changed"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_changed(cast: Cast, changes: dict[str, str], says: str) -> None:
    answer = client_of(cast.olga).post(address(cast.northgate, cast.tom), typed(cast.tom, **changes))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert User.objects.get(pk=cast.tom.pk).name == "Tom Tutor"


def test_an_owner_corrects_nobody_of_another_organisation(cast: Cast) -> None:
    client = client_of(cast.olga)
    for organisation, person in (
        (cast.meridian, cast.asif),
        (cast.northgate, cast.asif),
        (cast.northgate, cast.lena),
    ):
        answer = client.post(address(organisation, person), typed(person, name="Somebody Else"))
        assert answer.status_code == 404
        assert User.objects.get(pk=person.pk).name == person.name
    assert client_of(cast.tom).get(address(cast.northgate, cast.quentin)).status_code == 403
