"""The transfers this process carries at the moment."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Literal

from django.conf import settings
from django.db import connections
from django.http import HttpRequest

from touchstone.web.parts.transfers import stalled

Kind = Literal["large", "small", "farewell"]
SMALL_AT_ONCE = 32  # forms that arrive with the first packets, and are counted only because somebody could send slowly
FAREWELLS_AT_ONCE = 16  # refusals that wait for the sender to have read them


@dataclass(eq=False)
class Slot:
    """One transfer, from ``take`` to ``give_back``. ``peer``: the address at the other end; ``moved``: bytes so far."""

    peer: str
    kind: Kind
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
    """A slot for what this request sends or is sent; None when all are taken. Give it back, whatever happens."""
    limits = {"large": settings.TRANSFERS_AT_ONCE, "small": SMALL_AT_ONCE, "farewell": FAREWELLS_AT_ONCE}
    slot = Slot(request.META.get("REMOTE_ADDR", ""), kind)
    with _lock:
        if sum(other.kind == kind for other in _taken) >= limits[kind]:
            return None
        _taken.add(slot)
    stalled.watch(slot._watched)
    return slot


def release_databases() -> None:
    """Hand back this thread's connections: a slow transfer must not hold one. The next query opens another."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()
