"""A real installation, behind HTTPS. Every secret comes from the environment; without one it refuses to start."""

import os

from django.core.exceptions import ImproperlyConfigured

from touchstone.config.settings.hosts import hosts, is_secret, old_secrets, secure_address
from touchstone.config.settings.shared import *  # noqa: F403

SECRET_KEY = os.environ.get("TOUCHSTONE_SECRET_KEY", "")
if not is_secret(SECRET_KEY):
    raise ImproperlyConfigured(
        "TOUCHSTONE_SECRET_KEY must be a secret of your own of at least 50 characters. Make one with: "
        'python -c "import secrets; print(secrets.token_urlsafe(64))"'
    )

# What was signed or encrypted with the secrets of before can still be read.
SECRET_KEY_FALLBACKS = old_secrets(os.environ.get("TOUCHSTONE_OLD_SECRET_KEYS", ""))

ALLOWED_HOSTS = hosts(os.environ.get("TOUCHSTONE_HOSTS", ""))
ADDRESS = secure_address(ADDRESS if os.environ.get("TOUCHSTONE_ADDRESS") else f"https://{ALLOWED_HOSTS[0].lstrip('.')}")  # noqa: F405

# How many proxies of your own stand in front. With none, what a request says about itself in X-Forwarded-… headers is
# not believed: anybody can write it. With one or more, the nearest must set (not pass on) X-Forwarded-Proto and -For.
_proxies = os.environ.get("TOUCHSTONE_PROXIES", "0")
if not _proxies.isdecimal():
    raise ImproperlyConfigured("TOUCHSTONE_PROXIES must be a number: how many proxies of your own stand in front.")
ALLAUTH_TRUSTED_PROXY_COUNT = int(_proxies)
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SECOND_FACTOR = second_factor(os.environ.get("TOUCHSTONE_SECOND_FACTOR", "staff"))  # noqa: F405

SECURE_SSL_REDIRECT = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
LAST_PERSON_COOKIE_NAME = "__Host-last-person"
KNOWN_BROWSER_COOKIE_NAME = "__Host-known-browser"
CSRF_TRUSTED_ORIGINS = [ADDRESS, *(f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith("."))]

STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
}

DEFAULT_FROM_EMAIL = DEFAULT_FROM_EMAIL or f"touchstone@{ALLOWED_HOSTS[0].lstrip('.')}"  # noqa: F405
