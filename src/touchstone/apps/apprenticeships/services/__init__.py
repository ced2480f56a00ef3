"""Writes: enrolling, one by one or from a table, who takes part, life events, corrections. Reads that are logged: the
timeline, who can see it, what was corrected, the result of an import."""

from touchstone.apps.apprenticeships.services.breaks import add_break, correct_break, end_break, remove_break
from touchstone.apps.apprenticeships.services.changing import change_employer, change_version
from touchstone.apps.apprenticeships.services.correcting import (
    Learner,
    correct_learner,
    correct_participant,
    is_corrected_here,
    open_corrections,
)
from touchstone.apps.apprenticeships.services.employers import invite_first_owner
from touchstone.apps.apprenticeships.services.enrolment import DUPLICATE, NewEmployer, enrol
from touchstone.apps.apprenticeships.services.events import is_released
from touchstone.apps.apprenticeships.services.handing_over import hand_over
from touchstone.apps.apprenticeships.services.importing import (
    cancel_import,
    carry_on,
    check_table,
    drop_import,
    drop_old_imports,
    open_result,
    start_import,
)
from touchstone.apps.apprenticeships.services.newcomers import Newcomer
from touchstone.apps.apprenticeships.services.offering import accept_offer, decline_offer, offer, take_back_offer
from touchstone.apps.apprenticeships.services.participants import assign, end_part
from touchstone.apps.apprenticeships.services.reading import open_seers, open_timeline
from touchstone.apps.apprenticeships.services.replacing import let_go, replace_part
from touchstone.apps.apprenticeships.services.starting import correct_start
from touchstone.apps.apprenticeships.services.withdrawing import come_back, withdraw

__all__ = [
    "DUPLICATE",
    "Learner",
    "NewEmployer",
    "Newcomer",
    "accept_offer",
    "add_break",
    "assign",
    "cancel_import",
    "carry_on",
    "change_employer",
    "change_version",
    "check_table",
    "come_back",
    "correct_break",
    "correct_learner",
    "correct_participant",
    "correct_start",
    "decline_offer",
    "drop_import",
    "drop_old_imports",
    "end_break",
    "end_part",
    "enrol",
    "hand_over",
    "invite_first_owner",
    "is_corrected_here",
    "is_released",
    "let_go",
    "offer",
    "open_corrections",
    "open_result",
    "open_seers",
    "open_timeline",
    "remove_break",
    "replace_part",
    "start_import",
    "take_back_offer",
    "withdraw",
]
