"""A small site for the tests of this folder: the people section, a home page and one page with a form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path

from touchstone.web.errors import views as errors
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


@page("account.own")
def home(request: Request) -> HttpResponse:
    return HttpResponse("home")


class Session(Form):
    title = fields.TextField(label="Title")
    story = fields.LongTextField(label="What happened")


PAGE = """
{% extends "ui/page.html" %}
{% block title %}A session{% endblock %}
{% block content %}{{ uiForm(form, submit="Save") }}{% endblock %}
"""


@page("account.own")
def form(request: Request) -> HttpResponse:
    """A page with a form; what is sent to it, it says back."""
    if request.method != "POST":
        return HttpResponse(engines["jinja2"].from_string(PAGE).render({"form": Session()}, request))
    if request.POST.get("title") == "break":
        raise RuntimeError("the service failed")
    sent = {name: values for name, values in request.POST.lists() if name not in {"csrfmiddlewaretoken", "held_form"}}
    return JsonResponse({"arrived": sent, "who": request.actor.name}, status=201)


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
