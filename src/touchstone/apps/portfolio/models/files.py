"""A file that was given to us."""

from __future__ import annotations

import uuid

from django.db import models

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.models import User


class StoredFile(models.Model):
    """A file given to us. ``name`` is for people; ``key`` is where storage has it and holds nothing of the name.

    ``scan``: what the virus scanner said, and ``found`` the name it gave; an infected file is given out to nobody.
    """

    class Scan(models.TextChoices):
        NONE = "", "Not checked for viruses"  # there was no scanner
        CLEAN = "clean", "Checked for viruses"
        WAITING = "waiting", "Not yet checked for viruses"
        INFECTED = "infected", "Not given out: a virus was found in it"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    key = models.CharField(max_length=100, unique=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    scan = models.CharField(max_length=10, choices=Scan.choices, default=Scan.NONE, blank=True)
    found = models.CharField(max_length=200, blank=True)
    scanned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["uploaded_at"], condition=models.Q(scan="waiting"), name="files_waiting_for_a_scan")
        ]
