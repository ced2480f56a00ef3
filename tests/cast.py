"""The cast: a few people who appear in every story. All invented.

Alice is an apprentice at Harbour, trained by Northgate (tutor Tom), managed by Lena, assessed through Meridian.
Westfield and Tidewater are the neighbours who must see nothing of it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from touchstone.apps.people import services
from touchstone.apps.people.actor import SYSTEM, Actor, actor_for
from touchstone.apps.people.models import Organisation, User
from touchstone.apps.people.roles import OrganisationKind, Role

LONG_AGO = dt.date(2020, 1, 1)


@dataclass
class Cast:
    northgate: Organisation  # provider
    westfield: Organisation  # another provider
    harbour: Organisation  # employer
    quayside: Organisation  # another employer
    meridian: Organisation  # assessment organisation
    tidewater: Organisation  # another assessment organisation
    ofdemo: Organisation  # regulator
    alice: User  # apprentice at Harbour
    tom: User  # tutor at Northgate
    quentin: User  # quality lead at Northgate
    sara: User  # safeguarding lead at Northgate
    lena: User  # line manager at Harbour
    sunil: User  # mentoring supervisor at Harbour
    asif: User  # assessor at Meridian
    iris: User  # internal quality assurer at Meridian
    ada: User  # assessment administrator at Meridian
    abel: User  # a second assessment administrator at Meridian
    rhys: User  # regulator's reader
    wendy: User  # tutor at Westfield
    walter: User  # quality lead at Westfield
    lorna: User  # line manager at Quayside
    tess: User  # assessment administrator at Tidewater
    theo: User  # assessor at Tidewater
    olga: User  # owner of Northgate
    oscar: User  # owner of Meridian

    def people(self) -> dict[str, User]:
        return {name: value for name, value in vars(self).items() if isinstance(value, User)}


def gather() -> Cast:
    """Make the cast in the database, through the services."""

    def organisation(kind: OrganisationKind, name: str, **ids: str) -> Organisation:
        return services.make_organisation(who=SYSTEM, kind=kind, name=name, **ids)

    provider, employer = OrganisationKind.PROVIDER, OrganisationKind.EMPLOYER
    northgate = organisation(provider, "Northgate Training", ukprn="10000011")
    westfield = organisation(provider, "Westfield College", ukprn="10000022")
    harbour = organisation(employer, "Harbour Care")
    quayside = organisation(employer, "Quayside Foods")
    meridian = organisation(OrganisationKind.ASSESSMENT, "Meridian Assessment", epa_id="EPA9001")
    tidewater = organisation(OrganisationKind.ASSESSMENT, "Tidewater Assessment", epa_id="EPA9002")
    ofdemo = organisation(OrganisationKind.REGULATOR, "Office of Examples")

    def person(name: str, role: Role, at: Organisation) -> User:
        made = services.make_person(who=SYSTEM, email=f"{name.split()[0].lower()}@example.org", name=name)
        services.give_role(who=SYSTEM, person=made, organisation=at, role=role, since=LONG_AGO)
        return made

    return Cast(
        northgate=northgate,
        westfield=westfield,
        harbour=harbour,
        quayside=quayside,
        meridian=meridian,
        tidewater=tidewater,
        ofdemo=ofdemo,
        alice=person("Alice Adeyemi", Role.APPRENTICE, harbour),
        tom=person("Tom Tutor", Role.TUTOR, northgate),
        quentin=person("Quentin Quality", Role.QUALITY_LEAD, northgate),
        sara=person("Sara Safe", Role.SAFEGUARDING_LEAD, northgate),
        lena=person("Lena Line", Role.LINE_MANAGER, harbour),
        sunil=person("Sunil Supervisor", Role.SUPERVISOR, harbour),
        asif=person("Asif Assessor", Role.ASSESSOR, meridian),
        iris=person("Iris Assurer", Role.QUALITY_ASSURER, meridian),
        ada=person("Ada Administrator", Role.ADMINISTRATOR, meridian),
        abel=person("Abel Administrator", Role.ADMINISTRATOR, meridian),
        rhys=person("Rhys Reader", Role.REGULATOR_READER, ofdemo),
        wendy=person("Wendy Tutor", Role.TUTOR, westfield),
        walter=person("Walter Quality", Role.QUALITY_LEAD, westfield),
        lorna=person("Lorna Line", Role.LINE_MANAGER, quayside),
        tess=person("Tess Administrator", Role.ADMINISTRATOR, tidewater),
        theo=person("Theo Assessor", Role.ASSESSOR, tidewater),
        olga=person("Olga Owner", Role.OWNER, northgate),
        oscar=person("Oscar Owner", Role.OWNER, meridian),
    )


def as_actor(person: User, role: Role | None = None) -> Actor:
    actor = actor_for(person)
    return actor.acting(role) if role else actor
