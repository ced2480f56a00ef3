"""Who may do what with plans, adoptions and policies."""

from __future__ import annotations

from touchstone.apps.people.access import Action
from touchstone.apps.people.roles import Role

# Whose organisations' adoptions and policies somebody may read, by holding one of these roles there.
READERS = frozenset({Role.ADMINISTRATOR, Role.QUALITY_ASSURER})
_READ = READERS | {Role.REGULATOR_READER}
_WRITE = frozenset({Role.ADMINISTRATOR})

TABLE = (
    Action("plans.read", "read the assessment plans", audience="signed-in"),
    Action("adoptions.see", "see adopted plans", roles=_READ),
    Action("adoptions.draft", "adopt a plan", roles=_WRITE),
    Action("adoptions.check", "check the rules of an adopted plan", roles=_WRITE),
    Action("adoptions.sign", "sign an adopted plan", roles=_WRITE),
    Action("policies.see", "see the policies of an assessment organisation", roles=_READ),
    Action("policies.enter", "enter a policy", roles=_WRITE),
)
