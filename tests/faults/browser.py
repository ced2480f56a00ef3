"""A browser without pictures: cookies, forms, files; every answer in a bounded time or none."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from tests.faults.site import Site

LONGEST = 12  # seconds: a page that takes longer hangs


class Unanswered(Exception):
    """No whole answer came."""


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    location: str
    offset: int = 0  # of an upload in pieces


class Browser:
    def __init__(self, site: Site) -> None:
        self.site = site
        self.cookies: dict[str, str] = {}
        self.token = ""  # of its forms

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"", {})

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """A request of an upload in pieces."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._ask(method, path, body, {"Tus-Resumable": "1.0.0", "X-CSRFToken": self.token, **named})

    def post(self, path: str, fields: dict[str, str | list[str]], file: tuple[str, bytes] | None = None) -> Answer:
        sent = {"csrfmiddlewaretoken": self.token, **fields}
        if file is None:
            body = urlencode(sent, doseq=True).encode()
            return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})
        mark = uuid.uuid4().hex
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        return self._ask("POST", path, _multipart(mark, sent, file), kind)

    def become(self, name: str) -> None:
        page = self.get("/demo/")
        form = re.search(r'action="(/demo/become/[^"]+)">(?:(?!</form>).)*?</span>' + re.escape(name), page.text, re.S)
        assert form is not None, page.text
        self.token = _token(page)
        assert self.post(form[1], {}).status == 302
        self.token = _token(self.get("/demo/"))  # signing in has changed it

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = HTTPConnection("127.0.0.1", self.site.port, timeout=LONGEST)
        try:
            connection.request(method, path, body, {**headers, **({"Cookie": cookies} if cookies else {})})
            answer = connection.getresponse()
            text = answer.read().decode()
        except (TimeoutError, OSError, HTTPException) as error:
            raise Unanswered(str(error)) from error
        finally:
            connection.close()
        for header in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return Answer(
            answer.status, text, answer.headers.get("Location", ""), int(answer.headers.get("Upload-Offset", 0))
        )


def _token(page: Answer) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert found is not None
    return found[1]


def _multipart(mark: str, fields: dict[str, str | list[str]], file: tuple[str, bytes]) -> bytes:
    parts = []
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{one}\r\n'.encode())
    head = f'Content-Disposition: form-data; name="uploads"; filename="{file[0]}"\r\nContent-Type: text/plain\r\n\r\n'
    parts.append(f"--{mark}\r\n{head}".encode() + file[1] + b"\r\n")
    return b"".join(parts) + f"--{mark}--\r\n".encode()
