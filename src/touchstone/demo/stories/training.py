"""Before and beside the evidence: the training is planned, the starting point scanned, the hours written down."""

from __future__ import annotations

import datetime as dt
import uuid

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.apps.training import services
from touchstone.apps.training.services.hours import Day
from touchstone.apps.training.services.reviewing import Words
from touchstone.demo.play import Story
from touchstone.demo.stories.tale import Tale

LONG = dt.timedelta(days=450)
AHEAD = dt.timedelta(days=120)  # the end of a training that goes on
MILESTONES = (  # what, after how much of the training
    ("First mentoring contract agreed", 0.1),
    ("Four sessions held with the first mentee", 0.35),
    ("Supervision and feedback in the practice log", 0.6),
    ("Evidence complete for the gateway", 0.95),
)
LEARNED = (
    ("teaching", 180, "Workshop on contracts with mentees, and where the limits of a mentor are"),
    ("coaching", 60, "With my tutor: what I do when a mentee says nothing"),
    ("research", 90, "Read two studies on feedback and noted what to try"),
    ("practice", 120, "Practised open questions in a group of three"),
    ("shadowing", 240, "Sat in on sessions of an experienced mentor in another department"),
)
BETWEEN = dt.timedelta(weeks=26)  # from one review to the next
APART = dt.timedelta(days=35)  # from one entry to the next


def training(tale: Tale) -> Story:
    """The first weeks, and then on through the months until today."""
    yield tale.on(tale.start + dt.timedelta(days=3), 10)
    tutor, one = tale.acting("tutor", Role.TUTOR), tale.apprenticeship
    end = max(tale.start + LONG, tale.world.today + AHEAD)
    services.plan_training(who=tutor, apprenticeship=one, version=0, planned_end=end, hours=320)
    for title, share in MILESTONES:
        due = tale.start + (end - tale.start) * share
        services.set_milestone(who=tutor, id=uuid.uuid4(), apprenticeship=one, title=title, due=due, ksbs=[])
    yield tale.on(tale.start + dt.timedelta(days=4), 11)
    _scan(tale, tale.actor(), 0)
    _scan(tale, tale.acting("line_manager", Role.LINE_MANAGER), 1)
    day, number = tale.start + dt.timedelta(days=14), 0
    while day < tale.world.today - dt.timedelta(days=2) and number < 24:
        yield tale.on(day, 16)
        activity, minutes, learned = LEARNED[number % len(LEARNED)]
        written = Day(tale.on(day, 16).date(), minutes, activity, learned)
        services.add_hours(who=tale.actor(), id=uuid.uuid4(), apprenticeship=one, day=written)
        for milestone in one.milestones.filter(due__lte=day, reached_on=None):
            services.reach(who=tutor, milestone=milestone, version=1, on=milestone.due)
        day, number = day + APART, number + 1


def reviews(tale: Tale) -> Story:
    """Every half a year, the last one some weeks ago. There the line manager has still to sign."""
    yield tale.on(tale.start, 12)
    last = tale.world.today - dt.timedelta(weeks=4)
    first = tale.start + (last - tale.start) % BETWEEN
    days = [first + BETWEEN * number for number in range((last - first) // BETWEEN + 1)]
    for day in days[1:] if days and days[0] - tale.start < dt.timedelta(weeks=6) else days:
        yield tale.on(day, 13)
        tutor = tale.acting("tutor", Role.TUTOR)
        held_on = tale.on(day, 13).date()
        review = services.hold_review(who=tutor, id=uuid.uuid4(), apprenticeship=tale.apprenticeship, held_on=held_on)
        for who, words in (
            (tale.actor(), Words("Sessions go well; I ask more and tell less.", "Feedback from both mentees.")),
            (tutor, Words("Evidence grows steadily. The log of sessions is clear.", "One observation of a session.")),
            (tale.acting("line_manager", Role.LINE_MANAGER), Words("Mentees ask for more sessions.", "")),
        ):
            if day == days[-1] and who.acting_as == Role.LINE_MANAGER:
                continue
            services.write_part(who=who, review=review, version=1, words=words)
            services.sign_part(who=who, review=review, version=2)


def _scan(tale: Tale, who: Actor, higher: int) -> None:
    codes = [ksb.code for ksb in plan_of(tale.apprenticeship).ksbs]
    ratings = {code: min(4, number % 3 + higher) for number, code in enumerate(codes)}
    services.scan(who=who, id=uuid.uuid4(), apprenticeship=tale.apprenticeship, ratings=ratings)
