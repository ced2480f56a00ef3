"""The real server with production settings, as ``touchstone serve`` starts it, behind a proxy that says it is HTTPS."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from touchstone.cli.serve import FRUGAL, WEB_THREADS

WORKERS = 2
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "touchstone.config.settings.production",
    "TOUCHSTONE_SECRET_KEY": "measured with this key and nothing else: 0123456789 abcdefghijklmnopqrstuvwxyz",
    "TOUCHSTONE_HOSTS": "localhost",
    "TOUCHSTONE_PROXIES": "1",
}


@contextmanager
def serving(workers: int = WORKERS) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The port it listens on and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["--interface", "wsgi", "--no-ws", "--log-level", "error", "--host", "127.0.0.1", "--port", str(port)]
    words += ["--blocking-threads", str(WEB_THREADS), "--workers", str(workers)]
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "granian", "touchstone.config.wsgi:application", *words],
        env={**FRUGAL, **os.environ},
        start_new_session=True,
    )
    try:
        _wait_for(port, process)
        yield port, process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def memory(process: subprocess.Popen[bytes]) -> tuple[float, float]:
    """The worker with most of it: the most it ever held (RSS) and its share now (PSS), in MB."""
    found = [(_kilobytes(pid, "status", "VmHWM"), _kilobytes(pid, "smaps_rollup", "Pss")) for pid in _workers(process)]
    return max(peak for peak, _ in found) / 1024, max(share for _, share in found) / 1024


def busy(process: subprocess.Popen[bytes]) -> float:
    """Seconds of processor time its workers have used so far."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in _workers(process)]
    return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")


def _workers(process: subprocess.Popen[bytes]) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def _kilobytes(pid: int, file: str, name: str) -> int:
    for line in Path(f"/proc/{pid}/{file}").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    return 0


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with code {process.returncode}.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not begin to listen within 30 seconds.")
