"""Counting what a page asks of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

OF_THE_TEST = ("SAVEPOINT", "RELEASE SAVEPOINT")  # a test runs in a transaction of its own; a page does not


@contextmanager
def at_most(number: int) -> Iterator[None]:
    """Fails, listing them, when the block asks more than ``number`` queries."""
    with CaptureQueriesContext(connection) as captured:
        yield
    asked = [query["sql"] for query in captured if not query["sql"].startswith(OF_THE_TEST)]
    assert len(asked) <= number, "\n".join([f"{len(asked)} queries:", *asked])
