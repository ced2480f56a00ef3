"""A file that arrives in pieces."""

from __future__ import annotations

import uuid

from django.db import models

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.models import User
from touchstone.apps.portfolio.models.evidence import Evidence
from touchstone.apps.portfolio.models.files import StoredFile


class Upload(models.Model):
    """A file one person sends, from its announcement until it expires. How much has come, only the file itself knows.

    ``evidence``: the piece it is meant for, None where that is said later. ``modified_at``: when it was last changed on
    their device. ``file``: what it became once it was whole and taken; it has the same id.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.CASCADE, related_name="uploads")
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, null=True, related_name="uploads")
    uploaded_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    modified_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, null=True, related_name="upload")
