"""The Mapping and Tracking Form of a submitted portfolio, as page, PDF and workbook; its draft; and confirming it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.policy import IDENTIFIED
from touchstone.apps.people.access import action as row_of
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio import mapping_form, services
from touchstone.apps.portfolio.digests import copies_of
from touchstone.apps.portfolio.mapping_form import Party
from touchstone.apps.portfolio.mapping_form.printed import confirmation_in_words, in_words, totals_in_words
from touchstone.apps.portfolio.models import SubmittedPortfolio
from touchstone.apps.portfolio.queries import latest_submitted, submitted_visible_to
from touchstone.apps.portfolio.selection import selection_of
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.apprenticeship import find_apprenticeship, header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.tables import Sheet, as_workbook


def _find(actor: Actor, pk: uuid.UUID) -> SubmittedPortfolio | None:
    return submitted_visible_to(actor).filter(pk=pk).first()


@page("portfolio.open-form", find=_find)
def show(request: Request, portfolio: SubmittedPortfolio) -> HttpResponseBase:
    services.open_form(who=request.actor, portfolio=portfolio, as_="page")
    parties, form = mapping_form.parties_of(portfolio), _form(request, portfolio)
    return render(
        request,
        "portfolio/mapping_form.html",
        {
            "header": header_of(request.held, portfolio.apprenticeship, "evidence"),
            "portfolio": portfolio,
            "form": in_words(form),
            "facts": [(words, form[key]) for key, words in mapping_form.FACTS.items()],
            "confirmations": _said(parties, form),
            "confirms": _own(request, parties) is not None,
            "corrected": mapping_form.since_corrected(portfolio),
        },
    )


@page("portfolio.open-form", find=_find)
def pdf(request: Request, portfolio: SubmittedPortfolio) -> HttpResponseBase:
    services.open_form(who=request.actor, portfolio=portfolio, as_="pdf")
    made = mapping_form.pdf_of(portfolio, _form(request, portfolio), mapping_form.parties_of(portfolio))
    return _as_pdf(made, f"mapping-form-{portfolio.apprenticeship.reference}-{portfolio.number}.pdf")


@page("portfolio.open-form", find=_find)
def xlsx(request: Request, portfolio: SubmittedPortfolio) -> HttpResponseBase:
    services.open_form(who=request.actor, portfolio=portfolio, as_="xlsx")
    form = _form(request, portfolio)
    said = _said(mapping_form.parties_of(portfolio), form)
    stands = [(f"Authenticity: {one['role'].lower()}", f"{one['stands']} “{one['says']}”") for one in said]
    about = [(form["called"], portfolio.number), ("Submitted on", timezone.localdate(portfolio.submitted_at))]
    name = f"mapping-form-{portfolio.apprenticeship.reference}-{portfolio.number}.xlsx"
    return _as_workbook(name, form, [*about, ("Digest (SHA-256)", portfolio.digest)], stands)


@page("portfolio.open-draft", find=find_apprenticeship)
def draft_pdf(request: Request, one: Apprenticeship) -> HttpResponseBase:
    services.open_draft(who=request.actor, apprenticeship=one, as_="pdf")
    return _as_pdf(mapping_form.draft_pdf(_draft(one)), f"draft-mapping-form-{one.reference}.pdf")


@page("portfolio.open-draft", find=find_apprenticeship)
def draft_xlsx(request: Request, one: Apprenticeship) -> HttpResponseBase:
    services.open_draft(who=request.actor, apprenticeship=one, as_="xlsx")
    form = _draft(one)
    about = [("DRAFT", f"{form['called']} as it would be submitted today. Nothing is submitted or confirmed")]
    return _as_workbook(f"draft-mapping-form-{one.reference}.xlsx", form, about, [])


@page("portfolio.confirm", find=_find)
def confirm(request: Request, portfolio: SubmittedPortfolio) -> HttpResponseBase:
    parties = mapping_form.parties_of(portfolio)
    own = _own(request, parties)
    refused: Sequence[str] = ()
    if request.method == "POST":
        role = own.role if own else Role(request.actor.acting_as)
        try:
            services.confirm_authenticity(who=request.actor.acting(role), portfolio=portfolio)
        except Refused as problem:
            refused = problem.reasons
        else:
            messages.success(request, "Confirmed. Your name, your part and the time stand on the form.")
            return redirect("portfolio:form", pk=portfolio.pk)
    form, latest = mapping_form.form_of(portfolio), latest_submitted(portfolio.apprenticeship)
    context = {
        "header": header_of(request.held, portfolio.apprenticeship, "evidence"),
        "portfolio": portfolio,
        "form": in_words(form),
        "says": form["statement"]["says"][own.role] if own else "",
        "held": [said for said, party in zip(_said(parties, form), parties, strict=True) if party.role in request.held],
        "newer": latest if latest and latest.number > portfolio.number else None,
        "refused": refused,
    }
    return render(request, "portfolio/confirm.html", context, status=422 if refused else 200)


def _own(request: Request, parties: Sequence[Party]) -> Party | None:
    """The part in which this person can still confirm: nobody does twice, in whatever parts they have."""
    if any(party.confirmation and party.confirmation.person_id == request.actor.person_id for party in parties):
        return None
    allowed = row_of("portfolio.confirm").roles & request.held
    return next((party for party in parties if party.role in allowed and party.confirmation is None), None)


def _said(parties: Sequence[Party], form: dict[str, Any]) -> list[dict[str, Any]]:
    return [confirmation_in_words(party, form) for party in parties]


def _form(request: Request, portfolio: SubmittedPortfolio) -> dict[str, Any]:
    """The form, for whoever may see the learner number with it."""
    form = mapping_form.form_of(portfolio)
    return form if IDENTIFIED & request.held else {**form, "uln": mapping_form.ULN_NOT_SHOWN}


def _draft(one: Apprenticeship) -> dict[str, Any]:
    items = [item for item, _ in copies_of(selection_of(one).pieces)]
    return mapping_form.content_of(one, items, on=timezone.localdate())


def _as_pdf(made: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _as_workbook(
    name: str,
    form: dict[str, Any],
    about: Collection[tuple[str, object]],
    stands: Collection[tuple[str, str]],
) -> HttpResponse:
    facts = [(words, form[key]) for key, words in mapping_form.FACTS.items()]
    pieces = [
        [
            item["number"], item["title"], item["type"], dt.date.fromisoformat(item["date"]), item["mentee"],
            claim["code"] or "None claimed", claim["note"] or "Nothing written", claim["place"] or "No place given",
            item["theme"], item["witness"], item["anonymised"],
        ]
        for item in form["items"]
        for claim in item["claims"] or [{"code": "", "note": "", "place": ""}]
    ]  # fmt: skip
    ksbs = [
        [one["code"], one["text"], one["method"], one["theme"], ", ".join(map(str, one["items"])) or "None"]
        for one in form["ksbs"]
    ]
    return as_workbook(
        name,
        [
            Sheet("Form", ["What", "Says"], [*about, *facts, *totals_in_words(form), *stands], [0, 1]),
            Sheet("Pieces", ["Number", "Title", "Kind", "Date", "Mentee", "KSB", "What it shows", "Where",
                             "Theme of the discussion", "Witnessed by", "Anonymised"], pieces, [1, 6]),
            Sheet("KSBs", ["KSB", "Statement", "Method", "Theme", "Pieces, by number"], ksbs, [1]),
        ],
    )  # fmt: skip
