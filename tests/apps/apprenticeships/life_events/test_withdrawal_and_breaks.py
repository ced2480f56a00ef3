"""Withdrawal and return, breaks corrected, a start date put right."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tests.apps.apprenticeships.life_events.making import back, moved, now, offered, tom, withdrawn
from tests.apps.gateway import making as gateways
from tests.cast import Cast
from tests.stories import enrolled, uln
from touchstone.apps.apprenticeships import services
from touchstone.apps.apprenticeships.decisions import ask
from touchstone.apps.apprenticeships.facts import programme_facts
from touchstone.apps.apprenticeships.models import Apprenticeship, BreakInLearning, Change, Offer
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry, StoredDecision
from touchstone.apps.records.refusal import Refused, Stale

pytestmark = pytest.mark.django_db
OUT = dt.date(2024, 9, 2)
BACK = dt.date(2024, 11, 4)


def verdict(one: Apprenticeship, on: dt.date) -> str:
    decision = ask("gateway", now(one), programme_facts(now(one), on))
    return next(found.verdict for found in decision.findings if found.rule == "gateway.minimum-duration")


def a_break(cast: Cast, one: Apprenticeship, first: dt.date, last: dt.date | None) -> BreakInLearning:
    return services.add_break(who=tom(cast), apprenticeship=one, first_day=first, last_day=last)


def corrected(cast: Cast, broken: BreakInLearning, first: dt.date, last: dt.date | None, **more: object) -> None:
    arguments = {"seen": now(broken.apprenticeship).revision, "reason": "A slip", "expected_last_day": None, **more}
    services.correct_break(who=tom(cast), broken=broken, first_day=first, last_day=last, **arguments)  # type: ignore[arg-type]


def test_a_withdrawal_is_a_period_and_the_return_ends_it(cast: Cast) -> None:
    one = enrolled(cast)
    withdrawn(cast, one)
    assert now(one).withdrawn_on == OUT
    back(cast, one)
    out = one.breaks.get()
    assert (out.kind, out.first_day, out.last_day) == ("withdrawal", OUT, BACK - dt.timedelta(days=1))
    assert now(one).withdrawn_on is None
    withdrawn(cast, one, first_day=dt.date(2025, 1, 6))
    assert one.breaks.count() == 2


def test_the_days_out_are_a_matter_for_a_ruling(cast: Cast) -> None:
    """63 days out: twelve months from 4 March 2024, or those and 63 days, nobody says which."""
    one = enrolled(cast)
    withdrawn(cast, one)
    assert verdict(one, dt.date(2026, 1, 5)) == "unknown"
    back(cast, one)
    assert verdict(one, dt.date(2025, 3, 3)) == "not-met"
    assert verdict(one, dt.date(2025, 3, 4)) == "needs-ruling"
    assert verdict(one, dt.date(2025, 5, 5)) == "needs-ruling"
    assert verdict(one, dt.date(2025, 5, 6)) == "met"


def test_a_withdrawal_recorded_by_mistake_leaves_no_days_out(cast: Cast) -> None:
    one = enrolled(cast)
    withdrawn(cast, one)
    back(cast, one, first_day=OUT)
    assert not one.breaks.exists()
    assert now(one).withdrawn_on is None
    assert LogEntry.objects.filter(verb="apprenticeship.returned").count() == 1


def test_withdrawing_and_returning_twice_is_once(cast: Cast) -> None:
    one = enrolled(cast)
    seen = now(one).revision
    withdrawn(cast, one, seen=seen)
    withdrawn(cast, one, seen=seen)
    with pytest.raises(Refused, match="withdrawn since 2 September 2024 already"):
        withdrawn(cast, one, first_day=dt.date(2024, 9, 3))
    seen = now(one).revision
    back(cast, one, seen=seen)
    back(cast, one, seen=seen)
    with pytest.raises(Refused, match="is not withdrawn"):
        back(cast, one, first_day=dt.date(2024, 12, 2))
    assert one.breaks.count() == 1


@pytest.mark.parametrize(
    ("day", "words"),
    [(dt.date(2024, 3, 3), "before the start on 4 March 2024"), (dt.date(2099, 1, 1), "is still to come")],
)
def test_nobody_withdraws_on_a_day_that_cannot_be(cast: Cast, day: dt.date, words: str) -> None:
    with pytest.raises(Refused, match=words):
        withdrawn(cast, enrolled(cast), first_day=day)


def test_a_withdrawal_comes_after_what_is_recorded_and_says_why(cast: Cast) -> None:
    one = enrolled(cast)
    moved(cast, one, first_day=dt.date(2024, 10, 1))
    with pytest.raises(Refused, match="Employer: a change on 1 October 2024 is recorded"):
        withdrawn(cast, one)
    with pytest.raises(Refused, match="Say why"):
        withdrawn(cast, one, first_day=dt.date(2024, 10, 2), reason=" ")


def test_a_break_that_goes_on_ends_with_the_withdrawal(cast: Cast) -> None:
    one = enrolled(cast)
    broken = a_break(cast, one, dt.date(2024, 7, 1), None)
    withdrawn(cast, one)
    broken.refresh_from_db()
    assert broken.last_day == OUT - dt.timedelta(days=1)


def test_a_withdrawal_on_days_of_a_break_is_refused(cast: Cast) -> None:
    one = enrolled(cast)
    a_break(cast, one, dt.date(2024, 8, 1), dt.date(2024, 9, 30))
    with pytest.raises(Refused, match="Break in learning from 1 August 2024: these days are recorded already"):
        withdrawn(cast, one)
    withdrawn(cast, one, first_day=dt.date(2024, 10, 1))
    with pytest.raises(Refused, match="overlap a withdrawal"):
        a_break(cast, one, dt.date(2024, 10, 7), dt.date(2024, 10, 11))


def test_an_offer_that_waits_is_taken_back_by_a_withdrawal(cast: Cast) -> None:
    one = enrolled(cast)
    offer = offered(cast, one)
    withdrawn(cast, one)
    offer.refresh_from_db()
    assert offer.state == Offer.State.TAKEN_BACK


def test_why_somebody_withdraws_is_erasable(cast: Cast) -> None:
    one = enrolled(cast)
    withdrawn(cast, one)
    entry = LogEntry.objects.get(verb="apprenticeship.withdrawn")
    assert "abroad" not in str(entry.details)
    assert entry.personal.body == {"reason": "Moves abroad"}
    assert all("abroad" not in text for text in Message.objects.values_list("text", flat=True))


def test_a_break_is_corrected_and_the_days_it_had_are_in_the_log(cast: Cast) -> None:
    one = enrolled(cast)
    broken = a_break(cast, one, dt.date(2024, 7, 1), dt.date(2024, 7, 31))
    corrected(cast, broken, dt.date(2024, 7, 8), dt.date(2024, 7, 12))
    broken.refresh_from_db()
    assert (broken.first_day, broken.last_day) == (dt.date(2024, 7, 8), dt.date(2024, 7, 12))
    entry = LogEntry.objects.get(verb="break.corrected")
    assert (entry.details["was_first"], entry.details["was_last"]) == ("2024-07-01", "2024-07-31")


def test_a_corrected_break_may_be_open_again(cast: Cast) -> None:
    one = enrolled(cast)
    broken = a_break(cast, one, dt.date(2024, 7, 1), dt.date(2024, 7, 31))
    corrected(cast, broken, dt.date(2024, 7, 1), None, expected_last_day=dt.date(2024, 12, 31))
    assert verdict(one, dt.date(2026, 1, 5)) == "unknown"


def test_a_correction_needs_a_reason_a_change_and_what_others_did(cast: Cast) -> None:
    one = enrolled(cast)
    broken = a_break(cast, one, dt.date(2024, 7, 1), dt.date(2024, 7, 31))
    with pytest.raises(Refused, match="Say why"):
        corrected(cast, broken, dt.date(2024, 7, 2), None, reason="")
    with pytest.raises(Refused, match="Nothing is changed"):
        corrected(cast, broken, dt.date(2024, 7, 1), dt.date(2024, 7, 31))
    with pytest.raises(Stale):
        corrected(cast, broken, dt.date(2024, 7, 2), None, seen=1)
    seen = now(one).revision
    corrected(cast, broken, dt.date(2024, 7, 2), dt.date(2024, 7, 3), seen=seen)
    corrected(cast, broken, dt.date(2024, 7, 2), dt.date(2024, 7, 3), seen=seen)  # a form sent twice
    assert LogEntry.objects.filter(verb="break.corrected").count() == 1


def test_a_break_there_never_was_is_taken_out(cast: Cast) -> None:
    one = enrolled(cast)
    broken = a_break(cast, one, dt.date(2024, 7, 1), dt.date(2024, 7, 31))
    services.remove_break(who=tom(cast), broken=broken, seen=now(one).revision, reason="Another apprentice’s")
    assert not one.breaks.exists()
    assert verdict(one, dt.date(2025, 3, 4)) == "met"
    services.remove_break(who=tom(cast), broken=broken, seen=1, reason="Again")
    assert LogEntry.objects.filter(verb="break.removed").count() == 1


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (dt.date(2099, 1, 1), None, "a year ahead"),
        (dt.date(2024, 7, 1), dt.date(2034, 7, 1), "more than three years"),
        (dt.date(2024, 7, 2), dt.date(2024, 7, 1), "before its first day"),
        (dt.date(2024, 3, 3), None, "before the apprenticeship starts"),
    ],
)
def test_days_of_a_break_that_cannot_be(cast: Cast, first: dt.date, last: dt.date | None, words: str) -> None:
    with pytest.raises(Refused, match=words):
        a_break(cast, enrolled(cast), first, last)


def test_what_a_row_can_tell_the_database_refuses(cast: Cast) -> None:
    one = enrolled(cast)
    breaks, changes = BreakInLearning.objects, Change.objects
    by = {"recorded_by": cast.tom, "recorded_at": one.enrolled_at, "apprenticeship": one}
    breaks.create(apprenticeship=one, first_day=OUT)
    for act in (
        lambda: breaks.create(apprenticeship=one, first_day=BACK),  # a second open one
        lambda: breaks.create(apprenticeship=one, first_day=OUT, last_day=OUT, expected_last_day=one.start),
        lambda: changes.create(kind="employer", first_day=OUT, version="1.0", **by),
        lambda: changes.create(kind="version", first_day=OUT, organisation=cast.harbour, **by),
        lambda: Apprenticeship.objects.filter(pk=one.pk).update(withdrawn_on=dt.date(2020, 1, 1)),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_a_wrong_start_is_put_right_and_the_question_asked_again(cast: Cast) -> None:
    one = enrolled(cast)
    seen = now(one).revision

    def correct() -> None:
        services.correct_start(
            who=tom(cast), apprenticeship=one, seen=seen, start=dt.date(2024, 3, 18), reason="Read wrongly"
        )

    correct()
    correct()
    assert now(one).start == dt.date(2024, 3, 18)
    assert verdict(one, dt.date(2025, 3, 17)) == "not-met"
    entry = LogEntry.objects.get(verb="apprenticeship.corrected")
    assert entry.personal.body["old"] == {"start": "2024-03-04"}
    assert StoredDecision.objects.filter(question="start").count() == 2


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (dt.date(2024, 10, 1), "1 August 2024"),  # version 1.1 takes no start then
        (dt.date(1990, 1, 1), "date of birth"),
    ],
)
def test_a_start_that_cannot_be_is_refused_with_its_reason(cast: Cast, start: dt.date, words: str) -> None:
    one = enrolled(cast)
    with pytest.raises(Refused, match=words):
        services.correct_start(who=tom(cast), apprenticeship=one, seen=1, start=start, reason="A slip")
    assert now(one).start == dt.date(2024, 3, 4)


def test_a_start_is_not_after_what_is_recorded_nor_another_enrolments(cast: Cast) -> None:
    one = enrolled(cast, breaks=[(dt.date(2024, 3, 11), dt.date(2024, 3, 12))])
    other = enrolled(cast, uln=uln(5), start=dt.date(2024, 3, 18))

    def correct(which: Apprenticeship, start: dt.date) -> None:
        services.correct_start(
            who=tom(cast), apprenticeship=which, seen=now(which).revision, start=start, reason="A slip"
        )

    with pytest.raises(Refused, match="Break in learning from 11 March 2024"):
        correct(one, dt.date(2024, 3, 12))
    Apprenticeship.objects.filter(pk=other.pk).update(uln=one.uln)
    with pytest.raises(Refused, match="already enrolled"):
        correct(other, one.start)


def test_the_start_stays_once_the_gateway_is_decided_on_it(cast: Cast) -> None:
    one = enrolled(cast)
    gateways.submitted(cast, gateways.prepared(cast, one))
    with pytest.raises(Refused, match="return the gateway first"):
        services.correct_start(
            who=tom(cast), apprenticeship=one, seen=now(one).revision, start=dt.date(2024, 3, 5), reason="A slip"
        )
