"""Reads of plans, milestones, hours and scans, always starting from what the actor may see."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Field, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, UUIDField
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.periods import days_out
from touchstone.apps.apprenticeships.policy import reach
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import Evidence, EvidenceKsb
from touchstone.apps.portfolio.policy import PROGRESS
from touchstone.apps.training.models import (
    Hours,
    Judgement,
    Milestone,
    Review,
    ReviewPart,
    ReviewRhythm,
    Scan,
    TrainingPlan,
)
from touchstone.apps.training.policy import PARTIES, TRAINS
from touchstone.rules.days import add_days, after_learning, break_days
from touchstone.rules.on_track import OnTrack, Training, on_track
from touchstone.standards import catalogue
from touchstone.standards.training import HoursAsked, hours_asked

_WITH_PEOPLE = (
    "apprenticeship__apprentice",
    "apprenticeship__provider",
    "apprenticeship__employer",
    "apprenticeship__assessment_organisation",
)

_PARTS = ReviewPart.objects.select_related("written_by", "signed_by")
USUAL_WEEKS = 12


@dataclass(frozen=True, slots=True)
class Totals:
    """Minutes written down, the hours planned (None: nobody has), and those asked for (None: no source at hand)."""

    minutes: int
    planned: int | None
    asked: HoursAsked | None

    @property
    def hours(self) -> float:
        return self.minutes / 60

    @property
    def goal(self) -> int | None:
        """The hours to reach: the planned ones, never fewer than those asked for."""
        figures = [figure for figure in (self.planned, self.asked.least if self.asked else None) if figure is not None]
        return max(figures, default=None)


def hours_visible_to(actor: Actor) -> QuerySet[Hours]:
    """The hours this person may know of. Whether they read what was learned is the table's answer."""
    return Hours.objects.filter(_of(actor), removed_at=None).select_related("added_by", "evidence", *_WITH_PEOPLE)


def milestones_visible_to(actor: Actor) -> QuerySet[Milestone]:
    return Milestone.objects.filter(_of(actor), removed_at=None).select_related(*_WITH_PEOPLE)


def plan_of_training(apprenticeship: Apprenticeship) -> TrainingPlan:
    """The plan as it stands; an empty one, not stored, where nobody has planned anything."""
    found = TrainingPlan.objects.filter(apprenticeship=apprenticeship).first()
    return found or TrainingPlan(apprenticeship=apprenticeship, version=0)


def hours_of(apprenticeship: Apprenticeship) -> QuerySet[Hours]:
    """Newest first."""
    rows = apprenticeship.hours.filter(removed_at=None).select_related("added_by", "evidence")
    return rows.order_by("-day", "-added_at", "pk")


