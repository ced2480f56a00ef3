"""Giving what the gateway asks for, one page each."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from tests.apps.gateway.making import (
    BY_POINTS,
    LEVEL_2,
    give,
    newest,
    portfolio_of,
    prepared,
    submitted,
    tom,
)
from tests.apps.portfolio.making import PDF, PNG, upload
from tests.cast import Cast
from tests.stories import enrolled
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway import services
from touchstone.apps.gateway.models import Given
from touchstone.apps.gateway.requirements import KNOWN
from touchstone.apps.people.models import User


def address(one: Apprenticeship, fact: str) -> str:
    return reverse("gateway:give", args=[one.pk, fact])


def send(person: User, one: Apprenticeship, fact: str, version: int = 1, **sent: Any) -> Any:
    return client_of(person).post(address(one, fact), {"version": version, **sent}, follow=True)


def given(fact: str) -> Given:
    return Given.objects.get(fact=fact)


def test_every_fact_has_a_page_for_whose_turn_it_is_and_for_nobody_else(cast: Cast) -> None:
    one, by_points = enrolled(cast), enrolled(cast, **BY_POINTS, uln="9276308686")
    for apprenticeship in (one, by_points):
        for name, fact in KNOWN.items():
            turn = cast.lena if name == "employer_confirms" else cast.tom
            page = client_of(turn).get(address(apprenticeship, name))
            if page.status_code == 404:  # not of this plan
                continue
            assert page.status_code == 200, name
            assert fact.title in page.content.decode()
            other = cast.tom if turn == cast.lena else cast.lena
            assert client_of(other).get(address(apprenticeship, name)).status_code == 403, name
            assert client_of(cast.ada).post(address(apprenticeship, name), {}).status_code == 403, name
            assert client_of(cast.wendy).get(address(apprenticeship, name)).status_code == 404, name


@pytest.mark.parametrize("fact", ["nothing", "showcase", "photo id", "date_of_birth"])
def test_what_the_plan_does_not_ask_for_is_not_found(cast: Cast, fact: str) -> None:
    assert client_of(cast.tom).get(address(enrolled(cast), fact)).status_code == 404


def test_the_identity_document(cast: Cast) -> None:
    one = enrolled(cast)
    page = send(cast.tom, one, "photo_id", file=upload("pass port 📷.png", PNG), note="UK passport")
    assert "Photo identification: saved." in page.content.decode()
    assert (given("photo_id").value, given("photo_id").note) == (True, "UK passport")
    assert given("photo_id").file.content_type == "image/png"  # type: ignore[union-attr]


def test_an_identity_document_of_the_wrong_kind_is_refused_and_the_words_stay(cast: Cast) -> None:
    one = enrolled(cast)
    page = send(cast.tom, one, "photo_id", file=upload("id.txt", b"me"), note="UK passport")
    assert page.status_code == 422
    assert "is not a picture or a PDF" in page.content.decode()
    assert "UK passport" in page.content.decode()
    page = send(cast.tom, one, "photo_id")
    assert "Select the photograph or scan" in page.content.decode()
    assert not Given.objects.exists()


def test_english_by_a_route(cast: Cast) -> None:
    one = enrolled(cast)
    send(cast.tom, one, "english", level="2", route="bsl", note="BSL level 2, Signature")
    assert given("english").value == {"level": 2, "route": "bsl"}
    again = client_of(cast.tom).get(address(one, "english")).content.decode()
    assert "BSL level 2, Signature" in again
    assert "Given by Tom Tutor" in again


def test_maths_has_no_sign_language_route(cast: Cast) -> None:
    page = send(cast.tom, enrolled(cast), "maths", level="2", route="bsl")
    assert page.status_code == 422
    assert "Select one of the options in the list" in page.content.decode()


def test_the_declaration_keeps_the_words_that_were_signed(cast: Cast) -> None:
    one = enrolled(cast)
    assert "Tick the box to sign the declaration" in send(cast.tom, one, "declaration_signed").content.decode()
    send(cast.tom, one, "declaration_signed", signed="on")
    assert given("declaration_signed").given_by == cast.tom
    assert (
        "For Northgate Training I confirm that for Alice Adeyemi the English and maths requirements"
        in given("declaration_signed").note
    )


def test_the_employer_confirms_or_says_what_is_missing(cast: Cast) -> None:
    one = enrolled(cast)
    send(cast.lena, one, "employer_confirms", says="no", note="Another group session.")
    assert (given("employer_confirms").value, given("employer_confirms").note) == (False, "Another group session.")
    version = newest(one).version
    send(cast.lena, one, "employer_confirms", version=version, says="yes", note="Another group session.")
    assert (given("employer_confirms").value, given("employer_confirms").note) == (True, "")
    assert given("employer_confirms").given_as == "line-manager"


def test_the_portfolio_is_one_that_was_submitted(cast: Cast) -> None:
    one = enrolled(cast)
    page = client_of(cast.tom).get(address(one, "portfolio")).content.decode()
    assert "No portfolio has been submitted yet." in page
    portfolio = portfolio_of(cast, one)
    assert "Portfolio 1, submitted on" in client_of(cast.tom).get(address(one, "portfolio")).content.decode()
    send(cast.tom, one, "portfolio", portfolio=portfolio.pk)
    assert given("portfolio").portfolio == portfolio


def test_a_portfolio_of_somebody_else_is_not_on_the_list(cast: Cast) -> None:
    one, other = enrolled(cast), enrolled(cast, **BY_POINTS, uln="9276308686")
    foreign = portfolio_of(cast, other)
    portfolio_of(cast, one)
    page = send(cast.tom, one, "portfolio", portfolio=foreign.pk)
    assert page.status_code == 422
    assert not Given.objects.exists()


def test_the_mapping_form_waits_for_the_portfolio(cast: Cast) -> None:
    one = enrolled(cast)
    assert (
        "Attach the submitted portfolio first" in client_of(cast.tom).get(address(one, "mapping_form")).content.decode()
    )
    page = send(cast.tom, one, "mapping_form", confirmed="on")
    assert "Attach the submitted portfolio first" in page.content.decode()
    portfolio = portfolio_of(cast, one)
    send(cast.tom, one, "portfolio", portfolio=portfolio.pk)
    send(cast.tom, one, "mapping_form", version=2, confirmed="on")
    assert given("mapping_form").portfolio == portfolio


def test_the_choice_to_do_without_with_its_date(cast: Cast) -> None:
    one = enrolled(cast)
    page = send(cast.tom, one, "english_maths_choice_recorded", chosen="yes")
    assert "Enter the day on which the choice was recorded" in page.content.decode()
    day: dict[str, Any] = {"dated-day": "3", "dated-month": "3", "dated-year": "2025"}
    send(cast.tom, one, "english_maths_choice_recorded", chosen="yes", **day)
    row = given("english_maths_choice_recorded")
    assert (row.value, row.dated) == (True, dt.date(2025, 3, 3))
    send(cast.tom, one, "english_maths_choice_recorded", version=2, chosen="no", **day)
    row = given("english_maths_choice_recorded")
    assert (row.value, row.dated) == (False, None)


def test_levels_and_dispensations_of_a_plan_that_has_them(cast: Cast) -> None:
    one = enrolled(cast, **BY_POINTS)
    send(cast.tom, one, "ict_level", level="1", note="Certificate")
    assert given("ict_level").value == 1
    page = client_of(cast.tom).get(address(one, "dispensations")).content.decode()
    assert "until 28 July 2024" in page
    assert "D-SPEC" not in page  # waives nothing of the gateway
    send(cast.tom, one, "dispensations", version=2, chosen=["D-ICT"])
    assert given("dispensations").value == ["D-ICT"]
    send(cast.tom, one, "dispensations", version=3)
    assert given("dispensations").value == []


def test_a_colleague_was_faster(cast: Cast) -> None:
    one = enrolled(cast)
    gateway = services.open_gateway(who=tom(cast), apprenticeship=one)
    give(tom(cast), gateway, "english", LEVEL_2)
    page = send(cast.tom, one, "english", version=1, level="1", route="standard", note="My own words")
    assert page.status_code == 422
    words = page.content.decode()
    assert "Tom Tutor gave this on" in words
    assert "My own words" in words
    assert f'value="{newest(one).version}"' in words
    send(cast.tom, one, "english", version=newest(one).version, level="1", route="standard")
    assert given("english").value == {"level": 1, "route": "standard"}


def test_after_submitting_the_page_leads_back(cast: Cast) -> None:
    one = submitted(cast).apprenticeship
    page = client_of(cast.lena).get(address(one, "employer_confirms"), follow=True)
    assert page.redirect_chain[-1][0] == reverse("gateway:show", args=[one.pk])
    assert "Nothing can be changed any more" in page.content.decode()


def test_a_version_that_is_none_is_taken_as_old(cast: Cast) -> None:
    one = prepared(cast).apprenticeship
    page = client_of(cast.tom).post(address(one, "english"), {"version": "💥", "level": "1", "route": "standard"})
    assert page.status_code == 422
    assert given("english").value == LEVEL_2


def test_a_very_long_note_is_refused_and_kept(cast: Cast) -> None:
    page = send(cast.tom, enrolled(cast), "english", level="2", route="standard", note="ŵ" * 100_000)
    assert page.status_code == 422
    assert "must be 500 characters or fewer" in page.content.decode()


def test_a_pdf_is_an_identity_document_too(cast: Cast) -> None:
    send(cast.tom, enrolled(cast), "photo_id", file=upload("licence.pdf", PDF))
    assert given("photo_id").value is True


@pytest.mark.parametrize("fact", ["photo_id", "portfolio", "mapping_form", "english", "declaration_signed"])
def test_the_pages_stay_within_ten_queries(cast: Cast, fact: str) -> None:
    one = prepared(cast).apprenticeship
    client = client_of(cast.tom)
    client.get(address(one, fact))
    with at_most(10):
        assert client.get(address(one, fact)).status_code == 200
