"""Readers: one value in, the typed value out, or ``Wrong`` with every fault and the way to put it right.

Real dates, date-times, booleans and numbers are taken as they are; dates and instants also as ISO text.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from touchstone.rules.facts.problems import Problem, Wrong
from touchstone.rules.facts.words import Words

T = TypeVar("T")
Reader = Callable[[object, Words], T]

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
ISO_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
YEARS = range(1900, 3000)  # far enough from both ends of the calendar for every sum


def fact(reader: Reader[Any], key: str | None = None, otherwise: object = None) -> Any:
    """A field of a facts dataclass: how it is read, its key where that is no Python name, what "left out" means."""
    return dataclasses.field(default=otherwise, metadata={"read": reader, "key": key})


def needed(reader: Reader[Any], key: str | None = None) -> Any:
    """A field without which its record says nothing."""
    return dataclasses.field(metadata={"read": reader, "key": key})


def facts_of(record: Any) -> tuple[dataclasses.Field[Any], ...]:
    """The fields of a facts dataclass that are read from facts of their own."""
    return tuple(field for field in dataclasses.fields(record) if "read" in field.metadata)


def key_of(field: dataclasses.Field[Any]) -> str:
    return field.metadata.get("key") or field.name


def yes_no(value: object, words: Words) -> bool:
    if isinstance(value, bool):
        return value
    raise Wrong.value(f"should be true or false, not {shown(value)}")


def whole(value: object, words: Words) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise Wrong.value(f"should be a whole number, not {shown(value)}")


def amount(value: object, words: Words) -> int:
    number = whole(value, words)
    if number < 0:
        raise Wrong.value(f"should not be less than 0, and is {number}")
    return number


def text(value: object, words: Words) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise Wrong.value(f"should be text, not {shown(value)}" + ("; put it in quotes" if _is_number(value) else ""))


def code(value: object, words: Words) -> str:
    """A code somebody chose: text, or a whole number read as text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return text(value, words)


def a_date(value: object, words: Words) -> dt.date:
    if isinstance(value, str) and ISO_INSTANT.fullmatch(value.strip()):
        raise Wrong.value("should be a date without a time of day")
    if isinstance(value, str):
        value = _from_iso(value, ISO_DATE, dt.date.fromisoformat, "a date like 2026-03-16")
    if isinstance(value, dt.datetime):
        raise Wrong.value("should be a date without a time of day")
    if isinstance(value, dt.date):
        return _plausible(value)
    raise Wrong.value(f"should be a date like 2026-03-16, not {shown(value)}")


def an_instant(value: object, words: Words) -> dt.datetime:
    if isinstance(value, str):
        if ISO_DATE.fullmatch(value.strip()):
            a_date(value, words)
            raise Wrong.value("should have a time of day, like 2026-03-16T10:00:00")
        value = _from_iso(value, ISO_INSTANT, dt.datetime.fromisoformat, "a date-time like 2026-03-16T10:00:00")
    if isinstance(value, dt.datetime):
        return _plausible(value)
    if isinstance(value, dt.date):
        raise Wrong.value("should have a time of day, like 2026-03-16T10:00:00")
    raise Wrong.value(f"should be a date-time like 2026-03-16T10:00:00, not {shown(value)}")


def date_or_instant(value: object, words: Words) -> dt.date | dt.datetime:
    has_time = isinstance(value, dt.datetime) or (isinstance(value, str) and not ISO_DATE.fullmatch(value.strip()))
    return an_instant(value, words) if has_time else a_date(value, words)


def one_of(*allowed: str) -> Reader[str]:
    return lambda value, words: chosen(value, allowed)


def one_of_words(name: str) -> Reader[str]:
    """One of the plan's own words: ``name`` is a field of ``Words``."""

    def read(value: object, words: Words) -> str:
        allowed: Iterable[str] | None = getattr(words, name)
        return text(value, words) if allowed is None else chosen(value, tuple(allowed))

    return read


def chosen(value: object, allowed: Sequence[str]) -> str:
    if isinstance(value, str) and value in allowed:
        return value
    raise Wrong.value(f"{shown(value)} is not known here; {nearest(value, allowed)}")


def list_of(reader: Reader[T]) -> Reader[tuple[T, ...]]:
    def read(value: object, words: Words) -> tuple[T, ...]:
        if not isinstance(value, (list, tuple)):
            raise Wrong.value(f"should be a list, not {shown(value)}")
        found, problems = [], []
        for position, item in enumerate(value, 1):
            try:
                found.append(reader(item, words))
            except Wrong as wrong:
                problems += wrong.under(position)
        if problems:
            raise Wrong(*problems)
        return tuple(found)

    return read


def mapping_of(key: Reader[str], reader: Reader[T]) -> Reader[Mapping[str, T]]:
    def read(value: object, words: Words) -> Mapping[str, T]:
        found, problems = {}, []
        for name, item in as_mapping(value).items():
            try:
                found[key(name, words)] = reader(item, words)
            except Wrong as wrong:
                problems += wrong.under(str(name))
        if problems:
            raise Wrong(*problems)
        return found

    return read


def record(cls: type[T], of: str) -> Reader[T]:
    """A dataclass whose fields say how each of them is read."""
    fields = {key_of(field): field for field in facts_of(cls)}

    def read(value: object, words: Words) -> T:
        given = as_mapping(value)
        found, problems = {}, []
        for key, item in given.items():
            if key not in fields:
                problems.append(Problem((str(key),), f"is not a fact of {of}; {nearest(key, tuple(fields))}"))
                continue
            try:
                found[fields[key].name] = fields[key].metadata["read"](item, words)
            except Wrong as wrong:
                problems += wrong.under(key)
        for key, field in fields.items():
            if field.default is dataclasses.MISSING and key not in given:
                problems.append(Problem((key,), f"is missing; {of} needs it"))
        if problems:
            raise Wrong(*problems)
        return cls(**found)

    return read


def as_mapping(value: object) -> Mapping[str, object]:
    if isinstance(value, Mapping):
        return value
    raise Wrong.value(f"should be a mapping of facts, not {shown(value)}")


def nearest(value: object, allowed: Sequence[str]) -> str:
    """A hint: the word that was probably meant, else all of them."""
    close = difflib.get_close_matches(str(value), allowed, n=1, cutoff=0.65) if allowed else []
    if close:
        return f"did you mean {close[0]}?"
    return f"known are {', '.join(allowed)}" if allowed else "this plan has none"


def shown(value: object) -> str:
    """The value as a person wrote it, shortened."""
    if value is None:
        return "nothing (leave the key out when it is not known)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'the text "{value[:40]}…"' if len(value) > 40 else f'the text "{value}"'
    if _is_number(value):
        return f"the number {value}"
    if isinstance(value, dt.date):
        return f"the date {value.isoformat()}"
    return "a list" if isinstance(value, (list, tuple)) else "a mapping" if isinstance(value, Mapping) else "this"


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _from_iso(value: str, pattern: re.Pattern[str], read: Callable[[str], T], wanted: str) -> T:
    if not pattern.fullmatch(value.strip()):
        raise Wrong.value(f"should be {wanted}, not {shown(value)}")
    try:
        return read(value.strip())
    except ValueError:
        raise Wrong.value(f"{value.strip()} does not exist in the calendar") from None


D = TypeVar("D", bound=dt.date)


def _plausible(day: D) -> D:
    if day.year in YEARS:
        return day
    raise Wrong.value(f"the year {day.year} is not between {YEARS.start} and {YEARS.stop - 1}")
