"""The macros of govuk-frontend-jinja as Python functions: ``macros()["govukButton"]({"text": "Save"})``."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import jinja2
from markupsafe import Markup

# Every component a page may use. No header, footer, cookie banner or exit-this-page: those belong to government sites.
COMPONENTS = (
    "back-link",
    "breadcrumbs",
    "button",
    "character-count",
    "checkboxes",
    "date-input",
    "details",
    "error-message",
    "error-summary",
    "fieldset",
    "file-upload",
    "hint",
    "input",
    "inset-text",
    "label",
    "notification-banner",
    "pagination",
    "panel",
    "password-input",
    "radios",
    "select",
    "summary-list",
    "table",
    "tag",
    "task-list",
    "textarea",
    "warning-text",
)


@cache
def macros() -> dict[str, Callable[..., Markup]]:
    """Macro name -> function of one mapping of parameters (the names govuk-frontend documents)."""
    env = jinja2.Environment(
        loader=jinja2.PrefixLoader({"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")}),
        undefined=jinja2.ChainableUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return {macro_name(component): _macro(env, component) for component in COMPONENTS}


def macro_name(component: str) -> str:
    """``date-input`` -> ``govukDateInput``."""
    return "govuk" + re.sub(r"(?:^|-)(\w)", lambda match: match.group(1).upper(), component)


def _macro(env: jinja2.Environment, component: str) -> Callable[..., Markup]:
    template: Any = env.get_template(f"govuk_frontend_jinja/components/{component}/macro.html").module
    macro: Callable[..., Markup] = getattr(template, macro_name(component))
    return macro
