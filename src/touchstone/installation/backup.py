"""Saving the installation to one file, while it runs."""

from __future__ import annotations

import datetime as dt
import hmac
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.apps.registry import Apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection

from touchstone import __version__
from touchstone.apps.records.refusal import Refused
from touchstone.installation import stored
from touchstone.installation.applied import applied, newer, tables_at
from touchstone.installation.archive import End, Header, Writer, writing
from touchstone.installation.snapshot import snapshot
from touchstone.installation.tables import Table, tables_of


@dataclass
class Made:
    """``lost``: files a row names and storage does not have, or not as they were given to us. ``gone``: files that
    were deleted, with their rows, while we copied."""

    head: tuple[int, str] | None
    end: End
    lost: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def backup(path: Path, *, say: Callable[[str], None]) -> Made:
    """Write ``path``: the database as it is at one moment, then the files its rows name and those of the data folder.

    Raises Refused for a place there is nothing to save from; OSError for a disk that is full or cannot be written.
    """
    if not applied():
        raise Refused("There is no database of Touchstone here, so there is nothing to save.")
    with writing(path) as writer, tempfile.TemporaryFile(dir=path.parent) as names:
        with snapshot():
            apps, header = _begin(writer)
            say("Saving the tables …")
            for table in tables_of(apps):
                writer.table(table.name, table.lines())
            stored.keep(names, stored.named(apps))
        made = Made(header.head, writer.end)
        say("Saving the files …")
        _save_files(writer, apps, names, made)
        for name, file in stored.data_files():
            with file.open("rb") as content:
                writer.file(f"data/{name}", file.stat().st_size, content)
        writer.end.lacking = made.lost + made.gone
    return made


def key_checks() -> list[str]:
    """For the secret key and each it had before: what says whether it is the same as another, and nothing of itself."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [hmac.digest(str(key).encode(), b"touchstone backup", "sha256").hex()[:32] for key in keys]


def _begin(writer: Writer) -> tuple[Apps, Header]:
    migrations = applied()
    if ahead := newer():
        raise Refused(ahead)
    apps = tables_at(migrations)
    head = apps.get_model("records.ChainHead")._base_manager.filter(id=1).values_list("number", "hash").first()
    header = Header(
        version=__version__,
        made_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        database=connection.vendor,
        migrations=sorted(migrations),
        head=head,
        key_check=key_checks()[0],
        tables=_columns(tables_of(apps)),
    )
    writer.begin(header)
    return apps, header


def _columns(tables: list[Table]) -> dict[str, list[str]]:
    return {table.name: list(table.columns) for table in tables}


def _save_files(writer: Writer, apps: Apps, names: IO[bytes], made: Made) -> None:
    for table, key, sha256 in stored.kept(names):
        try:
            size, content = default_storage.size(key), default_storage.open(key, "rb")
        except FileNotFoundError:
            (made.lost if stored.still_named(apps, table, key) else made.gone).append(key)
            continue
        except Exception as error:  # each backend has failures of its own
            said = f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
            raise Refused(f"Storage does not give the file {key}, so nothing was saved. {said}") from error
        with content:
            if writer.file(f"files/{key}", size, content) != sha256:
                made.lost.append(key)
