"""What a rule answers and what a question concludes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Verdict = Literal["met", "not-met", "warning", "needs-ruling", "unknown", "not-applicable"]

BLOCKING: frozenset[str] = frozenset({"not-met", "needs-ruling", "unknown"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's answer: ``because`` carries the figures, ``clause`` document and section, ``evidence`` plain data."""

    rule: str
    verdict: Verdict
    because: str
    clause: str
    evidence: Mapping[str, Any] = field(default_factory=dict)
    checked: bool = True  # False: carried over in an adopted plan and not checked against the real one


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to one question. ``outcome`` follows from ``findings`` and nothing else."""

    question: str
    outcome: str
    findings: tuple[Finding, ...]
    plan: str
    plan_hash: str
    engine_version: str
    policy_hash: str | None = None
    score: Mapping[str, Any] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()
    rests_on: str | None = None  # whose adoption, and which of its rules are unchecked; None for a published plan

    @property
    def blockers(self) -> tuple[str, ...]:
        return tuple(f.rule for f in self.findings if f.verdict in BLOCKING)

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(f.rule for f in self.findings if f.verdict == "warning")
