"""The two steps of every life event: fill it in, see what it does, record it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.web.apprenticeships.changes.effects import effect_of
from touchstone.web.apprenticeships.changes.forms import EventForm
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.page import Request


@dataclass(frozen=True, slots=True)
class Steps:
    """One event on its way: ``act(form)`` does it. ``more``: what else the page that shows the effect is given."""

    one: Apprenticeship
    title: str
    lead: str
    done: str
    act: Callable[[EventForm], Any]
    field: str | None = None  # to which a refusal belongs
    away: str = ""  # where it leads once recorded, where that is another page
    more: Callable[[EventForm], dict[str, Any]] | None = None

    back: str = ""  # the page it was opened from, where that is not the page of changes
    now: Sequence[tuple[str, dt.date]] = ()  # who does it today, since when
    can_end: bool = False  # it can also be that nobody does it any more

    @property
    def cancel(self) -> str:
        return self.back or reverse("apprenticeships:changes", args=[self.one.pk])


def two_steps(request: Request, steps: Steps, form: EventForm) -> HttpResponseBase:
    """One address for both: what was typed travels with the page, so that going back loses nothing."""
    wanted = request.POST.get("do")
    if request.method != "POST" or wanted == "change" or not form.is_valid():
        return _form(request, steps, form)
    try:
        try:
            return _recorded(request, steps, form) if wanted == "record" else _effect(request, steps, form)
        except Stale:
            steps.one.refresh_from_db(fields=["revision"])
            return _effect(request, steps, form)
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(steps.field, reason)
        return _form(request, steps, form)


def _recorded(request: Request, steps: Steps, form: EventForm) -> HttpResponseBase:
    steps.act(form)
    messages.success(request, steps.done)
    return redirect(steps.away or steps.cancel)


def _form(request: Request, steps: Steps, form: EventForm) -> HttpResponseBase:
    return render(
        request,
        "apprenticeships/change_form.html",
        {"header": header_of(request.held, steps.one, "changes"), "one": steps.one, "steps": steps, "form": form},
        status=422 if form.is_bound and form.errors else 200,
    )


def _effect(request: Request, steps: Steps, form: EventForm) -> HttpResponseBase:
    """What it does now; where somebody else was first, that is said, and what was typed is carried on all the same."""
    stale = form.cleaned_data["seen"] != steps.one.revision
    if stale:
        form = _seen_anew(steps, form)
    return render(
        request,
        "apprenticeships/change_effect.html",
        {
            "header": header_of(request.held, steps.one, "changes"),
            "one": steps.one,
            "steps": steps,
            "form": form,
            "stale": stale,
            "effect": effect_of(steps.one, lambda: steps.act(form)),
            **(steps.more(form) if steps.more else {}),
        },
        status=409 if stale else 200,
    )


def _seen_anew(steps: Steps, form: EventForm) -> EventForm:
    """What was typed, on what the apprenticeship is now."""
    data = form.data.copy()  # type: ignore[attr-defined]
    data["seen"] = str(steps.one.revision)
    fresh = type(form)(data, one=steps.one)
    fresh.is_valid()
    return fresh
