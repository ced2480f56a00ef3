"""The ways a service says no. They carry sentences a person can act on."""

from __future__ import annotations

from collections.abc import Sequence

from touchstone.rules.decision import BLOCKING, Decision


class Refused(Exception):
    """Asked to do what a decision, the access table or the state of things does not allow."""

    def __init__(self, *reasons: str, decision: Decision | None = None) -> None:
        self.reasons: Sequence[str] = reasons
        self.decision = decision
        super().__init__(" ".join(reasons))

    @classmethod
    def by(cls, decision: Decision) -> Refused:
        return cls(*(f.because for f in decision.findings if f.verdict in BLOCKING), decision=decision)


class NotNow(Refused):
    """Nothing is against what was asked but the state of the machines: the same can be asked again later."""


class Stale(Exception):
    """Somebody else changed the thing since this person opened it. Nothing was written."""
