"""Addresses of views, quickly: a page of two hundred rows asks for as many of the same shape."""

from __future__ import annotations

import uuid
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import get_script_prefix, reverse


def address(name: str, *args: Any) -> str:
    """The address of a view, as Django's ``reverse`` gives it.

    Of one whose arguments are ids alone, or that has none, the shape is worked out once.
    """
    if all(type(arg) is uuid.UUID for arg in args):
        return _shape(name, len(args), get_script_prefix(), settings.ROOT_URLCONF).format(*args)
    return reverse(name, args=args)


@lru_cache(maxsize=1000)
def _shape(name: str, ids: int, prefix: str, urlconf: str) -> str:
    """The address with a place for each id; ``prefix`` and ``urlconf``: what else it depends on."""
    places = [uuid.UUID(int=number) for number in range(ids)]
    shape = reverse(name, args=places).replace("{", "{{").replace("}", "}}")
    for number, place in enumerate(places):
        shape = shape.replace(str(place), f"{{{number}}}")
    return shape
