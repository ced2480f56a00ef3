"""These tests run on a small site of their own: the people section alone."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _small_site(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.web.people.site"
    settings.NAVIGATION = ""
    settings.FOOTER = ""
