"""What the evidence covers: each KSB of the plan, by method and theme, with the pieces that claim it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.portfolio.facts import codes_of
from touchstone.apps.portfolio.models import Evidence, SubmittedItem
from touchstone.apps.portfolio.queries import live
from touchstone.standards.kinds import ExcludedTypes
from touchstone.standards.model import Ksb, Plan, PlanNotHeld, Rule

TYPES = {"knowledge": "Knowledge", "skill": "Skills", "behaviour": "Behaviours"}


@dataclass(frozen=True, slots=True)
class Claimed:
    """A KSB and the pieces that claim it, oldest first."""

    ksb: Ksb
    pieces: tuple[Evidence | SubmittedItem, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A theme of a method, or a type of KSB where the plan has no themes."""

    name: str
    ksbs: tuple[Claimed, ...]

    @property
    def claimed(self) -> int:
        return sum(1 for one in self.ksbs if one.pieces)


@dataclass(frozen=True, slots=True)
class Part:
    """What one method assesses. ``name`` is empty for a plan that does not divide its KSBs between methods."""

    name: str
    groups: tuple[Group, ...]

    @property
    def total(self) -> int:
        return sum(len(group.ksbs) for group in self.groups)

    @property
    def claimed(self) -> int:
        return sum(group.claimed for group in self.groups)


def coverage(apprenticeship: Apprenticeship) -> tuple[Part, ...]:
    """What the working evidence covers."""
    pieces = sorted(live(apprenticeship), key=lambda piece: (piece.happened_on, piece.added_at))
    return covered(plan_of(apprenticeship), [(piece, codes_of(piece)) for piece in pieces])


def covered(
    plan: Plan | PlanNotHeld, claims: Iterable[tuple[Evidence | SubmittedItem, Sequence[str]]]
) -> tuple[Part, ...]:
    """What ``claims`` (a piece, the codes it claims) cover of the plan's KSBs."""
    by_code: dict[str, list[Evidence | SubmittedItem]] = {}
    for piece, codes in claims:
        for code in codes:
            by_code.setdefault(code, []).append(piece)
    return tuple(
        Part(name, tuple(
            Group(group, tuple(Claimed(ksb, tuple(by_code.get(ksb.code, ()))) for ksb in ksbs))
            for group, ksbs in groups
        ))
        for name, groups in layout(plan)
    )  # fmt: skip


def layout(plan: Plan | PlanNotHeld) -> list[tuple[str, list[tuple[str, list[Ksb]]]]]:
    """[(method, [(theme, KSBs)])] as the plan divides them; one nameless method by type of KSB where it does not."""
    ksbs = {ksb.code: ksb for ksb in plan.ksbs}
    parts: list[tuple[str, list[tuple[str, list[Ksb]]]]] = []
    if isinstance(plan, Plan):
        parts = [
            (method.name, [(theme.name, [ksbs[code] for code in theme.ksbs]) for theme in method.themes])
            for method in plan.methods
            if method.themes
        ]
    if parts:
        return parts
    by_type = [(words, [ksb for ksb in plan.ksbs if ksb.type == kind]) for kind, words in TYPES.items()]
    return [("", [(words, of_type) for words, of_type in by_type if of_type])]


def state_of(judged: Iterable[bool | None]) -> str:
    """What the claims of one KSB come to, each judged or None: "accepted" where one is, else "needs-work" where one
    does, else "claimed"; empty where there is none."""
    found = list(judged)
    if True in found:
        return "accepted"
    return "needs-work" if False in found else "claimed" if found else ""


def excluding(plan: Plan | PlanNotHeld, type: str) -> Rule | None:
    """The rule of the plan by which a piece of this type cannot count; None where none says so, or no plan is held."""
    rules = plan.rules if isinstance(plan, Plan) else ()
    return next((rule for rule in rules if isinstance(rule.kind, ExcludedTypes) and type in rule.kind.types), None)


def excluded_types(plan: Plan | PlanNotHeld) -> frozenset[str]:
    """The types of evidence this plan does not let count; none where no plan is held."""
    rules = plan.rules if isinstance(plan, Plan) else ()
    return frozenset(kind for rule in rules if isinstance(rule.kind, ExcludedTypes) for kind in rule.kind.types)
