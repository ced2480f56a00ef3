"""What every kind of rule is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """The figures of one sort of condition. A figure the sources do not give is None where its type allows it."""
