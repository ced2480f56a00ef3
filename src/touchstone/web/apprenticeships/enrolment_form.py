"""The form of an enrolment: everything on one page, checked as a whole."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import EmailInput
from django.utils import timezone

from touchstone.apps.apprenticeships import queries
from touchstone.apps.apprenticeships.services import DUPLICATE, Newcomer, NewEmployer
from touchstone.apps.apprenticeships.starts import VERSION_RULE, start_decision, versions_open
from touchstone.apps.people.models import Organisation, User
from touchstone.apps.people.queries import holders, organisations_of
from touchstone.apps.people.roles import OrganisationKind, Role
from touchstone.rules import uln as ulns
from touchstone.rules.decision import BLOCKING
from touchstone.standards import catalogue
from touchstone.standards.model import Version
from touchstone.web.ui import fields, formats
from touchstone.web.ui.forms import Form

BREAKS = (1, 2)  # rows of the form; more can be recorded afterwards


def _email(**kwargs: Any) -> fields.EmailField:
    """An address of somebody else: the browser must not offer one's own."""
    return fields.EmailField(widget=EmailInput({"spellcheck": "false", "autocomplete": "off"}), **kwargs)


class EnrolmentForm(Form):
    mark_optional = False  # the page's headings say what may be left out

    id = fields.HiddenField()
    name = fields.TextField(label="Full name", attrs={"autocomplete": "off"})
    email = _email(
        label="Email address", help_text="They sign in with it. Use one they keep for the whole apprenticeship"
    )
    date_of_birth = fields.DateField(
        label="Date of birth",
        help_text="For example, 27 3 1994",
        latest=timezone.localdate,
        earliest=dt.date(1920, 1, 1),
    )
    uln = fields.TextField(
        label="Unique learner number (ULN)",
        help_text="10 digits, on their record in the Learning Records Service",
        width=10,
        max_length=30,
        error_messages={"required": "Enter the ULN"},
    )
    plan = fields.SelectField(label="Standard and version")
    start = fields.DateField(
        label="Start date", help_text="The first day of learning. For example, 4 3 2024", earliest=dt.date(2015, 1, 1)
    )
    funding = fields.RadiosField(
        label="How is it paid for?",
        choices=[("public", "Public funding"), ("private", "The employer pays privately")],
    )
    provider = fields.ModelSelectField(Organisation.objects.none(), label="Training provider")
    tutor = fields.ModelSelectField(User.objects.none(), label="Tutor")
    assessment_organisation = fields.ModelSelectField(Organisation.objects.none(), label="Assessment organisation")
    employer = fields.ModelSelectField(
        Organisation.objects.none(), label="Employer", required=False, empty="Not on this list"
    )
    employer_name = fields.TextField(label="Or the name of an employer who is not on the list", required=False)
    manager_name = fields.TextField(label="Line manager’s full name", attrs={"autocomplete": "off"})
    manager_email = _email(
        label="Line manager’s email address", help_text="They confirm at the gateway that the apprentice is ready"
    )
    supervisor_name = fields.TextField(label="Supervisor’s full name", required=False, attrs={"autocomplete": "off"})
    supervisor_email = _email(label="Supervisor’s email address", required=False)
    first_1 = fields.DateField(label="First day of a break", required=False)
    last_1 = fields.DateField(label="Last day of that break", required=False)
    first_2 = fields.DateField(label="First day of a second break", required=False)
    last_2 = fields.DateField(label="Last day of the second break", required=False)

    def __init__(self, *args: Any, providers: Sequence[uuid.UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].choices = [("", "Choose"), *plan_choices()]  # type: ignore[attr-defined]
        self.own = organisations_of(OrganisationKind.PROVIDER).filter(pk__in=providers)
        for name, rows in (
            ("provider", self.own),
            ("tutor", holders(Role.TUTOR, providers)),
            ("assessment_organisation", organisations_of(OrganisationKind.ASSESSMENT)),
            ("employer", queries.employers_known_to(providers)),
        ):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if len(providers) == 1:
            del self.fields["provider"]
        self.none_assesses = not self.fields["assessment_organisation"].queryset.exists()  # type: ignore[attr-defined]

    def clean_id(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data["id"])
        except ValueError:
            return uuid.uuid4()

    def clean_uln(self) -> str:
        uln = "".join(self.cleaned_data["uln"].split())
        if trouble := ulns.trouble(uln):
            raise ValidationError(f"Check the ULN: {trouble}")
        return uln

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        born, start = given.get("date_of_birth"), given.get("start")
        if born and start and born >= start:
            self.add_error("date_of_birth", "Date of birth must be before the start date")
        self._clean_employer()
        self._clean_supervisor()
        self._clean_breaks()
        if given.get("plan") and start:
            self._clean_plan(given["plan"], start)
        return given

    def _clean_employer(self) -> None:
        known, name = self.cleaned_data.get("employer"), self.cleaned_data.get("employer_name")
        if known and name:
            self.add_error("employer_name", "Choose an employer from the list or enter a name, not both")
        if not known and not name and "employer" not in self.errors:
            self.add_error("employer", "Choose the employer, or enter the name of one who is not on the list")

    def _clean_supervisor(self) -> None:
        name, email = self.cleaned_data.get("supervisor_name"), self.cleaned_data.get("supervisor_email")
        if name and not email and "supervisor_email" not in self.errors:
            self.add_error("supervisor_email", "Enter the supervisor’s email address, or leave both empty")
        if email and not name:
            self.add_error("supervisor_name", "Enter the supervisor’s full name, or leave both empty")

    def _clean_breaks(self) -> None:
        start = self.cleaned_data.get("start")
        for row in BREAKS:
            first, last = self.cleaned_data.get(f"first_{row}"), self.cleaned_data.get(f"last_{row}")
            if last and not first and f"first_{row}" not in self.errors:
                self.add_error(f"first_{row}", "Enter the first day of this break")
            if first and last and last < first:
                self.add_error(f"last_{row}", "Last day of a break must not be before its first day")
            if first and start and first < start:
                self.add_error(f"first_{row}", "A break cannot begin before the start date")

    def _clean_plan(self, chosen: str, start: dt.date) -> None:
        """The version that was chosen, or the one open on the start date; and what the start question says to it."""
        reference, _, version = chosen.partition("-")
        open_then = [one.version for one in versions_open(reference, start)]
        if not version and not open_then:
            windows = "; ".join(version_in_words(one) for one in catalogue.standard(reference).versions)
            self.add_error("plan", f"No version of {reference} takes a start on {formats.date(start)}. {windows}")
            return
        version = version or open_then[-1]
        funding = self.cleaned_data.get("funding") or "private"
        for finding in start_decision(f"{reference}-{version}", start, funding).findings:
            if finding.verdict not in BLOCKING:
                continue
            if finding.rule == VERSION_RULE:
                other = f" On that date version {', '.join(open_then)} is open." if open_then else ""
                self.add_error("plan", f"{finding.because}{other} ({finding.clause})")
            else:
                self.add_error("funding", f"{finding.because} ({finding.clause})")
        if (uln := self.cleaned_data.get("uln")) and queries.already_enrolled(
            uln, reference, start, besides=self.cleaned_data.get("id") or uuid.uuid4()
        ):
            self.add_error("uln", DUPLICATE)
        self.cleaned_data |= {"standard": reference, "version": version}

    def arguments(self) -> dict[str, Any]:
        """The keyword arguments of ``services.enrol``, without ``who``."""
        given = self.cleaned_data
        same = ("id", "name", "email", "standard", "version", "assessment_organisation", "start", "funding")
        supervisor = given["supervisor_email"]
        return {
            **{name: given[name] for name in (*same, "date_of_birth", "uln", "tutor")},
            "provider": given.get("provider") or self.own.get(),
            "employer": given["employer"] or NewEmployer(given["employer_name"]),
            "line_manager": Newcomer(given["manager_name"], given["manager_email"]),
            "supervisor": Newcomer(given["supervisor_name"], supervisor) if supervisor else None,
            "breaks": [(given[f"first_{n}"], given[f"last_{n}"]) for n in BREAKS if given[f"first_{n}"]],
        }

    def carried(self) -> Iterator[tuple[str, str]]:
        """What was typed, as hidden fields of the page that shows it for checking."""
        for name, values in self.data.lists():  # type: ignore[attr-defined]
            if name not in {"csrfmiddlewaretoken", "do"}:
                yield from ((name, value) for value in values)


def plan_choices() -> Iterator[tuple[str, str]]:
    """Each standard with the version the start date decides, then each of its versions by name, newest first."""
    for reference in catalogue.references():
        standard = catalogue.standard(reference)
        yield reference, f"{standard.title} ({reference}): the version open on the start date"
        for version in reversed(standard.versions):
            yield f"{reference}-{version.version}", f"{standard.title} ({reference}): {version_in_words(version)}"


def version_in_words(version: Version) -> str:
    """ "version 1.1, starts from 12 September 2023 to 1 August 2024"."""
    first = f" from {formats.date(version.earliest_start)}" if version.earliest_start else ""
    last = f" to {formats.date(version.latest_start)}" if version.latest_start else ""
    return f"version {version.version}, starts{first}{last}" if first or last else f"version {version.version}"
