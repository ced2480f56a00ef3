"""``touchstone minute``: everything that is due, then the end. For cron or a timer, once a minute."""

from __future__ import annotations

import argparse
import sys

from touchstone.cli.installation import installation


def main(words: list[str]) -> int:
    """0: what was due is done; 1: a job failed, and says why; 2: it could not be asked what is due."""
    argparse.ArgumentParser(
        prog="touchstone minute",
        description="Do everything that is due: send waiting mail, take up the tasks of dead workers, clear away what "
        "has had its time. On several machines at once each job is done by one.",
    ).parse_args(words)
    with installation():
        from touchstone.apps.upkeep.minute import do_what_is_due

        failed = do_what_is_due()
    for name in failed:
        print(f"touchstone: the job “{name}” failed", file=sys.stderr)
    return 1 if failed else 0
