"""Who may do what with an apprenticeship, and which roles somebody holds on one."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship, Participant
from touchstone.apps.people.access import Action, Answer, Line, allows
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role

# Roles held in an organisation that reach every apprenticeship of that organisation.
BY_PROVIDER = frozenset({Role.QUALITY_LEAD})
BY_ASSESSMENT_ORGANISATION = frozenset({Role.ADMINISTRATOR, Role.QUALITY_ASSURER})

# Roles taken up on one apprenticeship, by being named in it.
BY_TAKING_PART = frozenset({Role.TUTOR, Role.LINE_MANAGER, Role.SUPERVISOR, Role.ASSESSOR, Role.REGULATOR_READER})

# The sides of an apprenticeship in whose organisation a role on it is held. Empty: any organisation that has the role.
HELD_THROUGH: dict[Role, tuple[str, ...]] = {
    Role.APPRENTICE: ("employer",),
    Role.TUTOR: ("provider",),
    Role.QUALITY_LEAD: ("provider",),
    Role.SAFEGUARDING_LEAD: ("provider", "employer"),
    Role.LINE_MANAGER: ("employer",),
    Role.SUPERVISOR: ("provider", "employer"),
    Role.ASSESSOR: ("assessment_organisation",),
    Role.QUALITY_ASSURER: ("assessment_organisation",),
    Role.ADMINISTRATOR: ("assessment_organisation",),
    Role.REGULATOR_READER: (),
    Role.OWNER: (),
}

# What one person may not combine on the same apprenticeship, with the reason.
NOT_TOGETHER: dict[frozenset[Role], str] = {
    frozenset({Role.ASSESSOR, Role.QUALITY_ASSURER}): "Nobody quality-assures an assessment they made.",
    frozenset({Role.ASSESSOR, Role.TUTOR}): "Nobody assesses an apprentice they train.",
    frozenset({Role.ASSESSOR, Role.LINE_MANAGER}): "Nobody assesses an apprentice they manage.",
    frozenset({Role.ASSESSOR, Role.SUPERVISOR}): "Nobody assesses an apprentice they supervise.",
    frozenset({Role.ASSESSOR, Role.APPRENTICE}): "Nobody assesses themselves.",
    frozenset({Role.QUALITY_ASSURER, Role.TUTOR}): "Nobody quality-assures the assessment of an apprentice they train.",
    frozenset(
        {Role.QUALITY_ASSURER, Role.LINE_MANAGER}
    ): "Nobody quality-assures the assessment of somebody they manage.",
    frozenset({Role.QUALITY_ASSURER, Role.APPRENTICE}): "Nobody quality-assures their own assessment.",
    frozenset({Role.ADMINISTRATOR, Role.APPRENTICE}): "Nobody administers their own assessment.",
    frozenset({Role.ADMINISTRATOR, Role.TUTOR}): "Nobody administers the assessment of an apprentice they train.",
    frozenset({Role.ADMINISTRATOR, Role.LINE_MANAGER}): "Nobody administers the assessment of somebody they manage.",
    frozenset({Role.TUTOR, Role.APPRENTICE}): "Nobody is their own tutor.",
    frozenset({Role.TUTOR, Role.LINE_MANAGER}): "Nobody gives the word of both the provider and the employer.",
    frozenset({Role.LINE_MANAGER, Role.APPRENTICE}): "Nobody is their own line manager.",
}

_EVERYBODY_ON_IT = frozenset(Role) - {Role.SAFEGUARDING_LEAD, Role.OWNER}

# Who needs the unique learner number and the date of birth: those who file them, and the person they are of.
IDENTIFIED = frozenset({Role.APPRENTICE, Role.TUTOR, Role.QUALITY_LEAD, Role.ADMINISTRATOR})
AT_THE_PROVIDER = frozenset({Role.TUTOR, Role.QUALITY_LEAD})
# Whose data it is, and those who answer for it. Whoever only takes part for a while has no say in who else looks.
ANSWERS_FOR_IT = IDENTIFIED | {Role.QUALITY_ASSURER}

TABLE = (
    Action("apprenticeships.list", "see the list of apprentices", audience="signed-in"),
    Action("apprenticeship.enrol", "enrol an apprentice", roles=AT_THE_PROVIDER),
    Action("apprenticeship.import", "import apprentices from a table", roles=AT_THE_PROVIDER),
    Action("apprenticeship.import-result", "open the result of an import", roles=AT_THE_PROVIDER, sensitive=True),
    Action("apprenticeship.see", "see this apprenticeship", roles=_EVERYBODY_ON_IT),
    Action(
        "apprenticeship.timeline", "see the timeline of this apprenticeship", roles=_EVERYBODY_ON_IT, sensitive=True
    ),
    Action("apprenticeship.identify", "see the ULN and date of birth", roles=IDENTIFIED),
    Action(
        "apprenticeship.seen",
        "see who can see this apprenticeship, and who has",
        roles=ANSWERS_FOR_IT,
        sensitive=True,
    ),
    Action("apprenticeship.people", "change who trains, manages or supervises the apprentice", roles=AT_THE_PROVIDER),
    Action("apprenticeship.breaks", "record breaks in learning", roles=AT_THE_PROVIDER),
    Action("apprenticeship.changes", "see the changes in this apprenticeship", roles=_EVERYBODY_ON_IT),
    Action("apprenticeship.change", "record changes in this apprenticeship", roles=AT_THE_PROVIDER),
    Action(
        "apprenticeship.offer", "offer this apprenticeship to another provider", roles=frozenset({Role.QUALITY_LEAD})
    ),
    Action("apprenticeship.take-over", "take over an apprenticeship", roles=frozenset({Role.QUALITY_LEAD})),
    Action("apprenticeship.correct", "correct the ULN or date of birth", roles=AT_THE_PROVIDER),
    Action(
        "apprenticeship.correct-released",
        "correct the ULN or date of birth after the result is released",
        roles=frozenset({Role.QUALITY_LEAD}),
    ),
    Action(
        "apprenticeship.correct-person",
        "correct the name or email address of the apprentice or a line manager",
        roles=frozenset({Role.QUALITY_LEAD}),
    ),
    Action(
        "apprenticeship.corrections",
        "see what was corrected, with the old values",
        roles=frozenset({Role.QUALITY_LEAD}),
        sensitive=True,
    ),
    Action(
        "apprenticeship.share", "share this apprenticeship with the regulator", roles=frozenset({Role.ADMINISTRATOR})
    ),
)


TIMELINE = {
    "apprenticeship.enrolled": Line("Enrolled on {plan}", _EVERYBODY_ON_IT),
    "person.assigned": Line("{person} takes part as {role}", _EVERYBODY_ON_IT),
    "person.ended": Line("{person} no longer takes part as {role}", _EVERYBODY_ON_IT),
    "break.added": Line("Break in learning from {first_day} recorded", _EVERYBODY_ON_IT),
    "break.ended": Line("Break in learning from {first_day} ended on {last_day}", _EVERYBODY_ON_IT),
    "break.corrected": Line("Break in learning corrected: now from {first_day}", _EVERYBODY_ON_IT),
    "break.removed": Line("Break in learning from {first_day} taken out", _EVERYBODY_ON_IT),
    "employer.changed": Line("Another employer from {first_day} on", _EVERYBODY_ON_IT),
    "provider.changed": Line("Another training provider from {first_day} on", _EVERYBODY_ON_IT),
    "version.changed": Line("From version {before} to version {now} on {first_day}", _EVERYBODY_ON_IT),
    # why somebody withdraws can be their own affair
    "apprenticeship.withdrawn": Line("Withdrawn from {first_day} on", IDENTIFIED),
    "apprenticeship.returned": Line("Back in learning on {first_day}", _EVERYBODY_ON_IT),
    "offer.made": Line("Offered to another training provider from {first_day} on", AT_THE_PROVIDER),
    "offer.declined": Line("The offer to another training provider was declined", AT_THE_PROVIDER),
    "offer.taken-back": Line("The offer to another training provider was taken back", AT_THE_PROVIDER),
    # whoever corrects says why, and may name the value: told to whom the values are shown
    "apprenticeship.corrected": Line("Corrected: {what}", IDENTIFIED),
    "person.corrected": Line("Corrected: {what} of {person}", AT_THE_PROVIDER),
    "corrections.opened": Line("The corrections were opened, with the old values", IDENTIFIED),
    "timeline.opened": Line("The timeline was opened", _EVERYBODY_ON_IT),
    "seers.opened": Line("The page of who can see this was opened", ANSWERS_FOR_IT),
}


def reach(actor: Actor, roles: Collection[Role] = frozenset(Role)) -> Q:
    """The apprenticeships on which ``actor`` holds one of ``roles``, as a condition on ``Apprenticeship``."""
    if actor.person_id is None:
        return Q(pk=None)
    reached = Q(provider__in=actor.organisations(*BY_PROVIDER & set(roles))) | Q(
        assessment_organisation__in=actor.organisations(*BY_ASSESSMENT_ORGANISATION & set(roles))
    )
    named = [_named_in(actor, role) for role in sorted(BY_TAKING_PART & set(roles) & actor.roles)]
    if Role.APPRENTICE in roles and named:
        named.append(Apprenticeship.objects.filter(apprentice_id=actor.person_id).values("pk"))
    elif Role.APPRENTICE in roles:
        reached |= Q(apprentice_id=actor.person_id)
    # One list of few, found by index: as conditions beside each other PostgreSQL would look at every apprenticeship.
    return reached | Q(pk__in=named[0].union(*named[1:])) if named else reached


def _named_in(actor: Actor, role: Role) -> QuerySet[Any]:
    """The ids of the apprenticeships ``actor`` takes part in as ``role``, held in an organisation of theirs."""
    through = [Q(**{f"apprenticeship__{side}__in": actor.organisations(role)}) for side in HELD_THROUGH[role]]
    return Participant.objects.filter(
        Q(until=None) | Q(until__gt=timezone.now()), reduce(or_, through, Q()), person_id=actor.person_id, role=role
    ).values("apprenticeship")


def held_on(actor: Actor, apprenticeship: Apprenticeship) -> frozenset[Role]:
    """The roles ``actor`` holds on ``apprenticeship`` now. One query; none where its participants are read already.

    A role that comes with an organisation gives way to one taken up here (even an ended one) that nobody may combine
    with it: an assessor of this apprentice is not also their quality assurer.
    """
    if actor.person_id is None:
        return frozenset()
    parts = [part for part in apprenticeship.participants.all() if part.person_id == actor.person_id]
    return _held(actor, apprenticeship, parts)


def held_on_each(actor: Actor, apprenticeships: Sequence[Apprenticeship]) -> dict[uuid.UUID, frozenset[Role]]:
    """``held_on`` for many at once, by the apprenticeship's id. One query."""
    parts: dict[uuid.UUID, list[Participant]] = {one.pk: [] for one in apprenticeships}
    if actor.person_id is None:
        return dict.fromkeys(parts, frozenset())
    for part in Participant.objects.filter(person_id=actor.person_id):
        parts.setdefault(part.apprenticeship_id, []).append(part)
    return {one.pk: _held(actor, one, parts[one.pk]) for one in apprenticeships}


