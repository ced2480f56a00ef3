"""Privacy, accessibility and help: an installation's own words where it has written them, ours where not."""

from __future__ import annotations

import datetime as dt
import logging
import os
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from touchstone.apps.people.services import HELD_FOR
from touchstone.apps.post.services.clearing import ROW_KEPT, TEXT_KEPT
from touchstone.apps.upkeep.minute import UNATTACHED_KEPT
from touchstone.config.settings.files import IDENTITY_DAYS
from touchstone.web.about import written
from touchstone.web.parts.signing_in import COOKIE_SECONDS
from touchstone.web.people.browsers import SECONDS

NOT_NAMED = "has not named its contact yet"


@pytest.fixture
def texts(settings: LazySettings, tmp_path: Path) -> Path:
    """The folder of this installation's own texts, empty."""
    settings.TEXTS = tmp_path
    return tmp_path


def page(name: str) -> str:
    response = Client().get(f"/{name}/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", written.NAMES)
def test_without_a_text_of_its_own_an_installation_shows_ours_and_says_so(texts: Path, name: str) -> None:
    shown = page(name)
    assert NOT_NAMED in shown
    assert f"{name}.md" in shown
    assert shown.count("<h1") == 1
    assert str(texts) not in shown  # where things are on the server is nobody's business
    assert str(texts / f"{name}.md") in written.not_written()


def test_what_our_privacy_notice_says_about_time_is_what_is_done() -> None:
    words = (written.OURS / "privacy.md").read_text("utf-8")
    kept = words[words.index("# How long") : words.index("# Cookies")]
    for what, how_long in (
        ("after your session had ended", HELD_FOR),
        ("a form you never sent", UNATTACHED_KEPT),
        ("where it cannot be", TEXT_KEPT),
        ("that it was sent", ROW_KEPT),
        ("after the last assessment", dt.timedelta(days=IDENTITY_DAYS)),
    ):
        line = next(line for line in kept.splitlines() if what in line)
        assert f"{how_long.days} days" in line
    cookies = words[words.index("# Cookies") :]
    assert f"{COOKIE_SECONDS // 86400} days who was signed in" in cookies
    assert f"{SECONDS // 86400} days who has signed in" in cookies


@pytest.mark.django_db
def test_an_installation_shows_its_own_text_with_the_day_it_was_changed(texts: Path) -> None:
    file = texts / "help.md"
    file.write_text("# Whom to ask\n\nRing *Harbour* or [write](mailto:help@example.org).", "utf-8")
    os.utime(file, (0, dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC).timestamp()))
    shown = page("help")
    assert NOT_NAMED not in shown
    assert '<h2 class="govuk-heading-m">Whom to ask</h2>' in shown
    assert '<a href="mailto:help@example.org" class="govuk-link">write</a>' in shown
    assert "Last changed on 2 March 2026" in shown
    assert str(file) not in written.not_written()


@pytest.mark.django_db
def test_a_changed_file_is_shown_at_the_next_look_and_a_removed_one_no_longer(texts: Path) -> None:
    file = texts / "help.md"
    file.write_text("The first words", "utf-8")
    assert "The first words" in page("help")
    file.write_text("Other and longer words", "utf-8")
    assert "Other and longer words" in page("help")
    file.unlink()
    assert NOT_NAMED in page("help")


def test_a_file_is_read_once_until_it_changes(texts: Path) -> None:
    (texts / "help.md").write_text("Words", "utf-8")
    first = written.text("help")
    assert written.text("help") is first


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (b"caf\xe9", "utf-8"),
        (b"x" * (written.MOST_BYTES + 1), "longer than"),
        (b" \n", "empty"),
        (None, "not a file"),
    ],
)
@pytest.mark.django_db
def test_what_cannot_be_shown_is_replaced_by_ours_and_reported(
    texts: Path, what: bytes | None, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    if what is None:
        (texts / "privacy.md").mkdir()
    else:
        (texts / "privacy.md").write_bytes(what)
    with caplog.at_level(logging.ERROR, "touchstone.texts"):
        assert NOT_NAMED in page("privacy")
    assert "privacy.md" in caplog.text
    assert said in caplog.text


@pytest.mark.django_db
def test_a_pipe_in_the_place_of_a_file_keeps_nobody_waiting(texts: Path) -> None:
    os.mkfifo(texts / "privacy.md")
    assert NOT_NAMED in page("privacy")


def test_a_folder_of_texts_that_is_a_file_shows_ours(settings: LazySettings, tmp_path: Path) -> None:
    settings.TEXTS = tmp_path / "texts"
    settings.TEXTS.write_text("not a folder", "utf-8")
    assert written.text("help").changed is None


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>)",
        "[x](//evil.example/a)",
        "[x](/account/logout/)",
        "[x](vbscript:x)",
        "![x](https://example.org/pixel.gif)",
        "<javascript:alert(1)>",
    ],
)
def test_markup_and_other_addresses_are_words_and_nothing_else(words: str) -> None:
    shown = written.rendered(words)
    assert "<script" not in shown
    assert "<img" not in shown
    assert "href" not in shown or 'href="https://example.org/pixel.gif"' in shown


@given(st.text(max_size=200))
def test_whatever_is_written_becomes_a_page_with_no_heading_of_the_first_level(words: str) -> None:
    shown = written.rendered(words)
    assert "<h1" not in shown
    assert "<script" not in shown


def test_headings_stay_below_the_one_of_the_page() -> None:
    shown = written.rendered("# One\n\n## Two\n\n###### Six")
    assert "<h2" in shown
    assert "<h3" in shown
    assert shown.count("<h6") == 1


@pytest.mark.django_db
def test_every_page_leads_to_the_three() -> None:
    shown = Client().get("/account/login/").content.decode()
    for name in written.NAMES:
        assert f'href="/{name}/"' in shown
    missing = Client().get("/no/such/page/")
    assert missing.status_code == 404
    assert 'href="/help/"' in missing.content.decode()
