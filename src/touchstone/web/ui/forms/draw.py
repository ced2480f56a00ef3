"""One Django field -> the govuk-frontend macro that shows it. Works on any bound field, whoever made its form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import conditional_escape
from markupsafe import Markup

from touchstone.web.ui.fields.dates import PARTS, DateBoxes
from touchstone.web.ui.govuk import macros

Params = dict[str, Any]
# Attributes Django or an app puts on widgets that the pattern library does without: they hide, cut or repeat.
DROPPED = {"class", "placeholder", "maxlength", "minlength", "required", "min", "max", "step", "cols"}


def draw(bound: forms.BoundField, heading: bool = False) -> Markup:
    """The whole field as HTML. ``heading``: its label is the page's h1."""
    widget = bound.field.widget
    if bound.is_hidden:
        return Markup(bound.as_hidden())  # noqa: S704 (Django's own escaped markup)
    for widget_class, function in DRAWERS:
        if isinstance(widget, widget_class):
            return function(bound, heading)
    raise TypeError(f"No component draws the widget {type(widget).__name__} of {bound.name}")


def control_id(bound: forms.BoundField) -> str:
    """The id an error summary links to: the control, the first option of a group, the first wrong box of a date."""
    if isinstance(bound.field.widget, DateBoxes):
        return f"{bound.auto_id}-{(wrong_parts(bound) or PARTS)[0]}"
    return bound.auto_id


def wrong_parts(bound: forms.BoundField) -> tuple[str, ...]:
    """Which of day, month, year an error is about: all of them when the error does not say; none without an error."""
    errors: list[ValidationError] = bound.form.errors.as_data().get(bound.name, [])
    parts = tuple(part for error in errors for part in ((error.params or {}).get("parts") or PARTS))
    return tuple(part for part in PARTS if part in parts)


def visible_fields(form: forms.BaseForm) -> Iterator[forms.BoundField]:
    """The fields to print one after another: neither hidden ones nor those another field reveals."""
    return (bound for bound in form.visible_fields() if bound.name not in _revealed(form))


def line_ends(text: str) -> Markup:
    """Text as the content of a textarea, its line ends written as references.

    The macros indent what they wrap, which must not change what somebody wrote; and the browser drops a line end
    right after the tag, so a text that begins with one gets a second.
    """
    lines = ("\n" + text if text.startswith("\n") else text).replace("\r\n", "\n")
    return Markup(conditional_escape(lines).replace("\n", "&#10;"))  # noqa: S704 (escaped on this line)


def label_text(bound: forms.BoundField) -> str:
    """The label; "(optional)" after it where the field may stay empty, unless a choice reveals it."""
    optional = not bound.field.required and getattr(bound.form, "mark_optional", True)
    return f"{bound.label} (optional)" if optional and bound.name not in _revealed(bound.form) else str(bound.label)


def _revealed(form: forms.BaseForm) -> set[str]:
    return {name for field in form.fields.values() for name in getattr(field, "reveal", {}).values()}


def _shared(bound: forms.BoundField) -> Params:
    params: Params = {"id": bound.auto_id, "name": bound.html_name}
    if bound.help_text:
        params["hint"] = {"html": conditional_escape(bound.help_text)}
    if bound.errors:
        params["errorMessage"] = {"text": " ".join(str(error) for error in bound.errors)}
    return params


def _control(bound: forms.BoundField, heading: bool, *, size: str = "s") -> Params:
    widget = bound.field.widget
    attributes = {key: value for key, value in widget.attrs.items() if key not in DROPPED and value is not False}
    return _shared(bound) | {
        "label": {
            "text": label_text(bound),
            "classes": f"govuk-label--{'l' if heading else size}",
            "isPageHeading": heading,
        },
        "classes": widget.attrs.get("class", ""),
        "attributes": {key: "" if value is True else str(value) for key, value in attributes.items()},
        "disabled": bound.field.disabled,
    }


def _group(bound: forms.BoundField, heading: bool) -> Params:
    legend = {
        "text": label_text(bound),
        "classes": f"govuk-fieldset__legend--{'l' if heading else 's'}",
        "isPageHeading": heading,
    }
    return _shared(bound) | {"idPrefix": bound.auto_id, "fieldset": {"legend": legend}}


def _value(bound: forms.BoundField) -> str:
    value = bound.field.widget.format_value(bound.value())
    return "" if value is None else str(value)


def _input(bound: forms.BoundField, heading: bool) -> Markup:
    widget = bound.field.widget
    affixes = {
        name: {"text": getattr(bound.field, name)} for name in ("prefix", "suffix") if getattr(bound.field, name, "")
    }
    # number and date inputs of the browser lose what was typed when it is wrong: plain text, checked by us
    kind = widget.input_type if widget.input_type in {"email", "tel", "url", "search"} else "text"
    return macros()["govukInput"](_control(bound, heading) | {"type": kind, "value": _value(bound)} | affixes)


