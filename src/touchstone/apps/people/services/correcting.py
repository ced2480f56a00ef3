"""Putting right how somebody is called and the address they sign in with. An address is an identity: whoever changes
it decides who can get into the account."""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import Membership, Organisation, User
from touchstone.apps.people.queries import current
from touchstone.apps.people.roles import Role
from touchstone.apps.people.services.addresses import vouch_for_address
from touchstone.apps.people.services.invitations import move_way_in
from touchstone.apps.people.services.sign_ins import end_all
from touchstone.apps.post import services as post
from touchstone.apps.records.log import Who, log
from touchstone.apps.records.refusal import Refused, Stale

WORDS = {"name": "name", "email": "email address"}
TAKEN = "Another account has this email address already."
ELSEWHERE = (
    "The email address cannot be changed here: {name} is known to another organisation as well, and whoever changes "
    "the address decides who can sign in as them. Ask whoever runs this installation to change it."
)

APPRENTICES = (
    "The email address of {name} cannot be changed here: what an apprentice writes is not their employer’s to read. "
    "The quality lead of their training provider changes it, on the apprenticeship."
)
SIGN_IN_ANEW = (
    "You are signed out everywhere, and neither your old password nor a second step you had works any more. To sign "
    "in, choose “Forgotten your password, or never set one?” on the sign-in page: a link comes to the new address."
)
JOIN = "You have not joined yet: an invitation comes to this address, with a link. One sent before works no more."
MOVED_AWAY = (
    "The account in Touchstone that had this email address has another one now. It can no longer be signed in to with "
    "this address, and nothing more is sent here."
)
NOT_RIGHT = "Is this not right? Tell the organisation that made the account, or whoever runs the website."


@dataclass(frozen=True, slots=True)
class Identity:
    """How somebody is called, and the address they sign in with, in lower case."""

    name: str
    email: str

    @classmethod
    def of(cls, person: User) -> Identity:
        return cls(person.name, person.email)


@transaction.atomic
def correct_member(
    *, who: Who, person: User, organisation: Organisation, was: Identity, now: Identity, reason: str
) -> User:
    """For the owners of ``organisation``, about its own people. As ``correct_person``.

    Raises Refused also where the address changes of somebody another organisation knows: an owner of the one must not
    get into what they do for the other. Nor may an employer's owner get into what its apprentices write.
    """
    if not current(Membership.objects.filter(person=person, organisation=organisation)).exists():
        raise Refused(f"{person.name} holds no role at {organisation.name} any more.")
    if now.email != was.email and known_elsewhere(person, organisation):
        raise Refused(ELSEWHERE.format(name=person.name))
    if now.email != was.email and person.memberships.filter(role=Role.APPRENTICE).exists():
        raise Refused(APPRENTICES.format(name=person.name))
    return correct_person(who=who, person=person, was=was, now=now, reason=reason)


def known_elsewhere(person: User, organisation: Organisation) -> bool:
    """Whether they hold, or held, a role in another organisation too: as an apprentice it lasts beyond the role."""
    return Membership.objects.filter(person=person).exclude(organisation=organisation).exists()


@transaction.atomic
def correct_person(
    *, who: Who, person: User, was: Identity, now: Identity, reason: str, apprenticeship: uuid.UUID | None = None
) -> User:
    """``was`` is what whoever corrects it saw. That they may change this person's address, the caller has made sure.

    A changed address ends the person's sessions, their password, their second steps and the links that were sent to
    the old one: whoever read mail there may have set them, and is not to come along. The person is told, at both
    addresses; whoever has not joined yet is invited anew. Idempotent. Raises Stale where somebody else has corrected
    it meanwhile, Refused without a reason, without a change, and where the address is another's.
    """
    person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    there = Identity.of(person)
    if there == now != was:
        return person  # a form sent twice
    if there != was:
        raise Stale
    if not reason.strip():
        raise Refused("Say why this is corrected.")
    changed = [field for field in ("name", "email") if getattr(was, field) != getattr(now, field)]
    if not changed:
        raise Refused("Nothing is changed: name and email address are as they were.")
    moved, joined = "email" in changed, person.has_usable_password()
    _save(person, now, moved)
    invited = moved and move_way_in(who=who, person=person, old=was.email, joined=joined)
    _tell(who, person, was, now, reason.strip(), JOIN if invited else SIGN_IN_ANEW)
    log(
        "person.corrected",
        who=who,
        on=person,
        apprenticeship=apprenticeship,
        details={"person": str(person.pk), "what": " and ".join(WORDS[field] for field in changed)},
        personal={
            "old": {field: getattr(was, field) for field in changed},
            "new": {field: getattr(now, field) for field in changed},
            "reason": reason.strip(),
        },
    )
    return person


def _save(person: User, now: Identity, moved: bool) -> None:
    if User.objects.filter(email=now.email).exclude(pk=person.pk).exists():
        raise Refused(TAKEN)
    person.name, person.email = now.name, now.email
    if moved:
        person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(update_fields=["name", "email", "password"])
    except IntegrityError:  # somebody else has taken it this moment
        raise Refused(TAKEN) from None
    if moved:
        Authenticator.objects.filter(user=person).delete()
        vouch_for_address(person=person)
        end_all(person)


def _tell(who: Who, person: User, was: Identity, now: Identity, reason: str, way_in: str) -> None:
    """The person where they are now, and the old address: it may be a stranger's, and learns nothing but the fact.

    ``way_in``: how whoever has another address gets in.
    """
    lines = [f"{by(who)} has corrected your account in Touchstone.", ""]
    if was.name != now.name:
        lines.append(f"Name: {now.name} (it was {was.name})")
    if was.email != now.email:
        lines.append(f"Email address: {now.email} (it was {was.email})")
    lines.append(f"Reason given: {reason}")
    if was.email != now.email:
        lines += ["", way_in]
        with suppress(Refused):  # it may never have been an address
            _write(person, was.email, was.name, [MOVED_AWAY])
    _write(person, now.email, now.name, lines)


def _write(person: User, to: str, name: str, lines: list[str]) -> None:
    text = "\n".join([f"Hello {name}", "", *lines, "", NOT_RIGHT, ""])
    post.write(to=to, kind="correction", subject="Touchstone: your account is corrected", text=text, person=person.pk)


def by(who: Who) -> str:
    """Whoever acts, as a letter names them."""
    if isinstance(who, Actor) and who.person_id:
        return f"{who.name} ({Role(who.acting_as).label.lower()})" if who.acting_as in Role.values else who.name
    return "Whoever runs this installation"
