"""Tables people take along to a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from touchstone.apps.apprenticeships.importing.cells import AS_TEXT, FORMULA

BEGINS_A_FORMULA = (*FORMULA, "\t", "\r")


def as_csv(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """``rows`` below ``head``, to save as ``name``: UTF-8 with a byte-order mark, as spreadsheet programs expect.

    What people wrote is read as text there, never as a formula.
    """
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(head)
    writer.writerows(
        [f"{AS_TEXT}{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell for cell in row] for row in rows
    )
    return response
