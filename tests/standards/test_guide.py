"""The guide for people who write plans says what the code says."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from touchstone.standards.kinds import Kind, kinds
from touchstone.standards.questions import KINDS

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "write-a-plan.md"


def row(prefix: str, name: str, kind: type[Kind]) -> str:
    figures = ", ".join(f"`{field.name}`" for field in dataclasses.fields(kind))
    asks = (kind.__doc__ or "").strip().split("\n")[0].replace("``", "`")
    return f"| `{prefix}` | `{name}` | {figures} | {asks} |"


def test_the_table_of_kinds_is_that_of_the_code() -> None:
    names = {cls: name for name, cls in kinds().items()}
    expected = [row(prefix, names[kind], kind) for prefix, of_prefix in KINDS.items() for kind in of_prefix]
    written = [line for line in GUIDE.read_text("utf-8").splitlines() if line.startswith("| `")]
    assert written == expected


def test_every_kind_belongs_to_a_question_and_says_what_it_asks() -> None:
    assert {kind for of_prefix in KINDS.values() for kind in of_prefix} == set(kinds().values())
    assert [name for name, kind in kinds().items() if (kind.__doc__ or "").startswith(f"{kind.__name__}(")] == []
