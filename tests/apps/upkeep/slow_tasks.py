"""A task a test can watch and hold up: its own lines in a file say what it did."""

from __future__ import annotations

import time
from pathlib import Path

from django_tasks import task


@task()
def note_and_wait(folder: str, name: str) -> None:
    """Write that it began; go on once a file ``go`` lies beside; write that it ended."""
    with (Path(folder) / name).open("a", encoding="ascii") as notes:
        notes.write("began\n")
        notes.flush()
        while not (Path(folder) / "go").exists():
            time.sleep(0.05)
        notes.write("ended\n")
