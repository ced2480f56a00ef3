"""People, organisations and the roles they hold."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast, as_actor
from touchstone.apps.people import services
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import Membership, Organisation, User
from touchstone.apps.people.roles import HELD_IN, OrganisationKind, Role
from touchstone.apps.records.models import LogEntry, LogPersonal
from touchstone.apps.records.refusal import Refused


def test_every_role_is_held_in_some_kind_of_organisation() -> None:
    assert set(HELD_IN) == set(Role)
    assert all(HELD_IN.values())


def test_a_role_is_refused_where_that_kind_of_organisation_has_none(cast: Cast) -> None:
    with pytest.raises(Refused, match="“Assessor” is not a role in an organisation of the kind “Training provider”"):
        services.give_role(who=SYSTEM, person=cast.tom, organisation=cast.northgate, role=Role.ASSESSOR)
    assert not Membership.objects.filter(person=cast.tom, role=Role.ASSESSOR).exists()


def test_giving_a_role_twice_gives_it_once_and_logs_it_once(cast: Cast) -> None:
    before = LogEntry.objects.filter(verb="role.given").count()
    first, second = (
        services.give_role(who=SYSTEM, person=cast.tom, organisation=cast.westfield, role=Role.TUTOR) for _ in range(2)
    )
    assert first == second
    assert LogEntry.objects.filter(verb="role.given").count() == before + 1


def test_one_address_is_one_person_in_any_case(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        services.make_person(who=SYSTEM, email="ALICE@Example.org", name="Another Alice")
    with pytest.raises(IntegrityError), transaction.atomic():  # nor past the service
        User.objects.create(email="Alice@example.org", name="Another Alice")


def test_a_new_person_cannot_sign_in_until_a_password_is_set(cast: Cast) -> None:
    person = services.make_person(who=SYSTEM, email=" Nia@Example.org ", name="  Nia Núñez  ")
    assert (person.email, person.name) == ("nia@example.org", "Nia Núñez")
    assert not person.has_usable_password()


def test_making_a_person_is_logged_with_their_name_apart(cast: Cast) -> None:
    person = services.make_person(who=as_actor(cast.tom), email="nia@example.org", name="Nia Núñez")
    entry = LogEntry.objects.get(verb="person.made", subject=str(person.pk))
    assert entry.actor == cast.tom.pk
    assert "Nia" not in str(entry.details)
    assert LogPersonal.objects.get(entry=entry).body == {"name": "Nia Núñez", "email": "nia@example.org"}


@pytest.mark.parametrize(
    ("kind", "ids"),
    [
        (OrganisationKind.PROVIDER, {}),
        (OrganisationKind.ASSESSMENT, {}),
        (OrganisationKind.PROVIDER, {"ukprn": "10000011"}),
        (OrganisationKind.ASSESSMENT, {"epa_id": "EPA9001"}),
    ],
    ids=["provider without UKPRN", "assessment organisation without id", "UKPRN taken", "EPA id taken"],
)
def test_the_database_refuses_an_organisation_without_its_number_or_with_anothers(
    cast: Cast, kind: OrganisationKind, ids: dict[str, str]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        services.make_organisation(who=SYSTEM, kind=kind, name="Another", **ids)
    assert not Organisation.objects.filter(name="Another").exists()


def test_nothing_is_held_for_somebody_who_is_not_there(cast: Cast) -> None:
    cast.alice.is_active = False
    cast.alice.save()
    assert not services.hold_form(person_id=cast.alice.pk, path="/", fields={"a": ["b"]})
    assert not services.hold_form(person_id=cast.harbour.pk, path="/", fields={"a": ["b"]})


def test_an_address_too_long_to_store_holds_nothing(cast: Cast) -> None:
    assert not services.hold_form(person_id=cast.alice.pk, path="/" + "x" * 500, fields={"a": ["b"]})
