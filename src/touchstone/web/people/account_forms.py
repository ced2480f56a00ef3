"""The forms of the accounts package in our own words."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as allauth
from django import forms

NEW_PASSWORD_HINT = "At least 12 characters, not a common one, not like your name. Three random words do well."  # noqa: S105


class PlainWords(forms.Form):
    """``words``: field -> (label, hint, what to say when it is empty)."""

    mark_optional = False
    words: ClassVar[dict[str, tuple[str, str, str]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint, empty) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = empty


class SignIn(PlainWords, allauth.LoginForm):  # type: ignore[misc]
    words = {
        "login": ("Email address", "", "Enter your email address"),
        "password": ("Password", "", "Enter your password"),
    }


class AskForReset(PlainWords, allauth.ResetPasswordForm):  # type: ignore[misc]
    words = {"email": ("Email address", "The one you sign in with.", "Enter your email address")}


class ChooseNew(PlainWords, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    words = {
        "password1": ("New password", NEW_PASSWORD_HINT, "Enter a new password"),
        "password2": ("New password again", "", "Enter the new password again"),
    }


class Choose(PlainWords, allauth.SetPasswordForm):  # type: ignore[misc]
    words = ChooseNew.words


class Change(PlainWords, allauth.ChangePasswordForm):  # type: ignore[misc]
    words = {"oldpassword": ("Password you use now", "", "Enter the password you use now"), **ChooseNew.words}


class ConfirmIdentity(PlainWords, allauth.ReauthenticateForm):  # type: ignore[misc]
    words = {"password": ("Password", "", "Enter your password")}
