"""What the first and the last page of the archive say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

FORMAT = 1
FIRST, LAST = "touchstone-backup.json", "end.json"
TABLES, FILES, DATA = "tables/", "files/", "data/"


@dataclass
class Sum:
    """How many members of a kind, their bytes, and one hash over the names and hashes of all, in order."""

    members: int = 0
    bytes: int = 0
    sha256: str = ""

    def add(self, name: str, size: int, sha256: str) -> None:
        self.members += 1
        self.bytes += size
        self.sha256 = hashlib.sha256(f"{self.sha256}\n{name}\n{size}\n{sha256}".encode()).hexdigest()


@dataclass(frozen=True)
class Header:
    """``head``: number and hash of the newest log entry. ``key_check`` tells whether a secret key is the same."""

    version: str
    made_at: str
    database: str  # "sqlite" | "postgresql"
    migrations: list[tuple[str, str]]
    head: tuple[int, str] | None
    key_check: str
    tables: dict[str, list[str]]  # name -> columns, in the order of the archive
    format: int = FORMAT

    def text(self) -> bytes:
        return _text(asdict(self))

    @classmethod
    def read(cls, text: bytes) -> Header:
        """Raises KeyError, TypeError or ValueError for what is no such page."""
        said = _mapping(text)
        return cls(
            version=str(said["version"]),
            made_at=str(said["made_at"]),
            database=str(said["database"]),
            migrations=[(str(app), str(name)) for app, name in said["migrations"]],
            head=(int(said["head"][0]), str(said["head"][1])) if said["head"] else None,
            key_check=str(said["key_check"]),
            tables={str(name): [str(one) for one in columns] for name, columns in said["tables"].items()},
            format=int(said["format"]),
        )


@dataclass
class End:
    """What must have come before. ``lacking`` are keys of files that storage did not have, or not as they were."""

    rows: dict[str, int] = field(default_factory=dict)
    sums: dict[str, Sum] = field(default_factory=dict)  # "tables/people.user", "files", "data" -> what was written
    lacking: list[str] = field(default_factory=list)

    def text(self) -> bytes:
        return _text(asdict(self))

    @classmethod
    def read(cls, text: bytes) -> End:
        """Raises KeyError, TypeError or ValueError for what is no such page."""
        said = _mapping(text)
        return cls(
            rows={str(name): int(rows) for name, rows in said["rows"].items()},
            sums={str(name): Sum(**one) for name, one in said["sums"].items()},
            lacking=[str(one) for one in said["lacking"]],
        )


def section(name: str) -> str:
    """Which sum a member counts in: its table, or the files, or the data folder."""
    return name.rpartition("/")[0] if name.startswith(TABLES) else name.partition("/")[0]


def _mapping(text: bytes) -> dict[str, Any]:
    said = json.loads(text)
    if not isinstance(said, dict):
        raise TypeError
    return said


def _text(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, indent=1).encode()
