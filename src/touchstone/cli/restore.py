"""``touchstone restore FILE``: a backup brought back into an empty place, and compared with it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from touchstone.cli.installation import installation

if TYPE_CHECKING:
    from touchstone.installation.archive import Reader
    from touchstone.installation.restore import Compared


def main(words: list[str]) -> int:
    """0: restored, or whole. 1: restored, and something is not as it should be. 2: nothing was restored."""
    options = _options(words)
    with installation():
        from touchstone.apps.records.refusal import Refused
        from touchstone.installation.archive.reading import opened

        try:
            with opened(options.file) as reader:
                return _look(reader) if options.check else _restore(reader)
        except Refused as refused:
            print(f"touchstone: {' '.join(refused.reasons)}", file=sys.stderr)
            return 2


def _look(reader: Reader) -> int:
    from touchstone.installation.archive import check

    header, end = check(reader)
    print(f"A whole backup of {header.made_at}, by Touchstone {header.version} on {header.database}:")
    files = end.sums["files"].members if "files" in end.sums else 0
    print(f"{sum(end.rows.values()):,} rows of {len(end.rows)} tables, {files:,} files.")
    print(f"The log ends at {header.head[0]}:{header.head[1]}" if header.head else "The log has no entry yet.")
    return 0


def _restore(reader: Reader) -> int:
    from touchstone.installation.restore import restore

    compared = restore(reader, say=print)
    _say(compared)
    for sentence in compared.wrong:
        print(sentence, file=sys.stderr)
    return 1 if compared.wrong else 0


def _say(compared: Compared) -> None:
    print(f"{compared.rows:,} rows: read back and compared, the same.")
    print(f"{compared.files:,} files: read back, each with the hash its row says.")
    if compared.lacking:
        print(f"{compared.lacking:,} files were not there any more, or not as given, when the backup was made.")
    print(f"{compared.data_files:,} adopted plans, policies and texts.")
    if compared.head and not compared.wrong:
        print(f"The log is whole and ends at {compared.head[0]}:{compared.head[1]}, as in the backup.")
    if not compared.same_key:
        print(
            "The secret key is another than the one of the backup, so second factors cannot be read: name the old one "
            "in TOUCHSTONE_OLD_SECRET_KEYS, or let everybody set theirs up again."
        )


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="touchstone restore",
        description="Bring a backup back into an empty place, and compare everything with it. The database may be "
        "another kind than the one the backup was made from. Interrupted, it has brought back nothing: ask again.",
    )
    parser.add_argument("file", type=Path, help="the file that `touchstone backup` wrote")
    parser.add_argument("--check", action="store_true", help="only read it and compare its hashes; write nothing")
    return parser.parse_args(words)
