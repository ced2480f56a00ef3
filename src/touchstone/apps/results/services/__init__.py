"""Writes: quality assurance, release, the statement of result; and reads that are noted."""

from touchstone.apps.results.services.checking import agree, send_back
from touchstone.apps.results.services.identities import delete_old_identities
from touchstone.apps.results.services.reading import open_decision
from touchstone.apps.results.services.releasing import prospect, release
from touchstone.apps.results.services.statements import keep_statement, open_statement, statement

__all__ = [
    "agree",
    "delete_old_identities",
    "keep_statement",
    "open_decision",
    "open_statement",
    "prospect",
    "release",
    "send_back",
    "statement",
]
