"""The training plan: until when, how many hours, and its milestones."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.periods import days_out
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.once import once
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.training.models import Milestone, Review, TrainingPlan
from touchstone.rules.days import break_days
from touchstone.standards.training import hours_asked


@transaction.atomic
def plan_training(
    *, who: Who, apprenticeship: Apprenticeship, version: int, planned_end: dt.date | None, hours: int | None
) -> TrainingPlan:
    """``version``: 0 for a plan nobody has made. Raises Stale, and Refused for an end before the start or for fewer
    hours than are asked for."""
    asked = hours_asked(apprenticeship.start)
    reasons = []
    if planned_end is not None and planned_end <= apprenticeship.start:
        reasons.append("The planned end must come after the start.")
    if hours is not None and asked and hours < asked.least:
        reasons.append(
            f"At least {asked.least} off-the-job hours are asked for a start from this date on: {asked.clause}."
        )
    if reasons:
        raise Refused(*reasons)
    # one at a time, also while there is no plan yet
    Apprenticeship.objects.select_for_update(of=("self",), no_key=True).get(pk=apprenticeship.pk)
    plan = TrainingPlan.objects.filter(apprenticeship=apprenticeship).first()
    if (plan.version if plan else 0) != version:
        raise Stale
    before = {"planned_end": str(plan.planned_end), "hours": plan.hours} if plan else {}
    plan = plan or TrainingPlan(apprenticeship=apprenticeship)
    plan.planned_end, plan.hours, plan.version = planned_end, hours, version + 1
    plan.days_out = break_days(apprenticeship.start, days_out(apprenticeship, timezone.localdate()))
    plan.save()
    log(
        "training.planned",
        who=who,
        on=plan,
        apprenticeship=apprenticeship.pk,
        details={"planned_end": str(planned_end), "hours": hours, "before": before},
    )
    return plan


@transaction.atomic
def set_milestone(
    *,
    who: Who,
    id: uuid.UUID,
    apprenticeship: Apprenticeship,
    title: str,
    due: dt.date,
    ksbs: Sequence[str] = (),
    version: int = 0,
    review: Review | None = None,
) -> Milestone:
    """A new milestone (``version`` 0; sent twice it makes one), perhaps agreed in a review, or a change of one.

    Raises Refused, Stale.
    """
    _check(apprenticeship, title, due, ksbs)
    if not version:
        return once(
            Milestone,
            id,
            lambda: _new(who, id, apprenticeship, title, due, ksbs, review),
            of=apprenticeship.pk,
            start_again="the training plan",
        )
    milestone = Milestone.objects.select_for_update(of=("self",), no_key=True).get(pk=id, apprenticeship=apprenticeship)
    _refuse_stale(milestone, version)
    before = {"title": milestone.title, "due": milestone.due.isoformat(), "ksbs": milestone.ksbs}
    milestone.title, milestone.due, milestone.ksbs = title.strip(), due, list(ksbs)
    milestone.version += 1
    milestone.save()
    log(
        "milestone.changed",
        who=who,
        on=milestone,
        apprenticeship=apprenticeship.pk,
        details={"due": due.isoformat()},
        personal={"before": before},
    )
    return milestone


@transaction.atomic
def reach(*, who: Who, milestone: Milestone, version: int, on: dt.date | None) -> Milestone:
    """Reached on a day; None: not reached after all. Raises Refused for a day to come, Stale."""
    if on is not None and on > timezone.localdate():
        raise Refused("A milestone is reached today or earlier.")
    milestone = _locked(milestone, version)
    milestone.reached_on = on
    milestone.version += 1
    milestone.save(update_fields=["reached_on", "version"])
    log(
        "milestone.changed",
        who=who,
        on=milestone,
        apprenticeship=milestone.apprenticeship_id,
        details={"due": milestone.due.isoformat(), "reached_on": on.isoformat() if on else None},
    )
    return milestone


@transaction.atomic
def remove_milestone(*, who: Who, milestone: Milestone, version: int) -> Milestone:
    """Taken out of the plan; the log keeps what it was. Raises Stale."""
    milestone = _locked(milestone, version)
    milestone.removed_at = timezone.now()
    milestone.version += 1
    milestone.save(update_fields=["removed_at", "version"])
    log(
        "milestone.removed",
        who=who,
        on=milestone,
        apprenticeship=milestone.apprenticeship_id,
        details={"due": milestone.due.isoformat()},
        personal={"title": milestone.title},
    )
    return milestone


def _new(
    who: Who,
    id: uuid.UUID,
    apprenticeship: Apprenticeship,
    title: str,
    due: dt.date,
    ksbs: Sequence[str],
    review: Review | None,
) -> Milestone:
    if review is not None and not review.parts.filter(signed_at=None).exists():
        raise Refused("All three have signed this review. Set a milestone in the training plan instead.")
    made = Milestone.objects.create(
        id=id,
        apprenticeship=apprenticeship,
        title=title.strip(),
        due=due,
        ksbs=list(ksbs),
        review=review,
        added_by_id=person_of(who),
        added_at=timezone.now(),
    )
    log(
        "milestone.set",
        who=who,
        on=made,
        apprenticeship=apprenticeship.pk,
        details={"due": due.isoformat(), "ksbs": list(ksbs)},
        personal={"title": made.title},
    )
    return made


def _check(apprenticeship: Apprenticeship, title: str, due: dt.date, ksbs: Sequence[str]) -> None:
    reasons = []
    if not title.strip():
        reasons.append("Say what is to be reached.")
    if due < apprenticeship.start:
        reasons.append("A milestone is due after the apprenticeship started.")
    unknown = set(ksbs) - {ksb.code for ksb in plan_of(apprenticeship).ksbs}
    if unknown:
        reasons.append(f"{', '.join(sorted(unknown))}: no such KSB in this version of the standard.")
    if reasons:
        raise Refused(*reasons)


def _locked(milestone: Milestone, version: int) -> Milestone:
    now = Milestone.objects.select_for_update(of=("self",), no_key=True).get(pk=milestone.pk)
    _refuse_stale(now, version)
    return now


def _refuse_stale(now: Milestone, version: int) -> None:
    if now.version != version or now.removed_at is not None:
        raise Stale
