"""Portfolios as they were submitted."""

from __future__ import annotations

import uuid

from django.db import models

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.models import User
from touchstone.apps.portfolio.models.evidence import Evidence
from touchstone.apps.portfolio.models.files import StoredFile


class SubmittedPortfolio(models.Model):
    """The portfolio as it was submitted: never changed afterwards. ``digest`` covers every item and file hash.

    ``form``: what the Mapping and Tracking Form says, as ``mapping_form.content_of`` made it, and its hash; null for
    what was submitted before forms were kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="submitted_portfolios")
    number = models.PositiveSmallIntegerField()  # 1 for the first one submitted
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    decision = models.UUIDField()  # the stored decision it was submitted under
    digest = models.CharField(max_length=64)
    form = models.JSONField(null=True)
    form_sha256 = models.CharField(max_length=64, blank=True, db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["apprenticeship", "number"], name="one_portfolio_a_number")]


class SubmittedItem(models.Model):
    """A copy of a piece of evidence, as it was on submission.

    ``digest``: of what it says and of its files; empty for what was submitted before digests of each were kept. Of a
    piece whose evidence has a withdrawal, digest, number, type, date and codes are left, and the hashes of its files.
    ``claims``: what it shows of each of ``ksbs`` and where; null for what was submitted before that was copied.
    """

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
    witness = models.CharField(max_length=20, blank=True, db_default="")
    ksbs = models.JSONField()  # ["K1", "S2"]
    claims = models.JSONField(null=True)  # [{"code": "K1", "note": "…", "place": "page 3"}]
    files = models.ManyToManyField(StoredFile, related_name="+")
    digest = models.CharField(max_length=64, blank=True, db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["portfolio", "number"], name="one_item_a_number")]
        ordering = ["number"]


class AuthenticityConfirmation(models.Model):
    """Somebody confirmed in their own account that a submitted portfolio is authentic, in the part they had then.

    ``words``: the sentence they confirmed; ``digest``: of the portfolio as they saw it. It stands also after they left.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    portfolio = models.ForeignKey(SubmittedPortfolio, on_delete=models.PROTECT, related_name="confirmations")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    words = models.TextField()
    digest = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["portfolio", "role"], name="a_portfolio_is_confirmed_once_a_role"),
            models.UniqueConstraint(fields=["portfolio", "person"], name="nobody_confirms_a_portfolio_twice"),
        ]
        ordering = ["confirmed_at"]
