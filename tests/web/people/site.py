"""A small site for the tests of this folder: the people section, a home page and one page with a form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path

from touchstone.web.errors import views as errors
from touchstone.web.parts.page import Request, page


@page("account.own")
def home(request: Request) -> HttpResponse:
    return HttpResponse("home")


@page("account.own")
def form(request: Request) -> HttpResponse:
    """Says what arrived."""
    if request.POST.get("title") == "break":
        raise RuntimeError("the service failed")
    sent = {name: values for name, values in request.POST.lists() if name not in {"csrfmiddlewaretoken", "held_form"}}
    return JsonResponse({"arrived": sent, "who": request.actor.name}, status=201 if request.method == "POST" else 200)


def boom(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret of the database")


urlpatterns = [
    path("", home, name="home"),
    path("form/", form, name="form"),
    path("boom/", boom, name="boom"),
    path("", include("touchstone.web.people.urls")),
]
handler400, handler403, handler404, handler500 = (
    errors.bad_request,
    errors.forbidden,
    errors.not_found,
    errors.server_error,
)
