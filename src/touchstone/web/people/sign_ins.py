"""Where somebody is signed in, and ending that."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from touchstone.apps.people import services
from touchstone.apps.people.places import places_of
from touchstone.web.parts.page import Request, page
from touchstone.web.people.browsers import in_words
from touchstone.web.people.oneself import oneself

KEY = "sign_in_key"  # in the session: the key it had when it was noted


def note(request: HttpRequest) -> None:
    """Note the session of this request for its person; under its new key when it has got one."""
    before, now = request.session.get(KEY, ""), request.session.session_key or ""
    services.note_sign_in(person=oneself(request), session_key=now, browser=in_words(request), instead_of=before)
    request.session[KEY] = now


def has_moved(request: HttpRequest) -> bool:
    """Whether the noted session goes on under another key, as it does when its person changes the password."""
    now = request.session.session_key
    return bool(request.session.get(KEY, now) != now)


@page("account.own")
def signed_in(request: Request) -> HttpResponse:
    here = request.session.session_key
    if request.method == "POST":
        if "others" in request.POST:
            services.end_other_sign_ins(who=request.actor, person=oneself(request), here=here)
            messages.success(request, "You are signed out everywhere else")
        elif (one := _id(request.POST.get("end", ""))) is not None:
            services.end_sign_in(who=request.actor, person=oneself(request), id=one)
            messages.success(request, "You are signed out there")
        return redirect("people:signed_in")
    return render(request, "people/signed_in.html", {"places": places_of(oneself(request).pk, here)})


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
