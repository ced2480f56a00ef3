"""Adoptions for the tests: Ada drafts for Meridian, Abel signs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cast import Cast, as_actor
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.apps.plans import folder, services
from touchstone.apps.plans.models import Adoption
from touchstone.apps.plans.queries import adopted_plan
from touchstone.apps.plans.services.checking import rule_of, seen
from touchstone.standards import adoption as adopting
from touchstone.standards.model import Plan

NEW, OLD = "ST1379-1.2", "ST1379-1.1"


def ada(cast: Cast) -> Actor:
    return as_actor(cast.ada, Role.ADMINISTRATOR)


def abel(cast: Cast) -> Actor:
    return as_actor(cast.abel, Role.ADMINISTRATOR)


def drafted(cast: Cast) -> Adoption:
    return services.draft(who=ada(cast), organisation=cast.meridian, plan_id=NEW, carried_from=OLD)


def signed(cast: Cast) -> Adoption:
    adoption = drafted(cast)
    return services.sign(who=abel(cast), adoption=adoption, file_hash=adoption.file_hash)


def now(adoption: Adoption) -> Plan:
    """The plan as its file stands."""
    plan = adopted_plan(Adoption.objects.select_related("organisation").get(pk=adoption.pk))
    assert plan is not None
    return plan


def checked(who: Actor, adoption: Adoption, rule: str, method: str | None = None, **changes: Any) -> Adoption:
    part = rule_of(now(adoption), rule, method)
    assert part is not None
    arguments: dict[str, Any] = {
        "who": who,
        "adoption": adoption,
        "rule": rule,
        "method": method,
        "document": "Assessment plan 1.2",
        "page": "9",
        "as_seen": seen(part),
    }
    return services.check_rule(**{**arguments, **changes})


def from_the_command_line(cast: Cast, **changes: Any) -> None:
    """A draft as ``touchstone plan draft`` leaves it in the data folder."""
    arguments: dict[str, Any] = {
        "organisation": cast.meridian.epa_id,
        "organisation_name": cast.meridian.name,
        "by": "Cleo Console",
        "on": dt.date(2026, 1, 5),
    }
    text = adopting.draft(NEW, OLD, **{**arguments, **changes})
    folder.write(folder.adoption_file(cast.meridian, NEW), text)
