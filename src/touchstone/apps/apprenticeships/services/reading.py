"""Reading what the log tells of an apprenticeship: that is in the log as well."""

from __future__ import annotations

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.records.log import Who, log


def open_timeline(*, who: Who, apprenticeship: Apprenticeship, reading: bool) -> None:
    """Note that ``who`` read the timeline; ``reading``: the one of who opened what."""
    log(
        "timeline.opened",
        who=who,
        on=apprenticeship,
        apprenticeship=apprenticeship.pk,
        details={"reading": reading},
    )


def open_seers(*, who: Who, apprenticeship: Apprenticeship) -> None:
    """Note that ``who`` read who can see the apprenticeship, and who has."""
    log("seers.opened", who=who, on=apprenticeship, apprenticeship=apprenticeship.pk)
