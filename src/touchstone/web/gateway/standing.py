"""Where each requirement of an attempt stands, as pages show it: verdict, reason, clause, whose turn, rulings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils import timezone

from touchstone import rules
from touchstone.apps.assessment.answers import Answer, fresh, of_row
from touchstone.apps.gateway.facts import gateway_facts
from touchstone.apps.gateway.models import Gateway, Given
from touchstone.apps.gateway.policy import DETAILS_SEEN_BY
from touchstone.apps.gateway.requirements import Fact, asked, requirements
from touchstone.apps.gateway.rulings import (
    About,
    Decisions,
    Ruled,
    ToRule,
    decisions_of,
    lacks_only_rulings,
    needing,
    unruled,
)
from touchstone.apps.people.roles import Role
from touchstone.apps.plans.queries import deciding
from touchstone.rules.decision import BLOCKING, Finding
from touchstone.standards.model import Plan, PlanNotHeld, Policy
from touchstone.web.ui.formats import date

DECIDED = {Gateway.State.CONFIRMED, Gateway.State.RETURNED}
ONLY_FOR_OTHERS = "The tutor and the assessment organisation see the details."


@dataclass(frozen=True, slots=True)
class Line:
    """One finding. ``fact`` and ``given`` are None where nothing can be or has been given.

    ``before``: what the attempt before it had for a thing that is not given now.
    """

    finding: Finding
    says: str
    fact: Fact | None = None
    given: Given | None = None
    before: Given | None = None

    @property
    def blocks(self) -> bool:
        return self.finding.verdict in BLOCKING

    @property
    def locked(self) -> bool:
        """Accepted: nobody changes it any more."""
        return self.given is not None and self.given.accepted

    @property
    def title(self) -> str:
        return self.fact.title if self.fact else "Time on programme"


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits for a person's ruling, with the findings that ask for it."""

    about: About
    asks: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """``held``: the roles of whoever looks, on this apprenticeship.

    ``rulings`` made on the attempt and its portfolio; ``to_rule``: what still waits for one before it can be confirmed.
    """

    gateway: Gateway
    plan: Plan | PlanNotHeld
    policy: Policy | None
    answer: Answer
    lines: tuple[Line, ...]
    held: Collection[Role] = frozenset()
    given: dict[str, Given] = field(default_factory=dict)
    rulings: tuple[Ruled, ...] = ()
    to_rule: tuple[Waits, ...] = ()

    @property
    def ruled_against(self) -> bool:
        return any(not one.allowed for one in self.rulings)

    @property
    def begun(self) -> bool:
        return not self.gateway._state.adding

    @property
    def editable(self) -> bool:
        return self.gateway.state == Gateway.State.OPEN

    @property
    def ready(self) -> bool:
        return lacks_only_rulings(self.answer.findings)

    @property
    def detailed(self) -> bool:
        """Whether whoever looks may know how a requirement was met, not only whether."""
        return bool(DETAILS_SEEN_BY & set(self.held))

    def knows(self, fact: Fact) -> bool:
        """Whether whoever looks may know what was given for ``fact`` and said of it: it may be theirs to give."""
        return self.detailed or fact.turn in self.held

    def because(self, line: Line) -> str:
        """The reason, for those who may know it; nothing of a technical kind where simply nothing was given."""
        if line.fact is None:
            return line.finding.because
        if line.given is None and line.finding.verdict == "unknown":
            return "Not given yet."
        if not self.knows(line.fact):
            return ONLY_FOR_OTHERS
        if line.given and isinstance(line.given.value, bool) and line.finding.verdict in {"met", "not-met"}:
            said = "" if line.given.value else f"Not yet, says {line.given.given_by.name}. {line.given.note}"
            return said.strip() or self._given_by(line.given)
        return line.finding.because

    def note(self, line: Line) -> str:
        """Whose turn it is; where it is met, what it rests on and who gave it; where a person ruled, the ruling."""
        if line.finding.verdict == "needs-ruling" and (ruled := self.ruled_on_gateway):
            return ruling_in_words(ruled)
        if line.blocks:
            return self._turn(line)
        if line.given is None or (line.fact and not self.knows(line.fact)):
            return ""
        rests_on = _rests_on(line)
        by = "" if isinstance(line.given.value, bool) else self._given_by(line.given)
        return " ".join(part for part in (by, rests_on) if part)

    @property
    def ruled_on_gateway(self) -> Ruled | None:
        return next((one for one in self.rulings if one.about == "gateway"), None)

    def met(self, line: Line) -> bool:
        """Met, or allowed by a ruling."""
        ruled = self.ruled_on_gateway if line.finding.verdict == "needs-ruling" else None
        return ruled.allowed if ruled else not line.blocks

    def _given_by(self, given: Given) -> str:
        said = f"Given by {given.given_by.name} on {date(given.given_at)}."
        if given.given_as != Role.LINE_MANAGER or not self.begun or self._takes_part(given):
            return said
        return f"{said} They take no part any more: it was the employer’s word on that day, and it stands."

    def _takes_part(self, given: Given) -> bool:
        now, parts = timezone.now(), self.gateway.apprenticeship.participants.all()
        return any(
            part.person_id == given.given_by_id and part.role == given.given_as and (not part.until or part.until > now)
            for part in parts
        )

    def _turn(self, line: Line) -> str:
        if line.finding.verdict == "needs-ruling":
            return "A person of the assessment organisation rules on this, with a reason, before it can be confirmed."
        if not self.editable:
            return ""
        if line.fact:
            return f"It is the turn of: {line.fact.turn.label.lower()}."
        return "Only time can meet this." if self.answer.score.get("earliest") else ""


