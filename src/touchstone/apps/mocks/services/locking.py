"""Taking hold of a mock for a change: its holder's own, not shared yet, not changed since."""

from __future__ import annotations

from touchstone.apps.mocks.models import Mock
from touchstone.apps.records.log import Who
from touchstone.apps.records.refusal import Refused, Stale


def hold(mock: Mock, *, who: Who, version: int) -> Mock:
    """The row, locked until the transaction ends, its version counted on (saved by the caller).

    Raises Refused for anybody but its holder and for one that is shared; Stale where ``version`` has passed.
    """
    held = (
        Mock.objects.select_for_update(of=("self",), no_key=True)
        .select_related("apprenticeship__assessment_organisation", "apprenticeship__apprentice")
        .filter(pk=mock.pk)
        .first()
    )
    if held is None:
        raise Refused("This mock was thrown away meanwhile.")
    if held.held_by_id != who.person_id:
        raise Refused("Only whoever holds a mock writes on it.")
    if held.shared_at is not None:
        raise Refused("This mock is shared with the apprentice, so it is locked. Hold another one.")
    if held.version != version:
        raise Stale
    held.version += 1
    return held
