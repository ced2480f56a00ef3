"""Asking ClamAV's daemon about a file, over a plain socket, in its own words (INSTREAM, PING)."""

from __future__ import annotations

import logging
import socket
import struct
from contextlib import closing
from typing import BinaryIO

from django.conf import settings

logger = logging.getLogger(__name__)

PIECE = 64 * 1024
SECONDS_TO_ANSWER = 60  # for each step; a file of a gigabyte takes the daemon about as long
SECONDS_TO_CONNECT = 5
SECONDS_TO_PING = 1  # each to connect and to answer: the health page waits for it


class Down(Exception):
    """The scanner cannot be asked, or did not answer as it should."""


class TooLarge(Exception):
    """The scanner takes no file as large as this."""


def scan(content: BinaryIO) -> str:
    """What ClamAV finds in ``content``, read from where it stands: a name, or empty. Raises Down, TooLarge."""
    try:
        with closing(_connected()) as line:
            line.sendall(b"zINSTREAM\0")
            try:
                while piece := content.read(PIECE):
                    line.sendall(struct.pack(">I", len(piece)) + piece)
                line.sendall(struct.pack(">I", 0))
            except (BrokenPipeError, ConnectionResetError):
                pass  # it has heard enough, and has said why
            return _understood(_answer(line))
    except OSError as error:
        raise Down(str(error)) from error


def ping() -> None:
    """Ask whether it is there, without a file. Raises Down."""
    try:
        with closing(_connected(SECONDS_TO_PING)) as line:
            line.settimeout(SECONDS_TO_PING)
            line.sendall(b"zPING\0")
            said = _answer(line)
    except OSError as error:
        raise Down(str(error)) from error
    if said != "PONG":
        raise Down(said or "no answer")


def _connected(seconds: float = SECONDS_TO_CONNECT) -> socket.socket:
    kind, _, where = settings.CLAMAV.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(seconds)
        try:
            line.connect(where)
        except OSError:
            line.close()
            raise
    else:
        host, _, port = where.rpartition(":")
        line = socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)
    line.settimeout(SECONDS_TO_ANSWER)
    return line


def _answer(line: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < PIECE:
        more = line.recv(PIECE)
        if not more:
            break
        said += more
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _understood(said: str) -> str:
    """``stream: OK``, ``stream: Some.Name FOUND``, ``INSTREAM size limit exceeded. ERROR``."""
    if said.endswith(": OK"):
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND").partition(": ")[2]
    if "size limit exceeded" in said:
        raise TooLarge
    raise Down(said or "no answer")
