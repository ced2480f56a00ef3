"""From the table to the enrolments: each row by itself, nobody twice, nothing half done."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid
from collections.abc import Iterable
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook

from tests.apps.apprenticeships.importing.tables import GOOD, crowd, text
from tests.cast import Cast, as_actor
from tests.stories import uln
from touchstone.apps.apprenticeships.importing.columns import COLUMNS
from touchstone.apps.apprenticeships.importing.reading import read_table
from touchstone.apps.apprenticeships.importing.writing import result
from touchstone.apps.apprenticeships.imports import counted, import_seen
from touchstone.apps.apprenticeships.models import Apprenticeship, Import, ImportRow
from touchstone.apps.apprenticeships.services import (
    cancel_import,
    carry_on,
    check_table,
    drop_import,
    drop_old_imports,
    open_result,
    start_import,
)
from touchstone.apps.apprenticeships.services.importing import FAULT
from touchstone.apps.apprenticeships.tasks import run_import
from touchstone.apps.people import services as people
from touchstone.apps.people.models import Invitation, Organisation, User
from touchstone.apps.people.roles import Role
from touchstone.apps.records.log import log
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused
from touchstone.apps.upkeep.minute import JOBS


def sent(cast: Cast, rows: Iterable[dict[str, Any]], **changes: Any) -> Import:
    arguments: dict[str, Any] = {
        "who": as_actor(cast.tom, Role.TUTOR),
        "id": uuid.uuid4(),
        "provider": cast.northgate,
        "file_name": "starters.csv",
        "file": text(*rows),
    }
    return check_table(**{**arguments, **changes})


def run(cast: Cast, one: Import) -> Import:
    start_import(who=as_actor(cast.tom, Role.TUTOR), one=one)
    assert carry_on(id=one.pk, seconds=60) is False
    one.refresh_from_db()
    return one


def states(one: Import) -> list[str]:
    return list(one.rows.order_by("number").values_list("state", flat=True))


def verbs(one: Import) -> list[str]:
    return list(LogEntry.objects.filter(subject=str(one.pk)).order_by("number").values_list("verb", flat=True))


def test_the_check_changes_nothing_but_the_import(cast: Cast) -> None:
    people, organisations, mails = User.objects.count(), Organisation.objects.count(), Invitation.objects.count()
    one = sent(cast, [*crowd(2), {**GOOD, "uln": "1"}])
    assert states(one) == ["ready", "ready", "wrong"]
    assert (User.objects.count(), Organisation.objects.count(), Invitation.objects.count()) == (
        people,
        organisations,
        mails,
    )
    assert not Apprenticeship.objects.exists()
    assert verbs(one) == ["import.checked"]


def test_the_rows_that_are_right_are_enrolled_and_the_others_left(cast: Cast) -> None:
    one = run(cast, sent(cast, [*crowd(2), {**GOOD, "uln": "1"}]))
    assert (one.state, states(one)) == ("ended", ["done", "done", "wrong"])
    made = Apprenticeship.objects.order_by("apprentice__name")
    assert [(a.apprentice.name, a.uln, a.employer.name) for a in made] == [
        ("Crowd 0", uln(0), "Harbour Care"),
        ("Crowd 1", uln(1), "Harbour Care"),
    ]
    assert {a.pk for a in made} == set(one.rows.filter(state="done").values_list("pk", flat=True))
    assert verbs(one) == ["import.checked", "import.started", "import.ended"]
    entry = LogEntry.objects.filter(verb="apprenticeship.enrolled").first()
    assert entry is not None
    assert (entry.actor, entry.role) == (cast.tom.pk, "tutor")


def test_new_accounts_are_invited(cast: Cast) -> None:
    run(cast, sent(cast, crowd(2)))
    assert set(Invitation.objects.values_list("email", flat=True)) >= {"crowd0@example.org", "crowd1@example.org"}


def test_rows_of_a_new_employer_make_it_once(cast: Cast) -> None:
    rows = [
        {**one, "employer": "Brand New", "manager_name": f"Manager {n}", "manager_email": f"m{n}@example.org"}
        for n, one in enumerate(crowd(3))
    ]
    run(cast, sent(cast, rows))
    assert Organisation.objects.filter(name="Brand New").count() == 1
    assert Apprenticeship.objects.filter(employer__name="Brand New").count() == 3


def test_the_same_file_again_finds_them_there_and_enrols_nobody(cast: Cast) -> None:
    run(cast, sent(cast, crowd(2)))
    again = sent(cast, crowd(3))
    assert states(again) == ["there", "there", "ready"]
    assert states(run(cast, again)) == ["there", "there", "done"]
    assert Apprenticeship.objects.count() == 3


def test_two_files_with_the_same_people_checked_before_either_ran_enrol_nobody_twice(cast: Cast) -> None:
    one, other = sent(cast, crowd(2)), sent(cast, crowd(2))
    run(cast, one)
    assert states(run(cast, other)) == ["there", "there"]
    assert Apprenticeship.objects.count() == 2


def test_a_run_made_twice_enrols_nobody_twice(cast: Cast) -> None:
    one = run(cast, sent(cast, crowd(2)))
    assert carry_on(id=one.pk, seconds=60) is False
    ImportRow.objects.update(state="ready")  # as if what it had written of itself were lost
    Import.objects.update(state="checked")
    run(cast, one)
    assert Apprenticeship.objects.count() == 2
    assert LogEntry.objects.filter(verb="apprenticeship.enrolled").count() == 2


def test_a_run_broken_off_in_the_middle_says_which_rows_are_done_and_goes_on(cast: Cast) -> None:
    one = sent(cast, crowd(3))
    start_import(who=as_actor(cast.tom, Role.TUTOR), one=one)
    assert carry_on(id=one.pk, seconds=0) is True
    assert states(one) == ["done", "ready", "ready"]
    assert Apprenticeship.objects.count() == 1
    assert carry_on(id=one.pk, seconds=60) is False
    assert states(one) == ["done", "done", "done"]
    assert Apprenticeship.objects.count() == 3


def test_a_fault_in_one_row_leaves_nothing_of_it_and_the_others_go_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(verb: str, **arguments: Any) -> LogEntry:
        if verb == "apprenticeship.enrolled" and arguments["on"].uln == uln(0):
            raise RuntimeError("a fault in the very last step")
        return log(verb, **arguments)

    monkeypatch.setattr("touchstone.apps.apprenticeships.services.enrolment.log", faulty)
    one = run(cast, sent(cast, crowd(2)))
    assert (one.state, states(one)) == ("ended", ["wrong", "done"])
    assert one.rows.get(number=2).errors == [FAULT]
    assert not User.objects.filter(email="crowd0@example.org").exists()
    assert not Invitation.objects.filter(email="crowd0@example.org").exists()
    assert "Row 2 of import" in caplog.text


def test_a_cancelled_run_keeps_what_is_done_does_no_more_and_can_go_on(cast: Cast) -> None:
    tom = as_actor(cast.tom, Role.TUTOR)
    one = sent(cast, crowd(3))
    start_import(who=tom, one=one)
    carry_on(id=one.pk, seconds=0)
    cancel_import(who=tom, one=one)
    assert carry_on(id=one.pk, seconds=60) is False
    assert states(one) == ["done", "ready", "ready"]
    assert counted(one) == {"ready": 2, "there": 0, "wrong": 0, "done": 1}
    assert states(run(cast, one)) == ["done", "done", "done"]
    assert verbs(one) == ["import.checked", "import.started", "import.cancelled", "import.started", "import.ended"]


def test_what_has_changed_since_the_check_is_found_at_the_row(cast: Cast) -> None:
    one = sent(cast, crowd(2))
    people.make_person(who=as_actor(cast.ada), email="crowd0@example.org", name="Somebody Else")
    assert states(run(cast, one)) == ["wrong", "done"]
    assert "under another name" in one.rows.get(number=2).errors[0]


def test_somebody_who_may_no_longer_import_stops_it(cast: Cast) -> None:
    one = sent(cast, crowd(2))
    start_import(who=as_actor(cast.tom, Role.TUTOR), one=one)
    people.end_role(who=as_actor(cast.olga), membership=cast.tom.memberships.get())
    assert carry_on(id=one.pk, seconds=60) is False
    one.refresh_from_db()
    assert (one.state, one.stopped_because != "", states(one)) == ("cancelled", True, ["ready", "ready"])
    assert import_seen(as_actor(cast.tom), one.pk) is None


def test_the_task_enrols_everybody(cast: Cast) -> None:
    one = sent(cast, crowd(2))
    start_import(who=as_actor(cast.tom, Role.TUTOR), one=one)
    run_import.call(str(one.pk))
    assert states(one) == ["done", "done"]
    assert not DBTaskResult.objects.exists()


def test_a_long_run_leaves_the_rest_to_another_task(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("touchstone.apps.apprenticeships.tasks.SLICE_SECONDS", 0)
    one = sent(cast, crowd(2))
    start_import(who=as_actor(cast.tom, Role.TUTOR), one=one)
    run_import.call(str(one.pk))
    assert states(one) == ["done", "ready"]
    assert DBTaskResult.objects.count() == 1


def test_a_table_of_errors_cannot_be_started(cast: Cast) -> None:
    one = sent(cast, [{**GOOD, "uln": "1"}])
    with pytest.raises(Refused, match="No row"):
        start_import(who=as_actor(cast.tom, Role.TUTOR), one=one)


def test_the_same_form_twice_makes_one_import_and_nobody_else_can_use_it(cast: Cast) -> None:
    id = uuid.uuid4()
    assert sent(cast, crowd(1), id=id) == sent(cast, crowd(2), id=id)
    with pytest.raises(Refused, match="already been used"):
        sent(cast, crowd(1), id=id, who=as_actor(cast.quentin, Role.QUALITY_LEAD))


def test_it_is_seen_by_who_sent_it_and_by_the_quality_leads_alone(cast: Cast) -> None:
    one = sent(cast, crowd(1), who=as_actor(cast.tom, Role.TUTOR))
    by_quentin = sent(cast, crowd(1), who=as_actor(cast.quentin, Role.QUALITY_LEAD))
    seers = {name for name, person in cast.people().items() if import_seen(as_actor(person), one.pk)}
    assert seers == {"tom", "quentin"}
    assert import_seen(as_actor(cast.tom), by_quentin.pk) is None


def test_the_table_is_deleted_thirty_days_after_it_was_last_worked_on(cast: Cast) -> None:
    old, young = run(cast, sent(cast, crowd(1))), sent(cast, crowd(1))
    Import.objects.filter(pk=old.pk).update(moved_at=timezone.now() - dt.timedelta(days=30, hours=1))
    assert drop_old_imports() == 1
    assert list(Import.objects.all()) == [young]
    assert set(ImportRow.objects.values_list("source", flat=True)) == {young.pk}
    assert Apprenticeship.objects.count() == 1
    assert drop_old_imports in {job.run for job in JOBS}


def test_whoever_sees_it_deletes_it_but_not_while_it_runs(cast: Cast) -> None:
    tom = as_actor(cast.tom, Role.TUTOR)
    one = sent(cast, crowd(1))
    start_import(who=tom, one=one)
    with pytest.raises(Refused, match="Cancel"):
        drop_import(who=tom, one=one)
    cancel_import(who=tom, one=one)
    drop_import(who=tom, one=one)
    assert not ImportRow.objects.exists()


EVIL = '=HYPERLINK("http://127.0.0.1/","Ann")'


def test_the_result_says_what_became_of_each_row_one_error_a_line(cast: Cast) -> None:
    rows = [
        *crowd(1),
        {**GOOD, "uln": "1", "funding": "levy"},
        {**crowd(2)[1], "version": "1.2", "start": "2025-03-03"},
    ]
    one = run(cast, sent(cast, rows))
    content = b"".join(result("csv", open_result(who=as_actor(cast.tom, Role.TUTOR), one=one))).decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(content)))
    assert [row["Validation results"] for row in found] == ["Enrolled", "Cannot be enrolled", "Enrolled"]
    assert found[1]["Errors"].splitlines() == [
        "ULN: 1: it is not ten digits.",
        "Funding: “levy” is neither “public” nor “private”.",
    ]
    assert found[2]["Errors"].startswith("Warning: The assessment plan of ST1379-1.2")
    assert "import.opened" in verbs(one)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_name_that_begins_like_a_formula_is_never_one(cast: Cast, kind: str) -> None:
    rows = [{**GOOD, "name": EVIL, "employer": "+Plus", "manager_name": "@Manager", "email": "x@example.org"}]
    one = sent(cast, rows)
    content = b"".join(result(kind, open_result(who=as_actor(cast.tom, Role.TUTOR), one=one)))
    if kind == "xlsx":
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        assert (sheet["A2"].value, sheet["A2"].data_type) == (EVIL, "s")
    else:
        cells = next(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        assert not [cell for cell in cells.values() if cell.startswith(("=", "+", "-", "@"))]
    assert read_table(io.BytesIO(content), COLUMNS).rows[0].cells["name"] == EVIL  # and comes back as it was
