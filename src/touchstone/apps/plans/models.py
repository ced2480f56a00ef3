"""What an assessment organisation has made its own: an adopted plan, a policy. The files are in the data folder."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from touchstone.apps.people.models import Organisation, User


class Adoption(models.Model):
    """An organisation's adopted plan. ``file_hash`` is the sha256 of the file as last written through the service.

    A draft decides nothing; from ``signed_at`` on it decides for the organisation's apprentices.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="adoptions")
    plan_id = models.CharField(max_length=40)
    carried_from = models.CharField(max_length=40)
    file_hash = models.CharField(max_length=64)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    signed_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "plan_id"], name="one_adoption_a_plan"),
            models.CheckConstraint(
                condition=Q(signed_by=None, signed_at=None) | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="adoption_signed_whole",
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=models.F("drafted_by")), name="a_second_person_signs"
            ),
        ]


class PolicyFile(models.Model):
    """A policy of an organisation for a plan. The newest is in force; older ones stay, for the decisions they made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="policies")
    plan_id = models.CharField(max_length=40)
    file_hash = models.CharField(max_length=64)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "plan_id", "-entered_at"])]
