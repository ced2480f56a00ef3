"""The account of whoever is signed in."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from touchstone.apps.people.models import User


def oneself(request: HttpRequest) -> User:
    """For pages that nobody reaches without being signed in."""
    return cast(User, request.user)
