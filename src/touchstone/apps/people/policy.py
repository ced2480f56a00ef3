"""Who may do what with people and accounts."""

from touchstone.apps.people.access import Action
from touchstone.apps.people.roles import Role

TABLE = (
    Action("pages.public", "read public pages", audience="everyone"),
    Action("account.own", "manage your own account", audience="signed-in"),
    Action("members.manage", "say who belongs to an organisation", roles=frozenset({Role.OWNER})),
    Action("members.correct", "correct the name or email address of its people", roles=frozenset({Role.OWNER})),
    Action(
        "employers.invite-owner",
        "invite an owner for an employer whose apprentices you train",
        roles=frozenset({Role.OWNER, Role.QUALITY_LEAD}),
    ),
)
