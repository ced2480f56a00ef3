"""Pages are strict about names; the library's macros are not; values are written in UK English."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.template import engines
from jinja2 import UndefinedError

from touchstone.web.ui import formats
from touchstone.web.ui.govuk import COMPONENTS, macros


def rendered(source: str, **context: Any) -> str:
    page: str = engines["jinja2"].from_string(source).render(context)
    return page


@pytest.mark.parametrize(
    "source", ["{{ nmae }}", "{{ person.nmae }}", "{% if nmae %}x{% endif %}", "{{ uiVerdict('mte') }}"]
)
def test_unknown_name_raises(source: str) -> None:
    with pytest.raises(UndefinedError):
        rendered(source, person={"name": "Ann"})


def test_missing_parameter_of_a_library_macro_is_fine() -> None:
    assert "govuk-tag" in rendered('{{ govukTag({"text": "New"}) }}')


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_listed_component_has_its_macro(component: str) -> None:
    name = "govuk" + component.title().replace("-", "")
    assert callable(macros()[name])


def test_words_from_people_are_escaped_everywhere() -> None:
    html = rendered(
        """{{ bad }}{{ govukTag({"text": bad}) }}{{ uiStatus(bad) }}{{ uiNext(bad) }}{{ uiEmpty(bad) }}
        {{ uiTable(bad, [bad], [[bad]]) }}{{ uiTimeline([{"title": bad, "when": bad, "text": bad}]) }}
        {{ uiFindings([{"verdict": "met", "says": bad, "because": bad, "clause": bad}]) }}
        {{ uiKeyDates([{"name": bad, "date": bad}]) }}{{ uiConfirmation(bad, bad) }}""",
        bad="<script>alert(1)</script>",
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 19


def test_cells_of_a_table_may_hold_markup_of_ours() -> None:
    html = rendered('{{ uiTable("T", ["A", "B"], [["x", uiStatus("Open", "doing")]]) }}')
    assert '<strong class="ts-status ts-status--doing">Open</strong>' in html


def test_dates_and_times_are_uk_local() -> None:
    summer = dt.datetime(2026, 7, 31, 23, 30, tzinfo=dt.UTC)
    assert formats.date(summer) == "1 August 2026"
    assert formats.datetime_local(summer) == "1 August 2026, 12:30am"
    assert formats.datetime_local(dt.datetime(2026, 3, 2, 10, 0, tzinfo=dt.UTC)) == "2 March 2026, 10:00am"
    assert formats.day_month(dt.date(2026, 3, 2)) == "2 March"
    assert [formats.time(dt.time(*t)) for t in ((0, 0), (12, 0), (12, 5), (23, 59))] == [
        "midnight", "midday", "12:05pm", "11:59pm",
    ]  # fmt: skip
    assert formats.date(None) == ""


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1023, "1023 bytes"),
        (1536, "1.5 kB"),
        (64 * 1024, "64 kB"),
        (200 * 1024**2, "200 MB"),
    ],
)
def test_sizes_are_written_for_people(size: int, words: str) -> None:
    assert formats.file_size(size) == words


def test_counts_and_answers_are_written_for_people() -> None:
    assert [formats.plural(n, "file") for n in (0, 1, 1200)] == ["0 files", "1 file", "1,200 files"]
    assert formats.plural(2, "entry", "entries") == "2 entries"
    assert [formats.yes_no(v) for v in (True, False, None)] == ["Yes", "No", "Not known"]
