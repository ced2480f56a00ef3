"""For the test suite: SQLite in a file, or the PostgreSQL that TOUCHSTONE_DATABASE names."""

import tempfile
from pathlib import Path

from touchstone.config.settings.shared import *  # noqa: F403

DEMO = True
SECRET_KEY = "test-only"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
DATA = Path(tempfile.mkdtemp(prefix="touchstone-test-"))
MEDIA_ROOT = DATA / "files"
INCOMING = DATA / "incoming"
ARRIVING = DATA / "arriving"
TEXTS = DATA / "texts"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = "Touchstone <touchstone@touchstone.example>"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, not memory: threads and the browser's server need a connection of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}  # noqa: F405
