"""The handlers Django calls.

The one for 500 uses neither request nor database nor layout: any of them may be what broke.
"""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from touchstone.web.ui.kept import kept_text

PLAIN = """<!DOCTYPE html><html lang="en-GB"><head><title>Something went wrong – Touchstone</title></head>
<body><h1>Something went wrong</h1>
<p>This is a fault of ours. Wait a minute, go back in your browser and try again.</p></body></html>"""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where more was sent than one request may hold."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return too_large(request)
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with the sentence given to ``PermissionDenied``."""
    return render(request, "errors/403.html", {"reason": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def too_large(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/413.html", status=413)


def server_error(request: HttpRequest) -> HttpResponse:
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
