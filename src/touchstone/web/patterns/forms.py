"""A form with every sort of field, a form with one, and the filters of a list."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from touchstone.web.ui import fields
from touchstone.web.ui.forms import FilterForm, Form

TYPES = [("session", "A mentoring session"), ("witness", "A witness statement"), ("other", "Something else")]
GROUPS = [
    ("Colours", [("C1", "Copper: the warm one"), ("C2", "Cobalt: the cold one")]),
    ("Shapes", [("S1", "Square"), ("S2", "Round")]),
]


class EveryField(Form):
    title = fields.TextField(label="Title", help_text="A few words you will know it by", max_length=80)
    kind = fields.RadiosField(
        label="What is it?",
        choices=TYPES,
        hints={"witness": "Written by somebody who saw it"},
        reveal={"other": "words"},
    )
    words = fields.TextField(label="What sort of thing?", required=False)
    story = fields.LongTextField(label="What happened", help_text="What you did, and what came of it", max_length=500)
    day = fields.DateField(label="Date of the session", help_text="For example, 27 3 2026", latest=timezone.localdate)
    start = fields.TimeField(label="Start time", help_text="For example, 10:30am or 14:30")
    minutes = fields.NumberField(label="Length", least=1, most=480, suffix="minutes", width=4)
    parts = fields.CheckboxesField(label="What does it show?", choices=GROUPS)
    place = fields.SelectField(label="Place", choices=[("room", "In a room"), ("call", "On a call")])
    live = fields.YesNoField(label="Was it live?")
    email = fields.EmailField(label="Email address of a witness", required=False)
    attached = fields.FilesField(
        label="Files", required=False, max_files=3, max_bytes=5 * 1024 * 1024, help_text="Up to 3 files of 5 MB each"
    )
    true = fields.ConfirmField(label="I confirm that this is my own work")
    version = fields.HiddenField(initial="1", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        if cleaned.get("kind") == "other" and not cleaned.get("words"):
            self.add_error("words", "Enter what sort of thing it is")
        return cleaned


class OneQuestion(Form):
    day = fields.DateField(label="When did the programme start?", help_text="For example, 1 9 2025")


class Filters(FilterForm):
    q = fields.TextField(label="Name", required=False)
    place = fields.SelectField(
        label="Place", empty="Anywhere", choices=[("room", "In a room"), ("call", "On a call")], required=False
    )
