"""Submitting an attempt, and the assessment organisation's answer to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.assessment.answers import Answer, of_row
from touchstone.apps.gateway import services
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.gateway.queries import portfolio_to_rule_on
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.web.gateway.finding import attempts_of, newest_of
from touchstone.web.gateway.show import shown
from touchstone.web.gateway.standing import Standing, standing_of
from touchstone.web.parts.apprenticeship import find_apprenticeship
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form

State = Gateway.State


class SubmitForm(Form):
    version = fields.HiddenField()


class ReturnForm(Form):
    version = fields.HiddenField()
    attempt = fields.HiddenField()
    reason = fields.LongTextField(
        label="What has to be put right?",
        help_text="The training provider, the employer and the apprentice read this.",
        max_length=4000,
        error_messages={"required": "Enter what has to be put right"},
    )


class ConfirmForm(Form):
    """With a reason for each decision that needs a ruling. ``needed``: (id of the decision, what is to be ruled on)."""

    version = fields.HiddenField()
    attempt = fields.HiddenField()

    def __init__(self, *args: Any, needed: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needed = needed
        for key, about in needed:
            self.fields[f"ruling-{key}"] = fields.LongTextField(
                label="Your ruling and its reason",
                help_text=about,
                max_length=4000,
                error_messages={"required": "Enter the reason for your ruling"},
            )

    def rulings(self) -> dict[str, str]:
        return {key: self.cleaned_data[f"ruling-{key}"] for key, _ in self.needed}


@page("gateway.submit", find=find_apprenticeship)
def submit(request: Request, one: Apprenticeship) -> HttpResponse:
    gateway = newest_of(one)
    form = SubmitForm(request.POST if request.method == "POST" else None, initial={"version": gateway.version})
    if gateway.state != State.OPEN and request.method == "GET":
        return redirect("gateway:show", pk=one.pk)
    if request.method == "POST" and form.is_valid():
        try:
            services.submit(who=request.actor, gateway=gateway, version=_version(form))
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            messages.warning(request, "Something changed since you opened the page. Look at it again, then submit.")
            return redirect("gateway:submit", pk=one.pk)
        else:
            messages.success(request, "Gateway submitted. The assessment organisation has it now.")
            return redirect("gateway:show", pk=one.pk)
    context = {**shown(request, standing_of(gateway, request.held)), "form": form}
    return render(request, "gateway/submit.html", context, status=422 if form.is_bound else 200)


@page("gateway.decide", find=find_apprenticeship)
def decide(request: Request, one: Apprenticeship) -> HttpResponse:
    does = request.POST.get("do", "")
    gateway = _attempt(one, request.POST.get(f"{does}-attempt", ""))
    if gateway.submitted_by_id is None or (request.method == "GET" and gateway.state != State.SUBMITTED):
        return redirect("gateway:show", pk=one.pk)
    standing, portfolio = standing_of(gateway, request.held), _portfolio(gateway)
    about = {"version": gateway.version, "attempt": gateway.number}
    confirm = ConfirmForm(
        request.POST if does == "confirm" else None,
        initial=about,
        prefix="confirm",
        needed=_needed(standing, portfolio),
    )
    send_back = ReturnForm(request.POST if does == "return" else None, initial=about, prefix="return")
    form = {"confirm": confirm, "return": send_back}.get(does)
    meanwhile = False
    if form is not None and form.is_valid():
        try:
            return _decided(request, one, gateway, form)
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            meanwhile = True
    context = {
        **shown(request, standing),
        "confirm": confirm,
        "send_back": send_back,
        "forms": [] if meanwhile else [confirm, send_back],
        "portfolio": portfolio,
        "meanwhile": meanwhile,
        "typed": [text for name, text in request.POST.items() if ("ruling-" in name or "reason" in name) and text],
    }
    return render(request, "gateway/decide.html", context, status=409 if meanwhile else 422 if form else 200)


def _decided(request: Request, one: Apprenticeship, gateway: Gateway, form: Form) -> HttpResponse:
    who, version = request.actor, _version(form)
    if isinstance(form, ConfirmForm):
        services.confirm(who=who, gateway=gateway, version=version, rulings=form.rulings())
        messages.success(request, "Gateway confirmed. Every later date counts from this moment.")
    else:
        services.return_to_provider(who=who, gateway=gateway, version=version, reason=form.cleaned_data["reason"])
        messages.success(request, "Gateway returned. The training provider sees your reason.")
    return redirect("gateway:show", pk=one.pk)


def _attempt(one: Apprenticeship, number: str) -> Gateway:
    """The attempt a form was shown for, whatever has become of it; else the newest."""
    attempts = attempts_of(one)
    return next((gateway for gateway in attempts if str(gateway.number) == number), attempts[0])


def _needed(standing: Standing, portfolio: Answer | None) -> list[tuple[str, str]]:
    """What a person has to rule on before this attempt can be confirmed: under the id of its stored decision."""
    needed = []
    if standing.answer.outcome == "needs-ruling":
        about = [line.finding.because for line in standing.lines if line.finding.verdict == "needs-ruling"]
        needed.append((str(standing.gateway.decision), " ".join(about)))
    if portfolio is not None:
        about = [finding.because for finding in portfolio.findings if finding.verdict == "needs-ruling"]
        needed.append((str(portfolio.stored), " ".join(about)))
    return needed


def _portfolio(gateway: Gateway) -> Answer | None:
    """The decision the attached portfolio was submitted by, where nobody has ruled on it."""
    stored = portfolio_to_rule_on(gateway)
    return of_row(stored) if stored else None


def _version(form: Form) -> int:
    """A version nobody sent rightly is older than any."""
    version = form.cleaned_data["version"]
    return int(version) if version.isdecimal() else 0
