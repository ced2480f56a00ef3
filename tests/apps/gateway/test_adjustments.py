"""Reasonable adjustments: asked for with consent, decided with a reason, kept, and read by few."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from tests.apps.gateway.making import abel, ada, alice, asked_for_time, decided_on, lena, tom
from tests.apps.portfolio.making import PNG, upload
from tests.cast import Cast
from tests.stories import enrolled
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.beside import beside_read_with, granted_among, granted_to, requests_of, with_beside
from touchstone.apps.gateway.models import AdjustmentDecision, AdjustmentRequest
from touchstone.apps.gateway.services import ask_adjustments, decide_adjustments, open_support, read_adjustments
from touchstone.apps.people.actor import SYSTEM, Actor
from touchstone.apps.portfolio.services import drop_unattached
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.records.verify import verify

TODAY = dt.date(2026, 3, 2)


def ask(who: Actor, one: Apprenticeship, wanted: bool = True, after: int = 0, **more: Any) -> AdjustmentRequest:
    said = {"text": "A quiet room." if wanted else "", **more}
    return ask_adjustments(who=who, id=uuid.uuid4(), apprenticeship=one, wanted=wanted, after=after, **said)


def stands(one: Apprenticeship) -> Any:
    return beside_read_with(with_beside(Apprenticeship.objects.filter(pk=one.pk)).get())


def test_none_wanted_is_an_answer(cast: Cast) -> None:
    one = enrolled(cast)
    assert stands(one).wanted is None
    ask(alice(cast), one, wanted=False)
    assert (stands(one).wanted, stands(one).open, stands(one).granted) == (False, False, "")
    assert not Message.objects.filter(kind="adjustments-asked").exists()


def test_the_tutor_says_it_with_the_day_of_the_apprentices_consent_and_no_reason(cast: Cast) -> None:
    one = enrolled(cast)
    with pytest.raises(Refused, match="the day on which the apprentice agreed"):
        ask(tom(cast), one)
    for more in ({"because": "Dyslexia."}, {"uploads": [upload("letter.png", PNG)]}):
        with pytest.raises(Refused, match="by the apprentice alone"):
            ask(tom(cast), one, consent_on=TODAY, **more)
    asked = ask(tom(cast), one, consent_on=TODAY)
    assert (asked.asked_by, asked.consent_on) == (cast.tom, TODAY)


def test_nobody_else_says_it(cast: Cast) -> None:
    one = enrolled(cast)
    for who in (lena(cast), ada(cast)):
        with pytest.raises(Refused, match="by the apprentice, or by the tutor"):
            ask(who, one)


def test_sent_twice_it_is_one_and_an_older_form_does_not_replace_a_newer_answer(cast: Cast) -> None:
    one, id = enrolled(cast), uuid.uuid4()
    for _ in range(2):
        ask_adjustments(who=alice(cast), id=id, apprenticeship=one, wanted=True, text="A quiet room.")
    assert AdjustmentRequest.objects.count() == 1
    with pytest.raises(Stale):
        ask(tom(cast), one, consent_on=TODAY)


def test_what_is_granted_holds_until_something_else_is_decided(cast: Cast) -> None:
    one = enrolled(cast)
    first = asked_for_time(cast, one)
    assert (stands(one).open, granted_to(one)) == (True, "")
    decided_on(first, ada(cast))
    assert granted_to(one) == stands(one).granted == granted_among(requests_of(one)) == "25 % more time for questions."
    second = asked_for_time(cast, one, "An interpreter.")
    assert granted_to(one) == "25 % more time for questions."
    assert stands(one).open
    decided_on(second, abel(cast), "refused", granted="", reason="It would change what is assessed.")
    assert granted_to(one) == stands(one).granted == granted_among(requests_of(one)) == ""
    ask(alice(cast), one, wanted=False, after=2)
    assert (stands(one).wanted, granted_to(one)) == (False, "")


def test_a_decision_has_a_reason_says_what_is_granted_and_none_is_overwritten(cast: Cast) -> None:
    asked = asked_for_time(cast, enrolled(cast))
    with pytest.raises(Refused, match="Enter the reason"):
        decided_on(asked, ada(cast), reason=" ")
    with pytest.raises(Refused, match="Enter what is granted"):
        decided_on(asked, ada(cast), "changed", granted="")
    decided_on(asked, ada(cast), "refused")
    decided_on(asked, abel(cast), "changed", granted="10 % more time.", reason="A second letter shows it.")
    kept = AdjustmentDecision.objects.order_by("number").values_list("number", "outcome", "granted")
    assert list(kept) == [(1, "refused", ""), (2, "changed", "10 % more time.")]


def test_the_second_of_two_who_decide_is_told(cast: Cast) -> None:
    asked = asked_for_time(cast, enrolled(cast))
    said: dict[str, Any] = {
        "request": asked,
        "outcome": "granted",
        "granted": "A quiet room.",
        "reason": "It helps.",
        "after": 0,
    }
    for _ in range(2):
        decide_adjustments(who=ada(cast), **said)
    with pytest.raises(Stale):
        decide_adjustments(who=abel(cast), **{**said, "outcome": "refused"})
    assert AdjustmentDecision.objects.count() == 1


def test_an_answer_that_is_not_the_newest_is_not_decided_on(cast: Cast) -> None:
    one = enrolled(cast)
    asked = asked_for_time(cast, one)
    none = ask(alice(cast), one, wanted=False, after=1)
    with pytest.raises(Stale):
        decided_on(asked, ada(cast))
    with pytest.raises(Refused, match="nothing to decide"):
        decided_on(none, ada(cast))


def test_the_mails_say_nothing_of_it(cast: Cast) -> None:
    decided_on(asked_for_time(cast, enrolled(cast)), ada(cast))
    asked = Message.objects.filter(kind="adjustments-asked")
    assert {message.person for message in asked} == {cast.ada.pk, cast.abel.pk}
    told = Message.objects.get(kind="adjustments-decided")
    assert told.person == cast.alice.pk
    for message in (*asked, told):
        assert message.organisation is None
        for word in ("more time", "dyslexic", "The letter", "granted", cast.alice.name):
            assert word not in message.text


def test_the_log_holds_nothing_personal_in_its_chain_and_who_read_or_opened_it(cast: Cast) -> None:
    asked = asked_for_time(cast, enrolled(cast))
    decided_on(asked, ada(cast))
    read_adjustments(who=ada(cast), requests=[asked])
    open_support(who=abel(cast), file=asked.files.get().file).close()
    assert LogEntry.objects.get(verb="adjustments.read").actor == cast.ada.pk
    assert LogEntry.objects.get(verb="adjustments.file-opened").actor == cast.abel.pk
    for entry in LogEntry.objects.all():
        assert "time" not in str(entry.details)
    assert verify() == []


def test_what_shows_the_need_is_not_taken_for_a_file_nobody_attached(cast: Cast) -> None:
    asked = asked_for_time(cast, enrolled(cast))
    drop_unattached(who=SYSTEM, before=timezone.now() + dt.timedelta(days=1))
    open_support(who=ada(cast), file=asked.files.get().file).close()
