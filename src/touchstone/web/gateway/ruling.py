"""Ruling on what conflicts or is not said: by the person the assessment organisation has named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway import services
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.gateway.rulings import About, ruler_read_with
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.web.gateway.finding import find_with_people, newest_of
from touchstone.web.gateway.show import shown
from touchstone.web.gateway.standing import Waits, standing_of
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form

ON: dict[About, str] = {"gateway": "the gateway", "portfolio": "the portfolio"}
ALLOW, REFUSE = "allow", "refuse"


class RuleForm(Form):
    """A ruling and its reason for each thing that waits for one."""

    mark_optional = False
    version = fields.HiddenField()

    def __init__(self, *args: Any, to_rule: Sequence[Waits], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.to_rule = to_rule
        for one in to_rule:
            self.fields[f"ruling-{one.about}"] = fields.RadiosField(
                label=f"Your ruling on {ON[one.about]}",
                help_text=" ".join(finding.because for finding in one.asks),
                choices=[(ALLOW, "Allow it"), (REFUSE, "Do not allow it: the gateway is then returned")],
                error_messages={"required": f"Select whether you allow it: {ON[one.about]}"},
            )
            self.fields[f"reason-{one.about}"] = fields.LongTextField(
                label=f"Your reason ({ON[one.about]})",
                help_text="Everybody who sees the gateway reads it. It becomes part of the decision and stays.",
                max_length=4000,
                rows=4,
                error_messages={"required": f"Enter the reason for your ruling: {ON[one.about]}"},
            )

    def says(self) -> dict[About, services.Says]:
        given = self.cleaned_data
        return {
            one.about: services.Says(given[f"ruling-{one.about}"] == ALLOW, given[f"reason-{one.about}"])
            for one in self.to_rule
        }

    def seen(self) -> int:
        """A version nobody sent rightly is older than any."""
        version = self.cleaned_data["version"]
        return int(version) if version.isdecimal() else 0


@page("gateway.rule", find=find_with_people)
def rule(request: Request, one: Apprenticeship) -> HttpResponse:
    gateway = newest_of(one)
    standing = standing_of(gateway, request.held)
    if gateway.state != Gateway.State.SUBMITTED or not standing.to_rule:
        messages.info(request, "Nothing of this gateway waits for a ruling.")
        return redirect("gateway:show", pk=one.pk)
    context = shown(request, standing, ruler_read_with(one))
    sent = request.POST if request.method == "POST" and context["may_rule"] else None
    form = RuleForm(sent, to_rule=standing.to_rule, initial={"version": gateway.version})
    if form.is_bound and form.is_valid():
        try:
            services.rule(who=request.actor, gateway=gateway, version=form.seen(), says=form.says())
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            form = _again(request, newest_of(one), standing.to_rule)
        else:
            messages.success(request, "Your ruling is part of the decision from now on.")
            return redirect("gateway:decide", pk=one.pk)
    context |= {"form": form if context["may_rule"] else None}
    return render(request, "gateway/rule.html", context, status=422 if form.is_bound else 200)


def _again(request: Request, gateway: Gateway, to_rule: Sequence[Waits]) -> RuleForm:
    """The form as it was typed, to be sent again by who has seen that something changed meanwhile."""
    typed = request.POST.copy()
    typed["version"] = str(gateway.version)
    form = RuleForm(typed, to_rule=to_rule)
    form.add_error(None, "A colleague has answered items meanwhile. Yours is still here: send it again if it stands.")
    return form
