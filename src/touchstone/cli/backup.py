"""``touchstone backup FILE``: everything of this installation in one file, while it runs."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from touchstone.cli.installation import installation


def main(words: list[str]) -> int:
    """0: saved. 1: saved, but storage lacks files that it should have. 2: nothing was saved."""
    path = _options(words).file
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))  # so that what is half written is taken away
    with installation():
        from touchstone.apps.records.refusal import Refused
        from touchstone.installation.backup import backup

        try:
            made = backup(path, say=print)
        except Refused as refused:
            print(f"touchstone: {' '.join(refused.reasons)}", file=sys.stderr)
            return 2
    rows = sum(made.end.rows.values())
    files = made.end.sums["files"].members if "files" in made.end.sums else 0
    print(f"Saved {rows:,} rows of {len(made.end.rows)} tables and {files:,} files in {path}.")
    print(f"The log ends at {made.head[0]}:{made.head[1]}" if made.head else "The log has no entry yet.")
    if made.gone:
        print(f"Deleted meanwhile, so not in it: {_few(made.gone)}")
    if made.lost:
        print(f"Storage does not have these as they were given to us: {_few(made.lost)}", file=sys.stderr)
        return 1
    return 0


def _few(keys: list[str]) -> str:
    more = f" and {len(keys) - 20:,} more" if len(keys) > 20 else ""
    return ", ".join(keys[:20]) + more


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="touchstone backup",
        description="Save the database, the files and the head of the log in one file, as they are at one moment. The "
        "service can go on meanwhile. Not in it: sessions (everybody signs in again), caches, and the secret key, "
        "without which second factors cannot be read: keep that apart.",
    )
    parser.add_argument("file", type=Path, help="the file to write; it must not be there yet")
    return parser.parse_args(words)
