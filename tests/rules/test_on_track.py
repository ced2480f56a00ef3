"""Is a training on track? The figures decide, and nothing else; what is not known is never called on track."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.rules.on_track import WORST_FIRST, Training, on_track

START, END = dt.date(2026, 1, 1), dt.date(2027, 1, 1)
HALF = dt.date(2026, 7, 2)  # 182 of 365 days: 50%


def training(**changes: Any) -> Training:
    return Training(
        **{
            "start": START,
            "planned_end": END,
            "claimed": 18,
            "ksbs": 35,
            "minutes": 160 * 60,
            "goal": 320,
            "overdue": 0,
            "review_due": dt.date(2026, 8, 1),
            **changes,
        }
    )


def test_half_the_time_and_half_the_work_is_on_track() -> None:
    assert on_track(training(), HALF).answer == "on-track"


@pytest.mark.parametrize(
    ("claimed", "answer"),
    [(14, "on-track"), (13, "slipping"), (9, "slipping"), (8, "behind"), (0, "behind")],
)  # 40%, 37%, 26%, 23%, 0% of 35, against 50%
def test_evidence_behind_the_time_gone_by(claimed: int, answer: str) -> None:
    found = on_track(training(claimed=claimed), HALF)
    assert (found.answer, found.parts[0].answer) == (answer, answer)


def test_the_figures_stand_in_the_reason() -> None:
    assert on_track(training(claimed=13), HALF).parts[0].because == (
        "13 of 35 KSBs claimed, which is 37%; 50% of the planned time has gone by."
    )


def test_days_of_a_break_do_not_count_as_time_gone_by() -> None:
    half_of_it = (dt.date(2026, 2, 1), dt.date(2026, 5, 31))
    assert on_track(training(claimed=11, breaks=[half_of_it]), HALF).parts[0].answer == "on-track"
    assert on_track(training(claimed=11), HALF).parts[0].answer == "slipping"


@pytest.mark.parametrize(("overdue", "answer"), [(0, "on-track"), (1, "slipping"), (2, "behind")])
def test_overdue_milestones(overdue: int, answer: str) -> None:
    assert on_track(training(overdue=overdue), HALF).answer == answer


@pytest.mark.parametrize(("days", "answer"), [(0, "on-track"), (1, "slipping"), (28, "slipping"), (29, "behind")])
def test_a_late_review(days: int, answer: str) -> None:
    assert on_track(training(review_due=HALF - dt.timedelta(days=days)), HALF).answer == answer


def test_without_a_plan_it_is_not_known_unless_a_date_says_worse() -> None:
    unplanned = training(planned_end=None, goal=None)
    assert on_track(unplanned, HALF).answer == "unknown"
    assert on_track(training(planned_end=None, goal=None, overdue=2), HALF).answer == "behind"


@given(st.integers(0, 35), st.integers(0, 400), st.integers(0, 3), st.integers(-400, 800), st.integers(0, 34))
def test_more_evidence_never_makes_it_worse(claimed: int, hours: int, overdue: int, day: int, fewer: int) -> None:
    on = START + dt.timedelta(days=day)
    more = on_track(training(claimed=claimed, minutes=hours * 60, overdue=overdue), on)
    less = on_track(training(claimed=min(claimed, fewer), minutes=hours * 60, overdue=overdue), on)
    assert WORST_FIRST.index(less.answer) <= WORST_FIRST.index(more.answer)
