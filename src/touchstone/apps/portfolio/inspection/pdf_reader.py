"""Run as a script: reads the PDF on standard input and prints, as JSON, what it holds. Knows nothing of the site.

``python pdf_reader.py SECONDS``: processor time it may take. Whatever goes wrong in here ends this process alone.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

import pikepdf

MEMORY = 1024**3  # bytes of address space; reading a large ordinary PDF takes a quarter of it
MOST_OBJECTS = 2_000_000
DEEPEST = 60  # direct objects in each other

ACTIONS = {
    "/JavaScript": "script",
    "/Launch": "launch",
    "/ImportData": "launch",
    "/GoToE": "embedded",
    "/Rendition": "media",
    "/RichMediaExecute": "media",
}
KEYS = {"/JS": "script", "/EmbeddedFiles": "embedded", "/XFA": "xfa", "/RichMediaContent": "media"}
TYPES = {"/EmbeddedFile": "embedded"}


def main() -> str:
    seconds = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        with pikepdf.open(sys.stdin.buffer) as document:
            found = set(_found(document))
    except pikepdf.PasswordError:
        return "locked"
    except pikepdf.PdfError:
        return "broken"
    return next((what for what in ("script", "launch", "embedded", "xfa", "media") if what in found), "clean")


def _found(document: pikepdf.Pdf) -> Iterator[str]:
    if len(document.objects) > MOST_OBJECTS:
        raise MemoryError
    yield from _in(document.trailer, 0, top=True)
    for thing in document.objects:
        yield from _in(thing, 0, top=True)


def _in(thing: Any, depth: int, *, top: bool = False) -> Iterator[str]:
    """What acts in one object and what stands in it directly; other objects come by themselves."""
    if not isinstance(thing, pikepdf.Object) or (thing.is_indirect and not top):
        return
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(thing, pikepdf.Array):
        for one in thing:
            yield from _in(one, depth + 1)
        return
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return
    for key, value in thing.items():
        if key in KEYS and not _empty(value):
            yield KEYS[key]
        if key == "/S" and str(value) in ACTIONS:
            yield ACTIONS[str(value)]
        if key == "/Type" and str(value) in TYPES:
            yield TYPES[str(value)]
        yield from _in(value, depth + 1)


def _empty(value: Any) -> bool:
    """Some programs write the place for files and put none there."""
    if isinstance(value, pikepdf.Dictionary):
        return all(_empty(one) for key, one in value.items() if key in {"/Names", "/Kids"})
    if isinstance(value, pikepdf.Array):
        return len(value) == 0
    return False


if __name__ == "__main__":
    print(json.dumps(main()))
