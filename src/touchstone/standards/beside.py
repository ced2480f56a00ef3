"""What is wanted at a gateway beside what any plan asks for, and the wordings people sign there, each from its day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from touchstone.standards.files import BesideFile
from touchstone.standards.folder import Folder, shipped
from touchstone.standards.loader import read
from touchstone.standards.model import Source
from touchstone.standards.yaml_nodes import Problem, Problems

PLACE = "gateway/beside.yaml"
PLACES = re.compile(r"\{(\w+)\}")  # in a wording, for the names


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something that is wanted and decides nothing. ``clause``: document and section that say so."""

    id: str
    says: str
    clause: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What is signed as ``signs`` from ``dated`` on; ``says`` has places such as {provider} for the names."""

    signs: str
    dated: dt.date
    says: str
    clause: str

    def of(self, **names: str) -> str:
        """The wording with the names put in; a name with braces in it stays as it is. KeyError: one lacks."""
        return PLACES.sub(lambda found: names[found[1]], self.says)


@dataclass(frozen=True, slots=True)
class Beside:
    """``wanted`` by its id; ``wordings`` in order of their days."""

    wanted: dict[str, Wanted]
    wordings: tuple[Wording, ...]

    def wording(self, signs: str, on: dt.date) -> Wording:
        """The newest that was there on a day; before all of them, the first. KeyError: nothing is so signed."""
        ours = [one for one in self.wordings if one.signs == signs]
        if not ours:
            raise KeyError(signs)
        return next((one for one in reversed(ours) if one.dated <= on), ours[0])


@cache
def beside() -> Beside:
    """What this software comes with."""
    return load(shipped())


def load(folder: Folder) -> Beside:
    """Raises Problems: also for a document that is not listed, an id or a wording's day that stands there twice."""
    path = folder.shared / PLACE
    said = read(path, BesideFile, folder.name(path)).value
    titles = {document.id: document.title for document in said.documents}
    sources = [one.source for one in said.wanted] + [one.source for one in said.wordings]
    wrong = [f"'{one.document}' is not among the documents" for one in sources if one.document not in titles]
    if len({one.id for one in said.wanted}) < len(said.wanted):
        wrong.append("an id stands there twice")
    days = [(one.signs, one.dated) for one in said.wordings]
    if days != sorted(set(days)):
        wrong.append("the wordings of one thing must stand together and follow each other, each day once")
    if wrong:
        raise Problems([Problem(folder.name(path), 1, "wanted", message) for message in wrong])

    def clause(source: Source) -> str:
        page = f", page {source.page}" if source.page else ""
        return f"{titles[source.document]}, {source.section}{page}"

    return Beside(
        {one.id: Wanted(one.id, one.says, clause(one.source)) for one in said.wanted},
        tuple(Wording(one.signs, one.dated, one.says, clause(one.source)) for one in said.wordings),
    )
