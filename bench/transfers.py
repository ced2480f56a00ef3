"""``python -m bench.transfers [MB]``: one large file up and down through the real server: MB a second, peak memory.

Up as a form and in pieces, hashed and on the disk for good, beside ``cp`` and ``sync`` of as large a file. The demo
world in a temporary folder, one web process, everything on this machine: what the network would take is not in the
figures. Nothing is asserted; ``tests/journeys/test_transfers.py`` holds the memory.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from http.client import HTTPResponse
from pathlib import Path

from tests.journeys.site import Site, running
from tests.journeys.test_transfers import FILM, MB, Browser

PIECE = 16 * MB  # as frontend/scripts/upload-file.js has it


def main(words: list[str]) -> int:
    """Print a line each way."""
    size = int(words[0]) * MB if words else 1024 * MB
    os.environ["TOUCHSTONE_UPLOAD_MAX_MB"] = str(size // MB + 1)
    os.environ["TOUCHSTONE_UPLOAD_MAX_RECORDING_MB"] = os.environ["TOUCHSTONE_UPLOAD_MAX_MB"]
    os.environ["TOUCHSTONE_UPLOAD_MAX_TOTAL_MB"] = str(size // MB + 1)
    with tempfile.TemporaryDirectory(prefix="touchstone-bench-") as folder, running(Path(folder)) as site:
        alice = Browser(site)
        alice.ask("GET", alice.uploaded(MB)).read()
        before = _peak(site)
        began = time.monotonic()
        address = alice.uploaded(size)
        _say("up", size, time.monotonic() - began, before, _peak(site))
        before, began, received = _peak(site), time.monotonic(), 0
        answer = alice.ask("GET", address)
        while piece := answer.read(MB):
            received += len(piece)
        _say("down", received, time.monotonic() - began, before, _peak(site))
        film = Path(folder) / "film.mp4"
        _write(film, size)
        copied = _copied(film)
        before = _peak(site)
        began = time.monotonic()
        _sent_in_pieces(alice, film)
        took = time.monotonic() - began
        _say("in pieces", size, took, before, _peak(site))
        print(f"cp and sync of the same file: {copied:.1f} s; in pieces {took / copied:.2f} times as long", flush=True)
        print(f"load {os.getloadavg()[0]:.1f}")
    return 0


def _sent_in_pieces(browser: Browser, film: Path) -> None:
    """As the script of the page does it. The hash of our own copy is not in the figures of a browser's waiting."""
    size, begin = film.stat().st_size, browser.add.replace("evidence/add/", "uploads/")
    headers = {"Tus-Resumable": "1.0.0", "X-CSRFToken": browser.token}
    name = f"filename {b64encode(b'film.mp4').decode()}"
    answer = browser.ask("POST", begin, headers={**headers, "Upload-Length": str(size), "Upload-Metadata": name})
    _expect(201, answer)
    address, at = answer.headers["Location"], 0
    with film.open("rb") as file:
        while piece := file.read(PIECE):
            more = {"Upload-Offset": str(at), "Content-Type": "application/offset+octet-stream"}
            answer = browser.ask("PATCH", address, piece, {**headers, **more})
            _expect(204, answer)
            at += len(piece)
    form = {"X-CSRFToken": browser.token, "Content-Type": "application/x-www-form-urlencoded"}
    _expect(200, browser.ask("POST", address, b"", form))


def _expect(status: int, answer: HTTPResponse) -> None:
    if answer.status != status:
        raise RuntimeError(f"{answer.status}: {answer.read().decode()}")


def _write(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.write(FILM)
        for _ in range(size // MB):
            file.write(os.urandom(MB))
        file.truncate(size)


def _copied(path: Path) -> float:
    """Seconds of ``cp`` and ``sync``; what was written before is on the disk already."""
    os.sync()
    began = time.monotonic()
    subprocess.run(["cp", str(path), f"{path}.copy"], check=True)  # noqa: S603, S607
    subprocess.run(["sync", f"{path}.copy"], check=True)  # noqa: S603, S607
    took = time.monotonic() - began
    Path(f"{path}.copy").unlink()
    return took


def _say(way: str, size: int, seconds: float, before: int, after: int) -> None:
    print(
        f"{way:>9}: {size // MB} MB in {seconds:.1f} s, {size / MB / seconds:.0f} MB a second; "
        f"peak memory of the web process {after / MB:.0f} MB, {(after - before) / MB:.0f} MB more than before",
        flush=True,
    )


def _peak(site: Site) -> int:
    web = next(pid for pid, command in site.children().items() if "granian" in command)
    status = [(Path("/proc") / str(pid) / "status").read_text() for pid in site.children(web)]
    return 1024 * max(int(found[1]) for text in status if (found := re.search(r"VmHWM:\s+(\d+)", text)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
