"""Staying signed in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from touchstone.web.parts.page import Request, page


@csrf_exempt  # nothing to forge: it does what looking at any page does
@require_POST
@page("account.own")
def keep_alive(request: Request) -> HttpResponse:
    """Every request moves the time-out; this one does only that. ``Session-Seconds``: until it ends now."""
    return HttpResponse(status=204, headers={"Session-Seconds": str(settings.SESSION_COOKIE_AGE)})
