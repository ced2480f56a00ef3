"""Adopting a plan that is not held."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.apps.plans.making import NEW, OLD, abel, ada, checked, drafted, from_the_command_line, now, signed
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.apprenticeships.decisions import ask
from touchstone.apps.people.roles import Role
from touchstone.apps.plans import folder, services
from touchstone.apps.plans.models import Adoption
from touchstone.apps.plans.queries import adopted_plan, adoptions_visible_to, found_in_folder, plan_for
from touchstone.apps.plans.services.checking import rule_of, seen
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.standards import adoption as adopting
from touchstone.standards.model import Plan, PlanNotHeld


def verbs() -> list[str]:
    return list(LogEntry.objects.filter(verb__startswith="adoption.").order_by("number").values_list("verb", flat=True))


def test_a_published_plan_decides_for_everyone(cast: Cast) -> None:
    assert isinstance(plan_for(cast.meridian, OLD), Plan)
    assert isinstance(plan_for(cast.tidewater, OLD), Plan)


def test_a_draft_decides_nothing_and_says_that_it_waits_for_a_signature(cast: Cast) -> None:
    drafted(cast)
    plan = plan_for(cast.meridian, NEW)
    assert isinstance(plan, PlanNotHeld)
    assert plan.why is not None
    assert "not signed it yet" in plan.why


def test_from_the_signature_on_the_adoption_decides_for_that_organisation_alone(cast: Cast) -> None:
    signed(cast)
    plan = plan_for(cast.meridian, NEW)
    assert isinstance(plan, Plan)
    assert plan.adoption is not None
    assert (plan.adoption.drafted_by, plan.adoption.signed_by) == (cast.ada.name, cast.abel.name)
    assert isinstance(plan_for(cast.tidewater, NEW), PlanNotHeld)
    assert verbs() == ["adoption.drafted", "adoption.signed"]


def test_whoever_drafted_it_cannot_sign_it(cast: Cast) -> None:
    adoption = drafted(cast)
    with pytest.raises(Refused, match="somebody else has to sign"):
        services.sign(who=ada(cast), adoption=adoption, file_hash=adoption.file_hash)


def test_what_changed_since_it_was_read_is_not_signed(cast: Cast) -> None:
    adoption = drafted(cast)
    checked(ada(cast), adoption, "gateway.photo-id")
    with pytest.raises(Stale):
        services.sign(who=abel(cast), adoption=adoption, file_hash=adoption.file_hash)


def test_signing_twice_is_signing_once(cast: Cast) -> None:
    adoption = drafted(cast)
    for _ in range(2):
        services.sign(who=abel(cast), adoption=adoption, file_hash=adoption.file_hash)
    assert verbs().count("adoption.signed") == 1


def test_a_plan_that_is_held_cannot_be_adopted(cast: Cast) -> None:
    with pytest.raises(Refused, match="is held, so there is nothing to adopt"):
        services.draft(who=ada(cast), organisation=cast.meridian, plan_id="ST1379-1.0", carried_from=OLD)


def test_a_plan_that_does_not_exist_is_refused_in_words(cast: Cast) -> None:
    with pytest.raises(Refused, match="There is no plan"):
        services.draft(who=ada(cast), organisation=cast.meridian, plan_id="ST1379-9.9", carried_from=OLD)


def test_drafting_twice_makes_one_draft_and_a_colleague_is_told(cast: Cast) -> None:
    assert drafted(cast).pk == drafted(cast).pk
    with pytest.raises(Refused, match=r"has adopted .* already"):
        services.draft(who=abel(cast), organisation=cast.meridian, plan_id=NEW, carried_from=OLD)


def test_checking_a_rule_says_where_it_stands_and_by_whom(cast: Cast) -> None:
    adoption = drafted(cast)
    before = len(now(adoption).unchecked)
    checked(ada(cast), adoption, "booking.notice", "observation")
    rule = rule_of(now(adoption), "booking.notice", "observation")
    assert rule is not None
    assert rule.checked is not None
    assert (rule.checked.document, rule.checked.page, rule.checked.by) == ("Assessment plan 1.2", "9", cast.ada.name)
    assert len(now(adoption).unchecked) == before - 1


def test_a_corrected_figure_is_the_adopted_plans_figure(cast: Cast) -> None:
    adoption = drafted(cast)
    checked(ada(cast), adoption, "booking.notice", "observation", figures={"days": "21"}, says="21 days of notice.")
    rule = rule_of(now(adoption), "booking.notice", "observation")
    assert rule is not None
    assert (rule.kind.days, rule.says) == (21, "21 days of notice.")  # type: ignore[attr-defined]


def test_a_figure_that_does_not_fit_changes_nothing(cast: Cast) -> None:
    adoption = drafted(cast)
    with pytest.raises(Refused, match="days"):
        checked(ada(cast), adoption, "booking.notice", "observation", figures={"days": "a fortnight"})
    assert rule_of(now(adoption), "booking.notice", "observation").checked is None  # type: ignore[union-attr]


def test_two_administrators_checking_at_once_lose_nothing(cast: Cast) -> None:
    adoption = drafted(cast)
    opened = now(adoption)
    photo, portfolio = (rule_of(opened, name, None) for name in ("gateway.photo-id", "gateway.portfolio"))
    assert photo is not None
    assert portfolio is not None
    checked(ada(cast), adoption, "gateway.photo-id", as_seen=seen(photo))
    checked(abel(cast), adoption, "gateway.portfolio", as_seen=seen(portfolio))  # another rule: both stay
    with pytest.raises(Stale):  # the same rule: the second sees what changed
        checked(abel(cast), adoption, "gateway.photo-id", as_seen=seen(photo), page="77")
    rules = {rule.id: rule.checked for rule in now(adoption).rules}
    assert rules["gateway.photo-id"].by == cast.ada.name  # type: ignore[union-attr]
    assert rules["gateway.portfolio"].by == cast.abel.name  # type: ignore[union-attr]


def test_the_sheet_of_a_method_is_checked_like_a_rule(cast: Cast) -> None:
    adoption = drafted(cast)
    services.check_method(
        who=ada(cast),
        adoption=adoption,
        method="discussion",
        document="Assessment plan 1.2",
        page="12",
        as_seen=seen(now(adoption).method("discussion")),
    )
    plan = now(adoption)
    assert plan.method("discussion").checked is not None
    assert plan.method("observation").checked is None


def test_rules_all_plans_share_are_not_checked_here(cast: Cast) -> None:
    assert rule_of(now(drafted(cast)), "assessor.independent", None) is None


def test_a_signed_adoption_can_be_checked_further_and_goes_on_deciding(cast: Cast) -> None:
    adoption = signed(cast)
    after = checked(ada(cast), adoption, "gateway.photo-id")
    assert after.file_hash != adoption.file_hash
    assert after.signed_at is not None
    assert isinstance(plan_for(cast.meridian, NEW), Plan)


def test_a_figure_changed_after_the_signature_needs_a_new_one(cast: Cast) -> None:
    adoption = signed(cast)
    after = checked(ada(cast), adoption, "booking.notice", "observation", figures={"days": "21"})
    assert after.signed_at is None
    assert isinstance(plan_for(cast.meridian, NEW), PlanNotHeld)
    services.sign(who=abel(cast), adoption=after, file_hash=after.file_hash)
    assert isinstance(plan_for(cast.meridian, NEW), Plan)


def test_a_file_changed_behind_our_back_decides_nothing(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    adoption = signed(cast)
    path = folder.adoption_file(cast.meridian, NEW)
    path.write_text(path.read_text().replace("days: 14", "days: 1"))
    plan = plan_for(cast.meridian, NEW)
    assert isinstance(plan, PlanNotHeld)
    assert plan.why is not None
    assert "is not the one that was written here" in plan.why
    assert "is not one that was written here" in caplog.text
    with pytest.raises(Refused, match="Put it back"):
        services.sign(who=abel(cast), adoption=adoption, file_hash=adoption.file_hash)


@pytest.mark.parametrize("broken", [b"", b"\xff\xfe\x00", b"a: [", None])
def test_a_file_that_is_gone_or_broken_decides_nothing(cast: Cast, broken: bytes | None) -> None:
    signed(cast)
    path = folder.adoption_file(cast.meridian, NEW)
    path.unlink() if broken is None else path.write_bytes(broken)
    assert isinstance(plan_for(cast.meridian, NEW), PlanNotHeld)


def test_while_a_change_is_being_written_the_content_of_the_row_decides(cast: Cast) -> None:
    before = signed(cast)
    checked(ada(cast), before, "gateway.photo-id")
    Adoption.objects.filter(pk=before.pk).update(file_hash=before.file_hash)  # as others see it until the commit
    plan = plan_for(cast.meridian, NEW)
    assert isinstance(plan, Plan)
    assert rule_of(plan, "gateway.photo-id", None).checked is None  # type: ignore[union-attr]


def test_a_kept_content_that_was_changed_decides_nothing(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    adoption = signed(cast)
    path = folder.adoption_contents(cast.meridian, NEW) / f"{adoption.file_hash}.yaml"
    path.write_text(path.read_text().replace("days: 14", "days: 1"))
    assert isinstance(plan_for(cast.meridian, NEW), PlanNotHeld)
    assert "hash differs" in caplog.text


def test_a_changed_file_can_be_put_back_as_it_was(cast: Cast) -> None:
    adoption = signed(cast)
    folder.adoption_file(cast.meridian, NEW).write_text("changed: yes\n")
    services.put_back(who=ada(cast), adoption=adoption)
    assert isinstance(plan_for(cast.meridian, NEW), Plan)
    assert verbs()[-1] == "adoption.put-back"


def test_nothing_is_written_when_the_disk_is_full(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    adoption = drafted(cast)

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(Refused, match="Nothing was changed"):
            checked(ada(cast), adoption, "gateway.photo-id")
    plan = adopted_plan(Adoption.objects.get(pk=adoption.pk))
    assert plan is not None
    assert rule_of(plan, "gateway.photo-id", None).checked is None  # type: ignore[union-attr]


def test_a_draft_made_on_the_command_line_is_found_and_taken_in(cast: Cast) -> None:
    from_the_command_line(cast)
    assert found_in_folder(cast.meridian) == [NEW]
    assert isinstance(plan_for(cast.meridian, NEW), PlanNotHeld)
    adoption = services.take_in(who=ada(cast), organisation=cast.meridian, plan_id=NEW)
    assert found_in_folder(cast.meridian) == []
    services.sign(who=abel(cast), adoption=adoption, file_hash=adoption.file_hash)
    assert isinstance(plan_for(cast.meridian, NEW), Plan)
    assert verbs() == ["adoption.taken-in", "adoption.signed"]


def test_a_draft_of_another_organisation_is_not_taken_in(cast: Cast) -> None:
    from_the_command_line(cast, organisation="EPA0042")
    with pytest.raises(Refused, match="is not one of Meridian"):
        services.take_in(who=ada(cast), organisation=cast.meridian, plan_id=NEW)


def test_a_draft_signed_outside_is_not_taken_in(cast: Cast) -> None:
    from_the_command_line(cast)
    path = folder.adoption_file(cast.meridian, NEW)
    path.write_text(adopting.sign(path.read_text(), by="Nobody Here", on=dt.date(2026, 1, 6)))
    with pytest.raises(Refused, match="signed outside this site"):
        services.take_in(who=ada(cast), organisation=cast.meridian, plan_id=NEW)


def test_who_sees_adoptions(cast: Cast) -> None:
    adoption = drafted(cast)

    def sees(name: str) -> bool:
        return adoption in adoptions_visible_to(as_actor(cast.people()[name]))

    assert [name for name in cast.people() if sees(name)] == ["iris", "ada", "abel"]
    services.sign(who=abel(cast), adoption=adoption, file_hash=adoption.file_hash)
    assert [name for name in cast.people() if sees(name)] == ["iris", "ada", "abel", "rhys"]


def test_a_decision_says_whose_adoption_it_rests_on_and_what_is_unchecked(cast: Cast) -> None:
    adoption = signed(cast)
    checked(ada(cast), adoption, "booking.after-gateway")
    one = enrolled(cast, version="1.2", start=dt.date(2024, 9, 2))
    facts = {"method": "observation", "date": dt.date(2026, 3, 16), "notice_given": dt.date(2026, 3, 2)}
    decision = ask("booking", one, facts)
    assert decision.rests_on is not None
    assert "Adopted by Meridian Assessment (EPA9001) from ST1379-1.1, signed by Abel Administrator" in decision.rests_on
    unchecked = {finding.rule for finding in decision.findings if not finding.checked}
    assert "booking.notice" in unchecked
    assert "booking.after-gateway" not in unchecked


def test_the_log_names_the_role_somebody_acted_in(cast: Cast) -> None:
    drafted(cast)
    assert LogEntry.objects.get(verb="adoption.drafted").role == Role.ADMINISTRATOR
