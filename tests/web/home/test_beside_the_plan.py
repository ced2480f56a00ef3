"""What only the apprentice can answer at the gateway stands on their home page until it is answered."""

from __future__ import annotations

import uuid

import pytest

from tests.apps.gateway.making import alice, tom
from tests.cast import Cast
from tests.stories import enrolled
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.gateway import services
from touchstone.apps.gateway.services.permission import Address
from touchstone.apps.people.models import User

pytestmark = pytest.mark.django_db
PERMIT, ADJUST = "Give the permission to request your certificate", "Say whether you want reasonable adjustments"


def home(person: User) -> str:
    client = client_of(person)
    with at_most(10):
        return " ".join(client.get("/").content.decode().split())


def test_the_apprentice_is_asked_once_the_gateway_is_prepared_and_until_they_answer(cast: Cast) -> None:
    one = enrolled(cast)
    page = home(cast.alice)
    assert PERMIT not in page
    assert ADJUST not in page
    services.open_gateway(who=tom(cast), apprenticeship=one)
    page = home(cast.alice)
    assert PERMIT in page
    assert ADJUST in page
    for other in (cast.tom, cast.lena, cast.ada):
        page = home(other)
        assert PERMIT not in page
        assert ADJUST not in page
    services.ask_adjustments(who=alice(cast), id=uuid.uuid4(), apprenticeship=one, wanted=False)
    address = Address("1 Example Street", "", "Exampleton", "SW1A 1AA")
    assert ADJUST not in home(cast.alice)
    services.give_permission(who=alice(cast), apprenticeship=one, address=address, version=0)
    assert PERMIT not in home(cast.alice)
