"""What an administrator enters to book a method, and to cancel a booking."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from touchstone.apps.assessment.plan_words import rules_of
from touchstone.apps.assessment.ties import RELATIONS, Tie
from touchstone.apps.people.models import User
from touchstone.standards.kinds import NoticeDays
from touchstone.standards.model import Method, Plan
from touchstone.web.parts.local_time import instant
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form

NO_TIE = "none"


class BookingForm(Form):
    """``ties``: what our tables know of each assessor. ``silent``: the plan says nothing, so a ruling is needed."""

    id = fields.HiddenField()
    notice_given = fields.DateField(
        label="When was the apprentice told?",
        help_text="The day they were given notice of this date. For example, 2 3 2026",
        latest=timezone.localdate,
    )
    date = fields.DateField(label="Date of the assessment", help_text="For example, 16 3 2026")
    time = fields.TimeField(label="Time it starts", help_text="UK time, for example 10:30am")
    where = fields.RadiosField(
        label="Where is it held?",
        choices=[("place", "In person"), ("remote", "Remotely")],
        reveal={"place": "place"},
    )
    place = fields.TextField(label="Place and room", required=False)
    short_notice_agreed = fields.ConfirmField(
        label="The apprentice has agreed to shorter notice, and their agreement is on record", required=False
    )
    assessor = fields.RadiosField(label="Assessor")
    declared = fields.CheckboxesField(
        label="What has the assessor declared?",
        help_text="Ask the assessor before you book. What Touchstone knows itself is checked as well.",
        choices=[
            *((relation, f"The assessor {words}") for relation, words in RELATIONS.items()),
            (NO_TIE, "The assessor has declared that there is no tie"),
        ],
        error_messages={"required": "Select what the assessor has declared"},
    )
    ruling_reason = fields.LongTextField(
        label="Your ruling: why may it be held on this date?",
        help_text="No source at hand says, so you decide. Your reason is kept with the decision.",
        rows=4,
        max_length=4000,
    )

    def __init__(
        self,
        *args: Any,
        assessors: Sequence[User],
        ties: Mapping[uuid.UUID, tuple[Tie, ...]],
        rules: tuple[Plan, Method],
        silent: bool,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", {"id": uuid.uuid4(), "notice_given": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.assessors = {str(assessor.pk): assessor for assessor in assessors}
        choice: Any = self.fields["assessor"]
        choice.choices = [(key, assessor.name) for key, assessor in self.assessors.items()]
        choice.hints = {key: _tied(ties[assessor.pk]) for key, assessor in self.assessors.items()}
        plan, method = rules
        waivable = [
            rule.kind
            for rule in rules_of(plan, "booking", method.id)
            if isinstance(rule.kind, NoticeDays) and rule.kind.waivable
        ]
        if not waivable:
            del self.fields["short_notice_agreed"]
        if not silent:
            del self.fields["ruling_reason"]

    def clean_id(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data["id"])
        except ValueError:
            raise ValidationError("Open this page again: part of it was lost.") from None

    def clean_declared(self) -> list[str]:
        declared: list[str] = self.cleaned_data["declared"]
        if NO_TIE in declared and len(declared) > 1:
            raise ValidationError("Select the ties that were declared, or that there is none, not both")
        return [relation for relation in declared if relation != NO_TIE]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("date") and data.get("time"):
            try:
                data["starts_at"] = instant(data["date"], data["time"])
            except ValidationError as skipped:
                self.add_error("time", skipped)
        if data.get("where") == "place" and not data.get("place"):
            self.add_error("place", "Enter the place and room")
        return data

    def booking(self) -> dict[str, Any]:
        """Arguments of the service ``book``."""
        data = self.cleaned_data
        remote = data["where"] == "remote"
        return {
            "id": data["id"],
            "assessor": self.assessors[data["assessor"]],
            "declared": data["declared"],
            "starts_at": data["starts_at"],
            "remote": remote,
            "place": "" if remote else data["place"],
            "notice_given": data["notice_given"],
            "short_notice_agreed": data.get("short_notice_agreed", False),
            "ruling_reason": data.get("ruling_reason", ""),
        }


def _tied(ties: Sequence[Tie]) -> str:
    if not ties:
        return "No tie to this apprentice is known here."
    return "Cannot assess this apprentice: " + "; ".join(tie.says for tie in ties) + "."


class CancelForm(Form):
    reason = fields.LongTextField(
        label="Why is it cancelled?", help_text="The apprentice and the assessor read this.", rows=4, max_length=2000
    )
