"""Puts who is acting on the request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from touchstone.apps.people.actor import NOBODY, actor_for


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = actor_for(request.user) if request.user.is_authenticated else NOBODY  # type: ignore[attr-defined]
        return self.get_response(request)
