"""The pages that put right what was entered wrongly: nothing typed is lost, and no old value is told to everybody."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from tests.cast import Cast
from tests.stories import ULN, enrolled, uln
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import User
from touchstone.apps.records.erasing import erase_personal
from touchstone.apps.records.models import LogEntry

pytestmark = pytest.mark.django_db

A_LOG_ENTRY = 3  # the head of the chain, the entry, the head moved on
RIGHT = uln(3)


def typed(page: str, **changes: Any) -> dict[str, Any]:
    """What a page's form would send: its values, and what somebody changes."""
    found = dict(re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', page))
    found |= {name: value for value, name in re.findall(r'<input[^>]*? value="([^"]*)"[^>]*? name="([^"]+)"', page)}
    return {**{name: unescape(value) for name, value in found.items()}, "reason": "Read off the wrong line", **changes}


def address(one: Apprenticeship, page: str = "correct") -> str:
    return f"/apprenticeships/{one.pk}/{page}/"


def test_a_tutor_corrects_a_date_of_birth(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.tom)
    assert address(one) in client.get(f"/apprenticeships/{one.pk}/").content.decode()
    with at_most(10):
        page = client.get(address(one)).content.decode()
    assert ULN in page
    answer = client.post(address(one), typed(page, **{"date_of_birth-year": "1984"}), follow=True)
    assert answer.redirect_chain == [(f"/apprenticeships/{one.pk}/", 302)]
    shown = answer.content.decode()
    assert "Corrected. The apprentice is told by mail." in shown
    assert "27 March 1984" in shown


def test_what_was_typed_stays_when_it_is_refused(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.tom)
    enrolled(cast, uln=RIGHT, name="Bea Beck", email="bea@example.org")
    page = client.get(address(one)).content.decode()
    for changes, says in (
        ({"uln": "1000000028"}, "Check the ULN: its check digit does not fit"),
        ({"uln": RIGHT}, "already enrolled"),
        ({"reason": ""}, "Enter why it is corrected"),
        ({"date_of_birth-year": "2150"}, "Date of birth must be"),
    ):
        answer = client.post(address(one), typed(page, **{"reason": "A long story", **changes}))
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert says in shown
        assert "A long story" in shown or "reason" in changes
    assert Apprenticeship.objects.get(pk=one.pk).uln == ULN


def test_the_second_of_two_sees_what_the_first_has_corrected_and_keeps_what_they_typed(cast: Cast) -> None:
    one = enrolled(cast)
    tom, quentin = client_of(cast.tom), client_of(cast.quentin)
    page = tom.get(address(one)).content.decode()
    quentin.post(address(one), typed(page, uln=RIGHT))
    late = tom.post(address(one), typed(page, uln=uln(4)))
    shown = late.content.decode()
    assert late.status_code == 409
    assert f"It now says: ULN {RIGHT}" in shown
    assert f'value="{uln(4)}"' in shown
    again = tom.post(address(one), typed(shown, uln=uln(4)))
    assert again.status_code == 302
    assert Apprenticeship.objects.get(pk=one.pk).uln == uln(4)


@pytest.mark.parametrize("hidden", [{"was_uln": ""}, {"was_born": "x"}, {"was_born": ""}, {"was_uln": "0" * 500}])
def test_a_page_whose_hidden_values_were_changed_corrects_nothing(cast: Cast, hidden: dict[str, str]) -> None:
    one, client = enrolled(cast), client_of(cast.tom)
    page = client.get(address(one)).content.decode()
    assert client.post(address(one), typed(page, uln=RIGHT, **hidden)).status_code in {409, 422}
    assert Apprenticeship.objects.get(pk=one.pk).uln == ULN


def test_the_timeline_tells_that_it_was_corrected_and_no_value(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.tom)
    page = client.get(address(one)).content.decode()
    client.post(address(one), typed(page, uln=RIGHT, **{"date_of_birth-year": "1984"}))
    timeline = client_of(cast.alice).get(address(one, "timeline")).content.decode()
    assert "Corrected: ULN and date of birth" in timeline
    assert "Read off the wrong line" in timeline
    for value in (ULN, RIGHT, "1994", "1984"):
        assert value not in timeline
    assert "Corrected" not in client_of(cast.lena).get(address(one, "timeline")).content.decode()


def test_the_quality_lead_corrects_a_line_managers_address_from_the_overview(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.quentin)
    there = address(one, f"people/{cast.lena.pk}/correct")
    assert there in client.get(f"/apprenticeships/{one.pk}/").content.decode()
    with at_most(10):
        page = client.get(there).content.decode()
    assert "Lena Line signs in with the email address" in page
    answer = client.post(there, typed(page, email="Lena.Line@Example.org"))
    assert answer.status_code == 302
    assert User.objects.get(pk=cast.lena.pk).email == "lena.line@example.org"
    told = client_of(cast.tom).get(address(one, "timeline")).content.decode()
    assert "Corrected: email address of Lena Line" in told


def test_an_address_that_is_not_to_be_changed_here_says_why_beside_it(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.quentin)
    there = address(one, f"people/{cast.alice.pk}/correct")
    page = client.get(there).content.decode()
    answer = client.post(there, typed(page, email=cast.tom.email))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert '<a href="#id_email">Another account has this email address already.</a>' in shown
    assert f'value="{cast.tom.email}"' in shown


def test_the_second_to_correct_an_address_is_told(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.quentin)
    there = address(one, f"people/{cast.alice.pk}/correct")
    page = client.get(there).content.decode()
    client.post(there, typed(page, email="first@example.org"))
    late = client.post(there, typed(page, email="second@example.org"))
    assert late.status_code == 409
    assert "It now says: Alice Adeyemi, first@example.org" in late.content.decode()
    assert User.objects.get(pk=cast.alice.pk).email == "first@example.org"


def test_the_quality_lead_finds_what_was_corrected_until_it_is_erased(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.quentin)
    client.post(address(one), typed(client.get(address(one)).content.decode(), **{"date_of_birth-year": "1984"}))
    there = address(one, f"people/{cast.alice.pk}/correct")
    client.post(there, typed(client.get(there).content.decode(), name="Alice B. Adeyemi"))
    with at_most(10 + A_LOG_ENTRY):
        page = client.get(address(one, "corrections")).content.decode()
    for words in ("27 March 1994", "27 March 1984", "Alice Adeyemi", "Alice B. Adeyemi", "Read off the wrong line"):
        assert words in page
    opened = LogEntry.objects.get(verb="corrections.opened")
    assert (opened.actor, opened.apprenticeship) == (cast.quentin.pk, one.pk)
    for entry in LogEntry.objects.filter(verb__endswith=".corrected"):
        erase_personal(who=SYSTEM, entry=entry, reason="Asked for")
    page = client.get(address(one, "corrections")).content.decode()
    assert "27 March 1994" not in page
    assert page.count("The values and the reason have been erased.") == 2
