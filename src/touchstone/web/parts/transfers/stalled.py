"""Ends transfers that have stopped: the server has no time-out of its own for a body or an answer.

A thread that waits for bytes cannot be called back from within, but closing its connection ends the wait. We are not
told which connection a request came by; so of those to the same address, the ones are closed over which next to
nothing moved either. Without Linux's figures about connections nothing is closed.
"""

from __future__ import annotations

import logging
import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

LEAST_BYTES_A_SECOND = 500  # a modem of 1990 was faster
LOOKS = 4  # in the time after which a transfer counts as stopped
CONNECTIONS = Path("/proc/self/fd")
FIGURES = struct.Struct("=120xQQ")  # tcp_info: bytes acknowledged, bytes received


@dataclass(eq=False)
class Watched:
    """A transfer: the address at its other end, and how many bytes it has moved."""

    peer: str
    moved: Callable[[], int]
    seen: int = 0
    slow_looks: int = 0


_lock = threading.Lock()
_watched: set[Watched] = set()
_watching = False


def watch(transfer: Watched) -> None:
    """Look after it until ``forget``. The one thread that looks ends when there is nothing to look after."""
    global _watching
    with _lock:
        _watched.add(transfer)
        if not _watching:
            _watching = True
            threading.Thread(target=_look_after, name="stalled transfers", daemon=True).start()


def forget(transfer: Watched) -> None:
    with _lock:
        _watched.discard(transfer)


def _look_after() -> None:
    global _watching
    figures: dict[int, int] = {}
    while True:
        pause = settings.TRANSFER_STALLED_SECONDS / LOOKS
        time.sleep(pause)
        with _lock:
            if not _watched:
                _watching = False
                return
            transfers = list(_watched)
        try:
            figures = _end_slow(_stopped(transfers, pause), figures, pause)
        except Exception:
            logger.exception("Looking for transfers that have stopped failed")


def _stopped(transfers: list[Watched], pause: float) -> set[str]:
    """The addresses of transfers that have been too slow at every look for long enough."""
    for one in transfers:
        moved = one.moved()
        one.slow_looks = one.slow_looks + 1 if moved - one.seen < LEAST_BYTES_A_SECOND * pause else 0
        one.seen = moved
    return {one.peer for one in transfers if one.slow_looks >= LOOKS}


def _end_slow(peers: set[str], before: dict[int, int], pause: float) -> dict[int, int]:
    """Close the connections to ``peers`` over which little moved since ``before``. The bytes moved by now, of each."""
    now = {}
    for number, address, connection in _connections():
        with connection, suppress(OSError, struct.error):
            moved = sum(FIGURES.unpack(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, FIGURES.size)))
            now[number] = moved
            slow = number in before and moved - before[number] < LEAST_BYTES_A_SECOND * pause
            if address in peers and slow:
                logger.warning("A transfer that had stopped was ended")
                connection.shutdown(socket.SHUT_RDWR)
    return now


def _connections() -> Iterator[tuple[int, str, socket.socket]]:
    """Every TCP connection of this process that has another end: (number, that end's address, itself). Close it."""
    for entry in CONNECTIONS.iterdir() if CONNECTIONS.is_dir() else ():
        with suppress(OSError):
            if not str(entry.readlink()).startswith("socket:"):
                continue
            connection = socket.socket(fileno=os.dup(int(entry.name)))
            try:
                address = connection.getpeername()
            except OSError:
                connection.close()
                continue
            if connection.family in {socket.AF_INET, socket.AF_INET6}:
                yield os.fstat(connection.fileno()).st_ino, str(address[0]).removeprefix("::ffff:"), connection
            else:
                connection.close()
