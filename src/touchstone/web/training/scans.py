"""Scans of the starting point: where apprentice and line manager see the apprentice, once and again, side by side."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.access import action
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.coverage import excluding, layout
from touchstone.apps.records.refusal import Refused
from touchstone.apps.training import services
from touchstone.apps.training.models import Scan
from touchstone.apps.training.queries import scans_of
from touchstone.apps.training.ratings import LEVELS
from touchstone.rules.findings import clause
from touchstone.standards.model import Plan, PlanNotHeld
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form

SELF_ASSESSMENT = "self-assessment"  # what a scan would be, if it were evidence
COMPARED = 4  # scans side by side: the first and the newest three


class ScanForm(Form):
    """A field for each KSB, named by its code."""

    id = fields.HiddenField()

    def __init__(self, *args: Any, plan: Plan | PlanNotHeld, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [ksb.code for ksb in plan.ksbs]
        for ksb in plan.ksbs:
            self.fields[ksb.code] = fields.SelectField(
                label=f"{ksb.code} {ksb.text}",
                choices=[(str(level), words) for level, words in LEVELS.items()],
                empty="Choose",
                error_messages={"required": f"Choose an answer for {ksb.code}"},
            )
        self.fields["note"] = fields.LongTextField(
            label="Anything that helps to plan the training", required=False, rows=4, max_length=2000
        )

    def ratings(self) -> dict[str, int]:
        return {code: int(self.cleaned_data[code]) for code in self.codes}


@page("scan.see", find=find_apprenticeship)
def show(request: Request, one: Apprenticeship) -> HttpResponseBase:
    scans, plan = scans_of(one), plan_of(one)
    rule = excluding(plan, SELF_ASSESSMENT)
    compared = list(scans) if len(scans) <= COMPARED else [scans[0], *scans[-COMPARED + 1 :]]
    return render(
        request,
        "training/scans.html",
        {
            "header": header_of(request.held, one, "training"),
            "one": one,
            "scans": compared,
            "total": len(scans),
            "roles": dict(Role.choices),
            "groups": _compared(plan, compared),
            "says": rule.says if rule else "",
            "clause": clause(plan, rule) if rule else "",
            "makes": bool(action("scan.make").roles & request.held),
        },
    )


@page("scan.make", find=find_apprenticeship)
def make(request: Request, one: Apprenticeship) -> HttpResponseBase:
    form = ScanForm(request.POST or None, plan=plan_of(one), initial={"id": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            services.scan(
                who=request.actor,
                id=uuid.UUID(form.cleaned_data["id"]),
                apprenticeship=one,
                ratings=form.ratings(),
                note=form.cleaned_data["note"],
            )
        except ValueError:  # the id is not one of ours
            form.add_error(None, "This form is out of date. Load the page again.")
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        else:
            messages.success(request, "The scan is kept.")
            return redirect("training:scans", pk=one.pk)
    return render(
        request,
        "training/scan.html",
        {"header": header_of(request.held, one, "training"), "one": one, "form": form},
        status=422 if form.is_bound else 200,
    )


def _compared(plan: Plan | PlanNotHeld, scans: Sequence[Scan]) -> list[tuple[str, list[dict[str, Any]]]]:
    """By theme: each KSB, what each scan said in words, and how far the newest is from the first of the same person."""
    return [
        (
            f"{method}: {group}" if method else group,
            [
                {
                    "code": ksb.code,
                    "text": ksb.text,
                    "said": [LEVELS.get(scan.ratings.get(ksb.code), "Not asked") for scan in scans],
                    "moved": _moved(ksb.code, scans),
                }
                for ksb in ksbs
            ],
        )
        for method, groups in layout(plan)
        for group, ksbs in groups
    ]


def _moved(code: str, scans: Sequence[Scan]) -> str:
    """“Up 2” since the first scan of whoever made the newest; empty where there is nothing to compare."""
    if not scans:
        return ""
    newest = scans[-1]
    before = next((scan for scan in scans[:-1] if scan.by_id == newest.by_id and code in scan.ratings), None)
    if before is None or code not in newest.ratings:
        return ""
    steps = newest.ratings[code] - before.ratings[code]
    return "No change" if not steps else f"Up {steps}" if steps > 0 else f"Down {-steps}"
