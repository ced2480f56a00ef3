"""A measurement on both databases, each in a temporary folder that is gone afterwards, written through to the disk."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.server import ENVIRONMENT

DATABASES: dict[str, list[str]] = {"SQLite": [], "PostgreSQL": ["-m", "tests.postgres", "--durable", sys.executable]}


def on_both(module: str, words: Sequence[str]) -> int:
    """Run ``python -m module here WORDS`` beside each database, with the settings of production. 0 when both did."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("TOUCHSTONE_")}
    ended = 0
    for database, server in DATABASES.items():
        print(f"\n{database}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
        with tempfile.TemporaryDirectory(prefix="touchstone-bench-", ignore_cleanup_errors=True) as folder:
            ended |= subprocess.run(  # noqa: S603
                [sys.executable, *server, "-m", module, "here", *words],
                cwd=Path(__file__).parents[1],
                env={**inherited, **ENVIRONMENT, "TOUCHSTONE_DATA": folder},
                check=False,
            ).returncode
    return ended
