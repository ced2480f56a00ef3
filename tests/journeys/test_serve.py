"""``touchstone serve``: web and worker together, watched over, ended cleanly."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.site import PROGRAM, ROOT, Site, free_port, running


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


def test_a_dead_web_server_is_started_again_and_the_site_comes_back(tmp_path: Path) -> None:
    with running(tmp_path) as one:
        web = _web(one)
        os.kill(web, signal.SIGKILL)
        _until(lambda: _web(one) not in (0, web))
        _until(lambda: _answers(one))
        assert any("web server ended" in line for line in one.said)


def test_a_dead_process_of_the_web_server_is_replaced_and_the_site_comes_back(tmp_path: Path) -> None:
    with running(tmp_path) as one:
        web = _web(one)
        _until(lambda: _answers(one))
        before = one.children(web)
        served = next(pid for pid, command in before.items() if "granian" in command)
        os.kill(served, signal.SIGKILL)
        _until(lambda: served not in one.children(web) and _answers(one))
        assert _web(one) == web


@pytest.mark.parametrize(
    ("name", "value"),
    [("TOUCHSTONE_MAIL_PORT", "smtp"), ("TOUCHSTONE_MAIL_TLS", "yes"), ("TOUCHSTONE_SECRET_KEY", "short")],
)
def test_a_setting_that_cannot_be_right_is_one_clear_line(name: str, value: str, tmp_path: Path) -> None:
    refused = _production(tmp_path, "serve", "--port", str(free_port()), **{name: value})
    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1
    assert refused.stderr.startswith(f"touchstone: {name} must be")


def test_outside_demo_settings_the_demo_is_refused(tmp_path: Path) -> None:
    refused = _production(tmp_path, "serve", "--demo", "--port", "0")
    assert refused.returncode == 2
    assert "demo mode only" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_in_production_it_names_the_address_people_type(tmp_path: Path) -> None:
    assert _production(tmp_path, "prepare").returncode == 0
    port = free_port()
    process = subprocess.Popen(
        [str(PROGRAM), "serve", "--port", str(port), "--workers", "1"],
        cwd=tmp_path,
        env=_real(tmp_path),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == (
            f"Touchstone is ready: https://example.org/, once your proxy passes it on to http://127.0.0.1:{port}\n"
        )
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_with_a_database_that_hangs_the_health_page_says_so_in_time(tmp_path: Path) -> None:
    """It takes the connection and never says a word: worse than one that is not there."""
    port = free_port()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        database = f"postgresql://nobody@127.0.0.1:{silent.getsockname()[1]}/none"
        environment = _real(tmp_path, TOUCHSTONE_DATABASE=database)
        process = subprocess.Popen([str(PROGRAM), "serve", "--port", str(port)], cwd=tmp_path, env=environment)
        try:
            _until(lambda: _health(port) is not None)
            status, said = _health(port) or (0, {})
            assert status == 503
            assert said["database"] == {"well": False, "says": "gave no answer in time"}
        finally:
            process.terminate()
            process.wait(30)


def _health(port: int) -> tuple[int, Any] | None:
    """What the health page answers within three seconds; None while nobody listens yet."""
    connection = HTTPConnection("127.0.0.1", port, timeout=3)
    try:
        connection.request("GET", "/health/")
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    except ConnectionError:
        return None


def _get(site: Site, path: str) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", site.port, timeout=10)
    connection.request("GET", path)
    return connection.getresponse()


def _production(data: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command of a real installation, in an empty data folder."""
    return subprocess.run(
        [str(PROGRAM), *words],
        cwd=data,
        env=_real(data, **environment),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _real(data: Path, **more: str) -> dict[str, str]:
    """The environment of a real installation, in that data folder."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "touchstone.config.settings.production",
        "TOUCHSTONE_SECRET_KEY": "".join(chr(33 + n) for n in range(60)),
        "TOUCHSTONE_HOSTS": "example.org",
        "TOUCHSTONE_DATA": str(data),
        **more,
    }


def _answers(site: Site) -> bool:
    try:
        return _get(site, "/health/").status in (200, 503)
    except (OSError, HTTPException):
        return False


def _web(site: Site) -> int:
    return next((pid for pid, command in site.children().items() if "granian" in command), 0)


def _worker(site: Site) -> int:
    return next((pid for pid, command in site.children().items() if "touchstone.cli work" in command), 0)


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
