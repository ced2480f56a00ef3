"""The Mapping and Tracking Form: what it says, who confirmed that it is authentic, and the document of it."""

from touchstone.apps.portfolio.mapping_form.content import (
    FACTS,
    ULN_NOT_SHOWN,
    content_of,
    form_of,
    hash_of,
    since_corrected,
    withdrawn_from,
)
from touchstone.apps.portfolio.mapping_form.parties import Party, holders, left_at, parties_of, read_people
from touchstone.apps.portfolio.mapping_form.printed import draft_pdf, pdf_of

__all__ = [
    "FACTS",
    "ULN_NOT_SHOWN",
    "Party",
    "content_of",
    "draft_pdf",
    "form_of",
    "hash_of",
    "holders",
    "left_at",
    "parties_of",
    "pdf_of",
    "read_people",
    "since_corrected",
    "withdrawn_from",
]
