"""What is entered on a sheet: a part, a recording, a question, what was not observed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.forms import RadioSelect
from django.http import QueryDict
from django.utils import timezone

from touchstone.apps.assessment.sheets import QUESTION_KINDS, SETTINGS, Asked, HeldPart
from touchstone.web.parts.local_time import instant
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form

LONGEST = 600  # minutes: ten hours


class VersionForm(Form):
    """Carries the version of the sheet a page was read at."""

    mark_optional = False
    version = fields.HiddenField()

    def clean_version(self) -> int:
        version = self.cleaned_data["version"]
        if not version.isdecimal():
            raise ValidationError("Open this page again: part of it was lost.")
        return int(version)

    def refill(self, values: Mapping[str, str]) -> None:
        """Show ``values`` in these fields and what was typed in all others, such as a newer version to send again."""
        typed = cast(QueryDict, self.data).copy()
        for name, value in values.items():
            typed[name] = value
        self.data = typed


class RowForm(Form):
    """One of several rows of a page. A field left empty is not known yet."""

    mark_optional = False
    remove = fields.ConfirmField(label="Take this one out", required=False)

    def entered(self) -> dict[str, Any]:
        """What was entered, of the checked form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "remove"}


class PartForm(RowForm):
    """A part held live."""

    PAIRS = (("held_on", "minutes"), ("learner", "genuine"), ("remove",))

    held_on = fields.DateField(label="Date", required=False, latest=timezone.localdate)
    minutes = fields.NumberField(label="Minutes", required=False, least=1, most=LONGEST, width=3)
    learner = fields.TextField(
        label="Code of the mentee or learner", help_text="A code, never a name", required=False, max_length=20, width=10
    )
    genuine = fields.YesNoField(label="Was it genuine, nothing simulated or role-played?", required=False)

    def part(self) -> HeldPart:
        return HeldPart(**self.entered())


class RecordingForm(RowForm):
    """A recording the apprentice gave the assessor."""

    INSTANTS = (("session_at", "session"), ("recorded_at", "recorded"))
    PAIRS = (
        ("minutes", "learner"),
        ("session_date", "session_time"),
        ("recorded_date", "recorded_time"),
        ("has_video", "setting"),
        ("mentor_visible", "mentee_visible"),
        ("genuine", "remove"),
    )

    minutes = fields.NumberField(label="Minutes", required=False, least=1, most=LONGEST, width=3)
    learner = fields.TextField(
        label="Code of the mentee", help_text="A code, never a name", required=False, max_length=20, width=10
    )
    session_date = fields.DateField(label="Date of the session", required=False, latest=timezone.localdate)
    session_time = fields.TimeField(label="Time the session began", help_text="UK time", required=False)
    recorded_date = fields.DateField(label="Date it was recorded", required=False, latest=timezone.localdate)
    recorded_time = fields.TimeField(label="Time the recording began", help_text="UK time", required=False)
    has_video = fields.YesNoField(label="Does it have a picture, not sound alone?", required=False)
    mentor_visible = fields.YesNoField(label="Is the mentor visible?", required=False)
    mentee_visible = fields.YesNoField(label="Is the mentee visible?", required=False)
    setting = fields.RadiosField(
        label="Setting",
        choices=list(SETTINGS.items()),
        widget=RadioSelect({"class": "govuk-radios--inline"}),
        required=False,
    )
    genuine = fields.YesNoField(label="Was it genuine, nothing simulated or role-played?", required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name, of in self.INSTANTS:
            day, time = data.get(f"{of}_date"), data.get(f"{of}_time")
            data[name] = None
            if day is not None and time is not None:
                try:
                    data[name] = instant(day, time)
                except ValidationError as skipped:
                    self.add_error(f"{of}_time", skipped)
            elif day is not None and f"{of}_time" not in self.errors:
                self.add_error(f"{of}_time", "Enter the time as well: after the gateway means after its very moment")
            elif time is not None and f"{of}_date" not in self.errors:
                self.add_error(f"{of}_date", "Enter the date as well")
        return data

    def part(self) -> HeldPart:
        left_out = {f"{of}_{what}" for _, of in self.INSTANTS for what in ("date", "time")}
        return HeldPart(**{name: value for name, value in self.entered().items() if name not in left_out})


class QuestionForm(RowForm):
    """A question that was asked. ``known``: the KSB codes of the standard."""

    text = fields.LongTextField(label="What was asked", rows=2, required=False, max_length=2000)
    kind = fields.SelectField(
        label="Kind of question", choices=list(QUESTION_KINDS.items()), empty="Choose", required=False
    )
    theme = fields.SelectField(label="Theme", required=False)
    ksbs = fields.TextField(label="KSBs it was about", help_text="Codes, for example K4 S9", required=False, width=20)

    def __init__(self, *args: Any, themes: Sequence[str], known: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        theme: Any = self.fields["theme"]
        theme.choices = [("", "Choose"), *((name, name) for name in themes)]
        if not themes:
            del self.fields["theme"]

    def clean_kind(self) -> str:
        if not self.cleaned_data["kind"]:
            raise ValidationError("Select the kind of question")
        return str(self.cleaned_data["kind"])

    def clean_ksbs(self) -> tuple[str, ...]:
        codes = tuple(dict.fromkeys(re.findall(r"[^\s,;]+", self.cleaned_data["ksbs"].upper())))
        if unknown := [code for code in codes if code not in self.known]:
            raise ValidationError(f"{', '.join(unknown)}: no such KSB in this standard")
        return codes

    def question(self) -> Asked:
        return Asked(**self.entered())


class NotObservedForm(VersionForm):
    """Which KSBs were not seen. ``offered``: (code, text) of those the method assesses."""

    not_observed = fields.CheckboxesField(
        label="Which KSBs were not observed?",
        help_text="Each of them needs a question of its own. Leave all empty if you saw every one.",
        required=False,
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["not_observed"]
        field.choices = [(code, f"{code} {text}") for code, text in offered]
        if not offered:
            del self.fields["not_observed"]
