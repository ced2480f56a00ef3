"""Our answers to what the accounts package asks."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from touchstone.apps.people import services
from touchstone.apps.people.actor import actor_for
from touchstone.apps.people.models import User

SAID = {
    "account/messages/password_changed.txt": "Your password is changed.",
    "account/messages/password_set.txt": "Your password is set.",
}


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made for people by their organisation; nobody signs up. What changes an account is logged."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed.",
        "email_password_mismatch": "The email address or the password is not right. Check both and try again.",
        "enter_current_password": "Enter the password you use now.",
        "incorrect_password": "The password is not right.",
        "same_as_current": "Choose a password you do not use yet.",
        "too_many_login_attempts": "Too many attempts to sign in. Wait five minutes and try again.",
        "rate_limited": "Too many requests. Wait a minute and try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse | None:
        """People of the demo world exist in demo mode alone, whatever a database was filled with."""
        if user.is_demo and not settings.DEMO:
            response: HttpResponse = self.respond_user_inactive(request, user)
            return response
        answer: HttpResponse | None = super().pre_login(request, user, **login)
        return answer

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Most of what the package would say, the next page shows by itself."""
        words = message or SAID.get(message_template or "")
        if words:
            messages.add_message(request, level, words, extra_tags)

    def set_password(self, user: User, password: str) -> None:
        services.set_password(who=actor_for(user), person=user, password=password)
