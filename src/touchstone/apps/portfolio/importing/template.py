"""The template: a small ZIP with an index, a file it names, and how to go on."""

from __future__ import annotations

import csv
import io
import zipfile

from touchstone.apps.portfolio.importing.checking import EXAMPLE_TITLE
from touchstone.apps.portfolio.importing.columns import COLUMNS, LABELS
from touchstone.apps.portfolio.importing.types import NAMES

EXAMPLE = {
    "file": "files/example.txt",
    "title": EXAMPLE_TITLE,
    "type": NAMES["mentoring-log"],
    "date": "31/12/2025",
    "ksbs": "K1; S2, B3",
    "mentee": "M1",
    "anonymised": "yes",
    "note": "What it shows, in your own words.",
}
HOW = """\
1. Put the files of the portfolio into the folder "files", or folders of your own beside it.
2. In index.csv, write a row for each file. Delete the example, and files/example.txt.
3. Make a ZIP of the folder and send it. Everything is checked, and nothing is added before you say so.

What belongs in each column
{columns}

Types
{types}
"""


def template() -> bytes:
    index = io.StringIO()
    writer = csv.writer(index)
    writer.writerow(LABELS.values())
    writer.writerow(EXAMPLE[key] for key in LABELS)
    columns = "\n".join(f"- {column.label}: {column.says}" for column in COLUMNS)
    how = HOW.format(columns=columns, types="\n".join(f"- {name}" for name in NAMES.values()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.csv", b"\xef\xbb\xbf" + index.getvalue().encode())  # so spreadsheets read it as UTF-8
        archive.writestr("files/example.txt", "An example of a file. Delete it.\r\n")
        archive.writestr("read me first.txt", b"\xef\xbb\xbf" + how.replace("\n", "\r\n").encode())
    return out.getvalue()
