"""Telling stories in the order of time, and only in demo mode."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import override_settings
from django.utils import timezone

from touchstone.apps.people.models import User
from touchstone.demo import NotADemo
from touchstone.demo.play import Story, play
from touchstone.demo.world import load


@override_settings(DEMO=False)
def test_outside_demo_mode_nothing_is_made(db: None) -> None:
    with pytest.raises(NotADemo):
        load(say=lambda _: None)
    assert not User.objects.exists()


def test_a_story_that_goes_back_in_time_is_an_error() -> None:
    now = timezone.now()
    with pytest.raises(ValueError, match="story 0 wants"):
        play([iter([now, now - dt.timedelta(days=1)])], until=now)
    with pytest.raises(ValueError, match="story 0 wants"):
        play([iter([now + dt.timedelta(days=1)])], until=now)


def test_stories_are_interleaved_and_the_clock_stands_where_each_is() -> None:
    now = timezone.now()
    told: list[tuple[str, dt.datetime]] = []

    def story(name: str, *days: int) -> Story:
        for day in days:
            yield now - dt.timedelta(days=day)
            told.append((name, timezone.now()))

    play([story("a", 9, 3), story("b", 7, 5)], until=now)
    assert told == [(name, now - dt.timedelta(days=day)) for name, day in (("a", 9), ("b", 7), ("b", 5), ("a", 3))]
