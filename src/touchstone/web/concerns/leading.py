"""The safeguarding lead's own pages: what waits, and one concern with what has been done about it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.concerns import services
from touchstone.apps.concerns.models import Concern
from touchstone.apps.concerns.queries import notes_on, visible_to
from touchstone.apps.people.actor import Actor
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form

ROWS = 50


class NoteForm(Form):
    id = fields.HiddenField()
    text = fields.LongTextField(label="What did you do or learn?", rows=6)
    close = fields.YesNoField(label="Is this concern closed with it?")


def find_concern(actor: Actor, pk: uuid.UUID) -> Concern | None:
    return visible_to(actor).filter(pk=pk).first()


@page("concern.list")
def all_of_mine(request: Request) -> HttpResponseBase:
    """Open ones first, the oldest of them at the top. No words of any."""
    rows = visible_to(request.actor).defer("text").order_by("closed_at", "raised_at")
    return render(request, "concerns/list.html", {"page": Paginator(rows, ROWS).get_page(request.GET.get("page"))})


@page("concern.read", find=find_concern)
def read(request: Request, concern: Concern) -> HttpResponseBase:
    form = NoteForm(request.POST or None, initial={"id": uuid.uuid4(), "close": bool(concern.closed_at)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.note_on(
                who=request.actor, id=uuid.UUID(given["id"]), concern=concern, text=given["text"], close=given["close"]
            )
        except ValueError:  # the id is not one of ours
            form.add_error(None, "This form is out of date. Copy your text, load the page again and paste it.")
        except Refused as refused:
            form.add_error("text", " ".join(refused.reasons))
        else:
            messages.success(request, "Noted.")
            return redirect("concerns:read", pk=concern.pk)
    services.read_concern(who=request.actor, concern=concern)
    return render(
        request,
        "concerns/read.html",
        {"concern": concern, "notes": notes_on(concern), "form": form},
        status=422 if form.is_bound else 200,
    )
