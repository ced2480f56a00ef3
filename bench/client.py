"""A browser reduced to what costs least: one socket, kept alive, requests made beforehand. Imports nothing of ours.

``run`` is what one client does; several of them are processes of their own. Every ``RENEWED`` requests it connects
anew, so that neither server process keeps all the clients.
"""

from __future__ import annotations

import socket
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

NEW_ID = b"00000000-0000-4000-8000-000000000000"  # stands in a request for an id of its own each time
RENEWED = 50


@dataclass(frozen=True, slots=True)
class Job:
    """``requests`` are sent in turn, from ``start`` (of time.monotonic) for ``seconds``, at most ``most`` of them."""

    port: int
    requests: Sequence[bytes]
    start: float
    seconds: float
    most: int = 1_000_000


@dataclass(slots=True)
class Outcome:
    """``took``: seconds each answer took; ``body``, ``head``: bytes of the last one; ``cpu``: its own seconds."""

    took: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    body: int = 0
    head: int = 0
    cpu: float = 0.0
    elapsed: float = 0.0


def run(job: Job) -> Outcome:
    found, sent = Outcome(), 0
    time.sleep(max(0.0, job.start - time.monotonic()))
    began, cpu = time.monotonic(), time.process_time()
    until, connection = began + job.seconds, _Connection(job.port)
    while time.monotonic() < until and sent < job.most:
        if sent % RENEWED == RENEWED - 1:
            connection = _Connection(job.port)
        request = job.requests[sent % len(job.requests)]
        if NEW_ID in request:
            request = request.replace(NEW_ID, str(uuid.uuid4()).encode())
        before = time.perf_counter()
        status, found.head, found.body = connection.ask(request)
        found.took.append(time.perf_counter() - before)
        found.statuses[status] += 1
        sent += 1
    found.elapsed, found.cpu = time.monotonic() - began, time.process_time() - cpu
    return found


class _Connection:
    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> tuple[int, int, int]:
        """Status, bytes of the head, bytes of the body. Every page of ours says its length."""
        self.socket.sendall(request)
        answer = b""
        while (end := answer.find(b"\r\n\r\n")) < 0:
            more = self.socket.recv(262_144)
            if not more:
                raise ConnectionError("The server closed the connection.")
            answer += more
        head = answer[:end].lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15 : (head + b"\r").find(b"\r", at)]) if at >= 0 else 0
        received = len(answer) - end - 4
        while received < length:
            received += len(self.socket.recv(262_144))
        return int(answer[9:12]), end + 4, length
