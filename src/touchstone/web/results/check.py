"""Quality assurance of one record: everything about it, and agree or send back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from touchstone.apps.assessment.models import Record
from touchstone.apps.assessment.services import open_record
from touchstone.apps.assessment.standing import sheet_of, standing_of
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.results import services
from touchstone.apps.results.queries import checks_of
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.record import record_context, sheet_for
from touchstone.web.results import finding
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form

AGREE, SEND_BACK = "agree", "send-back"


CHANGED = "These marks were sent back and completed again after you opened the page. Look at them as they are now."


class CheckForm(Form):
    version = fields.HiddenField()
    answer = fields.RadiosField(
        label="What do you say to these marks?",
        choices=[(AGREE, "Agree them"), (SEND_BACK, "Send them back to the assessor")],
        reveal={SEND_BACK: "reason"},
    )
    reason = fields.LongTextField(
        label="What has to be looked at again?",
        help_text="The assessor works from this. Nobody on the apprentice’s side sees it.",
        required=False,
        max_length=4000,
    )

    def clean(self) -> None:
        if self.cleaned_data.get("answer") == SEND_BACK and not self.cleaned_data.get("reason"):
            self.add_error("reason", "Enter what has to be looked at again")

    def version_read(self) -> int:
        """A version nobody sent rightly is older than any."""
        version = self.cleaned_data["version"]
        return int(version) if version.isdecimal() else 0


def _again(request: Request, record: Record) -> CheckForm:
    """What was typed, to be sent again by who has looked at the marks as they are now."""
    typed = request.POST.copy()
    typed["version"] = str(record.version)
    form = CheckForm(typed)
    form.add_error(None, CHANGED)
    return form


@page("record.check", find=finding.record)
def check(request: Request, record: Record) -> HttpResponse:
    form = CheckForm(request.POST or None, initial={"version": record.version})
    if request.method == "POST" and form.is_valid():
        agrees, version = form.cleaned_data["answer"] == AGREE, form.version_read()
        try:
            if agrees:
                services.agree(who=request.actor, record=record, version=version)
            else:
                reason = form.cleaned_data["reason"]
                services.send_back(who=request.actor, record=record, reason=reason, version=version)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        except Stale:
            form = _again(request, record)
        else:
            messages.success(request, "The marks are agreed" if agrees else "The record is with the assessor again")
            return redirect("home")
    open_record(who=request.actor, record=record, page="check")
    sheet = sheet_for(record, sheet_of)
    standing = standing_of(sheet, record.gateway_confirmed_at)  # type: ignore[attr-defined]  # annotated when read
    context = {
        "header": header_of(request.held, record.apprenticeship, "assessment"),
        "form": form,
        "checks": checks_of(record),
        "own": record.booking.assessor_id == request.actor.person_id,
        **record_context(sheet, standing),
    }
    return render(request, "results/check.html", context, status=422 if form.is_bound else 200)
