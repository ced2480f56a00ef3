"""What is done again and again: every job, how often, and what it does. One command a minute does all that is due."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.utils import timezone

from touchstone.apps.apprenticeships.services import drop_old_imports
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.services import drop_old_held_forms
from touchstone.apps.people.services.sign_ins import drop_ended_sign_ins
from touchstone.apps.portfolio.services import drop_abandoned_uploads, drop_expired, drop_unattached, scan_waiting
from touchstone.apps.portfolio.services.importing import drop_old_portfolio_imports
from touchstone.apps.post.services import clear_old, send_waiting
from touchstone.apps.results.services import delete_old_identities
from touchstone.apps.training.services import chase_signatures
from touchstone.apps.upkeep.services import clear_finished_tasks, note_end, sweep, take_up

logger = logging.getLogger(__name__)

UNATTACHED_KEPT = dt.timedelta(days=2)  # a form somebody leaves open over night still finds its files


@dataclass(frozen=True)
class Due:
    """A job: ``run`` is called when ``every`` has passed since it was last taken up. It may be called twice."""

    name: str
    every: dt.timedelta
    run: Callable[[], object]


def _send_mail() -> None:
    send_waiting(seconds=45)  # and leave before the next minute


def _drop_unattached_files() -> None:
    drop_unattached(who=SYSTEM, before=timezone.now() - UNATTACHED_KEPT)


def _drop_expired_uploads() -> None:
    drop_expired(who=SYSTEM)


def _scan_files() -> None:
    scan_waiting(who=SYSTEM)


def _delete_old_identities() -> None:
    delete_old_identities(who=SYSTEM)


def _clear_sessions() -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
# What is done every minute is due again a little earlier, so that a start some seconds too soon does not skip a minute.
JOBS = (
    Due("take up tasks of dead workers", MINUTE / 2, sweep),
    Due("send waiting mail", MINUTE / 2, _send_mail),
    Due("check files for viruses", MINUTE / 2, _scan_files),
    Due("clear ended sessions", HOUR, _clear_sessions),
    Due("forget ended sign-ins", DAY, drop_ended_sign_ins),
    Due("drop files nobody attached", HOUR, _drop_unattached_files),
    Due("delete old identity documents", HOUR, _delete_old_identities),
    Due("drop uploads broken off", HOUR, drop_abandoned_uploads),
    Due("drop uploads nobody finished", HOUR, _drop_expired_uploads),
    Due("drop old held forms", HOUR, drop_old_held_forms),
    Due("drop old imports", DAY, drop_old_imports),
    Due("drop old imports of portfolios", DAY, drop_old_portfolio_imports),
    Due("remind of late signatures", HOUR, chase_signatures),
    Due("clear results of finished tasks", DAY, clear_finished_tasks),
    Due("clear old mail", DAY, clear_old),
)


def do_what_is_due(jobs: Sequence[Due] = JOBS) -> list[str]:
    """Do each job that is due and nobody else has taken up. One that fails does not keep the others. Those that failed.

    Raises only what the database says when it cannot be asked which are due.
    """
    failed = []
    for job in jobs:
        if not take_up(name=job.name, every=job.every):
            continue
        trouble = ""
        try:
            job.run()
        except Exception as error:
            logger.exception("The job “%s” failed", job.name)
            trouble = f"{type(error).__name__}: {error}"
            failed.append(job.name)
        note_end(name=job.name, trouble=trouble)
    return failed
