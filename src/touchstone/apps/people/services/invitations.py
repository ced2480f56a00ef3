"""Inviting somebody to join an organisation, and what becomes of that.

The link in the mail carries 32 random bytes; only their hash is kept. It works once, until the invitation ends.
"""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from touchstone.apps.people.actor import SYSTEM, Actor, actor_for
from touchstone.apps.people.invitation_mail import inviter_of, write_invitation
from touchstone.apps.people.models import Invitation, Membership, Organisation, User
from touchstone.apps.people.queries import current
from touchstone.apps.people.roles import Role
from touchstone.apps.people.services.accounts import make_person, set_password
from touchstone.apps.people.services.addresses import vouch_for_address
from touchstone.apps.people.services.memberships import give_role, refuse_role
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.refusal import Refused

State = Invitation.State
NO_LONGER = {
    State.ACCEPTED: "This invitation has been used.",
    State.WITHDRAWN: "This invitation was withdrawn.",
    State.ENDED: "This invitation has ended.",
}


@dataclass(frozen=True, slots=True)
class Invited:
    """``link``: what the mail carries; empty where the invitation was made before, for then nobody knows it here."""

    invitation: Invitation
    link: str = ""


@transaction.atomic
def invite(
    *, who: Who, organisation: Organisation, email: str, name: str, roles: Collection[Role], id: uuid.UUID
) -> Invited:
    """Invite an address to hold ``roles`` (at least one). ``id`` comes from the form: sent twice, it invites once.

    Raises Refused for a role that kind of organisation has not, where the person holds all of them already, and while
    another invitation of this organisation to the address is unanswered.
    """
    email = email.strip().lower()
    _one_at_a_time(organisation)
    before = Invitation.objects.filter(pk=id).first()
    if before is not None:
        if (before.organisation_id, before.email) != (organisation.pk, email):
            raise Refused("This form has already been used to invite somebody else. Open the page again.")
        return Invited(before)
    if not roles:
        raise Refused("Choose at least one role.")
    for role in roles:
        refuse_role(organisation, role)
    person = User.objects.filter(email=email).first()
    _refuse_what_is_there(organisation, email, person, set(roles))
    return _make(who, organisation, email, name, roles, id)


@transaction.atomic
def invite_to_account(*, who: Who, person: User, organisation: Organisation) -> Invited | None:
    """Give somebody who holds their roles already a way in. None where they need none.

    They have a password, or an invitation that still works; or are of the demo, whose people nobody writes to.
    """
    if person.has_usable_password() or person.is_demo:
        return None
    if _unanswered(person.email).filter(ends_at__gt=timezone.now()).exists():
        return None
    return _make(who, organisation, person.email, person.name, (), uuid.uuid4())


@transaction.atomic
def give_way_in(*, who: Who, person: User, organisation: Organisation) -> Invited:
    """Send somebody a link to the account they have: a new one where one was sent before. Refused with a password."""
    _one_at_a_time(organisation)
    if person.has_usable_password():
        raise Refused(f"{person.name} has chosen a password. They can sign in.")
    before = _unanswered(person.email).filter(organisation=organisation, roles=[]).order_by("made_at").last()
    if before is not None:
        return send_again(who=who, invitation=before)
    return _make(who, organisation, person.email, person.name, (), uuid.uuid4())


@transaction.atomic
def close_way_in(*, who: Who, person: User, organisation: Organisation) -> None:
    """Withdraw what the organisation sent somebody who has not joined and now holds no role, here or elsewhere."""
    if not current(Membership.objects.filter(person=person)).exists():
        for invitation in _unanswered(person.email).filter(organisation=organisation, roles=[]):
            withdraw(who=who, invitation=invitation)


@transaction.atomic
def move_way_in(*, who: Who, person: User, old: str, joined: bool) -> bool:
    """Part of correcting an address: links to the account that went to the ``old`` one work no more.

    Whoever has not joined gets new ones where they are now. Whether any was sent. Invitations that give a role are
    left: they are another organisation's word to an address, and do not lead to this account any more.
    """
    sent = False
    for invitation in _unanswered(old).filter(roles=[]).select_related("organisation"):
        withdraw(who=who, invitation=invitation)
        if not joined:
            _make(who, invitation.organisation, person.email, person.name, (), uuid.uuid4())
            sent = True
    return sent


@transaction.atomic
def send_again(*, who: Who, invitation: Invitation) -> Invited:
    """A new link in a new mail; the one before works no more. Raises Refused once it is accepted or withdrawn."""
    invitation = _locked(invitation)
    if invitation.state in (State.ACCEPTED, State.WITHDRAWN):
        raise Refused(NO_LONGER[invitation.state])
    return _send(who, invitation, "invitation.sent-again")


