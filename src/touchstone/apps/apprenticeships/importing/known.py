"""What is known already of whom a table speaks: read for a thousand rows at a time, never for each."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import employers_known_to
from touchstone.apps.people.models import Membership, Organisation, User
from touchstone.apps.people.queries import holders, organisations_of
from touchstone.apps.people.roles import OrganisationKind, Role
from touchstone.apps.plans.models import Adoption
from touchstone.apps.plans.queries import adoptions_of


@dataclass
class Around:
    """A provider's surroundings, which every row may speak of. Four queries."""

    provider: Organisation
    tutors: dict[str, User] = field(init=False)  # by e-mail address
    assessment: dict[str, Organisation] = field(init=False)  # by EPA id
    employers: dict[str, list[Organisation]] = field(init=False)  # by name in lower case; two may share one
    adoptions: list[Adoption] = field(init=False)

    def __post_init__(self) -> None:
        self.tutors = {tutor.email: tutor for tutor in holders(Role.TUTOR, [self.provider.pk])}
        self.assessment = {one.epa_id: one for one in organisations_of(OrganisationKind.ASSESSMENT)}
        self.adoptions = adoptions_of([one.pk for one in self.assessment.values()])
        self.employers = {}
        for employer in employers_known_to([self.provider.pk]):
            self.now_trains_for(employer)

    def now_trains_for(self, employer: Organisation) -> None:
        """From now on rows that name this employer mean this one."""
        alike = self.employers.setdefault(employer.name.casefold(), [])
        if employer.pk not in {one.pk for one in alike}:
            alike.append(employer)


@dataclass(frozen=True)
class Known:
    """What is there already for some rows. Three queries."""

    names: dict[str, str]  # of accounts, by e-mail address
    enrolled: dict[tuple[str, str, dt.date], uuid.UUID]  # ULN, standard, start -> the provider
    employed: frozenset[tuple[str, uuid.UUID]]  # e-mail address, employer


def known_of(emails: Iterable[str], ulns: Iterable[str]) -> Known:
    """``emails`` in lower case."""
    addresses = sorted(set(emails))
    employed = Membership.objects.filter(
        person__email__in=addresses, organisation__kind=OrganisationKind.EMPLOYER
    ).values_list("person__email", "organisation")
    enrolled = Apprenticeship.objects.filter(uln__in=sorted(set(ulns)))
    return Known(
        dict(User.objects.filter(email__in=addresses).values_list("email", "name")),
        {
            (uln, standard, start): provider
            for uln, standard, start, provider in enrolled.values_list("uln", "standard", "start", "provider")
        },
        frozenset(employed),
    )


def belongs_to_one_of(employers: Sequence[Organisation], email: str, known: Known) -> Organisation | None:
    """The employer that this person belongs to already; None where that is none of them, or more than one."""
    found = [one for one in employers if (email, one.pk) in known.employed]
    return found[0] if len(found) == 1 else None
