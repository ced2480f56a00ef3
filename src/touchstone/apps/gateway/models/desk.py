"""What an assessment organisation has set for its desk."""

from __future__ import annotations

import uuid

from django.db import models

from touchstone.apps.people.models import Organisation, User


class PromisedDays(models.Model):
    """Within how many working days of submission an assessment organisation says it decides on a gateway."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)


class NamedRuler(models.Model):
    """Who of an assessment organisation rules where the sources conflict or are silent at the gateway.

    No row, or nobody named (``person`` null): any of its administrators.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
