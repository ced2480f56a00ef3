"""A demo on one's own machine: invented people, one click to become each. Refuses every host but this machine."""

from touchstone.config.settings.paths import DATA, REPOSITORY
from touchstone.config.settings.shared import *  # noqa: F403

DEMO = True
SECRET_KEY = "demo-only: production settings refuse this key"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = "Touchstone (demo) <touchstone@demo.example>"
DATA.mkdir(parents=True, exist_ok=True)

# Served straight from where the front end is built: nothing to collect first.
STATIC_ROOT = REPOSITORY / "frontend" / "dist"
STATICFILES_DIRS = []
