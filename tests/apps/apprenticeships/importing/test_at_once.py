"""One import by two workers at the same moment, and cancelled while it runs."""

from __future__ import annotations

from functools import partial

import pytest

from tests.apps.apprenticeships.importing.tables import crowd
from tests.apps.apprenticeships.importing.test_importing import sent, states
from tests.at_once import at_once
from tests.cast import as_actor, gather
from touchstone.apps.apprenticeships.models import Apprenticeship, Import
from touchstone.apps.apprenticeships.services import cancel_import, carry_on, start_import
from touchstone.apps.people.models import Organisation
from touchstone.apps.people.roles import Role
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.verify import verify

pytestmark = pytest.mark.usefixtures("transactional_db")


def test_two_workers_enrol_everybody_once_with_one_new_employer() -> None:
    cast = gather()
    rows = [
        {**one, "employer": "Brand New", "manager_name": f"Manager {n}", "manager_email": f"m{n}@example.org"}
        for n, one in enumerate(crowd(8))
    ]
    one = sent(cast, rows)
    start_import(who=as_actor(cast.tom, Role.TUTOR), one=one)
    assert at_once(*[partial(carry_on, id=one.pk, seconds=60)] * 2) == []
    assert states(one) == ["done"] * 8
    assert Apprenticeship.objects.count() == 8
    assert Organisation.objects.filter(name="Brand New").count() == 1
    assert LogEntry.objects.filter(verb="import.ended").count() == 1
    assert verify() == []


def test_cancelled_while_it_runs_each_row_is_done_or_not_begun() -> None:
    cast = gather()
    tom = as_actor(cast.tom, Role.TUTOR)
    one = sent(cast, crowd(8))
    start_import(who=tom, one=one)
    assert at_once(partial(carry_on, id=one.pk, seconds=60), partial(cancel_import, who=tom, one=one)) == []
    assert Import.objects.get().state in {"cancelled", "ended"}
    done = set(one.rows.filter(state="done").values_list("pk", flat=True))
    assert done == set(Apprenticeship.objects.values_list("pk", flat=True))
    assert set(states(one)) <= {"done", "ready"}
