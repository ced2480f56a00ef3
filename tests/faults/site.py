"""A site to be maltreated: ``touchstone serve --demo`` with a data folder and a database of its own."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from tests.journeys.site import PROGRAM, ROOT, free_port

POSTGRESQL = connection.vendor == "postgresql"


class Site:
    """``url``: of its database, None for SQLite in ``data``. Started and stopped any number of times."""

    def __init__(self, folder: Path, url: str | None) -> None:
        self.data, self.clock, self.port, self.url = folder / "var", folder / "clock", free_port(), url
        self.said = (folder / "said").open("a+", encoding="utf-8")
        self.clock.write_text("0", encoding="ascii")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "PYTHONPATH": str(ROOT),
            "TOUCHSTONE_DATA": str(self.data),
            "TOUCHSTONE_TEST_CLOCK": str(self.clock),
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TOUCHSTONE_")}
        return {**inherited, **own, **({"TOUCHSTONE_DATABASE": self.url} if self.url else {})}

    def start(self) -> None:
        self.process = subprocess.Popen(
            [str(PROGRAM), "serve", "--demo", "--port", str(self.port)],
            cwd=ROOT,
            env=self.environment,
            stdout=self.said,
            stderr=self.said,
        )
        until(self.answers, 90)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(40)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Stopped in order, and started again afterwards."""
        self.stop()
        yield
        self.start()

    def answers(self) -> bool:
        from tests.faults.browser import Browser, Unanswered

        assert self.process is not None
        assert self.process.poll() is None, self.words()
        try:
            return Browser(self).get("/health/").status in (200, 503)
        except Unanswered:
            return False

    def words(self) -> str:
        """What it has printed so far."""
        self.said.flush()
        return Path(self.said.name).read_text(encoding="utf-8")

    def put_clock(self, seconds: int) -> None:
        """Ahead of the real time, or behind it."""
        self.clock.write_text(str(seconds), encoding="ascii")

    def processes(self) -> dict[int, str]:
        """Every process below ``serve``: id -> command line."""
        assert self.process is not None
        listed = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
        columns = (line.split(None, 2) for line in listed.splitlines())
        rows = [(int(pid), int(parent), args) for pid, parent, args in columns]
        found: dict[int, str] = {}
        ours = {self.process.pid}
        while more := [row for row in rows if row[1] in ours and row[0] not in ours]:
            found |= {pid: args for pid, _, args in more}
            ours |= {pid for pid, _, _ in more}
        return found

    def web(self) -> tuple[int, list[int]]:
        """The web server's process, and those it has started to answer."""
        assert self.process is not None
        running = self.processes()
        parent = next(pid for pid, args in running.items() if "granian" in args and _parent(pid) == self.process.pid)
        return parent, [pid for pid in running if _parent(pid) == parent]

    def worker(self) -> int:
        return min((pid for pid, args in self.processes().items() if " work " in args), default=0)

    def kill_everything(self) -> None:
        """As when the machine stops: nobody is left to tidy up."""
        assert self.process is not None
        pids = [self.process.pid, *self.processes()]
        for pid in pids:
            kill(pid)
        self.process.wait(10)
        until(lambda: not any(_runs(pid) for pid in pids), 10)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What its database holds, asked past Django."""
        if self.url is None:
            with sqlite3.connect(self.data / "touchstone.sqlite3", timeout=10) as file:
                return file.execute(sql).fetchall()
        import psycopg

        with psycopg.connect(self.url) as server:
            return server.execute(sql.encode()).fetchall()

    def ids(self, sql: str) -> set[uuid.UUID]:
        return {uuid.UUID(str(row[0])) for row in self.rows(sql)}

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120, check=False
        )

    def leave_tasks(self, count: int) -> set[str]:
        return set(self.command(sys.executable, "-m", "tests.faults.leave_tasks", str(count)).stdout.split())

    def verified(self) -> dict[str, Any]:
        """What ``touchstone log verify`` says of it."""
        answer = self.command(str(PROGRAM), "log", "verify", "--json")
        assert answer.stdout, answer.stderr
        report: dict[str, Any] = json.loads(answer.stdout)
        return report


@contextmanager
def made(folder: Path, url: str | None) -> Iterator[Site]:
    site = Site(folder, url)
    try:
        site.start()
        yield site
    finally:
        site.stop()
        site.said.close()


def kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def until(condition: Callable[[], object], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
