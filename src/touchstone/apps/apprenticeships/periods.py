"""The periods of an apprenticeship, told by its rows: what held from when to when, and the days without learning."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship, BreakInLearning, Change, Participant
from touchstone.apps.people.roles import Role
from touchstone.rules.days import DAY

TOLD_PARTS = (Role.TUTOR, Role.LINE_MANAGER, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Period:
    """``kind``: of a ``Change``, a break, a withdrawal, or the role of a part. ``last_day``: None while it goes on.

    ``row``: the break or part it is told by; None for what a change or the enrolment began. ``recorded_by`` is None
    where its row does not say.
    """

    kind: str
    what: str
    first_day: dt.date
    last_day: dt.date | None
    row: BreakInLearning | Participant | None
    recorded_at: dt.datetime | None
    recorded_by: uuid.UUID | None


def with_periods(rows: QuerySet[Apprenticeship]) -> QuerySet[Apprenticeship]:
    """``rows`` with what ``periods_of`` reads. Three queries more."""
    return rows.prefetch_related(
        "breaks",
        Prefetch("changes", queryset=Change.objects.select_related("organisation").order_by("first_day")),
        Prefetch("participants", queryset=Participant.objects.select_related("person").order_by("since")),
    )


def periods_of(one: Apprenticeship) -> list[Period]:
    """Those that go on first, then by their first day, the newest first."""
    found = [*_held(one), *_without_learning(one), *_parts(one)]
    return sorted(found, key=lambda period: (period.last_day is None, period.first_day), reverse=True)


def days_out(one: Apprenticeship, today: dt.date) -> list[tuple[dt.date, dt.date]]:
    """The days on which learning stands still, breaks and withdrawals, both ends included.

    What goes on is counted up to today or, for a break, to its expected last day where that is later.
    """
    spans = []
    for out in one.breaks.all():
        last = out.last_day or max(today, out.expected_last_day or today)
        if out.first_day <= last:
            spans.append((out.first_day, last))
    return sorted(spans)


def _held(one: Apprenticeship) -> Iterator[Period]:
    """Employer, provider and version: each change says what held before it; the rest stands on the apprenticeship."""
    now = {
        Change.Kind.EMPLOYER: one.employer.name,
        Change.Kind.PROVIDER: one.provider.name,
        Change.Kind.VERSION: f"{one.standard} version {one.version}",
    }
    for kind, what in now.items():
        first, at, by = one.start, one.enrolled_at, None
        for change in sorted(_of_kind(one, kind), key=lambda change: change.first_day):
            before = change.organisation.name if change.organisation else f"{one.standard} version {change.version}"
            yield Period(kind.value, before, first, change.first_day - DAY, None, at, by)
            first, at, by = change.first_day, change.recorded_at, change.recorded_by_id
        yield Period(kind.value, what, first, None, None, at, by)


def _of_kind(one: Apprenticeship, kind: Change.Kind) -> list[Change]:
    return [change for change in one.changes.all() if change.kind == kind]


def _without_learning(one: Apprenticeship) -> Iterator[Period]:
    for out in one.breaks.all():
        what = BreakInLearning.Kind(out.kind).label
        yield Period(out.kind, what, out.first_day, out.last_day, out, out.recorded_at, out.recorded_by_id)


def _parts(one: Apprenticeship) -> Iterator[Period]:
    for part in one.participants.all():
        if part.role in TOLD_PARTS:
            first = part.first_day or timezone.localdate(part.since)
            last = part.last_day or (timezone.localdate(part.until) if part.until else None)
            yield Period(part.role, part.person.name, first, last, part, part.since, None)
