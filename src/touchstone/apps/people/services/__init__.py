"""Writes: people, organisations, memberships; one's own account; forms held for somebody whose session ended."""

from touchstone.apps.people.services.accounts import set_password
from touchstone.apps.people.services.held_forms import (
    HELD_AT_ONCE,
    HELD_CHARACTERS,
    HELD_FOR,
    drop_held_form,
    drop_old_held_forms,
    hold_form,
)
from touchstone.apps.people.services.membership import give_role, make_organisation, make_person
from touchstone.apps.people.services.second_factor import remove_second_factor

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
    "remove_second_factor",
    "set_password",
]
