"""One site for all the faults: it has to recover from each. On SQLite, or the PostgreSQL of TOUCHSTONE_DATABASE."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.faults.site import POSTGRESQL, Site, made
from tests.faults.wire import Wire


@pytest.fixture(scope="session")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire | None]:
    """To a database of its own on the server; None on SQLite."""
    if not POSTGRESQL:
        yield None
        return
    from psycopg import connect
    from psycopg.conninfo import conninfo_to_dict

    server = os.environ["TOUCHSTONE_DATABASE"]
    parts = conninfo_to_dict(server)
    with connect(server, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS faults WITH (FORCE)")
        connection.execute("CREATE DATABASE faults")
    one = Wire(f"{parts['host']}/.s.PGSQL.{parts.get('port', 5432)}")
    yield one
    one.cut()
    with connect(server, autocommit=True) as connection:
        connection.execute("DROP DATABASE faults WITH (FORCE)")


@pytest.fixture(scope="session")
def site(wire: Wire | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """With the demo world in it."""
    user = os.environ.get("TOUCHSTONE_DATABASE", "").partition("//")[2].partition("@")[0]
    url = f"postgresql://{user}@127.0.0.1:{wire.port}/faults" if wire else None
    with made(tmp_path_factory.mktemp("faults"), url) as one:
        yield one


@pytest.fixture(autouse=True)
def _say_what_the_site_said(request: pytest.FixtureRequest, site: Site) -> Iterator[None]:
    """Where a test fails, what the site printed meanwhile is what one wants to read."""
    before = len(site.words())
    yield
    print(site.words()[before:][-20_000:])
