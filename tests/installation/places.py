"""Installations in folders and databases of their own, worked on as an operator does: by commands."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from touchstone.installation.archive.contents import section
from touchstone.installation.archive.reading import opened

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("TOUCHSTONE_DATABASE", "")
KINDS = ["sqlite", "postgresql"] if SERVER.startswith("postgresql") else ["sqlite"]
PAIRS = [(one, other) for one in KINDS for other in KINDS]


@dataclass
class Place:
    data: Path
    database: str
    more: dict[str, str] = field(default_factory=dict)

    def run(self, *words: str, **how: object) -> subprocess.CompletedProcess[str]:
        """``touchstone WORDS`` there."""
        return self._python("-m", "touchstone.cli", *words, **how)

    def python(self, program: str, **how: object) -> str:
        """What ``program`` prints, run there with Django set up."""
        done = self._python("-c", f"import django; django.setup()\n{program}", **how)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def environment(self) -> dict[str, str]:
        others = {key: value for key, value in os.environ.items() if not key.startswith(("TOUCHSTONE_", "DJANGO_"))}
        return {
            **others,
            "DJANGO_SETTINGS_MODULE": "touchstone.config.settings.demo",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "TOUCHSTONE_DATA": str(self.data),
            "TOUCHSTONE_DATABASE": self.database,
            **self.more,
        }

    def _python(self, *words: str, **how: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # type: ignore[call-overload, no-any-return]
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            **how,
        )


def new_place(kind: str, folder: Path) -> Place:
    """Nothing there yet. A database on the server of this run is left to end with it."""
    name = f"place_{uuid.uuid4().hex}"
    if kind == "sqlite":
        return Place(folder / name, f"sqlite:{folder / name / 'touchstone.sqlite3'}")
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return Place(folder / name, make_conninfo(SERVER, dbname=name))


def told(archive: Path) -> dict[str, list[str]]:
    """All that a backup holds: its rows by table, and hashes of its files, in an order that no database decides."""
    said: dict[str, list[str]] = {}
    with opened(archive) as reader:
        for member in reader.members():
            kind = section(member.name)
            if kind.startswith("tables"):
                said.setdefault(kind, []).extend(line.decode() for line in member.lines())
            elif kind in {"files", "data"}:
                said.setdefault(kind, []).append(f"{member.name} {hashlib.sha256(member.content.read()).hexdigest()}")
    return {kind: sorted(lines) for kind, lines in said.items()}
