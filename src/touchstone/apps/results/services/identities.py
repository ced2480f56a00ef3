"""Deleting identity documents whose time is over."""

from __future__ import annotations

from touchstone.apps.gateway.services import delete_identity
from touchstone.apps.records.log import Who
from touchstone.apps.results.identities import whose_time_is_over


def delete_old_identities(*, who: Who) -> int:
    """One transaction each. How many files went. Raises OSError at the first that storage does not delete."""
    return sum(delete_identity(who=who, apprenticeship=one) for one in whose_time_is_over())
