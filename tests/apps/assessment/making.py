"""Assessments for stories: a confirmed gateway, bookings, records filled in, at the times a story needs."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.apprenticeships.decisions import plan_of as decided_by
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.assessment import services
from touchstone.apps.assessment.models import Booking, Record
from touchstone.apps.assessment.sheets import Asked, HeldPart, Judgement
from touchstone.apps.gateway.models import Gateway, Given
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import SubmittedPortfolio
from touchstone.demo.clock import at
from touchstone.standards.model import Plan

UK = ZoneInfo("Europe/London")


def uk(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> dt.datetime:
    """An instant in UK local time."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=UK)


CONFIRMED = uk(2026, 2, 20, 15)
TOLD = uk(2026, 3, 2, 9)  # the day of booking and of notice
HELD = uk(2026, 3, 16)  # both methods may be held from this day on
SESSION = uk(2026, 3, 10, 14)  # a session the apprentice recorded

BY_POINTS: dict[str, Any] = {"standard": "ST0148", "version": "1.0", "start": dt.date(2022, 9, 5)}


def ready(cast: Cast, **changes: Any) -> Apprenticeship:
    """Alice, her gateway confirmed with a portfolio on 20 February 2026 at 3pm."""
    one = enrolled(cast, **changes)
    gateway = Gateway.objects.create(
        apprenticeship=one,
        number=1,
        state=Gateway.State.CONFIRMED,
        decided_by=cast.ada,
        decided_at=CONFIRMED,
    )
    portfolio = SubmittedPortfolio.objects.create(
        apprenticeship=one,
        number=1,
        submitted_by=cast.tom,
        submitted_at=CONFIRMED - dt.timedelta(days=2),
        decision=uuid.uuid4(),
        digest="0" * 64,
    )
    Given.objects.create(
        gateway=gateway,
        fact="portfolio",
        value=True,
        portfolio=portfolio,
        given_by=cast.tom,
        given_as=Role.TUTOR,
        given_at=portfolio.submitted_at,
        at_version=1,
    )
    return one


def approve(cast: Cast, one: Apprenticeship, person: User | None = None) -> None:
    services.approve_assessor(
        who=as_actor(cast.ada, Role.ADMINISTRATOR),
        organisation=one.assessment_organisation,
        person=person or cast.asif,
        standard=one.standard,
    )


def book(cast: Cast, one: Apprenticeship, method: str = "observation", **changes: Any) -> Booking:
    """Ada books Asif for 16 March, told on 2 March. ``changes`` replace arguments of the service."""
    arguments: dict[str, Any] = {
        "who": as_actor(cast.ada, Role.ADMINISTRATOR),
        "id": uuid.uuid4(),
        "apprenticeship": one,
        "method": method,
        "assessor": cast.asif,
        "declared": [],
        "starts_at": HELD,
        "remote": False,
        "place": "Harbour Care, Room 2",
        "notice_given": TOLD.date(),
        "short_notice_agreed": False,
    }
    with at(TOLD):
        return services.book(**{**arguments, **changes})


def assessor_of(record: Record) -> Any:
    return as_actor(record.booking.assessor, Role.ASSESSOR)


def plan_of(record: Record) -> Plan:
    plan = decided_by(record.apprenticeship)
    assert isinstance(plan, Plan)
    return plan


RECORDING = HeldPart(
    minutes=30,
    learner="M1",
    genuine=True,
    session_at=SESSION,
    recorded_at=SESSION,
    has_video=True,
    mentor_visible=True,
    mentee_visible=True,
    setting="one-to-one",
)


def as_planned(record: Record) -> dict[str, list[HeldPart]]:
    """Kind of part -> parts as the plan of ``record`` asks for them."""
    day = HELD.date()
    if record.booking.method == "discussion":
        return {"discussion": [HeldPart(minutes=60, held_on=day, genuine=True)]}
    if plan_of(record).method("observation").points:
        return {
            "live-session": [
                HeldPart(minutes=60, held_on=day, learner=learner, genuine=True) for learner in ("L1", "L2")
            ]
        }
    return {
        "live-session": [HeldPart(minutes=30, held_on=day, learner="M2", genuine=True)],
        "recording": [RECORDING, RECORDING],
        "questioning": [HeldPart(minutes=30, held_on=day, genuine=True)],
    }


def fill_in(record: Record, **parts: list[HeldPart]) -> Record:
    """What took place, as the plan asks; ``parts`` (live_session=…) replace those of a kind."""
    who = assessor_of(record)
    for kind, planned in as_planned(record).items():
        held = parts.get(kind.replace("-", "_"), planned)
        record = services.record_parts(who=who, record=record, kind=kind, parts=held, version=record.version)
    themes = [theme.name for theme in plan_of(record).method(record.booking.method).themes] or [""]
    asked = [Asked("set", f"Question {number}", theme=themes[number % len(themes)]) for number in range(8)]
    return services.record_questions(who=who, record=record, questions=asked, not_observed=[], version=record.version)


def judge(record: Record, *, grade: str = "pass", note: str = "Seen in the session.") -> Record:
    """Judge every criterion so that the method comes to ``grade``."""
    method = plan_of(record).method(record.booking.method)
    if method.points is not None:
        twos = {"fail": 0, "pass": method.points.criteria - 3, "distinction": method.points.criteria}[grade]
        judgements = {
            str(number): Judgement(points=2 if number <= twos else (0 if grade == "fail" else 1), note=note)
            for number in range(1, method.points.criteria + 1)
        }
    else:
        met = {"fail": set(), "pass": {"pass"}, "distinction": {"pass", "distinction"}}[grade]
        judgements = {criterion.id: Judgement(met=criterion.grade in met, note=note) for criterion in method.criteria}
    return services.mark_all(who=assessor_of(record), record=record, judgements=judgements, version=record.version)


def completed(cast: Cast, booking: Booking, *, grade: str = "pass") -> Record:
    """The record of ``booking``, filled in as the plan asks, judged and completed on the day it was held."""
    with at(HELD + dt.timedelta(hours=4)):
        record = judge(fill_in(booking.record), grade=grade)
        if grade != "fail" and record.booking.method == "discussion" and plan_of(record).method("discussion").points:
            record = services.mark_all(
                who=assessor_of(record),
                record=record,
                judgements={},
                version=record.version,
                recorded_grade=grade,
            )
        return services.complete(who=assessor_of(record), record=record, version=record.version)
