"""Seeing a file on a page, without taking it away. The log says who, as when it is downloaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Literal, cast

from touchstone.apps.portfolio import drawing, films
from touchstone.apps.portfolio.apart import one_at_a_time
from touchstone.apps.portfolio.models import StoredFile
from touchstone.apps.portfolio.services.files import open_file
from touchstone.apps.records.log import Who

How = Literal["picture", "pages", "film", "sound", ""]


@dataclass(frozen=True, slots=True)
class Look:
    """How a page can show a file: ``how``, empty for what people open in a program of their own.

    ``pages``: of a PDF. ``moving``: the first picture of a film of pictures is what is shown. ``fault``: the rest of a
    sentence beginning with the file's name, where it cannot be shown at all. ``film``: what ails a film or recording.
    """

    how: How
    pages: int = 0
    moving: bool = False
    fault: str = ""
    film: films.Fault = ""


def look_at(*, who: Who, file: StoredFile) -> Look:
    """What a page can show of ``file``. One line in the log for a person, a file and an hour. Raises Refused."""
    with open_file(who=who, file=file, part=True) as opened, one_at_a_time(who.person_id):
        content = cast(BinaryIO, opened)
        try:
            return _look(file.content_type, content)
        except drawing.NotDrawn as not_drawn:
            return Look("", fault=str(not_drawn))


def draw(*, who: Who, file: StoredFile, number: int = 1) -> bytes:
    """A picture, or that page of a PDF, as a JPEG with nothing beside it. Logged as ``look_at``.

    Raises Refused where the file is not given out, NotDrawn where it cannot be drawn or is nothing of the kind.
    """
    with open_file(who=who, file=file, part=True) as opened, one_at_a_time(who.person_id):
        content = cast(BinaryIO, opened)
        if file.content_type in drawing.DRAWABLE and number == 1:
            return drawing.shown(content)[1]
        if file.content_type == "application/pdf":
            return drawing.page_of(content, number)
    raise drawing.NotDrawn("has no such picture")


def _look(content_type: str, content: BinaryIO) -> Look:
    if content_type in drawing.DRAWABLE:
        picture, _ = drawing.shown(content)  # tried out: a page must know before it shows it
        return Look("picture", moving=picture.moving)
    if content_type == "application/pdf":
        return Look("pages", pages=drawing.pages_of(content))
    fault = films.fault_of(content) if content_type in films.BOXED else ""
    if content_type.startswith(("video/", "audio/")):
        return Look("film" if content_type.startswith("video/") else "sound", film=fault)
    return Look("")
