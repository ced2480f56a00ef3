"""The real thing for a journey: ``touchstone serve --demo`` in a process of its own, with a data folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(sys.executable).with_name("touchstone")


@dataclass
class Site:
    """A running site. ``said`` are the lines it has printed so far."""

    url: str
    port: int
    clock: Path
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def forward(self, *, days: int = 0, hours: int = 0) -> None:
        """Put the server's clock forward. Sessions end as they would in real life."""
        ahead = int(self.clock.read_text(encoding="ascii"))
        self.clock.write_text(str(ahead + days * 86_400 + hours * 3_600), encoding="ascii")

    def children(self, of: int | None = None) -> dict[int, str]:
        """The processes it started, or those that one of them did: id -> command line."""
        parent = str(of or self.process.pid)
        listed = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", parent], capture_output=True, text=True, check=False
        )
        pairs = (line.strip().partition(" ") for line in listed.stdout.splitlines())
        return {int(pid): command for pid, _, command in pairs}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with the demo world, for the tests of one module."""
    with running(tmp_path_factory.mktemp("site")) as one:
        yield one


@contextmanager
def running(data: Path) -> Iterator[Site]:
    """Start a site and wait until it says where it is; end it as Ctrl-C would."""
    port = free_port()
    clock = data / "clock"
    clock.write_text("0", encoding="ascii")
    process = subprocess.Popen(
        [str(PROGRAM), "serve", "--demo", "--port", str(port)],
        cwd=ROOT,
        env={
            **{name: value for name, value in os.environ.items() if name != "TOUCHSTONE_DATABASE"},
            "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "TOUCHSTONE_DATA": str(data / "var"),
            "TOUCHSTONE_TEST_CLOCK": str(clock),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    one = Site(f"http://127.0.0.1:{port}", port, clock, process)
    ready = threading.Event()
    threading.Thread(target=_listen, args=(one, ready), daemon=True).start()
    try:
        assert ready.wait(120), "".join(one.said)
        assert process.poll() is None, "".join(one.said)
        yield one
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _listen(one: Site, ready: threading.Event) -> None:
    assert one.process.stdout is not None
    for line in one.process.stdout:
        one.said.append(line)
        if one.url in line:
            ready.set()
    ready.set()  # it has ended


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
