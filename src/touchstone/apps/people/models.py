"""People, organisations and memberships."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from touchstone.apps.people.roles import OrganisationKind, Role


class Accounts(BaseUserManager["User"]):
    """Makes accounts. E-mail addresses are held in lower case, so that one address is one person."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person. Signs in with an e-mail address; what they may do comes from their roles alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("Email address", unique=True, max_length=254)
    name = models.CharField("Full name", max_length=200)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_an_email")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Organisation(models.Model):
    """A provider (UKPRN), employer, assessment organisation (EPA id) or regulator."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    name = models.CharField(max_length=200)
    ukprn = models.CharField("UKPRN", max_length=8, blank=True)
    epa_id = models.CharField("EPA organisation id", max_length=7, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ukprn"], condition=~Q(ukprn=""), name="one_organisation_a_ukprn"),
            models.UniqueConstraint(fields=["epa_id"], condition=~Q(epa_id=""), name="one_organisation_an_epa_id"),
            models.CheckConstraint(
                condition=~Q(kind=OrganisationKind.PROVIDER) | ~Q(ukprn=""), name="a_provider_has_a_ukprn"
            ),
            models.CheckConstraint(
                condition=~Q(kind=OrganisationKind.ASSESSMENT) | ~Q(epa_id=""),
                name="an_assessment_organisation_has_an_epa_id",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role a person holds in an organisation, from a day to a day (``until`` excluded; None: still held)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"], condition=Q(until=None), name="a_role_is_held_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="membership_ends_after_start"
            ),
        ]


class Invitation(models.Model):
    """Somebody asked to join an organisation. The link in their mail is known here by its hash alone.

    ``roles`` are given when they accept; empty where they hold them already and only lack a way in. At most one of
    ``accepted_at`` and ``withdrawn_at`` is ever set.
    """

    class State(models.TextChoices):
        OPEN = "open", "Waiting for an answer"
        ENDED = "ended", "Ended without an answer"
        ACCEPTED = "accepted", "Accepted"
        WITHDRAWN = "withdrawn", "Withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)  # in lower case
    name = models.CharField(max_length=200)
    roles = models.JSONField(default=list)  # ["tutor"]
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.UUIDField(null=True)  # null: the operator of this installation
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    message = models.UUIDField(null=True)  # the mail that carries it
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None), name="an_invitation_ends_in_one_way"
            ),
        ]
        indexes = [models.Index(fields=["email"]), models.Index(fields=["organisation", "-made_at"])]

    @staticmethod
    def hash_of(token: str) -> str:
        """What is kept of the secret in a link."""
        return hashlib.sha256(token.encode()).hexdigest()

    @property
    def state(self) -> State:
        if self.accepted_at is not None:
            return self.State.ACCEPTED
        if self.withdrawn_at is not None:
            return self.State.WITHDRAWN
        return self.State.OPEN if timezone.now() < self.ends_at else self.State.ENDED


class SignIn(models.Model):
    """A browser somebody is signed in with, for them to look at and to end. Lives as long as its session."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=100)  # "Firefox on Windows"
    at = models.DateTimeField()


class HeldForm(models.Model):
    """What somebody typed into a form when their session had lapsed: given back to the same person after sign-in.

    Files cannot be kept, only their names. Deleted when sent, and by a task when old.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=500)
    fields = models.JSONField()  # {name: [value, …]}; no passwords, no tokens
    files = models.JSONField(default=list)  # ["photo.jpg"]
    held_at = models.DateTimeField(auto_now_add=True)
