"""Our answers to what the accounts package asks."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made for people by their organisation; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
