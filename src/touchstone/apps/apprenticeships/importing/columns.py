"""The columns of a table of apprentices: what they are called, what belongs in them, and an example."""

from __future__ import annotations

import datetime as dt

from touchstone.apps.apprenticeships.importing.header import Column, Columns
from touchstone.standards import catalogue

COLUMNS = Columns(
    Column("name", "Full name", "As it should stand on the certificate.", ("name", "apprentice", "apprentice name")),
    Column(
        "email",
        "Email address",
        "They sign in with it. One they keep for the whole apprenticeship.",
        ("email", "apprentice email", "apprentice email address"),
    ),
    Column(
        "uln",
        "ULN",
        "Unique learner number, 10 digits. Format the column as text, so that no digit is lost.",
        ("unique learner number", "unique learner number uln", "learner uln"),
    ),
    Column("date_of_birth", "Date of birth", "27/03/1994, 1994-03-27 or 27 March 1994.", ("dob", "birth date")),
    Column("standard", "Standard", "Its reference: ST and four digits.", ("standard reference", "standard code")),
    Column(
        "version",
        "Version",
        "Such as 1.1. Leave it empty for the version that is open on the start date.",
        ("standard version",),
        required=False,
    ),
    Column("start", "Start date", "First day of learning, day before month: 04/03/2024 is 4 March 2024.", ("start",)),
    Column("funding", "Funding", "“public”, or “private” where the employer pays.", ("paid by", "paid for by")),
    Column("employer", "Employer", "Its name, as you use it here already if you do.", ("employer name",)),
    Column(
        "manager_name", "Line manager name", "Full name.", ("line manager", "manager name", "line manager full name")
    ),
    Column(
        "manager_email",
        "Line manager email",
        "They confirm at the gateway that the apprentice is ready.",
        ("line manager email address", "manager email"),
    ),
    Column("tutor", "Tutor email", "Of a tutor of yours who has an account here.", ("tutor", "tutor email address")),
    Column(
        "assessment_organisation",
        "Assessment organisation",
        "Its EPA organisation id: EPA and four digits.",
        (
            "epa id",
            "epao",
            "epao id",
            "epa organisation id",
            "assessment organisation id",
            "assessment organisation epa id",
        ),
    ),
)
LABELS = COLUMNS.labels

EXAMPLE_NAME = "Example Apprentice (delete this row)"


def example() -> dict[str, str | dt.date]:
    """The row of the template that shows how. It names nobody, and is refused where somebody leaves it in."""
    standard = catalogue.standard(catalogue.references()[0])
    newest = standard.versions[-1]
    start = newest.earliest_start or dt.date(2024, 3, 4)
    return {
        "name": EXAMPLE_NAME,
        "email": "example.apprentice@example.org",
        "uln": "1000000027",
        "date_of_birth": dt.date(1994, 3, 27),
        "standard": standard.reference,
        "version": newest.version,
        "start": start,
        "funding": "public",
        "employer": "Example Employer",
        "manager_name": "Example Manager",
        "manager_email": "example.manager@example.org",
        "tutor": "example.tutor@example.org",
        "assessment_organisation": "EPA0000",
    }
