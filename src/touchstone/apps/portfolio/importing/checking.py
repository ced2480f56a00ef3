"""What one row of the index asks for, and everything that speaks against its words. Looks into no file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.importing import cells
from touchstone.apps.apprenticeships.importing.cells import Wrong
from touchstone.apps.apprenticeships.importing.reading import Row
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.portfolio.importing.archive import Archive
from touchstone.apps.portfolio.importing.codes import codes_in
from touchstone.apps.portfolio.importing.columns import COLUMNS
from touchstone.apps.portfolio.importing.entries import Entry
from touchstone.apps.portfolio.importing.types import type_of
from touchstone.apps.portfolio.mentees import like_a_name

EARLIEST = dt.date(2000, 1, 1)
LONGEST = {"title": 200, "mentee": 20, "note": settings.TEXT_MAX_CHARACTERS}
LONGEST_OTHER = 300
YES, NO = {"yes", "y", "true", "1", "x"}, {"no", "n", "false", "0", "-"}

EXAMPLE_TITLE = "Example (delete this row)"
EXAMPLE = "This is the example row of our template. Delete it."
SURPLUS = "The row has more cells than the index has columns. Is there a comma or semicolon inside a cell?"
LIKE_A_NAME = "“{code}” looks like a name. Write a code with a figure in it, such as M1."
NO_KSB = "It claims no KSB. You can say later which it shows."
BEFORE_START = "The date is before the apprenticeship began."


@dataclass
class Checked:
    """``given``: by column, what the cells say. ``entry``: the file, once it is known which one."""

    given: dict[str, Any] = field(default_factory=dict)
    entry: Entry | None = None
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class Checker:
    """Checks rows of an index of pieces for ``apprenticeship``."""

    def __init__(self, apprenticeship: Apprenticeship, archive: Archive) -> None:
        self.apprenticeship, self.archive = apprenticeship, archive
        codes = {ksb.code for ksb in plan_of(apprenticeship).ksbs}
        self._read: dict[str, Callable[[str], Any]] = {
            "type": type_of,
            "date": _day,
            "ksbs": lambda said: codes_in(said, codes, apprenticeship.version),
            "mentee": _mentee,
            "anonymised": _yes_or_no,
        }

    def check(self, row: Row) -> Checked:
        if row.cells.get("title") == EXAMPLE_TITLE:
            return Checked(errors=[EXAMPLE])
        checked = Checked(errors=[SURPLUS] if row.surplus else [])
        for column in COLUMNS:
            said = row.cells.get(column.key, "")
            try:
                if said:
                    checked.given[column.key] = self._value(column.key, said, checked)
                elif column.required:
                    checked.errors.append(f"{column.label} is empty.")
            except Wrong as wrong:
                checked.errors.append(f"{column.label}: {wrong}")
        self._warn(checked)
        return checked

    def _value(self, key: str, said: str, checked: Checked) -> Any:
        longest = LONGEST.get(key, LONGEST_OTHER)
        if key != "ksbs" and len(said) > longest:
            raise Wrong(f"it is longer than {longest:,} characters.")
        if key == "file":
            checked.entry = self.archive.find(said)
        return self._read.get(key, str)(said)

    def _warn(self, checked: Checked) -> None:
        if not checked.errors and not checked.given.get("ksbs"):
            checked.warnings.append(NO_KSB)
        if checked.given.get("date", dt.date.max) < self.apprenticeship.start:
            checked.warnings.append(BEFORE_START)


def _day(said: str) -> dt.date:
    day = cells.date(said)
    if day > timezone.localdate():
        raise Wrong(f"“{said}” is in the future.")
    if day < EARLIEST:
        raise Wrong(f"“{said}” cannot be right.")
    return day


def _mentee(said: str) -> str:
    if like_a_name(said):
        raise Wrong(LIKE_A_NAME.format(code=said))
    return said


def _yes_or_no(said: str) -> bool:
    word = said.casefold()
    if word not in YES | NO:
        raise Wrong(f"“{said}” is neither “yes” nor “no”.")
    return word in YES
