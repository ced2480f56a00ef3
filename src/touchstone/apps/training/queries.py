"""Reads of plans, milestones, hours and scans, always starting from what the actor may see."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet, Subquery, Sum

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.policy import reach
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.policy import PROGRESS
from touchstone.apps.training.models import Hours, Milestone, Review, ReviewPart, ReviewRhythm, Scan, TrainingPlan
from touchstone.apps.training.policy import PARTIES
from touchstone.standards.training import HoursAsked, hours_asked

_WITH_PEOPLE = (
    "apprenticeship__apprentice",
    "apprenticeship__provider",
    "apprenticeship__employer",
    "apprenticeship__assessment_organisation",
)

_PARTS = ReviewPart.objects.select_related("signed_by")
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


def totals(apprenticeship: Apprenticeship, plan: TrainingPlan) -> Totals:
    """One query."""
    minutes = apprenticeship.hours.filter(removed_at=None).aggregate(sum=Sum("minutes"))["sum"] or 0
    return Totals(minutes, plan.hours, hours_asked(apprenticeship.start))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a training stands today: its plan, the hours, when somebody last scanned, when the next review is due."""

    plan: TrainingPlan
    totals: Totals
    scanned: dt.datetime | None
    review_due: dt.date


def standing(apprenticeship: Apprenticeship) -> Standing:
    """Two queries."""
    pk = apprenticeship.pk
    hours = Hours.objects.filter(apprenticeship=pk, removed_at=None).values("apprenticeship")
    found = (
        Apprenticeship.objects.filter(pk=pk)
        .values_list(
            Subquery(hours.annotate(sum=Sum("minutes")).values("sum")),
            Subquery(Scan.objects.filter(apprenticeship=pk).order_by("-at").values("at")[:1]),
            Subquery(Review.objects.filter(apprenticeship=pk).order_by("-number").values("held_on")[:1]),
            "provider__review_rhythm__weeks",
        )
        .get()
    )
    minutes, scanned, held, weeks = found
    plan = plan_of_training(apprenticeship)
    return Standing(
        plan=plan,
        totals=Totals(minutes or 0, plan.hours, hours_asked(apprenticeship.start)),
        scanned=scanned,
        review_due=(held or apprenticeship.start) + dt.timedelta(weeks=weeks or USUAL_WEEKS),
    )


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


def rhythm_of(organisation: uuid.UUID) -> int:
    """Weeks from one review to the next: what the provider has set, else what is usual."""
    return ReviewRhythm.objects.filter(organisation=organisation).values_list("weeks", flat=True).first() or USUAL_WEEKS


def is_overdue(milestone: Milestone, today: dt.date) -> bool:
    return milestone.reached_on is None and milestone.due < today


def _of(actor: Actor) -> Q:
    return Q(apprenticeship__in=Apprenticeship.objects.filter(reach(actor, PROGRESS)).values("pk"))
