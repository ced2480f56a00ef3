"""The overall grade: asked once every method is agreed, kept, and released at an instant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import ask, plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.assessment.models import Record
from touchstone.apps.records import decisions
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.refusal import Refused
from touchstone.apps.results.facts import overall_facts
from touchstone.apps.results.models import Result
from touchstone.apps.results.queries import records_of, result_of
from touchstone.rules.decision import Decision
from touchstone.standards.model import Plan


def prospect(apprenticeship: Apprenticeship, records: Mapping[str, Record]) -> Decision:
    """What the overall grade would be by the agreed ones among ``records``. For the administrator's page."""
    return ask("grade-overall", apprenticeship, overall_facts(_agreed(records)))


@transaction.atomic
def release(*, who: Who, apprenticeship: Apprenticeship) -> Result:
    """Release the result of the agreed records: from now on the apprentice's side sees it. Idempotent.

    Raises Refused while a method has no agreed record, and where the overall grade is undetermined.
    """
    # Of two administrators at once the second finds the first one's result.
    one = Apprenticeship.objects.select_for_update(of=("self",), no_key=True).get(pk=apprenticeship.pk)
    plan = plan_of(one)
    if not isinstance(plan, Plan):
        raise Refused("The assessment plan of this version is not held, so nothing can be graded by it.")
    records = _agreed(records_of(one))
    _refuse_open(plan, records)
    last = result_of(one)
    components = [_component(method.id, records[method.id]) for method in plan.methods]
    if last is not None and last.components == components:
        return last
    facts = overall_facts(records)
    decision = ask("grade-overall", one, facts)
    if decision.outcome == "undetermined":
        raise Refused.by(decision)
    kept = decisions.keep(decision, facts=facts, who=who, apprenticeship=one.pk)
    result = Result.objects.create(
        apprenticeship=one,
        number=last.number + 1 if last else 1,
        grade=decision.outcome,
        decision=kept.pk,
        components=components,
        released_by_id=person_of(who),
        released_at=timezone.now(),
    )
    log(
        "result.released",
        who=who,
        on=result,
        apprenticeship=one.pk,
        details={"number": result.number, "decision": str(kept.pk)},
    )
    return result


def _agreed(records: Mapping[str, Record]) -> dict[str, Record]:
    return {method: record for method, record in records.items() if record.state == Record.State.AGREED}


def _refuse_open(plan: Plan, agreed: Mapping[str, Record]) -> None:
    missing = [method.name for method in plan.methods if method.id not in agreed]
    if missing:
        raise Refused(*(f"Quality assurance has not agreed the record of this method: {name}." for name in missing))


def _component(method: str, record: Record) -> dict[str, Any]:
    return {
        "method": method,
        "grade": record.grade,
        "points": record.weighted_points,
        "decision": str(record.grade_decision),
        "conduct": str(record.conduct_decision),
        "record": str(record.pk),
    }
