"""``touchstone serve``: the web server and the task worker together, watched over until told to stop.

Each is a process of its own, and the web server has several. Whatever ends is started again, with a growing pause: a
process of the web server by the web server, both others by us. Only a web server that never answered ends everything,
so that whatever started us notices. Ctrl-C, SIGTERM and a closed terminal end both cleanly.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from touchstone.cli.installation import data_trouble, name_settings
from touchstone.cli.work import new_name

MOST_WORKERS = 4  # by default: each takes memory for its own
# A slow upload or download holds a thread. There are as many as the site carries of those (the settings refuse what is
# no number), and more for slow forms and for pages; they are made when needed.
_transfers = os.environ.get("TOUCHSTONE_TRANSFERS", "")
WEB_THREADS = 96 + (int(_transfers) if _transfers.isdecimal() else 64)
FRUGAL = {"MALLOC_ARENA_MAX": "2"}  # else so many threads each keep memory that is freed: see what `make bench` says
GRACE_SECONDS = 15
STEADY_SECONDS = 30  # a worker that ran this long did not fail at the start
LONGEST_PAUSE_SECONDS = 60
PAGES = Path(__file__).resolve().parents[3] / "frontend" / "dist"  # where a checkout builds them; no wheel has them


def main(words: list[str]) -> int:
    """Serve until stopped. 0: stopped when asked; 1: the web server ended by itself; 2: could not start."""
    options = _options(words)
    if options.demo and not os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".production"):  # refused below
        os.environ.setdefault("TOUCHSTONE_ADDRESS", _address(options.host, options.port))
    name_settings("demo" if options.demo else "production")
    trouble = data_trouble() or _port_taken(options.host, options.port)
    if trouble:
        print(trouble, file=sys.stderr)
        return 2
    if options.demo:
        if not PAGES.is_dir():
            print(
                "touchstone: the front end is not built here; `make run` in a checkout builds and serves it",
                file=sys.stderr,
            )
            return 2
        from touchstone.demo import NotADemo
        from touchstone.demo.prepare import prepare

        try:
            prepare(say=print)
        except NotADemo as error:
            print(f"touchstone: {error}", file=sys.stderr)
            return 2
    if subprocess.run([sys.executable, "-m", "touchstone.cli.fit"], check=False).returncode:
        return 2
    workers = options.workers or (1 if options.demo else min(MOST_WORKERS, max(2, os.cpu_count() or 2)))
    return _Pair(options.host, options.port, workers).watch(demo=options.demo)


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="touchstone serve",
        description="Serve the pages, run the background tasks, send mail and do what is due every minute, with the "
        "settings that DJANGO_SETTINGS_MODULE names: production when it names none.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    parser.add_argument(
        "--workers",
        type=_count,
        metavar="N",
        help="web processes: as many as the machine has cores, from 2 to 4; one in a demo",
    )
    parser.add_argument(
        "--demo", action="store_true", help="demo settings instead, and a database with invented people"
    )
    return parser.parse_args(words)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 64):
        raise argparse.ArgumentTypeError("must be a number from 1 to 64")
    return int(text)


def _port_taken(host: str, port: int) -> str:
    """Why nothing can listen there, in one line; empty when it is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return f"touchstone: cannot listen on {host}:{port} ({(error.strerror or '').lower()}); try another --port"
    return ""


def _address(host: str, port: int) -> str:
    """Where the pages are, without a slash at the end."""
    return f"http://{'localhost' if host == '::1' else host}:{port}"


class _Watched:
    """One of the two processes, started again when it ends. It leads a session of its own, which ends with it."""

    def __init__(self, name: str, *command: str) -> None:
        self.name, self.command = name, command
        self.pause = 1.0
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", *self.command], env={**FRUGAL, **os.environ}, start_new_session=True
        )
        self.since = time.monotonic()

    def start_again(self, stop_asked: threading.Event) -> None:
        """After a pause that grows while it ends soon after each start."""
        steady = time.monotonic() - self.since > STEADY_SECONDS
        self.pause = 1.0 if steady else min(self.pause * 2, LONGEST_PAUSE_SECONDS)
        print(
            f"touchstone: the {self.name} ended (code {self.process.returncode}); again in {self.pause:.0f} s",
            file=sys.stderr,
        )
        _end(self.process)  # what it started may still hold the port
        if not stop_asked.wait(self.pause):
            self.start()


class _Pair:
    """The two processes. They get sessions of their own, so that Ctrl-C reaches us alone and we end them in order."""

    def __init__(self, host: str, port: int, workers: int) -> None:
        self.host, self.port = host, port
        self.stop_asked = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stop_asked.set())
        self.web = _Watched(
            "web server",
            *("granian", "touchstone.config.wsgi:application"),
            *("--interface", "wsgi", "--no-ws", "--log-level", "error"),
            *("--workers", str(workers), "--respawn-failed-workers"),
            *("--host", host, "--port", str(port), "--blocking-threads", str(WEB_THREADS)),
            *("--http1-buffer-size", "65536"),  # what a slow reader costs in memory
        )
        # The same name each time: what a worker that died was at is taken up at once, without waiting for its silence.
        self.worker = _Watched("task worker", "touchstone.cli", "work", "--minute", "--name", new_name())

    def watch(self, *, demo: bool) -> int:
        """Until asked to stop, or the web server ends before it ever answered."""
        try:
            if self._web_answers():
                self._say_where(demo)
            elif not self.stop_asked.is_set():
                print(f"touchstone: the web server ended (code {self.web.process.returncode})", file=sys.stderr)
                return 1
            while not self.stop_asked.wait(0.5):
                for one in (self.web, self.worker):
                    if one.process.poll() is not None:
                        one.start_again(self.stop_asked)
            return 0
        finally:
            _end(self.worker.process, self.web.process)

    def _web_answers(self) -> bool:
        while self.web.process.poll() is None and not self.stop_asked.wait(0.1):
            try:
                socket.create_connection((self.host, self.port), timeout=1).close()
            except OSError:
                continue
            return True
        return False

    def _say_where(self, demo: bool) -> None:
        from django.conf import settings

        here = _address(self.host, self.port)
        if demo:
            print(f"\n  Touchstone is ready: open {here}/", flush=True)
            print("  Everybody there is invented. Choose who to be on the first page. Ctrl-C stops.\n", flush=True)
        else:
            print(f"Touchstone is ready: {settings.ADDRESS}/, once your proxy passes it on to {here}", flush=True)


def _end(*processes: subprocess.Popen[bytes]) -> None:
    """Ask each to end; kill what has not ended in time, and what it left behind."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # it leads its own session: nothing it started outlives it
        process.wait()
