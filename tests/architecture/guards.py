"""The guards. Each takes what it looks at, so that a test can plant an offence, and returns sentences; none is good."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from django.db.models import Model
from django.urls import URLPattern, URLResolver

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src" / "touchstone"

JOURNEY = (
    *("records", "post", "people", "plans", "apprenticeships", "concerns"),
    *("portfolio", "training", "gateway", "assessment", "mocks", "results", "upkeep"),
)
VAGUE = {"core", "common", "util", "utils", "helper", "helpers", "manager", "managers", "base", "misc"}


def tracked() -> list[Path]:
    """Every file in version control, and every one that would be added, relative to the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(Path(name) for name in listed.stdout.split("\0") if name and (REPOSITORY / name).is_file())


def looks_ahead(models: Iterable[type[Model]]) -> list[str]:
    """Relations from an app to a later one. Read from the models, so references by name count too."""
    offences = []
    for model in models:
        for field in model._meta.get_fields(include_hidden=True):
            if field.auto_created or not isinstance(field.related_model, type):
                continue
            here, there = model._meta.app_label, field.related_model._meta.app_label
            if there in JOURNEY and JOURNEY.index(there) > JOURNEY.index(here):
                offences.append(f"{here}.{model.__name__}.{field.name} points ahead to {there}")
    return offences


def names_a_standard(path: Path, source: str) -> list[str]:
    """Lines with the reference of a real standard. ST0000 stands for any."""
    return [
        f"{path}:{number}: names the standard {found[0]}"
        for number, line in enumerate(source.splitlines(), 1)
        if (found := re.search(r"\bST(?!0000)\d{4}\b", line))
    ]


def reads_tables(path: Path, source: str) -> list[str]:
    """Pages read through queries: no manager of a model in ``web``, but for the empty list a form field begins with."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)]
    empty = {id(node.value) for node in nodes if node.attr == "none"}
    return [
        f"{path}:{node.lineno}: reads a table with .{node.attr}; use a query"
        for node in nodes
        if node.attr in {"objects", "_default_manager", "_base_manager"} and id(node) not in empty
    ]


def reads_the_world(path: Path, source: str) -> list[str]:
    """Rules read no clock and no file: everything comes with the facts."""
    clocks, offences = {"now", "today", "utcnow", "time", "monotonic", "localdate"}, []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in {"open", "print", "input"}:
            offences.append(f"{path}:{node.lineno}: calls {called.id}()")
        if (
            isinstance(called, ast.Attribute)
            and called.attr in clocks
            and isinstance(called.value, ast.Name | ast.Attribute)
        ):
            name = called.value.id if isinstance(called.value, ast.Name) else called.value.attr
            if name in {"datetime", "date", "dt", "time", "timezone"}:
                offences.append(f"{path}:{node.lineno}: reads the clock with {name}.{called.attr}()")
    return offences


def named_vaguely(paths: Iterable[Path]) -> list[str]:
    """Python modules and packages whose name says nothing."""
    return [
        f"{path}: “{word}” says nothing about what is in it"
        for path in paths
        if path.suffix == ".py"
        for word in (*path.parts[:-1], path.stem)
        if word in VAGUE
    ]


INLINE = (
    (re.compile(r"<style\b", re.IGNORECASE), "an inline style sheet"),
    (re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE), "an inline script"),
    (re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.IGNORECASE), "a style attribute"),
    (re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE), "an inline event handler"),
    (re.compile(r"\b(?:href|src|action)\s*=\s*[\"']?\s*javascript:", re.IGNORECASE), "a javascript: address"),
)


def locks_out_references(path: Path, source: str) -> list[str]:
    """A row locked whole keeps PostgreSQL from writing rows that refer to it: two such writers wait for each other."""
    return [
        f"{path}:{node.lineno}: lock the row with no_key=True"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "select_for_update"
        and "no_key" not in {keyword.arg for keyword in node.keywords}
    ]


def inline_code(path: Path, source: str) -> list[str]:
    """What the content security policy refuses, found before a browser does."""
    return [
        f"{path}:{source.count(chr(10), 0, found.start()) + 1}: {what}"
        for pattern, what in INLINE
        for found in pattern.finditer(source)
    ]


def markup_passed_as_safe(path: Path, source: str) -> list[str]:
    """``| safe`` prints what people wrote as markup."""
    return [
        f"{path}:{number}: prints without escaping"
        for number, line in enumerate(source.splitlines(), 1)
        if re.search(r"\|\s*safe\b", line)
    ]


def addresses(patterns: Sequence[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every (name with its namespace, pattern) of the resolver."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}", pattern


def unguarded(patterns: Sequence[URLPattern | URLResolver], rows: Collection[str]) -> list[str]:
    """Addresses without a name, without a row of the access table, or with a row no table has."""
    offences = []
    for name, pattern in addresses(patterns):
        if name.endswith("None"):
            offences.append(f"{pattern.pattern}: has no name")
        action = getattr(pattern.callback, "action", None)
        if action is None:
            offences.append(f"{name}: names no row of the access table (use @page)")
        elif action not in rows:
            offences.append(f"{name}: names the row {action}, which no table has")
    return offences


def takes_anybodys_forms(patterns: Sequence[URLPattern | URLResolver]) -> list[str]:
    """Addresses that take a form without the token of this site."""
    return [name for name, pattern in addresses(patterns) if getattr(pattern.callback, "csrf_exempt", False)]


def unused(rows: Collection[str], sources: Iterable[str]) -> list[str]:
    """Rows of the access table no view and no service speaks of."""
    text = "\n".join(sources)
    return [f"{row}: nothing uses this row" for row in rows if f'"{row}"' not in text]
