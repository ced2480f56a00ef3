"""``touchstone serve``: web and worker together, watched over, ended cleanly."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from tests.journeys.site import PROGRAM, ROOT, Site, running


def test_it_says_where_to_click_and_answers_there(site: Site) -> None:
    answer = _get(site, "/")
    assert answer.status == 200
    assert "Welcome to the Touchstone demo" in answer.read().decode()


def test_styles_are_served(site: Site) -> None:
    answer = _get(site, "/static/touchstone.css")
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/css")


def test_a_dead_worker_is_started_again(site: Site) -> None:
    before = _worker(site)
    os.kill(before, signal.SIGKILL)
    _until(lambda: _worker(site) not in (0, before))
    assert any("task worker ended" in line for line in site.said)


def test_a_taken_port_is_one_clear_line(site: Site) -> None:
    second = subprocess.run(
        [str(PROGRAM), "serve", "--demo", "--port", str(site.port)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert second.returncode == 2
    assert second.stdout == ""
    assert second.stderr.splitlines() == [
        f"touchstone: cannot listen on 127.0.0.1:{site.port} (address already in use); try another --port"
    ]


def test_both_end_when_it_is_told_to_stop_and_a_second_start_finds_the_world_there(tmp_path: Path) -> None:
    with running(tmp_path) as first:
        children = list(first.children())
        assert len(children) == 2
    assert first.process.returncode == 0
    assert [pid for pid in children if _alive(pid)] == []
    with running(tmp_path) as second:
        assert not any("Making the demo world" in line for line in second.said)


def test_when_the_web_server_ends_everything_ends(tmp_path: Path) -> None:
    with running(tmp_path) as one:
        worker = _worker(one)
        web = next(pid for pid, command in one.children().items() if "granian" in command)
        os.kill(web, signal.SIGKILL)
        assert one.process.wait(30) == 1
        assert not _alive(worker)


def test_outside_demo_settings_the_demo_is_refused(tmp_path: Path) -> None:
    refused = subprocess.run(
        [str(PROGRAM), "serve", "--demo", "--port", "0"],
        cwd=tmp_path,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "touchstone.config.settings.production",
            "TOUCHSTONE_SECRET_KEY": "".join(chr(33 + n) for n in range(60)),
            "TOUCHSTONE_HOSTS": "example.org",
            "TOUCHSTONE_DATA": str(tmp_path),
        },
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert refused.returncode == 2
    assert "demo mode only" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def _get(site: Site, path: str) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", site.port, timeout=10)
    connection.request("GET", path)
    return connection.getresponse()


def _worker(site: Site) -> int:
    return next((pid for pid, command in site.children().items() if "db_worker" in command), 0)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
