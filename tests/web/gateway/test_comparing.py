"""Two attempts side by side."""

from __future__ import annotations

import re

from django.urls import reverse

from tests.apps.gateway.making import LEVEL_2, ada, give, newest, photo, prepared, submitted, tom
from tests.cast import Cast
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.gateway import services
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.gateway.services import Said
from touchstone.apps.people.models import User


def words(person: User, gateway: Gateway, query: str = "") -> str:
    page = client_of(person).get(reverse("gateway:compare", args=[gateway.pk]) + query)
    assert page.status_code == 200
    return " ".join(re.sub("<[^>]+>", " ", page.content.decode()).split())


def put_right(cast: Cast) -> Gateway:
    """The second attempt: another picture, and a note on maths; English was accepted."""
    first = submitted(cast)
    services.return_to_provider(
        who=ada(cast),
        gateway=first,
        version=first.version,
        said={"photo_id": Said(False, "Too dark."), "english": Said(True)},
    )
    second = newest(first.apprenticeship)
    photo(cast, second, "licence.png")
    give(tom(cast), second, "maths", LEVEL_2, note="GCSE certificate 2012")
    return second


def test_what_changed_is_said_for_each_item(cast: Cast) -> None:
    page = words(cast.ada, put_right(cast))
    assert "Attempts 1 and 2 compared" in page
    assert "passport.png" in page
    assert "licence.png" in page
    assert "Returned by Ada Administrator" in page
    assert "Too dark." in page
    assert "GCSE certificate 2012" in page
    assert "Another note" in page
    assert page.count("Given again, the same") == 1  # the same picture under another name is the same picture


def test_who_may_not_know_how_an_item_was_met_sees_that_it_changed_and_no_more(cast: Cast) -> None:
    page = words(cast.lena, put_right(cast))
    assert "Another note" in page
    for secret in ("GCSE certificate 2012", "Too dark.", "licence.png", "Level 2"):
        assert secret not in page


def test_one_attempt_alone_has_nothing_beside_it(cast: Cast) -> None:
    assert "There is only one attempt so far" in words(cast.tom, prepared(cast))


def test_any_two_of_several_can_be_chosen(cast: Cast) -> None:
    second = submitted(cast, put_right(cast))
    services.return_to_provider(who=ada(cast), gateway=second, version=second.version, reason="Once more.")
    third = newest(second.apprenticeship)
    assert "Attempts 2 and 3 compared" in words(cast.tom, third)
    assert "Attempts 1 and 3 compared" in words(cast.tom, third, "?with=1")
    assert "Attempts 2 and 3 compared" in words(cast.tom, third, "?with=💥")
    client = client_of(cast.tom)
    with at_most(10):
        client.get(reverse("gateway:compare", args=[third.pk]))
