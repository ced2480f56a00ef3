"""``python -m touchstone.cli`` is ``touchstone``: how one command starts another."""

import sys

from touchstone.cli.main import main

sys.exit(main())
