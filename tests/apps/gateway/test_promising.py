"""The days an assessment organisation has published for its decision."""

from __future__ import annotations

import pytest

from tests.apps.gateway.making import abel, ada
from tests.cast import Cast
from touchstone.apps.gateway.desk import promise_of
from touchstone.apps.gateway.services import promise_days
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused, Stale


def test_it_is_set_and_changed_and_the_log_keeps_both(cast: Cast) -> None:
    assert promise_of(cast.meridian.pk) is None
    promise_days(who=ada(cast), organisation=cast.meridian, days=5, version=0)
    promise_days(who=abel(cast), organisation=cast.meridian, days=3, version=1)
    promised = promise_of(cast.meridian.pk)
    assert promised is not None
    assert (promised.days, promised.set_by) == (3, cast.abel)
    entries = LogEntry.objects.filter(verb="gateway.promised").order_by("number")
    assert [(entry.details["before"], entry.details["days"]) for entry in entries] == [(None, 5), (5, 3)]


def test_the_second_of_two_is_told_and_the_same_again_is_nothing_new(cast: Cast) -> None:
    promise_days(who=ada(cast), organisation=cast.meridian, days=5, version=0)
    promise_days(who=ada(cast), organisation=cast.meridian, days=5, version=0)
    with pytest.raises(Stale):
        promise_days(who=abel(cast), organisation=cast.meridian, days=4, version=0)
    assert LogEntry.objects.filter(verb="gateway.promised").count() == 1


@pytest.mark.parametrize("days", [0, -1, 101])
def test_a_number_that_is_no_promise_is_refused(cast: Cast, days: int) -> None:
    with pytest.raises(Refused, match="from 1 to 100"):
        promise_days(who=ada(cast), organisation=cast.meridian, days=days, version=0)


def test_only_an_assessment_organisation_promises(cast: Cast) -> None:
    with pytest.raises(Refused, match="Only an assessment organisation"):
        promise_days(who=ada(cast), organisation=cast.northgate, days=5, version=0)
