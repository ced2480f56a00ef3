"""Who does a job, and how it ended. Several machines may ask in the same minute; one is told yes."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from touchstone.apps.upkeep.models import Job


@transaction.atomic
def take_up(*, name: str, every: dt.timedelta) -> bool:
    """Whether the job is due and therefore yours; it is due next after ``every``.

    Killed in the middle, it is done the next time. A clock set back does not put it off: a job that seems due later
    than in twice ``every`` is done now. (Twice: the clock of the machine that did it last may be a little ahead.)
    """
    Job.objects.get_or_create(name=name, defaults={"due_at": timezone.now()})
    job = Job.objects.select_for_update(no_key=True).get(name=name)
    now = timezone.now()  # once the row is ours: whoever had it before has moved it on from an earlier moment
    if now < job.due_at <= now + 2 * every:
        return False
    job.due_at = now + every
    job.save(update_fields=["due_at"])
    return True


def note_end(*, name: str, trouble: str) -> None:
    """It has been done; ``trouble`` says what went wrong, empty for nothing."""
    Job.objects.filter(name=name).update(
        ran_at=timezone.now(), trouble=" ".join(trouble.replace("\0", "").split())[:500]
    )
