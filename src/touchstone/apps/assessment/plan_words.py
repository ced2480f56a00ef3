"""What a plan asks of a method's record, read from its rules: no method is known here by name."""

from __future__ import annotations

from touchstone.standards.kinds import (
    DifferentLearners,
    MinutesEach,
    PartCount,
    PointsThreshold,
    QuestioningMinutes,
    SameDay,
    ThemesAsked,
    ThresholdsKnown,
    TotalMinutes,
)
from touchstone.standards.model import Method, Plan, Policy, Rule, Statement

# The kinds of part a method can consist of, in the order they take place, and what each is called.
PART_KINDS = {
    "live-session": "Live session",
    "recording": "Recording",
    "questioning": "Questioning",
    "discussion": "Discussion",
}


def rules_of(plan: Plan, question: str, method: str | None = None) -> tuple[Rule, ...]:
    """The plan's rules of a question ("booking", "conduct" …) that bear on ``method``."""
    return tuple(
        rule
        for rule in plan.rules
        if rule.id.startswith(f"{question}.") and (method is None or rule.method in (None, method))
    )


def part_kinds(plan: Plan, method: str) -> tuple[str, ...]:
    """The kinds of part this method consists of, in the order they take place."""
    named: set[str] = set()
    for rule in rules_of(plan, "conduct", method):
        match rule.kind:
            case PartCount(part=part) | DifferentLearners(part=part) | MinutesEach(part=part):
                named.add(part)
            case TotalMinutes(counts=parts) | SameDay(parts=parts):
                named.update(parts)
            case QuestioningMinutes():
                named.add("questioning")
            case _:
                pass
    return tuple(kind for kind in PART_KINDS if kind in named)


def parts_expected(plan: Plan, method: str, kind: str) -> int:
    """How many parts of a kind the plan asks for at least; 1 where it does not say."""
    counts = [
        rule.kind.count
        for rule in rules_of(plan, "conduct", method)
        if isinstance(rule.kind, PartCount | DifferentLearners) and rule.kind.part == kind
    ]
    return max(counts, default=1)


def themes_of(plan: Plan, method: Method) -> tuple[str, ...]:
    """The themes a question can belong to: those the plan wants asked about, else the method's own."""
    for rule in rules_of(plan, "conduct", method.id):
        if isinstance(rule.kind, ThemesAsked):
            return rule.kind.themes
    return tuple(theme.name for theme in method.themes)


def ksbs_of(plan: Plan, method: Method) -> tuple[str, ...]:
    """The KSB codes a method assesses; all of the standard where the plan does not say."""
    return method.ksbs or tuple(ksb.code for ksb in plan.ksbs)


def criteria_of(method: Method) -> tuple[str, ...]:
    """The ids of everything that is judged: criterion ids, or the numbers of a points sheet."""
    if method.points is not None:
        return tuple(str(number) for number in range(1, method.points.criteria + 1))
    return tuple(criterion.id for criterion in method.criteria)


def takes_recorded_grade(plan: Plan, policy: Policy | None, method: str) -> bool:
    """Whether the thresholds are in no source at hand nor in a policy, so that the assessor's own grade can stand."""
    supplied = policy is not None and any(
        isinstance(rule.kind, PointsThreshold) and rule.method in (None, method) for rule in policy.rules
    )
    return not supplied and any(isinstance(rule.kind, ThresholdsKnown) for rule in rules_of(plan, "grade", method))


def statements_about(plan: Plan, *about: str) -> tuple[Statement, ...]:
    return tuple(statement for statement in plan.statements if statement.about in about)
