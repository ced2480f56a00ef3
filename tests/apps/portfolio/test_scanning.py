"""Files are shown to a virus scanner, where the installation has one; what happens when it does not answer is set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from tests.apps.portfolio.clamd_server import MARK, daemon
from tests.apps.portfolio.making import PDF, added, upload
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from tests.web.signed_in import client_of
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio import clamd
from touchstone.apps.portfolio.models import StoredFile
from touchstone.apps.portfolio.services import open_file, scan_waiting, store_file
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused

INFECTED = PDF + MARK
SHORT = 0.2  # seconds a scanner that hangs is waited for


def store(cast: Cast, content: bytes = PDF) -> StoredFile:
    alice = as_actor(cast.alice, Role.APPRENTICE)
    return store_file(who=alice, apprenticeship=enrolled(cast), upload=upload("log.pdf", content))


@pytest.mark.parametrize("tcp", [False, True])
def test_a_clean_file_is_taken_and_said_to_be_checked(cast: Cast, settings: Any, tmp_path: Path, tcp: bool) -> None:
    content = PDF + b"x" * 300_000
    with daemon(tmp_path, tcp=tcp) as (settings.CLAMAV, scanner):
        stored = store(cast, content)
    assert scanner.heard == [content]
    assert (stored.scan, stored.get_scan_display()) == ("clean", "Checked for viruses")
    assert stored.scanned_at is not None


def test_a_file_with_a_virus_is_refused_with_its_name_and_not_kept(cast: Cast, settings: Any, tmp_path: Path) -> None:
    with daemon(tmp_path) as (settings.CLAMAV, _), pytest.raises(Refused, match=r"found Test\.Signature-1 in it"):
        store(cast, INFECTED)
    assert not StoredFile.objects.exists()
    assert default_storage.listdir("")[1] == []


def test_without_a_scanner_nothing_is_said_of_viruses(cast: Cast) -> None:
    assert store(cast).scan == ""


@pytest.mark.parametrize("manner", ["hangs up", "hangs", "nonsense"])
def test_a_scanner_that_does_not_answer_lets_no_file_in(
    cast: Cast, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, manner: str
) -> None:
    monkeypatch.setattr(clamd, "SECONDS_TO_ANSWER", SHORT)
    with daemon(tmp_path, manner=manner) as (settings.CLAMAV, _), pytest.raises(Refused, match="does not answer"):
        store(cast)
    assert not StoredFile.objects.exists()


def test_a_scanner_that_is_not_there_lets_no_file_in(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.CLAMAV = f"unix:{tmp_path / 'nobody'}"
    with pytest.raises(Refused, match="does not answer"):
        store(cast)


def test_a_file_larger_than_the_scanner_takes_is_refused_and_says_so(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.CLAMAV_DOWN = "accept"
    with (
        daemon(tmp_path, most=100_000) as (settings.CLAMAV, _),
        pytest.raises(Refused, match="larger than the virus scanner of this site takes"),
    ):
        store(cast, PDF + b"x" * 5_000_000)


def test_where_it_is_set_so_files_are_taken_unseen_and_looked_at_later(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.CLAMAV, settings.CLAMAV_DOWN = f"unix:{tmp_path / 'nobody'}", "accept"
    one, alice = enrolled(cast), as_actor(cast.alice, Role.APPRENTICE)
    clean, infected = (
        store_file(who=alice, apprenticeship=one, upload=upload("log.pdf", content)) for content in (PDF, INFECTED)
    )
    assert clean.scan == infected.scan == "waiting"
    assert scan_waiting(who=SYSTEM) == 0  # still nobody there
    with daemon(tmp_path) as (settings.CLAMAV, _):
        assert scan_waiting(who=SYSTEM) == 2
        assert scan_waiting(who=SYSTEM) == 0
    clean.refresh_from_db()
    infected.refresh_from_db()
    assert (clean.scan, infected.scan, infected.found) == ("clean", "infected", "Test.Signature-1")
    assert LogEntry.objects.get(verb="file.infected").subject == str(infected.pk)
    open_file(who=as_actor(cast.alice), file=clean).close()
    with pytest.raises(Refused, match=r"the virus scanner found Test\.Signature-1 in it"):
        open_file(who=as_actor(cast.alice), file=infected)
    assert LogEntry.objects.filter(verb="file.opened").count() == 1


def test_the_state_stands_beside_the_file_and_whoever_opens_it_is_told_why_not(cast: Cast) -> None:
    one, client = enrolled(cast), client_of(cast.alice)
    alice = as_actor(cast.alice, Role.APPRENTICE)
    files = [store_file(who=alice, apprenticeship=one, upload=upload(f"{name}.pdf")) for name in ("new", "bad")]
    piece = added(cast, one, files=files)
    StoredFile.objects.filter(name="new.pdf").update(scan="waiting")
    StoredFile.objects.filter(name="bad.pdf").update(scan="infected", found="Test.Signature-1")
    page = client.get(f"/evidence/{piece.pk}/").content.decode()
    assert "Not yet checked for viruses" in page
    assert "Not given out: a virus was found in it" in page
    answer = client.get(f"/files/{files[1].pk}/")
    assert answer.status_code == 410
    assert "the virus scanner found Test.Signature-1 in it" in answer.content.decode()
