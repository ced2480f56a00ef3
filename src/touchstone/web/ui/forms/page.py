"""What a page needs around its forms: the form element, the error summary, the word "Error" in the title."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from touchstone.web.ui.forms.draw import control_id
from touchstone.web.ui.govuk import macros


@pass_context
def ui_form(
    context: Context,
    form: forms.BaseForm | BaseFormSet[Any] | None = None,
    *,
    submit: str = "Save and continue",
    action: str = "",
    cancel: str = "",
    kind: str = "",
    draft: bool = True,
    caller: Callable[[], Markup] | None = None,
) -> Markup:
    """``{{ uiForm(form, submit="Save") }}``: the whole form, its fields in order, one button, no inline script.

    ``{% call uiForm(form) %}…{% endcall %}`` gives the fields' places to the page. Without a form: a button alone.
    ``cancel``: address of a link beside the button. ``kind``: "secondary" or "warning" button; ``submit=""``: none.
    ``draft``: keep typed text in this browser tab until it is sent (never passwords or files).
    """
    template = context.environment.get_template("ui/form.html")
    return Markup(  # noqa: S704 (an autoescaped template of ours)
        template.render(
            form=form,
            body=caller() if caller else None,
            csrf_input=context.get("csrf_input", ""),
            submit=submit,
            action=action,
            cancel=cancel,
            kind=kind,
            draft=draft and form is not None,
        )
    )


@pass_context
def has_errors(context: Context) -> bool:
    """Whether a form of this page (``form``, ``forms``) was refused."""
    return any(form.errors or getattr(form, "non_form_errors", list)() for form in _of_page(context) if form.is_bound)


@pass_context
def error_summary(context: Context) -> Markup:
    """All errors of the page's forms, each linked to its control; empty when there are none."""
    items = [item for form in _of_page(context) for item in _errors(form)]
    if not items:
        return Markup("")
    return macros()["govukErrorSummary"]({"titleText": "There is a problem", "errorList": items})


def _of_page(context: Context) -> Iterator[forms.BaseForm | BaseFormSet[Any]]:
    shown: Iterable[Any] = [context.get("form"), *(context.get("forms") or ())]
    seen: list[Any] = []
    for form in shown:
        if isinstance(form, forms.BaseForm | BaseFormSet) and form not in seen:
            seen.append(form)
            yield form


def _errors(form: forms.BaseForm | BaseFormSet[Any]) -> Iterator[dict[str, str]]:
    if not form.is_bound:
        return
    if isinstance(form, BaseFormSet):
        yield from ({"text": str(error)} for error in form.non_form_errors())
        for one in form.forms:
            yield from _errors(one)
        return
    yield from ({"text": str(error)} for error in form.non_field_errors())
    for bound in form:
        for error in bound.errors:
            link = {} if bound.is_hidden else {"href": f"#{control_id(bound)}"}
            yield {"text": str(error), **link}
