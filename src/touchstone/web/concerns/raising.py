"""Raising a safeguarding concern: to whom, what; afterwards only that it was raised, and whether it has been read."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.concerns import services
from touchstone.apps.concerns.queries import Receiver, raised_by, receivers
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


class ConcernForm(Form):
    id = fields.HiddenField()
    organisation = fields.RadiosField(
        label="Who should read it?", error_messages={"required": "Select who should read it"}
    )
    text = fields.LongTextField(
        label="What worries you?",
        rows=8,
        help_text="What you saw or heard, when, and in whose words. Do not ask the person more questions first",
    )

    def __init__(self, *args: Any, told: Sequence[Receiver], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_pk = {str(one.organisation.pk): one.organisation for one in told if one.leads}
        field = self.fields["organisation"]
        field.choices = [(pk, side.name) for pk, side in self.by_pk.items()]  # type: ignore[attr-defined]
        field.hints = {  # type: ignore[attr-defined]
            str(one.organisation.pk): "Safeguarding lead: " + ", ".join(lead.name for lead in one.leads) for one in told
        }


@page("concern.raise", find=find_apprenticeship)
def raise_one(request: Request, one: Apprenticeship) -> HttpResponseBase:
    told = receivers(one)
    form = ConcernForm(request.POST or None, told=told, initial={"id": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.raise_concern(
                who=request.actor,
                id=uuid.UUID(given["id"]),
                apprenticeship=one,
                organisation=form.by_pk[given["organisation"]],
                text=given["text"],
            )
        except ValueError:  # the id is not one of ours
            form.add_error(None, "This form is out of date. Copy your text, load the page again and paste it.")
        except Refused as refused:
            form.add_error("text", " ".join(refused.reasons))
        else:
            messages.success(request, "Your concern is with the safeguarding lead. Nobody else here can read it.")
            return redirect("concerns:raise", pk=one.pk)
    return render(
        request,
        "concerns/raise.html",
        {
            "header": header_of(request.held, one),
            "one": one,
            "form": form,
            "told": [receiver for receiver in told if receiver.leads],
            "raised": raised_by(request.actor, one),
        },
        status=422 if form.is_bound else 200,
    )
