"""Adding and changing a piece of evidence. What was typed, and files that were fine, are never asked for twice."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.queries import names_of
from touchstone.apps.portfolio import services
from touchstone.apps.portfolio.models import Evidence, StoredFile
from touchstone.apps.portfolio.queries import to_attach, unfinished, visible_to
from touchstone.apps.records.queries import last_entry_on
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.versions import version_of
from touchstone.web.portfolio.evidence_form import EvidenceForm, as_typed
from touchstone.web.portfolio.pieces import find_piece
from touchstone.web.ui import formats
from touchstone.web.ui.uploads import Lost


@page("evidence.add", find=find_apprenticeship)
def add(request: Request, one: Apprenticeship) -> HttpResponseBase:
    """The id of the new piece is in the address as well: going back after adding leads to the piece, not to a copy."""
    id = _uuid(request.POST.get("id") or request.GET.get("piece"))
    if id is None and request.method != "POST":
        return redirect(f"{request.path}?piece={uuid.uuid4()}")
    id = id or uuid.uuid4()
    if visible_to(request.actor).filter(pk=id, apprenticeship=one).exists():
        return redirect("portfolio:piece", pk=id)  # the same form sent twice, or gone back to
    form = _form(request, one, None, {"id": str(id), "kept": request.GET.getlist("file")[: settings.UPLOAD_MAX_FILES]})
    if form.is_bound and form.is_valid():
        try:
            added = services.add_evidence(who=request.actor, id=id, apprenticeship=one, piece=form.piece())
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        else:
            messages.success(request, f"“{added.title}” is added.")
            return redirect("portfolio:piece", pk=added.pk)
    return _render(request, one, form, "Add evidence")


@page("evidence.change", find=find_piece)
def change(request: Request, evidence: Evidence) -> HttpResponseBase:
    one, stale = evidence.apprenticeship, {}
    form = _form(request, one, evidence, as_typed(evidence))
    if form.is_bound and form.is_valid():
        try:
            services.change_evidence(who=request.actor, evidence=evidence, version=version_of(form), piece=form.piece())
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            stale = _what_changed(form, evidence)
        else:
            messages.success(request, f"“{form.cleaned_data['title']}” is changed.")
            return redirect("portfolio:piece", pk=evidence.pk)
    elif not form.is_bound:
        services.open_evidence(who=request.actor, evidence=evidence)
    return _render(request, one, form, "Change evidence", evidence=evidence, stale=stale)


def _form(request: Request, one: Apprenticeship, evidence: Evidence | None, initial: dict[str, Any]) -> EvidenceForm:
    """The form, bound when something was sent. Files that can be taken are stored at once and ticked as added.

    Should the form be given up, the clockwork clears them away.
    """
    if request.method != "POST":
        kept = initial.get("kept", [])
        return EvidenceForm(plan=plan_of(one), choosable=_files(request, one, evidence, kept), initial=initial)
    data = request.POST.copy()
    uploads = request.FILES.getlist("uploads")
    refusals = _too_many(len(set(data.getlist("kept"))), len(uploads))
    for upload in () if refusals else uploads:
        if isinstance(upload, Lost):
            refusals.append(upload.says)
            continue
        try:
            stored = services.store_file(who=request.actor, apprenticeship=one, upload=upload)
        except Refused as refused:
            refusals += refused.reasons
        else:
            data.appendlist("kept", str(stored.pk))
    form = EvidenceForm(data, plan=plan_of(one), choosable=_files(request, one, evidence, data.getlist("kept")))
    if refusals:
        form.add_error("uploads", refusals)
    return form


def _too_many(kept: int, selected: int) -> list[str]:
    """Said before any of them is stored."""
    if not selected or kept + selected <= settings.UPLOAD_MAX_FILES:
        return []
    return [
        f"A piece can have up to {settings.UPLOAD_MAX_FILES} files. It has {kept}, and you selected {selected} more"
    ]


def _files(
    request: Request, one: Apprenticeship, evidence: Evidence | None, named: Collection[str]
) -> list[StoredFile]:
    """The files the form shows: those of the piece, and those this form has brought so far."""
    own = {str(attachment.file_id) for attachment in evidence.attachments.all()} if evidence else set()
    return [file for file in to_attach(request.actor, one, evidence) if str(file.pk) in own | set(named)]


def _what_changed(form: EvidenceForm, evidence: Evidence) -> dict[str, Any]:
    """Who changed the piece meanwhile and where it differs from what was typed. The form may now be sent again."""
    entry = last_entry_on(evidence.pk, "evidence.changed", "evidence.file-renamed", "evidence.file-replaced")
    who = names_of([entry.actor]).get(entry.actor, "") if entry and entry.actor else ""
    now = EvidenceForm(
        plan=plan_of(evidence.apprenticeship), choosable=[*form.files_by_id.values()], initial=as_typed(evidence)
    )
    form.data["version"] = str(evidence.version)  # type: ignore[index]  # _form made it from a copy
    return {
        "who": who or "Somebody",
        "when": formats.datetime_local(evidence.changed_at),
        "differs": [
            (str(field.label), _in_words(now, name))
            for name, field in form.fields.items()
            if name not in {"id", "version", "uploads", "code_sure"}
            and field.has_changed(now.initial.get(name), form.cleaned_data.get(name))
        ],
    }


def _in_words(now: EvidenceForm, name: str) -> str:
    """What a field of the piece says now."""
    value = now.initial[name]
    choices: dict[Any, str] = dict(getattr(now.fields[name], "choices", ()))
    if isinstance(value, list):
        return ", ".join(str(choices.get(one, one)) for one in value) or "None"
    if isinstance(value, bool):
        return formats.yes_no(value)
    words = formats.date(value) if isinstance(value, dt.date) else str(value)
    return str(choices.get(value) or words or "Nothing")


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def _render(request: Request, one: Apprenticeship, form: EvidenceForm, title: str, **more: Any) -> HttpResponse:
    context = {"evidence": None, "stale": {}, **more}
    begun = unfinished(request.actor, one).filter(evidence=context["evidence"])
    return render(
        request,
        "portfolio/write.html",
        {"header": header_of(request.held, one, "evidence"), "one": one, "form": form, "title": title, **context}
        | {"unfinished": [(upload, services.offset_of(upload)) for upload in begun]},
        status=422 if form.errors else 409 if context["stale"] else 200,
    )
