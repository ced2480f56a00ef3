"""What every installation shares. Nothing here is a secret; nothing here differs between machines."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parents[2]
REPOSITORY = PACKAGE.parents[1]

# Where this installation keeps what it is given: files, adopted plans, the SQLite database.
DATA = Path(os.environ.get("TOUCHSTONE_DATA", REPOSITORY / "var")).resolve()

DEBUG = False
DEMO = False
ALLOWED_HOSTS: list[str] = []
SECRET_KEY: str

INSTALLED_APPS = [
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_tasks",
    "django_tasks_db",
    "touchstone.apps.records",
    "touchstone.apps.people",
    "touchstone.apps.plans",
    "touchstone.apps.apprenticeships",
    "touchstone.apps.portfolio",
    "touchstone.apps.gateway",
    "touchstone.apps.assessment",
    "touchstone.apps.results",
    "touchstone.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "touchstone.web.people.middleware.ActorMiddleware",
]

ROOT_URLCONF = "touchstone.config.urls"
WSGI_APPLICATION = "touchstone.config.wsgi.application"

_context_processors = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "jinja2"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "touchstone.web.ui.environment.environment",
            "context_processors": [*_context_processors, "touchstone.web.ui.context.page"],
        },
    },
    {  # mails of the accounts package only
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _context_processors},
    },
]
FORM_RENDERER = "touchstone.web.ui.forms.Renderer"
# A function (request) -> links of touchstone.web.ui.context in the header of whoever is signed in; empty for none.
NAVIGATION = "touchstone.web.home.navigation.links"

SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000; "
    "PRAGMA recursive_triggers=ON;",
}


def database(url: str | None) -> dict[str, Any]:
    """A DATABASES entry. ``url``: None for SQLite in the data folder, else ``sqlite:PATH`` or a PostgreSQL URI."""
    if url is None or url.startswith("sqlite:"):
        name = DATA / "touchstone.sqlite3" if url is None else Path(url.removeprefix("sqlite:"))
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(name), "OPTIONS": dict(SQLITE_OPTIONS)}
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(url)
    entry: dict[str, Any] = {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60}
    for key, django_key in {
        "dbname": "NAME",
        "user": "USER",
        "password": "PASSWORD",
        "host": "HOST",
        "port": "PORT",
    }.items():
        if parts.get(key) is not None:
            entry[django_key] = str(parts.pop(key))
    entry["OPTIONS"] = parts
    return entry


DATABASES = {"default": database(os.environ.get("TOUCHSTONE_DATABASE"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def storage(backend: str | None, options: str | None) -> dict[str, Any]:
    """A STORAGES entry. ``backend``: a class of django-storages or Django by its path, None for the data folder;
    ``options``: its options as a JSON object, such as ``{"bucket_name": "evidence"}``."""
    entry: dict[str, Any] = {"BACKEND": backend or "django.core.files.storage.FileSystemStorage"}
    try:
        entry["OPTIONS"] = json.loads(options or "{}")
    except ValueError:
        entry["OPTIONS"] = None
    if not isinstance(entry["OPTIONS"], dict):
        raise ImproperlyConfigured(
            'TOUCHSTONE_STORAGE_OPTIONS must be a JSON object, like {"bucket_name": "evidence"}.'
        )
    return entry


STORAGES: dict[str, dict[str, Any]] = {
    "default": storage(os.environ.get("TOUCHSTONE_STORAGE"), os.environ.get("TOUCHSTONE_STORAGE_OPTIONS")),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = DATA / "files"
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [REPOSITORY / "frontend" / "dist"]

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "touchstone.web.people.adapter.Accounts"
ACCOUNT_FORMS = {
    "login": "touchstone.web.people.account_forms.SignIn",
    "reset_password": "touchstone.web.people.account_forms.AskForReset",
    "reset_password_from_key": "touchstone.web.people.account_forms.ChooseNew",
    "change_password": "touchstone.web.people.account_forms.Change",
    "set_password": "touchstone.web.people.account_forms.Choose",
    "reauthenticate": "touchstone.web.people.account_forms.ConfirmIdentity",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the organisation that makes an account vouches for its address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Touchstone: "
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
# Rate limits count across processes: the cache must be shared.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Django would throw a third away beyond 300: whoever makes many attempts could have their own forgotten.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

SESSION_COOKIE_AGE = 60 * 60  # an hour without a click
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "touchstone.web.people.kept.csrf_failure"
CSRF_COOKIE_SAMESITE = "Lax"
# The CSRF cookie outlives the session (Django keeps it a year): a form sent after time-out is refused for being
# signed out, which keeps what was typed, and not for its token.
# Whose text that was: a signed cookie, set at sign-in and removed at sign-out (touchstone.web.parts.signing_in).
LAST_PERSON_COOKIE_NAME = "last-person"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"  # what people see; the database holds UTC
USE_TZ = True
USE_I18N = False

# Uploads. Held by the services for every form.
UPLOAD_MAX_BYTES = int(os.environ.get("TOUCHSTONE_UPLOAD_MAX_MB", "200")) * 1024 * 1024
UPLOAD_MAX_FILES = 20
FILE_UPLOAD_HANDLERS = ["touchstone.web.ui.uploads.UploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
TEXT_MAX_CHARACTERS = 20_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
