"""Who may raise a concern, and who alone may read one."""

from __future__ import annotations

from touchstone.apps.people.access import Action
from touchstone.apps.people.roles import Role

# Everybody around the apprentice while they learn, and whoever meets them in the assessment.
RAISES = frozenset({Role.APPRENTICE, Role.TUTOR, Role.QUALITY_LEAD, Role.LINE_MANAGER, Role.SUPERVISOR, Role.ASSESSOR})
LEADS = frozenset({Role.SAFEGUARDING_LEAD})

TABLE = (
    Action("concern.raise", "raise a safeguarding concern", roles=RAISES),
    Action("concern.list", "see the safeguarding concerns", roles=LEADS),
    Action("concern.read", "read this safeguarding concern", roles=LEADS, sensitive=True),
)
# No TIMELINE: that a concern exists is not for the people of an apprenticeship to see.
