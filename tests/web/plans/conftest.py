from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _data_of_this_test(settings: Any, tmp_path: Path) -> None:
    """An empty data folder for each test."""
    settings.DATA = tmp_path
