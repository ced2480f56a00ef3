"""An assessment organisation's policies: those in force, those before, and entering the next."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from touchstone.apps.people.models import Organisation
from touchstone.apps.plans import services
from touchstone.apps.plans.models import PolicyFile
from touchstone.apps.plans.queries import policies_visible_to, policy_of_text, policy_text
from touchstone.apps.records.refusal import Refused
from touchstone.standards.yaml_nodes import MAX_BYTES
from touchstone.web.parts.page import Request, page
from touchstone.web.plans.finding import administered
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


class PolicyForm(Form):
    organisation = fields.SelectField(label="Assessment organisation", required=False)
    file = fields.FileField(
        label="Policy file",
        help_text="A text file in the format below (YAML).",
        accept=".yaml,.yml",
        max_bytes=MAX_BYTES,
        error_messages={"required": "Select the policy file"},
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {str(one.pk): one for one in organisations}
        if len(organisations) == 1:
            del self.fields["organisation"]
        else:
            choose: Any = self.fields["organisation"]
            choose.choices = [("", "Choose"), *((key, one.name) for key, one in self.organisations.items())]
            choose.required = True

    def organisation_chosen(self) -> Organisation:
        return self.organisations.get(self.cleaned_data.get("organisation", "")) or next(
            iter(self.organisations.values())
        )


@page("policies.see")
def policies(request: Request) -> HttpResponse:
    entered = list(policies_visible_to(request.actor))
    newest = {(one.organisation_id, one.plan_id): one for one in reversed(entered)}
    return render(
        request,
        "plans/policies.html",
        {"policies": [(one, newest[(one.organisation_id, one.plan_id)] is one) for one in entered]}
        | {"may_enter": bool(administered(request.actor))},
    )


@page("policies.enter")
def enter(request: Request) -> HttpResponse:
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PolicyForm(data, files, organisations=administered(request.actor))
    if request.method == "POST" and form.is_valid() and (text := _text(form)) is not None:
        try:
            entered = services.enter_policy(
                who=request.actor,
                organisation=form.organisation_chosen(),
                text=text,
                file_name=form.cleaned_data["file"].name or "policy",
            )
        except Refused as refused:
            form.add_error("file", list(refused.reasons))
        else:
            messages.success(request, f"The policy for {entered.plan_id} is in force from now on.")
            return redirect("plans:policies")
    return render(request, "plans/enter_policy.html", {"form": form}, status=422 if form.is_bound else 200)


@page("policies.see", find=lambda actor, pk: policies_visible_to(actor).filter(pk=pk).first())
def policy(request: Request, entered: PolicyFile) -> HttpResponse:
    text = policy_text(entered)
    if text is None:
        raise Http404
    return render(request, "plans/policy.html", {"entered": entered, "policy": policy_of_text(text), "text": text})


def _text(form: PolicyForm) -> str | None:
    try:
        return str(form.cleaned_data["file"].read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        form.add_error("file", "The file is not UTF-8 text. Save it as UTF-8 and select it again")
        return None
