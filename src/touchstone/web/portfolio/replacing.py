"""The files of a piece: another name, another file in the place of one, a photo without its place."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from touchstone.apps.people.actor import Actor
from touchstone.apps.portfolio import names, services
from touchstone.apps.portfolio.content import ACCEPTED
from touchstone.apps.portfolio.models import StoredFile
from touchstone.apps.portfolio.queries import attached_visible_to, to_attach
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.versions import version_of
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form
from touchstone.web.ui.uploads import Lost

CHANGED = "Somebody changed this piece while you had this open. Read what it says now, and send again."


class OfPiece(Form):
    version = fields.HiddenField()


class RenameForm(OfPiece):
    name = fields.TextField(label="Name", max_length=names.LONGEST, error_messages={"required": "Enter a name"})


class ReplaceForm(OfPiece):
    """``arrived``: a file that came with this form before, and was not yet put in place."""

    mark_optional = False

    arrived = fields.HiddenField(required=False)
    upload = fields.FileField(label="The file to put in its place", accept=",".join(ACCEPTED), required=False)


def _find(actor: Actor, pk: uuid.UUID) -> StoredFile | None:
    return attached_visible_to(actor).filter(pk=pk).first()


@page("evidence.files", find=_find)
def rename(request: Request, file: StoredFile) -> HttpResponseBase:
    piece = file.attachment.evidence
    form = RenameForm(request.POST or None, initial={"version": piece.version, "name": names.stem(file.name)})
    if request.method == "POST" and form.is_valid():
        version, name = version_of(form), form.cleaned_data["name"]
        try:
            renamed = services.rename_file(who=request.actor, evidence=piece, version=version, file=file, name=name)
        except Refused as refused:
            form.add_error("name", list(refused.reasons))
        except Stale:
            form = RenameForm({"version": piece.version, "name": name})
            form.add_error(None, CHANGED)
        else:
            messages.success(request, f"The file is called “{renamed.name}” now.")
            return redirect("portfolio:piece", pk=piece.pk)
    return _render(request, file, form, "portfolio/rename.html")


@page("evidence.files", find=_find)
def replace(request: Request, file: StoredFile) -> HttpResponseBase:
    piece = file.attachment.evidence
    form = ReplaceForm(request.POST or None, request.FILES or None, initial={"version": piece.version})
    new = _arrived(request, file, form) if request.method == "POST" and form.is_valid() else None
    if new is not None:
        try:
            services.replace_file(who=request.actor, evidence=piece, version=version_of(form), old=file, new=new)
        except Refused as refused:
            form.add_error("upload", list(refused.reasons))
        except Stale:
            form = ReplaceForm({"version": piece.version, "arrived": str(new.pk)})
            form.add_error(None, f"{CHANGED} “{new.name}” has arrived: you need not choose it again.")
        else:
            messages.success(request, f"“{new.name}” has taken the place of “{file.name}”, which is kept.")
            return redirect("portfolio:piece", pk=piece.pk)
    return _render(request, file, form, "portfolio/replace.html", arrived=new)


@require_POST
@page("evidence.files", find=_find)
def without_place(request: Request, file: StoredFile) -> HttpResponseBase:
    piece, form = file.attachment.evidence, OfPiece(request.POST)
    form.full_clean()
    try:
        services.replace_without_place(who=request.actor, evidence=piece, version=version_of(form), file=file)
    except Refused as refused:
        messages.warning(request, " ".join(refused.reasons))
    except Stale:
        messages.warning(request, "Somebody changed this piece meanwhile. Read what it says now, and press again.")
    else:
        messages.success(request, "A copy that does not say where it was taken has taken the place of the photo.")
    return redirect("portfolio:piece", pk=piece.pk)


def _arrived(request: Request, file: StoredFile, form: Form) -> StoredFile | None:
    """The file to put in place: the one sent now, or before; None with the reason on the form."""
    upload, before = form.cleaned_data["upload"], form.cleaned_data["arrived"]
    try:
        if upload is not None and not isinstance(upload, Lost):
            return services.store_file(who=request.actor, apprenticeship=file.apprenticeship, upload=upload)
    except Refused as refused:
        form.add_error("upload", list(refused.reasons))
        return None
    mine = to_attach(request.actor, file.apprenticeship, None)
    found = next((one for one in mine if str(one.pk) == before), None)
    if found is None:
        form.add_error("upload", upload.says if isinstance(upload, Lost) else "Select the file to put in its place")
    return found


def _render(request: Request, file: StoredFile, form: Form, template: str, **more: Any) -> HttpResponse:
    context = {
        "header": header_of(request.held, file.apprenticeship, "evidence"),
        "file": file,
        "piece": file.attachment.evidence,
        "ending": names.ending(file.name),
        "form": form,
    }
    return render(request, template, context | more, status=422 if form.is_bound else 200)
