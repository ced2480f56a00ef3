"""``python -m bench.transfers [MB]``: one large file up and down through the real server: MB a second, peak memory.

The demo world in a temporary folder, one web process, everything on this machine: what the network would take is not
in the figures. Nothing is asserted; ``tests/journeys/test_transfers.py`` holds the memory.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from pathlib import Path

from tests.journeys.site import Site, running
from tests.journeys.test_transfers import MB, Browser


def main(words: list[str]) -> int:
    """Print a line each way."""
    size = int(words[0]) * MB if words else 1024 * MB
    os.environ["TOUCHSTONE_UPLOAD_MAX_MB"] = str(size // MB + 1)
    os.environ["TOUCHSTONE_UPLOAD_MAX_TOTAL_MB"] = str(size // MB + 1)
    with tempfile.TemporaryDirectory(prefix="touchstone-bench-") as folder, running(Path(folder)) as site:
        alice = Browser(site)
        alice.ask("GET", alice.uploaded(MB)).read()
        before = _peak(site)
        began = time.monotonic()
        address = alice.uploaded(size)
        _say("up", size, time.monotonic() - began, before, _peak(site))
        before, began, received = _peak(site), time.monotonic(), 0
        answer = alice.ask("GET", address)
        while piece := answer.read(MB):
            received += len(piece)
        _say("down", received, time.monotonic() - began, before, _peak(site))
    return 0


def _say(way: str, size: int, seconds: float, before: int, after: int) -> None:
    print(
        f"{way:>4}: {size // MB} MB in {seconds:.1f} s, {size / MB / seconds:.0f} MB a second; "
        f"peak memory of the web process {after / MB:.0f} MB, {(after - before) / MB:.0f} MB more than before",
        flush=True,
    )


def _peak(site: Site) -> int:
    web = next(pid for pid, command in site.children().items() if "granian" in command)
    status = [(Path("/proc") / str(pid) / "status").read_text() for pid in site.children(web)]
    return 1024 * max(int(found[1]) for text in status if (found := re.search(r"VmHWM:\s+(\d+)", text)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
