"""A date in three boxes and a time in one, understood in the ways people type or paste them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from touchstone.web.ui.fields.words import standard_messages
from touchstone.web.ui.formats import date as in_words

PARTS = ("day", "month", "year")
YEARS = range(1900, 3000)  # those the rules calculate with: from any of them every sum still has a date
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# A whole date in one box: 27/3/1994, 27.3.1994, 27 March 1994, 27th mar 1994, 1994-03-27.
WHOLE = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s./-]+(?P<month>\d{1,2}|[a-z]{3,9})[\s.,/-]+(?P<year>\d{1,4})", re.I
)
WHOLE_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:T.*)?")


class DateBoxes(forms.Widget):
    """Three boxes named ``<name>-day``, ``-month``, ``-year``. One value under the plain name is understood too."""

    def boxes(self, value: Any) -> dict[str, str]:
        """What each box shows for a value: a date, or what somebody typed."""
        if isinstance(value, dt.date):
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        return {**dict.fromkeys(PARTS, ""), **(value or {})}

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        typed = {part: str(data.get(f"{name}-{part}") or "").strip() for part in PARTS}
        whole = str(data.get(name) or "").strip()
        return {"day": whole, "month": "", "year": ""} if whole and not any(typed.values()) else typed

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and all(f"{name}-{part}" not in data for part in PARTS)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-day"


class DateField(forms.Field):
    """Cleaned to ``datetime.date``, empty and not required to ``None``.

    ``earliest``, ``latest``: the range, both included, as dates or as functions that give one when the form is checked.
    """

    widget = DateBoxes

    def __init__(self, *, earliest: Any = None, latest: Any = None, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**standard_messages("Enter", kwargs))

    def clean(self, value: Any) -> dt.date | None:
        typed = _spread(DateBoxes().boxes(value))
        absent = [part for part in PARTS if not typed[part]]
        if len(absent) == 3:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if absent:
            raise self._wrong(f"must include a {' and '.join(absent)}", absent)
        return self._within(self._date(typed))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(DateBoxes().boxes(initial) != DateBoxes().boxes(data))

    def _date(self, typed: dict[str, str]) -> dt.date:
        day, month, year = _number(typed["day"]), _month(typed["month"]), _number(typed["year"])
        if year is not None and len(typed["year"]) != 4:
            raise ValidationError("Year must include 4 numbers", code="invalid", params={"parts": ["year"]})
        wrong = [
            part
            for part, number, most in (("day", day, 31), ("month", month, 12), ("year", year, 9999))
            if number is None or not 1 <= number <= most
        ]
        if not wrong and day and month and year:
            try:
                return dt.date(year, month, day)
            except ValueError:
                wrong = list(PARTS)
        raise self._wrong("must be a real date, like 27 3 1994", wrong)

    def _within(self, value: dt.date) -> dt.date:
        if value.year not in YEARS:
            raise self._wrong(f"must be in a year from {YEARS[0]} to {YEARS[-1]}", ["year"])
        earliest, latest = (limit() if callable(limit) else limit for limit in (self.earliest, self.latest))
        if earliest is not None and value < earliest:
            raise self._wrong(f"must be {in_words(earliest)} or later", list(PARTS))
        if latest is not None and value > latest:
            raise self._wrong(f"must be {in_words(latest)} or earlier", list(PARTS))
        return value

    def _wrong(self, says: str, parts: list[str]) -> ValidationError:
        return ValidationError(f"{self.label} {says}", code="invalid", params={"parts": parts})


class TimeField(forms.Field):
    """Cleaned to ``datetime.time``. Takes 10:30am, 2.30 pm, 14:30, 1430, 2pm, midday."""

    widget = forms.TextInput({"class": "govuk-input--width-10"})
    CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d{2}))?\s*(?P<half>[ap])?\.?m?\.?", re.I)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**standard_messages("Enter", kwargs))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, dt.time) else value

    def clean(self, value: Any) -> dt.time | None:
        text = str(value or "").strip().lower()
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if text in {"midday", "noon"}:
            return dt.time(12)
        found = self.CLOCK.fullmatch(text)
        if found and (found["minute"] or found["half"]):
            hour, minute = int(found["hour"]), int(found["minute"] or 0)
            if found["half"]:
                hour = hour % 12 + (12 if found["half"].lower() == "p" else 0) if 1 <= hour <= 12 else 99
            if hour < 24 and minute < 60:
                return dt.time(hour, minute)
        raise ValidationError(f"{self.label} must be a time, like 10:30am or 14:30", code="invalid")


def _spread(typed: dict[str, str]) -> dict[str, str]:
    """A whole date pasted into one box, put into three."""
    filled = [text for text in typed.values() if text]
    if len(filled) == 1 and (found := WHOLE_ISO.fullmatch(filled[0].strip()) or WHOLE.fullmatch(filled[0].strip())):
        return found.groupdict()
    return typed


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 4 else None


def _month(text: str) -> int | None:
    """``3``, ``03``, ``March``, ``mar``."""
    word = text.lower().rstrip(".")
    if len(word) >= 3 and word[:3] in MONTHS:
        number = MONTHS.index(word[:3]) + 1
        return number if f"{dt.date(2000, number, 1):%B}".lower().startswith(word) or word == "sept" else None
    return _number(text)
