"""The pages of claims: notes, judgements, and KSBs against pieces."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.urls import reverse

from tests.apps.portfolio.making import added
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.services import assign
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import ClaimJudgement, Evidence
from touchstone.apps.portfolio.services import judge_claims
from touchstone.apps.portfolio.services.claims import Said

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(cast: Cast) -> Evidence:
    return added(cast, enrolled(cast), title="Contract with A")  # claims K2 and S2


def test_claim_note_and_judgement_stand_together_on_the_piece(cast: Cast, contract: Evidence) -> None:
    apprentice, tutor = client_of(cast.alice), client_of(cast.tom)
    note = {"version": "1", "K2": "Page 2: what stays between us", "S2": ""}
    assert apprentice.post(reverse("portfolio:note", args=[contract.pk]), note).status_code == 302
    said = {"version": "2", "K2": "no", "why_K2": "Say who may be told", "S2": ""}
    assert tutor.post(reverse("portfolio:judge", args=[contract.pk]), said).status_code == 302
    page = " ".join(apprentice.get(reverse("portfolio:piece", args=[contract.pk])).content.decode().split())
    for words in ("Page 2: what stays between us", "Needs work", "Say who may be told", "Tom Tutor"):
        assert words in page
    coverage = apprentice.get(reverse("portfolio:coverage", args=[contract.apprenticeship_id])).content.decode()
    assert "! Needs work" in coverage


def test_a_judgement_without_a_reason_keeps_what_was_chosen(cast: Cast, contract: Evidence) -> None:
    said = {"version": "1", "K2": "no", "why_K2": "", "S2": "yes"}
    answer = client_of(cast.tom).post(reverse("portfolio:judge", args=[contract.pk]), said)
    assert answer.status_code == 422
    assert answer.content.decode().count("checked") == 2
    assert not ClaimJudgement.objects.exists()


def test_what_was_typed_stays_when_the_piece_changed_meanwhile(cast: Cast, contract: Evidence) -> None:
    answer = client_of(cast.tom).post(
        reverse("portfolio:judge", args=[contract.pk]), {"version": "7", "K2": "no", "why_K2": "Typed here"}
    )
    assert answer.status_code == 422
    assert "Typed here" in answer.content.decode()
    assert 'value="1"' in answer.content.decode()


def test_the_matrix_shows_every_state_and_is_filtered_by_the_address(cast: Cast, contract: Evidence) -> None:
    tom = as_actor(cast.tom, Role.TUTOR)
    judge_claims(who=tom, evidence=contract, version=1, said={"S2": Said(True)})
    client, address = client_of(cast.alice), reverse("portfolio:matrix", args=[contract.apprenticeship_id])
    page = client.get(address).content.decode()
    assert page.count("ts-matrix__cell--accepted") == 1
    assert page.count("ts-matrix__cell--claimed") == 1
    chosen = client.get(address, {"state": "accepted"}).content.decode()
    assert chosen.count('<th scope="row">') == 1
    missing = client.get(address, {"state": "missing", "theme": "Communication"}).content.decode()
    assert "K2" not in missing
    assert "K11" in missing


def test_the_workbook_holds_the_same_and_no_formula(cast: Cast, contract: Evidence) -> None:
    added(cast, contract.apprenticeship, title="=1+1")
    answer = client_of(cast.tom).get(reverse("portfolio:matrix_xlsx", args=[contract.apprenticeship_id]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][4:] == ["Contract with A", "=1+1"]
    assert sheet["F1"].data_type == "s"
    assert len(rows) == 36
    assert ["Claimed", "Claimed"] in [row[4:] for row in rows]


def test_a_supervisor_sees_what_is_covered_and_not_what_the_pieces_are_called(cast: Cast, contract: Evidence) -> None:
    one = contract.apprenticeship
    assign(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=one, person=cast.sunil, role=Role.SUPERVISOR)
    client = client_of(cast.sunil)
    assert "Contract with A" not in client.get(reverse("portfolio:matrix", args=[one.pk])).content.decode()
    workbook = client.get(reverse("portfolio:matrix_xlsx", args=[one.pk])).content
    assert openpyxl.load_workbook(io.BytesIO(workbook)).active["E1"].value == "Piece 1"
