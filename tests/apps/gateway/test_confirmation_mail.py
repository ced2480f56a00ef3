"""Whoever is concerned is told what follows the confirmation, and when."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.apps.gateway.making import ada, confirmed, prepared_by_points, ruled, submitted
from tests.cast import Cast
from touchstone.apps.gateway import services
from touchstone.apps.post.models import Message
from touchstone.apps.records.refusal import Refused
from touchstone.demo.clock import at

MOMENT = dt.datetime(2026, 3, 2, 14, 30, tzinfo=dt.UTC)


def test_apprentice_tutor_and_line_manager_are_told_the_period_and_no_name(cast: Cast) -> None:
    gateway = submitted(cast)
    with at(MOMENT):
        confirmed(cast, gateway)
    sent = Message.objects.filter(kind="gateway-confirmed")
    assert {message.person for message in sent} == {cast.alice.pk, cast.tom.pk, cast.lena.pk}
    text = sent[0].text
    assert gateway.apprenticeship.reference in text
    assert "begins on 2 March 2026 and ends on 2 June 2026" in text
    assert f"/apprenticeships/{gateway.apprenticeship.pk}/gateway/" in text
    for person in (cast.alice, cast.tom, cast.lena, cast.ada):
        assert person.name not in text


def test_a_plan_that_names_no_period_is_not_given_one(cast: Cast) -> None:
    gateway = submitted(cast, prepared_by_points(cast))
    confirmed(cast, ruled(cast, gateway))
    assert "the plan names no end of it" in Message.objects.filter(kind="gateway-confirmed")[0].text


def test_nobody_is_told_twice_or_of_what_was_refused(cast: Cast) -> None:
    gateway = submitted(cast)
    with pytest.raises(Refused):
        services.confirm(
            who=ada(cast),
            gateway=gateway,
            version=gateway.version,
            said={"english": services.Said(accepted=False, reason="Which level?")},
        )
    assert not Message.objects.filter(kind="gateway-confirmed").exists()
    for _ in range(2):
        services.confirm(who=ada(cast), gateway=gateway, version=gateway.version)
    assert Message.objects.filter(kind="gateway-confirmed").count() == 3