@transaction.atomic
def withdraw(*, who: Who, invitation: Invitation) -> Invitation:
    """The link works no more. Idempotent. Raises Refused once it is accepted."""
    invitation = _locked(invitation)
    if invitation.state == State.ACCEPTED:
        raise Refused(f"{invitation.name} has accepted the invitation. End their role instead.")
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        log("invitation.withdrawn", who=who, on=invitation, details={"organisation": str(invitation.organisation_id)})
    return invitation


@transaction.atomic
def accept(*, who: Actor, token: str) -> Invitation:
    """Join, as the person signed in. Raises Refused where the link works no more or is meant for somebody else."""
    invitation = _open(token)
    person = User.objects.get(pk=person_of(who))
    if person.email != invitation.email:
        raise Refused("This invitation is meant for somebody else.")
    return _join(invitation, person)


def accept_with_password(*, token: str, name: str, password: str) -> User:
    """Join with a new account, or one nobody has a password for yet: that keeps its name. The person, to be signed in.

    Raises Refused where the link works no more, and where the account has a password: its person signs in first.
    """
    try:
        return _accept_with_password(token, name, password)
    except IntegrityError:  # they accepted the invitation of two organisations at once: the other has made the account
        return _accept_with_password(token, name, password)


@transaction.atomic
def _accept_with_password(token: str, name: str, password: str) -> User:
    invitation = _open(token)
    person = User.objects.select_for_update(of=("self",), no_key=True).filter(email=invitation.email).first()
    if person is None:
        if not invitation.roles:  # made for an account whose address has changed since
            raise Refused(NO_LONGER[State.WITHDRAWN])
        person = make_person(who=SYSTEM, email=invitation.email, name=name, is_demo=_of_demo(invitation))
    elif not person.is_active:
        raise Refused("This account is closed.")
    elif person.has_usable_password():
        raise Refused("There is an account with this address already. Sign in to join.")
    set_password(who=actor_for(person), person=person, password=password)
    _join(invitation, person)
    return person


def _join(invitation: Invitation, person: User) -> Invitation:
    invitation.accepted_at, invitation.accepted_by = timezone.now(), person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    vouch_for_address(person=person)
    who = actor_for(person)
    for role in invitation.roles:
        give_role(who=who, person=person, organisation=invitation.organisation, role=Role(role))
    log(
        "invitation.accepted",
        who=actor_for(person),
        on=invitation,
        details={"organisation": str(invitation.organisation_id), "person": str(person.pk), "roles": invitation.roles},
    )
    return invitation


def _make(
    who: Who,
    organisation: Organisation,
    email: str,
    name: str,
    roles: Collection[Role],
    id: uuid.UUID,
) -> Invited:
    invitation = Invitation(
        id=id,
        organisation=organisation,
        email=email,
        name=" ".join(name.split()),  # as typed: no account's name is told to who knows an address
        roles=[role.value for role in Role if role in roles],
        made_by=who.person_id,
        made_at=timezone.now(),
    )
    return _send(who, invitation, "invitation.made")


def _send(who: Who, invitation: Invitation, verb: str) -> Invited:
    token = secrets.token_urlsafe(32)
    invitation.token_hash = Invitation.hash_of(token)
    invitation.ends_at = timezone.now() + dt.timedelta(days=settings.INVITATION_DAYS)
    link, message = write_invitation(invitation, token)
    invitation.message = message
    invitation.save()
    log(
        verb,
        who=who,
        on=invitation,
        details={"organisation": str(invitation.organisation_id), "roles": invitation.roles},
        personal={"name": invitation.name, "email": invitation.email},
    )
    return Invited(invitation, link)


def _refuse_what_is_there(organisation: Organisation, email: str, person: User | None, roles: set[Role]) -> None:
    if _unanswered(email).filter(organisation=organisation).exists():
        raise Refused(
            f"{email} has been invited already and has not answered. Send that invitation again, or withdraw it."
        )
    if person is None:
        return
    held = {Role(one.role) for one in current(Membership.objects.filter(person=person, organisation=organisation))}
    if roles <= held:
        words = " and ".join(role.label.lower() for role in Role if role in roles)
        raise Refused(f"{person.name} is {words} at {organisation.name} already.")


def _unanswered(email: str) -> QuerySet[Invitation]:
    return Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None)


def _open(token: str) -> Invitation:
    invitation = (
        Invitation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation")
        .filter(token_hash=Invitation.hash_of(token))
        .first()
    )
    if invitation is None:
        raise Refused("This link does not work.")
    if invitation.state != State.OPEN:
        raise Refused(NO_LONGER[invitation.state])
    return invitation


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",), no_key=True).select_related("organisation")
    return rows.get(pk=invitation.pk)


def _one_at_a_time(organisation: Organisation) -> None:
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)


def _of_demo(invitation: Invitation) -> bool:
    """Whoever a demo person invites is of the demo too, so that a visitor can go on as them."""
    inviter = inviter_of(invitation)
    return inviter is not None and inviter.is_demo
