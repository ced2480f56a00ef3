"""How the pages about adoptions find theirs."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import Organisation
from touchstone.apps.people.queries import organisations_where
from touchstone.apps.people.roles import Role
from touchstone.apps.plans.models import Adoption
from touchstone.apps.plans.queries import adopted_plan, adoptions_visible_to
from touchstone.apps.plans.services.checking import rule_of
from touchstone.standards.model import Method, Plan, Rule


@dataclass(frozen=True, slots=True)
class Part:
    """A rule or a method's sheet of an adoption, to be checked."""

    adoption: Adoption
    plan: Plan
    part: Rule | Method

    @property
    def organisation_id(self) -> uuid.UUID:
        return self.adoption.organisation_id


def find_adoption(actor: Actor, pk: uuid.UUID) -> Adoption | None:
    return adoptions_visible_to(actor).filter(pk=pk).first()


def find_rule(actor: Actor, pk: uuid.UUID, rule: str) -> Part | None:
    """``rule``: the id of a rule, with ":" and its method where it has one. None while the file cannot be used."""
    rule_id, _, method = rule.partition(":")
    return _part(actor, pk, lambda plan: rule_of(plan, rule_id, method or None))


def find_sheet(actor: Actor, pk: uuid.UUID, method: str) -> Part | None:
    return _part(actor, pk, lambda plan: next((one for one in plan.methods if one.id == method), None))


def key_of(rule: Rule) -> str:
    """What stands in the address of a rule's page."""
    return f"{rule.id}:{rule.method}" if rule.method else rule.id


def administered(actor: Actor) -> list[Organisation]:
    """The assessment organisations somebody administers, by name."""
    return list(organisations_where(actor, Role.ADMINISTRATOR))


def _part(actor: Actor, pk: uuid.UUID, choose: Callable[[Plan], Rule | Method | None]) -> Part | None:
    adoption = find_adoption(actor, pk)
    plan = adopted_plan(adoption) if adoption else None
    if adoption is None or plan is None:
        return None
    part = choose(plan)
    return Part(adoption, plan, part) if part else None
