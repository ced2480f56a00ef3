"""A mail server on this machine that takes mail, refuses it, hangs or drops the line, as a test tells it to."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message


@dataclass(frozen=True)
class Taken:
    """One mail as it arrived. ``answered``: the server said that it took it."""

    sender: str
    to: list[str]
    content: bytes
    answered: bool

    @property
    def mail(self) -> Message:
        return message_from_bytes(self.content)


@dataclass
class MailServer:
    """``says``: step -> what it answers there instead of yes: a line, "hang" or "drop".

    Steps: HELLO (the greeting), EHLO, MAIL, RCPT, DATA, CONTENT (after the last line), QUIT.
    """

    port: int = 0
    says: dict[str, str] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    calls: int = 0
    reached: dict[str, threading.Event] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def event(self, step: str) -> threading.Event:
        """Set once somebody has come to that step."""
        return self.reached.setdefault(step, threading.Event())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    state = MailServer()

    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            state.calls += 1
            try:
                self.converse()
            except (_LineDropped, OSError):
                return

        def converse(self) -> None:
            self.answer("HELLO", "220 ready")
            sender, to = "", []
            while line := self.rfile.readline():
                words = line.decode("utf-8", "replace").strip()
                step = words.split(" ")[0].upper()
                if step == "QUIT":
                    self.answer("QUIT", "221 bye")
                    return
                if step == "MAIL":
                    sender = words.partition("<")[2].partition(">")[0]
                elif step == "RCPT":
                    to.append(words.partition("<")[2].partition(">")[0])
                if step != "DATA":
                    self.answer(step, "250 ok")
                elif self.answer("DATA", "354 go on"):
                    self.take(sender, to)

        def take(self, sender: str, to: list[str]) -> None:
            content = b""
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                content += line
            yes = "CONTENT" not in state.says
            state.taken.append(Taken(sender, list(to), content, yes))
            self.answer("CONTENT", "250 taken")

        def answer(self, step: str, yes: str) -> bool:
            state.event(step).set()
            said = state.says.get(step, yes)
            if said == "hang":
                state.over.wait(60)
            if said in ("hang", "drop"):
                raise _LineDropped
            self.wfile.write(said.encode() + b"\r\n")
            return said == yes

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), Session) as server:
        state.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield state
        state.over.set()
        server.shutdown()


class _LineDropped(Exception):
    pass
