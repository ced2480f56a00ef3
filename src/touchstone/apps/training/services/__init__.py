"""Writes: the plan and its milestones, the hours, the scans."""

from touchstone.apps.training.services.hours import add_hours, change_hours, remove_hours
from touchstone.apps.training.services.planning import plan_training, reach, remove_milestone, set_milestone
from touchstone.apps.training.services.scanning import scan

__all__ = [
    "add_hours",
    "change_hours",
    "plan_training",
    "reach",
    "remove_hours",
    "remove_milestone",
    "scan",
    "set_milestone",
]
