"""These pages link to other sections: they run on the whole site."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _whole_site(_small_site: None, settings: Any) -> None:
    settings.ROOT_URLCONF = "touchstone.config.urls"
    settings.NAVIGATION = "touchstone.web.home.navigation.links"
