"""The page of changes, and life events recorded in two steps: what is shown before is what holds after."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.apps.apprenticeships.life_events.making import back, moved, now, offered, versioned, withdrawn
from tests.apps.assessment import making as assessing
from tests.apps.gateway import making as gateways
from tests.apps.portfolio.making import added
from tests.cast import Cast, as_actor
from tests.stories import enrolled, uln
from tests.web.apprenticeships.two_steps import carried, record, see, text, typed
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.services import add_break
from touchstone.apps.people.models import Organisation
from touchstone.apps.people.roles import Role
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry
from touchstone.apps.training.queries import standing
from touchstone.apps.training.services import plan_training
from touchstone.demo.clock import at

pytestmark = pytest.mark.django_db
OUT = dt.date(2024, 9, 2)


@pytest.fixture
def one(cast: Cast) -> Apprenticeship:
    """With a training planned until the end of March 2025."""
    made = enrolled(cast)
    tom = as_actor(cast.tom, Role.TUTOR)
    plan_training(who=tom, apprenticeship=made, version=0, planned_end=dt.date(2025, 3, 31), hours=300)
    return made


@pytest.fixture
def tom(cast: Cast) -> Client:
    return client_of(cast.tom)


def changes(one: Apprenticeship) -> str:
    return reverse("apprenticeships:changes", args=[one.pk])


def form(one: Apprenticeship, kind: str) -> str:
    return reverse("apprenticeships:change", args=[one.pk, kind])


def training(one: Apprenticeship) -> str:
    return reverse("training:show", args=[one.pk])


NEW = {"employer_name": "Bakery", "manager_name": "Mona Moor", "manager_email": "mona@example.org", "first_day": OUT}


def test_every_period_is_told_with_its_days_and_who_recorded_it(cast: Cast, one: Apprenticeship, tom: Client) -> None:
    moved(cast, one)
    withdrawn(cast, one, first_day=dt.date(2024, 10, 7))
    back(cast, one)
    versioned(cast, one, first_day=dt.date(2024, 12, 2))
    with at_most(10):
        page = text(tom.get(changes(one)))
    for words in (
        "Employer: Harbour Care 4 March 2024 to 1 September 2024",
        "Employer: Bakery Now 2 September 2024 to now",
        "Withdrawal 7 October 2024 to 3 November 2024",
        "Standard and version: ST1379 version 1.1 4 March 2024 to 1 December 2024",
        "Training provider: Northgate Training Now 4 March 2024 to now",
        "Line manager: Mona Manager Now 2 September 2024 to now",
    ):
        assert words in page
    assert page.count("by Tom Tutor") >= 6


def test_who_only_looks_is_offered_nothing(cast: Cast, one: Apprenticeship) -> None:
    for person in (cast.alice, cast.lena, cast.ada):
        page = text(client_of(person).get(changes(one)))
        assert "Employer: Harbour Care" in page
        assert "Record a withdrawal" not in page
    assert "Offer to another training provider" not in text(client_of(cast.tom).get(changes(one)))
    assert "Offer to another training provider" in text(client_of(cast.quentin).get(changes(one)))


def test_what_a_break_does_is_shown_before_and_holds_after(cast: Cast, one: Apprenticeship, tom: Client) -> None:
    added(cast, one)
    logged = LogEntry.objects.count()
    days = {"first_day": dt.date(2024, 7, 1), "last_day": dt.date(2024, 7, 31)}
    shown = text(see(tom, form(one, "break"), **days))
    assert "Nothing is recorded yet." in shown
    assert "Planned end 31 March 2025 1 May 2025 Changes" in shown
    assert "Earliest gateway 4 March 2025 4 April 2025 Changes" in shown
    assert "Off-the-job hours to reach 300 The same" in shown
    assert not one.breaks.exists()
    assert LogEntry.objects.count() == logged
    record(tom, form(one, "break"), **days)
    assert "1 May 2025" in text(tom.get(training(one)))
    assert "4 April 2025" in text(tom.get(reverse("apprenticeships:show", args=[one.pk])))


def test_a_break_taken_out_moves_everything_back(cast: Cast, one: Apprenticeship, tom: Client) -> None:
    record(tom, form(one, "break"), first_day=dt.date(2024, 7, 1), last_day=dt.date(2024, 7, 31))
    wrong = reverse("apprenticeships:correct_break", args=[one.breaks.get().pk])
    assert wrong in tom.get(changes(one)).content.decode()
    shown = record(tom, wrong, first_day=dt.date(2024, 7, 1), never="on", reason="Another apprentice’s")
    assert "The break is corrected." in text(shown)
    assert "31 March 2025" in text(tom.get(training(one)))


def test_a_break_with_an_expected_end_says_what_holds_if_it_ends_then(one: Apprenticeship, tom: Client) -> None:
    shown = text(see(tom, form(one, "break"), first_day=dt.date(2024, 7, 1), expected_last_day=dt.date(2024, 7, 31)))
    assert "If it ends as expected, the earliest gateway is 4 April 2025" in shown
    assert "Earliest gateway 4 March 2025 Not known Changes" in shown


def test_going_back_keeps_what_was_typed(one: Apprenticeship, tom: Client) -> None:
    shown = see(tom, form(one, "employer"), **NEW)
    again = tom.post(form(one, "employer"), {**carried(shown), "do": "change"})
    assert 'value="Bakery"' in again.content.decode()
    assert 'value="mona@example.org"' in again.content.decode()


def test_what_the_effect_tries_out_leaves_nothing_behind(cast: Cast, one: Apprenticeship, tom: Client) -> None:
    mails, organisations = Message.objects.count(), Organisation.objects.count()
    assert see(tom, form(one, "employer"), **NEW).status_code == 200
    assert (Message.objects.count(), Organisation.objects.count()) == (mails, organisations)
    assert now(one).employer == cast.harbour
    record(tom, form(one, "employer"), **NEW)
    assert now(one).employer.name == "Bakery"


def test_whoever_was_slower_sees_the_effect_as_it_is_now_and_keeps_what_they_typed(
    cast: Cast, one: Apprenticeship, tom: Client
) -> None:
    shown = see(tom, form(one, "break"), first_day=dt.date(2024, 8, 1), last_day=dt.date(2024, 8, 10))
    add_break(
        who=as_actor(cast.quentin),
        apprenticeship=one,
        first_day=dt.date(2024, 7, 1),
        last_day=dt.date(2024, 7, 31),
    )
    stale = tom.post(form(one, "break"), {**carried(shown), "do": "record"})
    assert stale.status_code == 409
    assert "Changed meanwhile" in text(stale)
    assert "Earliest gateway 4 April 2025 14 April 2025 Changes" in text(stale)
    assert one.breaks.count() == 1
    tom.post(form(one, "break"), {**carried(stale), "do": "record"})
    assert one.breaks.count() == 2


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("employer", {**NEW, "first_day": dt.date(2024, 3, 4)}, "a day after the start"),
        ("employer", {**NEW, "employer_name": ""}, "Choose the employer"),
        ("version", {"version": "1.2", "first_day": dt.date(2024, 7, 1)}, "Version 1.2 begins on 2 August 2024"),
        ("version", {"version": "1.0", "first_day": OUT}, "version"),
        ("withdrawal", {"first_day": dt.date(2024, 1, 1), "reason": "Left"}, "before the start"),
        ("withdrawal", {"first_day": OUT}, "Enter why they withdraw"),
        ("return", {"first_day": OUT}, "is not withdrawn"),
        ("break", {"first_day": dt.date(2099, 1, 1)}, "a year ahead"),
        ("start", {"start": dt.date(2024, 10, 7), "reason": "A slip"}, "1 August 2024"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_shown(
    one: Apprenticeship, tom: Client, kind: str, fields: dict[str, Any], words: str
) -> None:
    answer = see(tom, form(one, kind), **fields)
    assert answer.status_code == 422
    assert words in text(answer)
    assert now(one).revision == 1


def test_a_kind_there_is_not_is_not_found(one: Apprenticeship, tom: Client) -> None:
    assert tom.get(form(one, "lottery")).status_code == 404


def test_a_later_version_shows_what_differs_rule_by_rule(cast: Cast, tom: Client) -> None:
    one = enrolled(cast, version="1.0", start=dt.date(2023, 4, 3))
    shown = text(see(tom, form(one, "version"), version="1.1", first_day=OUT))
    assert "What version 1.1 means" in shown
    assert "The KSBs are the same, word for word." in shown
    assert "Decided by ST1379-1.0 ST1379-1.1 Changes" in shown
    record(tom, form(one, "version"), version="1.1", first_day=OUT)
    assert now(one).plan_id == "ST1379-1.1"


def test_a_version_whose_plan_is_not_held_says_what_cannot_be_decided(one: Apprenticeship, tom: Client) -> None:
    assert "Version 1.2 (its plan is not held)" in text(tom.get(form(one, "version")))
    shown = text(see(tom, form(one, "version"), version="1.2", first_day=OUT))
    assert "The plan of version 1.2 is not held here." in shown
    assert "ST1379-1.2, whose plan is not held" in shown
    record(tom, form(one, "version"), version="1.2", first_day=OUT)
    assert "is not held here" in text(tom.get(reverse("apprenticeships:show", args=[one.pk])))


def test_what_is_under_way_is_named(cast: Cast, one: Apprenticeship, tom: Client) -> None:
    with at(assessing.CONFIRMED):
        gateways.confirmed(cast, gateways.submitted(cast, gateways.prepared(cast, one)))
    shown = text(see(tom, form(one, "withdrawal"), first_day=OUT, reason="Moves abroad"))
    assert "Gateway 1 is “confirmed”. It stays as it is." in shown


def test_a_withdrawn_apprentice_leaves_the_lists_and_nothing_is_added(
    cast: Cast, one: Apprenticeship, tom: Client
) -> None:
    enrolled(cast, name="Bela Bright", email="bela@example.org", uln=uln(9))
    record(tom, form(one, "withdrawal"), first_day=OUT, reason="Moves abroad")
    everybody = reverse("apprenticeships:list")
    assert "Alice Adeyemi" not in text(tom.get(everybody))
    assert "Alice Adeyemi" in text(tom.get(everybody, {"stage": "withdrawn"}))
    assert "Alice Adeyemi" in text(tom.get(everybody, {"q": "Alice"}))
    assert "Alice Adeyemi" not in text(tom.get(reverse("training:cohort")))
    assert "Alice Adeyemi" in text(client_of(cast.alice).get(everybody))
    for name in ("portfolio:add", "training:add_hours", "training:plan"):
        answer = client_of(cast.tom).get(reverse(name, args=[one.pk]))
        assert answer.status_code == 403
        assert "Alice Adeyemi is withdrawn since 2 September 2024" in text(answer)
    listed = client_of(cast.alice).get(reverse("portfolio:list", args=[one.pk]))
    assert listed.status_code == 200
    assert "is withdrawn since 2 September 2024" in text(listed)
    record(tom, form(one, "return"), first_day=dt.date(2024, 11, 4))
    assert "Alice Adeyemi" in text(tom.get(everybody))
    assert client_of(cast.alice).get(reverse("portfolio:add", args=[one.pk])).status_code in (200, 302)


def test_the_return_moves_what_is_planned_and_says_what_no_source_says(one: Apprenticeship, tom: Client) -> None:
    record(tom, form(one, "withdrawal"), first_day=OUT, reason="Moves abroad")
    shown = text(see(tom, form(one, "return"), first_day=dt.date(2024, 11, 4)))
    assert "Planned end" in shown
    assert "6 May 2025" in shown
    record(tom, form(one, "return"), first_day=dt.date(2024, 11, 4))
    found = standing(one, dt.date(2025, 1, 6))
    assert found.planned_end == dt.date(2025, 6, 2)


def test_the_quality_lead_offers_and_the_other_one_takes_over(cast: Cast, one: Apprenticeship) -> None:
    quentin, walter = client_of(cast.quentin), client_of(cast.walter)
    address = reverse("apprenticeships:offer", args=[one.pk])
    assert "No training provider with this number" in text(see(quentin, address, ukprn="99999999", first_day=OUT))
    assert "Westfield College is asked to take over" in text(record(quentin, address, ukprn="1000 0022", first_day=OUT))
    listed = walter.get(reverse("apprenticeships:list"))
    answer = reverse("apprenticeships:offered", args=[one.offers.get().pk])
    assert answer in listed.content.decode()
    assert walter.get(changes(one)).status_code == 404
    assert "Select who trains them" in text(walter.post(answer, {"answer": "accept"}))
    assert "Enter why you do not take it over" in text(walter.post(answer, {"answer": "decline"}))
    taken = walter.post(answer, {"answer": "accept", "tutor": str(cast.wendy.pk)}, follow=True)
    assert "Your organisation trains Alice Adeyemi from now on." in text(taken)
    for client in (quentin, client_of(cast.tom)):
        assert client.get(changes(one)).status_code == 404
    assert "This offer is answered: accepted." in text(walter.get(answer))


def test_an_offer_is_taken_back_from_the_page_of_changes(cast: Cast, one: Apprenticeship) -> None:
    offered(cast, one)
    quentin = client_of(cast.quentin)
    assert "Take the offer back" in text(quentin.get(changes(one)))
    address = reverse("apprenticeships:offer", args=[one.pk])
    assert "The offer is taken back." in text(quentin.post(address, {"do": "take-back"}, follow=True))
    assert now(one).provider == cast.northgate


def test_the_effect_page_asks_for_what_it_shows_and_no_more(one: Apprenticeship, tom: Client) -> None:
    """A revision that is none is treated as one that was overtaken."""
    sent = {**typed(first_day=dt.date(2024, 7, 1)), "seen": "nonsense", "id": "nonsense"}
    assert tom.post(form(one, "break"), sent).status_code == 409
