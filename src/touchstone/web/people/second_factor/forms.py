"""The forms of second factors in our own words, with what the accounts package leaves open closed."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError

from touchstone.apps.people.second_factor import steps_of
from touchstone.web.people.account_forms import PlainWords

CODE = ("Code", "The 6 digits your app shows now, or one of your recovery codes.", "Enter a code")
NO_ANSWER = "Your browser did not get an answer from the key. Try again, or use another way."
NAME_MAX = 60
SECONDS_A_CODE_COULD_WORK = 120  # its own half minute, and the one before and after


class TypedCode(PlainWords):
    """A code typed by hand, from an app or from the list of recovery codes."""

    words = {"code": CODE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "class": "govuk-input--width-10"}


class CodeOnce(TypedCode):
    """A code of an app works for a minute and a half, and once in it. The package forgets it after half a minute."""

    user: Any
    authenticator: Any

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        used = f"second-factor-used:{self.user.pk}:{normalize_user_code(code)}"
        of_app = self.authenticator.type == Authenticator.Type.TOTP
        if of_app and not cache.add(used, True, SECONDS_A_CODE_COULD_WORK):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SignInCode(CodeOnce, AuthenticateForm):  # type: ignore[misc]
    """After the password. ``of_app``: whether the person has an app that shows codes, or recovery codes alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_app = bool(steps_of(self.user.pk).app)
        if not self.of_app:
            self.fields["code"].label, self.fields["code"].help_text = "Recovery code", "If you have lost your key."


class ConfirmCode(CodeOnce, ReauthenticateForm):  # type: ignore[misc]
    """Before a change of one's account."""


class NewApp(TypedCode, ActivateTOTPForm):  # type: ignore[misc]
    words = {"code": ("Code", "The 6 digits the app shows now.", "Enter the code that the app shows")}


class KeyAnswer(forms.Form):
    """What a browser says a key answered: anything may be sent in its place."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages |= {"required": NO_ANSWER, "invalid": NO_ANSWER}

    def full_clean(self) -> None:
        """The package lets some wrong answers through to where they raise: they are wrong answers like any other."""
        try:
            super().full_clean()
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):
            self._errors = forms.utils.ErrorDict()
            self.cleaned_data = {}
            self.add_error("credential", ValidationError(NO_ANSWER))


class NewKey(KeyAnswer, PlainWords, AddWebAuthnForm):  # type: ignore[misc]
    words = {
        "name": ("Name of this key", "So that you know it again: where it is, or what it looks like.", "Enter a name"),
        "passwordless": (
            "Sign in with this key alone, without a password",
            "The key then asks for a fingerprint, a face or a PIN.",
            "",
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _name(self.fields["name"])


class KeyName(PlainWords, EditWebAuthnForm):  # type: ignore[misc]
    words = {"name": NewKey.words["name"]}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _name(self.fields["name"])


class SignInKey(KeyAnswer, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """After the password."""


class ConfirmKey(KeyAnswer, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Before a change of one's account."""


class KeyAlone(KeyAnswer, LoginWebAuthnForm):  # type: ignore[misc]
    """In place of the password."""


def _name(field: forms.Field) -> forms.CharField:
    return forms.CharField(
        label=field.label,
        help_text=field.help_text,
        max_length=NAME_MAX,
        error_messages={"required": "Enter a name", "max_length": f"Use {NAME_MAX} characters or fewer"},
    )
