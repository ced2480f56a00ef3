"""Who may see and do what with mock assessments. The assessment organisation has no part in them."""

from __future__ import annotations

from touchstone.apps.people.access import Action, Line
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.policy import PROGRESS

HOLDS = frozenset({Role.TUTOR, Role.LINE_MANAGER})

TABLE = (
    Action("mock.see", "see the mock assessments", roles=PROGRESS),
    Action("mock.open", "open this mock assessment", roles=PROGRESS, sensitive=True),
    Action("mock.hold", "hold a mock assessment", roles=HOLDS, stops=True),
    Action("mock.write", "write this mock assessment", roles=HOLDS, sensitive=True, stops=True),
)

TIMELINE = {
    "mock.begun": Line("A mock of the {method} was begun", HOLDS),
    "mock.written": Line("A mock of the {method} was written on", HOLDS),
    "mock.opened": Line("A mock of the {method} was opened", PROGRESS),
    "mock.shared": Line("A mock of the {method} was shared with the apprentice", PROGRESS),
    "mock.discarded": Line("A mock of the {method} was thrown away before it was shared", HOLDS),
}
