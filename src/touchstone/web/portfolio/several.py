"""Adding several files at once: choosing them, then making pieces of evidence of what has arrived."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.portfolio import services
from touchstone.apps.portfolio.content import ACCEPTED
from touchstone.apps.portfolio.models import StoredFile, Upload
from touchstone.apps.portfolio.names import natural
from touchstone.apps.portfolio.queries import arrived, unfinished, with_same_content
from touchstone.apps.records.refusal import Refused
from touchstone.apps.upkeep.minute import UNATTACHED_KEPT
from touchstone.rules.facts.parts import EVIDENCE_TYPES
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.evidence import type_name
from touchstone.web.parts.page import Request, page
from touchstone.web.portfolio import tus, uploading
from touchstone.web.ui import fields, formats
from touchstone.web.ui.addresses import address
from touchstone.web.ui.forms import Form
from touchstone.web.ui.uploads import Lost


class SeveralForm(Form):
    uploads = fields.FilesField(
        label="Files", accept=",".join(ACCEPTED), error_messages={"required": "Select at least one file"}
    )


class PiecesForm(Form):
    """``uploads``: what has arrived; ``same``: of those, the other file with the same content."""

    chosen = fields.CheckboxesField(label="Files", error_messages={"required": "Select at least one file"})
    type = fields.RadiosField(
        label="What kind of evidence are they?",
        choices=[(kind, type_name(kind)) for kind in EVIDENCE_TYPES],
        error_messages={"required": "Select a kind"},
    )
    happened_on = fields.DateField(
        label="Date",
        required=False,
        latest=timezone.localdate,
        help_text="Leave it empty to take the day each file was last changed. For example, 27 3 2026",
    )

    anonymised = fields.ConfirmField(
        label="I have taken out everything that could tell who a mentee or colleague is, from all of these files "
        "and their names",
        required=False,
        help_text="It is noted on every piece. If you cannot say it of all of them, leave it and say it on each piece",
    )

    def __init__(self, *args: Any, uploads: Sequence[Upload], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.uploads = {str(one.pk): one for one in uploads}
        same = with_same_content([one.file for one in uploads if one.file])
        self.fields["chosen"].choices = [(pk, _words(one)) for pk, one in self.uploads.items()]  # type: ignore[attr-defined]
        self.fields["chosen"].hints = {str(pk): _is_there(other) for pk, other in same.items()}  # type: ignore[attr-defined]
        self.initial.setdefault("chosen", [pk for pk, one in self.uploads.items() if one.pk not in same])

    def picked(self) -> list[Upload]:
        return [self.uploads[pk] for pk in self.cleaned_data["chosen"]]


@require_http_methods(["GET", "HEAD", "POST", "OPTIONS"])
@page("file.upload", find=find_apprenticeship)
def choose(request: Request, one: Apprenticeship) -> HttpResponseBase:
    """The page to choose files on. A script announces each file at the same address, and sends it in pieces."""
    if request.method == "OPTIONS":
        return uploading.offers()
    if tus.speaks(request):
        return uploading.begin(request, one)
    form = SeveralForm(request.POST or None, request.FILES or None)
    if form.is_bound:
        refusals = _take(request, one, request.FILES.getlist("uploads"))
        if not refusals and form.is_valid():
            return redirect("portfolio:arrived", pk=one.pk)
        for says in refusals:
            form.add_error("uploads", says)
    context = {
        "header": header_of(request.held, one, "evidence"),
        "one": one,
        "form": form,
        "unfinished": [(each, services.offset_of(each)) for each in unfinished(request.actor, one)],
        "waiting": arrived(request.actor, one).count(),
    }
    return render(request, "portfolio/several.html", context, status=422 if form.is_bound else 200)


@page("file.upload", find=find_apprenticeship)
def pieces(request: Request, one: Apprenticeship) -> HttpResponseBase:
    uploads = sorted(arrived(request.actor, one), key=lambda upload: natural(upload.name))
    form = PiecesForm(request.POST or None, uploads=uploads)
    if form.is_bound:
        together = request.POST.get("do") == "one"
        if together and request.POST.getlist("chosen"):
            return redirect(_with_all(one, [pk for pk in request.POST.getlist("chosen") if pk in form.uploads]))
        if not uploads:  # sent twice
            return redirect("portfolio:list", pk=one.pk)
        if form.is_valid():
            try:
                made = services.add_piece_of_each(
                    who=request.actor,
                    uploads=form.picked(),
                    type=form.cleaned_data["type"],
                    happened_on=form.cleaned_data["happened_on"],
                    anonymised=form.cleaned_data["anonymised"],
                )
            except Refused as refused:
                form.add_error(None, list(refused.reasons))
            else:
                added = formats.plural(len(made), "piece")
                messages.success(request, f"{added} added. Open each to say what it shows and to tick its KSBs.")
                return redirect("portfolio:list", pk=one.pk)
    context = {
        "header": header_of(request.held, one, "evidence"),
        "one": one,
        "form": form,
        "days": UNATTACHED_KEPT.days,
    }
    return render(request, "portfolio/arrived.html", context, status=422 if form.is_bound else 200)


def _take(request: Request, one: Apprenticeship, uploads: Sequence[UploadedFile[Any]]) -> list[str]:
    """Store what came by the plain form; why some of it was not."""
    refusals: list[str] = []
    for upload in uploads:
        if isinstance(upload, Lost):
            refusals.append(upload.says)
            continue
        try:
            services.take_whole(who=request.actor, apprenticeship=one, upload=upload)
        except Refused as refused:
            refusals += refused.reasons
    return refusals


def _with_all(one: Apprenticeship, files: Sequence[str]) -> str:
    """The form of a new piece, with these files ticked."""
    return f"{address('portfolio:add', one.pk)}?{urlencode({'piece': uuid.uuid4(), 'file': files}, doseq=True)}"


def _words(upload: Upload) -> str:
    changed = f", last changed {formats.date(timezone.localdate(upload.modified_at))}" if upload.modified_at else ""
    return f"{upload.name} ({formats.file_size(upload.size)}{changed})"


def _is_there(other: StoredFile) -> str:
    attachment = getattr(other, "attachment", None)
    where = f"in “{attachment.evidence.title}”" if attachment else f"as “{other.name}” on this page"
    return f"The same file is here already, {where}"
