"""A gallery of broken files: each mistake is told at its line, in words that say how to put it right."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from touchstone.standards.check.folder import check_folder, check_path
from touchstone.standards.folder import Folder, shipped
from touchstone.standards.yaml_nodes import parse, plain

INVENTED = Path(__file__).parent / "invented"
PLAN = "XX0001-lighthouse-keeper/2.0.yaml"
POLICY = "policies/example-credit-points.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The invented standards, free to be broken."""
    return Path(shutil.copytree(INVENTED, tmp_path / "invented"))


def test_the_invented_standard_is_whole(folder: Path) -> None:
    assert check_path(folder) == []
    assert check_path(folder / "XX0001-lighthouse-keeper") == []


def test_a_file_is_checked_with_the_folder_it_belongs_to(folder: Path) -> None:
    assert check_path(folder / PLAN) == check_path(folder / POLICY) == []
    (folder / PLAN).write_text("plan: XX0001-2.0\n", "utf-8")
    assert "are missing; add it" in str(check_path(folder / PLAN)[0])


GALLERY = plain(parse((Path(__file__).parent / "gallery.yaml").read_text("utf-8"), "gallery.yaml"))


@pytest.mark.parametrize("entry", GALLERY, ids=lambda entry: entry["said"].split(": ", 1)[-1][:60])
def test_a_broken_file_is_told_of(folder: Path, entry: dict[str, str]) -> None:
    path = folder / entry["file"]
    text = path.read_text("utf-8")
    assert text.count(entry["there"]) == 1, "an entry breaks exactly one place"
    path.write_text(text.replace(entry["there"], entry["instead"]), "utf-8")
    assert entry["said"] in [str(problem) for problem in check_path(folder)]


def test_all_mistakes_of_a_file_are_told_at_once_in_the_order_of_their_lines(folder: Path) -> None:
    path = folder / PLAN
    text = path.read_text("utf-8").replace("{days: 7, waivable: false}", "{days: 7, waivable: perhaps}")
    path.write_text(text.replace("title: Light", "titel: Light"), "utf-8")
    assert [str(problem) for problem in check_path(folder)] == [
        f"{PLAN}:1: 'title' is missing; add it",
        f"{PLAN}:2: titel: is not known here; did you mean 'title'?",
        f"{PLAN}:40: rules[booking.notice].with.waivable: 'perhaps' is not true or false",
    ]


def test_a_policy_may_change_what_the_plan_calls_typical_and_fill_what_it_is_silent_on(folder: Path) -> None:
    with (folder / POLICY).open("a", encoding="utf-8") as file:
        file.write(
            "  - {id: booking.window, kind: assessment-period, with: {months: 2}, force: should, says: Two months.,"
            " source: {document: letter, section: 1, page: 2}}\n"
            "  - {id: portfolio.items, kind: item-count, with: {minimum: 1, maximum: 2}, says: One or two.,"
            " source: {document: letter, section: 1, page: 3}}\n"
        )
    assert check_path(folder) == []


def test_a_policy_may_not_turn_what_is_typical_into_a_must(folder: Path) -> None:
    with (folder / POLICY).open("a", encoding="utf-8") as file:
        file.write(
            "  - {id: booking.window, kind: assessment-period, with: {months: 2}, says: Two months.,"
            " source: {document: letter, section: 1, page: 2}}\n"
        )
    [problem] = check_path(folder)
    assert "'booking.window' is a 'should' in the plan" in problem.message


def test_a_ksb_assessed_twice_or_never_is_told_of_where_the_plan_says_once(folder: Path) -> None:
    path = folder / PLAN
    text = path.read_text("utf-8").replace("each_ksb_in_one_method: false", "each_ksb_in_one_method: true")
    path.write_text(text.replace("[K2]", "[K1]"), "utf-8")
    told = {problem.message for problem in check_path(folder)}
    assert "K1 is assessed by night-watch and viva; the plan says by one method" in told
    assert "K2 is assessed by no method; put it in a theme" in told


def test_a_published_plan_holds_nothing_of_an_adoption(folder: Path) -> None:
    path = folder / PLAN
    text = path.read_text("utf-8").replace(
        "    method: night-watch\n    says: Seven",
        "    method: night-watch\n    checked: {document: x, page: 1, by: y, on: 2026-01-01}\n    says: Seven",
    )
    path.write_text(text, "utf-8")
    [problem] = check_path(folder)
    assert problem.message == "'checked' belongs to adopted plans; remove it"


def test_a_question_without_rules_must_be_named_as_silent(folder: Path) -> None:
    path = folder / PLAN
    text = path.read_text("utf-8")
    line = "  recording: {what: There are no recordings., rules: [], source: {document: plan, section: 6}}\n"
    path.write_text(text.replace(line, ""), "utf-8")
    [problem] = check_path(folder)
    assert problem.message == "has no rules on recording; add them, or name it under silent with the reason"


def test_a_grade_no_rule_gives_is_told_of(folder: Path) -> None:
    path = folder / PLAN
    lines = path.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not ("grade.credit" in line and "viva" in line)]
    path.write_text("".join(kept), "utf-8")
    [problem] = check_path(folder)
    assert problem.message == "has no grade rule for credit; add it under rules"


def test_a_missing_figure_must_be_named_as_unset(folder: Path) -> None:
    path = folder / PLAN
    text = path.read_text("utf-8")
    path.write_text(text.replace("    rules: [grade.points-credit]\n", "    rules: []\n"), "utf-8")
    told = [str(problem) for problem in check_path(folder)]
    assert any("a figure of 'grade.points-credit' is unset; say under unset what is missing" in line for line in told)


def test_a_change_of_the_shared_rules_is_checked_too(tmp_path: Path) -> None:
    root = Path(shutil.copytree(shipped().root, tmp_path / "standards"))
    path = root / "common" / "appeal.yaml"
    path.write_text(path.read_text("utf-8").replace("kind: independent-member", "kind: approved"), "utf-8")
    told = [str(problem) for problem in check_folder(Folder(root, root))]
    assert any("common/appeal.yaml:7" in line and "does not belong to appeal" in line for line in told)
    assert any(line.startswith("common/appeal.yaml: changed since it was locked") for line in told)


def test_a_folder_that_holds_nothing_is_told_of(tmp_path: Path) -> None:
    assert "holds no standards" in str(check_path(tmp_path)[0])
    assert "is not there" in str(check_path(tmp_path / "absent")[0])


LINES = [
    (path.relative_to(INVENTED).as_posix(), number)
    for path in sorted(INVENTED.rglob("*.yaml"))
    for number in range(len(path.read_text("utf-8").splitlines()))
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(LINES),
    st.sampled_from(["", "{old}\n{old}", "{key}: []", "{key}: none", "{key}: {{a: 1}}", "{key}: -1", "x"]),
)
def test_whatever_is_broken_is_told_of_and_never_a_crash(tmp_path: Path, line: tuple[str, int], change: str) -> None:
    folder = tmp_path / "invented"
    shutil.copytree(INVENTED, folder, dirs_exist_ok=True)
    path = folder / line[0]
    lines = path.read_text("utf-8").splitlines()
    old = lines[line[1]]
    lines[line[1]] = change.format(old=old, key=old.split(":")[0])
    path.write_text("\n".join(lines) + "\n", "utf-8")
    assert all(problem.message for problem in check_path(folder))
