"""A real installation: refuses to start unprepared, and gives nothing away."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.guards import REPOSITORY, inline_code

GOOD = {"TOUCHSTONE_SECRET_KEY": secrets.token_urlsafe(64), "TOUCHSTONE_HOSTS": "touchstone.example"}
IMPORT = ("-c", "import touchstone.config.settings.production")


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Python with ``words``, in an environment without settings of the tests."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("TOUCHSTONE_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, *words],
        cwd=REPOSITORY,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def observed(data: Path, **environment: str) -> Any:
    answer = run("-m", "tests.config.observe", TOUCHSTONE_DATA=str(data), **{**GOOD, **environment})
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return observed(tmp_path_factory.mktemp("production"))


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "short",
        "x" * 80,
        "demo-only: production settings refuse this key" + secrets.token_urlsafe(40),
        "test-only" + secrets.token_urlsafe(64),
        "django-insecure-" + secrets.token_urlsafe(64),
    ],
    ids=["none", "short", "one letter", "the demo’s", "the tests’", "made by startproject"],
)
def test_it_refuses_to_start_with_a_secret_that_is_none(secret: str) -> None:
    answer = run(*IMPORT, **{**GOOD, "TOUCHSTONE_SECRET_KEY": secret})
    assert answer.returncode != 0
    assert "TOUCHSTONE_SECRET_KEY must be a secret of your own" in answer.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("TOUCHSTONE_HOSTS", ""), ("TOUCHSTONE_HOSTS", ","), ("TOUCHSTONE_HOSTS", "*"), ("TOUCHSTONE_PROXIES", "yes")],
)
def test_it_refuses_to_start_without_knowing_where_it_stands(name: str, value: str) -> None:
    answer = run(*IMPORT, **{**GOOD, name: value})
    assert answer.returncode != 0
    assert f"ImproperlyConfigured: {name}" in answer.stderr


def test_djangos_own_check_for_deployment_has_nothing_to_say() -> None:
    settings = "--settings=touchstone.config.settings.production"
    answer = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", settings, **GOOD)
    assert answer.returncode == 0, answer.stderr
    assert answer.stderr == ""
    assert "no issues (0 silenced)" in answer.stdout


def test_manage_py_uses_production_settings_unless_told_otherwise() -> None:
    assert "TOUCHSTONE_SECRET_KEY" in run("manage.py", "check").stderr


def test_demo_people_and_their_addresses_are_not_there(site: Any) -> None:
    assert site["demo addresses"] == []
    assert site["demo page"]["status"] == 404
    assert site["become"] == 404
    assert site["patterns"] == 404
    assert site["demo person signs in"] is None
    assert site["real person signs in"] is not None


def test_a_new_secret_leaves_what_was_encrypted_with_the_old_ones_readable() -> None:
    words = "from touchstone.config.settings import production as p; print(p.SECRET_KEY_FALLBACKS)"
    assert run("-c", words, **GOOD).stdout.strip() == "[]"
    before = [secrets.token_urlsafe(64), secrets.token_urlsafe(64)]
    answer = run("-c", words, **GOOD, TOUCHSTONE_OLD_SECRET_KEYS=",".join(before))
    assert answer.stdout.strip() == str(before)


@pytest.mark.parametrize("value", ["", "yes", "Staff", "staff,everyone"])
def test_it_refuses_to_start_with_no_clear_word_on_who_must_have_a_second_factor(value: str) -> None:
    answer = run(*IMPORT, **{**GOOD, "TOUCHSTONE_SECOND_FACTOR": value})
    assert answer.returncode != 0
    assert answer.stderr.rstrip().endswith(
        "TOUCHSTONE_SECOND_FACTOR must be staff (everybody but apprentices), everyone or nobody."
    )


def test_staff_must_have_a_second_factor_unless_told_otherwise(site: Any) -> None:
    assert site["staff are led to"] == "/account/second-step/"
    assert site["others are led to"] == ""


@pytest.mark.parametrize(("value", "staff", "others"), [("everyone", True, True), ("nobody", False, False)])
def test_the_setting_says_otherwise(tmp_path: Path, value: str, staff: bool, others: bool) -> None:
    told = observed(tmp_path, TOUCHSTONE_SECOND_FACTOR=value)
    assert [told["staff are led to"] != "", told["others are led to"] != ""] == [staff, others]


def test_a_passkey_is_for_the_host_people_type(site: Any) -> None:
    assert site["a passkey is for"] == "touchstone.example"


def test_migrating_is_all_it_takes_to_have_the_shared_cache(site: Any) -> None:
    assert "shared_cache" in site["tables"]


def test_the_browser_is_told_to_run_and_show_nothing_but_ours(site: Any) -> None:
    header = site["page"]["headers"]["Content-Security-Policy"]
    policy = dict(part.strip().split(" ", 1) for part in header.split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert {value for name, value in policy.items() if name not in {"default-src", "frame-ancestors", "base-uri"}} == {
        "'self'"
    }
    assert "unsafe" not in header
    assert inline_code(Path("page"), site["page"]["text"]) == []


def test_pages_ask_browsers_for_https_alone_and_to_guess_nothing(site: Any) -> None:
    headers = site["page"]["headers"]
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]


def test_every_cookie_stays_on_https_and_on_this_host(site: Any) -> None:
    assert set(site["cookies"]) == {
        "__Host-session",
        "__Host-csrf",
        "__Host-last-person",
        "__Host-known-browser",
    }
    for cookie in site["cookies"].values():
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["samesite"] in {"Lax", "Strict"}
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_plain_http_is_sent_on_to_https(site: Any) -> None:
    assert site["plain http"]["status"] == 301
    assert site["plain http"]["headers"]["Location"] == "https://touchstone.example/account/login/"


def test_what_a_request_says_of_itself_is_believed_only_behind_a_proxy_of_ones_own(site: Any, tmp_path: Path) -> None:
    assert site["claims https"]["status"] == 301
    assert observed(tmp_path, TOUCHSTONE_PROXIES="1")["claims https"]["status"] == 200


def test_another_host_is_refused(site: Any) -> None:
    assert site["another host"]["status"] == 400


@pytest.mark.parametrize(("which", "status"), [("not there", 404), ("broken", 500), ("another host", 400)])
def test_an_error_page_gives_nothing_away(site: Any, which: str, status: int) -> None:
    assert site[which]["status"] == status
    text = site[which]["text"]
    for word in (
        "Traceback",
        "a secret of the database",
        "RuntimeError",
        "touchstone.config",
        "DEBUG",
        "SECRET",
        "/src/",
    ):
        assert word not in text
    assert "<h1" in text


ASK = """
import django; django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
client = Client(raise_request_exception=False, enforce_csrf_checks=True)
for host, path in {asked}:
    print(client.get(path, secure=True, headers={{"Host": host}}).status_code)
"""


def asked(data: Path, *wanted: tuple[str, str]) -> tuple[list[str], list[str]]:
    """The answers to each (host, path), and the lines in the log."""
    answer = run(
        "-c",
        ASK.format(asked=list(wanted)),
        DJANGO_SETTINGS_MODULE="touchstone.config.settings.production",
        TOUCHSTONE_DATA=str(data),
        **GOOD,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.split(), answer.stderr.splitlines()


def test_what_strangers_ask_for_fills_no_log(tmp_path: Path) -> None:
    told, logged = asked(tmp_path, ("touchstone.example", "/no/such/page/"), ("touchstone.example", "/demo/"))
    assert told == ["404", "404"]
    assert logged == []


def test_another_host_is_one_line_in_the_log(tmp_path: Path) -> None:
    told, logged = asked(tmp_path, ("evil.example", "/account/login/"))
    assert told == ["400"]
    assert len(logged) == 1
    assert "evil.example" in logged[0]
