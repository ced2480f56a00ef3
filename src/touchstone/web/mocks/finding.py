"""How the views of this section find what they are about."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.assessment.plan_words import part_kinds
from touchstone.apps.assessment.sheets import Sheet
from touchstone.apps.mocks.models import Mock
from touchstone.apps.mocks.queries import mocks_visible_to
from touchstone.apps.mocks.standing import sheet_of
from touchstone.apps.people.actor import Actor
from touchstone.web.parts.record import sheet_for


@dataclass(frozen=True, slots=True)
class PartsOf:
    """The parts of one kind in a mock."""

    mock: Mock
    kind: str

    @property
    def apprenticeship(self) -> Apprenticeship:
        return self.mock.apprenticeship


def mock(actor: Actor, pk: uuid.UUID) -> Mock | None:
    return mocks_visible_to(actor).filter(pk=pk).first()


def parts(actor: Actor, pk: uuid.UUID, kind: str) -> PartsOf | None:
    found = mock(actor, pk)
    if found is None:
        return None
    sheet = sheet_of_page(found)
    return PartsOf(found, kind) if kind in part_kinds(sheet.plan, found.method) else None


def sheet_of_page(mock: Mock) -> Sheet:
    """Raises PermissionDenied, with the reason, where the plan is not at hand any more."""
    return sheet_for(mock, sheet_of)


def is_open_to(actor: Actor, mock: Mock) -> bool:
    """Whether this person holds it and has not shared it yet; else it is there to read."""
    return mock.held_by_id == actor.person_id and mock.shared_at is None
