"""What the assessors of the invented world find."""

from __future__ import annotations

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.assessment.sheets import Judgement
from touchstone.demo.stories.tale import Tale
from touchstone.standards.model import Method, Plan

NOTES = {
    True: "Seen and explained, with an example from the session.",
    False: "Tried, but the reason for the choice stayed open after two follow-up questions.",
}


def judgements(tale: Tale, method: Method) -> dict[str, Judgement]:
    """Criterion -> judgement, so that the methods come to what ``marks`` of the row says."""
    wanted = _grade_of(tale, method)
    if method.points is not None:
        return _points(method.points.criteria, method.points.scale, wanted)
    lowest = next(iter(method.criteria)).id
    return {
        one.id: _met((one.grade == "pass" and not (wanted == "fail" and one.id == lowest)) or wanted == "distinction")
        for one in method.criteria
    }


def _grade_of(tale: Tale, method: Method) -> str:
    """The grade of one method: a merit is a distinction in the first, else a pass; a fail is in the last."""
    plan = plan_of(tale.apprenticeship)
    methods = plan.methods if isinstance(plan, Plan) else ()
    first, last = method == methods[0], method == methods[-1]
    wanted: str = tale.row["marks"]
    if wanted == "merit":
        return "distinction" if first else "pass"
    if wanted == "fail":
        return "fail" if last else "pass"
    return wanted


def _met(met: bool) -> Judgement:
    return Judgement(met=met, note=NOTES[met])


def _points(criteria: int, scale: tuple[int, ...], wanted: str) -> dict[str, Judgement]:
    """Three quarters of the criteria at the top for a pass, all for a distinction; one at the bottom for a fail."""
    top, middle, bottom = max(scale), sorted(scale)[-2], min(scale)
    at_top = criteria if wanted == "distinction" else criteria * 3 // 4
    points = [top] * at_top + [middle] * (criteria - at_top)
    if wanted == "fail":
        points[0] = bottom
    return {str(number): Judgement(points=given, note=NOTES[given > bottom]) for number, given in enumerate(points, 1)}
