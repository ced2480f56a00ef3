"""Signatures of a progress review: of the right person, once, under their own words, and for ever."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.apps.training.making import alice, review, tom
from tests.at_once import at_once
from tests.cast import LONG_AGO, Cast, as_actor, gather
from tests.stories import enrolled, uln
from touchstone.apps.apprenticeships.models import Apprenticeship, Participant
from touchstone.apps.apprenticeships.services import assign, end_part
from touchstone.apps.people import services as people
from touchstone.apps.people.actor import SYSTEM, Actor
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.training import services
from touchstone.apps.training.models import Review
from touchstone.apps.training.services.reviewing import Words

pytestmark = pytest.mark.django_db
GOES_WELL = Words("Three sessions held, the contract is agreed.", "Ask for feedback.")


def _replaced(cast: Cast, one: Apprenticeship, role: Role, name: str) -> User:
    """Somebody new in the role, of the same organisation; whoever had it takes part no more."""
    new = people.make_person(who=SYSTEM, email=f"{name.lower()}@example.org", name=name)
    organisation = cast.northgate if role == Role.TUTOR else cast.harbour
    people.give_role(who=SYSTEM, person=new, organisation=organisation, role=role, since=LONG_AGO)
    end_part(who=SYSTEM, participant=one.participants.get(role=role, until=None))
    assign(who=SYSTEM, apprenticeship=one, person=new, role=role)
    return new


def _signatures(held: Review) -> set[str]:
    return {part.role for part in held.parts.exclude(signed_at=None)}


def test_a_tutor_who_was_replaced_can_neither_write_nor_sign(cast: Cast) -> None:
    one = enrolled(cast)
    held = review(cast, one)
    services.write_part(who=tom(cast), review=held, version=1, words=GOES_WELL)
    _replaced(cast, one, Role.TUTOR, "Nora")
    with pytest.raises(Refused, match="not the tutor of this apprenticeship today"):
        services.sign_part(who=tom(cast), review=held, version=2)
    with pytest.raises(Refused, match="not the tutor"):
        services.write_part(who=tom(cast), review=held, version=2, words=GOES_WELL)
    assert _signatures(held) == set()


def test_nobody_signs_what_their_predecessor_wrote(cast: Cast) -> None:
    one = enrolled(cast)
    held = review(cast, one)
    services.write_part(who=tom(cast), review=held, version=1, words=GOES_WELL)
    nora = as_actor(_replaced(cast, one, Role.TUTOR, "Nora"), Role.TUTOR)
    with pytest.raises(Refused, match="Somebody else wrote this part"):
        services.sign_part(who=nora, review=held, version=2)
    services.write_part(who=nora, review=held, version=2, words=GOES_WELL)
    assert services.sign_part(who=nora, review=held, version=3).signed_by_id == nora.person_id


def test_what_the_predecessor_signed_stays_signed_by_them(cast: Cast) -> None:
    one = enrolled(cast)
    held = review(cast, one)
    services.write_part(who=tom(cast), review=held, version=1, words=GOES_WELL)
    services.sign_part(who=tom(cast), review=held, version=2)
    nora = as_actor(_replaced(cast, one, Role.TUTOR, "Nora"), Role.TUTOR)
    for version in (2, 3):
        with pytest.raises(Refused, match="can no longer be changed"):
            services.write_part(who=nora, review=held, version=version, words=GOES_WELL)
        with pytest.raises(Refused, match="can no longer be changed"):
            services.sign_part(who=nora, review=held, version=version)
    assert held.parts.get(role=Role.TUTOR).signed_by_id == cast.tom.pk


def test_the_line_manager_of_another_apprentice_has_no_part(cast: Cast) -> None:
    held = review(cast, enrolled(cast))
    other = people.make_person(who=SYSTEM, email="lou@example.org", name="Lou")
    people.give_role(who=SYSTEM, person=other, organisation=cast.harbour, role=Role.LINE_MANAGER, since=LONG_AGO)
    elsewhere = enrolled(cast, name="Bo", email="bo@example.org", uln=uln(1))
    end_part(who=SYSTEM, participant=elsewhere.participants.get(role=Role.LINE_MANAGER))
    assign(who=SYSTEM, apprenticeship=elsewhere, person=other, role=Role.LINE_MANAGER)
    lou = as_actor(other, Role.LINE_MANAGER)
    with pytest.raises(Refused, match="not the line manager of this apprenticeship"):
        services.write_part(who=lou, review=held, version=1, words=GOES_WELL)
    with pytest.raises(Refused, match="not the apprentice of this apprenticeship"):
        services.write_part(who=as_actor(other, Role.APPRENTICE), review=held, version=1, words=GOES_WELL)


def test_one_person_signs_in_one_role_alone(cast: Cast) -> None:
    """Nobody can be given both parts any more; a table from before could hold it."""
    one = enrolled(cast)
    held = review(cast, one)
    one.participants.filter(role=Role.LINE_MANAGER).delete()
    Participant.objects.create(apprenticeship=one, person=cast.tom, role=Role.LINE_MANAGER, since=timezone.now())
    both = as_actor(cast.tom, Role.LINE_MANAGER)
    services.write_part(who=tom(cast), review=held, version=1, words=GOES_WELL)
    services.sign_part(who=tom(cast), review=held, version=2)
    services.write_part(who=both, review=held, version=1, words=GOES_WELL)
    with pytest.raises(Refused, match="in another role"):
        services.sign_part(who=both, review=held, version=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        held.parts.filter(role=Role.LINE_MANAGER).update(signed_by=cast.tom, signed_at=timezone.now())


def test_signing_twice_is_one_signature(cast: Cast) -> None:
    held = review(cast, enrolled(cast))
    services.write_part(who=alice(cast), review=held, version=1, words=GOES_WELL)
    first = services.sign_part(who=alice(cast), review=held, version=2)
    again = services.sign_part(who=alice(cast), review=held, version=2)
    assert (again.signed_at, again.version) == (first.signed_at, 3)
    assert LogEntry.objects.filter(verb="review.signed").count() == 1


def test_what_changed_in_another_window_is_not_signed_unseen(cast: Cast) -> None:
    held = review(cast, enrolled(cast))
    services.write_part(who=alice(cast), review=held, version=1, words=GOES_WELL)
    services.write_part(who=alice(cast), review=held, version=2, words=Words("Not so well.", ""))
    with pytest.raises(Stale):
        services.sign_part(who=alice(cast), review=held, version=2)
    services.sign_part(who=alice(cast), review=held, version=3)
    with pytest.raises(Refused, match="can no longer be changed"):
        services.sign_part(who=alice(cast), review=held, version=2)


def test_a_signature_has_its_person_and_its_time_or_neither(cast: Cast) -> None:
    held = review(cast, enrolled(cast))
    with pytest.raises(IntegrityError), transaction.atomic():
        held.parts.filter(role=Role.TUTOR).update(signed_at=timezone.now())


def test_two_windows_that_sign_at_once_make_one_signature(transactional_db: None) -> None:
    cast = gather()
    held = review(cast, enrolled(cast))
    services.write_part(who=alice(cast), review=held, version=1, words=GOES_WELL)

    def sign() -> object:
        return services.sign_part(who=alice(cast), review=held, version=2)

    at_once(sign, sign)
    assert LogEntry.objects.filter(verb="review.signed").count() == 1
    assert held.parts.get(role=Role.APPRENTICE).version == 3


def test_the_three_may_sign_at_once(transactional_db: None) -> None:
    cast = gather()
    held = review(cast, enrolled(cast))
    parties = [alice(cast), tom(cast), as_actor(cast.lena, Role.LINE_MANAGER)]
    for who in parties:
        services.write_part(who=who, review=held, version=1, words=GOES_WELL)

    def signing(who: Actor) -> Callable[[], object]:
        return lambda: services.sign_part(who=who, review=held, version=2)

    at_once(*map(signing, parties))
    assert _signatures(held) == {Role.APPRENTICE, Role.TUTOR, Role.LINE_MANAGER}
