"""The training plan with its milestones, off-the-job hours, scans of the starting point, reviews and judgements."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.models import Organisation, User
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import Evidence


class TrainingPlan(models.Model):
    """How long the training is planned to take, and how many off-the-job hours. Made with the first thing planned.

    ``days_out``: the days without learning that were known when ``planned_end`` was set; those recorded since move it.
    """

    apprenticeship = models.OneToOneField(
        Apprenticeship, on_delete=models.PROTECT, primary_key=True, related_name="training_plan"
    )
    planned_end = models.DateField(null=True)
    days_out = models.PositiveIntegerField(default=0)
    hours = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)


class Milestone(models.Model):
    """Something to be reached by a day; ``review``: the one it was agreed in. ``ksbs``: codes it works towards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=200)
    due = models.DateField()
    ksbs = models.JSONField(default=list)
    reached_on = models.DateField(null=True)
    review = models.ForeignKey("Review", on_delete=models.PROTECT, null=True, related_name="actions")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["apprenticeship", "due"])]


class Hours(models.Model):
    """Off-the-job training on one day. ``evidence``: a piece that came out of it."""

    class Activity(models.TextChoices):
        TEACHING = "teaching", "Teaching: lectures, workshops, online lessons"
        COACHING = "coaching", "Coaching or mentoring of the apprentice"
        SHADOWING = "shadowing", "Shadowing, visits to other workplaces"
        PRACTICE = "practice", "Practical training and simulation"
        WRITING = "writing", "Writing assignments, preparing evidence"
        RESEARCH = "research", "Reading and research"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="hours")
    day = models.DateField()
    minutes = models.PositiveIntegerField()
    activity = models.CharField(max_length=20, choices=Activity.choices)
    learned = models.CharField(max_length=1000)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="hours")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["apprenticeship", "removed_at", "-day"])]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=24 * 60), name="hours_fit_in_a_day")
        ]


class Scan(models.Model):
    """Where somebody sees the apprentice on each KSB at one time. ``ratings``: {"K1": 0 … 4}. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="scans")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    at = models.DateTimeField()
    ratings = models.JSONField()
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["apprenticeship", "at"])]


class ReviewRhythm(models.Model):
    """How many weeks a provider lets pass from one progress review to the next."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, primary_key=True, related_name="review_rhythm"
    )
    weeks = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(weeks__gte=1, weeks__lte=52), name="reviews_within_a_year")]


class Review(models.Model):
    """A progress review of apprentice, tutor and line manager, with what had happened since ``since`` in figures.

    ``facts`` is ``{"pieces", "minutes", "minutes_in_all", "reached", "overdue", "claimed", "ksbs"}``, counted when it
    was opened and kept: a review says what was known on its day. ``pieces`` are ids.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    since = models.DateField()
    facts = models.JSONField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["apprenticeship", "number"], name="one_review_a_number")]


class ReviewPart(models.Model):
    """What one of the three says in a review, and their signature. Once signed it is never changed.

    ``written_by``: whose words they are; nobody else signs them.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="parts")
    role = models.CharField(max_length=20, choices=Role.choices)
    progress = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    wellbeing = models.TextField(blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    chased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "role"], name="one_part_a_role"),
            models.UniqueConstraint(fields=["review", "signed_by"], name="one_signature_a_person"),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None) | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="a_signature_is_somebodys",
            ),
        ]


class Judgement(models.Model):
    """What a person says of the progress, beside what the figures say and never in their place. Kept for ever."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="judgements")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on_track = models.BooleanField()
    why = models.CharField(max_length=1000)

    class Meta:
        indexes = [models.Index(fields=["apprenticeship", "-at"])]
