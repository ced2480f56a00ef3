"""Whose turn a claim is, on the home page: the tutor's to judge, the apprentice's to work on, never both."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.apps.portfolio.making import added, piece
from tests.cast import Cast, as_actor
from tests.stories import enrolled, uln
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import Evidence
from touchstone.apps.portfolio.services import change_evidence, judge_claims
from touchstone.apps.portfolio.services.claims import Said

pytestmark = pytest.mark.django_db
TO_JUDGE, TO_WORK_ON = "Judge what", "needs? work"
SAID = Said(accepted=False, why="Say what came of it.")


def home(person: User) -> str:
    client = client_of(person)
    with at_most(10):
        return " ".join(client.get("/").content.decode().split())


def led_to(page: str, line: str) -> str:
    """Where the only line that begins so leads."""
    (href,) = re.findall(rf'href="([^"]*)"[^>]*>{line}', page)
    return str(href)


def judged(cast: Cast, one: Evidence, **said: Said) -> None:
    one.refresh_from_db()
    judge_claims(who=as_actor(cast.tom, Role.TUTOR), evidence=one, version=one.version, said=said)


def changed(cast: Cast, one: Evidence) -> None:
    one.refresh_from_db()
    change_evidence(
        who=as_actor(cast.alice, Role.APPRENTICE), evidence=one, version=one.version, piece=piece(text="More of it.")
    )


def test_a_claim_is_the_tutors_turn_and_then_the_apprentices_and_then_the_tutors_again(cast: Cast) -> None:
    one = enrolled(cast)
    assert TO_JUDGE not in home(cast.tom)
    first = added(cast, one)
    page = home(cast.tom)
    assert f"{cast.alice.name}: 2 claims" in page
    assert led_to(page, "Judge what 1 apprentice claims") == reverse("portfolio:judge", args=[first.pk])
    assert not re.search(TO_WORK_ON, home(cast.alice))

    judged(cast, first, K2=SAID)
    assert f"{cast.alice.name}: 1 claim<" in home(cast.tom)
    matrix = led_to(home(cast.alice), "1 claim needs work")
    assert matrix == reverse("portfolio:matrix", args=[one.pk]) + "?state=needs-work"
    found = client_of(cast.alice).get(matrix).content.decode()
    assert reverse("portfolio:piece", args=[first.pk]) in found
    assert "Needs work" in found

    judged(cast, first, S2=SAID)
    assert TO_JUDGE not in home(cast.tom)
    assert "2 claims need work" in home(cast.alice)

    changed(cast, first)
    assert f"{cast.alice.name}: 2 claims" in home(cast.tom)
    assert not re.search(TO_WORK_ON, home(cast.alice))


def test_what_is_said_last_of_a_claim_holds(cast: Cast) -> None:
    first = added(cast, enrolled(cast))
    judged(cast, first, K2=SAID, S2=Said(accepted=True))
    judged(cast, first, K2=Said(accepted=True))
    assert not re.search(TO_WORK_ON, home(cast.alice))
    judged(cast, first, S2=SAID)
    assert "1 claim needs work" in home(cast.alice)


def test_the_line_leads_to_the_piece_that_has_waited_the_longest(cast: Cast) -> None:
    one = enrolled(cast)
    first, second = added(cast, one), added(cast, one, title="Second session")
    assert str(first.pk) in led_to(home(cast.tom), TO_JUDGE)
    judged(cast, first, K2=SAID, S2=SAID)
    assert str(second.pk) in led_to(home(cast.tom), TO_JUDGE)


def test_of_several_apprentices_there_is_one_line_that_names_them(cast: Cast) -> None:
    bea = enrolled(cast, name="Bea", email="bea@example.org", uln=uln(1))
    for one in (enrolled(cast), bea, enrolled(cast, name="Carl", email="carl@example.org", uln=uln(2))):
        if one.apprentice.name != "Carl":
            added(cast, one, title="A session")
    page = home(cast.tom)
    assert led_to(page, "Judge what 2 apprentices claim") == reverse("training:cohort")
    about = re.findall(r"<span>([^<]*)</span>", page)
    assert sorted([cast.alice.name, "Bea"]) in [sorted(line.split(", ")) for line in about]


def test_sixty_apprentices_ask_the_database_no_more_than_one(cast: Cast) -> None:
    for number in range(60):
        one = enrolled(cast, name=f"No {number}", email=f"no{number}@example.org", uln=uln(number))
        added(cast, one)
    page = home(cast.tom)
    assert "Judge what 60 apprentices claim" in page
    assert "and 55 more" in page


def test_nobody_else_is_told(cast: Cast) -> None:
    judged(cast, added(cast, enrolled(cast)), K2=SAID)
    for person in (cast.quentin, cast.lena, cast.wendy, cast.ada):
        page = home(person)
        assert TO_JUDGE not in page
        assert not re.search(f"claims? {TO_WORK_ON}", page)


def test_a_piece_taken_out_and_somebody_withdrawn_count_no_more(cast: Cast) -> None:
    one = enrolled(cast)
    first, second = added(cast, one), added(cast, one)
    judged(cast, first, K2=SAID)
    Evidence.objects.filter(pk=first.pk).update(removed_at=timezone.now())
    assert f"{cast.alice.name}: 2 claims" in home(cast.tom)
    assert not re.search(TO_WORK_ON, home(cast.alice))
    judged(cast, second, K2=SAID)
    assert "1 claim needs work" in home(cast.alice)
    one.withdrawn_on = dt.date(2024, 6, 1)
    one.save()
    assert TO_JUDGE not in home(cast.tom)
    assert not re.search(TO_WORK_ON, home(cast.alice))


@pytest.mark.parametrize(
    ("state", "told"),
    [(Gateway.State.OPEN, True), (Gateway.State.SUBMITTED, False), (Gateway.State.CONFIRMED, False)],
)
def test_claims_wait_until_the_gateway_is_submitted(cast: Cast, state: str, told: bool) -> None:
    one = enrolled(cast)
    judged(cast, added(cast, one), K2=SAID)
    Gateway.objects.create(apprenticeship=one, number=1, state=state)
    assert (TO_JUDGE in home(cast.tom)) is told
    assert ("1 claim needs work" in home(cast.alice)) is told
