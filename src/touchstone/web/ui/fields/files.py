"""Choosing files. Counts and sizes are checked here, in words; what a file really is, the services decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from touchstone.web.ui.fields.words import standard_messages
from touchstone.web.ui.formats import file_size
from touchstone.web.ui.uploads import Lost


class OneFile(forms.FileInput):
    """Always a list of what was sent, so that a second file under the same name is noticed."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile[Any]]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else [files[name]] if name in files else []


class ManyFiles(OneFile):
    allow_multiple_selected = True


class FilesField(forms.Field):
    """Several files. Cleaned to a list of ``UploadedFile``.

    Limits default to the site's. ``accept``: ".pdf,.docx", as a help in the picker alone.
    A small script says the same before anything is sent.
    """

    many = True

    def __init__(
        self, *, max_files: int | None = None, max_bytes: int | None = None, accept: str = "", **kwargs: Any
    ) -> None:
        self.max_files = (max_files or settings.UPLOAD_MAX_FILES) if self.many else 1
        self.max_bytes = max_bytes or settings.UPLOAD_MAX_BYTES
        attrs = {
            "data-max-bytes": str(self.max_bytes),
            "data-max-files": str(self.max_files),
            "data-max-total": str(settings.UPLOAD_MAX_TOTAL),
        }
        attrs |= {"accept": accept} if accept else {}
        widget = ManyFiles(attrs) if self.many else OneFile(attrs)
        super().__init__(**standard_messages("Select", {**kwargs, "widget": widget}))

    def clean(self, value: Any) -> Any:
        files: list[UploadedFile[Any]] = list(value or [])
        if not files and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > self.max_files:
            raise ValidationError(
                f"You can select up to {self.max_files} files at a time. You selected {len(files)}", code="max_files"
            )
        errors = [error for file in files for error in self._wrong_with(file)]
        if errors:
            raise ValidationError(errors)
        return files

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)

    def _wrong_with(self, file: UploadedFile[Any]) -> list[ValidationError]:
        if isinstance(file, Lost):
            return [ValidationError(file.says, code="lost")]
        name, size = file.name or "The file", file.size or 0
        if size == 0:
            return [ValidationError(f"“{name}” is empty", code="empty")]
        if size > self.max_bytes:
            says = f"“{name}” is {file_size(size)}. A file must be {file_size(self.max_bytes)} or smaller"
            return [ValidationError(says, code="max_bytes")]
        return []


class FileField(FilesField):
    """One file. Cleaned to an ``UploadedFile`` or ``None``."""

    many = False

    def clean(self, value: Any) -> Any:
        files = super().clean(value)
        return files[0] if files else None
