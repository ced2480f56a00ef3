"""A small site of the design system alone: its patterns, and a form of somebody signed in. Nothing is stored."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path

from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


class Somebody:
    """Stands where the signed-in person stands; ``?as=`` says which of two."""

    is_authenticated = True

    def __init__(self, pk: str) -> None:
        self.pk = pk

    def __str__(self) -> str:
        return f"Somebody {self.pk}"


class Story(Form):
    title = fields.TextField(label="Title", max_length=20)
    story = fields.LongTextField(label="What happened", max_length=1000)
    attached = fields.FilesField(label="Files", required=False, max_files=2, max_bytes=1000)


PAGE = """{% extends "ui/page.html" %}{% block title %}{{ heading }}{% endblock %}
{% block content %}{% if form is defined %}{{ uiForm(form, submit="Send") }}{% endif %}{% endblock %}"""


def shown(request: HttpRequest, person: str, heading: str, **context: object) -> HttpResponse:
    request.user = Somebody(person) if person else AnonymousUser()  # type: ignore[assignment]
    return HttpResponse(engines["jinja2"].from_string(PAGE).render({"heading": heading, **context}, request))


def write(request: HttpRequest) -> HttpResponse:
    person = request.GET.get("as", "one")
    if request.method == "POST" and request.COOKIES.get("lapsed"):
        return redirect("/login")
    form = Story(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return redirect("/done")
    return shown(request, person, "Write", form=form)


def done(request: HttpRequest) -> HttpResponse:
    return shown(request, request.GET.get("as", "one"), "Done")


def sign_in(request: HttpRequest) -> HttpResponse:
    return shown(request, "", "Sign in")


def keep_alive(request: HttpRequest) -> HttpResponseBase:
    return HttpResponse(status=204 if request.method == "POST" else 405)


urlpatterns = [
    path("patterns/", include("touchstone.web.patterns.urls")),
    path("write", write),
    path("done", done),
    path("login", sign_in, name="account_login"),
    path("account", sign_in, name="account_email"),
    path("logout", sign_in, name="account_logout"),
    path("", include(([path("keep-alive", keep_alive, name="keep_alive")], "people"))),
]

handler400 = "touchstone.web.errors.views.bad_request"
handler403 = "touchstone.web.errors.views.forbidden"
handler404 = "touchstone.web.errors.views.not_found"
handler500 = "touchstone.web.errors.views.server_error"
