"""Reading files of decision cases: every case that can be asked, and every fault with file, line, case and key."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from touchstone.standards.yaml_nodes import (
    MAX_BYTES,
    Node,
    Problem,
    Problems,
    Sequence,
    Table,
    line_of,
    parse,
    read_text,
    value,
)

KEYS = ("id", "plan", "ask", "facts", "expect", "source", "policy")
EXPECTED = ("outcome", "blockers", "warnings", "gaps", "score")
LISTS = ("blockers", "warnings", "gaps")


@dataclass(frozen=True, slots=True)
class Case:
    """One case as written. ``expect`` is None where nothing is expected."""

    file: str
    node: Node
    id: str
    plan: str
    ask: str
    facts: Mapping[str, object]
    expect: Mapping[str, Any] | None = None
    source: str | None = None
    policy: str | None = None

    def fault(self, path: tuple[str | int, ...], key: str, message: str) -> Problem:
        """A fault of this case, at the line ``path`` leads to."""
        return Problem(
            self.file, line_of(self.node, path), f"case {self.id}: {key}" if key else f"case {self.id}", message
        )


@dataclass(slots=True)
class CaseFile:
    """The cases of a file that are well formed, the faults of the others, and how many those are."""

    cases: list[Case] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    undecided: int = 0


def read_cases(name: str) -> CaseFile:
    """``name`` is a path, or "-" for the standard input. Faults of the whole file leave it without cases."""
    try:
        text = _standard_input() if name == "-" else read_text(Path(name), name)
        file = "standard input" if name == "-" else name
        document = parse(text, file)
    except Problems as problems:
        return CaseFile(faults=[_place_named(problem) for problem in problems.problems], undecided=1)
    if not isinstance(document, Sequence):
        fault = Problem(file, document.line, "", "should be a list of cases, each starting with '- id:'")
        return CaseFile(faults=[fault], undecided=1)
    found = CaseFile()
    seen: dict[str, int] = {}
    for position, node in enumerate(document.items, 1):
        read = list(_case(file, node, position, seen))
        faults = [item for item in read if isinstance(item, Problem)]
        found.faults += faults
        found.undecided += bool(faults)
        found.cases += [] if faults else [item for item in read if isinstance(item, Case)]
    return found


def _place_named(problem: Problem) -> Problem:
    """The place "[3].facts.date" said as "case number 3: facts.date"."""
    place = re.fullmatch(r"\[(\d+)\]\.?(.*)", problem.path)
    if place is None:
        return problem
    return replace(problem, path=f"case number {place[1]}" + (f": {place[2]}" if place[2] else ""))


def _standard_input() -> str:
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Problems([Problem("standard input", 0, "", f"is larger than {MAX_BYTES:,} bytes; split it")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Problems([Problem("standard input", line, "", "is not UTF-8 text")]) from None


def _case(file: str, node: Node, position: int, seen: dict[str, int]) -> Iterator[Case | Problem]:
    """Every fault of one case; the case itself last."""
    if not isinstance(node, Table):
        yield Problem(file, node.line, f"case {position}", "should be a mapping with id, plan, ask and facts")
        return
    given = value(node)
    assert isinstance(given, dict)  # noqa: S101 - a table is a dict
    name = given.get("id")
    case = Case(file, node, str(name) if isinstance(name, str) and name else f"number {position}", "", "", {})
    for key in given:
        if key not in KEYS:
            yield case.fault((key,), str(key), f"is not a key of a case; known are {', '.join(KEYS)}")
    for key in ("id", "plan", "ask", "facts"):
        if key not in given:
            yield case.fault((), key, "is missing; add it")
    for key in ("id", "plan", "ask", "source", "policy"):
        if key in given and not (isinstance(given[key], str) and given[key]):
            yield case.fault((key,), key, "should be text" + ("; put it in quotes" if given[key] is not None else ""))
    if isinstance(name, str) and name:
        if name in seen:
            yield case.fault(("id",), "id", f"is used twice in this file (first on line {seen[name]})")
        seen.setdefault(name, node.line)
    if "facts" in given and not isinstance(given["facts"], dict):
        yield case.fault(("facts",), "facts", "should be a mapping of facts")
    yield from _expectations(case, given)
    known = {key: given[key] for key in ("id", "plan", "ask", "facts") if key in given}
    if len(known) == 4 and isinstance(known["facts"], dict):
        rest = {key: given.get(key) for key in ("expect", "source", "policy")}
        yield Case(file, node, **{**known, **rest})


def _expectations(case: Case, given: Mapping[str, Any]) -> Iterator[Problem]:
    if "expect" not in given:
        return
    expect = given["expect"]
    if not isinstance(expect, dict):
        yield case.fault(("expect",), "expect", f"should be a mapping with some of {', '.join(EXPECTED)}")
        return
    for key, wanted in expect.items():
        path = ("expect", key)
        if key not in EXPECTED:
            yield case.fault(path, f"expect.{key}", f"is not known here; known are {', '.join(EXPECTED)}")
        elif key == "outcome" and not isinstance(wanted, str):
            yield case.fault(path, "expect.outcome", "should be text")
        elif key in LISTS and not (isinstance(wanted, list) and all(isinstance(item, str) for item in wanted)):
            yield case.fault(path, f"expect.{key}", "should be a list of ids")
        elif key == "score" and not isinstance(wanted, dict):
            yield case.fault(path, "expect.score", "should be a mapping")
