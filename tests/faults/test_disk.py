"""The data folder full or read-only: a clear page, nothing half written, and it goes on when there is room again."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.site import POSTGRESQL, Site, made
from tests.faults.uploads import Film
from tests.faults.writing import add, alice, whole
from tests.journeys.site import PROGRAM, ROOT
from touchstone.apps.portfolio import arriving

SIZE_MB = 24
MOST_TEXTS = 400


def mount(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["mount", *words], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A disk of a few megabytes. Only root may have one; skipped, with the reason, for anybody else."""
    folder = tmp_path_factory.mktemp("small")
    tried = mount("-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(folder))
    if tried.returncode:
        pytest.skip(f"no small disk can be mounted here: {tried.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=False)


@pytest.fixture(scope="module")
def cramped(small: Path, site: Site) -> Iterator[Site]:
    """A copy of the site on that disk; on PostgreSQL the files alone are there."""
    if POSTGRESQL:
        pytest.skip("the disk of a PostgreSQL server is its own: see the codes in tests/web/errors")
    with site.stopped():
        shutil.copytree(site.data, small / "var")
    with made(small, None) as one:
        yield one


class Ballast:
    """Fills the disk to its last block, or to those it ``leaves`` (bytes), and makes room again."""

    def __init__(self, folder: Path, leaves: int = 0) -> None:
        self.file, self.leaves = folder / "ballast", leaves

    def __enter__(self) -> None:
        with self.file.open("wb", buffering=0) as file:
            for size in (1 << 20, 1 << 12):
                try:
                    while file.write(bytes(size)) == size:
                        pass
                except OSError:
                    continue
            file.truncate(file.tell() - self.leaves)

    def __exit__(self, *_: object) -> None:
        self.file.unlink()


def test_a_form_on_a_full_disk_is_given_back_and_taken_when_there_is_room(cramped: Site, small: Path) -> None:
    browser, home = alice(cramped)
    id = uuid.uuid4()
    before = whole(cramped)
    with Ballast(small):
        answer = add(browser, home, id, size=200_000, text="A long story, not to be lost")
        assert answer.status in (422, 503), answer.text
        assert "A long story, not to be lost" in answer.text
        assert "no room" in answer.text
    assert whole(cramped) == before
    assert not _left_over(cramped)
    assert add(browser, home, id, size=200_000).status == 302
    assert whole(cramped) == before | {id}
    assert cramped.verified()["faults"] == []


def test_a_text_is_saved_while_the_database_has_room_and_given_back_then(cramped: Site, small: Path) -> None:
    browser, home = alice(cramped)
    text, saved, answer, id = "A long story. " * 1400, set(), None, uuid.uuid4()
    with Ballast(small):
        for _ in range(MOST_TEXTS):
            id = uuid.uuid4()
            answer = add(browser, home, id, size=0, text=text)
            if answer.status != 302:
                break
            saved.add(id)
    assert answer is not None
    assert answer.status == 503, answer.text
    assert "cannot save anything just now" in answer.text
    assert text.strip() in answer.text
    assert cramped.ids("SELECT id FROM portfolio_evidence WHERE title LIKE 'Text %'") == saved
    assert add(browser, home, id, size=0, text=text).status == 302  # the browser reloads
    assert cramped.verified()["faults"] == []


def test_an_upload_on_a_full_disk_keeps_what_came_and_goes_on_when_there_is_room(cramped: Site, small: Path) -> None:
    browser, home = alice(cramped)
    film = Film(browser, home, size=400_000)
    assert film.send(200_000).status == 204
    with Ballast(small):
        answer = film.send(200_000)
        assert (answer.status, "What has arrived is kept" in answer.text) == (507, True)
        assert film.begun_again().status == 507
        assert film.offset() == 200_000
    assert film.send(200_000).status == 204
    film.finished()
    assert cramped.verified()["faults"] == []


def test_a_disk_that_fills_while_a_piece_arrives_keeps_what_it_took(small: Path, settings: Any, tmp_path: Path) -> None:
    settings.ARRIVING = small / "arriving alone"
    settings.ARRIVING.mkdir()
    id, content = uuid.uuid4(), os.urandom(3 << 20)
    with Ballast(small, leaves=1 << 20), pytest.raises(arriving.Full):
        arriving.append(id, at=0, pieces=[content])
    took = arriving.arrived(id)
    assert 0 < took < len(content)
    assert arriving.append(id, at=took, pieces=[content[took:]]) == len(content)
    assert arriving.sha256_of(id) == hashlib.sha256(content).hexdigest()
    arriving.drop(id)


def test_serving_from_a_read_only_folder_is_refused_in_one_line(small: Path) -> None:
    (small / "empty").mkdir()
    assert mount("-t", "tmpfs", "-o", "size=1m,ro", "tmpfs", str(small / "empty")).returncode == 0
    try:
        answer = subprocess.run(
            [str(PROGRAM), "serve", "--demo", "--port", "0"],
            cwd=ROOT,
            env={
                **{name: value for name, value in os.environ.items() if not name.startswith("TOUCHSTONE_")},
                "DJANGO_SETTINGS_MODULE": "touchstone.config.settings.demo",
                "TOUCHSTONE_DATA": str(small / "empty"),
            },
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    finally:
        subprocess.run(["umount", "--lazy", str(small / "empty")], check=False)
    assert answer.returncode == 2
    assert answer.stderr == f"touchstone: the data folder {small / 'empty'} cannot be written: read-only file system\n"


def _left_over(site: Site) -> list[Path]:
    """Files no row knows of."""
    known = {row[0] for row in site.rows("SELECT key FROM portfolio_storedfile")}
    files = site.data / "files"
    return [path for path in files.rglob("*") if path.is_file() and str(path.relative_to(files)) not in known]
