"""What ``touchstone serve`` asks before it starts anything, in a process of its own so that it stays small itself."""

from __future__ import annotations

import sys

from touchstone.cli.installation import NotReady, installation, unfit_database


def main() -> int:
    """0: all code can be loaded, and the database is of this version or does not answer. 2: not, and why."""
    try:
        with installation(whole=True):
            why = unfit_database()
    except NotReady as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 2
    if why:
        print(f"touchstone: {why}", file=sys.stderr)
    return 2 if why else 0


if __name__ == "__main__":
    sys.exit(main())
