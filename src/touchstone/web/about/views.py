"""What a public service owes whoever uses it: what is kept about them, how far everybody can use it, whom to ask."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from touchstone import __version__
from touchstone.web.about.written import text
from touchstone.web.parts.page import Request, page

TITLES = {"privacy": "Privacy notice", "accessibility": "Accessibility statement", "help": "Help"}


@page("pages.public")
def privacy(request: Request) -> HttpResponse:
    return _show(request, "privacy")


@page("pages.public")
def accessibility(request: Request) -> HttpResponse:
    return _show(request, "accessibility")


@page("pages.public")
def help(request: Request) -> HttpResponse:
    return _show(request, "help")


def _show(request: Request, name: str) -> HttpResponse:
    context = {"title": TITLES[name], "text": text(name), "file": f"{name}.md", "version": __version__}
    return render(request, "about/text.html", context)
