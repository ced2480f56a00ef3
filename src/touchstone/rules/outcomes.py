"""Findings -> outcome: one small function for each sort of outcome. Nothing but the findings decides."""

from __future__ import annotations

from collections.abc import Sequence

from touchstone.rules.decision import Finding


def permission(findings: Sequence[Finding], grades: Sequence[str] = ()) -> str:
    """allowed, refused, needs-ruling or undetermined."""
    verdicts = {finding.verdict for finding in findings}
    if "not-met" in verdicts:
        return "refused"
    if "needs-ruling" in verdicts:
        return "needs-ruling"
    return "undetermined" if "unknown" in verdicts else "allowed"


def repeat(findings: Sequence[Finding], grades: Sequence[str] = ()) -> str:
    """As a permission; whole-assessment where nothing stands against it but that the time has run out."""
    against = [finding for finding in findings if finding.verdict == "not-met"]
    if against and all(finding.evidence.get("out_of_time") for finding in against):
        return "whole-assessment"
    return permission(findings)


def method_grade(findings: Sequence[Finding], grades: Sequence[str]) -> str:
    """The highest of ``grades`` (lowest first) a rule awards. Anything unknown leaves it undetermined, even a fail."""
    verdicts = {finding.verdict for finding in findings}
    if verdicts & {"unknown", "needs-ruling"}:
        return "undetermined"
    return grades[0] if "not-met" in verdicts else _awarded(findings, grades)


def overall_grade(findings: Sequence[Finding], grades: Sequence[str]) -> str:
    """As the grade of a method, but one failed method is a fail whatever is not known; a cap comes last."""
    verdicts = {finding.verdict for finding in findings}
    if "not-met" in verdicts:
        return grades[0]
    if verdicts & {"unknown", "needs-ruling"}:
        return "undetermined"
    awarded = _awarded(findings, grades)
    caps = [finding.evidence["at_most"] for finding in findings if "at_most" in finding.evidence]
    return min([awarded, *caps], key=list(grades).index) if awarded in grades else awarded


def _awarded(findings: Sequence[Finding], grades: Sequence[str]) -> str:
    awarded = [finding.evidence["grade"] for finding in findings if "grade" in finding.evidence]
    return max(awarded, key=list(grades).index, default="undetermined")
