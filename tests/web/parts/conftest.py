from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.apps.portfolio.conftest import _files_of_this_test  # noqa: F401
from touchstone.web.parts.transfers import slots


@pytest.fixture(autouse=True)
def _no_transfer_of_another_test() -> Iterator[None]:
    """A test may leave answers unread, as no server does."""
    yield
    for slot in list(slots._taken):
        slot.give_back()
