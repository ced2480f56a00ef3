"""The apprentice's permission to request the certificate, and where they can be written to."""

from __future__ import annotations

import uuid

from django.db import models

from touchstone.apps.apprenticeships.models import Apprenticeship


class CertificatePermission(models.Model):
    """Given by the apprentice in their own account, in the words of ``wording``; one row an apprenticeship.

    Withdrawn (``given_at`` null): the day stays, and wording and address are emptied. ``postcode`` for an address in
    the United Kingdom, ``elsewhere`` (postal code and country) for any other.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.OneToOneField(
        Apprenticeship, on_delete=models.PROTECT, related_name="certificate_permission"
    )
    given_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    wording = models.TextField(blank=True)
    line_1 = models.CharField(max_length=100, blank=True)
    line_2 = models.CharField(max_length=100, blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    elsewhere = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    @property
    def stands(self) -> bool:
        return self.given_at is not None

    @property
    def address(self) -> list[str]:
        """Line by line, as it is written on an envelope; empty after a withdrawal."""
        lines = (self.line_1, self.line_2, self.town, self.postcode, self.elsewhere)
        return [line for line in lines if line]
