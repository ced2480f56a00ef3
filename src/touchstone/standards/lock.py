"""``plans.lock``: the SHA-256 of every published file, so that none can change unnoticed."""

from __future__ import annotations

import hashlib

from touchstone.standards.folder import Folder
from touchstone.standards.yaml_nodes import Problem, Problems, read_text

NAME = "plans.lock"
_HEAD = "# SHA-256 of every published file. Written by: touchstone plan lock\n"


def digests(folder: Folder) -> dict[str, str]:
    """Name -> SHA-256 of every published file as it is now. Worked cases may grow and are not locked."""
    files = sorted(path for path in folder.root.rglob("*.yaml") if "cases" not in path.parts[len(folder.root.parts) :])
    return {folder.name(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def write(folder: Folder) -> list[str]:
    """Locks the files as they are now; returns what changed against the lock before, one sentence each."""
    now = digests(folder)
    before = read(folder) if (folder.root / NAME).exists() else {}
    (folder.root / NAME).write_text(_HEAD + "".join(f"{digest}  {name}\n" for name, digest in now.items()), "utf-8")
    return [f"{name} {how}" for name, how in _differences(before, now)]


def read(folder: Folder) -> dict[str, str]:
    """Raises ``Problems`` for a lock that is missing or is none."""
    path = folder.root / NAME
    if not path.exists():
        raise Problems([Problem(NAME, 0, "", "is missing; write it with: touchstone plan lock")])
    locked: dict[str, str] = {}
    for number, line in enumerate(read_text(path, NAME).splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        digest, _, name = line.partition("  ")
        if len(digest) != 64 or not name or name in locked:
            said = "is not 'digest  file', or names a file twice; lock again with: touchstone plan lock"
            raise Problems([Problem(NAME, number, "", said)])
        locked[name] = digest
    return locked


def check(folder: Folder) -> list[Problem]:
    """Every file that changed, is missing or is extra since the folder was locked."""
    try:
        locked = read(folder)
    except Problems as error:
        return list(error.problems)
    how_to = "if that is meant, lock it again with: touchstone plan lock"
    return [
        Problem(name, 0, "", f"{how} since it was locked; {how_to}")
        for name, how in _differences(locked, digests(folder))
    ]


def _differences(before: dict[str, str], now: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    for name in sorted(before | now):
        if name not in now:
            found.append((name, "went missing"))
        elif name not in before:
            found.append((name, "was added"))
        elif before[name] != now[name]:
            found.append((name, "changed"))
    return found
