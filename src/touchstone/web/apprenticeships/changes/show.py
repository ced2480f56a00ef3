"""Every period of one apprenticeship, in one list; from here what happens is recorded."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from touchstone.apps.apprenticeships.models import Apprenticeship, BreakInLearning, Participant
from touchstone.apps.apprenticeships.periods import Period, periods_of, with_periods
from touchstone.apps.apprenticeships.queries import open_offer, visible_to
from touchstone.apps.people.access import action
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.queries import names_of
from touchstone.apps.people.roles import Role
from touchstone.apps.records.queries import entries_of
from touchstone.web.apprenticeships.changes.kinds import KINDS
from touchstone.web.parts.apprenticeship import address_for, header_of
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import formats

WORDS = {
    "employer": "Employer",
    "provider": "Training provider",
    "version": "Standard and version",
    "break": "Break in learning",
    "withdrawal": "Withdrawal",
    **{role.value: str(role.label) for role in (Role.TUTOR, Role.LINE_MANAGER, Role.SUPERVISOR)},
}
BEGINNINGS = frozenset({"apprenticeship.enrolled", "person.assigned"})


def _find(actor: Actor, pk: uuid.UUID) -> Apprenticeship | None:
    return with_periods(visible_to(actor)).filter(pk=pk).first()


@page("apprenticeship.changes", find=_find)
def show(request: Request, one: Apprenticeship) -> HttpResponseBase:
    records = bool(action("apprenticeship.change").roles & request.held)
    offers = bool(action("apprenticeship.offer").roles & request.held)
    periods = periods_of(one)
    return render(
        request,
        "apprenticeships/changes.html",
        {
            "header": header_of(request.held, one, "changes"),
            "one": one,
            "items": [_item(period, by, records) for period, by in _with_who(one, periods)],
            "kinds": [(kind, event.link) for kind, event in KINDS.items() if records and event.fits(one)],
            "offers": offers and one.withdrawn_on is None,
            "offer": open_offer(one) if offers or records else None,
            "records": records,
            "people": address_for(request.held, "apprenticeships:people", one),
        },
    )


def _item(period: Period, by: str, records: bool) -> dict[str, str]:
    recorded = f"recorded {formats.date(period.recorded_at)}{f' by {by}' if by else ''}" if period.recorded_at else ""
    title = WORDS[period.kind]
    named = "" if isinstance(period.row, BreakInLearning) else period.what
    return {
        "title": f"{title}: {named}" if named else title,
        "when": f"{formats.date(period.first_day)} to {_end(period)}",
        "by": recorded,
        "now": "now" if period.last_day is None else "",
        "href": _address(period) if records else "",
        "link": "End or correct" if period.last_day is None else "Correct",
    }


def _end(period: Period) -> str:
    if period.last_day is not None:
        return formats.date(period.last_day)
    expected = period.row.expected_last_day if isinstance(period.row, BreakInLearning) else None
    return f"now, expected to end on {formats.date(expected)}" if expected else "now"


def _address(period: Period) -> str:
    """Where this period is put right."""
    if isinstance(period.row, BreakInLearning) and period.kind == BreakInLearning.Kind.BREAK:
        return reverse("apprenticeships:correct_break", args=[period.row.pk])
    return ""


def _with_who(one: Apprenticeship, periods: Iterable[Period]) -> Iterable[tuple[Period, str]]:
    """Each with the name of who recorded it: its row says, else the entry of the log that began it."""
    began = {entry.subject: entry.actor for entry in entries_of(one.pk, BEGINNINGS)}
    found = [(period, period.recorded_by or began.get(_subject(one, period))) for period in periods]
    names = names_of({by for _, by in found if by})
    return [(period, names.get(by, "") if by else "") for period, by in found]


def _subject(one: Apprenticeship, period: Period) -> str:
    return str(period.row.pk if isinstance(period.row, Participant) else one.pk) if not period.recorded_by else ""
