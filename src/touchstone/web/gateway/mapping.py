"""The Mapping and Tracking Form of the portfolio an attempt was given: where it is, and who confirmed it."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.mapping_form import holders, left_at, read_people
from touchstone.apps.portfolio.models import SubmittedPortfolio
from touchstone.apps.portfolio.policy import CONFIRMS
from touchstone.apps.portfolio.queries import confirmations_of
from touchstone.web.ui.formats import date

NOT_ASKED = "No clause of the plan asks for these confirmations: what is missing warns, and holds nothing up."


@dataclass(frozen=True, slots=True)
class MappingForm:
    """``stands``: one sentence for each who confirms."""

    portfolio: SubmittedPortfolio
    stands: tuple[str, ...]
    confirmed: int

    @property
    def complete(self) -> bool:
        return self.confirmed == len(self.stands)

    @property
    def summary(self) -> str:
        said = f"Confirmed as authentic by {self.confirmed} of {len(self.stands)}."
        return said if self.complete else f"{said} {NOT_ASKED}"


def mapping_form_of(gateway: Gateway) -> MappingForm | None:
    """None while no portfolio is given. No query, where what was given and who takes part have been read."""
    given = next((row for row in gateway.given.all() if row.portfolio), None)
    if given is None or given.portfolio is None:
        return None
    one = gateway.apprenticeship
    read_people(one)
    found = confirmations_of(given)
    stands = tuple(_stands(one, role, found.get(role)) for role in CONFIRMS)
    return MappingForm(given.portfolio, stands, len(found))


def _stands(one: Apprenticeship, role: Role, given: tuple[uuid.UUID, dt.datetime] | None) -> str:
    if given is None:
        names = ", ".join(person.name for person in holders(one, role))
        return f"{role.label}: not yet{f' ({names})' if names else ', nobody has this part now'}"
    person, at = given
    ever = [one.apprentice, *(part.person for part in one.participants.all())]
    name = next(known.name for known in ever if known.pk == person)
    left = left_at(one, role, person)
    return f"{role.label}: {name}, {date(at)}" + (f"; they left on {date(left)}, and it stands" if left else "")
