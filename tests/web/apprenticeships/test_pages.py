"""The list, the overview, the timeline, breaks and sharing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.apps.portfolio.making import added
from tests.cast import Cast, as_actor
from tests.stories import ULN, enrolled, uln
from tests.web.apprenticeships.two_steps import carried, record, text
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.services import add_break, assign
from touchstone.apps.gateway.services import open_gateway
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.roles import Role
from touchstone.apps.people.services import give_role
from touchstone.apps.portfolio.services import open_evidence, remove_evidence
from touchstone.apps.records.models import LogEntry
from touchstone.web.apprenticeships import listing

A_LOG_ENTRY = 3  # the head of the chain, the entry, the head moved on
LIST = "/apprenticeships/"
INSIDERS = {"alice", "tom", "quentin", "lena", "iris", "ada", "abel"}


def many(cast: Cast, number: int) -> None:
    for at in range(number):
        enrolled(cast, uln=uln(at), name=f"Person {at:03}", email=f"person{at}@example.org")


def statuses(cast: Cast, address: str) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for name, person in cast.people().items():
        found.setdefault(client_of(person).get(address).status_code, set()).add(name)
    return found


def outsiders(cast: Cast) -> set[str]:
    return set(cast.people()) - INSIDERS


@pytest.mark.parametrize("many_from", [1000, 20])
@pytest.mark.parametrize("query", ["", "?q=person&stage=on-programme&plan=ST1379-1.1"])
def test_the_list_costs_the_same_for_ten_and_sixty(
    cast: Cast,
    django_assert_max_num_queries: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    query: str,
    many_from: int,
) -> None:
    monkeypatch.setattr(listing, "ROWS", 50)
    monkeypatch.setattr(listing, "MANY", many_from)
    client = client_of(cast.quentin)
    many(cast, 10)
    with django_assert_max_num_queries(10):
        assert "10 apprentices" in client.get(LIST + query).content.decode()
    for at in range(10, 60):
        enrolled(cast, uln=uln(at), name=f"Person {at:03}", email=f"person{at}@example.org")
    with django_assert_max_num_queries(10):
        page = client.get(LIST + query).content.decode()
    assert "60 apprentices" in page
    assert page.count('<th scope="row"') == 50
    assert 'page=2"' in page


def test_a_year_of_two_hundred_is_on_one_page() -> None:
    assert listing.ROWS == 200


def test_a_list_of_thousands_is_filtered_by_words_of_a_name(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MANY", 1)
    enrolled(cast)
    enrolled(
        cast, uln=uln(1), name="Bryn Other", email="bryn@example.org", employer=cast.quayside, line_manager=cast.lorna
    )
    client = client_of(cast.quentin)
    everybody = client.get(LIST).content.decode()
    assert 'name="organisation_name"' in everybody
    assert "Quayside Foods</option>" not in everybody
    for query, there, gone in (
        ({"organisation_name": "quay"}, "Bryn Other", "Alice Adeyemi"),
        ({"organisation_name": "harb", "plan": "ST1379-1.1"}, "Alice Adeyemi", "Bryn Other"),
    ):
        page = client.get(LIST, query).content.decode()
        assert there in page
        assert gone not in page
    assert "Alice Adeyemi" in client.get(LIST, {"tutor_name": "TOM"}).content.decode()
    assert "No apprentice matches" in client.get(LIST, {"tutor_name": "wendy"}).content.decode()


def claims(page: str) -> list[str]:
    return re.findall(r'data-label="KSBs claimed">([^<]*)<', page)


def test_the_list_says_how_many_ksbs_the_evidence_claims(cast: Cast) -> None:
    one = enrolled(cast)
    added(cast, one, ksbs=["K1", "K2", "S1"])
    removed = added(cast, one, ksbs=["B1"])
    added(cast, one, ksbs=["K2", "S5"])
    remove_evidence(who=as_actor(cast.tom, Role.TUTOR), evidence=removed, version=1, reason="Twice")
    enrolled(cast, uln=uln(1), name="Bryn Other", email="bryn@example.org", start=dt.date(2024, 3, 4))
    for person in (cast.tom, cast.quentin, cast.lena):
        assert claims(client_of(person).get(LIST).content.decode()) == ["4 of 35", "0 of 35"], person.name
    assert claims(client_of(cast.alice).get(LIST).content.decode()) == ["4 of 35"]


def test_who_may_not_see_the_coverage_is_not_told_how_many_ksbs_are_claimed(cast: Cast) -> None:
    added(cast, enrolled(cast), ksbs=["K1"])
    for person in (cast.ada, cast.iris):
        assert claims(client_of(person).get(LIST).content.decode()) == []
    give_role(who=SYSTEM, person=cast.ada, organisation=cast.westfield, role=Role.TUTOR)
    assert claims(client_of(cast.ada).get(LIST).content.decode()) == ["Not shown to you"]


@pytest.mark.parametrize(
    "word", ["alice", "ADEYEMI", "alice adey", "alice@example.org", ULN, "{reference}", "{spoken}"]
)
def test_an_apprentice_is_found_by_name_email_uln_and_reference(cast: Cast, word: str) -> None:
    one = enrolled(cast)
    enrolled(cast, uln=uln(1), name="Bryn Other", email="bryn@example.org")
    typed = word.format(reference=one.reference, spoken=one.reference.removeprefix("TS-").lower())
    page = client_of(cast.tom).get(LIST, {"q": typed}).content.decode()
    assert "Alice Adeyemi" in page
    assert "Bryn Other" not in page


def test_part_of_a_uln_finds_nobody(cast: Cast) -> None:
    enrolled(cast)
    assert "Alice Adeyemi" not in client_of(cast.lena).get(LIST, {"q": ULN[:9]}).content.decode()


def test_a_search_without_result_says_so_and_a_strange_filter_is_left_out(cast: Cast) -> None:
    enrolled(cast)
    client = client_of(cast.tom)
    assert "No apprentice matches" in client.get(LIST, {"q": "zzz"}).content.decode()
    assert "Alice Adeyemi" in client.get(LIST, {"stage": "nonsense", "page": "900", "tutor": "x"}).content.decode()
    assert "Alice Adeyemi" not in client.get(LIST, {"stage": "released"}).content.decode()
    assert (
        "Alice Adeyemi"
        in client.get(LIST, {"tutor": str(cast.tom.pk), "organisation": str(cast.harbour.pk)}).content.decode()
    )


def test_everybody_has_a_list_of_their_own(cast: Cast) -> None:
    enrolled(cast)
    see = {
        name
        for name, person in cast.people().items()
        if "Alice Adeyemi</a>" in client_of(person).get(LIST).content.decode()
    }
    assert see == INSIDERS


@pytest.mark.parametrize("page", ["", "timeline/"])
def test_an_apprenticeship_is_found_by_insiders_only(cast: Cast, page: str) -> None:
    one = enrolled(cast)
    assert statuses(cast, f"/apprenticeships/{one.pk}/{page}") == {200: INSIDERS, 404: outsiders(cast)}


def test_breaks_are_for_the_provider_and_sharing_for_the_administrator(cast: Cast) -> None:
    one = enrolled(cast)
    broken = add_break(who=as_actor(cast.tom), apprenticeship=one, first_day=dt.date(2024, 7, 1), last_day=None)
    for address, allowed in (
        (f"/apprenticeships/{one.pk}/breaks/add/", {"tom", "quentin"}),
        (f"/apprenticeships/breaks/{broken.pk}/end/", {"tom", "quentin"}),
        (f"/apprenticeships/{one.pk}/share/", {"ada", "abel"}),
    ):
        assert statuses(cast, address) == {200: allowed, 403: INSIDERS - allowed, 404: outsiders(cast)}


def test_the_overview_shows_the_earliest_gateway_with_its_sum(cast: Cast) -> None:
    one = enrolled(cast, breaks=[(dt.date(2024, 7, 1), dt.date(2024, 7, 10))])
    page = client_of(cast.tom).get(f"/apprenticeships/{one.pk}/").content.decode()
    assert "14 March 2025" in page
    assert "Start 4 March 2024 + 12 months + 10 days of breaks = 14 March 2025" in page
    assert "On programme" in page
    assert "<strong>Whose turn:</strong> apprentice and tutor" in page


def test_the_uln_is_for_those_who_need_it(cast: Cast) -> None:
    one = enrolled(cast)
    see = {
        name
        for name in INSIDERS
        if ULN in client_of(cast.people()[name]).get(f"/apprenticeships/{one.pk}/").content.decode()
    }
    assert see == {"alice", "tom", "quentin", "ada", "abel"}


def test_a_plan_not_held_is_said_on_the_overview(cast: Cast) -> None:
    one = enrolled(cast, version="1.2", start=dt.date(2025, 3, 3))
    page = client_of(cast.tom).get(f"/apprenticeships/{one.pk}/").content.decode()
    assert "The assessment plan of ST1379-1.2 is not held here" in page


@pytest.mark.parametrize(("page", "besides"), [("", 0), ("timeline/", A_LOG_ENTRY)])
def test_pages_of_one_apprenticeship_stay_within_ten_queries(cast: Cast, page: str, besides: int) -> None:
    one = enrolled(cast, breaks=[(dt.date(2024, 7, day), dt.date(2024, 7, day)) for day in (1, 3, 5)])
    client = client_of(cast.tom)
    with at_most(10 + besides):
        assert client.get(f"/apprenticeships/{one.pk}/{page}").status_code == 200


def test_a_break_is_recorded_and_ended_and_what_cannot_be_keeps_the_text(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.tom)
    address = f"/apprenticeships/{one.pk}/breaks/add/"
    early = client.post(address, {**carried(client.get(address)), "first_day-day": "1.2.2024"})
    assert early.status_code == 422
    assert "cannot begin before the apprenticeship starts" in early.content.decode()
    assert 'value="2024"' in early.content.decode() or "1.2.2024" in early.content.decode()
    record(client, address, first_day=dt.date(2024, 7, 1))
    ended = f"/apprenticeships/breaks/{one.breaks.get().pk}/end/"
    assert "1 July 2024 to 31 July 2024" in text(record(client, ended, last_day=dt.date(2024, 7, 31)))


def test_an_apprenticeship_is_shared_with_a_reader_and_taken_back(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.ada)
    address = f"/apprenticeships/{one.pk}/share/"
    assert client.post(address, {"do": "share"}).status_code == 422
    assert (
        "Shared with Rhys Reader"
        in client.post(address, {"do": "share", "person": cast.rhys.pk}, follow=True).content.decode()
    )
    assert client_of(cast.rhys).get(f"/apprenticeships/{one.pk}/").status_code == 200
    assert "Stop sharing with Rhys Reader\n" in client.get(address).content.decode()
    part = one.participants.get(role=Role.REGULATOR_READER)
    client.post(address, {"end": str(part.pk)})
    assert client_of(cast.rhys).get(f"/apprenticeships/{one.pk}/").status_code == 404


def test_the_timeline_tells_in_words_with_names(cast: Cast) -> None:
    one = enrolled(cast)
    assign(who=as_actor(cast.ada, Role.ADMINISTRATOR), apprenticeship=one, person=cast.asif, role=Role.ASSESSOR)
    page = client_of(cast.alice).get(f"/apprenticeships/{one.pk}/timeline/").content.decode()
    assert "Enrolled on ST1379-1.1" in page
    assert "Asif Assessor takes part as assessor" in page
    assert "Ada Administrator (assessment administrator)" in page
    assert "Tom Tutor (tutor)" in page


def test_the_timeline_says_which_piece_and_why_to_those_who_may_know(cast: Cast) -> None:
    one = enrolled(cast)
    piece = added(cast, one, title="Contract with M1")
    remove_evidence(who=as_actor(cast.alice, Role.APPRENTICE), evidence=piece, version=1, reason="Names in it")
    for person, told in ((cast.tom, True), (cast.lena, True), (cast.ada, False)):
        page = client_of(person).get(f"/apprenticeships/{one.pk}/timeline/").content.decode()
        assert ("Contract with M1 – Names in it" in page) is told


def test_who_opened_what_is_shown_to_the_person_it_is_about(cast: Cast) -> None:
    one = enrolled(cast)
    open_evidence(who=as_actor(cast.tom, Role.TUTOR), evidence=added(cast, one))
    address = f"/apprenticeships/{one.pk}/timeline/?show=reading"
    assert "A piece of evidence was opened" in client_of(cast.alice).get(address).content.decode()
    assert "A piece of evidence was opened" not in client_of(cast.lena).get(address).content.decode()


def test_reading_the_timeline_is_in_the_log_itself(cast: Cast) -> None:
    one = enrolled(cast)
    client, address = client_of(cast.tom), f"/apprenticeships/{one.pk}/timeline/"
    assert client.get(address).status_code == 200
    read = LogEntry.objects.get(verb="timeline.opened")
    assert (read.actor, read.apprenticeship) == (cast.tom.pk, one.pk)
    assert "The timeline was opened" not in client.get(address).content.decode()
    assert "The timeline was opened" in client.get(f"{address}?show=reading").content.decode()


def test_beginning_a_gateway_is_something_done_and_not_something_read(cast: Cast) -> None:
    one = enrolled(cast)
    open_gateway(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=one)
    client, address = client_of(cast.tom), f"/apprenticeships/{one.pk}/timeline/"
    assert "Began to prepare the gateway" in client.get(address).content.decode()
    assert "Began to prepare the gateway" not in client.get(f"{address}?show=reading").content.decode()


def test_a_long_timeline_goes_on_with_older_entries(cast: Cast) -> None:
    one = enrolled(cast)
    for number in range(55):
        added(cast, one, title=f"Piece {number}")
    client, address = client_of(cast.tom), f"/apprenticeships/{one.pk}/timeline/"
    page = client.get(address).content.decode()
    assert "Enrolled on" not in page
    older = re.search(r"before=\d+", page)
    assert older
    assert "Enrolled on" in client.get(f"{address}?{older[0]}").content.decode()
    for nonsense in ("nonsense", "9" * 5000, "9" * 18, "-1", "%00"):
        assert client.get(f"{address}?before={nonsense}").status_code == 200


def test_the_header_links_only_where_the_reader_may_go(cast: Cast) -> None:
    one: Apprenticeship = enrolled(cast)
    for person, evidence in ((cast.tom, True), (cast.ada, False)):
        page = client_of(person).get(f"/apprenticeships/{one.pk}/").content.decode()
        assert (f"/apprenticeships/{one.pk}/evidence/" in page) is evidence
