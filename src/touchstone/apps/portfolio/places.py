"""Whether a photo or film says where it was taken: evidence is anonymised, and a place can tell who somebody is."""

from __future__ import annotations

from typing import BinaryIO

from touchstone.apps.portfolio import films
from touchstone.apps.portfolio.drawing import DRAWABLE, NotDrawn, picture_of


def has_place(content_type: str, file: BinaryIO) -> bool | None:
    """None for what is neither, or cannot be read. The position in ``file`` is lost."""
    if content_type in films.BOXED:
        return films.has_place(file)
    if content_type in DRAWABLE:
        try:
            return picture_of(file).place
        except NotDrawn:
            return None
    return None