def _password(bound: forms.BoundField, heading: bool) -> Markup:
    return macros()["govukPasswordInput"](_control(bound, heading))


def _textarea(bound: forms.BoundField, heading: bool) -> Markup:
    params = _control(bound, heading)
    params |= {"value": line_ends(_value(bound)), "rows": params["attributes"].pop("rows", "5")}
    params["attributes"].setdefault("spellcheck", "true")
    limit = getattr(bound.field, "max_length", None)
    if limit is None or not getattr(bound.field, "show_count", False):
        return macros()["govukTextarea"](params)
    return macros()["govukCharacterCount"](params | {"maxlength": limit, "threshold": "75"})


def _select(bound: forms.BoundField, heading: bool) -> Markup:
    chosen = {str(value) for value in _values(bound)}
    items = [
        {"value": value, "text": text, "selected": value in chosen}
        for value, text in _flat(bound)
        if not isinstance(text, Heading)
    ]
    return macros()["govukSelect"](_control(bound, heading) | {"items": items})


def _radios(bound: forms.BoundField, heading: bool) -> Markup:
    classes = f"govuk-radios--small {bound.field.widget.attrs.get('class', '')}".strip()
    return macros()["govukRadios"](_group(bound, heading) | _options(bound) | {"classes": classes})


def _checkboxes(bound: forms.BoundField, heading: bool) -> Markup:
    return macros()["govukCheckboxes"](
        _group(bound, heading) | _options(bound) | {"classes": "govuk-checkboxes--small"}
    )


def _tick(bound: forms.BoundField, heading: bool) -> Markup:
    item = {"value": "on", "text": str(bound.label), "checked": bool(bound.value())}
    return macros()["govukCheckboxes"](
        _shared(bound) | {"idPrefix": bound.auto_id, "items": [item], "classes": "govuk-checkboxes--small"}
    )


def _files(bound: forms.BoundField, heading: bool) -> Markup:
    params = _control(bound, heading)
    multiple = params["attributes"].pop("multiple", None) is not None
    return macros()["govukFileUpload"](params | {"multiple": multiple})


def _date(bound: forms.BoundField, heading: bool) -> Markup:
    values, wrong = bound.field.widget.boxes(bound.value()), wrong_parts(bound)
    items = [
        {
            "name": part,
            "id": f"{bound.auto_id}-{part}",
            "value": values[part],
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}" + " govuk-input--error" * (part in wrong),
            "autocomplete": f"bday-{part}" if bound.field.widget.attrs.get("autocomplete") == "bday" else None,
        }
        for part in PARTS
    ]
    return macros()["govukDateInput"](_group(bound, heading) | {"namePrefix": bound.html_name, "items": items})


class Heading(str):
    """The name of a group of options."""


def _flat(bound: forms.BoundField) -> Iterator[tuple[str, str]]:
    for value, text in bound.field.widget.choices:
        if isinstance(text, list | tuple):
            yield "", Heading(value)
            yield from ((str(inner), str(words)) for inner, words in text)
        else:
            yield ("" if value is None else str(value)), str(text)


def _values(bound: forms.BoundField) -> list[Any]:
    value = bound.value()
    return list(value) if isinstance(value, list | tuple | set) else [] if value is None else [value]


def _options(bound: forms.BoundField) -> Params:
    chosen = {str(value) for value in _values(bound)}
    hints, reveal = getattr(bound.field, "hints", {}), getattr(bound.field, "reveal", {})
    items: list[Params] = []
    for value, text in _flat(bound):
        if isinstance(text, Heading):
            items.append({"divider": text})
            continue
        if value == "":  # Django's empty choice has no place beside real options
            continue
        item: Params = {"value": value, "text": text, "checked": value in chosen}
        if value in hints:
            item["hint"] = {"text": hints[value]}
        if value in reveal:
            item["conditional"] = {"html": draw(bound.form[reveal[value]])}
        items.append(item)
    return {"items": _identified(items, bound.auto_id)}


def _identified(items: list[Params], prefix: str) -> list[Params]:
    """Ids of options count options alone, so the first one always has the id the error summary links to."""
    number = 0
    for item in items:
        if "divider" not in item:
            number += 1
            item["id"] = prefix if number == 1 else f"{prefix}-{number}"
    return items


DRAWERS: tuple[tuple[type[forms.Widget], Callable[[forms.BoundField, bool], Markup]], ...] = (
    (DateBoxes, _date),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.Select, _select),
    (forms.CheckboxInput, _tick),
    (forms.FileInput, _files),
    (forms.PasswordInput, _password),
    (forms.Textarea, _textarea),
    (forms.widgets.Input, _input),
)
