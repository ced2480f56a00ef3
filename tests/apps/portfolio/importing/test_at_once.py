"""One import by two workers at the same moment, and cancelled while it runs."""

from __future__ import annotations

from functools import partial

import pytest

from tests.apps.portfolio.importing.test_importing import sent, states
from tests.apps.portfolio.importing.zips import crowd, portfolio
from tests.at_once import at_once
from tests.cast import as_actor, gather
from tests.stories import enrolled
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import Evidence, PortfolioImport
from touchstone.apps.portfolio.services.importing import (
    cancel_portfolio_import,
    carry_on_portfolio_import,
    start_portfolio_import,
)
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.verify import verify

pytestmark = pytest.mark.usefixtures("transactional_db")


def test_two_workers_check_and_import_every_piece_once() -> None:
    cast = gather()
    one = sent(cast, enrolled(cast), portfolio(*crowd(8)))
    work = partial(carry_on_portfolio_import, id=one.pk, seconds=60)
    assert at_once(*[work] * 2) == []
    assert states(one) == ["ready"] * 8
    start_portfolio_import(who=as_actor(cast.alice, Role.APPRENTICE), one=one)
    assert at_once(*[work] * 2) == []
    assert states(one) == ["done"] * 8
    assert Evidence.objects.count() == 8
    assert {piece.attachments.count() for piece in Evidence.objects.all()} == {1}
    assert LogEntry.objects.filter(verb="evidence.import-ended").count() == 1
    assert verify() == []


def test_cancelled_while_it_runs_each_row_is_done_or_not_begun() -> None:
    cast = gather()
    alice = as_actor(cast.alice, Role.APPRENTICE)
    one = sent(cast, enrolled(cast), portfolio(*crowd(8)))
    carry_on_portfolio_import(id=one.pk, seconds=60)
    start_portfolio_import(who=alice, one=one)
    work = partial(carry_on_portfolio_import, id=one.pk, seconds=60)
    assert at_once(work, partial(cancel_portfolio_import, who=alice, one=one)) == []
    assert PortfolioImport.objects.get().state in {"cancelled", "ended"}
    done = set(one.rows.filter(state="done").values_list("pk", flat=True))
    assert done == set(Evidence.objects.values_list("pk", flat=True))
    assert set(states(one)) <= {"done", "ready"}
