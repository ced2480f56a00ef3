"""Facts: what happened, as plain data in the format of the decision cases, read into one typed record a question.

``read`` turns plain data into typed facts or raises ``FactsError`` with every fault; ``to_plain`` turns them back, so
that stored facts can be asked again.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from touchstone.rules.facts import questions as of
from touchstone.rules.facts.fits import misfits
from touchstone.rules.facts.gateway import read_gateway
from touchstone.rules.facts.problems import FactsError, Problem, Wrong
from touchstone.rules.facts.readers import Reader, facts_of, key_of, record
from touchstone.rules.facts.words import words_of
from touchstone.rules.plain import plain
from touchstone.standards.model import Plan, PlanNotHeld

CLASSES: Mapping[str, type[Any]] = {
    "start": of.StartFacts,
    "gateway": of.GatewayFacts,
    "portfolio": of.PortfolioFacts,
    "booking": of.BookingFacts,
    "recording": of.RecordingFacts,
    "conduct": of.ConductFacts,
    "grade-method": of.GradeMethodFacts,
    "grade-overall": of.GradeOverallFacts,
    "repeat": of.RepeatFacts,
    "certificate": of.CertificateFacts,
    "assessor": of.AssessorFacts,
    "appeal-panel": of.AppealPanelFacts,
}
READERS: Mapping[str, Reader[Any]] = {
    **{question: record(cls, question) for question, cls in CLASSES.items()},
    "gateway": read_gateway,
}


def read(question: str, plan: Plan | PlanNotHeld, facts: Mapping[str, object]) -> Any:
    """The typed facts of ``question``. Raises ``FactsError`` with all that is unknown, wrong or not this plan's."""
    try:
        typed = READERS[question](facts, words_of(plan))
    except Wrong as wrong:
        raise FactsError(list(wrong.problems)) from None
    problems = misfits(typed, plan) if isinstance(plan, Plan) else []
    if problems:
        raise FactsError(problems)
    return typed


def to_plain(facts: Any) -> dict[str, Any]:
    """Typed facts as JSON-able data that ``read`` takes back; what is unknown is left out."""
    if isinstance(facts, of.GatewayFacts):
        own = dataclasses.replace(facts, yes_no={}, levels={})
        return {**_known(own), **facts.yes_no, **facts.levels}
    return _known(facts)


def _known(facts: Any) -> dict[str, Any]:
    known = {key_of(field): getattr(facts, field.name) for field in facts_of(facts)}
    return {key: _value(value) for key, value in known.items() if value is not None}


def _value(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return _known(value)
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _value(item) for key, item in value.items()}
    return plain(value)


__all__ = ["FactsError", "Problem", "read", "to_plain"]
