"""Receiving files: hashed while they arrive. One that cannot be taken is lost, the rest of the form is not."""

from __future__ import annotations

import hashlib
import io
import logging
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from touchstone.web.ui.formats import file_size

logger = logging.getLogger(__name__)


class Received(TemporaryUploadedFile):
    """A file that arrives in a folder beside the storage; whole, it has its ``sha256``."""

    sha256: str

    def __init__(self, name: str, content_type: str) -> None:
        file = NamedTemporaryFile(suffix=".upload", dir=settings.INCOMING)  # noqa: SIM115 (closed with this)
        UploadedFile.__init__(self, file, name, content_type, 0)


class Lost(UploadedFile):  # type: ignore[type-arg]
    """A file that was sent and could not be taken in. It has a name, ``says`` why, and nothing else."""

    def __init__(self, name: str, because: str) -> None:
        super().__init__(io.BytesIO(), name, size=0)
        self.says = f"“{self.name}” {because}"


NO_ROOM = "could not be received: there is no room for it at the moment. Try again later."


class UploadHandler(FileUploadHandler):
    """Writes each file once and hashes it on the way.

    Of a file that is too large, and of one too many, no more is written than the site takes. A full disk loses the
    file; Django's own handler would answer it with a server error and so lose every field of the form.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.count = 0
        self.file: Received | None = None
        self.lost = ""  # why

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.lost, self.file = "", None
        self.count += 1
        if self.count > settings.UPLOAD_MAX_FILES:
            self.lost = f"is one too many. You can send up to {settings.UPLOAD_MAX_FILES} files at a time"
            return
        try:
            settings.INCOMING.mkdir(exist_ok=True)
            self.file = Received(self.file_name or "", self.content_type or "")
        except OSError:
            self._give_up()
        self.digest = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.file is None:
            return
        if start + len(raw_data) > settings.UPLOAD_MAX_BYTES:
            self._drop(f"is too large. A file must be {file_size(settings.UPLOAD_MAX_BYTES)} or smaller")
            return
        try:
            self.file.write(raw_data)
        except OSError:
            self._give_up()
        else:
            self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile | None:  # type: ignore[type-arg]
        if self.file is not None:
            try:
                self.file.seek(0)  # writes what is still held back: the last moment a full disk can say so
            except OSError:
                self._give_up()
            else:
                received, self.file = self.file, None
                received.size, received.sha256 = file_size, self.digest.hexdigest()
                return received
        return Lost(self.file_name or "The file", self.lost)

    def upload_interrupted(self) -> None:
        """Drops what has come of a file that is not whole; files that are stay. Safe to call at any time."""
        if self.file is not None:
            self.file.close()
            self.file = None

    def _give_up(self) -> None:
        logger.exception("A file that was sent could not be written to the folder for what arrives")
        self._drop(NO_ROOM)

    def _drop(self, because: str) -> None:
        self.lost = because
        if self.file is not None:
            self.file.close()
            self.file = None


class NoFiles(FileUploadHandler):
    """Takes no file in, from somebody who may send none: their names are kept, and the text of the form."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        return

    def file_complete(self, file_size: int) -> UploadedFile:  # type: ignore[type-arg]
        return Lost(self.file_name or "The file", "was not received")


class TextBeforeFiles(FileUploadHandler):
    """Reads a form up to its first file and no further: in small pieces, not to wait for bytes it will not look at."""

    chunk_size = 1024

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        return

    def file_complete(self, file_size: int) -> None:
        return
