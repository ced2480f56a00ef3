"""The columns of the index: what they are called, what belongs in them, and an example."""

from __future__ import annotations

from django.conf import settings

from touchstone.apps.apprenticeships.importing.header import Column, Columns

COLUMNS = Columns(
    Column(
        "file",
        "File",
        "Its name in the ZIP, with its folder if it is in one: log.pdf, or logs/log.pdf.",
        ("file name", "path", "file path", "document"),
    ),
    Column("title", "Title", "A few words that tell it from the other pieces. No names.", ("name", "evidence title")),
    Column("type", "Type", "One of the types listed below.", ("kind", "evidence type", "type of evidence", "category")),
    Column(
        "date",
        "Date",
        "When it happened or was written, day before month: 31/12/2025, 2025-12-31 or 31 December 2025.",
        ("happened on", "evidence date", "date of evidence"),
    ),
    Column(
        "ksbs",
        "KSBs",
        "The codes it shows: K1; S2, B3. May be empty.",
        ("ksb", "ksb codes", "mapping", "mapped to", "knowledge skills and behaviours"),
        required=False,
        longest=2000,
    ),
    Column(
        "mentee", "Mentee code", "A code such as M1, never a name. May be empty.", ("mentee", "code"), required=False
    ),
    Column(
        "anonymised",
        "Anonymised",
        "“yes” where everything that could tell who a mentee or colleague is has been taken out. May be empty.",
        ("anonymized", "is anonymised"),
        required=False,
    ),
    Column(
        "note",
        "Note",
        "What it shows, in the apprentice’s own words. May be empty.",
        ("notes", "text", "description", "what it shows", "comment"),
        required=False,
        longest=settings.TEXT_MAX_CHARACTERS + 1,
        prose=True,
    ),
)
LABELS = COLUMNS.labels
