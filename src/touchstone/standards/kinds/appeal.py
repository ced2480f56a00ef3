"""Kinds of rule for: May these people decide this appeal?"""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.standards.kinds.kind import Kind


@dataclass(frozen=True, slots=True)
class NoOriginalDecider(Kind):
    """Nobody decides who made the decision appealed against."""


@dataclass(frozen=True, slots=True)
class IndependentMember(Kind):
    """At least one member is not connected to the assessment organisation."""
