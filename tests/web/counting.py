"""Counting what a page asks of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

# A test runs in a transaction of its own; a request may move the time-out of its session.
NOT_OF_THE_PAGE = ("SAVEPOINT", "RELEASE SAVEPOINT", 'UPDATE "django_session"')


@contextmanager
def at_most(number: int) -> Iterator[None]:
    """Fails, listing them, when the block asks more than ``number`` queries."""
    with CaptureQueriesContext(connection) as captured:
        yield
    asked = [query["sql"] for query in captured if not query["sql"].startswith(NOT_OF_THE_PAGE)]
    assert len(asked) <= number, "\n".join([f"{len(asked)} queries:", *asked])
