"""How the pages of this section find what they are about."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import visible_to as visible_apprenticeships
from touchstone.apps.apprenticeships.queries import with_participants
from touchstone.apps.gateway.beside import with_beside
from touchstone.apps.gateway.models import Gateway, Given
from touchstone.apps.gateway.queries import attempts, visible_to, with_everybody, with_given
from touchstone.apps.gateway.requirements import Fact, asked
from touchstone.apps.gateway.rulings import with_ruler
from touchstone.apps.people.actor import Actor
from touchstone.standards.model import Plan, PlanNotHeld


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact the plan asks for, of one apprenticeship. ``gateway`` is not stored while nobody has begun.

    ``earlier``: what was given for it in the attempt before.
    """

    apprenticeship: Apprenticeship
    plan: Plan | PlanNotHeld
    gateway: Gateway
    fact: Fact
    earlier: Given | None = None


def find_asked(actor: Actor, pk: uuid.UUID, fact: str) -> Asked | None:
    """None also for a fact the plan does not ask for."""
    one = find_with_people(actor, pk)
    if one is None:
        return None
    plan = plan_of(one)
    facts = asked(plan)
    if fact not in facts:
        return None
    newest, *earlier = attempts_of(one)
    before = next((row for row in earlier[0].given.all() if row.fact == fact), None) if earlier else None
    return Asked(one, plan, newest, facts[fact], before)


def find_with_people(actor: Actor, pk: uuid.UUID) -> Apprenticeship | None:
    """With everybody who takes or took part (what somebody gave stands also after they have left), and who rules.

    And with what is wanted beside the plan.
    """
    return with_beside(with_ruler(with_participants(visible_apprenticeships(actor)))).filter(pk=pk).first()


def find_gateway(actor: Actor, pk: uuid.UUID) -> Gateway | None:
    return with_everybody(with_given(visible_to(actor))).filter(pk=pk).first()


def newest_of(one: Apprenticeship) -> Gateway:
    """The newest attempt, or the one that would be begun now."""
    return attempts_of(one)[0]


def attempts_of(one: Apprenticeship) -> list[Gateway]:
    """Every attempt, the newest first; where nobody has begun, the one that would be begun now."""
    found = attempts(one)
    if not found:
        found = [Gateway(apprenticeship=one, number=1)]
        prefetch_related_objects(found, "given")
    for gateway in found:
        gateway.apprenticeship = one  # so that nothing has to be read again
    return found
