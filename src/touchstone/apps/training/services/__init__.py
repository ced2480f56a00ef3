"""Writes: the plan and its milestones, the hours, the scans, the reviews."""

from touchstone.apps.training.services.chasing import chase_signatures
from touchstone.apps.training.services.hours import add_hours, change_hours, remove_hours
from touchstone.apps.training.services.judging import judge
from touchstone.apps.training.services.planning import plan_training, reach, remove_milestone, set_milestone
from touchstone.apps.training.services.reviewing import (
    hold_review,
    open_review,
    print_review,
    set_rhythm,
    sign_part,
    write_part,
)
from touchstone.apps.training.services.scanning import scan

__all__ = [
    "add_hours",
    "change_hours",
    "chase_signatures",
    "hold_review",
    "judge",
    "open_review",
    "plan_training",
    "print_review",
    "reach",
    "remove_hours",
    "remove_milestone",
    "scan",
    "set_milestone",
    "set_rhythm",
    "sign_part",
    "write_part",
]
