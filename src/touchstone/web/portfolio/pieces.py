"""One piece of working evidence: reading it (the log says who), and taking it out."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db.models import Q
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.people.access import action as row_of
from touchstone.apps.people.actor import Actor
from touchstone.apps.portfolio import services
from touchstone.apps.portfolio.coverage import excluded_types
from touchstone.apps.portfolio.facts import claims_of, codes_of
from touchstone.apps.portfolio.models import ClaimJudgement, Evidence, EvidenceKsb
from touchstone.apps.portfolio.policy import WRITES
from touchstone.apps.portfolio.queries import earlier_files, ever_visible_to, judgements_of, visible_to, with_contents
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.training.queries import with_hours
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.evidence import WHAT_EMPLOYERS_SAID, type_name, witness_name
from touchstone.web.parts.page import Request, page
from touchstone.web.portfolio.withdrawing import tombstone
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form


class RemoveForm(Form):
    version = fields.HiddenField()
    reason = fields.LongTextField(
        label="Why do you remove it?",
        rows=3,
        max_length=1000,
        help_text="The reason is kept in the log. Do not write names here.",
        error_messages={"required": "Enter why you remove it"},
    )


def find_piece(actor: Actor, pk: uuid.UUID) -> Evidence | None:
    return with_contents(visible_to(actor)).filter(pk=pk).first()


def _find_or_what_is_left(actor: Actor, pk: uuid.UUID) -> Evidence | None:
    there = Q(removed_at=None) | Q(withdrawal__isnull=False)
    return with_hours(with_contents(ever_visible_to(actor))).filter(there, pk=pk).first()


@page("evidence.open", find=_find_or_what_is_left)
def show(request: Request, piece: Evidence) -> HttpResponseBase:
    if hasattr(piece, "withdrawal"):
        return tombstone(request, piece)
    services.open_evidence(who=request.actor, evidence=piece)
    plan = plan_of(piece.apprenticeship)
    texts = {ksb.code: ksb.text for ksb in plan.ksbs}
    return render(
        request,
        "portfolio/piece.html",
        {
            "header": header_of(request.held, piece.apprenticeship, "evidence"),
            "piece": piece,
            "type": type_name(piece.type),
            "contribution": WHAT_EMPLOYERS_SAID.get(piece.contribution, ""),
            "ksbs": [(code, texts.get(code, "")) for code in codes_of(piece)],
            "files": [attachment.file for attachment in piece.attachments.all()],
            "earlier": earlier_files(piece),
            "excluded": piece.type in excluded_types(plan),
            "writes": bool(WRITES & request.held),
            "notes": bool(row_of("evidence.note").roles & request.held),
            "judges": bool(row_of("evidence.judge").roles & request.held),
            "said": _said(piece),
            "witness": witness_name(piece.witness),
        },
    )


def _said(piece: Evidence) -> dict[str, tuple[EvidenceKsb, ClaimJudgement | None]]:
    """Code -> what the piece shows of it and where, and the newest judgement."""
    newest = {code: found for (pk, code), found in judgements_of(piece.apprenticeship).items() if pk == piece.pk}
    return {claim.code: (claim, newest.get(claim.code)) for claim in claims_of(piece)}


@page("evidence.remove", find=find_piece)
def remove(request: Request, piece: Evidence) -> HttpResponseBase:
    form = RemoveForm(request.POST or None, initial={"version": piece.version})
    if request.method == "POST" and form.is_valid():
        version, reason = form.cleaned_data["version"], form.cleaned_data["reason"]
        try:
            services.remove_evidence(
                who=request.actor, evidence=piece, version=int(version) if version.isdecimal() else 0, reason=reason
            )
        except Refused as refused:
            form.add_error("reason", " ".join(refused.reasons))
        except Stale:
            messages.warning(request, "Somebody changed this piece meanwhile. Read it again before you remove it.")
            return redirect("portfolio:piece", pk=piece.pk)
        else:
            messages.success(request, f"“{piece.title}” is removed. Submitted portfolios keep their copy.")
            return redirect("portfolio:list", pk=piece.apprenticeship_id)
    return render(
        request,
        "portfolio/remove.html",
        {"header": header_of(request.held, piece.apprenticeship, "evidence"), "piece": piece, "form": form},
        status=422 if form.is_bound else 200,
    )
