"""What is claimed and what is judged are kept apart, and no judgement is ever overwritten."""

from __future__ import annotations

import pytest

from tests.apps.portfolio.making import added, piece
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import ClaimJudgement, Evidence
from touchstone.apps.portfolio.queries import judgements_of
from touchstone.apps.portfolio.services import change_evidence, judge_claims, note_claims
from touchstone.apps.portfolio.services.claims import Noted, Said
from touchstone.apps.records.refusal import Refused, Stale

pytestmark = pytest.mark.django_db
WORK = Said(False, "Say what you did yourself.")


def alice(cast: Cast) -> Actor:
    return as_actor(cast.alice, Role.APPRENTICE)


def tom(cast: Cast) -> Actor:
    return as_actor(cast.tom, Role.TUTOR)


@pytest.fixture
def contract(cast: Cast) -> Evidence:
    return added(cast, enrolled(cast))  # claims K2 and S2


def test_the_apprentice_says_what_a_piece_shows_of_each_ksb(cast: Cast, contract: Evidence) -> None:
    notes = {"K2": Noted(" How often we meet. ", " page 2 ")}
    noted = note_claims(who=alice(cast), evidence=contract, version=1, notes=notes)
    said = {claim.code: (claim.note, claim.place) for claim in noted.ksbs.all()}
    assert said == {"K2": ("How often we meet.", "page 2"), "S2": ("", "")}
    assert noted.version == 2


def test_a_note_on_what_the_piece_does_not_claim_is_refused(cast: Cast, contract: Evidence) -> None:
    with pytest.raises(Refused, match="K5: this piece does not claim it"):
        note_claims(who=alice(cast), evidence=contract, version=1, notes={"K5": Noted("Also this")})


def test_a_note_survives_a_change_of_the_piece_that_keeps_the_claim(cast: Cast, contract: Evidence) -> None:
    notes = {"K2": Noted("Page 2"), "S2": Noted("Page 3")}
    note_claims(who=alice(cast), evidence=contract, version=1, notes=notes)
    change_evidence(who=alice(cast), evidence=contract, version=2, piece=piece(title="Contract", ksbs=["K2", "K5"]))
    assert {claim.code: claim.note for claim in contract.ksbs.all()} == {"K2": "Page 2", "K5": ""}


def test_judgements_come_one_beside_the_other(cast: Cast, contract: Evidence) -> None:
    judge_claims(who=tom(cast), evidence=contract, version=1, said={"K2": WORK, "S2": Said(True)})
    quentin = as_actor(cast.quentin, Role.QUALITY_LEAD)
    judge_claims(who=quentin, evidence=contract, version=1, said={"K2": Said(True)})
    kept = ClaimJudgement.objects.filter(code="K2").order_by("at", "pk").values_list("by", "accepted")
    assert list(kept) == [(cast.tom.pk, False), (cast.quentin.pk, True)]
    newest = judgements_of(contract.apprenticeship)
    assert {code: found.accepted for (_, code), found in newest.items()} == {"K2": True, "S2": True}


def test_a_judgement_remembers_which_piece_it_was_of(cast: Cast, contract: Evidence) -> None:
    judge_claims(who=tom(cast), evidence=contract, version=1, said={"K2": WORK})
    change_evidence(who=alice(cast), evidence=contract, version=1, piece=piece(text="What I did myself."))
    assert judgements_of(contract.apprenticeship)[contract.pk, "K2"].evidence_version == 1


@pytest.mark.parametrize(
    ("said", "says"),
    [({}, "at least one"), ({"K2": Said(False, " ")}, "what K2 still needs"), ({"K9": Said(True)}, "does not claim")],
)
def test_what_is_no_judgement_is_refused(cast: Cast, contract: Evidence, said: dict[str, Said], says: str) -> None:
    with pytest.raises(Refused, match=says):
        judge_claims(who=tom(cast), evidence=contract, version=1, said=said)
    assert not ClaimJudgement.objects.exists()


def test_nobody_judges_a_piece_they_have_not_seen(cast: Cast, contract: Evidence) -> None:
    change_evidence(who=alice(cast), evidence=contract, version=1, piece=piece(text="Something new."))
    with pytest.raises(Stale):
        judge_claims(who=tom(cast), evidence=contract, version=1, said={"K2": Said(True)})
