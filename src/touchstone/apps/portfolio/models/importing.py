"""A portfolio somebody brings from another system."""

from __future__ import annotations

import uuid

from django.db import models

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.models import User


class PortfolioImport(models.Model):
    """A ZIP of files with its index, from its check to the end of the run. Deleted some days later.

    ``archive_key`` is where storage has the ZIP; empty once it is needed no more. ``notes`` are sentences about the
    index as a whole, ``unlisted`` the files it does not name. ``moved_at``: when it was last worked on.
    """

    class State(models.TextChoices):
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "Checked"
        RUNNING = "running", "Running"
        CANCELLED = "cancelled", "Cancelled"
        ENDED = "ended", "Ended"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="portfolio_imports")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    archive_key = models.CharField(max_length=100, blank=True)
    archive_sha256 = models.CharField(max_length=64)
    notes = models.JSONField(default=list)
    unlisted = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices)
    uploaded_at = models.DateTimeField()
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # in whose name it runs
    moved_at = models.DateTimeField()
    stopped_because = models.CharField(max_length=200, blank=True)  # where nobody cancelled it and it could not go on

    class Meta:
        indexes = [models.Index(fields=["apprenticeship", "-uploaded_at"])]


class PortfolioImportRow(models.Model):
    """One row of the index. ``id`` is that of the piece it makes, so that it never makes two.

    ``sha256``: of its file, once that was looked at.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Not checked yet"
        READY = "ready", "New piece"
        THERE = "there", "Already there"
        WRONG = "wrong", "Cannot be imported"
        DONE = "done", "Imported"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(PortfolioImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # as a spreadsheet counts
    cells = models.JSONField()  # {"file": "logs/log.pdf", …}: what our columns say, as it was written
    surplus = models.BooleanField(default=False)  # it has more cells than the index has columns
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    errors = models.JSONField(default=list)
    warnings = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="an_index_row_is_imported_once")]
        indexes = [models.Index(fields=["source", "state", "number"])]
