"""What a line of code may not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.guards import (
    REPOSITORY,
    inline_code,
    locks_out_references,
    markup_passed_as_safe,
    named_vaguely,
    names_a_standard,
    reads_tables,
    reads_the_world,
    tracked,
)


def sources(*folders: str, suffix: str = ".py") -> list[tuple[Path, str]]:
    found = [
        (path, (REPOSITORY / path).read_text(encoding="utf-8"))
        for path in tracked()
        if path.suffix == suffix and any(path.is_relative_to(folder) for folder in folders)
    ]
    assert found, folders
    return found


def test_no_line_of_python_names_a_standard() -> None:
    """A third standard is a folder of YAML and nothing else."""
    found = [offence for path, text in sources("src", "manage.py") for offence in names_a_standard(path, text)]
    assert found == []


@pytest.mark.parametrize("line", ['PLAN = "ST1379-1.1"', "# as in ST0148", 'if ref == "ST9999":'])
def test_that_guard_bites(line: str) -> None:
    assert len(names_a_standard(Path("x.py"), f"a = 1\n{line}\n")) == 1
    assert names_a_standard(Path("x.py"), '"ST0000-1.0"\nTEST1379 = 1') == []


def test_pages_read_through_queries() -> None:
    found = [offence for path, text in sources("src/touchstone/web") for offence in reads_tables(path, text)]
    assert found == []


@pytest.mark.parametrize("line", ["User.objects.all()", "x = model._default_manager", "Evidence.objects"])
def test_that_guard_bites_too(line: str) -> None:
    assert len(reads_tables(Path("x.py"), line)) == 1
    assert reads_tables(Path("x.py"), "User.objects.none()") == []


def test_rules_read_no_clock_and_no_file() -> None:
    found = [offence for path, text in sources("src/touchstone/rules") for offence in reads_the_world(path, text)]
    assert found == []


@pytest.mark.parametrize(
    "line", ["dt.date.today()", "datetime.now()", "open('x')", "timezone.now()", "time.time()", "dt.datetime.now(tz)"]
)
def test_that_guard_bites_as_well(line: str) -> None:
    assert len(reads_the_world(Path("x.py"), line)) == 1


def test_rows_are_locked_so_that_others_may_refer_to_them() -> None:
    found = [offence for path, text in sources("src") for offence in locks_out_references(path, text)]
    assert found == []


@pytest.mark.parametrize("line", ["rows.select_for_update()", 'Row.objects.select_for_update(of=("self",)).get()'])
def test_a_row_locked_whole_is_found(line: str) -> None:
    assert len(locks_out_references(Path("x.py"), line)) == 1
    assert locks_out_references(Path("x.py"), "rows.select_for_update(no_key=True)") == []


def test_every_module_is_named_for_what_is_in_it() -> None:
    assert named_vaguely(tracked()) == []


@pytest.mark.parametrize("path", ["src/x/utils.py", "src/x/core/thing.py", "src/x/base.py", "tests/common/__init__.py"])
def test_a_name_that_says_nothing_is_found(path: str) -> None:
    assert len(named_vaguely([Path(path)])) == 1
    assert named_vaguely([Path("manage.py"), Path("src/x/basement.py"), Path("standards/common/start.yaml")]) == []


def test_templates_hold_no_inline_script_or_style() -> None:
    found = [
        offence
        for path, text in sources("src/touchstone/web/jinja2", suffix=".html")
        for offence in inline_code(path, text)
    ]
    assert found == []


@pytest.mark.parametrize(
    "markup",
    [
        "<style>p {}</style>",
        "<script>go()</script>",
        '<script type="module">go()</script>',
        '<p class="a" style="color: red">',
        "<button onclick='go()'>",
        '<a href="javascript:go()">',
        '<p\n  STYLE="x">',
    ],
)
def test_inline_code_is_found(markup: str) -> None:
    assert len(inline_code(Path("x.html"), f"<p>\n{markup}\n")) == 1
    assert (
        inline_code(Path("x.html"), '<script src="x.js"></script><p data-style="a" class="onclick">style = "x"') == []
    )


def test_templates_escape_what_people_wrote() -> None:
    found = [
        offence
        for path, text in sources("src/touchstone/web/jinja2", suffix=".html")
        for offence in markup_passed_as_safe(path, text)
    ]
    assert found == []


def test_passing_markup_as_safe_is_found() -> None:
    assert len(markup_passed_as_safe(Path("x.html"), "{{ text |safe }}\n{{ text|safety }}")) == 1
