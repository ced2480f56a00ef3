"""Booking: the date and the assessor are asked about, decisions are kept, one booking a method."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from tests.apps.assessment.making import BY_POINTS, CONFIRMED, TOLD, approve, book, ready, uk
from tests.cast import LONG_AGO, Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.apprenticeships import services as apprenticeships
from touchstone.apps.apprenticeships.models import Participant
from touchstone.apps.assessment import services
from touchstone.apps.assessment.models import Booking
from touchstone.apps.people import services as people
from touchstone.apps.people.roles import Role
from touchstone.apps.records.models import LogEntry, Ruling, StoredDecision
from touchstone.apps.records.refusal import Refused
from touchstone.demo.clock import at


def test_a_booking_keeps_both_decisions_and_brings_the_assessor_in(cast: Cast) -> None:
    one = ready(cast)
    approve(cast, one)
    booking = book(cast, one)
    kept = StoredDecision.objects.in_bulk([booking.decision, booking.assessor_decision])
    assert kept[booking.decision].question == "booking"
    assert kept[booking.decision].body.body["score"] == {"earliest": "2026-03-16"}
    assert kept[booking.assessor_decision].question == "assessor"
    assert kept[booking.assessor_decision].outcome == "allowed"
    assert one.participants.filter(person=cast.asif, role=Role.ASSESSOR, until=None).count() == 1
    assert LogEntry.objects.filter(verb="booking.made", subject=str(booking.pk)).count() == 1


def test_thirteen_days_of_notice_of_the_observation_are_refused_with_the_figures(cast: Cast) -> None:
    one = ready(cast)
    approve(cast, one)
    with pytest.raises(Refused) as refused:
        book(cast, one, starts_at=uk(2026, 3, 15))
    assert any("13 of 14 days" in reason for reason in refused.value.reasons)
    assert refused.value.decision is not None
    assert not Booking.objects.exists()
    assert not one.participants.filter(role=Role.ASSESSOR).exists()


def test_the_days_are_counted_in_uk_time_across_the_change_of_clocks(cast: Cast) -> None:
    """29 March 2026 0:30 in summer time's first night is still the 29th; in UTC 28 March 23:30 for the 30th."""
    one = ready(cast)
    approve(cast, one)
    booking = book(cast, one, starts_at=uk(2026, 3, 30, 0, 30), notice_given=dt.date(2026, 3, 2))
    facts = StoredDecision.objects.get(pk=booking.decision).body.body["facts"]
    assert facts["date"] == "2026-03-30"


def test_short_notice_of_the_discussion_can_be_agreed_to_but_not_a_short_review(cast: Cast) -> None:
    one = ready(cast)
    approve(cast, one)
    with pytest.raises(Refused) as refused:
        book(cast, one, "discussion", starts_at=uk(2026, 3, 10), short_notice_agreed=True)
    assert [reason for reason in refused.value.reasons if "to review it" in reason]
    # Asif has had the portfolio since he was booked for the observation; the notice is given later
    book(cast, one)
    with at(uk(2026, 3, 14)):
        booking = services.book(
            who=as_actor(cast.ada, Role.ADMINISTRATOR),
            id=uuid.uuid4(),
            apprenticeship=one,
            method="discussion",
            assessor=cast.asif,
            declared=[],
            starts_at=uk(2026, 3, 17),
            remote=True,
            place="",
            notice_given=dt.date(2026, 3, 14),
            short_notice_agreed=True,
        )
    stored = StoredDecision.objects.get(pk=booking.decision)
    verdicts = {finding["rule"]: finding["verdict"] for finding in stored.body.body["findings"]}
    assert verdicts["booking.notice"] == "warning"
    assert verdicts["booking.portfolio-review"] == "met"


def test_nothing_is_booked_before_gateway_is_confirmed(cast: Cast) -> None:
    one = enrolled(cast)
    approve(cast, one)
    with pytest.raises(Refused, match="Gateway is not confirmed"):
        book(cast, one)


def test_the_same_form_sent_twice_makes_one_booking(cast: Cast) -> None:
    one = ready(cast)
    approve(cast, one)
    id = uuid.uuid4()
    assert book(cast, one, id=id).pk == book(cast, one, id=id).pk
    assert Booking.objects.count() == 1
    with pytest.raises(Refused, match="already been used"):
        book(cast, one, "discussion", id=id)


def test_a_second_administrator_is_told_who_booked_what(cast: Cast) -> None:
    one = ready(cast)
    approve(cast, one)
    book(cast, one)
    with pytest.raises(Refused, match=r"already booked with Asif Assessor for 16 March 2026 .* by Ada Administrator"):
        book(cast, one, who=as_actor(cast.abel, Role.ADMINISTRATOR))
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"starts_at": TOLD - dt.timedelta(hours=1)}, "in the future"),
        ({"notice_given": dt.date(2026, 3, 3)}, "cannot be in the future"),
        ({"place": "  "}, "Say where"),
        ({"method": "interview"}, "no such method"),
        ({"declared": ["a friend of a friend"]}, "not a tie"),
    ],
)
def test_what_cannot_be_is_refused_in_words(cast: Cast, changes: dict[str, Any], says: str) -> None:
    one = ready(cast)
    approve(cast, one)
    with pytest.raises(Refused, match=says):
        book(cast, one, **changes)


