"""What somebody had in hand goes to a successor: all of it or nothing, each with its entry in the log."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.cast import Cast, as_actor
from tests.stories import enrolled, uln
from touchstone.apps.apprenticeships.in_hand import in_hand, left_behind
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import visible_to
from touchstone.apps.apprenticeships.services import Newcomer, assign, hand_over, replace_part
from touchstone.apps.people import services as people
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import Invitation, Organisation, User
from touchstone.apps.people.roles import Role
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused


@pytest.fixture
def three(cast: Cast) -> list[Apprenticeship]:
    """Alice's, and two more apprenticeships that Tom trains and Lena manages; Sunil supervises the first."""
    made = [
        enrolled(cast),
        enrolled(cast, name="Bea", email="bea@example.org", uln=uln(1)),
        enrolled(cast, name="Cai", email="cai@example.org", uln=uln(2)),
    ]
    assign(who=SYSTEM, apprenticeship=made[0], person=cast.sunil, role=Role.SUPERVISOR)
    return made


def holder(one: Apprenticeship, role: Role) -> User:
    return one.participants.get(role=role, until=None).person


def counted(person: User, organisation: Organisation) -> dict[str, int]:
    return {one.role.value: one.number for one in in_hand(person, organisation)}


def as_owner(cast: Cast) -> dict[str, object]:
    return {"who": as_actor(cast.olga, Role.OWNER), "organisation": cast.northgate}


def new_tutor(cast: Cast, name: str = "Nia New") -> User:
    made = people.make_person(who=SYSTEM, email="nia@example.org", name=name)
    people.give_role(who=SYSTEM, person=made, organisation=cast.northgate, role=Role.TUTOR)
    return made


def test_what_is_in_hand_is_counted_by_role_and_organisation(cast: Cast, three: list[Apprenticeship]) -> None:
    assert counted(cast.tom, cast.northgate) == {"tutor": 3}
    assert counted(cast.tom, cast.westfield) == {}
    assert counted(cast.lena, cast.harbour) == {"line-manager": 3}
    assert counted(cast.sunil, cast.harbour) == {"supervisor": 1}


def test_every_part_goes_over_at_once_and_each_is_logged(cast: Cast, three: list[Apprenticeship]) -> None:
    nia = new_tutor(cast)
    before = LogEntry.objects.count()
    assert hand_over(person=cast.tom, role=Role.TUTOR, to=nia, **as_owner(cast)) == 3  # type: ignore[arg-type]
    assert {holder(one, Role.TUTOR) for one in three} == {nia}
    assert counted(cast.tom, cast.northgate) == {}
    assert visible_to(as_actor(nia)).count() == 3
    assert not visible_to(as_actor(cast.tom)).exists()
    verbs = [entry.verb for entry in LogEntry.objects.order_by("number")[before:]]
    assert sorted(verbs) == ["parts.handed-over", *["person.assigned"] * 3, *["person.ended"] * 3]


def test_the_successor_is_told_how_many_and_where_to_look_but_no_name(cast: Cast, three: list[Apprenticeship]) -> None:
    nia = new_tutor(cast)
    for _ in range(2):
        hand_over(person=cast.tom, role=Role.TUTOR, to=nia, **as_owner(cast))  # type: ignore[arg-type]
    letter = Message.objects.get(kind="handed-over")
    assert (letter.to, letter.organisation) == ("nia@example.org", cast.northgate.pk)
    assert "You are tutor of 3 apprentices from now on" in letter.text
    assert "they are in your list of apprentices" in letter.text
    for one in three:
        assert one.apprentice.name.split()[0] not in letter.subject + letter.text


def test_handing_over_again_moves_nothing(cast: Cast, three: list[Apprenticeship]) -> None:
    nia = new_tutor(cast)
    for number in (3, 0):
        assert hand_over(person=cast.tom, role=Role.TUTOR, to=nia, **as_owner(cast)) == number  # type: ignore[arg-type]
    assert one_each(three, Role.TUTOR)


def one_each(apprenticeships: list[Apprenticeship], role: Role) -> bool:
    return all(one.participants.filter(role=role, until=None).count() == 1 for one in apprenticeships)


def test_where_the_successor_may_not_take_part_nothing_moves_and_each_reason_is_given(
    cast: Cast, three: list[Apprenticeship]
) -> None:
    """Lena manages all three; Bea, who is an apprentice herself, is a tutor as well."""
    bea = three[1].apprentice
    for person in (cast.lena, bea):
        people.give_role(who=SYSTEM, person=person, organisation=cast.northgate, role=Role.TUTOR)
    with pytest.raises(Refused) as refused:
        hand_over(person=cast.tom, role=Role.TUTOR, to=cast.lena, **as_owner(cast))  # type: ignore[arg-type]
    reason = "Nobody gives the word of both the provider and the employer."
    assert sorted(refused.value.reasons) == sorted(f"{one.reference}: {reason}" for one in three)
    with pytest.raises(Refused) as refused:
        hand_over(person=cast.tom, role=Role.TUTOR, to=bea, **as_owner(cast))  # type: ignore[arg-type]
    assert refused.value.reasons == (f"{three[1].reference}: Nobody is their own tutor.",)
    assert {holder(one, Role.TUTOR) for one in three} == {cast.tom}
    assert not LogEntry.objects.filter(verb="parts.handed-over").exists()


