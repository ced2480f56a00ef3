"""Choosing: one of several, several, yes or no, a declaration."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Model

from touchstone.web.ui.fields.words import standard_messages


class RadiosField(forms.ChoiceField):
    """One of a few. ``hints``: value -> hint. ``reveal``: value -> name of a field of the form shown under that choice.

    A revealed field is in the page also without script: its form decides whether it is needed.
    """

    widget = forms.RadioSelect

    def __init__(
        self, *, hints: Mapping[str, str] | None = None, reveal: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        self.hints, self.reveal = dict(hints or {}), dict(reveal or {})
        super().__init__(**_choosing(kwargs))


class YesNoField(forms.TypedChoiceField):
    """Yes or no, neither chosen beforehand. Cleaned to ``bool``; left empty and not required: ``None``."""

    widget = forms.RadioSelect({"class": "govuk-radios--inline"})

    def __init__(self, *, reveal: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        self.reveal = dict(reveal or {})
        choices = [("yes", "Yes"), ("no", "No")]
        super().__init__(**_choosing(kwargs), choices=choices, coerce=lambda value: value == "yes", empty_value=None)
        if self.reveal:
            self.widget.attrs.pop("class")  # options side by side leave no room below

    def prepare_value(self, value: Any) -> Any:
        return ("yes" if value else "no") if isinstance(value, bool) else value


class SelectField(forms.ChoiceField):
    """One of many. ``empty``: the words of the first, empty option."""

    def __init__(self, *, choices: Iterable[tuple[str, str]] = (), empty: str = "Choose", **kwargs: Any) -> None:
        super().__init__(choices=[("", empty), *choices], **_choosing(kwargs))


class CheckboxesField(forms.MultipleChoiceField):
    """Any number of options. Options may be in named groups: ``[("Knowledge", [("K1", "K1 …"), …]), …]``."""

    widget = forms.CheckboxSelectMultiple

    def __init__(
        self, *, hints: Mapping[str, str] | None = None, reveal: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        self.hints, self.reveal = dict(hints or {}), dict(reveal or {})
        super().__init__(**_choosing(kwargs))


class ConfirmField(forms.BooleanField):
    """One box to tick: a declaration. Required unless told otherwise; the error says what to confirm."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {"required": "Tick the box to confirm", **(kwargs.pop("error_messages", None) or {})}
        super().__init__(error_messages=messages, **kwargs)


class _Labelled:
    """Rows of a table as options: ``text(row)`` gives an option's words."""

    text: Callable[[Any], str]

    def label_from_instance(self, obj: Model) -> str:
        return self.text(obj)


class ModelSelectField(_Labelled, forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row of a queryset, from a list. The queryset says who may be chosen: start it from ``visible_to``."""

    def __init__(
        self, queryset: Any, *, text: Callable[[Any], str] = str, empty: str = "Choose", **kwargs: Any
    ) -> None:
        self.text = text
        super().__init__(queryset, empty_label=empty, **_choosing(kwargs))


class ModelRadiosField(_Labelled, forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row of a short queryset."""

    widget = forms.RadioSelect

    def __init__(self, queryset: Any, *, text: Callable[[Any], str] = str, **kwargs: Any) -> None:
        self.text = text
        super().__init__(queryset, empty_label=None, **_choosing(kwargs))


class ModelCheckboxesField(_Labelled, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Any number of rows of a queryset."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, queryset: Any, *, text: Callable[[Any], str] = str, **kwargs: Any) -> None:
        self.text = text
        super().__init__(queryset, **_choosing(kwargs))


def _choosing(kwargs: dict[str, Any]) -> dict[str, Any]:
    """Our sentences for nothing chosen and for a choice that is not, or no longer, on the list."""
    gone = dict.fromkeys(
        ("invalid_choice", "invalid_list", "invalid_pk_value"), "Select one of the options in the list"
    )
    return standard_messages("Select", {**kwargs, "error_messages": {**gone, **(kwargs.get("error_messages") or {})}})
