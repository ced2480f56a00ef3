"""Two tutors at the same moment: one account a person, one enrolment an apprentice."""

from __future__ import annotations

import uuid
from functools import partial

import pytest

from tests.at_once import at_once
from tests.cast import as_actor, gather
from tests.stories import enrolled, uln
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.services import DUPLICATE, Newcomer
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.records.verify import verify

pytestmark = pytest.mark.usefixtures("transactional_db")


def test_two_enrolments_that_name_the_same_new_line_manager_make_one_account() -> None:
    cast = gather()
    manager = Newcomer("Nia New", "nia@example.org")
    names = [(f"Person {number}", f"person{number}@example.org", uln(number)) for number in range(4)]
    acts = [
        partial(enrolled, cast, name=name, email=email, uln=number, line_manager=manager)
        for name, email, number in names
    ]
    assert at_once(*acts) == []
    assert Apprenticeship.objects.count() == 4
    assert User.objects.filter(email=manager.email).count() == 1
    assert verify() == []


def test_two_providers_enrol_the_same_apprentice_and_the_second_is_told() -> None:
    cast = gather()
    wendy = {"who": as_actor(cast.wendy, Role.TUTOR), "provider": cast.westfield, "tutor": cast.wendy}
    refused = at_once(partial(enrolled, cast), partial(enrolled, cast, **wendy))
    assert [str(said) for said in refused] == [DUPLICATE]
    assert Apprenticeship.objects.count() == 1


def test_two_clicks_enrol_once() -> None:
    cast = gather()
    id = uuid.uuid4()
    newcomer = {"name": "Nia New", "email": "nia@example.org"}
    assert at_once(*(partial(enrolled, cast, id=id, **newcomer) for _ in range(2))) == []
    assert Apprenticeship.objects.count() == 1
    assert User.objects.filter(email="nia@example.org").count() == 1
