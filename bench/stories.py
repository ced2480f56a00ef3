"""A few apprenticeships made through the services, one at each stage: the patterns everybody else is a copy of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace

from django.utils import timezone

from tests.apps.assessment.making import CONFIRMED, book, completed, fill_in
from tests.apps.gateway.making import LEVEL_2, ada, give, photo, tom
from tests.apps.gateway.making import lena as manager
from tests.apps.portfolio.making import added
from tests.apps.results.making import released
from tests.apps.training.making import alice as apprentice
from tests.apps.training.making import review
from tests.cast import Cast, as_actor
from tests.stories import enrolled, uln
from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway import services as gateways
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.people import services as people
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.services import submit as submit_portfolio
from touchstone.apps.training.services import sign_part, write_part
from touchstone.apps.training.services.reviewing import Words
from touchstone.demo.clock import at

PIECES, MAPPINGS = 14, 30
MANY_PIECES, MANY_MAPPINGS = 40, 400
TEXT = (
    "We met for forty minutes and began with what had gone well since the last session. The mentee chose the goal for "
    "today; I asked open questions, listened, and summed up before we agreed the next step and when to look at it. "
)
KINDS = ("mentoring-log", "planning-document", "observation-report", "witness-statement", "reflective-log")

Story = Callable[[Cast, Apprenticeship], None]


def collecting(cast: Cast, one: Apprenticeship) -> None:
    """Fourteen pieces of evidence that claim thirty KSBs between them, of the 35 the plan has."""
    codes = [ksb.code for ksb in plan_of(one).ksbs]
    needed = [code for method in plan_of(one).methods for code in method.ksbs if method.id == "discussion"]  # type: ignore[union-attr]
    claims = (needed + [code for code in codes if code not in needed])[: MAPPINGS - 4] + codes[:4]
    for number in range(PIECES):
        added(
            cast,
            one,
            type=KINDS[number % len(KINDS)],
            title=f"Session {number + 1} with a mentee: what we agreed",
            text=TEXT * 2,
            mentee_code=f"M{number % 3 + 1}",
            ksbs=sorted(set(claims[number::PIECES])),
            happened_on=one.start + dt.timedelta(days=20 + 21 * number),
        )


def collecting_much(cast: Cast, one: Apprenticeship) -> None:
    """Forty pieces of evidence, each of which claims ten KSBs."""
    codes = [ksb.code for ksb in plan_of(one).ksbs]
    each = MANY_MAPPINGS // MANY_PIECES
    for number in range(MANY_PIECES):
        added(
            cast,
            one,
            type=KINDS[number % len(KINDS)],
            title=f"Session {number + 1} with a mentee: what we agreed",
            text=TEXT * 2,
            mentee_code=f"M{number % 3 + 1}",
            ksbs=sorted(codes[(number * each + at) % len(codes)] for at in range(each)),
            happened_on=one.start + dt.timedelta(days=20 + 7 * number),
        )
    reviewed(cast, one)


def reviewed(cast: Cast, one: Apprenticeship) -> None:
    """A progress review that all three have written, two of them signed."""
    held = review(cast, one, held_on=one.start + dt.timedelta(weeks=12))
    parties = [apprentice(cast), tom(cast), manager(cast)]
    for who in parties:
        write_part(who=who, review=held, version=1, words=Words(TEXT * 2, TEXT))
    for who in parties[:2]:
        sign_part(who=who, review=held, version=2)


def preparing(cast: Cast, one: Apprenticeship) -> None:
    """The gateway begun; English is missing."""
    collecting(cast, one)
    gateway = gateways.open_gateway(who=tom(cast), apprenticeship=one)
    portfolio = submit_portfolio(who=tom(cast), apprenticeship=one)
    for fact in ("portfolio", "mapping_form"):
        give(tom(cast), gateway, fact, True, portfolio=portfolio)
    photo(cast, gateway)
    give(tom(cast), gateway, "declaration_signed", True)
    give(tom(cast), gateway, "maths", LEVEL_2)
    give(manager(cast), gateway, "employer_confirms", True)


def submitted(cast: Cast, one: Apprenticeship) -> None:
    preparing(cast, one)
    give(tom(cast), _gateway(one), "english", LEVEL_2)
    gateways.submit(who=tom(cast), gateway=_gateway(one), version=_gateway(one).version)


def confirmed(cast: Cast, one: Apprenticeship) -> None:
    submitted(cast, one)
    gateways.confirm(who=ada(cast), gateway=_gateway(one), version=_gateway(one).version)


def booked(cast: Cast, one: Apprenticeship) -> None:
    """The observation has been held and recorded, nothing marked yet; the discussion is to come."""
    with at(CONFIRMED):
        confirmed(cast, one)
    fill_in(book(cast, one).record)
    book(cast, one, "discussion", starts_at=timezone.now() + dt.timedelta(days=20))


def finished(cast: Cast, one: Apprenticeship) -> None:
    with at(CONFIRMED):
        confirmed(cast, one)
    for method in ("observation", "discussion"):
        completed(cast, book(cast, one, method))
    released(cast, one)


# Each with its share of a hundred.
STORIES: tuple[tuple[Story, int], ...] = (
    (collecting, 69),
    (collecting_much, 1),
    (preparing, 8),
    (submitted, 3),
    (confirmed, 2),
    (booked, 5),
    (finished, 12),
)


def tell(cast: Cast) -> Iterator[tuple[Story, Apprenticeship]]:
    """Each story told once, about an apprentice of its own."""
    for number, (story, _) in enumerate(STORIES):
        name, email = pattern(number)
        person = people.make_person(who=as_actor(cast.tom, Role.TUTOR), email=email, name=name)
        of_this = replace(cast, alice=person)
        one = enrolled(of_this, uln=uln(90_000_000 + number))
        story(of_this, one)
        yield story, one


def pattern(number: int) -> tuple[str, str]:
    """Name and address of the apprentice of a story: found again in its rows, and replaced in each copy."""
    return f"Pattern{number:02}X Apprentice", f"pattern{number:02}x@example.org"


def _gateway(one: Apprenticeship) -> Gateway:
    return Gateway.objects.select_related("apprenticeship__assessment_organisation").get(apprenticeship=one)
