"""Our answers to what the accounts package asks."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from touchstone.apps.people import services
from touchstone.apps.people.actor import actor_for
from touchstone.apps.people.models import User
from touchstone.apps.people.second_factor import steps_of
from touchstone.apps.post import services as post
from touchstone.web.people import browsers, sign_ins

SAID = {
    "account/messages/password_changed.txt": "Your password is changed.",
    "account/messages/password_set.txt": "Your password is set.",
}
KINDS = {"account/email/password_reset_key": "password-reset", "account/email/unknown_account": "password-reset"}


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

    def login(self, request: HttpRequest, user: User) -> None:
        """Everybody signs in here, however they came: so it is known where they are signed in."""
        super().login(request, user)
        sign_ins.note(request)

    def post_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **login)
        if not user.is_demo:
            if not login["signup"] and not browsers.is_known(request, user.pk):  # whoever just joined knows
                services.tell_of_sign_in(person=user, browser=browsers.in_words(request), at=timezone.now())
            browsers.make_known(request, response, user.pk)
        records = get_authentication_records(request, user)
        if records and records[-1].get("type") == "recovery_codes":
            left = steps_of(user.pk).left
            words = f"You used a recovery code. You have {left} left: make new ones under “Your account” in time."
            messages.warning(request, words)
        return response

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Whoever signed in a moment ago has just shown who they are."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **more))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """At the address of this installation: whoever asks names the host of the request, and might name another."""
        asked: str = super().get_reset_password_from_key_url(key)
        return settings.ADDRESS + urlsplit(asked).path

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox: what becomes of it at the mail server is no part of this request."""
        known = {"request": self.request, "email": email, "address": settings.ADDRESS, **context}
        mail = self.render_mail(template_prefix, email, known)
        person = getattr(context.get("user"), "pk", None)
        kind = KINDS.get(template_prefix, "account")
        post.write(to=email, kind=kind, subject=mail.subject, text=str(mail.body), person=person)

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
        if self.request.user == user:  # every session of theirs has ended, this one too: what is in it goes on anew
            self.request.session.cycle_key()
