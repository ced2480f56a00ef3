"""Adopting a plan: carried over, checked rule by rule, signed by a second person."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from touchstone.standards import adoption, catalogue
from touchstone.standards.adoption import Refused
from touchstone.standards.check.folder import check_path
from touchstone.standards.kinds import NoticeDays
from touchstone.standards.model import Plan, PlanNotHeld
from touchstone.standards.yaml_nodes import Problems

NEW, OLD = "ST1379-1.2", "ST1379-1.1"
MONDAY, TUESDAY = dt.date(2026, 3, 2), dt.date(2026, 3, 3)
PLACE: dict[str, Any] = {"document": "Assessment plan 1.2 (demo)", "page": "7", "by": "Bob (demo)", "on": TUESDAY}


def drafted(**changes: Any) -> str:
    words: dict[str, Any] = {
        "organisation": "EPA0001",
        "organisation_name": "Lantern Assessments (demo)",
        "by": "Ada (demo)",
        "on": MONDAY,
    }
    return adoption.draft(NEW, OLD, **(words | changes))


def own_rules(plan: Plan) -> int:
    return len([rule for rule in plan.rules if not rule.shared])


def test_a_draft_is_a_full_copy_with_nothing_checked() -> None:
    plan, old = adoption.read(drafted()), catalogue.plan(OLD)
    assert isinstance(old, Plan)
    assert plan.id == NEW
    assert plan.version == "1.2"
    assert plan.rules == old.rules
    assert plan.methods == old.methods
    assert len(plan.unchecked) == own_rules(plan) == own_rules(old)
    assert [method.checked for method in plan.methods] == [None, None]
    assert (old.unchecked, old.adoption) == ((), None)


def test_a_draft_says_whose_it_is_and_what_each_unchecked_rule_means() -> None:
    text = drafted()
    assert "carried over from ST1379-1.1 and not checked against the plan of ST1379-1.2" in text
    assert text.count("checked: none\n") == own_rules(adoption.read(text)) + 2
    entry = adoption.read(text).adoption
    assert entry is not None
    assert (entry.organisation, entry.carried_from, entry.drafted_by) == ("EPA0001", OLD, "Ada (demo)")
    assert (entry.drafted_on, entry.signed_by) == (MONDAY, None)


def test_the_same_draft_is_the_same_text() -> None:
    assert drafted() == drafted()


def test_an_unsigned_draft_decides_nothing_and_a_signed_one_does() -> None:
    text = drafted()
    assert isinstance(adoption.deciding(text), PlanNotHeld)
    signed = adoption.sign(text, by="Bob (demo)", on=TUESDAY)
    plan = adoption.deciding(signed)
    assert isinstance(plan, Plan)
    assert plan.adoption is not None
    assert (plan.adoption.signed_by, plan.adoption.signed_on) == ("Bob (demo)", TUESDAY)


def test_a_rule_is_checked_with_document_page_and_person() -> None:
    text = adoption.mark_checked(drafted(), "booking.notice", method="observation", **PLACE)
    plan = adoption.read(text)
    [checked] = [rule for rule in plan.rules if rule.checked]
    assert (checked.id, checked.method) == ("booking.notice", "observation")
    assert checked.checked is not None
    assert (checked.checked.page, checked.checked.by, checked.checked.on) == ("7", "Bob (demo)", TUESDAY)
    assert len(plan.unchecked) == own_rules(plan) - 1


def test_a_method_sheet_is_checked_on_its_own() -> None:
    plan = adoption.read(adoption.mark_method_checked(drafted(), "discussion", **PLACE))
    assert [method.checked is not None for method in plan.methods] == [False, True]


def test_a_checked_rule_may_differ_from_the_one_carried_over() -> None:
    text = adoption.mark_checked(
        drafted(), "booking.notice", method="observation", figures={"days": "10"}, says="Ten days' notice.", **PLACE
    )
    [rule] = [rule for rule in adoption.read(text).rules if rule.checked]
    assert rule.kind == NoticeDays(days=10, waivable=False)
    assert rule.says == "Ten days' notice."


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"days": "ten"}, "'ten' is not a whole number"),
        ({"days": "-1"}, "days is -1; it cannot be less than 0"),
        ({"hours": "3"}, "hours: is not known here"),
    ],
)
def test_figures_that_do_not_fit_are_refused(figures: dict[str, str], said: str) -> None:
    with pytest.raises(Problems) as caught:
        adoption.mark_checked(drafted(), "booking.notice", method="observation", figures=figures, **PLACE)
    assert said in str(caught.value)


def test_a_rule_or_method_there_is_not_cannot_be_checked() -> None:
    with pytest.raises(Refused, match=r"There is no rule booking.nothing in this adoption"):
        adoption.mark_checked(drafted(), "booking.nothing", **PLACE)
    with pytest.raises(Refused, match=r"There is no rule booking.notice in this adoption"):
        adoption.mark_checked(drafted(), "booking.notice", **PLACE)
    with pytest.raises(Refused, match="There is no method viva"):
        adoption.mark_method_checked(drafted(), "viva", **PLACE)


@pytest.mark.parametrize("missing", ["document", "page", "by"])
def test_a_check_without_its_place_is_none(missing: str) -> None:
    with pytest.raises(Refused, match="Say "):
        adoption.mark_checked(drafted(), "overall.table", **(PLACE | {missing: "  "}))


@pytest.mark.parametrize("name", ["Ada (demo)", " ada  (DEMO) "])
def test_who_drafted_cannot_sign(name: str) -> None:
    with pytest.raises(Refused, match=r"Ada \(demo\) drafted this adoption, so somebody else must sign it"):
        adoption.sign(drafted(), by=name, on=TUESDAY)


def test_nobody_signs_twice_or_before_the_draft_or_without_a_name() -> None:
    signed = adoption.sign(drafted(), by="Bob (demo)", on=MONDAY)
    with pytest.raises(Refused, match=r"signed already, by Bob \(demo\)"):
        adoption.sign(signed, by="Cy (demo)", on=TUESDAY)
    with pytest.raises(Refused, match="cannot be signed before"):
        adoption.sign(drafted(), by="Bob (demo)", on=dt.date(2026, 3, 1))
    with pytest.raises(Refused, match="Say who signs"):
        adoption.sign(drafted(), by=" ", on=TUESDAY)


def test_a_change_of_figures_after_the_signature_removes_it() -> None:
    signed = adoption.sign(drafted(), by="Bob (demo)", on=TUESDAY)
    changed = adoption.mark_checked(signed, "booking.notice", method="observation", figures={"days": "10"}, **PLACE)
    assert isinstance(adoption.deciding(changed), PlanNotHeld)


def test_a_mark_that_a_rule_was_checked_leaves_the_signature() -> None:
    signed = adoption.sign(drafted(), by="Bob (demo)", on=TUESDAY)
    plan = adoption.deciding(adoption.mark_checked(signed, "overall.table", **PLACE))
    assert isinstance(plan, Plan)
    assert len(plan.unchecked) == own_rules(plan) - 1


def test_a_signed_file_changed_by_hand_is_refused() -> None:
    signed = adoption.sign(drafted(), by="Bob (demo)", on=TUESDAY)
    with pytest.raises(Problems, match="was changed after it was signed"):
        adoption.read(signed.replace("{minimum: 10, maximum: 16}", "{minimum: 10, maximum: 99}"))
    with pytest.raises(Problems, match="has half a signature"):
        adoption.read(drafted().replace("  drafted_on:", "  signed_by: Bob (demo)\n  drafted_on:"))
    with pytest.raises(Problems, match="is signed by the person who drafted it"):
        adoption.read(signed.replace("drafted_by: Ada (demo)", "drafted_by: Bob (demo)"))


def test_two_adoptions_have_two_hashes_and_neither_that_of_the_old_plan() -> None:
    first, second = adoption.read(drafted()), adoption.read(drafted(organisation="EPA0002"))
    old = catalogue.plan(OLD)
    assert isinstance(old, Plan)
    assert len({first.hash, second.hash, old.hash}) == 3
    assert adoption.read(adoption.sign(drafted(), by="Bob (demo)", on=TUESDAY)).hash != first.hash


@pytest.mark.parametrize(
    ("new", "old", "said"),
    [
        ("ST1379-1.0", OLD, "is held, so there is nothing to adopt"),
        (NEW, NEW, "is not held, so nothing can be carried over"),
        (NEW, "ST0148-1.0", "is a plan of another standard"),
    ],
)
def test_only_a_plan_not_held_is_adopted_from_one_of_the_same_standard(new: str, old: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        adoption.draft(new, old, organisation="EPA0001", organisation_name="x", by="Ada (demo)", on=MONDAY)


@pytest.mark.parametrize("organisation", ["EPA1", "epa0001", "../EPA0001", "EPA0001/..", ""])
def test_an_organisation_is_named_by_its_epa_id(organisation: str) -> None:
    with pytest.raises(Refused, match="is no EPA id"):
        drafted(organisation=organisation)
    with pytest.raises(Refused, match="is no EPA id"):
        adoption.place(organisation, NEW)


def test_names_with_accents_and_marks_of_yaml_survive() -> None:
    name = "Siân Llŷr: “# no” {demo} 🔦"
    entry = adoption.read(drafted(by=name, organisation_name="- yes: [no]")).adoption
    assert entry is not None
    assert (entry.drafted_by, entry.organisation_name) == (name, "- yes: [no]")


def test_a_data_folder_of_adoptions_is_checked(tmp_path: Path) -> None:
    path = tmp_path / adoption.place("EPA0001", NEW)
    path.parent.mkdir(parents=True)
    path.write_text(drafted(), "utf-8")
    assert check_path(tmp_path) == []
    assert check_path(path) == []
    path.write_text(drafted().replace("days: 14", "days: fourteen"), "utf-8")
    assert "'fourteen' is not a whole number" in str(check_path(tmp_path)[0])
    path.write_text(drafted(organisation="EPA0002"), "utf-8")
    [problem] = check_path(tmp_path)
    assert problem.message == "should lie at adoptions/EPA0002/ST1379-1.2.yaml, as it says itself"


def test_a_published_plan_is_no_adoption() -> None:
    with pytest.raises(Problems, match="adoption: is missing"):
        adoption.read(catalogue.plan_text(OLD))
