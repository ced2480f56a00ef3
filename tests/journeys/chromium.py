"""``python -m tests.journeys.chromium``: see to it that Debian's Chromium is there, or say what to install."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tests.journeys.browser import CHROMIUM

ADVICE = "The browser tests need Chromium. On Debian: apt-get install chromium"


def main() -> int:
    """0 when it is there afterwards."""
    if not shutil.which(CHROMIUM) and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium …", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            done = subprocess.run(["apt-get", "-qq", *words], env=environment, stdin=subprocess.DEVNULL, check=False)
            if done.returncode:
                break
    if not shutil.which(CHROMIUM):
        print(ADVICE, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
