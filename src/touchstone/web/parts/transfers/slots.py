"""The transfers this process carries at the moment."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass, field
from typing import Literal

from django.conf import settings
from django.db import connections
from django.http import HttpRequest

from touchstone.apps.people.actor import NOBODY
from touchstone.web.parts.transfers import stalled

Kind = Literal["large", "small", "farewell"]
SMALL_AT_ONCE = 32  # forms that arrive with the first packets, and are counted only because somebody could send slowly
LEAST_SHARE = 4  # of one person, however few there are: a page of a browser may ask for several at once
FAREWELLS_AT_ONCE = 16  # refusals that wait for the sender to have read them


@dataclass(eq=False)
class Slot:
    """One transfer, from ``take`` to ``give_back``. ``peer``: the address at the other end; ``person``: None for
    whoever is not signed in; ``moved``: bytes so far."""

    peer: str
    kind: Kind
    person: uuid.UUID | None
    moved: int = 0
    _watched: stalled.Watched = field(init=False)

    def __post_init__(self) -> None:
        self._watched = stalled.Watched(self.peer, lambda: self.moved)

    def moved_all(self) -> None:
        """Nothing more is to come or go; what is done with it may take its time."""
        stalled.forget(self._watched)

    def give_back(self) -> None:
        """Safe to call again."""
        self.moved_all()
        with _lock:
            _taken.discard(self)


_lock = threading.Lock()
_taken: set[Slot] = set()


def take(request: HttpRequest, kind: Kind = "large") -> Slot | None:
    """A slot for what this request sends or is sent. Give it back, whatever happens.

    None when all are taken, or this person has a quarter of them: slow on purpose, one could keep everybody out. Those
    who are not signed in have half between them.
    """
    limits = {"large": settings.TRANSFERS_AT_ONCE, "small": SMALL_AT_ONCE, "farewell": FAREWELLS_AT_ONCE}
    person = getattr(request, "actor", NOBODY).person_id
    slot = Slot(request.META.get("REMOTE_ADDR", ""), kind, person)
    share = max(LEAST_SHARE, limits[kind] // (4 if person else 2))
    with _lock:
        same = [other for other in _taken if other.kind == kind]
        if len(same) >= limits[kind] or sum(other.person == person for other in same) >= share:
            return None
        _taken.add(slot)
    stalled.watch(slot._watched)
    return slot


def release_databases() -> None:
    """Hand back this thread's connections: a slow transfer must not hold one. The next query opens another."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()
