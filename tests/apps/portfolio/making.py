"""Uploads and pieces for the tests of portfolios."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast, as_actor
from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import Evidence
from touchstone.apps.portfolio.selection import Selected, selection_of
from touchstone.apps.portfolio.services import Piece, add_evidence, select
from touchstone.standards.model import Plan

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0" * 30


def upload(name: str = "session log.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def piece(**changes: Any) -> Piece:
    return Piece(
        **{
            "type": "mentoring-log",
            "title": "First session",
            "happened_on": dt.date(2024, 5, 7),
            "text": "We agreed what to work on.",
            "mentee_code": "M1",
            "ksbs": ["K2", "S2"],
            "anonymised": True,
            **changes,
        }
    )


def added(cast: Cast, apprenticeship: Apprenticeship, **changes: Any) -> Evidence:
    return add_evidence(
        who=as_actor(cast.alice, Role.APPRENTICE),
        id=uuid.uuid4(),
        apprenticeship=apprenticeship,
        piece=piece(**changes),
    )


def chosen(cast: Cast, apprenticeship: Apprenticeship, pieces: Iterable[Evidence]) -> Selected:
    """Exactly these pieces go into the portfolio, in this order."""
    return select(
        who=as_actor(cast.tom, Role.TUTOR),
        apprenticeship=apprenticeship,
        version=selection_of(apprenticeship).version,
        pieces=[piece.pk for piece in pieces],
    )


def a_full_portfolio(cast: Cast, apprenticeship: Apprenticeship, pieces: int = 10) -> list[Evidence]:
    """Pieces by two mentees that between them claim every KSB of the discussion, or all where no plan names those."""
    plan = plan_of(apprenticeship)
    of_discussion = list(plan.method("discussion").ksbs) if isinstance(plan, Plan) else []
    codes = of_discussion or [ksb.code for ksb in plan.ksbs]
    return [
        added(
            cast,
            apprenticeship,
            title=f"Piece {number + 1}",
            mentee_code=f"M{number % 2 + 1}",
            ksbs=[code for at, code in enumerate(codes) if at % pieces == number] or codes[:1],
            happened_on=dt.date(2024, 5, 1) + dt.timedelta(days=number),
        )
        for number in range(pieces)
    ]
