"""The roles a person can hold, and in which kind of organisation."""

from __future__ import annotations

from django.db.models import TextChoices


class OrganisationKind(TextChoices):
    PROVIDER = "provider", "Training provider"
    EMPLOYER = "employer", "Employer"
    ASSESSMENT = "assessment", "Assessment organisation"
    REGULATOR = "regulator", "Regulator"


class Role(TextChoices):
    APPRENTICE = "apprentice", "Apprentice"
    TUTOR = "tutor", "Tutor"
    QUALITY_LEAD = "quality-lead", "Provider quality lead"
    SAFEGUARDING_LEAD = "safeguarding-lead", "Safeguarding lead"
    LINE_MANAGER = "line-manager", "Line manager"
    SUPERVISOR = "supervisor", "Mentoring supervisor"
    ASSESSOR = "assessor", "Assessor"
    QUALITY_ASSURER = "quality-assurer", "Internal quality assurer"
    ADMINISTRATOR = "administrator", "Assessment administrator"
    REGULATOR_READER = "regulator-reader", "Regulator’s reader"
    OWNER = "owner", "Organisation owner"


HELD_IN: dict[Role, frozenset[OrganisationKind]] = {
    Role.APPRENTICE: frozenset({OrganisationKind.EMPLOYER}),
    Role.TUTOR: frozenset({OrganisationKind.PROVIDER}),
    Role.QUALITY_LEAD: frozenset({OrganisationKind.PROVIDER}),
    Role.SAFEGUARDING_LEAD: frozenset({OrganisationKind.PROVIDER, OrganisationKind.EMPLOYER}),
    Role.LINE_MANAGER: frozenset({OrganisationKind.EMPLOYER}),
    Role.SUPERVISOR: frozenset({OrganisationKind.PROVIDER, OrganisationKind.EMPLOYER}),
    Role.ASSESSOR: frozenset({OrganisationKind.ASSESSMENT}),
    Role.QUALITY_ASSURER: frozenset({OrganisationKind.ASSESSMENT}),
    Role.ADMINISTRATOR: frozenset({OrganisationKind.ASSESSMENT}),
    Role.REGULATOR_READER: frozenset({OrganisationKind.REGULATOR}),
    Role.OWNER: frozenset(OrganisationKind),  # says who belongs to the organisation; sees no apprenticeship by it
}

# Roles for which a second factor can be asked for: people who see more than their own.
STAFF = frozenset(Role) - {Role.APPRENTICE}
