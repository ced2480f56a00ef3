"""Writes: quality assurance, release, the statement of result."""

from touchstone.apps.results.services.checking import agree, send_back
from touchstone.apps.results.services.releasing import prospect, release
from touchstone.apps.results.services.statements import keep_statement, open_statement, statement

__all__ = ["agree", "keep_statement", "open_statement", "prospect", "release", "send_back", "statement"]
