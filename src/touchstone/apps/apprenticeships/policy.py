"""Who may do what with an apprenticeship, and which roles somebody holds on one."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship, Participant
from touchstone.apps.people.access import Action, Answer, allows
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role

# Roles held in an organisation that reach every apprenticeship of that organisation.
BY_PROVIDER = frozenset({Role.QUALITY_LEAD})
BY_ASSESSMENT_ORGANISATION = frozenset({Role.ADMINISTRATOR, Role.QUALITY_ASSURER})

# Roles taken up on one apprenticeship, by being named in it.
BY_TAKING_PART = frozenset({Role.TUTOR, Role.LINE_MANAGER, Role.SUPERVISOR, Role.ASSESSOR, Role.REGULATOR_READER})

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
    frozenset({Role.TUTOR, Role.APPRENTICE}): "Nobody is their own tutor.",
    frozenset({Role.LINE_MANAGER, Role.APPRENTICE}): "Nobody is their own line manager.",
}

_EVERYBODY_ON_IT = frozenset(Role) - {Role.SAFEGUARDING_LEAD}

TABLE = (
    Action("apprenticeships.list", "see the list of apprentices", audience="signed-in"),
    Action("apprenticeship.enrol", "enrol an apprentice", roles=frozenset({Role.TUTOR, Role.QUALITY_LEAD})),
    Action("apprenticeship.see", "see this apprenticeship", roles=_EVERYBODY_ON_IT),
    Action("apprenticeship.timeline", "see the timeline of this apprenticeship", roles=_EVERYBODY_ON_IT),
    Action(
        "apprenticeship.share", "share this apprenticeship with the regulator", roles=frozenset({Role.ADMINISTRATOR})
    ),
)


def reach(actor: Actor) -> Q:
    """The apprenticeships ``actor`` may see, as a condition on ``Apprenticeship``."""
    if actor.person_id is None:
        return Q(pk=None)
    takes_part = Participant.objects.filter(
        Q(until=None) | Q(until__gt=timezone.now()), person_id=actor.person_id
    ).values("apprenticeship")
    return (
        Q(apprentice_id=actor.person_id)
        | Q(pk__in=takes_part)
        | Q(provider__in=actor.organisations(*BY_PROVIDER))
        | Q(assessment_organisation__in=actor.organisations(*BY_ASSESSMENT_ORGANISATION))
    )


def held_on(actor: Actor, apprenticeship: Apprenticeship) -> frozenset[Role]:
    """The roles ``actor`` holds on ``apprenticeship`` now. One query."""
    held: set[Role] = set()
    if actor.person_id is None:
        return frozenset()
    if apprenticeship.apprentice_id == actor.person_id:
        held.add(Role.APPRENTICE)
    for has in actor.held:
        if (has.role in BY_PROVIDER and has.organisation == apprenticeship.provider_id) or (
            has.role in BY_ASSESSMENT_ORGANISATION and has.organisation == apprenticeship.assessment_organisation_id
        ):
            held.add(has.role)
    now = timezone.now()
    held.update(
        Role(role)
        for role in apprenticeship.participants.filter(
            Q(until=None) | Q(until__gt=now), person_id=actor.person_id
        ).values_list("role", flat=True)
    )
    return frozenset(held)


def may(actor: Actor, action: str, apprenticeship: Apprenticeship) -> Answer:
    """May ``actor`` do ``action`` on this apprenticeship or on something that belongs to it?"""
    return allows(actor, action, held_on(actor, apprenticeship))
