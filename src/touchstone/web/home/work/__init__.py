"""What each role finds on the home page: one function a role, from one apprenticeship to its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.web.home.situation import THROUGH, Situation, situations
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
# Of somebody who is withdrawn nothing waits for these.
LEARNING = frozenset({Role.APPRENTICE, Role.TUTOR, Role.QUALITY_LEAD, Role.LINE_MANAGER, Role.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class Work:
    """``parts``: by part of the page; ``whole``: all there is, not only the first of each thing; ``roles``: in which
    there are apprenticeships, with something to say of them or not; ``together``: lines about several at once, where
    all are read."""

    parts: dict[Kind, list[Item]]
    whole: bool
    roles: frozenset[Role]
    together: list[Item]


def work(viewer: Actor) -> Work:
    """Everything for one person. What is due first comes first, what is new newest first.

    Somebody with two roles on one apprenticeship is told the same thing once.
    """
    found = situations(viewer)
    items = [
        item
        for situation in found.stand
        for role, tell in BY_ROLE.items()
        if role in situation.held and not (role in LEARNING and situation.one.withdrawn_on)
        for item in tell(situation)
    ]
    items += adoptions(viewer, found.adoptions)
    once = {(item.kind, item.text, item.href, item.at): item for item in reversed(items)}
    parts: dict[Kind, list[Item]] = {kind: [] for kind in Kind}
    for item in reversed(once.values()):
        parts[item.kind].append(item)
    for kind, told in parts.items():
        sign = -1 if kind is Kind.NEWS else 1
        told.sort(key=lambda item: (item.at is None, sign * item.at.timestamp() if item.at else 0))
    by_organisation = frozenset() if found.whole else viewer.roles & THROUGH
    roles = by_organisation.union(*(situation.held for situation in found.stand))
    together = [*learning.behind(found.stand), *learning.judging(found.stand)] if found.whole else []
    return Work(parts, found.whole, roles, together)


__all__ = ["BY_ROLE", "Item", "Kind", "Work", "work"]
