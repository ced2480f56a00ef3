"""The assessment organisation's answer to a submitted attempt: item by item, and to the whole."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway import services
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.gateway.requirements import asked
from touchstone.apps.gateway.rulings import ruler_read_with
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.web.gateway.answer_form import CONFIRM, SAVE, SEND_BACK, AnswerForm, answered_since
from touchstone.web.gateway.beside import wanted_beside
from touchstone.web.gateway.finding import attempts_of, find_with_people
from touchstone.web.gateway.show import shown
from touchstone.web.gateway.standing import Standing, standing_of
from touchstone.web.parts.page import Request, page

State = Gateway.State


@page("gateway.decide", find=find_with_people)
def decide(request: Request, one: Apprenticeship) -> HttpResponse:
    attempts = attempts_of(one)
    gateway = _attempt(attempts, request.POST.get("attempt", ""))
    if gateway.submitted_by_id is None or (request.method == "GET" and gateway.state != State.SUBMITTED):
        return redirect("gateway:show", pk=one.pk)
    does = request.POST.get("do", "")
    standing = standing_of(gateway, request.held)
    form = _form(request.POST if does in {SAVE, CONFIRM, SEND_BACK} else None, attempts, standing, does)
    meanwhile = False
    if form.is_bound and form.is_valid():
        try:
            return _decided(request, one, gateway, form)
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            attempts = attempts_of(one)
            gateway = _attempt(attempts, str(gateway.number))
            standing = standing_of(gateway, request.held)
            meanwhile = gateway.state != State.SUBMITTED
            form = _again(request, form, attempts, standing)
    context = {
        **shown(request, standing, ruler_read_with(one)),
        "beside": wanted_beside(one, request.held),
        "form": None if meanwhile else form,
        "answers": form,
        "meanwhile": meanwhile,
        "typed": [text for name, text in request.POST.items() if name.startswith("reason") and text],
    }
    return render(request, "gateway/decide.html", context, status=409 if meanwhile else 422 if form.is_bound else 200)


def _form(data: Any, attempts: list[Gateway], standing: Standing, does: str) -> AnswerForm:
    gateway = standing.gateway
    earlier = next((one for one in attempts if one.number == gateway.number - 1), None)
    items = [fact for name, fact in asked(standing.plan).items() if name in standing.given]
    return AnswerForm(data, gateway=gateway, earlier=earlier, items=items, does=does)


def _again(request: Request, form: AnswerForm, attempts: list[Gateway], standing: Standing) -> AnswerForm:
    """The form as it was typed, to be sent again by who has seen what a colleague answered meanwhile."""
    typed = request.POST.copy()
    typed["version"] = str(standing.gateway.version)
    again = _form(typed, attempts, standing, form.does)
    for fact, sentence in answered_since(standing.gateway, form.seen()).items():
        again.add_error(f"item-{fact}" if f"item-{fact}" in again.fields else None, sentence)
    again.add_error(None, "A colleague has answered meanwhile. Yours is still here: send it again if it should stand.")
    return again


def _decided(request: Request, one: Apprenticeship, gateway: Gateway, form: AnswerForm) -> HttpResponse:
    who, version, said = request.actor, form.seen(), form.said()
    if form.does == SAVE:
        services.answer_items(who=who, gateway=gateway, version=version, said=said)
        messages.success(request, "Your answers are saved. The gateway itself is not decided yet.")
        return redirect("gateway:decide", pk=one.pk)
    if form.does == CONFIRM:
        services.confirm(who=who, gateway=gateway, version=version, said=said)
        messages.success(request, "Gateway confirmed. Every later date counts from this moment.")
    else:
        reason = form.cleaned_data["reason"]
        services.return_to_provider(who=who, gateway=gateway, version=version, said=said, reason=reason)
        messages.success(request, "Gateway returned. The training provider sees your reasons.")
    return redirect("gateway:show", pk=one.pk)


def _attempt(attempts: list[Gateway], number: str) -> Gateway:
    """The attempt a form was shown for, whatever has become of it; else the newest."""
    return next((gateway for gateway in attempts if str(gateway.number) == number), attempts[0])
