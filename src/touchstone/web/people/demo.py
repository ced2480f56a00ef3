"""The demo people: look at everything with the eyes of each. These addresses exist in demo mode alone."""

from __future__ import annotations

import uuid

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from touchstone.apps.people.queries import demo_people, demo_person
from touchstone.apps.people.roles import Role
from touchstone.web.parts.page import Request, page


@page("pages.public")
def demo(request: Request) -> HttpResponse:
    """Everybody in the demo world, under the role they hold."""
    _only_in_demo_mode()
    people = demo_people()
    groups = [(role.label, [one for one in people if one.role == role]) for role in Role]
    return render(request, "people/demo.html", {"groups": [(label, held) for label, held in groups if held]})


@require_POST
@page("pages.public")
def become(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Sign in as a demo person, without a password."""
    _only_in_demo_mode()
    person = demo_person(pk)
    if person is None:
        raise Http404
    get_adapter().login(request, person)
    return redirect("people:kept")  # which goes on to the home page when nothing was kept


def _only_in_demo_mode() -> None:
    if not settings.DEMO:
        raise Http404
