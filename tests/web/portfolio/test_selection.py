"""The selection and what was submitted, as pages: choosing, what-if, a return, the list, two compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from tests.apps.gateway import making as gateways
from tests.apps.portfolio.making import a_full_portfolio, added, chosen, piece, upload
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.services import return_to_provider
from touchstone.apps.gateway.services.answering import Said
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.digests import copies_of, digest_of
from touchstone.apps.portfolio.models import Evidence
from touchstone.apps.portfolio.selection import selection_of
from touchstone.apps.portfolio.services import change_evidence, store_file, submit


def selection_page(one: Apprenticeship) -> str:
    return f"/apprenticeships/{one.pk}/portfolio/"


def shown(person: User, address: str) -> str:
    answer = client_of(person).get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def press(person: User, one: Apprenticeship, do: str, version: int) -> str:
    """Where the browser is led, without the site."""
    answer = client_of(person).post(f"{selection_page(one)}select/", {"do": do, "version": str(version)})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_apprentice_and_tutor_choose_and_the_line_manager_looks(cast: Cast) -> None:
    one = enrolled(cast)
    first, *_ = a_full_portfolio(cast, one)
    for person in (cast.alice, cast.tom):
        assert f'value="out:{first.pk}"' in shown(person, selection_page(one))
    for person in (cast.lena, cast.quentin):
        text = shown(person, selection_page(one))
        assert "Piece 1" in text
        assert f'value="out:{first.pk}"' not in text
    assert f"/evidence/{first.pk}/" not in shown(cast.lena, selection_page(one))


def test_pieces_move_go_out_and_come_in_and_the_browser_returns_to_the_button(cast: Cast) -> None:
    one = enrolled(cast)
    a, b, c = (added(cast, one, title=title, happened_on=dt.date(2024, 5, day)) for day, title in enumerate("ABC", 1))
    steps = [
        (f"up:2:{c.pk}", [a, c, b], f"#up-{c.pk}"),
        (f"up:1:{c.pk}", [c, a, b], f"#down-{c.pk}"),  # at the top nothing moves up any more
        (f"down:3:{a.pk}", [c, b, a], f"#up-{a.pk}"),
        (f"out:{b.pk}", [c, a], f"#in-{b.pk}"),
        (f"in:{b.pk}", [c, a, b], f"#out-{b.pk}"),
    ]
    for version, (do, expected, at) in enumerate(steps):
        assert press(cast.alice, one, do, version) == selection_page(one) + at
        assert selection_of(one).ids == [found.pk for found in expected]
        assert at[1:] in shown(cast.alice, selection_page(one))


def test_a_button_pressed_twice_does_it_once(cast: Cast) -> None:
    one = enrolled(cast)
    first, second, third, *_ = a_full_portfolio(cast, one)
    for _ in range(2):
        press(cast.alice, one, f"up:2:{third.pk}", 0)
    assert selection_of(one).ids[:3] == [first.pk, third.pk, second.pk]
    assert selection_of(one).version == 1


def test_who_chose_meanwhile_is_not_overwritten(cast: Cast) -> None:
    one = enrolled(cast)
    first, second, *_ = a_full_portfolio(cast, one)
    press(cast.tom, one, f"out:{first.pk}", 0)
    client = client_of(cast.alice)
    answer = client.post(f"{selection_page(one)}select/", {"do": f"out:{second.pk}", "version": "0"}, follow=True)
    assert "Somebody changed the selection meanwhile" in unescape(answer.content.decode())
    assert second.pk in selection_of(one).ids


@pytest.mark.parametrize("do", ["", "out:", "up:x:y", "in:5f0c6c3e-58a5-4f57-8d3f-0e6b6a3f9d11", "up:99999999:{pk}"])
def test_nonsense_changes_at_most_the_place_of_a_piece(cast: Cast, do: str) -> None:
    one = enrolled(cast)
    first, *_ = a_full_portfolio(cast, one)
    press(cast.alice, one, do.format(pk=first.pk), 0)
    assert len(selection_of(one).ids) == 10


def test_the_page_says_what_the_plan_would_say_as_pieces_go_in_and_out(cast: Cast) -> None:
    one = enrolled(cast)
    pieces = a_full_portfolio(cast, one)
    unnamed = added(cast, one, title="Names in it", anonymised=False)
    feeling = added(cast, one, type="reflective-account", title="How I felt")
    text = shown(cast.alice, selection_page(one))
    assert "11 pieces" in text
    assert "1 rule not met" in text
    assert "“Names in it”" in text
    press(cast.alice, one, f"out:{unnamed.pk}", 0)
    assert "Every rule is met" in shown(cast.alice, selection_page(one))
    press(cast.alice, one, f"out:{pieces[0].pk}", 1)
    text = shown(cast.alice, selection_page(one))
    assert "A portfolio typically holds 10 to 16 discrete pieces of evidence." in text
    missing = ", ".join(claim.code for claim in pieces[0].ksbs.order_by("code"))
    assert f"Would add {missing}" in text
    press(cast.alice, one, f"in:{feeling.pk}", 2)
    assert "Cannot count" in shown(cast.alice, selection_page(one))


def test_while_nobody_has_chosen_the_page_says_what_is_left_out(cast: Cast) -> None:
    one = enrolled(cast)
    first = added(cast, one)
    photo = added(cast, one, title="Photo", ksbs=[])
    says = "A piece that claims none is left out until it does."
    text = shown(cast.alice, selection_page(one))
    assert (says in text, f'value="in:{photo.pk}"' in text, f'value="out:{first.pk}"' in text) == (True, True, True)
    press(cast.alice, one, f"in:{photo.pk}", 0)
    assert says not in shown(cast.alice, selection_page(one))


@pytest.mark.parametrize(("open_", "says"), [(5, "“Week 4”, “Week 5”."), (7, "“Week 4”, “Week 5” and 2 more.")])
def test_of_many_pieces_a_finding_and_a_refusal_name_five(cast: Cast, open_: int, says: str) -> None:
    one = enrolled(cast)
    a_full_portfolio(cast, one)
    for number in range(open_):
        added(cast, one, title=f"Week {number + 1}", anonymised=False)
    address = f"/apprenticeships/{one.pk}/portfolio/submit/"
    sentence = f"Not anonymised: “Week 1”, “Week 2”, “Week 3”, {says}"
    for page in (selection_page(one), address):
        assert shown(cast.tom, page).count(sentence) == 1
    seen = digest_of(item for item, _ in copies_of(selection_of(one).pieces))
    refused = client_of(cast.tom).post(address, {"seen": seen})
    assert refused.status_code == 422
    assert unescape(refused.content.decode()).count(sentence) == 2  # what is wrong, and what the plan says


def test_the_words_come_from_the_plan(cast: Cast) -> None:
    one = enrolled(cast, **gateways.BY_POINTS)
    text = shown(cast.alice, selection_page(one))
    assert "Showcase: what goes in" in text
    assert "selected best evidence of the knowledge, skills and behaviours" in text
    assert "Portfolio of evidence: what goes in" in shown(cast.alice, selection_page(enrolled(cast)))


def returned(cast: Cast, one: Apprenticeship, **how: object) -> None:
    gateway = gateways.submitted(cast, gateways.prepared(cast, one))
    return_to_provider(who=gateways.ada(cast), gateway=gateway, version=gateway.version, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"reason": "Half of it is from before the start."}, True),
        ({"said": {"portfolio": Said(accepted=False, reason="Piece 3 names a mentee.")}}, True),
        ({"said": {"photo_id": Said(accepted=False, reason="The picture is too dark.")}}, False),
        ({"reason": "The address is missing.", "said": {"portfolio": Said(accepted=True)}}, False),
    ],
)
def test_a_return_of_the_portfolio_is_told_with_its_reason_until_the_next_is_submitted(
    cast: Cast, how: dict[str, object], told: bool
) -> None:
    one = enrolled(cast)
    returned(cast, one, **how)
    text = shown(cast.alice, selection_page(one))
    assert ("Returned: choose again" in text) is told
    assert ("what is submitted next is portfolio 2" in text) is told
    for reason in ("Half of it is from before", "names a mentee"):
        assert (reason in text) is (told and reason in str(how))
    assert "from before the start" not in shown(cast.lena, selection_page(one))
    added(cast, one, title="Put right")
    assert submit(who=gateways.tom(cast), apprenticeship=one).number == 2
    assert "Returned: choose again" not in shown(cast.alice, selection_page(one))


def test_while_the_gateway_is_decided_on_the_page_says_that_nothing_here_changes_it(cast: Cast) -> None:
    one = enrolled(cast)
    gateways.submitted(cast, gateways.prepared(cast, one))
    assert "What you choose here does not change it." in shown(cast.tom, selection_page(one))


def test_the_list_of_all_that_was_submitted_says_what_became_of_each(cast: Cast) -> None:
    one = enrolled(cast)
    address = f"{selection_page(one)}submitted/"
    assert "Nothing has been submitted yet." in shown(cast.ada, address)
    returned(cast, one, reason="Too few.")
    added(cast, one, title="One more")
    submit(who=gateways.tom(cast), apprenticeship=one)
    text = shown(cast.ada, address)
    for portfolio in one.submitted_portfolios.all():
        assert f'href="/portfolios/{portfolio.pk}/"' in text
    assert "returned" in text
    assert "Not handed in" in text


def test_two_portfolios_are_compared_piece_by_piece(cast: Cast) -> None:
    one, alice = enrolled(cast), as_actor(cast.alice, Role.APPRENTICE)
    pieces = a_full_portfolio(cast, one)
    first = submit(who=gateways.tom(cast), apprenticeship=one)
    file = store_file(who=alice, apprenticeship=one, upload=upload())
    changed = piece(title="Renamed", text="Four words more here", ksbs=["K1"], mentee_code="M1", files=[file],
                    happened_on=pieces[0].happened_on)  # fmt: skip
    change_evidence(who=alice, evidence=pieces[0], version=1, piece=changed)
    new = added(cast, one, title="Brought in")
    chosen(cast, one, [pieces[0], pieces[2], pieces[1], *pieces[3:9], new])
    second = submit(who=gateways.tom(cast), apprenticeship=one)
    for address in (f"/portfolios/{second.pk}/compare/", f"/portfolios/{first.pk}/compare/?with=2"):
        text = shown(cast.ada, address)
        assert "Portfolios 1 and 2 compared" in text
        assert "Title: it was “Piece 1”" in text
        assert "Text: 6 words before, 4 words now" in text
        assert "Files: 1 new" in text
        assert "taken away" in text
        assert text.count("Only in the later one") == text.count("Only in the earlier one") == 1
        assert text.count("Place: number") == 2  # what changed places, and nothing behind what went
        assert "The same in both: 6 pieces" in text


def test_one_portfolio_alone_has_nothing_to_be_compared_with(cast: Cast) -> None:
    one = enrolled(cast)
    a_full_portfolio(cast, one)
    portfolio = submit(who=gateways.tom(cast), apprenticeship=one)
    assert "nothing to compare it with" in shown(cast.ada, f"/portfolios/{portfolio.pk}/compare/?with=nonsense")
    assert Evidence.objects.count() == 10


@pytest.mark.parametrize("page", ["portfolio/", "portfolio/submit/", "portfolio/submitted/", "compare"])
def test_pages_cost_the_same_for_few_pieces_and_forty(
    cast: Cast, page: str, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    one, client = enrolled(cast), client_of(cast.tom)
    returned(cast, one, reason="Too few.")
    address = f"/apprenticeships/{one.pk}/{page}"
    for more in (1, 29):
        for number in range(more):
            added(cast, one, title=f"More {number}")
        portfolio = submit(who=gateways.tom(cast), apprenticeship=one)
        with django_assert_max_num_queries(10):
            client.get(address if page != "compare" else f"/portfolios/{portfolio.pk}/compare/")
