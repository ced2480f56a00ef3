"""Adopted plans of an assessment organisation: the list, a new draft, one adoption, the second signature."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from touchstone.apps.people.access import action
from touchstone.apps.people.models import Organisation
from touchstone.apps.plans import services
from touchstone.apps.plans.models import Adoption
from touchstone.apps.plans.queries import adopted_plan, adoptions_visible_to, found_in_folder
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.standards import catalogue
from touchstone.standards.model import Method, Plan, Rule
from touchstone.web.parts.page import Request, page
from touchstone.web.plans import reading
from touchstone.web.plans.finding import administered, find_adoption, key_of
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


class DraftForm(Form):
    """``organisations``: those somebody administers; asked for only where there are several."""

    organisation = fields.SelectField(label="Assessment organisation", required=False)
    plan = fields.SelectField(label="Plan to adopt", error_messages={"required": "Select the plan to adopt"})
    source = fields.SelectField(
        label="Version to carry over",
        help_text="Every rule of it is copied and waits to be checked against the real plan.",
        error_messages={"required": "Select the version to carry over"},
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {str(one.pk): one for one in organisations}
        held = {plan_id: isinstance(catalogue.plan(plan_id), Plan) for plan_id in catalogue.plan_ids()}
        self._choose("plan", [(plan_id, plan_id) for plan_id, is_held in held.items() if not is_held])
        self._choose("source", [(plan_id, plan_id) for plan_id, is_held in held.items() if is_held])
        if len(organisations) == 1:
            del self.fields["organisation"]
        else:
            self._choose("organisation", [(key, one.name) for key, one in self.organisations.items()])
            self.fields["organisation"].required = True

    def organisation_chosen(self) -> Organisation:
        return self.organisations.get(self.cleaned_data.get("organisation", "")) or next(
            iter(self.organisations.values())
        )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]


class TakeInForm(Form):
    organisation = fields.HiddenField()
    plan = fields.HiddenField()


class SignForm(Form):
    file_hash = fields.HiddenField()
    confirmed = fields.ConfirmField(
        label="I have compared what is checked with the real plan, and accept that the rest is carried over unchecked",
        error_messages={"required": "Tick the box to sign"},
    )


@page("adoptions.see")
def adoption_list(request: Request) -> HttpResponse:
    own = administered(request.actor)
    waiting = [(one, plan_id) for one in own for plan_id in found_in_folder(one)]
    adoptions = [(adoption, adopted_plan(adoption)) for adoption in adoptions_visible_to(request.actor)]
    return render(request, "plans/adoptions.html", {"adoptions": adoptions, "waiting": waiting, "may_draft": bool(own)})


@page("adoptions.draft")
def draft(request: Request) -> HttpResponse:
    form = DraftForm(request.POST if request.method == "POST" else None, organisations=administered(request.actor))
    if request.method == "POST" and form.is_valid():
        try:
            adoption = services.draft(
                who=request.actor,
                organisation=form.organisation_chosen(),
                plan_id=form.cleaned_data["plan"],
                carried_from=form.cleaned_data["source"],
            )
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        else:
            messages.success(request, f"{adoption.plan_id} drafted. Check its rules; then somebody else signs.")
            return redirect("plans:adoption", pk=adoption.pk)
    return render(request, "plans/draft.html", {"form": form}, status=422 if form.is_bound else 200)


@page("adoptions.draft")
def take_in(request: Request) -> HttpResponse:
    """A draft that lies in the data folder, made on the command line."""
    form = TakeInForm(request.POST)
    own = {str(one.pk): one for one in administered(request.actor)}
    if form.is_valid() and form.cleaned_data["organisation"] in own:
        try:
            adoption = services.take_in(
                who=request.actor,
                organisation=own[form.cleaned_data["organisation"]],
                plan_id=form.cleaned_data["plan"],
            )
        except Refused as refused:
            messages.error(request, " ".join(refused.reasons))
        else:
            messages.success(request, f"{adoption.plan_id} taken in. Check its rules; then somebody else signs.")
            return redirect("plans:adoption", pk=adoption.pk)
    return redirect("plans:adoptions")


@page("adoptions.see", find=find_adoption)
def show(request: Request, adoption: Adoption) -> HttpResponse:
    plan = adopted_plan(adoption)
    if plan is None:
        context = {"adoption": adoption, "may_put_back": _may(request, "adoptions.draft")}
        return render(request, "plans/broken.html", context, status=409)
    mine = [rule for rule in plan.rules if not rule.shared]
    parts: list[Rule | Method] = [*mine, *plan.methods]
    return render(
        request,
        "plans/adoption.html",
        {
            "adoption": adoption,
            "plan": plan,
            "groups": [
                (group.title, [(one, key_of(one.rule)) for one in group.rules if one.rule in mine])
                for group in reading.groups(plan)
                if any(one.rule in mine for one in group.rules)
            ],
            "total": len(parts),
            "checked": sum(part.checked is not None for part in parts),
            "may_check": _may(request, "adoptions.check"),
            "may_sign": _may(request, "adoptions.sign"),
            "is_drafter": adoption.drafted_by_id == request.actor.person_id,
        },
    )


@page("adoptions.see", find=find_adoption)
def read(request: Request, adoption: Adoption) -> HttpResponse:
    """The adopted plan from top to bottom."""
    plan = adopted_plan(adoption)
    if plan is None:
        return redirect("plans:adoption", pk=adoption.pk)
    context = {"adoption": adoption, "plan": plan, "version": reading.version_of(plan), "starts": reading.starts}
    return render(request, "plans/adopted.html", {**context, **reading.of_plan(plan)})


@page("adoptions.draft", find=find_adoption)
def put_back(request: Request, adoption: Adoption) -> HttpResponse:
    if request.method == "POST":
        try:
            services.put_back(who=request.actor, adoption=adoption)
        except Refused as refused:
            messages.error(request, " ".join(refused.reasons))
        else:
            messages.success(request, "The file is again as it was last written here.")
    return redirect("plans:adoption", pk=adoption.pk)


@page("adoptions.sign", find=find_adoption)
def sign(request: Request, adoption: Adoption) -> HttpResponse:
    plan = adopted_plan(adoption)
    if plan is None or adoption.signed_at is not None:
        return redirect("plans:adoption", pk=adoption.pk)
    form = SignForm(request.POST if request.method == "POST" else None, initial={"file_hash": adoption.file_hash})
    if request.method == "POST" and form.is_valid():
        try:
            services.sign(who=request.actor, adoption=adoption, file_hash=form.cleaned_data["file_hash"])
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            messages.warning(request, "The adoption changed since you opened the page. Look at it again, then sign.")
            return redirect("plans:adoption", pk=adoption.pk)
        else:
            messages.success(
                request, f"Signed. {adoption.plan_id} decides for {adoption.organisation.name} from now on."
            )
            return redirect("plans:adoption", pk=adoption.pk)
    context = {
        "adoption": adoption,
        "plan": plan,
        "form": form,
        "is_drafter": adoption.drafted_by_id == request.actor.person_id,
    }
    return render(request, "plans/sign.html", context, status=422 if form.is_bound else 200)


def _may(request: Request, name: str) -> bool:
    return bool(action(name).roles & request.held)
