"""The first page anybody sees."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from touchstone.apps.people.actor import NOBODY, Actor
from touchstone.apps.people.roles import Role
from touchstone.web.home.places import FIRST_TIME, WITH_APPRENTICES, places_of
from touchstone.web.home.work import Kind, Work, work
from touchstone.web.parts.apprenticeship import name_of_list
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.signing_in import to_sign_in

SHOWN = 20  # lines of a part; the list of apprentices has the rest


@page("pages.public")
def home(request: Request) -> HttpResponseBase:
    """For somebody signed in, their work; else the welcome of the demo, or sign-in."""
    if request.actor is not NOBODY:
        return _work(request)
    if settings.DEMO:
        return render(request, "home/welcome.html")
    return to_sign_in(request)


def _work(request: Request) -> HttpResponse:
    found = work(request.actor)
    todo = found.together + found.parts[Kind.TODO]
    parts = [
        {"title": kind.value, "items": items[:SHOWN], "more": max(0, len(items) - SHOWN)}
        for kind, items in (found.parts | {Kind.TODO: todo}).items()
        if items
    ]
    return render(
        request,
        "home/home.html",
        {
            "parts": parts,
            "whole": found.whole,
            "nothing_to_do": not todo,
            "held": request.actor.held,
            "name_of_list": name_of_list(request.actor),
            "several": len(request.actor.roles) > 1,
            "demo_person": request.actor.is_demo,
            "places": list(places_of(request.actor)),
            "hints": _hints(request.actor, found),
        },
    )


def _hints(viewer: Actor, found: Work) -> list[str]:
    """What to expect, for each role that has nothing on the page."""
    busy = {item.role for items in [found.together, *found.parts.values()] for item in items}
    said = {**FIRST_TIME, **{role: words for role, words in WITH_APPRENTICES.items() if role in found.roles}}
    return [said[role] for role in Role if role in viewer.roles and role not in busy]
