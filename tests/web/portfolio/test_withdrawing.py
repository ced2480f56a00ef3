"""Withdrawing a piece, as pages: what it says before, what is left after, and where everybody concerned reads of it."""

from __future__ import annotations

from html import unescape

from django.core.files.storage import default_storage
from django.utils import timezone

from tests.apps.gateway import making as gateways
from tests.apps.portfolio.making import a_full_portfolio, added, upload
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import Evidence, SubmittedPortfolio, Withdrawal
from touchstone.apps.portfolio.services import remove_evidence, store_file, submit


def shown(person: User, address: str, status: int = 200) -> str:
    answer = client_of(person).get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def a_submitted_piece(cast: Cast) -> tuple[Apprenticeship, Evidence, SubmittedPortfolio]:
    one = enrolled(cast)
    file = store_file(who=as_actor(cast.alice), apprenticeship=one, upload=upload("Miranda.pdf"))
    a_full_portfolio(cast, one)
    found = added(cast, one, title="Miranda and I", text="Miranda told me", mentee_code="MENTEE-77", files=[file])
    return one, found, submit(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=one)


def answers(**changes: str) -> dict[str, str]:
    day = timezone.localdate()
    date = {"asked_on-day": str(day.day), "asked_on-month": str(day.month), "asked_on-year": str(day.year)}
    return {"why": "mentee", **date, "sure": "on", **changes}


def withdraw(person: User, found: Evidence) -> None:
    answer = client_of(person).post(f"/evidence/{found.pk}/withdraw/", answers())
    assert (answer.status_code, answer["Location"]) == (302, f"/evidence/{found.pk}/")


def test_before_it_is_done_the_page_says_exactly_what_it_does(cast: Cast) -> None:
    _, found, portfolio = a_submitted_piece(cast)
    number = portfolio.items.get(evidence=found).number
    text = shown(cast.alice, f"/evidence/{found.pk}/withdraw/")
    assert f"and in portfolio 1, number {number}" in text
    assert "the file Miranda.pdf" in text
    assert "every decision already made" in text
    assert "Meridian" in text.partition("Who is told")[2]
    no_day = {"asked_on-day": "", "asked_on-month": "", "asked_on-year": ""}
    answer = client_of(cast.alice).post(f"/evidence/{found.pk}/withdraw/", answers(why="", sure="", **no_day))
    said = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Select whose consent was taken back" in said
    assert "Enter the day on which consent was taken back" in said
    assert "Confirm that you have read what this does" in said
    assert not Withdrawal.objects.exists()


def test_what_is_left_stands_in_its_place_for_everybody_who_could_read_it(cast: Cast) -> None:
    one, found, portfolio = a_submitted_piece(cast)
    item, file = portfolio.items.get(evidence=found), found.attachments.get().file
    withdraw(cast.tom, found)
    for person, address in (
        (cast.alice, f"/evidence/{found.pk}/"),
        (cast.ada, f"/portfolios/items/{item.pk}/"),
        (cast.ada, f"/portfolios/{portfolio.pk}/"),
        (cast.lena, f"/apprenticeships/{one.pk}/evidence/"),
    ):
        text = shown(person, address)
        assert "Withdrawn" in text
        assert not any(word in text for word in ("Miranda", "told me", "MENTEE-77"))
    text = shown(cast.ada, f"/portfolios/items/{item.pk}/")
    assert file.sha256 in text
    assert item.digest in text
    assert "recorded it on" in text
    assert "what is kept gives this digest" in shown(cast.ada, f"/portfolios/{portfolio.pk}/")
    shown(cast.ada, f"/files/{file.pk}/", status=410)
    assert not default_storage.exists(file.key)


def test_it_is_read_by_nobody_else(cast: Cast) -> None:
    _, found, _ = a_submitted_piece(cast)
    withdraw(cast.tom, found)
    assert client_of(cast.lena).get(f"/evidence/{found.pk}/").status_code == 403
    assert client_of(cast.wendy).get(f"/evidence/{found.pk}/").status_code == 404
    assert client_of(cast.tom).get(f"/evidence/{found.pk}/change/").status_code == 404
    assert client_of(cast.tom).get(f"/evidence/{found.pk}/withdraw/").status_code == 302
    assert client_of(cast.quentin).get(f"/evidence/{found.pk}/withdraw/").status_code == 403


def test_the_gateway_says_that_a_piece_of_its_portfolio_was_withdrawn(cast: Cast) -> None:
    one = enrolled(cast)
    gateways.submitted(cast, gateways.prepared(cast, one))
    address = f"/apprenticeships/{one.pk}/gateway/"
    assert "withdrawn" not in shown(cast.ada, address)
    first, second, *_ = one.evidence.order_by("happened_on")
    withdraw(cast.tom, first)
    assert "1 of its pieces was withdrawn" in shown(cast.ada, address)
    withdraw(cast.tom, second)
    assert "2 of its pieces were withdrawn" in shown(cast.ada, address)


def test_a_removed_piece_is_withdrawn_from_its_submitted_copy(cast: Cast) -> None:
    _, found, portfolio = a_submitted_piece(cast)
    item = portfolio.items.get(evidence=found)
    remove_evidence(who=as_actor(cast.alice), evidence=found, version=1, reason="Not my best")
    assert f'href="/evidence/{found.pk}/withdraw/"' in shown(cast.alice, f"/portfolios/items/{item.pk}/")
    assert f'href="/evidence/{found.pk}/withdraw/"' not in shown(cast.ada, f"/portfolios/items/{item.pk}/")
    withdraw(cast.alice, found)
    assert "Miranda" not in shown(cast.ada, f"/portfolios/items/{item.pk}/")
