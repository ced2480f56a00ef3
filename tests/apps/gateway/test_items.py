"""Item by item: accepted ones are locked, returned ones are to be given anew, and every attempt stays as it was."""

from __future__ import annotations

from typing import Any

import pytest

from tests.apps.gateway.making import (
    LEVEL_2,
    abel,
    ada,
    confirmed,
    fresh,
    give,
    newest,
    photo,
    portfolio_of,
    prepared,
    submitted,
    tom,
)
from tests.cast import Cast
from touchstone.apps.gateway import services
from touchstone.apps.gateway.models import Gateway, Given
from touchstone.apps.gateway.services import Said
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused, Stale

YES = Said(accepted=True)
TOO_DARK = Said(accepted=False, reason="The picture is too dark.")


def answer(cast: Cast, gateway: Gateway, who: Any = None, **said: Said) -> Gateway:
    return services.answer_items(who=who or ada(cast), gateway=gateway, version=fresh(gateway).version, said=said)


def returned(cast: Cast, gateway: Gateway, **said: Said) -> Gateway:
    """The attempt that follows."""
    services.return_to_provider(who=ada(cast), gateway=gateway, version=fresh(gateway).version, said=said)
    return newest(gateway.apprenticeship)


def item(gateway: Gateway, fact: str) -> Given:
    return gateway.given.get(fact=fact)


def test_an_answer_is_kept_with_its_author_while_the_whole_is_not_decided(cast: Cast) -> None:
    gateway = answer(cast, submitted(cast), english=YES, photo_id=TOO_DARK)
    english, picture = item(gateway, "english"), item(gateway, "photo_id")
    assert (english.answer, english.answered_by) == ("accepted", cast.ada)
    assert (picture.answer, picture.answer_reason) == ("returned", "The picture is too dark.")
    assert item(gateway, "maths").answer == ""
    assert fresh(gateway).state == "submitted"
    entry = LogEntry.objects.get(verb="gateway.answered")
    assert entry.details["said"] == "accepted English; returned Photo identification"


def test_returning_an_item_asks_for_a_reason(cast: Cast) -> None:
    with pytest.raises(Refused, match="what has to be put right: Photo identification"):
        answer(cast, submitted(cast), photo_id=Said(accepted=False, reason=" "))


def test_there_is_no_answer_to_what_was_not_given(cast: Cast) -> None:
    with pytest.raises(Refused, match="nothing to accept or return for: Showcase"):
        answer(cast, submitted(cast), showcase=YES)


def test_what_is_not_submitted_is_not_answered(cast: Cast) -> None:
    with pytest.raises(Refused, match="has not been submitted"):
        answer(cast, prepared(cast), english=YES)


def test_a_colleague_who_answers_a_page_read_before_is_told(cast: Cast) -> None:
    gateway = submitted(cast)
    answer(cast, gateway, english=YES)
    with pytest.raises(Stale):
        services.answer_items(
            who=abel(cast), gateway=gateway, version=gateway.version, said={"english": Said(False, "Which level?")}
        )
    with pytest.raises(Stale):
        services.confirm(who=abel(cast), gateway=gateway, version=gateway.version)
    assert item(gateway, "english").answered_by == cast.ada


def test_the_same_said_twice_is_said_once(cast: Cast) -> None:
    gateway = submitted(cast)
    for _ in range(2):
        services.answer_items(who=ada(cast), gateway=gateway, version=gateway.version, said={"english": YES})
    assert LogEntry.objects.filter(verb="gateway.answered").count() == 1


def test_confirming_accepts_whatever_has_no_answer_and_changes_no_author(cast: Cast) -> None:
    gateway = answer(cast, submitted(cast), who=abel(cast), english=YES)
    services.confirm(who=ada(cast), gateway=gateway, version=gateway.version)
    by = {given.fact: given.answered_by for given in gateway.given.all()}
    assert by.pop("english") == cast.abel
    assert set(by.values()) == {cast.ada}
    assert set(gateway.given.values_list("answer", flat=True)) == {"accepted"}


def test_nothing_is_confirmed_while_an_item_is_returned(cast: Cast) -> None:
    gateway = answer(cast, submitted(cast), photo_id=TOO_DARK)
    with pytest.raises(Refused, match="Photo identification is returned"):
        confirmed(cast, fresh(gateway))
    services.confirm(who=ada(cast), gateway=gateway, version=gateway.version, said={"photo_id": YES})
    assert fresh(gateway).state == "confirmed"


def test_a_return_opens_what_was_returned_and_locks_what_was_accepted(cast: Cast) -> None:
    first = submitted(cast)
    second = returned(cast, first, photo_id=TOO_DARK, english=YES)
    assert not second.given.filter(fact="photo_id").exists()
    english = item(second, "english")
    assert (english.accepted, english.answered_by, english.answered_at) == (
        True,
        cast.ada,
        item(first, "english").answered_at,
    )
    with pytest.raises(Refused, match="English: Ada Administrator accepted it on"):
        give(tom(cast), second, "english", {"level": 1, "route": "standard"})
    give(tom(cast), second, "maths", LEVEL_2, note="A certificate")  # nobody has looked at it
    with pytest.raises(Refused, match="Not given: photo_id"):
        services.submit(who=tom(cast), gateway=second, version=fresh(second).version)
    photo(cast, second)
    again = submitted(cast, second)
    assert item(first, "photo_id").answer == "returned"
    assert item(again, "photo_id").answer == ""
    assert confirmed(cast, again).state == "confirmed"


def test_a_return_needs_an_item_or_a_reason(cast: Cast) -> None:
    with pytest.raises(Refused, match="Return at least one item"):
        returned(cast, submitted(cast), english=YES)


def test_a_mapping_form_goes_with_its_portfolio(cast: Cast) -> None:
    first = submitted(cast)
    second = returned(cast, first, portfolio=Said(False, "Piece 3 is missing."), mapping_form=YES, english=YES)
    assert set(second.given.values_list("fact", flat=True)) == {
        "photo_id",
        "declaration_signed",
        "english",
        "maths",
        "employer_confirms",
    }
    portfolio = portfolio_of(cast, first.apprenticeship)
    give(tom(cast), second, "portfolio", True, portfolio=portfolio)
    give(tom(cast), second, "mapping_form", True, portfolio=portfolio)
    assert confirmed(cast, submitted(cast, second)).number == 2


def test_what_is_accepted_on_the_strength_of_something_is_open_again_when_that_changes(cast: Cast) -> None:
    second = returned(cast, submitted(cast), photo_id=TOO_DARK, english=YES)
    give(tom(cast), second, "english_maths_choice_recorded", False)
    english = item(second, "english")
    assert (english.answer, english.answered_by) == ("reopened", cast.ada)
    assert english.answer_reason.startswith("It rests on “Choice to do without English or maths”, which was given anew")
    give(tom(cast), second, "english", LEVEL_2)
    assert item(second, "english").answer == "reopened"  # the same again is nothing new to look at
    give(tom(cast), second, "english", LEVEL_2, note="GCSE certificate")
    assert item(second, "english").answer == ""
