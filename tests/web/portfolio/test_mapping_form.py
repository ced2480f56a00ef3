"""The pages of the Mapping and Tracking Form: reading, downloading, confirming."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from tests.apps.gateway.making import prepared
from tests.apps.portfolio.making import a_full_portfolio, added
from tests.cast import Cast, as_actor
from tests.stories import ULN, enrolled
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.services import end_part
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import AuthenticityConfirmation, Evidence, SubmittedPortfolio
from touchstone.apps.portfolio.services import confirm_authenticity, submit
from touchstone.apps.records.models import LogEntry


@pytest.fixture
def one(cast: Cast) -> Apprenticeship:
    return enrolled(cast)


@pytest.fixture
def portfolio(cast: Cast, one: Apprenticeship) -> SubmittedPortfolio:
    a_full_portfolio(cast, one)
    return submit(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=one)


def _words(person: User, name: str, pk: Any, status: int = 200) -> str:
    answer = client_of(person).get(reverse(name, args=[pk]))
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def _book(person: User, name: str, pk: Any) -> Any:
    answer = client_of(person).get(reverse(name, args=[pk]))
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def test_the_form_is_read_as_a_page_and_the_log_says_by_whom(cast: Cast, portfolio: SubmittedPortfolio) -> None:
    words = _words(cast.tom, "portfolio:form", portfolio.pk)
    for expected in ("Alice Adeyemi", ULN, "10000011", "Harbour Care", "1. Piece 1", "Waits for Lena Line", "M1"):
        assert expected in words
    entry = LogEntry.objects.get(verb="portfolio.form-opened")
    assert (entry.actor, entry.details["as"]) == (cast.tom.pk, "page")


def test_the_learner_number_is_shown_to_whoever_may_see_it_elsewhere(cast: Cast, portfolio: SubmittedPortfolio) -> None:
    words = _words(cast.lena, "portfolio:form", portfolio.pk)
    assert ULN not in words
    assert "Not shown in this copy" in words
    sheet = _book(cast.lena, "portfolio:form_xlsx", portfolio.pk)["Form"]
    assert not [row for row in sheet.values if ULN in row]


def test_the_form_comes_as_pdf_and_as_a_workbook_of_three_sheets(cast: Cast, portfolio: SubmittedPortfolio) -> None:
    answer = client_of(cast.ada).get(reverse("portfolio:form_pdf", args=[portfolio.pk]))
    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")
    book = _book(cast.ada, "portfolio:form_xlsx", portfolio.pk)
    assert book.sheetnames == ["Form", "Pieces", "KSBs"]
    facts = dict(list(book["Form"].values)[1:])
    assert (facts["Apprentice"], facts["UKPRN of the provider"], facts["Pieces"]) == ("Alice Adeyemi", "10000011", "10")
    assert facts["Authenticity: tutor"].startswith("Not confirmed yet. Waits for Tom Tutor.")
    head, first, *_ = book["Pieces"].values
    assert head[:4] == ("Number", "Title", "Kind", "Date")
    assert first[:5] == (1, "Piece 1", "Mentoring log", dt.datetime(2024, 5, 1), "M1")  # noqa: DTZ001  # a cell knows no zone
    assert first[6:8] == ("Nothing written", "No place given")
    assert list(book["KSBs"].values)[1][0].startswith("K")
    opened = LogEntry.objects.filter(verb="portfolio.form-opened").order_by("number")
    assert [entry.details["as"] for entry in opened] == ["pdf", "xlsx"]


def test_a_title_that_looks_like_a_formula_stays_a_text(cast: Cast, one: Apprenticeship) -> None:
    added(cast, one, title="=1+1")
    sheet = _book(cast.alice, "portfolio:draft_xlsx", one.pk)["Pieces"]
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")


def test_the_draft_is_marked_and_for_those_who_work_on_it(cast: Cast, one: Apprenticeship) -> None:
    added(cast, one)
    assert list(_book(cast.alice, "portfolio:draft_xlsx", one.pk)["Form"].values)[1][0] == "DRAFT"
    answer = client_of(cast.tom).get(reverse("portfolio:draft_pdf", args=[one.pk]))
    assert "draft-mapping-form-" in answer["Content-Disposition"]
    assert client_of(cast.lena).get(reverse("portfolio:draft_pdf", args=[one.pk])).status_code == 403
    assert LogEntry.objects.filter(verb="portfolio.draft-opened").count() == 2


def test_each_of_the_three_confirms_with_one_button(cast: Cast, portfolio: SubmittedPortfolio) -> None:
    for person in (cast.alice, cast.tom, cast.lena):
        words = _words(person, "portfolio:confirm", portfolio.pk)
        assert "What you confirm" in words
        client = client_of(person)
        answer = client.post(reverse("portfolio:confirm", args=[portfolio.pk]))
        assert answer.headers["Location"] == reverse("portfolio:form", args=[portfolio.pk])
    assert {row.role for row in AuthenticityConfirmation.objects.all()} == {"apprentice", "tutor", "line-manager"}
    words = _words(cast.ada, "portfolio:form", portfolio.pk)
    assert words.count("Confirmed by") == 3
    assert "There is nothing for you to confirm." in _words(cast.lena, "portfolio:confirm", portfolio.pk)


def test_whoever_has_no_part_in_it_cannot_confirm(cast: Cast, portfolio: SubmittedPortfolio) -> None:
    for person in (cast.quentin, cast.ada):
        answer = client_of(person).post(reverse("portfolio:confirm", args=[portfolio.pk]))
        assert answer.status_code == 403
    assert not AuthenticityConfirmation.objects.exists()


def test_the_page_says_of_an_older_portfolio_that_there_is_a_newer(
    cast: Cast, one: Apprenticeship, portfolio: SubmittedPortfolio
) -> None:
    added(cast, one, title="One more")
    submit(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=one)
    assert "Portfolio 2</a> was submitted since" in _words(cast.lena, "portfolio:confirm", portfolio.pk)


def test_the_home_page_asks_until_it_is_confirmed(cast: Cast, portfolio: SubmittedPortfolio) -> None:
    asked = "Confirm that portfolio 1 is authentic"
    for person, role in ((cast.alice, Role.APPRENTICE), (cast.tom, Role.TUTOR), (cast.lena, Role.LINE_MANAGER)):
        assert asked in client_of(person).get("/").content.decode()
        confirm_authenticity(who=as_actor(person, role), portfolio=portfolio)
        assert asked not in client_of(person).get("/").content.decode()
    assert asked not in client_of(cast.quentin).get("/").content.decode()


def test_who_saw_it_and_where_it_shows_a_ksb_are_typed_with_the_piece(cast: Cast, one: Apprenticeship) -> None:
    piece = added(cast, one)
    client = client_of(cast.alice)
    change = reverse("portfolio:change", args=[piece.pk])
    assert "Who saw it happen?" in client.get(change).content.decode()
    sent = {
        "id": piece.pk, "version": 1, "type": "mentoring-log", "contribution": "none", "title": "First session",
        "happened_on-day": 7, "happened_on-month": 5, "happened_on-year": 2024, "witness": "line-manager",
        "ksbs": ["K2", "S2"],
        "mentee_code": "M1", "anonymised": "on",
    }  # fmt: skip
    assert client.post(change, sent).status_code == 302
    sent = {"version": 2, "K2": "How we agreed", "place_K2": "page 3", "S2": "", "place_S2": ""}
    assert client.post(reverse("portfolio:note", args=[piece.pk]), sent).status_code == 302
    assert Evidence.objects.get().witness == "line-manager"
    words = " ".join(client.get(reverse("portfolio:piece", args=[piece.pk])).content.decode().split())
    for expected in ("Line manager", "How we agreed", "Where: page 3"):
        assert expected in words


def test_the_gateway_shows_the_form_and_who_confirmed_it_and_is_held_up_by_nothing(
    cast: Cast, one: Apprenticeship
) -> None:
    gateway = prepared(cast, one)
    portfolio = one.submitted_portfolios.get()
    confirm_authenticity(who=as_actor(cast.lena, Role.LINE_MANAGER), portfolio=portfolio)
    end_part(
        who=as_actor(cast.quentin, Role.QUALITY_LEAD),
        participant=one.participants.get(person=cast.lena),
    )
    words = _words(cast.tom, "gateway:show", one.pk)
    assert "The form, made by the system" in words
    assert "Confirmed as authentic by 1 of 3. No clause of the plan asks for these confirmations" in words
    assert "Line manager: Lena Line" in words
    assert "they left on" in words
    assert reverse("portfolio:form_pdf", args=[portfolio.pk]) in words
    assert "Check and submit" in words
    assert gateway.given.filter(fact="mapping_form").exists()
    assert "Tutor: not yet (Tom Tutor)" in _words(cast.ada, "gateway:show", one.pk)
