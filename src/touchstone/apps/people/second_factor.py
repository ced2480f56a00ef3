"""The second step of signing in: who must have one, and what somebody has."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import STAFF

WAYS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes stand in for one of these
FEW = 3  # recovery codes: time for new ones


@dataclass(frozen=True)
class Steps:
    """What somebody has. ``codes``: the recovery codes not used yet; ``shown``: they said that they have kept them."""

    app: Authenticator | None
    keys: tuple[Authenticator, ...]
    recovery: Authenticator | None
    codes: tuple[str, ...]
    shown: bool

    @property
    def any(self) -> bool:
        return bool(self.app or self.keys)

    @property
    def few(self) -> bool:
        return self.any and len(self.codes) <= FEW


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
    recovery = next((one for one in held if one.type == Authenticator.Type.RECOVERY_CODES), None)
    codes = recovery.wrap() if recovery else None
    return Steps(
        app=next((one for one in held if one.type == Authenticator.Type.TOTP), None),
        keys=tuple(one for one in held if one.type == Authenticator.Type.WEBAUTHN),
        recovery=recovery,
        codes=tuple(codes.get_unused_codes()) if codes else (),
        shown=bool(codes and codes.did_view),
    )
