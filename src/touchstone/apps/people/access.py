"""The access table: who may do what. Default deny; every answer comes with its reason.

Each app's ``policy.py`` has a ``TABLE`` of actions. An action names the roles that may do it; whether somebody holds
one of these roles *on the thing in question* is answered by the app that knows the thing. What somebody may not even
see is never found (``queries.visible_to``), so it answers 404 before this table is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal

from django.apps import apps

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role

Audience = Literal["everyone", "signed-in", "roles"]


@dataclass(frozen=True)
class Action:
    """A row of the table. ``does`` completes "may …"; ``refusal`` is the sentence shown to whoever may not.

    ``stops``: nobody does it while the apprentice is withdrawn.
    """

    name: str
    does: str
    roles: frozenset[Role] = frozenset()
    audience: Audience = "roles"
    sensitive: bool = False  # doing it reads something that is logged
    stops: bool = False

    @property
    def refusal(self) -> str:
        if self.audience == "signed-in":
            return f"Sign in to {self.does}."
        allowed = sorted(role.label.lower() for role in self.roles)
        return f"You cannot {self.does}. This can be done by: {', '.join(allowed)}."


@dataclass(frozen=True)
class Line:
    """A log verb in words, for the timeline: ``says`` may use {name}s of the entry's details. Others never see it."""

    says: str
    seen_by: frozenset[Role]


@dataclass(frozen=True)
class Answer:
    allowed: bool
    because: str


def action(name: str) -> Action:
    """The row of that name. Raises KeyError for an action no table has."""
    return table()[name]


@cache
def table() -> dict[str, Action]:
    """All rows of all apps. Raises ValueError when two apps claim one name."""
    rows: dict[str, Action] = {}
    for policy in _policies():
        for row in policy.TABLE:
            if row.name in rows:
                raise ValueError(f"two rows of the access table are called {row.name}")
            rows[row.name] = row
    return rows


@cache
def timeline() -> dict[str, Line]:
    """The verbs of all apps that a timeline tells, in words."""
    return {verb: line for policy in _policies() for verb, line in getattr(policy, "TIMELINE", {}).items()}


def _policies() -> Iterator[Any]:
    """The ``policy`` modules of our apps, in the order of the journey."""
    for config in apps.get_app_configs():
        name = f"{config.name}.policy"
        if config.name.startswith("touchstone.apps.") and find_spec(name):
            yield import_module(name)


def allows(actor: Actor, name: str, held: Collection[Role]) -> Answer:
    """May ``actor``, holding the roles ``held`` on the thing in question, do the action?"""
    row = action(name)
    if row.audience == "everyone":
        return Answer(True, "Open to everyone.")
    if actor.person_id is None:
        return Answer(False, f"Sign in to {row.does}.")
    if row.audience == "signed-in":
        return Answer(True, "Open to everyone who is signed in.")
    for role in held:
        if role in row.roles:
            return Answer(True, f"As {Role(role).label.lower()}.")
    return Answer(False, row.refusal)
