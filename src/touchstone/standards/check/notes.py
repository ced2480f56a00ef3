"""A checker's notebook: problems at the place where the faulty thing was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from touchstone.standards.loader import Read
from touchstone.standards.model import Document, Source
from touchstone.standards.yaml_nodes import Problem


class Notes:
    """Gathers what is wrong with one file."""

    def __init__(self, file: Read[object]) -> None:
        self._file = file
        self.problems: list[Problem] = []

    def wrong(self, thing: object, message: str) -> None:
        """``thing`` is a dataclass of the file; anything else is reported at the top of the file."""
        self.problems.append(self._file.reader.problem_at(thing, message))

    def sources(self, sources: Iterable[Source], documents: Mapping[str, Document]) -> None:
        for source in sources:
            if source.document not in documents:
                known = ", ".join(sorted(documents)) or "none"
                self.wrong(source, f"document '{source.document}' is not described; known are {known}")

    def once(self, things: Iterable[tuple[object, object]], what: str) -> None:
        """``things`` are (key, thing): each key may occur once."""
        seen: set[object] = set()
        for key, thing in things:
            if key in seen:
                self.wrong(thing, f"{what} '{_plain(key)}' is there twice; keep one")
            seen.add(key)


def _plain(key: object) -> str:
    return " of ".join(str(part) for part in key if part) if isinstance(key, tuple) else str(key)