def _held(actor: Actor, apprenticeship: Apprenticeship, parts: Sequence[Participant]) -> frozenset[Role]:
    now = timezone.now()
    held = {
        Role(part.role)
        for part in parts
        if (part.until is None or part.until > now) and holds_through(actor, Role(part.role), apprenticeship)
    }
    ever = {Role(part.role) for part in parts}
    if apprenticeship.apprentice_id == actor.person_id:
        held.add(Role.APPRENTICE)
        ever.add(Role.APPRENTICE)
    own = {(role, apprenticeship.provider_id) for role in BY_PROVIDER}
    own |= {(role, apprenticeship.assessment_organisation_id) for role in BY_ASSESSMENT_ORGANISATION}
    held |= {
        has.role
        for has in actor.held
        if (has.role, has.organisation) in own
        and not any(frozenset({has.role, other}) in NOT_TOGETHER for other in ever)
    }
    return frozenset(held)


def holds_through(actor: Actor, role: Role, apprenticeship: Apprenticeship) -> bool:
    """Whether they hold the role in an organisation of this apprenticeship: no part begins or lasts without it."""
    sides = {getattr(apprenticeship, f"{side}_id") for side in HELD_THROUGH[role]}
    organisations = actor.organisations(role)
    return bool(organisations & sides if sides else organisations)


def may(actor: Actor, action: str, apprenticeship: Apprenticeship) -> Answer:
    """May ``actor`` do ``action`` on this apprenticeship or on something that belongs to it?"""
    return allows(actor, action, held_on(actor, apprenticeship))
