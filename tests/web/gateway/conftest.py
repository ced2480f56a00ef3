from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _folders_of_this_test(settings: Any, tmp_path: Path) -> None:
    """An empty data folder and storage for each test."""
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    (tmp_path / "files").mkdir()
