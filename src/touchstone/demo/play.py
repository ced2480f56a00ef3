"""Telling many stories at once, in the order in which things happened.

A story is a generator: it yields the instant of its next event, and when it is resumed the clock stands at that
instant. So the log of the invented world reads like a real one: all apprentices interleaved, time never going back.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterable, Iterator

from touchstone.demo.clock import at

Story = Iterator[dt.datetime]
Waiting = tuple[dt.datetime, int, Story]


def play(stories: Iterable[Story], *, until: dt.datetime) -> None:
    """Run every story to its end. Raises ValueError for a story that goes back in time or past ``until``."""
    waiting: list[Waiting] = []
    for number, story in enumerate(stories):
        _wait(waiting, next(story, None), number, story)
    now = dt.datetime.min.replace(tzinfo=dt.UTC)
    while waiting:
        instant, number, story = heapq.heappop(waiting)
        if instant < now or instant > until:
            raise ValueError(f"story {number} wants {instant}, but it is {now} and ends {until}")
        now = instant
        with at(instant):
            following = next(story, None)
        _wait(waiting, following, number, story)


def _wait(waiting: list[Waiting], instant: dt.datetime | None, number: int, story: Story) -> None:
    if instant is not None:
        heapq.heappush(waiting, (instant, number, story))
