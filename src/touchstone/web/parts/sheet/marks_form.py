"""The judgements of a method: met or not met, or points, and a note for each."""

from __future__ import annotations

from typing import Any

from django.forms import RadioSelect

from touchstone.apps.assessment.models import Mark
from touchstone.apps.assessment.plan_words import criteria_of
from touchstone.apps.assessment.sheets import Judgement, Sheet
from touchstone.standards.model import Method
from touchstone.web.parts.sheet.forms import VersionForm
from touchstone.web.ui import fields

OPEN = "open"  # not judged yet: a choice of its own, so that a judgement can be taken back


class MarksForm(VersionForm):
    """Fields ``<criterion>-judged`` and ``<criterion>-note``; ``recorded_grade`` where ``grades`` are given."""

    def __init__(self, *args: Any, method: Method, grades: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.method = method
        for criterion in criteria_of(method):
            name, asked = (criterion, "judgement") if method.points is None else (f"Criterion {criterion}", "points")
            self.fields[f"{criterion}-judged"] = fields.RadiosField(
                label=f"{name}: {asked}",
                choices=_choices(method),
                widget=RadioSelect({"class": "govuk-radios--inline"}),
                required=False,
            )
            self.fields[f"{criterion}-note"] = fields.LongTextField(
                label=f"{name}: what you saw or heard", rows=3, required=False
            )
        if grades:
            self.fields["recorded_grade"] = fields.RadiosField(
                label="Your own grade of this method",
                help_text="No source at hand gives the points a grade needs, so the grade you record stands.",
                choices=[*((grade, grade.capitalize()) for grade in grades), (OPEN, "Not given yet")],
                required=False,
            )

    def judgements(self) -> dict[str, Judgement]:
        """Of the checked form."""
        return {criterion: self._judgement(criterion) for criterion in criteria_of(self.method)}

    def own_grade(self) -> str | None:
        given = self.cleaned_data.get("recorded_grade")
        return None if given is None else "" if given == OPEN else str(given)

    def typed_nothing(self, criterion: str) -> bool:
        judged = self.data.get(f"{criterion}-judged", "")
        return judged in ("", OPEN) and not self.data.get(f"{criterion}-note", "").strip()

    def _judgement(self, criterion: str) -> Judgement:
        judged, note = self.cleaned_data[f"{criterion}-judged"], self.cleaned_data[f"{criterion}-note"]
        if judged in ("", OPEN):
            return Judgement(note=note)
        if self.method.points is not None:
            return Judgement(points=int(judged), note=note)
        return Judgement(met=judged == "met", note=note)


def initial_of(sheet: Sheet, version: int) -> dict[str, Any]:
    """What the page shows before anything is typed."""
    shown: dict[str, Any] = {"version": version, "recorded_grade": sheet.recorded_grade or OPEN}
    for criterion in criteria_of(sheet.method):
        mark = sheet.marks.get(criterion)
        shown[f"{criterion}-judged"] = judged_word(mark)
        shown[f"{criterion}-note"] = mark.note if mark else ""
    return shown


def judged_word(mark: Mark | Judgement | None) -> str:
    """The value of the radio button: "met", "not-met", points, or "open"."""
    if mark is None or (mark.met is None and mark.points is None):
        return OPEN
    return str(mark.points) if mark.met is None else "met" if mark.met else "not-met"


def _choices(method: Method) -> list[tuple[str, str]]:
    if method.points is None:
        return [("met", "Met"), ("not-met", "Not met"), (OPEN, "Not judged yet")]
    words = [(str(points), "1 point" if points == 1 else f"{points} points") for points in method.points.scale]
    return [*words, (OPEN, "Not judged yet")]
