"""Signing in, sessions and passwords."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from touchstone.config.settings.mail import number

# Where the links in mails lead: the address people type. `touchstone serve --demo` sets its own.
ADDRESS = (os.environ.get("TOUCHSTONE_ADDRESS") or "http://127.0.0.1:8000").rstrip("/")
if not ADDRESS.startswith(("https://", "http://")):
    raise ImproperlyConfigured("TOUCHSTONE_ADDRESS must be an address like https://touchstone.example.org.")
# How long the link in an invitation works.
INVITATION_DAYS = number(os.environ, "TOUCHSTONE_INVITATION_DAYS", 7, 365)
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
ACCOUNT_EMAIL_NOTIFICATIONS = False  # our services tell people, in the transaction of the change itself
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Touchstone: "
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Five letters an hour: enough for whoever mistypes, too few to fill somebody's mailbox with.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/h/key"}


def second_factor(asked_of: str) -> str:
    """Who must have a second factor. Raises ImproperlyConfigured for a word that is none of the three."""
    if asked_of not in {"staff", "everyone", "nobody"}:
        raise ImproperlyConfigured(
            "TOUCHSTONE_SECOND_FACTOR must be staff (everybody but apprentices), everyone or nobody."
        )
    return asked_of


SECOND_FACTOR = second_factor(os.environ.get("TOUCHSTONE_SECOND_FACTOR", "nobody"))  # in production: staff
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "touchstone.web.people.second_factor.adapter.SecondFactors"
_FORMS = "touchstone.web.people.second_factor.forms"
MFA_FORMS = {
    "authenticate": f"{_FORMS}.SignInCode",
    "reauthenticate": f"{_FORMS}.ConfirmCode",
    "activate_totp": f"{_FORMS}.NewApp",
    "add_webauthn": f"{_FORMS}.NewKey",
    "edit_webauthn": f"{_FORMS}.KeyName",
    "authenticate_webauthn": f"{_FORMS}.SignInKey",
    "reauthenticate_webauthn": f"{_FORMS}.ConfirmKey",
    "login_webauthn": f"{_FORMS}.KeyAlone",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # for the same reason as ACCOUNT_EMAIL_VERIFICATION
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # two requests a sign-in; a college comes from one address
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Touchstone"
MFA_TOTP_TOLERANCE = 1  # the code before and the one after: half a minute is short for whoever types slowly
MFA_RECOVERY_CODES_SHOW_ONCE = True

SESSION_ENGINE = "touchstone.web.people.sessions"
SESSION_COOKIE_AGE = 60 * 60  # an hour without a click
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
# Who has signed in from this browser before; whoever has not is told by mail (touchstone.web.people.browsers).
KNOWN_BROWSER_COOKIE_NAME = "known-browser"
