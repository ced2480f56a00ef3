"""The pages of the training: what people find on them, and that nothing typed is lost."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.apps.portfolio.making import added
from tests.apps.training.making import alice, hours, milestone, scanned
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.services import remove_evidence
from touchstone.apps.training import services
from touchstone.apps.training.models import Hours, Milestone, Scan, TrainingPlan

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(cast: Cast) -> Apprenticeship:
    return enrolled(cast)


def _text(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def _day(**changes: str) -> dict[str, str]:
    return {
        "id": str(uuid.uuid4()),
        "version": "0",
        "day-day": "7",
        "day-month": "5",
        "day-year": "2024",
        "hours": "2",
        "minutes": "30",
        "activity": "teaching",
        "learned": "How a contract is agreed",
        "evidence": "",
        **changes,
    }


def test_the_apprentice_writes_hours_down_and_sees_the_total(cast: Cast, one: Apprenticeship) -> None:
    client = client_of(cast.alice)
    answer = client.post(reverse("training:add_hours", args=[one.pk]), _day())
    assert answer.status_code == 302, answer.content.decode()
    page = _text(client, "training:hours", one.pk)
    assert "2 hours 30 minutes" in page
    assert "No source at hand names the hours" in page


def test_hours_that_cannot_count_keep_what_was_typed(cast: Cast, one: Apprenticeship) -> None:
    answer = client_of(cast.alice).post(
        reverse("training:add_hours", args=[one.pk]), _day(**{"day-year": "2023"}, learned="Something long")
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "before the apprenticeship started" in page
    assert "Something long" in page
    assert not Hours.objects.exists()


def test_no_time_at_all_is_asked_for(cast: Cast, one: Apprenticeship) -> None:
    answer = client_of(cast.alice).post(reverse("training:add_hours", args=[one.pk]), _day(hours="", minutes=""))
    assert "Enter how long it took" in answer.content.decode()


def test_the_line_manager_sees_how_long_and_not_what_was_learned(cast: Cast, one: Apprenticeship) -> None:
    hours(cast, one, learned="In my own words")
    page = _text(client_of(cast.lena), "training:hours", one.pk)
    assert "2 hours 30 minutes" in page
    assert "In my own words" not in page
    exported = client_of(cast.lena).get(reverse("training:hours_csv", args=[one.pk])).content.decode()
    assert "In my own words" not in exported


def test_the_table_for_spreadsheets_holds_no_formula(cast: Cast, one: Apprenticeship) -> None:
    hours(cast, one, learned='=HYPERLINK("x")')
    answer = client_of(cast.tom).get(reverse("training:hours_csv", args=[one.pk]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Day", "Hours", "Activity"]
    assert rows[1][:2] == ["2024-05-07", "2.50"]
    assert rows[1][3].startswith("'=")
    assert "attachment" in answer["Content-Disposition"]


def test_hours_are_corrected_and_taken_out(cast: Cast, one: Apprenticeship) -> None:
    client, entry = client_of(cast.alice), hours(cast, one)
    client.post(reverse("training:change_hours", args=[entry.pk]), _day(version="1", hours="1", minutes=""))
    assert Hours.objects.get().minutes == 60
    stale = client.post(reverse("training:remove_hours", args=[entry.pk]), {"version": "1", "reason": "Twice"})
    assert "Somebody changed these hours meanwhile" in stale.content.decode()
    client.post(reverse("training:remove_hours", args=[entry.pk]), {"version": "2", "reason": "Twice"})
    assert "No hours are written down yet" in _text(client, "training:hours", one.pk)


def test_the_tutor_plans_the_training_and_sets_a_milestone(cast: Cast, one: Apprenticeship) -> None:
    client = client_of(cast.tom)
    plan = {
        "version": "0",
        "planned_end-day": "31",
        "planned_end-month": "5",
        "planned_end-year": "2025",
        "hours": "300",
    }
    assert client.post(reverse("training:plan", args=[one.pk]), plan).status_code == 302
    goal = {"id": str(uuid.uuid4()), "version": "0", "title": "Two contracts", "ksbs": ["K2"]}
    due = {"due-day": "1", "due-month": "6", "due-year": "2024"}
    assert client.post(reverse("training:add_milestone", args=[one.pk]), goal | due).status_code == 302
    page = _text(client, "training:show", one.pk)
    assert "31 May 2025" in page
    assert "300 hours" in page
    assert "Two contracts" in page
    assert "overdue" in page


def test_whoever_planned_second_sees_what_changed_and_keeps_what_they_typed(cast: Cast, one: Apprenticeship) -> None:
    client = client_of(cast.tom)
    client.post(reverse("training:plan", args=[one.pk]), {"version": "0", "hours": "300"})
    answer = client.post(reverse("training:plan", args=[one.pk]), {"version": "0", "hours": "250"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Hours: 300" in page
    assert 'value="250"' in page
    client.post(reverse("training:plan", args=[one.pk]), {"version": "1", "hours": "250"})
    assert TrainingPlan.objects.get().hours == 250


def test_a_milestone_is_marked_as_reached(cast: Cast, one: Apprenticeship) -> None:
    made, client = milestone(cast, one), client_of(cast.tom)
    on = {"version": "1", "on-day": "20", "on-month": "6", "on-year": "2024"}
    assert client.post(reverse("training:reached", args=[made.pk]), on).status_code == 302
    assert "Reached on 20 June 2024" in _text(client, "training:show", one.pk)
    client.post(reverse("training:remove_milestone", args=[made.pk]), {"version": "2"})
    assert Milestone.objects.get().removed_at is not None


def test_the_apprentice_scans_and_both_compare(cast: Cast, one: Apprenticeship) -> None:
    client = client_of(cast.alice)
    scanned(cast, one, level=1)
    scanned(cast, one, level=2, who=as_actor(cast.lena, Role.LINE_MANAGER))
    sent = dict.fromkeys(_codes(one), "3") | {"id": str(uuid.uuid4()), "note": "More practice with groups"}
    assert client.post(reverse("training:scan", args=[one.pk]), sent).status_code == 302
    page = _text(client_of(cast.lena), "training:scans", one.pk)
    assert "Up 2" in page
    assert "More practice with groups" in page


def _codes(one: Apprenticeship) -> list[str]:
    return [ksb.code for ksb in plan_of(one).ksbs]


def test_a_scan_with_a_gap_keeps_the_other_answers(cast: Cast, one: Apprenticeship) -> None:
    client = client_of(cast.alice)
    codes = _codes(one)
    sent = dict.fromkeys(codes[1:], "3") | {"id": str(uuid.uuid4())}
    answer = client.post(reverse("training:scan", args=[one.pk]), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"Choose an answer for {codes[0]}" in page
    assert page.count('value="3" selected') == len(codes) - 1
    assert not Scan.objects.exists()


@pytest.mark.parametrize("name", ["training:add_hours", "training:scan"])
def test_a_form_whose_id_is_none_is_told_so(cast: Cast, one: Apprenticeship, name: str) -> None:
    sent = dict.fromkeys(_codes(one), "3") | _day(id="no id")
    answer = client_of(cast.alice).post(reverse(name, args=[one.pk]), sent)
    assert answer.status_code == 422
    assert "This form is out of date" in answer.content.decode()


def test_alice_may_not_plan_her_own_training(cast: Cast, one: Apprenticeship) -> None:
    assert client_of(cast.alice).get(reverse("training:plan", args=[one.pk])).status_code == 403


def test_hours_and_the_piece_that_came_out_of_them_lead_to_each_other(cast: Cast) -> None:
    one = enrolled(cast)
    piece = added(cast, one, title="First contract")
    client, address = client_of(cast.alice), reverse("portfolio:piece", args=[piece.pk])
    add = f"{reverse('training:add_hours', args=[one.pk])}?piece={piece.pk}"
    assert add in client.get(address).content.decode()
    assert f'<option value="{piece.pk}" selected>' in client.get(add).content.decode()
    hours(cast, one, evidence=piece)
    taken_out = hours(cast, one, evidence=piece, minutes=45)
    services.remove_hours(who=alice(cast), hours=taken_out, version=1, reason="Twice")
    page = " ".join(client.get(address).content.decode().split())
    assert "2 hours 30 minutes came with it." in page
    assert "45 minutes" not in page
    assert address in client.get(reverse("training:hours", args=[one.pk])).content.decode()
    remove_evidence(who=alice(cast), evidence=piece, version=1, reason="Wrong one")
    after = client.get(reverse("training:hours", args=[one.pk])).content.decode()
    assert "First contract (removed)" in after
    assert address not in after


def test_hours_are_taken_along_as_a_workbook_without_what_an_employer_does_not_read(cast: Cast) -> None:
    one = enrolled(cast)
    hours(cast, one, minutes=90, learned="=1+1")
    address = reverse("training:hours_xlsx", args=[one.pk])
    head, row = load_workbook(io.BytesIO(client_of(cast.tom).get(address).content)).active.iter_rows(values_only=True)
    told = dict(zip(head, row, strict=True))
    assert (told["Day"].date(), told["Hours"], told["What was learned"]) == (dt.date(2024, 5, 7), 1.5, "=1+1")
    assert b"=1+1" in client_of(cast.tom).get(reverse("training:hours_csv", args=[one.pk])).content
    seen = load_workbook(io.BytesIO(client_of(cast.lena).get(address).content)).active
    assert [cell.value for cell in seen[1]] == ["Day", "Hours", "Activity", "Written by"]


def test_the_scans_say_why_they_are_never_evidence_with_the_clause_of_the_plan(cast: Cast) -> None:
    one = enrolled(cast)
    page = client_of(cast.alice).get(reverse("training:scans", args=[one.pk])).content.decode()
    assert "Reflective accounts and self-assessment do not belong in the portfolio" in page
    assert "page 10" in page
    other = enrolled(cast, standard="ST0148", version="1.0", start=dt.date(2022, 3, 7))
    page = client_of(cast.alice).get(reverse("training:scans", args=[other.pk])).content.decode()
    assert "This holds under every plan" in page
