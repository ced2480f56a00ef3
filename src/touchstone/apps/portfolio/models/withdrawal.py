"""Evidence withdrawn because somebody took back their consent."""

from __future__ import annotations

import uuid

from django.db import models

from touchstone.apps.people.models import User
from touchstone.apps.portfolio.models.evidence import Evidence


class Withdrawal(models.Model):
    """Consent for a piece was taken back on the day ``asked_on``: what it said and its files are gone for good.

    Number, type and date of each copy stay, with its digest and the hash of each file. Never a name: ``why`` is whose
    consent it was.
    """

    class Why(models.TextChoices):
        MENTEE = "mentee", "The mentee took back their consent"
        ON_BEHALF = "on-behalf", "A parent or carer took back consent for the mentee"
        OTHER = "other", "Somebody else it shows or quotes took back their consent"
        ORGANISATION = "organisation", "The organisation whose record it is took back its permission"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="withdrawal")
    why = models.CharField(max_length=20, choices=Why.choices)
    asked_on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
