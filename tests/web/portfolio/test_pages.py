"""The list, coverage, submission and submitted portfolios: who sees what, and what it says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.apps.portfolio.making import a_full_portfolio, added, upload
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.services import assign
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import Evidence, SubmittedPortfolio
from touchstone.apps.portfolio.services import store_file, submit
from touchstone.apps.portfolio.words import TYPES
from touchstone.apps.records.models import LogEntry
from touchstone.rules.facts.parts import EVIDENCE_TYPES

TRAINS = {"alice", "tom", "quentin"}
OTHERS = {"lena", "iris", "ada", "abel"}
TAKING_PART = {"asif", "rhys", "sunil"}


def with_everybody(cast: Cast) -> Apprenticeship:
    one, ada = enrolled(cast), as_actor(cast.ada, Role.ADMINISTRATOR)
    for person, role in ((cast.asif, Role.ASSESSOR), (cast.rhys, Role.REGULATOR_READER), (cast.sunil, Role.SUPERVISOR)):
        assign(who=ada, apprenticeship=one, person=person, role=role)
    return one


def statuses(cast: Cast, address: str) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for name, person in cast.people().items():
        found.setdefault(client_of(person).get(address).status_code, set()).add(name)
    return found


def shown(person: User, address: str) -> str:
    answer = client_of(person).get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def outsiders(cast: Cast) -> set[str]:
    return set(cast.people()) - TRAINS - OTHERS - TAKING_PART


@pytest.mark.parametrize(
    ("page", "allowed"),
    [
        ("evidence/", TRAINS | {"lena"}),
        ("evidence/add/?piece=5f0c6c3e-58a5-4f57-8d3f-0e6b6a3f9d11", {"alice", "tom"}),
        ("coverage/", TRAINS | {"lena", "sunil"}),
        ("portfolio/submit/", {"tom"}),
    ],
)
def test_who_may_open_the_pages_of_an_apprenticeship(cast: Cast, page: str, allowed: set[str]) -> None:
    one = with_everybody(cast)
    insiders = TRAINS | OTHERS | TAKING_PART
    assert statuses(cast, f"/apprenticeships/{one.pk}/{page}") == {
        200: allowed,
        403: insiders - allowed,
        404: outsiders(cast),
    }


def test_who_may_open_a_working_piece_and_its_file(cast: Cast) -> None:
    one = with_everybody(cast)
    file = store_file(who=as_actor(cast.alice), apprenticeship=one, upload=upload())
    piece = added(cast, one, files=[file])
    unseen = set(cast.people()) - TRAINS - {"lena"}
    assert statuses(cast, f"/evidence/{piece.pk}/") == {200: TRAINS, 403: {"lena"}, 404: unseen}
    for page in ("change", "remove"):
        assert statuses(cast, f"/evidence/{piece.pk}/{page}/") == {
            200: {"alice", "tom"},
            403: {"quentin", "lena"},
            404: unseen,
        }
    assert statuses(cast, f"/files/{file.pk}/") == {200: TRAINS, 404: unseen | {"lena"}}


def test_who_may_read_what_was_submitted(cast: Cast) -> None:
    one = with_everybody(cast)
    file = store_file(who=as_actor(cast.alice), apprenticeship=one, upload=upload())
    a_full_portfolio(cast, one)
    added(cast, one, files=[file])
    portfolio = submit(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=one)
    readers = TRAINS | OTHERS | {"asif", "rhys"}
    item = portfolio.items.first()
    assert item is not None
    for address in (f"/portfolios/{portfolio.pk}/", f"/portfolios/items/{item.pk}/", f"/files/{file.pk}/"):
        assert statuses(cast, address) == {200: readers, 404: set(cast.people()) - readers}


def test_the_overview_leads_those_who_may_to_the_newest_portfolio(cast: Cast) -> None:
    one = with_everybody(cast)
    overview = f"/apprenticeships/{one.pk}/"
    a_full_portfolio(cast, one)
    assert "Submitted portfolio" not in shown(cast.ada, overview)
    portfolio = submit(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=one)
    for person, led in ((cast.ada, True), (cast.asif, True), (cast.lena, True), (cast.sunil, False)):
        assert (f"/portfolios/{portfolio.pk}/" in shown(person, overview)) is led


def test_reading_is_logged_and_lists_are_not(cast: Cast) -> None:
    one = enrolled(cast)
    pieces = a_full_portfolio(cast, one)
    portfolio = submit(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=one)
    before = LogEntry.objects.count()
    for address in (f"/apprenticeships/{one.pk}/evidence/", f"/portfolios/{portfolio.pk}/"):
        shown(cast.tom, address)
    assert LogEntry.objects.count() == before
    shown(cast.tom, f"/evidence/{pieces[0].pk}/")
    item = portfolio.items.first()
    assert item is not None
    shown(cast.ada, f"/portfolios/items/{item.pk}/")
    verbs = list(LogEntry.objects.filter(number__gt=before).order_by("number").values_list("verb", "role"))
    assert verbs == [("evidence.opened", "tutor"), ("portfolio.item-opened", "administrator")]


def test_the_line_manager_sees_titles_and_no_way_to_the_pieces(cast: Cast) -> None:
    one = enrolled(cast)
    piece = added(cast, one, title="Contract with M1", text="Private words")
    for page in ("evidence/", "coverage/"):
        text = shown(cast.lena, f"/apprenticeships/{one.pk}/{page}")
        assert "Contract with M1" in text
        assert f"/evidence/{piece.pk}/" not in text
        assert "Private words" not in text


def test_the_supervisor_sees_how_many_and_not_what(cast: Cast) -> None:
    one = with_everybody(cast)
    added(cast, one, title="Contract with M1", ksbs=["K2"])
    text = shown(cast.sunil, f"/apprenticeships/{one.pk}/coverage/")
    assert "Contract with M1" not in text
    assert "1 of 35 KSBs claimed" in text


def test_coverage_names_what_is_claimed_and_what_is_missing_with_the_rules_of_the_plan(cast: Cast) -> None:
    one = enrolled(cast)
    piece = added(cast, one, ksbs=["K1"])
    text = shown(cast.alice, f"/apprenticeships/{one.pk}/coverage/")
    assert text.count("✓ Claimed") == 1
    assert text.count("✗ Missing") == 34
    assert f'href="/evidence/{piece.pk}/"' in text
    assert "Professional practice: 1 of 8" in text
    assert "A portfolio typically holds 10 to 16 discrete pieces of evidence." in text
    assert "Portfolio of Evidence, page 10" in text


def test_coverage_of_a_plan_not_held_lists_the_ksbs_and_says_that_nothing_is_decided(cast: Cast) -> None:
    one = enrolled(cast, version="1.2", start=dt.date(2025, 3, 3))
    text = shown(cast.alice, f"/apprenticeships/{one.pk}/coverage/")
    assert "The assessment plan of ST1379-1.2 is not held here" in text
    assert "Knowledge: 0 of" in text


def test_submitting_under_a_plan_not_held_says_so_and_offers_no_button(cast: Cast) -> None:
    one = enrolled(cast, version="1.2", start=dt.date(2025, 3, 3))
    text = shown(cast.tom, f"/apprenticeships/{one.pk}/portfolio/submit/")
    assert "The assessment plan of ST1379-1.2 is not held here" in text
    assert 'name="seen"' not in text


@pytest.mark.parametrize("page", ["evidence/", "coverage/"])
def test_pages_cost_the_same_for_three_pieces_and_sixty(
    cast: Cast, page: str, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    one, client = enrolled(cast), client_of(cast.tom)
    a_full_portfolio(cast, one, pieces=3)
    with django_assert_max_num_queries(11):
        client.get(f"/apprenticeships/{one.pk}/{page}")
    for number in range(57):
        added(cast, one, title=f"More {number}")
    with django_assert_max_num_queries(11):
        assert "More 56" in client.get(f"/apprenticeships/{one.pk}/{page}").content.decode()


def test_a_submitted_portfolio_costs_the_same_for_few_pieces_and_many(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.tom)
    a_full_portfolio(cast, one)
    costs = []
    for _ in range(2):
        portfolio = submit(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=one)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/portfolios/{portfolio.pk}/")
        costs.append(len(queries))
        for number in range(6):
            added(cast, one, title=f"More {number}")
    assert costs[0] == costs[1] <= 11


def submit_page(one: Apprenticeship) -> str:
    return f"/apprenticeships/{one.pk}/portfolio/submit/"


def seen_on(text: str) -> str:
    """The digest in the form of the page."""
    return str(re.findall(r'name="seen" value="([0-9a-f]{64})"', text)[0])


def test_the_tutor_sees_each_rule_and_submits(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.tom)
    a_full_portfolio(cast, one)
    added(cast, one, type="self-assessment", title="My own rating")
    text = shown(cast.tom, submit_page(one))
    assert "What the plan says of the 10 chosen pieces" in text
    assert "10. Piece 10" in text
    assert "My own rating" not in text
    done = client.post(submit_page(one), {"seen": seen_on(text)})
    portfolio = SubmittedPortfolio.objects.get()
    assert done["Location"] == f"/portfolios/{portfolio.pk}/"
    again = client.post(submit_page(one), {"seen": seen_on(text)})
    assert again["Location"] == done["Location"]
    assert SubmittedPortfolio.objects.count() == 1
    assert "Nothing has changed since portfolio 1" in shown(cast.tom, submit_page(one))


def test_what_the_plan_refuses_is_not_submitted_and_says_why(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.tom)
    a_full_portfolio(cast, one)
    added(cast, one, title="Names in it", anonymised=False)
    answer = client.post(submit_page(one), {"seen": seen_on(shown(cast.tom, submit_page(one)))})
    assert answer.status_code == 422
    assert "All evidence is anonymised before submission." in unescape(answer.content.decode())
    assert SubmittedPortfolio.objects.count() == 0


def test_what_changed_since_it_was_looked_at_is_not_submitted_unseen(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.tom)
    a_full_portfolio(cast, one)
    seen = seen_on(shown(cast.tom, submit_page(one)))
    added(cast, one, title="Slipped in")
    answer = client.post(submit_page(one), {"seen": seen})
    text = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Nothing was submitted" in text
    assert "Slipped in" in text
    assert client.post(submit_page(one), {"seen": "nonsense"}).status_code == 422
    assert SubmittedPortfolio.objects.count() == 0
    assert client.post(submit_page(one), {"seen": seen_on(text)}).status_code == 302


def test_where_the_plan_is_silent_the_page_says_who_rules(cast: Cast) -> None:
    one = enrolled(cast, standard="ST0148", version="1.0", start=dt.date(2022, 3, 7))
    added(cast, one, ksbs=["K1"])
    text = shown(cast.tom, submit_page(one))
    assert "the assessment organisation rules on it" in text
    assert "Submit the showcase" in text


def test_the_mapping_form_lists_each_ksb_with_the_numbers_of_its_pieces(cast: Cast) -> None:
    one = enrolled(cast)
    a_full_portfolio(cast, one)
    portfolio = submit(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=one)
    text = shown(cast.ada, f"/portfolios/{portfolio.pk}/")
    assert "Mapping form" in text
    for item in portfolio.items.all():
        assert f"{item.number}. {item.title}" in text
    claimed = {code for item in portfolio.items.all() for code in item.ksbs}
    assert text.count('data-label="Pieces">None') == 35 - len(claimed)
    assert portfolio.digest in text


def test_every_type_of_the_rules_has_a_name_for_people() -> None:
    assert tuple(TYPES) == EVIDENCE_TYPES


def test_an_empty_list_says_what_to_do(cast: Cast) -> None:
    one = enrolled(cast)
    assert "Add the first piece" in shown(cast.alice, f"/apprenticeships/{one.pk}/evidence/")
    assert Evidence.objects.count() == 0
