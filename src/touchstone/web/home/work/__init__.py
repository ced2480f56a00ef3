"""What each role finds on the home page: one function a role, from one apprenticeship to its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.web.home.situation import Situation, situations
from touchstone.web.home.work import assessing, learning
from touchstone.web.home.work.adopting import adoptions
from touchstone.web.home.work.item import Item, Kind

BY_ROLE: dict[Role, Callable[[Situation], Iterator[Item]]] = {
    Role.APPRENTICE: learning.apprentice,
    Role.TUTOR: learning.tutor,
    Role.QUALITY_LEAD: learning.quality_lead,
    Role.LINE_MANAGER: learning.line_manager,
    Role.SUPERVISOR: learning.supervisor,
    Role.ASSESSOR: assessing.assessor,
    Role.QUALITY_ASSURER: assessing.quality_assurer,
    Role.ADMINISTRATOR: assessing.administrator,
    Role.REGULATOR_READER: assessing.regulator_reader,
}


def work(viewer: Actor) -> dict[Kind, list[Item]]:
    """Everything for one person, by part of the page. What is due first comes first, what is new newest first.

    Somebody with two roles on one apprenticeship is told the same thing once.
    """
    stand, own_adoptions = situations(viewer)
    items = [
        item
        for situation in stand
        for role, tell in BY_ROLE.items()
        if role in situation.held
        for item in tell(situation)
    ]
    items += adoptions(viewer, own_adoptions)
    once = {(item.kind, item.text, item.href, item.at): item for item in reversed(items)}
    found: dict[Kind, list[Item]] = {kind: [] for kind in Kind}
    for item in reversed(once.values()):
        found[item.kind].append(item)
    for kind, told in found.items():
        sign = -1 if kind is Kind.NEWS else 1
        told.sort(key=lambda item: (item.at is None, sign * item.at.timestamp() if item.at else 0))
    return found


__all__ = ["BY_ROLE", "Item", "Kind", "work"]
