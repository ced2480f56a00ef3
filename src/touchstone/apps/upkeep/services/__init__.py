"""Writes: workers that come, report and go; tasks taken up again; jobs done when they are due."""

from touchstone.apps.upkeep.services.jobs import note_end, take_up
from touchstone.apps.upkeep.services.tasks import clear_finished_tasks, sweep
from touchstone.apps.upkeep.services.workers import begin, end, report

__all__ = ["begin", "clear_finished_tasks", "end", "note_end", "report", "sweep", "take_up"]
