"""Checking the rows of a table: what each asks for, and everything that speaks against it. Changes nothing.

The same check is made before somebody confirms and again before each row is enrolled; between them things change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from touchstone.apps.apprenticeships.importing import cells
from touchstone.apps.apprenticeships.importing.columns import COLUMNS, EXAMPLE_NAME, LABELS
from touchstone.apps.apprenticeships.importing.known import Around, Known, known_of
from touchstone.apps.apprenticeships.importing.people import who_is_whom
from touchstone.apps.apprenticeships.importing.places import employer_of, plan_of_row
from touchstone.apps.apprenticeships.importing.reading import Row
from touchstone.apps.apprenticeships.names import same_name
from touchstone.apps.people.models import Organisation

EARLIEST_BIRTH, EARLIEST_START = dt.date(1920, 1, 1), dt.date(2015, 1, 1)
LONGEST = {"email": 254, "manager_email": 254, "tutor": 254}
LONGEST_OTHER = 200
EXAMPLE = "This is the example row of our template. Delete it."
SURPLUS = "The row has more cells than the table has columns. Is there a comma or semicolon inside a cell?"
DUPLICATE_HERE = "Row {number} has the same ULN, standard and start date."
ELSEWHERE = "Another provider has enrolled an apprentice with this ULN on this standard with this start date."
OTHER_PERSON = "Row {number} has the same ULN with another email address. Check both."


@dataclass
class Checked:
    """``arguments`` for the enrolment, once there are no ``errors``. ``there``: is enrolled here already."""

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    there: bool = False
    arguments: dict[str, Any] = field(default_factory=dict)


class Checker:
    """Checks the rows of one table, some at a time and in their order: it remembers those before."""

    def __init__(self, provider: Organisation) -> None:
        self.around = Around(provider)
        self._rows: dict[tuple[str, str, dt.date], int] = {}
        self._people: dict[str, tuple[str, int]] = {}  # e-mail address -> name, row
        self._learners: dict[str, tuple[str, int]] = {}  # ULN -> e-mail address, row

    def check(self, rows: Sequence[Row]) -> list[Checked]:
        """At most a thousand at a time. Three queries."""
        read = [_read(row) for row in rows]
        known = known_of(
            (given[key] for given, _ in read for key in ("email", "manager_email") if key in given),
            (given["uln"] for given, _ in read if "uln" in given),
        )
        return [self._check(row, given, checked, known) for row, (given, checked) in zip(rows, read, strict=True)]

    def _check(self, row: Row, given: dict[str, Any], checked: Checked, known: Known) -> Checked:
        if row.cells.get("name") == EXAMPLE_NAME:
            return Checked([EXAMPLE])
        plan_of_row(given, checked.errors, checked.warnings, self.around)
        who_is_whom(given, checked.errors, self.around, known)
        self._among_the_rows(row.number, given, checked, known)
        employer = employer_of(given, checked.errors, checked.warnings, self.around, known)
        if not checked.errors and not checked.there:
            checked.arguments = _arguments(given, self.around, employer)
        return checked

    def _among_the_rows(self, number: int, given: dict[str, Any], checked: Checked, known: Known) -> None:
        """Matched by ULN, standard and start; and nobody under two names in one table."""
        for email_key, name_key in (("email", "name"), ("manager_email", "manager_name")):
            email, name = given.get(email_key), given.get(name_key)
            if email and name and email not in known.names:
                before, at = self._people.setdefault(email, (name, number))
                if not same_name(before, name):
                    checked.errors.append(f"{LABELS[email_key]}: in row {at} it belongs to {before}.")
        if not {"uln", "standard", "start"} <= given.keys():
            return
        match = (given["uln"], given["standard"], given["start"])
        first = self._rows.setdefault(match, number)
        if first != number:
            checked.errors.append(DUPLICATE_HERE.format(number=first))
        elif (provider := known.enrolled.get(match)) is not None:
            checked.there = provider == self.around.provider.pk
            if not checked.there:
                checked.errors.append(ELSEWHERE)
        if "email" in given:
            email, at = self._learners.setdefault(given["uln"], (given["email"], number))
            if email != given["email"]:
                checked.warnings.append(OTHER_PERSON.format(number=at))


def _arguments(given: dict[str, Any], around: Around, employer: Any) -> dict[str, Any]:
    """The keyword arguments of ``services.enrol``, without ``who`` and ``id``; the line manager by name and address."""
    same = ("name", "email", "standard", "version", "start", "funding", "date_of_birth", "uln")
    return {
        **{key: given[key] for key in same},
        "provider": around.provider,
        "employer": employer,
        "assessment_organisation": around.assessment[given["assessment_organisation"]],
        "tutor": around.tutors[given["tutor"]],
        "manager_name": given["manager_name"],
        "manager_email": given["manager_email"],
    }


def _read(row: Row) -> tuple[dict[str, Any], Checked]:
    """The cells that can be understood, by key, and what is wrong with the others."""
    given: dict[str, Any] = {}
    checked = Checked([SURPLUS] if row.surplus else [])
    for column in COLUMNS:
        said = row.cells.get(column.key, "")
        try:
            if said:
                given[column.key] = _value(column.key, said)
            elif column.required:
                checked.errors.append(f"{column.label} is empty.")
        except cells.Wrong as wrong:
            checked.errors.append(f"{column.label}: {wrong}")
    if given.get("date_of_birth") and given.get("start") and given["date_of_birth"] >= given["start"]:
        checked.errors.append("Date of birth must be before the start date.")
    return given, checked


def _value(key: str, said: str) -> Any:
    longest = LONGEST.get(key, LONGEST_OTHER)
    if len(said) > longest:
        raise cells.Wrong(f"it is longer than {longest} characters.")
    return READ.get(key, str)(said)


def _email(said: str) -> str:
    try:
        validate_email(said)
    except ValidationError:
        raise cells.Wrong(f"“{said}” is not an email address.") from None
    return said.lower()


def _birth(said: str) -> dt.date:
    day = cells.date(said)
    if not EARLIEST_BIRTH <= day <= timezone.localdate():
        raise cells.Wrong(f"“{said}” cannot be right.")
    return day


def _start(said: str) -> dt.date:
    day = cells.date(said)
    if day < EARLIEST_START or day.year >= 3000:
        raise cells.Wrong(f"“{said}” cannot be right.")
    return day


READ: dict[str, Callable[[str], Any]] = {
    "email": _email,
    "manager_email": _email,
    "tutor": _email,
    "uln": cells.uln,
    "date_of_birth": _birth,
    "start": _start,
    "funding": cells.funding,
    "standard": str.upper,
    "assessment_organisation": str.upper,
}
