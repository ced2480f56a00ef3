"""What is asked for a life event of each kind. Every form carries the revision of the apprenticeship it is about."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import EmailInput
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import employers_known_to, provider_with
from touchstone.apps.apprenticeships.services import Newcomer, NewEmployer
from touchstone.apps.people.models import Organisation, User
from touchstone.apps.people.queries import holders
from touchstone.apps.people.roles import Role
from touchstone.apps.plans.queries import plan_for
from touchstone.standards import catalogue
from touchstone.standards.model import PlanNotHeld
from touchstone.web.parts.corrections import reason_field
from touchstone.web.ui import fields, formats
from touchstone.web.ui.forms import Form

EXAMPLE = "For example, 1 9 2025"


class EventForm(Form):
    """``seen``: the revision; ``id``: of what is made, so that sending twice makes one."""

    id = fields.HiddenField(required=False)
    seen = fields.HiddenField(required=False)

    def __init__(self, *args: Any, one: Apprenticeship, **kwargs: Any) -> None:
        self.one = one
        kwargs["initial"] = {"id": uuid.uuid4(), "seen": one.revision, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def clean_id(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data["id"])
        except ValueError:
            return uuid.uuid4()

    def clean_seen(self) -> int:
        sent = self.cleaned_data["seen"]
        return int(sent) if sent.isdecimal() and len(sent) < 10 else -1

    def given(self) -> dict[str, Any]:
        """The keyword arguments of the service, without who and apprenticeship."""
        return {name: value for name, value in self.cleaned_data.items() if name != "id"}

    def carried(self) -> Iterator[tuple[str, str]]:
        """What was typed, as hidden fields of the page that shows what it does."""
        for name, values in self.data.lists():  # type: ignore[attr-defined]
            if name not in {"csrfmiddlewaretoken", "do", "held_form"}:
                yield from ((name, value) for value in values)

    def in_words(self) -> list[tuple[str, str]]:
        """What was typed, to be read once more."""
        shown = []
        for bound in self.visible_fields():
            value = self.cleaned_data.get(bound.name)
            if value not in (None, ""):
                words = formats.date(value) if hasattr(value, "isoformat") else str(value)
                choices = dict(getattr(bound.field, "choices", ())) if isinstance(value, str) else {}
                shown.append((str(bound.label), str(choices.get(value, words))))
        return shown


def _email(**kwargs: Any) -> fields.EmailField:
    """An address of somebody else: the browser must not offer one's own."""
    return fields.EmailField(widget=EmailInput({"spellcheck": "false", "autocomplete": "off"}), **kwargs)


def _from(label: str, **kwargs: Any) -> fields.DateField:
    return fields.DateField(label=label, help_text=EXAMPLE, **kwargs)


def _since() -> fields.DateField:
    return fields.DateField(
        label="Since which day?",
        help_text="Leave it empty if it is from today on",
        latest=timezone.localdate,
        required=False,
    )


class EmployerForm(EventForm):
    first_day = _from("First day with the new employer", latest=timezone.localdate)
    employer = fields.ModelSelectField(
        Organisation.objects.none(), label="New employer", required=False, empty="Not on this list"
    )
    employer_name = fields.TextField(
        label="Or the name of an employer who is not on the list",
        help_text="It is added as a new organisation",
        required=False,
    )
    manager_name = fields.TextField(label="New line manager’s full name", attrs={"autocomplete": "off"})
    manager_email = _email(label="New line manager’s email address", help_text="They are invited, where they are new")
    mark_optional = False

    def __init__(self, *args: Any, one: Apprenticeship, **kwargs: Any) -> None:
        super().__init__(*args, one=one, **kwargs)
        known = employers_known_to([one.provider_id]).exclude(pk=one.employer_id)
        self.fields["employer"].queryset = known  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        known, name = self.cleaned_data.get("employer"), self.cleaned_data.get("employer_name")
        if known and name:
            self.add_error("employer_name", "Choose an employer from the list or enter a name, not both")
        if not known and not name and "employer" not in self.errors:
            self.add_error("employer", "Choose the employer, or enter the name of one who is not on the list")
        return self.cleaned_data

    def given(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "id": said["id"],
            "seen": said["seen"],
            "first_day": said["first_day"],
            "employer": said["employer"] or NewEmployer(said["employer_name"]),
            "line_manager": Newcomer(said["manager_name"], said["manager_email"]),
        }


