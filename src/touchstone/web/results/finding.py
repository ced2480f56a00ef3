"""How the views of this section find what they are about."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import visible_to
from touchstone.apps.assessment.models import Record
from touchstone.apps.assessment.queries import records_visible_to
from touchstone.apps.people.actor import Actor
from touchstone.apps.records.models import StoredDecision
from touchstone.apps.results.models import Result
from touchstone.apps.results.queries import decision_visible_to, released_to


def apprenticeship(actor: Actor, pk: uuid.UUID) -> Apprenticeship | None:
    return visible_to(actor).filter(pk=pk).first()


def record(actor: Actor, pk: uuid.UUID) -> Record | None:
    return records_visible_to(actor).filter(pk=pk).first()


def result(actor: Actor, pk: uuid.UUID) -> Result | None:
    return released_to(actor).filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Decided:
    """A stored decision and the apprenticeship it is about."""

    stored: StoredDecision
    apprenticeship: Apprenticeship


def decision(actor: Actor, pk: uuid.UUID) -> Decided | None:
    stored = decision_visible_to(actor, pk)
    one = apprenticeship(actor, stored.apprenticeship) if stored and stored.apprenticeship else None
    return Decided(stored, one) if stored and one else None
