"""Stored files, evidence with its KSBs, and frozen portfolios."""

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


class EvidenceKsb(models.Model):
    """A KSB the apprentice claims a piece shows, with what it shows of it, in their words.

    The code belongs to the apprenticeship's standard and version.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="ksbs")
    code = models.CharField(max_length=5)
    note = models.CharField(max_length=500, blank=True, db_default="")

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


class SubmittedPortfolio(models.Model):
    """The portfolio as it was submitted: never changed afterwards. ``digest`` covers every item and file hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="submitted_portfolios")
    number = models.PositiveSmallIntegerField()  # 1 for the first one submitted
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    decision = models.UUIDField()  # the stored decision it was submitted under
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["apprenticeship", "number"], name="one_portfolio_a_number")]


class SubmittedItem(models.Model):
    """A copy of a piece of evidence, as it was on submission."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    portfolio = models.ForeignKey(SubmittedPortfolio, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    mentee_code = models.CharField(max_length=20, blank=True)
    happened_on = models.DateField()
    anonymised = models.BooleanField()
    contribution = models.CharField(max_length=20, blank=True)
    ksbs = models.JSONField()  # ["K1", "S2"]
    files = models.ManyToManyField(StoredFile, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["portfolio", "number"], name="one_item_a_number")]
        ordering = ["number"]
