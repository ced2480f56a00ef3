"""A database with N apprentices beside a provider with a cohort of 200, and 500 whose gateways wait for a decision:
deterministic, and all of them invented.

Every apprentice has 14 pieces of evidence that claim 30 KSBs of a plan with 35, a tutor, a line manager, a log of more
than twenty entries and stored decisions; seven in ten are still collecting, one of them much more, the others stand at
the stages of ``bench.stories``. Files of copies have rows but no content.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from django.apps import apps

from bench.bulk import Table, filling
from bench.copies import Chain, Pattern, present
from bench.stories import STORIES, pattern, submitted, tell
from tests.cast import LONG_AGO, Cast, as_actor, gather
from tests.stories import uln
from touchstone.apps.apprenticeships.references import LETTERS
from touchstone.apps.assessment.models import AssessorApproval
from touchstone.apps.assessment.services import approve_assessor
from touchstone.apps.people.models import Membership, Organisation, User
from touchstone.apps.people.roles import OrganisationKind, Role
from touchstone.apps.records.models import LogEntry, LogPersonal

COHORT, QUEUE = 200, 500
A_PROVIDER, A_TUTOR, AN_EMPLOYER, AN_ASSESSOR = 500, 25, 10, 100  # apprentices each has
FIRST = (
    "Ash",
    "Beck",
    "Cleo",
    "Dara",
    "Fern",
    "Gale",
    "Hana",
    "Indi",
    "Jules",
    "Kit",
    "Lark",
    "Mika",
    "Nova",
    "Oak",
    "Remy",
)
LAST = (
    "Alderwick",
    "Brookfold",
    "Cindermoor",
    "Dunhollow",
    "Elmsworth",
    "Fallowby",
    "Greyfen",
    "Heathwick",
    "Jadefell",
)


@dataclass(frozen=True, slots=True)
class _Group:
    """Who stands around an apprentice, as ids."""

    provider: str
    tutor: str
    employer: str
    manager: str
    assessor: str


class _World:
    """What is being written."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311
        self.tables = {
            model: Table(model)
            for model in apps.get_models(include_auto_created=True)
            if model.__module__.startswith("touchstone.")
        }

    def organisation(self, kind: OrganisationKind, name: str, ukprn: str = "") -> str:
        pk = self._id()
        self.tables[Organisation].add(id=pk, kind=kind.value, name=name, ukprn=ukprn)
        return str(pk)

    def person(self, name: str, email: str, role: Role, organisation: str) -> str:
        pk = self._id()
        joined = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
        self.tables[User].add(id=pk, name=name, email=email, joined=joined, **{"password": "!"})
        self.tables[Membership].add(
            id=self._id(), person_id=pk, organisation_id=uuid.UUID(organisation), role=role.value, since=LONG_AGO
        )
        return str(pk)

    def approve(self, person: str, cast: Cast) -> None:
        self.tables[AssessorApproval].add(
            id=self._id(),
            organisation_id=cast.meridian.pk,
            person_id=uuid.UUID(person),
            standard="ST1379",
            approved_by_id=cast.ada.pk,
            approved_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
        )

    def name(self, number: int) -> str:
        return f"{self.random.choice(FIRST)} {self.random.choice(LAST)} {number}"

    def _id(self) -> uuid.UUID:
        return uuid.UUID(int=self.random.getrandbits(128), version=4)


def fill(count: int) -> None:
    """Write the cohort, then ``count`` apprentices more, then the queue. The tables exist and are empty."""
    cast = gather()
    approve_assessor(
        who=as_actor(cast.ada, Role.ADMINISTRATOR),
        organisation=cast.meridian,
        person=cast.asif,
        standard="ST1379",
    )
    world = _World(seed=count)
    stand_ins = (cast.northgate.pk, cast.tom.pk, cast.harbour.pk, cast.lena.pk, cast.asif.pk)
    patterns, words, before = [], [], present()
    for number, (_, one) in enumerate(tell(cast)):
        words.append([*pattern(number), one.reference, one.uln])
        patterns.append(Pattern(world.tables, before, stand_ins, words[-1]))
        before = present()
    which = [at for at, (_, share) in enumerate(STORIES) for _ in range(share)]
    waiting = [story for story, _ in STORIES].index(submitted)
    with filling():
        chain = Chain(world.tables[LogEntry], world.tables[LogPersonal])
        for number, group in enumerate(_groups(world, cast, count + QUEUE)):
            # 37 and 100 share no factor: every stage in every group
            at = which[number * 37 % len(which)] if number < COHORT + count else waiting
            people = dict(zip(map(str, stand_ins), vars_of(group), strict=True))
            new = [world.name(number), f"a{number}@example.org", _reference(number), uln(number)]
            patterns[at].copy(chain, world.random, people, dict(zip(words[at], new, strict=True)))
        for table in world.tables.values():
            table.write()
        chain.close()


def vars_of(group: _Group) -> list[str]:
    return [group.provider, group.tutor, group.employer, group.manager, group.assessor]


def _groups(world: _World, cast: Cast, count: int) -> Iterator[_Group]:
    """Around each apprentice: first the cohort of one provider, then the crowd."""
    group: dict[str, str] = {}
    for number in range(COHORT + count):
        crowd = number - COHORT
        if number == 0 or (crowd >= 0 and crowd % A_PROVIDER == 0):
            name = "Cohort College" if number == 0 else f"Provider {crowd // A_PROVIDER + 1}"
            group["provider"] = world.organisation(OrganisationKind.PROVIDER, name, ukprn=f"2{number:07}")
            world.person(f"Lead of {name}", f"lead{number}@example.org", Role.QUALITY_LEAD, group["provider"])
        if number % A_TUTOR == 0:
            group["tutor"] = world.person(
                f"Tutor {number}", f"tutor{number}@example.org", Role.TUTOR, group["provider"]
            )
        if number % AN_EMPLOYER == 0:
            group["employer"] = world.organisation(OrganisationKind.EMPLOYER, f"Employer {number}")
            group["manager"] = world.person(
                f"Manager {number}", f"manager{number}@example.org", Role.LINE_MANAGER, group["employer"]
            )
        if number % AN_ASSESSOR == 0:
            group["assessor"] = world.person(
                f"Assessor {number}", f"assessor{number}@example.org", Role.ASSESSOR, str(cast.meridian.pk)
            )
            world.approve(group["assessor"], cast)
        yield _Group(**group)


def _reference(number: int) -> str:
    letters = ""
    for _ in range(6):
        number, letter = divmod(number, len(LETTERS))
        letters = LETTERS[letter] + letters
    return f"TS-{letters}"
