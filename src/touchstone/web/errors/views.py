"""The handlers Django calls.

The ones for 500 and 503 use neither session nor database nor layout: any of them may be what broke.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from touchstone.web.errors.trouble import trouble_of
from touchstone.web.errors.unavailable import unavailable
from touchstone.web.ui.formats import file_size
from touchstone.web.ui.kept import kept_text

BUSY_SECONDS = 30  # after which it is worth trying again

PLAIN = """<!DOCTYPE html><html lang="en-GB"><head><title>Something went wrong – Touchstone</title></head>
<body><h1>Something went wrong</h1>
<p>This is a fault of ours. Wait a minute, go back in your browser and try again.</p></body></html>"""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where more was sent than one request may hold."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent | TooManyFieldsSent):
        return too_large(request)
    trouble = trouble_of(exception)  # Django calls a session that could not be written a bad request
    if trouble:
        return unavailable(request, trouble, exception)
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with the sentence given to ``PermissionDenied``."""
    return render(request, "errors/403.html", {"reason": str(exception), "kept": _typed(request)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Also what a form was sent to that its sender may not see any more."""
    return render(request, "errors/404.html", {"kept": _typed(request)}, status=404)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed into the form that was refused, to copy. An address that is none of ours has not read any."""
    return kept_text(request.POST) if request.resolver_match else []


def broken_off(request: HttpRequest) -> HttpResponse:
    """400: a form of which not all came. Whoever sent it is mostly gone."""
    return render(request, "errors/400.html", status=400)


def length_required(request: HttpRequest) -> HttpResponse:
    """411: a body that does not say how long it is. Browsers always do; some programs do not."""
    return render(request, "errors/411.html", status=411)


def too_large(request: HttpRequest, kept: Sequence[tuple[str, str]] = ()) -> HttpResponse:
    """413, with what was typed as far as it was read."""
    limits = {
        "files": settings.UPLOAD_MAX_FILES,
        "each": file_size(settings.UPLOAD_MAX_BYTES),
        "total": file_size(settings.UPLOAD_MAX_TOTAL),
    }
    return render(request, "errors/413.html", {"kept": kept, "limits": limits}, status=413)


def busy(request: HttpRequest, kept: Sequence[tuple[str, str]] = ()) -> HttpResponse:
    """503: as many uploads and downloads are under way as can be."""
    response = render(request, "errors/busy.html", {"kept": kept}, status=503)
    response["Retry-After"] = str(BUSY_SECONDS)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database or the disk does not answer."""
    error = sys.exc_info()[1]
    trouble = trouble_of(error)
    if trouble:
        return unavailable(request, trouble, error)
    try:
        page = get_template("errors/500.html").render()
    except Exception:  # templates or static files are what broke
        page = PLAIN
    return HttpResponse(page, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is not, or no longer, this session's. ``reason`` is for developers and not shown."""
    return render(request, "errors/lapsed.html", {"kept": kept_text(request.POST)}, status=403)


def lapsed(request: HttpRequest, sign_in: str) -> HttpResponse:
    """A form that came after its session had ended: what was typed, to copy, and ``sign_in``, the way back."""
    return render(request, "errors/lapsed.html", {"kept": kept_text(request.POST), "next": sign_in}, status=403)
