"""Quality assurance of a record, and the result."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.assessment.models import Record
from touchstone.apps.people.models import User


class QualityCheck(models.Model):
    """A quality assurer's answer to a completed record. Every one is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="checks")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    agreed = models.BooleanField()
    reason = models.TextField(blank=True)  # required when sent back

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(agreed=True) | ~Q(reason=""), name="sent_back_with_a_reason")]


class Result(models.Model):
    """The overall grade as released: an instant.

    ``components`` is [{method, grade, points, decision, conduct, record}] in the plan's order: the last three are ids.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="results")
    number = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=20)
    decision = models.UUIDField()
    components = models.JSONField()
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField()
    statement_key = models.CharField(max_length=100, blank=True)  # where storage has the statement of result
    statement_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["apprenticeship", "number"], name="one_result_a_number")]
