"""What a later version of the standard means for one apprentice, from the data of both plans."""

from __future__ import annotations

from typing import Any

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.requirements import asked, title_of
from touchstone.apps.plans.queries import plan_for, policy_for
from touchstone.apps.portfolio.queries import live
from touchstone.rules.differences import of_ksbs, of_plans
from touchstone.standards import catalogue
from touchstone.standards.model import Plan, PlanNotHeld
from touchstone.web.apprenticeships.changes.forms import EventForm

QUESTIONS = {
    "gateway": "Gateway",
    "portfolio": "Portfolio",
    "booking": "Booking",
    "recording": "Recordings",
    "conduct": "How it is carried out",
    "grade": "Grades of a method",
    "overall": "Overall grade",
    "repeat": "Resits and retakes",
    "certificate": "Certificate",
    "assessor": "Assessor",
    "appeal": "Appeals",
    "method": "Methods of assessment",
    "dispensation": "Dispensations",
}


def consequences(one: Apprenticeship, form: EventForm) -> dict[str, Any]:
    """For the page of the effect. ``held``: whether both plans are; else nothing can be compared, and it is said."""
    version = form.cleaned_data["version"]
    before, after = plan_of(one), plan_for(one.assessment_organisation, f"{one.standard}-{version}")
    held = isinstance(before, Plan), isinstance(after, Plan)
    rules = of_plans(before, after) if isinstance(before, Plan) and isinstance(after, Plan) else []
    ksbs = of_ksbs(catalogue.standard(one.standard), one.version, version)
    return {
        "version": version,
        "held": held,
        "adoption": after.adoption if isinstance(after, Plan) else None,
        "unchecked": len(after.unchecked) if isinstance(after, Plan) else 0,
        "different": [(QUESTIONS.get(part.about, part.about.capitalize()), part) for part in rules],
        "ksbs": ksbs,
        "claiming": [
            (piece, sorted(gone))
            for piece in live(one)
            if (gone := {claim.code for claim in piece.claims} & set(ksbs.gone))  # type: ignore[attr-defined]
        ]
        if ksbs.gone
        else [],
        "no_longer_asked": _only_in(before, after),
        "newly_asked": _only_in(after, before),
        "policy": policy_for(one.assessment_organisation, f"{one.standard}-{version}"),
    }


def _only_in(this: Plan | PlanNotHeld, other: Plan | PlanNotHeld) -> list[str]:
    """What this plan asks for at the gateway and the other does not; nothing where one is not held."""
    if isinstance(this, PlanNotHeld) or isinstance(other, PlanNotHeld):
        return []
    return [title_of(fact) for fact in asked(this) if fact not in asked(other)]
