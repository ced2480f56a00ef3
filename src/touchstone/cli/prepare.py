"""``touchstone prepare``: bring the installation up to the version that is installed."""

from __future__ import annotations

import argparse
import sys

from touchstone.cli.installation import installation


def main(words: list[str]) -> int:
    """0: ready. 1: code cannot be loaded. 2: refused. Nothing was changed, and it says why."""
    argparse.ArgumentParser(
        prog="touchstone prepare",
        description="Make the folders, bring the database up to date and collect what pages load. After installing, "
        "and after every upgrade; safe to run again. Make a backup before an upgrade.",
    ).parse_args(words)
    with installation(whole=True):
        from touchstone.apps.records.refusal import Refused
        from touchstone.installation.prepare import prepare

        try:
            prepare(say=print)
        except Refused as refused:
            print(f"touchstone: {' '.join(refused.reasons)}", file=sys.stderr)
            return 2
    print("`touchstone check` says what is still missing.")
    return 0
