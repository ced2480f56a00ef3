"""conduct: was this assessment carried out as the plan requires?"""

from __future__ import annotations

from touchstone.rules.conduct import parts, questioning, time
from touchstone.rules.conduct.time import score
from touchstone.rules.findings import Answers

ANSWERS: Answers = {**parts.ANSWERS, **time.ANSWERS, **questioning.ANSWERS}

__all__ = ["ANSWERS", "score"]
