"""Puts who is acting on the request, and notes who signed in or out."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from touchstone.apps.people.actor import NOBODY, actor_for
from touchstone.web.parts.signing_in import forget, remember, remembered
from touchstone.web.people import sign_ins


class ActorMiddleware:
    """Sets ``request.actor``. People of the demo world are nobody outside demo mode."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.is_demo and not settings.DEMO:
            logout(request)
        actor = actor_for(request.user) if request.user.is_authenticated else NOBODY
        request.actor = actor  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated:
            if remembered(request) != request.user.pk:
                remember(response, request.user.pk)
            if sign_ins.has_moved(request):
                sign_ins.note(request)
        elif actor is not NOBODY:  # was signed in when the request came: has signed out
            forget(response)
        return response
