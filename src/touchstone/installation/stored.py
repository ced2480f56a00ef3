"""Files of an installation: those in storage, which rows name by key and hash, and those of the data folder."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.apps.registry import Apps
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

from touchstone.apps.records.refusal import Refused

AT_ONCE = 1024 * 1024
# Which rows name a file in storage, and by which columns: its key, and the sha256 it had.
HOLDERS = {"portfolio.storedfile": ("key", "sha256"), "results.result": ("statement_key", "statement_sha256")}
FOLDERS = ("adoptions", "policies", "texts")  # in the archive under data/


def named(apps: Apps) -> Iterator[tuple[str, str, str]]:
    """Every (table, key, sha256) that a row names, streamed."""
    for table, (key, sha256) in HOLDERS.items():
        try:
            model = apps.get_model(table)
        except LookupError:  # an earlier version had no such table
            continue
        rows = model._base_manager.exclude(**{key: ""}).order_by("pk").values_list(key, sha256)
        yield from ((table, *row) for row in rows.iterator(chunk_size=AT_ONCE // 512))


def still_named(apps: Apps, table: str, key: str) -> bool:
    return bool(apps.get_model(table)._base_manager.filter(**{HOLDERS[table][0]: key}).exists())


def keep(lines: IO[bytes], entries: Iterator[tuple[str, str, str]]) -> None:
    """Remember what rows name on disk: there may be millions."""
    for entry in entries:
        lines.write(json.dumps(entry).encode() + b"\n")
    lines.seek(0)


def kept(lines: IO[bytes]) -> Iterator[tuple[str, str, str]]:
    for line in lines:
        table, key, sha256 = json.loads(line)
        yield table, key, sha256


def sha256_in_storage(key: str) -> str | None:
    """The hash of what storage has under ``key``; None where it has nothing."""
    try:
        with default_storage.open(key, "rb") as content:
            return sha256_of(content)
    except FileNotFoundError:
        return None


def sha256_of(content: IO[bytes] | File[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := content.read(AT_ONCE):
        digest.update(piece)
    return digest.hexdigest()


def put_in_storage(key: str, content: IO[bytes]) -> None:
    """Under exactly this key. What is there already stays if it is the same; raises Refused if it is another."""
    there = sha256_in_storage(key)
    if there is None:
        if default_storage.save(key, File(content, name=key)) != key:
            raise Refused(f"Storage did not take a file under the key {key}.")
    elif there != sha256_of(content):
        raise Refused(f"Storage has another file under the key {key}: it is not empty.")


def data_files() -> Iterator[tuple[str, Path]]:
    """(name in the archive, file), the file of an adoption before the contents it has had."""
    for name in FOLDERS:
        home = _home(name)
        for folder, folders, files in os.walk(home):
            folders.sort()
            for file in sorted(files):
                path = Path(folder) / file
                if not file.startswith(".") and path.is_file() and not path.is_symlink():
                    yield f"{name}/{path.relative_to(home).as_posix()}", path


def put_in_data_folder(name: str, content: IO[bytes]) -> None:
    """``name`` as it stands in the archive: the reader has let no name through that leads elsewhere."""
    folder, _, rest = name.partition("/")
    path = _home(folder) / rest
    if path.exists():
        with path.open("rb") as there:
            if sha256_of(there) != sha256_of(content):
                raise Refused(f"{path} is there already, and is another file than the one of the backup.")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            while piece := content.read(AT_ONCE):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).rename(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _home(folder: str) -> Path:
    return Path(settings.TEXTS) if folder == "texts" else Path(settings.DATA) / folder
