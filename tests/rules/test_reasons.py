"""What a decision says: figures and clause, in sentences people can check."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest

from tests.rules.plans import ROOT, held
from touchstone.rules import ask


def said(question: str, plan: str, rule: str, facts: dict[str, Any]) -> str:
    return next(f.because for f in ask(question, held(plan), facts).findings if f.rule == rule)


@pytest.mark.parametrize(
    ("question", "plan", "rule", "facts", "sentence"),
    [
        (
            "booking",
            "ST1379-1.1",
            "booking.notice",
            {"method": "observation", "notice_given": "2026-03-02", "date": "2026-03-15"},
            "Notice given 2 March 2026, assessment 15 March 2026: 13 of 14 days.",
        ),
        (
            "gateway",
            "ST1379-1.1",
            "gateway.minimum-duration",
            {"start": "2024-02-29", "date": "2025-03-02", "breaks": [{"from": "2024-05-01", "to": "2024-05-03"}]},
            "Start 29 February 2024 + 12 months + 3 days of breaks = 3 March 2025; gateway 2 March 2025 is earlier.",
        ),
        (
            "gateway",
            "ST1379-1.1",
            "gateway.minimum-duration",
            {"start": "2025-08-01", "date": "2026-05-01"},
            "Start 1 August 2025 + 12 months = 1 August 2026 (Start 1 August 2025 + 8 months = 1 April 2026 by the "
            "funding rules); gateway 1 May 2026 lies between, where the sources conflict.",
        ),
        (
            "grade-method",
            "ST0148-1.0",
            "grade.points-distinction",
            {"method": "observation", "points": [2] * 13 + [1] * 3},
            "No distinction: 13 of 14 criteria at 2 points, 58 (29 × 2) of 60 points.",
        ),
        (
            "grade-overall",
            "ST0148-1.0",
            "overall.points",
            {
                "components": {
                    "observation": {"grade": "pass", "points": 54},
                    "discussion": {"grade": "pass", "points": 36},
                }
            },
            "54 + 36 = 90 points; distinction needs 90: distinction.",
        ),
        (
            "repeat",
            "ST1379-1.1",
            "repeat.time-limit",
            {"outcome_notified": "2025-08-31", "date": "2026-03-01"},
            "Outcome notified 31 August 2025; 6 months end 28 February 2026; this is 1 March 2026.",
        ),
        (
            "conduct",
            "ST1379-1.1",
            "conduct.same-day",
            {"method": "observation", "parts": [{"kind": "live-session", "date": "2026-05-04"}]},
            "All on 4 May 2026, which is no working day in England (Early May bank holiday).",
        ),
    ],
)
def test_the_figures_are_in_the_sentence(
    question: str, plan: str, rule: str, facts: dict[str, Any], sentence: str
) -> None:
    assert said(question, plan, rule, facts) == sentence


def test_a_clause_names_document_and_section_of_every_source() -> None:
    decision = ask("gateway", held("ST1379-1.1"), {})
    clause = next(f.clause for f in decision.findings if f.rule == "gateway.maths")
    assert "Specification, Gateway Considerations" in clause
    assert "English and maths" in clause


def test_what_is_missing_is_named() -> None:
    assert said("booking", "ST1379-1.1", "booking.after-gateway", {"method": "observation"}) == (
        "Not given: gateway_confirmed, date."
    )


def test_the_rules_import_neither_django_nor_files_nor_clocks() -> None:
    program = "import sys, touchstone.rules; print([m for m in sys.modules if m.split('.')[0] == 'django'])"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
    for path in (ROOT / "src" / "touchstone" / "rules").rglob("*.py"):
        found = re.search(r"\bopen\(|\.now\(|\.today\(|import os|pathlib", path.read_text())
        assert found is None, path.name
