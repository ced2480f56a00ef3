"""Whether what is installed can be loaded: every page, every template, all that the worker runs.

Imports nothing of ours: it has to work where that does not.
"""

from __future__ import annotations

import traceback
from importlib import import_module
from pkgutil import walk_packages
from typing import cast
from warnings import catch_warnings

FLOORS = ("touchstone.apps", "touchstone.web", "touchstone.installation")
OURSELVES = ("touchstone.installation.loading", "touchstone.cli")


def load() -> str:
    """Load everything, with the settings in place and Django set up. What is wrong, in one line; empty for nothing."""
    name = "the settings"
    try:
        for name in _modules():
            import_module(name)
        from django.conf import settings
        from django.template import engines
        from django.template.backends.jinja2 import Jinja2
        from django.urls import get_resolver

        name = settings.WSGI_APPLICATION.rpartition(".")[0]
        with catch_warnings(action="ignore"):  # what pages load may not have been collected yet; `ready` looks
            import_module(name)
        name = settings.ROOT_URLCONF
        resolver = get_resolver()
        _ = resolver.url_patterns
        for status in (400, 403, 404, 500):
            resolver.resolve_error_handler(status)
        pages = cast(Jinja2, engines["jinja2"]).env
        for name in pages.list_templates(extensions=["html", "txt"]):
            pages.get_template(name)
    except Exception as error:  # code may fail with anything
        return not_loaded(name, error)
    return ""


def not_loaded(name: str, error: Exception) -> str:
    """One line that names the module (or template) the fault is in and says what it is. ``name``: what was loaded."""
    where, line = name, 0
    for frame, number in traceback.walk_tb(error.__traceback__):
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith("touchstone.") and not module.startswith(OURSELVES):
            where, line = module, number
    if isinstance(error, SyntaxError):
        where, line = error.filename or where, error.lineno or 0
    elif type(error).__module__.startswith("jinja2"):
        where, line = getattr(error, "name", None) or name, getattr(error, "lineno", 0)
    said = error.msg if isinstance(error, SyntaxError) else " ".join(str(error).split())
    place = f"{where}, line {line}" if line else where
    return f"The code cannot be loaded: {place}: {type(error).__name__}: {said}"


def _modules() -> list[str]:
    """Every module of the floors. A package is loaded to look into it, and one that cannot be is still in the list."""
    found = []
    for floor in FLOORS:
        found += [module.name for module in walk_packages(import_module(floor).__path__, floor + ".", _pass_over)]
    return found


def _pass_over(name: str) -> None:
    """It is in the list; importing it says what is wrong."""
