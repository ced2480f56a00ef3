"""Somebody who sends a film in pieces, and holds what the site says against what they sent."""

from __future__ import annotations

import hashlib
import json
import os
import socket
from base64 import b64encode
from contextlib import suppress

from tests.faults.browser import Answer, Browser

HEAD = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41"
PIECE = "application/offset+octet-stream"


class Film:
    """Announced at once. ``at``: what the site has acknowledged."""

    def __init__(self, browser: Browser, home: str, size: int) -> None:
        self.browser, self.home, self.at = browser, home, 0
        self.content = HEAD + os.urandom(size - len(HEAD))
        answer = self.begun_again()
        assert answer.status == 201, answer.text
        self.address = answer.location

    def begun_again(self) -> Answer:
        name = f"filename {b64encode(b'film.mp4').decode()}"
        return self.browser.send(
            "POST", f"{self.home}uploads/", Upload_Length=str(len(self.content)), Upload_Metadata=name
        )

    def send(self, length: int) -> Answer:
        piece = self.content[self.at : self.at + length]
        answer = self.browser.send("PATCH", self.address, piece, Upload_Offset=str(self.at), Content_Type=PIECE)
        self.at = answer.offset if answer.status == 204 else self.at
        return answer

    def offset(self) -> int:
        answer = self.browser.send("HEAD", self.address)
        assert answer.status == 200, answer.text
        return answer.offset

    def half_sent(self, length: int) -> socket.socket:
        """A piece on its way to the end of the file, of which ``length`` bytes are sent and no more."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())
        head = (
            f"PATCH {self.address} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\nTus-Resumable: 1.0.0\r\n"
            f"X-CSRFToken: {self.browser.token}\r\nUpload-Offset: {self.at}\r\nContent-Type: {PIECE}\r\n"
            f"Content-Length: {len(self.content) - self.at}\r\n\r\n"
        )
        connection = socket.create_connection(("127.0.0.1", self.browser.site.port), timeout=15)
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(head.encode() + self.content[self.at : self.at + length])
        return connection

    def finished(self) -> None:
        """All of it is sent: the site has what we have."""
        sha256 = hashlib.sha256(self.content).hexdigest()
        answer = self.browser.post(self.address, {"sha256": sha256})
        assert answer.status == 200, answer.text
        id = json.loads(answer.text)["file"]
        rows = self.browser.site.rows(f"SELECT key, sha256, size FROM portfolio_storedfile WHERE sha256 = '{sha256}'")
        assert len(rows) == 1
        key, _, size = rows[0]
        stored = self.browser.site.data / "files" / str(key)
        assert (size, hashlib.sha256(stored.read_bytes()).hexdigest()) == (len(self.content), sha256)
        assert f"/uploads/{id}/" == self.address
        assert self.browser.send("DELETE", self.address).status == 204  # room for the other tests
        assert not stored.exists()
