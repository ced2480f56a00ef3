"""The suite runs on the database it says it runs on."""

from __future__ import annotations

import os

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_tests_run_on_the_database_that_was_asked_for() -> None:
    wanted = "postgresql" if os.environ.get("TOUCHSTONE_DATABASE", "").startswith("postgresql") else "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()" if wanted == "postgresql" else "SELECT sqlite_version()")
        answered = cursor.fetchone()[0]
    assert connection.vendor == wanted
    assert answered.startswith("PostgreSQL" if wanted == "postgresql" else "3.")
