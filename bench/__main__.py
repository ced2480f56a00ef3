"""``python -m bench [N …]``: every page at each size on both databases, as Markdown tables."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.report import before, table
from bench.server import ENVIRONMENT

DATABASES = {"sqlite": [], "postgresql": ["-m", "tests.postgres", "--durable", sys.executable]}


def main(words: list[str]) -> int:
    """Print the tables. 0 when everything was measured, else 1."""
    options = _options(words)
    print(before(platform.platform(), os.cpu_count() or 0, os.getloadavg()), flush=True)
    whole = True
    for database in options.databases:
        for count in options.counts:
            found = _measured(database, count)
            whole = whole and found is not None
            print(table(database, count, found), flush=True)
    return 0 if whole else 1


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[100, 10_000], help="apprentices (100 and 10000)")
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=list(DATABASES), help="both when not said")
    return parser.parse_args(words)


def _measured(database: str, count: int) -> dict[str, Any] | None:
    """One database of one size in a temporary folder that is gone afterwards; None (reported) where it failed."""
    with tempfile.TemporaryDirectory(prefix="touchstone-bench-", ignore_cleanup_errors=True) as folder:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TOUCHSTONE_")}
        command = [sys.executable, *DATABASES[database], "-m", "bench.measuring", str(count)]
        ended = subprocess.run(  # noqa: S603
            command,
            cwd=Path(__file__).parents[1],
            env={**environment, **ENVIRONMENT, "TOUCHSTONE_DATA": folder},
            stdout=subprocess.PIPE,
            check=False,
        )
    if ended.returncode:
        return None
    found: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
