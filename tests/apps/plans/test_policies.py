"""An assessment organisation's own limits."""

from __future__ import annotations

import pytest

from tests.apps.plans.making import abel, ada
from tests.cast import Cast, as_actor
from touchstone.apps.plans import folder
from touchstone.apps.plans.models import PolicyFile
from touchstone.apps.plans.queries import policies_visible_to, policy_for
from touchstone.apps.plans.services import enter_policy
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused

PLAN = "ST1379-1.1"
POLICY = """\
name: one-month-more
plan: ST1379-1.1
organisation: Meridian Assessment
dated: 2026-01-08
entered_by: Ada Administrator
documents:
  - id: handbook
    title: Resits and retakes
    publisher: Meridian Assessment
rules:
  - id: repeat.typical-time
    kind: typical-time
    with: {resit_months: 2, retake_months: 3, extension_months: 1}
    force: should
    says: One further month if it is asked for in time.
    source: {document: handbook, section: Resits, page: 4}
"""


def entered(cast: Cast, text: str = POLICY) -> PolicyFile:
    return enter_policy(who=ada(cast), organisation=cast.meridian, text=text, file_name="policy.yaml")


def test_a_policy_is_in_force_for_its_organisation_from_then_on(cast: Cast) -> None:
    assert policy_for(cast.meridian, PLAN) is None
    entered(cast)
    policy = policy_for(cast.meridian, PLAN)
    assert policy is not None
    assert policy.name == "one-month-more"
    assert policy_for(cast.tidewater, PLAN) is None


def test_the_newest_is_in_force_and_older_ones_stay(cast: Cast) -> None:
    first = entered(cast)
    second = entered(cast, POLICY.replace("one-month-more", "two"))
    assert policy_for(cast.meridian, PLAN).name == "two"  # type: ignore[union-attr]
    assert folder.policy_content(cast.meridian, PLAN, first.file_hash).exists()
    assert folder.policy_content(cast.meridian, PLAN, second.file_hash).exists()


def test_entering_the_same_again_changes_nothing(cast: Cast) -> None:
    assert entered(cast).pk == entered(cast).pk
    assert LogEntry.objects.filter(verb="policy.entered").count() == 1


def test_an_older_policy_can_come_back_into_force(cast: Cast) -> None:
    entered(cast)
    entered(cast, POLICY.replace("one-month-more", "two"))
    entered(cast)
    assert policy_for(cast.meridian, PLAN).name == "one-month-more"  # type: ignore[union-attr]


def test_every_error_of_a_policy_is_told_with_its_line(cast: Cast) -> None:
    wrong = POLICY.replace("dated: 2026-01-08", "dated: 2026-13-08").replace("resit_months: 2", "resit_months: two")
    with pytest.raises(Refused) as refused:
        entered(cast, wrong)
    assert any("policy.yaml:4: dated" in reason for reason in refused.value.reasons)
    assert any("policy.yaml:13" in reason for reason in refused.value.reasons)
    assert not PolicyFile.objects.exists()


def test_a_policy_cannot_change_what_the_plan_says_must_be(cast: Cast) -> None:
    must = POLICY.replace("repeat.typical-time", "repeat.time-limit").replace("typical-time", "time-limit")
    must = must.replace("{resit_months: 2, retake_months: 3, extension_months: 1}", "{months: 12}")
    with pytest.raises(Refused, match="a must of the plan"):
        entered(cast, must.replace("force: should", "force: must"))


def test_a_policy_for_a_plan_there_is_not_is_refused_in_words(cast: Cast) -> None:
    with pytest.raises(Refused, match="There is no plan"):
        entered(cast, POLICY.replace("ST1379-1.1", "ST1379-7.7"))


def test_a_policy_file_changed_behind_our_back_decides_nothing(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    one = entered(cast)
    path = folder.policy_content(cast.meridian, PLAN, one.file_hash)
    path.write_text(path.read_text().replace("extension_months: 1", "extension_months: 11"))
    assert policy_for(cast.meridian, PLAN) is None
    assert "hash differs" in caplog.text


def test_who_sees_policies(cast: Cast) -> None:
    one = entered(cast)
    seen_by = [name for name, who in cast.people().items() if one in policies_visible_to(as_actor(who))]
    assert seen_by == ["iris", "ada", "abel", "rhys"]


def test_a_colleague_may_enter_the_next_one(cast: Cast) -> None:
    entered(cast)
    enter_policy(who=abel(cast), organisation=cast.meridian, text=POLICY.replace("one-month-more", "two"))
    assert policy_for(cast.meridian, PLAN).name == "two"  # type: ignore[union-attr]
