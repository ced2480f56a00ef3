"""A file that was given to us."""

from __future__ import annotations

import uuid

from django.db import models

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.models import User


class StoredFile(models.Model):
    """A file given to us. ``name`` is for people; ``key`` is where storage has it and holds nothing of the name.

    ``scan``: what the virus scanner said, and ``found`` the name it gave; an infected file is given out to nobody.
    ``place``: whether a picture says where it was taken; None where it is none or could not be read. ``forgotten_at``:
    when the content was deleted for good and the key with it; name, size and hash stay.
    """

    class Scan(models.TextChoices):
        NONE = "", "Not checked for viruses"  # there was no scanner
        CLEAN = "clean", "Checked for viruses"
        WAITING = "waiting", "Not yet checked for viruses"
        INFECTED = "infected", "Not given out: a virus was found in it"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    key = models.CharField(max_length=100, blank=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    scan = models.CharField(max_length=10, choices=Scan.choices, default=Scan.NONE, blank=True)
    found = models.CharField(max_length=200, blank=True)
    scanned_at = models.DateTimeField(null=True)
    place = models.BooleanField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~models.Q(key=""), name="one_file_a_key"),
            models.CheckConstraint(
                condition=models.Q(~models.Q(key=""), forgotten_at=None) | models.Q(key="", forgotten_at__isnull=False),
                name="what_is_forgotten_has_no_key",
            ),
        ]
        indexes = [
            models.Index(fields=["uploaded_at"], condition=models.Q(scan="waiting"), name="files_waiting_for_a_scan")
        ]
