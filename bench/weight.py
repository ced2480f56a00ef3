"""What a page weighs on the wire for a browser that has nothing yet."""

from __future__ import annotations

import gzip
import http.client
import re
from urllib.parse import urljoin, urlsplit

IN_PAGE = re.compile(rb"""<(?:link\b[^>]*\brel="(?:stylesheet|icon)"|script\b|img\b)[^>]*>""", re.I)
IN_STYLE = re.compile(rb"""url\((?!["']?data:)["']?([^"')]+)""")
ADDRESS = re.compile(rb"""\b(?:href|src)="([^"]+)\"""")


def weight(port: int, request: bytes) -> int:
    """Bytes of the answer to ``request`` and of everything it loads, compressed, heads included."""
    head, _, _ = request.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    waiting, seen, total = [first.split(" ")[1]], set(), 0
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        size, content = _get(port, address, headers)
        total += size
        waiting += [urljoin(address, found) for found in _loads(address, content)]
    return total


def _get(port: int, address: str, headers: dict[str, str]) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{address} was answered with {answer.status}")
    head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders()) + len("HTTP/1.1 200 OK\r\n\r\n")
    return head + len(body), gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body


def _loads(address: str, content: bytes) -> list[str]:
    """The addresses a page or a style sheet loads from the same site."""
    if address.endswith(".css"):
        found = IN_STYLE.findall(content)
    elif "." in address.rpartition("/")[2]:
        return []
    else:
        found = [one[1] for tag in IN_PAGE.findall(content) if (one := ADDRESS.search(tag))]
    return [one.decode() for one in found if not urlsplit(one.decode()).netloc]
