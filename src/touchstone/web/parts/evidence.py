"""The words of evidence: what its types and contributions are called on every page."""

from __future__ import annotations

from touchstone.apps.portfolio.words import TYPES, WITNESSES

CONTRIBUTIONS = {
    "observation": "Yes: they describe what they saw happen",
    "opinion": "Yes: they say what they think of the work",
}
WHAT_EMPLOYERS_SAID = {"observation": "Employer: what they saw", "opinion": "Employer: their opinion"}


def type_name(kind: str) -> str:
    return TYPES[kind][0] if kind in TYPES else kind


def witness_name(witness: str) -> str:
    return WITNESSES.get(witness, "Not said")
