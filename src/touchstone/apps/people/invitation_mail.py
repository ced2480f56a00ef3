"""The mail that carries an invitation."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from touchstone.apps.people.models import Invitation, Membership, User
from touchstone.apps.people.queries import current
from touchstone.apps.people.roles import Role
from touchstone.apps.post.services import write

TEXT = """Hello {name}

{inviter} invites you to join {organisation} on Touchstone{roles}.

Touchstone is where an apprenticeship is run, from the first evidence to the result. Follow this link to join. It works
once, until {end}:

{link}

Did you not expect this? Then you need do nothing: without the link nobody can join in your name.


Touchstone at {address}
"""


def write_invitation(invitation: Invitation, token: str) -> tuple[str, uuid.UUID]:
    """Put it into the outbox. The link, and the id of the message."""
    link = settings.ADDRESS + reverse("people:join", args=[token])
    inviter = inviter_of(invitation)
    person = User.objects.filter(email=invitation.email).first()
    name = invitation.organisation.name
    text = TEXT.format(
        name=invitation.name,
        inviter=inviter.name if inviter else "Whoever runs this site",
        organisation=name,
        roles=_as(roles_of(invitation, person)),
        end=date_format(timezone.localtime(invitation.ends_at), "j F Y, H:i"),
        link=link,
        address=settings.ADDRESS,
    )
    message = write(
        to=invitation.email,
        kind="invitation",
        subject=" ".join(f"Join {name} on Touchstone".split())[:200],
        text=text,
        person=person.pk if person else None,
        organisation=invitation.organisation_id,
    )
    return link, message.pk


def inviter_of(invitation: Invitation) -> User | None:
    """None for an invitation made by whoever runs the site."""
    return User.objects.filter(pk=invitation.made_by).first() if invitation.made_by else None


def roles_of(invitation: Invitation, person: User | None) -> list[Role]:
    """The roles it gives; where it gives none, those the person holds there already."""
    if invitation.roles:
        return [Role(role) for role in invitation.roles]
    held = current(Membership.objects.filter(person=person, organisation=invitation.organisation))
    return [role for role in Role if role in {one.role for one in held}]


def _as(roles: list[Role]) -> str:
    return f" as {' and '.join(role.label.lower() for role in roles)}" if roles else ""
