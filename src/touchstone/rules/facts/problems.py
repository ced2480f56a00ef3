"""What is wrong with facts: every fault at once, each with the place it was found."""

from __future__ import annotations

from dataclasses import dataclass

Step = str | int  # a key, or the position in a list counted from 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. ``path`` leads to it: ("items", 2, "type") is the type of the second item."""

    path: tuple[Step, ...]
    message: str

    @property
    def key(self) -> str:
        """For people: "items[2].type"."""
        text = ""
        for step in self.path:
            text += f"[{step}]" if isinstance(step, int) else f".{step}"
        return text.lstrip(".")


class FactsError(ValueError):
    """The facts are not facts of this question and this plan, or are of the wrong type."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{problem.key}: {problem.message}" for problem in problems))


class Wrong(Exception):
    """Raised by a reader: faults whose paths start at the value it was given."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(problems)

    @classmethod
    def value(cls, message: str) -> Wrong:
        return cls(Problem((), message))

    def under(self, step: Step) -> list[Problem]:
        """The same faults seen from one level up."""
        return [Problem((step, *problem.path), problem.message) for problem in self.problems]
