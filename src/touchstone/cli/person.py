"""``touchstone person …``: what only whoever runs the installation does with somebody's account, with a reason."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from touchstone.cli.installation import installation

if TYPE_CHECKING:
    from touchstone.apps.people.models import User


def main(words: list[str]) -> int:
    """0: done; 1: it was refused, or there is no such account; 2: it could not be asked."""
    options = _options(words)
    with installation():
        from touchstone.apps.people.members import account_of
        from touchstone.apps.records.refusal import Refused, Stale

        person = account_of(options.email)
        if person is None:
            print(f"touchstone: there is no account with the address {options.email}", file=sys.stderr)
            return 1
        try:
            act: Callable[[User, argparse.Namespace], str] = options.act
            print(act(person, options))
        except Refused as refused:
            print("\n".join(f"touchstone: {reason}" for reason in refused.reasons), file=sys.stderr)
            return 1
        except Stale:
            print("touchstone: somebody else corrected this account at the same moment; look again", file=sys.stderr)
            return 1
    return 0


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="touchstone person",
        description="Somebody's account: look, correct, help back in, close. What changes it is told to the person by "
        "mail and written to the log with the reason. Make sure first that it is really them who asks.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, about: str, act: Callable[[User, argparse.Namespace], str]) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
        one.add_argument("--email", required=True, help="the address they sign in with now")
        one.set_defaults(act=act)
        return one

    def reason(one: argparse.ArgumentParser) -> None:
        one.add_argument("--reason", required=True, metavar="TEXT", help="kept in the log; the person is told")

    command("show", "who it is, which roles they hold where, and whether they can sign in", _show)
    one = command("correct", "correct a name or the address they sign in with", _correct)
    one.add_argument("--new-email", type=_short, metavar="ADDRESS", help="ends their sessions; both addresses are told")
    one.add_argument("--new-name", type=_short, metavar="NAME")
    reason(one)
    one = command("second-factor", "remove every second step of somebody who has lost theirs", _second_factor)
    one.add_argument("--remove", action="store_true", required=True)
    reason(one)
    reason(command("close", "close the account: nobody signs in to it any more", _close))
    return parser.parse_args(words)


def _short(text: str) -> str:
    if len(text) > 200:
        raise argparse.ArgumentTypeError("it has more than 200 characters")
    return " ".join(text.split())


def _show(person: User, options: argparse.Namespace) -> str:
    from touchstone.apps.people.actor import actor_for
    from touchstone.apps.people.second_factor import has_one

    state = "open" if person.is_active else "closed"
    if person.is_active and not person.has_usable_password():
        state = "open, but without a password: they have not signed in yet"
    held = [f"{one.role.label}, {one.organisation_name}" for one in actor_for(person).held] or ["none today"]
    lines = [
        ("Name", person.name),
        ("Address", person.email),
        ("Id", str(person.pk)),
        ("Account", state),
        ("Second step", "yes" if has_one(person.pk) else "none"),
        *(("Role", words) for words in held),
    ]
    return "\n".join(f"{name + ':':<13}{value}" for name, value in lines)


def _correct(person: User, options: argparse.Namespace) -> str:
    from touchstone.apps.people.actor import SYSTEM
    from touchstone.apps.people.services import Identity, correct_person

    was = Identity.of(person)
    now = Identity(options.new_name or was.name, (options.new_email or was.email).lower())
    found = correct_person(who=SYSTEM, person=person, was=was, now=now, reason=options.reason)
    return f"Corrected: {found.name}, {found.email}. The person is told by mail."


def _second_factor(person: User, options: argparse.Namespace) -> str:
    from touchstone.apps.people.actor import SYSTEM
    from touchstone.apps.people.services import remove_second_factor

    remove_second_factor(who=SYSTEM, person=person, reason=options.reason)
    return f"The second step of {person.name} is removed, and they are signed out everywhere. They are told by mail."


def _close(person: User, options: argparse.Namespace) -> str:
    from touchstone.apps.people.actor import SYSTEM
    from touchstone.apps.people.services import close_account

    close_account(who=SYSTEM, person=person, reason=options.reason)
    return f"The account of {person.name} is closed. Their roles stay until an owner of each organisation ends them."
