"""Who may see and do what with the training."""

from __future__ import annotations

from touchstone.apps.people.access import Action, Line
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.policy import LIVE, PROGRESS, WRITES

TRAINS = frozenset({Role.TUTOR, Role.QUALITY_LEAD})
PARTIES = (Role.APPRENTICE, Role.TUTOR, Role.LINE_MANAGER)  # of a review, in the order of its parts
SCANS = frozenset({Role.APPRENTICE, Role.LINE_MANAGER})

TABLE = (
    Action("training.see", "see the training plan", roles=PROGRESS),
    Action("training.judge", "say how you see the progress", roles=TRAINS, stops=True),
    Action("training.cohort", "see how everybody you train is getting on", roles=TRAINS),
    Action("training.plan", "change the training plan", roles=TRAINS, stops=True),
    # The employer follows the totals; what somebody learned is in their own words.
    Action("hours.see", "see the log of off-the-job hours", roles=PROGRESS),
    Action("hours.write", "write down off-the-job hours", roles=WRITES, stops=True),
    Action("scan.see", "see the scans of the starting point", roles=PROGRESS),
    Action("scan.make", "scan the starting point", roles=SCANS, stops=True),
    Action("review.see", "see the progress reviews", roles=PROGRESS),
    Action("review.read", "read this progress review", roles=PROGRESS, sensitive=True),
    Action("review.hold", "hold a progress review", roles=TRAINS, stops=True),
    Action("review.write", "write and sign your part of a review", roles=frozenset(PARTIES), stops=True),
    Action("review.rhythm", "say how often reviews are held", roles=frozenset({Role.QUALITY_LEAD})),
)

TIMELINE = {
    "training.planned": Line("The training plan was changed", PROGRESS),
    "training.judged": Line("Somebody said how they see the progress", PROGRESS),
    "milestone.set": Line("A milestone was set for {due}", PROGRESS),
    "milestone.changed": Line("A milestone was changed", PROGRESS),
    "milestone.removed": Line("A milestone was taken out", PROGRESS),
    "hours.added": Line("Off-the-job hours were written down for {day}", LIVE),
    "hours.changed": Line("Off-the-job hours were corrected", LIVE),
    "hours.removed": Line("Off-the-job hours were taken out", LIVE),
    "review.opened": Line("Progress review {number} was begun", PROGRESS),
    "review.written": Line("The {role}’s part of progress review {number} was written", PROGRESS),
    "review.signed": Line("Progress review {number} was signed by the {role}", PROGRESS),
    "review.read": Line("A progress review was opened", LIVE),
    "scan.made": Line("The starting point was scanned by the {role}", PROGRESS),
}
