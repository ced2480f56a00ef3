"""Tables of the record. Log entries and decisions are never changed or deleted: the database itself refuses.

Ids of people and things are plain values, no foreign keys, so that this app stays below all others. Personal text
sits in the erasable tables beside them, bound by a salted hash: erasing it does not break the chain.
"""

from __future__ import annotations

import uuid

from django.db import models


class LogEntry(models.Model):
    """Who did what, when, on what. ``hash`` covers every column and ``previous``, the hash of the entry before."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)  # null: the system itself
    role = models.CharField(max_length=40)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    apprenticeship = models.UUIDField(null=True)
    details = models.JSONField(default=dict)  # ids, codes, digests: nothing personal
    personal_digest = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["apprenticeship", "number"]),
            models.Index(fields=["actor", "number"]),
            models.Index(fields=["subject", "number"]),
        ]


class LogPersonal(models.Model):
    """The erasable part of an entry: names, reasons, old values."""

    entry = models.OneToOneField(LogEntry, on_delete=models.PROTECT, primary_key=True, related_name="personal")
    salt = models.CharField(max_length=32)
    body = models.JSONField()


class ChainHead(models.Model):
    """The newest entry's number and hash: one row, locked while an entry is appended."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    number = models.BigIntegerField()
    hash = models.CharField(max_length=64)


class StoredDecision(models.Model):
    """A decision as it was made. Its facts and findings are in ``body``, which can be erased."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    at = models.DateTimeField()
    apprenticeship = models.UUIDField(null=True, db_index=True)
    actor = models.UUIDField(null=True)
    question = models.CharField(max_length=40)
    outcome = models.CharField(max_length=40)
    plan = models.CharField(max_length=40)
    plan_hash = models.CharField(max_length=64)
    policy_hash = models.CharField(max_length=64, blank=True)
    engine_version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)  # salted hash of the body


class DecisionBody(models.Model):
    """Facts asked and findings given: ``{"facts", "findings", "score", "gaps", "rests_on"}``. Erasable."""

    decision = models.OneToOneField(StoredDecision, on_delete=models.PROTECT, primary_key=True, related_name="body")
    salt = models.CharField(max_length=32)
    body = models.JSONField()


class Ruling(models.Model):
    """A person's ruling where the sources conflict or are silent: part of the decision from then on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    decision = models.ForeignKey(StoredDecision, on_delete=models.PROTECT, related_name="rulings")
    at = models.DateTimeField()
    by = models.UUIDField()
    allowed = models.BooleanField()
    reason = models.TextField()
