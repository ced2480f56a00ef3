"""Tables as people send them: a row that is right, changed here and there, as text or as a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from tests.stories import uln
from touchstone.apps.apprenticeships.importing.columns import LABELS
from touchstone.apps.apprenticeships.importing.reading import Row

GOOD: dict[str, Any] = {
    "name": "Siân Ŵyn",
    "email": "sian@example.org",
    "uln": "1000000027",
    "date_of_birth": "27/03/1994",
    "standard": "ST1379",
    "version": "1.1",
    "start": "04/03/2024",
    "funding": "public",
    "employer": "Harbour Care",
    "manager_name": "Lena Line",
    "manager_email": "lena@example.org",
    "tutor": "tom@example.org",
    "assessment_organisation": "EPA9001",
}


def row(number: int = 2, **changes: Any) -> Row:
    return Row(number, {**GOOD, **changes})


def crowd(number: int) -> list[dict[str, Any]]:
    """So many apprentices, each with an address and a ULN of their own."""
    return [{**GOOD, "name": f"Crowd {n}", "email": f"crowd{n}@example.org", "uln": uln(n)} for n in range(number)]


def text(
    *rows: dict[str, Any], delimiter: str = ",", encoding: str = "utf-8", header: Sequence[str] = ()
) -> io.BytesIO:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(header or LABELS.values())
    writer.writerows([one[key] for key in LABELS] for one in rows)
    return io.BytesIO(out.getvalue().encode(encoding))


def workbook(*rows: dict[str, Any]) -> io.BytesIO:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(LABELS.values()))
    for one in rows:
        sheet.append([one[key] for key in LABELS])
    book.save(out)
    return out
