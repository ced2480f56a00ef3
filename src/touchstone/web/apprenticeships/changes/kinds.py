"""The kinds of life event that are recorded from the page of changes: what each asks, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from touchstone.apps.apprenticeships import services
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.actor import Actor
from touchstone.standards import catalogue
from touchstone.web.apprenticeships.changes import forms


@dataclass(frozen=True, slots=True)
class Event:
    """``link`` leads to its form; ``lead`` says what it means; ``done`` is said when it is recorded."""

    link: str
    title: str
    lead: str
    form: type[forms.EventForm]
    act: Callable[..., Any]
    done: str
    fits: Callable[[Apprenticeship], bool]

    def do(self, who: Actor, one: Apprenticeship, form: forms.EventForm) -> None:
        self.act(who=who, apprenticeship=one, **form.given())


def _is_there(one: Apprenticeship) -> bool:
    return one.withdrawn_on is None


def _has_later_version(one: Apprenticeship) -> bool:
    return _is_there(one) and bool(catalogue.standard(one.standard).later_than(one.version))


KINDS = {
    "break": Event(
        "Record a break in learning",
        "Record a break in learning",
        "Both days count as days of the break. Each one moves the earliest gateway and the planned end on by a day. A "
        "planned break can be recorded up to a year ahead.",
        forms.BreakForm,
        services.add_break,
        "The break is recorded.",
        _is_there,
    ),
    "employer": Event(
        "Change the employer",
        "Change of employer",
        "The line manager of the employer before sees nothing more of this apprenticeship. What they wrote stays, with "
        "their name.",
        forms.EmployerForm,
        services.change_employer,
        "The change of employer is recorded.",
        _is_there,
    ),
    "version": Event(
        "Move to a later version of the standard",
        "Move to a later version",
        "A version changes only forward. Before anything is recorded you see which rules are different.",
        forms.VersionForm,
        services.change_version,
        "The change of version is recorded.",
        _has_later_version,
    ),
    "withdrawal": Event(
        "Record a withdrawal",
        "Record a withdrawal",
        "From then on nothing is added: no evidence, hours or reviews, and nothing goes to the gateway. Everything "
        "stays, can be read, and can be corrected. If they return, all goes on from there.",
        forms.WithdrawalForm,
        services.withdraw,
        "The withdrawal is recorded.",
        _is_there,
    ),
    "return": Event(
        "Record the return",
        "Record the return",
        "Everything goes on from where it was. No source says whether the days out count towards the minimum duration: "
        "where the gateway depends on it, the assessment organisation rules.",
        forms.ReturnForm,
        services.come_back,
        "The return is recorded.",
        lambda one: one.withdrawn_on is not None,
    ),
    "start": Event(
        "Correct the start date",
        "Correct the start date",
        "Only where it was entered wrongly. Whether the version takes a start on that day is asked again; each date "
        "that hangs on the start moves.",
        forms.StartForm,
        services.correct_start,
        "The start date is corrected.",
        _is_there,
    ),
}