def with_hours(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """``rows`` with ``minutes`` of off-the-job training each came out of, None where none are linked; no query more."""
    linked = Hours.objects.filter(evidence=OuterRef("pk"), removed_at=None).order_by().values("evidence")
    return rows.annotate(minutes=Subquery(linked.annotate(sum=Sum("minutes")).values("sum")))


def totals(apprenticeship: Apprenticeship, plan: TrainingPlan) -> Totals:
    """One query."""
    minutes = apprenticeship.hours.filter(removed_at=None).aggregate(sum=Sum("minutes"))["sum"] or 0
    return Totals(minutes, plan.hours, hours_asked(apprenticeship.start))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a training stands: its plan, the hours, when somebody last scanned, when the next review is due, and
    whether it is on track by the figures; what a person last said beside them.

    ``active_on``: the last day a piece, hours, a scan or a review were added or changed; None while nothing was.
    ``away_since``: the first day of a break in learning that goes on.
    """

    apprenticeship: Apprenticeship
    claimed: int  # KSBs, of ``ksbs``
    ksbs: int
    active_on: dt.date | None
    away_since: dt.date | None
    planned_end: dt.date | None
    version: int  # of the plan; 0 while there is none
    totals: Totals
    scanned: dt.datetime | None
    review_due: dt.date
    track: OnTrack
    judged_on_track: bool | None


def standings(rows: QuerySet[Apprenticeship], today: dt.date) -> list[Standing]:
    """One for each of ``rows``, in their order. Two queries, whatever their number."""
    return [_standing(one, today) for one in _with_figures(rows, today).prefetch_related("breaks")]


def standing(apprenticeship: Apprenticeship, today: dt.date) -> Standing:
    """Raises Apprenticeship.DoesNotExist. Two queries."""
    return standings(Apprenticeship.objects.filter(pk=apprenticeship.pk), today)[0]


def latest_judgement(apprenticeship: Apprenticeship) -> Judgement | None:
    return apprenticeship.judgements.select_related("by").order_by("-at").first()


def in_training(actor: Actor) -> QuerySet[Apprenticeship]:
    """Everybody this person trains, or whose training their organisation answers for, by name."""
    return (
        Apprenticeship.objects.filter(reach(actor, TRAINS))
        .select_related("apprentice", "provider", "employer", "assessment_organisation")
        .order_by("apprentice__name", "pk")
    )


def _with_figures(rows: QuerySet[Apprenticeship], today: dt.date) -> QuerySet[Apprenticeship]:
    of = {"apprenticeship": OuterRef("pk")}
    minutes = Hours.objects.filter(**of, removed_at=None).values("apprenticeship").annotate(sum=Sum("minutes"))
    overdue = Milestone.objects.filter(**of, removed_at=None, reached_on=None, due__lt=today)
    claims = EvidenceKsb.objects.filter(evidence__apprenticeship=OuterRef("pk"), evidence__removed_at=None)
    return rows.annotate(
        minutes=Subquery(minutes.values("sum")),
        overdue=Subquery(overdue.values("apprenticeship").annotate(count=Count("pk")).values("count")),
        claimed=Subquery(
            claims.values("evidence__apprenticeship").annotate(count=Count("code", distinct=True)).values("count")
        ),
        last_piece=Subquery(
            Evidence.objects.filter(**of, removed_at=None).order_by("-changed_at").values("changed_at")[:1]
        ),
        last_hours=Subquery(Hours.objects.filter(**of, removed_at=None).order_by("-added_at").values("added_at")[:1]),
        scanned=Subquery(Scan.objects.filter(**of).order_by("-at").values("at")[:1]),
        held_on=Subquery(Review.objects.filter(**of).order_by("-number").values("held_on")[:1]),
        judged=Subquery(Judgement.objects.filter(**of).order_by("-at").values("on_track")[:1]),
        weeks=F("provider__review_rhythm__weeks"),
        planned_end=F("training_plan__planned_end"),
        planned_hours=F("training_plan__hours"),
        planned_days_out=F("training_plan__days_out"),
        plan_version=F("training_plan__version"),
    )


def _standing(row: Any, today: dt.date) -> Standing:
    """``row``: an Apprenticeship of ``_with_figures``."""
    totals = Totals(row.minutes or 0, row.planned_hours, hours_asked(row.start))
    out = days_out(row, today)
    end = _end_today(row.planned_end, row.planned_days_out, row, out)
    due = after_learning(row.held_on or row.start, 7 * (row.weeks or USUAL_WEEKS), out)
    training = Training(
        start=row.start,
        planned_end=end,
        claimed=row.claimed or 0,
        ksbs=len(catalogue.plan(row.plan_id).ksbs),
        minutes=totals.minutes,
        goal=totals.goal,
        overdue=row.overdue or 0,
        review_due=due,
        breaks=out,
    )
    moments = [moment for moment in (row.last_piece, row.last_hours, row.scanned) if moment]
    days = [*map(timezone.localdate, moments), *([row.held_on] if row.held_on else [])]
    return Standing(
        apprenticeship=row,
        claimed=training.claimed,
        ksbs=training.ksbs,
        active_on=max(days, default=None),
        away_since=next((first for first, last in training.breaks if first <= today and _goes_on(last, today)), None),
        planned_end=end,
        version=row.plan_version or 0,
        totals=totals,
        scanned=row.scanned,
        review_due=due,
        track=on_track(training, today),
        judged_on_track=row.judged,
    )


def _goes_on(last: dt.date | None, today: dt.date) -> bool:
    return last is None or last >= today


def planned_end_of(plan: TrainingPlan, today: dt.date) -> dt.date | None:
    """The planned end as it is today. One query."""
    one = plan.apprenticeship
    return _end_today(plan.planned_end, plan.days_out, one, days_out(one, today)) if plan.planned_end else None


def _end_today(
    planned: dt.date | None, known: int | None, one: Apprenticeship, out: Sequence[tuple[dt.date, dt.date]]
) -> dt.date | None:
    """Days without learning recorded since it was planned move it on, and those taken out move it back."""
    return add_days(planned, break_days(one.start, out) - (known or 0)) if planned else None


def milestones_of(apprenticeship: Apprenticeship) -> QuerySet[Milestone]:
    """In the order they are due."""
    return apprenticeship.milestones.filter(removed_at=None).order_by("due", "added_at", "pk")


def scans_of(apprenticeship: Apprenticeship) -> Sequence[Scan]:
    """Oldest first."""
    return list(apprenticeship.scans.select_related("by").order_by("at", "pk"))


def reviews_visible_to(actor: Actor) -> QuerySet[Review]:
    return Review.objects.filter(_of(actor)).select_related("opened_by", *_WITH_PEOPLE)


def reviews_of(apprenticeship: Apprenticeship) -> Sequence[Review]:
    """Newest first, with their ``parts``."""
    return list(apprenticeship.reviews.prefetch_related(Prefetch("parts", _PARTS)).order_by("-number"))


def parts_of(review: Review) -> Sequence[ReviewPart]:
    """In the order of the parties, with who signed."""
    order = list(PARTIES)
    return sorted(_PARTS.filter(review=review), key=lambda part: order.index(Role(part.role)))


def actions_of(review: Review) -> QuerySet[Milestone]:
    """What was agreed in it, as it stands today, also what has been taken out of the plan since; by when it is due."""
    return review.actions.order_by("due", "added_at", "pk")


def with_unsigned(rows: QuerySet[Apprenticeship], roles: Collection[Role]) -> QuerySet[Apprenticeship]:
    """``rows`` ready for ``unsigned_of`` in the roles that are parties to a review; no query more."""

    def oldest(role: Role, column: str, kind: type[Field[Any, Any]]) -> Subquery:
        lacking = ReviewPart.objects.filter(review__apprenticeship=OuterRef("pk"), role=role, signed_at=None)
        return Subquery(lacking.order_by("review__number").values(column)[:1], output_field=kind())

    parties = [role for role in PARTIES if role in roles]
    columns = {_unsigned(role): oldest(role, "review_id", UUIDField) for role in parties}
    numbers = {f"{_unsigned(role)}_number": oldest(role, "review__number", IntegerField) for role in parties}
    return rows.annotate(**columns, **numbers)


def unsigned_of(row: Apprenticeship) -> dict[Role, tuple[uuid.UUID, int]]:
    """Role -> the oldest review its part is not signed of, id and number; ``row`` is of ``with_unsigned``."""
    found = {role: getattr(row, _unsigned(role), None) for role in PARTIES}
    return {role: (pk, getattr(row, f"{_unsigned(role)}_number")) for role, pk in found.items() if pk}


def _unsigned(role: Role) -> str:
    return f"unsigned_{role.name.lower()}"


def rhythm_of(organisation: uuid.UUID) -> int:
    """Weeks from one review to the next: what the provider has set, else what is usual."""
    return ReviewRhythm.objects.filter(organisation=organisation).values_list("weeks", flat=True).first() or USUAL_WEEKS


def is_overdue(milestone: Milestone, today: dt.date) -> bool:
    return milestone.reached_on is None and milestone.due < today


def _of(actor: Actor) -> Q:
    return Q(apprenticeship__in=Apprenticeship.objects.filter(reach(actor, PROGRESS)).values("pk"))
