"""Pictures of what a file shows, made anew each time and kept nowhere: the file itself stays as it came.

Drawn by scripts of their own, with little memory and time, so that a picture that unpacks to gigabytes harms nobody.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

from touchstone.apps.portfolio.apart import TooMuch, read_apart

PICTURES = Path(__file__).with_name("picture_reader.py")
PAGES = Path(__file__).with_name("page_reader.py")
SECONDS = 10

DRAWABLE = frozenset({"image/jpeg", "image/png", "image/heic", "image/gif", "image/webp"})
ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}


class NotDrawn(Exception):
    """It cannot be drawn. Its text is the rest of a sentence that begins with what it is."""


@dataclass(frozen=True, slots=True)
class Picture:
    """``place``: it says where it was taken. ``moving``: a film of several pictures, of which the first is drawn."""

    width: int
    height: int
    moving: bool
    place: bool


def picture_of(file: BinaryIO) -> Picture:
    """What the head of a picture says. Raises NotDrawn."""
    with _drawn(PICTURES, file, "facts") as (facts, _):
        return _picture(facts)


def shown(file: BinaryIO) -> tuple[Picture, bytes]:
    """A picture as a page shows it: upright, a JPEG of 2000 pixels at most, with nothing beside it. Raises NotDrawn."""
    with _drawn(PICTURES, file, "shown") as (facts, out):
        return _picture(facts), out.read()


@contextmanager
def upright(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """A picture as large as it is, upright, with nothing beside it, and the ending its name has to have.

    A photo of a format that is only read comes as JPEG. Raises NotDrawn.
    """
    with _drawn(PICTURES, file, "upright") as (facts, out), TemporaryFile() as copy:
        copyfileobj(out, copy)
        copy.seek(0)
        yield ENDINGS[facts["format"]], cast(BinaryIO, copy)


def pages_of(file: BinaryIO) -> int:
    """How many pages a PDF has. Raises NotDrawn."""
    with _drawn(PAGES, file, "0") as (facts, _):
        return int(facts["pages"])


def page_of(file: BinaryIO, number: int) -> bytes:
    """A page of a PDF, from 1, as a JPEG of 1600 pixels at most. Raises NotDrawn, also where there is no such page."""
    with _drawn(PAGES, file, str(number)) as (_, out):
        if drawn := out.read():
            return drawn
    raise NotDrawn("has no such page")


@contextmanager
def _drawn(reader: Path, file: BinaryIO, what: str) -> Iterator[tuple[dict[str, Any], BinaryIO]]:
    try:
        with read_apart(reader, file, SECONDS, what) as out:
            facts: dict[str, Any] = json.loads(out.readline())
            if facts.get("wrong") == "broken":
                raise NotDrawn("is damaged, or not quite what its name says")
            if facts.get("wrong"):
                raise NotDrawn("is too large to be drawn here")
            yield facts, out
    except TooMuch:
        raise NotDrawn("is too large or too intricate to be drawn here") from None


def _picture(facts: dict[str, Any]) -> Picture:
    return Picture(facts["width"], facts["height"], facts["moving"], facts["place"])
