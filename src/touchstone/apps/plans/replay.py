"""Asking stored decisions again: does the engine of today still say what was said then?"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from touchstone.apps.plans.queries import plan_by_hash, policy_by_hash
from touchstone.apps.records.decisions import ask_again, body_of, said
from touchstone.apps.records.models import StoredDecision
from touchstone.rules import engine_version
from touchstone.standards.model import Plan, PlanNotHeld, Policy

PORTION = 200  # decisions read at once: each carries its facts and findings

State = Literal["same", "different", "erased", "not-at-hand"]


@dataclass(frozen=True)
class Replayed:
    """One decision asked again. ``says``: what differs or stands in the way, a sentence each."""

    decision: uuid.UUID
    at: dt.datetime
    question: str
    plan: str
    state: State
    says: Sequence[str] = ()
    engine_then: str = ""
    engine_now: str = engine_version


def replay(*, since: dt.datetime | None = None) -> Iterator[Replayed]:
    """Every stored decision, or those made ``since``, asked again by the plan and policy it was made by.

    Read in portions, each plan and policy once: memory stays flat however many decisions there are.
    """
    plans, policies = cache(plan_by_hash), cache(policy_by_hash)
    decisions = StoredDecision.objects.select_related("body").order_by("id")
    if since is not None:
        decisions = decisions.filter(at__gte=since)
    portion = list(decisions[:PORTION])
    while portion:
        for one in portion:
            plan = plans(one.plan, one.plan_hash)
            policy = policies(one.policy_hash) if one.policy_hash else None
            state, says = _again(one, plan, policy)
            yield Replayed(one.pk, one.at, one.question, one.plan, state, says, one.engine_version)
        portion = list(decisions.filter(id__gt=portion[-1].pk)[:PORTION])


def _again(one: StoredDecision, plan: Plan | PlanNotHeld | None, policy: Policy | None) -> tuple[State, list[str]]:
    body = body_of(one)
    if body is None:
        return "erased", []
    if plan is None:
        return "not-at-hand", [f"Plan {one.plan} is not at hand as it was then."]
    if one.policy_hash and policy is None:
        return "not-at-hand", [f"The policy of then for {one.plan} is not at hand."]
    try:
        now = ask_again(one, plan, policy)
    except Exception as error:  # a fault of today's engine with one decision must not hide the others
        return "different", [f"It can no longer be asked: {error or type(error).__name__}"]
    answer = said(now)
    says = [] if now.outcome == one.outcome else [f"Outcome {one.outcome} then, {now.outcome} now."]
    says += _findings(body.body["findings"], answer["findings"], sentences=isinstance(plan, Plan))
    says += [
        f"The {name.replace('_', ' ')} differs."
        for name in ("score", "gaps", "rests_on")
        if body.body[name] != answer[name]
    ]
    return ("different", says) if says else ("same", [])


def _findings(then: list[dict[str, Any]], now: list[dict[str, Any]], *, sentences: bool) -> list[str]:
    """What differs, a sentence for each rule.

    Without ``sentences`` their wording is not compared: where no plan was held, it told how an adoption stood on that
    day, which is no part of the facts.
    """
    if not sentences:
        then, now = ([{**finding, "because": ""} for finding in findings] for findings in (then, now))
    before, after = _by_rule(then), _by_rule(now)
    says = []
    for key in [*before, *(key for key in after if key not in before)]:
        if before.get(key) != after.get(key):
            says.append(f"Rule {key[0]} {_change(before.get(key), after.get(key))}")
    return says


def _by_rule(findings: list[dict[str, Any]]) -> dict[tuple[str, int], dict[str, Any]]:
    """Each finding under its rule, and which of that rule's it is: a rule of a method answers for each method."""
    seen: Counter[str] = Counter()
    found = {}
    for finding in findings:
        found[finding["rule"], seen[finding["rule"]]] = finding
        seen[finding["rule"]] += 1
    return found


def _change(then: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> str:
    if then is None:
        return "did not answer then and does now."
    if now is None:
        return "answered then and does not now."
    if then["verdict"] != now["verdict"]:
        return f"was {then['verdict']}, is {now['verdict']} now: {now['because']}"
    if then["because"] != now["because"]:
        return f"said “{then['because']}”, says “{now['because']}” now."
    differ = sorted(name for name in {*then, *now} if then.get(name) != now.get(name))
    return f"gives another {' and '.join(differ)} now."
