"""Fixtures every floor may use."""

from __future__ import annotations

import pytest

from tests.cast import Cast, gather


@pytest.fixture
def cast(db: None) -> Cast:
    return gather()
