"""Writes: files, pieces of evidence, submitted portfolios. Reads that are logged."""

from touchstone.apps.portfolio.services.claims import judge_claims, note_claims
from touchstone.apps.portfolio.services.confirming import ask_to_confirm, confirm_authenticity, open_draft, open_form
from touchstone.apps.portfolio.services.evidence import (
    Piece,
    add_evidence,
    change_evidence,
    open_evidence,
    remove_evidence,
)
from touchstone.apps.portfolio.services.files import (
    drop_abandoned_uploads,
    drop_unattached,
    erase_file,
    open_file,
    store_file,
)
from touchstone.apps.portfolio.services.forgetting import forget_content
from touchstone.apps.portfolio.services.looking import Look, draw, look_at
from touchstone.apps.portfolio.services.replacing import rename_file, replace_file, replace_without_place
from touchstone.apps.portfolio.services.scanning import scan_waiting
from touchstone.apps.portfolio.services.selecting import select
from touchstone.apps.portfolio.services.submission import may_pass_on, open_submitted_item, submit
from touchstone.apps.portfolio.services.uploads import (
    add_piece_of_each,
    begin_upload,
    drop_expired,
    drop_upload,
    finish_upload,
    offset_of,
    take_piece,
    take_whole,
)
from touchstone.apps.portfolio.services.withdrawing import withdraw_evidence

__all__ = [
    "Look",
    "Piece",
    "add_evidence",
    "add_piece_of_each",
    "ask_to_confirm",
    "begin_upload",
    "change_evidence",
    "confirm_authenticity",
    "draw",
    "drop_abandoned_uploads",
    "drop_expired",
    "drop_unattached",
    "drop_upload",
    "erase_file",
    "finish_upload",
    "forget_content",
    "judge_claims",
    "look_at",
    "may_pass_on",
    "note_claims",
    "offset_of",
    "open_draft",
    "open_evidence",
    "open_file",
    "open_form",
    "open_submitted_item",
    "remove_evidence",
    "rename_file",
    "replace_file",
    "replace_without_place",
    "scan_waiting",
    "select",
    "store_file",
    "submit",
    "take_piece",
    "take_whole",
    "withdraw_evidence",
]
