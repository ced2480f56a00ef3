"""An apprenticeship, its breaks and who takes part in it; tables from which many are made."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from touchstone.apps.people.models import Organisation, User
from touchstone.apps.people.roles import Role


class Apprenticeship(models.Model):
    """One person on one version of one standard. ``plan_id`` is "ST0000-1.0"; the version is bound once and for all."""

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

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uln", "standard", "start"], name="enrolled_once"),
            models.CheckConstraint(condition=Q(date_of_birth__lt=F("start")), name="born_before_the_start"),
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
    """Days on which learning stood still, both ends included. An open break has no end yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="breaks")
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="break_ends_after_start"
            )
        ]


class Participant(models.Model):
    """Who takes part in an apprenticeship, in which role, from when to when (``until`` excluded; None: still).

    Later stages write here when they assign somebody, so that what an earlier stage shows never needs a later one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="participants")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

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
