"""What the home page says of those in training: nothing untrue, and whose part of a progress review is missing."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.apps.training.making import review
from tests.cast import Cast, as_actor
from tests.stories import enrolled, uln
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.training import services
from touchstone.apps.training.models import ReviewPart
from touchstone.apps.training.services.reviewing import Words
from touchstone.web.home import situation
from touchstone.web.home.places import FIRST_TIME

pytestmark = pytest.mark.django_db
LINE = "Sign your part of progress review"


def home(person: User) -> str:
    client = client_of(person)
    with at_most(10):
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get("/").content.decode()))


@pytest.mark.parametrize(("name", "role"), [("tom", Role.TUTOR), ("quentin", Role.QUALITY_LEAD)])
def test_whoever_has_apprentices_is_not_told_that_they_have_none(
    cast: Cast, name: str, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = cast.people()[name]
    assert FIRST_TIME[role] in home(person)
    one = enrolled(cast)
    for many in (situation.MANY, 0):
        monkeypatch.setattr(situation, "MANY", many)
        page = home(person)
        assert FIRST_TIME[role] not in page
        assert "waits" in page or one.apprentice.name in page or "1 apprentice is behind" in page


def sign(cast: Cast, person: User, role: Role, held: Any) -> None:
    who = as_actor(person, role)
    part = services.write_part(who=who, review=held, version=1, words=Words("It goes well.", "Feedback."))
    services.sign_part(who=who, review=held, version=part.version)


def test_each_of_the_three_is_told_of_the_oldest_review_that_lacks_their_part(cast: Cast) -> None:
    one = enrolled(cast)
    first = review(cast, one)
    second = review(cast, one)
    for person in (cast.alice, cast.tom, cast.lena):
        page = home(person)
        assert page.count(LINE) == 1
        assert f"{LINE} 1" in page
    assert LINE not in home(cast.quentin)
    assert LINE not in home(cast.wendy)
    sign(cast, cast.tom, Role.TUTOR, first)
    assert f"{LINE} 2" in home(cast.tom)
    assert f"/reviews/{second.pk}/" in client_of(cast.tom).get("/").content.decode()
    assert f"{LINE} 1" in home(cast.lena)
    sign(cast, cast.tom, Role.TUTOR, second)
    assert LINE not in home(cast.tom)
    assert ReviewPart.objects.filter(signed_at=None).count() == 4


def test_whoever_trains_is_told_how_many_are_behind_and_led_to_them(cast: Cast) -> None:
    enrolled(cast)
    enrolled(cast, name="Bea", email="bea@example.org", uln=uln(1))
    line = "2 apprentices are behind or have a late progress review"
    for person in (cast.tom, cast.quentin):
        assert line in home(person)
        assert 'href="/training/"' in client_of(person).get("/").content.decode()
        assert client_of(person).get("/training/").status_code == 200
    for person in (cast.alice, cast.lena, cast.wendy, cast.ada):
        assert "behind" not in home(person)
