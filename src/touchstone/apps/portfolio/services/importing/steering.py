"""What people do with an import: start, cancel, drop it, and open its result."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.portfolio.imports import AT_WORK, KEPT, counted
from touchstone.apps.portfolio.models import PortfolioImport, PortfolioImportRow
from touchstone.apps.portfolio.storing import delete_quietly
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.refusal import Refused

State = PortfolioImport.State
ARCHIVE_DELETED = "Consent for a piece in the ZIP was taken back, so the ZIP was deleted. Send one without that piece."


@transaction.atomic
def start_portfolio_import(*, who: Who, one: PortfolioImport) -> PortfolioImport:
    """Add from now on what can be added, in the name of ``who``; or go on where it was cancelled. Idempotent.

    The work is a task, to be enqueued by the caller. Raises Refused where no row is left that can be imported,
    and where the ZIP was deleted.
    """
    one = locked(one)
    if one.state in AT_WORK:
        PortfolioImport.objects.filter(pk=one.pk).update(stopped_because="", moved_at=timezone.now())
        return one
    if not one.rows.filter(state=PortfolioImportRow.State.READY).exists():
        raise Refused("No row of this index can be imported.")
    if not one.archive_key:
        raise Refused(ARCHIVE_DELETED)
    one.state, one.started_by_id, one.moved_at, one.stopped_because = State.RUNNING, person_of(who), timezone.now(), ""
    one.save(update_fields=["state", "started_by", "moved_at", "stopped_because"])
    log("evidence.import-started", who=who, on=one, apprenticeship=one.apprenticeship_id)
    return one


@transaction.atomic
def cancel_portfolio_import(*, who: Who, one: PortfolioImport, because: str = "") -> PortfolioImport:
    """No further piece is added; those that are stay. Idempotent."""
    one = locked(one)
    if one.state == State.RUNNING:
        one.state, one.moved_at, one.stopped_because = State.CANCELLED, timezone.now(), because
        one.save(update_fields=["state", "moved_at", "stopped_because"])
        log("evidence.import-cancelled", who=who, on=one, apprenticeship=one.apprenticeship_id, details=counted(one))
    return one


def drop_archive(*, who: Who, one: PortfolioImport) -> None:
    """Delete the ZIP, in the caller's transaction; the rows stay, and a run that goes on is cancelled.

    Raises OSError where storage does not answer.
    """
    one = cancel_portfolio_import(who=who, one=one, because=ARCHIVE_DELETED)
    key, one.archive_key, one.stopped_because = one.archive_key, "", ARCHIVE_DELETED
    one.save(update_fields=["archive_key", "stopped_because"])
    default_storage.delete(key)


def drop_portfolio_import(*, who: Who, one: PortfolioImport) -> None:
    """Delete the ZIP with its rows. What was imported stays. Raises Refused while it runs."""
    with transaction.atomic():
        one = locked(one)
        if one.state == State.RUNNING:
            raise Refused("Cancel the import first.")
        log("evidence.import-dropped", who=who, on=one, apprenticeship=one.apprenticeship_id, details=counted(one))
        one.delete()
    if one.archive_key:
        delete_quietly(one.archive_key)


def drop_old_portfolio_imports() -> int:
    """Delete those nobody has worked on for a week. How many."""
    old = PortfolioImport.objects.filter(moved_at__lt=timezone.now() - KEPT)
    for one in old:
        cancel_portfolio_import(who=SYSTEM, one=one)
        drop_portfolio_import(who=SYSTEM, one=one)
    return len(old)


def open_import_result(*, who: Who, one: PortfolioImport) -> QuerySet[PortfolioImportRow]:
    """Every row as it stands, in the order of the index; the log says who asked for all of them."""
    log("evidence.import-opened", who=who, on=one, apprenticeship=one.apprenticeship_id)
    return one.rows.order_by("number")


def locked(one: PortfolioImport) -> PortfolioImport:
    return PortfolioImport.objects.select_for_update(of=("self",), no_key=True).get(pk=one.pk)
