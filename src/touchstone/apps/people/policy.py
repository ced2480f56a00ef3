"""Who may do what with people and accounts."""

from touchstone.apps.people.access import Action

TABLE = (
    Action("pages.public", "read public pages", audience="everyone"),
    Action("account.own", "manage your own account", audience="signed-in"),
)
