"""What a piece shows of each KSB, in the apprentice's words; and judging that, by those who train."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.portfolio import services
from touchstone.apps.portfolio.facts import claims_of, codes_of
from touchstone.apps.portfolio.models import Evidence
from touchstone.apps.portfolio.queries import judgements_of
from touchstone.apps.portfolio.services.claims import NOTE_MAX, PLACE_MAX, WHY_MAX, Noted, Said
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.versions import version_of
from touchstone.web.portfolio.pieces import find_piece
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form

CHANGED = "The piece was changed while you had this open. What you typed is below; read the piece, and send again."


class OfClaims(Form):
    """Fields for each KSB the piece claims; ``texts``: code -> the statement."""

    version = fields.HiddenField()

    def __init__(self, *args: Any, texts: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = texts
        for code, text in texts.items():
            self.add(code, text)

    def add(self, code: str, text: str) -> None:
        raise NotImplementedError


class NotesForm(OfClaims):
    mark_optional = False

    def add(self, code: str, text: str) -> None:
        self.fields[code] = fields.LongTextField(
            label=f"What does it show of {code}?", help_text=text, rows=3, max_length=NOTE_MAX, required=False
        )
        self.fields[f"place_{code}"] = fields.TextField(
            label=f"Where does it show {code}?",
            help_text="A page, a time or a section. For example, page 3, or 12:40 to 15:00",
            max_length=PLACE_MAX,
            required=False,
        )

    def notes(self) -> dict[str, Noted]:
        given = self.cleaned_data
        return {code: Noted(given[code], given[f"place_{code}"]) for code in self.texts}


class JudgeForm(OfClaims):
    mark_optional = False

    def add(self, code: str, text: str) -> None:
        self.fields[code] = fields.RadiosField(
            label=f"{code} {text}",
            choices=[("yes", "Accepted"), ("no", "Needs work")],
            reveal={"no": f"why_{code}"},
            required=False,
        )
        self.fields[f"why_{code}"] = fields.LongTextField(
            label="What does it still need?", rows=2, max_length=WHY_MAX, required=False
        )

    def said(self) -> dict[str, Said]:
        """Of those judged now; the others stay as they are."""
        given = self.cleaned_data
        return {code: Said(given[code] == "yes", given[f"why_{code}"]) for code in self.texts if given[code]}


@page("evidence.note", find=find_piece)
def note(request: Request, piece: Evidence) -> HttpResponseBase:
    claims = claims_of(piece)
    notes, places = ({claim.code: claim.note for claim in claims}, {f"place_{c.code}": c.place for c in claims})
    initial = {"version": piece.version, **notes, **places}
    form = NotesForm(request.POST or None, texts=_texts(piece), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.note_claims(who=request.actor, evidence=piece, version=version_of(form), notes=form.notes())
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            form = NotesForm(_with_version(request, piece), texts=_texts(piece))
            form.add_error(None, CHANGED)
        else:
            messages.success(request, "What the piece shows is written down.")
            return redirect("portfolio:piece", pk=piece.pk)
    return _render(request, piece, form, "portfolio/note.html")


@page("evidence.judge", find=find_piece)
def judge(request: Request, piece: Evidence) -> HttpResponseBase:
    form = JudgeForm(request.POST or None, texts=_texts(piece), initial={"version": piece.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.judge_claims(who=request.actor, evidence=piece, version=version_of(form), said=form.said())
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        except Stale:
            form = JudgeForm(_with_version(request, piece), texts=_texts(piece))
            form.add_error(None, CHANGED)
        else:
            messages.success(request, "Your judgement is kept, beside every earlier one.")
            return redirect("portfolio:piece", pk=piece.pk)
    return _render(request, piece, form, "portfolio/judge.html")


def _texts(piece: Evidence) -> dict[str, str]:
    texts = {ksb.code: ksb.text for ksb in plan_of(piece.apprenticeship).ksbs}
    return {code: texts.get(code, "") for code in codes_of(piece)}


def _with_version(request: Request, piece: Evidence) -> Any:
    sent = request.POST.copy()
    sent["version"] = str(piece.version)
    return sent


def _render(request: Request, piece: Evidence, form: OfClaims, template: str) -> HttpResponse:
    newest = {code: found for (pk, code), found in judgements_of(piece.apprenticeship).items() if pk == piece.pk}
    context = {
        "header": header_of(request.held, piece.apprenticeship, "evidence"),
        "piece": piece,
        "form": form,
        "claims": [(claim, newest.get(claim.code)) for claim in claims_of(piece)],
    }
    return render(request, template, context, status=422 if form.is_bound else 200)
