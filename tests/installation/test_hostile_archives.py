"""A file that is not a whole backup is refused before anything is written, and never leads out of its place."""

from __future__ import annotations

import gzip
import io
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.installation.places import new_place
from touchstone.apps.records.refusal import Refused
from touchstone.installation.archive import Header, check
from touchstone.installation.archive.contents import FIRST
from touchstone.installation.archive.reading import opened
from touchstone.installation.archive.writing import Writer, writing

HEADER = Header("0.1", "2026-03-02T10:00:00+00:00", "sqlite", [], None, "", {"people.user": ["id"]})


def _archive(path: Path, *, more: Callable[[Writer], object] = lambda writer: None) -> Path:
    """A whole archive with a table of two rows, a file, and ``more``."""
    with writing(path) as writer:
        writer.begin(HEADER)
        writer.table("people.user", [b"[1]", b"[2]"])
        writer.file("files/a", 5, io.BytesIO(b"hello"))
        more(writer)
    return path


def _refused(path: Path) -> str:
    with pytest.raises(Refused) as refused, opened(path) as reader:
        check(reader)
    return str(refused.value)


def test_one_that_is_whole_says_what_is_in_it(tmp_path: Path) -> None:
    with opened(_archive(tmp_path / "one.tar")) as reader:
        header, end = check(reader)
    assert header == HEADER
    assert end.rows == {"people.user": 2}
    assert (end.sums["files"].members, end.sums["files"].bytes) == (1, 5)


@pytest.mark.parametrize(
    "name", ["files/../../outside", "/etc/passwd", "files/.hidden", "data/other/x", "files/a b", "x"]
)
def test_a_name_that_could_lead_elsewhere(name: str, tmp_path: Path) -> None:
    path = _archive(tmp_path / "one.tar", more=lambda writer: writer.file(name, 1, io.BytesIO(b"x")))
    assert "which no backup does" in _refused(path)


KINDS = {
    "symbolic link": tarfile.SYMTYPE,
    "hard link": tarfile.LNKTYPE,
    "device": tarfile.CHRTYPE,
    "pipe": tarfile.FIFOTYPE,
    "folder": tarfile.DIRTYPE,
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_plain_file(kind: str, tmp_path: Path) -> None:
    path = _archive(tmp_path / "one.tar")
    with tarfile.open(path, "a") as tar:
        member = tarfile.TarInfo("files/b")
        member.type, member.linkname = KINDS[kind], "/etc/passwd"
        tar.addfile(member)
    assert "not a whole backup" in _refused(path)


def test_every_length_it_could_be_cut_to(tmp_path: Path) -> None:
    whole = _archive(tmp_path / "one.tar").read_bytes()
    end = whole.index(b"end.json")
    size = int(whole[end + 124 : end + 135], 8)
    last = end + 512 + size  # what follows is filling
    for length in [*range(0, last, 97), last - 1]:
        (tmp_path / "cut.tar").write_bytes(whole[:length])
        assert "not a whole backup" in _refused(tmp_path / "cut.tar"), length


def test_any_byte_of_its_contents_that_was_changed(tmp_path: Path) -> None:
    path = _archive(tmp_path / "one.tar")
    whole = path.read_bytes()
    with tarfile.open(path) as tar:
        places = [(one.offset_data, one.size) for one in tar if one.name.startswith(("tables/", "files/"))]
    for start, size in places:
        for place in range(start, start + size):
            changed = bytearray(whole)
            changed[place] ^= 1
            (tmp_path / "changed.tar").write_bytes(changed)
            assert "is not what was written" in _refused(tmp_path / "changed.tar")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "it is no backup"),
        (b"no tar at all" * 1000, "it is no backup"),
        (b"\0" * 10240, "does not begin with"),
    ],
    ids=["empty", "text", "an empty tar"],
)
def test_what_is_no_backup(content: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / "one.tar").write_bytes(content)
    assert says in _refused(tmp_path / "one.tar")


def test_a_first_page_that_is_none(tmp_path: Path) -> None:
    for number, page in enumerate(
        (b"", b"[]", b"{}", b"\xff", b'{"format": 1}', HEADER.text().replace(b"[\n", b"3, ["))
    ):
        path = tmp_path / f"{number}.tar"
        with tarfile.open(path, "w") as tar:
            member = tarfile.TarInfo(FIRST)
            member.size = len(page)
            tar.addfile(member, io.BytesIO(page))
        assert "cannot be read" in _refused(path)


def test_a_name_said_to_be_endless_is_not_read_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "one.tar"
    member = tarfile.TarInfo("././@LongLink")
    member.type, member.size = tarfile.GNUTYPE_LONGNAME, 4 * 1024**3
    path.write_bytes(member.tobuf(tarfile.GNU_FORMAT) + b"a" * 100_000)
    assert "it is no backup" in _refused(path)


def test_a_portion_that_unpacks_to_too_much_is_given_up(tmp_path: Path) -> None:
    bomb = gzip.compress(b"0" * (65 * 1024 * 1024))
    name = "tables/people.user/000002.jsonl.gz"
    path = _archive(tmp_path / "one.tar", more=lambda writer: writer.file(name, len(bomb), io.BytesIO(bomb)))
    with opened(path) as reader:
        member = next(member for member in reader.members() if member.name == name)
        with pytest.raises(Refused, match="does not unpack to what a backup holds"):
            list(member.lines())


@pytest.mark.parametrize("page", [b'{"not": "a row"}', b"[1", b'["too", "few"]', b"\xff\xfe"])
def test_rows_that_are_none_are_refused_whole(page: bytes, saved: Path, tmp_path: Path) -> None:
    """Put into a backup of a real place, with its hashes made to fit."""
    path, place = tmp_path / "one.tar", new_place("sqlite", tmp_path)
    with opened(saved) as reader, writing(path) as writer:
        header = reader.header()
        writer.begin(header)
        for name in header.tables:
            writer.table(name, [page] if name == "people.user" else [])
    answer = place.run("restore", str(path))
    assert answer.returncode == 2
    assert "a row of people.user cannot be read" in answer.stderr
    assert place.python("from touchstone.apps.people.models import User; print(User.objects.count())") == "0"


def test_it_can_be_checked_without_a_place(saved: Path, tmp_path: Path) -> None:
    place = new_place("sqlite", tmp_path)
    good = place.run("restore", "--check", str(saved))
    assert good.returncode == 0
    assert "A whole backup of 2" in good.stdout
    shutil.copy(saved, tmp_path / "cut.tar")
    with (tmp_path / "cut.tar").open("r+b") as file:
        file.truncate(saved.stat().st_size // 2)
    cut = place.run("restore", "--check", str(tmp_path / "cut.tar"))
    assert cut.returncode == 2
    assert "its end is missing" in cut.stderr
    assert not Path(place.database.removeprefix("sqlite:")).exists()
