"""``manage.py access_table``: who may do what, as the page ``docs/access.md``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand

from touchstone.apps.people.access import Action, table
from touchstone.apps.people.roles import Role

HEAD = """# Who may do what

Made from the access table by `python manage.py access_table > docs/access.md`; a test holds it current.

A role counts where it is held: on the apprenticeship a page is about, or in the organisation it belongs to.
Somebody who holds several roles may do what any of them may. What somebody may not see at all answers 404;
what they see without the right to the action answers 403 with the reason. “Logged”: doing it reads something
sensitive and is written to the log.

"""


class Command(BaseCommand):
    help = "Print who may do what, as Markdown."
    requires_system_checks = []

    def handle(self, **_: Any) -> None:
        rows = table().values()
        self.stdout.write(HEAD)
        self.stdout.write("## Open to everyone\n")
        self._list(row for row in rows if row.audience == "everyone")
        self.stdout.write("## Open to everyone who is signed in\n")
        self._list(row for row in rows if row.audience == "signed-in")
        self.stdout.write("## By role\n")
        self.stdout.write("| Action | " + " | ".join(role.label for role in Role) + " |")
        self.stdout.write("|---|" + ":-:|" * len(Role))
        for row in sorted((row for row in rows if row.audience == "roles"), key=lambda row: row.name):
            cells = ("yes" if role in row.roles else "" for role in Role)
            self.stdout.write(f"| {_words(row)} | {' | '.join(cells)} |")

    def _list(self, rows: Iterable[Action]) -> None:
        for row in sorted(rows, key=lambda row: row.name):
            self.stdout.write(f"- {_words(row)}")
        self.stdout.write("")


def _words(row: Action) -> str:
    return f"{row.does} (`{row.name}`{', logged' if row.sensitive else ''})"
