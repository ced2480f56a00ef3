"""Receiving files: hashed on the way; one that is too large, one too many, or on a full disk is lost alone."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from touchstone.web.ui.uploads import Lost, NoFiles, Received, UploadHandler


@pytest.fixture(autouse=True)
def incoming(settings: Any, tmp_path: Path) -> Path:
    settings.INCOMING = tmp_path / "incoming"
    return tmp_path / "incoming"


def receive(handler: UploadHandler, *chunks: bytes, name: str = "a.pdf") -> object:
    handler.new_file("uploads", name, "application/pdf", None)
    start = 0
    for chunk in chunks:
        handler.receive_data_chunk(chunk, start)
        start += len(chunk)
    return handler.file_complete(start)


def test_a_file_is_received_beside_the_storage_and_hashed_on_the_way(incoming: Path) -> None:
    received = receive(UploadHandler(), b"%PDF", b"-1.7")
    assert isinstance(received, Received)
    assert (received.read(), received.size) == (b"%PDF-1.7", 8)
    assert received.sha256 == hashlib.sha256(b"%PDF-1.7").hexdigest()
    assert Path(received.temporary_file_path()).parent == incoming
    received.close()
    assert list(incoming.iterdir()) == []


def test_of_a_file_too_large_no_more_is_written_than_the_site_takes(settings: Any, incoming: Path) -> None:
    settings.UPLOAD_MAX_BYTES = 1024
    handler = UploadHandler()
    handler.new_file("uploads", "film.mp4", "video/mp4", None)
    for number in range(4):
        handler.receive_data_chunk(b"x" * 512, number * 512)
    assert list(incoming.iterdir()) == []
    received = handler.file_complete(2048)
    assert isinstance(received, Lost)
    assert received.says == "“film.mp4” is too large. A file must be 1 kB or smaller"
    assert isinstance(receive(handler, b"next"), Received)


def test_of_files_too_many_no_more_are_written_than_the_site_takes(settings: Any, incoming: Path) -> None:
    settings.UPLOAD_MAX_FILES = 2
    handler = UploadHandler()
    received = [receive(handler, b"x", name=f"{number}.pdf") for number in range(4)]
    assert [type(one) for one in received] == [Received, Received, Lost, Lost]
    assert len(list(incoming.iterdir())) == 2
    assert isinstance(received[3], Lost)
    assert received[3].says == "“3.pdf” is one too many. You can send up to 2 files at a time"


def test_a_disk_that_fills_up_loses_the_file_and_not_the_form() -> None:
    handler = UploadHandler()
    handler.new_file("uploads", "a.pdf", "application/pdf", None)
    assert handler.file is not None
    with Path("/dev/full").open("wb", buffering=0) as full:  # the real error of a full disk
        handler.file.file = full
        handler.receive_data_chunk(b"%PDF", 0)
        handler.receive_data_chunk(b"-1.7", 4)
    received = handler.file_complete(8)
    assert isinstance(received, Lost)
    assert "“a.pdf” could not be received" in received.says
    handler.upload_interrupted()
    assert isinstance(receive(handler, b"next"), Received)


def test_a_file_that_broke_off_leaves_nothing(incoming: Path) -> None:
    handler = UploadHandler()
    handler.new_file("uploads", "a.pdf", "application/pdf", None)
    handler.receive_data_chunk(b"%PDF", 0)
    handler.upload_interrupted()
    assert list(incoming.iterdir()) == []


def test_of_nobody_only_the_name_of_a_file_is_kept(incoming: Path) -> None:
    handler = NoFiles()
    handler.new_file("uploads", "a.pdf", "application/pdf", None)
    handler.receive_data_chunk(b"%PDF", 0)
    received = handler.file_complete(4)
    assert isinstance(received, Lost)
    assert received.name == "a.pdf"
    assert not incoming.exists()
