"""The second step of signing in: who must have one, and what somebody has."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from allauth.mfa.app_settings import RECOVERY_CODE_COUNT
from allauth.mfa.models import Authenticator
from django.conf import settings

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import STAFF

WAYS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes stand in for one of these
FEW = 3  # recovery codes: time for new ones


@dataclass(frozen=True)
class Steps:
    """What somebody has. Only ``codes`` reads a secret."""

    app: Authenticator | None
    keys: tuple[Authenticator, ...]
    recovery: Authenticator | None

    @property
    def any(self) -> bool:
        return bool(self.app or self.keys)

    @property
    def one_left(self) -> bool:
        return bool(self.app) + len(self.keys) == 1

    @property
    def codes(self) -> tuple[str, ...]:
        """The recovery codes not used yet. Raises PermissionDenied where the site's secret has changed."""
        return tuple(self.recovery.wrap().get_unused_codes()) if self.recovery else ()

    @property
    def left(self) -> int:
        """How many recovery codes are not used yet."""
        return RECOVERY_CODE_COUNT - self.recovery.data["used_mask"].bit_count() if self.recovery else 0

    @property
    def shown(self) -> bool:
        """Whether they have said that they have kept their recovery codes: these are shown no more."""
        return bool(self.recovery and self.recovery.wrap().did_view)

    @property
    def few(self) -> bool:
        return self.any and self.left <= FEW


def is_required_of(actor: Actor) -> bool:
    """Whether this installation asks for a second step from somebody with these roles. Never from the demo world."""
    if actor.person_id is None or actor.is_demo:
        return False
    return settings.SECOND_FACTOR == "everyone" or (settings.SECOND_FACTOR == "staff" and actor.holds(*STAFF))


def has_one(person: uuid.UUID) -> bool:
    return bool(Authenticator.objects.filter(user_id=person, type__in=WAYS).exists())


def steps_of(person: uuid.UUID) -> Steps:
    """One query."""
    held = list(Authenticator.objects.filter(user_id=person).order_by("created_at", "pk"))
    return Steps(
        app=next((one for one in held if one.type == Authenticator.Type.TOTP), None),
        keys=tuple(one for one in held if one.type == Authenticator.Type.WEBAUTHN),
        recovery=next((one for one in held if one.type == Authenticator.Type.RECOVERY_CODES), None),
    )