def standing_of(gateway: Gateway, held: Collection[Role], earlier: Gateway | None = None) -> Standing:
    """A decided attempt by the decision it was decided by; any other as of today. ``earlier``: the one before."""
    one = gateway.apprenticeship
    plan, policy = deciding(one.assessment_organisation, one.plan_id)
    known = decisions_of(gateway) if gateway.state != Gateway.State.OPEN else Decisions(None, ())
    if gateway.state in DECIDED and known.own:
        answer = of_row(known.own)
    else:
        facts = gateway_facts(gateway, timezone.localdate(), plan)
        answer = fresh(rules.ask("gateway", plan, facts, policy))
    given = {row.fact: row for row in gateway.given.all()}
    before = {row.fact: row for row in earlier.given.all()} if earlier else {}
    of_rule = {need.rule.id: need for need in requirements(plan)}
    lines = []
    for finding in answer.findings:
        need = of_rule.get(finding.rule)
        fact = need.fact if need else None
        says = need.rule.says if need else ""
        named = fact.name if fact else ""
        lines.append(Line(finding, says, fact, given.get(named), before.get(named)))
    rulings, to_rule = _rulings(gateway, answer, known.to_rule)
    return Standing(gateway, plan, policy, answer, tuple(lines), held, given, rulings, to_rule)


def _rests_on(line: Line) -> str:
    """The note; of a declaration the wording as it was signed, with the day from which that wording is in use."""
    given = line.given
    if given is None or not given.note:
        return ""
    if line.fact is not None and line.fact.how == "declaration":
        return f"Signed as: “{given.note}”" + (f" In this wording since {date(given.dated)}." if given.dated else "")
    return f"Rests on: {given.note}"


def ruling_in_words(ruled: Ruled) -> str:
    said = "allowed" if ruled.allowed else "did not allow"
    return f"{ruled.name} {said} this on {date(ruled.at)}: {ruled.reason}"


def _rulings(
    gateway: Gateway, answer: Answer, known: Collection[ToRule]
) -> tuple[tuple[Ruled, ...], tuple[Waits, ...]]:
    """What was ruled, and what waits for it."""
    needed = needing(answer.findings)
    bearing = [one for one in known if one.about != "gateway" or needed]
    waits = unruled(known, needed) if gateway.state == Gateway.State.SUBMITTED else []
    asks: dict[str, tuple[Finding, ...]] = {one.about: tuple(one.asks) for one in known if one.about != "gateway"}
    today = tuple(finding for finding in answer.findings if finding.verdict == "needs-ruling")
    return (
        tuple(one.ruling for one in bearing if one.ruling),
        tuple(Waits(about, asks.get(about, today)) for about in waits),
    )


def extras(standing: Standing) -> list[Fact]:
    """What can be given beside the rules themselves: a recorded choice, dispensations. Details, like the rest."""
    if not standing.detailed:
        return []
    of_rules = {line.fact.name for line in standing.lines if line.fact}
    return [fact for name, fact in asked(standing.plan).items() if name not in of_rules]
