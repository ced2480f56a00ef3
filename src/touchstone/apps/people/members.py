"""Reads of who belongs to an organisation, who is invited, and what became of the mail."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, TextField
from django.db.models.functions import Cast

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import Invitation, Membership, Organisation, User
from touchstone.apps.people.queries import current
from touchstone.apps.people.roles import Role
from touchstone.apps.people.searching import contains
from touchstone.apps.post.models import Message


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who holds a role in an organisation, or did. ``held``: what they hold there today, in order of roles."""

    person: User
    organisation: Organisation
    held: tuple[Membership, ...]

    @property
    def organisation_id(self) -> uuid.UUID:
        return self.organisation.pk

    def holds(self, role: Role) -> bool:
        return any(one.role == role for one in self.held)


@dataclass(frozen=True, slots=True)
class Invitee:
    """An invitation that has not been answered, with the mail that carries it (None: cleared away)."""

    invitation: Invitation
    mail: Message | None

    @property
    def ended(self) -> bool:
        return self.invitation.state == Invitation.State.ENDED


def organisation_seen(actor: Actor, pk: uuid.UUID) -> Organisation | None:
    """The organisation, for whoever holds any role in it."""
    return Organisation.objects.filter(pk__in={has.organisation for has in actor.held} & {pk}).first()


def member_seen(actor: Actor, pk: uuid.UUID, person: uuid.UUID) -> Member | None:
    """Somebody of an organisation the actor belongs to; also who has left it, for what they left behind."""
    organisation = organisation_seen(actor, pk)
    found = User.objects.filter(pk=person, memberships__organisation=pk).distinct().first()
    if organisation is None or found is None:
        return None
    held = current(Membership.objects.filter(person=found, organisation=organisation))
    return Member(found, organisation, _in_order(held))


def membership_seen(actor: Actor, pk: uuid.UUID) -> Membership | None:
    """A role held today in an organisation the actor belongs to."""
    held = current(Membership.objects.filter(organisation__in={has.organisation for has in actor.held}))
    return held.filter(pk=pk).select_related("person", "organisation").first()


def invitation_seen(actor: Actor, pk: uuid.UUID) -> Invitation | None:
    """An invitation of an organisation the actor belongs to."""
    own = Invitation.objects.filter(organisation__in={has.organisation for has in actor.held})
    return own.filter(pk=pk).select_related("organisation").first()


def members(organisation: Organisation, *, q: str = "", role: str = "") -> QuerySet[User]:
    """Whoever holds a role there today (``role``: that one) and has every word of ``q`` in name or e-mail address.

    By name, with ``held_here``: their Memberships there, in order of roles. One query more.
    """
    here = current(Membership.objects.filter(organisation=organisation))
    holding = here.filter(role=role) if role else here
    found = User.objects.filter(pk__in=holding.values("person")).order_by("name", "pk")
    for word in q.split():
        found = found.filter(contains("name", word) | contains("email", word))
    return found.prefetch_related(Prefetch("memberships", queryset=here.order_by("since"), to_attr="held_here"))


def unanswered(organisation: Organisation, *, q: str = "") -> QuerySet[Invitation]:
    """Invitations nobody has accepted or withdrawn, also those that have ended; the newest first."""
    found = Invitation.objects.filter(organisation=organisation, accepted_at=None, withdrawn_at=None)
    for word in q.split():
        found = found.filter(contains("name", word) | contains("email", word))
    return found.order_by("-made_at", "pk")


def with_mail(invitations: Sequence[Invitation]) -> list[Invitee]:
    """Each with its mail. One query."""
    mail = Message.objects.in_bulk([one.message for one in invitations if one.message])
    return [Invitee(one, mail.get(one.message) if one.message else None) for one in invitations]


def invitation_with(token: str) -> Invitation | None:
    """The invitation whose newest link carries this secret."""
    return Invitation.objects.filter(token_hash=Invitation.hash_of(token)).select_related("organisation").first()


def account_of(email: str) -> User | None:
    """Whoever signs in with that address."""
    return User.objects.filter(email=email.strip().lower()).first()


def ways_in(people: Sequence[User], organisation: Organisation) -> dict[uuid.UUID, Invitee]:
    """Person -> the invitation by which the organisation gives them a way in to the account they have. Two queries."""
    found = Invitation.objects.filter(
        organisation=organisation,
        roles=[],
        email__in=[one.email for one in people],
        accepted_at=None,
        withdrawn_at=None,
    ).order_by("made_at")
    by_email = {one.invitation.email: one for one in with_mail(list(found))}
    return {one.pk: by_email[one.email] for one in people if one.email in by_email}


def owners_of(organisation: Organisation) -> QuerySet[User]:
    """Its owners of today, by name. An account that is closed owns nothing."""
    held = current(Membership.objects.filter(organisation=organisation, role=Role.OWNER))
    return User.objects.filter(pk__in=held.values("person"), is_active=True).order_by("name")


def with_owners(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Each with ``owned`` (it has an owner today) and ``owner_invited`` (somebody has not answered yet)."""
    owners = current(Membership.objects.filter(organisation=OuterRef("pk"), role=Role.OWNER, person__is_active=True))
    asked = Invitation.objects.filter(organisation=OuterRef("pk"), accepted_at=None, withdrawn_at=None).annotate(
        as_text=Cast("roles", TextField())
    )
    return organisations.annotate(
        owned=Exists(owners), owner_invited=Exists(asked.filter(as_text__contains=f'"{Role.OWNER.value}"'))
    )


def others_answering_for(person: User, organisation: Organisation) -> QuerySet[Organisation]:
    """Other organisations in which the person holds a role and which have an owner, be it this person alone."""
    held = current(Membership.objects.filter(person=person)).exclude(organisation=organisation)
    owners = current(Membership.objects.filter(organisation=OuterRef("pk"), role=Role.OWNER, person__is_active=True))
    rows = Organisation.objects.filter(Exists(owners), pk__in=held.values("organisation"))
    return rows.order_by("name")


def _in_order(held: QuerySet[Membership]) -> tuple[Membership, ...]:
    order = list(Role)
    return tuple(sorted(held, key=lambda one: order.index(Role(one.role))))
