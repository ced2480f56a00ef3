"""``touchstone log …``: is the record what was written, and would the same be decided again?"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from touchstone.cli.installation import installation

if TYPE_CHECKING:
    from touchstone.apps.records.verify import Report

REBUILT = (
    "Somebody with the database's own keys could write the whole log anew, every hash and its head included. Only a "
    "head noted where they cannot reach finds that: note what `touchstone log head` says elsewhere, each day or with "
    "each backup, and give it to `touchstone log verify --head`."
)


def main(argv: list[str]) -> int:
    """0: whole, same or done; 1: something is not as it was written or decided; 2: it could not be asked."""
    words = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = words.run
    with installation():
        return command(words)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "touchstone log",
        description="The append-only log and the stored decisions, with the settings that DJANGO_SETTINGS_MODULE "
        "names: production when it names none.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    one = commands.add_parser("head", help="the newest entry's number and hash, to be noted elsewhere", epilog=REBUILT)
    one.set_defaults(run=_head)

    one = commands.add_parser(
        "verify",
        help="find what is not as it was written: an entry, a personal text, a decision, the end of the log",
        epilog=REBUILT,
    )
    one.add_argument("--head", dest="noted", metavar="NUMBER:HASH", type=_noted, help="a head that was noted elsewhere")
    one.add_argument("--json", action="store_true", help="for programs")
    one.set_defaults(run=_verify)

    one = commands.add_parser("replay", help="ask every stored decision again and say what differs, and whose rule")
    one.add_argument("--since", metavar="DATE", help="only decisions made on this day or later, like 2026-03-01")
    one.add_argument("--json", action="store_true", help="for programs")
    one.set_defaults(run=_replay)

    one = commands.add_parser(
        "erase",
        help="erase what is personal in one entry",
        description="Erase the personal text of an entry, or the facts and findings of the decision it tells of, for "
        "good. That it was done is logged; the chain stays whole.",
    )
    one.add_argument("number", metavar="NUMBER", type=int, help="the entry's number")
    one.add_argument("--reason", required=True, help="why; kept in the log")
    one.set_defaults(run=_erase)
    return parser


def _noted(text: str) -> tuple[int, str]:
    number, _, digest = text.partition(":")
    if not number.isdecimal() or len(digest) != 64:
        raise argparse.ArgumentTypeError("a head is a number, a colon and 64 letters and digits: touchstone log head")
    return int(number), digest.lower()


def _head(words: argparse.Namespace) -> int:
    from touchstone.apps.records.queries import head

    newest = head()
    if newest is None:
        print("The log is empty.", file=sys.stderr)
        return 1
    print(newest)
    return 0


def _verify(words: argparse.Namespace) -> int:
    from touchstone.apps.records.queries import Head
    from touchstone.apps.records.verify import check

    progress = Progress("entries")
    report = check(noted=Head(*words.noted) if words.noted else None, progress=progress)
    progress.end()
    print(json.dumps(_as_data(report), indent=2) if words.json else "\n".join(_in_words(report)))
    return 1 if report.faults else 0


def _as_data(report: Report) -> dict[str, object]:
    return {
        "whole": not report.faults,
        "entries": report.entries,
        "decisions": report.decisions,
        "head": str(report.head) if report.head else None,
        "faults": [
            {
                "says": fault.says,
                "entry": fault.entry,
                "last": fault.last,
                "decision": str(fault.decision) if fault.decision else None,
            }
            for fault in report.faults
        ],
        "more": report.more,
        "notes": report.notes,
    }


def _in_words(report: Report) -> list[str]:
    lines = [fault.says for fault in report.faults]
    if report.more:
        lines.append(f"… and {report.more:,} more.")
    lines += [f"Note: {note}" for note in report.notes]
    lines.append(f"{report.entries:,} entries and {report.decisions:,} decisions looked at.")
    if not report.faults:
        lines.append("Everything is as it was written.")
        if report.head:
            lines.append(f"The head to note elsewhere: {report.head}")
    return lines


def _replay(words: argparse.Namespace) -> int:
    from touchstone.cli.replay import run

    return run(words.since, as_json=words.json)


def _erase(words: argparse.Namespace) -> int:
    from touchstone.apps.people.actor import SYSTEM
    from touchstone.apps.records.erasing import erase
    from touchstone.apps.records.refusal import Refused

    try:
        entry = erase(who=SYSTEM, number=words.number, reason=words.reason)
    except Refused as refused:
        print("\n".join(refused.reasons), file=sys.stderr)
        return 1
    print(f"Erased. Entry {entry.number} says so.")
    return 0


class Progress:
    """One line on a terminal, twice a second at most; nothing where nobody watches."""

    def __init__(self, what: str) -> None:
        self.what, self.shown, self.at = what, False, 0.0
        self.watched = sys.stderr.isatty()

    def __call__(self, done: int, of: int) -> None:
        if self.watched and time.monotonic() - self.at > 0.5:
            self.at, self.shown = time.monotonic(), True
            print(f"\r{done:,} of {of:,} {self.what}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