class VersionForm(EventForm):
    first_day = _from("First day on the new version", latest=timezone.localdate)
    version = fields.RadiosField(label="Version of the standard")

    def __init__(self, *args: Any, one: Apprenticeship, **kwargs: Any) -> None:
        super().__init__(*args, one=one, **kwargs)
        self.fields["version"].choices = [  # type: ignore[attr-defined]
            (version.version, _version_in_words(one, version.version))
            for version in catalogue.standard(one.standard).later_than(one.version)
        ]

    def given(self) -> dict[str, Any]:
        return self.cleaned_data


def _version_in_words(one: Apprenticeship, version: str) -> str:
    held = plan_for(one.assessment_organisation, f"{one.standard}-{version}")
    return f"Version {version}{' (its plan is not held)' if isinstance(held, PlanNotHeld) else ''}"


class WithdrawalForm(EventForm):
    first_day = _from("First day on which they learn no more", latest=timezone.localdate)
    reason = fields.LongTextField(
        label="Why do they withdraw?",
        help_text="Apprentice, tutor, quality lead and assessment administrator see it. Nothing about health, please",
        rows=3,
        max_length=1000,
        error_messages={"required": "Enter why they withdraw"},
    )


class ReturnForm(EventForm):
    first_day = fields.DateField(
        label="First day back in learning",
        help_text="If the withdrawal was recorded by mistake, enter its first day",
        latest=timezone.localdate,
    )


class BreakForm(EventForm):
    first_day = _from("First day of the break")
    last_day = fields.DateField(
        label="Last day of the break", help_text="Leave it empty while the break goes on", required=False
    )
    expected_last_day = fields.DateField(
        label="If it goes on: the day it is expected to end", help_text="It decides nothing", required=False
    )

    def clean(self) -> dict[str, Any]:
        first = self.cleaned_data.get("first_day")
        for name in ("last_day", "expected_last_day"):
            if first and (day := self.cleaned_data.get(name)) and day < first:
                self.add_error(name, "It must not come before the first day of the break")
        return self.cleaned_data


class CorrectBreakForm(BreakForm):
    never = fields.ConfirmField(label="There was no such break: take it out", required=False)
    reason = reason_field()


class EndBreakForm(EventForm):
    last_day = fields.DateField(
        label="Last day of the break", help_text="The day before learning goes on. For example, 31 8 2024"
    )


class StartForm(EventForm):
    start = _from("The start date as it should be")
    reason = reason_field()


class OfferForm(EventForm):
    first_day = _from("First day with the new provider")
    ukprn = fields.TextField(
        label="UK provider reference number (UKPRN) of the new provider",
        help_text="8 digits, on the register of apprenticeship training providers",
        width=10,
        max_length=20,
        error_messages={"required": "Enter the UKPRN"},
    )

    def clean_ukprn(self) -> Organisation:
        found = provider_with("".join(self.cleaned_data["ukprn"].split()))
        if found is None:
            raise ValidationError("No training provider with this number is on this website")
        return found

    def given(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"id": said["id"], "seen": said["seen"], "first_day": said["first_day"], "provider": said["ukprn"]}


class TutorForm(EventForm):
    by = fields.ModelSelectField(
        User.objects.none(), label="Who trains them from now on?", error_messages={"required": "Select a tutor"}
    )
    first_day = _since()

    def __init__(self, *args: Any, one: Apprenticeship, **kwargs: Any) -> None:
        super().__init__(*args, one=one, **kwargs)
        self.fields["by"].queryset = holders(Role.TUTOR, [one.provider_id])  # type: ignore[attr-defined]

    def whom(self) -> str:
        return str(self.cleaned_data["by"].name)


class NameForm(EventForm):
    name = fields.TextField(label="Full name", attrs={"autocomplete": "off"})
    email = _email(label="Email address")
    first_day = _since()

    def whom(self) -> str:
        return str(self.cleaned_data["name"])

    def given(self) -> dict[str, Any]:
        said = self.cleaned_data
        by = Newcomer(said["name"], said["email"])
        return {"seen": said["seen"], "first_day": said["first_day"], "by": by}
