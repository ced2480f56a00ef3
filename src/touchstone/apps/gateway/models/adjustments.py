"""Reasonable adjustments to the assessment: what is wanted, what shows the need, what was decided."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.models import User
from touchstone.apps.portfolio.models import StoredFile


class AdjustmentRequest(models.Model):
    """What an apprentice wants; ``wanted`` False: none, which is an answer. The newest counts, the others are kept.

    ``because`` and ``files`` say why: only for the apprentice and those who decide. Said by the tutor
    (``asked_as``), with the day on which the apprentice agreed that they say it (``consent_on``).
    """

    id = models.UUIDField(primary_key=True, editable=False)  # from the form: sent twice, it is one
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="adjustment_requests")
    number = models.PositiveSmallIntegerField()
    wanted = models.BooleanField()
    text = models.TextField(blank=True)
    because = models.TextField(blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_as = models.CharField(max_length=20)  # role
    asked_at = models.DateTimeField()
    consent_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["apprenticeship", "number"], name="one_adjustment_request_a_number"),
            models.CheckConstraint(condition=Q(wanted=False) | ~Q(text=""), name="what_is_wanted_is_said"),
        ]


class AdjustmentFile(models.Model):
    """A file that shows the need. Nothing else may delete it meanwhile."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(AdjustmentRequest, on_delete=models.PROTECT, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    @property
    def apprenticeship(self) -> Apprenticeship:
        return self.request.apprenticeship


class AdjustmentDecision(models.Model):
    """What the assessment organisation decided on a request, and why. The newest holds; none is overwritten.

    ``granted`` says what is done differently, and nothing of the reason: it is all the assessor sees.
    """

    class Outcome(models.TextChoices):
        GRANTED = "granted", "Granted as asked"
        CHANGED = "changed", "Granted with changes"
        REFUSED = "refused", "Refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(AdjustmentRequest, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    granted = models.TextField(blank=True)
    reason = models.TextField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="one_adjustment_decision_a_number"),
            models.CheckConstraint(condition=Q(outcome="refused") | ~Q(granted=""), name="what_is_granted_is_said"),
        ]
