"""Reasonable adjustments: asking, deciding, and what of it each person reads."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway import services
from touchstone.apps.gateway.beside import granted_among, granted_to, requests_of
from touchstone.apps.gateway.models import AdjustmentDecision, AdjustmentFile, AdjustmentRequest
from touchstone.apps.gateway.policy import ANSWERS_KNOWN_BY, DECIDES_ADJUSTMENTS, SUPPORT_SEEN_BY
from touchstone.apps.gateway.queries import adjustment_file_seen, adjustment_request_seen
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.content import ACCEPTED
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.standards.beside import beside
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.files import download
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form

Outcome = AdjustmentDecision.Outcome
OUT_OF_DATE = "This form is out of date. Copy your text, load the page again and paste it."


@dataclass(frozen=True, slots=True)
class Shown:
    """A request as somebody reads it. ``said``: what is wanted; ``whole``: also why, the files and the reasons."""

    request: AdjustmentRequest
    whole: bool
    said: bool


class AskForm(Form):
    """``by_tutor``: with the apprentice's consent, and nothing that shows why."""

    id = fields.HiddenField()
    after = fields.HiddenField()
    wanted = fields.RadiosField(
        label="Are reasonable adjustments to the assessment wanted?",
        choices=[("yes", "Yes"), ("no", "No, none are wanted")],
        reveal={"yes": "text"},
        error_messages={"required": "Select yes, or that none are wanted"},
    )
    text = fields.LongTextField(
        label="What would help?",
        help_text="For example, more time, breaks, questions in writing, an interpreter.",
        rows=4,
        required=False,
    )
    because = fields.LongTextField(
        label="Why, as far as you want to say (optional)",
        help_text="Only those who decide read this.",
        rows=4,
        required=False,
    )
    uploads = fields.FilesField(
        label="What shows the need (optional)",
        help_text="For example, a letter or an earlier assessment. Only those who decide can open it.",
        required=False,
        accept=",".join(ACCEPTED),
    )
    consent_on = fields.DateField(
        label="When did the apprentice agree that you say this for them?",
        latest=timezone.localdate,
        error_messages={"required": "Enter the day on which the apprentice agreed"},
    )
    mark_optional = False

    def __init__(self, *args: Any, by_tutor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("because", "uploads") if by_tutor else ("consent_on",):
            del self.fields[name]

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if given.get("wanted") == "yes" and not given.get("text", "").strip():
            self.add_error("text", "Enter what would help")
        return given


class DecideForm(Form):
    after = fields.HiddenField()
    outcome = fields.RadiosField(label="Your decision", choices=Outcome.choices)
    granted = fields.LongTextField(
        label="What is granted, as the assessor reads it",
        help_text="Say what is done differently, and nothing of why. Leave it empty if you refuse.",
        rows=4,
        required=False,
    )
    reason = fields.LongTextField(label="Your reason, as the apprentice reads it", rows=4)
    mark_optional = False

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if given.get("outcome") in {Outcome.GRANTED, Outcome.CHANGED} and not given.get("granted", "").strip():
            self.add_error("granted", "Enter what is granted")
        return given


@page("adjustments.see", find=find_apprenticeship)
def show(request: Request, one: Apprenticeship) -> HttpResponse:
    known = bool(ANSWERS_KNOWN_BY & request.held)
    requests = requests_of(one) if known else []
    shown = [_shown(request, each) for each in requests]
    services.read_adjustments(who=request.actor, requests=[each.request for each in shown if each.said])
    context = {
        "header": header_of(request.held, one, "gateway"),
        "one": one,
        "known": known,
        "shown": shown,
        "files": (),
        "granted": granted_among(requests) if known else granted_to(one),
        "asks": bool({Role.APPRENTICE, Role.TUTOR} & request.held),
        "decides": bool(DECIDES_ADJUSTMENTS & request.held),
        "wanted": beside().wanted["adjustments"],
    }
    return render(request, "gateway/adjustments.html", context)


@page("adjustments.ask", find=find_apprenticeship)
def ask(request: Request, one: Apprenticeship) -> HttpResponse:
    who = request.actor.acting(Role.APPRENTICE if Role.APPRENTICE in request.held else Role.TUTOR)
    by_tutor = who.acting_as == Role.TUTOR
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AskForm(data, files, by_tutor=by_tutor, initial={"id": uuid.uuid4(), "after": _newest(one)})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            services.ask_adjustments(
                who=who,
                id=uuid.UUID(given["id"]),
                apprenticeship=one,
                wanted=given["wanted"] == "yes",
                text=given["text"],
                because=given.get("because", ""),
                uploads=given.get("uploads") or [],
                consent_on=given.get("consent_on"),
                after=int(given["after"]),
            )
        except ValueError:  # the id or the number is not one of ours
            form.add_error(None, OUT_OF_DATE)
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            messages.warning(request, "Something else was answered meanwhile: see it below, then answer again.")
            return redirect("gateway:adjustments", pk=one.pk)
        else:
            messages.success(request, "Saved. You can answer anew at any time.")
            return redirect("gateway:adjustments", pk=one.pk)
    header = header_of(request.held, one, "gateway")
    context = {
        "header": header,
        "one": one,
        "form": form,
        "by_tutor": by_tutor,
        "wanted": beside().wanted["adjustments"],
    }
    return render(request, "gateway/ask_adjustments.html", context, status=422 if form.is_bound else 200)


@page("adjustments.decide", find=adjustment_request_seen)
def decide(request: Request, asked: AdjustmentRequest) -> HttpResponse:
    one = asked.apprenticeship
    newest = next(iter(asked.decisions.all()), None)
    start = {"after": newest.number if newest else 0, "granted": newest.granted if newest else asked.text}
    form = DecideForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            services.decide_adjustments(
                who=request.actor,
                request=asked,
                outcome=given["outcome"],
                granted=given["granted"],
                reason=given["reason"],
                after=int(given["after"]),
            )
        except ValueError:  # the number is not one of ours
            form.add_error(None, OUT_OF_DATE)
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            form.add_error(
                None, "A colleague decided, or the apprentice answered anew, meanwhile. Open it again to see."
            )
        else:
            messages.success(request, "Decided. The apprentice is told by mail, without details.")
            return redirect("gateway:adjustments", pk=one.pk)
    services.read_adjustments(who=request.actor, requests=[asked])
    context = {
        "header": header_of(request.held, one, "gateway"),
        "one": one,
        "each": Shown(asked, whole=True, said=True),
        "files": asked.files.select_related("file"),
        "form": form,
        "decides": False,
    }
    return render(request, "gateway/decide_adjustments.html", context, status=422 if form.is_bound else 200)


@page("adjustments.support", find=adjustment_file_seen)
def support(request: Request, held: AdjustmentFile) -> HttpResponseBase:
    try:
        return download(
            request, held.file, lambda part: services.open_support(who=request.actor, file=held.file, part=part)
        )
    except Refused as refused:
        one = held.request.apprenticeship
        context = {"header": header_of(request.held, one, "gateway"), "one": one, "reasons": refused.reasons}
        return render(request, "gateway/no_support.html", context, status=404)


def _shown(request: Request, each: AdjustmentRequest) -> Shown:
    whole = bool(SUPPORT_SEEN_BY & request.held)
    return Shown(each, whole, said=whole or each.asked_by_id == request.actor.person_id)


def _newest(one: Apprenticeship) -> int:
    numbers: Sequence[int] = [each.number for each in requests_of(one)]
    return max(numbers, default=0)
