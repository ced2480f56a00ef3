"""``touchstone mail``: what became of mail, sending it again, and taking in reports of what came back."""

from __future__ import annotations

import argparse
import sys
import uuid
from itertools import islice

from touchstone.cli.installation import NotReady, installation

REPORT_BYTES = 5 * 1024 * 1024  # more than a report that carries back one plain-text mail ever has
TRY_LATER = 75  # EX_TEMPFAIL: the mail server keeps the report and runs the command again


def main(words: list[str]) -> int:
    """0: done; 1: nothing to do it to; 2: could not be asked; 75 (bounced): come back later."""
    options = _options(words)
    try:
        with installation():
            done: int = options.act(options)
    except NotReady as error:
        if options.act is not _bounced:
            raise
        print(error, file=sys.stderr)
        return TRY_LATER
    return done


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="touchstone mail", description=__doc__.partition(": ")[2])
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    listed = commands.add_parser("list", help="what was written and what became of it, the newest first; never a text")
    listed.add_argument("--state", choices=["waiting", "sending", "sent", "refused", "bounced"], default="")
    listed.add_argument("--most", type=int, default=100, metavar="N", help="at most so many (100)")
    listed.set_defaults(act=_list)
    retry = commands.add_parser("retry", help="send again what was refused or came back, and what waits, now")
    which = retry.add_mutually_exclusive_group(required=True)
    which.add_argument("id", nargs="?", type=uuid.UUID, metavar="ID", help="the message, as the list names it")
    which.add_argument("--all", action="store_true", help="every one whose text is still kept")
    retry.set_defaults(act=_retry)
    bounced = commands.add_parser("bounced", help="take in a delivery report from the standard input")
    bounced.set_defaults(act=_bounced)
    return parser.parse_args(words)


def _list(options: argparse.Namespace) -> int:
    from touchstone.apps.post.queries import messages

    for one in islice(messages(state=options.state).iterator(), max(0, options.most)):
        trouble = f"  {one.trouble}" if one.trouble else ""
        print(f"{one.pk}  {one.made_at:%Y-%m-%d %H:%M}  {one.state:<8}  {one.kind:<16}  {one.to}{trouble}")
    return 0


def _retry(options: argparse.Namespace) -> int:
    from touchstone.apps.people.actor import SYSTEM
    from touchstone.apps.post.queries import messages, undelivered
    from touchstone.apps.post.services import try_again
    from touchstone.apps.records.refusal import Refused

    chosen = list(undelivered() if options.all else messages().filter(pk=options.id))
    if not chosen and not options.all:
        print(f"touchstone: there is no message {options.id}", file=sys.stderr)
        return 1
    refused = 0
    for one in chosen:
        try:
            try_again(who=SYSTEM, message=one)
        except Refused as error:
            refused += 1
            print(f"touchstone: {one.pk}: {error}", file=sys.stderr)
    print(f"{len(chosen) - refused} to be sent again")
    return 1 if refused else 0


def _bounced(options: argparse.Namespace) -> int:
    from touchstone.apps.post.delivery_report import NoReport, read_report
    from touchstone.apps.post.services import came_back

    data = sys.stdin.buffer.read(REPORT_BYTES + 1)
    if len(data) > REPORT_BYTES:
        print(f"touchstone: a report of more than {REPORT_BYTES:,} bytes is not read", file=sys.stderr)
        return 2
    try:
        report = read_report(data)
    except NoReport as error:
        print(f"touchstone: {error}", file=sys.stderr)
        return 2
    if not report.failed:
        print("Nothing came back: the report tells of a delay or a delivery.")
        return 0
    message = came_back(ids=report.ids, words=report.words)
    if message is None:
        print("touchstone: the report is about no message of this installation", file=sys.stderr)
        return 1
    print(f"{message.pk} came back: {report.words}")
    return 0
