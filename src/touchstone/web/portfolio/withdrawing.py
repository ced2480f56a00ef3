"""Withdrawing a piece because consent was taken back: first exactly what it does, then it is done for good."""

from __future__ import annotations

import logging
import uuid

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from touchstone.apps.people.actor import Actor
from touchstone.apps.portfolio import services
from touchstone.apps.portfolio.facts import codes_of
from touchstone.apps.portfolio.models import Evidence, Withdrawal
from touchstone.apps.portfolio.queries import copies_submitted, ever_visible_to, with_contents
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.evidence import type_name
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form

logger = logging.getLogger(__name__)

NO_STORAGE = "Our storage does not answer, so nothing was withdrawn. Try again later."


class WithdrawForm(Form):
    why = fields.RadiosField(
        label="Whose consent was taken back?",
        choices=Withdrawal.Why.choices,
        help_text="No name is asked for, and none is kept.",
        error_messages={"required": "Select whose consent was taken back"},
    )
    asked_on = fields.DateField(
        label="On which day?",
        help_text="The day it was said or written, for example, 27 3 2026",
        latest=timezone.localdate,
        error_messages={"required": "Enter the day on which consent was taken back"},
    )
    sure = fields.ConfirmField(
        label="I have read what this does, and that it cannot be undone",
        error_messages={"required": "Confirm that you have read what this does"},
    )


def _find(actor: Actor, pk: uuid.UUID) -> Evidence | None:
    return with_contents(ever_visible_to(actor)).filter(pk=pk).first()


@page("evidence.withdraw", find=_find)
def withdraw(request: Request, piece: Evidence) -> HttpResponseBase:
    if hasattr(piece, "withdrawal"):
        return redirect("portfolio:piece", pk=piece.pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why, asked_on = form.cleaned_data["why"], form.cleaned_data["asked_on"]
        try:
            services.withdraw_evidence(who=request.actor, evidence=piece, why=why, asked_on=asked_on)
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except OSError:
            logger.exception("A file of the evidence %s could not be deleted", piece.pk)
            form.add_error(None, NO_STORAGE)
        else:
            messages.success(request, "The piece is withdrawn. Its words and files are deleted.")
            return redirect("portfolio:piece", pk=piece.pk)
    return render(
        request,
        "portfolio/withdraw.html",
        {
            "header": header_of(request.held, piece.apprenticeship, "evidence"),
            "piece": piece,
            "type": type_name(piece.type),
            "files": [attachment.file for attachment in piece.attachments.all()],
            "copies": copies_submitted(piece),
            "form": form,
        },
        status=422 if form.is_bound else 200,
    )


def tombstone(request: Request, piece: Evidence) -> HttpResponseBase:
    """What is left of a piece, in the place of it."""
    copies = list(copies_submitted(piece))
    files = {file.pk: file for copy in copies for file in copy.files.all()}
    files |= {attachment.file_id: attachment.file for attachment in piece.attachments.all()}
    return render(
        request,
        "portfolio/withdrawn.html",
        {
            "header": header_of(request.held, piece.apprenticeship, "evidence"),
            "piece": piece,
            "type": type_name(piece.type),
            "copies": copies,
            "files": list(files.values()),
            "ksbs": codes_of(piece),
        },
    )
