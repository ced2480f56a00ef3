"""Reads of checks, results and stored decisions, always starting from what the actor may see."""

from __future__ import annotations

import uuid

from django.db.models import Q, QuerySet

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.policy import reach
from touchstone.apps.assessment.models import Mark, Record
from touchstone.apps.assessment.queries import booked, records_visible_to
from touchstone.apps.gateway.policy import DETAILS_SEEN_BY, SEEN_BY
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.apps.records.models import StoredDecision
from touchstone.apps.results.models import QualityCheck, Result

# Questions about getting to the assessment, and who may read the answers: no mark is in them.
OPEN_QUESTIONS = {
    "start": SEEN_BY,
    "portfolio": SEEN_BY,
    "gateway": DETAILS_SEEN_BY,
    "booking": SEEN_BY,
}
# Whether an assessor is independent: what they declared about themselves is for those who watch over assessments.
INDEPENDENCE = "assessor"
_WATCHING = frozenset({Role.ADMINISTRATOR, Role.QUALITY_ASSURER, Role.REGULATOR_READER})


def released_to(actor: Actor) -> QuerySet[Result]:
    """The released results this person may see, with what a page names."""
    return Result.objects.filter(
        apprenticeship__in=Apprenticeship.objects.filter(reach(actor, SEEN_BY))
    ).select_related(
        "released_by",
        "apprenticeship__apprentice",
        "apprenticeship__provider",
        "apprenticeship__employer",
        "apprenticeship__assessment_organisation",
    )


def result_of(apprenticeship: Apprenticeship) -> Result | None:
    """The newest result released. A result exists from its release on, not before."""
    return apprenticeship.results.select_related("released_by").order_by("-number").first()


def checks_of(record: Record) -> list[QualityCheck]:
    """Every check of a record, the newest first."""
    return list(record.checks.select_related("by").order_by("-at"))


def marks_of(result: Result) -> list[Mark]:
    """Every mark of the records a result was released on."""
    return list(Mark.objects.filter(record__in=[component["record"] for component in result.components]))


def records_of(apprenticeship: Apprenticeship) -> dict[str, Record]:
    """Method -> the record of its booking that stands."""
    return {method: booking.record for method, booking in booked(apprenticeship).items()}


def decision_visible_to(actor: Actor, decision: uuid.UUID) -> StoredDecision | None:
    """The stored decision, if this person may see what it belongs to.

    Marks and all that rests on them: those who may read the records, and everybody who sees the result once it is
    released, for the decisions it is made of. A decision on nobody's apprenticeship is nobody's here.
    """
    stored = StoredDecision.objects.select_related("body").filter(pk=decision).exclude(apprenticeship=None).first()
    if stored is None or stored.apprenticeship is None:
        return None
    reached = Apprenticeship.objects.filter(pk=stored.apprenticeship)
    if stored.question in OPEN_QUESTIONS:
        return stored if reached.filter(reach(actor, OPEN_QUESTIONS[stored.question])).exists() else None
    if stored.question == INDEPENDENCE:
        return stored if reached.filter(reach(actor, _WATCHING)).exists() else None
    return stored if _of_released(actor, stored) or _of_record(actor, stored) else None


def _of_released(actor: Actor, stored: StoredDecision) -> bool:
    results = released_to(actor).filter(apprenticeship=stored.apprenticeship)
    return any(str(stored.pk) in _decisions(result) for result in results)


def _decisions(result: Result) -> set[str]:
    parts = (part[name] for part in result.components for name in ("decision", "conduct"))
    return {str(result.decision), *parts}


def _of_record(actor: Actor, stored: StoredDecision) -> bool:
    """Also decisions of a record that was opened again: they were about it."""
    records = records_visible_to(actor).filter(booking__apprenticeship=stored.apprenticeship)
    watches = Apprenticeship.objects.filter(reach(actor, _WATCHING), pk__in=[stored.apprenticeship])
    of_own = Q(conduct_decision=stored.pk) | Q(grade_decision=stored.pk) | Q(parts__decision=stored.pk)
    return (records.exists() and watches.exists()) or records.filter(of_own).exists()
