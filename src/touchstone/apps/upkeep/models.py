"""The workers at work, and when each job last ran."""

from __future__ import annotations

from django.db import models


class Worker(models.Model):
    """A process that runs tasks. Silent for too long, it is taken for dead, and what it was at is taken up again."""

    name = models.CharField(primary_key=True, max_length=64)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()


class Job(models.Model):
    """Something done again and again. ``due_at``: not before then; moved on by whoever takes it up, so one does."""

    name = models.CharField(primary_key=True, max_length=60)
    due_at = models.DateTimeField()
    ran_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=500, blank=True)
