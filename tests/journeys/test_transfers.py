"""The real server and real sockets: slow people, broken connections, large files."""

from __future__ import annotations

import hashlib
import re
import socket
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from tests.journeys.site import Site, running

MB = 1024 * 1024
AT_ONCE = 8  # transfers this site carries
SLOW = 60  # people with slow connections
STALLED = 4  # seconds after which a transfer that has stopped is ended
FILM = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41"
BOUNDARY = "a-boundary-of-this-test"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TOUCHSTONE_TRANSFERS", str(AT_ONCE))
        environment.setenv("TOUCHSTONE_TRANSFER_STALLED", str(STALLED))
        with running(tmp_path_factory.mktemp("site")) as one:
            yield one


class Browser:
    """Somebody of the demo, signed in."""

    def __init__(self, site: Site, name: str = "Alice") -> None:
        self.site = site
        self.cookies: dict[str, str] = {}
        page = self.text("/demo/")
        become = re.search(rf'action="(/demo/become/[^"]+)"(?:(?!</form>).)*?{name}', page, re.S)
        assert become
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self.ask("POST", become[1], f"csrfmiddlewaretoken={_token(page)}".encode(), form).read()
        one = re.search(r"/apprenticeships/[0-9a-f-]{36}/", self.text("/"))
        assert one
        self.add = f"{one[0]}evidence/add/"
        self.token = _token(self.text(f"{self.add}?piece={uuid.uuid4()}"))

    def ask(
        self, method: str, path: str, body: bytes | Iterator[bytes] = b"", headers: dict[str, str] | None = None
    ) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", self.site.port, timeout=15)
        with suppress(BrokenPipeError, ConnectionResetError):  # answered before all was sent
            connection.request(method, path, body, {**self.cookie(), **(headers or {})})
        answer = connection.getresponse()
        for given in answer.headers.get_all("Set-Cookie", []):
            name, _, value = given.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def cookie(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def text(self, path: str) -> str:
        answer = self.ask("GET", path)
        assert answer.status == 200
        return answer.read().decode()

    def begin(self, method: str, path: str, more: str = "", body: bytes = b"") -> socket.socket:
        """A request over a socket of its own, which reads nothing by itself."""
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(15)
        connection.connect(("127.0.0.1", self.site.port))
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.site.port}\r\nCookie: {self.cookie()['Cookie']}\r\n"
        connection.sendall(f"{head}{more}\r\n".encode() + body)
        return connection

    def form(self, size: int) -> tuple[bytes, bytes, dict[str, str]]:
        """A new piece with a film of that size: what comes before its bytes, what comes after, the headers."""
        typed = {
            "csrfmiddlewaretoken": self.token, "id": str(uuid.uuid4()), "type": "mentoring-log",
            "contribution": "none", "title": "A film", "happened_on-day": "7", "happened_on-month": "5",
            "happened_on-year": "2025", "text": "Words nobody wants to type again",
        }  # fmt: skip
        part = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
        head = "".join(f'{part}"{name}"\r\n\r\n{value}\r\n' for name, value in typed.items())
        before = f'{head}{part}"uploads"; filename="film.mp4"\r\n\r\n'.encode() + FILM
        after = f"\r\n--{BOUNDARY}--\r\n".encode()
        length = len(before) - len(FILM) + size + len(after)
        content_type = f"multipart/form-data; boundary={BOUNDARY}"
        return before, after, {"Content-Type": content_type, "Content-Length": str(length)}

    def upload(self, size: int) -> HTTPResponse:
        before, after, headers = self.form(size)

        def body() -> Iterator[bytes]:
            yield before
            yield from _film(size)
            yield after

        return self.ask("POST", self.add, body(), headers)

    def uploaded(self, size: int) -> str:
        """Upload a film; the address of the stored file."""
        answer = self.upload(size)
        assert answer.status == 302
        found = re.search(r"/files/[0-9a-f-]{36}/", self.text(answer.headers["Location"]))
        assert found
        return found[0]


def _token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found
    return found[1]


