"""Pages of the design system. They exist in a demo alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from touchstone.web.errors import views as errors
from touchstone.web.errors.trouble import Trouble
from touchstone.web.errors.unavailable import unavailable
from touchstone.web.parts.page import page
from touchstone.web.patterns.forms import EveryField, Filters, OneQuestion

View = Callable[..., HttpResponse]


def demo_only(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, **arguments: str) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, **arguments)

    return guarded


@page("pages.public")
@demo_only
def components(request: HttpRequest) -> HttpResponse:
    filters = Filters(request.GET)
    return render(
        request,
        "patterns/components.html",
        {"filters": filters, "page": Paginator(range(400), 20).get_page(request.GET.get("page"))},
    )


@page("pages.public")
@demo_only
def form(request: HttpRequest) -> HttpResponse:
    """All fields; ``?refused`` shows them as they look after a refusal."""
    if "refused" in request.GET and request.method == "GET":
        wrong = QueryDict(
            "day-day=31&day-month=2&day-year=2026&start=25:00&minutes=0&kind=other&email=nobody&story=" + "x" * 501
        )
        return render(request, "patterns/form.html", {"form": EveryField(wrong)})
    shown = EveryField(request.POST or None, request.FILES or None)
    if request.method == "POST" and shown.is_valid():
        messages.success(request, "Everything was understood. Nothing was stored.")
        return redirect("patterns:form")
    return render(request, "patterns/form.html", {"form": shown}, status=422 if shown.is_bound else 200)


@page("pages.public")
@demo_only
def question(request: HttpRequest) -> HttpResponse:
    shown = OneQuestion(request.POST or None)
    if request.method == "POST" and shown.is_valid():
        return redirect("patterns:done")
    return render(request, "patterns/question.html", {"form": shown}, status=422 if shown.is_bound else 200)


@page("pages.public")
@demo_only
def done(request: HttpRequest) -> HttpResponse:
    return render(request, "patterns/done.html")


@page("pages.public")
@demo_only
def error(request: HttpRequest, name: str) -> HttpResponse:
    """Each page of ``web/errors``, under its number or ``lapsed``."""
    pages: dict[str, Callable[[], HttpResponse]] = {
        "400": lambda: errors.bad_request(request, BadRequest()),
        "403": lambda: errors.forbidden(
            request, PermissionDenied("You train this apprentice, so you cannot assess them.")
        ),
        "404": lambda: errors.not_found(request, Http404()),
        "413": lambda: errors.bad_request(request, RequestDataTooBig()),
        "500": lambda: errors.server_error(request),
        "503": lambda: unavailable(request, Trouble.AWAY),
        "lapsed": lambda: errors.csrf_failure(request),
    }
    if name not in pages:
        raise Http404
    return pages[name]()
