"""A small daemon that speaks ClamAV's words over a real socket and finds what a test tells it to find."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MARK = b"what the scanner knows"


class Daemon:
    """``heard``: each file as it was streamed. ``manner``: "speaks", "hangs", "hangs up" or "nonsense"."""

    def __init__(self, listening: socket.socket, manner: str, most: int) -> None:
        self.listening, self.manner, self.most = listening, manner, most
        self.heard: list[bytes] = []
        self.over = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.listening.accept()
            except OSError:
                return
            with line:
                self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        if self.manner == "hangs up":
            return
        if self.manner == "hangs":
            self.over.wait(20)
            return
        reader = line.makefile("rb")
        command = b""
        while not command.endswith(b"\0"):
            command += reader.read(1)
        if command == b"zPING\0":
            line.sendall(b"no idea\0" if self.manner == "nonsense" else b"PONG\0")
            return
        assert command == b"zINSTREAM\0"
        whole = b""
        while length := struct.unpack(">I", reader.read(4))[0]:
            whole += reader.read(length)
            if len(whole) > self.most:
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.heard.append(whole)
        if self.manner == "nonsense":
            line.sendall(b"stream: Can't allocate memory ERROR\0")
            return
        line.sendall(b"stream: Test.Signature-1 FOUND\0" if MARK in whole else b"stream: OK\0")


@contextmanager
def daemon(
    folder: Path, *, manner: str = "speaks", most: int = 10**9, tcp: bool = False
) -> Iterator[tuple[str, Daemon]]:
    """Its address as the setting names it, and itself."""
    listening = socket.socket(socket.AF_INET if tcp else socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(("127.0.0.1", 0) if tcp else str(folder / "clamd"))
    listening.listen()
    one = Daemon(listening, manner, most)
    try:
        yield f"tcp:127.0.0.1:{listening.getsockname()[1]}" if tcp else f"unix:{folder / 'clamd'}", one
    finally:
        one.over.set()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
