"""YAML text -> nodes that know their line, every scalar as text: the one way YAML is read in this project.

PyYAML's own loaders read ``1.10`` as 1.1, ``12:30`` as 750 and ``no`` as false, and let a repeated key win silently.
Here nothing is guessed: what a scalar means is decided by whoever asks for it (``typed`` for plans, the facts of a
question for cases). Anchors, aliases and tags are refused, so a small file cannot grow in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

MAX_BYTES = 1_000_000
MAX_DEPTH = 30

_WORDS: Mapping[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}
_NUMBER = re.compile(r"[-+]?[0-9]{1,30}(\.[0-9]{1,30})?")

Plain = str | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a file. ``line`` counts from 1 (0: the whole file); ``path`` is like ``rules[2].with``."""

    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.path, self.message) if part)


class Problems(Exception):
    """Everything found wrong, all at once."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Scalar:
    """``text`` as written; ``plain`` when it stood without quotes."""

    line: int
    text: str
    plain: bool = True


@dataclass(frozen=True, slots=True)
class Sequence:
    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A YAML mapping, in the order written. ``key_lines`` has the line of each key."""

    line: int
    entries: Mapping[str, Node]
    key_lines: Mapping[str, int]


Node = Scalar | Sequence | Table


def read_text(path: Path, name: str | None = None, limit: int = MAX_BYTES) -> str:
    """The text of a UTF-8 file. Raises ``Problems`` for one that cannot be read, is no text or is over ``limit``."""
    name = name or str(path)
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise Problems([Problem(name, 0, "", f"cannot be read: {(error.strerror or str(error)).lower()}")]) from None
    if len(data) > limit:
        raise Problems([Problem(name, 0, "", f"is larger than {limit:,} bytes; split it into smaller files")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Problems([Problem(name, line, "", "is not UTF-8 text; save it as UTF-8")]) from None


def parse(text: str, file: str) -> Node:
    """The one document of ``text``. Raises ``Problems`` (all of them, where the YAML itself can be read to its end)."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise Problems([Problem(file, 0, "", f"is larger than {MAX_BYTES:,} bytes; split it into smaller files")])
    builder = _Builder(file, text)
    try:
        node = builder.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = min(mark.line + 1, len(text.splitlines())) if mark else 0  # the mark may lie behind the last line
        said = error.problem or error.context or "cannot be read"
        builder.problems.append(Problem(file, line, "", f"is not valid YAML: {said}; check indentation and quotes"))
        raise Problems(builder.problems) from None
    except yaml.YAMLError as error:
        said = getattr(error, "reason", None) or "it holds a character YAML does not allow"
        raise Problems([Problem(file, 0, "", f"is not valid YAML: {said}")]) from None
    if builder.problems or node is None:
        raise Problems(builder.problems or [Problem(file, 0, "", "is empty")])
    return node


def plain(node: Node) -> Plain:
    """The node as dicts, lists and text, without lines."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}


def value(node: Node) -> object:
    """The node as dicts, lists and plain values, for files that carry their own types (facts of cases).

    Without quotes ``true`` and ``false`` are booleans, ``12`` and ``1.5`` numbers, ``null``, ``~`` and nothing None;
    all else is text, dates and instants too: whoever knows the fact reads those.
    """
    if isinstance(node, Sequence):
        return [value(item) for item in node.items]
    if isinstance(node, Table):
        return {key: value(item) for key, item in node.entries.items()}
    if not node.plain:
        return node.text
    if node.text in _WORDS:
        return _WORDS[node.text]
    if _NUMBER.fullmatch(node.text):
        return float(node.text) if "." in node.text else int(node.text)
    return node.text


def line_of(node: Node, path: tuple[str | int, ...]) -> int:
    """The line of what ``path`` leads to (keys, and positions counted from 1), or of the nearest thing around it."""
    line = node.line
    for step in path:
        if isinstance(node, Table) and step in node.entries:
            line = node.key_lines[str(step)]
            node = node.entries[str(step)]
        elif isinstance(node, Sequence) and isinstance(step, int) and 0 < step <= len(node.items):
            node = node.items[step - 1]
            line = node.line
        else:
            break
    return line


class _Builder:
    """Walks PyYAML's events and builds nodes, noting what is refused on the way."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)

    def document(self) -> Node | None:
        next(self._events)  # stream start
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            return None
        node = self._node(next(self._events), "", 0)
        next(self._events)  # document end
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            self._refuse(event, "", "starts a second document; a file holds one (remove the ---)")
        return node

    def _refuse(self, event: yaml.Event, path: str, message: str) -> None:
        self.problems.append(Problem(self.file, _line(event), path, message))

    def _node(self, event: yaml.Event, path: str, depth: int) -> Node:
        line = _line(event)
        if depth > MAX_DEPTH:
            self._refuse(event, "", f"is nested more than {MAX_DEPTH} levels deep")
            raise Problems(self.problems)
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, path, f"uses the alias *{event.anchor}; write the value out in full")
            return Scalar(line, "")
        if getattr(event, "anchor", None):
            self._refuse(event, path, "sets an anchor (&…); write the value out where it is needed")
        if getattr(event, "tag", None):
            self._refuse(event, path, "has a tag (!…); remove it, types are known from the place")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(line, path, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._table(line, path, depth)
        assert isinstance(event, yaml.ScalarEvent)  # noqa: S101 - nothing else can start a node
        return Scalar(line, event.value, plain=not event.style)

    def _sequence(self, line: int, path: str, depth: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, f"{path}[{len(items) + 1}]", depth + 1))
        return Sequence(line, tuple(items))

    def _table(self, line: int, path: str, depth: int) -> Table:
        entries: dict[str, Node] = {}
        key_lines: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, path, depth + 1)
            name = key.text if isinstance(key, Scalar) else ""
            here = f"{path}.{name}" if path else name
            value = self._node(next(self._events), here, depth + 1)
            if not isinstance(key, Scalar):
                self._refuse(event, path, "has a list or mapping as a key; a key is one word")
            elif name in entries:
                self._refuse(event, here, f"is given twice (first on line {key_lines[name]}); keep one")
            else:
                entries[name] = value
                key_lines[name] = _line(event)
        return Table(line, entries, key_lines)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0
