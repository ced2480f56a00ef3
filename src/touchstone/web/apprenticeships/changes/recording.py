"""The pages on which a life event is recorded, a break ended or corrected."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http.response import HttpResponseBase

from touchstone.apps.apprenticeships import services
from touchstone.apps.apprenticeships.models import Apprenticeship, BreakInLearning
from touchstone.apps.apprenticeships.queries import break_visible_to, visible_to
from touchstone.apps.people.actor import Actor
from touchstone.web.apprenticeships.changes import forms
from touchstone.web.apprenticeships.changes.consequences import consequences
from touchstone.web.apprenticeships.changes.effects import earliest_after
from touchstone.web.apprenticeships.changes.flow import Steps, two_steps
from touchstone.web.apprenticeships.changes.forms import EventForm
from touchstone.web.apprenticeships.changes.kinds import KINDS, Event
from touchstone.web.parts.apprenticeship import find_apprenticeship
from touchstone.web.parts.page import Request, page


@dataclass(frozen=True, slots=True)
class Of:
    """A kind of event of an apprenticeship; a thing of its apprenticeship."""

    apprenticeship: Apprenticeship
    event: Event


def _find(actor: Actor, pk: uuid.UUID, kind: str) -> Of | None:
    one = visible_to(actor).filter(pk=pk).first()
    return Of(one, KINDS[kind]) if one and kind in KINDS else None


@page("apprenticeship.change", find=_find)
def record(request: Request, of: Of) -> HttpResponseBase:
    return _record(request, of.apprenticeship, of.event)


@page("apprenticeship.breaks", find=find_apprenticeship)
def add_break(request: Request, one: Apprenticeship) -> HttpResponseBase:
    return _record(request, one, KINDS["break"])


def _record(request: Request, one: Apprenticeship, event: Event) -> HttpResponseBase:
    form = event.form(request.POST or None, one=one)
    act = partial(event.do, request.actor, one)
    more = partial(_more, act, one, event)
    return two_steps(request, Steps(one, event.title, event.lead, event.done, act, _first(form), more=more), form)


@page("apprenticeship.breaks", find=break_visible_to)
def end_break(request: Request, broken: BreakInLearning) -> HttpResponseBase:
    one = broken.apprenticeship

    def act(form: EventForm) -> None:
        services.end_break(who=request.actor, broken=broken, **form.given())

    steps = Steps(
        one,
        "End a break in learning",
        "Learning goes on the day after.",
        "The end of the break is recorded.",
        act,
        "last_day",
    )
    return two_steps(request, steps, forms.EndBreakForm(request.POST or None, one=one))


@page("apprenticeship.breaks", find=break_visible_to)
def correct_break(request: Request, broken: BreakInLearning) -> HttpResponseBase:
    one = broken.apprenticeship

    def act(form: EventForm) -> None:
        said = form.given()
        if said.pop("never"):
            services.remove_break(who=request.actor, broken=broken, seen=said["seen"], reason=said["reason"])
        else:
            services.correct_break(who=request.actor, broken=broken, **said)

    steps = Steps(
        one,
        "Correct a break in learning",
        "The days it had stay in the log. If it goes on, leave its last day empty.",
        "The break is corrected.",
        act,
        "first_day",
        more=lambda form: {"if_expected": _if_expected(act, one, form)},
    )
    there = {name: getattr(broken, name) for name in ("first_day", "last_day", "expected_last_day")}
    return two_steps(request, steps, forms.CorrectBreakForm(request.POST or None, one=one, initial=there))


def _more(act: Callable[[EventForm], Any], one: Apprenticeship, event: Event, form: EventForm) -> dict[str, Any]:
    if event is KINDS["version"]:
        return consequences(one, form)
    return {"if_expected": _if_expected(act, one, form)}


def _if_expected(act: Callable[[EventForm], Any], one: Apprenticeship, form: EventForm) -> str:
    """The earliest gateway if a break that goes on ends on the day it is expected to; empty where none is."""
    expected = form.cleaned_data.get("expected_last_day")
    if not expected or form.cleaned_data["last_day"]:
        return ""
    ended = copy(form)
    ended.cleaned_data = {**form.cleaned_data, "last_day": expected}
    return earliest_after(one, lambda: act(ended))


def _first(form: EventForm) -> str:
    """The day is what is mostly wrong."""
    return "start" if "start" in form.fields else "first_day"