def _film(size: int) -> Iterator[bytes]:
    """What follows its first bytes."""
    block, left = bytes(range(256)) * 4096, size - len(FILM)
    while left:
        yield block[: min(left, len(block))]
        left -= min(left, len(block))


def _memory(site: Site) -> int:
    """Bytes in memory of the process that answers."""
    web = next(pid for pid, command in site.children().items() if "granian" in command)
    status = [(Path("/proc") / str(pid) / "status").read_text() for pid in site.children(web)]
    return 1024 * max(int(found[1]) for text in status if (found := re.search(r"VmRSS:\s+(\d+)", text)))


def _incoming(site: Site) -> list[Path]:
    return list((site.clock.parent / "var" / "incoming").glob("*"))


def _until(condition: Callable[[], object], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_large_file_up_and_down_leaves_memory_flat(site: Site) -> None:
    alice, size = Browser(site), 150 * MB
    body_of = alice.uploaded(3 * MB)
    alice.ask("GET", body_of).read()
    before = _memory(site)
    address = alice.uploaded(size)
    answer, digest, most = alice.ask("GET", address), hashlib.sha256(), _memory(site)
    while piece := answer.read(10 * MB):
        digest.update(piece)
        most = max(most, _memory(site))
    assert digest.hexdigest() == hashlib.sha256(FILM + b"".join(_film(size))).hexdigest()
    assert answer.headers["ETag"] == f'"{digest.hexdigest()}"'
    assert most - before < 24 * MB
    assert _incoming(site) == []


@pytest.mark.parametrize("way", ["up", "down"])
def test_pages_answer_while_many_slow_people_hold_transfers_and_those_that_stop_are_ended(site: Site, way: str) -> None:
    alice = Browser(site)
    address = alice.uploaded(20 * MB)
    before, _, headers = alice.form(20 * MB)
    said = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with ExitStack() as stack:
        slow = [
            stack.enter_context(
                alice.begin("POST", alice.add, said, before + b"x" * 4096)
                if way == "up"
                else alice.begin("GET", address)
            )
            for _ in range(SLOW)
        ]
        time.sleep(0.5)
        for _ in range(10):
            assert "Alice" in alice.text("/")
        turned_away = alice.upload(MB)
        assert (turned_away.status, turned_away.headers["Retry-After"]) == (503, "30")
        assert "Words nobody wants to type again" in turned_away.read().decode()
        assert alice.ask("GET", address).status == 503
        _until(lambda: alice.upload(MB).status == 302, 4 * STALLED)
        assert all(_ended(one) for one in slow)
    assert _incoming(site) == []


def _ended(connection: socket.socket) -> bool:
    try:
        while connection.recv(MB):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


def test_somebody_slow_who_goes_on_is_not_ended(site: Site) -> None:
    alice = Browser(site)
    before, after, headers = alice.form(40_000)
    said = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with alice.begin("POST", alice.add, said, before) as slow:
        rest = b"".join(_film(40_000)) + after
        for at in range(0, len(rest), len(rest) // 12):
            time.sleep(STALLED / 8)
            slow.sendall(rest[at : at + len(rest) // 12])
        assert slow.recv(12) == b"HTTP/1.1 302"


def test_a_connection_that_breaks_leaves_nothing_behind(site: Site) -> None:
    alice = Browser(site)
    before, _, headers = alice.form(20 * MB)
    said = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    pieces = alice.text(alice.add.removesuffix("add/")).count("A film")
    with alice.begin("POST", alice.add, said, before + b"x" * MB) as broken:
        _until(lambda: _incoming(site))
        broken.shutdown(socket.SHUT_WR)
        _until(lambda: not _incoming(site))
    assert alice.text(alice.add.removesuffix("add/")).count("A film") == pieces


def test_a_request_that_is_too_large_is_answered_before_it_is_sent(site: Site) -> None:
    alice = Browser(site)
    before, _, headers = alice.form(5000 * MB)
    said = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with alice.begin("POST", alice.add, said, before + b"x" * 200_000) as connection:
        answer = b""
        with suppress(ConnectionResetError):  # what was sent beyond is not read
            while piece := connection.recv(65536):
                answer += piece
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"Words nobody wants to type again" in answer
