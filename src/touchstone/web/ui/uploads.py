"""Receiving files on a disk that may be full: the file is lost, the rest of the form is not."""

from __future__ import annotations

import io
import logging
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

logger = logging.getLogger(__name__)


class Lost(UploadedFile):  # type: ignore[type-arg]
    """A file that was sent and could not be taken in. It has a name and nothing else."""

    def __init__(self, name: str) -> None:
        super().__init__(io.BytesIO(), name, size=0)

    @property
    def says(self) -> str:
        return f"“{self.name}” could not be received: there is no room for it at the moment. Try again later."


class UploadHandler(TemporaryFileUploadHandler):
    """Django's own, which would answer a full disk with a server error and so lose every field of the form."""

    lost = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.lost = False
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            self._give_up()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if not self.lost:
            try:
                super().receive_data_chunk(raw_data, start)
            except OSError:
                self._give_up()

    def file_complete(self, file_size: int) -> UploadedFile | None:  # type: ignore[type-arg]
        if not self.lost:
            try:
                return super().file_complete(file_size)
            except OSError:
                self._give_up()
        return Lost(self.file_name or "The file")

    def upload_interrupted(self) -> None:
        if not self.lost:
            super().upload_interrupted()

    def _give_up(self) -> None:
        logger.exception("A file that was sent could not be written to the temporary folder")
        self.lost = True
