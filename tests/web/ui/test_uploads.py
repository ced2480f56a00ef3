"""Receiving a file that is too large, or on a full disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from touchstone.web.ui.uploads import Lost, UploadHandler


def receive(handler: UploadHandler, *chunks: bytes) -> object:
    handler.new_file("uploads", "a.pdf", "application/pdf", None)
    for chunk in chunks:
        handler.receive_data_chunk(chunk, 0)
    return handler.file_complete(sum(map(len, chunks)))


def test_a_file_is_received() -> None:
    received = receive(UploadHandler(), b"%PDF", b"-1.7")
    assert not isinstance(received, Lost)
    assert received.read() == b"%PDF-1.7"  # type: ignore[attr-defined]


def test_of_a_file_too_large_no_more_is_written_than_the_site_takes(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1024
    handler = UploadHandler()
    handler.new_file("uploads", "film.mp4", "video/mp4", None)
    assert handler.file.file is not None
    written = Path(handler.file.file.name)
    for number in range(4):
        handler.receive_data_chunk(b"x" * 512, number * 512)
    assert not written.exists()
    received = handler.file_complete(2048)
    assert isinstance(received, Lost)
    assert received.says == "“film.mp4” is too large. A file must be 1 kB or smaller"
    assert not isinstance(receive(handler, b"next"), Lost)


def test_a_disk_that_fills_up_loses_the_file_and_not_the_form() -> None:
    handler = UploadHandler()
    handler.new_file("uploads", "a.pdf", "application/pdf", None)
    with Path("/dev/full").open("wb", buffering=0) as full:  # the real error of a full disk
        handler.file.file = full
        handler.receive_data_chunk(b"%PDF", 0)
        handler.receive_data_chunk(b"-1.7", 4)
    received = handler.file_complete(8)
    assert isinstance(received, Lost)
    assert "“a.pdf” could not be received" in received.says
    handler.upload_interrupted()
    assert not isinstance(receive(handler, b"next"), Lost)
