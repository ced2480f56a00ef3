"""The tasks of a sheet and how far each is, and what still stands between it and its completion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from touchstone.apps.assessment.plan_words import PART_KINDS, criteria_of, part_kinds, parts_expected
from touchstone.apps.assessment.sheets import Sheet
from touchstone.apps.assessment.standing import Standing
from touchstone.web.parts.findings import because


@dataclass(frozen=True, slots=True)
class Task:
    """``tone`` is one of uiStatus."""

    title: str
    href: str
    status: str
    tone: str


def tasks_of(sheet: Sheet, address: Callable[..., str]) -> list[Task]:
    """``address(name, …)``: where a page of this sheet is: "parts" of a kind, "questions", "marks"."""
    tasks = []
    for kind in part_kinds(sheet.plan, sheet.method.id):
        recorded = sum(part.kind == kind for part in sheet.parts)
        expected = parts_expected(sheet.plan, sheet.method.id, kind)
        status = f"{recorded} of {max(expected, recorded)} recorded" if recorded else "Not recorded yet"
        tone = "good" if recorded >= expected else "doing" if recorded else "quiet"
        tasks.append(Task(PART_KINDS[kind], address("parts", kind), status, tone))
    said = sheet.questions is not None
    status = f"{len(sheet.questions or ())} recorded" if said else "Not recorded yet"
    tasks.append(Task("Questions", address("questions"), status, "good" if said else "quiet"))
    judged, every = sheet.judged, len(criteria_of(sheet.method))
    tone = "good" if judged == every else "doing" if judged else "quiet"
    tasks.append(Task("Judgements", address("marks"), f"{judged} of {every} judged", tone))
    return tasks


def missing(sheet: Sheet, standing: Standing) -> list[str]:
    """Each thing that keeps the record from being completed, in a sentence. Empty when it can be."""
    stands = standing.conduct.outcome in (
        "allowed",
        "needs-ruling",
    )  # then a recording that was refused is one too many
    found = [
        f"Recording {number}: {finding.because}"
        for number, (_, answer) in enumerate(standing.recordings, 1)
        if answer.outcome not in (("allowed", "refused") if stands else ("allowed",))
        for finding in answer.blocking
    ]
    if not stands:
        found += dict.fromkeys(because(finding) for finding in standing.conduct.blocking)
    if standing.grade.outcome == "undetermined":
        if sheet.not_judged:
            found.append(f"Not judged yet: {', '.join(sheet.not_judged)}.")
        found += [finding.because for finding in standing.grade.blocking if not finding.rule.endswith(".complete")]
    return found
