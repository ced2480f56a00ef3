"""Concerns and what the safeguarding lead notes on them."""

from __future__ import annotations

import uuid

from django.db import models

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.models import Organisation, User


class Concern(models.Model):
    """A worry about somebody's safety. ``organisation``: whose safeguarding leads read it. Never changed.

    Whoever raised it sees afterwards that and when it was raised and read, and not its words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="concerns")
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="concerns")
    text = models.TextField()
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "closed_at", "raised_at"])]


class ConcernNote(models.Model):
    """What a safeguarding lead did or learned. One is added to the other; none is changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
