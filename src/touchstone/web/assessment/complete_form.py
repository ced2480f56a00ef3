"""Completing a record."""

from __future__ import annotations

from typing import Any

from touchstone.web.parts.sheet.forms import VersionForm
from touchstone.web.ui import fields


class CompleteForm(VersionForm):
    ruling_reason = fields.LongTextField(
        label="Your ruling: why does this assessment stand?",
        help_text="The sources conflict or are silent here, so you decide. Your reason is kept with the decision.",
        rows=4,
        max_length=4000,
    )

    def __init__(self, *args: Any, needs_ruling: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_ruling:
            del self.fields["ruling_reason"]
