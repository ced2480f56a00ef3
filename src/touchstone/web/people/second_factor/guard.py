"""Leads whoever must have a second factor and has none to set one up, before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from touchstone.apps.people.second_factor import has_one, is_required_of
from touchstone.web.parts.page import Request
from touchstone.web.parts.signing_in import hold, typed
from touchstone.web.people.oneself import oneself

# In the session, so that nobody is asked about at every request. It cannot outlive the factor: removing one ends
# every other session, and takes this from the session it is removed in.
HAS = "second_factor"
WANTED = "wanted_before_second_factor"
REACHABLE = {
    "account_reauthenticate",
    "account_set_password",
    "people:keep_alive",
}  # besides every page that sets one up


class SecondFactorMiddleware:
    """Public pages and signing out stay reachable; home does not, for it shows somebody's work."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Request, view: Any, *_: Any) -> HttpResponse | None:
        if not is_required_of(request.actor) or request.session.get(HAS) or _reachable(request, view):
            return None
        if has_one(oneself(request).pk):
            note_second_factor(request)
            return None
        if request.method == "POST":
            if typed(request) and hold(request, oneself(request).pk):
                messages.info(request, "What you sent has been kept. You can send it again after this.")
        elif request.method == "GET":
            request.session[WANTED] = request.get_full_path()
        return redirect("mfa_index")


def _reachable(request: HttpRequest, view: Any) -> bool:
    name = request.resolver_match.view_name if request.resolver_match else ""
    public = getattr(view, "action", "") == "pages.public" and name != "home"
    return public or name in REACHABLE or name.startswith("mfa_")


def note_second_factor(request: HttpRequest) -> None:
    request.session[HAS] = True


def forget_second_factor(request: HttpRequest) -> None:
    request.session.pop(HAS, None)


def wanted(request: HttpRequest) -> str:
    """Where somebody was going when they were led to set up a second factor; their second steps otherwise."""
    return str(request.session.pop(WANTED, "") or reverse("mfa_index"))