def test_an_assessor_who_is_not_approved_for_the_standard_is_refused(cast: Cast) -> None:
    one = ready(cast)
    services.approve_assessor(
        who=as_actor(cast.ada, Role.ADMINISTRATOR), organisation=cast.meridian, person=cast.asif, standard="ST0148"
    )
    with pytest.raises(Refused) as refused:
        book(cast, one)
    assert refused.value.decision is not None
    assert refused.value.decision.blockers == ("assessor.approved",)


def test_a_declared_tie_refuses_with_rule_and_clause(cast: Cast) -> None:
    one = ready(cast)
    approve(cast, one)
    with pytest.raises(Refused) as refused:
        book(cast, one, declared=["family"])
    assert refused.value.decision is not None
    (finding,) = [f for f in refused.value.decision.findings if f.rule == "assessor.independent"]
    assert finding.verdict == "not-met"
    assert finding.clause


def test_somebody_who_once_worked_for_the_employer_is_refused_without_declaring_it(cast: Cast) -> None:
    one = ready(cast)
    approve(cast, one)
    past = people.give_role(
        who=as_actor(cast.ada),
        person=cast.asif,
        organisation=cast.harbour,
        role=Role.LINE_MANAGER,
        since=LONG_AGO,
    )
    past.until = dt.date(2021, 1, 1)
    past.save()
    with pytest.raises(Refused) as refused:
        book(cast, one)
    assert refused.value.decision is not None
    assert refused.value.decision.blockers == ("assessor.independent",)


def test_a_former_tutor_of_the_apprentice_is_refused(cast: Cast) -> None:
    one = ready(cast)
    approve(cast, one)
    Participant.objects.create(
        apprenticeship=one,
        person=cast.asif,
        role=Role.TUTOR,
        since=CONFIRMED - dt.timedelta(days=500),
        until=CONFIRMED - dt.timedelta(days=400),
    )
    with pytest.raises(Refused) as refused:
        book(cast, one)
    assert refused.value.decision is not None
    assert "assessor.independent" in refused.value.decision.blockers


def test_whoever_quality_assures_this_apprentice_cannot_assess_them(cast: Cast) -> None:
    one = ready(cast)
    people.give_role(
        who=as_actor(cast.ada), person=cast.iris, organisation=cast.meridian, role=Role.ASSESSOR, since=LONG_AGO
    )
    approve(cast, one, cast.iris)
    apprenticeships.assign(who=as_actor(cast.ada), apprenticeship=one, person=cast.iris, role=Role.QUALITY_ASSURER)
    with pytest.raises(Refused, match="Nobody quality-assures an assessment they made"):
        book(cast, one, assessor=cast.iris)
    assert not Booking.objects.exists()


def test_where_the_plan_is_silent_the_administrator_rules_with_a_reason(cast: Cast) -> None:
    one = ready(cast, **BY_POINTS)
    approve(cast, one)
    with pytest.raises(Refused, match="needs your ruling"):
        book(cast, one)
    booking = book(cast, one, ruling_reason="Agreed with employer and provider.")
    ruling = Ruling.objects.get(decision=booking.decision)
    assert ruling.reason == "Agreed with employer and provider."
    assert ruling.by == cast.ada.pk


def test_a_version_without_a_plan_cannot_be_booked(cast: Cast) -> None:
    one = ready(cast, version="1.2", start=dt.date(2024, 9, 2))
    approve(cast, one)
    with pytest.raises(Refused) as refused:
        book(cast, one)
    assert refused.value.decision is not None
    assert refused.value.decision.blockers == ("plan.held",)


def test_cancelling_needs_a_reason_and_ends_the_assessors_part(cast: Cast) -> None:
    one = ready(cast)
    approve(cast, one)
    booking = book(cast, one)
    who = as_actor(cast.ada, Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="reason"):
        services.cancel_booking(who=who, booking=booking, reason=" ")
    services.cancel_booking(who=who, booking=booking, reason="The apprentice is ill.")
    services.cancel_booking(who=who, booking=booking, reason="A second click.")
    booking.refresh_from_db()
    assert booking.cancel_reason == "The apprentice is ill."
    assert not one.participants.filter(role=Role.ASSESSOR, until=None).exists()
    assert book(cast, one).pk != booking.pk


def test_an_assessor_with_another_booking_stays_when_one_is_cancelled(cast: Cast) -> None:
    one = ready(cast)
    approve(cast, one)
    booking = book(cast, one)
    book(cast, one, "discussion")
    services.cancel_booking(who=as_actor(cast.ada, Role.ADMINISTRATOR), booking=booking, reason="Room flooded.")
    assert one.participants.filter(person=cast.asif, role=Role.ASSESSOR, until=None).exists()


def test_approvals_are_made_once_and_end(cast: Cast) -> None:
    who = as_actor(cast.ada, Role.ADMINISTRATOR)
    arguments: dict[str, Any] = {"who": who, "organisation": cast.meridian, "person": cast.asif, "standard": "ST1379"}
    approval = services.approve_assessor(**arguments)
    assert services.approve_assessor(**arguments).pk == approval.pk
    ended = services.end_approval(who=who, approval=approval)
    assert services.end_approval(who=who, approval=approval).ended_at == ended.ended_at
    assert services.approve_assessor(**arguments).pk != approval.pk
    for wrong, says in (({"person": cast.tom}, "not an assessor"), ({"standard": "ST9999"}, "no standard")):
        with pytest.raises(Refused, match=says):
            services.approve_assessor(**{**arguments, **wrong})
