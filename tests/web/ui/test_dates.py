"""Dates and times as people type them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from touchstone.rules.facts import readers
from touchstone.web.ui import fields
from touchstone.web.ui.fields.dates import YEARS
from touchstone.web.ui.forms import Form


class Born(Form):
    born = fields.DateField(label="Date of birth")


def born(day: str = "", month: str = "", year: str = "") -> Born:
    return Born({"born-day": day, "born-month": month, "born-year": year})


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("27", "3", "1994"),
        (" 27 ", "03", "1994"),
        ("27", "March", "1994"),
        ("27", "mar", "1994"),
        ("27/3/1994", "", ""),
        ("27.03.1994", "", ""),
        ("27 March 1994", "", ""),
        ("27th March, 1994", "", ""),
        ("1994-03-27", "", ""),
        ("", "", "27-3-1994"),
    ],
)
def test_date_is_understood(day: str, month: str, year: str) -> None:
    form = born(day, month, year)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == dt.date(1994, 3, 27)


def test_date_sent_in_one_value_is_understood() -> None:
    form = Born(QueryDict("born=1994-03-27"))
    assert form.is_valid()
    assert form.cleaned_data["born"] == dt.date(1994, 3, 27)


@pytest.mark.parametrize(
    ("day", "month", "year", "says"),
    [
        ("", "", "", "Enter date of birth"),
        ("27", "", "1994", "Date of birth must include a month"),
        ("27", "", "", "Date of birth must include a month and year"),
        ("", "3", "1994", "Date of birth must include a day"),
        ("31", "2", "1994", "Date of birth must be a real date, like 27 3 1994"),
        ("29", "2", "1900", "Date of birth must be a real date, like 27 3 1994"),
        ("27", "13", "1994", "Date of birth must be a real date, like 27 3 1994"),
        ("27", "marzo", "1994", "Date of birth must be a real date, like 27 3 1994"),
        ("x", "3", "1994", "Date of birth must be a real date, like 27 3 1994"),
        ("27", "3", "0000", "Date of birth must be a real date, like 27 3 1994"),
        ("²", "3", "1994", "Date of birth must be a real date, like 27 3 1994"),
        ("27", "3", "94", "Year must include 4 numbers"),
        ("27/3/94", "", "", "Year must include 4 numbers"),
    ],
)
def test_date_that_is_wrong_says_how(day: str, month: str, year: str, says: str) -> None:
    assert born(day, month, year).errors["born"] == [says]


@pytest.mark.parametrize("year", ["0001", "1899", "3000", "9999"])
def test_date_in_a_year_nobody_can_mean_is_not_taken(year: str) -> None:
    form = born("31", "12", year)
    assert form.errors["born"] == ["Date of birth must be in a year from 1900 to 2999"]


def test_every_year_a_form_takes_is_one_the_rules_take() -> None:
    assert YEARS == readers.YEARS


def test_summary_links_to_the_box_that_is_wrong_and_marks_it_alone() -> None:
    html = str(born("27", "13", "1994")["born"])
    marked = [box for box in ("day", "month", "year") if f'govuk-input--error" id="id_born-{box}"' in html]
    assert marked == ["month"]


def test_boxes_keep_what_was_typed() -> None:
    html = str(born("31", "Feb", "<b>")["born"])
    assert 'value="31"' in html
    assert 'value="Feb"' in html
    assert 'value="&lt;b&gt;"' in html


def test_initial_date_fills_the_boxes() -> None:
    html = str(Born(initial={"born": dt.date(1994, 3, 27)})["born"])
    assert [f'value="{part}"' in html for part in ("27", "3", "1994")] == [True, True, True]


def test_date_outside_its_range_names_the_limit() -> None:
    field = fields.DateField(label="Start", earliest=dt.date(2020, 1, 1), latest=lambda: dt.date(2026, 3, 2))
    for typed, says in (
        (dt.date(2019, 12, 31), "Start must be 1 January 2020 or later"),
        (dt.date(2026, 3, 3), "Start must be 2 March 2026 or earlier"),
    ):
        with pytest.raises(ValidationError, match=says):
            field.clean({"day": str(typed.day), "month": str(typed.month), "year": str(typed.year)})


def test_date_that_may_be_empty_is_none() -> None:
    assert fields.DateField(label="End", required=False).clean({"day": "", "month": "", "year": ""}) is None


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("10:30am", dt.time(10, 30)),
        ("10.30 AM", dt.time(10, 30)),
        ("2:05 p.m.", dt.time(14, 5)),
        ("2pm", dt.time(14)),
        ("14:30", dt.time(14, 30)),
        ("1430", dt.time(14, 30)),
        ("12am", dt.time(0)),
        ("12pm", dt.time(12)),
        ("midday", dt.time(12)),
        ("0:00", dt.time(0)),
    ],
)
def test_time_is_understood(typed: str, time: dt.time) -> None:
    assert fields.TimeField(label="Start time").clean(typed) == time


@pytest.mark.parametrize("typed", ["25:00", "10:75", "13pm", "0am", "10", "soon", "10:30:00"])
def test_time_that_is_wrong_says_so(typed: str) -> None:
    with pytest.raises(ValidationError, match="Start time must be a time, like 10:30am or 14:30"):
        fields.TimeField(label="Start time").clean(typed)
