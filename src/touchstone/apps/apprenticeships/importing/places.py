"""The plan and the organisations a row names."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from touchstone.apps.apprenticeships.importing.columns import LABELS
from touchstone.apps.apprenticeships.importing.known import Around, Known, belongs_to_one_of
from touchstone.apps.apprenticeships.starts import start_decision, versions_open
from touchstone.apps.people.models import Organisation
from touchstone.apps.plans.queries import plan_among
from touchstone.rules.decision import BLOCKING
from touchstone.standards import catalogue
from touchstone.standards.model import PlanNotHeld

NOT_HELD = (
    "The assessment plan of {plan} is not held here. They can be enrolled and collect evidence; nothing can be decided "
    "until the assessment organisation has adopted a plan for this version."
)
JOINS = (
    "The line manager does not belong to {employer} yet, an employer you train for already, and will. "
    "If you mean another employer of that name, enrol this apprentice by the form."
)
TWO_EMPLOYERS = (
    "You train for more than one employer called {employer}, and the line manager belongs to none of them alone. "
    "Enrol this apprentice by the form."
)


def plan_of_row(given: dict[str, Any], errors: list[str], warnings: list[str], around: Around) -> None:
    """Standard, version, start and funding, by the standard's own rules; and whether a plan is held. Appends."""
    epa_id = given.get("assessment_organisation")
    if epa_id and epa_id not in around.assessment:
        errors.append(f"{LABELS['assessment_organisation']}: no organisation here has the id {epa_id}.")
    standard = given.get("standard")
    if standard is None:
        return
    if standard not in catalogue.references():
        errors.append(f"{LABELS['standard']}: {standard} is not one of {', '.join(catalogue.references())}.")
        return
    start = given.get("start")
    version = _version(given, errors)
    if version is None or start is None:
        return
    given["version"] = version
    errors.extend(against_start(f"{standard}-{version}", start, given.get("funding", "private")))
    if epa_id in around.assessment:
        plan_id = f"{standard}-{version}"
        if isinstance(plan_among(around.adoptions, around.assessment[epa_id].pk, plan_id), PlanNotHeld):
            warnings.append(NOT_HELD.format(plan=plan_id))


def _version(given: dict[str, Any], errors: list[str]) -> str | None:
    """The version named, or the one open on the start date. A spreadsheet makes 1 of 1.0."""
    versions = [one.version for one in catalogue.standard(given["standard"]).versions]
    named = given.get("version")
    if named:
        meant = [one for one in versions if one in (named, f"{named}.0")]
        if not meant:
            errors.append(f"{LABELS['version']}: there is no version {named}. There are {', '.join(versions)}.")
        return meant[0] if meant else None
    if given.get("start") is None:
        return None
    open_then = open_on(given["standard"], given["start"])
    if not open_then:
        errors.append(f"{LABELS['version']}: none of {given['standard']} takes a start on this date.")
    return open_then[-1] if open_then else None


def employer_of(
    given: dict[str, Any], errors: list[str], warnings: list[str], around: Around, known: Known
) -> Organisation | str | None:
    """One the provider trains for already, or the name of a new one. None, with an error: it fits several."""
    name, email = given.get("employer"), given.get("manager_email", "")
    if name is None:
        return None
    alike = around.employers.get(name.casefold(), [])
    if found := belongs_to_one_of(alike, email, known):
        return found
    if len(alike) > 1:
        errors.append(TWO_EMPLOYERS.format(employer=name))
        return None
    if not alike:
        return str(name)
    if email:
        warnings.append(JOINS.format(employer=alike[0].name))
    return alike[0]


@lru_cache(maxsize=4096)
def against_start(plan_id: str, start: dt.date, funding: str) -> tuple[str, ...]:
    """What the standard's own rules say against this start."""
    findings = start_decision(plan_id, start, funding).findings
    return tuple(f"{one.because} ({one.clause})" for one in findings if one.verdict in BLOCKING)


@lru_cache(maxsize=4096)
def open_on(standard: str, start: dt.date) -> tuple[str, ...]:
    return tuple(one.version for one in versions_open(standard, start))
