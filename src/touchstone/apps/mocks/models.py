"""A mock of a method of assessment."""

from __future__ import annotations

import uuid

from django.db import models

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.models import User


class Mock(models.Model):
    """A rehearsal of a method. Its holder's alone until it is shared with the apprentice; locked from then on.

    ``plan_id``: the plan it is held by, also where the apprenticeship moves on to another later. ``parts``: a list of
    ``sheets.NumberedPart`` as plain data, ``questions`` of ``sheets.Asked``, ``marks``: criterion -> ``Judgement``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="mocks")
    method = models.CharField(max_length=40)
    plan_id = models.CharField(max_length=40)
    held_on = models.DateField()
    held_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    held_as = models.CharField(max_length=20)  # role
    begun_at = models.DateTimeField()
    parts = models.JSONField(default=list)
    questions = models.JSONField(null=True)
    not_observed = models.JSONField(null=True)
    marks = models.JSONField(default=dict)
    recorded_grade = models.CharField(max_length=20, blank=True)
    feedback = models.TextField(blank=True)
    shared_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["apprenticeship", "-held_on"])]
