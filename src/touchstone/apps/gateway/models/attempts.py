"""A gateway attempt and what has been given for it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.models import User
from touchstone.apps.portfolio.models import StoredFile, SubmittedPortfolio


class Gateway(models.Model):
    """One attempt at the gateway. Returned attempts are kept; a new one begins with what the last one had.

    open → submitted (by the tutor) → confirmed (an instant: every later date hangs on ``decided_at``) or returned.
    """

    class State(models.TextChoices):
        OPEN = "open", "Being prepared"
        SUBMITTED = "submitted", "With the assessment organisation"
        RETURNED = "returned", "Returned"
        CONFIRMED = "confirmed", "Confirmed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.ForeignKey(Apprenticeship, on_delete=models.PROTECT, related_name="gateways")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.UUIDField(null=True)  # the stored decision of confirmation or return
    return_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["apprenticeship", "number"], name="one_gateway_a_number"),
            models.UniqueConstraint(
                fields=["apprenticeship"], condition=Q(state__in=["open", "submitted"]), name="one_gateway_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["apprenticeship"], condition=Q(state="confirmed"), name="gateway_confirmed_once"
            ),
        ]
        indexes = [
            # The desk: most attempts are decided for good; a few wait, and a few were decided of late.
            models.Index(fields=["submitted_at"], condition=Q(state="submitted"), name="gateways_to_decide"),
            models.Index(fields=["decided_at"], name="gateways_decided"),
        ]


class Given(models.Model):
    """One fact given for a gateway, in the words of the rules' facts: ``fact`` "english", ``value`` {"level": 2, …}.

    ``note`` says what it rests on and ``dated`` the day of that paper; neither decides anything. Who gave it, in which
    role, when. Giving it again replaces the row; the log keeps what was. ``at_version``: the gateway's version then.

    ``answer``: what the assessment organisation said of it, with its reason, by whom and when; carried over with it to
    the next attempt. Reopened: accepted once (by whom and when stay), and open again for ``answer_reason``.

    ``deleted_sha256``: the hash of a file that was deleted in its time, ``deleted_at``; ``file`` is null then.
    """

    class Answer(models.TextChoices):
        NONE = "", "Not looked at"
        ACCEPTED = "accepted", "Accepted"
        RETURNED = "returned", "Returned"
        REOPENED = "reopened", "Open again"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gateway = models.ForeignKey(Gateway, on_delete=models.PROTECT, related_name="given")
    fact = models.CharField(max_length=40)
    value = models.JSONField()
    note = models.CharField(max_length=500, blank=True)
    dated = models.DateField(null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", null=True)
    portfolio = models.ForeignKey(SubmittedPortfolio, on_delete=models.PROTECT, related_name="+", null=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_as = models.CharField(max_length=20)  # role
    given_at = models.DateTimeField()
    at_version = models.PositiveIntegerField()
    deleted_sha256 = models.CharField(max_length=64, blank=True)
    deleted_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.NONE, blank=True)
    answer_reason = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)
    answered_at_version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "fact"], name="a_fact_is_given_once_a_gateway"),
            models.CheckConstraint(
                condition=~Q(answer="returned") | ~Q(answer_reason=""), name="an_item_is_returned_with_a_reason"
            ),
        ]

    @property
    def accepted(self) -> bool:
        return self.answer == self.Answer.ACCEPTED
