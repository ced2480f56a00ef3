"""Writes: people, organisations, memberships; one's own account; forms held for somebody whose session ended."""

from touchstone.apps.people.services.accounts import make_person, set_password
from touchstone.apps.people.services.closing import close_account
from touchstone.apps.people.services.correcting import Identity, correct_member, correct_person
from touchstone.apps.people.services.founding import found_organisation
from touchstone.apps.people.services.held_forms import (
    HELD_AT_ONCE,
    HELD_CHARACTERS,
    HELD_FOR,
    drop_held_form,
    drop_old_held_forms,
    hold_form,
)
from touchstone.apps.people.services.invitations import (
    Invited,
    accept,
    accept_with_password,
    close_way_in,
    give_way_in,
    invite,
    invite_to_account,
    send_again,
    withdraw,
)
from touchstone.apps.people.services.lost_authenticator import remove_second_factor_of_member
from touchstone.apps.people.services.memberships import end_membership, end_role, give_role, make_organisation
from touchstone.apps.people.services.second_factor import (
    add_app,
    add_key,
    keep_recovery_codes,
    remove_second_factor,
    remove_step,
    renew_recovery_codes,
)
from touchstone.apps.people.services.sign_ins import end_other_sign_ins, end_sign_in, note_sign_in, tell_of_sign_in

__all__ = [
    "HELD_AT_ONCE",
    "HELD_CHARACTERS",
    "HELD_FOR",
    "Identity",
    "Invited",
    "accept",
    "accept_with_password",
    "add_app",
    "add_key",
    "close_account",
    "close_way_in",
    "correct_member",
    "correct_person",
    "drop_held_form",
    "drop_old_held_forms",
    "end_membership",
    "end_other_sign_ins",
    "end_role",
    "end_sign_in",
    "found_organisation",
    "give_role",
    "give_way_in",
    "hold_form",
    "invite",
    "invite_to_account",
    "keep_recovery_codes",
    "make_organisation",
    "make_person",
    "note_sign_in",
    "remove_second_factor",
    "remove_second_factor_of_member",
    "remove_step",
    "renew_recovery_codes",
    "send_again",
    "set_password",
    "tell_of_sign_in",
    "withdraw",
]
