"""A table of apprentices: checked whole before anything is changed, then enrolled row by row, each in one transaction.

The check gives every row the id of the apprenticeship it will make. So a run may be broken off anywhere and taken up
again, or made twice at once: nobody is enrolled twice, and each row says whether it is done.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Sequence
from typing import BinaryIO

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from touchstone.apps.apprenticeships.importing.checking import Checked, Checker
from touchstone.apps.apprenticeships.importing.columns import COLUMNS
from touchstone.apps.apprenticeships.importing.reading import Row, read_table
from touchstone.apps.apprenticeships.imports import KEPT, counted
from touchstone.apps.apprenticeships.models import Import, ImportRow
from touchstone.apps.apprenticeships.policy import AT_THE_PROVIDER
from touchstone.apps.apprenticeships.queries import employers_known_to
from touchstone.apps.apprenticeships.services.enrolment import NewEmployer, enrol
from touchstone.apps.apprenticeships.services.newcomers import Newcomer
from touchstone.apps.people.actor import SYSTEM, Actor, actor_for
from touchstone.apps.people.models import Organisation, User
from touchstone.apps.people.roles import Role
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.refusal import Refused
from touchstone.apps.records.turns import let_others_write

logger = logging.getLogger(__name__)

AT_ONCE = 1000  # rows checked with one set of queries
IN_A_RUN = 100  # the same while they are enrolled: what is known grows old
NOT_ALLOWED = "Whoever started it may no longer import apprentices here."
FAULT = "A fault on our side kept this row from being enrolled. Whoever runs this site has been told."
State = Import.State
RowState = ImportRow.State


def check_table(*, who: Actor, id: uuid.UUID, provider: Organisation, file_name: str, file: BinaryIO) -> Import:
    """Read and check the table and keep its rows; nothing else is changed. ``id`` comes from the form.

    Raises Refused for what is no table of apprentices. What is wrong with single rows is said at the rows.
    """
    before = Import.objects.filter(pk=id).first()
    if before is not None:
        if (before.uploaded_by_id, before.provider_id) != (who.person_id, provider.pk):
            raise Refused("This form has already been used to send another table. Open the page again.")
        return before
    table, checker = read_table(file, COLUMNS), Checker(provider)
    checked = [one for at in range(0, len(table.rows), AT_ONCE) for one in checker.check(table.rows[at : at + AT_ONCE])]
    now = timezone.now()
    with transaction.atomic():
        one, made = Import.objects.get_or_create(
            pk=id,
            defaults={
                "provider": provider,
                "uploaded_by_id": person_of(who),
                "file_name": file_name[:200],
                "notes": list(table.notes),
                "state": State.CHECKED,
                "uploaded_at": now,
                "moved_at": now,
            },
        )
        if made:
            ImportRow.objects.bulk_create(_row(one, *pair) for pair in zip(table.rows, checked, strict=True))
            log("import.checked", who=who, on=one, details={"provider": str(provider.pk), "rows": len(table.rows)})
    return one


@transaction.atomic
def start_import(*, who: Who, one: Import) -> Import:
    """Enrol from now on what can be enrolled, in the name of ``who``; or go on where it was cancelled. Idempotent.

    The work is a task, to be enqueued by the caller. Raises Refused where no row is left that can be enrolled.
    """
    one = _locked(one)
    if one.state == State.RUNNING:
        return one
    if not one.rows.filter(state=RowState.READY).exists():
        raise Refused("No row of this table can be enrolled.")
    one.state, one.started_by_id, one.moved_at, one.stopped_because = State.RUNNING, person_of(who), timezone.now(), ""
    one.save(update_fields=["state", "started_by", "moved_at", "stopped_because"])
    log("import.started", who=who, on=one, details={"provider": str(one.provider_id)})
    return one


@transaction.atomic
def cancel_import(*, who: Who, one: Import, because: str = "") -> Import:
    """No further row is enrolled; those that are stay. Idempotent."""
    one = _locked(one)
    if one.state == State.RUNNING:
        one.state, one.moved_at, one.stopped_because = State.CANCELLED, timezone.now(), because
        one.save(update_fields=["state", "moved_at", "stopped_because"])
        log("import.cancelled", who=who, on=one, details=counted(one))
    return one


@transaction.atomic
def drop_import(*, who: Who, one: Import) -> None:
    """Delete the table with its rows. Whoever was enrolled from it stays. Raises Refused while it runs."""
    one = _locked(one)
    if one.state == State.RUNNING:
        raise Refused("Cancel the import first.")
    log("import.dropped", who=who, on=one, details=counted(one))
    one.delete()


def drop_old_imports() -> int:
    """Delete the tables nobody has worked on for thirty days. How many."""
    old = Import.objects.filter(moved_at__lt=timezone.now() - KEPT)
    for one in old:
        with transaction.atomic():
            log("import.dropped", who=SYSTEM, on=one, details=counted(one))
            one.delete()
    return len(old)


def open_result(*, who: Who, one: Import) -> QuerySet[ImportRow]:
    """Every row as it stands, in the order of the table; the log says who asked for all of them."""
    log("import.opened", who=who, on=one, details={"provider": str(one.provider_id)})
    return one.rows.order_by("number")


def carry_on(*, id: uuid.UUID, seconds: float) -> bool:
    """Enrol rows for so long. True where more are left to do: call it again."""
    one = Import.objects.filter(pk=id).select_related("provider", "started_by").first()
    if one is None or one.state != State.RUNNING or one.started_by is None:
        return False
    who = _starter(one.started_by, one)
    if who is None:
        cancel_import(who=SYSTEM, one=one, because=NOT_ALLOWED)
        return False
    end = time.monotonic() + seconds
    while rows := list(one.rows.filter(state=RowState.READY).order_by("number")[:IN_A_RUN]):
        Import.objects.filter(pk=one.pk).update(moved_at=timezone.now())
        checker = Checker(one.provider)
        for row, checked in zip(rows, checker.check([_read(row) for row in rows]), strict=True):
            began = time.monotonic()
            if not _carry_out(who, row, checked, checker):
                return False
            if time.monotonic() >= end:
                return True
            let_others_write(time.monotonic() - began)
    _end(one, who)
    return False


def _carry_out(who: Actor, row: ImportRow, checked: Checked, checker: Checker) -> bool:
    """One row, in one transaction. False once the import runs no more."""
    try:
        with transaction.atomic():
            if _locked(row.source).state != State.RUNNING:  # two runs of one import take turns, and so does cancelling
                return False
            row.refresh_from_db(fields=["state"])
            if row.state == RowState.READY:
                _enrol(who, row, checked, checker)
    except Refused as refused:
        _settle(row, RowState.WRONG, refused.reasons)
    except (OperationalError, InterfaceError):
        raise  # the database is away or busy: the task is taken up again
    except Import.DoesNotExist:
        return False
    except Exception:
        logger.exception("Row %s of import %s failed", row.number, row.source_id)
        _settle(row, RowState.WRONG, [FAULT])
    return True


def _enrol(who: Actor, row: ImportRow, checked: Checked, checker: Checker) -> None:
    if checked.there or checked.errors:
        _settle(row, RowState.WRONG if checked.errors else RowState.THERE, checked.errors)
        return
    given = dict(checked.arguments)
    manager = Newcomer(given.pop("manager_name"), given.pop("manager_email"))
    if isinstance(given["employer"], str):
        given["employer"] = _made_meanwhile(given["employer"], checker) or NewEmployer(given["employer"])
    enrolled = enrol(who=who, id=row.pk, line_manager=manager, **given)
    _settle(row, RowState.DONE, [])
    checker.around.now_trains_for(enrolled.employer)


def _made_meanwhile(name: str, checker: Checker) -> Organisation | None:
    """The employer that was new when the row was checked and that a row before it has made, here or in another run."""
    around = checker.around
    known = around.employers.get(name.casefold())
    return known[0] if known else employers_known_to([around.provider.pk]).filter(name__iexact=name).first()


def _settle(row: ImportRow, state: RowState, errors: Sequence[str]) -> None:
    """Said once: what another run has said of the row meanwhile stands."""
    ImportRow.objects.filter(pk=row.pk, state=RowState.READY).update(state=state, errors=list(errors))


@transaction.atomic
def _end(one: Import, who: Actor) -> None:
    one = _locked(one)
    if one.state == State.RUNNING and not one.rows.filter(state=RowState.READY).exists():
        one.state, one.moved_at = State.ENDED, timezone.now()
        one.save(update_fields=["state", "moved_at"])
        log("import.ended", who=who, on=one, details=counted(one))


def _starter(person: User, one: Import) -> Actor | None:
    """Whoever started it, acting as they did; None once they may do it no more."""
    actor = actor_for(person)
    held = [role for role in Role if role in AT_THE_PROVIDER and one.provider_id in actor.organisations(role)]
    return actor.acting(held[0]) if held and person.is_active else None


def _row(one: Import, row: Row, checked: Checked) -> ImportRow:
    state = RowState.WRONG if checked.errors else RowState.THERE if checked.there else RowState.READY
    return ImportRow(
        source=one,
        number=row.number,
        cells=row.cells,
        surplus=row.surplus,
        state=state,
        errors=checked.errors,
        warnings=[] if checked.there else checked.warnings,
    )


def _read(row: ImportRow) -> Row:
    return Row(row.number, row.cells, row.surplus)


def _locked(one: Import) -> Import:
    return Import.objects.select_for_update(of=("self",), no_key=True).get(pk=one.pk)
