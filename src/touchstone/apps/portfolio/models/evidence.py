"""Evidence in the working portfolio, what it claims, and what is said of a claim."""

from __future__ import annotations

import uuid

from django.db import models

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.models import User
from touchstone.apps.portfolio.models.files import StoredFile


class Evidence(models.Model):
    """A piece of evidence in the working portfolio. ``version`` counts changes: nobody overwrites another unseen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="evidence")
    type = models.CharField(max_length=40)  # one of rules.facts' evidence types
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    mentee_code = models.CharField(max_length=20, blank=True)
    happened_on = models.DateField()
    anonymised = models.BooleanField(default=False)
    contribution = models.CharField(max_length=20, blank=True)  # "observation" | "opinion": employers' pieces
    witness = models.CharField(max_length=20, blank=True, db_default="")  # one of words.WITNESSES: a part, never a name
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["apprenticeship", "removed_at", "-happened_on"])]


class EvidenceFile(models.Model):
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="attachments")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="attachment")

    class Meta:
        ordering = ["id"]


class Replacement(models.Model):
    """One file of a piece took the place of another, which is an earlier version of it from then on.

    It goes with the file that came: one taken out of its piece is dropped after a while, and its earlier ones next.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="replacements")
    old = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="replacement")
    new = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="took_over")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class EvidenceKsb(models.Model):
    """A KSB the apprentice claims a piece shows, with what it shows of it, in their words, and where in the piece.

    The code belongs to the apprenticeship's standard and version. ``place``: "page 3", "12:40 to 15:00".
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="ksbs")
    code = models.CharField(max_length=5)
    note = models.CharField(max_length=500, blank=True, db_default="")
    place = models.CharField(max_length=100, blank=True, db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "code"], name="a_ksb_is_claimed_once_a_piece")]


class ClaimJudgement(models.Model):
    """What somebody who trains the apprentice says of one claim, once and for all: another judgement comes beside it.

    ``evidence_version``: the piece as it was then; changed since, the judgement is of an earlier one.
    """

    id = models.BigAutoField(primary_key=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="judgements")
    code = models.CharField(max_length=5)
    accepted = models.BooleanField()
    why = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    evidence_version = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["evidence", "code", "at"])]
