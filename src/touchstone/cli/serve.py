"""``touchstone serve``: the web server and the task worker together, watched over until told to stop.

Each is a process of its own. A worker that ends is started again, with a growing pause; when the web server ends,
everything ends, so that whatever started us notices. Ctrl-C, SIGTERM and a closed terminal end both cleanly.
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

WEB_THREADS = 32  # a slow download holds one thread: four threads would let four readers freeze the site
GRACE_SECONDS = 15
STEADY_SECONDS = 30  # a worker that ran this long did not fail at the start
LONGEST_PAUSE_SECONDS = 60
PAGES = Path(__file__).resolve().parents[3] / "frontend" / "dist"  # where a checkout builds them; no wheel has them


def main(words: list[str]) -> int:
    """Serve until stopped. 0: stopped when asked; 1: the web server ended by itself; 2: could not start."""
    options = _options(words)
    settings = "demo" if options.demo else "production"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"touchstone.config.settings.{settings}")
    taken = _port_taken(options.host, options.port)
    if taken:
        print(taken, file=sys.stderr)
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
    return _Pair(options.host, options.port).watch(demo=options.demo)


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="touchstone serve",
        description="Serve the pages and run the background tasks, with the settings that DJANGO_SETTINGS_MODULE "
        "names: production when it names none.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    parser.add_argument(
        "--demo", action="store_true", help="demo settings instead, and a database with invented people"
    )
    return parser.parse_args(words)


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


class _Pair:
    """The two processes. They get sessions of their own, so that Ctrl-C reaches us alone and we end them in order."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.stop_asked = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stop_asked.set())
        self.web = self._start_web()
        self.worker = self._start_worker()
        self.worker_since = time.monotonic()
        self.pause = 1.0

    def watch(self, *, demo: bool) -> int:
        """Until asked to stop or the web server ends."""
        try:
            if self._web_answers():
                self._say_where(demo)
            while not self.stop_asked.wait(0.5):
                if self.web.poll() is not None:
                    print(f"touchstone: the web server ended (code {self.web.returncode})", file=sys.stderr)
                    return 1
                if self.worker.poll() is not None:
                    self._restart_worker()
            return 0
        finally:
            _end(self.worker, self.web)

    def _start_web(self) -> subprocess.Popen[bytes]:
        return _start(
            "granian",
            "touchstone.config.wsgi:application",
            *("--interface", "wsgi", "--no-ws", "--log-level", "error"),
            *("--host", self.host, "--port", str(self.port), "--blocking-threads", str(WEB_THREADS)),
        )

    def _start_worker(self) -> subprocess.Popen[bytes]:
        return _start("django", "db_worker")

    def _restart_worker(self) -> None:
        steady = time.monotonic() - self.worker_since > STEADY_SECONDS
        self.pause = 1.0 if steady else min(self.pause * 2, LONGEST_PAUSE_SECONDS)
        print(
            f"touchstone: the task worker ended (code {self.worker.returncode}); again in {self.pause:.0f} s",
            file=sys.stderr,
        )
        if not self.stop_asked.wait(self.pause):
            self.worker, self.worker_since = self._start_worker(), time.monotonic()

    def _web_answers(self) -> bool:
        while self.web.poll() is None and not self.stop_asked.wait(0.1):
            try:
                socket.create_connection((self.host, self.port), timeout=1).close()
            except OSError:
                continue
            return True
        return False

    def _say_where(self, demo: bool) -> None:
        where = f"http://{'localhost' if self.host == '::1' else self.host}:{self.port}/"
        print(f"\n  Touchstone is ready: open {where}", flush=True)
        if demo:
            print("  Everybody there is invented. Choose who to be on the first page. Ctrl-C stops.\n", flush=True)


def _start(module: str, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", module, *words], start_new_session=True)  # noqa: S603


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
