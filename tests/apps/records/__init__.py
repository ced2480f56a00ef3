"""Records: what cannot be rewritten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from touchstone.apps.records import triggers


@contextmanager
def triggers_off() -> Iterator[None]:
    """What somebody with the database's own keys could do."""
    triggers.remove()
    try:
        yield
    finally:
        triggers.install()
