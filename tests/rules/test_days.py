from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.plans import held
from touchstone.rules.days import (
    add_days,
    add_months,
    after_learning,
    age_on,
    break_days,
    instants,
    is_working_day,
    local_date,
    say,
    working_days,
    working_days_ago,
)

day = dt.date.fromisoformat
moment = dt.datetime.fromisoformat
near = st.dates(day("2023-12-01"), day("2025-03-31"))


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2024-09-02", 12, "2025-09-02"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-08-31", 6, "2026-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2025-01-31", 3, "2025-04-30"),
        ("2025-11-30", 3, "2026-02-28"),
        ("2025-12-31", 0, "2025-12-31"),
    ],
)
def test_months_are_clamped_to_the_end_of_the_month(start: str, months: int, expected: str) -> None:
    assert add_months(day(start), months) == day(expected)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("2004-09-18", "2023-09-17", 18),
        ("2004-09-18", "2023-09-18", 19),
        ("2004-02-29", "2023-02-28", 18),
        ("2004-02-29", "2023-03-01", 19),
        ("2004-02-29", "2024-02-29", 20),
    ],
)
def test_age_counts_whole_years_and_leap_day_birthdays_fall_on_1_march(born: str, on: str, age: int) -> None:
    assert age_on(day(born), day(on)) == age


@given(near, st.lists(st.tuples(near, st.integers(0, 60)), max_size=4))
def test_each_day_of_a_break_counts_once_from_the_start_on(start: dt.date, lengths: list[tuple[dt.date, int]]) -> None:
    breaks = [(first, first + dt.timedelta(days=days)) for first, days in lengths]
    days = {first + dt.timedelta(days=n) for first, length in lengths for n in range(length + 1)}
    assert break_days(start, breaks) == len({one for one in days if one >= start})


@pytest.mark.parametrize(
    ("on", "working"),
    [
        ("2026-04-13", True),  # Monday
        ("2026-04-11", False),  # Saturday
        ("2026-04-12", False),  # Sunday
        ("2026-04-03", False),  # Good Friday
        ("2026-12-28", False),  # Boxing Day, moved
        ("2025-12-24", True),
    ],
)
def test_working_days_of_england(on: str, working: bool) -> None:
    assert is_working_day(day(on), held("ST1379-1.1").holidays) is working


def test_working_days_since_a_day_leave_out_weekends_and_bank_holidays() -> None:
    holidays = held("ST1379-1.1").holidays
    assert working_days(day("2026-04-02"), day("2026-04-02"), holidays) == 0
    assert working_days(day("2026-04-02"), day("2026-04-07"), holidays) == 1  # Good Friday to Easter Monday between
    assert working_days(day("2026-03-06"), day("2026-03-09"), holidays) == 1  # Friday to Monday


@given(st.dates(day("2024-01-01"), day("2027-01-01")), st.integers(0, 60))
def test_the_day_so_many_working_days_ago_is_the_last_from_which_so_many_have_come(today: dt.date, number: int) -> None:
    holidays = held("ST1379-1.1").holidays
    since = working_days_ago(today, number, holidays)
    assert working_days(since, today, holidays) >= number
    assert number == 0 or working_days(since + dt.timedelta(days=1), today, holidays) < number


def test_an_instant_without_a_zone_is_uk_time_summer_and_winter() -> None:
    assert instants(moment("2026-07-01T10:00:00"))[0] == moment("2026-07-01T09:00:00+00:00")
    assert instants(moment("2026-01-01T10:00:00"))[0] == moment("2026-01-01T10:00:00+00:00")


def test_the_hour_that_comes_twice_has_two_instants_and_others_have_one() -> None:
    first, last = instants(moment("2026-10-25T01:30:00"))
    assert last - first == dt.timedelta(hours=1)
    assert len(set(instants(moment("2026-10-25T02:30:00")))) == 1
    assert len(set(instants(moment("2026-10-25T01:30:00+01:00")))) == 1


def test_the_uk_date_of_an_instant_near_midnight() -> None:
    assert local_date(moment("2026-06-30T23:30:00+00:00")) == day("2026-07-01")
    assert local_date(moment("2026-06-30T23:30:00")) == day("2026-06-30")
    assert local_date(day("2026-06-30")) == day("2026-06-30")


def test_dates_and_times_are_said_as_people_say_them() -> None:
    assert say(day("2026-03-02")) == "2 March 2026"
    assert say(moment("2026-03-09T10:00:00")) == "9 March 2026 at 10:00"
    assert say(moment("2026-07-01T08:30:15+00:00")) == "1 July 2026 at 09:30:15"


out = st.lists(st.tuples(near, st.integers(0, 60)).map(lambda one: (one[0], add_days(one[0], one[1]))), max_size=4)


@given(near, st.integers(1, 120), out)
def test_so_many_days_of_learning_have_gone_by(since: dt.date, days: int, spans: list[tuple[dt.date, dt.date]]) -> None:
    """Counted one by one, whatever overlaps, comes before or after."""

    def learning(day: dt.date) -> bool:
        return not any(first <= day <= last for first, last in spans)

    found = after_learning(since, days, spans)
    counted = [add_days(since, n) for n in range(1, (found - since).days + 1) if learning(add_days(since, n))]
    assert learning(found)
    assert len(counted) == days


@given(near, st.integers(1, 120), out, near, st.integers(0, 60))
def test_a_further_day_out_never_brings_it_forward(
    since: dt.date, days: int, spans: list[tuple[dt.date, dt.date]], first: dt.date, length: int
) -> None:
    more = [*spans, (first, add_days(first, length))]
    assert after_learning(since, days, spans) <= after_learning(since, days, more)
