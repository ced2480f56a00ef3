"""Typed text: one line, many lines, a number, an e-mail address, and what a page carries hidden."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from touchstone.web.ui.fields.words import standard_messages

LARGEST = 12  # digits: nothing people count here comes near, and arithmetic stays exact below it


class TextField(forms.CharField):
    """One line of text.

    ``width``: 2, 3, 4, 5, 10, 20 or 30 characters; 0 for the whole column. ``prefix``, ``suffix``: "£", "minutes".
    ``attrs``: more attributes of the input, such as ``{"autocomplete": "name"}``.
    """

    def __init__(
        self,
        *,
        width: int = 0,
        prefix: str = "",
        suffix: str = "",
        max_length: int = 200,
        attrs: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.prefix, self.suffix = prefix, suffix
        classes = {"class": f"govuk-input--width-{width}"} if width else {}
        kwargs.setdefault("widget", forms.TextInput({**classes, **(attrs or {})}))
        super().__init__(**standard_messages("Enter", kwargs, max_length=max_length))

    def to_python(self, value: Any) -> str:
        """Line ends as one character each, so that the limit counts what the person sees."""
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class LongTextField(TextField):
    """Several lines, with a count of what is left from three quarters on. The limit stands without script too."""

    show_count = True

    def __init__(self, *, rows: int = 6, max_length: int | None = None, **kwargs: Any) -> None:
        limit = settings.TEXT_MAX_CHARACTERS if max_length is None else max_length
        super().__init__(max_length=limit, **{"widget": forms.Textarea({"rows": rows}), **kwargs})


class EmailField(forms.EmailField):
    """An e-mail address."""

    default_validators = [EmailValidator("Enter an email address in the correct format, like name@example.com")]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}))
        super().__init__(**standard_messages("Enter", kwargs, max_length=254))


class NumberField(TextField):
    """A whole number, or with ``decimals`` one with that many places: ``int``, ``Decimal``, or ``None`` when empty.

    Thousands may carry commas. ``least``, ``most``: the range, both included.
    """

    def __init__(
        self, *, least: int | None = None, most: int | None = None, decimals: int = 0, width: int = 5, **kwargs: Any
    ) -> None:
        self.least, self.most, self.decimals = least, most, decimals
        super().__init__(width=width, attrs={"inputmode": "decimal" if decimals else "numeric"}, **kwargs)

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value)).replace(",", "").replace(" ", "")
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or number.adjusted() > LARGEST:
            raise ValidationError(f"{self.label} must be a number, like {self._example()}", code="invalid")
        if number != round(number, self.decimals):
            whole = "a whole number" if not self.decimals else f"a number with at most {self.decimals} decimal places"
            raise ValidationError(f"{self.label} must be {whole}, like {self._example()}", code="invalid")
        if self.least is not None and number < self.least:
            raise ValidationError(f"{self.label} must be {self.least:,} or more", code="min_value")
        if self.most is not None and number > self.most:
            raise ValidationError(f"{self.label} must be {self.most:,} or less", code="max_value")
        return number if self.decimals else int(number)

    def _example(self) -> str:
        example = max(self.least or 0, min(45, self.most or 45))
        return f"{example}.5" if self.decimals else f"{example}"


class HiddenField(forms.CharField):
    """Carried by the page, not seen: the version of what somebody edits, a step. Checked like anything typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput(), **{"max_length": 200, **kwargs})
