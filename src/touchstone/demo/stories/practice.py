"""Before the gateway: a mock of the first method, held by the line manager and read by the apprentice."""

from __future__ import annotations

import datetime as dt
import uuid

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.assessment.plan_words import criteria_of
from touchstone.apps.assessment.sheets import Judgement
from touchstone.apps.mocks import services
from touchstone.apps.people.roles import Role
from touchstone.demo.play import Story
from touchstone.demo.stories.marks import NOTES
from touchstone.demo.stories.tale import Tale
from touchstone.standards.model import Plan

AGO = dt.timedelta(days=16)
FEEDBACK = (
    "You left the mentee time to think, and your questions were open. At the end neither of you said what was agreed: "
    "take the last five minutes for that, and write it down together."
)


def practice(tale: Tale) -> Story:
    """A mock held some two weeks ago; every criterion but the last is met."""
    yield tale.on(tale.world.today - AGO, 15)
    plan, who = plan_of(tale.apprenticeship), tale.acting("line_manager", Role.LINE_MANAGER)
    if not isinstance(plan, Plan):
        return
    method, day = plan.methods[0], tale.on(tale.world.today - AGO, 15).date()
    mock = services.begin(who=who, id=uuid.uuid4(), apprenticeship=tale.apprenticeship, method=method.id, held_on=day)
    marks = {criterion: Judgement(met=True, note=NOTES[True]) for criterion in criteria_of(method)}
    if method.points is not None:
        marks = {criterion: Judgement(points=max(method.points.scale), note=NOTES[True]) for criterion in marks}
    else:
        marks[criteria_of(method)[-1]] = Judgement(met=False, note=NOTES[False])
    mock = services.mark_all(who=who, mock=mock, judgements=marks, recorded_grade=None, version=mock.version)
    services.share(who=who, mock=mock, feedback=FEEDBACK, version=mock.version)