@pytest.mark.parametrize(
    ("to", "role", "reason"),
    [
        ("wendy", Role.TUTOR, "Wendy Tutor is not tutor at Northgate Training"),
        ("tom", Role.TUTOR, "Choose somebody else"),
        ("olga", Role.ASSESSOR, "is not handed over"),
    ],
)
def test_only_to_a_colleague_who_holds_the_role(cast: Cast, to: str, role: Role, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        hand_over(person=cast.tom, role=role, to=getattr(cast, to), **as_owner(cast))  # type: ignore[arg-type]


def test_what_is_held_through_another_organisation_stays(cast: Cast, three: list[Apprenticeship]) -> None:
    people.give_role(who=SYSTEM, person=cast.tom, organisation=cast.westfield, role=Role.TUTOR)
    there = enrolled(cast, provider=cast.westfield, start=dt.date(2024, 4, 1), uln=uln(9))
    hand_over(person=cast.tom, role=Role.TUTOR, to=new_tutor(cast), **as_owner(cast))  # type: ignore[arg-type]
    assert holder(there, Role.TUTOR) == cast.tom


def test_what_somebody_left_behind_is_found_until_it_is_handed_over(cast: Cast, three: list[Apprenticeship]) -> None:
    assert left_behind(cast.northgate) == []
    people.end_membership(who=as_actor(cast.olga), person=cast.tom, organisation=cast.northgate)
    assert [(one.person, one.role, one.number) for one in left_behind(cast.northgate)] == [(cast.tom, Role.TUTOR, 3)]
    assert left_behind(cast.westfield) == []
    hand_over(person=cast.tom, role=Role.TUTOR, to=new_tutor(cast), **as_owner(cast))  # type: ignore[arg-type]
    assert left_behind(cast.northgate) == []


def test_one_part_is_taken_by_somebody_new_who_is_invited(cast: Cast, three: list[Apprenticeship]) -> None:
    one, tom = three[0], as_actor(cast.tom, Role.TUTOR)
    by = Newcomer("Mo Manager", "Mo@example.org")
    for _ in range(2):  # idempotent
        replace_part(who=tom, apprenticeship=one, role=Role.LINE_MANAGER, by=by)
    assert (holder(one, Role.LINE_MANAGER).name, holder(three[1], Role.LINE_MANAGER)) == ("Mo Manager", cast.lena)
    sent = Invitation.objects.get(email="mo@example.org")
    assert (sent.organisation, sent.roles) == (cast.harbour, [])
    assert not one.participants.filter(person=cast.lena, until=None).exists()


def test_a_part_is_not_taken_by_who_may_not(cast: Cast, three: list[Apprenticeship]) -> None:
    alice = Newcomer(cast.alice.name, cast.alice.email)
    with pytest.raises(Refused, match="their own line manager"):
        replace_part(who=as_actor(cast.tom), apprenticeship=three[0], role=Role.LINE_MANAGER, by=alice)
    assert holder(three[0], Role.LINE_MANAGER) == cast.lena


def test_who_is_enrolled_and_has_no_way_in_is_invited_once_in_the_same_transaction(cast: Cast) -> None:
    cast.lena.set_password("correct horse battery")
    cast.lena.save()
    enrolled(
        cast,
        supervisor=Newcomer("Sue Super", "sue@example.org"),
        line_manager=Newcomer(cast.lena.name, cast.lena.email),
    )
    enrolled(cast, name="Bea", email="bea@example.org", uln=uln(1), supervisor=Newcomer("Sue Super", "sue@example.org"))
    assert sorted(Invitation.objects.values_list("email", flat=True)) == [
        "alice@example.org",
        "bea@example.org",
        "sue@example.org",
    ]
    with pytest.raises(Refused):
        enrolled(cast, name="Cai", email="cai@example.org", uln="1000000028")  # no possible number
    assert not Invitation.objects.filter(email="cai@example.org").exists()


def test_nobody_writes_to_the_people_of_a_demo(cast: Cast) -> None:
    User.objects.filter(pk=cast.tom.pk).update(is_demo=True)
    cast.tom.refresh_from_db()
    enrolled(cast, name="Bea", email="bea@example.org", line_manager=Newcomer("Mo", "mo@example.org"))
    assert User.objects.get(email="mo@example.org").is_demo
    assert not Invitation.objects.exists()
