"""The Jinja2 environment of every page.

Pages run on ``StrictUndefined``: a misspelt name raises. The macros of govuk-frontend look up many optional keys of
their parameters, so they live in an environment of their own that is lenient, and come into pages as plain functions
(``govukButton({...})``). Our own macros (``uiVerdict(...)``) are globals too, so a part rendered by itself has them.
"""

from __future__ import annotations

from typing import Any

import jinja2
from django.templatetags.static import static

from touchstone.web.ui import formats
from touchstone.web.ui.addresses import address
from touchstone.web.ui.forms.draw import draw, line_ends, visible_fields
from touchstone.web.ui.forms.page import error_summary, has_errors, ui_form
from touchstone.web.ui.govuk import macros as govuk_macros

# Template of ``ui/components`` -> the macros it gives to every page.
COMPONENTS = {
    "verdicts": ("uiVerdict", "uiFindings", "uiSharedDocument", "uiStatus"),
    "tables": ("uiTable",),
    "timeline": ("uiTimeline", "uiKeyDates"),
    "boxes": ("uiNext", "uiProgress", "uiEmpty", "uiConfirmation", "uiPagination", "uiActions"),
    "filters": ("uiFilters",),
}


def environment(**options: Any) -> jinja2.Environment:
    """Made once by Django's Jinja2 backend, which passes loader, autoescape and auto_reload."""
    options["undefined"] = jinja2.StrictUndefined
    env = jinja2.Environment(**options, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 (the backend passes autoescape)
    env.globals.update(govuk_macros())
    env.globals.update(
        url=address, static=static, uiForm=ui_form, uiErrorSummary=error_summary, has_errors=has_errors,
        draw=draw, visible_fields=visible_fields,
    )  # fmt: skip
    env.filters.update(
        date=formats.date,
        day_month=formats.day_month,
        time=formats.time,
        datetime=formats.datetime_local,
        filesize=formats.file_size,
        yesno=formats.yes_no,
        plural=formats.plural,
        duration=formats.duration,
        line_ends=line_ends,
    )
    for template, names in COMPONENTS.items():
        module = env.get_template(f"ui/components/{template}.html").module
        env.globals.update({name: getattr(module, name) for name in names})
    return env
