"""``touchstone decide``: asks a plan questions about the situations in case files, without a database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from touchstone.cli.cases import LISTS, Case, read_cases
from touchstone.rules import Decision, FactsError, UnknownQuestion, ask
from touchstone.rules.plain import plain
from touchstone.standards import catalogue
from touchstone.standards.catalogue import NotFound
from touchstone.standards.model import Plan, PlanNotHeld
from touchstone.standards.yaml_nodes import Problem, Problems

Report = Callable[[Case, Decision], bool]  # says what there is to say; False: not as expected


def main(argv: list[str]) -> int:
    """0: every case decided (and, with --check, as expected); 1: some not as expected; 2: some could not be decided."""
    options = _options(argv)
    try:
        adopted = _adopted(options.plan)
    except Problems as problems:
        return _say(problems.problems)
    report = _json if options.json else _check if options.check else _explain
    passed = failed = undecided = 0
    for name in options.files:
        read = read_cases(name)
        undecided += read.undecided
        _say(read.faults)
        for case in read.cases:
            try:
                as_expected = report(case, decide(case, adopted))
            except Problems as problems:
                undecided += 1
                _say(problems.problems)
            else:
                passed, failed = passed + as_expected, failed + (not as_expected)
    if options.check:
        print(f"{passed} passed, {failed + undecided} failed")
    return 2 if undecided else 1 if failed else 0


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="touchstone decide",
        description="Decide the cases of YAML files: outcome, then each rule with its verdict, figures and clause.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file of cases; - reads the standard input")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="one JSON object a line instead of an explanation")
    how.add_argument("--check", action="store_true", help="compare with what the cases expect; exit 1 on a difference")
    parser.add_argument("--plan", metavar="FILE", action="append", default=[], help="also use this adopted plan's file")
    return parser.parse_args(argv)


def decide(case: Case, adopted: Mapping[str, Plan]) -> Decision:
    """Raises ``Problems``, each naming file, line, case and key, for a case that cannot be decided."""
    try:
        plan: Plan | PlanNotHeld = adopted.get(case.plan) or catalogue.plan(case.plan)
    except NotFound as error:
        raise Problems([case.fault(("plan",), "plan", str(error))]) from None
    try:
        policy = catalogue.policy(case.policy) if case.policy is not None else None
    except NotFound as error:
        raise Problems([case.fault(("policy",), "policy", str(error))]) from None
    try:
        return ask(case.ask, plan, case.facts, policy)
    except FactsError as error:
        raise Problems(
            [case.fault(("facts", *fault.path), f"facts.{fault.key}", fault.message) for fault in error.problems]
        ) from None
    except UnknownQuestion as error:
        raise Problems([case.fault(("ask",), "ask", str(error))]) from None
    except ValueError as error:  # a policy of another plan
        raise Problems([case.fault(("policy",), "policy", str(error))]) from None


def _adopted(files: list[str]) -> dict[str, Plan]:
    if not files:
        return {}
    from touchstone.standards import adoption
    from touchstone.standards.yaml_nodes import read_text

    plans = [adoption.read(read_text(Path(file), file), file) for file in files]
    return {plan.id: plan for plan in plans}


def _json(case: Case, decision: Decision) -> bool:
    print(json.dumps(as_json(case, decision), ensure_ascii=False))
    return True


def as_json(case: Case, decision: Decision) -> dict[str, Any]:
    """The decision as README of the cases describes it, and what it rests on where that is not the plan alone."""
    told = {"id": case.id, "plan": decision.plan, "ask": decision.question, **_answer(decision)}
    if case.policy is not None:
        told["policy"] = case.policy
    if decision.rests_on is not None:
        told["rests_on"] = decision.rests_on
    return told


def _answer(decision: Decision) -> dict[str, Any]:
    told = {
        "outcome": decision.outcome,
        "blockers": decision.blockers,
        "warnings": decision.warnings,
        "gaps": decision.gaps,
        "score": decision.score,
        "reasons": [
            {"rule": f.rule, "verdict": f.verdict, "clause": f.clause, "says": f.because} for f in decision.findings
        ],
    }
    answer: dict[str, Any] = plain(told)
    return answer


def _explain(case: Case, decision: Decision) -> bool:
    policy = f", policy {case.policy}" if case.policy else ""
    print(f"{case.id} ({decision.plan}, {decision.question}{policy}): {decision.outcome}")
    for finding in decision.findings:
        print(f"  {finding.verdict:<14} {finding.rule}")
        print(f"{'':17}{finding.because}")
        print(f"{'':17}{finding.clause}")
    for name, figure in plain(decision.score).items():
        print(f"  {name}: {figure}")
    if decision.gaps:
        print(f"  gaps: {', '.join(decision.gaps)}")
    if decision.rests_on:
        print(f"  {decision.rests_on}")
    print()
    return True


def _check(case: Case, decision: Decision) -> bool:
    expect = case.expect
    if expect is None:
        raise Problems([case.fault((), "expect", "is missing; there is nothing to compare with")])
    found = differences(expect, decision)
    for difference in found:
        print(f"{case.file}: case {case.id}: {difference}")
    return not found


def differences(expect: Mapping[str, Any], decision: Decision) -> list[str]:
    """What was expected and is not so. Lists are compared as sets, a score by the keys given."""
    answer = _answer(decision)
    pairs = [("outcome", expect["outcome"], answer["outcome"])] if "outcome" in expect else []
    pairs += [(key, sorted(set(expect[key])), sorted(set(answer[key]))) for key in LISTS if key in expect]
    pairs += [(f"score.{key}", wanted, answer["score"].get(key)) for key, wanted in expect.get("score", {}).items()]
    return [f"{name}: expected {_told(wanted)}, got {_told(got)}" for name, wanted, got in pairs if wanted != got]


def _told(thing: object) -> str:
    return f"[{', '.join(thing)}]" if isinstance(thing, list) else "nothing" if thing is None else str(thing)


def _say(faults: Iterable[Problem]) -> int:
    for fault in faults:
        print(fault, file=sys.stderr)
    return 2
