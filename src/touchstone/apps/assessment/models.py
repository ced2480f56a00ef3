"""Assessors, bookings, what took place, marks."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.models import Organisation, User


class AssessorApproval(models.Model):
    """An assessment organisation approves a person to assess a standard."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="approvals")
    standard = models.CharField(max_length=10)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "standard"],
                condition=Q(ended_at=None),
                name="approved_once_a_standard",
            )
        ]


class Booking(models.Model):
    """A method of assessment booked with an assessor. ``declared``: the ties the assessor declared."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="bookings")
    method = models.CharField(max_length=40)
    attempt = models.PositiveSmallIntegerField(default=1)
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    declared = models.JSONField(default=list)
    starts_at = models.DateTimeField()
    remote = models.BooleanField(default=False)
    place = models.CharField(max_length=200, blank=True)
    notice_given = models.DateField()
    short_notice_agreed = models.BooleanField(default=False)
    booked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    booked_at = models.DateTimeField()
    decision = models.UUIDField()  # stored decision of the question "booking"
    assessor_decision = models.UUIDField()  # stored decision of the question "assessor"
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["apprenticeship", "method", "attempt"],
                condition=Q(cancelled_at=None),
                name="a_method_is_booked_once_an_attempt",
            )
        ]
        indexes = [
            models.Index(fields=["starts_at"], condition=Q(cancelled_at=None), name="bookings_by_time"),
        ]


class Record(models.Model):
    """What took place at a booked assessment, and the assessor's marks.

    open → completed (locked) → agreed by quality assurance, or sent back (open again; the reason stays).
    """

    class State(models.TextChoices):
        OPEN = "open", "With the assessor"
        COMPLETED = "completed", "With quality assurance"
        AGREED = "agreed", "Agreed by quality assurance"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="record")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    questions = models.JSONField(null=True)  # [{"kind", "text", "ksbs", "theme"}]; None until the assessor has said
    not_observed = models.JSONField(null=True)  # KSB codes; None until the assessor has said
    recorded_grade = models.CharField(max_length=20, blank=True)
    completed_at = models.DateTimeField(null=True)
    conduct_decision = models.UUIDField(null=True)
    grade_decision = models.UUIDField(null=True)
    grade = models.CharField(max_length=20, blank=True)
    weighted_points = models.PositiveSmallIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            # Most records are agreed for good; the others wait for somebody.
            models.Index(fields=["state"], condition=~Q(state="agreed"), name="records_in_work"),
        ]

    @property
    def apprenticeship(self) -> Apprenticeship:
        return self.booking.apprenticeship


class Part(models.Model):
    """A part that took place. For recordings also what the recording question asks, and (once completed) its answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=20)  # live-session | recording | questioning | discussion
    held_on = models.DateField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    learner = models.CharField(max_length=20, blank=True)  # a code, never a name
    genuine = models.BooleanField(null=True)
    session_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(null=True)
    has_video = models.BooleanField(null=True)
    mentor_visible = models.BooleanField(null=True)
    mentee_visible = models.BooleanField(null=True)
    setting = models.CharField(max_length=20, blank=True)  # one-to-one | group
    decision = models.UUIDField(null=True)  # stored decision of the question "recording"
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["kind", "order"]


class Mark(models.Model):
    """An assessor's judgement of one criterion: met or not (criteria plans) or points (points plans, by number)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="marks")
    criterion = models.CharField(max_length=20)  # "O-P1", or "1" … "16" on a points sheet
    met = models.BooleanField(null=True)
    points = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True)
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "criterion"], name="one_mark_a_criterion")]
