"""Who may see what the clockwork does. ``post`` stands below people and can name no role, so its row is here."""

from touchstone.apps.people.access import Action
from touchstone.apps.people.roles import Role

TABLE = (
    Action(
        "messages.see",
        "see whether mail of an organisation arrived, and send it again",
        roles=frozenset({Role.OWNER}),
    ),
)
