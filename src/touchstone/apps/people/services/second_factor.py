"""The second step of signing in: adding one, removing one, recovery codes, and help for who has lost theirs."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import User
from touchstone.apps.people.second_factor import WAYS, has_one, is_required_of
from touchstone.apps.people.services.letters import tell
from touchstone.apps.people.services.sign_ins import end_all
from touchstone.apps.records.log import Who, log
from touchstone.apps.records.refusal import Refused

IN_WORDS = {Authenticator.Type.TOTP: "An authenticator app", Authenticator.Type.WEBAUTHN: "A passkey or security key"}


@transaction.atomic
def add_app(*, who: Actor, person: User, secret: str, code: str) -> None:
    """An authenticator app. ``code`` has proved that it works, and works no second time. Idempotent."""
    _lock(person)
    if not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(person, secret).validate_code(code)
        _added(who, person, Authenticator.Type.TOTP)


@transaction.atomic
def add_key(*, who: Actor, person: User, name: str, credential: dict[str, Any]) -> None:
    """A passkey or security key, as the browser answered and the form has checked."""
    _lock(person)
    WebAuthn.add(person, name, credential)
    _added(who, person, Authenticator.Type.WEBAUTHN)


def _added(who: Actor, person: User, kind: Authenticator.Type) -> None:
    RecoveryCodes.activate(person)  # leaves those there are
    tell(person, "A second step is added", f"{IN_WORDS[kind]} is now a second step when you sign in.")
    log("person.second-factor-added", who=who, on=person, details={"kind": kind.value})


@transaction.atomic
def remove_step(*, who: Actor, person: User, id: int, here: str | None) -> None:
    """Remove one's own second step; with the last of them the recovery codes go. Ends the sessions but ``here``.

    Raises Refused for the last one of somebody who must have one. Nothing happens when it is gone already.
    """
    _lock(person)
    ways = {one.pk: one for one in Authenticator.objects.filter(user=person, type__in=WAYS)}
    going = ways.get(id)
    if going is None:
        return
    if len(ways) == 1:
        if is_required_of(who):
            raise Refused("You need a second step to sign in. Add another one first, then remove this one.")
        Authenticator.objects.filter(user=person).delete()
    else:
        going.delete()
    end_all(person, but=here)
    kind = Authenticator.Type(going.type)
    tell(person, "A second step is removed", f"{IN_WORDS[kind]} is no longer a second step when you sign in.")
    log("person.second-factor-removed", who=who, on=person, details={"kind": kind.value})


@transaction.atomic
def renew_recovery_codes(*, who: Actor, person: User) -> None:
    """New recovery codes; the old ones work no more. Raises Refused for somebody without a second step."""
    _lock(person)
    if not has_one(person.pk):
        raise Refused("Recovery codes stand in for a second step. Add one first.")
    Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(person)
    tell(person, "You have new recovery codes", "New recovery codes have been made. The old ones no longer work.")
    log("person.recovery-codes-made", who=who, on=person)


@transaction.atomic
def keep_recovery_codes(*, who: Actor, person: User) -> None:
    """They say that they have kept the codes: these are shown no more. Idempotent."""
    _lock(person)
    codes = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    if codes is not None and not codes.wrap().did_view:
        codes.wrap().mark_as_viewed()
        log("person.recovery-codes-kept", who=who, on=person)


@transaction.atomic
def remove_second_factor(*, who: Who, person: User, reason: str) -> None:
    """For somebody who has lost theirs: remove every second step and recovery code, and end their sessions.

    They sign in with the password and, where one is required, are led to set up a new one. Raises Refused without a
    ``reason``, when there is nothing to remove, and to whoever asks for themselves: another person has to look.
    """
    if not reason.strip():
        raise Refused("Say why the second step is removed.")
    if who.person_id == person.pk:
        raise Refused("Somebody else has to remove your second step. Your own account lets you replace it.")
    _lock(person)
    kinds = sorted(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    if not kinds:
        raise Refused(f"{person.name} has no second step.")
    Authenticator.objects.filter(user=person).delete()
    end_all(person)
    tell(
        person,
        "Your second step is removed",
        "Your second step when you sign in has been removed by somebody who looks after accounts. Sign in with your "
        "password; if you need a second step, you are asked to set up a new one.",
    )
    log("person.second-factor-removed", who=who, on=person, details={"kinds": kinds}, personal={"reason": reason})


def _lock(person: User) -> None:
    """One change of an account's second steps at a time."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
