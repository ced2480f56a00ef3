"""Nodes -> frozen dataclasses. A type in the model is all that says how a text is read; nothing is guessed.

Read are: text, whole numbers, true/false, ISO dates, literals, lists (tuples), mappings, dataclasses, rules with their
kind, and ``X | None``, written ``none`` (there is no such limit) or ``unset`` (the sources do not give it).
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Mapping as MappingType
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from touchstone.standards.kinds import Kind, kinds
from touchstone.standards.model import Rule
from touchstone.standards.yaml_nodes import Node, Problem, Problems, Scalar, Sequence, Table

T = TypeVar("T")

NO_VALUE = frozenset({"none", "unset"})
LONGEST_NUMBER = 4  # characters: from more days or months than that a sum of dates leaves the calendar
MANY = 20  # more words than that are not listed in a message
_ALL_KINDS = "docs/guide/write-a-plan.md lists them all"
_WRONG: Any = object()  # stands for a value already reported as wrong


class Reader:
    """Reads the nodes of one file, gathers every problem, and remembers the line of every dataclass it made."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._places: dict[int, tuple[Any, int, str]] = {}

    def read(self, node: Node, type_: type[T]) -> T:
        """``node`` as ``type_``; raises ``Problems`` when anything is wrong."""
        value = self._read(node, type_, "")
        if self.problems:
            raise Problems(self.problems)
        return cast(T, value)

    def problem_at(self, thing: object, message: str) -> Problem:
        """A problem at the place where ``thing`` (made by this reader) was written."""
        _, line, path = self._places.get(id(thing), (None, 0, ""))
        return Problem(self.file, line, path, message)

    def _wrong(self, node: Node, path: str, message: str) -> Any:
        self.problems.append(Problem(self.file, node.line, path, message))
        return _WRONG

    def _read(self, node: Node, type_: Any, path: str) -> Any:
        origin, args = get_origin(type_), get_args(type_)
        if origin in (Union, types.UnionType):
            inner = next(arg for arg in args if arg is not type(None))
            return None if isinstance(node, Scalar) and node.text in NO_VALUE else self._read(node, inner, path)
        if origin is tuple:
            return self._list(node, args[0], path)
        if origin is MappingType:
            return self._mapping(node, args[0], args[1], path)
        if is_dataclass(type_):
            return self._record(node, cast(type, type_), path)
        if not isinstance(node, Scalar):
            return self._wrong(node, path, f"should be {_expected(type_)}, not a list or mapping")
        if origin is Literal:
            return node.text if node.text in args else self._wrong(node, path, _choose(node.text, args))
        return self._scalar(node, type_, path)

    def _scalar(self, node: Scalar, type_: Any, path: str) -> Any:
        text = node.text.strip()
        if not text:
            return self._wrong(node, path, f"has no value; give {_expected(type_)} or remove the key")
        if type_ is str:
            return text
        if type_ is bool and text in ("true", "false"):
            return text == "true"
        if type_ is int and text.isascii() and text.removeprefix("-").isdigit():
            many = len(text) > LONGEST_NUMBER
            return self._wrong(node, path, f"'{_short(text)}' is beyond any figure of a plan") if many else int(text)
        if type_ is dt.date and len(text) == 10 and text[4] == text[7] == "-":
            try:
                return dt.date.fromisoformat(text)
            except ValueError:
                return self._wrong(node, path, f"'{text}' is not a day of the calendar")
        return self._wrong(node, path, f"'{_short(text)}' is not {_expected(type_)}")

    def _list(self, node: Node, inner: Any, path: str) -> Any:
        if not isinstance(node, Sequence):
            return self._wrong(node, path, "should be a list (lines starting with -, or [a, b])")
        return tuple(self._read(item, inner, f"{path}[{_label(item, i)}]") for i, item in enumerate(node.items, 1))

    def _mapping(self, node: Node, key_type: Any, inner: Any, path: str) -> Any:
        if not isinstance(node, Table):
            return self._wrong(node, path, "should be a mapping (lines of key: value)")
        return {
            self._read(Scalar(node.key_lines[key], key), key_type, _join(path, key)): self._read(
                value, inner, _join(path, key)
            )
            for key, value in node.entries.items()
        }

    def _record(self, node: Node, cls: type, path: str) -> Any:
        if not isinstance(node, Table):
            return self._wrong(node, path, f"should be a mapping with {', '.join(_shape(cls))}")
        if cls is Rule:
            return self._rule(node, path)
        return self._fill(node, cls, path, _shape(cls))

    def _rule(self, node: Table, path: str) -> Any:
        """A rule names its kind; the figures under ``with`` are those of that kind."""
        shape = {key: spec for key, spec in _shape(Rule).items() if key not in ("kind", "shared")}
        named = node.entries.get("kind")
        cls = kinds().get(named.text) if isinstance(named, Scalar) else None
        if named is None:
            kind = self._wrong(node, path, f"'kind' is missing; {_ALL_KINDS}")
        elif cls is None:
            said = named.text if isinstance(named, Scalar) else "this"
            kind = self._wrong(named, _join(path, "kind"), _choose(said, tuple(sorted(kinds()))))
        else:
            figures = node.entries.get("with", Table(node.line, {}, {}))
            kind = self._record(figures, cls, _join(path, "with"))
        rest = Table(
            node.line,
            {key: value for key, value in node.entries.items() if key not in ("kind", "with")},
            node.key_lines,
        )
        return self._fill(rest, Rule, path, shape, {"kind": kind})

    def _fill(
        self, node: Table, cls: type, path: str, shape: dict[str, tuple[Any, bool]], given: dict[str, Any] | None = None
    ) -> Any:
        values = dict(given or {})
        for key, value in node.entries.items():
            if key not in shape:
                line = node.key_lines[key]
                said = f"is not known here; {_meant(key, shape)}"
                self.problems.append(Problem(self.file, line, _join(path, key), said))
            else:
                values[key] = self._read(value, shape[key][0], _join(path, key))
        missing = [key for key, (_, required) in shape.items() if required and key not in node.entries]
        if missing:
            self._wrong(node, path, f"{' and '.join(repr(key) for key in missing)} {_is_are(missing)} missing; add it")
        if missing or any(value is _WRONG for value in values.values()):
            return _WRONG
        made = cls(**values)
        self._places[id(made)] = (made, node.line, path)
        return made


