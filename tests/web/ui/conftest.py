"""These tests run on a site of the design system alone, so that they say something about it and nothing else."""

from __future__ import annotations

import pytest
from django.conf import LazySettings


@pytest.fixture(autouse=True)
def design_system_alone(settings: LazySettings) -> None:
    settings.ROOT_URLCONF = "tests.web.ui.site"
    settings.NAVIGATION = ""
    settings.FOOTER = ""
