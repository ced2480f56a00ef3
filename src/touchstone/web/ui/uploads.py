"""Receiving files that are too large, or on a disk that is full: the file is lost, the rest of the form is not."""

from __future__ import annotations

import io
import logging
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from touchstone.web.ui.formats import file_size

logger = logging.getLogger(__name__)


class Lost(UploadedFile):  # type: ignore[type-arg]
    """A file that was sent and could not be taken in. It has a name, ``says`` why, and nothing else."""

    def __init__(self, name: str, because: str) -> None:
        super().__init__(io.BytesIO(), name, size=0)
        self.says = f"“{self.name}” {because}"


NO_ROOM = "could not be received: there is no room for it at the moment. Try again later."


class UploadHandler(TemporaryFileUploadHandler):
    """Django's own, which would answer a full disk with a server error and so lose every field of the form.

    Of a file that is too large no more is written than the site takes.
    """

    lost = ""  # why

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.lost = ""
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            self._give_up()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if not self.lost and start + len(raw_data) > settings.UPLOAD_MAX_BYTES:
            super().upload_interrupted()
            self.lost = f"is too large. A file must be {file_size(settings.UPLOAD_MAX_BYTES)} or smaller"
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
        return Lost(self.file_name or "The file", self.lost)

    def upload_interrupted(self) -> None:
        if not self.lost:
            super().upload_interrupted()

    def _give_up(self) -> None:
        logger.exception("A file that was sent could not be written to the temporary folder")
        self.lost = NO_ROOM
