"""The work of an import, for as long as one task may take: checking its rows, then bringing them in.

The check gives every row the id of the piece it will make, and each piece is one transaction. So a run may be broken
off anywhere and taken up again, or made twice at once: no piece is made twice, and each row says whether it is done.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Sequence
from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.importing.reading import Row
from touchstone.apps.apprenticeships.policy import held_on
from touchstone.apps.people.actor import SYSTEM, Actor, actor_for
from touchstone.apps.portfolio.importing.archive import Archive
from touchstone.apps.portfolio.importing.checking import Checked, Checker
from touchstone.apps.portfolio.importing.unpacking import Unpacked, unpacked
from touchstone.apps.portfolio.imports import AT_WORK, counted, is_there, was_forgotten
from touchstone.apps.portfolio.inspection import taken_as
from touchstone.apps.portfolio.models import PortfolioImport, PortfolioImportRow
from touchstone.apps.portfolio.policy import WRITES
from touchstone.apps.portfolio.services.evidence import Piece, add_evidence
from touchstone.apps.portfolio.services.files import store_file
from touchstone.apps.portfolio.services.importing.steering import cancel_portfolio_import, locked
from touchstone.apps.portfolio.storing import delete_quietly
from touchstone.apps.records.log import log
from touchstone.apps.records.refusal import NotNow, Refused
from touchstone.apps.records.turns import let_others_write

logger = logging.getLogger(__name__)

AT_ONCE = 100  # rows read at a time
NOT_ALLOWED = "Whoever started it may no longer add evidence here."
GONE = "The ZIP could not be read from our storage. Send it again: what is imported is found and left alone."
FAULT = "A fault on our side kept this row from being imported. Whoever runs this site has been told."
FORGOTTEN = "This file was withdrawn here, because consent for it was taken back."
SAME = "Row {number} has the same file with the same title."
State = PortfolioImport.State
RowState = PortfolioImportRow.State


def carry_on_portfolio_import(*, id: uuid.UUID, seconds: float) -> bool:
    """Check rows, or import them, for so long. True where more are left to do: call it again."""
    one = PortfolioImport.objects.filter(pk=id).select_related("apprenticeship", "started_by").first()
    if one is None or one.state not in AT_WORK:
        return False
    try:
        with default_storage.open(one.archive_key, "rb") as content:
            archive = Archive(cast(BinaryIO, content))
            if one.state == State.CHECKING:
                return _check_rows(one, archive, seconds)
            return _import_rows(one, archive, seconds)
    except NotNow as not_now:
        _stop(one, " ".join(not_now.reasons)[:200])
    except (OSError, Refused):
        logger.exception("The ZIP of import %s cannot be read", one.pk)
        _stop(one, GONE)
    return False


def _check_rows(one: PortfolioImport, archive: Archive, seconds: float) -> bool:
    checker, end = Checker(one.apprenticeship, archive), time.monotonic() + seconds
    while rows := list(one.rows.filter(state=RowState.WAITING).order_by("number")[:AT_ONCE]):
        PortfolioImport.objects.filter(pk=one.pk).update(moved_at=timezone.now())
        for row in rows:
            _check(row, checker.check(_read(row)), archive, one)
            if time.monotonic() >= end:
                return True
    PortfolioImport.objects.filter(pk=one.pk, state=State.CHECKING).update(state=State.CHECKED, moved_at=timezone.now())
    return False


def _check(row: PortfolioImportRow, checked: Checked, archive: Archive, one: PortfolioImport) -> None:
    """Also what is in the file; said once, whatever another worker says of the row meanwhile."""
    sha256, there = "", False
    if checked.entry is not None:
        try:
            with unpacked(archive.file, checked.entry) as file:
                sha256 = file.sha256
                taken_as(str(file.name), cast(BinaryIO, file.file))
        except NotNow:
            raise
        except Refused as refused:
            checked.errors += refused.reasons
    title = checked.given.get("title", "")
    if sha256 and was_forgotten(one.apprenticeship, sha256):
        checked.errors.append(FORGOTTEN)
    if sha256 and title:
        there = is_there(one.apprenticeship, sha256, title)
        same = one.rows.filter(sha256=sha256, number__lt=row.number).values_list("number", "cells")
        checked.errors += [SAME.format(number=number) for number, cells in same if cells["title"] == title][:1]
    state = RowState.WRONG if checked.errors else RowState.THERE if there else RowState.READY
    PortfolioImportRow.objects.filter(pk=row.pk, state=RowState.WAITING).update(
        state=state, sha256=sha256, errors=checked.errors, warnings=[] if there else checked.warnings
    )


def _import_rows(one: PortfolioImport, archive: Archive, seconds: float) -> bool:
    who = _starter(one)
    if who is None:
        _stop(one, NOT_ALLOWED)
        return False
    checker, end = Checker(one.apprenticeship, archive), time.monotonic() + seconds
    while rows := list(one.rows.filter(state=RowState.READY).order_by("number")[:AT_ONCE]):
        PortfolioImport.objects.filter(pk=one.pk).update(moved_at=timezone.now())
        for row in rows:
            began = time.monotonic()
            if not _carry_out(who, row, checker.check(_read(row)), archive, one):
                return False
            if time.monotonic() >= end:
                return True
            let_others_write(time.monotonic() - began)
    _end(one, who)
    return False


def _carry_out(who: Actor, row: PortfolioImportRow, checked: Checked, archive: Archive, one: PortfolioImport) -> bool:
    """One row. False once the import runs no more."""
    try:
        if checked.errors or checked.entry is None:
            _settle(row, RowState.WRONG, checked.errors)
            return _runs(one)
        with unpacked(archive.file, checked.entry) as file:
            if was_forgotten(one.apprenticeship, file.sha256):  # since it was checked
                _settle(row, RowState.WRONG, [FORGOTTEN])
                return _runs(one)
            if is_there(one.apprenticeship, file.sha256, checked.given["title"]):
                _settle(row, RowState.THERE, [])
                return _runs(one)
            return _bring_in(who, row, checked, file, one)
    except (OperationalError, InterfaceError, NotNow):
        raise  # the database is away or busy, and the task is taken up again; or the machines cannot take the file now
    except Refused as refused:
        _settle(row, RowState.WRONG, refused.reasons)
    except PortfolioImport.DoesNotExist:
        return False
    except Exception:
        logger.exception("Row %s of import %s failed", row.number, row.source_id)
        _settle(row, RowState.WRONG, [FAULT])
    return True


def _bring_in(who: Actor, row: PortfolioImportRow, checked: Checked, file: Unpacked, one: PortfolioImport) -> bool:
    """The file first: should the piece not follow, the clockwork clears it away."""
    if not _runs(one):
        return False
    stored = store_file(who=who, apprenticeship=one.apprenticeship, upload=file)
    given = checked.given
    piece = Piece(
        type=given["type"],
        title=given["title"],
        happened_on=given["date"],
        text=given.get("note", ""),
        mentee_code=given.get("mentee", ""),
        ksbs=given.get("ksbs", []),
        anonymised=given.get("anonymised", False),
        files=[stored],
    )
    with transaction.atomic():
        if locked(one).state != State.RUNNING:  # two runs of one import take turns, and so does cancelling
            return False
        row.refresh_from_db(fields=["state"])
        if row.state == RowState.READY:
            add_evidence(who=who, id=row.pk, apprenticeship=one.apprenticeship, piece=piece)
            _settle(row, RowState.DONE, [])
    return True


def _runs(one: PortfolioImport) -> bool:
    return PortfolioImport.objects.filter(pk=one.pk, state=State.RUNNING).exists()


def _settle(row: PortfolioImportRow, state: RowState, errors: Sequence[str]) -> None:
    """Said once: what another run has said of the row meanwhile stands."""
    PortfolioImportRow.objects.filter(pk=row.pk, state=RowState.READY).update(state=state, errors=list(errors))


def _stop(one: PortfolioImport, because: str) -> None:
    """It cannot go on by itself: somebody has to say so, once what was in its way is gone."""
    if one.state == State.RUNNING:
        cancel_portfolio_import(who=SYSTEM, one=one, because=because)
    else:
        PortfolioImport.objects.filter(pk=one.pk).update(stopped_because=because)


def _end(one: PortfolioImport, who: Actor) -> None:
    """The ZIP is needed no more."""
    with transaction.atomic():
        one = locked(one)
        if one.state != State.RUNNING or one.rows.filter(state=RowState.READY).exists():
            return
        key, one.archive_key, one.state, one.moved_at = one.archive_key, "", State.ENDED, timezone.now()
        one.save(update_fields=["archive_key", "state", "moved_at"])
        log("evidence.import-ended", who=who, on=one, apprenticeship=one.apprenticeship_id, details=counted(one))
    delete_quietly(key)


def _starter(one: PortfolioImport) -> Actor | None:
    """Whoever started it, acting as they did; None once they may do it no more."""
    if one.started_by is None or not one.started_by.is_active or one.apprenticeship.withdrawn_on:
        return None
    actor = actor_for(one.started_by)
    held = sorted(WRITES & held_on(actor, one.apprenticeship))
    return actor.acting(held[0]) if held else None


def _read(row: PortfolioImportRow) -> Row:
    return Row(row.number, row.cells, row.surplus)
