"""The demo world in the test database, made once for a module and taken back at its end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from touchstone.demo.world import load


@pytest.fixture(scope="module")
def demo_world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """For tests marked ``django_db``: what each of them writes is taken back as ever, and the world at the end."""
    data = tmp_path_factory.mktemp("world")
    with (
        django_db_blocker.unblock(),
        override_settings(DATA=data, MEDIA_ROOT=data / "files"),
        transaction.atomic(),
    ):
        load(say=lambda _: None)
        yield
        transaction.set_rollback(True)