@cache
def _shape(cls: type) -> dict[str, tuple[Any, bool]]:
    """Field -> (type, required) of a dataclass."""
    hints = get_type_hints(cls)
    return {
        f.name: (hints[f.name], f.default is MISSING and f.default_factory is MISSING)
        for f in fields(cast(Any, cls))
        if f.init
    }


def _expected(type_: Any) -> str:
    words = {
        str: "a text",
        int: "a whole number",
        bool: "true or false",
        dt.date: "a date like 2026-03-16",
        Kind: "a kind of rule",
    }
    return words.get(type_, "one word")


def _label(item: Node, position: int) -> str:
    """What people call an entry of a list: its id if it has one, else its place."""
    if isinstance(item, Table):
        for key in ("id", "name", "version"):
            named = item.entries.get(key)
            if isinstance(named, Scalar) and 0 < len(named.text) < 60:
                return named.text
    return str(position)


def _choose(text: str, allowed: tuple[Any, ...]) -> str:
    """All there are, unless they are many: then those that come nearest."""
    import difflib

    words = tuple(str(word) for word in allowed)
    if len(words) <= MANY:
        return f"'{_short(text)}' is not one of {', '.join(words)}"
    close = difflib.get_close_matches(text, words, n=3)
    return f"'{_short(text)}' is not known; " + (f"did you mean {' or '.join(close)}?" if close else _ALL_KINDS)


def _meant(key: str, shape: dict[str, Any]) -> str:
    import difflib

    close = difflib.get_close_matches(key, shape, n=1)
    return f"did you mean '{close[0]}'?" if close else f"known are {', '.join(shape) or 'no keys'}"


def _is_are(things: list[str]) -> str:
    return "is" if len(things) == 1 else "are"


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
