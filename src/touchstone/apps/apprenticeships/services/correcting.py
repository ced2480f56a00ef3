"""Putting right what was entered wrongly about an apprentice, and about the people around them, with a reason.

Old values go into the erasable part of the log. Decisions made before keep the facts they were asked with.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q

from touchstone.apps.apprenticeships.models import Apprenticeship, Participant
from touchstone.apps.apprenticeships.policy import may
from touchstone.apps.apprenticeships.queries import already_enrolled
from touchstone.apps.apprenticeships.services.enrolment import DUPLICATE
from touchstone.apps.apprenticeships.services.events import is_released
from touchstone.apps.people import services as people
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.members import owners_of
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.people.second_factor import has_one
from touchstone.apps.people.services.correcting import ELSEWHERE, by, known_elsewhere
from touchstone.apps.post import services as post
from touchstone.apps.records.log import log
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.queries import entries_of
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.rules import uln as ulns

WORDS = {"uln": "ULN", "date_of_birth": "date of birth"}
CORRECTED = frozenset({"apprenticeship.corrected", "person.corrected"})


@dataclass(frozen=True, slots=True)
class Learner:
    """What identifies a learner to the government's records."""

    uln: str
    date_of_birth: dt.date

    @classmethod
    def of(cls, apprenticeship: Apprenticeship) -> Learner:
        return cls(apprenticeship.uln, apprenticeship.date_of_birth)


@transaction.atomic
def correct_learner(
    *, who: Actor, apprenticeship: Apprenticeship, was: Learner, now: Learner, reason: str
) -> Apprenticeship:
    """``was`` is what whoever corrects it saw. The apprentice is told. Idempotent.

    Raises Stale where somebody else has corrected it meanwhile; Refused without a reason or a change, for what cannot
    be, and after the result is released to all but the provider's quality lead.
    """
    one = Apprenticeship.objects.select_for_update(of=("self",), no_key=True).get(pk=apprenticeship.pk)
    there = Learner.of(one)
    if there == now != was:
        return one  # a form sent twice
    if there != was:
        raise Stale
    if is_released(one):
        answer = may(who, "apprenticeship.correct-released", one)
        if not answer.allowed:
            raise Refused(answer.because)
        who = who.acting(Role.QUALITY_LEAD)
    if not reason.strip():
        raise Refused("Say why this is corrected.")
    changed = [field for field in WORDS if getattr(was, field) != getattr(now, field)]
    if not changed:
        raise Refused("Nothing is changed: ULN and date of birth are as they were.")
    _save(one, now)
    what = " and ".join(WORDS[field] for field in changed)
    _tell(who, one, what, reason.strip())
    log(
        "apprenticeship.corrected",
        who=who,
        on=one,
        apprenticeship=one.pk,
        details={"what": what},
        personal={
            "old": {field: str(getattr(was, field)) for field in changed},
            "new": {field: str(getattr(now, field)) for field in changed},
            "reason": reason.strip(),
        },
    )
    return one


@transaction.atomic
def correct_participant(
    *,
    who: Actor,
    apprenticeship: Apprenticeship,
    person: User,
    was: people.Identity,
    now: people.Identity,
    reason: str,
) -> User:
    """For the provider's quality lead, about the apprentice and the line managers. As ``people.correct_person``.

    Anybody can be named at an enrolment, so the address is theirs to change only for whoever nobody else knows. Raises
    Refused where another organisation or provider knows the person, or a line manager's employer has an owner to do it.
    """
    if not is_corrected_here(apprenticeship, person):
        raise Refused("Here only the apprentice and their line managers can be corrected.")
    if was.email != now.email:
        _refuse_address_of_others(apprenticeship, person)
    return people.correct_person(
        who=who, person=person, was=was, now=now, reason=reason, apprenticeship=apprenticeship.pk
    )


def is_corrected_here(apprenticeship: Apprenticeship, person: User) -> bool:
    """Whether the person is the apprentice, or their line manager today."""
    managers = apprenticeship.participants.filter(person=person, role=Role.LINE_MANAGER, until=None)
    return apprenticeship.apprentice_id == person.pk or managers.exists()


def open_corrections(*, who: Actor, apprenticeship: Apprenticeship) -> Collection[LogEntry]:
    """What was corrected, newest first, with old and new values where they are not erased; the log says who looked."""
    found = list(entries_of(apprenticeship.pk, CORRECTED))
    log("corrections.opened", who=who, on=apprenticeship, apprenticeship=apprenticeship.pk)
    return found


def _save(one: Apprenticeship, now: Learner) -> None:
    if trouble := ulns.trouble(now.uln):
        raise Refused(f"{now.uln} is not a unique learner number: {trouble}.")
    if now.date_of_birth >= one.start:
        raise Refused("The date of birth must come before the start date.")
    if already_enrolled(now.uln, one.standard, one.start, besides=one.pk):
        raise Refused(DUPLICATE)
    one.uln, one.date_of_birth = now.uln, now.date_of_birth
    try:
        with transaction.atomic():
            one.save(update_fields=["uln", "date_of_birth"])
    except IntegrityError:  # enrolled, or corrected to it, this moment
        raise Refused(DUPLICATE) from None


def _tell(who: Actor, one: Apprenticeship, what: str, reason: str) -> None:
    """The apprentice, by mail. Mail can be read by others on its way: it carries no number and no date."""
    post.write(
        to=one.apprentice.email,
        kind="correction",
        subject=f"Touchstone: your {what} corrected",
        text=f"Hello {one.apprentice.name}\n\n{by(who)} has corrected your {what} in Touchstone, on the apprenticeship "
        f"{one.reference}. Sign in to see it.\nReason given: {reason}\n\n"
        "Is this not right? Tell your tutor or your training provider's quality lead.\n",
        person=one.apprentice_id,
    )


def _refuse_address_of_others(one: Apprenticeship, person: User) -> None:
    known_to = Participant.objects.filter(person=person).values("apprenticeship")
    others = Apprenticeship.objects.filter(Q(apprentice=person) | Q(pk__in=known_to)).exclude(provider=one.provider_id)
    if known_elsewhere(person, one.employer) or others.exists():
        raise Refused(ELSEWHERE.format(name=person.name))
    if person.pk != one.apprentice_id and owners_of(one.employer).exists():
        raise Refused(
            f"The email address cannot be changed here: {one.employer.name} has an owner of its own. Ask them to "
            "correct it."
        )
    if has_one(person.pk):
        raise Refused(
            f"The email address cannot be changed here: {person.name} signs in with a second step. Ask whoever runs "
            "this installation to change it."
        )
