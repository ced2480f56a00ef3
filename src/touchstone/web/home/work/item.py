"""One line of somebody's home page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from touchstone.apps.people.roles import Role


class Kind(StrEnum):
    """The parts of the page, in the order they are shown."""

    TODO = "Yours to do"
    DUE = "Coming up"
    NEWS = "New for you"
    WAITING = "Waiting on others"


@dataclass(frozen=True, slots=True)
class Item:
    """``text`` says what (the words of the link to ``href``), ``about`` on whom or why, ``at`` when it is due."""

    kind: Kind
    role: Role
    text: str
    href: str
    about: str = ""
    at: dt.datetime | None = None
