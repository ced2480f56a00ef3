"""The version a form was shown with."""

from __future__ import annotations

from touchstone.web.ui.forms import Form


def version_of(form: Form) -> int:
    """What its hidden field says; -1, which no row ever has, for anything that is no version, and for none at all."""
    sent = form.cleaned_data.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else -1
