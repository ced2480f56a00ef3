"""An apprenticeship, the periods of its life and who takes part in it; tables from which many are made."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from touchstone.apps.people.models import Organisation, User
from touchstone.apps.people.roles import Role


class Apprenticeship(models.Model):
    """One person on one version of one standard. ``plan_id`` is "ST0000-1.0".

    Version, provider and employer are those of today; what held before is told by its ``changes``. ``withdrawn_on``:
    the first day of a withdrawal that goes on. ``revision`` counts life events, so that two people notice each other.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=9, unique=True)  # for people on the telephone: "TS-7K2M4Q"
    apprentice = models.ForeignKey(User, on_delete=models.PROTECT, related_name="apprenticeships")
    standard = models.CharField(max_length=10)
    version = models.CharField(max_length=5)
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    assessment_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    funding = models.CharField(max_length=10, choices=[("public", "Public funding"), ("private", "Paid privately")])
    date_of_birth = models.DateField()
    uln = models.CharField("Unique learner number (ULN)", max_length=10)
    enrolled_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uln", "standard", "start"], name="enrolled_once"),
            models.CheckConstraint(condition=Q(date_of_birth__lt=F("start")), name="born_before_the_start"),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("start")), name="withdrawn_after_the_start"
            ),
        ]
        indexes = [
            models.Index(fields=["provider", "-start"]),
            models.Index(fields=["employer", "-start"]),
            models.Index(fields=["assessment_organisation", "-start"]),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def plan_id(self) -> str:
        return f"{self.standard}-{self.version}"


class BreakInLearning(models.Model):
    """Days on which learning stood still, both ends included; an open one has no end yet. Also a withdrawal: its days
    are those until the return. ``expected_last_day``: what was said when an open one was recorded; it decides nothing.

    Who recorded it, and when, is not known of breaks from before that was kept.
    """

    class Kind(models.TextChoices):
        BREAK = "break", "Break in learning"
        WITHDRAWAL = "withdrawal", "Withdrawal"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="breaks")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.BREAK)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    expected_last_day = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="break_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(expected_last_day=None) | Q(expected_last_day__gte=F("first_day")),
                name="break_is_expected_to_end_after_start",
            ),
            models.UniqueConstraint(
                fields=["apprenticeship"], condition=Q(last_day=None), name="one_open_break_at_a_time"
            ),
        ]


class Change(models.Model):
    """From ``first_day`` on something else holds: ``organisation`` or ``version`` is what held until the day before.

    What holds now stands on the apprenticeship alone: so periods leave no gap and never overlap.
    """

    class Kind(models.TextChoices):
        EMPLOYER = "employer", "Employer"
        PROVIDER = "provider", "Training provider"
        VERSION = "version", "Version of the standard"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    first_day = models.DateField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True)
    version = models.CharField(max_length=5, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["apprenticeship", "kind", "first_day"], name="one_change_of_a_kind_a_day"),
            models.CheckConstraint(
                condition=Q(kind="version", organisation=None) & ~Q(version="")
                | Q(kind__in=["employer", "provider"], organisation__isnull=False, version=""),
                name="a_change_says_what_held_before",
            ),
        ]


class Offer(models.Model):
    """An apprenticeship offered by its provider to another, ``provider``, to train from ``first_day`` on."""

    class State(models.TextChoices):
        OPEN = "open", "Waiting for an answer"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        TAKEN_BACK = "taken-back", "Taken back"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="offers")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["apprenticeship"], condition=Q(state="open"), name="offered_to_one_at_a_time"
            )
        ]

    @property
    def organisation_id(self) -> uuid.UUID:
        """Through which the right to answer it is held."""
        return self.provider_id


class Participant(models.Model):
    """Who takes part in an apprenticeship, in which role, from when to when (``until`` excluded; None: still).

    ``since`` and ``until`` are when it was recorded: what somebody sees goes by them. ``first_day`` and ``last_day``
    are the days told for it, where somebody told them.

    Later stages write here when they assign somebody, so that what an earlier stage shows never needs a later one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="participants")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["apprenticeship", "person", "role"], condition=Q(until=None), name="takes_part_once_a_role"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="participant_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["person", "role", "until"])]


class Import(models.Model):
    """A table of apprentices somebody sent, from its check to the end of the run. Deleted some weeks later.

    ``notes`` are sentences about the table as a whole. ``moved_at``: when it was last worked on.
    """

    class State(models.TextChoices):
        CHECKED = "checked", "Checked"
        RUNNING = "running", "Running"
        CANCELLED = "cancelled", "Cancelled"
        ENDED = "ended", "Ended"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    notes = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices)
    uploaded_at = models.DateTimeField()
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # in whose name it runs
    moved_at = models.DateTimeField()
    stopped_because = models.CharField(max_length=200, blank=True)  # where nobody cancelled it and it could not go on

    class Meta:
        indexes = [models.Index(fields=["provider", "-uploaded_at"])]

    @property
    def organisation_id(self) -> uuid.UUID:
        """Through which the right to it is held."""
        return self.provider_id


class ImportRow(models.Model):
    """One row of the table. ``id`` is that of the apprenticeship it makes, so that it never makes two."""

    class State(models.TextChoices):
        READY = "ready", "Can be enrolled"
        THERE = "there", "Enrolled already"
        WRONG = "wrong", "Cannot be enrolled"
        DONE = "done", "Enrolled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # as a spreadsheet counts
    cells = models.JSONField()  # {"name": "Ann Lee", …}: what our columns say, as it was written
    surplus = models.BooleanField(default=False)  # it has more cells than the table has columns
    state = models.CharField(max_length=10, choices=State.choices)
    errors = models.JSONField(default=list)
    warnings = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="a_row_is_imported_once")]
        indexes = [models.Index(fields=["source", "state", "number"])]
