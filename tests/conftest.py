"""Fixtures every floor may use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cast import Cast, gather
from touchstone.apps.records import triggers

pytest_plugins = ["tests.journeys.browser"]


@pytest.fixture
def cast(db: None) -> Cast:
    return gather()


@pytest.fixture
def transactional_db(transactional_db: None) -> Iterator[None]:
    """Django empties the tables after such a test. Records refuse that, so their guard is lifted just before; it comes
    back with the ``post_migrate`` that emptying sends. A test asks for this fixture, not for the marker.
    """
    yield
    triggers.remove()
