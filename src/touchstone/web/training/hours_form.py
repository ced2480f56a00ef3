"""The forms of off-the-job hours."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.portfolio.queries import live
from touchstone.apps.training.models import Hours
from touchstone.apps.training.services.hours import Day
from touchstone.web.ui import fields, formats
from touchstone.web.ui.forms import Form


class HoursForm(Form):
    mark_optional = False  # of hours and minutes one is needed

    id = fields.HiddenField(required=False)
    version = fields.HiddenField()
    day = fields.DateField(label="Day", help_text="For example, 27 3 2026", latest=timezone.localdate)
    hours = fields.NumberField(label="Hours", least=0, most=24, suffix="hours", required=False)
    minutes = fields.NumberField(label="Minutes", least=0, most=59, suffix="minutes", required=False)
    activity = fields.RadiosField(label="What kind of training was it?", choices=Hours.Activity.choices)
    learned = fields.LongTextField(
        label="What was learned?",
        rows=4,
        max_length=1000,
        help_text="In a sentence or two, and without names of mentees or colleagues",
    )
    evidence = fields.SelectField(
        label="Evidence that came out of it", empty="None", required=False, help_text="If there is a piece already"
    )

    def __init__(self, *args: Any, one: Apprenticeship, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pieces = {str(piece.pk): piece for piece in live(one)}
        self.fields["evidence"].choices = [  # type: ignore[attr-defined]
            ("", "None"),
            *((pk, f"{piece.title} ({formats.date(piece.happened_on)})") for pk, piece in self.pieces.items()),
        ]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not {"hours", "minutes"} & set(self.errors) and not (given.get("hours") or given.get("minutes")):
            self.add_error("hours", "Enter how long it took")
        return given

    def written(self) -> Day:
        given = self.cleaned_data
        return Day(
            day=given["day"],
            minutes=self._minutes(),
            activity=given["activity"],
            learned=given["learned"],
            evidence=self.pieces.get(given["evidence"]),
        )

    def in_words(self) -> str:
        return formats.duration(self._minutes())

    def _minutes(self) -> int:
        return int(self.cleaned_data["hours"] or 0) * 60 + int(self.cleaned_data["minutes"] or 0)


class RemoveForm(Form):
    version = fields.HiddenField()
    reason = fields.LongTextField(
        label="Why do you take them out?",
        rows=3,
        max_length=1000,
        help_text="The reason is kept in the log. Do not write names here",
        error_messages={"required": "Enter why you take them out"},
    )


def as_typed(hours: Hours) -> dict[str, Any]:
    return {
        "id": hours.pk,
        "version": hours.version,
        "day": hours.day,
        "hours": hours.minutes // 60,
        "minutes": hours.minutes % 60,
        "activity": hours.activity,
        "learned": hours.learned,
        "evidence": str(hours.evidence_id or ""),
    }
