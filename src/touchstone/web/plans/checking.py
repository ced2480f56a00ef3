"""Checking one rule, or the sheet of one method, of an adoption against the real plan."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from touchstone.apps.plans import services
from touchstone.apps.plans.services.checking import seen
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.standards.model import Method, Rule
from touchstone.web.parts.page import Request, page
from touchstone.web.plans import reading
from touchstone.web.plans.figures import as_typed, from_typed
from touchstone.web.plans.finding import Part, find_rule, find_sheet
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


class CheckForm(Form):
    as_seen = fields.HiddenField()
    document = fields.TextField(label="Document", help_text="For example, Assessment plan of version 1.2")
    page = fields.TextField(label="Page", width=10, max_length=40)

    def __init__(self, *args: Any, part: Rule | Method, last: str, **kwargs: Any) -> None:
        checked = part.checked
        initial = {
            "as_seen": seen(part),
            "document": checked.document if checked else last,
            "page": checked.page if checked else "",
        }
        super().__init__(*args, **{**kwargs, "initial": initial})


class CheckRuleForm(CheckForm):
    """Also asks for each figure of the rule, with what is carried over already filled in."""

    says = fields.LongTextField(
        label="What the plan says",
        help_text="In one sentence of your own. Change it only where the real plan differs.",
        rows=3,
        max_length=400,
    )

    def __init__(self, *args: Any, part: Rule, **kwargs: Any) -> None:
        super().__init__(*args, part=part, **kwargs)
        self.rule = part
        self.fields["says"].initial = part.says
        self.figures = as_typed(part.kind)
        for name, value in self.figures.items():
            self.fields[f"figure-{name}"] = fields.TextField(
                label=name.replace("_", " ").capitalize(), required=False, initial=value, max_length=1000
            )

    mark_optional = False

    def changed_figures(self) -> dict[str, Any]:
        """The figures that differ from what is carried over."""
        typed = {name: self.cleaned_data[f"figure-{name}"].strip() for name in self.figures}
        return from_typed(self.rule.kind, {name: text for name, text in typed.items() if text != self.figures[name]})

    def changed_sentence(self) -> str:
        says = str(self.cleaned_data["says"]).strip()
        return "" if says == self.rule.says else says


@page("adoptions.check", find=find_rule)
def check_rule(request: Request, found: Part) -> HttpResponse:
    rule = found.part
    assert isinstance(rule, Rule)  # noqa: S101 - what find_rule finds
    form = CheckRuleForm(request.POST if request.method == "POST" else None, part=rule, last=_last_document(found))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.check_rule(
                who=request.actor,
                adoption=found.adoption,
                rule=rule.id,
                method=rule.method,
                document=given["document"],
                page=given["page"],
                as_seen=given["as_seen"],
                figures=form.changed_figures(),
                says=form.changed_sentence(),
            )
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            form = _again(request, CheckRuleForm, found)
        else:
            messages.success(request, "Rule checked.")
            return redirect("plans:adoption", pk=found.adoption.pk)
    return _render(request, "plans/check_rule.html", found, form, shown=reading.shown(rule, found.plan))


@page("adoptions.check", find=find_sheet)
def check_sheet(request: Request, found: Part) -> HttpResponse:
    method = found.part
    assert isinstance(method, Method)  # noqa: S101 - what find_sheet finds
    form = CheckForm(request.POST if request.method == "POST" else None, part=method, last=_last_document(found))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.check_method(
                who=request.actor,
                adoption=found.adoption,
                method=method.id,
                document=given["document"],
                page=given["page"],
                as_seen=given["as_seen"],
            )
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            form = _again(request, CheckForm, found)
        else:
            messages.success(request, f"Criteria of {method.name} checked.")
            return redirect("plans:adoption", pk=found.adoption.pk)
    where = {"where": lambda source: reading.where(source, found.plan)}
    only = dataclasses.replace(found.plan, methods=(method,))
    return _render(request, "plans/check_sheet.html", found, form, only=only, **where)


def _render(request: Request, template: str, found: Part, form: CheckForm, **more: Any) -> HttpResponse:
    context = {"adoption": found.adoption, "plan": found.plan, "part": found.part, "form": form, **more}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _again(request: Request, kind: type[Any], found: Part) -> Any:
    """What was typed, to be sent again by who has seen what a colleague did meanwhile."""
    typed = request.POST.copy()
    typed["as_seen"] = seen(found.part)
    form = kind(typed, part=found.part, last="")
    by = f"{found.part.checked.by} " if found.part.checked else "Somebody "
    form.add_error(
        None, f"{by}changed this after you opened the page. What you typed is still here: save it to replace theirs."
    )
    return form


def _last_document(found: Part) -> str:
    """The document named last in this adoption: the next rule is most likely in it too."""
    parts: list[Rule | Method] = [*found.plan.rules, *found.plan.methods]
    checks = [part.checked for part in parts if part.checked]
    return max(checks, key=lambda one: one.on).document if checks else ""
