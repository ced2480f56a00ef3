"""A place with the invented world in it, made once, and its backup."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.installation.places import Place, new_place

WORLD = """
from touchstone.demo.prepare import prepare
from django.conf import settings
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
prepare(say=print)
"""


@pytest.fixture(scope="session")
def world_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Place]:
    """Kind of database -> a place with the world."""
    made: dict[str, Place] = {}

    def make(kind: str) -> Place:
        if kind not in made:
            made[kind] = new_place(kind, tmp_path_factory.mktemp("world"))
            made[kind].python(WORLD)
        return made[kind]

    return make


@pytest.fixture(scope="session")
def saved(world_of: Callable[[str], Place], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a world on SQLite."""
    archive = tmp_path_factory.mktemp("saved") / "world.tar"
    answer = world_of("sqlite").run("backup", str(archive))
    assert answer.returncode == 0, answer.stderr
    return archive
