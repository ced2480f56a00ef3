"""Everybody who can see an apprenticeship today: worked out by the policy that lets them in, and by nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.policy import (
    BY_ASSESSMENT_ORGANISATION,
    BY_PROVIDER,
    HELD_THROUGH,
    held_on,
)
from touchstone.apps.people.access import action
from touchstone.apps.people.actor import Actor, actors_for
from touchstone.apps.people.models import Membership, User
from touchstone.apps.people.queries import current
from touchstone.apps.people.roles import Role


@dataclass(frozen=True, slots=True)
class Seer:
    """Somebody who can see it, the roles by which they do (in the order of ``Role``) and where they hold them."""

    person: uuid.UUID
    name: str
    roles: tuple[Role, ...]
    organisations: tuple[str, ...]


def seers_of(apprenticeship: Apprenticeship) -> list[Seer]:
    """By role, then by name, without whoever cannot sign in. Two queries where the participants are read already."""
    known = {part.person_id for part in apprenticeship.participants.all()} | {apprenticeship.apprentice_id}
    by_role = _by_organisation(apprenticeship)
    people = User.objects.filter(Q(pk__in=known) | Q(pk__in=by_role.values("person")), is_active=True)
    lets_in = action("apprenticeship.see").roles
    found = [
        Seer(actor.person_id, actor.name, _in_order(held), _where(actor, held, apprenticeship))
        for actor in actors_for(list(people))
        if actor.person_id and (held := held_on(actor, apprenticeship) & lets_in)
    ]
    order = list(Role)
    return sorted(found, key=lambda seer: (order.index(seer.roles[0]), seer.name.casefold(), seer.person))


def _by_organisation(apprenticeship: Apprenticeship) -> QuerySet[Membership]:
    """The roles held today that reach every apprenticeship of their organisation."""
    reach_it = Q(role__in=BY_PROVIDER, organisation=apprenticeship.provider_id) | Q(
        role__in=BY_ASSESSMENT_ORGANISATION, organisation=apprenticeship.assessment_organisation_id
    )
    return current(Membership.objects.filter(reach_it))


def _in_order(held: Collection[Role]) -> tuple[Role, ...]:
    return tuple(role for role in Role if role in held)


def _where(actor: Actor, held: Collection[Role], apprenticeship: Apprenticeship) -> tuple[str, ...]:
    """The names of the organisations by which they hold these roles here, each once."""
    named: dict[str, None] = {}
    for has in actor.held:
        sides = {getattr(apprenticeship, f"{side}_id") for side in HELD_THROUGH[has.role]}
        if has.role in held and (not sides or has.organisation in sides):
            named[has.organisation_name] = None
    return tuple(named)
