"""``touchstone plan …``: list, show, check, import, draft and lock assessment plans."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from touchstone.standards import catalogue

Command = Callable[[argparse.Namespace], int]


def main(argv: list[str]) -> int:
    """Returns 0, 1 (a check found something) or 2; raises ``NotFound`` and ``Problems`` for the caller to print."""
    words = _parser().parse_args(argv)
    command: Command = words.run
    return command(words)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("touchstone plan", description="Assessment plans: what they say, and where.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    one = commands.add_parser("list", help="every version of every standard, and whether its plan is held")
    one.set_defaults(run=_list)

    one = commands.add_parser(
        "show", help="a plan for reading: methods, themes, rules with their clause, what is unset"
    )
    one.add_argument("plan", metavar="ID", help="for example the ids of: touchstone plan list")
    one.set_defaults(run=_show)

    one = commands.add_parser("check", help="check plans: all errors at once, with file and line")
    one.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="a folder of standards, of one standard, "
        "or a data folder's adoptions (default: the plans that come with this software)",
    )
    one.set_defaults(run=_check)

    one = commands.add_parser("import", help="turn a file of the Skills England standards feed into standard.yaml")
    one.add_argument("file", type=Path, metavar="FILE", help="the JSON of one version of one standard")
    one.add_argument("-o", "--out", type=Path, metavar="OUT", help="where to write it (default: to the screen)")
    one.set_defaults(run=_import)

    one = commands.add_parser("draft", help="draft the adoption of a plan that is not held from one that is")
    one.add_argument("plan", metavar="NEW", help="the plan to adopt")
    one.add_argument("--from", dest="source", required=True, metavar="OLD", help="the plan to carry over")
    one.add_argument("--for", dest="organisation", metavar="EPA0001", help="its EPA id (asked for when left out)")
    one.add_argument("--name", default="", metavar="NAME", help="the organisation's name (default: its id)")
    one.add_argument("--by", metavar="NAME", help="who drafts it; somebody else must sign (asked for when left out)")
    data = Path(os.environ.get("TOUCHSTONE_DATA", ""))
    one.add_argument("--out", type=Path, default=data, metavar="DIR", help="the data folder (TOUCHSTONE_DATA, or here)")
    one.set_defaults(run=_draft)

    one = commands.add_parser("lock", help="lock the published files as they are now")
    one.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="default: the plans of this software")
    one.set_defaults(run=_lock)
    return parser


def _list(words: argparse.Namespace) -> int:
    from touchstone.cli.show import plan_list

    for line in plan_list():
        print(line)
    return 0


def _show(words: argparse.Namespace) -> int:
    from touchstone.cli.show import plan_page

    for line in plan_page(catalogue.plan(words.plan)):
        print(line)
    return 0


def _check(words: argparse.Namespace) -> int:
    from touchstone.standards.check.folder import check_folder, check_path
    from touchstone.standards.folder import shipped

    problems = [problem for path in words.paths for problem in check_path(path)]
    if not words.paths:
        problems = check_folder(shipped())
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} problem{'s' if len(problems) > 1 else ''} found.", file=sys.stderr)
        return 1
    print("No problems found.")
    return 0


def _import(words: argparse.Namespace) -> int:
    from touchstone.standards.feed import import_feed
    from touchstone.standards.yaml_nodes import read_text

    made = import_feed(read_text(words.file, limit=5_000_000), str(words.file))
    for warning in made.warnings:
        print(f"{words.file}: {warning}", file=sys.stderr)
    if words.out is None:
        print(made.text, end="")
        return 0
    words.out.parent.mkdir(parents=True, exist_ok=True)
    words.out.write_text(made.text, "utf-8")
    print(f"Wrote {words.out}.")
    return 0


def _draft(words: argparse.Namespace) -> int:
    import datetime as dt

    from touchstone.standards import adoption

    organisation = words.organisation or _asked("EPA id of the assessment organisation, like EPA0001", "--for")
    by = words.by or _asked("Your full name; somebody else must sign", "--by")
    if not organisation or not by:
        return 2
    try:
        text = adoption.draft(
            words.plan,
            words.source,
            organisation=organisation,
            organisation_name=words.name or organisation,
            by=by,
            on=dt.datetime.now(dt.UTC).astimezone().date(),
        )
    except adoption.Refused as refused:
        print(f"touchstone: {refused}", file=sys.stderr)
        return 2
    path = words.out / adoption.place(organisation, words.plan)
    if path.exists():
        print(f"touchstone: {path} is there already; remove it first, or draft into another folder", file=sys.stderr)
        return 2
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    print(f"Drafted {path}. It decides nothing until somebody other than {by} signs it.")
    return 0


def _asked(what: str, option: str) -> str:
    """What a person at the terminal answers; nothing, with one line that says what to add, where nobody can answer."""
    if sys.stdin is not None and sys.stdin.isatty():
        print(f"{what}: ", end="", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip()
    print(f"touchstone: say {option}: {what}", file=sys.stderr)
    return ""


def _lock(words: argparse.Namespace) -> int:
    from touchstone.standards import lock
    from touchstone.standards.folder import Folder, shipped

    if words.folder is not None and not words.folder.is_dir():
        print(f"touchstone: {words.folder} is no folder", file=sys.stderr)
        return 2
    folder = Folder(words.folder, shipped().shared) if words.folder else shipped()
    for change in lock.write(folder):
        print(change)
    print(f"Locked {len(lock.digests(folder))} files in {folder.root / lock.NAME}.")
    return 0
