"""``touchstone work``: runs the tasks that pages leave behind, and sends mail, until told to stop."""

from __future__ import annotations

import argparse
import os
import secrets
import socket
import sys

from touchstone.cli.installation import installation, unfit_database


def main(words: list[str]) -> int:
    """0: stopped when asked; 2: could not start."""
    parser = argparse.ArgumentParser(
        prog="touchstone work",
        description="Run background tasks and send waiting mail until told to stop. Any number may run, on any number "
        "of machines. `touchstone serve` runs one.",
    )
    parser.add_argument(
        "--name",
        default="",
        help="a name no other worker has; what a worker of this name left is taken up",
    )
    parser.add_argument("--minute", action="store_true", help="also do what `touchstone minute` does, every minute")
    options = parser.parse_args(words)
    if len(options.name) > 64:
        parser.error("--name must have at most 64 characters")
    with installation():
        from touchstone.apps.upkeep.worker import work

        if why := unfit_database():
            print(f"touchstone: {why}", file=sys.stderr)
            return 2
        work(name=options.name or new_name(), minute=options.minute)
    return 0


def new_name() -> str:
    """A name no other worker has."""
    return f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
