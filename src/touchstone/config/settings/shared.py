"""What every installation shares. Nothing here is a secret; nothing here differs between machines."""

from __future__ import annotations

from typing import Any

from touchstone.config.settings.accounts import *  # noqa: F403
from touchstone.config.settings.databases import *  # noqa: F403
from touchstone.config.settings.environment import *  # noqa: F403
from touchstone.config.settings.files import *  # noqa: F403
from touchstone.config.settings.logged import *  # noqa: F403
from touchstone.config.settings.mail import *  # noqa: F403
from touchstone.config.settings.paths import DATA, PACKAGE, REPOSITORY, TEXTS  # noqa: F401 (a setting)

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
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "touchstone.apps.records",
    "touchstone.apps.post",
    "touchstone.apps.people",
    "touchstone.apps.plans",
    "touchstone.apps.apprenticeships",
    "touchstone.apps.concerns",
    "touchstone.apps.portfolio",
    "touchstone.apps.training",
    "touchstone.apps.gateway",
    "touchstone.apps.assessment",
    "touchstone.apps.mocks",
    "touchstone.apps.results",
    "touchstone.apps.upkeep",
    "touchstone.web",
]

MIDDLEWARE = [
    "touchstone.web.upkeep.health.HealthMiddleware",  # before anything that asks for a host, https or a session
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
    "touchstone.web.parts.transfers.TransfersMiddleware",
    "touchstone.web.people.second_factor.guard.SecondFactorMiddleware",
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
FOOTER = "touchstone.web.about.links.links"  # the same, at the foot of every page, for everybody

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [REPOSITORY / "frontend" / "dist"]

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "media-src": ["'self'"],
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

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
TEXT_MAX_CHARACTERS = 20_000
