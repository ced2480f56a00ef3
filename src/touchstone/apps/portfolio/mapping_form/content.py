"""What the form says, as plain data: made once, from the pieces as they are frozen, and kept with them.

The fields are our proposal: no source at hand holds a copy of the form. What is not known is said in words.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Collection, Sequence
from typing import Any

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.portfolio.coverage import Part, covered
from touchstone.apps.portfolio.mapping_form.statement import statement_for
from touchstone.apps.portfolio.models import SubmittedItem, SubmittedPortfolio
from touchstone.apps.portfolio.queries import items_of
from touchstone.apps.portfolio.words import CALLED, TYPES, WITNESSES
from touchstone.apps.records.log import canonical
from touchstone.standards.kinds import Coverage, Provided
from touchstone.standards.model import Method, Plan, PlanNotHeld

UNKNOWN = "Not known"
WITHDRAWN = "Withdrawn: consent for this piece was taken back"
ULN_NOT_SHOWN = "Not shown in this copy: the apprentice and those who file it see it"
# What stands at the head of the form, in this order, beside the pieces and their totals.
FACTS = {
    "apprentice": "Apprentice",
    "uln": "Unique learner number (ULN)",
    "provider": "Training provider",
    "ukprn": "UKPRN of the provider",
    "employer": "Employer",
    "assessment_organisation": "Assessment organisation",
    "standard": "Apprenticeship standard",
    "version": "Version",
}
# Facts about a person or organisation that may be corrected later; the form keeps what it said.
CORRECTED = {"apprentice": "apprentice", "uln": "unique learner number", "provider": "provider", "employer": "employer"}


def content_of(one: Apprenticeship, items: Sequence[SubmittedItem], *, on: dt.date) -> dict[str, Any]:
    """The form of these pieces, in their order, with the wording of the day ``on``. Dates as "2024-03-04"."""
    plan = plan_of(one)
    parts = covered(plan, [(item, item.ksbs) for item in items])
    asked = _asked(plan)
    theme_of = {code: theme.name for method in asked for theme in method.themes for code in theme.ksbs}
    return {
        **_about(one, plan),
        "items": [_item(number, item, theme_of) for number, item in enumerate(items, 1)],
        "totals": {
            "items": len(items),
            "mentees": sorted({item.mentee_code for item in items if item.mentee_code}),
            "parts": [_part(part, asked) for part in parts],
        },
        "ksbs": [
            {
                "code": one.ksb.code,
                "text": one.ksb.text,
                "method": part.name,
                "theme": group.name,
                "items": [at for at, item in enumerate(items, 1) if one.ksb.code in item.ksbs],
            }
            for part in parts
            for group in part.groups
            for one in group.ksbs
        ],
        "statement": statement_for(one, on),
    }


def form_of(portfolio: SubmittedPortfolio) -> dict[str, Any]:
    """The form as it was kept; of what was submitted before forms were kept, made from the frozen pieces."""
    if portfolio.form is not None:
        return dict(portfolio.form)
    items = list(items_of(portfolio))
    made = content_of(portfolio.apprenticeship, items, on=portfolio.submitted_at.date())
    for item in items:
        if hasattr(item.evidence, "withdrawal"):
            made = withdrawn_from(made, item.evidence_id)
    return made


def hash_of(form: dict[str, Any]) -> str:
    """SHA-256 of what a form says."""
    return hashlib.sha256(canonical(form)).hexdigest()


def withdrawn_from(form: dict[str, Any], evidence: uuid.UUID) -> dict[str, Any]:
    """The form without what it said of a piece: number, type, date and codes stay."""

    def emptied(item: dict[str, Any]) -> dict[str, Any]:
        claims = [{"code": claim["code"], "note": "", "place": ""} for claim in item["claims"]]
        return {**item, "title": WITHDRAWN, "mentee": "Withdrawn", "claims": claims}

    left = [emptied(item) if item["evidence"] == str(evidence) else item for item in form["items"]]
    codes = {item["mentee"] for item in left}
    totals = {**form["totals"], "mentees": [code for code in form["totals"]["mentees"] if code in codes]}
    return {**form, "items": left, "totals": totals}


def since_corrected(portfolio: SubmittedPortfolio) -> list[str]:
    """What the form names otherwise than it is known today, in words: "unique learner number"."""
    now = _names(portfolio.apprenticeship)
    kept = portfolio.form or now
    return [words for name, words in CORRECTED.items() if kept[name] != now[name]]


def _names(one: Apprenticeship) -> dict[str, str]:
    return {
        "apprentice": one.apprentice.name,
        "uln": one.uln or UNKNOWN,
        "provider": one.provider.name,
        "employer": one.employer.name,
    }


def _about(one: Apprenticeship, plan: Plan | PlanNotHeld) -> dict[str, Any]:
    return {
        **_names(one),
        "reference": one.reference,
        "is_demo": one.apprentice.is_demo,
        "ukprn": one.provider.ukprn or UNKNOWN,
        "assessment_organisation": one.assessment_organisation.name,
        "standard": f"{plan.standard.title} ({plan.standard.reference})",
        "version": one.version,
        "called": _called(plan),
    }


def _called(plan: Plan | PlanNotHeld) -> str:
    """What the plan's gateway asks for: a portfolio, or a showcase."""
    facts = [rule.kind.fact for rule in plan.rules if isinstance(rule.kind, Provided)] if isinstance(plan, Plan) else []
    return next((CALLED[fact] for fact in facts if fact in CALLED), CALLED["portfolio"])


def _asked(plan: Plan | PlanNotHeld) -> list[Method]:
    """The methods the portfolio underpins; where the plan says of none, every one with themes."""
    if isinstance(plan, PlanNotHeld):
        return []
    underpinned = {rule.kind.underpins for rule in plan.rules if isinstance(rule.kind, Coverage)}
    return [method for method in plan.methods if method.themes and (not underpinned or method.id in underpinned)]


def _item(number: int, item: SubmittedItem, theme_of: dict[str, str]) -> dict[str, Any]:
    themes = dict.fromkeys(theme_of[code] for code in item.ksbs if code in theme_of)
    return {
        "number": number,
        "evidence": str(item.evidence_id),
        "title": item.title,
        "type": TYPES[item.type][0] if item.type in TYPES else item.type,
        "date": item.happened_on.isoformat(),
        "mentee": item.mentee_code or "None named",
        "claims": item.claims or [{"code": code, "note": "", "place": ""} for code in item.ksbs],
        "theme": "; ".join(themes) or ("None" if theme_of else "The plan names no themes"),
        "witness": WITNESSES.get(item.witness, "Not said"),
        "anonymised": "Confirmed" if item.anonymised else "Not confirmed",
    }


def _part(part: Part, asked: Collection[Method]) -> dict[str, Any]:
    missing = [one.ksb.code for group in part.groups for one in group.ksbs if not one.pieces]
    of_all = not part.name or part.name in {method.name for method in asked}
    return {"name": part.name, "covered": part.claimed, "of": part.total, "missing": missing, "asked": of_all}
