"""Writes: people, organisations, memberships; one's own account; forms held for somebody whose session ended."""

from touchstone.apps.people.services.accounts import make_person, set_password
from touchstone.apps.people.services.held_forms import (
    HELD_AT_ONCE,
    HELD_CHARACTERS,
    HELD_FOR,
    drop_held_form,
    drop_old_held_forms,
    hold_form,
)
from touchstone.apps.people.services.memberships import give_role, make_organisation

__all__ = [
    "HELD_AT_ONCE",
    "HELD_CHARACTERS",
    "HELD_FOR",
    "drop_held_form",
    "drop_old_held_forms",
    "give_role",
    "hold_form",
    "make_organisation",
    "make_person",
    "set_password",
]
