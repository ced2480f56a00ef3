"""What is asked of the training itself, whatever the plan: the off-the-job hours, by the day of the start."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from touchstone.standards.files import OffTheJobFile
from touchstone.standards.folder import Folder, shipped
from touchstone.standards.loader import read
from touchstone.standards.yaml_nodes import Problem, Problems

PLACE = "training/off-the-job.yaml"


@dataclass(frozen=True, slots=True)
class HoursAsked:
    """``least`` hours for starts from ``starts_from`` on; ``clause``: document and section that say so."""

    least: int
    starts_from: dt.date
    clause: str


def hours_asked(start: dt.date) -> HoursAsked | None:
    """The least hours of an apprenticeship that starts on ``start``; None where no source at hand names any."""
    return next((asked for asked in reversed(_shipped()) if asked.starts_from <= start), None)


def load(folder: Folder) -> tuple[HoursAsked, ...]:
    """The figures in order of their days. Raises Problems: also for a document that is not listed, or a day twice."""
    path = folder.shared / PLACE
    said = read(path, OffTheJobFile, folder.name(path)).value
    titles = {document.id: document.title for document in said.documents}
    cited = [one.source.document for one in said.hours]
    wrong = [f"'{document}' is not among the documents" for document in cited if document not in titles]
    days = [one.starts_from for one in said.hours]
    if days != sorted(set(days)):
        wrong.append("the days must follow each other, each once")
    if wrong:
        raise Problems([Problem(folder.name(path), 1, "hours", message) for message in wrong])
    return tuple(
        HoursAsked(one.least, one.starts_from, f"{titles[one.source.document]}, {one.source.section}")
        for one in said.hours
    )


@cache
def _shipped() -> tuple[HoursAsked, ...]:
    return load(shipped())
